//! One wrong, missing, extra or swapped letter in a long word.

use std::collections::{HashMap, HashSet};

/// Shorter words have too many neighbours that mean something else (« ménage » and « menace »).
const SHORTEST: usize = 7;

#[derive(Debug, Clone)]
struct Known {
    word: String,
    stem: bool,
}

/// Known words by what is left of them when one letter is missing.
#[derive(Debug, Default)]
pub(crate) struct Typos {
    known: Vec<Known>,
    by_piece: HashMap<u64, Vec<usize>>,
    common: HashSet<String>,
}

impl Typos {
    /// `common`: right words that look like a typing error of a known one.
    pub(crate) fn new<'a>(
        exact: impl Iterator<Item = &'a String>,
        stems: impl Iterator<Item = &'a String>,
        common: impl IntoIterator<Item = String>,
    ) -> Self {
        let mut typos = Self {
            common: common.into_iter().collect(),
            ..Self::default()
        };
        let mut words: Vec<Known> = exact
            .map(|w| Known {
                word: w.clone(),
                stem: false,
            })
            .chain(stems.map(|w| Known {
                word: w.clone(),
                stem: true,
            }))
            .filter(|k| k.word.is_ascii() && k.word.len() >= SHORTEST)
            .collect();
        words.sort_by(|a, b| (&a.word, a.stem).cmp(&(&b.word, b.stem)));
        for (at, known) in words.iter().enumerate() {
            for piece in pieces(&known.word) {
                typos.by_piece.entry(piece).or_default().push(at);
            }
        }
        typos.known = words;
        typos
    }

    /// Known words, then known stems, that the word may be a typing error of.
    pub(crate) fn near(&self, word: &str) -> (Vec<&str>, Vec<&str>) {
        let (mut exact, mut stems) = (Vec::new(), Vec::new());
        if word.len() + 1 < SHORTEST
            || word.len() > 24
            || self.common.contains(word)
            || !word.chars().all(|c| c.is_ascii_alphabetic() || c == '*')
        {
            return (exact, stems);
        }
        // A stem may end anywhere in the word: every beginning long enough is looked up.
        for end in (SHORTEST - 1)..=word.len() {
            let Some(start) = word.get(..end) else {
                continue;
            };
            let whole = end == word.len();
            for known in pieces(start)
                .iter()
                .filter_map(|piece| self.by_piece.get(piece))
                .flatten()
                .filter_map(|at| self.known.get(*at))
            {
                if (known.stem || whole)
                    && one_apart(start, &known.word)
                    && word.get(..1) == known.word.get(..1)
                {
                    if known.stem {
                        stems.push(known.word.as_str())
                    } else {
                        exact.push(known.word.as_str())
                    }
                }
            }
        }
        for list in [&mut exact, &mut stems] {
            list.sort_unstable();
            list.dedup();
        }
        (exact, stems)
    }
}

/// Digests (FNV-1a) of the word and of the word without each of its letters. Two pieces may share a digest:
/// every candidate is compared in full afterwards.
fn pieces(word: &str) -> Vec<u64> {
    let digest = |skipped: Option<usize>| {
        let kept = word
            .bytes()
            .enumerate()
            .filter(|(at, _)| Some(*at) != skipped);
        kept.fold(0xcbf2_9ce4_8422_2325_u64, |hash, (_, byte)| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    std::iter::once(None)
        .chain((0..word.len()).map(Some))
        .map(digest)
        .collect()
}

/// True when at most one edit, or one swap of neighbours, leads from one to the other.
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (
        a.get(same..).unwrap_or_default(),
        b.get(same..).unwrap_or_default(),
    );
    match (a, b) {
        ([], []) | ([_], []) | ([], [_]) => true,
        ([_, rest @ ..], other) if rest == other => true,
        (other, [_, rest @ ..]) if rest == other => true,
        ([_, ra @ ..], [_, rb @ ..]) if ra == rb => true,
        ([x, y, ra @ ..], [p, q, rb @ ..]) => x == q && y == p && ra == rb,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_and_no_more() {
        assert!(
            one_apart("suicide", "suicied")
                && one_apart("suicide", "suicid")
                && one_apart("suicide", "suixide")
        );
        assert!(!one_apart("suicide", "suixid"));
    }

    #[test]
    fn common_words_are_left_alone() {
        let typos = Typos::new(
            ["menaces".to_owned()].iter(),
            [].iter(),
            ["menages".to_owned()],
        );
        assert_eq!(typos.near("menages").0, Vec::<&str>::new());
        assert_eq!(typos.near("menaecs").0, ["menaces"]);
    }
}
