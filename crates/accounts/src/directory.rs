//! Use-cases of organisations: who works for them, invitations, and what they are given. No act here opens a dossier:
//! an invitation makes a new key, and owners share again (seal specification, section 6).

use crate::doors::row_of;
use crate::model::{Person, Visit};
use crate::passkeys::Entry;
use crate::people::{Member, Org, OrgKind, Role};
use crate::queries::people::{self, AccountRow};
use crate::queries::{self, GrantRow, SlotRow, doors, teams};
use crate::rules::FRESH_SECONDS;
use crate::service::Accounts;
use kernel::{AccountId, Code, Fault, GrantId, Moment, OrgId, SlotId};
use seal::code::ReturnCode;
use seal::grant::Keyring;
use seal::invite::{Invite, InviteToken};
use seal::session::Secret;
use seal::slot::{Kind, Slot};
use seal::vault::{Identity, Recipient};
use store::db::Tx;

/// Tries of the words of an invitation.
pub const TRIES: i64 = 5;
/// Days that an invitation stands.
pub const DAYS: i64 = 14;
/// Longest name, in characters.
pub const LONGEST: usize = 80;

/// What an invitation leads to, before its words are typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// For whom: staff only.
    pub name: Option<String>,
    /// Tries that are left.
    pub tries: i64,
}

/// An account made for one who has none, and what is told to her.
pub struct Guest {
    /// The account.
    pub account: AccountId,
    /// The public half of its reader identity.
    pub recipient: Recipient,
    /// The invitation.
    pub invite: Invite,
}

fn day_of(at: Moment) -> i64 {
    at.0.div_euclid(86_400 * 1_000_000)
}

pub(crate) fn named(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let plain = !text.chars().any(char::is_control);
    if text.is_empty() || text.chars().count() > LONGEST || !plain {
        return Err(Fault::new(
            Code::Invalid,
            "a name has 1 to 80 characters on one line",
        ));
    }
    Ok(text.to_owned())
}

impl Accounts {
    /// Adds an organisation.
    ///
    /// # Errors
    /// `Invalid` for a name of no or too many characters.
    pub async fn add_org(&self, name: &str, kind: OrgKind, place: &str) -> Result<Org, Fault> {
        let org = Org {
            id: OrgId::new(seal::random::bytes()),
            name: named(name)?,
            kind,
            place: place.trim().chars().take(LONGEST).collect(),
        };
        let (store, mine) = (self.store.clone(), org.clone());
        self.store
            .db
            .write(move |tx| Box::pin(async move { people::add_org(tx, &store, &mine).await }))
            .await?;
        Ok(org)
    }

    /// The organisations of this instance, by name.
    pub async fn orgs(&self) -> Result<Vec<Org>, Fault> {
        let store = self.store.clone();
        self.store
            .db
            .read(move |tx| Box::pin(async move { people::orgs(tx, &store).await }))
            .await
    }

    /// Everybody who works for an organisation of this instance, by name.
    pub async fn members(&self) -> Result<Vec<Member>, Fault> {
        let store = self.store.clone();
        self.store
            .db
            .read(move |tx| Box::pin(async move { people::members(tx, &store).await }))
            .await
    }

    /// Those to whom a dossier can be opened: they came in once, and their role reads dossiers. A team that nobody is left
    /// in is not among them.
    pub async fn directory(&self) -> Result<Vec<Member>, Fault> {
        let mut members = self.members().await?;
        let teams = self.in_teams().await?;
        members.retain(|one| {
            let alive = one.role != Role::Team || teams.contains_key(&one.account);
            one.role.can_be_given() && one.recipient.is_some() && alive
        });
        Ok(members)
    }

    /// The role of an account; `Person` for one that is not there any more.
    pub async fn role(&self, account: AccountId) -> Result<Role, Fault> {
        let store = self.store.clone();
        let row = self
            .store
            .db
            .read(move |tx| Box::pin(async move { people::account(tx, &store, account).await }))
            .await?;
        Ok(row.map_or(Role::Person, |row| row.role))
    }

    /// Adds somebody to an organisation, with the invitation that lets her in.
    ///
    /// # Errors
    /// `Invalid` for a role that no organisation gives, or a name of no or too many characters; `NotFound` when
    /// there is no such organisation.
    pub async fn add_member(
        &self,
        org: OrgId,
        role: Role,
        name: &str,
    ) -> Result<(AccountId, Invite), Fault> {
        if !Role::STAFF.contains(&role) {
            return Err(Fault::new(Code::Invalid, "no organisation gives this role"));
        }
        let row = AccountRow {
            account: AccountId::new(seal::random::bytes()),
            org,
            role,
            month: queries::month_of(self.store.clock.now()),
            name: Some(named(name)?),
            recipient: None,
        };
        let this = self.clone();
        self.store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let orgs = people::orgs(tx, &this.store).await?;
                    if !orgs.iter().any(|one| one.id == org) {
                        return Err(Fault::new(Code::NotFound, "no such organisation"));
                    }
                    people::add_member(tx, &this.store, &row).await?;
                    let until = this.today().saturating_add(DAYS);
                    let invite = this
                        .invite(tx, row.account, &Identity::generate(), until)
                        .await?;
                    Ok((row.account, invite))
                })
            })
            .await
    }

    /// Invites a member again: every way in, every session and every dossier that was opened to her go. Nothing that
    /// she had comes back with it; owners share again.
    ///
    /// # Errors
    /// `NotFound` for somebody who is not a member; `Conflict` for one who keeps dossiers of her own, which nobody could
    /// open any more.
    pub async fn invite_again(&self, account: AccountId) -> Result<Invite, Fault> {
        let this = self.clone();
        let invite = self
            .store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    this.keep_row(tx, account).await?;
                    let row = this.member_row(tx, account).await?;
                    if people::owns(tx, account).await? {
                        return Err(Fault::new(Code::Conflict, "she keeps dossiers of her own"));
                    }
                    store::sessions::end_all(tx, account).await?;
                    people::shut(tx, account).await?;
                    teams::leave(tx, account).await?;
                    people::set_recipient(tx, &this.store, row, None).await?;
                    let until = this.today().saturating_add(DAYS);
                    this.invite(tx, account, &Identity::generate(), until).await
                })
            })
            .await?;
        // What was closed does not come back with a backup.
        self.store.swept().await;
        Ok(invite)
    }

    /// Takes a member away: what was open to her is closed at once, and her sessions end. Dossiers of her own stay hers,
    /// under an account without name.
    ///
    /// # Errors
    /// `NotFound` for somebody who is not a member.
    pub async fn remove_member(&self, account: AccountId) -> Result<(), Fault> {
        let this = self.clone();
        self.store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    this.keep_row(tx, account).await?;
                    let row = this.member_row(tx, account).await?;
                    if !people::owns(tx, account).await? {
                        return this.remove(tx, account).await;
                    }
                    store::sessions::end_all(tx, account).await?;
                    teams::leave(tx, account).await?;
                    people::make_person(tx, &this.store, row).await
                })
            })
            .await?;
        self.store.swept().await;
        Ok(())
    }

    /// Nobody gives her anything until the transaction ends.
    async fn keep_row(&self, tx: &mut Tx, account: AccountId) -> Result<(), Fault> {
        let gone = |_| Fault::new(Code::NotFound, "no such member");
        doors::lock(tx, account).await.map(drop).map_err(gone)
    }

    async fn member_row(&self, tx: &mut Tx, account: AccountId) -> Result<AccountRow, Fault> {
        let row = people::account(tx, &self.store, account).await?;
        row.filter(|row| row.role.is_staff() && row.role != Role::Team)
            .ok_or(Fault::new(Code::NotFound, "no such member"))
    }

    fn today(&self) -> i64 {
        day_of(self.store.clock.now())
    }

    async fn invite(
        &self,
        tx: &mut Tx,
        account: AccountId,
        reader: &Identity,
        until: i64,
    ) -> Result<Invite, Fault> {
        let invite = Invite::generate();
        let row = row_of(account, Slot::for_invite(&invite, reader)?);
        queries::add_slot(tx, &self.store, &row).await?;
        people::limit(tx, row.slot, TRIES, until).await?;
        Ok(invite)
    }

    /// An account for somebody who has none, in the transaction that gives it a dossier.
    pub async fn add_guest(&self, tx: &mut Tx) -> Result<Guest, Fault> {
        let account = AccountId::new(seal::random::bytes());
        let reader = Identity::generate();
        let month = queries::month_of(self.store.clock.now());
        queries::add_account(tx, &self.store, account, Role::Guest.name(), month).await?;
        let until = self.today().saturating_add(DAYS);
        let invite = self.invite(tx, account, &reader, until).await?;
        Ok(Guest {
            account,
            recipient: reader.to_public(),
            invite,
        })
    }

    /// What an invitation leads to. `None` when there is none, or its time or tries are over: all look the same.
    pub async fn invited(&self, token: &InviteToken) -> Result<Option<Invited>, Fault> {
        let (this, lookup) = (self.clone(), token.lookup());
        self.store
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let found = this.invitation(tx, lookup).await?;
                    Ok(found.map(|(_, row, tries)| Invited {
                        name: row.name,
                        tries,
                    }))
                })
            })
            .await
    }

    async fn invitation(
        &self,
        tx: &mut Tx,
        lookup: [u8; 32],
    ) -> Result<Option<(SlotRow, AccountRow, i64)>, Fault> {
        let slot = queries::slot_by_lookup(tx, &self.store, lookup).await?;
        let Some(slot) = slot.filter(|slot| slot.kind == Kind::Invite.to_string()) else {
            return Ok(None);
        };
        let tries = people::tries(tx, slot.slot, self.today()).await?;
        let row = people::account(tx, &self.store, slot.account).await?;
        let tries = tries.filter(|tries| *tries > 0);
        Ok(row.zip(tries).map(|(row, tries)| (slot, row, tries)))
    }

    /// Comes in by an invitation: its four words are right, it serves once, and a return code takes its place. A try is
    /// spent before the words are looked at. An administrator makes a passkey first, wherever browsers know passkeys.
    pub async fn accept(
        &self,
        visit: &Visit,
        token: &InviteToken,
        typed: &str,
    ) -> Result<Entry, Fault> {
        if visit.is_unnoted() {
            return Ok(Entry::Unnoted);
        }
        // Words that no list holds cost no try: they cannot be a guess.
        let Ok(invite) = token.with_words(typed) else {
            return Ok(Entry::No);
        };
        let (this, lookup) = (self.clone(), token.lookup());
        let found = self
            .store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let Some((slot, row, _)) = this.invitation(tx, lookup).await? else {
                        return Ok(None);
                    };
                    let spent = people::spend_try(tx, slot.slot).await?;
                    Ok(spent.then_some((slot, row.role)))
                })
            })
            .await?;
        let Some((slot, role)) = found else {
            return Ok(Entry::No);
        };
        let keys = invite.keys(&slot.salt)?;
        let opened = Slot {
            kind: Kind::Invite,
            lookup,
            salt: slot.salt,
            recipient: slot.recipient.parse()?,
            ct: slot.ct,
        }
        .open(&keys);
        let Ok(given) = opened else {
            return Ok(Entry::No);
        };
        let first = role == Role::Administrator && self.doors.site.is_some();
        if first || self.asks_passkey(slot.account).await? {
            // Who gives up at the passkey has not lost the invitation.
            let secret = self.must_make(visit, slot.account, given, Some(slot.slot));
            return secret.await.map(Entry::Make);
        }
        self.settle(visit, slot.slot, slot.account, given)
            .await
            .map(Entry::In)
    }

    async fn settle(
        &self,
        visit: &Visit,
        invitation: SlotId,
        account: AccountId,
        given: Identity,
    ) -> Result<Secret, Fault> {
        let invited = Person {
            account,
            reader: given,
            fresh_until: self.store.clock.now().plus_seconds(FRESH_SECONDS),
            code: None,
        };
        let (this, visit) = (self.clone(), visit.clone());
        let secret = self
            .store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let person = this.seat(tx, invitation, &invited).await?;
                    this.open_session(tx, &visit, &person, &visit.draft).await
                })
            })
            .await?;
        self.store.swept().await;
        Ok(secret)
    }

    /// Puts a return code in the place of an invitation. Whoever made it may have kept it, and with it the identity that it
    /// opens: she who comes in gets one of her own, in all that was given to her.
    pub(crate) async fn seat(
        &self,
        tx: &mut Tx,
        invitation: SlotId,
        invited: &Person,
    ) -> Result<Person, Fault> {
        if !people::delete_slot(tx, invitation).await? {
            return Err(Fault::new(Code::NotFound, "the invitation has served"));
        }
        let code = ReturnCode::generate();
        let person = Person {
            reader: Identity::generate(),
            code: Some(code.clone()),
            ..invited.clone()
        };
        let slot = Slot::for_code(&code, self.store.secrets.pepper(), &person.reader)?;
        doors::lock(tx, person.account).await?;
        self.renew_reader(tx, invited, &person.reader).await?;
        queries::add_slot(tx, &self.store, &row_of(person.account, slot)).await?;
        Ok(person)
    }

    /// The public half of a member's or a team's reader identity as it is now, held until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` when she is no member any more, or has not come in.
    pub async fn recipient(&self, tx: &mut Tx, account: AccountId) -> Result<Recipient, Fault> {
        let gone = || Fault::new(Code::NotFound, "no such member");
        doors::lock(tx, account).await.map_err(|_| gone())?;
        let row = people::account(tx, &self.store, account).await?;
        let row = row.filter(|row| row.role.can_be_given()).ok_or_else(gone)?;
        Ok(row.recipient.ok_or_else(gone)?.parse()?)
    }

    /// Whether what was given to a reader is still there: she may have left her organisation.
    pub async fn is_given(&self, account: AccountId, grant: GrantId) -> Result<bool, Fault> {
        self.store
            .db
            .read(move |tx| {
                Box::pin(async move { queries::grant_exists(tx, account, grant).await })
            })
            .await
    }

    /// Gives a reader a keyring. Its row says neither which dossier nor who gave it.
    pub async fn give(
        &self,
        tx: &mut Tx,
        account: AccountId,
        keyring: &Keyring,
        to: &Recipient,
    ) -> Result<(), Fault> {
        queries::add_grant(tx, &self.store, &grant_row(account, keyring, to)?).await
    }

    /// Puts the same grant's keyring in again, with the identity of a new epoch; `false` when the grant is gone.
    pub async fn regive(
        &self,
        tx: &mut Tx,
        account: AccountId,
        keyring: &Keyring,
        to: &Recipient,
    ) -> Result<bool, Fault> {
        queries::rewrite_grant(tx, &self.store, &grant_row(account, keyring, to)?).await
    }

    /// Takes a grant back: from the next request on, it opens nothing. An account that was made for it goes too.
    pub async fn take_back(
        &self,
        tx: &mut Tx,
        account: AccountId,
        grant: GrantId,
    ) -> Result<(), Fault> {
        queries::delete_grant(tx, account, grant).await?;
        self.remove_idle(tx, account).await.map(drop)
    }

    /// Removes an account that opens nothing any more, unless an organisation made it. `true` when it is gone.
    pub(crate) async fn remove_idle(&self, tx: &mut Tx, account: AccountId) -> Result<bool, Fault> {
        match doors::lock(tx, account).await {
            // Gone already.
            Err(fault) if fault.code() == Code::SignIn => return Ok(true),
            kept => kept?,
        };
        let row = people::account(tx, &self.store, account).await?;
        let staff = row.is_some_and(|row| row.role.is_staff());
        let grants = queries::grants_of(tx, &self.store, account).await?;
        if staff || !grants.is_empty() {
            return Ok(false);
        }
        self.remove(tx, account).await?;
        Ok(true)
    }

    /// Forgets invitations whose time or tries are over, and accesses whose month is.
    pub async fn sweep_given(&self) -> Result<(), Fault> {
        let (today, now) = (self.today(), self.store.clock.now());
        self.store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    people::sweep(tx, today).await?;
                    teams::sweep(tx, queries::month_of(now)).await?;
                    queries::delete_lapsed(tx, now).await
                })
            })
            .await
    }
}

fn grant_row(account: AccountId, keyring: &Keyring, to: &Recipient) -> Result<GrantRow, Fault> {
    Ok(GrantRow {
        grant: keyring.grant,
        account,
        expires_month: keyring.until.map(queries::month_of),
        ct: keyring.seal(to)?,
    })
}
