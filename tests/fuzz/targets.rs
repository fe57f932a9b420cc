//! What is done with hostile input, one function a target: it may refuse in a sentence, and must keep every promise
//! that is made of what it accepts. The fuzzer calls them with anything, `tests/crashers.rs` with what once broke them.
//! Knows nothing of how input is made.

use clusterwise::bundle::{AreaColumns, AreaImport, Bundle, BundleKind, ImportPlan, Table};
use clusterwise::eval::answer_json;
use clusterwise::eval::calculators::Calculator;
use clusterwise::jobs::{Job, run};
use clusterwise::merge::{Brief, DeviceId, Document};
use clusterwise::model::hidden_character;
use clusterwise::workspace::{Standing, Texts, Workspace, entry_text};
use std::ops::ControlFlow;

/// 9 June 2019, 17:06 UTC, a day after the newest edit in `tests/bundles/v1`.
const NOW: u64 = 1_560_100_000_000;

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

pub const TARGETS: [Target; 6] = [
    ("decode", decode),
    ("plan", plan),
    ("evaluate", evaluate),
    ("table", table),
    ("calculators", calculators),
    ("store", store),
];

/// A refusal is a sentence that a person can read to its end, and that shows all of itself.
fn readable(words: &str) {
    assert!(!words.trim().is_empty(), "nothing is said");
    assert!(words.chars().count() < 1_000, "too long: {words}");
    shows(words);
}

/// Nothing in a text that is shown is there without being seen.
fn shows(words: &str) {
    assert_eq!(hidden_character(words), None, "{words:?}");
}

fn device(name: &str) -> DeviceId {
    DeviceId::parse(name).expect("a device id")
}

fn kind_for(bytes: &[u8]) -> BundleKind {
    BundleKind::ALL[bytes.len() % BundleKind::ALL.len()]
}

/// The document in a file, or a document by itself. Without this everything behind the checksum would be out of reach:
/// no change of a file's content has the right one.
fn document_in(bytes: &[u8]) -> Option<Document> {
    let text = document_text_in(bytes)?;
    if let Ok(text) = std::str::from_utf8(text) {
        both_readers_agree(text);
    }
    Document::from_json(text).ok()
}

fn document_text_in(bytes: &[u8]) -> Option<&[u8]> {
    const START: &[u8] = b"\"document\": ";
    match bytes.windows(START.len()).position(|part| part == START) {
        Some(place) => bytes[place + START.len()..].trim_ascii_end().strip_suffix(b"}"),
        None => Some(bytes),
    }
}

/// Reading a file: what is accepted is written again so that it reads back as the same.
pub fn decode(bytes: &[u8]) {
    match Bundle::decode(bytes) {
        Ok(bundle) => reads_back(&bundle),
        Err(error) => readable(&error.to_string()),
    }
    match document_in(bytes) {
        Some(document) => reads_back(&Bundle { kind: kind_for(bytes), document }),
        None => {
            if let Err(error) = Document::from_json(bytes) {
                assert!(error.to_string().chars().count() < 1_000, "{error}");
            }
        }
    }
}

/// The reader of our own spelling takes nothing that the reader of any spelling refuses, and takes it for the same.
fn both_readers_agree(text: &str) {
    if let Some((document, rest)) = Document::read_canonical(text) {
        let whole = text.strip_suffix(rest).expect("it is the end of the text");
        assert_eq!(serde_json::from_str::<Document>(whole).ok(), Some(document));
    }
}

fn reads_back(bundle: &Bundle) {
    let file = bundle.encode();
    assert_eq!(Bundle::decode(&file).as_ref(), Ok(bundle));
    assert_eq!(Document::from_json(&bundle.document.to_canonical_json()).as_ref(), Ok(&bundle.document));
    let kept = serde_json::to_string(&Brief(&bundle.document)).expect("a text");
    assert_eq!(Document::read_kept(&kept), Some((bundle.document.clone(), "")));
    shows(&bundle.holds().words());
    if let Err(error) = bundle.believable() {
        readable(&error.to_string());
    }
}

/// The pilot of `tests/bundles/v1` as one device has it.
fn here() -> Workspace {
    let backup = Bundle::decode(include_bytes!("../bundles/v1/backup.clusterwise.json")).expect("an honest file");
    Workspace::open(backup.document, device("garnet-owl"))
}

/// Taking a file in: all of it or nothing, and one undo brings the bytes of before back.
pub fn plan(bytes: &[u8]) {
    let Some(document) = document_in(bytes) else { return };
    let bundle = Bundle { kind: kind_for(bytes), document };
    taken_in_whole(here(), &bundle, bytes.len().is_multiple_of(2));
    taken_in_whole(Workspace::empty(device("garnet-owl")), &bundle, true);
}

fn taken_in_whole(mut workspace: Workspace, bundle: &Bundle, takes_held_back: bool) {
    let before = workspace.document().to_canonical_json();
    let files = vec![("a\u{202E}file".to_owned(), Ok(bundle.clone()))];
    let mut plan = ImportPlan::new(workspace.document(), files, NOW);
    plan.take_held_back(takes_held_back);
    looked_at(&mut plan);
    let applied = plan.apply(&mut workspace, NOW);
    let after = workspace.document().to_canonical_json();
    match &applied {
        Err(error) => {
            readable(&error.to_string());
            assert_eq!(before, after, "a refused file has changed something");
        }
        Ok(_) => assert_eq!(plan.can_apply(), before != after),
    }
    if !plan.files().iter().all(|file| file.is_usable()) {
        assert_eq!(before, after, "a file that cannot be used has changed something");
    }
    if applied.is_ok() && before != after {
        reads_back(&Bundle::backup(workspace.document()));
        workspace.undo(NOW + 1).expect("undo").expect("a step to undo");
        assert_eq!(before, workspace.document().to_canonical_json(), "undo has left something behind");
    }
}

/// What the preview shows, with a choice made wherever there is one.
fn looked_at(plan: &mut ImportPlan) {
    shows(&plan.headline());
    for file in plan.files() {
        shows(&file.holds);
        file.notices.iter().for_each(|words| shows(words));
    }
    for record in plan.records(0).iter().chain(&plan.all_records()) {
        shows(&record.label);
        for field in &record.fields {
            [&field.label, &field.ours, &field.theirs].into_iter().for_each(|words| shows(words));
        }
    }
    plan.warnings().iter().for_each(|words| readable(words));
    for place in 0..plan.conflicts().len().min(5) {
        for text in ["12", "yes", "a\u{202E}b", "2019-01-01"] {
            if let Err(error) = plan.choose_text(place, text) {
                assert!(!error.to_string().is_empty());
            }
        }
        let last = plan.conflicts()[place].options.last().map(|option| option.value.clone());
        if let Err(error) = plan.choose(place, last) {
            assert!(!error.to_string().is_empty());
        }
    }
}

/// Everything that is worked out of a file, as its pages show it.
pub fn evaluate(bytes: &[u8]) {
    let Some(document) = document_in(bytes) else { return };
    let mut both = here().document().clone();
    both.join(&document);
    for document in [document, both] {
        let bundle = String::from_utf8(Bundle::backup(&document).encode()).expect("UTF-8");
        match run(Job::Evaluate { bundle, with_schools: true }, &mut |_| ControlFlow::Continue(())) {
            Ok(text) => assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok()),
            Err(fault) => readable(&fault.to_string()),
        }
    }
}

/// A published table: what is read of it can be saved, and one undo takes it back.
pub fn table(bytes: &[u8]) {
    let table = match Table::read(bytes, AreaColumns::is_heading) {
        Ok(table) => table,
        Err(error) => return readable(&error.to_string()),
    };
    let columns = AreaColumns::guess(&table);
    let import = match AreaImport::read(&table, &columns, "a\u{202E}table.csv") {
        Ok(import) => import,
        Err(error) => return readable(&error.to_string()),
    };
    shows(&import.words());
    import.problems.iter().for_each(|group| readable(&group.words()));
    if let Some(file) = import.left_out_csv(&table) {
        no_formula(&file);
    }
    let mut workspace = here();
    let before = workspace.document().to_canonical_json();
    let Some(save) = import.against(workspace.data()).command() else { return };
    match workspace.apply(&save, NOW) {
        Err(error) => {
            readable(&error.to_string());
            assert_eq!(before, workspace.document().to_canonical_json());
        }
        Ok(_) if before != workspace.document().to_canonical_json() => {
            let backup = Bundle::backup(workspace.document());
            reads_back(&backup);
            assert_eq!(backup.believable(), Ok(()), "a table was saved that no copy could bring back");
            workspace.undo(NOW + 1).expect("undo");
            assert_eq!(before, workspace.document().to_canonical_json());
        }
        Ok(_) => {}
    }
}

/// No text in a CSV file begins as a formula does; numbers may.
fn no_formula(file: &str) {
    let text = file.trim_start_matches('\u{feff}');
    for record in csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).records() {
        for cell in record.expect("a row").iter().filter(|cell| cell.parse::<f64>().is_err()) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']), "{cell:?}");
        }
    }
}

/// Requests as JSON, or a form's fields as they are typed: the first letter says which form, a NUL ends a field.
pub fn calculators(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match answer_json(text) {
        Ok(answer) => assert!(serde_json::from_str::<serde_json::Value>(&answer).is_ok(), "{answer}"),
        Err(error) => readable(&error.to_string()),
    }
    let Some((first, typed)) = bytes.split_first().and_then(|(first, _)| Some((*first, text.get(1..)?))) else {
        return;
    };
    let forms: Vec<_> = Calculator::all().collect();
    let Some(form) = forms.get(usize::from(first) % forms.len()) else { return };
    let fields: Vec<&str> = typed.split('\0').collect();
    let field = |path: &str| form.inputs.iter().position(|input| input.path == path);
    let typed = |path: &str| field(path).and_then(|place| fields.get(place)).copied().unwrap_or_default().to_owned();
    match form.request(|input| typed(input.path), fields.get(form.inputs.len()).copied().unwrap_or_default()) {
        Ok(request) => match answer_json(&request.to_string()) {
            Ok(answer) => assert!(serde_json::from_str::<serde_json::Value>(&answer).is_ok(), "{answer}"),
            Err(error) => readable(&error.to_string()),
        },
        Err(problems) => problems.iter().for_each(|problem| readable(&problem.words)),
    }
}

/// What a browser's store may hold after whatever has befallen it.
pub fn store(bytes: &[u8]) {
    let Ok(input) = std::str::from_utf8(bytes) else { return };
    match stored_in(input).read(&device("garnet-owl"), || Ok(Workspace::empty(device("garnet-owl")))) {
        Err(error) => readable(&error.to_string()),
        Ok(read) => goes_on(read.workspace),
    }
}

/// A line that begins with “--- ” begins a text and says which it is; those that are sealed get the right hash.
pub fn stored_in(input: &str) -> Texts {
    let mut texts = Texts::default();
    let mut standing = Standing::default();
    for part in input.split("--- ").skip(1) {
        let (what, text) = part.split_once('\n').unwrap_or((part, ""));
        let text = text.strip_suffix('\n').unwrap_or(text);
        let (what, number) = what.split_once(' ').unwrap_or((what, ""));
        let number = number.parse::<u64>().unwrap_or(texts.log.last().map_or(1, |(last, _)| last.saturating_add(1)));
        match what {
            "checkpoint" => {
                let (place, sealed, next) = standing.next(text, number);
                texts.slots[place] = Some(sealed);
                standing = next;
            }
            "slot" => texts.slots[(number % 2) as usize] = Some(text.to_owned()),
            "first" => texts.first_version = Some(text.to_owned()),
            "entry" => texts.log.push((number, entry_text(text))),
            "raw" => texts.log.push((number, text.to_owned())),
            _ => {}
        }
    }
    texts.log.sort_by_key(|(number, _)| *number);
    texts.log.dedup_by_key(|(number, _)| *number);
    texts
}

/// A workspace that was read can be kept again, gone back in and worked in.
fn goes_on(mut workspace: Workspace) {
    let again = Workspace::restore(&workspace.checkpoint().expect("a checkpoint"), device("garnet-owl"));
    let again = again.expect("a checkpoint that was just made");
    assert_eq!(again.document(), workspace.document());
    assert_eq!(again.history(), workspace.history());
    reads_back(&Bundle::backup(workspace.document()));
    for step in 0..4 {
        match workspace.undo(NOW + step) {
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    for step in 4..8 {
        if let Err(error) = workspace.redo(NOW + step) {
            assert!(!error.to_string().is_empty());
        }
    }
}
