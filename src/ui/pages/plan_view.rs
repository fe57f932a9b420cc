//! An import plan on the screen: each file, each record, each field, and what to choose where copies disagree.

use super::disagreement::Disagreement;
use super::planned_records::{Against, shown_records};
use crate::bundle::{BundleError, FileStatus, ImportPlan, PlannedFile};
use crate::merge::Value;
use crate::ui::components::{Button, ButtonGroup, ButtonKind, PageHeading, WarningText};
use crate::ui::forms::sentence;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The plan with its buttons. What is chosen is put into it where it stands; `stage_plan` takes one that says something else.
#[component]
pub(super) fn PlanView(
    plan: ArcRwSignal<ImportPlan>,
    stage_plan: Callback<ImportPlan>,
    on_apply: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let staged = plan;
    let plan = Arc::new(staged.get_untracked());
    let usable = plan.files().iter().filter(|file| file.status == FileStatus::WillChange).count();
    let apply_words = match usable {
        1 => "Apply 1 file".to_owned(),
        count => format!("Apply {count} files"),
    };
    let can_apply = plan.can_apply();
    let files: Vec<_> = plan.files().iter().enumerate().map(|(place, file)| shown_file(&plan, place, file)).collect();
    let warnings = warnings(plan.warnings());
    let held_back = plan.holds_back().then(|| held_back(Arc::clone(&plan), stage_plan));
    let conflicts: Vec<_> = (0..plan.conflicts().len()).map(|place| disagreement(&staged, place)).collect();
    let many = conflicts.len() > 1;
    let all_of_one_side = move |ours: bool| {
        let staged = staged.clone();
        Callback::new(move |()| staged.update(|plan| plan.choose_all(ours)))
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

fn disagreement(staged: &ArcRwSignal<ImportPlan>, place: usize) -> AnyView {
    let Some(conflict) = staged.with_untracked(|plan| plan.conflicts().get(place).cloned()) else {
        return ().into_any();
    };
    let chosen = {
        let staged = staged.clone();
        Memo::new(move |_| staged.with(|plan| plan.conflicts().get(place)?.choice.clone()))
    };
    let choose_in = {
        let staged = staged.clone();
        move |choose: &dyn Fn(&mut ImportPlan) -> Result<(), BundleError>| {
            staged.try_update(choose).unwrap_or(Ok(())).map_err(|error| error.to_string())
        }
    };
    let write = {
        let choose_in = choose_in.clone();
        Callback::new(move |text: String| choose_in(&|plan| plan.choose_text(place, &text)))
    };
    let choose = Callback::new(move |value: Value| choose_in(&|plan| plan.choose(place, Some(value.clone()))));
    view! { <Disagreement conflict=conflict place=place chosen=chosen choose=choose write=write/> }.into_any()
}
