//! Weighs what was found in a story.

use super::lexicon::{ASK_MORE, ASK_SAFETY, ASK_STORY, DangerCue, KindCues, Lexicon};
use super::phrase::{Hit, PhraseId};
use super::words::{Word, words};
use super::{Ask, Danger, Guess, Reading, lang};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Kinds shown at most.
const SHOWN: usize = 6;
/// Below this, a kind is noise.
const LEAST: i32 = 3;
/// These are never left out of the first ranks: missing them costs more than a wrong guess.
const NEVER_MISSED: [&str; 3] = ["menaces", "harcelement", "eleve-victime"];
const NEVER_BELOW: usize = 4;
/// Where a danger itself is a threat, it is told among the first.
const NEVER_BELOW_IN_DANGER: usize = 3;
/// The kind of threats.
const THREATS: &str = "menaces";

/// Reads a story. Any text is accepted; nothing leaves the machine and the same text always reads the same.
///
/// `lexicon` is a [`Lexicon`] or a whole [`crate::Content`].
pub fn read(lexicon: impl AsRef<Lexicon>, text: &str) -> Reading {
    let lexicon = lexicon.as_ref();
    let words = words(text, &lexicon.shorthand);
    let story = Story {
        text,
        found: lexicon.book.find(&words),
        words,
    };
    let dangers = story.dangers(lexicon);
    let kinds = story.kinds(lexicon, &dangers);
    let ask = story.ask(lexicon, &kinds, &dangers);
    Reading {
        lang: lang::guess(&story.words),
        kinds,
        dangers,
        ask,
    }
}

struct Story<'a> {
    text: &'a str,
    words: Vec<Word>,
    found: HashMap<PhraseId, Vec<Hit>>,
}

impl Story<'_> {
    fn hits(&self, phrases: &[PhraseId]) -> impl Iterator<Item = &Hit> {
        phrases.iter().filter_map(|id| self.found.get(id)).flatten()
    }

    fn any(&self, phrases: &[PhraseId]) -> bool {
        phrases.iter().any(|id| self.found.contains_key(id))
    }

    /// First and last word of the sentence around a word.
    fn sentence(&self, at: usize) -> (usize, usize) {
        let first = self
            .words
            .iter()
            .take(at)
            .rposition(|word| word.stop)
            .map_or(0, |stop| stop + 1);
        let last = self
            .words
            .iter()
            .skip(at)
            .position(|word| word.stop)
            .map_or(self.words.len(), |stop| at + stop);
        (first, last)
    }

    fn in_sentence_of(&self, hit: &Hit, phrases: &[PhraseId]) -> bool {
        let (first, _) = self.sentence(hit.first);
        let (_, last) = self.sentence(hit.last);
        phrases
            .iter()
            .filter_map(|id| self.found.get(id))
            .flatten()
            .any(|other| other.first >= first && other.last <= last)
    }

    fn quote(&self, hit: &Hit) -> Option<(usize, String)> {
        let (start, end) = (
            self.words.get(hit.first)?.start,
            self.words.get(hit.last)?.end,
        );
        self.text
            .get(start..end)
            .map(|words| (start, words.to_owned()))
    }

    /// The exact words, in the order of the story, without one inside another.
    fn because(&self, hits: &[&Hit]) -> Vec<String> {
        let widest = |hit: &&&Hit| {
            !hits.iter().any(|other| {
                (other.first, other.last) != (hit.first, hit.last)
                    && other.first <= hit.first
                    && other.last >= hit.last
            })
        };
        let quotes: BTreeMap<usize, String> = hits
            .iter()
            .filter(widest)
            .filter_map(|hit| self.quote(hit))
            .collect();
        let mut said = BTreeSet::new();
        quotes
            .into_values()
            .filter(|quote| said.insert(quote.clone()))
            .collect()
    }

    fn dangers(&self, lexicon: &Lexicon) -> Vec<Danger> {
        let harmless: BTreeSet<usize> = self
            .hits(&lexicon.sayings)
            .flat_map(|hit| hit.first..=hit.last)
            .collect();
        lexicon
            .dangers
            .iter()
            .filter_map(|danger| {
                let hits: Vec<&Hit> = danger
                    .cues
                    .iter()
                    .flat_map(|cue| self.alarms(cue, &harmless, &lexicon.fiction))
                    .collect();
                (!hits.is_empty()).then(|| Danger {
                    id: danger.about.id.clone(),
                    because: self.because(&hits),
                })
            })
            .collect()
    }

    fn alarms(
        &self,
        cue: &DangerCue,
        harmless: &BTreeSet<usize>,
        fiction: &[PhraseId],
    ) -> Vec<&Hit> {
        if !cue.with.iter().all(|group| self.any(group)) {
            return Vec::new();
        }
        let phrases = cue.say.iter().filter_map(|id| self.found.get(id)).flatten();
        phrases
            .filter(|hit| cue.sure || !hit.at.iter().any(|at| harmless.contains(at)))
            .filter(|hit| cue.firm || !hit.denied)
            .filter(|hit| cue.unless.is_empty() || !self.in_sentence_of(hit, &cue.unless))
            .filter(|hit| cue.firm || !self.in_sentence_of(hit, fiction))
            .collect()
    }

    fn kinds(&self, lexicon: &Lexicon, dangers: &[Danger]) -> Vec<Guess> {
        let mut guesses: Vec<Guess> = lexicon
            .kinds
            .iter()
            .filter_map(|kind| {
                let (mut points, hits) = self.points(kind);
                let mut because = self.because(&hits);
                for danger in dangers {
                    let Some(more) = lexicon
                        .danger(&danger.id)
                        .and_then(|known| known.kinds.get(&kind.id))
                    else {
                        continue;
                    };
                    points = points
                        .max(0)
                        .saturating_add(i32::try_from(*more).unwrap_or(0));
                    because.extend(danger.because.iter().cloned());
                }
                let mut said = BTreeSet::new();
                because.retain(|quote| said.insert(quote.clone()));
                let score = u32::try_from(points)
                    .ok()
                    .filter(|_| points >= LEAST && !because.is_empty())?;
                Some(Guess {
                    kind: kind.id.clone(),
                    score,
                    because,
                })
            })
            .collect();
        guesses.sort_by(|a, b| {
            b.score
                .cmp(&a.score)
                .then_with(|| rank(&a.kind).cmp(&rank(&b.kind)))
                .then_with(|| a.kind.cmp(&b.kind))
        });
        let threatened = dangers.iter().any(|danger| {
            lexicon
                .danger(&danger.id)
                .is_some_and(|known| known.kinds.contains_key(THREATS))
        });
        lift(&mut guesses, threatened);
        guesses.truncate(SHOWN);
        guesses
    }

    /// Points of a kind and what gave them. A cue counts once, and a little more when said again in other words.
    fn points(&self, kind: &KindCues) -> (i32, Vec<&Hit>) {
        let (mut points, mut because) = (0, Vec::new());
        for cue in &kind.cues {
            if !cue.with.iter().all(|group| self.any(group)) || self.any(&cue.without) {
                continue;
            }
            let phrases: Vec<&Vec<Hit>> =
                cue.say.iter().filter_map(|id| self.found.get(id)).collect();
            let said: Vec<&Hit> = phrases
                .iter()
                .flat_map(|hits| hits.iter())
                .filter(|hit| !hit.denied)
                .collect();
            if said.is_empty() {
                // Denied everywhere: the subject was still named.
                points += if phrases.is_empty() {
                    0
                } else {
                    cue.points.max(0) / 4
                };
                continue;
            }
            let places: BTreeSet<usize> = said.iter().map(|hit| hit.last).collect();
            let again = i32::try_from(places.len().min(3)).unwrap_or(1) - 1;
            points += cue.points + cue.points.max(0) * again / 4;
            if cue.points > 0 {
                because.extend(said);
            }
        }
        (points, because)
    }

    fn ask(&self, lexicon: &Lexicon, kinds: &[Guess], dangers: &[Danger]) -> Option<Ask> {
        let id = if self.words.is_empty() {
            ASK_STORY
        } else if dangers.is_empty() && self.any(&lexicon.worry) {
            ASK_SAFETY
        } else {
            match kinds {
                [] => ASK_MORE,
                [first, second, ..] if second.score * 4 >= first.score * 3 => lexicon
                    .doubts
                    .iter()
                    .find(|doubt| {
                        doubt.between.contains(&first.kind) && doubt.between.contains(&second.kind)
                    })
                    .map(|doubt| doubt.ask.as_str())?,
                _ => return None,
            }
        };
        lexicon.asks.get(id).cloned()
    }
}

fn rank(kind: &str) -> usize {
    NEVER_MISSED
        .iter()
        .position(|id| *id == kind)
        .unwrap_or(NEVER_MISSED.len())
}

/// Brings the kinds that may not be missed into the first ranks, in their own order, without passing one another.
fn lift(guesses: &mut Vec<Guess>, threatened: bool) {
    // Threats once more at the end: lifting the others may have pushed them down by one.
    for id in NEVER_MISSED.into_iter().chain([THREATS]) {
        let below = if threatened && id == THREATS {
            NEVER_BELOW_IN_DANGER
        } else {
            NEVER_BELOW
        };
        if let Some(at) = guesses
            .iter()
            .position(|guess| guess.kind == id)
            .filter(|at| *at >= below)
        {
            let guess = guesses.remove(at);
            let place = (0..below).rev().find(|p| {
                guesses
                    .get(*p)
                    .is_some_and(|other| rank(&other.kind) == NEVER_MISSED.len())
            });
            guesses.insert(place.unwrap_or(at), guess);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n013_threats_stay_among_the_first_three_whatever_else_is_lifted() {
        let mut guesses: Vec<Guess> = ["a", "b", "menaces", "eleve-victime", "c", "harcelement"]
            .map(|kind| Guess {
                kind: kind.to_owned(),
                score: 9,
                because: Vec::new(),
            })
            .into();
        lift(&mut guesses, true);
        let order: Vec<&str> = guesses.iter().map(|guess| guess.kind.as_str()).collect();
        assert_eq!(
            order,
            ["menaces", "a", "harcelement", "eleve-victime", "b", "c"]
        );
    }
}
