//! Files that are no bundles: a sentence each, nothing changed, the page alive.

use crate::journey;
use crate::return_to_merge::{go, look_round};
use std::path::PathBuf;
use std::time::Instant;

/// A page that takes longer, the upload included, has frozen.
const FROZEN_AFTER_SECONDS: u64 = 10;

journey! {
    fn each_bad_file_gets_a_sentence(person) {
        look_round(&person).await;
        go(&person, "#/files/open").await;
        let folder = std::env::temp_dir().join(format!("clusterwise-bad-files-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let nested = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        let huge = format!("{{\"format\":\"clusterwise\",\"version\":1,\"x\":\"{}\"}}", "y".repeat(50 * 1024 * 1024));
        let cases = [
            ("empty.json", String::new(), "empty"),
            ("letter.json", "Dear Sir or Madam".to_owned(), "Cannot be used"),
            ("other.json", "{\"holiday\": true}".to_owned(), "format"),
            ("deep.json", nested, "Cannot be used"),
            ("newer.json", "{\"format\":\"clusterwise\",\"version\":99}".to_owned(), "newer"),
            ("huge.json", huge, "Cannot be used"),
        ];
        for (name, content, words) in cases {
            let file: PathBuf = folder.join(format!("{}-{name}", std::process::id()));
            std::fs::write(&file, content).expect("a file");
            let started = Instant::now();
            person.give_files("Files to open", &[file]).await;
            person.at("1 cannot be used").await;
            person.see(words).await;
            println!("{name}: {} ms to its sentence, the upload included", started.elapsed().as_millis());
            assert!(started.elapsed().as_secs() < FROZEN_AFTER_SECONDS, "{name} froze the page");
            person.click("Choose other files").await;
            person.at("Open files").await;
        }
        std::fs::remove_dir_all(&folder).expect("the folder is removed");
    }
}
