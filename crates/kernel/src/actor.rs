//! Who is asking. Every use-case takes an actor: there is no operation without one.

use crate::AccountId;

/// Whoever asks for something to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A visitor without any session.
    Anonymous,
    /// A visitor who keeps a 24-hour draft and nothing else.
    Visitor,
    /// A person whose session holds the key of her account.
    Person(AccountId),
    /// Work without a person: jobs that need no secret.
    Server,
    /// The operator on the command line, who reads no dossier.
    Operator,
}
