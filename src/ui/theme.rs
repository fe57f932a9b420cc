//! Light or dark. Knows nothing of colours, which are in `style/tokens.css` and `style/dark.css`.

use crate::browser::{page, preference};

/// What the person wants to see. Print is always light.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    fn key(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// The theme chosen on this device before.
    pub fn remembered() -> Self {
        let kept = preference::get("theme");
        Self::ALL.into_iter().find(|theme| theme.key() == kept.as_deref()).unwrap_or_default()
    }

    /// Shows the theme and remembers it.
    pub fn choose(self) {
        page::set_theme(self.key());
        match self.key() {
            Some(key) => {
                preference::set("theme", key);
            }
            None => preference::forget("theme"),
        }
    }
}
