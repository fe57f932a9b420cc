//! A scenario as a pilot keeps it: under a short name, with everything it assumes as one text. Knows nothing of runs.

use super::{ModelError, Problem, Scenario, ScenarioId};
use serde::{Deserialize, Serialize};

/// A kept scenario. What it assumes hangs together, so it merges as one value: of two plans that were changed at the same time
/// one is shown, and the other can be chosen, but never a mixture of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedScenario {
    pub id: ScenarioId,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Nobody changes it any more; copies may differ.
    #[serde(default)]
    pub locked: bool,
    /// The scenario as JSON.
    pub content: String,
}

impl SavedScenario {
    /// Keeps a scenario under its own name.
    ///
    /// # Errors
    /// A name of which no short name can be made.
    pub fn of(scenario: &Scenario) -> Result<Self, ModelError> {
        Self::beside(scenario, |_| false)
    }

    /// Keeps a scenario under a short name that is not taken yet.
    ///
    /// # Errors
    /// A name of which no short name can be made.
    pub fn beside(scenario: &Scenario, is_taken: impl Fn(&ScenarioId) -> bool) -> Result<Self, ModelError> {
        let own = short_name(&scenario.name);
        let numbered = (2..).map(|number| format!("{own} {number}"));
        let free = std::iter::once(own.clone()).chain(numbered).map(|name| ScenarioId::from_name(&name));
        // A name that gives no id gives none with a number either.
        for id in free {
            let id = id?;
            if !is_taken(&id) {
                return Ok(Self::under(id, scenario));
            }
        }
        Err(ModelError::Id(scenario.name.clone()))
    }

    /// Keeps a scenario under a short name that it has already.
    pub fn under(id: ScenarioId, scenario: &Scenario) -> Self {
        // The name and the notes are fields of their own.
        let content = Scenario { name: String::new(), notes: String::new(), ..scenario.clone() };
        Self {
            id,
            name: scenario.name.clone(),
            notes: scenario.notes.clone(),
            locked: false,
            // Only maps with keys that are no texts cannot be written, and there are none.
            content: serde_json::to_string(&content).unwrap_or_default(),
        }
    }

    /// The scenario.
    ///
    /// # Errors
    /// Content that is no scenario, such as one of a newer version.
    pub fn scenario(&self) -> Result<Scenario, ModelError> {
        let scenario: Scenario = serde_json::from_str(&self.content)
            .map_err(|error| ModelError::Scenario(self.name.clone(), error.to_string()))?;
        Ok(Scenario { name: self.name.clone(), notes: self.notes.clone(), ..scenario })
    }

    /// What is wrong with it, in sentences.
    pub fn problems(&self) -> Vec<Problem> {
        match self.scenario() {
            Ok(scenario) => scenario.problems(),
            Err(error) => vec![Problem::impossible("content", error.to_string())],
        }
    }
}

/// As many whole words of a name as a short name can hold, with room for a number.
fn short_name(name: &str) -> String {
    const ROOM: usize = 50;
    let mut short = String::new();
    for word in name.split_whitespace() {
        if !short.is_empty() && short.len() + word.len() >= ROOM {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.extend(word.chars().take(ROOM));
    }
    short
}
