//! Charts of whether a scenario is worth its cost. Knows nothing of the page.

use super::{Chart, Limit, LimitKind, NumberFormat, Point, Series, XLabel, YAxis};
use crate::model::Event;
use crate::sim::{Benefit, BestPlan, Worthwhile};

/// In how many of a hundred runs the scenario is worth its cost, by what one avoided event is held to be worth: the acceptability
/// curve.
pub fn acceptability_chart(event: Event, found: &Worthwhile) -> Chart {
    let points = || found.acceptable.iter();
    let half = points().find(|(_, share)| *share >= 0.5).map(|(worth, _)| *worth);
    let most = points().map(|(_, share)| *share).fold(0.0, f64::max);
    let summary = match half {
        Some(worth) if worth > 0.0 => format!(
            "It is worth its cost in half of the runs once one avoided event is worth {}.",
            NumberFormat::Pounds.write(worth)
        ),
        Some(_) => "It is worth its cost in half of the runs or more whatever an avoided event is worth.".to_owned(),
        None => format!(
            "However much an avoided event is worth, up to {}, it is worth its cost in at most {} of 100 runs.",
            NumberFormat::Pounds.write(points().map(|(worth, _)| *worth).fold(0.0, f64::max)),
            libm::round(100.0 * most)
        ),
    };
    let labels = points().map(|(worth, _)| {
        let pounds = NumberFormat::Pounds.write(*worth);
        XLabel::new(pounds.clone(), format!("{pounds} for one of the {}", event.words()))
    });
    Chart::new("How often it is worth its cost", summary)
        .x("Worth of one avoided event", labels)
        .y(YAxis::new(NumberFormat::Percent, "of runs", "of runs"))
        .series(Series::new("", points().map(|(_, share)| Point::new(100.0 * share)).collect::<Vec<_>>()).worked_out())
        .limit(Limit::new(LimitKind::Mean, "half of the runs", 50.0))
}

/// The most that can be had for other budgets: the frontier of whole groups.
pub fn frontier_chart(found: &BestPlan) -> Chart {
    let points = &found.reasons.frontier;
    let what = match found.benefit {
        Benefit::Net => found.benefit.words().to_owned(),
        other => format!("{}, avoided", other.words()),
    };
    let format = match found.benefit {
        Benefit::Net => NumberFormat::Pounds,
        _ => NumberFormat::Rate { decimals: 1 },
    };
    let most = points.last().zip(points.first());
    let summary = most.map_or_else(
        || "No budget keeps every floor.".to_owned(),
        |((high, more), (low, less))| {
            format!(
                "{} brings {} at best, {} brings {}; whole groups make steps.",
                NumberFormat::Pounds.write(*low),
                format.write(*less),
                NumberFormat::Pounds.write(*high),
                format.write(*more)
            )
        },
    );
    let labels = points.iter().map(|(budget, _)| {
        let pounds = NumberFormat::Pounds.write(libm::round(*budget));
        XLabel::new(pounds.clone(), pounds)
    });
    Chart::new("The best for other budgets", summary)
        .x("Budget for a year", labels)
        .y(YAxis::new(format, what.clone(), what))
        .series(Series::new("", points.iter().map(|(_, benefit)| Point::new(*benefit)).collect::<Vec<_>>()))
}

/// Single runs: how many events each avoids, and what it costs more: the cost-effectiveness plane.
pub fn plane_chart(event: Event, found: &Worthwhile) -> Chart {
    let mut runs = found.plane.clone();
    runs.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let dearer = runs.iter().filter(|(_, cost)| *cost > 0.0).count();
    let fewer = runs.iter().filter(|(avoided, _)| *avoided > 0.0).count();
    let summary = format!(
        "Of {} runs, {fewer} avoid events and {dearer} cost more than what it is held against; each dot is a run.",
        runs.len()
    );
    let labels = runs.iter().enumerate().map(|(place, _)| XLabel::new("", format!("Run {}", place + 1)));
    Chart::new("Runs by what they avoid and cost", summary)
        .x(format!("{} avoided", event.words()), labels)
        .by_size(runs.iter().map(|(avoided, _)| *avoided))
        .y(YAxis::new(NumberFormat::Pounds, "more", "more"))
        .series(Series::new("", runs.iter().map(|(_, cost)| Point::new(libm::round(*cost))).collect::<Vec<_>>()).dots())
}
