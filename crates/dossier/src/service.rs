//! Use-cases of a dossier: actor → may → rule → journal, one transaction each. What is acknowledged
//! here is on disk: every function returns after its commit.

use crate::capturing::Captures;
use crate::entries;
use crate::feeds::FeedMade;
use crate::files::Destination;
use crate::fold::fold;
use crate::model::{
    Asked, Case, Concerned, FactText, LetterState, Piece, PieceText, Qualification,
};
use crate::watching;
use accounts::rules::{Action, may};
use accounts::teams::Held;
use accounts::{Accounts, Person, Visit};
use bundle::MaskReason;
use evidence::model::{Class, Received};
use guide::Content;
use kernel::date::paris_date;
use kernel::ports::{Names, Timestamp, Typeset};
use kernel::{Actor, Code, DossierId, Fault, GrantId};
use seal::entry::EntryDraft;
use seal::grant::Keyring;
use seal::session::Secret;
use seal::vault::Identity;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::blobs::Stored;
use store::db::Tx;
use store::journal::{self, Append, Journal, Receipt};
use store::seals::Seal;
use store::{Store, jobs, seals};
use time::Date;

/// The use-cases of this slice. Cheap to clone.
#[derive(Clone)]
pub struct Dossiers {
    /// Who comes in, and what it opens.
    pub accounts: Accounts,
    /// What Préau knows.
    pub content: &'static Content,
    /// Makes PDFs.
    pub press: Arc<dyn Typeset>,
    /// Dates heads, when an authority is configured.
    pub tsa: Option<Arc<dyn Timestamp>>,
    /// Certificates (DER) that the operator trusts as roots of the authority.
    pub tsa_roots: Arc<Vec<Vec<u8>>>,
    /// Gives the keys of mail servers, when a resolver is configured.
    pub names: Option<Arc<dyn Names>>,
    /// Largest file accepted, in bytes.
    pub largest: u64,
    /// Opens pages of the web, and what it is doing.
    pub captures: Arc<Captures>,
    /// Who is at work on which upload.
    pub turns: Arc<crate::uploading::Turns>,
    /// Sends mails, and what it has sent.
    pub mailing: Arc<crate::mailing::Mailing>,
    /// Wakes the worker when a job was queued.
    pub work: Arc<tokio::sync::Notify>,
}

/// A dossier opened for one request, every byte of its journal checked.
pub struct Opened {
    /// The reader's keys.
    pub keyring: Keyring,
    /// The journal.
    pub journal: Journal,
    /// What it tells.
    pub case: Case,
    /// Heads that were dated, or wait to be.
    pub seals: Vec<Seal>,
    /// The team that the reader opens it for.
    pub team: Option<Arc<Held>>,
}

/// The keys of a dossier that does not exist yet: a first file can be sealed to it at once.
pub struct Prepared {
    /// Its id.
    pub d: DossierId,
    /// Its identity.
    pub identity: Identity,
}

impl Prepared {
    /// What opens its first files.
    pub fn keys(&self) -> [Identity; 1] {
        [self.identity.clone()]
    }

    /// To what its first files are sealed.
    pub fn destination(&self) -> Destination {
        Destination {
            d: self.d,
            recipient: self.identity.to_public(),
        }
    }
}

/// What a dossier begins with.
#[derive(Debug, Default)]
pub struct Beginning {
    /// For whom it is kept.
    pub concerned: Concerned,
    /// The story, if one was told.
    pub story: String,
    /// The first fact, if one was described.
    pub fact: Option<FactText>,
    /// What it can be.
    pub qualification: Qualification,
    /// Facts for the plan.
    pub situation: Value,
    /// Files received before anything else.
    pub pieces: Vec<Received>,
}

/// A dossier that has just begun.
pub struct Begun {
    /// The owner's grant.
    pub grant: GrantId,
    /// The receipt of its last entry.
    pub receipt: Receipt,
    /// The new session's secret, when an account was made with it.
    pub secret: Option<Secret>,
}

impl Dossiers {
    /// The store.
    pub fn store(&self) -> &Store {
        &self.accounts.store
    }

    /// The civil day in Paris: every date of a page counts from it.
    pub fn today(&self) -> Date {
        paris_date(self.store().clock.now())
    }

    /// Draws the keys of a new dossier.
    pub fn prepare(&self) -> Prepared {
        Prepared {
            d: DossierId::new(seal::random::bytes()),
            identity: Identity::generate(),
        }
    }

    /// Makes the dossier, and the account with its return code when the visitor has none: one commit.
    pub async fn begin(
        &self,
        visit: &Visit,
        prepared: Prepared,
        beginning: Beginning,
    ) -> Result<Begun, Fault> {
        let (this, visit) = (self.clone(), visit.clone());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move { this.begin_in(tx, &visit, prepared, beginning).await })
            })
            .await
    }

    async fn begin_in(
        &self,
        tx: &mut Tx,
        visit: &Visit,
        prepared: Prepared,
        beginning: Beginning,
    ) -> Result<Begun, Fault> {
        // A story still being told goes on; one that becomes this dossier is done.
        let draft = if beginning.story.is_empty() {
            &visit.draft
        } else {
            &Value::Null
        };
        let concerned = beginning.concerned;
        let entries = first_entries(beginning)?;
        self.begin_with(tx, visit, prepared, concerned, entries, draft)
            .await
    }

    /// Makes the dossier with these entries after the first; `draft` is what the visitor goes on writing.
    pub(crate) async fn begin_with(
        &self,
        tx: &mut Tx,
        visit: &Visit,
        prepared: Prepared,
        concerned: Concerned,
        entries: Vec<(EntryDraft, Vec<Stored>)>,
        draft: &Value,
    ) -> Result<Begun, Fault> {
        let (person, secret) = match &visit.person {
            Some(person) => (person.clone(), None),
            None => {
                let person = self.accounts.create(tx).await?;
                let secret = self
                    .accounts
                    .open_session(tx, visit, &person, draft)
                    .await?;
                (person, Some(secret))
            }
        };
        let (d, recipient) = (prepared.d, prepared.identity.to_public());
        let keyring = self
            .accounts
            .grant_owner(tx, &person, d, prepared.identity)
            .await?;
        let mut receipt = journal::create(
            tx,
            self.store(),
            d,
            &recipient,
            entries::created(concerned)?,
        )
        .await?;
        for (draft, uploads) in entries {
            receipt = journal::append(
                tx,
                self.store(),
                d,
                keyring.rights.by(),
                draft,
                Append {
                    nonce: None,
                    uploads,
                },
            )
            .await?;
        }
        self.accounts
            .note_owner(tx, d, &person, keyring.grant)
            .await?;
        if self.accounts.is_noted(tx, person.account).await? {
            // A second dossier under a code that is already noted, be it elsewhere, needs no confirmation of its own.
            journal::confirm(tx, self.store(), d).await?;
        } else {
            crate::stamping::expect_confirmation(tx, self.store(), d).await?;
        }
        Ok(Begun {
            grant: keyring.grant,
            receipt,
            secret,
        })
    }

    /// Opens a dossier for an act; refused unless the person may do it.
    pub async fn open(
        &self,
        person: &Person,
        grant: GrantId,
        action: Action,
    ) -> Result<Opened, Fault> {
        if action.is_serious() {
            self.accounts.must_be_fresh(person)?;
        }
        let (this, person) = (self.clone(), person.clone());
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let given = this.accounts.keyring(tx, &person, grant).await?;
                may(Actor::Person(person.account), action, given.keyring.rights)?;
                this.read(tx, given.keyring, given.team).await
            })
        });
        let opened = read.await?;
        if journal::is_behind(self.store(), &opened.journal.dossier) {
            // The first visit after the instance was restored: its branch begins before anything is added to it.
            let (store, d) = (self.store().clone(), opened.keyring.d);
            self.store()
                .db
                .write(move |tx| Box::pin(async move { journal::catch_up(tx, &store, d).await }))
                .await?;
            return self.opened_with(opened.keyring, opened.team).await;
        }
        self.keep_up(&opened).await;
        Ok(opened)
    }

    async fn read(
        &self,
        tx: &mut Tx,
        keyring: Keyring,
        team: Option<Arc<Held>>,
    ) -> Result<Opened, Fault> {
        let journal = journal::read(tx, self.store(), keyring.d, &keyring).await?;
        let seals = seals::of(tx, keyring.d).await?;
        Ok(Opened {
            case: fold(&journal.entries),
            keyring,
            journal,
            seals,
            team,
        })
    }

    /// Reads a dossier again with keys that were already given.
    pub(crate) async fn opened_with(
        &self,
        keyring: Keyring,
        team: Option<Arc<Held>>,
    ) -> Result<Opened, Fault> {
        let this = self.clone();
        let read = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { this.read(tx, keyring, team).await }));
        read.await
    }

    /// Adds entries in one commit. The same form sent twice adds once.
    pub async fn add(
        &self,
        opened: &Opened,
        drafts: Vec<EntryDraft>,
        nonce: Option<[u8; 16]>,
    ) -> Result<Receipt, Fault> {
        self.add_with(
            opened,
            drafts
                .into_iter()
                .map(|draft| (draft, Vec::new()))
                .collect(),
            nonce,
        )
        .await
    }

    async fn add_with(
        &self,
        opened: &Opened,
        drafts: Vec<(EntryDraft, Vec<Stored>)>,
        nonce: Option<[u8; 16]>,
    ) -> Result<Receipt, Fault> {
        let (store, d, by) = (
            self.store().clone(),
            opened.keyring.d,
            opened.keyring.rights.by(),
        );
        let receipt = self
            .store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let mut last = None;
                    let mut nonce = nonce;
                    for (draft, uploads) in drafts {
                        let receipt = journal::append(
                            tx,
                            &store,
                            d,
                            by,
                            draft,
                            Append {
                                nonce: nonce.take(),
                                uploads,
                            },
                        )
                        .await?;
                        if receipt.replayed {
                            return Ok(receipt);
                        }
                        last = Some(receipt);
                    }
                    last.ok_or(Fault::new(Code::Invalid, "nothing to add"))
                })
            })
            .await?;
        self.keep_up_after(opened).await;
        Ok(receipt)
    }

    /// Adds a received file as a piece; the commit is the acknowledgement. A file already there is
    /// kept once: `Err(number)` says under which number.
    ///
    /// # Errors
    /// `Conflict` when something was added since the dossier was opened: open it again, so that no number
    /// is given twice and no file kept twice.
    pub async fn add_piece(
        &self,
        opened: &Opened,
        received: &Received,
        class: Class,
        text: &PieceText,
    ) -> Result<Result<Receipt, u32>, Fault> {
        if let Some(piece) = opened.case.same_bytes(&received.sha256) {
            return Ok(Err(piece.number));
        }
        let number = opened.case.next_piece_number();
        let draft = entries::piece(received, number, class, text, None)?;
        self.add_next(opened, vec![(draft, vec![received.stored.clone()])], None)
            .await
            .map(Ok)
    }

    /// Adds entries that stand right after what was read, in one commit; gives the receipt of the first.
    ///
    /// # Errors
    /// `Conflict` when something was added since the dossier was opened: open it again, and look again.
    pub(crate) async fn add_next(
        &self,
        opened: &Opened,
        drafts: Vec<(EntryDraft, Vec<Stored>)>,
        nonce: Option<[u8; 16]>,
    ) -> Result<Receipt, Fault> {
        let (store, keyring) = (self.store().clone(), opened.keyring.clone());
        let size = opened.journal.dossier.size;
        let receipt = self
            .store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let (d, by) = (keyring.d, keyring.rights.by());
                    let mut first = None;
                    let mut nonce = nonce;
                    for ((draft, uploads), place) in drafts.into_iter().zip(size..) {
                        let append = Append {
                            nonce: nonce.take(),
                            uploads,
                        };
                        let receipt = journal::append(tx, &store, d, by, draft, append).await?;
                        follows(place, &receipt)?;
                        let replayed = receipt.replayed;
                        first.get_or_insert(receipt);
                        if replayed {
                            break;
                        }
                    }
                    first.ok_or(Fault::new(Code::Invalid, "nothing to add"))
                })
            })
            .await?;
        self.keep_up_after(opened).await;
        Ok(receipt)
    }

    /// Keeps a letter's final PDF, sealed like a piece, with the edition of the content that wrote it.
    pub async fn add_final_letter(
        &self,
        opened: &Opened,
        id: &str,
        of: u64,
        pdf: Vec<u8>,
        nonce: Option<[u8; 16]>,
    ) -> Result<Receipt, Fault> {
        let pdf = self
            .receive_bytes(&opened.keyring, "courrier.pdf", pdf)
            .await?;
        let draft = entries::final_letter(id, of, &pdf, self.content.version())?;
        self.add_with(opened, vec![(draft, vec![pdf.stored])], nonce)
            .await
    }

    /// The bytes of a final letter.
    pub async fn final_letter(
        &self,
        opened: &Opened,
        letter: &LetterState,
    ) -> Result<Vec<u8>, Fault> {
        self.stored_bytes(opened, letter.blob, letter.final_bytes)
            .await
    }

    /// « Sceller »: writes that the person sealed, keeps the signed head, and asks for its date.
    pub async fn seal(&self, opened: &Opened, nonce: Option<[u8; 16]>) -> Result<Receipt, Fault> {
        self.add_dated(opened, entries::sealing()?, Vec::new(), nonce)
            .await
    }

    /// Adds an entry whose head is kept and dated.
    ///
    /// # Errors
    /// `Conflict` when something was added since the dossier was opened: an export withholds what was known
    /// when it was made.
    pub(crate) async fn add_dated(
        &self,
        opened: &Opened,
        draft: EntryDraft,
        uploads: Vec<Stored>,
        nonce: Option<[u8; 16]>,
    ) -> Result<Receipt, Fault> {
        let (this, d, by) = (self.clone(), opened.keyring.d, opened.keyring.rights.by());
        let size = opened.journal.dossier.size;
        let receipt = self
            .store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let receipt =
                        journal::append(tx, this.store(), d, by, draft, Append { nonce, uploads })
                            .await?;
                    follows(size, &receipt)?;
                    if !receipt.replayed {
                        seals::keep(tx, d, receipt.size, &receipt.note).await?;
                        if this.tsa.is_some() {
                            crate::stamping::enqueue(tx, this.store(), d, receipt.size).await?;
                        }
                    }
                    Ok(receipt)
                })
            })
            .await?;
        self.work.notify_one();
        Ok(receipt)
    }

    /// Takes pieces back, all in one commit: their bytes and what was said of them go, their leaves and
    /// their numbers stay. No form's number is needed: what is gone cannot be taken back twice.
    ///
    /// # Errors
    /// `Conflict` when something was added since the dossier was opened: it may be a copy of one of them, or
    /// words about it.
    pub async fn withdraw(&self, opened: &Opened, pieces: &[&Piece]) -> Result<(), Fault> {
        let history = &opened.case.history;
        let gone: Vec<(Vec<u64>, String)> = pieces
            .iter()
            .map(|piece| {
                // What was said of the piece in later entries goes with it.
                let said = history.iter().filter(|event| {
                    event.of == Some(piece.seq)
                        && matches!(event.kind.as_deref(), Some("piece" | "import"))
                });
                let seqs = [piece.seq].into_iter().chain(said.map(|event| event.seq));
                (seqs.collect(), entries::withdrawal_reason(piece.number))
            })
            .collect();
        // The copy of a proof of identity stays one when what said so is gone.
        let case = &opened.case;
        let left = case.pieces.iter().filter(|piece| {
            let stays = !pieces.iter().any(|gone| gone.seq == piece.seq);
            let proof = case.left_out(piece, Asked::default()) == Some(MaskReason::Identity);
            stays && proof && !piece.text.identity
        });
        // A page that is taken back is no longer looked at either.
        let watched = case.watched_pieces(pieces);
        let stops: Vec<EntryDraft> = watched
            .iter()
            .map(|seq| watching::stopped(*seq))
            .collect::<Result<_, _>>()?;
        let kept: Vec<EntryDraft> = left
            .map(|piece| {
                let text = PieceText {
                    identity: true,
                    ..piece.text.clone()
                };
                entries::about_piece(piece.seq, &text)
            })
            .collect::<Result<_, _>>()?;
        let (store, keyring) = (self.store().clone(), opened.keyring.clone());
        let size = opened.journal.dossier.size;
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let (d, by) = (keyring.d, keyring.rights.by());
                    let mut places = size..;
                    if !watched.is_empty() {
                        watching::forget(tx, &store, d, &watched).await?;
                    }
                    for (draft, place) in kept.into_iter().chain(stops).zip(&mut places) {
                        let append = Append {
                            nonce: None,
                            uploads: Vec::new(),
                        };
                        let receipt = journal::append(tx, &store, d, by, draft, append).await?;
                        follows(place, &receipt)?;
                    }
                    for ((seqs, reason), place) in gone.into_iter().zip(places) {
                        let receipt =
                            journal::erase(tx, &store, &keyring, by, &seqs, &reason, None)
                                .await
                                .map_err(|fault| match fault.code() {
                                    // The case that was read had it: it was taken back since.
                                    Code::Invalid => changed(),
                                    _ => fault,
                                })?;
                        follows(place, &receipt)?;
                    }
                    Ok(())
                })
            })
            .await?;
        // The entry is gone for readers from the commit on; this empties the files behind it.
        self.store().swept().await;
        Ok(())
    }

    /// Deletes the dossier, its grant, and the account when it was its last. `true` when the account
    /// is gone with it.
    pub async fn delete(&self, person: &Person, opened: &Opened) -> Result<bool, Fault> {
        let (this, person, keyring) = (self.clone(), person.clone(), opened.keyring.clone());
        let shares = opened.case.shares.clone();
        let feeds: Vec<_> = opened.case.feeds.iter().filter_map(FeedMade::row).collect();
        let reminders = self.reminder_rows(opened).await;
        let gone = self
            .store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    journal::delete(tx, this.store(), keyring.d).await?;
                    for feed in feeds {
                        store::feeds::remove(tx, feed).await?;
                    }
                    for reminder in reminders {
                        store::reminders::withdraw(tx, reminder).await?;
                    }
                    // The job that would purge it, had its code never been noted, names it.
                    jobs::cancel(tx, crate::stamping::UNCONFIRMED, keyring.d.bytes()).await?;
                    for holder in shares.iter().filter_map(|share| share.holder.as_ref()) {
                        let (account, grant) = (holder.account, holder.grant);
                        this.accounts.take_back(tx, account, grant).await?;
                    }
                    this.accounts.forget(tx, &person, keyring.grant).await
                })
            })
            .await?;
        self.store().swept().await;
        Ok(gone)
    }
}

/// Whether an entry stands right after what was read. What depends on the whole case (the next number, the
/// list of what is withheld) may not be written after something it has not seen.
pub(crate) fn follows(size: u64, receipt: &Receipt) -> Result<(), Fault> {
    if receipt.replayed || receipt.seq == size {
        return Ok(());
    }
    Err(changed())
}

fn changed() -> Fault {
    Fault::new(Code::Conflict, "something was added in the meantime")
}

fn first_entries(beginning: Beginning) -> Result<Vec<(EntryDraft, Vec<Stored>)>, Fault> {
    let mut drafts = Vec::new();
    if !beginning.story.is_empty() {
        drafts.push((entries::story(&beginning.story)?, Vec::new()));
    }
    if beginning.qualification != Qualification::default() {
        drafts.push((
            entries::qualification(&beginning.qualification)?,
            Vec::new(),
        ));
    }
    if !beginning.situation.is_null() {
        drafts.push((entries::situation(&beginning.situation)?, Vec::new()));
    }
    if let Some(fact) = &beginning.fact {
        drafts.push((entries::fact(fact, None)?, Vec::new()));
    }
    // The same file chosen twice is kept once; the collector takes the second copy away.
    let mut seen = BTreeSet::new();
    let once = beginning
        .pieces
        .into_iter()
        .filter(|received| seen.insert(*received.sha256.bytes()));
    for (received, number) in once.zip(1_u32..) {
        let draft = entries::piece(&received, number, Class::C, &PieceText::default(), None)?;
        drafts.push((draft, vec![received.stored]));
    }
    Ok(drafts)
}
