//! HKDF and HMAC with SHA-256, the two ways a key or a token is made from a secret.

use hmac::Mac as _;
use zeroize::Zeroizing;

type HmacSha256 = hmac::Hmac<sha2::Sha256>;

/// HKDF (RFC 5869) with SHA-256: 32 bytes out.
pub(crate) fn hkdf(ikm: &[u8], salt: &[u8], info: &str) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    let done = hkdf::Hkdf::<sha2::Sha256>::new(Some(salt), ikm).expand(info.as_bytes(), &mut *out);
    // 32 bytes are far below the limit of 255 × 32; an all-zero key must never leave this place.
    if done.is_err() {
        std::process::abort();
    }
    out
}

fn keyed(key: &[u8], parts: &[&[u8]]) -> HmacSha256 {
    // HMAC takes keys of any length (RFC 2104), so this cannot fail; see `hkdf` for the abort.
    let Ok(mut mac) = <HmacSha256 as hmac::Mac>::new_from_slice(key) else {
        std::process::abort();
    };
    for part in parts {
        mac.update(part);
    }
    mac
}

/// HMAC (RFC 2104) with SHA-256 over the parts, one after the other.
pub(crate) fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    keyed(key, parts).finalize().into_bytes().into()
}

/// Compares in constant time.
pub(crate) fn hmac_is(key: &[u8], parts: &[&[u8]], expected: &[u8]) -> bool {
    keyed(key, parts).verify_slice(expected).is_ok()
}
