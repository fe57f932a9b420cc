//! What stands round every page: header, navigation, sample notice, breadcrumbs, footer. Knows no state: the app hands in
//! signals and callbacks.

use super::components::{Announcer, LiveRegion};
use super::role::{Place, Role};
use super::route::{FilesPage, Route};
use super::theme::Theme;
use super::view;
use crate::browser::page;
use leptos::prelude::*;

/// What the frame says of the workspace.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// The open workspace's name; without one there is no navigation.
    pub workspace: Signal<Option<String>>,
    /// Where the work is, in words: "Saved on this device 10:42 · copy saved 2 days ago".
    pub saved: Signal<String>,
    /// The number of the newest step that is on disk: for whoever looks into what was lost.
    pub on_disk: Signal<u64>,
    /// What keeps work from being saved, if anything: shown in red on every page until it is over.
    pub trouble: Signal<Option<String>>,
    pub on_save_again: Callback<()>,
    /// The workspace is open in another tab, which alone may change it.
    pub looking_on: Signal<bool>,
    pub on_edit_here: Callback<()>,
    /// It is open in a tab with a newer program, beside which this one may not write.
    pub outdated: Signal<bool>,
    /// The workspace is sealed on this device, and can be locked.
    pub locks: Signal<bool>,
    /// It is about to be, as nobody uses it.
    pub locks_soon: Signal<bool>,
    pub on_lock: Callback<()>,
    /// Steps that could not be read when this was opened.
    pub set_aside: Signal<usize>,
    /// It is time to save a copy.
    pub copy_due: Signal<bool>,
    /// What is said of sample data while it is shown: "Fernleigh pilot, invented schools".
    pub sample: Signal<Option<String>>,
    pub on_reset_sample: Callback<()>,
    pub on_leave_sample: Callback<()>,
    /// Small numbers are hidden, as others look on.
    pub to_others: Signal<bool>,
    pub on_show_all: Callback<()>,
    pub steps: Steps,
}

/// The steps that can be taken back and done again, named; `None` where there is none.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    pub undo: Signal<Option<String>>,
    pub redo: Signal<Option<String>>,
    pub on_undo: Callback<()>,
    pub on_redo: Callback<()>,
}

const MAIN_ID: &str = "main";

/// The frame round a page.
#[component]
pub fn Frame(
    route: Signal<Route>,
    standing: Standing,
    role: Signal<Role>,
    on_role: Callback<Role>,
    theme: Signal<Theme>,
    on_theme: Callback<Theme>,
    announcer: Announcer,
    children: Children,
) -> impl IntoView {
    let skip = |event: leptos::ev::MouseEvent| {
        // The fragment holds the page's address, so the link moves the focus instead.
        event.prevent_default();
        page::focus_element(MAIN_ID);
    };
    view! {
        <a href="#main" class="govuk-skip-link" on:click=skip>"Skip to main content"</a>
        <LiveRegion announcer=announcer/>
        <header>
            <Header standing=standing role=role on_role=on_role/>
            <Navigation
                route=route
                role=role
                open=Signal::derive(move || standing.workspace.with(Option::is_some))
                steps=standing.steps
            />
        </header>
        <Notices standing=standing/>
        <div class="cw-page cw-page--framed">
            <Breadcrumbs route=route/>
            <main id=MAIN_ID class="cw-main" tabindex="-1">{children()}</main>
        </div>
        <Footer theme=theme on_theme=on_theme/>
    }
}

#[component]
fn Header(standing: Standing, role: Signal<Role>, on_role: Callback<Role>) -> impl IntoView {
    let home = move || if standing.workspace.with(Option::is_some) { Route::Home.href() } else { Route::Start.href() };
    let choose = move |event: leptos::ev::Event| {
        if let Some(chosen) = Role::from_key(&event_target_value(&event)) {
            on_role.try_run(chosen);
        }
    };
    let option = move |one: Role| {
        view! { <option value=one.key() prop:selected=move || role.get() == one>{one.label()}</option> }
    };
    let switcher = move || {
        standing.workspace.with(Option::is_some).then(|| {
            view! {
                <div class="cw-role">
                    <label class="cw-role__label" for="role">"Role"</label>
                    <select id="role" name="role" class="cw-role__select" on:change=choose>
                        {Role::ALL.map(option).into_iter().collect_view()}
                    </select>
                </div>
            }
        })
    };
    let lock = move || {
        standing.locks.get().then(|| {
            let press = move |_| {
                standing.on_lock.try_run(());
            };
            view! { <button type="button" class="cw-link-button cw-header__lock" on:click=press>"Lock"</button> }
        })
    };
    let failing = move || standing.trouble.with(Option::is_some);
    view! {
        <div class="cw-header">
            <div class="cw-header__bar">
                <a class="cw-header__name" href=home>
                    <img class="cw-header__mark" src="icon.svg" alt="" width="32" height="32"/>
                    "Clusterwise"
                </a>
                <span class="cw-header__workspace">{move || standing.workspace.get()}</span>
                <span
                    class="cw-header__saved"
                    class=("cw-header__saved--failing", failing)
                    role="status"
                    data-on-disk=move || standing.on_disk.get()
                >
                    {move || standing.saved.get()}
                </span>
                {lock}
                {switcher}
            </div>
        </div>
    }
}

#[component]
fn Navigation(route: Signal<Route>, role: Signal<Role>, open: Signal<bool>, steps: Steps) -> impl IntoView {
    let menu = RwSignal::new(false);
    Effect::new(move |_| {
        route.track();
        menu.set(false);
    });
    let link = move |place: Place| {
        let href = place.route.href();
        let label = place.label;
        let current = Memo::new(move |_| {
            route.with(|route| place.holds(route).then(|| if place.route.same_page(route) { "page" } else { "true" }))
        });
        view! {
            <li
                class="govuk-service-navigation__item"
                class=("govuk-service-navigation__item--active", move || current.get().is_some())
            >
                <a class="govuk-service-navigation__link" href=href aria-current=move || current.get()>{label}</a>
            </li>
        }
    };
    let links = move || role.get().places().into_iter().map(link).collect_view();
    let inner = move || {
        open.get().then(|| {
            view! {
                <div class="govuk-service-navigation cw-nav">
                    <div class="cw-nav__bar">
                        <nav aria-label="Main" class="govuk-service-navigation__wrapper cw-nav__wrapper">
                            <button
                                type="button"
                                class="govuk-service-navigation__toggle cw-nav__toggle"
                                aria-controls="navigation"
                                aria-expanded=move || if menu.get() { "true" } else { "false" }
                                on:click=move |_| menu.update(|menu| *menu = !*menu)
                            >
                                "Menu"
                            </button>
                            <ul
                                class="govuk-service-navigation__list cw-nav__list"
                                class=("cw-nav__list--open", move || menu.get())
                                id="navigation"
                            >
                                {links}
                            </ul>
                        </nav>
                        <StepButtons steps=steps/>
                    </div>
                </div>
            }
        })
    };
    view! { {inner} }
}

/// "Undo" and "Redo" stay where they are, greyed out while there is nothing to do, so that the focus is never lost.
#[component]
fn StepButtons(steps: Steps) -> impl IntoView {
    let button = |word: &'static str, step: Signal<Option<String>>, on_press: Callback<()>| {
        let press = move |_| {
            if step.with_untracked(Option::is_some) {
                on_press.try_run(());
            }
        };
        view! {
            <button
                type="button"
                class="cw-link-button cw-steps__button"
                aria-disabled=move || step.with(Option::is_none).then_some("true")
                title=move || step.get()
                on:click=press
            >
                {word}
                <span class="govuk-visually-hidden">{move || step.get().map(|step| format!(": {step}"))}</span>
            </button>
        }
    };
    view! {
        <div class="cw-steps" role="group" aria-label="Steps">
            {button("Undo", steps.undo, steps.on_undo)} {button("Redo", steps.redo, steps.on_redo)}
        </div>
    }
}

/// What has to be seen on every page: that work is not being saved, that the data is a sample.
#[component]
fn Notices(standing: Standing) -> impl IntoView {
    let trouble = move || {
        standing.trouble.get().map(|words| {
            view! {
                <div class="cw-notice cw-notice--trouble" role="alert">
                    <Notice words=words.into_any()>
                        <a class="cw-link-button" href=Route::Files(FilesPage::Save).href()>"Save a copy"</a>
                        <NoticeButton word="Try again" on_press=standing.on_save_again/>
                    </Notice>
                </div>
            }
        })
    };
    let looking_on = move || {
        let words = "This pilot is open in another tab, which may change it. Here you see what is done there.";
        standing.looking_on.get().then(|| {
            view! {
                <aside class="cw-notice" aria-label="Open in another tab">
                    <Notice words=words.into_any()>
                        <NoticeButton word="Edit here instead" on_press=standing.on_edit_here/>
                    </Notice>
                </aside>
            }
        })
    };
    let outdated = move || {
        let words = "A newer version of this page is open in another tab. Reload this one to make changes.";
        standing.outdated.get().then(|| {
            view! {
                <div class="cw-notice cw-notice--trouble" role="alert">
                    <Notice words=words.into_any()>
                        <NoticeButton word="Reload" on_press=Callback::new(|()| page::reload())/>
                    </Notice>
                </div>
            }
        })
    };
    let locks_soon = move || {
        let words = "This pilot is locked in a minute, as nobody does anything here. Press any key to go on.";
        standing.locks_soon.get().then(|| {
            view! {
                <div class="cw-notice cw-notice--trouble cw-notice--stays" role="alert">
                    <Notice words=words.into_any()>
                        <NoticeButton word="Go on" on_press=Callback::new(|()| ())/>
                    </Notice>
                </div>
            }
        })
    };
    let set_aside = move || {
        let words = match standing.set_aside.get() {
            0 => return None,
            1 => "The newest step could not be read and has been set aside: look whether it has to be done again."
                .to_owned(),
            steps => format!(
                "The newest {steps} steps could not be read and have been set aside: look whether they have to be done again."
            ),
        };
        Some(view! {
            <div class="cw-notice cw-notice--trouble" role="alert">
                <Notice words=words.into_any()>
                    <a class="cw-link-button" href=Route::Storage.href()>"See what was set aside"</a>
                </Notice>
            </div>
        })
    };
    let copy_due = move || {
        let words = "Your work is only in this browser. It is time to save a copy as a file.";
        (standing.copy_due.get() && standing.trouble.with(Option::is_none)).then(|| {
            view! {
                <aside class="cw-notice" aria-label="Save a copy">
                    <Notice words=words.into_any()>
                        <a class="cw-link-button" href=Route::Files(FilesPage::Save).href()>"Save a copy"</a>
                    </Notice>
                </aside>
            }
        })
    };
    let sample = move || {
        standing.sample.get().map(|words| {
            let words = view! { <strong>"Sample data: "</strong> {words} "." };
            view! {
                <aside class="cw-notice cw-notice--sample" aria-label="Sample data">
                    <Notice words=words.into_any()>
                        <NoticeButton word="Reset" about=" the sample data" on_press=standing.on_reset_sample/>
                        <NoticeButton word="Leave" about=" the sample data" on_press=standing.on_leave_sample/>
                    </Notice>
                </aside>
            }
        })
    };
    let to_others = move || {
        let words = "Small numbers are hidden, so that this can be shown to others.";
        standing.to_others.get().then(|| {
            view! {
                <aside class="cw-notice" aria-label="Shown to others">
                    <Notice words=words.into_any()>
                        <NoticeButton word="Show all numbers" on_press=standing.on_show_all/>
                    </Notice>
                </aside>
            }
        })
    };
    view! { {locks_soon} {trouble} {outdated} {looking_on} {set_aside} {copy_due} {sample} {to_others} }
}

#[component]
fn Notice(words: AnyView, children: Children) -> impl IntoView {
    view! {
        <div class="cw-notice__bar">
            <p class="cw-notice__words">{words}</p>
            <div class="cw-notice__buttons">{children()}</div>
        </div>
    }
}

#[component]
fn NoticeButton(word: &'static str, #[prop(optional)] about: &'static str, on_press: Callback<()>) -> impl IntoView {
    let press = move |_| {
        on_press.try_run(());
    };
    view! {
        <button type="button" class="cw-link-button" on:click=press>
            {word}
            <span class="govuk-visually-hidden">{about}</span>
        </button>
    }
}

#[component]
fn Breadcrumbs(route: Signal<Route>) -> impl IntoView {
    let crumb = |parent: Route| {
        view! {
            <li class="govuk-breadcrumbs__list-item">
                <a class="govuk-breadcrumbs__link" href=parent.href()>{parent.title()}</a>
            </li>
        }
    };
    move || {
        // A page of the navigation needs no trail: one crumb called "Home" would only repeat the first link.
        let parents = route.with(Route::parents);
        (parents.len() > 1).then(|| {
            view! {
                <nav class="govuk-breadcrumbs" aria-label="Breadcrumb">
                    <ol class="govuk-breadcrumbs__list">{parents.into_iter().map(crumb).collect_view()}</ol>
                </nav>
            }
        })
    }
}

#[component]
fn Footer(theme: Signal<Theme>, on_theme: Callback<Theme>) -> impl IntoView {
    let link = |route: Route, words: &'static str| {
        view! { <li><a class="cw-footer__link" href=route.href()>{words}</a></li> }
    };
    let choice = move |one: Theme| {
        view! {
            <button
                type="button"
                class="cw-theme__choice"
                aria-pressed=move || if theme.get() == one { "true" } else { "false" }
                on:click=move |_| {
                    on_theme.try_run(one);
                }
            >
                {one.label()}
            </button>
        }
    };
    view! {
        <footer class="cw-footer">
            <div class="cw-footer__bar">
                <ul class="cw-footer__links">
                    {link(Route::About, "About")}
                    {link(Route::Calculators, "Calculators")}
                    {link(Route::Accessibility, "Accessibility")}
                    {link(Route::Storage, "Storage on this device")}
                </ul>
                <div class="cw-theme" role="group" aria-labelledby="theme-label">
                    <span class="cw-theme__label" id="theme-label">"Colours"</span>
                    {Theme::ALL.map(choice).into_iter().collect_view()}
                </div>
            </div>
            <p class="cw-footer__words">"Everything stays on this device until you send a file yourself."</p>
        </footer>
    }
}
