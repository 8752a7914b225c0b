//! What a commissaire de justice is asked to record: the addresses of the case, what is held of each, and which of them
//! the person chose (N036). Pure; `sheet` draws the document.

pub mod sheet;

use crate::capturing::PageCapture;
use crate::completeness::is_ephemeral;
use crate::entries::{Parts, Tells, names};
use crate::follow::day_of;
use crate::model::{Author, Case, Fact, Nature, Piece};
use crate::note::Online;
use evidence::model::Preview;
use evidence::rules::preview_of;
use guide::Content;
use kernel::{Fault, Moment};
use seal::entry::EntryDraft;
use time::Date;

/// The type of the entry.
pub const KIND: &str = "mission";
/// The part of what was chosen: places of the dossier, never addresses, so that what is withdrawn is gone here too.
const TARGETS: &str = "targets";
/// The part of what she adds.
const MORE: &str = "more";

/// What the person chose, last version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mission {
    /// Its entry.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// The places of the addresses that go in.
    pub targets: Vec<String>,
    /// What else is to be recorded, in her words.
    pub more: String,
}

impl Mission {
    /// Reads it back.
    pub fn read(entry: &dyn Tells) -> Self {
        Self {
            seq: entry.line().seq,
            at: entry.line().at,
            targets: names(entry.value(TARGETS)),
            more: entry.text(MORE).unwrap_or_default(),
        }
    }

    /// Its entry.
    pub fn draft(targets: &[String], more: &str) -> Result<EntryDraft, Fault> {
        Parts::of(KIND)
            .value(TARGETS, targets.to_vec())
            .words(MORE, more)
            .done()
    }
}

/// What an address shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// A publication, or any page.
    Page,
    /// The page of an account.
    Account,
}

/// One address of the case.
#[derive(Debug, Clone)]
pub struct Target<'a> {
    /// The address, whole.
    pub address: &'a str,
    /// What it shows.
    pub shows: Shows,
    /// Where the dossier gives it, as a form and an entry name these places.
    pub places: Vec<String>,
    /// The facts that it belongs to.
    pub facts: Vec<&'a Fact>,
    /// Pieces that show it, copies and proofs of identity left out.
    pub pieces: Vec<&'a Piece>,
    /// Captures asked for.
    pub captures: Vec<&'a PageCapture>,
    /// Contents vanish there.
    pub ephemeral: bool,
    /// How it was last seen, and when.
    pub seen: Option<(Online, Date)>,
    /// The first entry that gave it.
    oldest: u64,
    /// Only pieces that she keeps to herself give it.
    kept_back: bool,
}

impl Target<'_> {
    /// The name of its box.
    pub fn id(&self) -> &str {
        self.places.first().map_or("", String::as_str)
    }

    /// A film or a sound is known of.
    pub fn films(&self) -> bool {
        let film = |piece: &&&Piece| {
            piece.text.nature == Some(Nature::Recording)
                || matches!(preview_of(&piece.media), Preview::Video | Preview::Audio)
        };
        self.pieces.iter().any(|piece| film(&piece))
    }

    /// The authors that its facts name, each once.
    pub fn authors(&self) -> Vec<&str> {
        let mut authors: Vec<&str> = Vec::new();
        for fact in &self.facts {
            let name = fact.text.author_name.as_str();
            if !name.is_empty() && !authors.contains(&name) {
                authors.push(name);
            }
        }
        authors
    }

    /// Whether the dossier gave it only after the choice.
    pub const fn is_new(&self, mission: &Mission) -> bool {
        self.oldest > mission.seq
    }

    /// Whether it goes in: as chosen; before any choice, unless she keeps it back.
    pub fn is_chosen(&self, mission: Option<&Mission>) -> bool {
        let Some(mission) = mission else {
            return !self.kept_back;
        };
        let mut places = self.places.iter();
        places.any(|place| mission.targets.contains(place))
    }

    /// Whether its box is ticked beforehand: what goes in, and what came since.
    pub fn is_proposed(&self, mission: Option<&Mission>) -> bool {
        let new = mission.is_some_and(|mission| self.is_new(mission));
        self.is_chosen(mission) || new && !self.kept_back
    }
}

/// Gathers the addresses.
struct Gathered<'a>(Vec<Target<'a>>);

impl<'a> Gathered<'a> {
    fn at(&mut self, address: &'a str, seq: u64, place: String) -> Option<&mut Target<'a>> {
        let address = address.trim();
        if address.is_empty() {
            return None;
        }
        let known = self.0.iter().position(|target| target.address == address);
        let known = known.unwrap_or_else(|| {
            self.0.push(Target {
                address,
                shows: Shows::Page,
                places: Vec::new(),
                facts: Vec::new(),
                pieces: Vec::new(),
                captures: Vec::new(),
                ephemeral: false,
                seen: None,
                oldest: seq,
                kept_back: true,
            });
            self.0.len().saturating_sub(1)
        });
        let target = self.0.get_mut(known)?;
        target.places.push(place);
        target.oldest = target.oldest.min(seq);
        Some(target)
    }
}

/// Every address of the case: given in facts, in pieces, asked as captures, looked at again. Those that vanish come
/// first, the others in the order in which they came.
pub fn targets<'a>(content: &Content, case: &'a Case) -> Vec<Target<'a>> {
    let mut all = Gathered(Vec::new());
    // A comment that never left moderation can be seen by nobody.
    for fact in case.facts.iter().filter(|fact| !fact.text.held) {
        let (text, first) = (&fact.text, fact.first);
        for (address, shows, what) in [
            (&text.post, Shows::Page, "publication"),
            (&text.profile, Shows::Account, "compte"),
        ] {
            // A correction does not make an address new.
            if let Some(target) = all.at(address, first, format!("fait-{first}-{what}")) {
                target.facts.push(fact);
                target.kept_back = false;
                if shows == Shows::Account {
                    target.shows = shows;
                }
            }
        }
    }
    for capture in case.captures.iter().filter(|one| !case.withdrew(one)) {
        let place = format!("capture-{}", capture.seq);
        if let Some(target) = all.at(&capture.url, capture.seq, place) {
            target.captures.push(capture);
            target.kept_back = false;
        }
    }
    let own = |piece: &&Piece| piece.copied.is_none() && !piece.text.identity;
    for piece in case.pieces.iter().filter(own) {
        let place = format!("piece-{}", piece.seq);
        if let Some(target) = all.at(&piece.text.address, piece.seq, place) {
            target.pieces.push(piece);
            target.kept_back &= piece.text.kept_back;
        }
    }
    for note in &case.notes {
        let Some(online) = note.text.online else {
            continue;
        };
        let place = format!("note-{}", note.first);
        if let Some(target) = all.at(&note.text.address, note.first, place) {
            let on = day_of(note);
            target.kept_back = false;
            if target.seen.is_none_or(|(_, before)| before <= on) {
                target.seen = Some((online, on));
            }
        }
    }
    let mut all = all.0;
    for target in &mut all {
        let facts = target.facts.iter();
        let platforms = facts.map(|fact| fact.text.platform.as_str());
        let mut said = platforms.chain([target.address]);
        target.ephemeral = said.any(|said| is_ephemeral(content, said));
    }
    all.sort_by_key(|target| !target.ephemeral);
    all
}

/// The addresses that go in, as chosen.
pub fn chosen<'a>(content: &Content, case: &'a Case) -> Vec<Target<'a>> {
    let mission = case.mission.as_ref();
    let all = targets(content, case).into_iter();
    all.filter(|target| target.is_chosen(mission)).collect()
}

/// Somebody named, or an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account<'a> {
    /// The name or pseudonym.
    pub name: &'a str,
    /// The address of the account.
    pub profile: &'a str,
    /// Who that is.
    pub author: Author,
}

/// Authors and accounts that the facts of these addresses name, each once. An account that stays out is not told.
pub fn accounts<'a>(targets: &[Target<'a>]) -> Vec<Account<'a>> {
    let goes_in = |address: &str| targets.iter().any(|target| target.address == address);
    let mut all: Vec<Account<'a>> = Vec::new();
    for fact in targets.iter().flat_map(|target| &target.facts) {
        let text = &fact.text;
        let account = Account {
            name: &text.author_name,
            profile: Some(text.profile.trim())
                .filter(|profile| goes_in(profile))
                .unwrap_or_default(),
            author: text.author,
        };
        let named = !account.name.is_empty() || !account.profile.is_empty();
        if named && !all.contains(&account) {
            all.push(account);
        }
    }
    all
}

/// The facts that a report on these addresses shows, by their first entry.
pub fn facts_of(targets: &[Target<'_>]) -> Vec<u64> {
    let facts = targets.iter().flat_map(|target| &target.facts);
    let mut firsts: Vec<u64> = facts.map(|fact| fact.first).collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts
}

/// The report came back.
pub fn is_record(piece: &Piece) -> bool {
    piece.text.nature == Some(Nature::Constat)
}

#[cfg(test)]
mod tests;
