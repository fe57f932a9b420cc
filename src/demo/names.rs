//! Invented names of places and schools, all distinct. Uses no randomness: the map is the same for every seed.

use crate::model::Phase;

/// The clusters of the demonstration. None is the name of an English town; the first two take part.
const CLUSTERS: [&str; 6] = [
    "Aldermere, Brackenfold and Pennow",
    "Harrowmead",
    "Quillford",
    "Sallowfield and Westhallow",
    "Thistledown Vale",
    "Orrisby",
];

/// For maps with more than six clusters: a beginning and an end make a place.
const PLACE_BEGINNINGS: [&str; 20] = [
    "Amber", "Birken", "Corve", "Dunna", "Elver", "Fallow", "Gorse", "Hazel", "Inker", "Kelder", "Lorn", "Marrow",
    "Nether", "Oster", "Plover", "Rushen", "Sedge", "Tarrow", "Umber", "Wicker",
];
const PLACE_ENDS: [&str; 10] = ["combe", "dell", "fold", "garth", "lode", "mere", "nook", "shaw", "thwaite", "wold"];

/// 40 beginnings and 25 ends name a thousand schools.
const SCHOOL_BEGINNINGS: [&str; 40] = [
    "Alder",
    "Ash",
    "Badger",
    "Beech",
    "Blackthorn",
    "Bracken",
    "Bramble",
    "Briar",
    "Chestnut",
    "Clover",
    "Copper",
    "Cowslip",
    "Curlew",
    "Elder",
    "Fern",
    "Foxglove",
    "Harebell",
    "Hawthorn",
    "Hazel",
    "Heather",
    "Heron",
    "Holly",
    "Ivy",
    "Juniper",
    "Kestrel",
    "Kingfisher",
    "Lapwing",
    "Larch",
    "Lark",
    "Linnet",
    "Maple",
    "Meadow",
    "Mill",
    "Orchard",
    "Otter",
    "Plover",
    "Rowan",
    "Sorrel",
    "Willow",
    "Wren",
];
const SCHOOL_ENDS: [&str; 25] = [
    "Lane", "Bank", "Brook", "Hill", "Park", "Grove", "Way", "Green", "Road", "Rise", "Bridge", "Croft", "Down",
    "Common", "Hollow", "Heath", "Court", "Vale", "Walk", "Gate", "Corner", "Dell", "View", "Ridge", "Lea",
];
/// Beyond a thousand schools the same names come again, each time in another part of the country.
const PARTS: [&str; 20] = [
    "", "Upper ", "Lower ", "North ", "South ", "East ", "West ", "Great ", "Little ", "Old ", "New ", "High ",
    "Long ", "Far ", "Near ", "Over ", "Nether ", "Middle ", "Inner ", "Outer ",
];

/// The most schools that can be told apart by name.
pub(super) const MOST_SCHOOLS: usize = SCHOOL_BEGINNINGS.len() * SCHOOL_ENDS.len() * PARTS.len();
/// The most clusters that can be told apart by name.
pub(super) const MOST_CLUSTERS: usize = CLUSTERS.len() + PLACE_BEGINNINGS.len() * PLACE_ENDS.len();

/// The name of the cluster at this place in the list, from 0.
pub(super) fn cluster_name(index: usize) -> String {
    match CLUSTERS.get(index) {
        Some(name) => (*name).to_owned(),
        None => {
            let rest = index - CLUSTERS.len();
            let (beginning, end) = (pick(&PLACE_BEGINNINGS, rest), pick(&PLACE_ENDS, rest / PLACE_BEGINNINGS.len()));
            format!("{beginning}{end}")
        }
    }
}

/// The name of the school at this place in the list, from 0.
pub(super) fn school_name(index: usize, phase: Phase) -> String {
    const PAIRS: usize = SCHOOL_BEGINNINGS.len() * SCHOOL_ENDS.len();
    // 397 shares no factor with 1,000, so that a thousand steps visit each pair once, neighbours far apart.
    let pair = (31 + index * 397) % PAIRS;
    let part = pick(&PARTS, index / PAIRS);
    let (beginning, end) = (pick(&SCHOOL_BEGINNINGS, pair / SCHOOL_ENDS.len()), pick(&SCHOOL_ENDS, pair));
    format!("{part}{beginning} {end} {}", kind(index, phase))
}

/// What such a school calls itself.
fn kind(index: usize, phase: Phase) -> &'static str {
    match (phase, index % 7) {
        (Phase::Primary, 2) => "Church of England Primary School",
        (Phase::Primary, 5) => "Primary Academy",
        (Phase::Primary, _) => "Primary School",
        (_, 0 | 3) => "Academy",
        (_, 1) => "High School",
        (_, 2 | 5) => "Community School",
        (_, _) => "School",
    }
}

fn pick<'a>(list: &[&'a str], index: usize) -> &'a str {
    list.get(index % list.len().max(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_places_and_no_two_schools_share_a_name() {
        let clusters: BTreeSet<String> = (0..MOST_CLUSTERS).map(cluster_name).collect();
        assert_eq!(clusters.len(), MOST_CLUSTERS);
        let stem = |name: String| name.split(' ').take(3).collect::<Vec<_>>().join(" ");
        let schools: BTreeSet<String> = (0..MOST_SCHOOLS).map(|index| school_name(index, Phase::Primary)).collect();
        assert_eq!(schools.len(), MOST_SCHOOLS);
        let stems: BTreeSet<String> = (0..1_000).map(|index| stem(school_name(index, Phase::Primary))).collect();
        assert_eq!(stems.len(), 1_000, "the first thousand differ without their kind, too");
    }

    #[test]
    fn a_secondary_is_not_called_primary() {
        assert!((0..100).all(|index| !school_name(index, Phase::Secondary).contains("Primary")));
    }
}
