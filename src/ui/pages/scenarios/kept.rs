//! A kept scenario while it is worked on: as it is kept, as it is tried out, and how it is kept anew. Knows nothing of what is shown.

use crate::model::{PilotData, SavedScenario, Scenario, ScenarioId};
use crate::ui::components::Announcer;
use crate::ui::state::AppState;
use crate::workspace::Command;
use leptos::prelude::*;
use std::sync::Arc;

/// The plan that questions are asked of and others are held against: the first that is locked, or else the first.
pub(super) fn plan_of(data: &PilotData) -> Option<&SavedScenario> {
    data.scenarios.values().find(|one| one.locked).or_else(|| data.scenarios.values().next())
}

/// One scenario on the page.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    state: AppState,
    announcer: Announcer,
    pub saved: Memo<Option<SavedScenario>>,
    /// As it is tried out: what is kept, but for a lever that is moved just now. None where it cannot be read.
    pub tried: RwSignal<Option<Arc<Scenario>>>,
}

impl Kept {
    pub fn of(id: ScenarioId) -> Self {
        let state = AppState::get();
        let saved = Memo::new(move |_| state.data().scenarios.get(&id).cloned());
        let read = move || saved.with(|saved| saved.as_ref().and_then(|saved| saved.scenario().ok()).map(Arc::new));
        let tried = RwSignal::new(untrack(read));
        // Undo, another tab or a file may change what is kept.
        Effect::new(move |_| {
            let kept = read();
            if tried.with_untracked(|tried| *tried != kept) {
                tried.set(kept);
            }
        });
        Self { state, announcer: expect_context(), saved, tried }
    }

    /// Whether it may be changed here.
    pub fn may_change(self) -> bool {
        self.state.may_edit() && self.saved.with(|saved| saved.as_ref().is_some_and(|saved| !saved.locked))
    }

    /// Changes what is shown and keeps nothing.
    pub fn try_out(self, change: impl FnOnce(&mut Scenario)) {
        self.tried.update(|tried| {
            if let Some(scenario) = tried {
                change(Arc::make_mut(scenario));
            }
        });
    }

    /// Changes it and keeps that, in one step of “Undo”. Says so if that fails, and shows again what is kept.
    pub fn change(self, change: impl FnOnce(&mut Scenario)) -> bool {
        let Some(saved) = self.saved.get_untracked() else { return false };
        let mut scenario = match saved.scenario() {
            Ok(scenario) => scenario,
            Err(error) => {
                self.announcer.say(format!("The scenario could not be changed: {error}."));
                return false;
            }
        };
        change(&mut scenario);
        let changed = SavedScenario { locked: saved.locked, ..SavedScenario::under(saved.id, &scenario) };
        let kept = self.apply(&Command::SaveScenario(changed));
        if !kept {
            self.tried.set(self.saved.get_untracked().and_then(|saved| saved.scenario().ok()).map(Arc::new));
        }
        kept
    }

    /// Locks it, or unlocks it.
    pub fn lock(self, locked: bool) -> bool {
        let Some(saved) = self.saved.get_untracked() else { return false };
        self.apply(&Command::SaveScenario(SavedScenario { locked, ..saved }))
    }

    /// Takes it away; “Undo” brings it back.
    pub fn remove(self) -> bool {
        let Some(saved) = self.saved.get_untracked() else { return false };
        self.apply(&Command::RemoveScenario(saved.id))
    }

    /// Keeps what is tried out under another name, and gives its short name.
    pub fn copy(self) -> Option<ScenarioId> {
        let scenario = self.tried.get_untracked()?;
        let copy = Scenario { name: format!("{}, copy", scenario.name), ..(*scenario).clone() };
        keep_new(self.state, &copy).map_err(|words| self.announcer.say(words)).ok()
    }

    fn apply(self, command: &Command) -> bool {
        match self.state.apply(command) {
            Ok(_) => true,
            Err(error) => {
                self.announcer.say(format!("That could not be done: {error}."));
                false
            }
        }
    }
}

/// Keeps a scenario that is new here.
///
/// # Errors
/// A sentence that says why it is not kept.
pub(super) fn keep_new(state: AppState, scenario: &Scenario) -> Result<ScenarioId, String> {
    let data = untrack(|| state.data());
    let saved = SavedScenario::beside(scenario, |id| data.scenarios.contains_key(id))
        .map_err(|error| format!("The scenario could not be saved: {error}."))?;
    let id = saved.id.clone();
    match state.apply(&Command::SaveScenario(saved)) {
        Ok(_) => Ok(id),
        Err(error) => Err(format!("The scenario could not be saved: {error}.")),
    }
}
