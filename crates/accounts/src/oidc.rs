//! OpenID Connect: a second door in front of the code, never a way in. What the provider says opens nothing; an account
//! that has linked it asks for it before the code, the passphrase or a passkey. A sheet and the cards open without it, and it cannot
//! be linked to an account that has neither.

use crate::doors::is;
use crate::model::{Person, Visit};
use crate::queries::{self, SlotRow, doors as rows};
use crate::service::Accounts;
use kernel::ports::SignIn;
use kernel::{AccountId, Code, Fault, Moment, SlotId};
use seal::idtoken::{self, Expected};
use seal::session::Secret;
use seal::slot::Kind;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use store::sessions;
use ui::url::encode;

/// The kind of a row that holds who the provider says she is, beside the slots.
pub const OIDC: &str = "oidc";

/// How long a passage to the provider, and what it said, count (seconds).
const PATIENCE: i64 = 10 * 60;
/// The longest code and state that are read, in bytes.
const LONGEST: usize = 4096;
/// The field of the session's blob.
pub(crate) const FIELD: &str = "passage";

/// The provider, and the address that it sends people back to.
pub struct Provider {
    /// Asks it.
    pub port: Arc<dyn SignIn>,
    /// Ours, whole.
    pub back: String,
}

/// Where a passage leads once the provider has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Toward {
    /// To the page of the code.
    Enter,
    /// To the page where an account is linked.
    Link,
}

/// A question that the provider was asked, for this browser only.
#[derive(Clone, Serialize, Deserialize)]
struct Question {
    state: String,
    nonce: String,
    verifier: String,
    entrance: String,
    toward: Toward,
    until: i64,
}

/// What it answered.
#[derive(Clone, Serialize, Deserialize)]
struct Proof {
    lookup: String,
    until: i64,
}

/// What the session's blob keeps of a passage.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Passage {
    question: Option<Question>,
    proof: Option<Proof>,
}

impl Passage {
    pub(crate) fn from_value(value: &Value) -> Self {
        serde_json::from_value(value.clone()).unwrap_or_default()
    }

    pub(crate) fn to_value(&self) -> Result<Value, Fault> {
        serde_json::to_value(self).map_err(|e| Fault::internal("a passage", e))
    }

    fn lookup(&self, now: Moment) -> Option<[u8; 32]> {
        let proof = self.proof.as_ref().filter(|proof| now.0 < proof.until)?;
        kernel::id::from_hex(&proof.lookup)
    }
}

/// What came back to our address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Returned {
    /// The code, when the provider recognised somebody.
    pub code: String,
    /// The mark of the question.
    pub state: String,
    /// Who answers (RFC 9207), when it says so.
    pub iss: String,
    /// Why it did not.
    pub error: String,
}

impl Returned {
    /// Whether anything came at all.
    pub fn is_empty(&self) -> bool {
        self.code.is_empty() && self.state.is_empty() && self.error.is_empty()
    }
}

/// What became of a return.
pub enum Passed {
    /// The provider said who it is; the session has a new secret.
    Yes(Secret, Toward),
    /// This browser asked nothing of the kind, or too long ago.
    Stale,
    /// The provider, or the person there, said no.
    Refused,
    /// What it says cannot be believed.
    False,
    /// It does not answer.
    Silent,
}

/// What became of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// It is in force.
    Yes,
    /// The provider was not asked, or too long ago.
    Unproved,
    /// Another account has it.
    Taken,
    /// There is no code, or neither sheet nor cards to come in without it.
    Alone,
}

/// Whether one of these rows opens without the provider: a sheet, or cards.
pub(crate) fn has_paper<'a>(slots: impl IntoIterator<Item = &'a SlotRow>) -> bool {
    slots
        .into_iter()
        .any(|row| is(row, Kind::Sheet) || is(row, Kind::Trio))
}

impl Accounts {
    /// The provider, where the instance has one.
    pub fn provider(&self) -> Option<&Provider> {
        self.doors.provider.as_ref()
    }

    /// Keeps a question in the session, once the provider has answered that it is there.
    ///
    /// # Errors
    /// `NotFound` without a provider; whatever it answers when it does not answer well.
    pub async fn begin_passage(&self, visit: &Visit, toward: Toward) -> Result<(), Fault> {
        let provider = self.provider().ok_or(none())?;
        let question = Question {
            entrance: provider.port.entrance().await?,
            state: idtoken::draw(),
            nonce: idtoken::draw(),
            verifier: idtoken::draw(),
            toward,
            until: self.store.clock.now().plus_seconds(PATIENCE).0,
        };
        let passage = Passage {
            question: Some(question),
            proof: None,
        };
        self.keep(visit, vec![(FIELD, passage.to_value()?)]).await
    }

    /// The address that this browser opens to be recognised, once it was asked for.
    pub fn entrance(&self, visit: &Visit, toward: Toward) -> Option<String> {
        let provider = self.provider()?;
        let now = self.store.clock.now();
        let question = visit.passage.question.as_ref()?;
        if question.toward != toward || now.0 >= question.until {
            return None;
        }
        let pairs = [
            ("response_type", "code"),
            // Nothing else: no name, no address.
            ("scope", "openid"),
            ("client_id", provider.port.client()),
            ("redirect_uri", &provider.back),
            ("state", &question.state),
            ("nonce", &question.nonce),
            ("code_challenge", &idtoken::challenge(&question.verifier)),
            ("code_challenge_method", "S256"),
        ];
        let mut address = question.entrance.clone();
        for (name, value) in pairs {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.extend([name, "=", &encode(value)]);
        }
        Some(address)
    }

    /// Whether the provider has just said who holds this browser.
    pub fn is_recognised(&self, visit: &Visit) -> bool {
        visit.passage.lookup(self.store.clock.now()).is_some()
    }

    /// Takes the question of this state out of the session: whoever comes second finds nothing.
    async fn take_question(&self, visit: &Visit, state: &str) -> Result<Option<Question>, Fault> {
        let (store, secret, state) = (self.store.clone(), visit.secret.clone(), state.to_owned());
        let now = self.store.clock.now();
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                let Some(session) = sessions::load(tx, &store, &secret).await? else {
                    return Ok(None);
                };
                let content: Value = serde_json::from_slice(&session.content)
                    .map_err(|e| Fault::caused(Code::Damaged, "session content", e))?;
                let passage = Passage::from_value(content.get(FIELD).unwrap_or(&Value::Null));
                let Some(question) = passage.question.filter(|own| own.state == state) else {
                    return Ok(None);
                };
                let fields = vec![(FIELD, Value::Null)];
                let content = crate::service::with_fields(&session.content, fields)?;
                sessions::update(tx, &secret, &content).await?;
                Ok((now.0 < question.until).then_some(question))
            })
        });
        write.await
    }

    /// What the provider sent back with this browser.
    pub async fn end_passage(&self, visit: &Visit, came: &Returned) -> Result<Passed, Fault> {
        let Some(provider) = self.provider() else {
            return Ok(Passed::Stale);
        };
        let readable = came.state.len() <= LONGEST && came.code.len() <= LONGEST;
        if !visit.kept || !readable {
            return Ok(Passed::Stale);
        }
        let Some(question) = self.take_question(visit, &came.state).await? else {
            return Ok(Passed::Stale);
        };
        if !came.error.is_empty() || came.code.is_empty() {
            return Ok(Passed::Refused);
        }
        let issuer = provider.port.issuer();
        if !came.iss.is_empty() && came.iss != issuer {
            return Ok(Passed::False);
        }
        let redeem = provider
            .port
            .redeem(&came.code, &question.verifier, &provider.back);
        let said = match redeem.await {
            Ok(said) => said,
            Err(fault) if fault.code() == Code::Invalid => return Ok(Passed::Refused),
            Err(fault) => {
                tracing::warn!(%fault, "the provider of OpenID Connect does not answer");
                return Ok(Passed::Silent);
            }
        };
        let now = self.store.clock.now();
        let expected = Expected {
            issuer,
            client: provider.port.client(),
            nonce: &question.nonce,
            now: now.seconds(),
        };
        let subject = match idtoken::check(&said.token, &said.keys, &expected) {
            Ok(subject) => subject,
            Err(why) => {
                tracing::warn!(%why, "an ID token is refused");
                return Ok(Passed::False);
            }
        };
        let lookup = idtoken::lookup(issuer, &subject, self.store.secrets.pepper());
        let passage = Passage {
            question: None,
            proof: Some(Proof {
                lookup: kernel::id::to_hex(&lookup),
                until: now.plus_seconds(PATIENCE).0,
            }),
        };
        self.recognise(visit, &passage, question.toward).await
    }

    /// Writes what the provider said under a new secret: whoever planted the cookie gains nothing.
    async fn recognise(
        &self,
        visit: &Visit,
        passage: &Passage,
        toward: Toward,
    ) -> Result<Passed, Fault> {
        // The provider took its time: the session may be closed, or hold more, since.
        let now = self.visit(Some(visit.secret.cookie().as_str())).await?;
        if !now.kept {
            return Ok(Passed::Stale);
        }
        let now = Visit {
            device: visit.device,
            ..now
        };
        let secret = self.renew(&now, now.draft.clone()).await?;
        let now = Visit {
            secret: secret.clone(),
            ..now
        };
        self.keep(&now, vec![(FIELD, passage.to_value()?)]).await?;
        Ok(Passed::Yes(secret, toward))
    }

    /// Whether the provider has just said who holds this browser, as this account asks; `true` where it asks nothing.
    pub(crate) async fn has_passed(
        &self,
        visit: &Visit,
        account: AccountId,
    ) -> Result<bool, Fault> {
        let row = self.link_of(account).await?;
        let said = visit.passage.lookup(self.store.clock.now());
        Ok(row.is_none_or(|row| row.lookup.is_some() && row.lookup == said))
    }

    async fn link_of(&self, account: AccountId) -> Result<Option<SlotRow>, Fault> {
        let store = self.store.clone();
        let read = self
            .store
            .db
            .read(move |tx| Box::pin(async move { rows::slots_of(tx, &store, account).await }));
        Ok(read.await?.into_iter().find(|row| row.kind == OIDC))
    }

    /// Whether the account asks for the provider, and whether it could: a code, and paper to come in without it.
    pub async fn link_state(&self, person: &Person) -> Result<(bool, bool), Fault> {
        let (store, account) = (self.store.clone(), person.account);
        let read = self
            .store
            .db
            .read(move |tx| Box::pin(async move { rows::slots_of(tx, &store, account).await }));
        let slots = read.await?;
        let linked = slots.iter().any(|row| row.kind == OIDC);
        Ok((linked, may_link(&slots)))
    }

    /// Asks for the provider from now on, as the subject that it has just named.
    pub async fn link(&self, visit: &Visit) -> Result<Linked, Fault> {
        let person = visit.person()?.clone();
        let Some(lookup) = visit.passage.lookup(self.store.clock.now()) else {
            return Ok(Linked::Unproved);
        };
        let row = SlotRow {
            slot: SlotId::new(seal::random::bytes()),
            account: person.account,
            kind: OIDC.to_owned(),
            lookup: Some(lookup),
            salt: seal::random::bytes(),
            recipient: String::new(),
            ct: Vec::new(),
            passkey: None,
        };
        let this = self.clone();
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                this.hold(tx, &person).await?;
                let slots = rows::slots_of(tx, &this.store, person.account).await?;
                if !may_link(&slots) {
                    return Ok(Linked::Alone);
                }
                let holder = queries::slot_by_lookup(tx, &this.store, lookup).await?;
                if holder.is_some_and(|row| row.account != person.account) {
                    return Ok(Linked::Taken);
                }
                for old in slots.iter().filter(|row| row.kind == OIDC) {
                    rows::replace_slot(tx, person.account, old.slot).await?;
                }
                queries::add_slot(tx, &this.store, &row).await?;
                Ok(Linked::Yes)
            })
        });
        let linked = write.await?;
        // Whatever came of it, it was said once.
        self.keep(visit, vec![(FIELD, Value::Null)]).await?;
        Ok(linked)
    }
}

fn may_link(slots: &[SlotRow]) -> bool {
    has_paper(slots) && slots.iter().any(|row| is(row, Kind::Code))
}

fn none() -> Fault {
    Fault::new(Code::NotFound, "no provider of OpenID Connect")
}
