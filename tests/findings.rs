//! Findings judged against figures worked out by hand, and laws that hold for any pilot.

use clusterwise::demo::{Options, Quantity, pilot_data, truth_of};
use clusterwise::eval::{Evidence, Finding, Indicator, Method, Period, Scope, Step, answer_json, evaluate};
use clusterwise::model::{
    AcademicYear, ClusterId, EventKind, Phase, PilotData, PilotEvent, Return, ReturnId, ReturnItem, ReturnStatus,
    School, TermId, Urn, six_terms,
};
use proptest::prelude::*;

/// One school's figures for one term.
type Figures<'a> = &'a [(ReturnItem, u32)];

fn urn(number: u32) -> Urn {
    (900_001 + number).to_string().parse().expect("six digits")
}

/// A pilot of primary schools taking part, with the calendar of 2017/18 and 2018/19 and no returns.
fn pilot(schools: u32) -> PilotData {
    let mut data = PilotData::default();
    for term in [2017, 2018].into_iter().flat_map(|year| six_terms(AcademicYear(year))) {
        data.calendar.terms.insert(term.id, term);
    }
    let cluster = ClusterId::from_name("Hillside").expect("a name");
    for number in 0..schools {
        let school = School {
            urn: urn(number),
            name: format!("School {}", number + 1),
            phase: Phase::Primary,
            laestab: None,
            cluster: Some(cluster.clone()),
            taking_part: true,
            location: None,
            feeds: Vec::new(),
        };
        data.schools.insert(school.urn.clone(), school);
    }
    data
}

fn put(data: &mut PilotData, school: u32, term: TermId, figures: Figures) {
    let mut entry = Return::new(ReturnId { school: urn(school), term });
    entry.status = ReturnStatus::Submitted;
    for (item, figure) in figures {
        entry.set(*item, Some(*figure));
    }
    data.returns.insert(entry.id(), entry);
}

const BEFORE: TermId = TermId { year: AcademicYear(2017), number: 3 };
const AFTER: TermId = TermId { year: AcademicYear(2018), number: 3 };

fn finding(data: &PilotData, indicator: Indicator, scope: &Scope) -> Finding {
    let evidence = Evidence::of(data);
    evidence.finding(indicator, &Period::new([AFTER]), scope)
}

fn close(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.expect("a figure");
    assert!((found - expected).abs() <= tolerance, "{found} should be {expected} within {tolerance}");
}

use ReturnItem::{Incidents, PermanentExclusions, RequestsOther, RequestsParent, RequestsSchool, Roll, SenSupport};

fn nobody_takes_part(data: &mut PilotData) {
    let schools =
        data.schools.iter().map(|(urn, school)| (urn.clone(), School { taking_part: false, ..school.clone() }));
    data.schools = schools.collect();
}

#[test]
fn permanent_exclusions_are_compared_exactly() {
    let mut data = pilot(1);
    put(&mut data, 0, BEFORE, &[(Roll, 1000), (PermanentExclusions, 14)]);
    put(&mut data, 0, AFTER, &[(Roll, 1000), (PermanentExclusions, 9)]);
    let found = finding(&data, Indicator::PermanentExclusions, &Scope::Pilot);
    let change = found.change.expect("a change");
    // Given 23 events, 9 is binomial with one half: 1,698,160 of the 2²³ ways have 9 or fewer, and p is twice that.
    // The limits are Clopper and Pearson's as odds: scipy's beta.ppf gives 0.245449 and 1.594579.
    close(change.estimate, 9.0 / 14.0, 1e-15);
    close(change.p, 2.0 * 1_698_160.0 / 8_388_608.0, 1e-14);
    assert_eq!(change.words(), "×0.64 (0.25 to 1.59)");
    assert_eq!(change.method, Method::ExactRatio);
    assert_eq!(found.certainty.words, "Cannot tell yet: a fall to 4 would show");
    assert_eq!(found.headline, "Cannot tell yet whether permanent exclusions changed");
    close(found.after.rate, 90.0, 1e-12);
}

#[test]
fn one_schools_share_is_newcombes_own_example() {
    // Newcombe 1998, table II (a), method 10: 56/70 less 48/80 is 0.2, from 0.0524 to 0.3339.
    let mut data = pilot(1);
    put(&mut data, 0, BEFORE, &[(Roll, 80), (SenSupport, 48)]);
    put(&mut data, 0, AFTER, &[(Roll, 70), (SenSupport, 56)]);
    let found = finding(&data, Indicator::SenSupport, &Scope::School(urn(0)));
    let change = found.change.expect("a change");
    close(change.estimate, 20.0, 1e-12);
    close(Some(change.interval.lower), 5.24, 0.005);
    close(change.interval.upper, 33.39, 0.005);
    assert_eq!(found.certainty.step, Step::Likely, "one school is never clear");
    assert_eq!(found.intended, Some(true), "a rise at SEN Support is what the pilot wants");
    assert_eq!(found.headline, "Pupils at SEN Support probably rose from 60.0% to 80.0%");
    let check = found.working.check_file.expect("a check file");
    assert!(check.contains("proportion_difference") && check.contains("\"n\": 70"));
}

#[test]
fn a_check_file_is_answered_with_the_same_digits() {
    let mut data = pilot(3);
    for (school, (before, after)) in [(4, 1), (9, 3), (2, 2)].into_iter().enumerate() {
        let of = |n| [(Roll, 410), (PermanentExclusions, n), (SenSupport, 30 + n)];
        put(&mut data, school as u32, BEFORE, &of(before));
        put(&mut data, school as u32, AFTER, &of(after));
    }
    let asked = |found: &Finding| -> Vec<serde_json::Value> {
        let answers = answer_json(found.working.check_file.as_deref().expect("a check file")).expect("answers");
        serde_json::from_str(&answers).expect("a list of answers")
    };
    let found = finding(&data, Indicator::PermanentExclusions, &Scope::Pilot);
    let answers = asked(&found);
    let values = |place: usize, name: &str| answers[place]["values"][name].as_f64();
    let change = found.change.expect("a change");
    assert_eq!(values(0, "estimate"), found.before.rate);
    assert_eq!(values(1, "upper"), found.after.interval.and_then(|interval| interval.upper));
    assert_eq!((values(2, "ratio"), values(2, "p")), (change.estimate, change.p));
    assert_eq!((values(2, "lower"), values(2, "upper")), (Some(change.interval.lower), change.interval.upper));
    assert_eq!(values(3, "largest_after"), found.certainty.detectable);
    let one = finding(&data, Indicator::SenSupport, &Scope::School(urn(1)));
    let answers = asked(&one);
    let share = |name: &str| answers[2]["values"][name].as_f64().map(|value| value * 100.0);
    let change = one.change.expect("a change");
    assert_eq!((share("difference"), share("upper")), (change.estimate, change.interval.upper));
}

#[test]
fn nothing_is_intended_for_schools_that_do_not_take_part() {
    let mut data = pilot(1);
    nobody_takes_part(&mut data);
    put(&mut data, 0, BEFORE, &[(Roll, 1000), (PermanentExclusions, 60)]);
    put(&mut data, 0, AFTER, &[(Roll, 1000), (PermanentExclusions, 20)]);
    for scope in [Scope::NotTakingPart, Scope::School(urn(0))] {
        let found = finding(&data, Indicator::PermanentExclusions, &scope);
        assert_eq!((found.intended, found.certainty.words.as_str()), (None, "Likely fall"));
        assert!(!found.paragraph().contains("intend"), "{}", found.paragraph());
    }
}

#[test]
fn schools_that_all_halve_still_leave_room_for_chance() {
    let mut data = pilot(8);
    for school in 0..8 {
        put(&mut data, school, BEFORE, &[(Roll, 200), (Incidents, 10)]);
        put(&mut data, school, AFTER, &[(Roll, 200), (Incidents, 5)]);
    }
    let found = finding(&data, Indicator::Incidents, &Scope::Pilot);
    let change = found.change.expect("a change");
    // 80 and 40: error √(1/80 + 1/40) = 0.193649, t with 7 degrees of freedom 2.364624, so exp(∓0.457908) halves.
    close(change.estimate, 0.5, 1e-15);
    close(Some(change.interval.lower), 0.316_303, 1e-5);
    close(change.interval.upper, 0.790_382, 1e-5);
    assert_eq!(change.method, Method::ClusteredRatio);
    assert_eq!(found.certainty.step, Step::Likely, "a single term is not yet clear");
    assert_eq!(found.headline, "Behaviour incidents fell, probably by a half");
}

#[test]
fn requests_need_every_source_and_coverage_says_what_is_left_out() {
    let mut data = pilot(4);
    let requests = |n| [(Roll, 300), (RequestsSchool, n), (RequestsParent, 1), (RequestsOther, 0)];
    put(&mut data, 0, BEFORE, &requests(5));
    put(&mut data, 0, AFTER, &requests(3));
    put(&mut data, 1, AFTER, &requests(9));
    put(&mut data, 2, BEFORE, &requests(9));
    put(&mut data, 3, BEFORE, &requests(9));
    put(&mut data, 3, AFTER, &[(Roll, 300), (RequestsSchool, 9), (RequestsOther, 0)]);
    let found = finding(&data, Indicator::Requests, &Scope::Pilot);
    assert_eq!((found.before.count, found.after.count), (6.0, 4.0), "only the first school is in both years");
    let coverage = &found.coverage;
    assert_eq!((coverage.returns_expected, coverage.returns_received, coverage.pairs_matched), (4, 3, 1));
    assert_eq!((coverage.schools, coverage.schools_complete, coverage.schools_used), (4, 3, 1));
    assert_eq!(coverage.missing, [urn(2)]);
    let why: Vec<&str> = coverage.dropped.iter().map(|dropped| dropped.why.words()).collect();
    assert_eq!(
        why,
        ["No return for the term it is compared with", "No return for this term", "The return lacks this figure"]
    );
    assert_eq!(found.certainty.reasons, [] as [&str; 0], "cannot tell needs no further reason");
    assert_eq!(coverage.words(), "All returns from 3 of 4 schools; 1 of 4 could be compared with the year before.");
}

#[test]
fn a_cluster_that_does_not_take_part_is_shown_without_intent() {
    let mut data = pilot(2);
    let cluster = Scope::Cluster(ClusterId::from_name("Hillside").expect("a name"));
    for school in 0..2 {
        put(&mut data, school, BEFORE, &[(Roll, 100), (PermanentExclusions, 1)]);
        put(&mut data, school, AFTER, &[(Roll, 100), (PermanentExclusions, 1)]);
    }
    let schools = |data: &PilotData| finding(data, Indicator::PermanentExclusions, &cluster).coverage.schools;
    if let Some(school) = data.schools.get_mut(&urn(0)) {
        school.taking_part = false;
    }
    assert_eq!(schools(&data), 1, "only the school that takes part");
    nobody_takes_part(&mut data);
    assert_eq!(schools(&data), 2, "where none does, all");
}

/// The demonstration's truth is written down, so its findings can be judged against it.
#[test]
fn intervals_hold_the_truth_of_invented_pilots() {
    let judged = [
        (Indicator::Requests, Quantity::Requests),
        (Indicator::PermanentExclusions, Quantity::PermanentExclusions),
        (Indicator::DaysLost, Quantity::DaysLost),
        (Indicator::Incidents, Quantity::Incidents),
    ];
    let (mut held, mut asked, mut rises, mut narrow) = (0, 0, 0, 0);
    for seed in 0..20 {
        let evidence = Evidence::of(&pilot_data(&Options { seed, ..Options::default() }));
        let period = Period::default_of(&evidence);
        for (indicator, quantity) in judged {
            let change = evidence.finding(indicator, &period, &Scope::Pilot).change.expect("a change");
            asked += 1;
            held += usize::from(change.interval.contains(truth_of(quantity).before_and_after()));
            narrow += usize::from(!change.interval.contains(1.5) && !change.interval.contains(0.5));
        }
        let share = evidence.finding(Indicator::SenSupport, &period, &Scope::Pilot);
        rises += usize::from(share.certainty.step == Step::Clear && share.intended == Some(true));
    }
    // 95% intervals hold 76 of 80 on average and, were they right, fewer than 71 one time in a hundred.
    assert!(asked == 80 && held >= 71, "{held} of {asked}");
    assert!(narrow >= 40, "intervals so wide that they hold anything are no answer: {narrow}");
    assert!(rises >= 18, "the rise at SEN Support is large enough to be seen: {rises} of 20");
}

#[test]
fn without_returns_nothing_is_claimed() {
    let evaluation = evaluate(&pilot(3), true);
    assert_eq!(evaluation.period_words, "No terms");
    for finding in evaluation.scopes.iter().flat_map(|scope| &scope.findings) {
        assert_eq!((finding.change, finding.certainty.step), (None, Step::CannotTell));
        assert_eq!(finding.intended, None);
        assert!(finding.headline.starts_with("Not enough returns yet on"), "{}", finding.headline);
    }
    assert_eq!(evaluate(&PilotData::default(), true).scopes, []);
}

/// What a school returned for the two terms: each may be missing, and so may a figure.
type Answers = Vec<[Option<[Option<u32>; 6]>; 2]>;

const ITEMS: [ReturnItem; 6] =
    [SenSupport, RequestsSchool, PermanentExclusions, ReturnItem::SessionsLost, Incidents, RequestsParent];

fn answers() -> impl Strategy<Value = Answers> {
    let figure = prop_oneof![4 => (0u32..40).prop_map(Some), 1 => Just(None), 2 => Just(Some(0))];
    let entry = proptest::option::weighted(0.85, proptest::array::uniform6(figure));
    proptest::collection::vec(proptest::array::uniform2(entry), 1..16)
}

fn answered(answers: &Answers) -> PilotData {
    let mut data = pilot(answers.len() as u32);
    for (school, terms) in answers.iter().enumerate() {
        for (term, entry) in [BEFORE, AFTER].into_iter().zip(terms) {
            let Some(figures) = entry else { continue };
            let mut given = vec![(Roll, 100 + 37 * (school as u32 % 5)), (RequestsOther, 0)];
            given.extend(ITEMS.into_iter().zip(figures).filter_map(|(item, figure)| Some((item, (*figure)?))));
            put(&mut data, school as u32, term, &given);
        }
    }
    data
}

fn all_findings(data: &PilotData) -> Vec<Finding> {
    let evidence = Evidence::of(data);
    let period = Period::new([AFTER]);
    let scopes = evidence.scopes(true);
    scopes
        .iter()
        .flat_map(|scope| Indicator::ALL.map(|indicator| evidence.finding(indicator, &period, scope)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_figure_is_no_number_and_no_claim_goes_beyond_its_interval(answers in answers()) {
        for found in all_findings(&answered(&answers)) {
            for figure in [&found.before, &found.after] {
                prop_assert!(figure.rate.is_none_or(f64::is_finite));
                prop_assert!(figure.interval.is_none_or(|at| at.lower.is_finite() && at.contains(figure.rate.unwrap_or(0.0))));
            }
            prop_assert!(found.headline.split(' ').count() <= 10, "{}", found.headline);
            let text = serde_json::to_string(&found).expect("json");
            prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
            let Some(change) = found.change else {
                prop_assert_eq!(found.certainty.step, Step::CannotTell);
                continue;
            };
            prop_assert!(change.estimate.is_none_or(|value| value.is_finite() && change.interval.contains(value)));
            prop_assert!(change.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
            if matches!(found.certainty.step, Step::Clear | Step::Likely) {
                prop_assert!(!change.interval.contains(change.scale.no_change()), "{}", change.words());
                prop_assert!(change.p.is_none_or(|p| p < 0.05 + 1e-9));
            }
            prop_assert_eq!(found.certainty.step.has_direction(), found.intended.is_some());
        }
    }

    #[test]
    fn the_same_figures_in_both_years_are_no_change(mut answers in answers()) {
        for school in &mut answers {
            school[1] = school[0];
        }
        for found in all_findings(&answered(&answers)) {
            if let Some(change) = found.change {
                prop_assert!(change.estimate.is_none_or(|value| value == change.scale.no_change()));
                prop_assert!(change.interval.contains(change.scale.no_change()));
            }
            prop_assert!(!found.certainty.step.has_direction(), "{}", found.headline);
        }
    }

    #[test]
    fn a_return_without_its_partner_changes_coverage_only(mut answers in answers(), figures in proptest::array::uniform6(0u32..2_000)) {
        answers.push([None, None]);
        let without = all_findings(&answered(&answers));
        let last = answers.len() - 1;
        answers[last] = [None, Some(figures.map(Some))];
        let with = all_findings(&answered(&answers));
        for (one, other) in without.iter().zip(&with) {
            prop_assert_eq!(&one.change, &other.change);
            prop_assert_eq!((one.before, one.after), (other.before, other.after));
            prop_assert!(one.coverage.returns_received <= other.coverage.returns_received);
        }
    }
}

/// A school that logs incidents in another way since the start is not compared across that; the others still are.
#[test]
fn what_is_counted_in_another_way_is_not_compared_across_the_change() {
    let mut data = pilot_data(&Options::default());
    let whole = Evidence::of(&data);
    let period = Period::default_of(&whole);
    let before = whole.finding(Indicator::Incidents, &period, &Scope::Pilot);
    let changed = data.taking_part().next().expect("a school").urn.clone();
    let mark = |school| PilotEvent {
        id: "new-log".parse().expect("an id"),
        date: chrono::NaiveDate::from_ymd_opt(2018, 11, 5).expect("a day"),
        kind: EventKind::Break,
        words: "A new log".to_owned(),
        school,
        cluster: None,
        figures: vec![Indicator::Incidents.key().to_owned()],
    };
    data.events.insert("new-log".parse().expect("an id"), mark(Some(changed.clone())));
    let evidence = Evidence::of(&data);
    let found = evidence.finding(Indicator::Incidents, &period, &Scope::Pilot);
    assert_eq!(found.coverage.schools_used + 1, before.coverage.schools_used);
    assert!(found.after.count < before.after.count && found.change.is_some());
    assert_eq!(evidence.finding(Indicator::Incidents, &period, &Scope::School(changed)).change, None);
    // Another figure of the same school is counted as it was.
    let requests = |evidence: &Evidence| evidence.finding(Indicator::Requests, &period, &Scope::Pilot);
    assert_eq!(requests(&evidence), requests(&whole));
    // Where everybody changed there is nothing left to compare, and that is said.
    data.events.insert("new-log".parse().expect("an id"), mark(None));
    let nothing = Evidence::of(&data).finding(Indicator::Incidents, &period, &Scope::Pilot);
    assert_eq!(nothing.change, None);
    assert!(nothing.paragraph().contains("in another way"), "{}", nothing.paragraph());
}
