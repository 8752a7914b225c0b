//! Those to whom a dossier is often given, and what each seldom needs: boxes ticked beforehand, that she changes
//! as she likes (N044).

use crate::showing::{FOLLOW_UP, SITUATION, STORY, letter};

/// Somebody who receives an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// The public prosecutor.
    Procureur,
    /// A lawyer, or an association that supports her.
    Avocat,
    /// The recteur's services.
    Rectorat,
    /// The head of her school.
    Chef,
    /// A commissaire de justice, who records what can still be seen.
    Commissaire,
    /// The platform where it happened.
    Plateforme,
}

impl Recipient {
    /// In the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Procureur,
        Self::Avocat,
        Self::Rectorat,
        Self::Chef,
        Self::Commissaire,
        Self::Plateforme,
    ];

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Procureur => "procureur",
            Self::Avocat => "avocat",
            Self::Rectorat => "rectorat",
            Self::Chef => "chef",
            Self::Commissaire => "commissaire",
            Self::Plateforme => "plateforme",
        }
    }

    /// Its name on the page.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Procureur => "recipient-procureur",
            Self::Avocat => "recipient-avocat",
            Self::Rectorat => "recipient-rectorat",
            Self::Chef => "recipient-chef",
            Self::Commissaire => "recipient-commissaire",
            Self::Plateforme => "recipient-plateforme",
        }
    }

    /// What is left out unless she unticks it: whom she spoke to, what she asked of others, her story in full.
    /// Nothing is kept from those who judge or defend.
    pub fn leaves_out<'a>(self, letters: impl Iterator<Item = &'a str>) -> Vec<String> {
        let mut out = match self {
            Self::Procureur | Self::Avocat => return Vec::new(),
            Self::Rectorat | Self::Chef => vec![SITUATION.to_owned(), FOLLOW_UP.to_owned()],
            Self::Commissaire | Self::Plateforme => {
                [STORY, SITUATION, FOLLOW_UP].map(str::to_owned).into()
            }
        };
        if self == Self::Rectorat {
            return out;
        }
        out.extend(letters.map(letter));
        out
    }
}
