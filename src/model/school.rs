//! Schools: those that take part, and those that are compared with them.

use super::{ClusterId, Feed, GridPlace, Laestab, Urn};
use serde::{Deserialize, Serialize};

/// The phase of education a school belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Primary,
    Secondary,
    AllThrough,
    Special,
    AlternativeProvision,
}

impl Phase {
    pub const ALL: [Self; 5] =
        [Self::Primary, Self::Secondary, Self::AllThrough, Self::Special, Self::AlternativeProvision];

    pub fn words(self) -> &'static str {
        match self {
            Self::Primary => "Primary",
            Self::Secondary => "Secondary",
            Self::AllThrough => "All-through",
            Self::Special => "Special",
            Self::AlternativeProvision => "Alternative provision",
        }
    }
}

/// A school. Kept under its URN, the one number that never belongs to two schools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    pub urn: Urn,
    pub name: String,
    pub phase: Phase,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laestab: Option<Laestab>,
    /// The locality's cluster, whether or not the school takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<ClusterId>,
    /// Taking part in the pilot; otherwise the school is a comparison.
    #[serde(default)]
    pub taking_part: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<GridPlace>,
    /// Where its pupils go on to when they leave: of a primary school, the secondary schools.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feeds: Vec<Feed>,
}

impl School {
    /// What forms and lists of schools do not ask for is kept as it is known.
    #[must_use]
    pub fn keeping_map_of(mut self, known: Option<&Self>) -> Self {
        if let Some(known) = known {
            self.location = self.location.or(known.location);
            if self.feeds.is_empty() {
                self.feeds.clone_from(&known.feeds);
            }
        }
        self
    }

    /// What cannot be true of where its pupils go on to; a sentence each.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (place, feed) in self.feeds.iter().enumerate() {
            if feed.to == self.urn {
                found.push("its pupils cannot go on to the school itself".to_owned());
            }
            if self.feeds.iter().take(place).any(|other| other.to == feed.to) {
                found.push(format!("school {} is named twice among those its pupils go on to", feed.to));
            }
            if feed.pupils.is_some_and(|pupils| pupils > Self::MOST_TRANSFERS) {
                found.push(format!("more than {} pupils a year go on to {}", Self::MOST_TRANSFERS, feed.to));
            }
        }
        found
    }

    /// No school has so many pupils in one year group.
    const MOST_TRANSFERS: u32 = 1_000;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school(feeds: &[&str]) -> School {
        let feed = |text: &&str| Feed::try_from((*text).to_owned()).expect("a feed");
        School {
            urn: "900001".parse().expect("a URN"),
            name: "Meadow".to_owned(),
            phase: Phase::Primary,
            laestab: None,
            cluster: None,
            taking_part: false,
            location: None,
            feeds: feeds.iter().map(feed).collect(),
        }
    }

    #[test]
    fn pupils_go_on_to_another_school_that_is_named_once() {
        assert!(school(&["900005: 20", "900010"]).contradictions().is_empty());
        assert_eq!(school(&["900001: 20", "900005: 2000", "900005: 3"]).contradictions().len(), 3);
    }

    #[test]
    fn a_form_that_does_not_ask_for_the_map_does_not_wipe_it() {
        let known =
            School { location: GridPlace::try_from("363250, 178400".to_owned()).ok(), ..school(&["900005: 20"]) };
        let typed = School { name: "Meadow Primary".to_owned(), ..school(&[]) };
        let kept = typed.clone().keeping_map_of(Some(&known));
        assert_eq!((kept.name.as_str(), kept.location, &kept.feeds), ("Meadow Primary", known.location, &known.feeds));
        assert_eq!(typed.clone().keeping_map_of(None), typed);
    }
}
