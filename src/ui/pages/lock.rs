//! Locking a pilot on a shared computer: put on with a passphrase and a recovery sheet, changed, taken off.

use super::new_passphrase::NewPassphrase;
use crate::browser::{page, vault};
use crate::seal::{LOST_WITHOUT_BOTH, Passphrase, Way};
use crate::ui::components::{
    Announcer, BannerKind, Button, ButtonGroup, ButtonKind, Checkboxes, Choice, EntryForm, ErrorSummary, InsetText,
    NotificationBanner, PageHeading, SecretField, WarningText, focus_heading,
};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::state::{AppState, new_sheet};
use crate::ui::view;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Where the page is.
#[derive(Clone)]
enum Stage {
    /// Nothing has been asked.
    Standing,
    /// A sheet has to be kept before the lock goes on with this passphrase.
    Sheet { passphrase: Passphrase, sheet: Passphrase },
    /// A new sheet has taken the place of the one before.
    Replaced(Passphrase),
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    state: AppState,
    stage: RwSignal<Stage>,
    errors: RwSignal<FormErrors>,
    busy: RwSignal<bool>,
    /// What was done last.
    said: RwSignal<Option<&'static str>>,
    announcer: Announcer,
}

impl Desk {
    fn fail(self, field: &str, words: &str) {
        let mut found = FormErrors::new();
        found.put(field, sentence(words));
        let _ = self.errors.try_set(found);
    }

    /// Does something that takes a moment; then the page stands at `next`.
    fn work<F>(self, field: &'static str, said: &'static str, next: Stage, work: F)
    where
        F: Future<Output = Result<(), String>> + 'static,
    {
        self.errors.set(FormErrors::new());
        self.said.set(None);
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let done = work.await;
            let _ = self.busy.try_set(false);
            match done {
                Ok(()) => {
                    let _ = self.said.try_set(Some(said));
                    let _ = self.stage.try_set(next);
                    self.announcer.say(said);
                    // The button that had the focus is gone.
                    let _is_there = focus_heading();
                }
                Err(words) => self.fail(field, &words),
            }
        });
    }
}

/// The page.
#[component]
pub fn LockPage() -> impl IntoView {
    let state = AppState::get();
    let desk = Desk {
        state,
        stage: RwSignal::new(Stage::Standing),
        errors: RwSignal::new(FormErrors::new()),
        busy: RwSignal::new(false),
        said: RwSignal::new(None),
        announcer: expect_context(),
    };
    view! {
        <ErrorSummary errors=desk.errors/>
        <PageHeading text="Lock on this device"/>
        {move || desk.said.get().map(|said| view! { <NotificationBanner kind=BannerKind::Success>{said}</NotificationBanner> })}
        {move || match (desk.stage.get(), state.lock_is_on.get()) {
            (Stage::Sheet { passphrase, sheet }, _) => view! { <KeepSheet desk=desk passphrase=passphrase sheet=sheet/> }.into_any(),
            (Stage::Replaced(sheet), _) => view! { <NewSheet desk=desk sheet=sheet/> }.into_any(),
            (Stage::Standing, true) => view! { <IsOn desk=desk/> }.into_any(),
            (Stage::Standing, false) => view! { <IsOff desk=desk/> }.into_any(),
        }}
    }
}

#[component]
fn IsOff(desk: Desk) -> impl IntoView {
    if untrack(|| desk.state.is_sample()) {
        return view! {
            <InsetText>"The demonstration’s schools are invented, so there is nothing to lock. A pilot of your own can be locked here."</InsetText>
        }
        .into_any();
    }
    if !vault::is_possible() {
        return view! {
            <InsetText>"This browser keeps no keys for this page, so nothing can be locked: the page has to come by https, or from this computer itself."</InsetText>
        }
        .into_any();
    }
    let typed = RwSignal::new(String::new());
    let next = Callback::new(move |passphrase: Passphrase| match new_sheet() {
        Ok(sheet) => {
            desk.errors.set(FormErrors::new());
            desk.stage.set(Stage::Sheet { passphrase, sheet });
            let _is_there = focus_heading();
        }
        Err(words) => desk.fail("lock", &words),
    });
    view! {
        <p class="govuk-body">
            "For a computer that others use too. All that this browser keeps of this pilot is sealed with a passphrase. It is asked for whenever the page is opened, and after ten minutes in which nobody did anything."
        </p>
        <WarningText>{LOST_WITHOUT_BOTH}</WarningText>
        <p class="govuk-body">
            "What was stored before the lock was put on may leave traces on the disk until the browser overwrites them: on a shared computer put it on before you enter anything."
        </p>
        <NewPassphrase
            id="lock"
            label="Passphrase"
            hint="Five words made by chance are best. Write them down, and keep them away from this computer."
            submit="Go on to the recovery sheet"
            typed=typed
            errors=desk.errors
            on_chosen=next
        />
    }
    .into_any()
}

/// The words of a sheet, to be printed or written down.
#[component]
fn Sheet(sheet: Passphrase) -> impl IntoView {
    let pilot = untrack(|| AppState::get().data()).pilot.as_ref().map(|pilot| pilot.name.clone()).unwrap_or_default();
    let words: Vec<_> = sheet.reveal().split(' ').map(|word| view! { <li>{word.to_owned()}</li> }).collect();
    view! {
        <section class="cw-sheet" aria-labelledby="sheet-title">
            <h2 class="govuk-heading-m" id="sheet-title">"Recovery sheet"</h2>
            <p class="govuk-body">{format!("Clusterwise, {pilot}. These ten words, in this order, open it on this device where the passphrase is forgotten. Keep them as you keep keys.")}</p>
            <ol class="cw-sheet__words">{words}</ol>
        </section>
        <ButtonGroup>
            <Button kind=ButtonKind::Secondary on_press=Callback::new(|()| page::print())>"Print the sheet"</Button>
        </ButtonGroup>
    }
}

#[component]
fn KeepSheet(desk: Desk, passphrase: Passphrase, sheet: Passphrase) -> impl IntoView {
    let kept = RwSignal::new(BTreeSet::new());
    let words = sheet.clone();
    let put_on = Callback::new(move |()| {
        if kept.with_untracked(BTreeSet::is_empty) {
            return desk
                .fail("kept", "say that you have the sheet and the passphrase: without both the pilot can be lost");
        }
        let (passphrase, sheet) = (passphrase.clone(), sheet.clone());
        desk.work("kept", "The pilot is locked on this device from now on.", Stage::Standing, async move {
            desk.state.put_lock(&passphrase, &sheet).await
        });
    });
    let back = Callback::new(move |()| desk.stage.set(Stage::Standing));
    view! {
        <Sheet sheet=words/>
        <WarningText>{LOST_WITHOUT_BOTH}</WarningText>
        <EntryForm on_submit=put_on>
            <Checkboxes
                id="kept"
                label="Before the lock goes on"
                value=kept
                options=vec![Choice::new("kept", "I have the sheet on paper, and I know the passphrase")]
                errors=desk.errors
            />
            <ButtonGroup>
                <Button submit=true busy=desk.busy>"Put the lock on"</Button>
                <Button kind=ButtonKind::Secondary on_press=back>"Cancel"</Button>
            </ButtonGroup>
        </EntryForm>
    }
}

#[component]
fn NewSheet(desk: Desk, sheet: Passphrase) -> impl IntoView {
    let done = Callback::new(move |()| {
        desk.stage.set(Stage::Standing);
        let _is_there = focus_heading();
    });
    view! {
        <InsetText>"This sheet takes the place of the one before, which opens nothing any more."</InsetText>
        <Sheet sheet=sheet/>
        <Button on_press=done>"I have it on paper"</Button>
    }
}

#[component]
fn IsOn(desk: Desk) -> impl IntoView {
    let (present, typed) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let lock_now = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            if let Err(words) = desk.state.lock_now().await {
                desk.fail("present", &words);
            }
        });
    });
    let change = Callback::new(move |new: Passphrase| {
        desk.work("present", "The new passphrase opens the pilot from now on.", Stage::Standing, async move {
            desk.state.change_door(&present.get_untracked(), Way::Passphrase, &new).await
        });
    });
    let another_sheet = Callback::new(move |()| match new_sheet() {
        Ok(sheet) => {
            desk.work("present", "There is a new recovery sheet.", Stage::Replaced(sheet.clone()), async move {
                desk.state.change_door(&present.get_untracked(), Way::Sheet, &sheet).await
            });
        }
        Err(words) => desk.fail("present", &words),
    });
    let take_off = Callback::new(move |()| {
        desk.work("present", "The lock is off.", Stage::Standing, async move {
            desk.state.take_lock_off(&present.get_untracked()).await
        });
    });
    view! {
        <p class="govuk-body">
            <strong>"This pilot is locked on this device. "</strong>
            "All that this browser keeps of it is sealed. Its passphrase is asked for whenever the page is opened, and after ten minutes in which nobody did anything."
        </p>
        <ButtonGroup><Button on_press=lock_now>"Lock it now"</Button></ButtonGroup>
        <h2 class="govuk-heading-m">"Change the lock"</h2>
        <WarningText>{LOST_WITHOUT_BOTH}</WarningText>
        <SecretField
            id="present"
            label="The present passphrase"
            hint="Or the ten words of the recovery sheet. It is asked for by each change below."
            value=present
            errors=desk.errors
        />
        <h3 class="govuk-heading-s">"Another passphrase"</h3>
        <NewPassphrase
            id="lock"
            label="New passphrase"
            hint="Five words made by chance are best."
            submit="Change the passphrase"
            kind=ButtonKind::Secondary
            typed=typed
            errors=desk.errors
            on_chosen=change
        />
        <h3 class="govuk-heading-s">"Another recovery sheet, or no lock"</h3>
        <ButtonGroup>
            <Button kind=ButtonKind::Secondary on_press=another_sheet busy=desk.busy>"Make a new recovery sheet"</Button>
            <Button kind=ButtonKind::Warning on_press=take_off busy=desk.busy>"Take the lock off"</Button>
        </ButtonGroup>
    }
}
