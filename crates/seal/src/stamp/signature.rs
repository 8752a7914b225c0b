//! Signatures inside time stamps: RSA PKCS #1 v1.5 and ECDSA on P-256 and P-384, with SHA-256,
//! SHA-384 or SHA-512. Anything else is refused by name.

use der::Encode as _;
use der::oid::ObjectIdentifier;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::traits::PublicKeyParts as _;
use sha2::Digest as _;
use spki::SubjectPublicKeyInfoOwned;

use super::query::SHA_256;
use crate::{Error, Result};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SHA_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");

const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_SHA_256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
const RSA_SHA_384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA_512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const ECDSA_SHA_256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
const ECDSA_SHA_384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const ECDSA_SHA_512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
const P_256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P_384: ObjectIdentifier = oid("1.3.132.0.34");

/// The shortest RSA key that is believed, in bits.
const RSA_BITS: usize = 2048;

/// A digest of the SHA-2 family.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(super) fn named(oid: ObjectIdentifier) -> Result<Self> {
        match oid {
            SHA_256 => Ok(Self::Sha256),
            SHA_384 => Ok(Self::Sha384),
            SHA_512 => Ok(Self::Sha512),
            _ => Err(Error::Form("digest algorithm of a time stamp")),
        }
    }

    pub(super) fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(bytes).to_vec(),
        }
    }

    fn pkcs1(self) -> rsa::Pkcs1v15Sign {
        match self {
            Self::Sha256 => rsa::Pkcs1v15Sign::new::<sha2::Sha256>(),
            Self::Sha384 => rsa::Pkcs1v15Sign::new::<sha2::Sha384>(),
            Self::Sha512 => rsa::Pkcs1v15Sign::new::<sha2::Sha512>(),
        }
    }
}

/// Checks a signature. `named` is the digest that the message names beside the algorithm: CMS may
/// say only `rsaEncryption`; certificates always name the digest in the algorithm.
pub(super) fn verify(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: ObjectIdentifier,
    named: Option<Hash>,
    message: &[u8],
    signature: &[u8],
) -> Result<()> {
    let unknown = Error::Form("signature algorithm of a time stamp");
    let (rsa, hash) = match algorithm {
        RSA => (true, named),
        RSA_SHA_256 => (true, Some(Hash::Sha256)),
        RSA_SHA_384 => (true, Some(Hash::Sha384)),
        RSA_SHA_512 => (true, Some(Hash::Sha512)),
        ECDSA_SHA_256 => (false, Some(Hash::Sha256)),
        ECDSA_SHA_384 => (false, Some(Hash::Sha384)),
        ECDSA_SHA_512 => (false, Some(Hash::Sha512)),
        _ => return Err(unknown),
    };
    let Some(hash) = hash else {
        return Err(unknown);
    };
    if named.is_some_and(|named| named != hash) {
        return Err(Error::Mismatch("digest algorithm of a time stamp"));
    }
    let digest = hash.of(message);
    let spki = key.to_der().map_err(|_| Error::Form("public key"))?;
    let valid = if rsa {
        let key =
            rsa::RsaPublicKey::from_public_key_der(&spki).map_err(|_| Error::Form("RSA key"))?;
        key.n().bits() >= RSA_BITS && key.verify(hash.pkcs1(), &digest, signature).is_ok()
    } else {
        ecdsa(key, &digest, signature)?
    };
    if valid {
        Ok(())
    } else {
        Err(Error::Mismatch("signature of a time stamp"))
    }
}

fn ecdsa(key: &SubjectPublicKeyInfoOwned, digest: &[u8], signature: &[u8]) -> Result<bool> {
    let wrong = || Error::Form("elliptic curve key");
    let curve = key
        .algorithm
        .parameters
        .as_ref()
        .and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
    if key.algorithm.oid != EC {
        return Err(wrong());
    }
    let point = key.subject_public_key.as_bytes().ok_or_else(wrong)?;
    match curve {
        Some(P_256) => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| wrong())?;
            Ok(p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()))
        }
        Some(P_384) => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| wrong())?;
            Ok(p384::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()))
        }
        _ => Err(wrong()),
    }
}
