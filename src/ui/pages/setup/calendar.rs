//! The calendar: the terms of each school year with their dates.

use super::done::{Done, DoneBanner};
use super::term_form::TermForm;
use crate::model::{AcademicYear, PilotData, Term, TermId, six_terms};
use crate::ui::components::{Button, ButtonGroup, ButtonKind, ErrorSummary, PageHeading, ScrollPane};
use crate::ui::forms::FormErrors;
use crate::ui::setup_forms::refusal_words;
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A term and how many returns it has.
type Line = (Term, usize);

/// All terms, and one of them open to be changed.
#[component]
pub(super) fn CalendarPage() -> impl IntoView {
    let state = AppState::get();
    let done = Done::get();
    let years = Memo::new(move |_| years(&state.data()));
    let open = RwSignal::new(None::<TermId>);
    let errors = RwSignal::new(FormErrors::new());
    let remove = Callback::new(move |term: TermId| {
        let mut found = FormErrors::new();
        match state.apply(&Command::RemoveTerm(term)) {
            Ok(_) => done.say(format!("{} is removed. Undo brings it back.", term.words())),
            Err(error) => found.put(format!("remove-{term}"), refusal_words(&error)),
        }
        errors.set(found);
    });
    let add = Callback::new(move |year: AcademicYear| {
        let mut found = FormErrors::new();
        match state.apply(&Command::SaveTerms(six_terms(year))) {
            Ok(_) => {
                done.say(format!("Six terms of {year} are added. Check their dates: holidays differ by authority."))
            }
            Err(error) => found.put("add-year", refusal_words(&error)),
        }
        errors.set(found);
    });
    let tables = move || {
        let table = |(year, lines): (AcademicYear, Vec<Line>)| {
            view! { <YearTable year=year lines=lines open=open remove=remove/> }
        };
        years.get().into_iter().map(table).collect_view()
    };
    let more = move || {
        let next = years.with(|years| years.keys().next_back().map(|year| AcademicYear(year.0.saturating_add(1))));
        let before = years.with(|years| years.keys().next().map(|year| year.previous()));
        let next = next.unwrap_or_else(|| AcademicYear::of(crate::browser::moment::today()));
        view! {
            <ButtonGroup>
                <Button id="add-year" kind=ButtonKind::Secondary on_press=Callback::new(move |()| add.run(next))>
                    {format!("Add the terms of {next}")}
                </Button>
                {before.map(|year| view! {
                    <Button kind=ButtonKind::Secondary on_press=Callback::new(move |()| add.run(year))>
                        {format!("Add the terms of {year}")}
                    </Button>
                })}
            </ButtonGroup>
        }
    };
    view! {
        <DoneBanner/>
        <ErrorSummary errors=errors/>
        <PageHeading text="Terms and dates"/>
        <p class="govuk-body">
            "Six terms a school year. The dates are near those that most authorities with six terms use: correct them to yours. A term with returns cannot be removed."
        </p>
        {tables}
        <h2 class="govuk-heading-m">"Another school year"</h2>
        {more}
    }
}

fn years(data: &PilotData) -> BTreeMap<AcademicYear, Vec<Line>> {
    let mut returns: BTreeMap<TermId, usize> = BTreeMap::new();
    for id in data.returns.keys() {
        *returns.entry(id.term).or_default() += 1;
    }
    let mut years: BTreeMap<AcademicYear, Vec<Line>> = BTreeMap::new();
    for term in data.calendar.terms.values() {
        let count = returns.get(&term.id).copied().unwrap_or_default();
        years.entry(term.id.year).or_default().push((term.clone(), count));
    }
    years
}

#[component]
fn YearTable(
    year: AcademicYear,
    lines: Vec<Line>,
    open: RwSignal<Option<TermId>>,
    remove: Callback<TermId>,
) -> impl IntoView {
    let here: Vec<Term> = lines.iter().map(|(term, _)| term.clone()).collect();
    let form = move || {
        let chosen = open.get()?;
        let term = here.iter().find(|term| term.id == chosen)?;
        Some(view! { <TermForm term=term.clone() open=open/> })
    };
    let rows = lines.into_iter().map(|line| row(line, open, remove)).collect_view();
    view! {
        <h2 class="govuk-heading-m">{year.to_string()}</h2>
        <ScrollPane label=format!("Terms of {year}")>
            <table class="govuk-table cw-table">
                <caption class="govuk-visually-hidden">{format!("Terms of {year}")}</caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">
                        <th scope="col" class="govuk-table__header">"Term"</th>
                        <th scope="col" class="govuk-table__header">"Starts"</th>
                        <th scope="col" class="govuk-table__header">"Ends"</th>
                        <th scope="col" class="govuk-table__header">"Returns are due"</th>
                        <th scope="col" class="govuk-table__header govuk-table__header--numeric">"Returns"</th>
                        <th scope="col" class="govuk-table__header">"Change it"</th>
                    </tr>
                </thead>
                <tbody class="govuk-table__body">{rows}</tbody>
            </table>
        </ScrollPane>
        {form}
    }
}

fn row((term, returns): Line, open: RwSignal<Option<TermId>>, remove: Callback<TermId>) -> impl IntoView {
    let id = term.id;
    let day = |date: chrono::NaiveDate| date.format("%-d %b %Y").to_string();
    let change = Callback::new(move |()| open.set(Some(id)));
    view! {
        <tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header">{format!("Term {}", id.number)}</th>
            <td class="govuk-table__cell">{day(term.starts)}</td>
            <td class="govuk-table__cell">{day(term.ends)}</td>
            <td class="govuk-table__cell">{day(term.due)}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric">{returns}</td>
            <td class="govuk-table__cell cw-actions">
                <Button id=format!("change-{id}") kind=ButtonKind::Link about=id.words() on_press=change>"Change"</Button>
                {(returns == 0).then(|| view! {
                    " "
                    <Button
                        id=format!("remove-{id}")
                        kind=ButtonKind::Link
                        about=id.words()
                        on_press=Callback::new(move |()| remove.run(id))
                    >
                        "Remove"
                    </Button>
                })}
            </td>
        </tr>
    }
}
