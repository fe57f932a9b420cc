//! A change held against others: the published requests of South Gloucestershire, and the demonstration.

use clusterwise::bundle::{AreaColumns, AreaImport, Table};
use clusterwise::demo::{Options, pilot_data};
use clusterwise::eval::{
    Against, AreaComparison, AreaQuestion, AreaRate, Evidence, Indicator, Period, Scope, answer_json, compare_area,
};
use clusterwise::merge::DeviceId;
use clusterwise::model::{AreaId, PilotData, SchoolType};
use clusterwise::workspace::Workspace;

fn published() -> PilotData {
    let bytes = include_bytes!("data/sen2_south_west_2016_2022.csv");
    let table = Table::read(bytes, AreaColumns::is_heading).expect("a table");
    let import = AreaImport::read(&table, &AreaColumns::guess(&table), "Requests").expect("read");
    let mut workspace = Workspace::empty(DeviceId::parse("amber-fox").expect("a device"));
    let changes = import.against(workspace.data());
    workspace.apply(&changes.command().expect("changes"), 1_560_000_000_000).expect("saved");
    PilotData::clone(workspace.data())
}

fn south_gloucestershire(after: u16, start: u16) -> AreaComparison {
    let question = AreaQuestion {
        area: AreaId::from_name("South Gloucestershire").expect("an id"),
        rate: AreaRate::Requests,
        schools: SchoolType::All,
        after,
        start,
    };
    compare_area(&published(), &question).expect("a comparison")
}

/// 473, 446 and 583 requests in 2016 to 2018, 358 in 2019, as published; ratios by hand.
#[test]
fn the_requests_of_south_gloucestershire_are_held_against_every_base_year() {
    let found = south_gloucestershire(2019, 2019);
    let rows: Vec<_> = found.rows.iter().map(|row| (row.year, row.before, row.after)).collect();
    assert_eq!(rows, [(2016, 473, 358), (2017, 446, 358), (2018, 583, 358)]);
    for (row, ratio) in found.rows.iter().zip([358.0 / 473.0, 358.0 / 446.0, 358.0 / 583.0]) {
        assert!((row.ratio.expect("a ratio") - ratio).abs() < 1e-12);
        assert!(row.lower < ratio && row.upper.expect("a limit") > ratio);
        let (_, against, lower, upper) = row.against_wider.clone().expect("a region");
        assert!(lower < against && against < upper && against < ratio, "the region rose: {against}");
        let (rank, of, p) = row.placebo.expect("a rank");
        assert!(rank >= 1 && rank <= of && of >= 12 && (p - rank as f64 / of as f64).abs() < 1e-12);
        // Each figure on the page can be asked again.
        assert_eq!(row.calculations.len(), 3);
        for calculation in &row.calculations {
            assert!(answer_json(&serde_json::to_string(calculation).expect("json")).is_ok());
        }
    }
    println!("{}\n{:?}", found.sentence, found.warnings);
    assert!(
        found.sentence.starts_with(
            "South Gloucestershire, requests for EHC needs assessment: 583 in 2018 and 358 in 2019 (×0.61"
        )
    );
    assert!(found.sentence.ends_with("chance and other causes are not ruled out."), "{}", found.sentence);
    assert!(!found.sentence.contains("caused") && !found.sentence.contains("because"));
}

#[test]
fn where_base_years_disagree_the_answer_says_that_it_hangs_on_one() {
    let found = south_gloucestershire(2022, 2019);
    let ratios: Vec<bool> = found.rows.iter().map(|row| row.ratio.expect("a ratio") < 1.0).collect();
    assert_eq!(ratios, [false, false, true], "505 requests after 473, 446 and 583");
    assert!(found.warnings.iter().any(|words| words.starts_with("The answer hangs on the base year")));
    assert!(found.sentence.contains("Only from some base years"), "{}", found.sentence);
}

#[test]
fn the_demonstration_is_held_against_other_schools_clusters_and_years() {
    let data = pilot_data(&Options::default());
    let evidence = Evidence::of(&data);
    let period = Period::default_of(&evidence);
    for indicator in Indicator::JUDGED {
        let found = evidence.comparisons(indicator, &period, &Scope::Pilot);
        let kinds: Vec<Against> = found.rows.iter().map(|row| row.against).collect();
        assert_eq!(kinds.first(), Some(&Against::Itself));
        assert!(
            kinds.contains(&Against::OtherSchools) && kinds.contains(&Against::OtherYear),
            "{indicator:?} {kinds:?}"
        );
        for row in &found.rows {
            let (value, lower) = (row.value.expect("a value"), row.lower);
            assert!(lower.is_none_or(|lower| lower <= value) && row.upper.is_none_or(|upper| value <= upper));
            assert!(row.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
        }
        if let Some(clusters) = found.rows.iter().find(|row| row.against == Against::OtherClusters) {
            assert!(clusters.p >= Some(1.0 / 15.0), "two of six clusters can be chosen in fifteen ways");
        }
    }
    let alone = evidence.comparisons(Indicator::Requests, &period, &Scope::NotTakingPart);
    assert!(alone.rows.iter().all(|row| matches!(row.against, Against::Itself | Against::OtherYear)));
}
