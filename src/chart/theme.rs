//! The colours of charts, and nothing else: four series colours, ink, grid and paper for light, dark and print.
//!
//! Series colours are the Government Analysis Function's; two pairs of them differ by 1.05:1 only, which is why
//! each series has a dash and a marker of its own as well. Words are always in ink, never in a series colour.

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// Where a chart is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    Light,
    Dark,
    Print,
}

/// The colours of a theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    pub series: [Rgb; 4],
    /// Words and the axis.
    pub ink: Rgb,
    /// Secondary words: figures beside gridlines, limits.
    pub muted: Rgb,
    pub grid: Rgb,
    pub paper: Rgb,
    /// How much ink the band of the usual range has.
    pub band: f64,
    /// How much of a series' colour its interval has.
    pub interval: f64,
}

const LIGHT: Palette = Palette {
    series: [(0x12, 0x43, 0x6D), (0x28, 0xA1, 0x97), (0x80, 0x16, 0x50), (0xF4, 0x6A, 0x25)],
    ink: (0x0B, 0x0C, 0x0C),
    muted: (0x50, 0x5A, 0x5F),
    grid: (0xD9, 0xDC, 0xDE),
    paper: (0xFF, 0xFF, 0xFF),
    band: 0.07,
    interval: 0.16,
};

const DARK: Palette = Palette {
    series: [(0x6B, 0xAC, 0xE6), (0x2F, 0xC2, 0xB5), (0xF2, 0xA3, 0xCF), (0xF7, 0x98, 0x62)],
    ink: (0xF3, 0xF4, 0xF5),
    muted: (0xB9, 0xBE, 0xC4),
    grid: (0x3A, 0x42, 0x4A),
    paper: (0x14, 0x18, 0x1C),
    band: 0.10,
    interval: 0.22,
};

const PRINT: Palette = Palette { ink: (0, 0, 0), muted: (0x33, 0x33, 0x33), grid: (0xBF, 0xBF, 0xBF), ..LIGHT };

impl Theme {
    /// The theme's colours.
    pub fn palette(self) -> Palette {
        match self {
            Self::Light => LIGHT,
            Self::Dark => DARK,
            Self::Print => PRINT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance by WCAG 2.2.
    fn luminance((r, g, b): Rgb) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_and_lines_have_the_contrast_the_law_asks_for() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            let palette = theme.palette();
            assert!(contrast(palette.ink, palette.paper) >= 7.0);
            assert!(contrast(palette.muted, palette.paper) >= 4.5);
            for colour in palette.series {
                assert!(contrast(colour, palette.paper) >= 2.99, "{theme:?} {colour:?}");
            }
        }
    }

    #[test]
    fn gridlines_stay_behind() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            let palette = theme.palette();
            assert!(contrast(palette.grid, palette.paper) < 2.0);
        }
    }
}
