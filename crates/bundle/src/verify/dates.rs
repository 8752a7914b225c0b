//! What dated heads prove of each entry: it was appended after every dated head of at most its
//! place, and existed at the first date of a larger head.

use std::collections::BTreeMap;

use kernel::Moment;
use seal::stamp::Trust;

use super::heads::Seal;
use super::report::Time;

/// How far two honest clocks may be apart, in seconds.
const APART: i64 = 300;

/// The dates by size: the latest of heads up to that size, the earliest of heads from it on.
pub(super) struct Intervals {
    latest: BTreeMap<u64, Moment>,
    earliest: BTreeMap<u64, Moment>,
}

impl Intervals {
    pub(super) fn new(seals: &[Seal]) -> Self {
        // A date of the log comes minutes after the head, and entries are added meanwhile: it shows that entries
        // existed, never that others came after it.
        let own = seals
            .iter()
            .filter_map(|seal| Some((seal.size, seal.own.as_ref()?.stamped.gen_time)));
        let dates = || {
            seals
                .iter()
                .filter_map(|seal| Some((seal.size, seal.seen()?)))
        };
        let (mut latest, mut earliest) = (BTreeMap::new(), BTreeMap::new());
        let mut best = None;
        for (size, at) in own {
            best = best.max(Some(at));
            latest.insert(size, best.unwrap_or(at));
        }
        let mut best: Option<Moment> = None;
        let backwards: Vec<_> = dates().collect();
        for (size, at) in backwards.into_iter().rev() {
            let first = best.map_or(at, |best| best.min(at));
            best = Some(first);
            earliest.insert(size, first);
        }
        Self { latest, earliest }
    }

    /// Entry `seq` was appended after this, and existed at that.
    pub(super) fn of(&self, seq: u64) -> (Option<Moment>, Option<Moment>) {
        let after = self.latest.range(..=seq).next_back().map(|(_, at)| *at);
        let later = seq.saturating_add(1);
        let before = self.earliest.range(later..).next().map(|(_, at)| *at);
        (after, before)
    }

    /// Whether the server's time of an entry contradicts its interval.
    pub(super) fn contradicts(&self, seq: u64, at: Moment) -> bool {
        let (after, before) = self.of(seq);
        after.is_some_and(|after| at < after.plus_seconds(-APART))
            || before.is_some_and(|before| at > before.plus_seconds(APART))
    }

    /// How many entries a dated head covers.
    pub(super) fn covered(&self) -> u64 {
        self.earliest.keys().next_back().copied().unwrap_or(0)
    }
}

/// The verdict when no date is false.
pub(super) fn verdict(seals: &[Seal]) -> Time {
    let mut dates = seals.iter().flat_map(Seal::stamps).peekable();
    if dates.peek().is_none() {
        Time::None
    } else if dates.all(|stamped| stamped.trust == Trust::RootKnown) {
        Time::RootKnown
    } else {
        Time::RootUnknown
    }
}
