//! A file that would change very much: the page counts it at once, and makes its tables when somebody asks for them.

use crate::journey;
use crate::return_to_merge::{go, look_round};
use clusterwise::bundle::Bundle;
use clusterwise::demo::{Options, document};
use clusterwise::merge::{DeviceId, Stamp, Value};
use clusterwise::workspace::schema;

/// Returns that the file says otherwise, more than a page shows.
const CHANGED: usize = 300;

journey! {
    fn what_a_large_file_would_change_is_shown_when_it_is_asked_for(person) {
        look_round(&person).await;
        let mut theirs = document(&Options::default()).expect("the demonstration");
        let rolls = theirs.live(schema::RETURN).filter_map(|(id, record)| {
            Some((id.to_owned(), record.value("roll").and_then(Value::as_int)?))
        });
        let rolls: Vec<(String, i64)> = rolls.take(CHANGED).collect();
        assert_eq!(rolls.len(), CHANGED);
        let device = DeviceId::parse("amber-fox").expect("a device id");
        let stamp = Stamp { ms: 1_700_000_000_000, counter: 0, device };
        for (id, roll) in rolls {
            theirs.set(schema::RETURN, &id, "roll", roll + 1, &stamp).expect("a figure fits");
        }
        let name = format!("clusterwise-large-{}-{:?}.json", std::process::id(), person.browser());
        let file = std::env::temp_dir().join(name);
        std::fs::write(&file, Bundle::backup(&theirs).encode()).expect("a file");

        go(&person, "#/files/open").await;
        person.give_files("Files to open", std::slice::from_ref(&file)).await;
        person.at("1 file: 1 will change your data").await;
        person.see("300 changed").await;
        let tables = "return document.querySelectorAll('#plan table').length";
        assert_eq!(person.ask(tables).await, 0, "nobody has asked yet");
        person.click("What would change").await;
        person.see("And 100 more records.").await;
        assert_eq!(person.ask(tables).await, 200);
        person.picture("large-file").await;
        person.finds_no_accessibility_fault("a large file").await;
        // Closed again, it is not made anew.
        person.click("What would change").await;
        person.not_see("And 100 more records.").await;
        assert_eq!(person.ask(tables).await, 200);
        person.click("Apply 1 file").await;
        person.see("300 changed").await;
        std::fs::remove_file(&file).expect("the file goes");
    }
}
