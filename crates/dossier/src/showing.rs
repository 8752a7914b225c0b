//! What an export shows, and to whom: whole entries left out, parts and words hidden (N044). Pure; kept with
//! the export, so that it can be made again as it was.

use crate::additions::{Added, Addition, Decision};
use crate::capturing::PAGE;
use crate::diligence;
use crate::entries::{Tells, names, numbers};
use crate::hiding::Hidden;
use crate::importing::{MEMBERS, MESSAGES};
use crate::mission;
use crate::model::{Asked, Case};
use crate::sharing::is_private;
use bundle::{Mask, MaskReason};
use seal::entry::words::tokens;
use seal::entry::{By, Entry};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use store::journal::SlotEntry;

/// The values that may hold a person's own words; each other value comes from a list, or is a date, a digest, a number.
const OWN_WORDS: [&str; 7] = [
    "name",
    "answers",
    "situation",
    "keys",
    MEMBERS,
    MESSAGES,
    PAGE,
];

/// What repeats other entries: the answers of a letter take from facts, notes and other letters, and what was
/// proposed is more than what she chose. They go as soon as anything does.
const TELLING: [&str; 2] = ["answers", "proposed"];

/// What the person chose for a recipient.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is withheld otherwise, and shown.
    pub asked: Asked,
    /// What is left out, by its [`subjects`].
    pub left_out: BTreeSet<String>,
    /// Words that are hidden everywhere.
    pub hidden: Hidden,
    /// Everything is shown, to the person herself: accesses, what was said, other exports.
    pub everything: bool,
}

impl Choice {
    /// Whether something is not told, apart from files.
    pub fn is_partial(&self) -> bool {
        !self.left_out.is_empty() || !self.hidden.is_empty()
    }
}

/// What an entry is about, as a form names it; nothing for what cannot be left out. A note on a letter goes with
/// the follow-up, and with its letter.
pub fn subjects(entry: &Entry) -> Vec<String> {
    let seq = entry.line.seq;
    let of = entry.value("of").and_then(Value::as_u64).unwrap_or(seq);
    let id = entry.value("letter").and_then(Value::as_str);
    if let By::Link(_) = entry.line.by {
        return vec![match entry.line.kind.as_str() {
            "story" => statement(seq),
            "fact" => fact(seq),
            "piece" => piece(seq),
            _ => FOLLOW_UP.to_owned(),
        }];
    }
    match entry.line.kind.as_str() {
        "story" => vec![STORY.to_owned()],
        "fact" => vec![fact(of)],
        "piece" | "import" => vec![piece(of)],
        "derived" => vec![piece(seq)],

        "qualification" if entry.value(SITUATION).is_some() => vec![SITUATION.to_owned()],
        "step" | "answer" | "refusal" if entry.value("did").is_some() => {
            let letter = id.map(letter);
            letter.into_iter().chain([FOLLOW_UP.to_owned()]).collect()
        }
        diligence::KIND => vec![FOLLOW_UP.to_owned()],
        "letter" | "sent" => id.map(letter).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The facts that the plan asked for: status, fears, who supports her.
pub const SITUATION: &str = "situation";
/// The story.
pub const STORY: &str = "recit";
/// Every note of the follow-up.
pub const FOLLOW_UP: &str = "suivi";

/// A fact, by its first entry.
pub fn fact(first: u64) -> String {
    format!("fait-{first}")
}

/// A piece, by its entry.
pub fn piece(seq: u64) -> String {
    format!("piece-{seq}")
}

/// What a witness wrote, by its entry.
pub fn statement(seq: u64) -> String {
    format!("temoignage-{seq}")
}

/// A letter, by its model.
pub fn letter(id: &str) -> String {
    format!("courrier-{id}")
}

/// What an export does not show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Whole entries, and why.
    pub withheld: BTreeMap<u64, MaskReason>,
    /// Parts of other entries.
    pub parts: BTreeMap<u64, Vec<String>>,
    /// Words of their texts, by the name of the part.
    pub words: BTreeMap<u64, BTreeMap<String, BTreeSet<usize>>>,
}

impl Shown {
    /// What is withheld, and why: what exports leave out unless asked, what was chosen, other exports, what was
    /// erased and what was said of it (seal specification, section 5).
    pub fn of(slots: &[SlotEntry], case: &Case, choice: &Choice) -> Self {
        let pieces: BTreeMap<u64, MaskReason> = case
            .pieces
            .iter()
            .filter_map(|piece| Some((piece.seq, case.left_out(piece, choice.asked)?)))
            .collect();
        let said_of = |of: u64| match case.piece(of) {
            Some(_) => pieces.get(&of).copied(),
            // Another tab added words while the piece was withdrawn.
            None => Some(MaskReason::Withheld),
        };
        let mut shown = Self::default();
        for (slot, seq) in slots.iter().zip(0_u64..) {
            let entry = match slot {
                SlotEntry::Open(entry) => entry,
                SlotEntry::Erased(_) => {
                    shown.withheld.insert(seq, MaskReason::Erased);
                    continue;
                }
                SlotEntry::Void(..) => {
                    shown.withheld.insert(seq, MaskReason::Pending);
                    continue;
                }
            };
            let of = entry.value("of").and_then(Value::as_u64);
            if let Some(why) = of_link(case, choice, entry, &said_of) {
                if let Some(why) = why {
                    shown.withheld.insert(seq, why);
                } else {
                    shown.hide(entry, choice);
                }
                continue;
            }
            if choice.everything {
                continue;
            }
            let why = match (entry.line.kind.as_str(), of) {
                ("export", _) => Some(MaskReason::Export),
                // What is hers alone, and what was said between her and those who read.
                (kind, _) if kind == "comment" || is_private(kind) => Some(MaskReason::Access),
                ("derived", _) | ("piece", None) => pieces.get(&seq).copied(),
                ("piece" | "import", Some(of)) => said_of(of),
                // In her words, of many facts and pieces at once.
                (mission::KIND, _) => choice.is_partial().then_some(MaskReason::Withheld),
                // It names the page: it goes when nothing of what it brought is shown.
                ("capture" | "check", _) => {
                    let of = if entry.line.kind == "check" {
                        of.and_then(|of| case.capture_of_check(of))
                    } else {
                        of
                    };
                    let capture = case.capture(of.unwrap_or(seq));
                    let withdrawn = capture.is_some_and(|capture| case.withdrew(capture));
                    let brought = capture.map_or(&[][..], |capture| &capture.pieces);
                    let gone = |one: &u64| {
                        said_of(*one).is_some() || choice.left_out.contains(&piece(*one))
                    };
                    let out = if brought.is_empty() {
                        choice.is_partial() || withdrawn
                    } else {
                        brought.iter().all(gone)
                    };
                    out.then_some(MaskReason::Withheld)
                }
                _ => None,
            };
            let chosen = || {
                let mut about = subjects(entry).into_iter();
                about.any(|one| choice.left_out.contains(&one))
            };
            match why.or_else(|| chosen().then_some(MaskReason::Withheld)) {
                Some(why) => drop(shown.withheld.insert(seq, why)),
                None => shown.hide(entry, choice),
            }
        }
        shown
    }

    fn hide(&mut self, entry: &Entry, choice: &Choice) {
        let seq = entry.line.seq;
        for part in &entry.parts {
            let name = part.name().to_owned();
            if part.words().is_some() {
                let places = entry.text(&name).map(|text| choice.hidden.places(&text));
                if let Some(places) = places.filter(|places| !places.is_empty()) {
                    self.words.entry(seq).or_default().insert(name, places);
                }
            } else if choice.is_partial() && TELLING.contains(&part.name())
                || OWN_WORDS.contains(&part.name()) && choice.hidden.is_in(part.value())
            {
                self.parts.entry(seq).or_default().push(name);
            }
        }
    }

    /// Whether a part is hidden.
    pub fn hides(&self, seq: u64, part: &str) -> bool {
        let parts = self.parts.get(&seq);
        parts.is_some_and(|parts| parts.iter().any(|name| name == part))
    }

    /// Whether a word of a text is hidden.
    pub fn hides_word(&self, seq: u64, part: &str, place: usize) -> bool {
        let places = self.words.get(&seq).and_then(|parts| parts.get(part));
        places.is_some_and(|places| places.contains(&place))
    }

    /// How many parts of entries are hidden.
    pub fn hidden_parts(&self) -> usize {
        self.parts.values().map(Vec::len).sum()
    }

    /// How many words are hidden.
    pub fn hidden_words(&self) -> usize {
        let parts = self.words.values().flat_map(BTreeMap::values);
        parts.map(BTreeSet::len).sum()
    }

    /// The list that the export carries, in order.
    pub fn masks(&self) -> Vec<Mask> {
        let whole = self.withheld.iter().map(|(seq, why)| Mask {
            seq: *seq,
            part: None,
            why: *why,
        });
        let parts = self.parts.iter().flat_map(|(seq, parts)| {
            parts.iter().map(|part| Mask {
                seq: *seq,
                part: Some(part.clone()),
                why: MaskReason::Withheld,
            })
        });
        let mut masks: Vec<Mask> = whole.chain(parts).collect();
        masks.sort();
        masks
    }

    /// What is kept beside the `export` entry, never shown: which words were hidden tells what they are.
    pub fn kept(&self) -> Value {
        json!({"parts": self.parts, "words": self.words})
    }

    /// Reads it back; none when it cannot be told whole, for the export would then show too much.
    pub fn read(entry: &dyn Tells) -> Option<Self> {
        let reasons = names(entry.value("reasons"));
        let seqs = numbers(entry.value("withheld"));
        if seqs.len() != reasons.len() {
            return None;
        }
        let pairs = seqs.into_iter().zip(reasons);
        let withheld = pairs
            .map(|(seq, why)| Some((seq, MaskReason::read(&why)?)))
            .collect::<Option<_>>()?;
        let kept = |name: &str| entry.local(KEPT).and_then(|kept| kept.get(name).cloned());
        Some(Self {
            withheld,
            parts: serde_json::from_value(kept("parts")?).ok()?,
            words: serde_json::from_value(kept("words")?).ok()?,
        })
    }
}

/// Links, what came through them and what the owner decided: shown only with an addition that counts and is shown.
/// `None` for every other entry, else why it is withheld, if it is.
fn of_link(
    case: &Case,
    choice: &Choice,
    entry: &Entry,
    said_of: &impl Fn(u64) -> Option<MaskReason>,
) -> Option<Option<MaskReason>> {
    let (seq, kind) = (entry.line.seq, entry.line.kind.as_str());
    let out = |one: &Addition| match one.decision {
        Decision::Pending | Decision::Void => Some(MaskReason::Pending),
        Decision::Dismissed => Some(MaskReason::Withheld),
        Decision::Accepted => match &one.added {
            Added::Piece(_) if choice.left_out.contains(&piece(one.seq)) => {
                Some(MaskReason::Withheld)
            }
            Added::Piece(_) => said_of(one.seq),
            added => {
                let about = match added {
                    Added::Fact(_) => fact(one.seq),
                    Added::Note(_) => FOLLOW_UP.to_owned(),
                    _ => statement(one.seq),
                };
                let chosen = choice.left_out.contains(&about);
                chosen.then_some(MaskReason::Withheld)
            }
        },
    };
    let of = entry.value("of").and_then(Value::as_u64);
    match (entry.line.by, kind) {
        (By::Link(_), _) => Some(case.addition(seq).map_or(Some(MaskReason::Pending), out)),
        (_, "accepted" | "dismissed" | "void") => {
            let about = of.and_then(|of| case.addition(of));
            Some(about.map_or(Some(MaskReason::Withheld), out))
        }
        (_, "link") => {
            let number = case.link_of(of.unwrap_or(seq)).map(|link| link.number);
            let mut through = case.additions.iter();
            let shown = through.any(|one| Some(one.link) == number && out(one).is_none());
            Some((!shown).then_some(MaskReason::Access))
        }
        _ => None,
    }
}

/// The name of what is kept beside the entry.
pub const KEPT: &str = "hidden";

/// What stands in the place of a hidden word.
pub const MASKED: &str = "█ ";

/// An entry as an export shows it.
pub struct View<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// What is not shown.
    pub shown: &'a Shown,
}

impl Tells for View<'_> {
    fn line(&self) -> &seal::entry::Line {
        &self.entry.line
    }

    fn value(&self, name: &str) -> Option<&Value> {
        let hidden = self.shown.hides(self.entry.line.seq, name);
        self.entry.value(name).filter(|_| !hidden)
    }

    fn text(&self, name: &str) -> Option<String> {
        let seq = self.entry.line.seq;
        if self.shown.hides(seq, name) {
            return None;
        }
        let text = self.entry.text(name)?;
        let words = tokens(&text).into_iter().enumerate();
        let words = words.map(|(place, token)| {
            if self.shown.hides_word(seq, name, place) {
                MASKED
            } else {
                token
            }
        });
        let text: String = words.collect();
        Some(text.trim_end().to_owned())
    }

    fn leaf(&self) -> seal::Digest {
        Tells::leaf(self.entry)
    }

    fn blob(&self) -> Option<kernel::BlobId> {
        self.entry.blob()
    }

    fn local(&self, _: &str) -> Option<&Value> {
        None
    }
}
