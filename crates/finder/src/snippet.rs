//! The part of a text where the words stand.

use crate::words::{Stems, Word, words};
use kernel::search::{Face, Run, Shown};
use std::collections::BTreeSet;

/// Words of a snippet.
const LENGTH: usize = 32;
/// Words left before the first that answers.
const BEFORE: usize = 6;

/// A term of the published answers, among terms of the guide.
pub(crate) fn published(term: &str) -> String {
    ["=", term].concat()
}

/// What is shown of an entry.
pub(crate) fn shown(face: &Face, terms: &BTreeSet<String>, stems: &mut Stems) -> Shown {
    if face.title.is_empty() {
        return Shown::default();
    }
    let title = Marked::of(&face.title, terms, stems);
    let summary = Marked::of(&face.summary, terms, stems);
    let text = Marked::of(&face.text, terms, stems);
    Shown {
        title: title.runs(0, title.words.len()),
        summary: summary.runs(0, summary.words.len()),
        quote: if text.best().1 > summary.best().1 {
            text.cut()
        } else {
            Vec::new()
        },
    }
}

/// A text, its words, and the term each answers.
struct Marked<'a> {
    text: &'a str,
    words: Vec<(Word, Option<String>)>,
}

impl<'a> Marked<'a> {
    fn of(text: &'a str, terms: &BTreeSet<String>, stems: &mut Stems) -> Self {
        let words = words(text)
            .into_iter()
            .map(|word| {
                let speaks = word.speaks();
                let term = speaks.then(|| {
                    let mut all = stems.of(&word);
                    all.push(published(&stems.term(&word.plain)));
                    all.into_iter().find(|term| terms.contains(term))
                });
                (word, term.flatten())
            })
            .collect();
        Self { text, words }
    }

    /// Where to begin, and how many different words answer from there on.
    fn best(&self) -> (usize, usize) {
        let answers = |from: usize| {
            let window = self.words.iter().skip(from).take(LENGTH - BEFORE);
            window
                .filter_map(|(_, term)| term.as_deref())
                .collect::<BTreeSet<_>>()
                .len()
        };
        let starts = self
            .words
            .iter()
            .enumerate()
            .filter(|(_, (_, term))| term.is_some());
        let mut best = (0, 0);
        for (at, _) in starts {
            let count = answers(at);
            if count > best.1 {
                best = (at, count);
            }
        }
        best
    }

    fn cut(&self) -> Vec<Run> {
        let (first, _) = self.best();
        let from = first.saturating_sub(BEFORE);
        // A text that is hardly longer is shown whole.
        if self.words.len() <= LENGTH + BEFORE {
            return self.runs(0, self.words.len());
        }
        self.runs(from, from + LENGTH)
    }

    /// The text of these words, with an ellipsis where it is cut.
    fn runs(&self, from: usize, to: usize) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut push = |text: &str, found: bool| match runs.last_mut() {
            Some(last) if last.found == found => last.text.push_str(text),
            _ if text.is_empty() => {}
            _ => runs.push(Run {
                text: text.to_owned(),
                found,
            }),
        };
        let start = self
            .words
            .get(from)
            .map_or(0, |(word, _)| if from == 0 { 0 } else { word.start });
        let whole = to >= self.words.len();
        if start > 0 {
            push("… ", false);
        }
        let mut at = start;
        for (word, term) in self.words.iter().skip(from).take(to.saturating_sub(from)) {
            push(self.text.get(at..word.start).unwrap_or_default(), false);
            push(
                self.text.get(word.start..word.end).unwrap_or_default(),
                term.is_some(),
            );
            at = word.end;
        }
        if whole {
            push(self.text.get(at..).unwrap_or_default(), false);
        } else {
            push(" …", false);
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(runs: &[Run]) -> String {
        runs.iter()
            .map(|run| {
                if run.found {
                    format!("[{}]", run.text)
                } else {
                    run.text.clone()
                }
            })
            .collect()
    }

    fn face(title: &str, summary: &str, text: &str) -> Face {
        Face {
            title: title.into(),
            summary: summary.into(),
            text: text.into(),
        }
    }

    #[test]
    fn the_words_that_answer_are_marked_where_they_stand() {
        let mut stems = Stems::new();
        let terms = ["plaint".to_owned(), "menac".to_owned()].into();
        let long =
            "mot ".repeat(60) + "Après une plainte, des menaces ont suivi. " + &"fin ".repeat(60);
        let shown = shown(
            &face("Porter plainte", "Un résumé.", &long),
            &terms,
            &mut stems,
        );
        assert_eq!(said(&shown.title), "Porter [plainte]");
        assert_eq!(said(&shown.summary), "Un résumé.");
        let snippet = said(&shown.quote);
        assert!(snippet.starts_with("… mot "), "{snippet}");
        assert!(
            snippet.contains("Après une [plainte], des [menaces] ont suivi."),
            "{snippet}"
        );
        assert!(snippet.ends_with("fin …"), "{snippet}");
    }

    #[test]
    fn a_short_text_is_shown_whole_with_its_signs() {
        let mut stems = Stems::new();
        let shown = shown(
            &face("A", "« Un »: résumé, court !", ""),
            &BTreeSet::new(),
            &mut stems,
        );
        assert_eq!(said(&shown.summary), "« Un »: résumé, court !");
        assert_eq!(shown.quote, []);
        assert_eq!(
            super::shown(&face("", "x", ""), &BTreeSet::new(), &mut stems),
            Shown::default()
        );
    }
}
