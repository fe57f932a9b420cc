//! One earlier version: what going back to it would change, and going back.

use super::planned_records::{Against, shown_records};
use super::versions::{what, when};
use crate::browser::{files, moment};
use crate::bundle::{Bundle, BundleKind, VersionPlan};
use crate::merge::Document;
use crate::ui::components::{
    Announcer, BannerKind, Button, ButtonGroup, ButtonKind, ConfirmDialog, EntryForm, ErrorSummary, NotificationBanner,
    PageHeading, TextField,
};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::navigation::Navigator;
use crate::ui::route::Route;
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Version;
use leptos::prelude::*;
use std::sync::Arc;

/// A version that was read.
#[derive(Clone)]
struct Found {
    version: Version,
    document: Document,
    text: Arc<str>,
}

/// The page.
#[component]
pub fn VersionPage(id: u64) -> impl IntoView {
    let state = AppState::get();
    let found = RwSignal::new(None::<Result<Found, String>>);
    let look = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let read = state.version(id).await;
            let read = read.map(|(version, document, text)| Found { version, document, text: text.into() });
            let _ = found.try_set(Some(read));
        });
    });
    look.run(());
    move || match found.get() {
        None => view! { <PageHeading text="Earlier version"/><p class="govuk-body" role="status">"Reading it…"</p> }
            .into_any(),
        Some(Err(words)) => view! {
            <PageHeading text="Earlier version"/>
            <p class="govuk-body">{words}</p>
            <p class="govuk-body"><a class="govuk-link" href=Route::Versions.href()>"All versions"</a></p>
        }
        .into_any(),
        Some(Ok(found)) => view! { <OneVersion found=found look=look/> }.into_any(),
    }
}

#[component]
fn OneVersion(found: Found, look: Callback<()>) -> impl IntoView {
    let state = AppState::get();
    let Found { version, document, text } = found;
    let id = version.id;
    let title = format!("As it was on {}", when(&version));
    let words = format!("{}. It holds {}.", what(&version), version.holds);
    let called = format!("the version of {}", when(&version));
    let outcome = RwSignal::new(None::<String>);
    let errors = RwSignal::new(FormErrors::new());
    let fail = Callback::new(move |words: String| {
        let mut found = FormErrors::new();
        found.put("version-name", sentence(&words));
        let _ = errors.try_set(found);
    });
    let earlier = document.clone();
    let plan = Memo::new(move |_| {
        let workspace = state.workspace()?;
        VersionPlan::new(&workspace, &earlier, moment::now_ms()).ok().map(Planned)
    });
    let go_back = Callback::new(move |()| {
        let Some(Planned(plan)) = plan.get_untracked() else { return };
        match state.go_back(&plan, &called) {
            Ok(_) => outcome.set(Some("Done: the pilot is as it was then. One undo takes that back.".to_owned())),
            Err(error) => fail.run(error.to_string()),
        }
    });
    let save = Callback::new(move |()| {
        let bundle = Bundle { kind: BundleKind::Backup, document: document.clone() };
        let name = bundle.file_name(moment::date_of(id));
        outcome.set(Some(match files::save(&name, "application/json", text.as_bytes()) {
            true => format!("Saved {name}."),
            false => "The browser did not take the file. Check that downloads are allowed, then try again.".to_owned(),
        }));
    });
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text=title/>
        {move || outcome.get().map(|words| view! { <NotificationBanner kind=BannerKind::Success>{words}</NotificationBanner> })}
        <p class="govuk-body">{words}</p>
        <h2 class="govuk-heading-m">"What going back would change"</h2>
        {move || plan.get().map(|Planned(plan)| match plan.can_apply() {
            false => view! { <p class="govuk-body">"Nothing: the pilot shows the same now."</p> }.into_any(),
            true => {
                let totals = plan.totals();
                let records = shown_records(totals.listed(), move || plan.records(), Against::Version);
                view! { <p class="govuk-body"><strong>{totals.words()}</strong></p> {records} }.into_any()
            }
        })}
        <ButtonGroup>
            {move || {
                let can = state.may_edit() && plan.with(|plan| plan.as_ref().is_some_and(|Planned(plan)| plan.can_apply()));
                can.then(|| view! { <Button on_press=go_back>"Go back to this version"</Button> })
            }}
            <Button kind=ButtonKind::Secondary on_press=save>"Save it as a file"</Button>
        </ButtonGroup>
        {move || state.may_edit().then(|| view! { <Keeping version=version.clone() errors=errors fail=fail look=look/> })}
    }
}

/// A plan as a memo holds it: two are the same if they start and end the same.
#[derive(Clone)]
struct Planned(VersionPlan);

impl PartialEq for Planned {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }
}

/// Its name, and removing it.
#[component]
fn Keeping(
    version: Version,
    errors: RwSignal<FormErrors>,
    fail: Callback<String>,
    look: Callback<()>,
) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let announcer = expect_context::<Announcer>();
    let id = version.id;
    let name = RwSignal::new(version.name.unwrap_or_default());
    let asking = RwSignal::new(false);
    let rename = Callback::new(move |()| {
        errors.set(FormErrors::new());
        leptos::task::spawn_local(async move {
            match state.name_version(id, &name.get_untracked()).await {
                Ok(()) => {
                    announcer.say("Named.");
                    // Who named it may have gone on to another page.
                    let _ = look.try_run(());
                }
                Err(words) => _ = fail.try_run(words),
            }
        });
    });
    let remove = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            match state.remove_version(id).await {
                Ok(()) => navigator.go(&Route::Versions),
                Err(words) => _ = fail.try_run(words),
            }
        });
    });
    view! {
        <h2 class="govuk-heading-m">"This version’s name"</h2>
        <EntryForm on_submit=rename>
            <TextField id="version-name" label="Name" hint="One with a name stays until you remove it" value=name errors=errors/>
            <ButtonGroup>
                <Button kind=ButtonKind::Secondary submit=true>"Save the name"</Button>
                <Button kind=ButtonKind::Warning on_press=Callback::new(move |()| asking.set(true))>"Remove this version"</Button>
            </ButtonGroup>
        </EntryForm>
        <ConfirmDialog
            id="remove-version"
            title="Remove this version?"
            open=asking
            confirm="Remove it"
            on_confirm=remove
            kind=ButtonKind::Warning
        >
            <p class="govuk-body">"The pilot itself stays as it is. The version cannot be had back."</p>
        </ConfirmDialog>
    }
}
