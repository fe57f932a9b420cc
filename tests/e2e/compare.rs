//! The two published tables, as they were downloaded: read, saved, known again, and shown side by side.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{go, look_round};
use std::path::{Path, PathBuf};

fn table(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// Gives the page a table and waits until it says what it would change.
async fn give(person: &Person, name: &str, words: &str) {
    go(person, "#/compare").await;
    go(person, "#/compare/import").await;
    person.give_files("Table to add", &[table(name)]).await;
    person.see(words).await;
}

journey! {
    framed fn a_long_file_name_fits_a_small_phone(person) {
        look_round(&person).await;
        person.open_narrow("#/home").await;
        give(&person, "exclusions_south_west_2006_2017.csv", "704 rows → 16 areas").await;
        person.fits_its_width("a table that was read, at 320 px").await;
        person.picture("narrow-compare-import").await;
        person.leave_narrow().await;
    }
}

journey! {
    fn published_tables_are_added_once_and_shown_side_by_side(person) {
        const EXCLUSIONS: &str = "exclusions_south_west_2006_2017.csv";
        const REQUESTS: &str = "sen2_south_west_2016_2022.csv";
        look_round(&person).await;
        give(&person, EXCLUSIONS, "704 rows → 16 areas, 2006 to 2016").await;
        person.see("98 figures left empty: figures not published").await;
        person.picture("compare-import").await;
        person.click("Which column is what").await;
        assert_eq!(person.value("Permanent exclusions").await, "6", "the column is known by its heading");
        person.choose("Permanent exclusions", "Not in this table").await;
        person.see("Will not be stored: perm_excl,").await;
        person.choose("Permanent exclusions", "perm_excl").await;
        person.see("permanent exclusions 150,374").await;
        person.click("Save these figures").await;
        person.see("Saved:").await;
        person.see("Saved on this device").await;

        give(&person, REQUESTS, "rows →").await;
        person.click("Save these figures").await;
        person.see("Saved:").await;

        for name in [EXCLUSIONS, REQUESTS] {
            give(&person, name, "No change: all").await;
            person.not_see("Save these figures").await;
        }

        go(&person, "#/compare").await;
        person.choose("Figure", "Suspension rate").await;
        person.choose("Schools", "Secondary schools").await;
        person.choose("Area", "South Gloucestershire").await;
        person.choose("Beside it, 1", "South West (region)").await;
        person.choose("Beside it, 2", "England (nation)").await;
        // 1,887 suspensions of 15,941 pupils, as published: 11.84%.
        person.see("South Gloucestershire went from").await;
        person.see("to 11.84 in 2016/17; South West went from").await;
        person.picture("compare-suspensions").await;
        person.choose("Figure", "Requests for EHC needs assessment").await;
        person.see("None of these areas publishes this figure for these schools").await;
        person.choose("Schools", "All schools").await;
        person.see("South Gloucestershire went from").await;
        person.reload().await;
        person.choose("Area", "South Gloucestershire").await;
        person.see("South Gloucestershire went from").await;

        // The measure's page holds the area against its region, all areas and every base year.
        go(&person, "#/measures/7").await;
        person.choose("Area", "South Gloucestershire").await;
        person.see("583 in 2018 and 358 in 2019 (×0.61").await;
        person.see("473 → 358").await;
        person.see("2 of 14 (p = 0.14)").await;
        person.see("chance and other causes are not ruled out").await;
        person.picture("measure-areas").await;
        go(&person, "#/compare").await;
        person.click("Undo").await;
        person.click("Undo").await;
        person.see("Add a table as it was published").await;
    }
}
