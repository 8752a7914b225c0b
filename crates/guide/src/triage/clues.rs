//! What the learnt weights look at in a story: its words, their neighbours, their families, and what the
//! lexicon found. Each clue knows the words it stands for, so that an answer can be explained by them.

use super::senses::Found;
use super::words::Word;
use std::collections::BTreeMap;

/// One: values are fixed-point, so that a story weighs the same on every machine.
pub(super) const ONE: u32 = 256;
/// Keys are cut to this many bits: five printable characters in the file of weights.
const KEY_BITS: u32 = 30;
/// Two families further apart than this many words say nothing together.
const TOGETHER: usize = 8;
/// Beginnings of words, so that « photographe » teaches something of « photographié ».
const BEGINNINGS: [usize; 4] = [4, 5, 6, 7];
const LONG_ENOUGH: usize = 5;

/// A key, how much it is there, and the words (first, last) that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clue {
    pub(super) key: u32,
    pub(super) value: u32,
    pub(super) spans: Vec<(usize, usize)>,
}

/// FNV-1a, folded.
pub(super) fn key(name: &str) -> u32 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let folded = (hash ^ (hash >> 32)) & ((1 << KEY_BITS) - 1);
    u32::try_from(folded).unwrap_or_default()
}

/// Clues of one sort share a length of one, scaled: a long story does not shout louder than a short one.
#[derive(Default)]
struct Sort(BTreeMap<u32, Vec<(usize, usize)>>);

impl Sort {
    fn add(&mut self, name: &str, spans: &[(usize, usize)]) {
        self.0.entry(key(name)).or_default().extend(spans);
    }

    /// `share` of a hundred is the length of the whole sort.
    fn close(self, share: u32, clues: &mut Vec<Clue>) {
        let count = u32::try_from(self.0.len()).unwrap_or(u32::MAX).max(1);
        let value = ((ONE * share / 100).pow(2) / count).isqrt();
        clues.extend(
            self.0
                .into_iter()
                .map(|(key, spans)| Clue { key, value, spans }),
        );
    }
}

/// Clues of the words alone.
pub(super) fn of_words(words: &[Word], clues: &mut Vec<Clue>) {
    let (mut single, mut pairs) = (Sort::default(), Sort::default());
    for (at, word) in words.iter().enumerate() {
        let text = word.text.as_str();
        single.add(&format!("u {text}"), &[(at, at)]);
        if text.is_ascii() && text.len() >= LONG_ENOUGH {
            for start in BEGINNINGS.iter().filter_map(|end| text.get(..*end)) {
                if start.len() < text.len() {
                    single.add(&format!("p {start}"), &[(at, at)]);
                }
            }
        }
        if let Some(next) = words.get(at + 1).filter(|_| !word.stop) {
            pairs.add(&format!("b {text} {}", next.text), &[(at, at + 1)]);
        }
    }
    single.close(100, clues);
    pairs.close(100, clues);
}

/// Clues of the families of words; `names` are in the order of [`Found::sense`].
pub(super) fn of_senses<'a>(found: &[Found], name: impl Fn(u16) -> &'a str, clues: &mut Vec<Clue>) {
    let (mut single, mut pairs) = (Sort::default(), Sort::default());
    for (i, one) in found.iter().enumerate() {
        let here = (one.first, one.last);
        single.add(&format!("e {}", name(one.sense)), &[here]);
        let later = found.iter().skip(i + 1);
        for other in later.take_while(|other| other.first <= one.last + TOGETHER) {
            if other.sense != one.sense {
                let (a, b) = (one.sense.min(other.sense), one.sense.max(other.sense));
                let there = (other.first, other.last);
                pairs.add(&format!("r {} {}", name(a), name(b)), &[here, there]);
            }
        }
    }
    single.close(100, clues);
    pairs.close(70, clues);
}

/// What the lexicon gives a kind.
pub(super) fn of_points(kind: &str, points: i32, spans: Vec<(usize, usize)>) -> Option<Clue> {
    let points = u32::try_from(points).ok().filter(|points| *points > 0)?;
    Some(Clue {
        key: key(&format!("l {kind}")),
        // 0.3 times the square root: the second cue counts less than the first.
        value: (points.min(10_000) * ONE * ONE * 9 / 100).isqrt(),
        spans,
    })
}

/// A danger found.
pub(super) fn of_danger(id: &str, spans: Vec<(usize, usize)>) -> Clue {
    Clue {
        key: key(&format!("d {id}")),
        value: ONE * 70 / 100,
        spans,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::words::{Shorthand, words};

    #[test]
    fn a_longer_story_does_not_weigh_more() {
        let square = |story: &str| {
            let mut clues = Vec::new();
            of_words(&words(story, &Shorthand::default()), &mut clues);
            clues.iter().map(|clue| clue.value.pow(2)).sum::<u32>()
        };
        let (short, long) = (
            square("on me filme"),
            square(&"une photo de ma classe sur le blog ".repeat(9)),
        );
        assert!(short.abs_diff(long) < short / 20, "{short} {long}");
    }

    #[test]
    fn a_clue_knows_its_words() {
        let mut clues = Vec::new();
        of_words(
            &words("ma photo. Ma photo", &Shorthand::default()),
            &mut clues,
        );
        let found = clues
            .iter()
            .find(|clue| clue.key == key("u photo"))
            .unwrap();
        assert_eq!(found.spans, [(1, 1), (3, 3)]);
        assert!(clues.iter().any(|clue| clue.key == key("p phot")));
        assert!(!clues.iter().any(|clue| clue.key == key("b photo ma")));
    }
}
