//! A page of a return's questions. Each figure is saved when it is left, so that closing the page loses nothing.

use super::return_entry::{box_id, entry_of, step_href};
use crate::model::{ItemGroup, Problem, Return, ReturnId, ReturnItem, ReturnStatus, Severity};
use crate::ui::components::{Button, ButtonGroup, EntryForm, ErrorSummary, Fieldset, NumberField, PageHeading};
use crate::ui::forms::{FormErrors, whole_number};
use crate::ui::navigation::Navigator;
use crate::ui::route::{ReturnStep, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;

/// The boxes of a page: which figure, and what is typed.
type Boxes = Vec<(ReturnItem, RwSignal<String>)>;

/// One page of questions.
#[component]
pub(super) fn FiguresPage(id: ReturnId, name: String, step: ReturnStep) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let data = untrack(move || state.data());
    let entry = entry_of(&data, &id);
    let items = step.groups().iter().flat_map(|group| group.items());
    let boxes: Boxes = items.map(|item| (item, RwSignal::new(figure_text(&entry, item)))).collect();
    let errors = RwSignal::new(FormErrors::new());
    let boxes = StoredValue::new(boxes);
    let place = StoredValue::new(id.clone());
    let last = Memo::new(move |_| {
        place.with_value(|ReturnId { school, term }| state.data().previous_return(school, *term).cloned())
    });
    show_while_looking_on(state, place, boxes);

    let questions = Memo::new(move |_| {
        let typed = with_typed(&place.with_value(|id| entry_of(&state.data(), id)), &boxes.get_value(), true).0;
        last.with(|last| typed.problems(last.as_ref()))
            .into_iter()
            .filter(|problem| problem.severity == Severity::Unlikely)
            .collect::<Vec<_>>()
    });
    let save_typed = move || save(state, &place.get_value(), &boxes.get_value());
    let on_change = Callback::new(move |_: String| {
        let _ = save_typed();
    });
    let go_on = Callback::new(move |()| {
        let found = wrong_figures(state, &place.get_value(), &boxes.get_value(), last.get_untracked().as_ref());
        let saved = save_typed();
        errors.set(found);
        let next = step.next().unwrap_or(ReturnStep::Check);
        match saved {
            Ok(()) if errors.with_untracked(FormErrors::is_empty) => {
                let ReturnId { school, term } = place.get_value();
                navigator.go(&Route::ReturnEntry { term, school, step: next });
            }
            Ok(()) => {}
            Err(words) => errors.update(|errors| errors.put("return", words)),
        }
    });
    let section = move |group: ItemGroup| {
        let here = boxes.get_value().into_iter().filter(|(item, _)| item.group() == group);
        let fields: Vec<_> = here
            .map(|(item, typed)| {
                view! { <Figure item=item typed=typed last=last questions=questions errors=errors on_change=on_change/> }
            })
            .collect();
        view! { <Fieldset legend=group.title()>{fields}</Fieldset> }
    };
    let before = step.previous().map(|step| step_href(&id, step));
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text=page_title(step) caption=format!("{name}, {}", id.term.words())/>
        <p class="govuk-body">"Whole numbers. If there were none, enter 0. Each figure is saved as you go."</p>
        <div id="return">
            <EntryForm on_submit=go_on>
                {step.groups().iter().copied().map(section).collect_view()}
                <ButtonGroup>
                    <Button submit=true>"Continue"</Button>
                    {before.map(|href| view! { <a class="govuk-link" href=href>"Back to the questions before"</a> })}
                </ButtonGroup>
            </EntryForm>
        </div>
    }
}

/// A figure as it stands in its box.
fn figure_text(entry: &Return, item: ReturnItem) -> String {
    entry.get(item).map_or_else(String::new, |figure| figure.to_string())
}

/// While another tab writes, the boxes show what it wrote, up to the moment in which this one may write.
fn show_while_looking_on(state: AppState, place: StoredValue<ReturnId>, boxes: StoredValue<Boxes>) {
    Effect::new(move |could_edit: Option<bool>| {
        let (may_edit, data) = (state.may_edit(), state.data());
        if !may_edit || could_edit == Some(false) {
            let entry = place.with_value(|id| entry_of(&data, id));
            boxes.with_value(|boxes| boxes.iter().for_each(|(item, typed)| typed.set(figure_text(&entry, *item))));
        }
        may_edit
    });
}

fn page_title(step: ReturnStep) -> &'static str {
    match step {
        ReturnStep::Pupils => "Pupils and requests",
        _ => "Exclusions, behaviour and time",
    }
}

#[component]
fn Figure(
    item: ReturnItem,
    typed: RwSignal<String>,
    last: Memo<Option<Return>>,
    questions: Memo<Vec<Problem>>,
    errors: RwSignal<FormErrors>,
    on_change: Callback<String>,
) -> impl IntoView {
    let beside = Signal::derive(move || {
        let before = last.with(|last| last.as_ref().and_then(|last| last.get(item)));
        before.map_or_else(|| "No figure last term".to_owned(), |figure| format!("Last term: {figure}"))
    });
    let question = Signal::derive(move || {
        questions.with(|all| all.iter().find(|problem| problem.field == item.field()).map(|one| one.words.clone()))
    });
    view! {
        <NumberField
            id=box_id(item)
            label=item.label()
            hint=item.hint()
            value=typed
            beside=beside
            question=question
            errors=errors
            on_change=on_change
        />
    }
}

/// The return with what is typed in the boxes, and the sentences for boxes that hold no figure. Where a text cannot be
/// read the figure that was there stays.
fn with_typed(entry: &Return, boxes: &Boxes, tracked: bool) -> (Return, FormErrors) {
    let mut entry = entry.clone();
    let mut errors = FormErrors::new();
    for (item, typed) in boxes {
        let text = if tracked { typed.get() } else { typed.get_untracked() };
        if let Some(figure) = errors.keep(&box_id(*item), whole_number(item.label(), &text)) {
            entry.set(*item, figure);
        }
    }
    (entry, errors)
}

/// What is wrong with the figures of this page. A gap is no error here: the last page asks for it.
fn wrong_figures(state: AppState, id: &ReturnId, boxes: &Boxes, last: Option<&Return>) -> FormErrors {
    let data = untrack(move || state.data());
    let (entry, mut errors) = with_typed(&entry_of(&data, id), boxes, false);
    for problem in entry.problems(last) {
        let asked_here = boxes.iter().any(|(item, _)| item.field() == problem.field);
        if let Some(item) = ReturnItem::from_field(problem.field).filter(|_| asked_here)
            && problem.severity == Severity::Impossible
        {
            errors.put(box_id(item), problem.words);
        }
    }
    errors
}

/// Keeps what is typed as a draft. A submitted return that is changed becomes a draft again, until it is checked.
fn save(state: AppState, id: &ReturnId, boxes: &Boxes) -> Result<(), String> {
    let data = untrack(move || state.data());
    let before = entry_of(&data, id);
    let (mut entry, _) = with_typed(&before, boxes, false);
    if data.returns.get(id) == Some(&entry) {
        return Ok(());
    }
    // A figure that changed has to be confirmed anew.
    let unchanged: Vec<_> =
        entry.confirmed.iter().copied().filter(|item| before.get(*item) == entry.get(*item)).collect();
    entry.confirmed = unchanged;
    entry.status = ReturnStatus::Draft;
    state.apply(&Command::SaveDraft(entry)).map(|_| ()).map_err(|error| error.to_string())
}
