//! Characters in names and texts that are there without being seen. Knows no noun.

/// The longest name that is kept, in characters: names are shown in lists, on charts and in files, where nobody reads a page.
pub const LONGEST_NAME: usize = 120;

/// The first character that a reader cannot see, or that turns the direction of what is written around it: both can
/// make one name look like another. `None` if every character shows.
pub fn hidden_character(text: &str) -> Option<char> {
    // Nearly all text is plain, and asking this of bytes is quick.
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return None;
    }
    text.chars().find(|c| is_hidden(*c))
}

/// The text with each hidden character written out as ⟨U+202E⟩, so that nothing deceives.
pub fn shown_plainly(text: &str) -> String {
    if hidden_character(text).is_none() {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            shown.push_str(&name_of(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The same for a text that people write at length: its lines and tabs are seen, and what joins letters and pictures (as in a family
/// of three) changes what is seen. Neither can make one text look like another.
pub fn hidden_in_text(text: &str) -> Option<char> {
    let is_layout = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{200C}' | '\u{200D}');
    text.chars().find(|c| is_hidden(*c) && !is_layout(*c))
}

/// “⟨U+202E⟩”.
pub fn name_of(c: char) -> String {
    format!("⟨U+{:04X}⟩", u32::from(c))
}

/// Control, direction-changing, zero-width and blank characters (Unicode 16, general categories Cc and Cf with the
/// fillers that show as nothing).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Words with a capital at their beginning.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_hide_nothing() {
        for name in ["St Mary’s C of E Primary School", "Ysgol Plas Brondyffryn", "Zoë", "学校", ""] {
            assert_eq!(hidden_character(name), None, "{name}");
            assert_eq!(shown_plainly(name), name);
        }
    }

    #[test]
    fn a_text_may_have_lines_and_joined_pictures_and_no_turned_words() {
        assert_eq!(hidden_in_text("Aims:\r\n\t1. earlier support 👩\u{200D}👧"), None);
        for text in ["a\u{202E}b", "a\u{200B}b", "a\0", "\u{FEFF}a"] {
            assert!(hidden_in_text(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn hidden_characters_are_written_out() {
        assert_eq!(hidden_character("a\u{200B}b\u{202E}"), Some('\u{200B}'));
        assert_eq!(shown_plainly("Mea\u{202E}dow\u{200B}"), "Mea⟨U+202E⟩dow⟨U+200B⟩");
        assert_eq!(shown_plainly("line\nbreak"), "line⟨U+000A⟩break");
    }
}
