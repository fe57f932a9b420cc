//! What pages are called in titles, announcements and breadcrumbs. Holds no data: titles stay in a browser's history.

use super::{
    ComparePage, FilesPage, MeasureKey, MeasuresView, ReturnStep, Route, ScenarioPage, ScenarioView, SchoolsView,
    SetupPage,
};

impl Route {
    /// The page's name for the title and the announcement, such as "Return: check your answers".
    pub fn title(&self) -> String {
        match self {
            Self::Start => "Start".to_owned(),
            Self::Home => "Home".to_owned(),
            Self::Schools(_) => "Schools".to_owned(),
            Self::School(_) => "School".to_owned(),
            Self::Clusters => "Clusters".to_owned(),
            Self::Cluster(_) => "Cluster".to_owned(),
            Self::Returns { term: None } => "Returns".to_owned(),
            Self::Returns { term: Some(term) } => format!("Returns: {}", term.words()),
            Self::ReturnEntry { step, .. } => format!("Return: {}", step_words(*step)),
            Self::Measures(_) => "Measures".to_owned(),
            Self::Measure(key, _) => measure_words(*key),
            Self::Share => "Numbers that are safe to share".to_owned(),
            Self::Process => "The way of working".to_owned(),
            Self::Calculators => "Calculators".to_owned(),
            Self::Calculator(method) => format!("Calculator: {}", method.replace('_', " ")),
            Self::Compare(ComparePage::Areas) => "Compare with other areas".to_owned(),
            Self::Compare(ComparePage::Import) => "Add areas from a table".to_owned(),
            Self::Scenarios(page) => scenario_words(page).to_owned(),
            Self::MySchool => "What would my school get?".to_owned(),
            Self::Files(FilesPage::Overview) => "Files".to_owned(),
            Self::Files(FilesPage::Open) => "Open files".to_owned(),
            Self::Files(FilesPage::Save) => "Save a file".to_owned(),
            Self::Files(FilesPage::Folder) => "A shared folder".to_owned(),
            Self::Files(FilesPage::Sealing) => "How files are sealed".to_owned(),
            Self::Files(FilesPage::Disagreements) => "Where copies disagree".to_owned(),
            Self::Setup(page) => setup_words(page).to_owned(),
            Self::Storage => "Storage on this device".to_owned(),
            Self::Lock => "Lock on this device".to_owned(),
            Self::Versions => "Earlier versions".to_owned(),
            Self::Version(_) => "Earlier version".to_owned(),
            Self::About => "About Clusterwise".to_owned(),
            Self::Accessibility => "Accessibility statement".to_owned(),
            Self::NotFound(_) => "Page not found".to_owned(),
        }
    }

    /// The pages above this one, outermost first: the breadcrumbs.
    pub fn parents(&self) -> Vec<Self> {
        match self {
            Self::Start | Self::Home | Self::NotFound(_) => Vec::new(),
            Self::School(_) => vec![Self::Home, Self::Schools(SchoolsView::default())],
            Self::Cluster(_) => vec![Self::Home, Self::Clusters],
            Self::Returns { term: Some(_) } => vec![Self::Home, Self::Returns { term: None }],
            Self::ReturnEntry { term, .. } => {
                vec![Self::Home, Self::Returns { term: None }, Self::Returns { term: Some(*term) }]
            }
            Self::Measure(_, view) => {
                vec![Self::Home, Self::Measures(view.clone())]
            }
            Self::Share => vec![Self::Home, Self::Measures(MeasuresView::default())],
            Self::Process => vec![Self::Home, Self::Measures(MeasuresView::default())],
            Self::Calculator(_) => vec![Self::Home, Self::Calculators],
            Self::Compare(ComparePage::Import) => vec![Self::Home, Self::Compare(ComparePage::Areas)],
            Self::Files(FilesPage::Overview) => vec![Self::Home],
            Self::Files(_) => vec![Self::Home, Self::Files(FilesPage::Overview)],
            Self::Versions | Self::Lock => vec![Self::Home, Self::Storage],
            Self::Version(_) => vec![Self::Home, Self::Storage, Self::Versions],
            Self::Scenarios(page) => scenario_parents(page),
            Self::Setup(page) => setup_parents(page),
            _ => vec![Self::Home],
        }
    }
}

fn step_words(step: ReturnStep) -> String {
    match step {
        ReturnStep::Pupils => "pupils and requests".to_owned(),
        ReturnStep::Exclusions => "exclusions, behaviour and time".to_owned(),
        ReturnStep::Check => "check your answers".to_owned(),
        ReturnStep::Done => "done".to_owned(),
    }
}

fn measure_words(key: MeasureKey) -> String {
    let number = key.measure().number();
    match key {
        MeasureKey::Whole(measure) => format!("Measure {number}: {}", measure.title()),
        MeasureKey::DaysLost => format!("Measure {number}: days lost to suspension"),
    }
}

fn setup_words(page: &SetupPage) -> &'static str {
    match page {
        SetupPage::Overview => "Set-up",
        SetupPage::Pilot => "The pilot",
        SetupPage::Calendar => "Terms and dates",
        SetupPage::Clusters => "Set up clusters",
        SetupPage::NewCluster => "Add a cluster",
        SetupPage::Cluster(_) => "Change a cluster",
        SetupPage::Schools => "Set up schools",
        SetupPage::NewSchool => "Add a school",
        SetupPage::School(_) => "Change a school",
    }
}

fn setup_parents(page: &SetupPage) -> Vec<Route> {
    let mut out = vec![Route::Home];
    if *page != SetupPage::Overview {
        out.push(Route::Setup(SetupPage::Overview));
    }
    match page {
        SetupPage::NewCluster | SetupPage::Cluster(_) => out.push(Route::Setup(SetupPage::Clusters)),
        SetupPage::NewSchool | SetupPage::School(_) => out.push(Route::Setup(SetupPage::Schools)),
        _ => {}
    }
    out
}

fn scenario_words(page: &ScenarioPage) -> &'static str {
    match page {
        ScenarioPage::All => "Scenarios",
        ScenarioPage::Question(question) => question.words(),
        ScenarioPage::One(..) => "Scenario",
        ScenarioPage::Assumptions(_) => "Assumptions of a scenario",
        ScenarioPage::BestValue(_) => "Best value for a budget",
    }
}

fn scenario_parents(page: &ScenarioPage) -> Vec<Route> {
    let mut out = vec![Route::Home];
    if *page != ScenarioPage::All {
        out.push(Route::Scenarios(ScenarioPage::All));
    }
    if let ScenarioPage::Assumptions(id) | ScenarioPage::BestValue(id) = page {
        out.push(Route::Scenarios(ScenarioPage::One(id.clone(), ScenarioView::default())));
    }
    out
}
