//! Use-cases: a visit is read from its cookie, a person comes in with her code, opens her grants,
//! confirms her code, leaves. Each takes the visit, and writes in one transaction.

use crate::devices;
use crate::doors::{Doors, row_of};
use crate::drawn::Waiting;
use crate::model::{Entering, Touched};
use crate::model::{Person, Visit};
use crate::oidc::{self, Passage};
use crate::passkeys::{By, Entry};
use crate::queries::{self, GrantRow};
use crate::rules::{FRESH_SECONDS, is_fresh};
use crate::teams::Held;
use kernel::{AccountId, Code, DossierId, Fault, GrantId, Moment};
use seal::code::ReturnCode;
use seal::grant::{Keyring, Rights};
use seal::session::Secret;
use seal::slot::Slot;
use seal::vault::Identity;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use store::db::Tx;
use store::sessions::{self, Kind, New};
use store::{Store, caches, jobs};
use ui::Refusal;
use zeroize::Zeroizing;

/// The kind of the jobs that remove an account whose code was never typed back, after seven days.
pub const UNCONFIRMED: &str = "unconfirmed-account";

/// A keyring, and the team that it was given to when that is not the person herself.
pub struct Given {
    /// The keyring.
    pub keyring: Keyring,
    /// The team.
    pub team: Option<Arc<Held>>,
}

/// A grant that was not opened yet, with what opens it.
pub struct Closed {
    row: GrantRow,
    reader: Identity,
    /// The team that it was given to.
    pub team: Option<Arc<Held>>,
}

impl Closed {
    /// Its id.
    pub fn grant(&self) -> GrantId {
        self.row.grant
    }

    /// SHA-256 of what is encrypted: another one, or one encrypted anew, differs.
    pub fn digest(&self) -> seal::Digest {
        seal::sha256(&self.row.ct)
    }
}

/// The use-cases of this slice. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    /// Where rows live.
    pub store: Store,
    /// Whether cookies are `Secure` and `__Host-`: everywhere but plain HTTP on this machine.
    pub secure: bool,
    /// Where the quick exit leads: a neutral site.
    pub exit: String,
    /// What the other ways to come in need.
    pub doors: Arc<Doors>,
}

impl Accounts {
    /// Reads the visit of a cookie. An unknown, ended or forged one is nobody's visit.
    pub async fn visit(&self, cookie: Option<&str>) -> Result<Visit, Fault> {
        let Some(secret) = cookie.and_then(|text| Secret::parse(text).ok()) else {
            return Ok(Visit::nobody(Secret::generate()));
        };
        let (store, mine) = (self.store.clone(), secret.clone());
        let found = self
            .store
            .db
            .glance(move |tx| Box::pin(async move { sessions::load(tx, &store, &mine).await }))
            .await;
        match found {
            Ok(Some(session)) => {
                let mut visit = read_content(secret, session.account, &session.content)?;
                visit.kept = true;
                if session
                    .seen
                    .is_some_and(|seen| sessions::needs_touch(&self.store, seen))
                {
                    let (store, mine) = (self.store.clone(), visit.secret.clone());
                    self.store
                        .db
                        .write(move |tx| {
                            Box::pin(async move { sessions::touch(tx, &store, &mine).await })
                        })
                        .await?;
                }
                Ok(visit)
            }
            Ok(None) => Ok(Visit::nobody(secret)),
            Err(fault) if fault.code() == Code::Damaged => {
                tracing::error!(%fault, "a session was changed from outside: it counts as ended");
                Ok(Visit::nobody(Secret::generate()))
            }
            Err(fault) => Err(fault),
        }
    }

    /// Keeps a draft for 24 hours, under the cookie's key. It is newer than a form refused before it.
    pub async fn keep_draft(&self, visit: &Visit, draft: Value) -> Result<(), Fault> {
        self.keep(visit, vec![("draft", draft), ("refusal", Value::Null)])
            .await
    }

    /// Keeps a refused form until another one is accepted; `None` forgets it.
    pub async fn keep_refusal(
        &self,
        visit: &Visit,
        refusal: Option<&Refusal>,
    ) -> Result<(), Fault> {
        let refusal =
            serde_json::to_value(refusal).map_err(|e| Fault::internal("a refused form", e))?;
        self.keep(visit, vec![("refusal", refusal)]).await
    }

    /// Changes these fields of the session and no other: two tabs may write at the same time.
    pub(crate) async fn keep(
        &self,
        visit: &Visit,
        fields: Vec<(&'static str, Value)>,
    ) -> Result<(), Fault> {
        let (store, secret) = (self.store.clone(), visit.secret.clone());
        let (kept, new) = (visit.kept, content_of(&Value::Null, None, None)?);
        self.store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let found = sessions::load(tx, &store, &secret).await?;
                    let current = match &found {
                        Some(session) => &session.content,
                        None if kept => {
                            return Err(Fault::new(Code::SignIn, "the session was closed"));
                        }
                        None => &new,
                    };
                    let content = with_fields(current, fields)?;
                    if found.is_some() {
                        return sessions::update(tx, &secret, &content).await;
                    }
                    let new = New {
                        kind: Kind::Draft,
                        account: None,
                        unconfirmed: false,
                        label: None,
                        content: &content,
                    };
                    sessions::create_under(tx, &store, &secret, new).await
                })
            })
            .await
    }

    /// The same content under a new secret: at each step up, so that a planted cookie is worth nothing.
    pub async fn renew(&self, visit: &Visit, draft: Value) -> Result<Secret, Fault> {
        let content = content_of(&draft, visit.person.as_ref(), None)?;
        // Another person comes in from this browser: what was drawn for the one before is gone.
        let waiting = visit.waiting.as_ref().filter(|_| visit.drawn().is_some());
        let waiting = waiting.map(Waiting::to_value);
        let touched = visit.touched.as_ref().map(Touched::to_value);
        let entering = visit.entering.as_ref().map(Entering::to_value);
        // Whoever is in has no more use of what the provider said, nor has who comes next from this browser.
        let passage = match visit.person {
            Some(_) => Value::Null,
            None => visit.passage.to_value()?,
        };
        let fields = vec![
            (oidc::FIELD, passage),
            ("drawn", waiting.into()),
            ("touched", touched.into()),
            ("entering", entering.into()),
        ];
        let content = with_fields(&content, fields)?;
        let label = devices::label(visit, visit.person.as_ref())?;
        let account = visit.person.as_ref().map(|person| person.account);
        let unconfirmed = visit.is_unnoted();
        let (store, old) = (self.store.clone(), visit.clone());
        self.store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let kind = if account.is_some() {
                        Kind::Open
                    } else {
                        Kind::Draft
                    };
                    step_up(
                        tx,
                        &store,
                        &old,
                        New {
                            kind,
                            account,
                            unconfirmed,
                            label: label.as_deref(),
                            content: &content,
                        },
                    )
                    .await
                })
            })
            .await
    }

    /// A new account with its return code: drawn, shown once, written nowhere.
    pub async fn create(&self, tx: &mut Tx) -> Result<Person, Fault> {
        let now = self.store.clock.now();
        let account = AccountId::new(seal::random::bytes());
        let reader = Identity::generate();
        let code = ReturnCode::generate();
        let slot = Slot::for_code(&code, self.store.secrets.pepper(), &reader)?;
        queries::add_account(tx, &self.store, account, "person", queries::month_of(now)).await?;
        queries::add_slot(tx, &self.store, &row_of(account, slot)).await?;
        let end = now.plus_seconds(store::journal::UNCONFIRMED);
        jobs::enqueue(tx, &self.store, UNCONFIRMED, account.bytes(), Some(end)).await?;
        Ok(Person {
            account,
            reader,
            fresh_until: now.plus_seconds(FRESH_SECONDS),
            code: Some(code),
        })
    }

    /// Opens a session for a person, under a new secret, in the transaction that made her account.
    /// `draft` is what the visitor was still writing.
    pub async fn open_session(
        &self,
        tx: &mut Tx,
        visit: &Visit,
        person: &Person,
        draft: &Value,
    ) -> Result<Secret, Fault> {
        let content = content_of(draft, Some(person), visit.refusal.as_deref())?;
        let label = devices::label(visit, Some(person))?;
        let new = New {
            kind: Kind::Open,
            account: Some(person.account),
            unconfirmed: person.code.is_some(),
            label: label.as_deref(),
            content: &content,
        };
        step_up(tx, &self.store, visit, new).await
    }

    /// Comes in with a code, a sheet or two cards. A draft that was being written stays.
    pub async fn sign_in(&self, visit: &Visit, typed: &str) -> Result<Entry, Fault> {
        let by = match ReturnCode::parse(typed) {
            Ok(_) => By::Secret,
            Err(_) => By::Paper,
        };
        let Some(person) = self.reader_of(typed).await? else {
            return Ok(Entry::No);
        };
        let account = person.account;
        let this = self.clone();
        let noted = self
            .store
            .db
            .read(move |tx| Box::pin(async move { this.is_noted(tx, account).await }));
        if by == By::Secret && !noted.await? {
            self.note(&person).await?;
        }
        self.admit(visit, person, by).await
    }

    /// Her code was just typed: it is noted somewhere, so nothing of hers ends for want of that.
    async fn note(&self, person: &Person) -> Result<(), Fault> {
        let (this, mine) = (self.clone(), person.clone());
        let noting = self.store.db.write(move |tx| {
            Box::pin(async move {
                jobs::cancel(tx, UNCONFIRMED, mine.account.bytes()).await?;
                let all = this.keyrings(tx, &mine).await?;
                // A dossier that somebody shared waits for its owner's code, not for hers.
                for keyring in all.iter().filter(|one| one.rights == Rights::Owner) {
                    store::journal::confirm(tx, &this.store, keyring.d).await?;
                }
                Ok(())
            })
        });
        noting.await
    }

    /// Proves again that the same person is there. `false` when the code is another one.
    pub async fn refresh(&self, visit: &Visit, typed: &str) -> Result<Option<Secret>, Fault> {
        let person = visit.person()?;
        let proved = match &person.code {
            // Not confirmed yet: the code is in the session, the slot need not be asked.
            Some(code) => ReturnCode::parse(typed).is_ok_and(|typed| typed == *code),
            None => self
                .reader_of(typed)
                .await?
                .is_some_and(|found| found.account == person.account),
        };
        if !proved {
            return Ok(None);
        }
        let fresh = Person {
            fresh_until: self.store.clock.now().plus_seconds(FRESH_SECONDS),
            ..person.clone()
        };
        let visit = Visit {
            person: Some(fresh),
            ..visit.clone()
        };
        self.renew(&visit, visit.draft.clone()).await.map(Some)
    }

    /// The person typed her code back: from now on the session forgets it. `None` when it differs.
    pub async fn confirm(&self, visit: &Visit, typed: &str) -> Result<Option<Secret>, Fault> {
        let person = visit.person()?;
        let Some(code) = &person.code else {
            return Ok(Some(visit.secret.clone()));
        };
        if !ReturnCode::parse(typed).is_ok_and(|typed| typed == *code) {
            return Ok(None);
        }
        let known = Person {
            code: None,
            ..person.clone()
        };
        self.note(&known).await?;
        let visit = Visit {
            person: Some(known),
            ..visit.clone()
        };
        self.renew(&visit, visit.draft.clone()).await.map(Some)
    }

    /// Refuses a serious act once the proof is stale.
    pub fn must_be_fresh(&self, person: &Person) -> Result<(), Fault> {
        if is_fresh(self.store.clock.now(), person.fresh_until) {
            return Ok(());
        }
        Err(Fault::new(Code::SignIn, "the proof is stale"))
    }

    /// Closes the session for good; the draft goes with it.
    pub async fn leave(&self, visit: &Visit) -> Result<(), Fault> {
        if !visit.kept {
            return Ok(());
        }
        let secret = visit.secret.clone();
        self.store
            .db
            .write(move |tx| Box::pin(async move { sessions::delete(tx, &secret).await }))
            .await
    }

    /// Gives an account the owner's keyring of a new dossier.
    pub async fn grant_owner(
        &self,
        tx: &mut Tx,
        person: &Person,
        d: DossierId,
        identity: Identity,
    ) -> Result<Keyring, Fault> {
        self.hold(tx, person).await?;
        let grant = GrantId::new(seal::random::bytes());
        let keyring = Keyring {
            d,
            grant,
            rights: Rights::Owner,
            until: None,
            identities: vec![identity],
        };
        let ct = keyring.seal(&person.reader.to_public())?;
        queries::add_grant(
            tx,
            &self.store,
            &GrantRow {
                grant,
                account: person.account,
                expires_month: None,
                ct,
            },
        )
        .await?;
        Ok(keyring)
    }

    /// Opens one of the person's grants, her own or one of a team's; one that is neither is not there.
    pub async fn keyring(
        &self,
        tx: &mut Tx,
        person: &Person,
        grant: GrantId,
    ) -> Result<Given, Fault> {
        let none = || Fault::new(Code::NotFound, "no such grant");
        if let Some(row) = queries::grant(tx, &self.store, person.account, grant).await? {
            return self.given(&row, &person.reader, None)?.ok_or_else(none);
        }
        for held in self.teams(tx, person).await? {
            if let Some(row) = queries::grant(tx, &self.store, held.team.account, grant).await? {
                let reader = held.keys.reader()?.clone();
                let given = self.given(&row, &reader, Some(Arc::new(held)));
                return given?.ok_or_else(none);
            }
        }
        Err(none())
    }

    /// Every grant of the person and of her teams, closed, each with what opens it.
    pub async fn closed(&self, tx: &mut Tx, person: &Person) -> Result<Vec<Closed>, Fault> {
        let own = queries::grants_of(tx, &self.store, person.account).await?;
        let mut closed: Vec<Closed> = own
            .into_iter()
            .map(|row| Closed {
                row,
                reader: person.reader.clone(),
                team: None,
            })
            .collect();
        for held in self.teams(tx, person).await? {
            let rows = queries::grants_of(tx, &self.store, held.team.account).await?;
            let (reader, team) = (held.keys.reader()?.clone(), Arc::new(held));
            closed.extend(rows.into_iter().map(|row| Closed {
                row,
                reader: reader.clone(),
                team: Some(Arc::clone(&team)),
            }));
        }
        Ok(closed)
    }

    /// Opens one of these. `None` when it has lapsed, or does not open: that takes nothing away from the others.
    pub fn open_closed(&self, closed: &Closed) -> Option<Given> {
        match self.given(&closed.row, &closed.reader, closed.team.clone()) {
            Ok(given) => given,
            Err(fault) => {
                tracing::error!(%fault, "a grant does not open for its own reader");
                None
            }
        }
    }

    /// Opens every grant of the person herself.
    pub async fn keyrings(&self, tx: &mut Tx, person: &Person) -> Result<Vec<Keyring>, Fault> {
        let rows = queries::grants_of(tx, &self.store, person.account).await?;
        let closed = rows.into_iter().map(|row| Closed {
            row,
            reader: person.reader.clone(),
            team: None,
        });
        let given = closed.filter_map(|closed| self.open_closed(&closed));
        Ok(given.map(|given| given.keyring).collect())
    }

    fn given(
        &self,
        row: &GrantRow,
        reader: &Identity,
        team: Option<Arc<Held>>,
    ) -> Result<Option<Given>, Fault> {
        let keyring = Keyring::open(&row.ct, row.grant, reader)?;
        let lapsed = keyring.lapsed(self.store.clock.now());
        Ok((!lapsed).then_some(Given { keyring, team }))
    }

    /// Forgets a grant; the account goes with its last one. `true` when the account is gone.
    pub async fn forget(
        &self,
        tx: &mut Tx,
        person: &Person,
        grant: GrantId,
    ) -> Result<bool, Fault> {
        for held in self.teams(tx, person).await? {
            queries::delete_grant(tx, held.team.account, grant).await?;
        }
        queries::delete_grant(tx, person.account, grant).await?;
        self.remove_idle(tx, person.account).await
    }

    /// Whether the code of this account was typed back, here or anywhere.
    pub async fn is_noted(&self, tx: &mut Tx, account: AccountId) -> Result<bool, Fault> {
        Ok(!jobs::waits(tx, UNCONFIRMED, account.bytes()).await?)
    }

    /// Removes an account whose code was never typed back; not if it is typed at this moment.
    pub async fn remove_unnoted(&self, tx: &mut Tx, account: AccountId) -> Result<(), Fault> {
        if jobs::cancel(tx, UNCONFIRMED, account.bytes()).await? == 0 {
            return Ok(());
        }
        self.remove(tx, account).await
    }

    /// Removes an account with its sessions, slots and grants.
    pub async fn remove(&self, tx: &mut Tx, account: AccountId) -> Result<(), Fault> {
        sessions::end_all(tx, account).await?;
        jobs::cancel(tx, UNCONFIRMED, account.bytes()).await?;
        caches::remove_all(tx, *account.bytes()).await?;
        queries::delete_account(tx, account).await
    }
}

async fn step_up(tx: &mut Tx, store: &Store, visit: &Visit, new: New<'_>) -> Result<Secret, Fault> {
    if visit.kept {
        sessions::delete(tx, &visit.secret).await?;
    }
    sessions::create(tx, store, new).await
}

fn content_of(
    draft: &Value,
    person: Option<&Person>,
    refusal: Option<&Refusal>,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut content = json!({ "draft": draft, "refusal": refusal });
    if let (Some(person), Some(map)) = (person, content.as_object_mut()) {
        map.insert("reader".into(), person.reader.secret().as_str().into());
        map.insert("fresh".into(), person.fresh_until.0.into());
        map.insert(
            "code".into(),
            person
                .code
                .as_ref()
                .map(|code| kernel::id::to_hex(code.expose()))
                .into(),
        );
    }
    serde_json::to_vec(&content)
        .map(Zeroizing::new)
        .map_err(|e| Fault::internal("session content", e))
}

pub(crate) fn with_fields(
    content: &[u8],
    fields: Vec<(&'static str, Value)>,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let damaged = |e| Fault::caused(Code::Damaged, "session content", e);
    let mut content: Map<String, Value> = serde_json::from_slice(content).map_err(damaged)?;
    for (name, value) in fields {
        content.insert(name.into(), value);
    }
    serde_json::to_vec(&content)
        .map(Zeroizing::new)
        .map_err(|e| Fault::internal("session content", e))
}

fn read_content(
    secret: Secret,
    account: Option<AccountId>,
    content: &[u8],
) -> Result<Visit, Fault> {
    let mut content: Value = serde_json::from_slice(content)
        .map_err(|e| Fault::caused(Code::Damaged, "session content", e))?;
    let draft = content
        .get_mut("draft")
        .map(Value::take)
        .unwrap_or_default();
    let refusal = content.get_mut("refusal").map(Value::take);
    let refusal = refusal.and_then(|refusal| serde_json::from_value(refusal).ok());
    let reader = content.get("reader").and_then(Value::as_str);
    let person = match (account, reader) {
        (Some(account), Some(reader)) => Some(Person {
            account,
            reader: Identity::from_secret(reader)?,
            fresh_until: Moment(
                content
                    .get("fresh")
                    .and_then(Value::as_i64)
                    .unwrap_or(i64::MIN),
            ),
            code: content
                .get("code")
                .and_then(Value::as_str)
                .and_then(kernel::id::from_hex)
                .map(ReturnCode::from_bytes),
        }),
        _ => None,
    };
    Ok(Visit {
        secret,
        draft,
        refusal: refusal.map(Arc::new),
        person,
        kept: true,
        waiting: content.get("drawn").and_then(Waiting::from_value),
        settled: content
            .get("settled")
            .and_then(|settled| serde_json::from_value(settled.clone()).ok())
            .unwrap_or_default(),
        touched: content.get("touched").and_then(Touched::from_value),
        entering: content.get("entering").and_then(Entering::from_value),
        passage: content
            .get(oidc::FIELD)
            .map(Passage::from_value)
            .unwrap_or_default(),
        device: None,
    })
}
