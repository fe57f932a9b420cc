//! Every page of the demonstration: open to everybody, light and dark, wide and narrow; and addresses that lead nowhere.

use crate::journey;
use crate::look::Theme;
use crate::person::Person;
use crate::return_to_merge::{go, look_round};

const PAGES: [&str; 47] = [
    "#/",
    "#/home",
    "#/schools",
    "#/schools/900001",
    "#/clusters",
    "#/returns/2018-19_6",
    "#/returns/2018-19_5/900001/pupils",
    "#/returns/2018-19_5/900001/exclusions",
    "#/returns/2018-19_5/900001/check",
    "#/returns/2018-19_5/900001/done",
    "#/measures",
    "#/measures/1",
    "#/measures/6",
    "#/measures/8-days-lost",
    "#/process",
    "#/share",
    "#/measures/7",
    "#/calculators",
    "#/calculators/rate_ratio",
    "#/calculators/xmr",
    "#/calculators/suppress",
    "#/compare",
    "#/compare/import",
    "#/files",
    "#/files/open",
    "#/files/save",
    "#/files/folder",
    "#/files/sealing",
    "#/files/disagreements",
    "#/setup",
    "#/setup/pilot",
    "#/setup/calendar",
    "#/setup/clusters",
    "#/setup/new-cluster",
    "#/setup/schools",
    "#/setup/new-school",
    "#/setup/schools/900001",
    "#/scenarios",
    "#/scenarios/ask/roll-out",
    "#/scenarios/cut-10?beside=roll-out-in-two-waves",
    "#/scenarios/cut-10/assumptions",
    "#/scenarios/cut-10/best-value",
    "#/my-school",
    "#/storage",
    "#/storage/versions",
    "#/storage/lock",
    "#/accessibility",
];

journey! {
    framed fn every_page_is_open_to_everybody(person) {
        look_round(&person).await;
        for theme in [Theme::Light, Theme::Dark] {
            person.open("#/home").await;
            person.wear(theme).await;
            for page in PAGES {
                go(&person, page).await;
                person.finds_no_accessibility_fault(&format!("{page}, {theme:?}")).await;
                let name = page.trim_start_matches("#/").replace(['/', '?', '&', '='], "-");
                person.picture(&format!("page-{name}-{theme:?}")).await;
            }
            person.open_narrow("#/home").await;
            for page in PAGES {
                go(&person, page).await;
                person.fits_its_width(&format!("{page} at 320 px")).await;
                person.finds_no_accessibility_fault(&format!("{page} at 320 px, {theme:?}")).await;
                let name = page.trim_start_matches("#/").replace(['/', '?', '&', '='], "-");
                person.picture(&format!("narrow-{name}-{theme:?}")).await;
            }
            person.leave_narrow().await;
        }
    }
}

/// What a page of a scenario shows only when it is asked to, looked over as it stands.
async fn opens_for_everybody(person: &Person, place: &str) {
    go(person, "#/scenarios/cut-10").await;
    person.see("1,000 runs.").await;
    person.click("By cluster, and for whom").await;
    person.see("Over its pot").await;
    look_at(person, &format!("{place}-by-part"), "table").await;
    go(person, "#/scenarios/cut-10/best-value").await;
    person.at("Best value for a budget").await;
    person.click("What else must hold").await;
    person.click("Add a rule between programmes").await;
    look_at(person, &format!("{place}-rules"), "#rule-1-programme").await;
    person.click("Find the best plan").await;
    person.see("The next best plan comes to").await;
    look_at(person, &format!("{place}-best-plan"), "#best-plan").await;
}

async fn look_at(person: &Person, place: &str, near: &str) {
    person.fits_its_width(place).await;
    person.finds_no_accessibility_fault(place).await;
    let last = format!(
        "(document.querySelector('details[open] {near}') || document.querySelector('{near}')).scrollIntoView()"
    );
    person.ask(&last).await;
    person.picture(place).await;
}

journey! {
    framed fn what_opens_when_asked_for_is_open_to_everybody(person) {
        look_round(&person).await;
        for theme in [Theme::Light, Theme::Dark] {
            person.open("#/home").await;
            person.wear(theme).await;
            opens_for_everybody(&person, &format!("page-open-{theme:?}")).await;
            person.open_narrow("#/home").await;
            opens_for_everybody(&person, &format!("narrow-open-{theme:?}")).await;
            person.leave_narrow().await;
        }
    }
}

journey! {
    fn addresses_that_lead_nowhere_say_why(person) {
        look_round(&person).await;
        let long = format!("#/{}", "x".repeat(5_000));
        let addresses = [
            ("#/nowhere", "there is no page called"),
            ("#/returns/2018-19_99", "is not a term"),
            ("#/schools/12", "six digits"),
            ("#/measures/11", "numbered 1 to 10"),
            ("#/measures?terms=%zz", "percent sign"),
            (&long, "the longest has 2,000"),
            ("#/schools/999999", "is not in the pilot"),
            ("#/clusters/nowhere", "is not in the pilot"),
            ("#/returns/2018-19_5/999999/pupils", "not in the pilot"),
            ("#/storage/versions/first", "versions are numbered"),
            ("#/returns/2031-32_1/900001/pupils", "no Term 1 2031/32"),
        ];
        for (address, words) in addresses {
            go(&person, address).await;
            person.see(words).await;
        }
    }
}
