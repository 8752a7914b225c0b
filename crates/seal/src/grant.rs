//! Grants: what a reader of a dossier holds. A grant row names no dossier; the keyring inside its
//! age file does.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use kernel::{DossierId, GrantId, Moment};
use zeroize::Zeroizing;

use crate::entry::By;
use crate::vault::{self, Identity, Recipient};
use crate::{Error, Result};

/// What the reader may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rights {
    /// Everything: the dossier is hers.
    Owner,
    /// Reads and adds, as N-th reader of the dossier.
    Act(u32),
    /// Reads and comments, as N-th reader of the dossier.
    Comment(u32),
    /// Reads, as N-th reader of the dossier.
    Read(u32),
}

impl Rights {
    /// The author that lines of this reader carry.
    pub const fn by(self) -> By {
        match self {
            Self::Owner => By::Owner,
            Self::Act(n) | Self::Comment(n) | Self::Read(n) => By::Reader(n),
        }
    }
}

impl fmt::Display for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner => f.write_str("owner"),
            Self::Act(n) => write!(f, "act r{n}"),
            Self::Comment(n) => write!(f, "comment r{n}"),
            Self::Read(n) => write!(f, "read r{n}"),
        }
    }
}

impl FromStr for Rights {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let rights = match text.split_once(" r") {
            None if text == "owner" => Some(Self::Owner),
            Some(("act", n)) => n.parse().ok().map(Self::Act),
            Some(("comment", n)) => n.parse().ok().map(Self::Comment),
            Some(("read", n)) => n.parse().ok().map(Self::Read),
            _ => None,
        };
        rights
            .filter(|rights| rights.to_string() == text)
            .ok_or(Error::Form("rights"))
    }
}

/// The keys of a dossier in the hands of one reader: an age identity file with comments.
#[derive(Clone)]
pub struct Keyring {
    /// The dossier.
    pub d: DossierId,
    /// The grant it belongs to: a keyring copied into another row shows.
    pub grant: GrantId,
    /// What the reader may do.
    pub rights: Rights,
    /// When access ends.
    pub until: Option<Moment>,
    /// One identity per epoch, newest last.
    pub identities: Vec<Identity>,
}

const FIRST_LINE: &str = "# preau keyring v1";

impl Keyring {
    /// The text, as `age -i` reads it.
    pub fn to_text(&self) -> Zeroizing<String> {
        let until = self
            .until
            .map_or_else(|| "none".to_owned(), Moment::rfc3339);
        let mut out = Zeroizing::new(String::with_capacity(256 + 80 * self.identities.len()));
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "{FIRST_LINE}\n# dossier {}\n# grant {}\n# rights {}\n# until {until}\n",
            self.d, self.grant, self.rights
        );
        for identity in &self.identities {
            out.push_str(&identity.secret());
            out.push('\n');
        }
        out
    }

    /// Reads what [`Keyring::to_text`] wrote.
    ///
    /// # Errors
    /// [`Error::Form`] when it is anything else.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || Error::Form("keyring");
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
        let d = field("# dossier ")?.parse().map_err(|_| wrong())?;
        let grant = field("# grant ")?.parse().map_err(|_| wrong())?;
        let rights = field("# rights ")?.parse()?;
        let until = match field("# until ")? {
            "none" => None,
            at => Some(Moment::parse(at).ok_or_else(wrong)?),
        };
        let identities = lines
            .map(Identity::from_secret)
            .collect::<Result<Vec<_>>>()?;
        if identities.is_empty() {
            return Err(wrong());
        }
        Ok(Self {
            d,
            grant,
            rights,
            until,
            identities,
        })
    }

    /// The recipient of the current epoch.
    pub fn recipient(&self) -> Option<Recipient> {
        self.identities.last().map(Identity::to_public)
    }

    /// Whether access has ended at this instant.
    pub fn lapsed(&self, now: Moment) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// The `ct` of the grant row: age(keyring → R), padded so that its size does not tell the
    /// number of epochs.
    ///
    /// # Errors
    /// None in practice.
    pub fn seal(&self, reader: &Recipient) -> Result<Vec<u8>> {
        vault::encrypt_lines(&self.to_text(), reader)
    }

    /// Opens the `ct` of a grant row; `grant` is the row's id.
    ///
    /// # Errors
    /// [`Error::NoKey`] when it is not to this reader, [`Error::Mismatch`] when it was moved from
    /// another row or changed, [`Error::Form`] when it is no keyring.
    pub fn open(ct: &[u8], grant: GrantId, reader: &Identity) -> Result<Self> {
        let keyring = Self::parse(&vault::decrypt_lines(ct, reader)?)?;
        if keyring.grant == grant {
            Ok(keyring)
        } else {
            Err(Error::Mismatch("grant of a keyring"))
        }
    }
}
