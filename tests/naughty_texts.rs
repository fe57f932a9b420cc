//! Texts that have broken programs, in every field that a person can write in, every cell of a table and every calculator: each is
//! refused in a sentence, with nothing changed, or kept to the letter and brought back by a copy. Knows nothing of single texts.

#[allow(dead_code, reason = "each file of tests uses its part")]
mod collections;
#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::{AreaColumns, AreaImport, Bundle, BundleError, ImportPlan, Table};
use clusterwise::chart::{Chart, NumberFormat, Point, Series, XLabel, YAxis, csv};
use clusterwise::eval::answer_json;
use clusterwise::eval::calculators::Calculator;
use clusterwise::jobs::takes_long;
use clusterwise::model::{
    AcademicYear, Area, AreaFigures, AreaId, AreaLevel, Cluster, ClusterId, EventKind, FiguresId, Outcome, Pilot,
    PilotData, PilotEvent, Priority, Release, SavedScenario, School, SchoolType, ShownCell, hidden_character,
    spreadsheet_cell,
};
use clusterwise::sim::from_pilot;
use clusterwise::workspace::{Command, Workspace, schema};
use pilots::{NOW, copy_for, device};
use serde_json::Value;

/// A refusal that a person can read.
fn readable(text: &str, words: &str) {
    assert!(!words.is_empty() && words.chars().count() < 1_000, "{text:?}: {words}");
    assert_eq!(hidden_character(words), None, "{text:?}: {words:?}");
}

/// A field that a person writes in: its name, the command that saves a text in it, and what reads it back.
type Field = (&'static str, fn(&str, &PilotData) -> Command, fn(&PilotData) -> Option<String>);

fn day() -> chrono::NaiveDate {
    "2019-01-15".parse().expect("a date")
}

fn pilot(data: &PilotData) -> Pilot {
    data.pilot.clone().expect("a pilot")
}

fn cluster(data: &PilotData) -> Cluster {
    data.clusters.values().next().cloned().expect("a cluster")
}

fn scenario(data: &PilotData) -> SavedScenario {
    data.scenarios.values().next().cloned().expect("a scenario")
}

fn mark(text: &str, figures: &str) -> PilotEvent {
    PilotEvent {
        id: "mark-1".parse().expect("an id"),
        date: day(),
        kind: EventKind::Event,
        words: text.to_owned(),
        school: None,
        cluster: None,
        figures: vec![figures.to_owned()],
    }
}

fn figures(source: &str) -> AreaFigures {
    let area = AreaId::from_name("Poole").expect("an id");
    let mut figures = AreaFigures::new(FiguresId { area, year: 2016, schools: SchoolType::All });
    figures.exclusions_source = Some(source.to_owned());
    figures
}

const FIELDS: [Field; 15] = [
    (
        "the pilot’s name",
        |text, data| Command::SavePilot(Pilot { name: text.to_owned(), ..pilot(data) }),
        |data| Some(data.pilot.as_ref()?.name.clone()),
    ),
    (
        "the council",
        |text, data| Command::SavePilot(Pilot { council: text.to_owned(), ..pilot(data) }),
        |data| Some(data.pilot.as_ref()?.council.clone()),
    ),
    (
        "aims",
        |text, data| Command::SavePilot(Pilot { aims: vec![text.to_owned(); 2], ..pilot(data) }),
        |data| data.pilot.as_ref()?.aims.get(1).cloned(),
    ),
    (
        "strategies",
        |text, data| Command::SavePilot(Pilot { strategies: vec![text.to_owned()], ..pilot(data) }),
        |data| data.pilot.as_ref()?.strategies.first().cloned(),
    ),
    (
        "a cluster’s name",
        |text, data| Command::SaveCluster(Cluster { name: text.to_owned(), ..cluster(data) }),
        |data| Some(data.clusters.values().next()?.name.clone()),
    ),
    (
        "priorities",
        |text, data| {
            let priorities = vec![Priority { outcome: Outcome::ALL[0], words: text.to_owned() }];
            Command::SaveCluster(Cluster { priorities, ..cluster(data) })
        },
        |data| Some(data.clusters.values().next()?.priorities.first()?.words.clone()),
    ),
    (
        "a school’s name",
        |text, data| {
            let school = data.schools.values().next().cloned().expect("a school");
            Command::SaveSchools(vec![School { name: text.to_owned(), ..school }])
        },
        |data| Some(data.schools.values().next()?.name.clone()),
    ),
    (
        "a mark",
        |text, _| Command::SaveEvent(mark(text, "requests")),
        |data| Some(data.events.values().next()?.words.clone()),
    ),
    (
        "a mark’s figures",
        |text, _| Command::SaveEvent(mark("Floods", text)),
        |data| data.events.values().next()?.figures.first().cloned(),
    ),
    (
        "a scenario’s name",
        |text, data| Command::SaveScenario(SavedScenario { name: text.to_owned(), ..scenario(data) }),
        |data| Some(data.scenarios.values().next()?.name.clone()),
    ),
    (
        "notes",
        |text, data| Command::SaveScenario(SavedScenario { notes: text.to_owned(), ..scenario(data) }),
        |data| Some(data.scenarios.values().next()?.notes.clone()),
    ),
    (
        "what a scenario says",
        |text, data| Command::SaveScenario(SavedScenario { content: text.to_owned(), ..scenario(data) }),
        |data| Some(data.scenarios.values().next()?.content.clone()),
    ),
    (
        "a release",
        |text, _| {
            let cells = vec![ShownCell { name: text.to_owned(), count: 12 }];
            Command::SaveRelease(Release::new(day(), "requests", cells).expect("an id"))
        },
        |data| Some(data.releases.values().next()?.cells.first()?.name.clone()),
    ),
    (
        "an area’s name",
        |text, _| {
            let area = Area { id: figures("").area, name: text.to_owned(), level: AreaLevel::Authority };
            Command::SaveAreas { areas: vec![area], figures: vec![figures("a table")] }
        },
        |data| Some(data.areas.values().next()?.name.clone()),
    ),
    (
        "where figures are from",
        |text, _| Command::SaveAreas { areas: Vec::new(), figures: vec![figures(text)] },
        |data| data.figures.values().next()?.exclusions_source.clone(),
    ),
];

/// A pilot with a small scenario.
fn start() -> Workspace {
    let mut workspace = copy_for("amber-fox");
    let data = clusterwise::demo::pilot_data(&clusterwise::demo::Options::default());
    let mut scenario = from_pilot(&data, "Plan").expect("returns");
    scenario.clusters.truncate(1);
    scenario.programmes.truncate(1);
    scenario.values.truncate(1);
    let saved = SavedScenario::of(&scenario).expect("a short name");
    workspace.apply(&Command::SaveScenario(saved), NOW + 9).expect("saved");
    workspace
}

#[test]
fn a_text_in_any_field_is_refused_with_nothing_changed_or_kept_to_the_letter() {
    let start = start();
    let (mut kept, mut refused) = (0, 0);
    for text in collections::naughty() {
        let mut workspace = start.clone();
        for (field, command, back) in FIELDS {
            let before = workspace.document().clone();
            match workspace.apply(&command(&text, workspace.data()), NOW + 10) {
                Ok(_) => {
                    assert_eq!(back(workspace.data()).as_deref(), Some(text.as_str()), "{field}");
                    kept += 1;
                }
                Err(error) => {
                    readable(&text, &error.to_string());
                    assert_eq!(*workspace.document(), before, "{field}: {text:?}");
                    refused += 1;
                }
            }
        }
        brought_back(&text, &workspace);
    }
    println!("{kept} kept, {refused} refused");
    assert!(kept == 0 || kept > refused, "{kept} kept, {refused} refused");
}

/// A copy of the workspace can be opened elsewhere and is the same, byte for byte.
fn brought_back(text: &str, workspace: &Workspace) {
    let file = Bundle::backup(workspace.document()).encode();
    let read = Bundle::decode(&file).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(read.believable(), Ok(()), "{text:?} was kept, but no copy of it would be taken in");
    let mut other = Workspace::empty(device("blue-jay"));
    let plan = ImportPlan::new(other.document(), vec![(text.to_owned(), Ok(read))], NOW);
    plan.apply(&mut other, NOW + 20).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(Bundle::backup(other.document()).encode(), file, "{text:?}");
    let (data, unreadable) = schema::read_document(other.document());
    assert_eq!((unreadable.as_slice(), &data), (&[][..], workspace.data().as_ref()), "{text:?}");
}

#[test]
fn a_text_as_an_id_or_a_number_is_read_or_refused() {
    for text in collections::naughty() {
        if let Ok(id) = ClusterId::from_name(&text) {
            assert_eq!(ClusterId::try_from(id.to_string()), Ok(id), "{text:?}");
        }
        let read = [text.parse::<clusterwise::model::Urn>().is_ok(), text.parse::<AcademicYear>().is_ok()];
        assert_eq!(read, [false; 2], "{text:?}");
        assert!(text.parse::<clusterwise::model::Laestab>().is_err(), "{text:?}");
        assert!(clusterwise::merge::Stamp::parse(&text).is_err(), "{text:?}");
    }
}

const HEADER: [&str; 5] = ["time_period", "geographic_level", "la_name", "school_type", "perm_excl"];
const ROW: [&str; 5] = ["201617", "Local authority", "Poole", "Total", "7"];

/// A table of two rows with a text in one cell of the first, or in one of the header.
fn table_with(text: &str, row: usize, column: usize) -> String {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |cells: [&str; 5], place: usize| {
        let cell = |(at, cell): (usize, &str)| quoted(if at == column && place == row { text } else { cell });
        cells.into_iter().enumerate().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
    };
    [line(HEADER, 0), line(ROW, 1), line(["201516", "National", "England", "Total", "9"], 2)].concat()
}

#[test]
fn a_text_in_any_cell_of_a_table_leaves_its_row_out_or_is_kept() {
    let start = copy_for("amber-fox");
    let cells = || (0..2).flat_map(|row| (0..HEADER.len()).map(move |column| (row, column)));
    // What is kept of ten of them goes into one copy.
    for texts in collections::naughty().chunks(10) {
        let mut workspace = start.clone();
        for (text, (row, column)) in texts.iter().flat_map(|text| cells().map(move |cell| (text, cell))) {
            match import(text, row, column).map(|import| import.against(workspace.data()).command()) {
                Ok(Some(save)) => {
                    workspace.apply(&save, NOW + 10).unwrap_or_else(|error| panic!("{text:?}: {error}"));
                }
                Ok(None) => {}
                Err(error) => readable(text, &error.to_string()),
            }
        }
        brought_back(&texts.concat(), &workspace);
    }
}

fn import(text: &str, row: usize, column: usize) -> Result<AreaImport, BundleError> {
    let table = Table::read(table_with(text, row, column).as_bytes(), AreaColumns::is_heading)?;
    if row == 1 {
        assert_eq!(table.rows.first().map(|row| row.cell(column)), Some(text.trim()));
    }
    let import = AreaImport::read(&table, &AreaColumns::guess(&table), text)?;
    import.problems.iter().for_each(|group| readable(text, &group.words()));
    assert!(import.left_out_csv(&table).is_none_or(|csv| formulas_in(&csv).is_empty()), "{text:?}");
    Ok(import)
}

/// Cells that a spreadsheet would run. Numbers stay numbers.
fn formulas_in(file: &str) -> Vec<String> {
    let starts = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'];
    let text = file.trim_start_matches('\u{feff}');
    let rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).into_records();
    let cells = rows.flat_map(|row| row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>());
    cells.filter(|cell| cell.starts_with(starts) && cell.parse::<f64>().is_err()).collect()
}

#[test]
fn a_text_that_goes_out_as_a_cell_starts_no_formula_and_comes_back() {
    for text in collections::naughty() {
        let file = format!("a,{}\r\n", spreadsheet_cell(&text));
        assert_eq!(formulas_in(&file), Vec::<String>::new(), "{text:?}");
        let row = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes()).into_records().next();
        let cell = row.expect("a row").expect("a row").get(1).expect("a cell").to_owned();
        assert!(cell == text || cell == format!("'{text}"), "{text:?} came back as {cell:?}");
    }
}

/// The other files for spreadsheets: of charts, and of tables to share; that of left-out rows is tried with each cell.
#[test]
fn a_text_as_the_name_of_what_a_chart_shows_starts_no_formula_in_its_file() {
    for text in collections::naughty() {
        let chart = Chart::new(&text, &text)
            .x(&text, [text.as_str(), "b"].map(|name| XLabel::new("T", name)))
            .y(YAxis::new(NumberFormat::Count, &text, &text))
            .series(Series::new(&text, [Point::new(-1204.5), Point::missing()]));
        let file = csv(&chart);
        assert_eq!(formulas_in(&file), Vec::<String>::new(), "{text:?}");
        assert!(file.contains(",-1204.5"), "{text:?}: {file}");
    }
}

#[test]
fn a_text_in_a_request_or_a_form_is_answered_or_refused_in_a_sentence() {
    let checked = |text: &str, request: &str| match answer_json(request) {
        Ok(answer) => assert!(serde_json::from_str::<Value>(&answer).is_ok(), "{text:?}: {answer}"),
        Err(error) => readable(text, &error.to_string()),
    };
    for text in collections::naughty() {
        checked(&text, &text);
        checked(&text, &serde_json::json!({ "method": text }).to_string());
        checked(&text, &serde_json::json!([{ "method": "proportion", text.as_str(): text }]).to_string());
        for form in Calculator::all().filter(|form| !takes_long(form.method)) {
            for input in form.inputs {
                let typed = |other: &clusterwise::eval::calculators::Input| match other.path == input.path {
                    true => text.clone(),
                    false => other.example.to_owned(),
                };
                match form.request(typed, &text) {
                    Ok(request) => checked(&text, &request.to_string()),
                    Err(problems) => problems.iter().for_each(|problem| readable(&text, &problem.words)),
                }
                if let Ok(request) = form.request(typed, "") {
                    checked(&text, &request.to_string());
                }
            }
        }
    }
}
