//! Texts as cells of CSV files that people open in a spreadsheet. Knows no table.

/// Characters with which spreadsheets begin a formula, with their full-width twins.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// A text cell: made harmless with a leading apostrophe if it would start a formula, quoted where it must be. Typed
/// numbers are not for this: they are written as they are.
pub fn spreadsheet_cell(text: &str) -> String {
    let is_formula = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).starts_with(FORMULA);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    let needs_quotes = is_formula || text.contains([',', '"', '\r', '\n', ';', '\t']);
    if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_formula_start_is_disarmed() {
        for start in FORMULA {
            assert!(spreadsheet_cell(&format!("{start}1")).starts_with("\"'"), "{start:?}");
        }
        assert!(spreadsheet_cell(" =1").starts_with("\"'"));
        assert_eq!(spreadsheet_cell("say \"no\""), "\"say \"\"no\"\"\"");
        assert_eq!(spreadsheet_cell("Term 3 2017/18"), "Term 3 2017/18");
    }
}
