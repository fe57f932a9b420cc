//! The list of words that passphrases and fingerprints are made of. Knows no key and no chance.

use std::sync::LazyLock;

const FILE: &str = include_str!("words.txt");

/// How many there are: the throws of five dice.
pub(super) const COUNT: u128 = 7_776;

static WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| FILE.lines().filter(|line| !line.starts_with('#')).collect());

/// So many words for a number: its digits to the base of the list, least first. 128 bits hold nine words and a half; of
/// five, none is likelier than another by more than one part in 2^63, and of six by one in 2^50.
pub(super) fn spelt(number: u128, words: usize) -> Vec<&'static str> {
    let places = std::iter::successors(Some(number), |rest| Some(rest / COUNT)).take(words);
    places.filter_map(|rest| WORDS.get(usize::try_from(rest % COUNT).unwrap_or_default()).copied()).collect()
}

/// Whether a word is of the list.
pub(super) fn is_listed(word: &str) -> bool {
    WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_is_whole() {
        assert_eq!(WORDS.len() as u128, COUNT);
        assert_eq!(WORDS.iter().collect::<BTreeSet<_>>().len() as u128, COUNT, "none is there twice");
        let is_plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        assert!(WORDS.iter().all(is_plain));
        assert_eq!((WORDS[0], WORDS[7_775]), ("abacus", "zoom"));
        assert!(FILE.starts_with("# The large word list of the Electronic Frontier Foundation"));
        assert!(FILE.contains("Creative Commons Attribution 3.0"));
    }

    #[test]
    fn every_word_has_its_number() {
        assert_eq!(spelt(0, 2), ["abacus", "abacus"]);
        assert_eq!(spelt(COUNT * COUNT - 1, 3), ["zoom", "zoom", "abacus"]);
        assert_eq!(spelt(u128::MAX, 6).len(), 6);
        assert!(is_listed("yo-yo") && !is_listed("fernleigh"));
    }
}
