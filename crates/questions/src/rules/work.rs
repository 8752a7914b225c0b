//! A proof of work: little for one question, much for ten thousand. Whoever has no script waits instead.

use kernel::id::{from_hex, to_hex};
use kernel::{Moment, PanelId};
use seal::secrets::Pepper;

/// Leading zero bits of the digest: 32,768 tries on average, 0.2 s in Chromium on a machine of two cores.
pub const BITS: u32 = 15;
/// Seconds between the opening of the form and its sending, for whoever has no script.
pub const WAIT: i64 = 8;
/// Seconds that an opened form counts.
pub const STANDS: i64 = 24 * 3600;

/// What the digest is taken over, before the number of the form.
pub fn before(panel: PanelId) -> String {
    format!("preau/v1/question {panel} ")
}

/// What the digest is taken over, before the number that was looked for.
pub fn challenge(panel: PanelId, nonce: &[u8; 16]) -> String {
    [&before(panel), to_hex(nonce).as_str(), " "].concat()
}

/// Whether the number that was found proves the work.
pub fn is_done(panel: PanelId, nonce: &[u8; 16], found: &str) -> bool {
    if found.is_empty() || found.len() > 20 || !found.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let digest = seal::sha256((challenge(panel, nonce) + found).as_bytes());
    leading_zeros(digest.bytes()) >= BITS
}

fn leading_zeros(bytes: &[u8]) -> u32 {
    let mut zeros = 0;
    for byte in bytes {
        zeros += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    zeros
}

/// Says when a form was opened, so that nobody but the instance can say it.
pub fn stamp(pepper: &Pepper, panel: PanelId, now: Moment) -> String {
    let seconds = now.seconds();
    let mark = pepper.lookup("question-form", &over(panel, seconds));
    let short = mark.first_chunk::<16>().copied().unwrap_or_default();
    format!("{seconds}.{}", to_hex(&short))
}

/// Seconds since that form was opened; `None` when the stamp is not ours or too old.
pub fn age(pepper: &Pepper, panel: PanelId, stamp: &str, now: Moment) -> Option<i64> {
    let (seconds, mark) = stamp.split_once('.')?;
    let seconds: i64 = seconds.parse().ok()?;
    let mark = from_hex::<16>(mark)?;
    let ours = pepper.lookup("question-form", &over(panel, seconds));
    let age = now.seconds().checked_sub(seconds)?;
    (ours.first_chunk::<16>() == Some(&mark) && (0..=STANDS).contains(&age)).then_some(age)
}

fn over(panel: PanelId, seconds: i64) -> Vec<u8> {
    [panel.bytes().as_slice(), &seconds.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(panel: PanelId, nonce: &[u8; 16]) -> String {
        (0_u64..)
            .map(|n| n.to_string())
            .find(|n| is_done(panel, nonce, n))
            .unwrap()
    }

    #[test]
    fn work_counts_for_its_own_form_alone() {
        let (panel, nonce) = (PanelId::new([1; 16]), [2; 16]);
        let found = find(panel, &nonce);
        assert!(!is_done(panel, &nonce, ""));
        assert!(!is_done(panel, &nonce, "-1"));
        assert!(!is_done(
            panel,
            &nonce,
            &format!("{found}{}", "0".repeat(30))
        ));
        let elsewhere = (0..8_u8)
            .filter(|n| is_done(panel, &[n + 3; 16], &found))
            .count();
        assert!(elsewhere < 8, "a number proves nothing for other forms");
    }

    #[test]
    fn a_stamp_is_ours_young_and_of_this_session() {
        let pepper = Pepper::generate();
        let (panel, at) = (PanelId::new([1; 16]), Moment::from_seconds(1_000_000));
        let given = stamp(&pepper, panel, at);
        assert_eq!(age(&pepper, panel, &given, at.plus_seconds(9)), Some(9));
        assert_eq!(age(&pepper, panel, &given, at.plus_seconds(-1)), None);
        assert_eq!(
            age(&pepper, panel, &given, at.plus_seconds(STANDS + 1)),
            None
        );
        assert_eq!(age(&pepper, PanelId::new([2; 16]), &given, at), None);
        let forged = given.replacen("1000000", "1000001", 1);
        assert_eq!(age(&pepper, panel, &forged, at.plus_seconds(9)), None);
    }
}
