//! Who can open the files of this pilot: its passphrase, keys of others to seal to, one's own key, or nobody's leave needed.

use super::new_passphrase::NewPassphrase;
use crate::browser::moment;
use crate::bundle::SealSettings;
use crate::seal::{DevicePublicKey, Passphrase, Recipient, UNRECOVERABLE};
use crate::ui::components::{
    Announcer, Button, ButtonKind, Choice, CopyBox, EntryForm, ErrorSummary, InsetText, PageHeading, Radios, TextField,
    WarningText,
};
use crate::ui::copying::copying;
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// What the parts of the page share: the settings as they are, and changing them.
#[derive(Clone, Copy)]
struct Desk {
    state: AppState,
    settings: RwSignal<Option<SealSettings>>,
    errors: RwSignal<FormErrors>,
    announcer: Announcer,
}

impl Desk {
    fn fail(self, field: &str, words: &str) {
        let mut found = FormErrors::new();
        found.put(field, sentence(words));
        let _ = self.errors.try_set(found);
    }

    /// Changes the settings, and says so.
    fn change<E: std::fmt::Display + 'static>(
        self,
        field: &'static str,
        said: &'static str,
        change: impl FnOnce(&mut SealSettings) -> Result<(), E> + 'static,
    ) {
        let Self { state, settings, errors, announcer } = self;
        errors.set(FormErrors::new());
        leptos::task::spawn_local(async move {
            match state.change_seal_settings(change).await {
                Ok((Ok(()), None)) => announcer.say(said),
                Ok((Ok(()), Some(not_kept))) => self.fail(field, &not_kept),
                Ok((Err(error), _)) => self.fail(field, &error.to_string()),
                Err(words) => self.fail(field, &words),
            }
            if let Ok(now) = state.seal_settings().await {
                let _ = settings.try_set(Some(now));
            }
        });
    }
}

/// The page.
#[component]
pub fn SealingPage() -> impl IntoView {
    let state = AppState::get();
    let desk = Desk {
        state,
        settings: RwSignal::new(None),
        errors: RwSignal::new(FormErrors::new()),
        announcer: expect_context(),
    };
    leptos::task::spawn_local(async move {
        match state.seal_settings().await {
            Ok(settings) => _ = desk.settings.try_set(Some(settings)),
            Err(words) => desk.fail("sealing", &words),
        }
    });
    view! {
        <ErrorSummary errors=desk.errors/>
        <PageHeading text="How files are sealed"/>
        <p class="govuk-body">
            "Files of this pilot that leave this device are sealed: whoever comes by one can neither read nor change it. Scenarios are not, as they hold no school’s data."
        </p>
        {move || untrack(|| state.is_sample()).then(|| view! {
            <InsetText>"The demonstration’s schools are invented, so its files are left open until you choose a passphrase or a key here."</InsetText>
        })}
        <div id="sealing" tabindex="-1">{move || desk.settings.get().map(|settings| view! { <Ways desk=desk settings=settings/> })}</div>
    }
}

#[component]
fn Ways(desk: Desk, settings: SealSettings) -> impl IntoView {
    let standing = match (settings.leaves_open(), settings.seals_to().len(), settings.passphrase()) {
        (true, ..) => "Files are left open: anybody who gets one can read it.".to_owned(),
        (false, 0, Some(_)) => "Files are sealed with the passphrase.".to_owned(),
        (false, 0, None) => "There is no passphrase yet. One is made when the first file is saved.".to_owned(),
        (false, 1, _) => "Files are sealed to the key below, and to your own.".to_owned(),
        (false, keys, _) => format!("Files are sealed to the {keys} keys below, and to your own."),
    };
    let passphrase = settings.passphrase().map(str::to_owned);
    view! {
        <p class="govuk-body"><strong>{standing}</strong></p>
        <h2 class="govuk-heading-m">"Passphrase"</h2>
        <PassphrasePart desk=desk present=passphrase/>
        <h2 class="govuk-heading-m">"Keys"</h2>
        <KeysPart desk=desk settings=settings.clone()/>
        <h2 class="govuk-heading-m">"Who has signed"</h2>
        {devices(&settings)}
        <h2 class="govuk-heading-m">"Not sealed"</h2>
        <OpenPart desk=desk leaves_open=settings.leaves_open()/>
    }
}

#[component]
fn PassphrasePart(desk: Desk, present: Option<String>) -> impl IntoView {
    let (copy, copied) = copying();
    let typed = RwSignal::new(String::new());
    let chosen = Callback::new(move |passphrase: Passphrase| {
        desk.change("passphrase", "This passphrase seals from now on.", move |settings| {
            settings.use_passphrase(&passphrase);
            Ok::<(), String>(())
        });
    });
    view! {
        {present.map(|present| view! {
            <CopyBox id="present" label="The passphrase of this pilot’s files" text=present on_copy=copy outcome=copied rows=1/>
        })}
        <WarningText>{UNRECOVERABLE}</WarningText>
        <NewPassphrase
            id="passphrase"
            label="Another passphrase"
            hint="Five words made by chance are best. Files that were sealed with the one before still open here."
            submit="Use this passphrase"
            kind=ButtonKind::Secondary
            typed=typed
            errors=desk.errors
            on_chosen=chosen
        />
    }
}

#[component]
fn KeysPart(desk: Desk, settings: SealSettings) -> impl IntoView {
    let (copy, copied) = copying();
    let (name, key) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let own = settings.own_key();
    let make = Callback::new(move |()| {
        desk.change("sealing", "Your key has been made.", |settings| {
            settings.make_own_key();
            Ok::<(), String>(())
        });
    });
    let add = Callback::new(move |()| {
        let (name, key) = (name.get_untracked(), key.get_untracked());
        desk.change("key", "Files are sealed to this key from now on.", move |settings| settings.add_key(&name, &key));
    });
    let lines: Vec<_> = settings
        .seals_to()
        .iter()
        .map(|one| {
            let words = Recipient::parse(&one.key).map(|key| key.fingerprint().to_string()).unwrap_or_default();
            let (name, key) = (one.name.clone(), one.key.clone());
            let remove = Callback::new(move |()| {
                let key = key.clone();
                desk.change("sealing", "Removed.", move |settings| {
                    settings.remove_key(&key);
                    Ok::<(), String>(())
                });
            });
            let about = if name.is_empty() { words.clone() } else { name.clone() };
            view! {
                <li>
                    <strong>{name}</strong> " " {words} " "
                    <Button kind=ButtonKind::Link on_press=remove about=about>"Remove"</Button>
                </li>
            }
        })
        .collect();
    view! {
        <p class="govuk-body">
            "With a key nobody has to share a secret: schools seal to the key of their clerk, and only the clerk’s own browser opens what they send. Read the six words to one another by telephone to be certain whose key it is."
        </p>
        {(!lines.is_empty()).then(|| view! { <ul class="govuk-list">{lines}</ul> })}
        <EntryForm on_submit=add>
            <TextField id="key-name" label="Whose key" hint="Such as “Clerk”" value=name/>
            <TextField id="key" label="Their key" hint="It begins with age1" value=key errors=desk.errors/>
            <Button kind=ButtonKind::Secondary submit=true>"Seal to this key"</Button>
        </EntryForm>
        {match own {
            Some(own) => view! {
                <p class="govuk-body">"The words of your own key: " <strong>{own.fingerprint().to_string()}</strong></p>
                <CopyBox id="own-key" label="Your own key, for others to seal to" text=own.to_string() on_copy=copy outcome=copied rows=2/>
            }
            .into_any(),
            None => view! { <Button kind=ButtonKind::Secondary on_press=make>"Make a key for others to seal to"</Button> }.into_any(),
        }}
    }
}

/// Whose files came here, and the words of their keys and of one's own.
fn devices(settings: &SealSettings) -> impl IntoView + use<> {
    let words = |key: &DevicePublicKey| key.fingerprint().to_string();
    let own = settings.own_signing_key().map(|key| {
        view! { <p class="govuk-body">"The words of this device’s signature: " <strong>{words(&key)}</strong></p> }
    });
    let lines: Vec<_> = settings
        .devices()
        .map(|(device, known)| {
            let since = moment::date_of(known.first_seen_ms).format("%-d %B %Y").to_string();
            view! { <li><strong>{device.to_owned()}</strong> {format!(", first seen {since}: {}", words(&known.key))}</li> }
        })
        .collect();
    let none = lines.is_empty().then(|| {
        view! { <p class="govuk-body">"No signed file of anybody else has been opened here yet."</p> }
    });
    view! { {own} {none} <ul class="govuk-list">{lines}</ul> }
}

#[component]
fn OpenPart(desk: Desk, leaves_open: bool) -> impl IntoView {
    let value = RwSignal::new(Some(if leaves_open { "open" } else { "sealed" }.to_owned()));
    let on_change = Callback::new(move |chosen: String| {
        desk.change("sealing", "Changed.", move |settings| {
            settings.leave_open(chosen == "open");
            Ok::<(), String>(())
        });
    });
    let options = vec![
        Choice::new("sealed", "Seal files"),
        Choice::new("open", "Leave files open").hint("Only where they stay in a place that others cannot read"),
    ];
    view! { <Radios id="leave-open" label="Files that leave this device" value=value options=options on_change=on_change/> }
}
