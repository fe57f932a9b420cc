//! The boxes of a pilot's form, the same for a new pilot and a known one.

use crate::ui::components::{DateField, Fieldset, TextArea, TextField, Width};
use crate::ui::forms::{DateText, FormErrors};
use crate::ui::setup_forms::{MILESTONES, Milestone, PilotText};
use crate::ui::view;
use leptos::prelude::*;

/// What is typed, box by box.
#[derive(Clone, Copy)]
pub(super) struct PilotBoxes {
    name: RwSignal<String>,
    council: RwSignal<String>,
    aims: RwSignal<String>,
    strategies: RwSignal<String>,
    dates: [RwSignal<DateText>; 5],
}

impl PilotBoxes {
    pub(super) fn of(text: PilotText) -> Self {
        Self {
            name: RwSignal::new(text.name),
            council: RwSignal::new(text.council),
            aims: RwSignal::new(text.aims),
            strategies: RwSignal::new(text.strategies),
            dates: text.dates.map(RwSignal::new),
        }
    }

    pub(super) fn typed(self) -> PilotText {
        PilotText {
            name: self.name.get_untracked(),
            council: self.council.get_untracked(),
            aims: self.aims.get_untracked(),
            strategies: self.strategies.get_untracked(),
            dates: self.dates.map(|date| date.get_untracked()),
        }
    }
}

/// The box of a field that the workspace names.
pub(super) fn box_of(field: &str) -> Option<String> {
    match field {
        "name" => Some("name".to_owned()),
        "dates" => Some("invitation".to_owned()),
        _ => None,
    }
}

/// The boxes, in order.
#[component]
pub(super) fn PilotFields(boxes: PilotBoxes, errors: RwSignal<FormErrors>) -> impl IntoView {
    let date = move |(milestone, value): (Milestone, RwSignal<DateText>)| match milestone.hint {
        Some(hint) => view! {
            <DateField id=milestone.id label=milestone.label value=value hint=hint errors=errors/>
        }
        .into_any(),
        None => view! { <DateField id=milestone.id label=milestone.label value=value errors=errors/> }.into_any(),
    };
    view! {
        <Fieldset legend="The pilot">
            <TextField id="name" label="The pilot’s name" value=boxes.name errors=errors width=Width::TwoThirds/>
            <TextField
                id="council"
                label="Council"
                hint="The local authority that runs it"
                value=boxes.council
                errors=errors
                width=Width::TwoThirds
            />
            <TextArea id="aims" label="Aims" hint="One a line" value=boxes.aims errors=errors rows=6/>
            <TextArea
                id="strategies"
                label="Strategies it belongs to"
                hint="One a line, such as a SEND strategy or an inclusion strategy"
                value=boxes.strategies
                errors=errors
                rows=3
            />
        </Fieldset>
        <Fieldset legend="Milestones" hint="Leave empty what is not known yet.">
            {MILESTONES.into_iter().zip(boxes.dates).map(date).collect_view()}
        </Fieldset>
    }
}
