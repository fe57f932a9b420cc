//! Many schools at once: pasted, looked at, then added all or none.

use super::done::Done;
use crate::model::School;
use crate::ui::components::{
    Button, ButtonGroup, ButtonKind, Column, Details, EntryForm, ErrorSummary, PageHeading, SortableTable, TextArea,
};
use crate::ui::forms::FormErrors;
use crate::ui::navigation::Navigator;
use crate::ui::route::{Route, SetupPage};
use crate::ui::setup_forms::{LineEffect, SchoolLine, put_refusal, read_school_lines};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;

/// The box, and under it what each line would do.
#[component]
pub(super) fn PasteSchools() -> impl IntoView {
    let (state, navigator, done) = (AppState::get(), expect_context::<Navigator>(), Done::get());
    let text = RwSignal::new(String::new());
    let looked_at = RwSignal::new(None::<Vec<SchoolLine>>);
    let errors = RwSignal::new(FormErrors::new());
    let look = Callback::new(move |()| {
        let mut found = FormErrors::new();
        let data = untrack(move || state.data());
        let lines = found.keep("lines", text.with_untracked(|text| read_school_lines(text, &data)));
        if let Some(count) = lines.as_deref().map(wrong_lines).filter(|count| *count > 0) {
            found.put("lines", wrong_words(count));
        }
        looked_at.set(lines);
        errors.set(found);
    });
    let add = Callback::new(move |()| {
        // What is saved is read anew from the text: it may have been changed since it was looked at.
        look.run(());
        if errors.with_untracked(|errors| !errors.is_empty()) {
            return;
        }
        let schools = looked_at.with_untracked(|lines| lines.as_deref().map(saved).unwrap_or_default());
        let count = schools.len();
        match state.apply(&Command::SaveSchools(schools)) {
            Ok(_) => {
                done.say(match count {
                    0 => "All of these schools are there already: nothing has changed.".to_owned(),
                    1 => "1 school is saved.".to_owned(),
                    _ => format!("{count} schools are saved. One undo takes all of them back."),
                });
                navigator.go(&Route::Setup(SetupPage::Schools));
            }
            Err(error) => errors.update(|found| put_refusal(found, &error, "lines", |_| None)),
        }
    });
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="Add schools"/>
        <EntryForm on_submit=look>
            <TextArea
                id="lines"
                label="Paste many schools"
                hint="One a line: URN, DfE number, name, phase, cluster. Copied cells of a spreadsheet or a CSV table will do."
                value=text
                errors=errors
                rows=8
            />
            <Details summary="Help with the lines">
                <p>"109012, 803/2143, Meadow Primary, Primary, Yate"</p>
                <p>
                    "A school takes part if its cluster does; a sixth part, yes or no, says otherwise. The first line may name the columns, which may then have another order. Put a name that has a comma in it between double quotes."
                </p>
            </Details>
            <ButtonGroup>
                <Button submit=true kind=ButtonKind::Secondary>"Look at what would be added"</Button>
            </ButtonGroup>
        </EntryForm>
        {move || looked_at.get().map(|lines| view! { <Preview lines=lines add=add/> })}
    }
}

fn wrong_lines(lines: &[SchoolLine]) -> usize {
    lines.iter().filter(|line| matches!(line.effect, LineEffect::Wrong(_))).count()
}

fn wrong_words(count: usize) -> String {
    match count {
        1 => "1 line cannot be used: correct it or take it out. The list below says what is wrong".to_owned(),
        _ => format!("{count} lines cannot be used: correct them or take them out. The list below says what is wrong"),
    }
}

/// The schools that would be written.
fn saved(lines: &[SchoolLine]) -> Vec<School> {
    let school = |line: &SchoolLine| match &line.effect {
        LineEffect::Adds(school) | LineEffect::Changes(school, _) => Some(school.clone()),
        _ => None,
    };
    lines.iter().filter_map(school).collect()
}

/// Each line with what it would do, the wrong ones first.
#[component]
fn Preview(lines: Vec<SchoolLine>, add: Callback<()>) -> impl IntoView {
    let wrong = wrong_lines(&lines);
    let count = |wanted: fn(&LineEffect) -> bool| lines.iter().filter(|line| wanted(&line.effect)).count();
    let adds = count(|effect| matches!(effect, LineEffect::Adds(_)));
    let changes = count(|effect| matches!(effect, LineEffect::Changes(..)));
    let same = count(|effect| matches!(effect, LineEffect::NoChange));
    let words = format!("{adds} new, {changes} changed, {same} the same, {wrong} that cannot be used.");
    let mut lines = lines;
    lines.sort_by_key(|line| (!matches!(line.effect, LineEffect::Wrong(_)), line.number));
    let columns = vec![
        Column::text("line", "Line", |line: &SchoolLine| line.number.to_string()),
        Column::text("school", "School", |line: &SchoolLine| line.name.clone()),
        Column::shown("effect", "What it would do", |line: &SchoolLine| effect(&line.effect)),
    ];
    let button = (wrong == 0).then(|| {
        let words = match adds + changes {
            1 => "Save 1 school".to_owned(),
            count => format!("Save {count} schools"),
        };
        view! {
            <ButtonGroup>
                <Button on_press=add>{words}</Button>
            </ButtonGroup>
        }
    });
    view! {
        <section aria-labelledby="preview">
            <h2 class="govuk-heading-m" id="preview">"What would be added"</h2>
            <p class="govuk-body" role="status">{words}</p>
            <SortableTable
                caption="Lines that were pasted"
                hide_caption=true
                columns=columns
                rows=Signal::stored(lines)
            />
            {button}
        </section>
    }
}

fn effect(effect: &LineEffect) -> AnyView {
    match effect {
        LineEffect::Adds(school) if school.taking_part => "Adds it, taking part".into_any(),
        LineEffect::Adds(_) => "Adds it, not taking part".into_any(),
        LineEffect::Changes(_, what) => format!("Changes its {what}").into_any(),
        LineEffect::NoChange => "Is there already".into_any(),
        LineEffect::Wrong(faults) => {
            let fault = |words: &String| view! { <li>{words.clone()}</li> };
            view! { <ul class="govuk-list">{faults.iter().map(fault).collect_view()}</ul> }.into_any()
        }
    }
}
