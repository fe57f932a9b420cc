//! `clusterwise check` and `clusterwise merge` as a person types them: what they print, write and refuse.

#[path = "bundles/commands.rs"]
mod commands;
#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::{Bundle, ImportPlan};
use clusterwise::model::TermId;
use commands::{Folder, clusterwise};
use pilots::{NOW, copy_for, full_return, started, submit};
use std::fs;

#[test]
fn merging_writes_what_a_workspace_that_took_the_files_in_saves_in_any_order() {
    let folder = Folder::new("merge");
    let mut clerk = copy_for("clerk");
    submit(&mut clerk, full_return("900001", 6, 30), NOW + 5);
    let base = Bundle::backup(clerk.document()).encode();
    let mut sent = Vec::new();
    for (device, school) in [("amber-fox", "900001"), ("blue-jay", "900002"), ("coral-owl", "900003")] {
        let mut workspace = copy_for(device);
        submit(&mut workspace, full_return(school, 6, 12), NOW + 10);
        let urn = school.parse().expect("a urn");
        let bundle = Bundle::of_return(workspace.document(), &urn, Some(TermId::new(2018, 6))).expect("a bundle");
        sent.push((format!("{device}.json"), bundle.encode()));
    }
    let read = sent.iter().map(|(name, file)| (name.clone(), Bundle::decode(file))).collect();
    ImportPlan::new(clerk.document(), read, NOW + 50).apply(&mut clerk, NOW + 50).expect("applied");
    let expected = Bundle::backup(clerk.document()).encode();

    let mut paths = vec![folder.write("base.json", &base)];
    paths.extend(sent.iter().map(|(name, file)| folder.write(name, file)));
    for turn in 0..paths.len() {
        paths.rotate_left(1);
        let out = folder.path(&format!("out-{turn}.json"));
        let mut arguments = vec!["merge", "--out", &out];
        arguments.extend(paths.iter().map(String::as_str));
        let (code, words, error) = clusterwise(&arguments);
        assert_eq!((code, error.as_str()), (Some(0), ""));
        assert!(words.contains("3 returns (Term 6 2018/19); no pupil rows"), "{words}");
        assert_eq!(fs::read(&out).expect("written"), expected);
    }
    let printed = clusterwise(&["merge", &paths[0], &paths[1], &paths[2], &paths[3]]).1;
    assert_eq!(printed.into_bytes(), expected, "printed and written alike");
}

#[test]
fn merging_writes_nothing_if_one_file_is_no_bundle_or_of_another_pilot() {
    let folder = Folder::new("refused");
    let base = folder.write("base.json", &Bundle::backup(copy_for("clerk").document()).encode());
    let other = folder.write("other.json", &Bundle::backup(started("clerk", "other-9").document()).encode());
    let table = folder.write("table.csv", b"year,level\n201617,National\n");
    let out = folder.write("out.json", b"what was there before");
    for (file, reason) in [(&other, "of another pilot"), (&table, "table.csv: the file is a table (CSV)")] {
        let (code, printed, error) = clusterwise(&["merge", &base, file, "--out", &out]);
        assert_eq!((code, printed.as_str()), (Some(2), ""));
        assert!(error.starts_with("{\"error\":") && error.contains(reason), "{error}");
        assert_eq!(fs::read(&out).expect("kept"), b"what was there before");
    }
}

#[test]
fn checking_says_what_a_file_holds_or_why_it_is_none() {
    let folder = Folder::new("check");
    let file = Bundle::backup(copy_for("clerk").document()).encode();
    let whole = folder.write("whole.json", &file);
    let cut = folder.write("cut.json", &file[..file.len() / 2]);
    let (code, words, _) = clusterwise(&["check", &whole]);
    assert_eq!(code, Some(0));
    let said = "backup of everything: all of Test pilot, 2 clusters, 3 schools, 6 terms; no pupil rows; newest edit by founder; \
        not sealed; not signed\n";
    assert_eq!(words, format!("{whole}: {said}"));
    let (_, json, _) = clusterwise(&["check", "--json", &whole]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["kind"], &json["holds"]["schools"]), (&"backup".into(), &3.into()));
    let (code, words, error) = clusterwise(&["check", &whole, &cut, &folder.path("missing.json")]);
    assert_eq!((code, words.as_str()), (Some(2), ""));
    assert!(
        error.contains("cut.json: the file is cut off: it ends at byte") && error.contains("missing.json: "),
        "{error}"
    );
}
