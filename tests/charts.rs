//! Pictures of charts, kept as files, and what must hold for every chart at every width.
//!
//! `CLUSTERWISE_WRITE_GOLDEN=1 cargo test --no-default-features --test charts` writes the files anew: look at them.

use std::path::PathBuf;
use std::sync::OnceLock;

use clusterwise::chart::{
    Cell, Chart, Layout, Lie, Limit, LimitKind, Look, NO_FIGURES, NumberFormat, PixelBox, Point, SansWidths, Series,
    SeriesMarks, Theme, VerticalMark, XLabel, YAxis, acceptability_chart, between_events_chart, breakdown_chart,
    calculation_chart, comparisons_chart, fan_chart, forest_chart, frontier_chart, funnel_chart, measure_by_year_chart,
    money_chart, one_school_chart, outcome_chart, paperwork_chart, plane_chart, readout, svg, table, tornado_chart,
};
use clusterwise::demo::{Options, PLAN, pilot_data};
use clusterwise::eval::calculators::Calculator;
use clusterwise::eval::{
    AreaPoint, AreaRate, AreaSource, Calculation, Evidence, Indicator, Period, Published, PublishedOutcome,
    SafeFigures, Scope, breakdowns, effects_by_school, process_findings,
};
use clusterwise::model::{AcademicYear, ByEvent, Event, Phase, Scenario};
use clusterwise::sim::{Benefit, BudgetAsked, Comparing, Comparison, OneSchool, Searching, Simulated};

/// Six terms a year, from 2017/18.
fn terms(count: usize) -> Vec<XLabel> {
    let term = |index: usize| {
        let (year, term) = (17 + index / 6, index % 6 + 1);
        let year = format!("20{year}/{}", year + 1);
        XLabel::new(term.to_string(), format!("Term {term} {year}")).within(year)
    };
    (0..count).map(term).collect()
}

fn days_lost(values: &[f64]) -> Series {
    Series::new("Fernleigh", values.iter().map(|&value| Point::new(value)))
}

fn days_axis() -> YAxis {
    YAxis::new(NumberFormat::Count, "day lost", "days lost")
}

const EIGHTEEN: [f64; 18] =
    [41.0, 47.0, 38.0, 52.0, 44.0, 35.0, 43.0, 55.0, 40.0, 49.0, 46.0, 37.0, 36.0, 39.0, 28.0, 33.0, 30.0, 22.0];

fn pilot_start() -> Chart {
    Chart::new("Days lost fell after the pilot began", "Days lost fell from about 44 a term to about 31.")
        .x("Term", terms(18))
        .y(days_axis())
        .series(days_lost(&EIGHTEEN))
        .limit(Limit::new(LimitKind::Mean, "average", 43.9).over(0, 11))
        .limit(Limit::new(LimitKind::Lower, "lower limit", 24.0))
        .limit(Limit::new(LimitKind::Upper, "upper limit", 64.0))
        .mark(VerticalMark::event(12, "Pilot starts"))
}

fn counts_with_intervals() -> Chart {
    let points = [61.0, 58.0, 66.0, 52.0, 1_204.0, 990.0].map(|count: f64| {
        let spread = 2.0 * count.sqrt();
        Point::new(count).between(count - spread, count + spread)
    });
    Chart::new("Requests rose sharply", "Requests rose from 61 to 990 a year.")
        .x(
            "School year",
            (0..6).map(|y| XLabel::new(format!("{}/{}", 14 + y, 15 + y), format!("20{}/{}", 14 + y, 15 + y))),
        )
        .y(YAxis::new(NumberFormat::Count, "request", "requests"))
        .series(Series::new("All schools", points))
}

fn missing_terms() -> Chart {
    let points = [Some(12.0), None, Some(9.0), Some(11.0), None, None, Some(14.0), Some(8.0), Some(7.0)];
    let worked_out = (0..9).map(|term| Point::new(12.0 - 0.4 * f64::from(term)).between(9.0, 15.0));
    Chart::new("Exclusions: three terms are missing", "Too few terms to tell.")
        .x("Term", terms(9))
        .y(YAxis::new(NumberFormat::Count, "exclusion", "exclusions"))
        .series(Series::new("Counted", points.map(Point::from)))
        .series(Series::new("Had nothing changed", worked_out).worked_out())
        .mark(VerticalMark::break_before(7, "Counted anew"))
        .mark(VerticalMark::event(6, "Pilot starts"))
}

fn zero_only() -> Chart {
    Chart::new("No permanent exclusions", "None in six terms.")
        .x("Term", terms(6))
        .y(YAxis::new(NumberFormat::Count, "exclusion", "exclusions"))
        .series(days_lost(&[0.0; 6]))
}

fn one_point() -> Chart {
    Chart::new("One term so far", "34 days lost in the first term.")
        .x("Term", terms(1))
        .y(days_axis())
        .series(Series::new("Fernleigh", [Point::new(34.0).between(24.0, 47.0)]))
}

fn four_series() -> Chart {
    let line = |name: &str, start: f64, slope: f64| {
        Series::new(name, (0..12).map(|term| Point::new(start + slope * f64::from(term) + f64::from(term % 3))))
    };
    Chart::new("Fernleigh and Harbour changed most", "Two of four clusters changed.")
        .x("Term", terms(12))
        .y(YAxis::new(NumberFormat::Rate { decimals: 1 }, "per 1,000 pupils", "per 1,000 pupils"))
        .series(line("Fernleigh", 40.0, -1.5))
        .series(line("Harbour", 39.0, -1.4))
        .series(line("Moor", 22.0, 0.1))
        .series(line("Valley", 21.0, 0.2))
}

fn percent() -> Chart {
    Chart::new("SEN Support rose, as intended", "SEN Support rose from 13.1% to 13.9% of pupils.")
        .x("Term", terms(6))
        .y(YAxis::new(NumberFormat::Percent, "of pupils", "of pupils").from_data())
        .series(days_lost(&[13.1, 13.0, 13.3, 13.6, 13.5, 13.9]))
}

fn empty() -> Chart {
    Chart::new("Nothing yet", "No school has returned.").x("Term", terms(3)).y(days_axis())
}

/// Made once: some of them take a while.
fn all() -> Vec<(&'static str, Chart)> {
    static ALL: OnceLock<Vec<(&'static str, Chart)>> = OnceLock::new();
    ALL.get_or_init(every).clone()
}

fn every() -> Vec<(&'static str, Chart)> {
    vec![
        ("pilot-start", pilot_start()),
        ("counts-with-intervals", counts_with_intervals()),
        ("missing-terms", missing_terms()),
        ("zero-only", zero_only()),
        ("one-point", one_point()),
        ("four-series", four_series()),
        ("percent", percent()),
        ("empty", empty()),
        ("effects-pooled", of_example("pool")),
        ("usual-range", of_example("xmr")),
        ("funnel", of_example("funnel")),
        ("expected-without", of_example("interrupted_series")),
        ("areas", of_example("placebo_rank")),
        ("compared", compared()),
        ("between-events", between_events()),
        ("schools-by-size", schools_by_size()),
        ("by-year-group", by_year_group()),
        ("schools-together", schools_together()),
        ("published-outcome", published_outcome()),
        ("paperwork", paperwork()),
        ("years-for-hidden-terms", years_for_hidden_terms()),
        ("scenario-fan", scenario_fan(&["Cut 10%"])),
        ("scenarios-beside", scenario_fan(&["Cut 10%", "Roll out in two waves", "Stop after 2019/20"])),
        ("scenario-hangs-on", hangs_on("avoided requests")),
        ("scenario-money-hangs-on", hangs_on("net fiscal")),
        ("scenario-money", money("Roll out in two waves")),
        ("scenario-nothing", money("Nothing planned")),
        ("one-school", one_school()),
        ("scenario-worth-it", worth(true)),
        ("scenario-plane", worth(false)),
        ("best-for-other-budgets", frontier()),
    ]
}

/// A scenario of the demonstration, or none of its programmes.
fn scenario(name: &str) -> Scenario {
    let data = pilot_data(&Options::default());
    let of =
        |name: &str| data.scenarios.values().find(|one| one.name == name).map(|one| one.scenario().expect("readable"));
    of(name).unwrap_or_else(|| Scenario { name: name.to_owned(), plan: Vec::new(), ..of(PLAN).expect("the plan") })
}

fn compared_with_the_plan(names: &[&str]) -> Vec<Simulated> {
    let others = names.iter().map(|name| scenario(name)).collect();
    let comparison = Comparison { baseline: scenario(PLAN), others, runs: 1_000, seed: 1 };
    Comparing::begin(comparison).expect("in order").finish().expect("runs").others
}

fn scenario_fan(names: &[&str]) -> Chart {
    let told = compared_with_the_plan(names);
    fan_chart(&told.iter().collect::<Vec<_>>(), Event::Requests, AcademicYear(2019))
}

fn hangs_on(key: &str) -> Chart {
    let told = compared_with_the_plan(&["Roll out in two waves"]);
    let own = scenario("Roll out in two waves");
    let words = own.words_of_assumptions();
    tornado_chart(&told[0], key, &|name| words[name].clone())
}

fn money(name: &str) -> Chart {
    let told = compared_with_the_plan(&[name]);
    let own = scenario(name);
    let programme = |id: &str| own.programmes.iter().find(|one| one.id.as_str() == id).expect("there").name.clone();
    money_chart(&told[0], &programme)
}

fn frontier() -> Chart {
    let asked = BudgetAsked::new(scenario(PLAN), Benefit::Requests, 40_000.0, 1);
    frontier_chart(&Searching::begin(asked).expect("in order").finish().expect("a plan"))
}

fn worth(often: bool) -> Chart {
    let told = compared_with_the_plan(&["Roll out in two waves"]);
    let found = &told[0].worth[Event::Requests.key()];
    if often { acceptability_chart(Event::Requests, found) } else { plane_chart(Event::Requests, found) }
}

fn one_school() -> Chart {
    let events = ByEvent { requests: None, permanent_exclusions: None, days_lost: Some(40.0) };
    let school = OneSchool { phase: Phase::Primary, pupils: 210, groups: 1.0, events };
    one_school_chart(&school.share(&scenario(PLAN), 1_000, 1).expect("a share"))
}

/// The chart that the page draws for a calculator's example.
fn of_example(method: &str) -> Chart {
    let calculator = Calculator::all().find(|calculator| calculator.method == method).expect("a calculator");
    let request = Calculation::from_value(calculator.example()).expect("a request");
    calculation_chart(&request).expect("a chart")
}

fn demonstration() -> (Evidence, Period) {
    let evidence = Evidence::of(&pilot_data(&Options::default()));
    let period = Period::default_of(&evidence);
    (evidence, period)
}

fn years_for_hidden_terms() -> Chart {
    let (evidence, period) = demonstration();
    let indicator = Indicator::PermanentExclusions;
    let safe = SafeFigures::of(&evidence, indicator, &period, &Published::new()).expect("safe");
    let finding = safe.finding(evidence.finding(indicator, &period, &Scope::Pilot));
    measure_by_year_chart(&finding, &[("Taking part", &safe.by_year(&evidence, &Scope::Pilot))])
}

fn compared() -> Chart {
    let (evidence, period) = demonstration();
    comparisons_chart(&evidence.comparisons(Indicator::DaysLost, &period, &Scope::Pilot))
}

fn between_events() -> Chart {
    let (evidence, _) = demonstration();
    let found = evidence.between_events(Indicator::PermanentExclusions, &Scope::Pilot);
    between_events_chart(&found.expect("enough events"))
}

fn paperwork() -> Chart {
    let data = pilot_data(&Options::default());
    let (evidence, period) = demonstration();
    paperwork_chart(&process_findings(&data, &evidence, &period).paperwork_by_term)
}

fn schools_by_size() -> Chart {
    let (evidence, period) = demonstration();
    funnel_chart(&evidence.between_schools(Indicator::SenSupport, &period, &Scope::Pilot).expect("a funnel"))
}

fn by_year_group() -> Chart {
    let data = pilot_data(&Options::default());
    let (evidence, period) = demonstration();
    breakdown_chart(&breakdowns(&data, &evidence, &period, &Scope::Pilot)[0])
}

fn schools_together() -> Chart {
    let data = pilot_data(&Options::default());
    let (evidence, period) = demonstration();
    let cluster = evidence.scopes(false).into_iter().find(|scope| matches!(scope, Scope::Cluster(_)));
    forest_chart(&effects_by_school(&data, &evidence, &period, &cluster.expect("a cluster"))[0])
}

fn published_outcome() -> Chart {
    let points = |refused: [Option<u64>; 6]| {
        let years = 2019..;
        let point = |(year, count): (u16, Option<u64>)| AreaPoint {
            year,
            label: year.to_string(),
            value: count.map(|count| count as f64 / 5.0),
            count,
            base: count.map(|_| 500),
            source: AreaSource::Published,
        };
        years.zip(refused).map(point).collect::<Vec<_>>()
    };
    outcome_chart(&PublishedOutcome {
        rate: AreaRate::Refused,
        title: AreaRate::Refused.title(),
        areas: vec![
            ("Fernleigh".to_owned(), points([Some(92), Some(101), None, Some(120), Some(140), Some(151)])),
            ("South".to_owned(), points([Some(80), Some(84), Some(90), Some(93), Some(118), Some(122)])),
        ],
        sentence: "Fernleigh: 18.4% (92 of 500) in 2019 and 30.2% (151 of 500) in 2024.".to_owned(),
        counted_anew: true,
        start: Some(2020),
    })
}

const SIZES: [(u32, u32); 3] = [(280, 220), (640, 320), (960, 400)];

fn check_golden(name: &str, drawn: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/charts").join(format!("{name}.svg"));
    if std::env::var_os("CLUSTERWISE_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, drawn).expect("the golden folder is writable");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "{} differs from what is drawn now; write it anew and look at it", path.display());
}

#[test]
fn pictures_are_the_kept_ones() {
    for (name, chart) in all() {
        assert_eq!(chart.check(), Ok(()), "{name}");
        // Many rows are given the height that the page gives them.
        let height = if chart.lie == Lie::Rows && chart.len() > 12 { chart.len() as u32 * 30 + 84 } else { 320 };
        check_golden(name, &svg(&chart, 640, height, Theme::Light));
    }
    check_golden("pilot-start-narrow", &svg(&pilot_start(), 280, 220, Theme::Light));
    check_golden("four-series-narrow", &svg(&four_series(), 280, 220, Theme::Light));
    check_golden("pilot-start-dark-wide", &svg(&pilot_start(), 960, 400, Theme::Dark));
    check_golden("compared-narrow", &svg(&compared(), 280, 420, Theme::Light));
    check_golden("funnel-dark", &svg(&of_example("funnel"), 640, 320, Theme::Dark));
    check_golden("missing-terms-print", &svg(&missing_terms(), 640, 320, Theme::Print));
}

fn each_layout(mut look: impl FnMut(&str, &Chart, &Layout)) {
    for (name, chart) in all() {
        for (width, height) in SIZES {
            // The page gives rows the height that they need; see `chart__canvas--rows`.
            let tall = chart.len() as u32 * if width < 480 { 44 } else { 30 } + 84;
            let height = if chart.lie == Lie::Rows { tall } else { height };
            let layout = chart.layout(f64::from(width), f64::from(height), &SansWidths);
            look(&format!("{name} at {width}"), &chart, &layout);
        }
    }
}

#[test]
fn no_word_covers_another_or_leaves_the_chart() {
    each_layout(|name, _, layout| {
        let boxes: Vec<(&str, PixelBox)> = layout.texts().map(|text| (text.text.as_str(), text.bounds)).collect();
        for (place, (text, area)) in boxes.iter().enumerate() {
            assert!(area.left >= -0.01 && area.right <= layout.width + 0.01, "{name}: {text} {area:?}");
            assert!(area.top >= -0.01 && area.bottom <= layout.height + 0.01, "{name}: {text} {area:?}");
            for (other, space) in boxes.iter().skip(place + 1) {
                assert!(!area.overlaps(space), "{name}: {text} covers {other}: {area:?} {space:?}");
            }
        }
    });
}

#[test]
fn every_figure_has_one_mark_inside_the_plot() {
    each_layout(|name, chart, layout| {
        for index in 0..chart.len() {
            let figures = chart.shown().filter(|series| series.value(index).is_some()).count();
            assert_eq!(layout.marks_at(index).count(), figures, "{name} {index}");
        }
        for mark in layout.series.iter().flat_map(|series| series.runs.iter().flatten()) {
            assert!(layout.plot.contains(mark.x, mark.y), "{name} {mark:?}");
            assert!(mark.target.contains(mark.x, mark.y), "{name} {mark:?}");
        }
        let by_size = |series: &SeriesMarks| chart.x.sizes.is_some() && series.look != Look::Dots;
        let pointed =
            layout.series.iter().filter(|series| !by_size(series)).flat_map(|series| series.runs.iter().flatten());
        for mark in pointed {
            let found = layout.nearest(mark.x, mark.y).and_then(|index| layout.marks_at(index).next());
            let (_, found) = found.expect("a mark");
            assert!(found.index == mark.index || (found.x, found.y) == (mark.x, mark.y), "{name} {mark:?}");
        }
    });
}

#[test]
fn greater_figures_stand_higher_and_gridlines_are_few() {
    each_layout(|name, chart, layout| {
        for series in &layout.series {
            let marks: Vec<_> = series.runs.iter().flatten().collect();
            for (a, b) in marks.iter().zip(marks.iter().skip(1)) {
                let value = |index: usize| chart.series[series.style].value(index).expect("a mark has a figure");
                let above = if layout.lie == Lie::Rows { a.x > b.x } else { a.y < b.y };
                assert_eq!(value(a.index) > value(b.index), above, "{name}");
            }
        }
        assert!(layout.gridlines.len() <= 9, "{name} has {} gridlines", layout.gridlines.len());
        assert!(layout.plot.bottom - layout.plot.top >= 80.0 || !layout.notice.is_empty(), "{name} {:?}", layout.plot);
    });
}

#[test]
fn a_table_has_every_mark_of_the_picture_and_no_other() {
    each_layout(|name, chart, layout| {
        if chart.is_empty() {
            return;
        }
        let table = table(chart);
        assert_eq!(table.rows.len(), chart.len(), "{name}");
        for (index, row) in table.rows.iter().enumerate() {
            assert_eq!(row.len(), table.headers.len(), "{name}");
            let mut written: Vec<f64> = row
                .iter()
                .filter_map(|cell| if let Cell::Figure { value, .. } = cell { Some(*value) } else { None })
                .collect();
            let mut drawn: Vec<f64> = Vec::new();
            drawn.extend(chart.x.sizes.iter().filter_map(|sizes| sizes.get(index)));
            for series in chart.shown() {
                drawn.extend(series.value(index).filter(|_| series.look != Look::Range));
                drawn.extend(series.interval(index).into_iter().flat_map(|(low, high)| [low, high]));
            }
            drawn.extend(chart.limits_at(index).map(|limit| limit.value));
            written.sort_by(f64::total_cmp);
            drawn.sort_by(f64::total_cmp);
            assert_eq!(written, drawn, "{name} {index}");
            let ringed = layout.marks_at(index).any(|(_, mark)| mark.noted);
            let said = readout(chart, index);
            let note = chart.shown().find_map(|series| series.note(index));
            assert_eq!(ringed, note.is_some(), "{name} {index}");
            assert!(note.is_none_or(|note| said.contains(note)), "{name}: {said}");
            assert!(said.contains(&chart.x.labels[index].long), "{name}: {said}");
        }
    });
}

#[test]
fn gaps_and_breaks_cut_the_line() {
    let layout = missing_terms().layout(640.0, 320.0, &SansWidths);
    let runs: Vec<Vec<usize>> =
        layout.series[0].runs.iter().map(|run| run.iter().map(|mark| mark.index).collect()).collect();
    assert_eq!(runs, [vec![0], vec![2, 3], vec![6], vec![7, 8]]);
    assert_eq!(layout.series[1].runs.len(), 2);
}

#[test]
fn a_vertical_mark_stands_between_its_points() {
    let layout = pilot_start().layout(640.0, 320.0, &SansWidths);
    let (before, after) = (layout.column(11).expect("column"), layout.column(12).expect("column"));
    let middle = (before + after) / 2.0;
    assert!((layout.verticals[0].x - middle).abs() < 1e-9);
    assert_eq!(layout.verticals[0].label.text, "Pilot starts");
}

#[test]
fn each_of_four_lines_has_its_own_name_and_dash() {
    let layout = four_series().layout(640.0, 320.0, &SansWidths);
    let names: Vec<&str> = layout.keys.iter().map(|key| key.label.text.as_str()).collect();
    assert_eq!(names, ["Fernleigh", "Harbour", "Moor", "Valley"]);
    let drawn = svg(&four_series(), 640, 320, Theme::Light);
    for colour in ["#12436D", "#28A197", "#801650", "#F46A25"] {
        assert!(drawn.contains(&format!("stroke=\"{colour}\"")), "{colour}");
    }
    let pieces = |colour: &str| drawn.matches(&format!("stroke=\"{colour}\"")).count();
    assert!(pieces("#12436D") < pieces("#28A197") && pieces("#28A197") < pieces("#801650"));
}

#[test]
fn nothing_to_show_is_said_everywhere() {
    let chart = empty();
    assert!(svg(&chart, 640, 320, Theme::Light).contains(NO_FIGURES));
    assert_eq!(readout(&chart, 0), NO_FIGURES);
    assert!(table(&chart).rows.iter().all(|row| row.len() == 1));
}

#[test]
fn pictures_speak_to_those_who_do_not_see_them() {
    let mut chart = pilot_start();
    chart.title = "Fewer than <20> days & falling".to_owned();
    let drawn = svg(&chart, 640, 320, Theme::Light);
    assert!(drawn.contains("<title>Fewer than &lt;20&gt; days &amp; falling</title>"));
    assert!(drawn.contains("<desc>Days lost fell from about 44 a term to about 31.</desc>"));
    assert!(drawn.contains("role=\"img\""));
    assert!(drawn.trim_end().ends_with("</svg>"));
}

#[test]
fn odd_charts_and_sizes_are_drawn_without_a_fall() {
    let odd = Chart::new("", "")
        .x("Term", terms(2))
        .y(days_axis())
        .series(Series::new("more points than labels", [1e300, f64::NAN, -1e15, 5.0].map(Point::new)))
        .series(Series::new("fewer", [Point::new(-3.0).between(f64::INFINITY, 2.0)]))
        .limit(Limit::new(LimitKind::Upper, "no number", f64::NAN))
        .limit(Limit::new(LimitKind::Mean, "far span", 2.0).over(usize::MAX, 7))
        .mark(VerticalMark::event(usize::MAX, "far away"))
        .mark(VerticalMark::event(0, "first"));
    let many = (0..5).fold(pilot_start(), |chart, _| chart.series(days_lost(&EIGHTEEN)));
    for chart in [odd, many, pilot_start(), empty(), Chart::new("", "")] {
        for (width, height) in [(0.0, 0.0), (f64::NAN, f64::INFINITY), (280.0, 10.0), (1e5, 20.0), (-5.0, 300.0)] {
            let layout = chart.layout(width, height, &SansWidths);
            assert!(layout.texts().all(|text| text.x.is_finite() && text.y.is_finite()));
            let marks = || layout.series.iter().flat_map(|series| series.runs.iter().flatten());
            assert!(marks().all(|mark| mark.x.is_finite() && mark.y.is_finite()));
            assert!(layout.series.len() <= 4);
        }
        assert!(svg(&chart, 1, 1, Theme::Dark).contains("</svg>"));
        let _ = readout(&chart, usize::MAX);
    }
}
