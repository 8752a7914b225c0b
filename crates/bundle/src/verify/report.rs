//! What the verifier answers.

use serde::Serialize;

use super::finding::{About, Finding};
use super::wacz::{Capture, Inside};

/// Whether everything is what was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Every file, entry and digest agrees with the signed head.
    True,
    /// Something does not; the findings say what.
    False,
}

/// Who signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signer {
    /// A key that was given.
    Known,
    /// A key that came with the dossier: it proves nothing of who holds it.
    SelfDeclared,
    /// No key of the dossier signed it, or a given key did not.
    False,
    /// Nobody signed: a captured page may come without a signature.
    None,
}

/// When a third party saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Time {
    /// Every time stamp ends at a root that was given.
    RootKnown,
    /// Every time stamp holds, but a chain ends at a root that was not given.
    RootUnknown,
    /// No third party dated it.
    None,
    /// A time stamp is false.
    False,
}

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Entries of the journal.
    pub entries: u64,
    /// Entries shown.
    pub shown: u64,
    /// Entries not shown, erased ones excepted.
    pub withheld: u64,
    /// Those of them that were left out by choice: what is shown may mean something else with them.
    pub left_out: u64,
    /// Entries that the person withdrew.
    pub erased: u64,
    /// Parts masked in the entries shown.
    pub masked_parts: u64,
    /// Words masked in the texts shown.
    pub masked_words: u64,
    /// Files of pieces.
    pub pieces: u64,
    /// Bytes of these files.
    pub piece_bytes: u64,
    /// Heads dated by a third party.
    pub dates: u64,
    /// Entries that no dated head covers.
    pub undated: u64,
}

/// A head dated by a third party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dated {
    /// It covers the entries before this number.
    pub size: u64,
    /// The time given, RFC 3339.
    pub at: String,
    /// The authority's name in its certificate.
    pub authority: String,
    /// Its policy.
    pub policy: String,
    /// Whether its chain ends at a root that was given.
    pub root_known: bool,
    /// Whether it is the date of the public log that the head is in, not of the head itself.
    pub log: bool,
    /// When its certificates end, RFC 3339.
    pub until: String,
    /// Whether they have ended.
    pub ended: bool,
    /// The last of the later dates that cover it, RFC 3339: it was in the log while its certificates held.
    pub renewed: Option<String>,
}

/// The public log that heads of the dossier are in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Log {
    /// Its name.
    pub origin: String,
    /// The key that signed it, as a vkey.
    pub key: String,
    /// Whether that key was given.
    pub known: bool,
    /// The largest of its checkpoints here, in leaves.
    pub size: u64,
}

/// A shown entry, with the interval that third parties prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its place.
    pub seq: u64,
    /// Its type.
    pub kind: String,
    /// Who added it: `o`, `rN`, `lN` or `s`.
    pub by: String,
    /// The server's clock, RFC 3339.
    pub at: String,
    /// It was appended after this time (RFC 3339), where an earlier head is dated.
    pub after: Option<String>,
    /// It existed at this time (RFC 3339), where a later head is dated.
    pub before: Option<String>,
}

/// What was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A dossier.
    Dossier,
    /// A captured page.
    Capture,
}

/// The answer of the verifier. Its JSON form is stable: fields are added, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Version of this form.
    pub version: u32,
    /// A dossier or a captured page.
    pub sort: Sort,
    /// First verdict.
    pub content: Content,
    /// Second verdict.
    pub signer: Signer,
    /// Third verdict.
    pub time: Time,
    /// The journal that the head names, empty when there is no readable head. Of a captured page: its address.
    pub origin: String,
    /// Root of the journal as the head has it, hex; empty without a readable head. Of a captured page: digest of its list.
    pub root: String,
    /// The key that signed the head, as a vkey; empty when none did.
    pub key: String,
    /// Whether the person sealed it herself, without a server.
    pub sealed_by_person: bool,
    /// Sizes.
    pub counts: Counts,
    /// The public log; nothing when the export was made before its next leaf, or without a server.
    pub log: Option<Log>,
    /// Heads dated by a third party, smallest first.
    pub dates: Vec<Dated>,
    /// The entries shown, in order.
    pub entries: Vec<Entry>,
    /// What a captured page holds.
    pub capture: Option<Capture>,
    /// The captured pages among the pieces.
    pub captures: Vec<Inside>,
    /// What is false, and remarks, sorted by file.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The exit status: 0 when nothing is false, 1 otherwise. In strict use, a signer or a root
    /// that is not known, the absence of any date, and remarks fail too. (2, for what cannot be
    /// read, belongs to [`super::Unreadable`].)
    pub fn exit(&self, strict: bool) -> u8 {
        let wrong = self.findings.iter().any(Finding::is_false);
        let unknown = self.signer != Signer::Known
            || self.time != Time::RootKnown
            || !self.findings.is_empty();
        u8::from(wrong || strict && unknown)
    }

    /// Whether a verdict has a finding that makes it false.
    pub(super) fn is_false(findings: &[Finding], about: About) -> bool {
        findings
            .iter()
            .any(|finding| finding.is_false() && finding.kind.about() == about)
    }
}
