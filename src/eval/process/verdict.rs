//! What may be concluded about the way of working, by rules that are written down here. Knows no figures of its own.

use super::fact::{Fact, Sure};
use crate::eval::numbers::{list, percent};
use serde::Serialize;

/// What the figures of one question say for the cluster way of working.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    For,
    Partly,
    Against,
    Open,
}

impl Verdict {
    pub fn words(self) -> &'static str {
        match self {
            Self::For => "Speaks for it",
            Self::Partly => "Speaks for it in part",
            Self::Against => "Speaks against it",
            Self::Open => "Cannot tell yet",
        }
    }
}

pub(super) const MANAGEABLE_RULE: &str = "For: clearly or probably more than half of heads and SENCOs agree that the arrangements are manageable. Against: fewer than half. Otherwise it cannot be told.";
pub(super) const PAPERWORK_RULE: &str = "For: the minutes clearly or probably went down in more than half of the schools. Against: they went up in more than half. Otherwise it cannot be told. How many minutes are too many is for the council to say.";
pub(super) const MEETINGS_RULE: &str = "For: clearly or probably more than half of the seats at boards were taken, and at least four in five of the planned boards were held, one a term or one every six weeks, whichever is fewer. Against: fewer than half on either count. In part: anything between. Without meetings it cannot be told.";
pub(super) const LOCALITIES_RULE: &str = "Three signs are asked of the clusters that take part. Shared need speaks for them where two of three figures are clearly or probably more alike within clusters than in random groups; that it is not seen speaks neither way. Links speak for them where at least four in five pupils of each cluster stay in it, against where fewer than half of one do. Distances speak for them where at most one in ten schools of each lie nearer to another cluster, against where more than one in four of one do. For: all three speak for. Against: links or distances speak against and nothing speaks for. In part: anything between. With fewer than two signs known, or none that speaks, it cannot be told.";

/// A share of at least so much counts as staying; fewer than half as leaving.
const STAY: f64 = 80.0;
/// Shares of schools nearer to another cluster: so few do no harm, so many do.
const FEW_NEARER: f64 = 0.10;
const MANY_NEARER: f64 = 0.25;
const ENOUGH_BOARDS: f64 = 0.8;

pub(super) fn of_meetings(seats: Option<&Fact>, boards: Option<(usize, usize)>) -> Verdict {
    let Some((seats, (held, planned))) = seats.zip(boards) else { return Verdict::Open };
    let met = held as f64 / planned as f64;
    match seats.value {
        Some(share) if (seats.is_sure() && share < 50.0) || met < 0.5 => Verdict::Against,
        Some(share) if seats.is_sure() && share > 50.0 && met >= ENOUGH_BOARDS => Verdict::For,
        Some(_) => Verdict::Partly,
        None => Verdict::Open,
    }
}

/// One sign about the localities: it speaks for them, against them, neither way, or is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    For,
    Neither,
    Against,
    Unknown,
}

/// Shared need over all clusters.
pub(super) fn sign_of_need(need: &[Fact]) -> Sign {
    let known = need.iter().filter(|fact| fact.value.is_some()).count();
    let shared = need.iter().filter(|fact| fact.is_sure() && fact.value.is_some_and(|share| share > 0.0)).count();
    match (known, shared) {
        (0 | 1, _) => Sign::Unknown,
        (_, 2..) => Sign::For,
        _ => Sign::Neither,
    }
}

/// The shares of pupils who stay, a cluster each.
pub(super) fn sign_of_links<'a>(links: impl Iterator<Item = &'a Fact>) -> Sign {
    let shares: Vec<f64> =
        links.filter(|fact| fact.certainty != Sure::CANNOT_TELL).filter_map(|fact| fact.value).collect();
    match () {
        () if shares.is_empty() => Sign::Unknown,
        () if shares.iter().any(|share| *share < 50.0) => Sign::Against,
        () if shares.iter().all(|share| *share >= STAY) => Sign::For,
        () => Sign::Neither,
    }
}

/// Schools nearer to another cluster and schools on the map, a cluster each.
pub(super) fn sign_of_distances(nearer: &[(usize, usize)]) -> Sign {
    let shares: Vec<f64> =
        nearer.iter().filter(|(_, all)| *all > 0).map(|(some, all)| *some as f64 / *all as f64).collect();
    match () {
        () if shares.is_empty() => Sign::Unknown,
        () if shares.iter().any(|share| *share > MANY_NEARER) => Sign::Against,
        () if shares.iter().all(|share| *share <= FEW_NEARER) => Sign::For,
        () => Sign::Neither,
    }
}

pub(super) fn of_localities(signs: [Sign; 3]) -> Verdict {
    let how_many = |sign| signs.iter().filter(|one| **one == sign).count();
    match (how_many(Sign::For), how_many(Sign::Against), how_many(Sign::Unknown)) {
        (_, _, 2..) | (0, 0, _) => Verdict::Open,
        (3, ..) => Verdict::For,
        (0, _, _) => Verdict::Against,
        _ => Verdict::Partly,
    }
}

pub(super) fn localities_sentence(verdict: Verdict, signs: [Sign; 3]) -> String {
    let named = ["shared need", "links between schools", "distances"];
    let of = |sign: Sign| {
        let own = signs.iter().zip(named).filter(|(one, _)| **one == sign).map(|(_, name)| name);
        list(own)
    };
    let mut parts = Vec::new();
    for (sign, words) in [
        (Sign::For, "For these localities"),
        (Sign::Against, "Against them"),
        (Sign::Neither, "Neither way"),
        (Sign::Unknown, "Not known"),
    ] {
        let names = of(sign);
        if !names.is_empty() {
            parts.push(format!("{words}: {names}."));
        }
    }
    let first = match verdict {
        Verdict::For => "What was counted fits these localities; it does not show that others would fit worse.",
        Verdict::Partly if signs.contains(&Sign::Against) => "The signs about these localities do not agree.",
        Verdict::Partly => "Some signs fit these localities, and none speaks against them.",
        Verdict::Against => "What was counted gives reason to look at the localities again.",
        Verdict::Open => "Whether these are the right localities cannot be told yet.",
    };
    format!("{first} {}", parts.join(" "))
}

/// The answer to the whole question: the verdicts counted, and never averaged.
pub(super) fn answer(verdicts: &[Verdict]) -> String {
    let how_many = |verdict| verdicts.iter().filter(|one| **one == verdict).count();
    let said = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("one {one}")),
        number => Some(format!("{} {many}", ["none", "one", "two", "three", "four"].get(number).unwrap_or(&"several"))),
    };
    let parts: Vec<String> = [
        said(how_many(Verdict::For), "speaks for the cluster way of working", "speak for the cluster way of working"),
        said(how_many(Verdict::Against), "speaks against it", "speak against it"),
        said(how_many(Verdict::Partly), "speaks for it in part", "speak for it in part"),
        said(how_many(Verdict::Open), "cannot be told yet", "cannot be told yet"),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("Of four questions, {}.", list(parts))
}

/// How sure heads and SENCOs are in one figure, for the sentence of paperwork beside it.
pub(super) fn beside(manageable: &Fact) -> String {
    match manageable.value {
        Some(share) => format!("Beside it: {} of replies call the arrangements manageable.", percent(share / 100.0, 0)),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn localities_are_judged_by_the_rule_that_is_shown() {
        use Sign::{Against, For, Neither, Unknown};
        for (signs, verdict) in [
            ([For, For, For], Verdict::For),
            ([Neither, For, For], Verdict::Partly),
            ([For, Against, For], Verdict::Partly),
            ([Neither, Against, Neither], Verdict::Against),
            ([Neither, Neither, Neither], Verdict::Open),
            ([For, Unknown, Unknown], Verdict::Open),
            ([Unknown, Unknown, Unknown], Verdict::Open),
        ] {
            assert_eq!(of_localities(signs), verdict, "{signs:?}");
        }
    }

    #[test]
    fn few_schools_beyond_the_border_do_not_condemn_a_cluster() {
        assert_eq!(sign_of_distances(&[(0, 20), (2, 24)]), Sign::For);
        assert_eq!(sign_of_distances(&[(0, 20), (4, 24)]), Sign::Neither);
        assert_eq!(sign_of_distances(&[(0, 20), (7, 24)]), Sign::Against);
        assert_eq!(sign_of_distances(&[(0, 0)]), Sign::Unknown);
    }

    #[test]
    fn verdicts_are_counted_and_not_averaged() {
        let words = answer(&[Verdict::For, Verdict::Open, Verdict::Partly, Verdict::For]);
        assert_eq!(
            words,
            "Of four questions, two speak for the cluster way of working, one speaks for it in part and one cannot be told yet."
        );
    }
}
