//! Every page with its address, both ways. Knows nothing of what is on a page.

use super::address::Address;
use super::{MeasuresView, ScenarioPage, SchoolsView};
use crate::eval::calculators::METHODS;
use crate::model::{ClusterId, ItemGroup, Measure, ReturnItem, TermId, Urn};
use thiserror::Error;

/// A page of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `#/`: the first start, or the choice of a workspace.
    Start,
    Home,
    Schools(SchoolsView),
    School(Urn),
    Clusters,
    Cluster(ClusterId),
    /// Who has returned; without a term, the latest that is due.
    Returns {
        term: Option<TermId>,
    },
    ReturnEntry {
        term: TermId,
        school: Urn,
        step: ReturnStep,
    },
    Measures(MeasuresView),
    Measure(MeasureKey, MeasuresView),
    /// Numbers that are safe to share.
    Share,
    /// Whether the way of working works, and these are the right localities.
    Process,
    /// All calculators, and one by its method's name.
    Calculators,
    Calculator(&'static str),
    Compare(ComparePage),
    Scenarios(ScenarioPage),
    /// What a school that is not in the pilot would get.
    MySchool,
    Files(FilesPage),
    Setup(SetupPage),
    Storage,
    /// Earlier versions of the pilot, and one of them against what is here.
    Versions,
    Version(u64),
    /// Whether the pilot is sealed on this device.
    Lock,
    About,
    Accessibility,
    NotFound(NotFound),
}

/// One page of a return: questions, the answers together, or what they changed.
///
/// Groups of questions share two pages rather than having one each, so that a return takes four clicks from Home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReturnStep {
    Pupils,
    Exclusions,
    Check,
    Done,
}

impl ReturnStep {
    /// In the order they are gone through.
    pub const ALL: [Self; 4] = [Self::Pupils, Self::Exclusions, Self::Check, Self::Done];

    pub fn key(self) -> &'static str {
        match self {
            Self::Pupils => "pupils",
            Self::Exclusions => "exclusions",
            Self::Check => "check",
            Self::Done => "done",
        }
    }

    /// The groups of questions on this page.
    pub fn groups(self) -> &'static [ItemGroup] {
        match self {
            Self::Pupils => &[ItemGroup::Pupils, ItemGroup::Requests],
            Self::Exclusions => &[ItemGroup::Exclusions, ItemGroup::Behaviour, ItemGroup::Time],
            Self::Check | Self::Done => &[],
        }
    }

    /// The page that asks for a figure.
    pub fn asking(item: ReturnItem) -> Self {
        if Self::Pupils.groups().contains(&item.group()) { Self::Pupils } else { Self::Exclusions }
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|step| *step != self).nth(1)
    }

    /// The step before this one.
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().take_while(|step| *step != self).last()
    }
}

/// A measure that has a page. Measure 8 has two: permanent exclusions and days lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureKey {
    Whole(Measure),
    DaysLost,
}

impl MeasureKey {
    pub fn measure(self) -> Measure {
        match self {
            Self::Whole(measure) => measure,
            Self::DaysLost => Measure::Exclusions,
        }
    }

    fn key(self) -> String {
        match self {
            Self::Whole(measure) => measure.number().to_string(),
            Self::DaysLost => format!("{}-days-lost", Measure::Exclusions.number()),
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Measure::ALL.into_iter().map(Self::Whole).chain([Self::DaysLost]).find(|measure| measure.key() == key)
    }
}

/// The pages about areas outside the pilot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparePage {
    Areas,
    Import,
}

/// The pages about files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilesPage {
    Overview,
    Open,
    Save,
    /// A folder that a cluster shares.
    Folder,
    /// Who can open this pilot's files.
    Sealing,
    /// Where copies disagreed and nobody has chosen yet.
    Disagreements,
}

/// The pages that set a pilot up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetupPage {
    Overview,
    Pilot,
    Calendar,
    Clusters,
    NewCluster,
    Cluster(ClusterId),
    Schools,
    NewSchool,
    School(Urn),
}

/// Parts of the app, as the navigation has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Start,
    Home,
    Schools,
    Clusters,
    Returns,
    Measures,
    Calculators,
    Compare,
    Scenarios,
    MySchool,
    Files,
    Setup,
    Storage,
    About,
    Accessibility,
    NotFound,
}

/// An address that leads nowhere, as it was typed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    pub address: String,
    pub reason: RouteError,
}

/// Why an address leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RouteError {
    #[error("there is no page called “{}”", shown(.0))]
    Page(String),
    #[error("“{}” is not a school's URN: that is six digits, such as 109012", shown(.0))]
    Urn(String),
    #[error("“{}” is not a cluster: clusters are named in small letters with hyphens, such as “yate”", shown(.0))]
    Cluster(String),
    #[error("“{}” is not a term: terms are written like 2018-19_3", shown(.0))]
    Term(String),
    #[error("“{}” is not a measure: they are numbered 1 to 10, and there is 8-days-lost", shown(.0))]
    Measure(String),
    #[error("“{}” is not a scenario: scenarios are named in small letters with hyphens, such as “cut-10”", shown(.0))]
    Scenario(String),
    #[error("there is no calculator called “{}”", shown(.0))]
    Calculator(String),
    #[error("“{}” is not a part of a return: they are pupils, exclusions, check, done", shown(.0))]
    Step(String),
    #[error("“{}” is not a version: versions are numbered", shown(.0))]
    Version(String),
    #[error("this page has no option “{}” with the value “{}”", shown(.name), shown(.value))]
    Option { name: String, value: String },
    #[error("“{}” is not text: a percent sign stands before two hexadecimal digits", shown(.0))]
    NotText(String),
    #[error("the address has {0} characters; the longest has 2,000")]
    TooLong(usize),
}

impl RouteError {
    pub(super) fn option(name: &str, value: &str) -> Self {
        Self::Option { name: name.to_owned(), value: value.to_owned() }
    }
}

/// At most 60 visible characters of what was typed.
fn shown(text: &str) -> String {
    let mut out: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if text.chars().count() > 60 {
        out.push('…');
    }
    out
}

impl Route {
    /// The page of an address, with or without its `#`. Never fails: what is no page is [`Route::NotFound`].
    pub fn parse(fragment: &str) -> Self {
        match Address::read(fragment).and_then(|address| page_of(&address)) {
            Ok(route) => route,
            Err(reason) => Self::NotFound(NotFound { address: fragment.to_owned(), reason }),
        }
    }

    /// The address of a page, from its `#` on: what a link's `href` holds.
    pub fn href(&self) -> String {
        match self {
            Self::NotFound(lost) => lost.address.clone(),
            _ => Address { segments: self.segments(), options: self.options() }.print(),
        }
    }

    /// The part of the app a page belongs to.
    pub fn section(&self) -> Section {
        match self {
            Self::Start => Section::Start,
            Self::Home => Section::Home,
            Self::Schools(_) | Self::School(_) => Section::Schools,
            Self::Clusters | Self::Cluster(_) => Section::Clusters,
            Self::Returns { .. } | Self::ReturnEntry { .. } => Section::Returns,
            Self::Measures(_) | Self::Measure(..) | Self::Share | Self::Process => Section::Measures,
            Self::Calculators | Self::Calculator(_) => Section::Calculators,
            Self::Compare(_) => Section::Compare,
            Self::Scenarios(_) => Section::Scenarios,
            Self::MySchool => Section::MySchool,
            Self::Files(_) => Section::Files,
            Self::Setup(_) => Section::Setup,
            Self::Storage | Self::Versions | Self::Version(_) | Self::Lock => Section::Storage,
            Self::About => Section::About,
            Self::Accessibility => Section::Accessibility,
            Self::NotFound(_) => Section::NotFound,
        }
    }

    /// Whether two addresses show the same page, perhaps with other options (a filter, an order, a period).
    pub fn same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::NotFound(one), Self::NotFound(two)) => one == two,
            _ => self.section() == other.section() && self.segments() == other.segments(),
        }
    }

    fn segments(&self) -> Vec<String> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match self {
            Self::Start | Self::NotFound(_) => Vec::new(),
            Self::Home => words(&["home"]),
            Self::Schools(_) => words(&["schools"]),
            Self::School(urn) => words(&["schools", urn.as_str()]),
            Self::Clusters => words(&["clusters"]),
            Self::Cluster(id) => words(&["clusters", id.as_str()]),
            Self::Returns { term: None } => words(&["returns"]),
            Self::Returns { term: Some(term) } => words(&["returns", &term.to_string()]),
            Self::ReturnEntry { term, school, step } => {
                words(&["returns", &term.to_string(), school.as_str(), step.key()])
            }
            Self::Measures(_) => words(&["measures"]),
            Self::Measure(key, _) => words(&["measures", &key.key()]),
            Self::Share => words(&["share"]),
            Self::Process => words(&["process"]),
            Self::Calculators => words(&["calculators"]),
            Self::Calculator(method) => words(&["calculators", method]),
            Self::Compare(ComparePage::Areas) => words(&["compare"]),
            Self::Compare(ComparePage::Import) => words(&["compare", "import"]),
            Self::Scenarios(page) => page.segments(),
            Self::MySchool => words(&["my-school"]),
            Self::Files(FilesPage::Overview) => words(&["files"]),
            Self::Files(FilesPage::Open) => words(&["files", "open"]),
            Self::Files(FilesPage::Save) => words(&["files", "save"]),
            Self::Files(FilesPage::Folder) => words(&["files", "folder"]),
            Self::Files(FilesPage::Sealing) => words(&["files", "sealing"]),
            Self::Files(FilesPage::Disagreements) => words(&["files", "disagreements"]),
            Self::Setup(page) => setup_segments(page),
            Self::Storage => words(&["storage"]),
            Self::Lock => words(&["storage", "lock"]),
            Self::Versions => words(&["storage", "versions"]),
            Self::Version(id) => words(&["storage", "versions", &id.to_string()]),
            Self::About => words(&["about"]),
            Self::Accessibility => words(&["accessibility"]),
        }
    }

    fn options(&self) -> Vec<(String, String)> {
        match self {
            Self::Schools(view) => view.write(),
            Self::Measures(view) | Self::Measure(_, view) => view.write(),
            Self::Scenarios(page) => page.options(),
            _ => Vec::new(),
        }
    }
}

fn setup_segments(page: &SetupPage) -> Vec<String> {
    let rest: &[&str] = match page {
        SetupPage::Overview => &[],
        SetupPage::Pilot => &["pilot"],
        SetupPage::Calendar => &["calendar"],
        SetupPage::Clusters => &["clusters"],
        SetupPage::NewCluster => &["new-cluster"],
        SetupPage::Cluster(id) => &["clusters", id.as_str()],
        SetupPage::Schools => &["schools"],
        SetupPage::NewSchool => &["new-school"],
        SetupPage::School(urn) => &["schools", urn.as_str()],
    };
    std::iter::once("setup").chain(rest.iter().copied()).map(str::to_owned).collect()
}

fn page_of(address: &Address) -> Result<Route, RouteError> {
    let words: Vec<&str> = address.segments.iter().map(String::as_str).collect();
    let route = match words.as_slice() {
        ["schools"] => return Ok(Route::Schools(SchoolsView::read(&address.options)?)),
        ["measures"] => return Ok(Route::Measures(MeasuresView::read(&address.options)?)),
        ["measures", key] => {
            let key = MeasureKey::from_key(key).ok_or_else(|| RouteError::Measure((*key).to_owned()))?;
            return Ok(Route::Measure(key, MeasuresView::read(&address.options)?));
        }
        ["scenarios", rest @ ..] => return Ok(Route::Scenarios(ScenarioPage::read(rest, address)?)),
        ["my-school"] => Route::MySchool,
        [] => Route::Start,
        ["home"] => Route::Home,
        ["schools", urn] => Route::School(urn_of(urn)?),
        ["clusters"] => Route::Clusters,
        ["clusters", id] => Route::Cluster(cluster_of(id)?),
        ["returns"] => Route::Returns { term: None },
        ["returns", term] => Route::Returns { term: Some(term_of(term)?) },
        ["returns", term, school, step] => {
            Route::ReturnEntry { term: term_of(term)?, school: urn_of(school)?, step: step_of(step)? }
        }
        ["share"] => Route::Share,
        ["process"] => Route::Process,
        ["calculators"] => Route::Calculators,
        ["calculators", method] => Route::Calculator(calculator_of(method)?),
        ["compare"] => Route::Compare(ComparePage::Areas),
        ["compare", "import"] => Route::Compare(ComparePage::Import),
        ["files"] => Route::Files(FilesPage::Overview),
        ["files", "open"] => Route::Files(FilesPage::Open),
        ["files", "save"] => Route::Files(FilesPage::Save),
        ["files", "folder"] => Route::Files(FilesPage::Folder),
        ["files", "sealing"] => Route::Files(FilesPage::Sealing),
        ["files", "disagreements"] => Route::Files(FilesPage::Disagreements),
        ["setup", rest @ ..] => Route::Setup(setup_of(rest)?),
        ["storage"] => Route::Storage,
        ["storage", "lock"] => Route::Lock,
        ["storage", "versions"] => Route::Versions,
        ["storage", "versions", id] => Route::Version(id.parse().map_err(|_| RouteError::Version((*id).to_owned()))?),
        ["about"] => Route::About,
        ["accessibility"] => Route::Accessibility,
        _ => return Err(RouteError::Page(words.join("/"))),
    };
    match address.options.first() {
        None => Ok(route),
        Some((name, value)) => Err(RouteError::option(name, value)),
    }
}

fn setup_of(words: &[&str]) -> Result<SetupPage, RouteError> {
    Ok(match words {
        [] => SetupPage::Overview,
        ["pilot"] => SetupPage::Pilot,
        ["calendar"] => SetupPage::Calendar,
        ["clusters"] => SetupPage::Clusters,
        ["new-cluster"] => SetupPage::NewCluster,
        ["clusters", id] => SetupPage::Cluster(cluster_of(id)?),
        ["schools"] => SetupPage::Schools,
        ["new-school"] => SetupPage::NewSchool,
        ["schools", urn] => SetupPage::School(urn_of(urn)?),
        _ => return Err(RouteError::Page(format!("setup/{}", words.join("/")))),
    })
}

fn urn_of(text: &str) -> Result<Urn, RouteError> {
    text.parse().map_err(|_| RouteError::Urn(text.to_owned()))
}

fn cluster_of(text: &str) -> Result<ClusterId, RouteError> {
    ClusterId::try_from(text.to_owned()).map_err(|_| RouteError::Cluster(text.to_owned()))
}

fn term_of(text: &str) -> Result<TermId, RouteError> {
    text.parse().map_err(|_| RouteError::Term(text.to_owned()))
}

fn calculator_of(text: &str) -> Result<&'static str, RouteError> {
    METHODS.iter().find(|method| **method == text).copied().ok_or_else(|| RouteError::Calculator(text.to_owned()))
}

fn step_of(text: &str) -> Result<ReturnStep, RouteError> {
    ReturnStep::ALL.into_iter().find(|step| step.key() == text).ok_or_else(|| RouteError::Step(text.to_owned()))
}
