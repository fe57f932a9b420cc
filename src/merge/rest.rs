//! What is still to be read of a text that we spelled ourselves. Takes only what is just so; knows nothing of documents.

use std::borrow::Cow;
use std::marker::PhantomData;

use serde::de::DeserializeSeed;

use super::value::{TEXT_LIMIT, Value};

/// What is still to be read.
pub(super) struct Rest<'a>(pub(super) &'a str);

impl<'a> Rest<'a> {
    pub(super) fn passes(&mut self, expected: &str) -> bool {
        let rest = self.0.strip_prefix(expected);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    pub(super) fn begins(&self, expected: &str) -> bool {
        self.0.starts_with(expected)
    }

    pub(super) fn pass(&mut self, expected: &str) -> Option<()> {
        self.passes(expected).then_some(())
    }

    /// What comes next, if it is `more` or `end`: whether there is more.
    pub(super) fn goes_on(&mut self, more: &str, end: &str) -> Option<bool> {
        if self.passes(more) { Some(true) } else { self.pass(end).map(|()| false) }
    }

    /// A list of what `item` takes.
    pub(super) fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        self.pass("[")?;
        if self.passes("]") {
            return Some(all);
        }
        loop {
            all.push(item(self)?);
            if !self.goes_on(",", "]")? {
                return Some(all);
            }
        }
    }

    pub(super) fn take(&mut self, bytes: usize) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    /// The text that comes next. One in which nothing is escaped is not copied.
    pub(super) fn text(&mut self) -> Option<Cow<'a, str>> {
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
    pub(super) fn plain_to_quote(&mut self) -> Option<&'a str> {
        let is_plain = |byte: &u8| *byte >= 0x20 && !matches!(byte, b'"' | b'\\');
        let length = self.0.bytes().position(|byte| !is_plain(&byte))?;
        let text = self.take(length)?;
        self.pass("\"")?;
        Some(text)
    }

    /// A whole number that is not negative, as we write it, of at most 18 digits.
    pub(super) fn number(&mut self) -> Option<u64> {
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

    pub(super) fn value(&mut self) -> Option<Value> {
        match self.0.as_bytes().first()? {
            b'"' => {
                let text = self.text()?;
                (text.len() <= TEXT_LIMIT).then(|| Value::Text(text.into()))
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
    pub(super) fn whole(&mut self) -> Option<&'a str> {
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
pub(super) fn by_any_spelling<'a, S: DeserializeSeed<'a>>(text: &'a str, seed: S) -> Option<S::Value> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut json).ok()?;
    json.end().ok().map(|()| value)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
