//! The demonstration pilot: that it is what its documentation says, and that its truth can be found again.

use clusterwise::bundle::Bundle;
use clusterwise::demo::{self, DemoError, Options, Quantity, pilot_data, truth_of};
use clusterwise::model::{
    Audience, GoalsId, Participation, Phase, PilotData, Return, ReturnId, ReturnItem, School, ScoresId, SurveyId,
    TermId, Urn,
};
use clusterwise::workspace::schema;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

const NEWEST: (u16, u8) = (2018, 6);

fn newest() -> TermId {
    TermId::new(NEWEST.0, NEWEST.1)
}

fn of_seed(seed: u64) -> PilotData {
    pilot_data(&Options { seed, ..Options::default() })
}

fn figure(entry: &Return, item: ReturnItem) -> f64 {
    f64::from(entry.get(item).unwrap_or_default())
}

#[test]
fn two_clusters_of_six_take_part_with_twenty_and_twenty_four_schools() {
    let data = pilot_data(&Options::default());
    assert_eq!(data.clusters.len(), 6);
    let mut sizes: Vec<usize> = Vec::new();
    for cluster in data.clusters.values() {
        let schools: Vec<_> = data.schools_of(&cluster.id).collect();
        assert!(schools.iter().all(|school| school.taking_part == cluster.takes_part()));
        assert_eq!(cluster.priorities.is_empty(), !cluster.takes_part());
        if cluster.takes_part() {
            assert_eq!(schools.iter().filter(|school| school.phase == Phase::Secondary).count(), 4);
            sizes.push(schools.len());
        }
    }
    sizes.sort();
    assert_eq!(sizes, [20, 24]);
    assert_eq!((data.taking_part().count(), data.schools.len()), (44, 104));
    let standings: BTreeSet<_> = data.clusters.values().map(|cluster| cluster.participation).collect();
    assert_eq!(standings, BTreeSet::from(Participation::ALL));
}

#[test]
fn schools_have_names_and_numbers_of_their_own_that_nobody_else_has() {
    let data = pilot_data(&Options::default());
    let names: BTreeSet<_> = data.schools.values().map(|school| &school.name).collect();
    let numbers: BTreeSet<_> = data.schools.values().filter_map(|school| school.laestab.as_ref()).collect();
    assert_eq!((names.len(), numbers.len()), (104, 104));
    assert!(numbers.iter().all(|number| number.authority() == 990));
    let first: Urn = "900001".parse().expect("a URN");
    assert!(data.schools.keys().all(|urn| *urn >= first));
}

#[test]
fn the_pilot_is_a_sample_and_starts_with_term_2() {
    let data = pilot_data(&Options::default());
    let pilot = data.pilot.as_ref().expect("a pilot");
    assert!(pilot.sample);
    assert_eq!(pilot.dates.out_of_order(), None);
    assert_eq!(pilot.strategies.len(), 2);
    assert_eq!(data.calendar.terms.len(), 18);
    assert_eq!(data.first_term_during(), Some(TermId::new(2018, 2)));
    assert_eq!(data.newest_term_returned(), Some(newest()));
}

#[test]
fn no_return_is_impossible_and_every_unlikely_figure_was_confirmed() {
    for seed in [66, 1, 2, 3] {
        let data = of_seed(seed);
        for entry in data.returns.values() {
            let problems = entry.problems(data.previous_return(&entry.school, entry.term));
            assert_eq!(problems, [], "seed {seed}, {}", entry.id());
            assert!(data.schools.contains_key(&entry.school) && data.calendar.terms.contains_key(&entry.term));
        }
        let confirmed = data.returns.values().filter(|entry| !entry.confirmed.is_empty()).count();
        assert!((10..400).contains(&confirmed), "{confirmed} returns were asked about");
    }
}

#[test]
fn figures_are_missing_only_where_they_would_be() {
    let data = pilot_data(&Options::default());
    for entry in data.returns.values().filter(|entry| entry.submitted()) {
        let inside = data.schools.get(&entry.school).is_some_and(|school| school.taking_part);
        let told = inside && entry.term >= TermId::new(2018, 1);
        let expected = if told { Vec::new() } else { vec![ReturnItem::PaperworkMinutes] };
        assert_eq!(entry.missing(), expected, "{}", entry.id());
    }
}

#[test]
fn six_named_schools_have_not_returned_the_newest_term_and_one_has_begun() {
    for seed in [66, 5] {
        let data = of_seed(seed);
        let late: Vec<_> = data.not_returned(newest(), None).map(|school| school.name.as_str()).collect();
        assert_eq!(late, LATE_SCHOOLS, "whatever the seed");
        let drafts: Vec<_> = data.returns.values().filter(|entry| !entry.submitted()).collect();
        let [draft] = drafts.as_slice() else { panic!("{} drafts", drafts.len()) };
        assert_eq!((draft.term, &data.schools[&draft.school].name), (newest(), &LATE_SCHOOLS[0].to_owned()));
        assert_eq!((draft.missing().len(), draft.roll.is_some()), (9, true));
    }
}

const LATE_SCHOOLS: [&str; 6] = [
    "Chestnut View Primary School",
    "Kestrel Park Community School",
    "Foxglove Road Church of England Primary School",
    "Maple Heath Primary School",
    "Linnet Bridge Primary School",
    "Curlew Road Primary School",
];

#[test]
fn about_four_in_a_hundred_returns_of_past_terms_never_came_and_seven_outside_the_pilot() {
    let (mut inside, mut outside) = ((0, 0), (0, 0));
    for seed in 0..10 {
        let data = of_seed(seed);
        for school in data.schools.values() {
            let share = if school.taking_part { &mut inside } else { &mut outside };
            let past = data.calendar.terms.keys().filter(|term| **term < newest());
            for term in past {
                share.0 += usize::from(data.return_of(&school.urn, *term).is_none());
                share.1 += 1;
            }
        }
    }
    let share = |(missing, all): (usize, usize)| missing as f64 / all as f64;
    assert!((share(inside) - 0.04).abs() < 0.01, "{}", share(inside));
    assert!((share(outside) - 0.07).abs() < 0.01, "{}", share(outside));
}

#[test]
fn the_same_seed_gives_the_same_figures_and_another_seed_others() {
    let usual = pilot_data(&Options::default());
    assert_eq!(usual, pilot_data(&Options::default()));
    assert_ne!(usual.returns, of_seed(2020).returns);
    // How many pupils go on to which school follows the rolls, which differ.
    let on_the_map = |data: &PilotData| -> Vec<School> {
        data.schools.values().map(|school| School { feeds: Vec::new(), ..school.clone() }).collect()
    };
    assert_eq!(on_the_map(&usual), on_the_map(&of_seed(2020)), "the map does not change");
}

/// Fingerprint of the usual demonstration's bytes. It changes only if the demonstration is meant to.
const USUAL_BYTES: &str = "53ae9046b25f8301b2f4bc74bc23846637b3fd25cdaa8a632e2d18a47d90f1db";

#[test]
fn the_usual_demonstration_has_these_bytes() -> Result<(), DemoError> {
    let bytes = demo::document(&Options::default())?.to_canonical_json();
    assert_eq!(fingerprint(&bytes), USUAL_BYTES, "{} bytes", bytes.len());
    let other = demo::document(&Options { seed: 2020, ..Options::default() })?;
    assert_ne!(fingerprint(&other.to_canonical_json()), USUAL_BYTES);
    Ok(())
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_document_reads_back_as_the_pilot_it_was_made_from() -> Result<(), DemoError> {
    let (read, unreadable) = schema::read_document(&demo::document(&Options::default())?);
    assert_eq!(unreadable, []);
    assert_eq!(read, pilot_data(&Options::default()));
    Ok(())
}

#[test]
fn each_school_wrote_its_own_returns_when_they_were_due() -> Result<(), DemoError> {
    let document = demo::document(&Options::default())?;
    let data = pilot_data(&Options::default());
    for (table, id, record) in document.all_records() {
        let stamp = record.since();
        assert!(record.fields().all(|(_, field)| field.stamp() == Some(stamp)), "{table} {id} was written at once");
        let named = |school: Urn, term: TermId| ReturnId { school, term };
        let entry = match table {
            schema::RETURN => id.parse().expect("a return's name"),
            schema::SURVEY => id.parse().map(|id: SurveyId| named(id.school, id.term)).expect("a survey's name"),
            schema::SCORES => id.parse().map(|id: ScoresId| named(id.school, id.term)).expect("a group's name"),
            schema::GOALS => id.parse().map(|id: GoalsId| named(id.school, id.term)).expect("a group's name"),
            _ => {
                assert_eq!(stamp.device.as_str(), demo::COUNCIL_DEVICE);
                continue;
            }
        };
        assert_eq!(stamp.device.as_str(), format!("school-{}", entry.school));
        let term = &data.calendar.terms[&entry.term];
        let day = chrono::DateTime::from_timestamp_millis(stamp.ms as i64).expect("a moment").date_naive();
        assert!(day <= term.due && day > term.starts, "{id} on {day}");
    }
    Ok(())
}

#[test]
fn a_school_never_writes_two_returns_at_one_moment() -> Result<(), DemoError> {
    let document = demo::document(&Options::default())?;
    let mut moments = BTreeSet::new();
    for (_, record) in document.records(schema::RETURN) {
        assert!(moments.insert(record.since().to_string()), "{}", record.since());
    }
    Ok(())
}

#[test]
fn options_out_of_range_make_no_document() {
    let none = Options { schools: 0, ..Options::default() };
    assert_eq!(demo::document(&none).err(), Some(DemoError::Schools(0)));
}

fn clusterwise(arguments: &[&str]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_clusterwise")).args(arguments).output().expect("the command line")
}

#[test]
fn the_command_line_prints_the_same_file_that_the_app_would_write() -> Result<(), DemoError> {
    let printed = clusterwise(&["demo", "--seed", "7", "--schools=30", "--pupils", "9000"]);
    let options = Options { seed: 7, schools: 30, pupils: Some(9_000), ..Options::default() };
    assert!(printed.status.success());
    assert_eq!(printed.stdout, Bundle::backup(&demo::document(&options)?).encode());
    Ok(())
}

#[test]
fn the_command_line_says_what_is_wrong_with_an_option() {
    for (arguments, words) in
        [(["--schools", "3"], "up to 20000 schools, not 3"), (["--seed", "x"], "x"), (["--colour", "red"], "--colour")]
    {
        let refused = clusterwise(&[&["demo"], arguments.as_slice()].concat());
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0), "{arguments:?}");
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_larger_map_leaves_the_ways_of_its_schools_distinct() {
    let data = pilot_data(&Options { seed: 3, clusters: 30, schools: 2_500, pupils: None, effects: true });
    assert_eq!((data.clusters.len(), data.schools.len()), (30, 2_500));
    let names: BTreeSet<_> = data.schools.values().map(|school| &school.name).collect();
    let numbers: BTreeSet<_> = data.schools.values().filter_map(|school| school.laestab.as_ref()).collect();
    assert_eq!((names.len(), numbers.len()), (2_500, 2_500));
    assert_eq!(data.clusters.values().filter(|cluster| cluster.takes_part()).count(), 10);
}

#[test]
fn schools_are_scaled_to_the_pupils_asked_for() {
    for pupils in [6_000, 60_000, 200_000] {
        let data = pilot_data(&Options { pupils: Some(pupils), ..Options::default() });
        let first = TermId::new(2016, 1);
        let rolls: Vec<f64> = data
            .returns
            .values()
            .filter(|entry| entry.term == first)
            .map(|entry| figure(entry, ReturnItem::Roll))
            .collect();
        let found = rolls.iter().sum::<f64>() / rolls.len() as f64 * 104.0;
        assert!((found / pupils as f64 - 1.0).abs() < 0.15, "{found} instead of {pupils}");
    }
}

/// Sums over Terms 2 to 6, by whether the school takes part and by year. A term of a school counts only if it was
/// returned in all three years, and a school taking part only if it has returned the newest term, in which the pilot
/// does most.
#[derive(Default, Clone)]
struct Sums(BTreeMap<(bool, u16, &'static str), f64>);

impl Sums {
    fn of(data: &PilotData) -> Self {
        let mut sums = Self::default();
        let late: BTreeSet<_> = data.not_returned(newest(), None).map(|school| &school.urn).collect();
        let returned = |entry: &Return, year| {
            let term = TermId::new(year, entry.term.number);
            data.return_of(&entry.school, term).is_some_and(Return::submitted)
        };
        let matched = |entry: &&Return| {
            let complete = (2016..=2018).all(|year| returned(entry, year));
            entry.term.number >= 2 && complete && !late.contains(&entry.school)
        };
        for entry in data.returns.values().filter(matched) {
            let inside = data.schools.get(&entry.school).is_some_and(|school| school.taking_part);
            for item in ReturnItem::ALL {
                *sums.0.entry((inside, entry.term.year.0, item.field())).or_default() += figure(entry, item);
            }
        }
        sums
    }

    fn add(&mut self, other: &Self, sign: f64) {
        for (key, value) in &other.0 {
            *self.0.entry(*key).or_default() += sign * value;
        }
    }

    fn rate(&self, inside: bool, year: u16, top: &[ReturnItem], base: ReturnItem) -> f64 {
        let sum = |item: &ReturnItem| self.0.get(&(inside, year, item.field())).copied().unwrap_or_default();
        top.iter().map(sum).sum::<f64>() / sum(&base)
    }

    /// The change over a year of schools inside or outside the pilot.
    fn change(&self, inside: bool, years: (u16, u16), top: &[ReturnItem], base: ReturnItem) -> f64 {
        self.rate(inside, years.1, top, base) / self.rate(inside, years.0, top, base)
    }
}

/// Log of a statistic over all seeds, with its standard error by leaving out one seed at a time.
fn log_with_error(seeds: &[Sums], statistic: impl Fn(&Sums) -> f64) -> (f64, f64) {
    let mut all = Sums::default();
    seeds.iter().for_each(|sums| all.add(sums, 1.0));
    let without: Vec<f64> = seeds
        .iter()
        .map(|sums| {
            let mut rest = all.clone();
            rest.add(sums, -1.0);
            libm::log(statistic(&rest))
        })
        .collect();
    let n = without.len() as f64;
    let mean = without.iter().sum::<f64>() / n;
    let squares: f64 = without.iter().map(|x| (x - mean) * (x - mean)).sum();
    (libm::log(statistic(&all)), libm::sqrt(squares * (n - 1.0) / n))
}

#[test]
fn over_many_seeds_the_truth_is_found_again() {
    use ReturnItem::*;
    let seeds: Vec<Sums> = (0..SEEDS).map(|seed| Sums::of(&of_seed(seed))).collect();
    let questions: [(Quantity, &[ReturnItem], ReturnItem, f64); 11] = [
        (Quantity::SenSupport, &[SenSupport], Roll, 0.002),
        (Quantity::EhcPlans, &[EhcPlans], Roll, 0.003),
        (Quantity::RequestsSchool, &[RequestsSchool], Roll, 0.02),
        (Quantity::RequestsParent, &[RequestsParent], Roll, 0.026),
        (Quantity::RequestsOther, &[RequestsOther], Roll, 0.045),
        (Quantity::Requests, &[RequestsSchool, RequestsParent, RequestsOther], Roll, 0.016),
        (Quantity::PermanentExclusions, &[PermanentExclusions], Roll, 0.05),
        (Quantity::Suspensions, &[Suspensions], Roll, 0.015),
        (Quantity::SuspensionLength, &[SessionsLost], Suspensions, 0.01),
        (Quantity::DaysLost, &[SessionsLost], Roll, 0.015),
        (Quantity::Incidents, &[Incidents], Roll, 0.01),
    ];
    for (quantity, top, base, precise) in questions {
        let truth = truth_of(quantity);
        let near = |name: &str, found: (f64, f64), right: f64, precise: f64| {
            assert!(found.1 < precise, "{quantity:?}, {name}: an error of {} shows nothing", found.1);
            let off = (found.0 - libm::log(right)) / found.1;
            assert!(off.abs() < 4.0, "{quantity:?}, {name}: {} instead of {right}, {off} errors", libm::exp(found.0));
        };
        let change = |inside, years| log_with_error(&seeds, |sums| sums.change(inside, years, top, base));
        near("trend outside", change(false, (2017, 2018)), truth.trend_a_year, precise);
        near("trend before", change(true, (2016, 2017)), truth.trend_a_year, precise);
        near("before and after", change(true, (2017, 2018)), truth.before_and_after(), precise);
        let against =
            |sums: &Sums| sums.change(true, (2017, 2018), top, base) / sums.change(false, (2017, 2018), top, base);
        near("effect", log_with_error(&seeds, against), truth.over_first_year(), 1.6 * precise);
    }
}

const SEEDS: u64 = 120;

#[test]
fn the_usual_course_of_events_is_near_the_truth() {
    use ReturnItem::*;
    let sums = Sums::of(&pilot_data(&Options::default()));
    let questions: [(Quantity, &[ReturnItem], f64); 5] = [
        (Quantity::SenSupport, &[SenSupport], 0.01),
        (Quantity::Requests, &[RequestsSchool, RequestsParent, RequestsOther], 0.13),
        (Quantity::PermanentExclusions, &[PermanentExclusions], 0.5),
        (Quantity::DaysLost, &[SessionsLost], 0.13),
        (Quantity::Incidents, &[Incidents], 0.065),
    ];
    for (quantity, top, usual_error) in questions {
        let change = |inside| sums.change(inside, (2017, 2018), top, Roll);
        let off = libm::log(change(true) / change(false) / truth_of(quantity).over_first_year());
        assert!(off.abs() < usual_error, "{quantity:?} is {off} from its truth");
    }
}

#[test]
fn figures_have_realistic_sizes() {
    let mut years: Vec<BTreeMap<&str, f64>> = Vec::new();
    for seed in 0..20 {
        let data = of_seed(seed);
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for entry in data.returns.values().filter(|entry| entry.term.year.0 == 2017) {
            if data.schools[&entry.school].taking_part {
                ReturnItem::ALL.iter().for_each(|item| *sums.entry(item.field()).or_default() += figure(entry, *item));
            }
        }
        years.push(sums);
    }
    let mean = |field: &str| years.iter().map(|sums| sums[field]).sum::<f64>() / years.len() as f64;
    let pupils = mean("roll") / 6.0;
    let within = |name: &str, value: f64, low: f64, high: f64| {
        assert!((low..high).contains(&value), "{name}: {value}");
    };
    within("pupils", pupils, 14_000.0, 22_000.0);
    within("SEN Support, % of pupils", 100.0 * mean("sen_support") / mean("roll"), 11.0, 15.0);
    within("EHC plans, % of pupils", 100.0 * mean("ehc_plans") / mean("roll"), 2.0, 4.0);
    let requests = mean("requests_school") + mean("requests_parent") + mean("requests_other");
    within("requests per 1,000 pupils a year", 1_000.0 * requests / pupils, 6.0, 9.5);
    within("decided of made", (mean("requests_agreed") + mean("requests_refused")) / requests, 0.93, 1.03);
    within("permanent exclusions a year", mean("permanent_exclusions"), 9.0, 16.0);
    within("suspensions per 100 pupils a year", 100.0 * mean("suspensions") / pupils, 4.0, 8.0);
    within("days of one suspension", mean("sessions_lost") / 2.0 / mean("suspensions"), 1.8, 2.2);
    within("incidents per 100 pupils a term", 100.0 * mean("incidents") / mean("roll"), 8.0, 20.0);
}

#[test]
fn suspensions_of_a_school_vary_more_than_by_chance() {
    let data = pilot_data(&Options::default());
    let (mut chi, mut free) = (0.0, 0.0);
    for school in data.schools.values().filter(|school| school.phase == Phase::Secondary) {
        let of_school = data.returns.values().filter(|entry| entry.school == school.urn && entry.submitted());
        let counts: Vec<f64> = of_school.map(|entry| figure(entry, ReturnItem::Suspensions)).collect();
        let mean = counts.iter().sum::<f64>() / counts.len() as f64;
        chi += counts.iter().map(|count| (count - mean) * (count - mean) / mean).sum::<f64>();
        free += counts.len() as f64 - 1.0;
    }
    assert!(chi / free > 1.5, "dispersion {}", chi / free);
}

#[test]
fn most_permanent_exclusions_are_from_secondaries() {
    let (mut secondary, mut all) = (0.0, 0.0);
    for seed in 0..5 {
        let data = of_seed(seed);
        for entry in data.returns.values() {
            let count = figure(entry, ReturnItem::PermanentExclusions);
            all += count;
            secondary += if data.schools[&entry.school].phase == Phase::Secondary { count } else { 0.0 };
        }
    }
    assert!(secondary / all > 0.7, "{}", secondary / all);
}

#[test]
fn surveys_scores_and_counts_contradict_nothing_and_are_of_schools_taking_part() {
    let data = of_seed(11);
    for survey in data.surveys.values() {
        assert_eq!(survey.contradictions(), Vec::<String>::new(), "{}", survey.id());
        assert!(data.schools[&survey.school].taking_part);
    }
    assert!(Audience::ALL.iter().all(|audience| data.surveys.keys().any(|id| id.audience == *audience)));
    assert!(data.scores.values().all(|group| group.contradictions().is_empty()));
    assert!(data.scores.keys().any(|id| id.comparison) && data.scores.keys().any(|id| !id.comparison));
    assert!(data.censuses.values().all(|census| census.contradictions().is_empty()));
    let outside = data.censuses.keys().filter(|id| !data.schools[&id.school].taking_part).count();
    assert!(outside > 100 && data.censuses.len() - outside > 80, "{outside} of {}", data.censuses.len());
}

#[test]
fn without_effects_nothing_differs_but_what_the_pilot_brought() {
    let with = of_seed(5);
    let without = pilot_data(&Options { seed: 5, effects: false, ..Options::default() });
    let before = |data: &PilotData| -> BTreeMap<_, _> {
        let first = data.first_term_during().expect("a start");
        data.returns.iter().filter(|(id, _)| id.term < first).map(|(id, entry)| (id.clone(), entry.clone())).collect()
    };
    assert_eq!(before(&with), before(&without), "before the start");
    let outside = |data: &PilotData| -> Vec<Return> {
        data.returns.values().filter(|entry| !data.schools[&entry.school].taking_part).cloned().collect()
    };
    assert_eq!(outside(&with), outside(&without), "outside the pilot");
    assert_ne!(with.returns, without.returns);
}
