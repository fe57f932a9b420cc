//! Many schools at once, pasted as lines or as a CSV table. Knows nothing of how they are shown.

use super::school_text::{read_laestab, read_name, read_urn};
use crate::model::{ClusterId, Phase, PilotData, School, Urn};
use std::collections::BTreeMap;

/// What saving a line would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineEffect {
    Adds(School),
    /// The school is in the pilot already; the words name what would be different.
    Changes(School, String),
    NoChange,
    /// What is wrong, and what would be right.
    Wrong(Vec<String>),
}

/// One line that names a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolLine {
    /// The line's number in the text, from 1.
    pub number: u64,
    /// What the line calls the school, for showing it.
    pub name: String,
    pub effect: LineEffect,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Urn,
    Laestab,
    Name,
    Phase,
    Cluster,
    TakesPart,
}

/// The order of the parts where no header says otherwise.
const USUAL: [Cell; 6] = [Cell::Urn, Cell::Laestab, Cell::Name, Cell::Phase, Cell::Cluster, Cell::TakesPart];

/// Reads lines of “URN, DfE number, name, phase, cluster”, with “yes” or “no” for taking part if wanted. Commas, tabs
/// and semicolons divide; a first line of column names may bring another order. Without an answer a school takes part
/// if its cluster does.
///
/// The error says why no line can be read at all.
pub fn read_school_lines(text: &str, data: &PilotData) -> Result<Vec<SchoolLine>, String> {
    const MOST: usize = 5_000;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(divider(text))
        .from_reader(text.as_bytes());
    let mut order: Option<Vec<Option<Cell>>> = None;
    let mut seen = Seen::default();
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("The text cannot be read as a table: {error}"))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let columns = match &order {
            Some(columns) => columns,
            None => {
                let named = columns_named(&record);
                let has_header = named.is_some();
                let columns = order.insert(named.unwrap_or_else(|| USUAL.map(Some).to_vec()));
                if has_header {
                    continue;
                }
                columns
            }
        };
        let number = record.position().map_or(0, |position| line_of(text, position));
        lines.push(seen.line(number, &record, columns, data));
        if lines.len() > MOST {
            return Err(format!("Paste {MOST} schools or fewer at a time"));
        }
    }
    if lines.is_empty() { Err("Paste at least one line, with a school’s URN first".to_owned()) } else { Ok(lines) }
}

/// The line a record stands on: the reader counts the empty lines before a record as part of it.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let rest = usize::try_from(position.byte()).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
    let skipped = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n').count();
    position.line() + skipped as u64
}

/// What divides the first line that is not empty.
fn divider(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if first.contains('\t') {
        b'\t'
    } else if first.contains(';') && !first.contains(',') {
        b';'
    } else {
        b','
    }
}

/// The order of the columns, if the record is a line of their names.
fn columns_named(record: &csv::StringRecord) -> Option<Vec<Option<Cell>>> {
    let part = |name: &str| {
        let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        Some(match letters.as_str() {
            "urn" => Cell::Urn,
            "laestab" | "dfenumber" | "dfe" | "dfeno" | "laestabnumber" => Cell::Laestab,
            "name" | "school" | "schoolname" | "establishmentname" => Cell::Name,
            "phase" | "phaseofeducation" | "phaseofeducationname" => Cell::Phase,
            "cluster" => Cell::Cluster,
            "takingpart" | "pilot" | "inpilot" => Cell::TakesPart,
            _ => return None,
        })
    };
    let columns: Vec<_> = record.iter().map(part).collect();
    columns.contains(&Some(Cell::Urn)).then_some(columns)
}

/// The numbers that earlier lines have used, with those lines.
#[derive(Default)]
struct Seen {
    urns: BTreeMap<Urn, u64>,
    laestabs: BTreeMap<String, u64>,
}

impl Seen {
    fn line(
        &mut self,
        number: u64,
        record: &csv::StringRecord,
        columns: &[Option<Cell>],
        data: &PilotData,
    ) -> SchoolLine {
        let get = |part: Cell| {
            let place = columns.iter().position(|column| *column == Some(part));
            place.and_then(|place| record.get(place)).unwrap_or_default()
        };
        let name = match get(Cell::Name) {
            "" => get(Cell::Urn).to_owned(),
            name => crate::model::shown_plainly(name),
        };
        let mut wrong = Vec::new();
        if record.len() > columns.len() {
            wrong.push(format!(
                "It has {} parts where {} are expected: put a name with a comma in it between \"double quotes\"",
                record.len(),
                columns.len()
            ));
        }
        let school = read_school(&get, data, &mut wrong);
        if let Some(school) = &school {
            self.put_repeats(number, school, data, &mut wrong);
        }
        let effect = match school {
            Some(school) if wrong.is_empty() => effect(school, data),
            _ => LineEffect::Wrong(wrong),
        };
        SchoolLine { number, name, effect }
    }

    /// A number may stand for one school only, in the text and in the pilot.
    fn put_repeats(&mut self, number: u64, school: &School, data: &PilotData, wrong: &mut Vec<String>) {
        if let Some(first) = self.urns.get(&school.urn) {
            wrong.push(format!("URN {} is on line {first} already: each school must have its own", school.urn));
        } else {
            self.urns.insert(school.urn.clone(), number);
        }
        let Some(laestab) = &school.laestab else { return };
        let owner =
            data.schools.values().find(|other| other.urn != school.urn && other.laestab.as_ref() == Some(laestab));
        if let Some(owner) = owner {
            wrong.push(format!("DfE number {laestab} belongs to {}: check which is right", owner.name));
        }
        match self.laestabs.get(&laestab.to_string()) {
            Some(first) => wrong.push(format!("DfE number {laestab} is on line {first} already")),
            None => {
                self.laestabs.insert(laestab.to_string(), number);
            }
        }
    }
}

fn read_school<'a>(get: &impl Fn(Cell) -> &'a str, data: &PilotData, wrong: &mut Vec<String>) -> Option<School> {
    let mut keep = |part: Result<(), String>| {
        if let Err(words) = part {
            wrong.push(words);
        }
    };
    let (urn, laestab) = (read_urn(get(Cell::Urn)), read_laestab(get(Cell::Laestab)));
    let (name, phase) = (read_name(get(Cell::Name)), read_phase(get(Cell::Phase)));
    let cluster = read_cluster(get(Cell::Cluster), data);
    let taking_part = read_yes_no(get(Cell::TakesPart));
    keep(urn.as_ref().map(drop).map_err(String::clone));
    keep(laestab.as_ref().map(drop).map_err(String::clone));
    keep(name.as_ref().map(drop).map_err(String::clone));
    keep(phase.as_ref().map(drop).map_err(String::clone));
    keep(cluster.as_ref().map(drop).map_err(String::clone));
    keep(taking_part.as_ref().map(drop).map_err(String::clone));
    let (urn, name, phase, laestab) = (urn.ok()?, name.ok()?, phase.ok()?, laestab.ok()?);
    let (cluster, taking_part) = (cluster.ok()?, taking_part.ok()?);
    let with_cluster = || cluster.as_ref().and_then(|id| data.clusters.get(id)).is_some_and(|one| one.takes_part());
    let taking_part = taking_part.unwrap_or_else(with_cluster);
    if taking_part && cluster.is_none() {
        wrong.push("A school that takes part belongs to a cluster: name it".to_owned());
    }
    // Lines say nothing of the map: what is known of it stays.
    let known = data.schools.get(&urn);
    let school =
        School { urn: urn.clone(), name, phase, laestab, cluster, taking_part, location: None, feeds: Vec::new() };
    Some(school.keeping_map_of(known))
}

fn read_phase(text: &str) -> Result<Phase, String> {
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    match letters.as_str() {
        "primary" | "infant" | "junior" | "first" | "middledeemedprimary" => Ok(Phase::Primary),
        "secondary" | "middledeemedsecondary" => Ok(Phase::Secondary),
        "allthrough" => Ok(Phase::AllThrough),
        "special" => Ok(Phase::Special),
        "alternativeprovision" | "ap" | "pru" | "pupilreferralunit" => Ok(Phase::AlternativeProvision),
        "" => Err(format!("The phase is missing: {}", phases())),
        _ => Err(format!("“{}” is not a phase: {}", crate::model::shown_plainly(text), phases())),
    }
}

fn phases() -> String {
    format!("it is one of {}", Phase::ALL.map(Phase::words).join(", "))
}

/// A cluster by its name, capitals aside, or by its short name. Nothing is guessed.
fn read_cluster(text: &str, data: &PilotData) -> Result<Option<ClusterId>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wanted = text.to_lowercase();
    let found = data.clusters.values().find(|one| one.name.to_lowercase() == wanted || one.id.as_str() == wanted);
    let names = || data.clusters.values().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    match found {
        Some(cluster) => Ok(Some(cluster.id.clone())),
        None if data.clusters.is_empty() => {
            Err(format!("There is no cluster “{}” yet: add it first", crate::model::shown_plainly(text)))
        }
        None => Err(format!(
            "There is no cluster “{}”: add it first, or use one of {}",
            crate::model::shown_plainly(text),
            names()
        )),
    }
}

fn read_yes_no(text: &str) -> Result<Option<bool>, String> {
    match text.to_lowercase().as_str() {
        "" => Ok(None),
        "yes" | "y" | "true" | "1" | "taking part" => Ok(Some(true)),
        "no" | "n" | "false" | "0" | "not taking part" => Ok(Some(false)),
        _ => Err(format!("Taking part must be yes or no; “{}” is neither", crate::model::shown_plainly(text))),
    }
}

fn effect(school: School, data: &PilotData) -> LineEffect {
    let Some(known) = data.schools.get(&school.urn) else { return LineEffect::Adds(school) };
    if *known == school {
        return LineEffect::NoChange;
    }
    let different = [
        ("name", known.name != school.name),
        ("phase", known.phase != school.phase),
        ("DfE number", known.laestab != school.laestab),
        ("cluster", known.cluster != school.cluster),
        ("taking part", known.taking_part != school.taking_part),
    ];
    let words: Vec<_> = different.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    LineEffect::Changes(school, words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::starter_clusters;
    use proptest::prelude::*;

    fn pilot() -> PilotData {
        let mut data = PilotData::default();
        for cluster in starter_clusters(&["Yate", "Kingswood", "Patchway"]) {
            data.clusters.insert(cluster.id.clone(), cluster);
        }
        data
    }

    fn wrong(line: &SchoolLine) -> &[String] {
        match &line.effect {
            LineEffect::Wrong(words) => words,
            _ => &[],
        }
    }

    #[test]
    fn lines_are_read_and_a_school_takes_part_if_its_cluster_does() {
        let text =
            "109012, 803/2143, Meadow Primary, primary, Yate\n\n109013,8034001,\"Ridge, The\",Secondary,patchway";
        let lines = read_school_lines(text, &pilot()).expect("lines");
        let schools: Vec<_> = lines
            .iter()
            .map(|line| match &line.effect {
                LineEffect::Adds(school) => (line.number, school.name.as_str(), school.phase, school.taking_part),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(schools, [(1, "Meadow Primary", Phase::Primary, true), (3, "Ridge, The", Phase::Secondary, false)]);
    }

    #[test]
    fn a_table_with_column_names_may_have_another_order() {
        let text = "Name;Cluster;URN;Phase;Taking part\nMeadow;Yate;109012;Infant;no";
        let lines = read_school_lines(text, &pilot()).expect("lines");
        let expected = School {
            urn: "109012".parse().expect("a URN"),
            name: "Meadow".to_owned(),
            phase: Phase::Primary,
            laestab: None,
            cluster: ClusterId::from_name("yate").ok(),
            taking_part: false,
            location: None,
            feeds: Vec::new(),
        };
        assert_eq!(lines.first().map(|line| &line.effect), Some(&LineEffect::Adds(expected)));
    }

    #[test]
    fn every_fault_of_a_line_is_said_with_what_would_be_right() {
        let lines = read_school_lines("1090, 80/1, , nursery, Bath, perhaps", &pilot()).expect("lines");
        let words = wrong(&lines[0]);
        assert_eq!(words.len(), 6, "{words:?}");
        assert!(words[0].contains("six digits") && words[3].contains("All-through") && words[4].contains("Kingswood"));
    }

    #[test]
    fn a_number_that_is_used_twice_is_refused() {
        let mut data = pilot();
        let first = "109012,803/2143,Meadow,Primary,Yate";
        if let LineEffect::Adds(school) = &read_school_lines(first, &data).expect("lines")[0].effect {
            data.schools.insert(school.urn.clone(), school.clone());
        }
        let twice = format!("{first}\n109012,803/2144,Copy,Primary,Yate\n109013,803/2143,Other,Primary,Yate");
        let lines = read_school_lines(&twice, &data).expect("lines");
        assert_eq!(lines[0].effect, LineEffect::NoChange);
        assert!(wrong(&lines[1])[0].contains("line 1 already"));
        assert!(wrong(&lines[2])[0].contains("belongs to Meadow"));
        let renamed = read_school_lines("109012,803/2143,Meadow School,Primary,Yate", &data).expect("lines");
        assert!(matches!(&renamed[0].effect, LineEffect::Changes(_, words) if words == "name"));
    }

    #[test]
    fn a_name_with_a_bare_comma_is_told_about_quotes() {
        let lines = read_school_lines("109012,803/2143,Ridge, The,Primary,Yate,yes", &pilot()).expect("lines");
        assert!(wrong(&lines[0]).iter().any(|words| words.contains("double quotes")));
    }

    #[test]
    fn nothing_pasted_is_asked_for() {
        assert!(read_school_lines(" \n", &pilot()).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(?s).{0,200}") {
            let _ = read_school_lines(&text, &pilot());
        }
    }
}
