//! What a page shows while others look on, or on paper: figures of which no small count can be worked out.

use super::measure_choices::Choice;
use crate::browser::{page, timer};
use crate::eval::{Evidence, Finding, Indicator, SafeFigures, Scope, SeriesPoint, published_before};
use crate::model::PilotData;
use crate::ui::components::{Button, ButtonGroup, ButtonKind, PageHeading};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// A figure as it may be shown just now.
#[derive(Clone, PartialEq)]
pub(super) enum View {
    /// Everything: nobody else looks on.
    Own,
    /// What others may see.
    Safe(Arc<SafeFigures>),
    /// Nothing may be shown.
    Closed,
}

impl View {
    /// The view of a figure: everything, unless others look on.
    pub(super) fn of(
        to_others: bool,
        data: &PilotData,
        evidence: &Evidence,
        indicator: Indicator,
        chosen: &Choice,
    ) -> Self {
        if !to_others {
            return Self::Own;
        }
        let published = published_before(data, indicator);
        match SafeFigures::of(evidence, indicator, &chosen.period, &published) {
            Ok(safe) if !matches!(chosen.scope, Scope::School(_)) => Self::Safe(Arc::new(safe)),
            _ => Self::Closed,
        }
    }

    pub(super) fn finding(&self, finding: Finding) -> Finding {
        match self {
            Self::Own => finding,
            Self::Safe(safe) => safe.finding(finding),
            Self::Closed => finding.without_sizes(),
        }
    }

    pub(super) fn series(&self, evidence: &Evidence, indicator: Indicator, scope: &Scope) -> Vec<SeriesPoint> {
        match self {
            Self::Own => evidence.series(indicator, scope),
            Self::Safe(safe) => safe.series(evidence, scope),
            Self::Closed => Vec::new(),
        }
    }

    /// Whether what is worked out of all counts of a group may be shown, and what is worked out against other schools.
    pub(super) fn is_open(&self, scope: &Scope) -> bool {
        match self {
            Self::Own => true,
            Self::Safe(safe) => safe.is_open(scope) && safe.is_open(&Scope::NotTakingPart),
            Self::Closed => false,
        }
    }

    pub(super) fn is_own(&self) -> bool {
        *self == Self::Own
    }
}

/// Prints what others may see, and goes back to everything.
pub(super) fn print_for_others(state: AppState) {
    let before = state.to_others.get_untracked();
    state.to_others.set(true);
    leptos::task::spawn_local(async move {
        // One frame to draw the page anew, and one for its charts.
        timer::next_frame().await;
        timer::next_frame().await;
        page::print();
        let _ = state.to_others.try_set(before);
    });
}

/// The button that prints, with what it leaves out.
#[component]
pub(super) fn PrintButton() -> impl IntoView {
    let state = AppState::get();
    view! {
        <ButtonGroup>
            <Button kind=ButtonKind::Secondary on_press=Callback::new(move |()| print_for_others(state))>"Print"</Button>
        </ButtonGroup>
    }
}

const USE_THE_BUTTON: &str = "This page holds numbers that are not for others. To print it, use its “Print” button: small numbers are then hidden.";

/// A page's figures: on paper only as others may see them. `note` stands on paper in their place.
#[component]
pub(super) fn ForOwnEyes(#[prop(default = USE_THE_BUTTON)] note: &'static str, children: Children) -> impl IntoView {
    let state = AppState::get();
    view! {
        <p class="cw-paper-note govuk-body">{note}</p>
        <div class="cw-own-eyes" class=("cw-own-eyes--safe", move || state.to_others.get())>{children()}</div>
    }
}

/// Stands in for a page that shows a school's own numbers while others look on.
#[component]
pub fn NotForOthers() -> impl IntoView {
    let state = AppState::get();
    view! {
        <PageHeading text="Not while others look on"/>
        <p class="govuk-body">
            "This page shows the numbers of one school, and small numbers are hidden just now so that the screen can be shown to others."
        </p>
        <ButtonGroup>
            <Button on_press=Callback::new(move |()| state.to_others.set(false))>"Show all numbers"</Button>
        </ButtonGroup>
    }
}
