//! What a question costs whoever sends it: a number that a script looks for, or a wait for whoever has no script. Both begin with a
//! stamp that the instance gave for that form alone, so that nothing is prepared before, and both grow with what nobody has read yet.

use kernel::id::{from_hex, to_hex};
use kernel::{Moment, PanelId};
use seal::secrets::Pepper;

/// Leading zero bits of the digest while it is quiet: 32,768 tries on average.
pub const BITS: u32 = 15;
/// How often the cost doubles at most.
pub const STEPS: u32 = 5;
/// Questions that nobody has read, of the last [`WITHIN`] seconds, up to which it is quiet; each doubling is a step.
pub const QUIET: u32 = 500;
/// How far back they are counted, in seconds.
pub const WITHIN: i64 = 600;
/// Seconds from the stamp to the sending, for whoever has no script, while it is quiet.
const WAIT: i64 = 8;
/// How often the wait doubles at most: whoever writes a question takes longer than a minute.
const WAIT_STEPS: u32 = 3;
/// Seconds that work on a stamp counts.
pub const STANDS: i64 = 2 * 3600;
/// Seconds that a stamp counts for whoever waited.
pub const OPEN: i64 = 24 * 3600;
/// Another node's clock may be ahead by so many seconds.
const AHEAD: i64 = 60;

/// What the digest is taken over, before the stamp.
pub const BEFORE: &str = "preau/v2/question ";

/// What a question costs now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Price(u32);

impl Price {
    /// Where so many questions wait that came lately.
    pub fn of(unread: u64) -> Self {
        let over = unread.saturating_sub(1) / u64::from(QUIET);
        Self(over.checked_ilog2().map_or(0, |log| log + 1).min(STEPS))
    }

    /// More than this need not be counted.
    pub const COUNTED: u32 = (QUIET << (STEPS - 1)) + 1;

    /// Leading zero bits.
    pub const fn bits(self) -> u32 {
        BITS + self.0
    }

    /// Seconds to wait without a script.
    pub const fn wait(self) -> i64 {
        let steps = if self.0 < WAIT_STEPS {
            self.0
        } else {
            WAIT_STEPS
        };
        WAIT << steps
    }
}

/// A stamp of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The number that it alone has: the question that is sent with it is known by it.
    pub number: [u8; 16],
    /// Seconds since it was given.
    pub age: i64,
}

/// A stamp for one form of a session, given now: nobody but the instance can make it.
pub fn stamp(pepper: &Pepper, panel: PanelId, now: Moment, number: &[u8; 16]) -> String {
    stamped(pepper, panel, now.seconds(), number)
}

fn stamped(pepper: &Pepper, panel: PanelId, seconds: i64, number: &[u8; 16]) -> String {
    let over = [panel.bytes().as_slice(), &seconds.to_be_bytes(), number].concat();
    let mark = pepper.lookup("question-stamp", &over);
    let short = mark.first_chunk::<16>().copied().unwrap_or_default();
    format!("{seconds}.{}.{}", to_hex(number), to_hex(&short))
}

/// Reads a stamp; `None` when it is not ours, not of this session, or more than a day old.
pub fn read(pepper: &Pepper, panel: PanelId, text: &str, now: Moment) -> Option<Stamp> {
    let mut parts = text.split('.');
    let seconds: i64 = parts.next()?.parse().ok()?;
    let number = from_hex::<16>(parts.next()?)?;
    let age = now.seconds().checked_sub(seconds)?;
    let ours = stamped(pepper, panel, seconds, &number) == text;
    (ours && (-AHEAD..=OPEN).contains(&age)).then_some(Stamp {
        number,
        age: age.max(0),
    })
}

/// The leading zero bits of the digest that a number gives with a stamp; none for what is no number.
pub fn bits(stamp: &str, found: &str) -> u32 {
    if found.is_empty() || found.len() > 20 || !found.bytes().all(|b| b.is_ascii_digit()) {
        return 0;
    }
    let digest = seal::sha256([BEFORE, stamp, " ", found].concat().as_bytes());
    leading_zeros(digest.bytes())
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn work_counts_for_its_own_stamp_alone() {
        let pepper = Pepper::generate();
        let (panel, at) = (PanelId::new([1; 16]), Moment::from_seconds(1_000_000));
        let given = stamp(&pepper, panel, at, &[2; 16]);
        let mut numbers = (0_u64..).map(|n| n.to_string());
        let found = numbers.find(|n| bits(&given, n) >= 12).unwrap();
        assert_eq!(bits(&given, ""), 0);
        assert_eq!(bits(&given, &["-", &found].concat()), 0);
        assert_eq!(bits(&given, &["0".repeat(30), found.clone()].concat()), 0);
        let elsewhere = (0..8_u8)
            .map(|n| stamp(&pepper, panel, at, &[n + 3; 16]))
            .filter(|other| bits(other, &found) >= 12);
        assert!(
            elsewhere.count() < 8,
            "a number proves nothing for other forms"
        );
    }

    #[test]
    fn a_stamp_is_ours_young_and_of_this_session() {
        let pepper = Pepper::generate();
        let (panel, at) = (PanelId::new([1; 16]), Moment::from_seconds(1_000_000));
        let given = stamp(&pepper, panel, at, &[7; 16]);
        let read = |text: &str, after| super::read(&pepper, panel, text, at.plus_seconds(after));
        let known = |age| {
            Some(Stamp {
                number: [7; 16],
                age,
            })
        };
        assert_eq!(read(&given, 9), known(9));
        // The clock of the node that gave it was ahead.
        assert_eq!(read(&given, -1), known(0));
        assert_eq!(read(&given, -AHEAD - 1), None);
        assert_eq!(read(&given, OPEN), known(OPEN));
        assert_eq!(read(&given, OPEN + 1), None);
        assert_eq!(
            super::read(&pepper, PanelId::new([2; 16]), &given, at),
            None
        );
        assert_eq!(super::read(&Pepper::generate(), panel, &given, at), None);
        for forged in [
            given.replacen("1000000", "1000001", 1),
            given.replacen("1000000", "+1000000", 1),
            given.replacen("0707", "0708", 1),
            given.to_uppercase() + "A",
            [&given, ".x"].concat(),
            String::new(),
            "1.2.3".to_owned(),
        ] {
            assert_eq!(read(&forged, 9), None, "{forged}");
        }
    }

    #[test]
    fn n002_the_price_doubles_with_what_nobody_has_read_and_stays_bearable() {
        for (unread, bits, wait) in [
            (0, 15, 8),
            (500, 15, 8),
            (501, 16, 16),
            (1_000, 16, 16),
            (1_001, 17, 32),
            (2_001, 18, 64),
            (4_001, 19, 64),
            (8_000, 19, 64),
            (8_001, 20, 64),
            (u64::MAX, 20, 64),
        ] {
            let price = Price::of(unread);
            assert_eq!((price.bits(), price.wait()), (bits, wait), "{unread}");
        }
        let counted = u64::from(Price::COUNTED);
        assert_eq!(Price::of(counted), Price::of(u64::MAX));
        assert!(Price::of(counted - 1) < Price::of(u64::MAX));
    }

    proptest! {
        #[test]
        fn more_that_nobody_read_never_costs_less(a in 0_u64..20_000, b in 0_u64..20_000) {
            prop_assert!(Price::of(a.min(b)) <= Price::of(a.max(b)));
        }
    }
}
