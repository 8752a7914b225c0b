//! The lexicon as it is written in `content/triage/`, checked and compiled.

use super::Ask;
use super::Weights;
use super::phrase::{Book, PhraseId};
use super::senses::Senses;
use super::words::{Shorthand, plain};
use crate::files::{Files, Problem};
use crate::law::Text;
use crate::plan::Situations;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

const FOLDER: &str = "triage/";
const DANGER: &str = "triage/danger.toml";
const WORDS: &str = "triage/words.toml";
const ASK: &str = "triage/ask.toml";
const SENSES: &str = "triage/senses.toml";
/// Written by the command that learns, not by hand.
pub const WEIGHTS: &str = "triage/weights.txt";

/// Words that lead to kinds and to danger.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub(super) book: Book,
    pub(super) shorthand: Shorthand,
    pub(super) senses: Senses,
    pub(super) weights: Weights,
    pub(super) kinds: Vec<KindCues>,
    pub(super) dangers: Vec<DangerCues>,
    /// Sayings whose words mean no harm: « mort de rire ».
    pub(super) sayings: Vec<PhraseId>,
    /// Books, films, games, lessons: what is told there threatens nobody.
    pub(super) fiction: Vec<PhraseId>,
    /// Words of distress or fear too vague for a card: the safety question is asked.
    pub(super) worry: Vec<PhraseId>,
    pub(super) asks: HashMap<String, Ask>,
    pub(super) doubts: Vec<Doubt>,
    /// Two kinds without a question of their own are parted by their sides.
    pub(super) either: Option<Ask>,
    pub(super) sides: BTreeMap<String, Text>,
}

impl AsRef<Lexicon> for Lexicon {
    fn as_ref(&self) -> &Lexicon {
        self
    }
}

impl AsRef<Lexicon> for crate::Content {
    fn as_ref(&self) -> &Lexicon {
        self.lexicon()
    }
}

/// A danger and what the card shown says of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DangerKind {
    /// Identifier.
    pub id: String,
    /// Category of the card: several dangers share one.
    pub card: String,
    /// What it is.
    pub name: Text,
    /// First thing to do.
    pub first_act: Text,
    /// Whom to call, the first one first: identifiers of authorities of the law.
    pub authorities: Vec<String>,
    /// Kinds it brings forward, with their points.
    pub kinds: BTreeMap<String, u32>,
    #[serde(default)]
    cue: Vec<RawDangerCue>,
}

#[cfg(test)]
impl DangerKind {
    pub(super) fn sample(text: Text, kinds: &[(&str, u32)]) -> Self {
        Self {
            id: "x".to_owned(),
            card: "x".to_owned(),
            name: text.clone(),
            first_act: text,
            authorities: Vec::new(),
            kinds: kinds.iter().map(|(id, n)| ((*id).to_owned(), *n)).collect(),
            cue: Vec::new(),
        }
    }
}

#[derive(Debug)]
pub(super) struct DangerCues {
    pub(super) about: DangerKind,
    pub(super) cues: Vec<DangerCue>,
}

#[derive(Debug)]
pub(super) struct DangerCue {
    pub(super) say: Vec<PhraseId>,
    pub(super) with: Vec<Vec<PhraseId>>,
    pub(super) unless: Vec<PhraseId>,
    pub(super) firm: bool,
    pub(super) sure: bool,
}

#[derive(Debug)]
pub(super) struct KindCues {
    pub(super) id: String,
    pub(super) cues: Vec<Cue>,
}

#[derive(Debug)]
pub(super) struct Cue {
    pub(super) points: i32,
    pub(super) say: Vec<PhraseId>,
    pub(super) with: Vec<Vec<PhraseId>>,
    pub(super) without: Vec<PhraseId>,
}

/// Two kinds easily taken for one another, and the question that parts them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Doubt {
    pub(super) between: [String; 2],
    pub(super) ask: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDangerCue {
    say: Vec<String>,
    /// Each group must be found elsewhere in the story.
    #[serde(default)]
    with: Vec<Vec<String>>,
    /// Any of these in the same sentence and it is something else.
    #[serde(default)]
    unless: Vec<String>,
    /// Said in so many words: neither a denial nor a lesson cancels it.
    #[serde(default)]
    firm: bool,
    /// Firm, and no saying cancels it either: somebody does it to somebody.
    #[serde(default)]
    sure: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDangers {
    sayings: Vec<String>,
    fiction: Vec<String>,
    worry: Vec<String>,
    danger: Vec<DangerKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    id: String,
    cue: Vec<RawCue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCue {
    points: i32,
    say: Vec<String>,
    #[serde(default)]
    with: Vec<Vec<String>>,
    #[serde(default)]
    without: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    shorthand: BTreeMap<String, String>,
    common: Vec<String>,
    glued: Vec<String>,
    list: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSenses {
    sense: BTreeMap<String, String>,
    english: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAsks {
    either: Ask,
    side: BTreeMap<String, Text>,
    ask: Vec<Ask>,
    doubt: Vec<Doubt>,
}

/// The questions the triage itself chooses; the others part two kinds.
pub(super) const ASK_SAFETY: &str = "securite";
pub(super) const ASK_STORY: &str = "raconter";
pub(super) const ASK_MORE: &str = "preciser";

impl Lexicon {
    /// A danger by its identifier.
    pub fn danger(&self, id: &str) -> Option<&DangerKind> {
        self.dangers
            .iter()
            .map(|danger| &danger.about)
            .find(|danger| danger.id == id)
    }

    /// Every danger, in the order the cards are shown.
    pub fn dangers(&self) -> impl Iterator<Item = &DangerKind> {
        self.dangers.iter().map(|danger| &danger.about)
    }

    /// What the clues of a story are worth.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The same words with other weights: to measure what was learnt without a part of the corpus.
    #[must_use]
    pub fn with(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// The question that parts two kinds: their own, or one made of what each is in plain words.
    pub(super) fn parting(&self, first: &str, second: &str) -> Option<Ask> {
        let own = self
            .doubts
            .iter()
            .find(|doubt| {
                doubt.between.iter().any(|kind| kind == first)
                    && doubt.between.iter().any(|kind| kind == second)
            })
            .and_then(|doubt| self.asks.get(&doubt.ask));
        if let Some(own) = own {
            return Some(own.clone());
        }
        let (a, b) = (self.sides.get(first)?, self.sides.get(second)?);
        let mut ask = self.either.clone()?;
        ask.text.fr = ask.text.fr.replace("{a}", &a.fr).replace("{b}", &b.fr);
        ask.text.en = ask.text.en.replace("{a}", &a.en).replace("{b}", &b.en);
        Some(ask)
    }

    /// The kinds it can recognise, by identifier.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().map(|kind| kind.id.as_str())
    }

    /// Reads the files; whatever is wrong goes to `problems`.
    pub fn from_files(files: &Files, problems: &mut Vec<Problem>) -> Self {
        let mut reader = Reader {
            problems,
            lists: BTreeMap::new(),
            book: Book::default(),
            file: WORDS.to_owned(),
        };
        let Some(words) = reader.parse::<RawWords>(files) else {
            return Self::default();
        };
        reader.lists = words.list;
        let shorthand = Shorthand {
            spelled: words
                .shorthand
                .into_iter()
                .map(|(short, long)| (plain(&short), long.split_whitespace().map(plain).collect()))
                .collect(),
            glued: words.glued.iter().map(|stem| plain(stem)).collect(),
        };

        SENSES.clone_into(&mut reader.file);
        let Some(raw) = reader.parse::<RawSenses>(files) else {
            return Self::default();
        };
        let senses = Senses::new(raw.sense, raw.english).unwrap_or_else(|what| {
            reader.wrong(what);
            Senses::default()
        });

        let mut kinds = Vec::new();
        for (name, _) in files
            .under(FOLDER)
            .filter(|(name, _)| ![DANGER, WORDS, ASK, SENSES, WEIGHTS].contains(name))
        {
            name.clone_into(&mut reader.file);
            let Some(kind) = reader.parse::<RawKind>(files) else {
                continue;
            };
            if format!("{FOLDER}{}.toml", kind.id) != name {
                reader.wrong(format!("the id « {} » and the file's name differ", kind.id));
            }
            let cues = kind
                .cue
                .iter()
                .map(|cue| Cue {
                    points: cue.points,
                    say: reader.phrases(&cue.say),
                    with: reader.groups(&cue.with),
                    without: reader.phrases(&cue.without),
                })
                .collect();
            kinds.push(KindCues { id: kind.id, cues });
        }

        DANGER.clone_into(&mut reader.file);
        let Some(raw) = reader.parse::<RawDangers>(files) else {
            return Self::default();
        };
        let (sayings, fiction, worry) = (
            reader.phrases(&raw.sayings),
            reader.phrases(&raw.fiction),
            reader.phrases(&raw.worry),
        );
        let mut dangers = Vec::new();
        for mut about in raw.danger {
            for kind in about
                .kinds
                .keys()
                .filter(|id| !kinds.iter().any(|kind| kind.id == **id))
            {
                reader.wrong(format!(
                    "« {} » names the kind « {kind} », which has no file",
                    about.id
                ));
            }
            let cues = std::mem::take(&mut about.cue);
            let cues = cues
                .iter()
                .map(|cue| DangerCue {
                    say: reader.phrases(&cue.say),
                    with: reader.groups(&cue.with),
                    unless: reader.phrases(&cue.unless),
                    firm: cue.firm || cue.sure,
                    sure: cue.sure,
                })
                .collect();
            dangers.push(DangerCues { about, cues });
        }

        ASK.clone_into(&mut reader.file);
        let Some(raw) = reader.parse::<RawAsks>(files) else {
            return Self::default();
        };
        let asks: HashMap<String, Ask> = raw
            .ask
            .into_iter()
            .map(|ask| (ask.id.clone(), ask))
            .collect();
        for id in [ASK_SAFETY, ASK_STORY, ASK_MORE]
            .into_iter()
            .chain(raw.doubt.iter().map(|doubt| doubt.ask.as_str()))
        {
            if !asks.contains_key(id) {
                reader.wrong(format!("the question « {id} » is missing"));
            }
        }
        for id in raw
            .doubt
            .iter()
            .flat_map(|doubt| &doubt.between)
            .filter(|id| !kinds.iter().any(|kind| kind.id == **id))
        {
            reader.wrong(format!(
                "a doubt names the kind « {id} », which has no file"
            ));
        }
        for kind in kinds.iter().filter(|kind| !raw.side.contains_key(&kind.id)) {
            reader.wrong(format!("the kind « {} » has no side", kind.id));
        }
        let weights = reader.weights(files, &kinds);
        let mut book = reader.book;
        book.close(words.common.iter().map(|word| plain(word)));
        Self {
            book,
            shorthand,
            senses,
            weights,
            kinds,
            dangers,
            sayings,
            fiction,
            worry,
            asks,
            doubts: raw.doubt,
            either: Some(raw.either),
            sides: raw.side,
        }
    }

    pub(crate) fn load(
        files: &Files,
        _situations: &Situations,
        problems: &mut Vec<Problem>,
    ) -> Self {
        Self::from_files(files, problems)
    }
}

struct Reader<'a> {
    problems: &'a mut Vec<Problem>,
    lists: BTreeMap<String, Vec<String>>,
    book: Book,
    file: String,
}

impl Reader<'_> {
    fn wrong(&mut self, what: String) {
        self.problems.push(Problem {
            file: self.file.clone(),
            what,
        });
    }

    fn parse<T: for<'de> Deserialize<'de>>(&mut self, files: &Files) -> Option<T> {
        let Some(text) = files.get(&self.file) else {
            self.wrong("the file is missing".to_owned());
            return None;
        };
        toml::from_str(text)
            .map_err(|error| self.wrong(error.to_string()))
            .ok()
    }

    fn weights(&mut self, files: &Files, kinds: &[KindCues]) -> Weights {
        WEIGHTS.clone_into(&mut self.file);
        let read = files
            .shared(WEIGHTS)
            .ok_or_else(|| "the file is missing".to_owned())
            .and_then(Weights::parse)
            .and_then(|weights| {
                if weights.kinds().iter().eq(kinds.iter().map(|kind| &kind.id)) {
                    Ok(weights)
                } else {
                    Err("learnt for other kinds".to_owned())
                }
            });
        read.unwrap_or_else(|what| {
            self.wrong(format!(
                "{what}; run `cargo run --release -p guide --example learn`"
            ));
            Weights::default()
        })
    }

    fn phrases(&mut self, texts: &[String]) -> Vec<PhraseId> {
        let mut ids = Vec::with_capacity(texts.len());
        for text in texts {
            match self.book.add(text, &self.lists) {
                Ok(id) => ids.push(id),
                Err(what) => self.wrong(what),
            }
        }
        ids
    }

    fn groups(&mut self, groups: &[Vec<String>]) -> Vec<Vec<PhraseId>> {
        groups.iter().map(|texts| self.phrases(texts)).collect()
    }
}
