//! Every page of the demonstration: open to everybody, light and dark, wide and narrow; and addresses that lead nowhere.

use crate::journey;
use crate::look::Theme;
use crate::return_to_merge::{go, look_round};

const PAGES: [&str; 42] = [
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
            ("#/returns/2031-32_1/900001/pupils", "no Term 1 2031/32"),
        ];
        for (address, words) in addresses {
            go(&person, address).await;
            person.see(words).await;
        }
    }
}
