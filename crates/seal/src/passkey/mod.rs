//! Passkeys (W3C Web Authentication, Level 3): what a browser hands over when one is made (section 7.1) and when it is
//! used (section 7.2), checked without attestation. What opens a dossier is not here: the output of the extension `prf`
//! (section 10.1.4) never leaves the browser but in a form, and makes a slot ([`crate::slot::SlotKeys::of_passkey`]).

mod cbor;
mod key;
#[cfg(test)]
mod tests;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64U;
use serde::Deserialize;

use crate::secrets::Pepper;
use crate::{Error, sha256};
use cbor::Reader;
use key::Key;

pub use key::ALGORITHMS;

/// The longest id of a credential, in bytes (section 4).
pub const LONGEST_ID: usize = 1023;
/// The longest message taken from a browser, in bytes.
const LONGEST: usize = 8 << 10;
/// Length of the digest, the flags and the counter that every authenticator's data begins with.
const HEAD: usize = 37;
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;
const EXTENDED: u8 = 0x80;

/// Why what a browser handed over is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// Not written as the standard says.
    Form(&'static str),
    /// Made for another act than this one.
    Act,
    /// An answer to another question, or to none of ours.
    Challenge,
    /// Made on another site.
    Origin,
    /// Made for another relying party.
    Site,
    /// Nobody touched it.
    Absent,
    /// It did not ask who is there.
    Unverified,
    /// A kind of key that is not believed.
    Algorithm,
    /// The signature is not that of this key.
    Signature,
    /// Its counter did not go on: there may be a copy of it.
    Copied,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form(what) => what,
            Self::Act => "made for another act",
            Self::Challenge => "answers another question",
            Self::Origin => "made on another site",
            Self::Site => "made for another relying party",
            Self::Absent => "nobody touched it",
            Self::Unverified => "the person was not verified",
            Self::Algorithm => "a kind of key that is not believed",
            Self::Signature => "the signature is not that of the key",
            Self::Copied => "the counter went back",
        })
    }
}

impl std::error::Error for Refused {}

/// The relying party: where passkeys of this instance are made and used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    origin: String,
    id: String,
}

impl Site {
    /// The site of the address that people type. None where browsers know no passkey: a number instead of a name, or plain
    /// HTTP elsewhere than on `localhost`.
    pub fn of(address: &str) -> Option<Self> {
        let origin = address.trim_end_matches('/').to_ascii_lowercase();
        let (scheme, authority) = origin.split_once("://")?;
        let (id, port) = authority.split_once(':').unwrap_or((authority, ""));
        let is_name = id
            .split('.')
            .next_back()?
            .starts_with(|c: char| c.is_ascii_lowercase())
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
        let is_secure = scheme == "https" || (scheme == "http" && id == "localhost");
        if !is_name || !is_secure || !port.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // As a browser writes it: without the port that goes without saying.
        let usual = (scheme, port) == ("https", "443") || (scheme, port) == ("http", "80");
        let origin = match port {
            "" => origin.clone(),
            _ if usual => [scheme, "://", id].concat(),
            _ => origin.clone(),
        };
        let id = id.to_owned();
        Some(Self { origin, id })
    }

    /// The relying party's id: the host.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// What the browser signed for (section 5.8.1). Other fields may come.
#[derive(Deserialize)]
struct Client {
    #[serde(rename = "type")]
    act: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    framed: bool,
}

fn check_client(client: &[u8], act: &str, site: &Site, challenge: &[u8]) -> Result<(), Refused> {
    if client.len() > LONGEST {
        return Err(Refused::Form("what the browser signed for is too long"));
    }
    let client: Client = serde_json::from_slice(client)
        .map_err(|_| Refused::Form("what the browser signed for cannot be read"))?;
    if client.act != act {
        return Err(Refused::Act);
    }
    if B64U.decode(client.challenge).ok().as_deref() != Some(challenge) {
        return Err(Refused::Challenge);
    }
    if client.origin != site.origin || client.framed {
        return Err(Refused::Origin);
    }
    Ok(())
}

/// What an authenticator says (section 6.1).
struct Said<'a> {
    flags: u8,
    count: u32,
    rest: &'a [u8],
}

fn said<'a>(data: &'a [u8], site: &Site) -> Result<Said<'a>, Refused> {
    let short = || Refused::Form("the authenticator's data are cut");
    if data.len() > LONGEST {
        return Err(Refused::Form("the authenticator's data are too long"));
    }
    let (head, rest) = data.split_first_chunk::<HEAD>().ok_or_else(short)?;
    let (digest, head) = head.split_first_chunk::<32>().ok_or_else(short)?;
    let (flags, count) = head.split_first().ok_or_else(short)?;
    if digest != sha256(site.id.as_bytes()).bytes() {
        return Err(Refused::Site);
    }
    if flags & PRESENT == 0 {
        return Err(Refused::Absent);
    }
    if flags & VERIFIED == 0 {
        return Err(Refused::Unverified);
    }
    Ok(Said {
        flags: *flags,
        count: u32::from_be_bytes(count.try_into().map_err(|_| short())?),
        rest,
    })
}

/// What follows the head: extensions when they are announced, and nothing else.
fn check_extensions(said: &Said<'_>, rest: &[u8]) -> Result<(), Refused> {
    let mut reader = Reader::new(rest);
    if said.flags & EXTENDED != 0 {
        reader.skip()?;
    }
    reader.end()
}

/// A passkey as it is kept: its public key and the last value of its counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    key: Key,
    count: u32,
}

/// A passkey that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What the authenticator calls it.
    pub id: Vec<u8>,
    /// What is kept of it.
    pub passkey: Passkey,
}

/// Reads what a browser hands over when a passkey is made (section 7.1). Attestation is not asked for and not looked at: it
/// would tell which device somebody has.
///
/// # Errors
/// Why it is not believed.
pub fn made(
    site: &Site,
    challenge: &[u8],
    client: &[u8],
    attestation: &[u8],
) -> Result<Made, Refused> {
    check_client(client, "webauthn.create", site, challenge)?;
    if attestation.len() > LONGEST {
        return Err(Refused::Form("the attestation is too long"));
    }
    let said = said(cbor::authenticator_data(attestation)?, site)?;
    if said.flags & ATTESTED == 0 {
        return Err(Refused::Form("no key was made"));
    }
    let cut = || Refused::Form("the new key is cut");
    let (_model, rest) = said.rest.split_first_chunk::<16>().ok_or_else(cut)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or_else(cut)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (id, rest) = rest.split_at_checked(length).ok_or_else(cut)?;
    if !(16..=LONGEST_ID).contains(&length) {
        return Err(Refused::Form(
            "an id of a length that no authenticator gives",
        ));
    }
    let (key, rest) = Key::read(rest)?;
    check_extensions(&said, rest)?;
    Ok(Made {
        id: id.to_owned(),
        passkey: Passkey {
            key,
            count: said.count,
        },
    })
}

impl Passkey {
    /// As it is kept: the counter, then the key as its authenticator wrote it (RFC 9052, section 7).
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.count.to_be_bytes().as_slice(), self.key.bytes()].concat()
    }

    /// Reads what [`Passkey::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Error::Form`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let wrong = || Error::Form("passkey");
        let (count, key) = bytes.split_first_chunk::<4>().ok_or_else(wrong)?;
        let (key, rest) = Key::read(key).map_err(|_| wrong())?;
        if !rest.is_empty() {
            return Err(wrong());
        }
        Ok(Self {
            key,
            count: u32::from_be_bytes(*count),
        })
    }

    /// Checks what a browser hands over when the passkey is used (section 7.2), and moves its counter.
    ///
    /// # Errors
    /// Why it is not believed; the counter is then as it was.
    pub fn check(
        &mut self,
        site: &Site,
        challenge: &[u8],
        client: &[u8],
        data: &[u8],
        signature: &[u8],
    ) -> Result<(), Refused> {
        check_client(client, "webauthn.get", site, challenge)?;
        let said = said(data, site)?;
        if said.flags & ATTESTED != 0 {
            return Err(Refused::Form("a new key where none is made"));
        }
        check_extensions(&said, said.rest)?;
        let message = [data, sha256(client).bytes()].concat();
        if !self.key.verifies(&message, signature) {
            return Err(Refused::Signature);
        }
        // Those that count nothing always say zero.
        if (said.count, self.count) != (0, 0) && said.count <= self.count {
            return Err(Refused::Copied);
        }
        self.count = said.count;
        Ok(())
    }
}

/// What finds the slot of a passkey: P("passkey", id). The id itself is written nowhere in clear.
pub fn lookup(id: &[u8], pepper: &Pepper) -> [u8; 32] {
    pepper.lookup("passkey", id)
}

/// What the extension `prf` is asked over: "preau/v1/prf" ‖ salt. The salt is the instance's, since the passkey is known
/// only once it has answered; outputs differ by passkey anyway.
pub fn prf_input(pepper: &Pepper) -> Vec<u8> {
    let salt = pepper.lookup("prf", b"");
    let salt = salt.first_chunk::<16>().copied().unwrap_or_default();
    [b"preau/v1/prf".as_slice(), &salt].concat()
}

/// What authenticators call the account: they show passkeys of one account once. Nothing is found by it.
pub fn user(account: &[u8], pepper: &Pepper) -> [u8; 16] {
    let user = pepper.lookup("passkey-user", account);
    user.first_chunk::<16>().copied().unwrap_or_default()
}

/// Bytes as a page writes them: base64url.
pub fn to_text(bytes: &[u8]) -> String {
    B64U.encode(bytes)
}

/// Reads what a page wrote; none for what is longer than any message of a browser.
pub fn from_text(text: &str) -> Option<Vec<u8>> {
    if text.len() > 2 * LONGEST {
        return None;
    }
    B64U.decode(text).ok()
}
