//! Published tables as people have them: the two real ones whole, and the shapes in which Excel saves them again.

use clusterwise::bundle::{AreaColumns, AreaField, AreaImport, AreaProblem, BundleError, Encoding, Table};
use clusterwise::merge::DeviceId;
use clusterwise::model::{AreaFigures, AreaId, AreaLevel, FiguresId, SchoolType};
use clusterwise::workspace::Workspace;

const EXCLUSIONS: &[u8] = include_bytes!("data/exclusions_south_west_2006_2017.csv");
const REQUESTS: &[u8] = include_bytes!("data/sen2_south_west_2016_2022.csv");
const NOW: u64 = 1_560_000_000_000;

fn table(bytes: &[u8]) -> Table {
    Table::read(bytes, AreaColumns::is_heading).expect("a table")
}

fn import(bytes: &[u8], source: &str) -> AreaImport {
    let table = table(bytes);
    AreaImport::read(&table, &AreaColumns::guess(&table), source).expect("its columns are known")
}

fn of_text(text: &str) -> AreaImport {
    import(text.as_bytes(), "a table")
}

fn workspace() -> Workspace {
    Workspace::empty(DeviceId::parse("amber-fox").expect("a device"))
}

fn save(workspace: &mut Workspace, import: &AreaImport) -> String {
    let changes = import.against(workspace.data());
    if let Some(command) = changes.command() {
        workspace.apply(&command, NOW).expect("saved");
    }
    changes.words()
}

fn figures(workspace: &Workspace, area: &str, year: u16, schools: SchoolType) -> AreaFigures {
    let id = FiguresId { area: AreaId::from_name(area).expect("an id"), year, schools };
    workspace.data().figures.get(&id).expect("a row").clone()
}

/// Problem by problem: its words, without the lines.
fn problems(import: &AreaImport) -> Vec<String> {
    let words = import.problems.iter().map(|group| group.words());
    words.map(|words| words.rsplit_once(" (line").map_or(words.clone(), |(before, _)| before.to_owned())).collect()
}

#[test]
fn the_published_table_of_exclusions_is_read_whole() {
    let table = table(EXCLUSIONS);
    let columns = AreaColumns::guess(&table);
    let unused: Vec<&str> = columns.unused(&table).into_iter().map(|(_, heading)| heading).collect();
    assert_eq!(unused, ["perm_excl_rate", "fixed_excl_rate", "one_or_more_fixed_excl_rate"]);
    let import = AreaImport::read(&table, &columns, "Exclusions 2006/07 to 2016/17").expect("read");
    assert_eq!((import.rows, import.figures.len(), import.areas.len()), (704, 704, 16));
    let totals: Vec<_> = import.totals.iter().map(|total| (total.label, total.figures, total.sum)).collect();
    // Counted apart, with Python’s csv module.
    assert_eq!(
        totals,
        [
            ("Schools", 704, 520_873),
            ("Pupils on roll", 704, 183_622_925),
            ("Permanent exclusions", 623, 150_374),
            ("Suspensions (formerly fixed-term exclusions)", 697, 8_074_675),
            ("Pupils suspended at least once", 694, 4_221_812),
        ]
    );
    assert_eq!(import.problems.len(), 1, "{:?}", problems(&import));
    assert_eq!(import.problems[0].problem, AreaProblem::NotPublished("x".to_owned()));
    assert_eq!(import.problems[0].count, 81 + 7 + 10);
    assert!(import.left_out_csv(&table).is_none());
}

#[test]
fn the_published_table_of_requests_is_read_whole_with_its_breaks_noted() {
    let import = import(REQUESTS, "SEN2");
    assert_eq!((import.rows, import.figures.len(), import.areas.len()), (122, 122, 19));
    let sums: Vec<_> = import.totals.iter().map(|total| total.sum).collect();
    assert_eq!(sums, [672_477, 151_301, 26_551, 447_782, 241_983, 439_405]);
    assert!(import.totals.iter().all(|total| total.figures == 122));
    assert!(import.problems.is_empty(), "{:?}", problems(&import));
    assert_eq!(import.notes.len(), 2);
    assert!(import.notes[0].contains("Christchurch left Dorset"));
    assert!(import.notes[1].contains("between 2016 (513) and 2017 (1186)"));
    let nation: Vec<_> = import.areas.iter().filter(|area| area.level != AreaLevel::Authority).collect();
    let nation: Vec<_> = nation.iter().map(|area| (area.name.as_str(), area.level)).collect();
    assert_eq!(nation, [("England", AreaLevel::Nation), ("South West", AreaLevel::Region)]);
}

#[test]
fn both_tables_fill_one_row_and_importing_again_changes_nothing() {
    let (exclusions, requests) = (import(EXCLUSIONS, "Exclusions"), import(REQUESTS, "SEN2"));
    let mut results = Vec::new();
    for order in [[&exclusions, &requests], [&requests, &exclusions]] {
        let mut workspace = workspace();
        assert!(save(&mut workspace, order[0]).ends_with("new rows"));
        save(&mut workspace, order[1]);
        let row = figures(&workspace, "South Gloucestershire", 2016, SchoolType::All);
        assert_eq!((row.headcount, row.permanent_exclusions, row.suspensions), (Some(39_084), Some(37), Some(2_403)));
        assert_eq!((row.requests, row.requests_refused, row.plans_within_20_weeks), (Some(473), Some(256), Some(58)));
        assert_eq!(
            (row.exclusions_source.as_deref(), row.requests_source.as_deref()),
            (Some("Exclusions"), Some("SEN2"))
        );
        let before = workspace.document().to_canonical_json();
        assert_eq!(save(&mut workspace, &exclusions), "No change: all 704 rows are here already");
        assert_eq!(save(&mut workspace, &requests), "No change: all 122 rows are here already");
        assert_eq!(save(&mut workspace, &import(REQUESTS, "renamed (2)")), "No change: all 122 rows are here already");
        assert_eq!(workspace.document().to_canonical_json(), before);
        results.push(workspace.data().figures.clone());
    }
    assert_eq!(results[0], results[1], "in either order");
}

#[test]
fn what_is_previewed_is_what_is_saved_and_undo_takes_it_back() {
    let exclusions = import(EXCLUSIONS, "Exclusions");
    let mut workspace = workspace();
    let before = workspace.document().to_canonical_json();
    save(&mut workspace, &exclusions);
    let saved: u64 = workspace.data().figures.values().filter_map(|row| row.suspensions).map(u64::from).sum();
    assert_eq!(
        Some(saved),
        exclusions.totals.iter().find(|total| total.label.starts_with("Suspensions")).map(|t| t.sum)
    );
    assert_eq!(workspace.data().figures.values().cloned().collect::<Vec<_>>(), exclusions.figures);
    assert_eq!(workspace.data().areas.values().cloned().collect::<Vec<_>>(), exclusions.areas);
    workspace.undo(NOW + 1).expect("undone");
    assert_eq!(workspace.document().to_canonical_json(), before);
}

#[test]
fn a_corrected_table_shows_what_changes() {
    let mut workspace = workspace();
    save(&mut workspace, &of_text("year,la_name,perm_excl\n201617,Poole,3\n201516,Poole,2\n"));
    let corrected = of_text("year,la_name,perm_excl\n201617,Poole,4\n201516,Poole,2\n201415,Poole,1\n");
    assert_eq!(save(&mut workspace, &corrected), "1 new row · 1 changed · 1 the same");
    assert_eq!(figures(&workspace, "Poole", 2016, SchoolType::All).permanent_exclusions, Some(4));
}

#[test]
fn the_same_table_saved_by_excel_reads_the_same() {
    let text = std::str::from_utf8(REQUESTS).expect("UTF-8");
    let plain = import(REQUESTS, "SEN2");
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    // Tabs for commas also within quotation marks: those names are quoted in both.
    let names = |import: &AreaImport| import.areas.iter().map(|area| area.id.clone()).collect::<Vec<_>>();
    let read = import(&utf16, "SEN2");
    assert_eq!(table(&utf16).encoding, Encoding::Utf16LittleEndian);
    assert_eq!((read.figures.clone(), names(&read)), (plain.figures.clone(), names(&plain)));
    let titled = format!("\u{feff}Table 3: requests\r\n\r\n{}\r\n,,,,\r\n", text.replace('\n', "\r\n"));
    assert_eq!(import(titled.as_bytes(), "SEN2"), plain);
    assert_eq!(table(titled.as_bytes()).title, ["Table 3: requests"]);
}

#[test]
fn problems_are_grouped_counted_and_placed_and_rows_left_out_can_be_had() {
    let text = "year,level,la_name,school_type,headcount,fixed_excl,one_plus_fixed\n\
        201617,National,England,Total,\"8,025,075\",381865,183475\n\
        201617,School,Meadow Lane,Total,200,1,1\n\
        201617,School,Ridge,Total,200,1,1\n\
        2016-7,National,England,Total,1,1,1\n\
        201617,Local authority,,Total,1,1,1\n\
        201617,Local authority,Total,Total,1,1,1\n\
        201617,Local authority,Poole,Studio,1,1,1\n\
        201617,Local authority,Poole,Total,c,z,low\n\
        201617,Local authority,Poole,Total,5,z,low\n\
        201617,Local authority,Dorset,Total,90,4.5,-3\n\
        201617,Local authority,Devon,Total,90,3,4\n\
        201617,Local authority,=cmd(),Total,90,2,3\n\
        201617,National,England,Total,\"8,025,075\",381865,183475\n";
    let import = of_text(text);
    assert_eq!(
        problems(&import),
        [
            "2 rows left out: “School” is not a level that is compared: authority, region or nation",
            "2 rows left out: more pupils suspended than suspensions",
            "1 row left out: “2016-7” is not a year such as 201617, 2016/17 or 2016",
            "1 row left out: “Studio” is not a kind of schools that is compared",
            "1 row left out: rows that name no area",
            "1 row left out: rows that sum up others",
            "1 row left out: rows for an area, year and kind of schools that came before with other figures: the first is kept",
            "1 row left out: rows that came before",
            "2 figures left empty: figures not published (“low”: rounds to nothing, but is not nothing)",
            "2 figures left empty: figures not published (“z”: does not apply)",
            "1 figure left empty: figures not published (“c”: kept confidential)",
            "1 figure left empty: “-3” is not a whole number",
            "1 figure left empty: “4.5” is not a whole number",
        ]
    );
    assert_eq!(import.problems[0].lines, [3, 4]);
    assert!(import.problems[0].words().ends_with("(lines 3, 4)"), "{}", import.problems[0].words());
    let names: Vec<_> = import.areas.iter().map(|area| area.name.as_str()).collect();
    assert_eq!(names, ["Dorset", "England", "Poole"]);
    assert_eq!(
        import.figures.iter().find(|row| row.area.as_str() == "england").and_then(|row| row.headcount),
        Some(8_025_075)
    );
    let file = import.left_out_csv(&table(text.as_bytes())).expect("rows were left out");
    assert!(file.starts_with(
        "\u{feff}year,level,la_name,school_type,headcount,fixed_excl,one_plus_fixed,why it was left out\r\n"
    ));
    assert!(
        file.contains("201617,Local authority,\"'=cmd()\",Total,90,2,3,more pupils suspended than suspensions\r\n")
    );
    assert_eq!(file.lines().count(), 1 + 9, "the row that came before needs no correction");
}

#[test]
fn a_table_without_the_columns_it_needs_says_which() {
    let table = table(b"la_name,colour\nPoole,red\n");
    let refused = AreaImport::read(&table, &AreaColumns::guess(&table), "x");
    assert_eq!(refused, Err(BundleError::ColumnsMissing { missing: vec!["the year", "at least one figure"] }));
    assert_eq!(
        refused.map_err(|error| error.to_string()),
        Err("choose the columns that hold the year, at least one figure".to_owned())
    );
}

#[test]
fn columns_chosen_by_a_person_are_used() {
    let table = table(b"when,where,n\n2016/17,Poole,7\n2016/17,England,9\n2016/17,South West,8\n");
    let mut columns = AreaColumns::guess(&table);
    columns.set(AreaField::Authority, Some(1));
    columns.set(AreaField::PermanentExclusions, Some(2));
    let import = AreaImport::read(&table, &columns, "x").expect("read");
    let levels: Vec<_> = import.areas.iter().map(|area| (area.name.as_str(), area.level)).collect();
    let expected = [("England", AreaLevel::Nation), ("Poole", AreaLevel::Authority), ("South West", AreaLevel::Region)];
    assert_eq!(levels, expected);
    assert_eq!(import.words(), "3 rows → 3 areas, 2016: permanent exclusions 24");
}

#[test]
fn a_hundred_thousand_rows_are_read() {
    let rows = if cfg!(debug_assertions) { 2_000 } else { 100_000 };
    let mut text = "year,level,la_name,school_type,headcount,perm_excl,fixed_excl,one_plus_fixed\n".to_owned();
    for row in 0..rows {
        let (area, year) = (row / 25, 1990 + row % 25);
        text.push_str(&format!(
            "{year}{:02},Local authority,Place {area},Total,{},3,20,10\n",
            (year + 1) % 100,
            row + 10
        ));
    }
    let import = of_text(&text);
    let changes = import.against(workspace().data());
    assert_eq!((import.figures.len(), changes.new_rows), (rows, rows));
}

/// What is said of the rows, with the lines.
fn told(import: &AreaImport) -> Vec<String> {
    import.problems.iter().map(|group| group.words()).collect()
}

#[test]
fn a_heading_is_known_whatever_its_case_spaces_and_signs() {
    for heading in ["year", " - Year", "(Perm.  Excl)", "LA_Name", "la   name"] {
        assert!(AreaColumns::is_heading(heading), "{heading}");
    }
    for cell in ["", "Poole", "2016", "perm", "yearly"] {
        assert!(!AreaColumns::is_heading(cell), "{cell}");
    }
}

#[test]
fn any_kind_of_area_names_a_row() {
    for (heading, name, level) in [
        ("la_name", "Poole", AreaLevel::Authority),
        ("region_name", "South West", AreaLevel::Region),
        ("country_name", "England", AreaLevel::Nation),
    ] {
        let import = of_text(&format!("year,{heading},perm_excl\n2016,{name},4\n"));
        assert_eq!(import.areas.iter().map(|area| area.level).collect::<Vec<_>>(), [level], "{heading}");
    }
}

#[test]
fn what_is_nearly_a_year_is_none() {
    let import = of_text("year,la_name,perm_excl\n2016,Poole,4\n02016,Poole,4\n20166,Poole,4\n,Poole,4\n");
    assert_eq!(
        told(&import),
        [
            "1 row left out: rows without a year (line 5)",
            "1 row left out: “02016” is not a year such as 201617, 2016/17 or 2016 (line 3)",
            "1 row left out: “20166” is not a year such as 201617, 2016/17 or 2016 (line 4)",
        ]
    );
}

#[test]
fn marks_in_place_of_figures_are_told_in_words() {
    let import =
        of_text("year,la_name,perm_excl\n2016,Poole,x\n2017,Poole,u\n2018,Poole,\n2019,Poole,..\n2020,Poole,1\n");
    assert_eq!(
        told(&import),
        [
            "1 figure left empty: figures not published (the cell is empty) (line 4)",
            "1 figure left empty: figures not published (“..”: not available) (line 5)",
            "1 figure left empty: figures not published (“u”: too unreliable) (line 3)",
            "1 figure left empty: figures not published (“x”: withheld, as so few pupils could be recognised, or not \
             available) (line 2)",
        ]
    );
}

#[test]
fn of_many_rows_with_one_problem_the_first_are_named() {
    let bad = |rows: usize| {
        let rows: String = (0..rows).map(|_| "when?,Poole,4\n").collect();
        told(&of_text(&format!("year,la_name,perm_excl\n2016,Poole,4\n{rows}"))).remove(0)
    };
    assert!(bad(2).ends_with("(lines 3, 4)"), "{}", bad(2));
    assert!(bad(5).ends_with("(lines 3, 4, 5, 6, 7)"), "{}", bad(5));
    assert!(bad(7).starts_with("7 rows left out") && bad(7).ends_with("(lines 3, 4, 5, 6, 7, …)"), "{}", bad(7));
}

#[test]
fn years_are_told_as_one_or_from_the_first_to_the_last() {
    let years = |rows: &str| of_text(&format!("year,la_name,perm_excl\n{rows}")).words();
    assert_eq!(years("2016,Poole,4\n2016,Dorset,1\n"), "2 rows → 2 areas, 2016: permanent exclusions 5");
    assert_eq!(years("2018,Poole,4\n2016,Poole,1\n"), "2 rows → 1 area, 2016 to 2018: permanent exclusions 5");
}

#[test]
fn a_table_that_begins_when_a_county_was_divided_needs_no_note() {
    let notes = |first: u16| {
        of_text(&format!("year,la_name,perm_excl\n{first},North Northamptonshire,4\n2022,North Northamptonshire,1\n"))
            .notes
    };
    assert_eq!(notes(2021), Vec::<String>::new());
    assert_eq!(notes(2020).len(), 1, "{:?}", notes(2020));
}

#[test]
fn an_area_that_a_table_places_elsewhere_is_changed_and_no_new_one() {
    let mut workspace = workspace();
    let first = of_text("year,la_name,perm_excl\n2016,Wessex,4\n2016,Poole,1\n2016,Dorset,1\n");
    assert_eq!(save(&mut workspace, &first), "3 new areas · 3 new rows");
    let elsewhere = of_text("year,level,region_name,perm_excl\n2017,Regional,Wessex,4\n");
    assert_eq!(save(&mut workspace, &elsewhere), "1 new row");
    let wessex = AreaId::from_name("Wessex").expect("an id");
    assert_eq!(workspace.data().areas.get(&wessex).map(|area| area.level), Some(AreaLevel::Region));
}

#[test]
fn a_whole_number_is_told_from_what_is_none() {
    for (cell, figure) in [
        ("7720.0", Some(7_720)),
        ("7.00", Some(7)),
        ("\"8,025\"", Some(8_025)),
        ("1 200", Some(1_200)),
        ("7.", None),
        ("7.5", None),
        (".0", None),
        ("+3", None),
        ("-3", None),
    ] {
        let import = of_text(&format!("year,la_name,perm_excl\n2016,Poole,{cell}\n2017,Poole,1\n"));
        let row = import.figures.iter().find(|row| row.year == 2016);
        assert_eq!(row.and_then(|row| row.permanent_exclusions), figure, "{cell}");
    }
}

#[test]
fn a_row_that_came_before_is_told_from_one_that_says_otherwise() {
    let import = of_text("year,la_name,perm_excl\n2016,Poole,4\n2016,Poole,4\n2016,Poole,5\n2016,Poole,4\n");
    assert_eq!(
        told(&import),
        [
            "2 rows left out: rows that came before (lines 3, 5)",
            "1 row left out: rows for an area, year and kind of schools that came before with other figures: the first is \
             kept (line 4)",
        ]
    );
}

#[test]
fn a_semicolon_parts_columns_though_every_name_has_a_comma() {
    let names = ["Bristol, City of", "Herefordshire, County of", "Kingston upon Hull, City of"];
    let rows: String = names.map(|name| format!("{name};1\n")).concat();
    let table = table(format!("la_name;perm_excl\n{rows}").as_bytes());
    assert_eq!(table.separator, ';');
    assert_eq!(table.rows.iter().map(|row| row.cell(0)).collect::<Vec<_>>(), names);
}

#[test]
fn the_header_is_the_row_of_known_headings_and_no_title_above_it() {
    let as_wide = table(b"Source: DfE,England,2017\nyear,la_name,perm_excl\n2016,Poole,4\n");
    assert_eq!(as_wide.header, ["year", "la_name", "perm_excl"]);
    assert_eq!(as_wide.title, ["Source: DfE England 2017"]);
    let by_chance = table(b"Year\nplace,amount\nPoole,4\n");
    assert_eq!(
        (by_chance.title, by_chance.header),
        (vec!["Year".to_owned()], vec!["place".to_owned(), "amount".to_owned()])
    );
}

#[test]
fn a_table_shows_what_is_in_its_columns_and_is_known_again_by_its_header() {
    let first = table(b"la_name,n\nPoole,1\n ,2\nPoole,3\nDorset,4\nDevon,5\nKent,6\n");
    assert_eq!(first.samples(0), ["Poole", "Dorset", "Devon"]);
    assert_eq!(first.rows[0].cells().collect::<Vec<_>>(), ["Poole", "1"]);
    assert_eq!(first.shape(), table(b"la_name,n\nKent,7\n").shape());
    assert_ne!(first.shape(), table(b"la_name,m\nPoole,1\n").shape());
}

#[test]
fn how_a_table_was_read_is_told_in_words() {
    let text = "la_name,n\nYôn,1\n";
    let utf16 = |unit: fn(u16) -> [u8; 2], mark: [u8; 2]| {
        mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect::<Vec<u8>>()
    };
    for (bytes, words) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (utf16(u16::to_le_bytes, [0xFF, 0xFE]), "UTF-16"),
        (utf16(u16::to_be_bytes, [0xFE, 0xFF]), "UTF-16"),
        (b"la_name,n\nY\xF4n,1\n".to_vec(), "Windows-1252"),
    ] {
        let table = table(&bytes);
        assert_eq!((table.encoding.words(), table.rows[0].cell(0)), (words, "Yôn"));
    }
}

#[test]
fn a_file_that_is_no_text_is_no_table() {
    let unmarked: Vec<u8> = "la_name,n\nPoole,1\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [&b"a,b\n12,\0\n"[..], b"a,b\n\0\0,1\n", &unmarked] {
        let refused = Table::read(bytes, AreaColumns::is_heading).map(|_| ()).expect_err("no text").to_string();
        assert!(refused.contains("not a text file"), "{refused}");
    }
}
