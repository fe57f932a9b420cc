//! A document in few words, for what a device keeps by itself: whoever has typed a hundred thousand returns does not want their fields'
//! names written and read a hundred thousand times. Files have [`super::encoding`]'s spelling, and no other.
//!
//! ```json
//! {"shapes":[["roll","sen"]],"devices":["office"],"stamps":[1780000000000,0,0],
//!  "tables":{"return":{"900101_2018-19_3":[0,1,0,412,40]}}}
//! ```
//!
//! without any white space; before `devices` there is `"erased"` as in a file. A shape is the names of a record's fields, in their order.
//! A stamp is three numbers: milliseconds since the stamp before, counter, and the position of its device. A record is the position of its
//! shape, its life, the position of its stamp, and a field for each name of the shape: its value alone where that was written with the
//! record, is all that there is to say, and is neither a list nor a number of more than 18 digits; else as a file has it. It is read by a
//! program of the kind that wrote it, behind a hash: what is not just so is refused as a whole, and nothing is explained.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::de::Error;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::canonical::{read_erased, read_field, read_life, read_name};
use super::document::{Document, Table};
use super::encoding::{FieldOut, Stamps};
use super::field::{Field, FieldRef};
use super::fields::{Fields, Names};
use super::place::check_name;
use super::record::Record;
use super::rest::Rest;
use super::seeds::Reading;
use super::stamp::{DeviceId, EARLIEST_MS, LATEST_MS, Stamp};
use super::value::Value;

const BEGINNING: &str = "{\"shapes\":";

/// A document to be written in few words.
pub struct Brief<'a>(pub &'a Document);

impl Brief<'_> {
    /// For a field of what serde derives.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(document: &Document, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&Brief(document), serializer)
    }

    /// The same, back: in few words or as a file has it.
    ///
    /// # Errors
    /// It is not spelled in either way, or the text is read from elsewhere than memory.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Document, D::Error> {
        let text = <&RawValue>::deserialize(deserializer)?.get();
        match Document::read_kept(text) {
            Some((document, "")) => Ok(document),
            _ => serde_json::from_str(text).map_err(D::Error::custom),
        }
    }
}

impl Serialize for Brief<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Brief(document) = *self;
        let (shapes, stamps) = (Shapes::of(document), Stamps::of(document));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("shapes", &shapes.names)?;
        if document.has_erasures() {
            map.serialize_entry("erased", document.register())?;
        }
        let (devices, numbers) = stamps_in_numbers(stamps.sorted());
        map.serialize_entry("devices", &devices)?;
        map.serialize_entry("stamps", &numbers)?;
        map.serialize_entry("tables", &Tables { document, shapes: &shapes, stamps: &stamps })?;
        map.end()
    }
}

/// The devices' names, in the order in which they are met, and three numbers for each stamp.
fn stamps_in_numbers<'a>(sorted: &[&'a Stamp]) -> (Vec<&'a str>, Vec<u64>) {
    let (mut devices, mut positions) = (Vec::new(), HashMap::new());
    let (mut numbers, mut before) = (Vec::with_capacity(sorted.len() * 3), 0);
    for stamp in sorted {
        let position = *positions.entry(&stamp.device).or_insert_with(|| {
            devices.push(stamp.device.as_str());
            devices.len() - 1
        });
        numbers.extend([stamp.ms - before, u64::from(stamp.counter), position as u64]);
        before = stamp.ms;
    }
    (devices, numbers)
}

/// Every list of fields' names that a record of a document has, each once.
struct Shapes<'a> {
    names: Vec<Vec<&'a str>>,
    positions: HashMap<Vec<&'a str>, usize>,
    /// Where the last one asked for is: the records of a table are mostly of one shape.
    last: Cell<usize>,
}

impl<'a> Shapes<'a> {
    fn of(document: &'a Document) -> Self {
        let mut shapes = Shapes { names: Vec::new(), positions: HashMap::new(), last: Cell::new(0) };
        for (_, _, record) in document.all_records() {
            if shapes.position(record).is_none() {
                let names: Vec<&str> = record.fields().map(|(name, _)| name).collect();
                shapes.positions.insert(names.clone(), shapes.names.len());
                shapes.names.push(names);
            }
        }
        shapes
    }

    fn position(&self, record: &'a Record) -> Option<usize> {
        let names = || record.fields().map(|(name, _)| name);
        let last = self.last.get();
        if self.names.get(last).is_some_and(|shape| shape.iter().copied().eq(names())) {
            return Some(last);
        }
        let position = *self.positions.get(&names().collect::<Vec<_>>())?;
        self.last.set(position);
        Some(position)
    }
}

struct Tables<'a> {
    document: &'a Document,
    shapes: &'a Shapes<'a>,
    stamps: &'a Stamps<'a>,
}

impl Serialize for Tables<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.document.tables().map(|table| (table, TableOut { all: self, table })))
    }
}

struct TableOut<'a> {
    all: &'a Tables<'a>,
    table: &'a str,
}

impl Serialize for TableOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records = self.all.document.records(self.table);
        serializer.collect_map(records.map(|(id, record)| (id, RecordOut { all: self.all, record })))
    }
}

struct RecordOut<'a> {
    all: &'a Tables<'a>,
    record: &'a Record,
}

impl Serialize for RecordOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RecordOut { all: Tables { shapes, stamps, .. }, record } = *self;
        let mut list = serializer.serialize_seq(None)?;
        list.serialize_element(&shapes.position(record))?;
        list.serialize_element(&record.life())?;
        list.serialize_element(&stamps.position(record.since()))?;
        for (_, field) in record.fields() {
            match value_alone(field, record.since()) {
                Some(value) => list.serialize_element(value)?,
                None => list.serialize_element(&FieldOut { field, stamps })?,
            }
        }
        list.end()
    }
}

/// The value of a field that says no more than that it was written with its record, if it is one that [`Rest::value`] reads.
fn value_alone<'a>(field: FieldRef<'a>, since: &Stamp) -> Option<&'a Value> {
    /// The first number that has more digits than are read there.
    const TOO_LONG: u64 = 1_000_000_000_000_000_000;
    let is_read = match field.value() {
        Value::Null | Value::Bool(_) | Value::Text(_) => true,
        Value::Int(number) => number.unsigned_abs() < TOO_LONG,
        Value::List(_) => false,
    };
    (is_read && field.was_written_once_at(since)).then(|| field.value())
}

impl Document {
    /// The document that a text begins with, in few words or as a file has it, and the rest of the text. `None` where it is spelled in
    /// neither way.
    pub fn read_kept(text: &str) -> Option<(Document, &str)> {
        if text.starts_with(BEGINNING) { read_brief(text) } else { Document::read_canonical(text) }
    }
}

fn read_brief(text: &str) -> Option<(Document, &str)> {
    let mut rest = Rest(text);
    rest.pass(BEGINNING)?;
    let shapes = read_shapes(&mut rest)?;
    rest.pass(",")?;
    let erased = read_erased(&mut rest)?;
    let devices = read_devices(&mut rest)?;
    let reading = Reading::of_any_size(read_stamps(&mut rest, &devices)?);
    rest.pass(",\"tables\":{")?;
    let mut tables = BTreeMap::new();
    if !rest.passes("}") {
        loop {
            let name = read_name(&mut rest, "the table's name", "{")?;
            let table = read_table(&mut rest, &shapes, &reading)?;
            if tables.insert(name, table).is_some() {
                return None;
            }
            if !rest.goes_on(",", "}")? {
                break;
            }
        }
    }
    rest.pass("}")?;
    let none_is_erased = erased.first_in(&tables).is_none();
    none_is_erased.then(|| (Document::from_parts(tables, erased), rest.0))
}

fn read_devices(rest: &mut Rest<'_>) -> Option<Vec<DeviceId>> {
    rest.pass("\"devices\":")?;
    rest.list(|rest| DeviceId::parse(&rest.text()?).ok())
}

fn read_stamps(rest: &mut Rest<'_>, devices: &[DeviceId]) -> Option<Vec<Stamp>> {
    let mut before = 0_u64;
    rest.pass(",\"stamps\":")?;
    rest.list(|rest| {
        let ms = before.checked_add(rest.number()?).filter(|ms| (EARLIEST_MS..=LATEST_MS).contains(ms))?;
        before = ms;
        rest.pass(",")?;
        let counter = u32::try_from(rest.number()?).ok()?;
        rest.pass(",")?;
        let device = devices.get(usize::try_from(rest.number()?).ok()?)?.clone();
        Some(Stamp { ms, counter, device })
    })
}

fn read_shapes(rest: &mut Rest<'_>) -> Option<Vec<Names>> {
    let mut known: HashMap<String, Arc<str>> = HashMap::new();
    rest.list(|rest| {
        let names = rest.list(|rest| {
            let name = rest.text()?;
            check_name("the field's name", &name).ok()?;
            Some(known.entry(name.into_owned()).or_insert_with_key(|name| Arc::from(name.as_str())).clone())
        })?;
        names.is_sorted_by(|one, next| one < next).then(|| names.into())
    })
}

fn read_table(rest: &mut Rest<'_>, shapes: &[Names], reading: &Reading) -> Option<Table> {
    let mut records = Vec::new();
    loop {
        let id = read_name(rest, "the record's id", "[")?;
        records.push((id, Arc::new(read_record(rest, shapes, reading)?)));
        if !rest.goes_on(",", "}")? {
            return Table::from_sorted(records);
        }
    }
}

fn read_record(rest: &mut Rest<'_>, shapes: &[Names], reading: &Reading) -> Option<Record> {
    let shape = shapes.get(usize::try_from(rest.number()?).ok()?)?;
    rest.pass(",")?;
    let (life, since) = read_life(rest, reading)?;
    let fields = read_fields(rest, shape, &since, reading)?;
    rest.pass("]")?;
    if life % 2 == 0 && !fields.is_empty() {
        return None;
    }
    Some(Record::from_parts(life, since, fields))
}

fn read_fields(rest: &mut Rest<'_>, names: &Names, since: &Stamp, reading: &Reading) -> Option<Fields> {
    let mut values = Vec::with_capacity(names.len());
    while values.len() < names.len() {
        rest.pass(",")?;
        if rest.begins("[") {
            return read_each(rest, names, values, since, reading);
        }
        values.push(rest.value()?);
    }
    Some(Fields::at_once(names.clone(), since.clone(), values))
}

/// The fields of a record of which some were not written with it, after the values that were read already: the next is the first of those.
fn read_each(
    rest: &mut Rest<'_>,
    names: &Names,
    values: Vec<Value>,
    since: &Stamp,
    reading: &Reading,
) -> Option<Fields> {
    let written_with_it = |value| Field::new(value, since.clone());
    let mut fields = Vec::with_capacity(names.len());
    fields.extend(values.into_iter().map(written_with_it));
    fields.push(read_field(rest, reading)?);
    while fields.len() < names.len() {
        rest.pass(",")?;
        fields.push(if rest.begins("[") { read_field(rest, reading)? } else { written_with_it(rest.value()?) });
    }
    Fields::from_entries(names.iter().cloned().zip(fields).collect()).ok()
}

#[cfg(test)]
mod tests {
    use super::super::Clock;
    use super::*;

    fn text_of(document: &Document) -> String {
        serde_json::to_string(&Brief(document)).unwrap()
    }

    /// All of the text as a document.
    fn read(text: &str) -> Option<Document> {
        Document::read_kept(text).and_then(|(document, rest)| rest.is_empty().then_some(document))
    }

    /// Records of two shapes, fields of each kind, a conflict, a deletion and an erasure.
    fn full() -> Document {
        let clock = |name: &str| Clock::new(DeviceId::parse(name).unwrap());
        let (mut office, mut board) = (clock("office"), clock("board"));
        let mut ours = Document::new();
        let made = office.tick(1_780_000_000_000);
        let values: [(&str, Value); 7] = [
            ("a", Value::Null),
            ("b", true.into()),
            ("c", (-7).into()),
            ("d", i64::MIN.into()),
            ("e", "Zoë \"\\\n".into()),
            ("f", vec![Value::Null].into()),
            ("g", "".into()),
        ];
        for (name, value) in values {
            ours.set("return", "s1", name, value, &made).unwrap();
        }
        ours.set("return", "s2", "g", 1, &made).unwrap();
        let mut theirs = ours.clone();
        ours.set("return", "s1", "g", 2, &office.tick(1_780_000_000_001)).unwrap();
        theirs.set("return", "s1", "g", 3, &board.tick(1_780_000_000_009)).unwrap();
        theirs.delete("return", "s2", &board.tick(1_780_000_000_009));
        theirs.erase("return", "gone").unwrap();
        ours.join(&theirs);
        ours
    }

    #[test]
    fn these_are_the_words() {
        let expected = concat!(
            r#"{"shapes":[["a","b","c","d","e","f","g"],[]],"erased":{"return":["gone"]},"devices":["office","board"],"#,
            r#""stamps":[1780000000000,0,0,1,0,0,8,0,1,0,1,1],"tables":{"return":{"#,
            r#""s1":[0,1,0,null,true,-7,[-9223372036854775808,0],"Zoë \"\\\n",[[null],0],"#,
            r#"[3,2,{"also":[[2,1]]}]],"s2":[1,2,3]}}}"#,
        );
        assert_eq!(text_of(&full()), expected);
    }

    #[test]
    fn all_that_is_written_is_read() {
        for document in [Document::new(), full()] {
            assert_eq!(read(&text_of(&document)), Some(document));
        }
        let text = text_of(&full()) + "\n}";
        assert_eq!(Document::read_kept(&text), Some((full(), "\n}")), "what follows is handed back");
        let as_a_file_has_it = String::from_utf8(full().to_canonical_json()).unwrap();
        assert_eq!(read(&as_a_file_has_it), Some(full()));
    }

    #[test]
    fn it_is_a_field_of_what_serde_derives() {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct Step(#[serde(with = "Brief")] Document);
        let text = serde_json::to_string(&Step(full())).unwrap();
        assert_eq!(text, text_of(&full()));
        let as_a_file_has_it = String::from_utf8(full().to_canonical_json()).unwrap();
        let with_spaces = r#"{ "stamps": [], "tables": {} }"#.to_owned();
        for (text, document) in [(text, full()), (as_a_file_has_it, full()), (with_spaces, Document::new())] {
            assert_eq!(serde_json::from_str::<Step>(&text).unwrap().0, document);
        }
        assert!(serde_json::from_str::<Step>("{}").is_err());
    }

    /// Whatever is done to a text: it is left, or read as a document that is written and read like any other.
    #[test]
    fn a_text_with_any_byte_changed_left_out_or_put_in_is_left_or_makes_a_document() {
        let text = text_of(&full());
        let mut documents = 0;
        for place in (0..text.len()).filter(|place| text.is_char_boundary(*place)) {
            let (before, after) = text.split_at(place);
            let behind = after.char_indices().nth(1).map_or("", |(next, _)| &after[next..]);
            for put_in in ["", "0", "1", "-", "\"", "\\", ",", "{", "}", "[", "]", " ", "\u{0}", "é"] {
                for other in [format!("{before}{put_in}{behind}"), format!("{before}{put_in}{after}")] {
                    let Some(document) = read(&other) else { continue };
                    assert_eq!(read(&text_of(&document)), Some(document.clone()), "{other}");
                    assert_eq!(Document::from_json(&document.to_canonical_json()), Ok(document), "{other}");
                    documents += 1;
                }
            }
        }
        assert!(documents > 500, "only {documents} texts were read");
    }

    #[test]
    fn what_a_document_may_not_hold_is_left() {
        let text = r#"{"shapes":[["f","g"]],"devices":["a"],"stamps":[1780000000000,0,0],"tables":{"return":{"s":[0,1,0,1,2]}}}"#;
        assert!(read(text).is_some());
        for (part, other) in [
            (r#"["f","g"]"#, r#"["f","f"]"#),
            (r#"["f","g"]"#, r#"["f",""]"#),
            (r#"["f","g"]"#, r#"["f"]"#),
            (r#"["f","g"]"#, r#"["f","g","h"]"#),
            (r#""a""#, r#""A""#),
            ("1780000000000,0,0", "1780000000000,0,1"),
            ("1780000000000,0,0", "1780000000000,4294967296,0"),
            ("1780000000000,0,0", "1780000000000,0"),
            ("1780000000000,0,0", "17,0,0"),
            ("1780000000000,0,0", "4133980800000,0,0"),
            ("[0,1,0,1,2]", "[1,1,0,1,2]"),
            ("[0,1,0,1,2]", "[0,0,0,1,2]"),
            ("[0,1,0,1,2]", "[0,2,0,1,2]"),
            ("[0,1,0,1,2]", "[0,1000001,0,1,2]"),
            ("[0,1,0,1,2]", "[0,1,1,1,2]"),
            ("[0,1,0,1,2]", "[0,1,0,1,2.0]"),
            ("[0,1,0,1,2]", "[0,1,0,1,{}]"),
            ("[0,1,0,1,2]", "[0,1,0,1,[2]]"),
            (r#""s":[0,1,0,1,2]"#, r#""s":[0,1,0,1,2],"s":[0,1,0,1,2]"#),
            (r#""s":"#, r#""":"#),
            (r#"{"return":"#, r#"{"":"#),
            (r#""devices""#, r#""erased":{"return":["s"]},"devices""#),
        ] {
            let text = text.replacen(part, other, 1);
            assert_eq!(read(&text), None, "{text}");
        }
    }
}
