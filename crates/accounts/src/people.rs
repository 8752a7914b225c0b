//! Organisations and those who work for them. A person who keeps a dossier has no name here; staff has one, because
//! she must be able to choose to whom she opens it.

use kernel::{AccountId, OrgId};

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Keeps dossiers.
    Person,
    /// Was given one dossier by a link, without account before.
    Guest,
    /// Advises people (ASL, union, colleague on duty).
    Adviser,
    /// A lawyer.
    Lawyer,
    /// Shares the work out between advisers.
    Coordinator,
    /// The head of a school.
    Head,
    /// Watches over personal data.
    Dpo,
    /// Keeps the instance running; sees no content.
    Administrator,
    /// Several of these who work on the same dossiers: nobody comes in as a team.
    Team,
}

impl Role {
    /// Every role that an organisation gives to somebody.
    pub const STAFF: [Self; 6] = [
        Self::Adviser,
        Self::Lawyer,
        Self::Coordinator,
        Self::Head,
        Self::Dpo,
        Self::Administrator,
    ];

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Guest => "guest",
            Self::Adviser => "adviser",
            Self::Lawyer => "lawyer",
            Self::Coordinator => "coordinator",
            Self::Head => "head",
            Self::Dpo => "dpo",
            Self::Administrator => "administrator",
            Self::Team => "team",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        let mut all = [Self::Person, Self::Guest, Self::Team]
            .into_iter()
            .chain(Self::STAFF);
        all.find(|role| role.name() == name)
    }

    /// Whether an account of this role lives on when it opens no dossier.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Person | Self::Guest)
    }

    /// Whether it comes in with a passkey, as soon as an administrator of the instance has one: it sees or decides who
    /// works here, and is worth a stolen code.
    pub const fn needs_passkey(self) -> bool {
        matches!(self, Self::Administrator | Self::Coordinator | Self::Dpo)
    }

    /// Whether a person may open a dossier to it. Who keeps the instance or its registers sees no content.
    pub const fn can_be_given(self) -> bool {
        matches!(
            self,
            Self::Adviser | Self::Lawyer | Self::Coordinator | Self::Head | Self::Team
        )
    }
}

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrgKind {
    /// Autonome de solidarité laïque, by département.
    Asl,
    /// A section of a union.
    Union,
    /// Another association.
    Association,
    /// A school.
    School,
    /// An académie or a rectorat.
    Academy,
}

impl OrgKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Asl,
        Self::Union,
        Self::Association,
        Self::School,
        Self::Academy,
    ];

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asl => "asl",
            Self::Union => "union",
            Self::Association => "association",
            Self::School => "school",
            Self::Academy => "academy",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it stands above the person in her work: she is told so before she shares.
    pub const fn is_hierarchy(self) -> bool {
        matches!(self, Self::School | Self::Academy)
    }
}

/// An organisation of this instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Org {
    /// Its id.
    pub id: OrgId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrgKind,
    /// The département, or empty.
    pub place: String,
}

/// Somebody who works for an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// The organisation.
    pub org: Org,
    /// The role.
    pub role: Role,
    /// The name shown.
    pub name: String,
    /// The public half of the reader identity, once the invitation was accepted.
    pub recipient: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_an_administrator_is_given_no_dossier() {
        for role in [Role::Person, Role::Guest, Role::Team]
            .into_iter()
            .chain(Role::STAFF)
        {
            assert_eq!(Role::read(role.name()), Some(role));
        }
        for kind in OrgKind::ALL {
            assert_eq!(OrgKind::read(kind.name()), Some(kind));
        }
        assert!(!Role::Administrator.can_be_given() && !Role::Dpo.can_be_given());
        assert!(Role::Adviser.can_be_given() && !Role::Guest.is_staff());
    }
}
