//! The use-cases of links: the owner makes, confirms and closes them, and decides what counts; whoever holds one adds,
//! and reads nothing (seal specification, section 4).

use crate::additions::{self, Added, Decision, LinkMade};
use crate::entries::{self, Parts};
use crate::files::Destination;
use crate::model::PieceText;
use crate::service::{Dossiers, Opened};
use evidence::model::{Class, Received};
use kernel::{Code, Fault, Moment};
use seal::Digest;
use seal::entry::{By, EntryDraft, Line, LineSig};
use seal::note::Vkey;
use serde_json::json;
use store::blobs::Stored;
use store::journal::{self, Append, Foreign, Receipt};
use store::links::{self, Link, LinkKind, Token};

/// Links that may be open at once in a dossier.
pub const MOST: usize = 20;

/// What somebody who holds a link may know of the dossier: where to add, and nothing else.
#[derive(Debug, Clone)]
pub struct Door {
    /// The link.
    pub link: Link,
    /// To what files are sealed.
    pub to: Destination,
    /// How many times that changed.
    pub epoch: u64,
}

/// An addition that the extension has sealed and signed.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Its number.
    pub n: u64,
    /// Its type.
    pub kind: String,
    /// The digests of its parts.
    pub parts: Vec<Digest>,
    /// The body, sealed.
    pub body_ct: Vec<u8>,
    /// The signature over the line.
    pub signature: [u8; 64],
}

fn none() -> Fault {
    Fault::new(Code::NotFound, "no such link")
}

impl Dossiers {
    /// Makes a link. Its token is given here and never again: a form sent twice gives `None` the second time.
    ///
    /// # Errors
    /// `Busy` when too many are open; `Conflict` when something was added since the dossier was opened.
    pub async fn make_link(
        &self,
        opened: &Opened,
        kind: LinkKind,
        label: &str,
        days: u16,
        nonce: Option<[u8; 16]>,
    ) -> Result<Option<(Token, Link)>, Fault> {
        if self.open_links(opened).await?.len() >= MOST {
            return Err(Fault::new(Code::Busy, "too many links are open"));
        }
        let (this, d, by) = (self.clone(), opened.keyring.d, opened.keyring.rights.by());
        let (number, size) = (opened.case.next_link_number(), opened.journal.dossier.size);
        let label = label.to_owned();
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let store = this.store();
                    let (token, link) = links::create(tx, store, d, number, kind, days).await?;
                    let draft = additions::link(&link, &label)?;
                    let with = Append {
                        nonce,
                        uploads: Vec::new(),
                    };
                    let receipt = journal::append(tx, store, d, by, draft, with).await?;
                    if receipt.replayed {
                        links::unmake(tx, d, number).await?;
                        return Ok(None);
                    }
                    crate::service::follows(size, &receipt)?;
                    Ok(Some((token, link)))
                })
            })
            .await
    }

    /// The links of a dossier that are open, with what is left of each.
    pub async fn open_links(&self, opened: &Opened) -> Result<Vec<Link>, Fault> {
        let (store, d) = (self.store().clone(), opened.keyring.d);
        self.store()
            .db
            .read(move |tx| Box::pin(async move { links::of(tx, &store, d).await }))
            .await
    }

    /// The owner found the same fingerprint in her browser: from now on what that key signs may come.
    ///
    /// # Errors
    /// `NotFound` when the link is closed or has another key than the one that was shown.
    pub async fn confirm_link(
        &self,
        opened: &Opened,
        number: u32,
        key: &[u8; 32],
    ) -> Result<(), Fault> {
        let rows = self.open_links(opened).await?;
        let row = rows.into_iter().find(|row| row.number == number);
        let row = row
            .filter(|row| row.key.as_ref() == Some(key))
            .ok_or_else(none)?;
        let made = opened.case.link(number).ok_or_else(none)?;
        if row.ready {
            return Ok(());
        }
        let draft = additions::confirmed(made.seq, key)?;
        let (this, d, by) = (self.clone(), opened.keyring.d, opened.keyring.rights.by());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    row.confirm(tx, this.store()).await?;
                    let with = Append::default();
                    journal::append(tx, this.store(), d, by, draft, with).await
                })
            })
            .await
            .map(drop)
    }

    /// Closes a link: nothing more comes through it.
    pub async fn revoke_link(&self, opened: &Opened, number: u32) -> Result<(), Fault> {
        let made = opened.case.link(number).ok_or_else(none)?;
        if made.revoked.is_some() {
            return Ok(());
        }
        let draft = additions::revoked(made.seq)?;
        let (this, d, by) = (self.clone(), opened.keyring.d, opened.keyring.rights.by());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    links::revoke(tx, d, number).await?;
                    let with = Append::default();
                    journal::append(tx, this.store(), d, by, draft, with).await
                })
            })
            .await?;
        self.store().swept().await;
        Ok(())
    }

    /// Takes an addition into the dossier, or puts it aside. A file is read to its end first: one that is not what was
    /// announced becomes void, and the answer says so.
    ///
    /// # Errors
    /// `NotFound` when nothing waits there; `Conflict` when something was added since the dossier was opened.
    pub async fn decide(&self, opened: &Opened, seq: u64, accept: bool) -> Result<Decision, Fault> {
        let addition = opened.case.addition(seq);
        let addition = addition.ok_or(Fault::new(Code::NotFound, "no such addition"))?;
        let decision = match (addition.decision, accept) {
            (Decision::Accepted | Decision::Void, _) | (Decision::Dismissed, false) => {
                return Ok(addition.decision);
            }
            (_, false) => Decision::Dismissed,
            (_, true) => Decision::Accepted,
        };
        let (draft, decision) = match &addition.added {
            _ if decision == Decision::Dismissed => {
                (additions::put_aside(seq, "dismissed")?, decision)
            }
            Added::Statement(_) | Added::Fact(_) | Added::Note(_) => {
                (additions::accepted(seq, None)?, decision)
            }
            Added::Piece(piece) => match self.as_announced(opened, piece).await? {
                Some(media) => {
                    let number = opened.case.next_piece_number();
                    (additions::accepted(seq, Some((number, &media)))?, decision)
                }
                None => (additions::put_aside(seq, "void")?, Decision::Void),
            },
            Added::Unreadable => return Ok(Decision::Void),
        };
        self.add_next(opened, vec![(draft, Vec::new())], None)
            .await?;
        Ok(decision)
    }

    /// Erases an addition that was put aside or cannot be read: its bytes go, its place stays.
    ///
    /// # Errors
    /// `NotFound` when there is no such addition, or it was accepted: a piece is withdrawn on its own page.
    pub async fn erase_addition(&self, opened: &Opened, seq: u64) -> Result<(), Fault> {
        let addition = opened.case.addition(seq);
        let aside = addition.is_some_and(|one| one.decision != Decision::Accepted);
        if !aside {
            return Err(Fault::new(Code::NotFound, "no such addition"));
        }
        let (store, keyring) = (self.store().clone(), opened.keyring.clone());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let by = keyring.rights.by();
                    journal::erase(tx, &store, &keyring, by, &[seq], "addition", None).await
                })
            })
            .await?;
        self.store().swept().await;
        Ok(())
    }

    /// What a link opens.
    ///
    /// # Errors
    /// `NotFound` when there is none, or its time is over: the two look the same.
    pub async fn door(&self, token: &Token) -> Result<Door, Fault> {
        let (store, token) = (self.store().clone(), token.clone());
        self.store()
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let link = links::open(tx, &store, &token, false).await?;
                    let dossier = journal::info(tx, &store, link.dossier).await?;
                    if dossier.damaged {
                        return Err(none());
                    }
                    let to = Destination {
                        d: link.dossier,
                        recipient: dossier.recipient.parse()?,
                    };
                    Ok(Door {
                        link,
                        to,
                        epoch: dossier.epoch,
                    })
                })
            })
            .await
    }

    /// What an extension pins: to what it seals, signed by the key of the dossiers (seal specification, section 4).
    pub fn epoch_note(&self, door: &Door) -> Result<String, Fault> {
        let (d, to) = (door.to.d, &door.to.recipient);
        let text = format!("preau-epoch/v1\n{d}\n{}\n{to}\n", door.epoch);
        let name = journal::key_name(self.store());
        Ok(self.store().secrets.dossier_key().sign(&name, &text)?)
    }

    /// The key that heads are signed with.
    pub fn vkey(&self) -> Vkey {
        let name = journal::key_name(self.store());
        self.store().secrets.dossier_key().vkey(&name)
    }

    /// The extension of a link says its key.
    ///
    /// # Errors
    /// `NotFound` when there is no such link; `Conflict` when another key came first.
    pub async fn pair_link(&self, token: &Token, key: [u8; 32]) -> Result<(), Fault> {
        let (store, token) = (self.store().clone(), token.clone());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let link = links::open(tx, &store, &token, true).await?;
                    link.pair(tx, &store, key).await.map(drop)
                })
            })
            .await
    }

    /// Adds what somebody wrote and sent on the page of a link, or what a program did, in one commit. The same form sent twice adds once.
    ///
    /// # Errors
    /// `TooLarge` when the link allows no more, `Invalid` for what may not come through it.
    pub async fn add_by_link(
        &self,
        token: &Token,
        said: Option<EntryDraft>,
        files: Vec<Received>,
        text: &PieceText,
        nonce: Option<[u8; 16]>,
    ) -> Result<Option<Receipt>, Fault> {
        let mut drafts = Vec::new();
        drafts.extend(said.map(|draft| (draft, Vec::new())));
        for file in files {
            drafts.push((file_of(&file, text)?, vec![file.stored]));
        }
        let (store, token) = (self.store().clone(), token.clone());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let mut nonce = nonce;
                    let mut last = None;
                    for (draft, uploads) in drafts {
                        let link = links::open(tx, &store, &token, true).await?;
                        if !link.ready || !link.kind.allows(draft.kind()) {
                            return Err(Fault::new(Code::Invalid, "not what this link is for"));
                        }
                        let (d, by) = (link.dossier, By::Link(link.number));
                        let bytes = uploads.iter().map(Stored::size).sum();
                        let with = Append {
                            nonce: nonce.take(),
                            uploads,
                        };
                        let receipt = journal::append(tx, &store, d, by, draft, with).await?;
                        if receipt.replayed {
                            return Ok(Some(receipt));
                        }
                        link.spend(tx, &store, None, bytes).await?;
                        last = Some(receipt);
                    }
                    Ok(last)
                })
            })
            .await
    }

    /// Adds what an extension sealed and signed.
    ///
    /// # Errors
    /// `SignIn` while the owner has not confirmed its key; `Conflict` for a number used before; `TooLarge` when the
    /// link allows no more; `Invalid` for a false signature.
    pub async fn add_signed(
        &self,
        token: &Token,
        signed: Signed,
        file: Option<Stored>,
    ) -> Result<Receipt, Fault> {
        let (store, token) = (self.store().clone(), token.clone());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let link = links::open(tx, &store, &token, true).await?;
                    let waits = || Fault::new(Code::SignIn, "the key is not confirmed yet");
                    let key = link.key.filter(|_| link.ready).ok_or_else(waits)?;
                    if !link.kind.allows(&signed.kind) {
                        return Err(Fault::new(Code::Invalid, "not what this link is for"));
                    }
                    let size = file.as_ref().map_or(0, Stored::size);
                    let size = size.saturating_add(signed.body_ct.len() as u64);
                    link.spend(tx, &store, Some(signed.n), size).await?;
                    let foreign = Foreign {
                        kind: signed.kind,
                        parts: signed.parts,
                        sig: Some(LineSig {
                            key,
                            n: signed.n,
                            signature: signed.signature,
                        }),
                        body_ct: signed.body_ct,
                    };
                    let with = Append {
                        nonce: None,
                        uploads: file.into_iter().collect(),
                    };
                    let (d, by) = (link.dossier, By::Link(link.number));
                    journal::append_foreign(tx, &store, d, by, foreign, with).await
                })
            })
            .await
    }
}

/// A file that came through a link: it has no number yet.
fn file_of(received: &Received, text: &PieceText) -> Result<EntryDraft, Fault> {
    let parts = Parts::of("piece")
        .value("name", received.name.as_str())
        .value("media", received.media.as_str())
        .value(
            "file",
            json!({ "bytes": received.bytes, "sha256": received.sha256.to_string() }),
        )
        .value("class", Class::C.letter());
    entries::piece_text(parts, text)
}

/// Whether an addition is one that this link lets in and its key signed: asked before its file is received.
pub fn is_signed(door: &Door, signed: &Signed) -> bool {
    let Some(key) = door.link.key.filter(|_| door.link.ready) else {
        return false;
    };
    let line = Line {
        at: Moment(0),
        by: By::Link(door.link.number),
        d: door.to.d,
        parts: signed.parts.clone(),
        salt: [0; 16],
        seq: 0,
        sig: Some(LineSig {
            key,
            n: signed.n,
            signature: signed.signature,
        }),
        kind: signed.kind.clone(),
        v: 1,
    };
    let read = Line::parse(&line.to_bytes());
    door.link.kind.allows(&signed.kind) && read.and_then(|line| line.check_sig()).is_ok()
}

/// What the code of a pairing holds: where, the token, the dossier, its public half, the key of heads, the number.
pub fn pairing_code(origin: &str, token: &Token, door: &Door, vkey: &Vkey) -> String {
    use base64::Engine as _;
    let code = json!({
        "u": origin,
        "t": token.text(),
        "d": door.to.d.to_string(),
        "r": door.to.recipient.to_string(),
        "k": vkey.to_string(),
        "n": door.link.number,
    });
    let b64 = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    format!("preau1.{}", b64.encode(code.to_string()))
}

/// The first 8 bytes of a key's SHA-256, in groups of four digits, as both sides show it.
pub fn fingerprint(key: &[u8; 32]) -> String {
    let digest = seal::sha256(key).to_string();
    let digits: Vec<char> = digest.chars().take(16).collect();
    let groups = digits
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

/// Whether a link can still be used, by what the journal says.
pub fn is_open(link: &LinkMade, rows: &[Link]) -> bool {
    link.revoked.is_none() && rows.iter().any(|row| row.number == link.number)
}
