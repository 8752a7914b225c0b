//! Who passes without a script while too many come: by lot, a few in each ten seconds. A bucket that whoever comes first empties is
//! emptied by whoever sends without a pause, and nobody else ever passes; by lot, each form has the chance of every other one, as
//! often as it is sent. No address is looked at. A flood of a thousand forms leaves each of the others a chance in fifty each time.

use kernel::Moment;
use std::collections::HashMap;

/// Seconds of a round.
pub const ROUND: i64 = 10;
/// Forms that pass in a round.
pub const PLACES: i64 = 20;
/// Places that quiet rounds leave to later ones, at most.
pub const RESERVE: i64 = 120;
/// Places that a drawn round takes from the next ones when luck would have it so: those who come last in it are drawn like the first.
const LENT: i64 = 40;
/// Forms that a round lets pass at least, on average.
const FEWEST: i64 = 5;
/// Forms of a round that are told apart; more are all taken for ones that are not.
const TOLD: usize = 50_000;

/// The rounds of one session, on one node.
#[derive(Default)]
pub struct Draw {
    /// The round that goes on; none before the first form.
    round: Option<i64>,
    left: i64,
    /// A lot up to this passes.
    passes: u64,
    /// The lots of this round, and whether each has passed.
    lots: HashMap<u64, bool>,
}

impl Draw {
    /// Whether a form passes. `lot` gives its number of a round, which nobody outside can guess: the same form has one in each round.
    pub fn lets(&mut self, now: Moment, lot: impl FnOnce(i64) -> u64) -> bool {
        let round = now.seconds().div_euclid(ROUND);
        // A clock that goes back begins no round.
        let round = self.round.map_or(round, |before| before.max(round));
        if self.round != Some(round) {
            self.begin(round);
        }
        let lot = lot(round);
        if self.lots.get(&lot) == Some(&true) {
            return true;
        }
        let floor = if self.passes == u64::MAX { 0 } else { -LENT };
        let passes = lot <= self.passes && self.left > floor;
        if passes {
            self.left -= 1;
        }
        if self.lots.len() < TOLD {
            self.lots.insert(lot, passes);
        }
        passes
    }

    fn begin(&mut self, round: i64) {
        let passed = self.round.map_or(i64::MAX, |before| round - before);
        let more = PLACES.saturating_mul(passed);
        self.left = self.left.saturating_add(more).min(RESERVE);
        // As many as came in the round before come in this one, or none if it is long ago.
        let wanted = if passed == 1 { self.lots.len() } else { 0 };
        let wanted = u64::try_from(wanted).unwrap_or(u64::MAX);
        let places = self.left.max(FEWEST).unsigned_abs();
        self.passes = match wanted <= places {
            true => u64::MAX,
            false => (u64::MAX / wanted).saturating_mul(places),
        };
        self.lots.clear();
        self.round = Some(round);
    }

    /// Whether it says nothing any more.
    pub fn is_over(&self, now: Moment) -> bool {
        let full = (RESERVE + LENT) / PLACES + 1;
        self.round
            .is_none_or(|round| now.seconds().div_euclid(ROUND) - round > full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::hash::{BuildHasher as _, RandomState};

    fn at(seconds: i64) -> Moment {
        Moment::from_seconds(1_000_000 + seconds)
    }

    #[test]
    fn n002_a_burst_passes_and_then_two_a_second() {
        let (keyed, mut draw) = (RandomState::new(), Draw::default());
        let send =
            |draw: &mut Draw, n: u32, now| draw.lets(now, |round| keyed.hash_one((n, round)));
        let passed = (0..500).filter(|n| send(&mut draw, *n, at(0))).count();
        assert_eq!(passed as i64, RESERVE);
        // The same forms again at once: those that passed are known, nobody else passes.
        let again = (0..500).filter(|n| send(&mut draw, *n, at(1))).count();
        assert_eq!(again as i64, RESERVE);
        let mut later = 0;
        for round in 1..=20_u32 {
            let forms = round * 1_000..round * 1_000 + 500;
            let now = at(i64::from(round) * ROUND);
            later += forms.filter(|n| send(&mut draw, *n, now)).count() as i64;
        }
        assert!(
            (10 * PLACES..=20 * PLACES + LENT).contains(&later),
            "{later}"
        );
        // A clock that goes back gives nothing new.
        let before = (90_000..90_500).filter(|n| send(&mut draw, *n, at(-1_000)));
        assert!(before.count() as i64 <= PLACES + LENT);
        assert!(!draw.is_over(at(200)));
        assert!(draw.is_over(at(400)));
    }

    proptest! {
        /// However forms come, over the time they took no more passed than there were places.
        #[test]
        fn no_more_pass_than_there_are_places(rounds in proptest::collection::vec((0_i64..4, 0_u32..400), 1..60)) {
            let (keyed, mut draw) = (RandomState::new(), Draw::default());
            let (mut now, mut form, mut passed) = (0, 0_u32, 0);
            for (skipped, forms) in rounds {
                now += skipped * ROUND;
                for _ in 0..forms {
                    form += 1;
                    passed += i64::from(draw.lets(at(now), |round| keyed.hash_one((form, round))));
                }
            }
            let most = RESERVE + LENT + PLACES * (now / ROUND);
            prop_assert!(passed <= most, "{} of {}", passed, most);
        }
    }

    #[test]
    fn n002_whoever_sends_without_a_pause_does_not_keep_the_others_out() {
        let (keyed, mut draw) = (RandomState::new(), Draw::default());
        let lot = |n: u32| {
            let keyed = keyed.clone();
            move |round| keyed.hash_one((n, round))
        };
        let (mut hers, mut rounds) = (0, 0);
        // A flood of a hundred new forms in each round, each sent ten times, always before hers; she sends hers once.
        for round in 0..400_u32 {
            let now = at(i64::from(round) * ROUND);
            for n in 0..1_000 {
                draw.lets(now, lot(1_000_000 + round * 100 + n % 100));
            }
            if round > 0 {
                rounds += 1;
                hers += u32::from(draw.lets(now, lot(round)));
            }
        }
        // A chance in five each time, and not nothing: of 400, about 80; fewer than 30 not once in a million million.
        assert!(hers > 30, "{hers} of {rounds}");
    }
}
