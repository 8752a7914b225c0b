//! Slots: the ways to open an account. Each holds the reader identity R as an age file to a slot
//! identity that only the person can derive. Since only its public half is needed to write, R can
//! be renewed without asking for any secret.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::code::ReturnCode;
use crate::invite::Invite;
use crate::secrets::Pepper;
use crate::sheet::{Pair, Twelve};
use crate::vault::{self, Identity, Recipient};
use crate::{Error, Result, derive, random};

/// Argon2id (RFC 9106): 64 MiB, three passes, one lane.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// How a slot is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A return code of 8 words.
    Code,
    /// A printed sheet of 12 words.
    Sheet,
    /// Two cards of three.
    Trio,
    /// A passphrase that the person chose, with a login name.
    Passphrase,
    /// A passkey whose browser gives the output of the extension `prf`.
    Passkey,
    /// A token in an address, with four words told by another way.
    Invite,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Code => "code",
            Self::Sheet => "sheet",
            Self::Trio => "trio",
            Self::Passphrase => "passphrase",
            Self::Passkey => "passkey",
            Self::Invite => "invite",
        })
    }
}

impl FromStr for Kind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "code" => Ok(Self::Code),
            "sheet" => Ok(Self::Sheet),
            "trio" => Ok(Self::Trio),
            "passphrase" => Ok(Self::Passphrase),
            "passkey" => Ok(Self::Passkey),
            "invite" => Ok(Self::Invite),
            _ => Err(Error::Form("kind of slot")),
        }
    }
}

/// The slot identity: HKDF(IKM, salt, "preau/v1/slot/identity").
pub(crate) fn identity(ikm: &[u8], salt: &[u8; 16]) -> Result<Identity> {
    Identity::from_bytes(&derive::hkdf(ikm, salt, "preau/v1/slot/identity"))
}

/// What a secret gives for one slot: where to find it and what opens it.
pub struct SlotKeys {
    /// The lookup of the row.
    pub lookup: [u8; 32],
    /// Opens the slot's `ct`.
    pub identity: Identity,
}

impl SlotKeys {
    /// The keys of a return code for a slot with this salt.
    ///
    /// # Errors
    /// None in practice.
    pub fn of_code(code: &ReturnCode, pepper: &Pepper, salt: &[u8; 16]) -> Result<Self> {
        Ok(Self {
            lookup: code.lookup(pepper),
            identity: code.slot_identity(salt)?,
        })
    }

    /// The keys of a printed sheet.
    ///
    /// # Errors
    /// None in practice.
    pub fn of_sheet(sheet: &Twelve, pepper: &Pepper, salt: &[u8; 16]) -> Result<Self> {
        Ok(Self {
            lookup: sheet.lookup(pepper),
            identity: sheet.slot_identity(salt)?,
        })
    }

    /// The keys of two cards.
    ///
    /// # Errors
    /// None in practice.
    pub fn of_pair(pair: &Pair, pepper: &Pepper, salt: &[u8; 16]) -> Result<Self> {
        Ok(Self {
            lookup: pair.lookup(pepper),
            identity: pair.slot_identity(salt)?,
        })
    }

    /// The keys of a passphrase: slow on purpose (64 MiB, tenths of a second); run it in a bounded
    /// pool. IKM = Argon2id(NFKC(passphrase), salt) ‖ P("passphrase", salt).
    ///
    /// # Errors
    /// [`Error::TooLong`] above the 4 GiB that Argon2 takes.
    pub fn of_passphrase(
        passphrase: &str,
        login: &str,
        pepper: &Pepper,
        salt: &[u8; 16],
    ) -> Result<Self> {
        let typed: Zeroizing<String> = Zeroizing::new(passphrase.nfkc().collect());
        let params = argon2::Params::new(MEMORY_KIB, PASSES, LANES, Some(32))
            .map_err(|_| Error::Form("Argon2 parameters"))?;
        let mut ikm = Zeroizing::new([0; 64]);
        let (slow, peppered) = ikm.split_at_mut(32);
        argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
            .hash_password_into(typed.as_bytes(), salt, slow)
            .map_err(|_| Error::TooLong)?;
        peppered.copy_from_slice(&pepper.lookup("passphrase", salt));
        Ok(Self {
            lookup: login_lookup(login, pepper),
            identity: identity(&*ikm, salt)?,
        })
    }

    /// The keys of a passkey: its id finds the slot, the output of its extension `prf` opens it.
    ///
    /// # Errors
    /// None in practice.
    pub fn of_passkey(
        id: &[u8],
        output: &[u8; 32],
        pepper: &Pepper,
        salt: &[u8; 16],
    ) -> Result<Self> {
        Ok(Self {
            lookup: crate::passkey::lookup(id, pepper),
            identity: identity(output, salt)?,
        })
    }
}

/// A login name as it is looked up: without spaces around, lower-case, compatible forms made one (NFKC).
pub fn login_name(typed: &str) -> String {
    typed.nfkc().collect::<String>().trim().to_lowercase()
}

/// What finds the passphrase slot of a login name: P("login", name), the name exactly as given.
pub fn login_lookup(login: &str, pepper: &Pepper) -> [u8; 32] {
    pepper.lookup("login", login.as_bytes())
}

/// A slot as it is stored; the row adds its id and account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// How it is opened.
    pub kind: Kind,
    /// What finds it.
    pub lookup: [u8; 32],
    /// The salt of its derivation.
    pub salt: [u8; 16],
    /// The public half of its identity.
    pub recipient: Recipient,
    /// age(R's identity → recipient).
    pub ct: Vec<u8>,
}

impl Slot {
    fn new(kind: Kind, salt: [u8; 16], keys: &SlotKeys, reader: &Identity) -> Result<Self> {
        let recipient = keys.identity.to_public();
        let ct = wrap(reader, &recipient)?;
        Ok(Self {
            kind,
            lookup: keys.lookup,
            salt,
            recipient,
            ct,
        })
    }

    /// A slot that this code opens.
    ///
    /// # Errors
    /// None in practice.
    pub fn for_code(code: &ReturnCode, pepper: &Pepper, reader: &Identity) -> Result<Self> {
        let salt = random::bytes();
        Self::new(
            Kind::Code,
            salt,
            &SlotKeys::of_code(code, pepper, &salt)?,
            reader,
        )
    }

    /// A slot that this sheet opens.
    ///
    /// # Errors
    /// None in practice.
    pub fn for_sheet(sheet: &Twelve, pepper: &Pepper, reader: &Identity) -> Result<Self> {
        let salt = random::bytes();
        let keys = SlotKeys::of_sheet(sheet, pepper, &salt)?;
        Self::new(Kind::Sheet, salt, &keys, reader)
    }

    /// The three slots of three cards: one for each two of them.
    ///
    /// # Errors
    /// None in practice.
    pub fn for_trio(cards: &[Twelve; 3], pepper: &Pepper, reader: &Identity) -> Result<[Self; 3]> {
        let [one, two, three] = cards;
        let of = |lower, higher| {
            let salt = random::bytes();
            let keys = SlotKeys::of_pair(&Pair::of(lower, higher), pepper, &salt)?;
            Self::new(Kind::Trio, salt, &keys, reader)
        };
        Ok([of(one, two)?, of(one, three)?, of(two, three)?])
    }

    /// A slot that this passphrase opens; slow, see [`SlotKeys::of_passphrase`].
    ///
    /// # Errors
    /// [`Error::TooLong`] on an absurd passphrase.
    pub fn for_passphrase(
        passphrase: &str,
        login: &str,
        pepper: &Pepper,
        reader: &Identity,
    ) -> Result<Self> {
        let salt = random::bytes();
        let keys = SlotKeys::of_passphrase(passphrase, login, pepper, &salt)?;
        Self::new(Kind::Passphrase, salt, &keys, reader)
    }

    /// A slot that this passkey opens.
    ///
    /// # Errors
    /// None in practice.
    pub fn for_passkey(
        id: &[u8],
        output: &[u8; 32],
        pepper: &Pepper,
        reader: &Identity,
    ) -> Result<Self> {
        let salt = random::bytes();
        let keys = SlotKeys::of_passkey(id, output, pepper, &salt)?;
        Self::new(Kind::Passkey, salt, &keys, reader)
    }

    /// A slot that this invitation opens.
    ///
    /// # Errors
    /// None in practice.
    pub fn for_invite(invite: &Invite, reader: &Identity) -> Result<Self> {
        let salt = random::bytes();
        let keys = invite.keys(&salt)?;
        Self::new(Kind::Invite, salt, &keys, reader)
    }

    /// Opens R.
    ///
    /// # Errors
    /// [`Error::NoKey`] when these are not its keys, [`Error::Mismatch`] or [`Error::Form`] when
    /// the row was changed.
    pub fn open(&self, keys: &SlotKeys) -> Result<Identity> {
        let text = Zeroizing::new(vault::decrypt(
            &self.ct,
            std::slice::from_ref(&keys.identity),
        )?);
        let text = std::str::from_utf8(&text).map_err(|_| Error::Form("slot"))?;
        Identity::from_secret(text.trim_end_matches('\n'))
    }

    /// Puts a new R into the slot, without its secret.
    ///
    /// # Errors
    /// None in practice.
    pub fn renew(&mut self, reader: &Identity) -> Result<()> {
        self.ct = wrap(reader, &self.recipient)?;
        Ok(())
    }
}

/// An age identity file of one line, so that `age -d -i slot.key slot.age > reader.key` works.
fn wrap(reader: &Identity, to: &Recipient) -> Result<Vec<u8>> {
    let mut text = reader.secret();
    text.push('\n');
    vault::encrypt(text.as_bytes(), std::slice::from_ref(to))
}
