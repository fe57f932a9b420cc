//! One calculator: what it asks for, its answer in a sentence, and a file that repeats it.

use super::calculator_answer::AnswerView;
use crate::browser::page;
use crate::eval::Calculation;
use crate::eval::calculators::{Calculator, Input, InputKind};
use crate::jobs::{Calculated, Job, takes_long};
use crate::ui::components::{
    Button, ButtonGroup, ButtonKind, Choice, EntryForm, ErrorSummary, PageHeading, Select, TextArea, TextField, Waited,
    Width, WorkingNote,
};
use crate::ui::forms::FormErrors;
use crate::ui::long_job::LongJob;
use crate::ui::route::Route;
use crate::ui::view;
use leptos::prelude::*;

/// The levels an interval can have: percent, words.
const LEVELS: [(&str, &str); 4] = [("80", "80%"), ("90", "90%"), ("95", "95%, the usual one"), ("99", "99%")];
/// The field of a problem that is about no one input.
const FIRST: usize = 0;
/// The button that has the focus again after a cancelled wait.
const WORK_IT_OUT: &str = "work-it-out";

/// A request with its answer.
#[derive(Clone, PartialEq)]
pub(super) struct Answered {
    pub request: Calculation,
    pub answer: Calculated,
}

/// A calculator's page; it opens with its example worked out.
#[component]
pub fn CalculatorPage(method: &'static str) -> impl IntoView {
    Calculator::of(method).map(|calculator| view! { <Working calculator=calculator/> })
}

type Typed = Vec<(&'static Input, RwSignal<String>)>;

#[component]
fn Working(calculator: &'static Calculator) -> impl IntoView {
    let typed: Typed = calculator.inputs.iter().map(|input| (input, RwSignal::new(input.example.to_owned()))).collect();
    let typed = StoredValue::new(typed);
    let level = RwSignal::new("95".to_owned());
    let errors = RwSignal::new(FormErrors::new());
    let answered = RwSignal::new(None::<Answered>);
    let job = LongJob::new();
    let show = move |found: Result<Answered, String>| match found {
        Ok(found) => {
            errors.set(FormErrors::new());
            answered.set(Some(found));
        }
        Err(said) => {
            answered.set(None);
            errors.set(typed.with_value(|typed| placed(calculator, typed, &said)));
        }
    };
    let work_out = move || {
        job.stop();
        match typed.with_value(|typed| asked(calculator, typed, &level.get_untracked())) {
            Ok(request) if takes_long(calculator.method) => {
                let text = serde_json::to_string(&request).unwrap_or_default();
                job.start(Job::Calculate { request: text }, move |found| {
                    let answer = found.and_then(|text| Calculated::read(&text));
                    show(answer.map(|answer| Answered { request, answer }).map_err(|fault| fault.to_string()));
                });
            }
            Ok(request) => {
                let answer = request.answer().map(Calculated::from).map_err(|error| error.to_string());
                show(answer.map(|answer| Answered { request, answer }));
            }
            Err(wrong) => {
                answered.set(None);
                errors.set(wrong);
            }
        }
    };
    let cancel = Callback::new(move |()| {
        job.cancel();
        page::focus_element(WORK_IT_OUT);
    });
    // While another answer is on its way the old one would pass for it.
    let shown_answer = move || answered.get().filter(|_| !matches!(job.waited.get(), Waited::Noticed | Waited::Long));
    work_out();
    let fill = move |text: fn(&Input) -> &'static str| {
        typed.with_value(|typed| typed.iter().for_each(|(input, box_text)| box_text.set(text(input).to_owned())));
        errors.set(FormErrors::new());
    };
    let example = Callback::new(move |()| {
        fill(|input| input.example);
        work_out();
    });
    let clear = Callback::new(move |()| {
        // A choice keeps an answer: it cannot be empty.
        job.stop();
        fill(|input| if matches!(input.kind, InputKind::Choice(_)) { input.example } else { "" });
        answered.set(None);
    });
    let boxes = typed.with_value(|typed| {
        typed.iter().enumerate().map(|(place, (input, text))| shown(place, input, *text, errors)).collect_view()
    });
    let levels: Vec<Choice> = LEVELS.into_iter().map(|(value, label)| Choice::new(value, label)).collect();
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text=calculator.title/>
        <p class="govuk-body-l">{calculator.purpose}</p>
        <EntryForm on_submit=Callback::new(move |()| work_out())>
            {boxes}
            {calculator.level.then(|| view! { <Select id="level" label="Level of the interval" value=level options=Signal::stored(levels)/> })}
            <ButtonGroup>
                <Button submit=true id=WORK_IT_OUT>"Work it out"</Button>
                <Button kind=ButtonKind::Secondary on_press=example>"Show the example"</Button>
                <Button kind=ButtonKind::Secondary on_press=clear>"Clear"</Button>
            </ButtonGroup>
        </EntryForm>
        <WorkingNote waited=job.waited how_far=job.how_far on_cancel=cancel/>
        <div role="status">
            {move || shown_answer().map(|found| view! { <AnswerView found=found/> })}
        </div>
        <p class="govuk-body">
            <a class="govuk-link" href=Route::Calculators.href()>"All calculators"</a>
        </p>
    }
}

fn id_of(place: usize) -> String {
    format!("input-{place}")
}

fn shown(place: usize, input: &'static Input, text: RwSignal<String>, errors: RwSignal<FormErrors>) -> AnyView {
    let hint = Some(input.hint.to_owned()).filter(|hint| !hint.is_empty());
    match input.kind {
        InputKind::Choice(choices) => {
            let options: Vec<Choice> = choices.iter().map(|(value, label)| Choice::new(*value, *label)).collect();
            view! { <Select id=id_of(place) label=input.label value=text options=Signal::stored(options) hint=hint.unwrap_or_default() errors=errors/> }
                .into_any()
        }
        InputKind::Number | InputKind::OptionalNumber => {
            view! { <TextField id=id_of(place) label=input.label value=text hint=hint.unwrap_or_default() errors=errors width=Width::Chars10/> }.into_any()
        }
        InputKind::Text | InputKind::OptionalNumbers => {
            view! { <TextField id=id_of(place) label=input.label value=text hint=hint.unwrap_or_default() errors=errors width=Width::OneHalf/> }.into_any()
        }
        _ => {
            let lines = u32::try_from(input.example.lines().count()).unwrap_or(3).clamp(2, 8);
            view! { <TextArea id=id_of(place) label=input.label value=text hint=hint.unwrap_or_default() errors=errors rows=lines/> }.into_any()
        }
    }
}

/// What was typed as a request, or what is wrong with it, each at its box.
fn asked(calculator: &'static Calculator, typed: &Typed, level: &str) -> Result<Calculation, FormErrors> {
    let text_of = |input: &Input| {
        let found = typed.iter().find(|(own, _)| own.path == input.path);
        found.map(|(_, text)| text.get_untracked()).unwrap_or_default()
    };
    let request = calculator.request(text_of, level).map_err(|problems| {
        let mut errors = FormErrors::new();
        for problem in problems {
            errors.put(id_of(place_of(typed, problem.path)), problem.words);
        }
        errors
    })?;
    Calculation::from_value(request).map_err(|error| placed(calculator, typed, &error.to_string()))
}

fn place_of(typed: &Typed, path: &str) -> usize {
    typed.iter().position(|(input, _)| input.path == path).unwrap_or(FIRST)
}

/// What the engine said is wrong, at the box that it is about.
fn placed(calculator: &'static Calculator, typed: &Typed, said: &str) -> FormErrors {
    let input = calculator.input_of(said);
    let words = match input {
        // The path is the request's name for the box; the person sees its label.
        Some(input) => {
            let rest = said.split_once(": ").map_or(said, |(_, rest)| rest);
            format!("{}{}", input.label, rest.strip_prefix(input.path).unwrap_or(rest))
        }
        None => said.split_once(": ").map_or(said, |(_, rest)| rest).to_owned(),
    };
    let mut errors = FormErrors::new();
    errors.put(id_of(input.map_or(FIRST, |input| place_of(typed, input.path))), words);
    errors
}
