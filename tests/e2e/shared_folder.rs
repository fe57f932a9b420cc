//! A folder that several share: one's own new file goes into it, and all others' are opened at once.

use crate::driver::Browser;
use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{at_a_return, go, look_round, save_everything};
use crate::site::Site;
use crate::walk::walk;
use serde_json::json;
use std::path::Path;

/// Instead of the system's dialog, which no script reaches, a folder of the browser's own is chosen: to the page it is like any other.
const PICKED: &str = "window.showDirectoryPicker = () => navigator.storage.getDirectory();";

/// The names in the folder.
async fn names(person: &Person) -> Vec<String> {
    let script = "const done = arguments[arguments.length - 1]; (async () => { const names = []; \
        for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name); done(names.sort()); })();";
    let names = person.client.execute_async(script, Vec::new()).await.expect("the folder's names");
    names.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// What a program that keeps folders in step would do: a file of somebody else arrives.
async fn arrives(person: &Person, name: &str, file: &Path) {
    let script = "const [name, text, done] = arguments; (async () => { \
        const entry = await (await navigator.storage.getDirectory()).getFileHandle(name, { create: true }); \
        const writing = await entry.createWritable(); await writing.write(text); await writing.close(); done(true); })();";
    let text = std::fs::read_to_string(file).expect("a file");
    person.client.execute_async(script, vec![json!(name), json!(text)]).await.expect("a file arrives");
}

#[test]
fn a_folder_carries_everybodys_files_and_none_is_replaced() {
    walk(Browser::Chromium, "a_folder_carries_everybodys_files", Site::open(), |person| async move {
        look_round(&person).await;
        person.ask(PICKED).await;
        go(&person, "#/files/folder").await;
        person.count_clicks_from_here();
        person.click("Choose the folder").await;
        person.see("holds no Clusterwise files yet").await;
        person.click("Put a copy of everything there").await;
        person.see("holds 1 Clusterwise file.").await;
        assert_eq!(person.clicks(), 2);
        person.click("Put a copy of everything there").await;
        person.see("holds 2 Clusterwise files.").await;
        let own = names(&person).await;
        assert!(own.iter().all(|name| name.ends_with(".clusterwise.json")), "{own:?}");
        assert_ne!(own.first(), own.last());

        let other = person.somebody_else().await;
        at_a_return(&other).await;
        other.fill("Pupils on roll", "140").await;
        let theirs = save_everything(&other).await;
        arrives(&person, "theirs.clusterwise.json", &theirs).await;
        arrives(&person, "notes.txt", &theirs).await;
        // The folder is known again; a folder of the browser's own needs no new permission.
        person.reload().await;
        person.see("holds 3 Clusterwise files.").await;
        person.picture("shared-folder").await;
        person.finds_no_accessibility_fault("a shared folder").await;
        person.count_clicks_from_here();
        person.click("Open all of them").await;
        person.at("3 files: 1 will change your data, 2 hold nothing new").await;
        person.click("Apply 1 file").await;
        person.see("One undo takes all of it back").await;
        assert_eq!(person.clicks(), 2);
        assert_eq!(names(&person).await.len(), 4, "nothing was written or removed by opening");
        other.leave().await;
    });
}

journey! {
    fn a_browser_that_cannot_use_folders_says_what_else_helps(person) {
        look_round(&person).await;
        person.ask("delete window.showDirectoryPicker").await;
        go(&person, "#/files/folder").await;
        person.see("This browser does not let a page use a folder").await;
        person.click("Open the files in it").await;
        person.at("Open files").await;
    }
}
