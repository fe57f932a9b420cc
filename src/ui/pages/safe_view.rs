//! What a page shows while others look on, or on paper: figures of which no small count can be worked out.

use super::measure_choices::Choice;
use crate::browser::{page, timer};
use crate::eval::{
    Evidence, Finding, Indicator, SafeFigures, Scope, SeriesPoint, UnsafeFigures, YearPoint, published_before,
};
use crate::ui::components::{Button, ButtonGroup, ButtonKind, InsetText, PageHeading, WorkingNote};
use crate::ui::hiding::{HiddenTables, Hiding};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A page's figures as they may be shown just now, worked out in the background while others look on.
#[derive(Clone, Copy)]
pub(super) struct Views {
    pub hiding: Hiding,
    /// None where nobody else looks on.
    tables: Memo<Option<BTreeMap<Indicator, UnsafeFigures>>>,
}

impl Views {
    /// The views of some figures, over what was chosen.
    pub(super) fn of(
        evidence: Memo<Arc<Evidence>>,
        chosen: Memo<Choice>,
        indicators: impl IntoIterator<Item = Indicator> + Clone + Send + Sync + 'static,
    ) -> Self {
        let state = AppState::get();
        let tables = Memo::new(move |_| {
            if !state.to_others.get() {
                return None;
            }
            let (evidence, chosen, data) = (evidence.get(), chosen.get(), state.data());
            // One school's numbers are its own.
            if matches!(chosen.scope, Scope::School(_)) {
                return Some(BTreeMap::new());
            }
            let laid_out = |one| UnsafeFigures::of(&evidence, one, &chosen.period, &published_before(&data, one));
            // A figure that cannot be laid out is not there, so nothing of it is shown.
            let views = indicators.clone().into_iter().filter_map(|one| Some((one, laid_out(one).ok()?)));
            Some(views.collect())
        });
        let asked = Memo::new(move |_| {
            let all = |tables: &BTreeMap<_, UnsafeFigures>| tables.values().map(|one| one.table().clone()).collect();
            tables.with(|tables| tables.as_ref().map(all).unwrap_or_default())
        });
        Self { hiding: Hiding::of(asked), tables }
    }

    /// The view of one of them.
    pub(super) fn view(self, indicator: Indicator) -> View {
        self.tables.with(|tables| {
            let Some(tables) = tables else { return View::Own };
            let Some(figures) = tables.get(&indicator) else { return View::Closed };
            match self.hiding.of_table(figures.table()) {
                Some(Ok(hidden)) => View::Safe(Arc::new(figures.clone().with(&hidden))),
                Some(Err(_)) => View::Closed,
                None if self.hiding.fault.with(Option::is_some) => View::Closed,
                None => View::Awaited,
            }
        })
    }
}

/// What stands above figures of which the small numbers are being hidden.
#[component]
pub(super) fn HidingNote(hiding: Hiding) -> impl IntoView {
    let (waited, how_far) = hiding.progress();
    let again = Callback::new(move |()| hiding.ask());
    view! {
        <WorkingNote waited=waited how_far=how_far on_cancel=Callback::new(move |()| hiding.cancel())/>
        {move || hiding.fault.get().map(|fault| view! {
            <InsetText>
                {format!("No figures are shown, because small numbers could not be hidden: {fault}.")}
                <Button kind=ButtonKind::Secondary on_press=again>"Try again"</Button>
            </InsetText>
        })}
    }
}

/// A figure as it may be shown just now.
#[derive(Clone, PartialEq)]
pub(super) enum View {
    /// Everything: nobody else looks on.
    Own,
    /// What others may see.
    Safe(Arc<SafeFigures>),
    /// Nothing may be shown.
    Closed,
    /// Nothing may be shown yet: small numbers are being hidden.
    Awaited,
}

impl View {
    pub(super) fn finding(&self, finding: Finding) -> Finding {
        match self {
            Self::Own => finding,
            Self::Safe(safe) => safe.finding(finding),
            Self::Closed => finding.without_sizes(),
            Self::Awaited => Finding {
                headline: format!("{}: hiding small numbers…", finding.title),
                sentences: Vec::new(),
                ..finding.without_sizes()
            },
        }
    }

    pub(super) fn series(&self, evidence: &Evidence, indicator: Indicator, scope: &Scope) -> Vec<SeriesPoint> {
        match self {
            Self::Own => evidence.series(indicator, scope),
            Self::Safe(safe) => safe.series(evidence, scope),
            Self::Closed | Self::Awaited => Vec::new(),
        }
    }

    /// A group's school years, where most of its terms are hidden.
    pub(super) fn years(&self, evidence: &Evidence, scope: &Scope) -> Option<Vec<YearPoint>> {
        match self {
            Self::Safe(safe) if safe.hides_most_terms(scope) => Some(safe.by_year(evidence, scope)),
            _ => None,
        }
    }

    /// Whether what is worked out of all counts of a group may be shown, and what is worked out against other schools.
    pub(super) fn is_open(&self, scope: &Scope) -> bool {
        match self {
            Self::Own => true,
            Self::Safe(safe) => safe.is_open(scope) && safe.is_open(&Scope::NotTakingPart),
            Self::Closed | Self::Awaited => false,
        }
    }

    pub(super) fn is_own(&self) -> bool {
        *self == Self::Own
    }
}

/// Prints what others may see, and goes back to everything.
pub(super) fn print_for_others(state: AppState) {
    let before = state.to_others.get_untracked();
    let tables = expect_context::<HiddenTables>();
    state.to_others.set(true);
    leptos::task::spawn_local(async move {
        // One frame to ask for what is to be hidden, until that is known.
        timer::next_frame().await;
        while tables.are_awaited() {
            timer::next_frame().await;
        }
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
