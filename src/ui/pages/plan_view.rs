//! An import plan on the screen: each file, each record, each field, and what to choose where copies disagree.

use super::planned_records::{Against, shown_records};
use crate::bundle::{Conflict, FileStatus, ImportPlan, PlannedFile};
use crate::ui::components::{Button, ButtonGroup, ButtonKind, PageHeading, TextField, WarningText, Width};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::view;
use leptos::prelude::*;

/// The plan with its buttons. `stage_plan` takes the plan back after a choice.
#[component]
pub(super) fn PlanView(
    plan: ImportPlan,
    stage_plan: Callback<ImportPlan>,
    on_apply: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let usable = plan.files().iter().filter(|file| file.status == FileStatus::WillChange).count();
    let apply_words = match usable {
        1 => "Apply 1 file".to_owned(),
        count => format!("Apply {count} files"),
    };
    let can_apply = plan.can_apply();
    let files: Vec<_> = plan.files().iter().enumerate().map(|(place, file)| shown_file(&plan, place, file)).collect();
    let warnings = warnings(plan.warnings());
    let held_back = plan.holds_back().then(|| held_back(plan.clone(), stage_plan));
    let conflicts: Vec<_> = (0..plan.conflicts().len())
        .map(|place| view! { <Disagreement plan=plan.clone() place=place stage_plan=stage_plan/> })
        .collect();
    view! {
        <PageHeading text=plan.headline()/>
        <div id="plan">
            {files}
            {warnings}
            {held_back}
            {(!conflicts.is_empty()).then(|| view! {
                <h2 class="govuk-heading-m">"Where copies disagree"</h2>
                <p class="govuk-body">"Somebody changed the same figure here and there. Choose, or leave it: the marked one is kept and the other stays listed."</p>
                {conflicts}
            })}
            <ButtonGroup>
                {can_apply.then(|| view! { <Button on_press=on_apply>{apply_words}</Button> })}
                <Button kind=ButtonKind::Secondary on_press=on_cancel>
                    {if can_apply { "Cancel: change nothing" } else { "Choose other files" }}
                </Button>
            </ButtonGroup>
        </div>
    }
}

fn warnings(sentences: &[String]) -> Vec<AnyView> {
    let warning = |words: String| view! { <WarningText>{words}</WarningText> }.into_any();
    sentences.iter().cloned().map(warning).collect()
}

fn shown_file(plan: &ImportPlan, place: usize, file: &PlannedFile) -> AnyView {
    let name = file.name.clone();
    let title = view! { <h2 class="govuk-heading-s cw-plan__name">{name}</h2> };
    if let FileStatus::CannotBeUsed(reason) = &file.status {
        let sentence = sentence(&reason.to_string());
        return view! {
            <section class="cw-plan cw-plan--unusable">
                {title}
                <p class="govuk-body">"Cannot be used. " {sentence}</p>
            </section>
        }
        .into_any();
    }
    let from = format!("{}. Last changed {} on the device “{}”.", file.holds, file.as_at, file.device);
    let (notices, counts) = (warnings(&file.notices), file.counts.words());
    let note = file.note.clone().map(|note| match note.is_warning {
        true => view! { <WarningText>{note.words}</WarningText> }.into_any(),
        false => view! { <p class="govuk-body">{note.words}</p> }.into_any(),
    });
    let records = shown_records(plan.records(place), Against::File);
    view! {
        <section class="cw-plan">
            {title}
            <p class="govuk-body">{sentence(&from)}</p>
            {note}
            <p class="govuk-body"><strong>{counts}</strong></p>
            {notices}
            {records}
        </section>
    }
    .into_any()
}

fn held_back(plan: ImportPlan, stage_plan: Callback<ImportPlan>) -> impl IntoView {
    let take = Callback::new(move |()| {
        let mut plan = plan.clone();
        plan.take_held_back(true);
        stage_plan.run(plan);
    });
    view! {
        <WarningText>
            "Some records say they were written more than a day from now: the clock of the device that wrote them was wrong. They are left out unless you take them in."
        </WarningText>
        <Button kind=ButtonKind::Secondary on_press=take>"Take them in"</Button>
    }
}

/// One field on which copies disagree: each side, and a third value.
#[component]
fn Disagreement(plan: ImportPlan, place: usize, stage_plan: Callback<ImportPlan>) -> impl IntoView {
    let Some(conflict) = plan.conflicts().get(place).cloned() else { return ().into_any() };
    let Conflict { record_label, field_label, options, choice, .. } = conflict;
    let third = RwSignal::new(String::new());
    let errors = RwSignal::new(FormErrors::new());
    let id = format!("third-{place}");
    let plan = StoredValue::new(plan);
    let field_id = id.clone();
    let write = Callback::new(move |()| {
        let mut changed = plan.get_value();
        match changed.choose_text(place, &third.get_untracked()) {
            Ok(()) => stage_plan.run(changed),
            Err(error) => {
                let mut found = FormErrors::new();
                found.put(field_id.clone(), sentence(&error.to_string()));
                errors.set(found);
            }
        }
    });
    let named = format!("{record_label}: {field_label}");
    let sides: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(nth, option)| {
            let is_chosen = choice.as_ref().map_or(nth == 0, |chosen| *chosen == option.value);
            let value = option.value.clone();
            let choose = Callback::new(move |()| {
                let mut changed = plan.get_value();
                if changed.choose(place, Some(value.clone())).is_ok() {
                    stage_plan.run(changed);
                }
            });
            let side = if option.is_ours { "Here" } else { "In a file" };
            let words = format!("{side}: {} ({}, {})", option.words, option.device, option.at);
            view! {
                <li>
                    {words} {is_chosen.then_some(" – this one is kept. ")} " "
                    {(!is_chosen).then(|| view! { <Button kind=ButtonKind::Link on_press=choose about=named.clone()>"Keep this one"</Button> })}
                </li>
            }
        })
        .collect();
    let wrote = choice.is_some().then_some("You have chosen.");
    view! {
        <section class="cw-plan">
            <h3 class="govuk-heading-s">{named.clone()}</h3>
            <ul class="govuk-list govuk-list--bullet">{sides}</ul>
            <p class="govuk-body">{wrote}</p>
            <TextField id=id label="Or write what is right" value=third errors=errors width=Width::Chars10/>
            <Button kind=ButtonKind::Secondary on_press=write about=named>"Use what I wrote"</Button>
        </section>
    }
    .into_any()
}
