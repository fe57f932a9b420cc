//! Several pages of one browser at the same pilot: one writes, the others see what it writes, and one of them can take its place. Knows
//! nothing of how that looks.

use super::open::{AppState, Opened, Which};
use super::saver::SaveState;
use crate::browser::channel::Channel;
use crate::browser::{page, store, tabs};
use crate::workspace::{FORM, WorkspaceError, change_of};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What pages say to one another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    /// Log entries that are on disk now, from this number on. With none, those before the number are.
    Written { from: u64, entries: Vec<String> },
    /// All is other than before: it has to be read anew.
    Anew,
    /// Somebody wants to write.
    Wanted,
    /// A page has come, whose program keeps pilots in this form.
    Here { form: u32 },
}

/// Longer ones, in bytes, are not sent to every page, but read from the store where somebody looks on.
const LONG_ENTRIES: usize = 64 * 1024;

/// What is said of entries that are on disk, by their first number.
pub(super) fn written(from: u64, entries: &[String]) -> Said {
    if entries.iter().map(String::len).sum::<usize>() > LONG_ENTRIES {
        return Said::Written { from: from + entries.len() as u64, entries: Vec::new() };
    }
    Said::Written { from, entries: entries.to_vec() }
}

/// Listens to the other pages of a store, and tells them that this one has come.
pub(super) fn channel(state: AppState, which: Which) -> Option<Channel> {
    let channel = Channel::open(which.store_name(), move |words| {
        if let Ok(said) = serde_json::from_str(words) {
            heard(state, which, said);
        }
    })?;
    say(&channel, &Said::Here { form: FORM });
    Some(channel)
}

pub(super) fn say(channel: &Channel, said: &Said) {
    if let Ok(words) = serde_json::to_string(said) {
        // Who does not hear it reads it when it looks.
        let _heard = channel.say(&words);
    }
}

/// Follows locks that are taken away, and the browser stopping or ending the page: for as long as it lives.
pub(super) fn follow(state: AppState) {
    tabs::on_lost(move |store| {
        if state.is_open(store) {
            state.look_on();
        }
    });
    let outdated = move |name: &str| {
        if state.is_open(name) {
            let _ = state.save.try_set(SaveState::Outdated);
        }
    };
    let held_up = move |_: &str| {
        let words = "Another tab with an older version of this page is open: close it, and this one goes on.";
        let _ = state.trouble.try_set(Some(words.to_owned()));
    };
    store::on_other_programs(outdated, held_up);
    let let_go = move || {
        if let Some(which) = state.which().filter(|_| state.nothing_is_unsaved()) {
            tabs::stop_writing(which.store_name());
            state.look_on();
        }
    };
    let come_back = move || {
        if let Some(which) = state.which().filter(|_| state.looks_on()) {
            leptos::task::spawn_local(read_anew(state, which));
        }
    };
    page::on_freezing(let_go, come_back);
    page::on_leaving(move || state.leave_page());
    page::ask_before_leaving(move || state.would_lose_work());
}

fn heard(state: AppState, which: Which, said: Said) {
    if let Said::Written { from, entries } = &said {
        let _ = state.heard_of.try_set_value(from + entries.len() as u64 - 1);
    }
    if !state.is_open(which.store_name()) {
        return;
    }
    let writes = tabs::is_writer(which.store_name());
    match said {
        Said::Here { form } if form > FORM => {
            let _ = state.save.try_set(SaveState::Outdated);
        }
        // Who came later with an older program did not hear this one come.
        Said::Here { form } if form < FORM => state.say(&Said::Here { form: FORM }),
        Said::Here { .. } => {}
        Said::Wanted if writes => leptos::task::spawn_local(async move {
            // What is not on disk is only here: then this page goes on writing.
            if state.all_is_saved().await {
                tabs::stop_writing(which.store_name());
                state.look_on();
            }
        }),
        Said::Written { from, entries } if state.looks_on() => match follow_on(state, from, &entries) {
            Ok(()) => {}
            Err(_) => leptos::task::spawn_local(read_anew(state, which)),
        },
        Said::Anew if state.looks_on() => leptos::task::spawn_local(read_anew(state, which)),
        Said::Wanted | Said::Written { .. } | Said::Anew => {}
    }
}

/// Does what another page did.
fn follow_on(state: AppState, from: u64, entries: &[String]) -> Result<(), WorkspaceError> {
    let known = state.on_disk.get_untracked();
    let missed = || WorkspaceError::Damaged("an entry is missing".to_owned());
    let Some(Opened { which, workspace }) = state.opened.get_untracked().filter(|_| from == known + 1) else {
        return Err(missed());
    };
    let mut workspace = (*workspace).clone();
    for entry in entries {
        workspace.replay(change_of(entry)?);
    }
    let _ = state.on_disk.try_set(known + entries.len() as u64);
    let _ = state.opened.try_set(Some(Opened { which, workspace: Arc::new(workspace) }));
    Ok(())
}

async fn read_anew(state: AppState, which: Which) {
    if let Err(error) = state.open_store(which).await {
        let _ = state.trouble.try_set(Some(error.to_string()));
    }
}

/// Makes this page the one that writes; the words say why it is not.
pub async fn edit_here(state: AppState) -> Result<(), String> {
    let which = state.which().ok_or("No pilot is open.")?;
    state.say(&Said::Wanted);
    if !tabs::take_over(which.store_name()).await {
        return Err("The other tab does not let go of it: close that one.".to_owned());
    }
    state.open_store(which).await.map_err(|error| error.to_string())
}
