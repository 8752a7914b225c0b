//! The pages of a dossier, one file per screen.

pub mod annuaire;
pub mod capability;
pub mod capture;
pub mod check;
pub mod checklist;
pub mod contact;
pub mod content;
pub mod copies;
pub mod delete;
pub mod diligence;
pub mod door;
pub mod drawing;
pub mod export;
pub mod facts;
pub mod feeds;
pub mod fields;
pub mod followup;
pub mod help;
pub mod history;
pub mod home;
pub mod keeping;
pub mod letter;
pub mod list;
pub mod mask;
pub mod messages;
pub mod mission;
pub mod note;
pub mod notes;
pub mod piece;
pub mod pieces;
pub mod plan;
pub mod programs;
pub mod reminders;
pub mod say;
pub mod sending;
pub mod share;
pub mod step;
pub mod story;
pub mod summary;
pub mod taking;
pub mod timeline;
pub mod upload;

use crate::service::{Dossiers, Opened};
use crate::sharing::{self, Item};
use accounts::pages::{Visiting, fresh};
use accounts::rules::{Action, is_fresh};
use axum::response::Response;
use kernel::{Code, Fault, GrantId};

/// Addresses. They name a grant, never a dossier.
pub mod urls {
    use kernel::{GrantId, UploadId};
    ui::urls! {
        /// A file before any question (slice `front`).
        pub Express = "/abri";
        /// The person's dossiers.
        pub List = "/dossiers";
        /// Everything of hers, in one file.
        pub Taking = "/dossiers/emporter";
        /// Making a dossier of an export.
        pub Bringing = "/dossiers/reprendre";
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
        /// Looking again at one of them.
        pub Watch(grant: GrantId, seq: u64) = "/dossier/{grant}/capture/{seq}";
        /// Copies that look alike.
        pub Copies(grant: GrantId) = "/dossier/{grant}/copies";
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
        /// What a commissaire de justice is to record.
        pub Mission(grant: GrantId) = "/dossier/{grant}/constat";
        /// That sheet as a file (`pdf`, `odt` or `txt`).
        pub MissionFile(grant: GrantId, format: String) = "/dossier/{grant}/constat/{format}";
        /// The report that came back.
        pub Record(grant: GrantId) = "/dossier/{grant}/constat-recu";
        /// Whoever helps in one's département, and a summary for them.
        pub Annuaire(grant: GrantId) = "/dossier/{grant}/annuaire";
        /// A summary that was prepared.
        pub Prepared(grant: GrantId, seq: u64) = "/dossier/{grant}/annuaire/{seq}";
        /// Its text as a file.
        pub PreparedFile(grant: GrantId, seq: u64) = "/dossier/{grant}/annuaire/{seq}/texte";
        /// The follow-up.
        pub Follow(grant: GrantId) = "/dossier/{grant}/suivi";
        /// Its days, as a calendar.
        pub Calendar(grant: GrantId) = "/dossier/{grant}/suivi/calendrier";
        /// Having these days elsewhere: in an agenda that follows them.
        pub Dates(grant: GrantId) = "/dossier/{grant}/calendrier";
        /// One agenda that follows them.
        pub Agenda(grant: GrantId, number: u32) = "/dossier/{grant}/calendrier/{number}";
        /// Reminders of these days by mail.
        pub Reminders(grant: GrantId) = "/dossier/{grant}/rappels";
        /// What an agenda reads, for whoever holds its address.
        pub Feed(token: String) = "/calendrier/{token}";
        /// One step of the plan.
        pub Step(grant: GrantId, action: String) = "/dossier/{grant}/demarche/{action}";
        /// One list to tick.
        pub Checklist(grant: GrantId, list: String) = "/dossier/{grant}/liste/{list}";
        /// What was done to protect.
        pub Diligences(grant: GrantId) = "/dossier/{grant}/diligences";
        /// Taking a line of it back.
        pub VoidDiligence(grant: GrantId, first: u64) = "/dossier/{grant}/diligence/{first}/retirer";
        /// Its record as a file (`pdf`, `odt` or `txt`).
        pub DiligenceFile(grant: GrantId, format: String) = "/dossier/{grant}/diligences/{format}";
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
        /// The case on one line of time.
        pub Timeline(grant: GrantId) = "/dossier/{grant}/frise";
        /// Everything that entered.
        pub History(grant: GrantId) = "/dossier/{grant}/historique";
        /// How long it stays.
        pub Keeping(grant: GrantId) = "/dossier/{grant}/duree";
        /// Deleting.
        pub Delete(grant: GrantId) = "/dossier/{grant}/supprimer";
        /// Who may read.
        pub Shares(grant: GrantId) = "/dossier/{grant}/partage";
        /// One access.
        pub Access(grant: GrantId, number: u32) = "/dossier/{grant}/partage/{number}";
        /// Programs that read or add.
        pub Programs(grant: GrantId) = "/dossier/{grant}/programmes";
        /// What those who were given access see.
        pub Summary(grant: GrantId) = "/dossier/{grant}/resume";
        /// What a team writes for itself.
        pub TeamNotes(grant: GrantId) = "/dossier/{grant}/resume/equipe";
        /// Receiving help: links, and what came through them.
        pub Help(grant: GrantId) = "/dossier/{grant}/aide";
        /// One link.
        pub Link(grant: GrantId, number: u32) = "/dossier/{grant}/aide/{number}";
        /// One addition that came through a link.
        pub Addition(grant: GrantId, seq: u64) = "/dossier/{grant}/ajout/{seq}";
        /// What a link opens for whoever holds it.
        pub Door(token: String) = "/aide/{token}";
        /// What makes that page an application of the telephone, to which pictures can be shared.
        pub DoorManifest(token: String) = "/aide/{token}/application";
        /// Pictures shared to it.
        pub DoorShare(token: String) = "/aide/{token}/partage";
        /// After a first file put in safety.
        pub Received(grant: GrantId) = "/dossier/{grant}/recu-fichier";
    }
}

/// The number of a form that one page holds several times, or that stays on the page once sent: with other fields
/// it is another form.
pub(crate) fn nonce_with<'a>(
    nonce: [u8; 16],
    fields: impl IntoIterator<Item = &'a str>,
) -> [u8; 16] {
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
    let opened = dossiers.open(visiting.person()?, grant, action).await?;
    witnessed(dossiers, visiting, opened, action).await
}

/// Before anything is shown: what a reader opens is in the owner's journal, and an access that lapsed has its epoch.
async fn witnessed(
    dossiers: &Dossiers,
    visiting: &Visiting,
    opened: Opened,
    action: Action,
) -> Result<Opened, Fault> {
    let (person, grant) = (visiting.person()?, opened.keyring.grant);
    let wrote = dossiers
        .write_opening(&opened, Item::Dossier, &visit(visiting))
        .await?;
    let changed = wrote
        || match dossiers.lapse(person, &opened).await {
            // Another request of hers did it first.
            Err(fault) if fault.code() == Code::Conflict => true,
            lapsed => lapsed?,
        };
    if wrote {
        let only = std::slice::from_ref(&opened);
        dossiers.keep_longer(person, only).await?;
    }
    let mut opened = if changed {
        dossiers.open(person, grant, action).await?
    } else {
        opened
    };
    sharing::keep_to_owner(&mut opened.case, opened.keyring.rights.by());
    Ok(opened)
}

/// Tells one visit of a reader from the next, in the dossier only.
fn visit(visiting: &Visiting) -> String {
    let token = visiting.secret.form_key().token("opened");
    token.chars().take(16).collect()
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
    let opened = dossiers.open(person, grant, action).await?;
    witnessed(dossiers, visiting, opened, action).await.map(Ok)
}
