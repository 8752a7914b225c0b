//! The use-cases of sharing: the owner gives access and ends it, readers' openings are written down, what they say is
//! kept (seal specification, section 6). The key is wrapped for each reader; no secret of the owner leaves her.

use crate::entries;
use crate::model::{Asked, Piece};
use crate::service::{Dossiers, Opened, follows};
use crate::sharing::{self, Holder, Item, May, Share};
use accounts::Person;
use accounts::rules::Action;
use accounts::teams::TeamNote;
use kernel::{AccountId, Code, Fault, GrantId, Moment};
use seal::entry::EntryDraft;
use seal::grant::{Keyring, Rights};
use seal::invite::Invite;
use seal::token::ReadToken;
use seal::vault::{Identity, Recipient};
use store::db::Tx;
use store::journal::{self, Append};

/// Accesses that may be open at once in a dossier.
pub const MOST: usize = 20;

/// Who is to read, what she may do, and until when.
#[derive(Debug, Clone)]
pub struct Given {
    /// What she may do.
    pub may: May,
    /// When it ends.
    pub until: Option<Moment>,
    /// How the owner calls her; empty for a member, who has a name.
    pub name: String,
}

fn none() -> Fault {
    Fault::new(Code::NotFound, "no such access")
}

impl Dossiers {
    /// Opens a dossier to somebody of an organisation; the same form sent twice gives once. `false` when it was sent
    /// before.
    ///
    /// # Errors
    /// `NotFound` when she is not in the directory; `Busy` when too many accesses are open; `Invalid` when she has
    /// one; `Conflict` when something was added since the dossier was opened.
    pub async fn share_with(
        &self,
        opened: &Opened,
        member: AccountId,
        given: Given,
        nonce: Option<[u8; 16]>,
    ) -> Result<bool, Fault> {
        let directory = self.accounts.directory().await?;
        let member = directory.into_iter().find(|one| one.account == member);
        let member = member.ok_or_else(none)?;
        let now = self.store().clock.now();
        self.has_room(opened)?;
        let mut open = opened.case.open_shares(now);
        let same = |share: &Share| {
            let holder = share.holder.as_ref();
            holder.is_some_and(|holder| {
                holder.account == member.account
                    && Some(&holder.recipient) == member.recipient.as_ref()
            })
        };
        if open.any(same) {
            return Err(Fault::new(Code::Invalid, "she reads it already"));
        }
        let (this, opened) = (self.clone(), opened.brief());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let accounts = &this.accounts;
                    // Read here and held: she may be changing her code.
                    let recipient = accounts.recipient(tx, member.account).await?;
                    let (keyring, draft) = access(
                        &opened,
                        (&given, false),
                        (&member.name, &member.org.name),
                        (member.account, &recipient),
                    )?;
                    let size = opened.size;
                    if !this.append_access(tx, &keyring, draft, nonce, size).await? {
                        return Ok(false);
                    }
                    accounts
                        .give(tx, member.account, &keyring, &recipient)
                        .await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Opens a dossier to somebody without account: gives the invitation, here and never again. `None` when the same
    /// form was sent before.
    ///
    /// # Errors
    /// Those of [`Dossiers::share_with`].
    pub async fn share_by_link(
        &self,
        opened: &Opened,
        given: Given,
        nonce: Option<[u8; 16]>,
    ) -> Result<Option<Invite>, Fault> {
        self.has_room(opened)?;
        let (this, opened) = (self.clone(), opened.brief());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let guest = this.accounts.add_guest(tx).await?;
                    let to = (guest.account, &guest.recipient);
                    let given = this.give_new(tx, &opened, (&given, false), to, nonce);
                    Ok(given.await?.then_some(guest.invite))
                })
            })
            .await
    }

    /// Opens a dossier to a program: gives its token, here and never again. `None` when the same form was sent before.
    ///
    /// # Errors
    /// Those of [`Dossiers::share_with`].
    pub async fn share_to_program(
        &self,
        opened: &Opened,
        given: Given,
        nonce: Option<[u8; 16]>,
    ) -> Result<Option<ReadToken>, Fault> {
        self.has_room(opened)?;
        let (this, opened) = (self.clone(), opened.brief());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let program = this.accounts.add_program(tx).await?;
                    let to = (program.account, &program.recipient);
                    let given = this.give_new(tx, &opened, (&given, true), to, nonce);
                    Ok(given.await?.then_some(program.token))
                })
            })
            .await
    }

    /// What a program that reads is told, as of now. Its opening is written down first, once a day; then what exports leave
    /// out unless asked is left out here too: proofs of identity, what is kept back, what was hidden in part in a copy.
    ///
    /// # Errors
    /// `NotFound` when the token opens nothing, whatever the reason.
    pub async fn open_to_program(&self, token: &ReadToken) -> Result<Opened, Fault> {
        let found = self.accounts.program(token).await?;
        let (person, grant) = found.ok_or_else(none)?;
        let mut opened = self.open(&person, grant, Action::Look).await?;
        if self
            .write_opening(&opened, Item::Dossier, &self.visit_of(token))
            .await?
        {
            opened = self.open(&person, grant, Action::Look).await?;
        }
        sharing::keep_to_owner(&mut opened.case, opened.keyring.rights.by());
        let case = &opened.case;
        let left_out = |piece: &&Piece| case.left_out(piece, Asked::default()).is_some();
        let out: Vec<u64> = case
            .pieces
            .iter()
            .filter(left_out)
            .map(|one| one.seq)
            .collect();
        let case = &mut opened.case;
        case.pieces.retain(|piece| !out.contains(&piece.seq));
        case.imports.retain(|list| !out.contains(&list.of));
        for note in &mut case.notes {
            note.text.pieces.retain(|seq| !out.contains(seq));
        }
        Ok(opened)
    }

    /// Tells one day of a program from the next, in the dossier only.
    pub(crate) fn visit_of(&self, token: &ReadToken) -> String {
        let day = kernel::date::iso(self.today());
        let digest = seal::sha256(&[token.lookup().as_slice(), day.as_bytes()].concat());
        digest.to_string().chars().take(16).collect()
    }

    /// Gives the dossier to an account that was just made for it. `false` when the same form was sent before: then the
    /// account goes again.
    async fn give_new(
        &self,
        tx: &mut Tx,
        opened: &Brief,
        (given, program): (&Given, bool),
        (account, recipient): (AccountId, &Recipient),
        nonce: Option<[u8; 16]>,
    ) -> Result<bool, Fault> {
        let whose = (given.name.as_str(), "");
        let (keyring, draft) = access(opened, (given, program), whose, (account, recipient))?;
        let new = self
            .append_access(tx, &keyring, draft, nonce, opened.size)
            .await?;
        if new {
            let accounts = &self.accounts;
            accounts.give(tx, account, &keyring, recipient).await?;
        } else {
            self.accounts.remove(tx, account).await?;
        }
        Ok(new)
    }

    fn has_room(&self, opened: &Opened) -> Result<(), Fault> {
        let open = opened.case.open_shares(self.store().clock.now());
        if open.count() >= MOST {
            return Err(Fault::new(Code::Busy, "too many accesses are open"));
        }
        Ok(())
    }

    async fn append_access(
        &self,
        tx: &mut Tx,
        keyring: &Keyring,
        draft: EntryDraft,
        nonce: Option<[u8; 16]>,
        size: u64,
    ) -> Result<bool, Fault> {
        let with = Append {
            nonce,
            uploads: Vec::new(),
        };
        let by = Rights::Owner.by();
        let receipt = journal::append(tx, self.store(), keyring.d, by, draft, with).await?;
        follows(size, &receipt)?;
        Ok(!receipt.replayed)
    }

    /// Ends an access at once, and begins an epoch: what comes next is closed to her. What she has seen, she has seen.
    ///
    /// # Errors
    /// `NotFound` when there is no such access; `Conflict` when something was added since the dossier was opened.
    pub async fn end_share(
        &self,
        person: &Person,
        opened: &Opened,
        number: u32,
    ) -> Result<(), Fault> {
        let share = opened.case.share(number).ok_or_else(none)?.clone();
        if share.ended.is_some() {
            return Ok(());
        }
        let draft = sharing::ended(share.seq)?;
        // What contradicts its seal takes no entry, and is closed to her all the same.
        let damaged = opened.journal.dossier.damaged;
        let (this, person, opened) = (self.clone(), person.clone(), opened.brief());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let accounts = &this.accounts;
                    accounts.hold(tx, &person).await?;
                    if let Some(holder) = &share.holder {
                        accounts.take_back(tx, holder.account, holder.grant).await?;
                    }
                    if damaged {
                        return Ok(());
                    }
                    this.renew_in(tx, &person, &opened, Some(number)).await?;
                    let (d, by) = (opened.keyring.d, opened.keyring.rights.by());
                    let with = Append::default();
                    let receipt = journal::append(tx, this.store(), d, by, draft, with);
                    receipt.await.map(drop)
                })
            })
            .await?;
        // Closed for good: the list of erasures says it before a disk can be lost.
        self.store().swept().await;
        Ok(())
    }

    /// Begins the epoch that an access which lapsed calls for, at the owner's unlock. `false` when none is due.
    ///
    /// # Errors
    /// `Conflict` when something was added since the dossier was opened.
    pub async fn lapse(&self, person: &Person, opened: &Opened) -> Result<bool, Fault> {
        let now = self.store().clock.now();
        let owner = opened.keyring.rights == Rights::Owner;
        let sound = !opened.journal.dossier.damaged;
        if !owner || !sound || !opened.case.lapsed_since_epoch(now) {
            return Ok(false);
        }
        let (this, person, opened) = (self.clone(), person.clone(), opened.brief());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let accounts = &this.accounts;
                    accounts.hold(tx, &person).await?;
                    let over = opened.shares.iter().filter(|share| !share.is_open(now));
                    for holder in over.filter_map(|share| share.holder.as_ref()) {
                        accounts.take_back(tx, holder.account, holder.grant).await?;
                    }
                    this.renew_in(tx, &person, &opened, None).await
                })
            })
            .await?;
        self.store().swept().await;
        Ok(true)
    }

    /// A new identity, for the owner and for those whose access stays open.
    async fn renew_in(
        &self,
        tx: &mut Tx,
        person: &Person,
        opened: &Brief,
        without: Option<u32>,
    ) -> Result<(), Fault> {
        let identity = Identity::generate();
        let mut keyring = opened.keyring.clone();
        let by = keyring.rights.by();
        let to = identity.to_public();
        let receipt = journal::renew(tx, self.store(), keyring.d, by, &to).await?;
        follows(opened.size, &receipt)?;
        keyring.identities.push(identity);
        let owner = person.reader.to_public();
        let accounts = &self.accounts;
        let given = accounts.regive(tx, person.account, &keyring, &owner);
        if !given.await? {
            return Err(Fault::new(Code::SignIn, "the owner's grant is gone"));
        }
        let now = self.store().clock.now();
        let open = opened.shares.iter().filter(|share| share.is_open(now));
        for share in open.filter(|share| Some(share.number) != without) {
            let Some(holder) = &share.holder else {
                continue;
            };
            let theirs = Keyring {
                d: keyring.d,
                grant: holder.grant,
                rights: share.may.rights(share.number),
                until: share.until,
                identities: keyring.identities.clone(),
            };
            let to: Recipient = holder.recipient.parse()?;
            // Somebody who left her organisation has no grant any more: nothing to renew.
            accounts.regive(tx, holder.account, &theirs, &to).await?;
        }
        Ok(())
    }

    /// Writes down that a reader opens something, once a visit, before she gets to see it. `false` when nothing was to
    /// be written: it is the owner, or it stands there.
    pub async fn write_opening(
        &self,
        opened: &Opened,
        item: Item,
        visit: &str,
    ) -> Result<bool, Fault> {
        let rights = opened.keyring.rights;
        let (Rights::Act(n) | Rights::Comment(n) | Rights::Read(n)) = rights else {
            return Ok(false);
        };
        // A damaged dossier takes no entry; what is left of it may be read.
        if opened.journal.dossier.damaged || opened.case.has_opened(n, item, visit) {
            return Ok(false);
        }
        let who = opened.team.as_ref().map(|held| held.me.as_str());
        self.add(opened, vec![sharing::opened(item, visit, who)?], None)
            .await?;
        Ok(true)
    }

    /// What the team that it was opened for wrote about it; nothing for anybody else.
    pub async fn team_notes(&self, opened: &Opened) -> Result<Vec<TeamNote>, Fault> {
        let Some(held) = opened.team.clone() else {
            return Ok(Vec::new());
        };
        let (accounts, d) = (self.accounts.clone(), opened.keyring.d);
        let read = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { accounts.team_notes(tx, &held, d).await }));
        read.await
    }

    /// Writes a note of the team, or who follows the dossier: `moi` for the member who writes, anything else for nobody.
    ///
    /// # Errors
    /// `NotFound` when it was not opened for a team; `Invalid` for a note that says nothing, `TooLarge` for one of too many
    /// words.
    pub async fn write_team_note(
        &self,
        opened: &Opened,
        text: &str,
        follow: Option<&str>,
    ) -> Result<(), Fault> {
        let held = opened.team.as_ref().ok_or_else(none)?;
        let follows = follow.map(|who| {
            let me = who == "moi";
            if me { held.me.clone() } else { String::new() }
        });
        let accounts = &self.accounts;
        accounts
            .write_team_note(held, &opened.keyring, text, follows)
            .await
    }

    /// Says something to those who follow the dossier.
    ///
    /// # Errors
    /// `Invalid` for nothing, `TooLarge` for more than an entry holds.
    pub async fn say(
        &self,
        opened: &Opened,
        text: &str,
        nonce: Option<[u8; 16]>,
    ) -> Result<(), Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::new(Code::Invalid, "nothing is said"));
        }
        if text.len() > entries::LONGEST_TEXT {
            return Err(Fault::new(Code::TooLarge, "a comment"));
        }
        let who = opened.team.as_ref().map(|held| held.me.as_str());
        self.add(opened, vec![sharing::comment(text, who)?], nonce)
            .await
            .map(drop)
    }
}

/// What a transaction needs of an opened dossier.
pub(crate) struct Brief {
    pub(crate) keyring: Keyring,
    pub(crate) shares: Vec<Share>,
    pub(crate) number: u32,
    pub(crate) size: u64,
}

impl Opened {
    pub(crate) fn brief(&self) -> Brief {
        Brief {
            keyring: self.keyring.clone(),
            shares: self.case.shares.clone(),
            number: self.case.next_reader(),
            size: self.journal.dossier.size,
        }
    }
}

fn access(
    opened: &Brief,
    (given, program): (&Given, bool),
    (name, org): (&str, &str),
    (account, recipient): (AccountId, &Recipient),
) -> Result<(Keyring, EntryDraft), Fault> {
    let keyring = Keyring {
        d: opened.keyring.d,
        grant: GrantId::new(seal::random::bytes()),
        rights: given.may.rights(opened.number),
        until: given.until,
        identities: opened.keyring.identities.clone(),
    };
    let holder = Holder {
        account,
        grant: keyring.grant,
        recipient: recipient.to_string(),
    };
    let kind = (given.may, given.until, program);
    let draft = sharing::share(opened.number, kind, (name, org), &holder)?;
    Ok((keyring, draft))
}
