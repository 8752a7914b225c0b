//! The pages of a dossier, one file per screen.

pub mod capability;
pub mod capture;
pub mod check;
pub mod checklist;
pub mod content;
pub mod delete;
pub mod export;
pub mod facts;
pub mod fields;
pub mod followup;
pub mod history;
pub mod home;
pub mod letter;
pub mod list;
pub mod mask;
pub mod messages;
pub mod note;
pub mod notes;
pub mod piece;
pub mod pieces;
pub mod plan;
pub mod say;
pub mod sending;
pub mod step;
pub mod story;
pub mod upload;

use crate::service::{Dossiers, Opened};
use accounts::pages::{Visiting, fresh};
use accounts::rules::{Action, is_fresh};
use axum::response::Response;
use kernel::{Fault, GrantId};

/// Addresses. They name a grant, never a dossier.
pub mod urls {
    use kernel::{GrantId, UploadId};
    ui::urls! {
        /// A file before any question (slice `front`).
        pub Express = "/abri";
        /// The person's dossiers.
        pub List = "/dossiers";
        /// One dossier: where the person is, what is left.
        pub Home(grant: GrantId) = "/dossier/{grant}";
        /// Its story.
        pub Story(grant: GrantId) = "/dossier/{grant}/recit";
        /// Its facts.
        pub Facts(grant: GrantId) = "/dossier/{grant}/faits";
        /// A new fact.
        pub NewFact(grant: GrantId) = "/dossier/{grant}/fait";
        /// One fact.
        pub Fact(grant: GrantId, first: u64) = "/dossier/{grant}/fait/{first}";
        /// Its pieces.
        pub Pieces(grant: GrantId) = "/dossier/{grant}/pieces";
        /// Files sent so that they can be taken up where they stopped.
        pub Uploads(grant: GrantId) = "/dossier/{grant}/televersements";
        /// One of them.
        pub Upload(grant: GrantId, upload: UploadId) = "/dossier/{grant}/televersement/{upload}";
        /// Pages of the web, kept as they are.
        pub Capture(grant: GrantId) = "/dossier/{grant}/capture";
        /// One piece.
        pub Piece(grant: GrantId, seq: u64) = "/dossier/{grant}/piece/{seq}";
        /// The bytes of a piece.
        pub PieceBytes(grant: GrantId, seq: u64) = "/dossier/{grant}/piece/{seq}/contenu";
        /// Taking a piece back.
        pub Withdraw(grant: GrantId, seq: u64) = "/dossier/{grant}/piece/{seq}/retirer";
        /// Making a copy of a piece without some of its parts.
        pub Mask(grant: GrantId, seq: u64) = "/dossier/{grant}/piece/{seq}/masquer";
        /// The messages of a piece.
        pub Messages(grant: GrantId, seq: u64) = "/dossier/{grant}/piece/{seq}/messages";
        /// The plan, with what the dossier knows.
        pub Plan(grant: GrantId) = "/dossier/{grant}/plan";
        /// Reading it all again before sealing.
        pub Check(grant: GrantId) = "/dossier/{grant}/verifier";
        /// After sealing.
        pub Sealed(grant: GrantId) = "/dossier/{grant}/scelle";
        /// The signed head, as a file.
        pub Receipt(grant: GrantId) = "/dossier/{grant}/recu";
        /// The letters.
        pub Letters(grant: GrantId) = "/dossier/{grant}/courriers";
        /// One letter.
        pub Letter(grant: GrantId, id: String) = "/dossier/{grant}/courrier/{id}";
        /// One letter as a file (`pdf`, `brouillon`, `odt` or `txt`).
        pub LetterFile(grant: GrantId, id: String, format: String) = "/dossier/{grant}/courrier/{id}/{format}";
        /// What became of a letter that no action of the plan carries.
        pub LetterFollow(grant: GrantId, id: String) = "/dossier/{grant}/courrier/{id}/suivi";
        /// Marking a letter as sent.
        pub Sent(grant: GrantId, id: String) = "/dossier/{grant}/courrier/{id}/envoi";
        /// The follow-up.
        pub Follow(grant: GrantId) = "/dossier/{grant}/suivi";
        /// Its days, as a calendar.
        pub Calendar(grant: GrantId) = "/dossier/{grant}/suivi/calendrier";
        /// One step of the plan.
        pub Step(grant: GrantId, action: String) = "/dossier/{grant}/demarche/{action}";
        /// One list to tick.
        pub Checklist(grant: GrantId, list: String) = "/dossier/{grant}/liste/{list}";
        /// One note, to correct.
        pub Note(grant: GrantId, first: u64) = "/dossier/{grant}/note/{first}";
        /// One note, to take back.
        pub VoidNote(grant: GrantId, first: u64) = "/dossier/{grant}/note/{first}/annuler";
        /// Marked as sent by mistake.
        pub NotSent(grant: GrantId, id: String) = "/dossier/{grant}/courrier/{id}/envoi/annuler";
        /// Exports.
        pub Exports(grant: GrantId) = "/dossier/{grant}/export";
        /// One export as a ZIP.
        pub Export(grant: GrantId, seq: u64) = "/dossier/{grant}/export/{seq}";
        /// Everything that entered.
        pub History(grant: GrantId) = "/dossier/{grant}/historique";
        /// Deleting.
        pub Delete(grant: GrantId) = "/dossier/{grant}/supprimer";
        /// After a first file put in safety.
        pub Received(grant: GrantId) = "/dossier/{grant}/recu-fichier";
    }
}

/// The number of a form that one page holds several times, or that stays on the page once sent: with other fields
/// it is another form.
fn nonce_with<'a>(nonce: [u8; 16], fields: impl IntoIterator<Item = &'a str>) -> [u8; 16] {
    let mut all = nonce.to_vec();
    for field in fields {
        all.extend(field.len().to_le_bytes());
        all.extend(field.as_bytes());
    }
    let digest = seal::sha256(&all);
    let mut own = [0; 16];
    let bytes = own.iter_mut().zip(digest.bytes());
    bytes.for_each(|(to, from)| *to = *from);
    own
}

/// Opens a dossier for an ordinary act.
async fn open(
    dossiers: &Dossiers,
    visiting: &Visiting,
    grant: GrantId,
    action: Action,
) -> Result<Opened, Fault> {
    dossiers.open(visiting.person()?, grant, action).await
}

/// Opens a dossier for a serious act, or sends to the page that asks for the code again; `back` is
/// where that page leads afterwards.
async fn open_serious(
    dossiers: &Dossiers,
    visiting: &Visiting,
    grant: GrantId,
    action: Action,
    back: &impl ui::Url,
) -> Result<Result<Opened, Response>, Fault> {
    let person = visiting.person()?;
    if !is_fresh(dossiers.store().clock.now(), person.fresh_until) {
        return Ok(Err(fresh::ask(&back.path())));
    }
    dossiers.open(person, grant, action).await.map(Ok)
}
