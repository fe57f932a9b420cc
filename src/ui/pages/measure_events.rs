//! What people marked beside a figure: events and changes of counting, with a form that adds one.

use super::measure_choices::Choice;
use crate::eval::{Indicator, Scope};
use crate::model::{EventId, EventKind, PilotEvent};
use crate::ui::components::{
    self, Announcer, Button, ButtonKind, DateField, Details, EntryForm, ErrorSummary, Radios, TextField,
};
use crate::ui::forms::{DateText, FormErrors, required_text};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The longest that is written beside a chart.
const LONGEST: usize = 120;

/// The list of marks, and the form.
#[component]
pub(super) fn Events(indicator: Indicator, chosen: Memo<Choice>) -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let shown = Memo::new(move |_| {
        let data = state.data();
        let mut events: Vec<PilotEvent> =
            data.events.values().filter(|event| event.is_about(indicator.key())).cloned().collect();
        events.sort_by(|one, other| one.date.cmp(&other.date).then(one.id.cmp(&other.id)));
        events
    });
    let remove = move |id: EventId| {
        let said = match state.apply(&Command::RemoveEvent(id)) {
            Ok(_) => "The mark has been removed. “Undo” brings it back.".to_owned(),
            Err(error) => format!("The mark could not be removed: {error}."),
        };
        announcer.say(said);
    };
    let list = move || {
        let data = state.data();
        let line = |event: PilotEvent| {
            let whose = match (&event.school, &event.cluster) {
                (Some(urn), _) => data.schools.get(urn).map(|school| school.name.clone()),
                (None, Some(id)) => data.clusters.get(id).map(|cluster| cluster.name.clone()),
                _ => None,
            };
            let when = event.date.format("%-d %B %Y").to_string();
            let id = event.id.clone();
            let whose = whose.map(|name| format!(", {name}")).unwrap_or_default();
            let words = format!("{when}: {}{whose} ({})", event.words, event.kind.words().to_lowercase());
            let name = event.words;
            view! {
                <li>
                    {words} " "
                    {state.may_edit().then(|| view! {
                        <Button kind=ButtonKind::Link on_press=Callback::new(move |()| remove(id.clone()))>
                            "Remove"<span class="govuk-visually-hidden">" " {name.clone()}</span>
                        </Button>
                    })}
                </li>
            }
        };
        match shown.get() {
            events if events.is_empty() => view! { <p class="govuk-body">"Nothing has been marked."</p> }.into_any(),
            events => {
                view! { <ul class="govuk-list govuk-list--bullet">{events.into_iter().map(line).collect_view()}</ul> }
                    .into_any()
            }
        }
    };
    view! {
        <h2 class="govuk-heading-m">"Notes and events"</h2>
        <p class="govuk-body">"Charts show them, and a change of counting is said with every finding that reaches across it."</p>
        {list}
        {move || state.may_edit().then(|| view! { <AddEvent indicator=indicator chosen=chosen/> })}
    }
}

#[component]
fn AddEvent(indicator: Indicator, chosen: Memo<Choice>) -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let words = RwSignal::new(String::new());
    let date = RwSignal::new(DateText::default());
    let kind = RwSignal::new(Some(EventKind::Event.key().to_owned()));
    let errors = RwSignal::new(FormErrors::new());
    let submit = Callback::new(move |()| {
        let scope = chosen.with_untracked(|chosen| chosen.scope.clone());
        let entered =
            read(indicator, &scope, &words.get_untracked(), &date.get_untracked(), kind.get_untracked().as_deref());
        let event = match entered {
            Ok(event) => event,
            Err(found) => return errors.set(found),
        };
        match state.apply(&Command::SaveEvent(event)) {
            Ok(_) => {
                errors.set(FormErrors::new());
                words.set(String::new());
                date.set(DateText::default());
                announcer.say("Marked. The chart shows it.");
            }
            Err(error) => {
                let mut found = FormErrors::new();
                found.put("event-words", error.to_string());
                errors.set(found);
            }
        }
    });
    let kinds =
        EventKind::ALL.map(|kind| components::Choice::new(kind.key(), kind.words())).into_iter().collect::<Vec<_>>();
    view! {
        <Details summary="Mark something that happened">
            <ErrorSummary errors=errors/>
            <EntryForm on_submit=submit>
                <TextField id="event-words" label="What happened" hint="For instance: new behaviour policy. No names of people" value=words errors=errors/>
                <DateField id="event-date" label="When" value=date errors=errors/>
                <Radios id="event-kind" label="What it means for the figures" value=kind options=kinds.clone()/>
                <Button submit=true>"Mark it"</Button>
            </EntryForm>
        </Details>
    }
}

/// The mark that was entered, for the schools that are looked at, or what is wrong with it.
fn read(
    indicator: Indicator,
    scope: &Scope,
    words: &str,
    date: &DateText,
    kind: Option<&str>,
) -> Result<PilotEvent, FormErrors> {
    let mut errors = FormErrors::new();
    let words = errors.keep("event-words", required_text("What happened", words, LONGEST));
    let date = match errors.keep("event-date", date.read("When")) {
        Some(None) => {
            errors.put("event-date", "Enter when it happened");
            None
        }
        read => read.flatten(),
    };
    let kind = EventKind::ALL.into_iter().find(|one| Some(one.key()) == kind).unwrap_or(EventKind::Event);
    let (Some(words), Some(date)) = (words, date) else { return Err(errors) };
    let Ok(id) = named(date, &words).parse() else {
        errors.put("event-words", "Enter what happened in letters");
        return Err(errors);
    };
    let (school, cluster) = match scope {
        Scope::School(urn) => (Some(urn.clone()), None),
        Scope::Cluster(id) => (None, Some(id.clone())),
        _ => (None, None),
    };
    Ok(PilotEvent { id, date, kind, words, school, cluster, figures: vec![indicator.key().to_owned()] })
}

/// A name from date and words: the same mark made twice is one.
fn named(date: NaiveDate, words: &str) -> String {
    let plain: String =
        words.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(40).collect();
    format!("{date}-{}", plain.trim_matches('-'))
}
