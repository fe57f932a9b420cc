//! Reads a document in the one spelling that [`super::encoding`] writes, as nearly all documents have it, in far less time than
//! [`super::decoding`] takes for any spelling. Refuses nothing and explains nothing: what is not just so is left to that reader, a field
//! by itself and anything else as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::{Document, Table};
use super::erasure::{Register, RegisterReader};
use super::field::Field;
use super::field_decoding::FieldReader;
use super::fields::{Fields, Names};
use super::place::{Place, check_name};
use super::record::{LIFE_LIMIT, Record};
use super::rest::{Rest, by_any_spelling};
use super::seeds::{AsList, AsObject, LIKELY_FIELDS, Reading};
use super::stamp::{Devices, EARLIEST_MS, LATEST_MS, Stamp};

impl Document {
    /// The document that a text begins with, and the rest of the text. `None` says only that it is not spelled as
    /// [`Document::to_canonical_json`] would: [`Document::from_json`] tells whether it is one at all.
    pub fn read_canonical(text: &str) -> Option<(Document, &str)> {
        let mut reader = CanonicalReader::begin(text)?;
        while reader.go_on(usize::MAX)? {}
        reader.end()
    }
}

/// Records as they come.
type Records = Vec<(Arc<str>, Arc<Record>)>;

/// [`Document::read_canonical`] a piece at a time, for whoever has something else to do in between.
pub struct CanonicalReader<'a> {
    rest: Rest<'a>,
    reading: Reading,
    erased: Register,
    tables: BTreeMap<Arc<str>, Table>,
    /// The table that is being read.
    open: Option<(Arc<str>, Records)>,
    has_all: bool,
}

impl<'a> CanonicalReader<'a> {
    /// Reads up to the first record.
    pub fn begin(text: &'a str) -> Option<Self> {
        let mut rest = Rest(text);
        rest.pass("{")?;
        let erased = read_erased(&mut rest)?;
        let reading = Reading::new(read_stamps(&mut rest)?);
        rest.pass(",\"tables\":{")?;
        let has_all = rest.passes("}");
        Some(Self { rest, reading, erased, tables: BTreeMap::new(), open: None, has_all })
    }

    /// Reads so many records more: whether any are left.
    pub fn go_on(&mut self, records: usize) -> Option<bool> {
        for _ in 0..records {
            if self.has_all {
                break;
            }
            self.next_record()?;
        }
        Some(!self.has_all)
    }

    fn next_record(&mut self) -> Option<()> {
        let rest = &mut self.rest;
        let (name, mut records) = match self.open.take() {
            Some(open) => open,
            None => (read_name(rest, "the table's name", "{")?, Vec::new()),
        };
        let id = read_name(rest, "the record's id", "{")?;
        let record = record(rest, &self.reading)?;
        records.push((id, Arc::new(record)));
        if rest.goes_on(",", "}")? {
            self.open = Some((name, records));
            return Some(());
        }
        if self.tables.insert(name, Table::from_sorted(records)?).is_some() {
            return None;
        }
        self.has_all = !rest.goes_on(",", "}")?;
        Some(())
    }

    /// How many bytes of the text are left.
    pub fn left(&self) -> usize {
        self.rest.0.len()
    }

    /// What was read, once nothing is left.
    pub fn end(self) -> Option<(Document, &'a str)> {
        let Self { mut rest, erased, tables, has_all, .. } = self;
        if !has_all {
            return None;
        }
        rest.pass("}")?;
        let none_is_erased = erased.first_in(&tables).is_none();
        none_is_erased.then(|| (Document::from_parts(tables, erased), rest.0))
    }
}

/// The register that stands before the stamps where any record was erased.
pub(super) fn read_erased(rest: &mut Rest<'_>) -> Option<Register> {
    if !rest.passes("\"erased\":") {
        return Some(Register::default());
    }
    let register = by_any_spelling(rest.whole()?, AsObject(RegisterReader))?;
    rest.pass(",").map(|()| register)
}

fn read_stamps(rest: &mut Rest<'_>) -> Option<Vec<Stamp>> {
    let mut devices = Devices::default();
    rest.pass("\"stamps\":")?;
    rest.list(|rest| {
        rest.pass("\"")?;
        let ms = rest.number().filter(|ms| (EARLIEST_MS..=LATEST_MS).contains(ms))?;
        rest.pass(".")?;
        let counter = u32::try_from(rest.number()?).ok()?;
        rest.pass(".")?;
        Some(Stamp { ms, counter, device: devices.read(rest.plain_to_quote()?).ok()? })
    })
}

/// The name under which something follows that has such a beginning, and that beginning.
pub(super) fn read_name(rest: &mut Rest<'_>, what: &'static str, beginning: &str) -> Option<Arc<str>> {
    let name = rest.text()?;
    check_name(what, &name).ok()?;
    rest.pass(":")?;
    rest.pass(beginning)?;
    Some(Arc::from(name))
}

fn record(rest: &mut Rest<'_>, reading: &Reading) -> Option<Record> {
    let fields = fields(rest, reading)?;
    rest.pass("\"life\":[")?;
    let (life, since) = read_life(rest, reading)?;
    rest.pass("]}")?;
    if !reading.has_room() || (life % 2 == 0 && !fields.is_empty()) {
        return None;
    }
    Some(Record::from_parts(life, since, fields))
}

fn fields(rest: &mut Rest<'_>, reading: &Reading) -> Option<Fields> {
    if !rest.passes("\"fields\":{") {
        return Some(Fields::default());
    }
    let start = rest.0;
    if let Some(fields) = reading.shape().and_then(|names| fields_at_once(rest, reading, names)) {
        return reading.have_room(fields.len()).then_some(fields);
    }
    rest.0 = start;
    let mut fields = Vec::with_capacity(reading.likely_fields());
    loop {
        let name = field_name(rest, reading, fields.len())?;
        rest.pass(":")?;
        let field = read_field(rest, reading)?;
        fields.push((name, field));
        if !rest.goes_on(",", "},")? {
            break;
        }
    }
    fields.shrink_to_fit();
    let fields = Fields::from_entries(fields).ok()?;
    if let Some(names) = fields.names_if_at_once().filter(|names| names.iter().all(|name| is_plain(name))) {
        reading.set_shape(names);
    }
    Some(fields)
}

/// Whether a name is spelled as it is.
fn is_plain(name: &str) -> bool {
    !name.contains(['"', '\\'])
}

/// Fields of just these names, none of which is escaped, that were all written with one stamp and say no more than they must.
fn fields_at_once(rest: &mut Rest<'_>, reading: &Reading, names: Names) -> Option<Fields> {
    let mut values = Vec::with_capacity(names.len().min(LIKELY_FIELDS));
    let mut stamp = None;
    for (nth, name) in names.iter().enumerate() {
        rest.pass(if nth == 0 { "\"" } else { ",\"" })?;
        rest.pass(name)?;
        rest.pass("\":[")?;
        values.push(rest.value()?);
        rest.pass(",")?;
        let position = rest.number()?;
        if *stamp.get_or_insert(position) != position {
            return None;
        }
        rest.pass("]")?;
    }
    rest.pass("},")?;
    Some(Fields::at_once(names, reading.stamp_at(stamp?)?, values))
}

/// A record's life and when it began.
pub(super) fn read_life(rest: &mut Rest<'_>, reading: &Reading) -> Option<(u32, Stamp)> {
    let life = u32::try_from(rest.number()?).ok().filter(|life| (1..=LIFE_LIMIT).contains(life))?;
    rest.pass(",")?;
    Some((life, reading.stamp_at(rest.number()?)?))
}

fn field_name(rest: &mut Rest<'_>, reading: &Reading, nth: usize) -> Option<Arc<str>> {
    reading.shared_name(nth, &rest.text()?).ok()
}

pub(super) fn read_field(rest: &mut Rest<'_>, reading: &Reading) -> Option<Field> {
    let start = rest.0;
    if let Some(field) = field_as_most_are(rest, reading) {
        return reading.has_room().then_some(field);
    }
    rest.0 = start;
    // Nobody hears where it would be refused.
    let place = Place::default();
    by_any_spelling(rest.whole()?, AsList(FieldReader { reading, place }))
}

/// A field of one version that says no more than it must.
fn field_as_most_are(rest: &mut Rest<'_>, reading: &Reading) -> Option<Field> {
    rest.pass("[")?;
    let value = rest.value()?;
    rest.pass(",")?;
    let stamp = reading.stamp_at(rest.number()?)?;
    rest.pass("]")?;
    Some(Field::new(value, stamp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{DeviceId, TEXT_LIMIT, Value};

    fn any_spelling(text: &str) -> Option<Document> {
        serde_json::from_str(text).ok()
    }

    /// All of the text as a document.
    fn canonical(text: &str) -> Option<Document> {
        Document::read_canonical(text).and_then(|(document, rest)| rest.is_empty().then_some(document))
    }

    fn stamp(ms: u64, device: &str) -> Stamp {
        Stamp { ms: 1_780_000_000_000 + ms, counter: 0, device: DeviceId::parse(device).unwrap() }
    }

    /// A document with all that a spelling can have.
    fn full() -> Document {
        let mut ours = Document::new();
        for (nth, value) in
            [Value::Null, true.into(), false.into(), 7.into(), (-7).into(), i64::MIN.into(), i64::MAX.into()]
                .into_iter()
                .chain(["", "Zoë", "a \"b\" \\ \n", "\u{1f600}"].map(Value::from))
                .chain([vec![1.into(), "x".into(), vec![Value::Null].into()].into()])
                .enumerate()
        {
            ours.set("return", &format!("s{}", nth % 3), &format!("f{nth}"), value, &stamp(nth as u64, "a")).unwrap();
        }
        // One byte more or less, and the quote in the name would be its end.
        for id in ["é\\1", "é\\2"] {
            ours.set("a \"note\"", id, "6\" tall", "x", &stamp(1, "b")).unwrap();
        }
        // Of one shape, written at once: each in its own moment, and one that was written to again.
        for (nth, id) in ["m1", "m2", "m3"].into_iter().enumerate() {
            for (field, value) in [("held", Value::Bool(true)), ("who", "board".into())] {
                ours.set("board", id, field, value, &stamp(nth as u64, "a")).unwrap();
            }
        }
        ours.set("board", "m3", "who", "council", &stamp(9, "a")).unwrap();
        let mut theirs = ours.clone();
        ours.set("return", "s0", "f0", 1, &stamp(50, "a")).unwrap();
        theirs.set("return", "s0", "f0", 2, &stamp(51, "b")).unwrap();
        theirs.delete("return", "s2", &stamp(52, "b"));
        theirs.erase("return", "gone").unwrap();
        ours.join(&theirs);
        ours
    }

    fn text_of(document: &Document) -> String {
        String::from_utf8(document.to_canonical_json()).unwrap()
    }

    #[test]
    fn all_that_is_written_is_read_here() {
        for document in [Document::new(), full()] {
            assert_eq!(canonical(&text_of(&document)), Some(document));
        }
    }

    #[test]
    fn what_follows_is_handed_back() {
        let text = text_of(&full()) + "\n}\n";
        assert_eq!(Document::read_canonical(&text), Some((full(), "\n}\n")));
    }

    #[test]
    fn a_document_is_read_a_piece_at_a_time() {
        let text = text_of(&full());
        let mut reader = CanonicalReader::begin(&text).unwrap();
        let mut left = reader.left();
        let records = full().all_records().count();
        for more in (1..records).map(|_| true).chain([false, false]) {
            assert_eq!(reader.go_on(1), Some(more));
            assert!(reader.left() < left || !more);
            left = reader.left();
        }
        assert_eq!(reader.end(), Some((full(), "")));
        let mut reader = CanonicalReader::begin(&text).unwrap();
        reader.go_on(2).unwrap();
        assert_eq!(reader.end(), None, "not all of it was read");
    }

    /// Whatever is done to a text, this reader never takes what the other refuses, nor for something else.
    #[test]
    fn a_text_with_any_byte_changed_left_out_or_put_in_is_read_as_the_other_reader_does_or_left() {
        let text = text_of(&full());
        let mut read = 0;
        for place in (0..text.len()).filter(|place| text.is_char_boundary(*place)) {
            let (before, after) = text.split_at(place);
            let behind = after.char_indices().nth(1).map_or("", |(next, _)| &after[next..]);
            for put_in in
                ["", "0", "1", "-", "\"", "\\", ",", "{", "}", "[", "]", " ", "e", ".", "\u{0}", "\u{202e}", "é"]
            {
                for other in [format!("{before}{put_in}{behind}"), format!("{before}{put_in}{after}")] {
                    if let Some(document) = canonical(&other) {
                        assert_eq!(any_spelling(&other).as_ref(), Some(&document), "{other}");
                        read += 1;
                    }
                }
            }
        }
        assert!(read > 1000, "only {read} texts were read");
    }

    #[test]
    fn what_a_document_may_not_hold_is_left() {
        let record =
            |record: &str| format!(r#"{{"stamps":["1780000000000.0.a"],"tables":{{"return":{{"s":{record}}}}}}}"#);
        assert!(canonical(&record(r#"{"fields":{"f":[1,0]},"life":[1,0]}"#)).is_some());
        for refused in [
            r#"{"fields":{"f":[1,0]},"life":[2,0]}"#,
            r#"{"fields":{"f":[1,0],"f":[1,0]},"life":[1,0]}"#,
            r#"{"fields":{"f":[1,1]},"life":[1,0]}"#,
            r#"{"fields":{"f":[01,0]},"life":[1,0]}"#,
            r#"{"fields":{"f":[-0,0]},"life":[1,0]}"#,
            r#"{"fields":{"f":[1.0,0]},"life":[1,0]}"#,
            r#"{"fields":{"f":[9999999999999999999,0]},"life":[1,0]}"#,
            r#"{"fields":{"f":[{},0]},"life":[1,0]}"#,
            r#"{"fields":{"":[1,0]},"life":[1,0]}"#,
            r#"{"fields":{},"life":[1000001,0]}"#,
            r#"{"life":[0,0]}"#,
            r#"{"life":[1000001,0]}"#,
            r#"{"life":[1,1]}"#,
            r#"{"life":[1,0]},"s":{"life":[1,0]}"#,
        ] {
            assert_eq!(canonical(&record(refused)), None, "{refused}");
            assert_eq!(any_spelling(&record(refused)), None, "{refused}");
        }
        let long = record(&format!(r#"{{"fields":{{"f":["{}",0]}},"life":[1,0]}}"#, "x".repeat(TEXT_LIMIT + 1)));
        assert_eq!((canonical(&long), any_spelling(&long)), (None, None));
        let erased =
            r#"{"erased":{"return":["s"]},"stamps":["1780000000000.0.a"],"tables":{"return":{"s":{"life":[1,0]}}}}"#;
        assert_eq!((canonical(erased), any_spelling(erased)), (None, None));
    }
}
