//! Laws of addresses: printing and reading are inverse, and nothing that can be typed ends in a panic.

use super::*;
use crate::eval::calculators::METHODS;
use crate::model::{AcademicYear, ClusterId, Measure, Phase, ScenarioId, TermId, Urn};
use proptest::option;
use proptest::prelude::*;

fn urn() -> impl Strategy<Value = Urn> {
    "[1-9][0-9]{5}".prop_map(|text| text.parse().unwrap())
}

fn cluster() -> impl Strategy<Value = ClusterId> {
    "[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,3}".prop_map(|text| ClusterId::try_from(text).unwrap())
}

fn term() -> impl Strategy<Value = TermId> {
    (1990u16..2100, 1u8..=12).prop_map(|(year, number)| TermId::new(year, number))
}

fn schools_view() -> impl Strategy<Value = SchoolsView> {
    let sorted = (prop::sample::select(SchoolColumn::ALL.to_vec()), any::<bool>())
        .prop_map(|(by, descending)| Sorted { by, descending });
    let phase = prop::sample::select(Phase::ALL.to_vec());
    (".{0,100}", option::of(phase), option::of(cluster()), option::of(any::<bool>()), option::of(sorted)).prop_map(
        |(find, phase, cluster, taking_part, sorted)| SchoolsView { find, phase, cluster, taking_part, sorted },
    )
}

fn measures_view() -> impl Strategy<Value = MeasuresView> {
    let level = prop_oneof![Just(Level::Pilot), cluster().prop_map(Level::Cluster), urn().prop_map(Level::School)];
    let terms = (term(), term()).prop_map(|(one, other)| TermSpan::new(one, other));
    let base = option::of((1990u16..2100).prop_map(AcademicYear));
    (level, option::of(terms), base).prop_map(|(level, terms, base)| MeasuresView { level, terms, base })
}

fn setup_page() -> impl Strategy<Value = SetupPage> {
    prop_oneof![
        Just(SetupPage::Overview),
        Just(SetupPage::Pilot),
        Just(SetupPage::Calendar),
        Just(SetupPage::Clusters),
        Just(SetupPage::NewCluster),
        cluster().prop_map(SetupPage::Cluster),
        Just(SetupPage::Schools),
        Just(SetupPage::NewSchool),
        urn().prop_map(SetupPage::School),
    ]
}

fn scenario() -> impl Strategy<Value = ScenarioId> {
    "[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,3}".prop_map(|text| ScenarioId::try_from(text).unwrap())
}

fn scenario_page() -> impl Strategy<Value = ScenarioPage> {
    let against =
        prop_oneof![Just(HeldAgainst::Plan), Just(HeldAgainst::Nothing), scenario().prop_map(HeldAgainst::Scenario)];
    let view = (against, prop::collection::vec(scenario(), 0..=MOST_BESIDE))
        .prop_map(|(against, beside)| ScenarioView { against, beside });
    prop_oneof![
        Just(ScenarioPage::All),
        prop::sample::select(Question::ALL.to_vec()).prop_map(ScenarioPage::Question),
        (scenario(), view).prop_map(|(id, view)| ScenarioPage::One(id, view)),
        scenario().prop_map(ScenarioPage::Assumptions),
        scenario().prop_map(ScenarioPage::BestValue),
    ]
}

fn route() -> impl Strategy<Value = Route> {
    let measure = prop::sample::select(Measure::ALL.to_vec()).prop_map(MeasureKey::Whole);
    let key = prop_oneof![measure, Just(MeasureKey::DaysLost)];
    let step = prop::sample::select(ReturnStep::ALL.to_vec());
    let entry = (term(), urn(), step).prop_map(|(term, school, step)| Route::ReturnEntry { term, school, step });
    let files = prop::sample::select(vec![
        FilesPage::Overview,
        FilesPage::Open,
        FilesPage::Save,
        FilesPage::Folder,
        FilesPage::Sealing,
        FilesPage::Disagreements,
    ]);
    let compare = prop::sample::select(vec![ComparePage::Areas, ComparePage::Import]);
    let plain = vec![
        Route::Start,
        Route::Home,
        Route::Clusters,
        Route::Calculators,
        Route::Share,
        Route::Process,
        Route::MySchool,
        Route::Storage,
        Route::Versions,
        Route::Lock,
        Route::About,
        Route::Accessibility,
    ];
    prop_oneof![
        prop::sample::select(plain),
        prop::sample::select(METHODS.to_vec()).prop_map(Route::Calculator),
        schools_view().prop_map(Route::Schools),
        urn().prop_map(Route::School),
        any::<u64>().prop_map(Route::Version),
        cluster().prop_map(Route::Cluster),
        option::of(term()).prop_map(|term| Route::Returns { term }),
        entry,
        measures_view().prop_map(Route::Measures),
        (key, measures_view()).prop_map(|(key, view)| Route::Measure(key, view)),
        compare.prop_map(Route::Compare),
        files.prop_map(Route::Files),
        setup_page().prop_map(Route::Setup),
        scenario_page().prop_map(Route::Scenarios),
    ]
}

proptest! {
    #[test]
    fn a_printed_page_reads_back_as_itself(route in route()) {
        prop_assert_eq!(Route::parse(&route.href()), route);
    }

    #[test]
    fn whatever_is_typed_prints_and_reads_the_same_again(text in "(#|#/|/)?.{0,60}") {
        let route = Route::parse(&text);
        prop_assert_eq!(Route::parse(&route.href()), route);
    }

    #[test]
    fn a_damaged_address_never_panics_and_always_has_a_title(
        route in route(), place in any::<prop::sample::Index>(), junk in ".{0,4}",
    ) {
        let mut chars: Vec<char> = route.href().chars().collect();
        let at = place.index(chars.len());
        chars.splice(at..=at, junk.chars());
        let read = Route::parse(&chars.into_iter().collect::<String>());
        prop_assert!(!read.title().is_empty());
    }

    #[test]
    fn every_parent_is_a_page_of_its_own(route in route()) {
        for parent in route.parents() {
            prop_assert_eq!(Route::parse(&parent.href()), parent.clone());
            prop_assert!(!parent.same_page(&route));
        }
    }
}

#[test]
fn addresses_are_spelt_as_people_would_write_them() {
    for address in [
        "#/",
        "#/home",
        "#/schools",
        "#/schools?find=St%20Mary&phase=primary&taking-part=yes&sort=-roll",
        "#/schools/900101",
        "#/clusters/yate",
        "#/returns/2018-19_6",
        "#/returns/2018-19_6/900101/pupils",
        "#/measures?cluster=yate&terms=2019-20_1..2019-20_3",
        "#/measures/7",
        "#/measures/8-days-lost",
        "#/process",
        "#/compare/import",
        "#/files/open",
        "#/setup/new-school",
        "#/accessibility",
    ] {
        let route = Route::parse(address);
        assert!(!matches!(route, Route::NotFound(_)), "{address}: {route:?}");
        assert_eq!(route.href(), address);
    }
}

#[test]
fn an_address_that_leads_nowhere_says_why() {
    let told = |text: &str| match Route::parse(text) {
        Route::NotFound(lost) => lost.reason.to_string(),
        other => panic!("{text} is {other:?}"),
    };
    assert_eq!(told("#/nowhere"), "there is no page called “nowhere”");
    assert_eq!(told("#main"), "there is no page called “main”");
    assert!(told("#/schools/12").contains("six digits"));
    assert!(told("#/clusters/No%20Such").contains("not a cluster"));
    assert!(told("#/returns/2018-20_1").contains("like 2018-19_3"));
    assert!(told("#/returns/2018-19_1/900101/pupil").contains("pupils, exclusions, check, done"));
    assert!(told("#/measures/11").contains("1 to 10"));
    assert!(told("#/schools?phase=nursery").contains("“nursery”"));
    assert!(told("#/home?x=1").contains("no option “x”"));
    assert!(told("#/schools/%zz").contains("percent"));
    assert_eq!(told(&"#/".repeat(40_000)), "the address has 80000 characters; the longest has 2,000");
}

#[test]
fn the_steps_of_a_return_lead_to_one_another() {
    let mut step = ReturnStep::ALL[0];
    let mut passed = 1;
    while let Some(next) = step.next() {
        assert_eq!(next.previous(), Some(step));
        step = next;
        passed += 1;
    }
    assert_eq!((step, passed), (ReturnStep::Done, ReturnStep::ALL.len()));
}
