//! The one policy: who may do what with a dossier. Everything that is not said here is refused.

use kernel::{Actor, Code, Fault, Moment};
use seal::grant::Rights;

/// What can be done with a dossier, in the words of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Look: the summary, the pieces, what was said.
    Look,
    /// Open the pages where the dossier is worked on.
    Read,
    /// Say something to those who follow the dossier.
    Comment,
    /// Add or correct an entry.
    Write,
    /// Ask for a date on the head (« Sceller »).
    Seal,
    /// Produce an export.
    Export,
    /// Withdraw a piece.
    Withdraw,
    /// Decide who adds, and what is taken in or watched.
    Manage,
    /// Decide who reads.
    Share,
    /// Delete the dossier.
    Delete,
}

impl Action {
    /// Every act, for tests that go through the whole table.
    pub const ALL: [Self; 10] = [
        Self::Look,
        Self::Read,
        Self::Comment,
        Self::Write,
        Self::Seal,
        Self::Export,
        Self::Withdraw,
        Self::Manage,
        Self::Share,
        Self::Delete,
    ];

    /// Whether the act asks for the code again once the session is not fresh (specification, section 7).
    pub const fn is_serious(self) -> bool {
        matches!(
            self,
            Self::Export | Self::Withdraw | Self::Share | Self::Delete
        )
    }
}

/// Decides. "Not yours" looks the same as "not there".
pub fn may(actor: Actor, action: Action, rights: Rights) -> Result<(), Fault> {
    let allowed = match (actor, rights) {
        (Actor::Person(_), Rights::Owner) => true,
        (Actor::Person(_), Rights::Act(_)) => matches!(
            action,
            Action::Look | Action::Read | Action::Comment | Action::Write
        ),
        (Actor::Person(_), Rights::Comment(_)) => matches!(action, Action::Look | Action::Comment),
        (Actor::Person(_), Rights::Read(_)) => action == Action::Look,
        (Actor::Anonymous | Actor::Visitor | Actor::Server | Actor::Operator, _) => false,
    };
    if allowed {
        Ok(())
    } else {
        Err(Fault::new(Code::NotFound, "the policy refuses this act"))
    }
}

/// How long a proof (the code) stays fresh, in seconds.
pub const FRESH_SECONDS: i64 = 15 * 60;

/// Whether a serious act may go on without a new proof.
pub fn is_fresh(now: Moment, fresh_until: Moment) -> bool {
    now <= fresh_until
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::AccountId;

    #[test]
    fn only_a_person_and_only_within_her_rights() {
        let person = Actor::Person(AccountId::new([1; 16]));
        for action in Action::ALL {
            for actor in [
                Actor::Anonymous,
                Actor::Visitor,
                Actor::Server,
                Actor::Operator,
            ] {
                for rights in [
                    Rights::Owner,
                    Rights::Act(1),
                    Rights::Comment(1),
                    Rights::Read(1),
                ] {
                    assert_eq!(
                        may(actor, action, rights).unwrap_err().code(),
                        Code::NotFound,
                        "{actor:?} {action:?}"
                    );
                }
            }
            assert!(may(person, action, Rights::Owner).is_ok());
            assert_eq!(
                may(person, action, Rights::Act(2)).is_ok(),
                matches!(
                    action,
                    Action::Look | Action::Read | Action::Comment | Action::Write
                )
            );
            assert_eq!(
                may(person, action, Rights::Comment(2)).is_ok(),
                matches!(action, Action::Look | Action::Comment)
            );
            assert_eq!(
                may(person, action, Rights::Read(2)).is_ok(),
                action == Action::Look
            );
        }
    }

    #[test]
    fn a_proof_goes_stale() {
        assert!(is_fresh(Moment(5), Moment(5)));
        assert!(!is_fresh(Moment(6), Moment(5)));
    }
}
