//! Documents that stand in a JSON text beside other things, read as quickly as they are alone. Knows nothing of those other things.

use super::document::Document;

/// Takes documents out of a JSON text: one that `read` finds behind each of `before`, in this order, given with its text. What is left has
/// an empty document in the place of each. `None`, and nothing said, where any is not there or spelled otherwise.
pub fn take_documents<'a, const N: usize>(
    text: &'a str,
    before: [&str; N],
    read: impl Fn(&'a str) -> Option<(Document, &'a str)>,
) -> Option<(String, [(Document, &'a str); N])> {
    const NONE: &str = r#"{"stamps":[],"tables":{}}"#;
    let (mut left, mut rest) = (String::new(), text);
    let mut documents = [const { None }; N];
    for (before, document) in before.iter().zip(&mut documents) {
        let (head, from_document) = rest.split_at_checked(rest.find(before)? + before.len())?;
        let (found, after) = read(from_document)?;
        left.extend([head, NONE]);
        *document = Some((found, from_document.strip_suffix(after)?));
        rest = after;
    }
    left.push_str(rest);
    Some((left, documents.map(Option::unwrap_or_default)))
}

#[cfg(test)]
mod tests {
    use super::super::Stamp;
    use super::*;

    #[test]
    fn documents_are_taken_out_of_a_text() {
        let mut one = Document::new();
        one.set("note", "n1", "text", "so \"before\":", &Stamp::parse("1780000000000.0.a").unwrap()).unwrap();
        let other = Document::new();
        let [one_text, other_text] = [&one, &other].map(|document| serde_json::to_string(document).unwrap());
        let text = format!(r#"{{"label":"a \"before\":","before":{one_text},"after":{other_text},"at":1}}"#);
        let (left, documents) = take_documents(&text, ["\"before\":", "\"after\":"], Document::read_canonical).unwrap();
        let none = r#"{"stamps":[],"tables":{}}"#;
        assert_eq!(left, format!(r#"{{"label":"a \"before\":","before":{none},"after":{none},"at":1}}"#));
        assert_eq!(documents, [(one, &*one_text), (other, &*other_text)]);
        assert!(
            take_documents(&text, ["\"after\":", "\"before\":"], Document::read_canonical).is_none(),
            "they stand in another order"
        );
        assert!(take_documents(&text, ["\"label\":"], Document::read_canonical).is_none(), "it is no document");
        assert!(take_documents("", ["\"label\":"], Document::read_canonical).is_none());
    }
}
