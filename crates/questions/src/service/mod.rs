//! Use-cases: who may do what, and the life of a session, a question, an answer. Each writes in one transaction, and notes
//! what became public in the same one.

mod answering;
mod asking;
mod finding;
mod following;
mod mailing;
mod moderating;
mod pace;
mod queue;
mod reading;
mod reporting;
mod seat;
mod sessions;
mod sifting;
mod writing;

pub use crate::queries::answers::TakenUp;
pub use crate::queries::sifting::Refusal;
pub use answering::{Draft, Earlier, PARTS};
pub use asking::{Asked, Effort, Looked, NotAsked, Typed};
pub use finding::{Found, Key, Mine};
pub use moderating::Reworded;
pub(crate) use queue::begins;
pub use queue::{Desk, Near, Queued, SHOWN, View};
pub use reading::{Listing, Reads, Sources};
pub use reporting::{Line, Report};
pub use sessions::{Named, Words};
pub use sifting::{Choice, Repeats, Sample, Sifted};

use crate::model::{Panel, Question, Thread};
use crate::queries::{self, answers, questions};
use accounts::Accounts;
use accounts::model::Person;
use accounts::people::Role;
use guide::Content;
use kernel::ports::{Mailer, Search};
use kernel::{AnswerId, Code, Fault, Moment, OrgId, PanelId, QuestionId};
use std::sync::Arc;
use store::Store;
use store::db::Tx;

/// Who acts.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// Somebody who came in.
    Person(&'a Person),
    /// Who holds the machine.
    Operator,
}

/// A field that keeps a text from being kept, and the key of the sentence that says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// The field, as forms name it.
    pub field: &'static str,
    /// The key of the sentence.
    pub key: &'static str,
}

impl Wrong {
    pub(crate) const fn of(field: &'static str, key: &'static str) -> Self {
        Self { field, key }
    }
}

/// Why something was not kept.
#[derive(Debug)]
pub enum Refused {
    /// These fields say why.
    Wrong(Vec<Wrong>),
    /// Anything else.
    Fault(Fault),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What the other end of a use-case is: the parts of the program that this slice only knows by what they do.
pub struct Ports {
    /// Searches what Préau knows.
    pub search: Arc<dyn Search>,
    /// Sends mails, when a server is configured.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// The address that people type, without a slash at its end.
    pub address: Option<String>,
}

/// The use-cases. Cheap to clone.
#[derive(Clone)]
pub struct Panels {
    pub(crate) accounts: Accounts,
    /// What Préau knows.
    pub content: &'static Content,
    pub(crate) ports: Arc<Ports>,
    pub(crate) pace: Arc<pace::Pace>,
    pub(crate) misses: Arc<finding::Misses>,
    pub(crate) listings: Arc<reading::Listings>,
    /// Wakes whoever sends the mails.
    pub wake: Arc<tokio::sync::Notify>,
}

impl Panels {
    /// Over the accounts of the instance.
    pub fn new(accounts: Accounts, content: &'static Content, ports: Ports) -> Self {
        Self {
            accounts,
            content,
            ports: Arc::new(ports),
            pace: Arc::default(),
            misses: Arc::default(),
            listings: Arc::default(),
            wake: Arc::default(),
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.accounts.store
    }

    pub(crate) fn now(&self) -> Moment {
        self.store().clock.now()
    }

    /// A path of ours as a whole address.
    pub fn whole(&self, path: &str) -> String {
        let address = self.ports.address.as_deref().unwrap_or("http://localhost");
        [address.trim_end_matches('/'), path].concat()
    }

    /// The name under which it publishes.
    pub fn instance(&self) -> &str {
        &self.store().instance
    }

    /// The organisation whose sessions they prepare; `None` is every organisation.
    ///
    /// # Errors
    /// `NotFound` for whoever prepares none.
    async fn prepares_for(&self, by: By<'_>) -> Result<Option<OrgId>, Fault> {
        let By::Person(person) = by else {
            return Ok(None);
        };
        match self.accounts.role(person.account).await? {
            Role::Administrator => Ok(None),
            Role::Coordinator => {
                let members = self.accounts.members().await?;
                let mine = members
                    .into_iter()
                    .find(|one| one.account == person.account);
                let mine = mine.ok_or(Fault::new(Code::NotFound, "no member"))?;
                Ok(Some(mine.org.id))
            }
            _ => Err(not_there("prepares no session")),
        }
    }

    /// Whether they prepare sessions: what menus ask.
    pub async fn prepares(&self, person: &Person) -> Result<bool, Fault> {
        match self.prepares_for(By::Person(person)).await {
            Ok(_) => Ok(true),
            Err(fault) if fault.code() == Code::NotFound => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// A session that they prepare.
    async fn prepared(&self, by: By<'_>, panel: PanelId) -> Result<Panel, Fault> {
        let org = self.prepares_for(by).await?;
        let panel = self.panel(panel).await?;
        if org.is_some_and(|org| org != panel.org) {
            return Err(not_there("another organisation's session"));
        }
        Ok(panel)
    }

    /// What everybody may read of a question.
    ///
    /// # Errors
    /// `NotFound` when it is not public.
    pub async fn thread(&self, question: QuestionId) -> Result<Thread, Fault> {
        let store = self.store().clone();
        let found = self.store().db.read(move |tx| {
            Box::pin(async move {
                let Some(question) = questions::get_public(tx, question).await? else {
                    return Ok(None);
                };
                public_thread(tx, &store, question).await.map(Some)
            })
        });
        found.await?.ok_or(not_there("no such public question"))
    }
}

/// The thread of a public question.
pub(crate) async fn public_thread(
    tx: &mut Tx,
    store: &Store,
    question: Question,
) -> Result<Thread, Fault> {
    Ok(Thread {
        parts: questions::parts(tx, question.id).await?,
        answers: answers::public_of(tx, store, question.id).await?,
        question,
    })
}

/// Everything of a question, drafts too.
pub(crate) async fn whole_thread(
    tx: &mut Tx,
    store: &Store,
    question: Question,
) -> Result<Thread, Fault> {
    Ok(Thread {
        parts: questions::parts_of(tx, &question).await?,
        answers: answers::of(tx, store, question.id).await?,
        question,
    })
}

/// The roles that may be named expert of a session.
pub const fn answers_questions(role: Role) -> bool {
    matches!(role, Role::Adviser | Role::Lawyer | Role::Coordinator)
}

pub(crate) fn not_there(why: &'static str) -> Fault {
    Fault::new(Code::NotFound, why)
}

/// Answers that everybody read are gone: what takes them up, in whatever session, does not lead there any more and says so. Last
/// of all, once [`changed`] holds the counter: whoever takes one of them up meanwhile has done so, or sees that it is gone.
pub(crate) async fn gone(tx: &mut Tx, given: &[AnswerId]) -> Result<(), Fault> {
    for answer in given {
        for (panel, question) in answers::taking_up(tx, *answer).await? {
            changed(tx, panel, Some(question)).await?;
        }
    }
    Ok(())
}

/// Notes that something public changed: those who listen hear of it once it is committed.
pub(crate) async fn changed(
    tx: &mut Tx,
    panel: PanelId,
    question: Option<QuestionId>,
) -> Result<(), Fault> {
    queries::events::add(tx, panel, question).await
}
