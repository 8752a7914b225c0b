//! Public keys of authenticators: COSE keys (RFC 9052, section 7; RFC 9053) for ES256, EdDSA with Ed25519 and RS256.
//! Anything else is refused.

use p256::ecdsa::signature::Verifier as _;
use rsa::traits::PublicKeyParts as _;

use super::Refused;
use super::cbor::Reader;

/// Labels of a COSE key: its family, its algorithm, and what depends on the family.
const FAMILY: i64 = 1;
const ALGORITHM: i64 = 3;
const FIRST: i64 = -1;
const SECOND: i64 = -2;
const THIRD: i64 = -3;
/// The shortest RSA key that is believed, in bytes.
const RSA_BYTES: usize = 256;

/// Names in the registry of COSE algorithms, those that are asked for first.
pub const ALGORITHMS: [i64; 3] = [-7, -8, -257];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Public {
    Es256(p256::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
    Rs256(rsa::RsaPublicKey),
}

/// A public key, as it was written and as it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    bytes: Vec<u8>,
    public: Public,
}

/// The fields that a key may have.
#[derive(Default)]
struct Fields<'a> {
    family: Option<i64>,
    algorithm: Option<i64>,
    curve: Option<i64>,
    first: Option<&'a [u8]>,
    second: Option<&'a [u8]>,
    third: Option<&'a [u8]>,
}

fn once<T>(place: &mut Option<T>, value: T) -> Result<(), Refused> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Refused::Form("a field of the key that stands twice")),
    }
}

impl<'a> Fields<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Refused> {
        let mut fields = Self::default();
        for _ in 0..reader.map()? {
            match reader.integer()? {
                FAMILY => once(&mut fields.family, reader.integer()?)?,
                ALGORITHM => once(&mut fields.algorithm, reader.integer()?)?,
                FIRST if reader.is_integer() => once(&mut fields.curve, reader.integer()?)?,
                FIRST => once(&mut fields.first, reader.bytes()?)?,
                SECOND => once(&mut fields.second, reader.bytes()?)?,
                THIRD => once(&mut fields.third, reader.bytes()?)?,
                _ => reader.skip()?,
            }
        }
        Ok(fields)
    }

    fn public(&self) -> Option<Public> {
        let name = (self.family?, self.algorithm?);
        match (name, self.curve, self.first, self.second, self.third) {
            ((2, -7), Some(1), None, Some(x), Some(y)) if x.len() == 32 && y.len() == 32 => {
                let point = [[4].as_slice(), x, y].concat();
                let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok()?;
                Some(Public::Es256(key))
            }
            ((1, -8), Some(6), None, Some(x), None) => {
                let key = ed25519_dalek::VerifyingKey::from_bytes(x.try_into().ok()?).ok()?;
                Some(Public::Ed25519(key))
            }
            ((3, -257), None, Some(n), Some(e), None) => {
                let number = rsa::BigUint::from_bytes_be;
                let key = rsa::RsaPublicKey::new(number(n), number(e)).ok()?;
                (key.size() >= RSA_BYTES).then_some(Public::Rs256(key))
            }
            _ => None,
        }
    }
}

impl Key {
    /// Reads one, and gives what follows it.
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, &[u8]), Refused> {
        let mut reader = Reader::new(bytes);
        let fields = Fields::read(&mut reader)?;
        let public = fields.public().ok_or(Refused::Algorithm)?;
        let rest = reader.rest();
        let own = bytes.len().saturating_sub(rest.len());
        let bytes = bytes.get(..own).unwrap_or_default().to_owned();
        Ok((Self { bytes, public }, rest))
    }

    /// As it was written.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether the signature (section 6.5.5) over the message is this key's.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.public {
            Public::Es256(key) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Public::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Public::Rs256(key) => {
                let scheme = rsa::Pkcs1v15Sign::new::<sha2::Sha256>();
                let digest = crate::sha256(message);
                key.verify(scheme, digest.bytes(), signature).is_ok()
            }
        }
    }
}
