//! Tokens of programs: 32 random bytes that open one dossier, to read it. The row holds the digest, the grant is wrapped
//! to an identity that only the bytes give: a dump opens nothing. An addition to the seal specification, section 6,
//! decided in `docs/decide`.

use crate::vault::Identity;
use crate::{Result, derive, random, sha256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64U;
use zeroize::Zeroizing;

/// How a token that reads begins: whoever finds one knows what it is, and so do programs that look for lost secrets.
const READS: &str = "preau-read-";

/// The secret of a token that reads. No `Debug`, no `Display`.
#[derive(Clone)]
pub struct ReadToken(Zeroizing<[u8; 32]>);

impl ReadToken {
    /// Draws a new one.
    pub fn generate() -> Self {
        Self(Zeroizing::new(random::bytes()))
    }

    /// Reads what [`ReadToken::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = B64U.decode(text.strip_prefix(READS)?).ok()?;
        bytes
            .try_into()
            .ok()
            .map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// As it is shown, once: 54 characters.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new([READS, &B64U.encode(*self.0)].concat())
    }

    /// What finds its row: H(secret).
    pub fn lookup(&self) -> [u8; 32] {
        *sha256(&*self.0).bytes()
    }

    /// The identity that opens its grant: HKDF(secret, "", "preau/v1/token/identity").
    ///
    /// # Errors
    /// None in practice.
    pub fn identity(&self) -> Result<Identity> {
        Identity::from_bytes(&derive::hkdf(&*self.0, b"", "preau/v1/token/identity"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_its_grant_and_no_other_does() {
        let token = ReadToken::generate();
        let text = token.text();
        assert_eq!(text.len(), 54);
        let again = ReadToken::read(&text).unwrap();
        assert_eq!(again.lookup(), token.lookup());
        let ct =
            crate::vault::encrypt(b"keyring", &[token.identity().unwrap().to_public()]).unwrap();
        let opened = crate::vault::decrypt(&ct, &[again.identity().unwrap()]).unwrap();
        assert_eq!(opened, b"keyring");
        let other = ReadToken::generate();
        assert_ne!(other.lookup(), token.lookup());
        assert!(crate::vault::decrypt(&ct, &[other.identity().unwrap()]).is_err());
        // The row's digest is not what the key is made from.
        let digest = ReadToken(Zeroizing::new(token.lookup()));
        assert!(crate::vault::decrypt(&ct, &[digest.identity().unwrap()]).is_err());
        for wrong in [
            "",
            "preau-read-",
            &text[..53],
            &text[11..],
            &text.replace("read", "add"),
        ] {
            assert!(ReadToken::read(wrong).is_none(), "{wrong}");
        }
    }

    /// Checked with openssl: `openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:2a…2a -kdfopt info:… HKDF`.
    #[test]
    fn the_identity_is_the_one_of_the_specification() {
        let token = ReadToken(Zeroizing::new([42; 32]));
        let derived = derive::hkdf(&[42; 32], b"", "preau/v1/token/identity");
        assert_eq!(
            kernel::id::to_hex(&*derived),
            "3eeaaaf1d8527428675ba38f26f581ed28577fb6c1256faa0c0868c325e21d0b"
        );
        let public = Identity::from_bytes(&derived).unwrap().to_public();
        assert_eq!(token.identity().unwrap().to_public(), public);
    }
}
