//! The options of a page that its address carries: filters, order, level, period. Knows nothing of drawing.

use super::RouteError;
use crate::model::{AcademicYear, ClusterId, Phase, TermId, Urn};

type Options = Vec<(String, String)>;

/// What the list of schools shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchoolsView {
    /// Words to look for, at most 100 characters.
    pub find: String,
    pub phase: Option<Phase>,
    pub cluster: Option<ClusterId>,
    pub taking_part: Option<bool>,
    pub sorted: Option<Sorted>,
}

/// The order of the list of schools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorted {
    pub by: SchoolColumn,
    pub descending: bool,
}

/// The columns the list of schools may be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchoolColumn {
    Name,
    Phase,
    Cluster,
    TakingPart,
    Roll,
    LastReturn,
}

impl SchoolColumn {
    pub const ALL: [Self; 6] = [Self::Name, Self::Phase, Self::Cluster, Self::TakingPart, Self::Roll, Self::LastReturn];

    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phase => "phase",
            Self::Cluster => "cluster",
            Self::TakingPart => "taking-part",
            Self::Roll => "roll",
            Self::LastReturn => "last-return",
        }
    }
}

impl SchoolsView {
    pub(super) fn read(options: &Options) -> Result<Self, RouteError> {
        let mut view = Self::default();
        for (name, value) in options {
            let wrong = || RouteError::option(name, value);
            match name.as_str() {
                "find" if value.chars().count() <= 100 => view.find.clone_from(value),
                "phase" => view.phase = Some(phase_of(value).ok_or_else(wrong)?),
                "cluster" => view.cluster = Some(ClusterId::try_from(value.clone()).map_err(|_| wrong())?),
                "taking-part" => view.taking_part = Some(yes_or_no(value).ok_or_else(wrong)?),
                "sort" => view.sorted = Some(sorted_of(value).ok_or_else(wrong)?),
                _ => return Err(wrong()),
            }
        }
        Ok(view)
    }

    pub(super) fn write(&self) -> Options {
        let mut out = Options::new();
        let mut put = |name: &str, value: String| out.push((name.to_owned(), value));
        if !self.find.is_empty() {
            put("find", self.find.clone());
        }
        if let Some(phase) = self.phase {
            put("phase", phase_key(phase));
        }
        if let Some(cluster) = &self.cluster {
            put("cluster", cluster.to_string());
        }
        if let Some(yes) = self.taking_part {
            put("taking-part", if yes { "yes" } else { "no" }.to_owned());
        }
        if let Some(Sorted { by, descending }) = self.sorted {
            put("sort", format!("{}{}", if descending { "-" } else { "" }, by.key()));
        }
        out
    }
}

fn phase_key(phase: Phase) -> String {
    phase.words().to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-")
}

fn phase_of(key: &str) -> Option<Phase> {
    Phase::ALL.into_iter().find(|phase| phase_key(*phase) == key)
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn sorted_of(value: &str) -> Option<Sorted> {
    let (descending, key) = match value.strip_prefix('-') {
        Some(key) => (true, key),
        None => (false, value),
    };
    SchoolColumn::ALL.into_iter().find(|column| column.key() == key).map(|by| Sorted { by, descending })
}

/// Whose figures are looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Level {
    #[default]
    Pilot,
    Cluster(ClusterId),
    School(Urn),
}

/// Some terms in a row, first to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermSpan {
    pub first: TermId,
    pub last: TermId,
}

impl TermSpan {
    /// The terms between two, whichever is named first.
    pub fn new(one: TermId, other: TermId) -> Self {
        Self { first: one.min(other), last: one.max(other) }
    }
}

/// What a page of measures shows; no period means the latest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasuresView {
    pub level: Level,
    pub terms: Option<TermSpan>,
    /// The school year whose terms are compared with; None for the last before the pilot.
    pub base: Option<AcademicYear>,
}

impl MeasuresView {
    pub(super) fn read(options: &Options) -> Result<Self, RouteError> {
        let mut view = Self::default();
        for (name, value) in options {
            let wrong = || RouteError::option(name, value);
            match name.as_str() {
                "cluster" => view.level = Level::Cluster(ClusterId::try_from(value.clone()).map_err(|_| wrong())?),
                "school" => view.level = Level::School(value.parse().map_err(|_| wrong())?),
                "terms" => view.terms = Some(span_of(value).ok_or_else(wrong)?),
                "base" => view.base = Some(year_of(value).ok_or_else(wrong)?),
                _ => return Err(wrong()),
            }
        }
        Ok(view)
    }

    pub(super) fn write(&self) -> Options {
        let mut out = Options::new();
        match &self.level {
            Level::Pilot => {}
            Level::Cluster(id) => out.push(("cluster".to_owned(), id.to_string())),
            Level::School(urn) => out.push(("school".to_owned(), urn.to_string())),
        }
        if let Some(TermSpan { first, last }) = self.terms {
            out.push(("terms".to_owned(), format!("{first}..{last}")));
        }
        if let Some(year) = self.base {
            out.push(("base".to_owned(), year_text(year)));
        }
        out
    }
}

/// “2016-17”, the only spelling that is read: one page has one address.
fn year_text(year: AcademicYear) -> String {
    year.to_string().replace('/', "-")
}

fn year_of(value: &str) -> Option<AcademicYear> {
    value.parse().ok().filter(|year| year_text(*year) == value)
}

fn span_of(value: &str) -> Option<TermSpan> {
    let (first, last) = value.split_once("..")?;
    Some(TermSpan::new(first.parse().ok()?, last.parse().ok()?))
}
