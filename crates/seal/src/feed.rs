//! Feeds: what a calendar reads with the token of its address, and nobody without it (specification, section 8).

use crate::vault::Identity;
use crate::{Result, derive, sha256};

/// The identity that opens a feed: HKDF(token, "", "preau/v1/feed").
///
/// # Errors
/// None in practice.
pub fn identity(token: &[u8; 16]) -> Result<Identity> {
    Identity::from_bytes(&derive::hkdf(token, b"", "preau/v1/feed"))
}

/// What one day of a feed is called in every version of it: nothing that tells the dossier, and another in each feed.
pub fn uid(feed: &[u8; 32], day: &str) -> String {
    let digest = sha256(&[b"preau/v1/feed/uid\0", feed.as_slice(), day.as_bytes()].concat());
    digest.to_string().chars().take(32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_its_feed_and_no_other() {
        let one = identity(&[1; 16]).unwrap();
        let ct = crate::vault::encrypt(b"days", &[one.to_public()]).unwrap();
        let again = identity(&[1; 16]).unwrap();
        assert_eq!(crate::vault::decrypt(&ct, &[again]).unwrap(), b"days");
        let other = identity(&[2; 16]).unwrap();
        assert!(crate::vault::decrypt(&ct, &[other]).is_err());
    }

    #[test]
    fn a_day_has_one_name_in_a_feed_and_another_elsewhere() {
        let name = uid(&[1; 32], "2026-12-31");
        assert_eq!(name.len(), 32);
        assert_eq!(name, uid(&[1; 32], "2026-12-31"));
        assert_ne!(name, uid(&[2; 32], "2026-12-31"));
        assert_ne!(name, uid(&[1; 32], "2027-01-01"));
    }
}
