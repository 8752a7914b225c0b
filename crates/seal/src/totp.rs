//! Codes of six digits that a telephone makes (RFC 6238 over RFC 4226): a second factor, which opens nothing. SHA-1 is
//! what every application makes them with; HMAC does not suffer from its collisions (RFC 6194).

use hmac::Mac as _;
use zeroize::Zeroizing;

use crate::{Error, Result, random};

/// Seconds that a code lasts.
const STEP: i64 = 30;
const DIGITS: u32 = 1_000_000;
/// RFC 4648, section 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret shared with the telephone: 160 bits (RFC 4226, section 4). No `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Totp(Zeroizing<[u8; 20]>);

impl Totp {
    /// Draws a new one.
    pub fn generate() -> Self {
        Self(Zeroizing::new(random::bytes()))
    }

    /// The secret of these bytes.
    ///
    /// # Errors
    /// [`Error::Form`] when they are not 20.
    pub fn from_slice(bytes: &[u8]) -> Result<Self> {
        <[u8; 20]>::try_from(bytes)
            .map(|bytes| Self(Zeroizing::new(bytes)))
            .map_err(|_| Error::Form("one-time secret"))
    }

    /// The 20 bytes.
    pub fn expose(&self) -> &[u8; 20] {
        &self.0
    }

    /// The secret as it is typed into a telephone: 32 letters.
    pub fn base32(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(32));
        for five in self.0.chunks_exact(5) {
            let bits = five
                .iter()
                .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            for place in (0..8).rev() {
                let index = usize::try_from(bits >> (5 * place) & 31).unwrap_or_default();
                text.extend(BASE32.get(index).map(|letter| char::from(*letter)));
            }
        }
        text
    }

    fn code(&self, step: i64) -> u32 {
        let Ok(mut mac) = <hmac::Hmac<sha1::Sha1> as hmac::Mac>::new_from_slice(&*self.0) else {
            // HMAC takes keys of any length.
            std::process::abort();
        };
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let offset = usize::from(digest.last().copied().unwrap_or_default() & 15);
        let four = digest.get(offset..offset + 4).unwrap_or_default();
        let number = four
            .iter()
            .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        (number & 0x7fff_ffff) % DIGITS
    }

    /// What a telephone shows at this instant (seconds).
    pub fn at(&self, seconds: i64) -> String {
        format!("{:06}", self.code(seconds.div_euclid(STEP)))
    }

    /// The step of these digits at this instant (seconds), one step of drift allowed on each side; none when they are
    /// wrong, or not newer than `last`: a code serves once.
    pub fn check(&self, seconds: i64, typed: &str, last: Option<i64>) -> Option<i64> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let typed: u32 = digits.parse().ok()?;
        let now = seconds.div_euclid(STEP);
        (now - 1..=now + 1)
            .filter(|step| last.is_none_or(|last| *step > last))
            .find(|step| self.code(*step) == typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let totp = Totp::from_slice(b"12345678901234567890").unwrap();
        assert_eq!(totp.base32().as_str(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = totp.check(seconds, code, None);
            assert_eq!(totp.at(seconds), code);
            assert_eq!(step, Some(seconds / 30), "{seconds}");
            assert_eq!(
                totp.check(
                    seconds + 30,
                    &format!("{} {}", &code[..3], &code[3..]),
                    None
                ),
                step
            );
            assert_eq!(totp.check(seconds - 30, code, None), step);
            assert!(totp.check(seconds + 60, code, None).is_none(), "too late");
            assert!(totp.check(seconds, code, step).is_none(), "served already");
        }
        for wrong in ["", "28708", "2870822", "+87082", "28708é", "000000"] {
            assert!(totp.check(59, wrong, None).is_none(), "{wrong}");
        }
        assert!(Totp::from_slice(b"short").is_err());
        assert!(Totp::generate() != Totp::generate());
    }
}
