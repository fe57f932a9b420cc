//! Charts of scenarios: events avoided year by year, what that hangs on, and where the money goes. Knows nothing of the page.

use super::{Chart, Limit, LimitKind, NumberFormat, Point, Series, XLabel, YAxis};
use crate::eval::numbers::{count, number};
use crate::model::{AcademicYear, Event, capital};
use crate::sim::{Influence, Simulated, Summary};

/// Assumptions that are drawn: those on which most hangs.
const DRAWN: usize = 8;
/// Programmes that have a bar of their own.
const BARS: usize = 8;

/// Events avoided against what each scenario is held against, school year by school year: for one scenario the middle, the middle
/// half and nine in ten of its runs; for several their middles and nine in ten.
pub fn fan_chart(told: &[&Simulated], event: Event, first_year: AcademicYear) -> Chart {
    let years = told.iter().map(|one| years_of(one, event).len()).max().unwrap_or(0);
    let labels = (0..years).map(|year| {
        let year = AcademicYear(first_year.0.saturating_add(year as u16)).to_string();
        XLabel::new(year.clone(), year)
    });
    let words = event.words();
    let largest =
        told.iter().flat_map(|one| years_of(one, event)).map(|year| year.p95.max(-year.p05)).fold(0.0, f64::max);
    let format = if largest < 10.0 { NumberFormat::Rate { decimals: 1 } } else { NumberFormat::Count };
    let chart = Chart::new(format!("{} avoided, year by year", capital(words)), summary_of(told, event))
        .x("School year", labels)
        .y(YAxis::new(format, format!("{words}, avoided"), format!("{words}, avoided")))
        .limit(Limit::new(LimitKind::Mean, "no difference", 0.0));
    let points = |one: &Simulated, of: fn(&Summary) -> Point| years_of(one, event).iter().map(of).collect::<Vec<_>>();
    match told {
        [one] => chart
            .series(
                Series::new("nine in ten", points(one, |year| Point::new(year.p50).between(year.p05, year.p95)))
                    .range(),
            )
            .series(
                Series::new("half of them", points(one, |year| Point::new(year.p50).between(year.p25, year.p75)))
                    .range(),
            )
            .series(Series::new("middle", points(one, |year| Point::new(year.p50))).worked_out()),
        several => several.iter().fold(chart, |chart, one| {
            let own = points(one, |year| Point::new(year.p50).between(year.p05, year.p95));
            chart.series(Series::new(short(&one.scenario), own).worked_out())
        }),
    }
}

fn years_of(told: &Simulated, event: Event) -> Vec<Summary> {
    let of_year = |year: usize| told.differences.get(&format!("avoided {} {year}", event.key())).copied();
    (0..).map_while(of_year).collect()
}

fn summary_of(told: &[&Simulated], event: Event) -> String {
    let key = format!("avoided {}", event.key());
    let of = |one: &&Simulated| {
        let all = one.differences.get(&key)?;
        let against = if one.against.is_empty() { "no programme" } else { one.against.as_str() };
        Some(match all.p05 == 0.0 && all.p95 == 0.0 {
            true => format!("“{}” avoids as many as {against}.", one.scenario),
            false => format!(
                "In all years “{}” avoids {} more than {against} on average, nine times in ten {} to {}.",
                one.scenario,
                amount(all.mean),
                amount(all.p05),
                amount(all.p95)
            ),
        })
    };
    let said: Vec<String> = told.iter().filter_map(of).collect();
    if said.is_empty() { "Nothing has been run yet.".to_owned() } else { said.join(" ") }
}

/// The assumptions that a result hangs on most: its average in the fifth of runs with the lowest draws of each, and in that with the
/// highest. `key` is one of the result's numbers over all years; `name_of` has the words for an assumption.
pub fn tornado_chart(told: &Simulated, key: &str, name_of: &dyn Fn(&str) -> String) -> Chart {
    let found: Vec<&Influence> = told.hangs_on.get(key).into_iter().flatten().take(DRAWN).collect();
    let moves = |one: &&&Influence| one.low != one.high;
    let found: Vec<&Influence> = found.iter().filter(moves).copied().collect();
    let mean = told.differences.get(key).map_or(0.0, |all| all.mean);
    let event = Event::ALL.into_iter().find(|event| key.ends_with(event.key()));
    let (title, axis) = match event {
        Some(event) => {
            let unit = format!("{} avoided", event.words());
            (format!("What avoided {} hang on", event.words()), YAxis::new(NumberFormat::Count, unit.clone(), unit))
        }
        None => ("What the money hangs on".to_owned(), YAxis::new(NumberFormat::Pounds, "", "").from_data()),
    };
    let summary = match found.first() {
        Some(most) => format!(
            "Most hangs on {}. From the lowest to the highest fifth of what may be, the average goes from {} to {}.",
            uncapital(&name_of(&most.assumption)),
            axis.format.write(to_three(most.low)),
            axis.format.write(to_three(most.high))
        ),
        None => "It hangs on no assumption.".to_owned(),
    };
    let low = found.iter().map(|one| Point::new(to_three(one.low)).between(to_three(one.low), to_three(one.high)));
    let high = found.iter().map(|one| Point::new(to_three(one.high)));
    Chart::new(title, summary)
        .x("Assumption", found.iter().map(|one| XLabel::new("", name_of(&one.assumption))))
        .y(axis)
        .series(Series::new("where it is low", low.collect::<Vec<_>>()).dots())
        .series(Series::new("where it is high", high.collect::<Vec<_>>()).dots())
        .limit(Limit::new(LimitKind::Mean, "average", to_three(mean)))
        .in_rows()
}

/// Where the money goes: each programme's average cost over all years, the schools' own time, and all together, each bar from where
/// the one before it ended. In pounds as they are paid, not in present value.
pub fn money_chart(told: &Simulated, name_of: &dyn Fn(&str) -> String) -> Chart {
    let mean = |key: &str| told.levels.get(key).map_or(0.0, |found| found.mean);
    let mut costs: Vec<(String, f64)> = (told.levels.keys())
        .filter_map(|key| key.strip_prefix("cost of ").map(|id| (name_of(id), mean(key))))
        .filter(|(_, pounds)| *pounds > 0.0)
        .collect();
    costs.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    if costs.len() > BARS {
        let rest = costs.split_off(BARS - 1);
        costs.push(("Other programmes".to_owned(), rest.iter().map(|(_, pounds)| pounds).sum()));
    }
    let own_time: f64 =
        (0..).map_while(|year| told.levels.get(&format!("staff_cost {year}"))).map(|year| year.mean).sum();
    if own_time > 0.0 {
        costs.push(("The schools’ own time".to_owned(), own_time));
    }
    let all: f64 = costs.iter().map(|(_, pounds)| pounds).sum();
    let mut so_far = 0.0;
    let mut bars: Vec<(String, f64, f64)> = Vec::new();
    for (name, pounds) in costs {
        bars.push((format!("{name}, {}", pounds_words(pounds)), so_far, so_far + pounds));
        so_far += pounds;
    }
    let summary = match bars.first() {
        Some((largest, _, _)) => format!(
            "“{}” costs {} in all years on average, as it is paid; the largest part is {}.",
            told.scenario,
            pounds_words(all),
            uncapital(largest)
        ),
        None => format!("“{}” costs nothing.", told.scenario),
    };
    if all > 0.0 {
        bars.push((format!("All together, {}", pounds_words(all)), 0.0, all));
    }
    let points =
        bars.iter().map(|(_, from, to)| Point::new(libm::round(*to)).between(libm::round(*from), libm::round(*to)));
    Chart::new("Where the money goes", summary)
        .x("For", bars.iter().map(|(name, _, _)| XLabel::new("", name.clone())))
        .y(YAxis::new(NumberFormat::Pounds, "so far", "so far"))
        .series(Series::new("", points.collect::<Vec<_>>()).bars())
        .in_rows()
}

fn pounds_words(pounds: f64) -> String {
    format!("£{}", count(to_three(pounds)))
}

/// To three digits, as no more is known.
fn to_three(value: f64) -> f64 {
    crate::model::Range::Fixed { value }.rounded().told().0
}

fn amount(value: f64) -> String {
    number(value, if libm::fabs(value) < 10.0 { 1 } else { 0 })
}

/// A scenario's name as it fits beside a line.
fn short(name: &str) -> String {
    const ROOM: usize = 26;
    if name.chars().count() <= ROOM {
        return name.to_owned();
    }
    let cut: String = name.chars().take(ROOM - 1).collect();
    format!("{}…", cut.trim_end())
}

fn uncapital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}
