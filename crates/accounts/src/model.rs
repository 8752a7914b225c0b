//! Who is here: the visit of one request, and the person when a session holds her key. These live for
//! one request and are wiped when it ends.

use crate::devices::Device;
use crate::drawn::Drawn;
use crate::oidc::Passage;
use kernel::{AccountId, Actor, Code, Fault, Moment};
use seal::code::ReturnCode;
use seal::session::Secret;
use seal::vault::Identity;
use serde_json::Value;
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
    /// Words that were drawn and are in force only once the person has them.
    pub drawn: Option<Drawn>,
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
            drawn: None,
            passage: Passage::default(),
            device: None,
        }
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
