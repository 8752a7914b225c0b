//! Teams: a reader whose identity is given to its members (seal specification, section 6). Nobody comes in as a team; a
//! member opens its keys with her own.

use std::fmt::Write as _;

use kernel::{AccountId, DossierId};
use zeroize::Zeroizing;

use crate::vault::{self, Identity, Recipient};
use crate::{Error, Result, derive};

/// The keys of a team in the hands of one member: an age identity file with comments.
#[derive(Clone)]
pub struct TeamKeys {
    /// The team: keys copied into another row show.
    pub team: AccountId,
    /// Its members when the newest identity was made. Somebody who is missing since had it, and calls for another.
    pub members: Vec<AccountId>,
    /// Its identities, newest last: what is given to the team opens with the last one, its notes with the one of their
    /// time.
    pub identities: Vec<Identity>,
}

const FIRST_LINE: &str = "# preau team v1";

impl TeamKeys {
    /// A new team of these members.
    pub fn generate(team: AccountId, members: Vec<AccountId>) -> Self {
        Self {
            team,
            members,
            identities: vec![Identity::generate()],
        }
    }

    /// The identity that opens what is given to the team now.
    ///
    /// # Errors
    /// [`Error::Form`] when there is none.
    pub fn reader(&self) -> Result<&Identity> {
        self.identities.last().ok_or(Error::Form("team keys"))
    }

    /// Where the team's notes of a dossier stand: a digest that only its members can make, the same over the team's life.
    /// HKDF(first identity, dossier, "preau/v1/team/place").
    ///
    /// # Errors
    /// [`Error::Form`] when there is no identity.
    pub fn place(&self, d: DossierId) -> Result<[u8; 32]> {
        let first = self.identities.first().ok_or(Error::Form("team keys"))?;
        let secret = first.secret();
        Ok(*derive::hkdf(
            secret.as_bytes(),
            d.bytes(),
            "preau/v1/team/place",
        ))
    }

    fn to_text(&self) -> Zeroizing<String> {
        let members: Vec<String> = self.members.iter().map(ToString::to_string).collect();
        let mut out = Zeroizing::new(String::with_capacity(256 + 80 * self.identities.len()));
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "{FIRST_LINE}\n# team {}\n# members {}\n",
            self.team,
            members.join(" ")
        );
        for identity in &self.identities {
            out.push_str(&identity.secret());
            out.push('\n');
        }
        out
    }

    fn parse(text: &str) -> Result<Self> {
        let wrong = || Error::Form("team keys");
        let mut lines = text.strip_suffix('\n').ok_or_else(wrong)?.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(wrong());
        }
        let mut field = |name: &str| {
            lines
                .next()
                .and_then(|line| line.strip_prefix(name))
                .ok_or_else(wrong)
        };
        let team = field("# team ")?.parse().map_err(|_| wrong())?;
        let members = field("# members ")?
            .split_whitespace()
            .map(|id| id.parse().map_err(|_| wrong()));
        let members = members.collect::<Result<Vec<_>>>()?;
        let identities = lines
            .map(Identity::from_secret)
            .collect::<Result<Vec<_>>>()?;
        if identities.is_empty() {
            return Err(wrong());
        }
        Ok(Self {
            team,
            members,
            identities,
        })
    }

    /// For one member: age(keys → her reader identity), padded.
    ///
    /// # Errors
    /// None in practice.
    pub fn seal(&self, member: &Recipient) -> Result<Vec<u8>> {
        vault::encrypt_lines(&self.to_text(), member)
    }

    /// Opens what [`TeamKeys::seal`] made for a member of this team.
    ///
    /// # Errors
    /// [`Error::NoKey`] when it is not to this member, [`Error::Mismatch`] when it is another team's, [`Error::Form`] when
    /// it is no such file.
    pub fn open(ct: &[u8], team: AccountId, member: &Identity) -> Result<Self> {
        let keys = Self::parse(&vault::decrypt_lines(ct, member)?)?;
        if keys.team == team {
            Ok(keys)
        } else {
            Err(Error::Mismatch("team of its keys"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_opens_her_team_and_nobody_else_does() {
        let (team, other) = (AccountId::new([1; 16]), AccountId::new([2; 16]));
        let member = Identity::generate();
        let mut keys =
            TeamKeys::generate(team, vec![AccountId::new([3; 16]), AccountId::new([4; 16])]);
        let place = keys.place(DossierId::new([9; 16])).unwrap();
        keys.identities.push(Identity::generate());
        let ct = keys.seal(&member.to_public()).unwrap();
        let open = TeamKeys::open(&ct, team, &member).unwrap();
        assert_eq!(open.members, keys.members);
        assert_eq!(
            *open.reader().unwrap().secret(),
            *keys.reader().unwrap().secret()
        );
        // Its notes stay where they are when its identity is renewed, and are elsewhere for another dossier.
        assert_eq!(open.place(DossierId::new([9; 16])).unwrap(), place);
        assert_ne!(open.place(DossierId::new([8; 16])).unwrap(), place);
        assert!(matches!(
            TeamKeys::open(&ct, other, &member),
            Err(Error::Mismatch(_))
        ));
        assert!(matches!(
            TeamKeys::open(&ct, team, &Identity::generate()),
            Err(Error::NoKey)
        ));
        // Another file of the same shape is no team.
        let keyring = vault::encrypt_lines("# preau keyring v1\n", &member.to_public()).unwrap();
        assert!(matches!(
            TeamKeys::open(&keyring, team, &member),
            Err(Error::Form(_))
        ));
    }
}
