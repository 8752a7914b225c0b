//! The words of a case: facts, pieces, choices and letters, as types without input or output.

use crate::note::Note;
use bundle::MaskReason;
use evidence::likeness::Likeness;
use evidence::masking::Zone;
use evidence::model::Class;
use evidence::rules::missing_for_piece;
use kernel::Moment;
use seal::Digest;
use time::Date;

/// For whom the dossier is kept (N175).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Concerned {
    /// The person who writes.
    #[default]
    Self_,
    /// A colleague for whom she acts.
    Colleague,
    /// A pupil.
    Pupil,
}

impl Concerned {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Self_, Self::Colleague, Self::Pupil];

    /// The value sealed and used in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Self_ => "self",
            Self::Colleague => "colleague",
            Self::Pupil => "pupil",
        }
    }

    /// Reads the sealed value.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// Who wrote or did it; changes the plan (N026).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Author {
    /// A pupil.
    Pupil,
    /// A pupil's parent.
    Parent,
    /// A colleague.
    Colleague,
    /// Somebody above in the hierarchy.
    Superior,
    /// An elected official.
    Elected,
    /// Somebody else, known.
    Other,
    /// Not known, or hidden behind a pseudonym.
    #[default]
    Unknown,
}

impl Author {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Pupil,
        Self::Parent,
        Self::Colleague,
        Self::Superior,
        Self::Elected,
        Self::Other,
        Self::Unknown,
    ];

    /// The value sealed, used in forms and in the guide's facts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pupil => "eleve",
            Self::Parent => "parent",
            Self::Colleague => "collegue",
            Self::Superior => "hierarchie",
            Self::Elected => "elu",
            Self::Other => "autre",
            Self::Unknown => "inconnu",
        }
    }

    /// Reads the sealed value.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.name() == name)
    }
}

/// When something happened; not knowing is an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum When {
    /// That day, at that hour when it is known (`21:43`).
    Exact(Date, Option<String>),
    /// About that day.
    Around(Date),
    /// Several times between two days.
    Several(Date, Date),
    /// Not known.
    #[default]
    Unknown,
}

impl When {
    /// The earliest day it can be.
    pub const fn first(&self) -> Option<Date> {
        match self {
            Self::Exact(day, _) | Self::Around(day) | Self::Several(day, _) => Some(*day),
            Self::Unknown => None,
        }
    }

    /// The latest day it can be.
    pub const fn last(&self) -> Option<Date> {
        match self {
            Self::Several(_, day) => Some(*day),
            _ => self.first(),
        }
    }

    /// The value used in forms.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Exact(..) => "exact",
            Self::Around(_) => "around",
            Self::Several(..) => "several",
            Self::Unknown => "unknown",
        }
    }
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A picture or a film of a screen.
    Capture,
    /// A message or an e-mail.
    Message,
    /// A sound or a film.
    Recording,
    /// What a witness wrote, dated and signed (N039).
    Statement,
    /// A letter of support (N039).
    Support,
    /// The report of a commissaire de justice (N036).
    Constat,
    /// Something else.
    Other,
}

impl Nature {
    /// In the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Capture,
        Self::Message,
        Self::Recording,
        Self::Statement,
        Self::Support,
        Self::Constat,
        Self::Other,
    ];

    /// The value sealed and used in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Message => "message",
            Self::Recording => "enregistrement",
            Self::Statement => "temoignage",
            Self::Support => "soutien",
            Self::Constat => "constat",
            Self::Other => "autre",
        }
    }

    /// Reads the sealed value.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nature| nature.name() == name)
    }
}

/// What is said of one fact, before it is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FactText {
    /// What happened, in the person's words.
    pub what: String,
    /// When it happened.
    pub when: When,
    /// The day it was put online, when it was; the press rule counts from there.
    pub published: Option<Date>,
    /// The day the person learnt of it.
    pub discovered: Option<Date>,
    /// Who did it.
    pub author: Author,
    /// The author's name or pseudonym.
    pub author_name: String,
    /// Where: a class, a corridor, a group.
    pub place: String,
    /// The platform, in the person's words.
    pub platform: String,
    /// The address of the post.
    pub post: String,
    /// The address of the profile, a distinct field (N034).
    pub profile: String,
    /// Who told her, where she did not see it herself: who, when, how (N087).
    pub told_by: String,
    /// A comment held back by a moderator: it was never online (N038).
    pub held: bool,
}

/// A sealed fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its entry.
    pub seq: u64,
    /// When it was written down.
    pub at: Moment,
    /// The first entry of this fact: corrections keep it.
    pub first: u64,
    /// What it says.
    pub text: FactText,
}

/// What is said of a piece, apart from its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PieceText {
    /// What it is.
    pub nature: Option<Nature>,
    /// What it shows.
    pub caption: String,
    /// Its exact words, beside it (N037).
    pub transcript: String,
    /// The address of the page it shows.
    pub address: String,
    /// The day it was seen or taken.
    pub seen: Option<Date>,
    /// Who took it (N033).
    pub taken_by: String,
    /// What clock the device showed, when it matters.
    pub device_clock: String,
    /// The facts it supports, by their first entry.
    pub facts: Vec<u64>,
    /// Proof of identity: kept apart, masked in every export by default (N035).
    pub identity: bool,
    /// Left out of exports and letters unless she asks (N044); so is what a masked copy was made of.
    pub kept_back: bool,
}

/// A sealed piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its entry.
    pub seq: u64,
    /// Its number in lists and letters, from 1, in the order received; never given twice.
    pub number: u32,
    /// When it was received.
    pub at: Moment,
    /// The name kept.
    pub name: String,
    /// The media type found in the bytes.
    pub media: String,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 of the original.
    pub sha256: Digest,
    /// Where it comes from.
    pub class: Class,
    /// What it looks like, for pictures received since that is noted; never shown outside.
    pub likeness: Option<Likeness>,
    /// The sealed bytes, while they exist.
    pub blob: Option<kernel::BlobId>,
    /// What it is a copy of, when it was made here.
    pub copied: Option<Copied>,
    /// What is said of it.
    pub text: PieceText,
}

impl Piece {
    /// Whether it shows a page whose address is not said (N034). A masked copy has that of its original.
    pub fn lacks_address(&self) -> bool {
        let PieceText {
            address, identity, ..
        } = &self.text;
        self.copied.is_none()
            && matches!(self.text.nature, None | Some(Nature::Capture))
            && missing_for_piece(&self.media, Some(address), *identity).is_some()
    }
}

/// What the person asked to show, that is withheld otherwise.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// Proofs of identity.
    pub identity: bool,
    /// What she keeps back, and pictures of which the dossier holds a masked copy.
    pub kept_back: bool,
}

/// Where a masked copy comes from, and what it hides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The entries that it comes from: the first original, then each copy that was masked again.
    pub from: Vec<u64>,
    /// What was hidden.
    pub zones: Vec<Zone>,
}

impl Copied {
    /// The entry that it was made of.
    pub fn original(&self) -> Option<u64> {
        self.from.last().copied()
    }
}

/// A piece that the person took back: its bytes and its line are gone, its leaf and its number stay
/// (seal specification, section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawn {
    /// The number it had; never given again.
    pub number: u32,
    /// When it was taken back.
    pub at: Moment,
}

/// What it can be, as the machine proposed and as the person chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Qualification {
    /// Kinds chosen by the person; may be empty ("aucune", "je ne sais pas").
    pub chosen: Vec<String>,
    /// Kinds proposed, best first.
    pub proposed: Vec<String>,
}

/// How a letter left, and what came of it on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Its entry: what was noted the same day comes before or after it.
    pub seq: u64,
    /// The day it was sent.
    pub on: Date,
    /// The day it was received, when known: time limits count from there (N056).
    pub received: Option<Date>,
    /// The day its copy went to the head or the hierarchy (N049).
    pub copied: Option<Date>,
    /// How it was sent.
    pub means: String,
    /// The tracking number.
    pub tracking: String,
}

impl Sending {
    /// The day from which an answer is counted: received, else sent.
    pub fn counts_from(&self) -> Date {
        self.received.unwrap_or(self.on)
    }
}

/// A letter: its answers, whether it was made final, when it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterState {
    /// The entry that holds the answers.
    pub seq: u64,
    /// The model.
    pub id: String,
    /// When it was written.
    pub at: Moment,
    /// Who wrote it: a reader's is a proposal.
    pub by: seal::entry::By,
    /// Answers given by the person, by field.
    pub answers: serde_json::Value,
    /// Digest of the final PDF, once made.
    pub final_sha256: Option<Digest>,
    /// The day it was made, which the letter bears.
    pub final_on: Option<Date>,
    /// Its length in bytes.
    pub final_bytes: u64,
    /// The sealed PDF.
    pub blob: Option<kernel::BlobId>,
    /// The content's edition that wrote the final.
    pub edition: Option<String>,
    /// That it was sent, once said.
    pub sent: Option<Sending>,
}

/// An export that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its entry; the export's head covers it.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// For whom, in the person's words.
    pub recipient: String,
    /// Digest of the PDF inside.
    pub pdf_sha256: Digest,
    /// Its length in bytes.
    pub pdf_bytes: u64,
    /// The sealed PDF.
    pub blob: Option<kernel::BlobId>,
    /// What it does not show.
    pub shown: crate::showing::Shown,
}

/// One line of the history, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The entry.
    pub seq: u64,
    /// When it was appended; `None` once erased.
    pub at: Option<Moment>,
    /// Its type; `None` once erased.
    pub kind: Option<String>,
    /// Who wrote it; `None` once erased.
    pub by: Option<seal::entry::By>,
    /// The fact or piece that this entry corrects, by its entry.
    pub of: Option<u64>,
    /// What it says in a few words of the person's own (a name, a caption), never a log.
    pub what: String,
    /// Its leaf, shown in the history and in the bordereau.
    pub leaf: Digest,
}

/// The dossier as its journal tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    /// For whom it is kept.
    pub concerned: Concerned,
    /// The person's own title, if any.
    pub title: String,
    /// The story, last version.
    pub story: String,
    /// The plan's facts: status, establishment, département… (`guide::plan::Situation` as JSON).
    pub situation: serde_json::Value,
    /// The facts, each in its last version.
    pub facts: Vec<Fact>,
    /// The pieces, in the order received.
    pub pieces: Vec<Piece>,
    /// Messages read out of pieces, a list a piece.
    pub imports: Vec<crate::importing::Imported>,
    /// Pages asked to be captured, in order.
    pub captures: Vec<crate::capturing::PageCapture>,
    /// Looks asked for on a schedule.
    pub watches: Vec<crate::watching::Watched>,
    /// Calendars that follow the days.
    pub feeds: Vec<crate::feeds::FeedMade>,
    /// Reminders by mail, while they go on.
    pub reminding: Option<crate::reminding::Reminding>,
    /// Years that it stays after the last visit, where its owner chose.
    pub years: Option<i64>,
    /// Who suspended its automatic deletion, since when.
    pub held: Option<(seal::entry::By, Moment)>,
    /// Links through which others add.
    pub links: Vec<crate::additions::LinkMade>,
    /// What came through them.
    pub additions: Vec<crate::additions::Addition>,
    /// Accesses given to others.
    pub shares: Vec<crate::sharing::Share>,
    /// What they opened.
    pub openings: Vec<crate::sharing::Opening>,
    /// What was said between the owner and them.
    pub comments: Vec<crate::sharing::Comment>,
    /// When the last epoch began.
    pub epoch_at: Option<Moment>,
    /// Pieces taken back.
    pub withdrawn: Vec<Withdrawn>,
    /// What it can be.
    pub qualification: Qualification,
    /// What is noted of the steps, those taken back left out.
    pub notes: Vec<Note>,
    /// What was done to protect, those taken back left out.
    pub diligences: Vec<crate::diligence::Diligence>,
    /// Letters, last version of each.
    pub letters: Vec<LetterState>,
    /// What a commissaire de justice is to record, last version.
    pub mission: Option<crate::mission::Mission>,
    /// Summaries that its owner prepared for somebody outside.
    pub prepared: Vec<crate::prepared::Prepared>,
    /// Exports made.
    pub exports: Vec<Export>,
    /// Entries asked to be dated, by « Sceller ».
    pub sealed: Vec<(u64, Moment)>,
    /// Every entry, in order.
    pub history: Vec<Event>,
}

impl Case {
    /// The number that the next piece takes.
    pub fn next_piece_number(&self) -> u32 {
        let used = self
            .pieces
            .iter()
            .map(|p| p.number)
            .chain(self.withdrawn.iter().map(|w| w.number))
            // Kept free for what a capture will bring.
            .chain(self.captures.iter().flat_map(|c| c.numbers))
            .max();
        used.unwrap_or(0).saturating_add(1)
    }

    /// A piece by its entry.
    pub fn piece(&self, seq: u64) -> Option<&Piece> {
        self.pieces.iter().find(|piece| piece.seq == seq)
    }

    /// The piece that another is a copy of, while it is there.
    pub fn original(&self, copy: &Piece) -> Option<&Piece> {
        self.piece(copy.copied.as_ref()?.original()?)
    }

    /// The masked copies of a piece, and the copies of these.
    pub fn copies(&self, seq: u64) -> Vec<&Piece> {
        let of = |piece: &&Piece| {
            let copied = piece.copied.as_ref();
            copied.is_some_and(|copied| copied.from.contains(&seq))
        };
        self.pieces.iter().filter(of).collect()
    }

    /// Why exports and letters leave a piece out unless she asks: a proof of identity or a copy of one, what she
    /// keeps back, what was hidden in part in a copy (N035, N044, N075).
    pub fn left_out(&self, piece: &Piece, asked: Asked) -> Option<MaskReason> {
        let from = piece.copied.iter().flat_map(|copied| &copied.from);
        let mut from = from.filter_map(|seq| self.piece(*seq));
        if !asked.identity && (piece.text.identity || from.any(|from| from.text.identity)) {
            return Some(MaskReason::Identity);
        }
        let kept_back = |piece: &Piece| piece.text.kept_back || !self.copies(piece.seq).is_empty();
        let kept_back = kept_back(piece) || self.brought_with(piece).into_iter().any(kept_back);
        (kept_back && !asked.kept_back).then_some(MaskReason::Withheld)
    }

    /// The other pieces of the same capture: the archive and the report hold the picture too.
    pub fn brought_with(&self, piece: &Piece) -> Vec<&Piece> {
        let mut captures = self.captures.iter();
        let capture = captures.find(|capture| capture.pieces.contains(&piece.seq));
        let seqs = capture.map_or(&[][..], |capture| &capture.pieces);
        let others = self.pieces.iter();
        others
            .filter(|one| one.seq != piece.seq && seqs.contains(&one.seq))
            .collect()
    }

    /// Every piece that shows the same picture: the first original, each masked copy, and what the same capture brought.
    pub fn family(&self, piece: &Piece) -> Vec<&Piece> {
        let first = |piece: &Piece| {
            let from = piece.copied.as_ref().and_then(|copied| copied.from.first());
            from.copied().unwrap_or(piece.seq)
        };
        let original = self.piece(first(piece)).unwrap_or(piece);
        let beside: Vec<u64> = self
            .brought_with(original)
            .iter()
            .map(|one| one.seq)
            .collect();
        let same = |other: &&Piece| first(other) == first(piece) || beside.contains(&first(other));
        self.pieces.iter().filter(same).collect()
    }

    /// The messages read out of a piece.
    pub fn imported(&self, of: u64) -> Option<&crate::importing::Imported> {
        self.imports.iter().find(|list| list.of == of)
    }

    /// Whether something was told, described or added since it was sealed last.
    pub fn changed_since_sealed(&self) -> bool {
        let sealed = self.sealed.last().map(|(seq, _)| *seq);
        let mut events = self.history.iter();
        events.any(|event| {
            let kind = event.kind.as_deref();
            Some(event.seq) > sealed
                && matches!(
                    kind,
                    Some("story" | "fact" | "piece" | "derived" | "accepted")
                )
        })
    }

    /// Whether what stood at that place was erased.
    pub fn is_erased(&self, seq: u64) -> bool {
        let gone = |event: &Event| event.seq == seq && event.kind.is_none();
        self.history.iter().any(gone)
    }

    /// A fact by its first entry.
    pub fn fact(&self, first: u64) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.first == first)
    }

    /// A note by its first entry.
    pub fn note(&self, first: u64) -> Option<&Note> {
        self.notes.iter().find(|note| note.first == first)
    }

    /// A letter by its model.
    pub fn letter(&self, id: &str) -> Option<&LetterState> {
        self.letters.iter().find(|letter| letter.id == id)
    }

    /// The piece that holds the same bytes already, if any.
    pub fn same_bytes(&self, sha256: &Digest) -> Option<&Piece> {
        self.pieces.iter().find(|piece| piece.sha256 == *sha256)
    }
}
