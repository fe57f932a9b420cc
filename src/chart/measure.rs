//! How wide a text is. Knows one table of widths for places without a screen; a page brings its own measure.

/// Measures text in the chart's font, in pixels.
pub trait TextMeasure {
    /// Width of one line of text at a font size in pixels.
    fn width_px(&self, text: &str, size_px: f64) -> f64;
}

/// Widths of Helvetica, which Arial and Liberation Sans share: the same on every machine, so that pictures made
/// without a screen are the same bytes everywhere. Source: Adobe's published font metrics for Helvetica. A picture may
/// be opened where none of the three is found; the usual stand-ins (Verdana, DejaVu Sans) are wider, hence the room.
#[derive(Debug, Clone, Copy, Default)]
pub struct SansWidths;

/// Thousandths of the font size for the characters from space to tilde.
const ASCII_WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Letters beyond the table are mostly lower-case letters with accents, dashes and the pound sign.
const OTHER_WIDTH: u16 = 556;

/// Room for wider stand-ins: DejaVu Sans' digits are 636/556 as wide.
const ROOM: f64 = 1.15;

impl TextMeasure for SansWidths {
    fn width_px(&self, text: &str, size_px: f64) -> f64 {
        let thousandths: u32 = text.chars().map(|c| u32::from(char_width(c))).sum();
        f64::from(thousandths) * size_px * ROOM / 1000.0
    }
}

fn char_width(character: char) -> u16 {
    (character as usize).checked_sub(32).and_then(|place| ASCII_WIDTHS.get(place)).copied().unwrap_or(OTHER_WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_follow_the_published_table_with_room() {
        let thousandths = |text: &str| (SansWidths.width_px(text, 1000.0) / ROOM).round();
        assert_eq!(thousandths("0"), 556.0);
        assert_eq!(thousandths("W"), 944.0);
        assert_eq!(thousandths("i~"), 222.0 + 584.0);
        assert_eq!(thousandths(""), 0.0);
        assert_eq!(thousandths("£−é"), 3.0 * 556.0);
    }
}
