//! Who is here: the visit of one request, and the person when a session holds her key. These live for
//! one request and are wiped when it ends.

use crate::devices::Device;
use crate::drawn::{Drawn, Waiting};
use crate::oidc::Passage;
use kernel::{AccountId, Actor, Code, Fault, Moment, SlotId};
use seal::code::ReturnCode;
use seal::session::Secret;
use seal::vault::Identity;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use ui::Refusal;

/// A person whose session holds her reader identity.
#[derive(Clone)]
pub struct Person {
    /// Her account.
    pub account: AccountId,
    /// Her reader identity: it opens her grants.
    pub reader: Identity,
    /// Until when serious acts need no new proof.
    pub fresh_until: Moment,
    /// Her code, until she has typed it back.
    pub code: Option<ReturnCode>,
}

/// An account whose passkey was used a moment ago in this session, and opened nothing.
#[derive(Clone)]
pub struct Touched {
    /// Whose it is.
    pub account: AccountId,
    /// Until when it counts.
    pub until: Moment,
}

/// Somebody whose words opened, and who makes a passkey before she is in.
#[derive(Clone)]
pub struct Entering {
    /// Her account.
    pub account: AccountId,
    /// What her words opened.
    pub reader: Identity,
    /// The invitation that she came by.
    pub invitation: Option<SlotId>,
    /// Until when she may.
    pub until: Moment,
}

impl Touched {
    /// For the session's blob.
    pub fn to_value(&self) -> Value {
        json!({ "account": self.account.to_string(), "until": self.until.0 })
    }

    /// Reads what [`Touched::to_value`] wrote.
    pub fn from_value(value: &Value) -> Option<Self> {
        Some(Self {
            account: value.get("account")?.as_str()?.parse().ok()?,
            until: Moment(value.get("until")?.as_i64()?),
        })
    }
}

impl Entering {
    /// For the session's blob.
    pub fn to_value(&self) -> Value {
        json!({
            "account": self.account.to_string(),
            "reader": self.reader.secret().as_str(),
            "invitation": self.invitation.map(|slot| slot.to_string()),
            "until": self.until.0,
        })
    }

    /// Reads what [`Entering::to_value`] wrote.
    pub fn from_value(value: &Value) -> Option<Self> {
        let invitation = value.get("invitation")?.as_str();
        Some(Self {
            account: value.get("account")?.as_str()?.parse().ok()?,
            reader: Identity::from_secret(value.get("reader")?.as_str()?).ok()?,
            invitation: invitation.map(str::parse).transpose().ok()?,
            until: Moment(value.get("until")?.as_i64()?),
        })
    }
}

/// One request's visit.
#[derive(Clone)]
pub struct Visit {
    /// The cookie's secret: drawn for a first visit, which costs no row.
    pub secret: Secret,
    /// The draft kept for 24 hours, as the public pages wrote it; `Null` when there is none.
    pub draft: Value,
    /// A form that was refused, to be shown again on its page.
    pub refusal: Option<Arc<Refusal>>,
    /// The person, when she came in with her code or has just opened a dossier.
    pub person: Option<Person>,
    /// Whether a row exists for this session.
    pub kept: bool,
    /// Words that were drawn and are in force only once the person has them; see [`Visit::drawn`].
    pub waiting: Option<Waiting>,
    /// The marks of those that this session put in force last, by kind.
    pub settled: BTreeMap<String, String>,
    /// A passkey that told who is there and opened nothing.
    pub touched: Option<Touched>,
    /// Who is coming in, until her passkey is made.
    pub entering: Option<Entering>,
    /// What is under way with the provider of OpenID Connect, and what it has said.
    pub passage: Passage,
    /// The browser, for the list of those where the account is open.
    pub device: Option<Device>,
}

impl Visit {
    /// A visit without anything kept.
    pub fn nobody(secret: Secret) -> Self {
        Self {
            secret,
            draft: Value::Null,
            refusal: None,
            person: None,
            kept: false,
            waiting: None,
            settled: BTreeMap::new(),
            touched: None,
            entering: None,
            passage: Passage::default(),
            device: None,
        }
    }

    /// Whether the code of whoever is here was never typed back: it is nowhere but in this session, and without it her
    /// dossier is lost.
    pub fn is_unnoted(&self) -> bool {
        let person = self.person.as_ref();
        person.is_some_and(|person| person.code.is_some())
    }

    /// The actor of this request.
    pub fn actor(&self) -> Actor {
        match &self.person {
            Some(person) => Actor::Person(person.account),
            None if self.kept => Actor::Visitor,
            None => Actor::Anonymous,
        }
    }

    /// The person, or the fault that leads to the page of the code.
    pub fn person(&self) -> Result<&Person, Fault> {
        self.person
            .as_ref()
            .ok_or(Fault::new(Code::SignIn, "no open session"))
    }

    /// What was drawn for this very person.
    pub fn drawn(&self) -> Option<&Drawn> {
        let person = self.person.as_ref()?;
        let waiting = self.waiting.as_ref()?;
        (waiting.account == person.account).then_some(&waiting.drawn)
    }

    /// Whether this session has put these words in force already: a button pressed twice.
    pub fn has_settled(&self, kind: &str, mark: &str) -> bool {
        self.settled.get(kind).is_some_and(|known| known == mark)
    }

    /// What the page layout is told.
    pub fn shown(&self) -> ui::Visit {
        match (&self.person, self.kept) {
            (Some(person), _) if person.code.is_some() => ui::Visit::Unconfirmed,
            (Some(_), _) => ui::Visit::Open,
            (None, true) => ui::Visit::Draft,
            (None, false) => ui::Visit::Anonymous,
        }
    }
}
