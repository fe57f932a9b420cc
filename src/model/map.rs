//! Where a school lies, and to which schools its pupils go on. Knows no pupil and no address.

use super::{ModelError, Urn};
use serde::{Deserialize, Serialize};

/// A place on the National Grid, in whole metres, as the register of schools has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GridPlace {
    pub easting: u32,
    pub northing: u32,
}

impl GridPlace {
    /// The grid's own extent: 700 by 1,300 kilometres.
    const FURTHEST: (u32, u32) = (700_000, 1_300_000);

    /// Metres to another place, in a straight line over the grid.
    pub fn metres_to(self, other: Self) -> f64 {
        let apart = |one: u32, two: u32| f64::from(one.abs_diff(two));
        libm::hypot(apart(self.easting, other.easting), apart(self.northing, other.northing))
    }
}

/// Kept as one text, `363250, 178400`: half a place from one copy and half from another would be a third place.
impl TryFrom<String> for GridPlace {
    type Error = ModelError;

    fn try_from(text: String) -> Result<Self, ModelError> {
        let wrong = || ModelError::Place(text.clone());
        let (easting, northing) = text.split_once(',').ok_or_else(wrong)?;
        let metres = |digits: &str, furthest: u32| {
            let found = digits.trim().parse::<u32>().ok().filter(|metres| *metres <= furthest);
            found.ok_or_else(wrong)
        };
        Ok(Self { easting: metres(easting, Self::FURTHEST.0)?, northing: metres(northing, Self::FURTHEST.1)? })
    }
}

impl From<GridPlace> for String {
    fn from(place: GridPlace) -> String {
        format!("{}, {}", place.easting, place.northing)
    }
}

/// A school to which pupils go on, and how many of them a year, where that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Feed {
    pub to: Urn,
    pub pupils: Option<u32>,
}

/// Kept as one text each, `900005: 24` or `900005`, so that a school's list merges as one value.
impl TryFrom<String> for Feed {
    type Error = ModelError;

    fn try_from(text: String) -> Result<Self, ModelError> {
        match text.split_once(": ") {
            None => Ok(Self { to: text.parse()?, pupils: None }),
            Some((to, pupils)) => {
                let pupils = pupils.parse().map_err(|_| ModelError::Feed(text.clone()))?;
                Ok(Self { to: to.parse()?, pupils: Some(pupils) })
            }
        }
    }
}

impl From<Feed> for String {
    fn from(feed: Feed) -> String {
        match feed.pupils {
            Some(pupils) => format!("{}: {pupils}", feed.to),
            None => feed.to.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_in_metres_and_lies_on_the_grid() {
        let place = GridPlace { easting: 363_250, northing: 178_400 };
        for text in ["363250, 178400", "363250,178400"] {
            assert_eq!(GridPlace::try_from(text.to_owned()), Ok(place));
        }
        assert_eq!(String::from(place), "363250, 178400");
        for text in ["ST 632 784", "363250", "-1, 5", "700001, 0", "0, 1300001", "1.5, 2"] {
            assert!(GridPlace::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn distance_is_that_of_pythagoras_both_ways() {
        let (one, two) = (GridPlace { easting: 1_000, northing: 5_000 }, GridPlace { easting: 4_000, northing: 1_000 });
        assert_eq!((one.metres_to(two), two.metres_to(one), one.metres_to(one)), (5_000.0, 5_000.0, 0.0));
    }

    #[test]
    fn a_feed_may_leave_its_count_out() {
        for text in ["900005: 24", "900005"] {
            assert_eq!(Feed::try_from(text.to_owned()).map(String::from), Ok(text.to_owned()));
        }
        for text in ["9005: 24", "900005: some", "900005:24"] {
            assert!(Feed::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
