//! The record where a domain publishes a key (RFC 6376, section 3.6.1).

use super::{Why, bytes_of, tags};
use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::traits::PublicKeyParts as _;
use sha2::Sha256;

/// Bits of the smallest RSA key (RFC 8301).
const LEAST: usize = 1024;

enum Kind {
    Rsa(Box<rsa::RsaPublicKey>),
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
}

pub(super) struct Key {
    kind: Kind,
    /// It signs for its own domain only, none below (`t=s`).
    pub(super) is_strict: bool,
}

impl Key {
    /// Reads a record, for a signature of that kind.
    pub(super) fn read(record: &str, ed25519: bool) -> Result<Self, Why> {
        let tags = tags(record).ok_or(Why::Key)?;
        let tag = |name: &str| tags.iter().find(|(own, _)| *own == name).map(|(_, v)| *v);
        let holds = |name: &str, wanted: &[&str]| {
            tag(name).is_none_or(|list| list.split(':').any(|one| wanted.contains(&one.trim())))
        };
        let wanted = if ed25519 { "ed25519" } else { "rsa" };
        let is_for_mail = tag("v").is_none_or(|version| version == "DKIM1")
            && tag("k").unwrap_or("rsa") == wanted
            && holds("h", &["sha256"])
            && holds("s", &["*", "email"]);
        let key = tag("p").ok_or(Why::Key)?;
        if key.is_empty() {
            return Err(Why::Revoked);
        }
        let bytes = bytes_of(key).filter(|_| is_for_mail).ok_or(Why::Key)?;
        let kind = if ed25519 {
            let bytes = bytes.as_slice().try_into().map_err(|_| Why::Key)?;
            let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| Why::Key)?;
            Kind::Ed25519(Box::new(key))
        } else {
            // Records hold one writing or the other; `rsa` itself refuses keys above 4096 bits.
            let key = rsa::RsaPublicKey::from_public_key_der(&bytes)
                .or_else(|_| rsa::RsaPublicKey::from_pkcs1_der(&bytes).map_err(|_| Why::Key))
                .map_err(|_| Why::Key)?;
            if key.n().bits() < LEAST {
                return Err(Why::Weak);
            }
            Kind::Rsa(Box::new(key))
        };
        let flags = tag("t").unwrap_or_default();
        Ok(Self {
            kind,
            is_strict: flags.split(':').any(|flag| flag.trim() == "s"),
        })
    }

    /// Whether `value` signs that SHA-256 digest.
    pub(super) fn verifies(&self, digest: &[u8], value: &[u8]) -> bool {
        match &self.kind {
            Kind::Rsa(key) => key
                .verify(rsa::Pkcs1v15Sign::new::<Sha256>(), digest, value)
                .is_ok(),
            Kind::Ed25519(key) => ed25519_dalek::Signature::from_slice(value)
                .is_ok_and(|value| key.verify_strict(digest, &value).is_ok()),
        }
    }
}
