//! Phrases of the lexicon, compiled, and the search for all of them in one pass.
//!
//! A phrase is written as words: `menac*` (any ending), `tuer|buter` (either), `@eleve` (a list of `words.toml`),
//! `?te|vous` (may be absent), `..` (up to two words between), `...` (up to six).

use super::typo::Typos;
use super::words::{Word, plain};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Number of a phrase in the book.
pub(crate) type PhraseId = usize;
type Choice = usize;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    choice: Choice,
    optional: bool,
    /// Words that may stand before this step.
    gap: usize,
}

#[derive(Debug)]
struct Phrase {
    steps: Vec<Step>,
    /// Holds « pas », « jamais »…: then its own denial is not a denial of it.
    denies: bool,
}

/// Where a phrase was found: positions of words, the last one included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// The words that matched, gaps left out.
    pub(crate) at: Vec<usize>,
    /// « il ne m'a pas menacé ».
    pub(crate) denied: bool,
}

impl Hit {
    pub(crate) fn span(&self) -> (usize, usize) {
        (self.first, self.last)
    }
}

/// Every phrase of the lexicon.
#[derive(Debug, Default)]
pub(crate) struct Book {
    phrases: Vec<Phrase>,
    by_text: HashMap<String, PhraseId>,
    choices: HashMap<String, Choice>,
    /// Pieces already read: most phrases share theirs.
    pieces: HashMap<String, (Choice, bool)>,
    exact: HashMap<String, Vec<Choice>>,
    prefix: HashMap<String, Vec<Choice>>,
    by_first: HashMap<Choice, Vec<PhraseId>>,
    typos: Typos,
}

const NEAR: usize = 2;
const FAR: usize = 6;
const DENIALS: [&str; 11] = [
    "ne", "n", "pas", "jamais", "aucun", "aucune", "rien", "sans", "ni", "not", "never",
];

impl Book {
    /// Compiles a phrase once; the error says what is wrong with it.
    pub(crate) fn add(
        &mut self,
        text: &str,
        lists: &BTreeMap<String, Vec<String>>,
    ) -> Result<PhraseId, String> {
        if let Some(id) = self.by_text.get(text) {
            return Ok(*id);
        }
        let mut steps = Vec::new();
        let mut gap = 0;
        let mut denies = false;
        let spaced: String = text
            .chars()
            .map(|c| {
                if matches!(c, '\'' | '’' | '-') {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        for piece in spaced.split_whitespace() {
            match piece {
                ".." => gap = NEAR,
                "..." => gap = FAR,
                _ => {
                    let (optional, body) = piece
                        .strip_prefix('?')
                        .map_or((false, piece), |body| (true, body));
                    let (choice, denying) = self.piece(body, lists)?;
                    denies |= denying;
                    steps.push(Step {
                        choice,
                        optional,
                        gap,
                    });
                    gap = 0;
                }
            }
        }
        let first = steps
            .first()
            .filter(|step| !step.optional && step.gap == 0)
            .ok_or_else(|| format!("« {text} » must start with a word that is always there"))?;
        if steps.last().is_some_and(|step| step.optional) {
            return Err(format!(
                "« {text} » must end with a word that is always there"
            ));
        }
        let id = self.phrases.len();
        self.by_first.entry(first.choice).or_default().push(id);
        self.phrases.push(Phrase { steps, denies });
        self.by_text.insert(text.to_owned(), id);
        Ok(id)
    }

    /// The choice a piece offers, and whether one of its words denies.
    fn piece(
        &mut self,
        body: &str,
        lists: &BTreeMap<String, Vec<String>>,
    ) -> Result<(Choice, bool), String> {
        if let Some(known) = self.pieces.get(body) {
            return Ok(*known);
        }
        let words = expand(body, lists)?;
        let denies = words.iter().any(|word| DENIALS.contains(&word.as_str()));
        let piece = (self.choice(words), denies);
        self.pieces.insert(body.to_owned(), piece);
        Ok(piece)
    }

    fn choice(&mut self, words: BTreeSet<String>) -> Choice {
        let key = words
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("|");
        if let Some(choice) = self.choices.get(&key) {
            return *choice;
        }
        let choice = self.choices.len();
        self.choices.insert(key, choice);
        for word in words {
            match word.strip_suffix('*') {
                Some(stem) => self.prefix.entry(stem.to_owned()).or_default().push(choice),
                None => self.exact.entry(word).or_default().push(choice),
            }
        }
        choice
    }

    /// After the last phrase: typing errors are looked up among the words known by then.
    pub(crate) fn close(&mut self, common: impl IntoIterator<Item = String>) {
        self.typos = Typos::new(self.exact.keys(), self.prefix.keys(), common);
    }

    /// Every phrase found, by its number, in the order of the story.
    pub(crate) fn find(&self, words: &[Word]) -> HashMap<PhraseId, Vec<Hit>> {
        let mut seen: HashMap<&str, Rc<[Choice]>> = HashMap::new();
        let read: Vec<Rc<[Choice]>> = words
            .iter()
            .map(|word| {
                Rc::clone(
                    seen.entry(&word.text)
                        .or_insert_with(|| self.choices_of(&word.text).into_iter().collect()),
                )
            })
            .collect();
        let mut found: HashMap<PhraseId, Vec<Hit>> = HashMap::new();
        for (at, choices) in read.iter().enumerate() {
            for id in choices
                .iter()
                .filter_map(|choice| self.by_first.get(choice))
                .flatten()
            {
                let Some(phrase) = self.phrases.get(*id) else {
                    continue;
                };
                let Some((_, rest)) = phrase.steps.split_first() else {
                    continue;
                };
                let mut matched = vec![at];
                if follow(rest, at, words, &read, &mut matched) {
                    let last = matched.last().copied().unwrap_or(at);
                    let denied = !phrase.denies && denied(words, at, last);
                    found.entry(*id).or_default().push(Hit {
                        first: at,
                        last,
                        at: matched,
                        denied,
                    });
                }
            }
        }
        found
    }

    fn choices_of(&self, word: &str) -> BTreeSet<Choice> {
        let mut found = self.known(word);
        if found.is_empty() && word.contains('*') {
            found = "aeiouy"
                .chars()
                .flat_map(|vowel| self.known(&word.replace('*', &vowel.to_string())))
                .collect();
        }
        if found.is_empty() {
            let (exact, stems) = self.typos.near(word);
            found.extend(exact.iter().filter_map(|w| self.exact.get(*w)).flatten());
            found.extend(stems.iter().filter_map(|w| self.prefix.get(*w)).flatten());
        }
        found
    }

    fn known(&self, word: &str) -> BTreeSet<Choice> {
        let stems = word
            .char_indices()
            .filter_map(|(i, c)| word.get(..i + c.len_utf8()))
            .filter_map(|stem| self.prefix.get(stem));
        self.exact
            .get(word)
            .into_iter()
            .chain(stems)
            .flatten()
            .copied()
            .collect()
    }
}

fn expand(body: &str, lists: &BTreeMap<String, Vec<String>>) -> Result<BTreeSet<String>, String> {
    let mut words = BTreeSet::new();
    if let Some(odd) = body.chars().find(|c| {
        !(c.is_alphanumeric() || matches!(c, '|' | '*' | '@') || super::words::is_picture(*c))
    }) {
        return Err(format!("« {odd} » in « {body} » has no meaning here"));
    }
    for one in body.split('|') {
        match one.strip_prefix('@') {
            Some(name) => {
                let list = lists
                    .get(name)
                    .ok_or_else(|| format!("« @{name} » is no list of words.toml"))?;
                words.extend(list.iter().map(|word| level(word)));
            }
            None => {
                words.insert(level(one));
            }
        }
    }
    words.remove("");
    if words.is_empty() {
        Err(format!("« {body} » holds no word"))
    } else {
        Ok(words)
    }
}

fn level(word: &str) -> String {
    match word.strip_suffix('*') {
        Some(stem) => format!("{}*", plain(stem)),
        None => plain(word),
    }
}

/// Matches the steps left after the word `from`, the nearest words first, within the sentence.
fn follow(
    steps: &[Step],
    from: usize,
    words: &[Word],
    read: &[Rc<[Choice]>],
    matched: &mut Vec<usize>,
) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return true;
    };
    let mut at = from;
    for _ in 0..=step.gap {
        if words.get(at).is_none_or(|word| word.stop) {
            break;
        }
        at += 1;
        if read
            .get(at)
            .is_some_and(|choices| choices.binary_search(&step.choice).is_ok())
        {
            matched.push(at);
            if follow(rest, at, words, read, matched) {
                return true;
            }
            matched.pop();
        }
    }
    // An absent optional word hands its gap to the next step.
    step.optional
        && match rest.split_first() {
            Some((next, others)) if step.gap > next.gap => {
                let widened = [
                    &[Step {
                        gap: step.gap,
                        ..*next
                    }],
                    others,
                ]
                .concat();
                follow(&widened, from, words, read, matched)
            }
            _ => follow(rest, from, words, read, matched),
        }
}

/// « ne … pas » around it, « pas » inside it, « aucune », « sans » or « pas de » just before it.
fn denied(words: &[Word], first: usize, last: usize) -> bool {
    let word = |at: usize| words.get(at).map_or("", |w| w.text.as_str());
    let inside = (first..=last).any(|at| {
        matches!(
            word(at),
            "pas" | "jamais" | "aucun" | "aucune" | "not" | "never"
        )
    });
    let before = first.checked_sub(1).map_or("", word);
    let before2 = first.checked_sub(2).map_or("", word);
    // « je ne connais pas, m'attend »: before a pronoun, « pas » denies the verb that came earlier.
    let new_verb = matches!(
        word(first),
        "je" | "j"
            | "tu"
            | "t"
            | "il"
            | "ils"
            | "ele"
            | "eles"
            | "on"
            | "nous"
            | "vous"
            | "me"
            | "m"
            | "te"
            | "se"
            | "s"
            | "l"
    );
    let just_before = matches!(
        before,
        "aucun" | "aucune" | "sans" | "ni" | "without" | "no" | "never"
    ) || (matches!(before, "pas" | "jamais") && !new_verb)
        || (matches!(before, "de" | "d" | "encore" | "ete")
            && matches!(before2, "pas" | "jamais" | "plus"));
    let opened = matches!(before, "ne" | "n")
        || (matches!(before2, "ne" | "n")
            && matches!(
                before,
                "me" | "m" | "te" | "se" | "s" | "l" | "les" | "nous" | "vous"
            ));
    let closed = matches!(word(last + 1), "pas" | "jamais") || inside;
    inside || just_before || (opened && closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::words::{Shorthand, words};

    fn hits(phrase: &str, story: &str) -> Vec<(usize, usize, bool)> {
        let lists = BTreeMap::from([(
            "qui".to_owned(),
            vec!["élève*".to_owned(), "parent*".to_owned()],
        )]);
        let mut book = Book::default();
        let id = book.add(phrase, &lists).unwrap();
        book.close([]);
        book.find(&words(story, &Shorthand::default()))
            .remove(&id)
            .unwrap_or_default()
            .iter()
            .map(|h| (h.first, h.last, h.denied))
            .collect()
    }

    #[test]
    fn stems_choices_lists_gaps_and_options() {
        assert_eq!(hits("menac*", "Il me menace"), [(2, 2, false)]);
        assert_eq!(
            hits("@qui ... menac*", "Un ÉLÈVE de ma classe me menace"),
            [(1, 6, false)]
        );
        assert_eq!(hits("je ?te|vous tue", "je te tue"), [(0, 2, false)]);
        assert_eq!(hits("je ?te|vous tue", "je tue"), [(0, 1, false)]);
        assert_eq!(hits("je ... tue", "Je pars. Il tue"), []);
    }

    #[test]
    fn a_denial_is_seen_and_a_phrase_that_denies_is_kept() {
        assert_eq!(hits("menac*", "il ne menace pas"), [(2, 2, true)]);
        assert_eq!(hits("menac*", "aucune menace"), [(1, 1, true)]);
        assert_eq!(
            hits("plus envie ?pas de vivre", "je n'ai plus envie de vivre"),
            [(3, 6, false)]
        );
    }

    #[test]
    fn typing_errors_and_hidden_vowels_are_read() {
        assert_eq!(hits("suicide", "un suicied"), [(1, 1, false)]);
        assert_eq!(hits("suicide", "un s*icide"), [(1, 1, false)]);
        assert_eq!(hits("usurp*", "une ursurpation"), []);
        assert_eq!(hits("usurpation", "une ursurpation"), [(1, 1, false)]);
    }

    #[test]
    fn a_bad_phrase_is_told() {
        let mut book = Book::default();
        assert!(book.add("@absent", &BTreeMap::new()).is_err());
        assert!(book.add("?peut-être", &BTreeMap::new()).is_err());
        assert!(book.add("peut ?être", &BTreeMap::new()).is_err());
        assert!(book.add("qu[oi]", &BTreeMap::new()).is_err());
    }
}
