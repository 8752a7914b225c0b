//! Weighs what was found in a story.

use super::clues::{self, Clue};
use super::lexicon::{ASK_MORE, ASK_SAFETY, ASK_STORY, DangerCue, DangerKind, KindCues, Lexicon};
use super::phrase::{Hit, PhraseId};
use super::weights::chances;
use super::words::{Word, words};
use super::{Ask, Danger, Guess, Reading, explain, lang};
use std::collections::{BTreeSet, HashMap};

/// Kinds shown at most.
const SHOWN: usize = 6;
/// Below this many chances in a thousand, a kind is noise.
const LEAST: u32 = 8;
/// These are never left out of the first ranks: missing them costs more than a wrong guess.
const NEVER_MISSED: [&str; 3] = ["menaces", "harcelement", "eleve-victime"];
/// Chances in a thousand from which the likeliest of them takes the fourth place.
const NEVER_UNDER: u32 = 1;
const NEVER_BELOW: usize = 4;
/// The kind of a danger found stands among the first.
const NEVER_BELOW_IN_DANGER: usize = 3;
/// Points of a danger that multiply the odds of its kind by e.
const DANGER_POINTS: i64 = 8;
/// The kind of threats.
const THREATS: &str = "menaces";
/// A first guess under this many chances in a thousand is no guess: the story is asked again.
const VAGUE: u32 = 150;
/// Chances in a thousand of a threat from which safety is asked about when no card opened.
const VEILED: u32 = 100;

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
    let alarms = story.alarms(lexicon);
    let kinds = story.kinds(lexicon, &alarms);
    let dangers = alarms
        .iter()
        .map(|alarm| Danger {
            id: alarm.about.id.clone(),
            because: explain::quotes(text, &story.words, alarm.hits.iter().map(|hit| hit.span())),
        })
        .collect();
    let ask = story.ask(lexicon, &kinds, alarms.is_empty());
    Reading {
        lang: lang::guess(&story.words),
        kinds,
        dangers,
        ask,
    }
}

/// What the weights look at in a story, for whoever learns them.
pub(super) fn clues(lexicon: &Lexicon, text: &str) -> Vec<Clue> {
    let words = words(text, &lexicon.shorthand);
    let story = Story {
        found: lexicon.book.find(&words),
        words,
        text,
    };
    story.clues(lexicon, &story.alarms(lexicon))
}

/// A danger and the words that led to it.
struct Alarm<'a> {
    about: &'a DangerKind,
    hits: Vec<&'a Hit>,
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

    fn alarms<'a>(&'a self, lexicon: &'a Lexicon) -> Vec<Alarm<'a>> {
        let harmless: BTreeSet<usize> = self
            .hits(&lexicon.sayings)
            .flat_map(|hit| hit.first..=hit.last)
            .collect();
        lexicon
            .dangers
            .iter()
            .map(|danger| Alarm {
                about: &danger.about,
                hits: danger
                    .cues
                    .iter()
                    .flat_map(|cue| self.alarming(cue, &harmless, &lexicon.fiction))
                    .collect(),
            })
            .filter(|alarm| !alarm.hits.is_empty())
            .collect()
    }

    fn alarming(
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

    fn clues(&self, lexicon: &Lexicon, alarms: &[Alarm]) -> Vec<Clue> {
        let spans = |hits: &[&Hit]| hits.iter().map(|hit| hit.span()).collect();
        let mut clues = Vec::new();
        clues::of_words(&self.words, &mut clues);
        let found = lexicon.senses.find(&self.words);
        clues::of_senses(&found, |sense| lexicon.senses.name(sense), &mut clues);
        for kind in &lexicon.kinds {
            let (points, hits) = self.points(kind);
            clues.extend(clues::of_points(&kind.id, points, spans(&hits)));
        }
        for alarm in alarms {
            clues.push(clues::of_danger(&alarm.about.id, spans(&alarm.hits)));
        }
        clues
    }

    fn kinds(&self, lexicon: &Lexicon, alarms: &[Alarm]) -> Vec<Guess> {
        let weights = &lexicon.weights;
        let known: Vec<(Clue, Vec<i64>)> = self
            .clues(lexicon, alarms)
            .into_iter()
            .map(|clue| (weights.adds(&clue), clue))
            .filter(|(adds, _)| !adds.is_empty())
            .map(|(adds, clue)| (clue, adds))
            .collect();
        let mut scores = weights.bias();
        for (_, adds) in &known {
            for (score, add) in scores.iter_mut().zip(adds) {
                *score += add;
            }
        }
        for (score, kind) in scores.iter_mut().zip(weights.kinds()) {
            let points = alarms
                .iter()
                .filter_map(|alarm| alarm.about.kinds.get(kind));
            *score +=
                i64::from(points.max().copied().unwrap_or(0)) * weights.unit() / DANGER_POINTS;
        }
        let chances = chances(&scores, weights.unit());
        let mut order: Vec<(usize, &str, u32)> = (0..)
            .zip(weights.kinds())
            .zip(chances)
            .map(|((at, kind), chance)| (at, kind.as_str(), chance))
            .collect();
        order.sort_by(|(_, a, one), (_, b, other)| {
            (other.cmp(one)).then_with(|| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)))
        });
        let mut guesses: Vec<Guess> = Vec::new();
        for (at, kind, score) in order {
            let hits: Vec<&Hit> = alarms
                .iter()
                .filter(|alarm| alarm.about.kinds.contains_key(kind))
                .flat_map(|alarm| alarm.hits.iter().copied())
                .collect();
            let least = if rank(kind) < NEVER_MISSED.len() {
                NEVER_UNDER
            } else {
                LEAST
            };
            if score < least && hits.is_empty() {
                continue;
            }
            let told = explain::telling(&self.words, &known, at);
            let spans = told.into_iter().chain(hits.iter().map(|hit| hit.span()));
            let because = explain::quotes(self.text, &self.words, spans);
            if !because.is_empty() {
                guesses.push(Guess {
                    kind: kind.to_owned(),
                    score: score.max(1),
                    because,
                });
            }
        }
        lift(&mut guesses, alarms);
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

    fn ask(&self, lexicon: &Lexicon, kinds: &[Guess], calm: bool) -> Option<Ask> {
        let id = if self.words.is_empty() {
            ASK_STORY
        } else if calm && (self.any(&lexicon.worry) || veiled(kinds)) {
            ASK_SAFETY
        } else {
            match kinds {
                [first, second, ..] if first.score >= VAGUE => {
                    return (second.score * 2 >= first.score)
                        .then(|| lexicon.parting(&first.kind, &second.kind))?;
                }
                [first] if first.score >= VAGUE => return None,
                _ => ASK_MORE,
            }
        };
        lexicon.asks.get(id).cloned()
    }
}

/// A threat in words that no card knows (« une pelle et un grand jardin »): whether one is safe is asked.
fn veiled(kinds: &[Guess]) -> bool {
    kinds
        .iter()
        .take(3)
        .any(|guess| guess.kind == THREATS && guess.score >= VEILED)
}

fn rank(kind: &str) -> usize {
    NEVER_MISSED
        .iter()
        .position(|id| *id == kind)
        .unwrap_or(NEVER_MISSED.len())
}

/// Brings forward the kinds of a danger, then the likeliest of the kinds that may not be missed.
fn lift(guesses: &mut Vec<Guess>, alarms: &[Alarm]) {
    let mut held: BTreeSet<&str> = BTreeSet::new();
    for alarm in alarms {
        let kinds = &alarm.about.kinds;
        let first = kinds
            .iter()
            .max_by_key(|(_, points)| **points)
            .map(|(kind, _)| kind.as_str());
        let threats = kinds
            .keys()
            .map(String::as_str)
            .find(|kind| *kind == THREATS);
        held.extend(first.into_iter().chain(threats));
    }
    for kind in held.clone() {
        raise(guesses, kind, NEVER_BELOW_IN_DANGER, &held);
    }
    let likeliest = guesses
        .iter()
        .skip(NEVER_BELOW)
        .map(|guess| guess.kind.clone())
        .find(|kind| rank(kind) < NEVER_MISSED.len());
    if let Some(kind) = likeliest {
        held.extend(NEVER_MISSED);
        let free = guesses
            .get(NEVER_BELOW - 1)
            .is_some_and(|guess| !held.contains(guess.kind.as_str()));
        if free {
            raise(guesses, &kind, NEVER_BELOW, &held);
        }
    }
}

/// Puts a kind at the last of the first `below` places that no held kind takes.
fn raise(guesses: &mut Vec<Guess>, kind: &str, below: usize, held: &BTreeSet<&str>) {
    let Some(at) = guesses
        .iter()
        .position(|guess| guess.kind == kind)
        .filter(|at| *at >= below)
    else {
        return;
    };
    let free = (0..below).rev().find(|place| {
        guesses
            .get(*place)
            .is_some_and(|other| !held.contains(other.kind.as_str()))
    });
    if let Some(place) = free {
        // The other held kinds keep their places: only the one that makes room goes down.
        let guess = guesses.remove(at);
        let other = guesses.remove(place);
        guesses.insert(place, guess);
        guesses.insert(below, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lifted(order: [&str; 6], kinds: &[(&str, u32)]) -> Vec<String> {
        let mut guesses: Vec<Guess> = order
            .map(|kind| Guess {
                kind: kind.to_owned(),
                score: 9,
                because: Vec::new(),
            })
            .into();
        let text = |word: &str| crate::law::Text {
            fr: word.to_owned(),
            en: word.to_owned(),
        };
        let about = DangerKind::sample(text("x"), kinds);
        let alarms = [Alarm {
            about: &about,
            hits: Vec::new(),
        }];
        lift(&mut guesses, if kinds.is_empty() { &[] } else { &alarms });
        guesses.into_iter().map(|guess| guess.kind).collect()
    }

    #[test]
    fn n013_threats_stay_among_the_first_three_whatever_else_is_lifted() {
        let order = ["a", "b", "c", "menaces", "eleve-victime", "harcelement"];
        assert_eq!(
            lifted(order, &[("harcelement", 10), ("menaces", 4)]),
            ["a", "menaces", "harcelement", "eleve-victime", "b", "c"]
        );
    }

    #[test]
    fn n013_one_kind_that_may_not_be_missed_takes_the_fourth_place() {
        let order = ["a", "b", "c", "d", "eleve-victime", "harcelement"];
        assert_eq!(
            lifted(order, &[]),
            ["a", "b", "c", "eleve-victime", "d", "harcelement"]
        );
        let order = ["a", "b", "c", "menaces", "eleve-victime", "harcelement"];
        assert_eq!(lifted(order, &[]), order);
    }
}
