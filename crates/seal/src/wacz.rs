//! Signatures of web archives: WACZ Signing and Verification 0.1.0 (wacz-auth). What is signed is the text
//! `sha256:<hex>` of `datapackage.json`.
//!
//! Two forms, each as its reader checks it: anonymous, ECDSA P-384 with SHA-256, `r‖s` (ReplayWeb.page); domain, ECDSA
//! P-256 with SHA-256, DER, with the certificate of a name and an RFC 3161 token over the signature's text (authsign).

use crate::derive::hkdf;
use crate::note::SigningKey;
use crate::{Digest, Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::pkcs8::DecodePrivateKey as _;
use p384::ecdsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};
use sha2::Digest as _;
use zeroize::Zeroizing;

/// SubjectPublicKeyInfo of an uncompressed P-384 point, up to the point (RFC 5480).
const P384_SPKI: [u8; 23] = [
    0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b,
    0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00,
];

/// The text that is signed.
pub fn message(datapackage: &Digest) -> String {
    format!("sha256:{datapackage}")
}

/// The anonymous key of whoever holds a signing key: the same holder, the same key.
pub struct AnonymousKey(p384::ecdsa::SigningKey);

impl AnonymousKey {
    /// Derived, so that there is no second secret to keep.
    ///
    /// # Errors
    /// None in practice: a scalar out of range is one in 2^190, and the next is taken.
    pub fn of(holder: &SigningKey) -> Result<Self> {
        let seed = holder.expose();
        for n in 0..8_u8 {
            let mut scalar = Zeroizing::new([0; 48]);
            let (high, low) = scalar.split_at_mut(32);
            high.copy_from_slice(&*hkdf(&*seed, &[], &format!("preau/v1/wacz/{n}/0")));
            let last = hkdf(&*seed, &[], &format!("preau/v1/wacz/{n}/1"));
            low.copy_from_slice(last.first_chunk::<16>().ok_or(Error::NoKey)?);
            if let Ok(key) = p384::ecdsa::SigningKey::from_slice(&*scalar) {
                return Ok(Self(key));
            }
        }
        Err(Error::NoKey)
    }

    /// `publicKey`: the SPKI in base64.
    pub fn public(&self) -> String {
        let point = self.0.verifying_key().to_encoded_point(false);
        STANDARD.encode([P384_SPKI.as_slice(), point.as_bytes()].concat())
    }

    /// `signature`: `r‖s` in base64.
    ///
    /// # Errors
    /// None in practice.
    pub fn sign(&self, text: &str) -> Result<String> {
        let signature: p384::ecdsa::Signature = self
            .0
            .sign_prehash(&sha2::Sha256::digest(text))
            .map_err(|_| Error::Form("signature of an archive"))?;
        Ok(STANDARD.encode(signature.to_bytes()))
    }
}

/// Checks an anonymous signature against the key that comes with it.
///
/// # Errors
/// [`Error::Form`] when key or signature cannot be read, [`Error::Mismatch`] when it is false.
pub fn verify_anonymous(text: &str, signature: &str, public: &str) -> Result<()> {
    let wrong = || Error::Form("signature of an archive");
    let spki = STANDARD.decode(public).map_err(|_| wrong())?;
    let point = spki.strip_prefix(P384_SPKI.as_slice()).ok_or_else(wrong)?;
    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| wrong())?;
    let bytes = STANDARD.decode(signature).map_err(|_| wrong())?;
    let signature = p384::ecdsa::Signature::from_slice(&bytes).map_err(|_| wrong())?;
    key.verify_prehash(&sha2::Sha256::digest(text), &signature)
        .map_err(|_| Error::Mismatch("signature of an archive"))
}

/// The key of a name's certificate, when it is one that this form takes.
pub struct DomainKey(p256::ecdsa::SigningKey);

impl DomainKey {
    /// Reads the PKCS #8 PEM of a P-256 key.
    ///
    /// # Errors
    /// [`Error::Form`] for a key of another kind (RSA, P-384…): the archive is then signed without a name.
    pub fn from_pem(pem: &str) -> Result<Self> {
        p256::ecdsa::SigningKey::from_pkcs8_pem(pem)
            .map(Self)
            .map_err(|_| Error::Form("P-256 key"))
    }

    /// Whether the certificate (DER) is this key's.
    pub fn is_of(&self, certificate: &[u8]) -> bool {
        use der::Decode as _;
        let point = self.0.verifying_key().to_encoded_point(false);
        x509_cert::Certificate::from_der(certificate).is_ok_and(|certificate| {
            let key = certificate.tbs_certificate.subject_public_key_info;
            key.subject_public_key.as_bytes() == Some(point.as_bytes())
        })
    }

    /// `signature`: DER in base64.
    ///
    /// # Errors
    /// None in practice.
    pub fn sign(&self, text: &str) -> Result<String> {
        let signature: p256::ecdsa::Signature = self
            .0
            .sign_prehash(&sha2::Sha256::digest(text))
            .map_err(|_| Error::Form("signature of an archive"))?;
        Ok(STANDARD.encode(signature.to_der()))
    }
}

/// Checks a domain signature against the first certificate (DER) of its chain. The chain itself, and the name, are for
/// the caller.
///
/// # Errors
/// [`Error::Form`] when certificate or signature cannot be read, [`Error::Mismatch`] when it is false.
pub fn verify_domain(text: &str, signature: &str, certificate: &[u8]) -> Result<()> {
    use der::Decode as _;
    let wrong = || Error::Form("signature of an archive");
    let certificate = x509_cert::Certificate::from_der(certificate).map_err(|_| wrong())?;
    let info = certificate.tbs_certificate.subject_public_key_info;
    let point = info.subject_public_key.as_bytes().ok_or_else(wrong)?;
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| wrong())?;
    let bytes = STANDARD.decode(signature).map_err(|_| wrong())?;
    let signature = p256::ecdsa::Signature::from_der(&bytes).map_err(|_| wrong())?;
    key.verify_prehash(&sha2::Sha256::digest(text), &signature)
        .map_err(|_| Error::Mismatch("signature of an archive"))
}

/// Checks that a chain (PEM, the signer's certificate first) is for this name, every link valid `at`, up to `roots`
/// (DER).
///
/// # Errors
/// [`Error::Mismatch`] names what is false, [`Error::Form`] what cannot be read.
pub fn check_domain(
    domain: &str,
    chain: &[u8],
    at: kernel::Moment,
    roots: &[Vec<u8>],
) -> Result<crate::stamp::Trust> {
    let all = crate::stamp::chain::read_pem(chain)?;
    let (leaf, given) = all.split_first().ok_or(Error::Form("certificates"))?;
    if !is_named(leaf, domain) {
        return Err(Error::Mismatch("name of a certificate"));
    }
    let at = u64::try_from(at.0).map_err(|_| Error::Form("time of a signature"))?;
    let at = std::time::Duration::from_micros(at);
    crate::stamp::chain::build(leaf, given, roots, at).map(|(trust, _)| trust)
}

/// Whether a certificate is for a name: one of its alternative names or, without any, its common name.
fn is_named(certificate: &x509_cert::Certificate, domain: &str) -> bool {
    use x509_cert::ext::pkix::{SubjectAltName, name::GeneralName};
    let tbs = &certificate.tbs_certificate;
    match tbs.get::<SubjectAltName>() {
        Ok(Some((_, names))) => names.0.iter().any(|name| {
            matches!(name, GeneralName::DnsName(name) if name.as_str().eq_ignore_ascii_case(domain))
        }),
        Ok(None) => {
            let subject = tbs.subject.to_string();
            let mut parts = subject.split([',', '+']);
            parts.any(|part| {
                part.strip_prefix("CN=")
                    .is_some_and(|name| name.eq_ignore_ascii_case(domain))
            })
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anonymous_signature_is_its_holders_and_no_other() {
        let holder = SigningKey::generate();
        let key = AnonymousKey::of(&holder).unwrap();
        let text = message(&crate::sha256(b"{}"));
        let signature = key.sign(&text).unwrap();
        verify_anonymous(&text, &signature, &key.public()).unwrap();
        assert_eq!(key.public(), AnonymousKey::of(&holder).unwrap().public());
        let other = AnonymousKey::of(&SigningKey::generate()).unwrap();
        assert!(verify_anonymous(&text, &signature, &other.public()).is_err());
        assert!(verify_anonymous("sha256:", &signature, &key.public()).is_err());
        assert!(verify_anonymous(&text, &signature[4..], &key.public()).is_err());
        assert!(verify_anonymous(&text, &signature, "AAAA").is_err());
    }
}
