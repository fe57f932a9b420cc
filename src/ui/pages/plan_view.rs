//! An import plan on the screen: each file, each record, each field, and what to choose where copies disagree.

use super::disagreement::Disagreement;
use super::planned_records::{Against, shown_records};
use crate::bundle::{FileStatus, ImportPlan, PlannedFile};
use crate::merge::Value;
use crate::ui::components::{Button, ButtonGroup, ButtonKind, PageHeading, WarningText};
use crate::ui::forms::sentence;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

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
    let plan = Arc::new(plan);
    let files: Vec<_> = plan.files().iter().enumerate().map(|(place, file)| shown_file(&plan, place, file)).collect();
    let warnings = warnings(plan.warnings());
    let held_back = plan.holds_back().then(|| held_back(Arc::clone(&plan), stage_plan));
    let conflicts: Vec<_> = (0..plan.conflicts().len()).map(|place| disagreement(&plan, place, stage_plan)).collect();
    let many = conflicts.len() > 1;
    let all_of_one_side = {
        let plan = Arc::clone(&plan);
        move |ours: bool| {
            let plan = Arc::clone(&plan);
            Callback::new(move |()| {
                let mut plan = (*plan).clone();
                plan.choose_all(ours);
                stage_plan.run(plan);
            })
        }
    };
    view! {
        <PageHeading text=plan.headline()/>
        <div id="plan">
            {files}
            {warnings}
            {held_back}
            {(!conflicts.is_empty()).then(|| view! {
                <h2 class="govuk-heading-m">"Where copies disagree"</h2>
                <p class="govuk-body">"Somebody changed the same figure here and there. Choose, or leave it: the marked one is kept and the other stays listed."</p>
                {many.then(|| view! {
                    <ButtonGroup>
                        <Button kind=ButtonKind::Secondary on_press=all_of_one_side(true)>"Keep all of ours"</Button>
                        <Button kind=ButtonKind::Secondary on_press=all_of_one_side(false)>"Take all of theirs"</Button>
                    </ButtonGroup>
                })}
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

/// Nobody reads more; files that do not belong here can give cause for a hundred thousand.
const WARNINGS_SHOWN: usize = 20;

fn warnings(sentences: &[String]) -> Vec<AnyView> {
    let warning = |words: String| view! { <WarningText>{words}</WarningText> }.into_any();
    let more = sentences.len().saturating_sub(WARNINGS_SHOWN);
    let more = (more > 0).then(|| format!("And {more} more like these."));
    sentences.iter().take(WARNINGS_SHOWN).cloned().chain(more).map(warning).collect()
}

fn shown_file(plan: &Arc<ImportPlan>, place: usize, file: &PlannedFile) -> AnyView {
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
    let shared = Arc::clone(plan);
    let records = shown_records(file.counts.listed(), move || shared.records(place), Against::File);
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

fn held_back(plan: Arc<ImportPlan>, stage_plan: Callback<ImportPlan>) -> impl IntoView {
    let take = Callback::new(move |()| {
        let mut plan = (*plan).clone();
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

fn disagreement(plan: &ImportPlan, place: usize, stage_plan: Callback<ImportPlan>) -> AnyView {
    let Some(conflict) = plan.conflicts().get(place).cloned() else { return ().into_any() };
    let plan = StoredValue::new(plan.clone());
    let choose = Callback::new(move |value: Value| {
        let mut changed = plan.get_value();
        if changed.choose(place, Some(value)).is_ok() {
            stage_plan.run(changed);
        }
    });
    let write = move |text: String| {
        let mut changed = plan.get_value();
        changed.choose_text(place, &text).map_err(|error| error.to_string())?;
        stage_plan.run(changed);
        Ok(())
    };
    view! { <Disagreement conflict=conflict place=place choose=choose write=write/> }.into_any()
}
