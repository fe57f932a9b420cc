//! Do the intervals hold what they promise? Two hundred demonstrations whose truth is known are evaluated, and two hundred
//! with the same course of events in which nothing has an effect. The report is recorded in `tests/golden/coverage.md`:
//! rebuild it with `CLUSTERWISE_WRITE_GOLDEN=1 cargo test --no-default-features --test coverage`.

use clusterwise::demo::{Options, Quantity, VOICES, pilot_data, truth_of};
use clusterwise::eval::{Against, Evidence, Indicator, Part, Period, Scope, Step, measure_findings};
use clusterwise::model::{Direction, PilotData};
use std::collections::BTreeMap;
use std::fmt::Write;

const SEEDS: u64 = 200;
const RECORDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/coverage.md");

/// What happened to one figure over the seeds.
#[derive(Default, Clone, Copy)]
struct Tally {
    /// Seeds that had the figure, and those whose 95% interval held the truth.
    asked: u32,
    held: u32,
    /// Where nothing has an effect: seeds, and those in which a clear improvement was said.
    null: u32,
    said: u32,
}

type Tallies = BTreeMap<String, Tally>;

const FIGURES: [(Indicator, Quantity); 5] = [
    (Indicator::SenSupport, Quantity::SenSupport),
    (Indicator::Requests, Quantity::Requests),
    (Indicator::PermanentExclusions, Quantity::PermanentExclusions),
    (Indicator::DaysLost, Quantity::DaysLost),
    (Indicator::Incidents, Quantity::Incidents),
];

fn holds(lower: Option<f64>, upper: Option<f64>, truth: f64) -> bool {
    lower.is_some_and(|lower| lower <= truth) && upper.is_none_or(|upper| truth <= upper)
}

/// The truth of a change: of the pilot alone, or of the pilot and the common trend.
fn truth(
    indicator: Indicator,
    quantity: Quantity,
    against: Against,
    evidence: &Evidence,
    period: &Period,
    effects: bool,
) -> f64 {
    let effect = truth_of(quantity);
    let (alone, both) = match effects {
        true => (effect.over_first_year(), effect.before_and_after()),
        false => (1.0, effect.trend_a_year),
    };
    if indicator != Indicator::SenSupport {
        return if against == Against::Itself { both } else { alone };
    }
    // A share changes in points: from where each group was, at the newest term, when the effect is whole.
    let before = |scope| evidence.finding(indicator, period, &scope).before.rate.expect("a rate");
    let full = if effects { effect.ratio } else { 1.0 };
    let own = before(Scope::Pilot) * (full * effect.trend_a_year - 1.0);
    if against == Against::Itself { own } else { own - before(Scope::NotTakingPart) * (effect.trend_a_year - 1.0) }
}

fn of_returns(evidence: &Evidence, period: &Period, effects: bool, tallies: &mut Tallies) {
    for (indicator, quantity) in FIGURES {
        for row in evidence.comparisons(indicator, period, &Scope::Pilot).rows {
            if !matches!(row.against, Against::Itself | Against::OtherSchools) {
                continue;
            }
            let name = if row.against == Against::Itself { "before and after" } else { "against other schools" };
            let tally = tallies.entry(format!("{} | {name}", indicator.title())).or_default();
            let right = truth(indicator, quantity, row.against, evidence, period, effects);
            if effects {
                tally.asked += 1;
                tally.held += u32::from(holds(row.lower, row.upper, right));
            } else if row.against == Against::OtherSchools {
                let nothing = row.scale.no_change();
                let better = match indicator.direction() {
                    Direction::Rise => row.lower.is_some_and(|lower| lower > nothing),
                    Direction::Fall => row.upper.is_some_and(|upper| upper < nothing),
                };
                tally.null += 1;
                tally.said += u32::from(better);
            }
        }
    }
}

fn of_people(data: &PilotData, evidence: &Evidence, period: &Period, effects: bool, tallies: &mut Tallies) {
    let findings = measure_findings(data, evidence, period, &Scope::Pilot);
    for finding in findings.iter().filter(|finding| (6..=9).contains(&finding.measure) && !effects) {
        let tally = tallies.entry(format!("Measure {}, {}: called clear", finding.measure, finding.title)).or_default();
        tally.null += 1;
        tally.said += u32::from(finding.certainty == Step::Clear && finding.intended == Some(true));
    }
    let parts: Vec<&Part> = findings.iter().flat_map(|finding| &finding.parts).collect();
    let net = 100.0 * (VOICES.promoters - VOICES.detractors);
    let beyond = |gain: f64| (gain - VOICES.usual_gain) / 15.0;
    // With effects the truth as it was drawn; without, replies are split in half and nobody gains more than usual.
    for (label, with, without) in [
        ("effective in our school", 100.0 * VOICES.effective, 50.0),
        ("arrangements are manageable", 100.0 * VOICES.manageable, 50.0),
        ("recommend the approach", net, 0.0),
        ("Pupils: “I have valued", 100.0 * VOICES.valued, 50.0),
        ("Parents and carers: “The support", 100.0 * VOICES.impact, 50.0),
        ("Speech and language groups", beyond(VOICES.speech_gain), 0.0),
        ("Literacy groups", beyond(VOICES.literacy_gain), 0.0),
        ("Numeracy groups", beyond(VOICES.numeracy_gain), 0.0),
    ] {
        let part = parts.iter().find(|part| part.label.contains(label)).unwrap_or_else(|| panic!("{label}"));
        let tally = tallies.entry(part.label.clone()).or_default();
        if effects {
            tally.asked += 1;
            tally.held += u32::from(holds(part.lower, part.upper, with));
        } else {
            tally.asked += 1;
            tally.held += u32::from(holds(part.lower, part.upper, without));
            tally.null += 1;
            tally.said += u32::from(part.certainty == Step::Clear && part.intended == Some(true));
        }
    }
}

fn study(seeds: std::ops::Range<u64>) -> Tallies {
    let mut tallies = Tallies::new();
    for (seed, effects) in seeds.flat_map(|seed| [(seed, true), (seed, false)]) {
        let data = pilot_data(&Options { seed, effects, ..Options::default() });
        let evidence = Evidence::of(&data);
        let period = Period::default_of(&evidence);
        of_returns(&evidence, &period, effects, &mut tallies);
        of_people(&data, &evidence, &period, effects, &mut tallies);
    }
    tallies
}

fn whole_study() -> Tallies {
    let half = SEEDS / 2;
    let (mut one, two) = std::thread::scope(|scope| {
        let first = scope.spawn(move || study(0..half));
        let second = study(half..SEEDS);
        (first.join().expect("a study"), second)
    });
    for (name, tally) in two {
        let sum = one.entry(name).or_default();
        sum.asked += tally.asked;
        sum.held += tally.held;
        sum.null += tally.null;
        sum.said += tally.said;
    }
    one
}

fn report(tallies: &Tallies) -> String {
    let mut text = String::from(
        "# Do the intervals hold the truth?\n\nTwo hundred demonstrations (seeds 0 to 199) with effects and two hundred without. \
         “Held” is how often the 95% interval held the truth that the demonstration was made with; “said” how often, without \
         effects, an improvement was called: for returns a 95% interval against other schools that leaves out no change on the \
         wanted side, for replies and scores the step “clear”. Rebuilt and compared by `tests/coverage.rs`.\n\n\
         | figure | held | of | % | said | of | % |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (name, tally) in tallies {
        let percent = |part: u32, all: u32| {
            if all == 0 { "–".to_owned() } else { format!("{:.1}", 100.0 * f64::from(part) / f64::from(all)) }
        };
        let name = name.replace(" | ", ", ");
        let (held, said) = (percent(tally.held, tally.asked), percent(tally.said, tally.null));
        writeln!(
            text,
            "| {name} | {} | {} | {held} | {} | {} | {said} |",
            tally.held, tally.asked, tally.said, tally.null
        )
        .expect("a line");
    }
    text
}

#[test]
fn intervals_hold_the_truth_and_nothing_is_called_clear_that_is_not() {
    let tallies = whole_study();
    let text = report(&tallies);
    println!("{text}");
    for (name, tally) in &tallies {
        let share = f64::from(tally.held) / f64::from(tally.asked);
        assert!(tally.asked == 0 || (0.92..=0.98).contains(&share), "{name}: held in {share}");
        assert!(
            f64::from(tally.said) <= 0.05 * f64::from(tally.null.max(1)),
            "{name}: said {} of {}",
            tally.said,
            tally.null
        );
    }
    if std::env::var_os("CLUSTERWISE_WRITE_GOLDEN").is_some() {
        std::fs::write(RECORDED, &text).expect("written");
    }
    assert_eq!(
        std::fs::read_to_string(RECORDED).expect("a recorded report"),
        text,
        "the report is recorded anew with CLUSTERWISE_WRITE_GOLDEN=1"
    );
}
