//! One school: what it is, whether it is changing, and its returns term by term.

use super::missing_thing::MissingThing;
use super::safe_view::ForOwnEyes;
use super::school_change::{OnPaper, SchoolChange, answer, figures_of};
use crate::browser::{moment, page};
use crate::eval::numbers::{count, number};
use crate::model::{PilotData, Return, ReturnStatus, School, TermId, Urn};
use crate::ui::components::{Button, ButtonKind, Column, PageHeading, SortableTable, SummaryList, SummaryRow};
use crate::ui::route::{ReturnStep, Route, SchoolsView, SetupPage};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// The page of a school.
#[component]
pub fn SchoolPage(urn: Urn) -> impl IntoView {
    let state = AppState::get();
    move || {
        let data = state.data();
        match data.schools.get(&urn) {
            Some(school) => shown(&data, school),
            None => {
                let all = Route::Schools(SchoolsView::default());
                view! { <MissingThing what="school" name=urn.to_string() all=all/> }.into_any()
            }
        }
    }
}

fn shown(data: &PilotData, school: &School) -> AnyView {
    let figures = figures_of(data, &school.urn);
    let returns = lines(data, &school.urn);
    view! {
        <PageHeading text=school.name.clone() caption="School"/>
        <p class="govuk-body-l">{answer(&figures)}</p>
        <OwnSchool urn=school.urn.clone()/>
        <SummaryList rows=facts(data, school)/>
        <Button kind=ButtonKind::Secondary on_press=Callback::new(|()| page::print())>"Print"</Button>
        <OnPaper lines=figures.clone()/>
        <ForOwnEyes note="Counts from 1 to 4 are marked c on paper: somebody might be recognised.">
            <SchoolChange lines=figures/>
            <h2 class="govuk-heading-m">"Returns"</h2>
            <SortableTable
                caption="Returns of this school, newest first"
                hide_caption=true
                columns=columns()
                rows=Signal::stored(returns)
                empty="The pilot has no terms yet."
            />
        </ForOwnEyes>
    }
    .into_any()
}

/// Says that this is the person's own school, or lets them say so.
#[component]
fn OwnSchool(urn: Urn) -> impl IntoView {
    let state = AppState::get();
    let own = {
        let urn = urn.clone();
        Memo::new(move |_| state.person.with(|person| person.school.as_ref() == Some(&urn)))
    };
    let choose = Callback::new(move |()| {
        state.person.update(|person| person.school = Some(urn.clone()));
        // The button is gone; what stands in its place says what it did.
        request_animation_frame(|| {
            page::focus_element("own-school");
        });
    });
    move || match own.get() {
        true => view! {
            <p class="govuk-body" id="own-school" tabindex="-1">
                <strong>"This is your school."</strong>
                " Home shows what it has to do."
            </p>
        }
        .into_any(),
        false => view! { <Button kind=ButtonKind::Secondary on_press=choose>"This is my school"</Button> }.into_any(),
    }
}

fn facts(data: &PilotData, school: &School) -> Vec<SummaryRow> {
    let change = || Route::Setup(SetupPage::School(school.urn.clone())).href();
    let cluster = school.cluster.as_ref().and_then(|id| data.clusters.get(id));
    let cluster = match cluster {
        Some(cluster) => {
            let href = Route::Cluster(cluster.id.clone()).href();
            view! { <a class="govuk-link" href=href>{cluster.name.clone()}</a> }.into_any()
        }
        None => "None".into_any(),
    };
    let laestab = school.laestab.as_ref().map_or_else(|| "Not given".to_owned(), ToString::to_string);
    let pilot = if school.taking_part { "Taking part" } else { "Not taking part: its figures are used for comparison" };
    vec![
        SummaryRow::new("Phase", school.phase.words()),
        SummaryRow::new("URN", school.urn.to_string()),
        SummaryRow::new("DfE number", laestab),
        SummaryRow::new("Cluster", cluster),
        SummaryRow::new("Pilot", pilot).change(change()),
    ]
}

/// One term's return, or that there is none.
#[derive(Debug, Clone)]
struct Line {
    term: TermId,
    status: &'static str,
    href: String,
    roll: Option<u32>,
    sen_support: Option<u32>,
    sessions_lost: Option<u32>,
    incidents: Option<u32>,
}

/// Terms up to today's, and later ones that have a return, newest first.
fn lines(data: &PilotData, urn: &Urn) -> Vec<Line> {
    let current = data.current_term(moment::today());
    let terms = data.calendar.terms.keys().rev().copied();
    terms
        .filter(|term| current.is_some_and(|current| *term <= current) || data.return_of(urn, *term).is_some())
        .map(|term| line(data.return_of(urn, term), urn, term))
        .collect()
}

fn line(entry: Option<&Return>, urn: &Urn, term: TermId) -> Line {
    let (status, step) = match entry.map(|entry| entry.status) {
        None => ("Not started", ReturnStep::Pupils),
        Some(ReturnStatus::Draft) => ("In progress", ReturnStep::Pupils),
        Some(ReturnStatus::Submitted) => ("Returned", ReturnStep::Check),
    };
    Line {
        term,
        status,
        href: Route::ReturnEntry { term, school: urn.clone(), step }.href(),
        roll: entry.and_then(|entry| entry.roll),
        sen_support: entry.and_then(|entry| entry.sen_support),
        sessions_lost: entry.and_then(|entry| entry.sessions_lost),
        incidents: entry.and_then(|entry| entry.incidents),
    }
}

fn columns() -> Vec<Column<Line>> {
    let term = |line: &Line| view! { <a class="govuk-link" href=line.href.clone()>{line.term.words()}</a> }.into_any();
    let whole = |figure: f64| number(figure, 0);
    vec![
        Column::shown("term", "Term", term).sorted_by(|one: &Line, other: &Line| one.term.cmp(&other.term)),
        Column::text("status", "Return", |line: &Line| line.status.to_owned()),
        Column::number("roll", "Pupils on roll", |line: &Line| line.roll.map(f64::from), whole),
        Column::number("sen-support", "At SEN Support", |line: &Line| line.sen_support.map(f64::from), whole),
        // Two sessions are a school day.
        Column::number(
            "days-lost",
            "Days lost",
            |line: &Line| line.sessions_lost.map(|sessions| f64::from(sessions) / 2.0),
            count,
        ),
        Column::number("incidents", "Incidents", |line: &Line| line.incidents.map(f64::from), whole),
    ]
}
