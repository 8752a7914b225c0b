//! ID tokens of OpenID Connect, checked only: OpenID Connect Core 1.0, section 3.1.3.7, over JWS (RFC 7515) with
//! `RS256` or `ES256` (RFC 7518, sections 3.3 and 3.4) and a set of keys (RFC 7517). No key comes from the token itself,
//! no other algorithm is read, and one audience only is accepted: ours.
//!
//! What a good token proves: the provider says that this browser's owner is its subject. It opens nothing.

use crate::secrets::Pepper;
use crate::{random, sha256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use rsa::traits::PublicKeyParts as _;
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;
use std::fmt;

/// Longest token, in bytes.
const LONGEST: usize = 16 * 1024;
/// Most keys of a set that are read.
const MOST_KEYS: usize = 50;
/// Bits of the smallest RSA key (RFC 7518, section 3.3).
const RSA_BITS: usize = 2048;
/// Bytes of the longest subject (OpenID Connect Core 1.0, section 2).
const LONGEST_SUBJECT: usize = 255;
/// Seconds by which two clocks may differ.
const SKEW: i64 = 60;

/// Why a token counts for nothing. Nothing of the token is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is no token, or lacks something.
    Form,
    /// It is signed by something else than `RS256` or `ES256`.
    Algorithm,
    /// The provider publishes no key that it names.
    Key,
    /// The signature is another one's.
    Signature,
    /// Another provider speaks.
    Issuer,
    /// It is for another program, or for several.
    Audience,
    /// It has ended, or has not begun.
    Time,
    /// It answers another question.
    Nonce,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "no ID token",
            Self::Algorithm => "an algorithm that is not read",
            Self::Key => "no key of the provider's set",
            Self::Signature => "not the provider's signature",
            Self::Issuer => "another provider's",
            Self::Audience => "for another program",
            Self::Time => "not of this moment",
            Self::Nonce => "the answer to another question",
        })
    }
}

impl std::error::Error for Why {}

/// What a token must say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The provider, letter by letter.
    pub issuer: &'a str,
    /// Our name there.
    pub client: &'a str,
    /// What was asked with.
    pub nonce: &'a str,
    /// Now, in seconds of Unix time.
    pub now: i64,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn is(&self, client: &str) -> bool {
        match self {
            Self::One(one) => one == client,
            Self::Several(several) => matches!(several.as_slice(), [one] if one == client),
        }
    }
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Rs256,
    Es256,
}

impl Algorithm {
    fn read(name: &str) -> Result<Self, Why> {
        match name {
            "RS256" => Ok(Self::Rs256),
            "ES256" => Ok(Self::Es256),
            _ => Err(Why::Algorithm),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

impl Key {
    /// Whether it may have signed under this header.
    fn fits(&self, algorithm: Algorithm, kid: Option<&str>) -> bool {
        let kind = match algorithm {
            Algorithm::Rs256 => self.kty == "RSA",
            Algorithm::Es256 => self.kty == "EC" && self.crv.as_deref() == Some("P-256"),
        };
        let says =
            |own: &Option<String>, wanted: &str| own.as_deref().is_none_or(|own| own == wanted);
        kind && says(&self.alg, algorithm.name())
            && says(&self.purpose, "sig")
            && kid.is_none_or(|kid| self.kid.as_deref() == Some(kid))
    }

    fn signed(&self, algorithm: Algorithm, digest: &[u8], signature: &[u8]) -> bool {
        let part = |text: &Option<String>| text.as_deref().and_then(bytes);
        match algorithm {
            Algorithm::Rs256 => {
                let (Some(n), Some(e)) = (part(&self.n), part(&self.e)) else {
                    return false;
                };
                let (n, e) = (
                    rsa::BigUint::from_bytes_be(&n),
                    rsa::BigUint::from_bytes_be(&e),
                );
                // `rsa` itself refuses keys above 4096 bits and small exponents.
                rsa::RsaPublicKey::new(n, e).is_ok_and(|key| {
                    let padding = rsa::Pkcs1v15Sign::new::<Sha256>();
                    key.n().bits() >= RSA_BITS && key.verify(padding, digest, signature).is_ok()
                })
            }
            Algorithm::Es256 => {
                let field = |text| <[u8; 32]>::try_from(part(text)?).ok();
                let (Some(x), Some(y)) = (field(&self.x), field(&self.y)) else {
                    return false;
                };
                let point =
                    p256::EncodedPoint::from_affine_coordinates(&x.into(), &y.into(), false);
                let key = p256::ecdsa::VerifyingKey::from_encoded_point(&point);
                let signature = p256::ecdsa::Signature::from_slice(signature);
                matches!((key, signature), (Ok(key), Ok(signature))
                    if key.verify_prehash(digest, &signature).is_ok())
            }
        }
    }
}

/// The subject of a token that is signed by one of these keys (a JWK set) and says what it must.
///
/// # Errors
/// The first reason for which it counts for nothing.
pub fn check(token: &str, keys: &[u8], expected: &Expected<'_>) -> Result<String, Why> {
    if token.len() > LONGEST {
        return Err(Why::Form);
    }
    let parts: Vec<&str> = token.split('.').collect();
    let &[head, body, signature] = parts.as_slice() else {
        return Err(Why::Form);
    };
    let read = |text: &str| bytes(text).ok_or(Why::Form);
    let header: Header = serde_json::from_slice(&read(head)?).map_err(|_| Why::Form)?;
    let algorithm = Algorithm::read(&header.alg)?;
    if header.crit.is_some() {
        return Err(Why::Form);
    }
    let signed = token.get(..head.len() + 1 + body.len()).ok_or(Why::Form)?;
    let digest = sha256(signed.as_bytes());
    let signature = read(signature)?;
    let set: Set = serde_json::from_slice(keys).map_err(|_| Why::Key)?;
    // A set may hold keys of kinds that are not ours to read (RFC 7517, section 5).
    let fitting: Vec<Key> = set
        .keys
        .into_iter()
        .take(MOST_KEYS)
        .filter_map(|key| serde_json::from_value(key).ok())
        .filter(|key: &Key| key.fits(algorithm, header.kid.as_deref()))
        .collect();
    if fitting.is_empty() || (header.kid.is_none() && fitting.len() > 1) {
        return Err(Why::Key);
    }
    let holds = |key: &Key| key.signed(algorithm, digest.bytes(), &signature);
    if !fitting.iter().any(holds) {
        return Err(Why::Signature);
    }
    let claims = serde_json::from_slice(&read(body)?).map_err(|_| Why::Form)?;
    believed(claims, expected)
}

fn believed(claims: Claims, expected: &Expected<'_>) -> Result<String, Why> {
    let Expected {
        issuer,
        client,
        nonce,
        now,
    } = *expected;
    if claims.iss != issuer {
        return Err(Why::Issuer);
    }
    if !claims.aud.is(client) || claims.azp.is_some_and(|azp| azp != client) {
        return Err(Why::Audience);
    }
    let begun = claims.iat.max(claims.nbf.unwrap_or(i64::MIN));
    if claims.exp.saturating_add(SKEW) <= now || begun.saturating_sub(SKEW) > now {
        return Err(Why::Time);
    }
    if claims.nonce.as_deref() != Some(nonce) {
        return Err(Why::Nonce);
    }
    let subject = claims.sub;
    let usable = !subject.is_empty() && subject.len() <= LONGEST_SUBJECT && subject.is_ascii();
    usable.then_some(subject).ok_or(Why::Form)
}

/// `P("oidc", issuer LF subject)`: what finds the row of a subject (seal specification, section 6).
pub fn lookup(issuer: &str, subject: &str, pepper: &Pepper) -> [u8; 32] {
    pepper.lookup("oidc", [issuer, "\n", subject].concat().as_bytes())
}

/// 32 random bytes as text: a state, a nonce, a verifier (RFC 7636, section 4.1: 43 characters).
pub fn draw() -> String {
    URL_SAFE_NO_PAD.encode(random::bytes::<32>())
}

/// The `S256` challenge of a verifier (RFC 7636, section 4.2).
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes()).bytes())
}

#[cfg(test)]
mod tests;
