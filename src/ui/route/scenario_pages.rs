//! The pages about scenarios with their addresses, both ways. Knows nothing of what is on one.

use super::RouteError;
use super::address::Address;
use crate::model::ScenarioId;

/// A page about scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScenarioPage {
    All,
    /// A question asked of a plan.
    Question(Question),
    One(ScenarioId, ScenarioView),
    Assumptions(ScenarioId),
    BestValue(ScenarioId),
}

/// The questions that have a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    MoveMoney,
    Cut,
    ShareTherapist,
    AddCluster,
    RollOut,
    Stop,
}

impl Question {
    pub const ALL: [Self; 6] =
        [Self::MoveMoney, Self::AddCluster, Self::Cut, Self::ShareTherapist, Self::RollOut, Self::Stop];

    pub fn key(self) -> &'static str {
        match self {
            Self::MoveMoney => "move-money",
            Self::Cut => "cut",
            Self::ShareTherapist => "share-a-therapist",
            Self::AddCluster => "add-a-cluster",
            Self::RollOut => "roll-out",
            Self::Stop => "stop",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.key() == key)
    }

    /// The question in words, as a link.
    pub fn words(self) -> &'static str {
        match self {
            Self::MoveMoney => "Move money between programmes",
            Self::Cut => "Cut everything by a share",
            Self::ShareTherapist => "Share a speech and language therapist",
            Self::AddCluster => "Add a cluster",
            Self::RollOut => "Roll out in waves",
            Self::Stop => "Stop",
        }
    }
}

/// What a scenario is held against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HeldAgainst {
    /// The pilot's locked plan; no programme at all where there is none, or this is it.
    #[default]
    Plan,
    Nothing,
    Scenario(ScenarioId),
}

/// What stands beside a scenario.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScenarioView {
    pub against: HeldAgainst,
    /// Others that are shown beside it, at most [`MOST_BESIDE`].
    pub beside: Vec<ScenarioId>,
}

/// With the scenario itself four lines, the most that can be told apart.
pub const MOST_BESIDE: usize = 3;
/// An address cannot have it as a scenario's short name: that ends with no hyphen.
const NOTHING: &str = "nothing-";

impl ScenarioPage {
    pub(super) fn segments(&self) -> Vec<String> {
        let rest = match self {
            Self::All => Vec::new(),
            Self::Question(question) => vec!["ask", question.key()],
            Self::One(id, _) => vec![id.as_str()],
            Self::Assumptions(id) => vec![id.as_str(), "assumptions"],
            Self::BestValue(id) => vec![id.as_str(), "best-value"],
        };
        std::iter::once("scenarios").chain(rest).map(str::to_owned).collect()
    }

    pub(super) fn options(&self) -> Vec<(String, String)> {
        let Self::One(_, view) = self else { return Vec::new() };
        let against = match &view.against {
            HeldAgainst::Plan => None,
            HeldAgainst::Nothing => Some(NOTHING.to_owned()),
            HeldAgainst::Scenario(id) => Some(id.to_string()),
        };
        let beside = view.beside.iter().map(|id| ("beside".to_owned(), id.to_string()));
        against.map(|against| ("against".to_owned(), against)).into_iter().chain(beside).collect()
    }

    /// Reads what follows after `scenarios`.
    pub(super) fn read(words: &[&str], address: &Address) -> Result<Self, RouteError> {
        let page = match words {
            [] => Self::All,
            ["ask", key] if Question::from_key(key).is_some() => {
                Self::Question(Question::from_key(key).unwrap_or(Question::MoveMoney))
            }
            [id] => return Ok(Self::One(scenario_of(id)?, view_of(&address.options)?)),
            [id, "assumptions"] => Self::Assumptions(scenario_of(id)?),
            [id, "best-value"] => Self::BestValue(scenario_of(id)?),
            _ => return Err(RouteError::Page(format!("scenarios/{}", words.join("/")))),
        };
        match address.options.first() {
            None => Ok(page),
            Some((name, value)) => Err(RouteError::option(name, value)),
        }
    }
}

fn view_of(options: &[(String, String)]) -> Result<ScenarioView, RouteError> {
    let mut view = ScenarioView::default();
    for (name, value) in options {
        let id = || ScenarioId::try_from(value.clone()).map_err(|_| RouteError::option(name, value));
        match name.as_str() {
            "against" if value == NOTHING => view.against = HeldAgainst::Nothing,
            "against" => view.against = HeldAgainst::Scenario(id()?),
            "beside" if view.beside.len() < MOST_BESIDE => view.beside.push(id()?),
            _ => return Err(RouteError::option(name, value)),
        }
    }
    Ok(view)
}

fn scenario_of(text: &str) -> Result<ScenarioId, RouteError> {
    ScenarioId::try_from(text.to_owned()).map_err(|_| RouteError::Scenario(text.to_owned()))
}
