//! What a scenario assumes: each range with its source, to read and to change.

use super::kept::Kept;
use crate::model::{Assumption, NamedAssumption, RANGE_HINT, Range, ScenarioId, capital};
use crate::ui::components::{
    Announcer, Button, ButtonGroup, ButtonKind, Choice, EntryForm, ErrorSummary, PageHeading, Select, TextField,
};
use crate::ui::forms::{FormErrors, required_text};
use crate::ui::pages::missing_thing::MissingThing;
use crate::ui::route::{Route, ScenarioPage, ScenarioView};
use crate::ui::view;
use leptos::prelude::*;

const LONGEST_SOURCE: usize = 400;

/// The page.
#[component]
pub(super) fn AssumptionsPage(id: ScenarioId) -> impl IntoView {
    let kept = Kept::of(id.clone());
    let is_there = Memo::new(move |_| kept.tried.with(Option::is_some));
    move || match is_there.get() {
        true => view! { <Listed id=id.clone() kept=kept/> }.into_any(),
        false => view! { <MissingThing what="scenario" name=id.to_string() all=Route::Scenarios(ScenarioPage::All)/> }
            .into_any(),
    }
}

#[component]
fn Listed(id: ScenarioId, kept: Kept) -> impl IntoView {
    let all =
        Memo::new(move |_| kept.tried.with(|tried| tried.as_ref().map(|one| one.assumptions()).unwrap_or_default()));
    let mut about: Vec<String> = Vec::new();
    for one in all.get_untracked() {
        if !about.contains(&one.about) {
            about.push(one.about);
        }
    }
    let chosen = RwSignal::new(about.first().cloned().unwrap_or_default());
    let options: Vec<Choice> = about.into_iter().map(|about| Choice::new(about.clone(), about)).collect();
    let open = RwSignal::new(None::<String>);
    let name =
        Memo::new(move |_| kept.saved.with(|saved| saved.as_ref().map(|saved| saved.name.clone()).unwrap_or_default()));
    let listed = Memo::new(move |_| {
        all.with(|all| chosen.with(|about| all.iter().filter(|one| one.about == *about).cloned().collect::<Vec<_>>()))
    });
    view! {
        <PageHeading text="Assumptions and their sources" caption=name/>
        <p class="govuk-body">
            "Every run draws one number from each range. What nobody knows has a wide range: replace it by what you find, and say where it comes from. "
            <a class="govuk-link" href=Route::Scenarios(ScenarioPage::One(id, ScenarioView::default())).href()>"See what comes of it"</a>
        </p>
        <Select id="about" label="About" value=chosen options=Signal::stored(options)/>
        {move || (!kept.may_change()).then(|| view! {
            <p class="govuk-body">"This scenario is locked. Copy it, or unlock it, to change what it assumes."</p>
        })}
        <dl class="govuk-summary-list">
            {move || listed.get().into_iter().map(|one| view! { <Line one=one kept=kept open=open/> }).collect_view()}
        </dl>
    }
}

#[component]
fn Line(one: NamedAssumption, kept: Kept, open: RwSignal<Option<String>>) -> impl IntoView {
    let own = one.name.clone();
    let is_open = Memo::new(move |_| open.with(|open| open.as_deref() == Some(own.as_str())));
    let Assumption { range, source, as_of } = one.assumption.clone();
    let dated = as_of.map(|date| date.format(" (%Y)").to_string()).unwrap_or_default();
    let (name, words, unit) = (one.name.clone(), one.words.clone(), one.unit);
    let shown = format!("{} ({unit})", range.words());
    let form = StoredValue::new(one);
    view! {
        <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{capital(&words)}</dt>
            <dd class="govuk-summary-list__value">
                <p class="govuk-body">{shown}</p>
                <p class="govuk-body-s">{range.meaning()} " Source: " {source} {dated}</p>
                {move || is_open.get().then(|| view! { <Change one=form.get_value() kept=kept open=open/> })}
            </dd>
            <dd class="govuk-summary-list__actions">
                {move || (kept.may_change() && !is_open.get()).then(|| {
                    let name = name.clone();
                    view! {
                        <Button kind=ButtonKind::Link about=words.clone() on_press=Callback::new(move |()| open.set(Some(name.clone())))>
                            "Change"
                        </Button>
                    }
                })}
            </dd>
        </div>
    }
}

#[component]
fn Change(one: NamedAssumption, kept: Kept, open: RwSignal<Option<String>>) -> impl IntoView {
    let announcer = expect_context::<Announcer>();
    let range = RwSignal::new(one.assumption.range.words());
    let source = RwSignal::new(String::new());
    let errors = RwSignal::new(FormErrors::new());
    let name = one.name;
    let submit = Callback::new(move |()| {
        let mut found = FormErrors::new();
        let range = found.keep("range", Range::read(&range.get_untracked()));
        let source =
            found.keep("source", required_text("Where it comes from", &source.get_untracked(), LONGEST_SOURCE));
        let (Some(range), Some(source)) = (range, source) else { return errors.set(found) };
        // Whether it can be is asked of the whole scenario: only that knows what this number must lie between.
        let assumption = Assumption { range, source, as_of: Some(crate::browser::moment::today()) };
        let problem = kept.tried.with_untracked(|tried| {
            let mut scenario = (**tried.as_ref()?).clone();
            let before = scenario.problems().len();
            scenario.assume(&name, &assumption);
            scenario.problems().into_iter().nth(before)
        });
        if let Some(problem) = problem {
            found.put("range", problem.words);
            return errors.set(found);
        }
        if kept.change(|scenario| {
            scenario.assume(&name, &assumption);
        }) {
            open.set(None);
            announcer.say("Changed. “Undo” takes it back.");
        }
    });
    view! {
        <ErrorSummary errors=errors/>
        <EntryForm on_submit=submit>
            <TextField id="range" label="Range" hint=RANGE_HINT value=range errors=errors/>
            <TextField id="source" label="Where it comes from" hint="A study, a contract, your own count, or “our guess”." value=source errors=errors/>
            <ButtonGroup>
                <Button submit=true>"Save"</Button>
                <Button kind=ButtonKind::Link on_press=Callback::new(move |()| open.set(None))>"Cancel"</Button>
            </ButtonGroup>
        </EntryForm>
    }
}
