//! Reads a document in the one spelling that [`super::encoding`] writes, as nearly all documents have it, in far less time than
//! [`super::decoding`] takes for any spelling. Refuses nothing and explains nothing: what is not just so is left to that reader, a field
//! by itself and anything else as a whole.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::DeserializeSeed;

use super::document::{Document, Table};
use super::erasure::{Register, RegisterReader};
use super::field::Field;
use super::field_decoding::FieldReader;
use super::fields::Fields;
use super::place::{Place, check_name};
use super::record::{LIFE_LIMIT, Record};
use super::seeds::{AsList, AsObject, Reading};
use super::stamp::{Devices, EARLIEST_MS, LATEST_MS, Stamp};
use super::value::{TEXT_LIMIT, Value};

impl Document {
    /// The document that a text begins with, and the rest of the text. `None` says only that it is not spelled as
    /// [`Document::to_canonical_json`] would: [`Document::from_json`] tells whether it is one at all.
    pub fn read_canonical(text: &str) -> Option<(Document, &str)> {
        let mut reader = CanonicalReader::begin(text)?;
        while reader.go_on(usize::MAX)? {}
        reader.end()
    }
}

/// [`Document::read_canonical`] a piece at a time, for whoever has something else to do in between.
pub struct CanonicalReader<'a> {
    rest: Rest<'a>,
    reading: Reading,
    erased: Register,
    tables: BTreeMap<Arc<str>, Table>,
    /// The table that is being read.
    open: Option<(Arc<str>, Table)>,
    has_all: bool,
}

impl<'a> CanonicalReader<'a> {
    /// Reads up to the first record.
    pub fn begin(text: &'a str) -> Option<Self> {
        let mut rest = Rest(text);
        rest.pass("{")?;
        let erased = if rest.passes("\"erased\":") {
            let register = by_any_spelling(rest.whole()?, AsObject(RegisterReader))?;
            rest.pass(",")?;
            register
        } else {
            Register::default()
        };
        rest.pass("\"stamps\":[")?;
        let reading = Reading::new(stamps(&mut rest)?);
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
        let (name, mut table) = match self.open.take() {
            Some(open) => open,
            None => (read_name(rest, "the table's name")?, Table::new()),
        };
        let id = read_name(rest, "the record's id")?;
        let record = record(rest, &self.reading)?;
        if table.insert(id, Arc::new(record)).is_some() {
            return None;
        }
        if rest.goes_on(",", "}")? {
            self.open = Some((name, table));
            return Some(());
        }
        if self.tables.insert(name, table).is_some() {
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

/// What is still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn passes(&mut self, expected: &str) -> bool {
        let rest = self.0.strip_prefix(expected);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn pass(&mut self, expected: &str) -> Option<()> {
        self.passes(expected).then_some(())
    }

    /// What comes next, if it is `more` or `end`: whether there is more.
    fn goes_on(&mut self, more: &str, end: &str) -> Option<bool> {
        if self.passes(more) { Some(true) } else { self.pass(end).map(|()| false) }
    }

    fn take(&mut self, bytes: usize) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    /// The text that comes next. One in which nothing is escaped is not copied.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        let start = self.0;
        if self.passes("\"")
            && let Some(plain) = self.plain_to_quote()
        {
            return Some(Cow::Borrowed(plain));
        }
        self.0 = start;
        by_any_spelling(self.whole()?, PhantomData::<String>).map(Cow::Owned)
    }

    /// What comes before the next quote, which is passed too; if nothing in it is escaped.
    fn plain_to_quote(&mut self) -> Option<&'a str> {
        let is_plain = |byte: &u8| *byte >= 0x20 && !matches!(byte, b'"' | b'\\');
        let length = self.0.bytes().position(|byte| !is_plain(&byte))?;
        let text = self.take(length)?;
        self.pass("\"")?;
        Some(text)
    }

    /// A whole number that is not negative, as we write it, of at most 18 digits.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        let mut digits = 0;
        for byte in self.0.bytes().take_while(u8::is_ascii_digit).take(19) {
            number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
            digits += 1;
        }
        let has_one_spelling = digits == 1 || !self.0.starts_with('0');
        if !(1..=18).contains(&digits) || !has_one_spelling {
            return None;
        }
        self.take(digits)?;
        Some(number)
    }

    fn value(&mut self) -> Option<Value> {
        match self.0.as_bytes().first()? {
            b'"' => {
                let text = self.text()?;
                (text.len() <= TEXT_LIMIT).then(|| Value::Text(text.into_owned()))
            }
            b't' => self.pass("true").map(|()| Value::Bool(true)),
            b'f' => self.pass("false").map(|()| Value::Bool(false)),
            b'n' => self.pass("null").map(|()| Value::Null),
            b'-' => {
                self.pass("-")?;
                let number = self.number().filter(|number| *number > 0)?;
                i64::try_from(number).ok().map(|number| Value::Int(-number))
            }
            _ => i64::try_from(self.number()?).ok().map(Value::Int),
        }
    }

    /// The object, list or text that comes next, whatever is in it.
    fn whole(&mut self) -> Option<&'a str> {
        let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
        let end = self.0.bytes().position(|byte| {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => is_text = !is_text,
                b'{' | b'[' if !is_text => depth += 1,
                b'}' | b']' if !is_text => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && !is_text
        })?;
        self.take(end + 1)
    }
}

/// Reads a part as a document of any spelling has it.
fn by_any_spelling<'a, S: DeserializeSeed<'a>>(text: &'a str, seed: S) -> Option<S::Value> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut json).ok()?;
    json.end().ok().map(|()| value)
}

fn stamps(rest: &mut Rest<'_>) -> Option<Vec<Stamp>> {
    let (mut stamps, mut devices) = (Vec::new(), Devices::default());
    if rest.passes("]") {
        return Some(stamps);
    }
    loop {
        rest.pass("\"")?;
        let ms = rest.number().filter(|ms| (EARLIEST_MS..=LATEST_MS).contains(ms))?;
        rest.pass(".")?;
        let counter = u32::try_from(rest.number()?).ok()?;
        rest.pass(".")?;
        stamps.push(Stamp { ms, counter, device: devices.read(rest.plain_to_quote()?).ok()? });
        if !rest.goes_on(",", "]")? {
            return Some(stamps);
        }
    }
}

/// The name under which an object follows, which begins behind it.
fn read_name(rest: &mut Rest<'_>, what: &'static str) -> Option<Arc<str>> {
    let name = rest.text()?;
    check_name(what, &name).ok()?;
    rest.pass(":{")?;
    Some(Arc::from(name))
}

fn record(rest: &mut Rest<'_>, reading: &Reading) -> Option<Record> {
    let mut fields = Vec::new();
    if rest.passes("\"fields\":{") {
        fields.reserve(reading.likely_fields());
        loop {
            let name = field_name(rest, reading, fields.len())?;
            rest.pass(":")?;
            let field = field(rest, reading)?;
            fields.push((name, field));
            if !rest.goes_on(",", "},")? {
                break;
            }
        }
        fields.shrink_to_fit();
    }
    rest.pass("\"life\":[")?;
    let life =
        rest.number().and_then(|life| u32::try_from(life).ok()).filter(|life| (1..=LIFE_LIMIT).contains(life))?;
    rest.pass(",")?;
    let since = reading.stamp_at(rest.number()?)?;
    rest.pass("]}")?;
    if !reading.has_room() || (life % 2 == 0 && !fields.is_empty()) {
        return None;
    }
    Some(Record::from_parts(life, since, Fields::from_entries(fields).ok()?))
}

fn field_name(rest: &mut Rest<'_>, reading: &Reading, nth: usize) -> Option<Arc<str>> {
    reading.shared_name(nth, &rest.text()?).ok()
}

fn field(rest: &mut Rest<'_>, reading: &Reading) -> Option<Field> {
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
    use crate::merge::DeviceId;

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
        ours.set("a \"note\"", "é\\1", "so \"called\"", "x", &stamp(1, "b")).unwrap();
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

    /// Left to the other reader all of these would be read, too, but not as fast.
    #[test]
    fn values_as_most_are_are_read_here() {
        for (text, value) in [
            ("null", Value::Null),
            ("true", true.into()),
            ("false", false.into()),
            ("0", 0.into()),
            ("999999999999999999", 999_999_999_999_999_999_i64.into()),
            ("-7", (-7).into()),
            ("\"\"", "".into()),
            ("\"Zoë\"", "Zoë".into()),
            ("\"a\\n\\\"\"", "a\n\"".into()),
            (&format!("\"{}\"", "x".repeat(TEXT_LIMIT)), "x".repeat(TEXT_LIMIT).into()),
        ] {
            let text = format!("{text},0]");
            let mut rest = Rest(&text);
            assert_eq!((rest.value(), rest.0), (Some(value), ",0]"), "{text}");
        }
        let long = format!("\"{}\"", "x".repeat(TEXT_LIMIT + 1));
        for text in ["", "-", "-0", "01", "1000000000000000000", "\"a", "\"a\\n", "\"\\x\"", "nul", "[]", &long] {
            assert_eq!(Rest(text).value(), None, "{text}");
        }
    }

    #[test]
    fn an_object_or_list_is_taken_to_its_end() {
        for whole in [
            "[]",
            "{}",
            r#"[{"a":[{}]},[]]"#,
            r#"["]"]"#,
            r#"["}\"]","["]"#,
            r#"{"[\\":"{"}"#,
            "[\"é\"]",
            r#""""#,
            r#""a\"[""#,
        ] {
            for behind in ["", ",\"]\"", "]", "}"] {
                let text = format!("{whole}{behind}");
                let mut rest = Rest(&text);
                assert_eq!((rest.whole(), rest.0), (Some(whole), behind));
            }
        }
        for cut in ["[", "[[]", "[\"]", "[\"\\\"]"] {
            assert_eq!(Rest(cut).whole(), None, "{cut}");
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
        for more in [true, true, true, false, false] {
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
