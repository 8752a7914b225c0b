//! What a passphrase costs: few at a time, each 64 MiB, and a pause after several wrong ones of the same name. The
//! pause is on that door only; it looks at no address, so nobody pays for a neighbour. All of it is in memory.

use kernel::{Code, Fault, Moment};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Derivations at once.
const AT_ONCE: usize = 2;
/// Those that wait at most; beyond, the person is asked to come back in a moment.
const WAITING: usize = 32;
/// Wrong ones before the first pause.
const FREE: u32 = 5;
/// The first pause, in seconds; each one doubles it.
const FIRST: i64 = 30;
/// The longest.
const LONGEST: i64 = 15 * 60;
/// Without any try for this long, what was counted is forgotten (seconds).
const FORGOTTEN: i64 = 24 * 3600;
/// Names counted at most. Each one more cost a derivation, so that this many outlast the longest pause.
const COUNTED: usize = 20_000;

struct Tried {
    times: u32,
    last: Moment,
    until: Moment,
}

/// The counters and the queue of one process.
pub struct Slow {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    tried: Mutex<HashMap<[u8; 32], Tried>>,
}

impl Default for Slow {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: AtomicUsize::new(0),
            tried: Mutex::default(),
        }
    }
}

fn pause(times: u32) -> i64 {
    match times.checked_sub(FREE) {
        None => 0,
        Some(more) => FIRST
            .checked_shl(more.min(16))
            .unwrap_or(LONGEST)
            .min(LONGEST),
    }
}

impl Slow {
    /// Counts a try of this name before it is made, so that many at once count too.
    ///
    /// # Errors
    /// The seconds to wait: then nothing is counted and nothing is to be derived.
    pub fn begin(&self, name: [u8; 32], now: Moment) -> Result<(), i64> {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        if tried.len() >= COUNTED {
            tried.retain(|_, one| one.last.plus_seconds(LONGEST) > now);
        }
        let one = tried.entry(name).or_insert(Tried {
            times: 0,
            last: now,
            until: now,
        });
        if one.until > now {
            return Err((one.until.0.saturating_sub(now.0)).div_euclid(1_000_000) + 1);
        }
        if one.last.plus_seconds(FORGOTTEN) < now {
            one.times = 0;
        }
        one.times = one.times.saturating_add(1);
        one.last = now;
        one.until = now.plus_seconds(pause(one.times));
        Ok(())
    }

    /// The right one was given: the count begins again.
    pub fn forget(&self, name: [u8; 32]) {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        tried.remove(&name);
    }

    /// Takes a place in the queue, before anything is counted: who finds it full has tried nothing.
    ///
    /// # Errors
    /// `Busy` when too many wait already.
    pub fn enter(&self) -> Result<Place<'_>, Fault> {
        let place = Place(self);
        if self.waiting.fetch_add(1, Ordering::Relaxed) < WAITING {
            return Ok(place);
        }
        Err(Fault::new(Code::Busy, "too many passphrases at once"))
    }
}

/// A place in the queue, given back when dropped.
pub struct Place<'a>(&'a Slow);

impl Place<'_> {
    /// Derives, when its turn comes, outside the threads that answer requests.
    pub async fn derive<T: Send + 'static>(
        self,
        work: impl FnOnce() -> seal::Result<T> + Send + 'static,
    ) -> Result<T, Fault> {
        let turn = Arc::clone(&self.0.turns).acquire_owned().await;
        let turn = turn.map_err(|e| Fault::internal("the queue is closed", e))?;
        let done = tokio::task::spawn_blocking(move || {
            // Held until the memory is free again, even if nobody waits for the answer any more.
            let _turn = turn;
            work()
        });
        let done = done.await;
        Ok(done.map_err(|e| Fault::internal("a derivation stopped", e))??)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;

    const NOW: Moment = Moment(1_800_000_000_000_000);

    #[test]
    fn five_wrong_ones_are_free_then_pauses_double_up_to_a_quarter_of_an_hour() {
        let slow = Slow::default();
        let mut now = NOW;
        let mut pauses = Vec::new();
        for _ in 0..14 {
            slow.begin([1; 32], now).expect("the pause is over");
            let wait = slow.begin([1; 32], now).err();
            if let Some(wait) = wait {
                pauses.push(wait - 1);
                now = now.plus_seconds(wait);
            } else {
                // It counted: five free ones in all.
                pauses.push(0);
            }
        }
        assert_eq!(pauses[..2], [0, 0]);
        assert_eq!(pauses[2..8], [30, 60, 120, 240, 480, 900]);
        assert!(pauses[8..].iter().all(|pause| *pause == LONGEST));
        // Another name never pays, nor the same one once the right passphrase was given.
        assert!(slow.begin([2; 32], now).is_ok());
        assert!(slow.begin([1; 32], now.plus_seconds(LONGEST + 1)).is_ok());
        slow.forget([1; 32]);
        for _ in 0..FREE {
            assert!(slow.begin([1; 32], now).is_ok());
        }
        assert!(slow.begin([1; 32], now).is_err());
        assert!(
            slow.begin([1; 32], now.plus_seconds(FORGOTTEN + 60))
                .is_ok()
        );
        assert!(
            slow.begin([1; 32], now.plus_seconds(FORGOTTEN + 60))
                .is_ok()
        );
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn two_derive_at_once_others_wait_and_a_long_queue_is_refused() {
        let slow = Arc::new(Slow::default());
        let (open, most) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicUsize::new(0)),
        );
        let running = Arc::new(AtomicUsize::new(0));
        let tasks: Vec<_> = (0..WAITING)
            .map(|_| {
                let (slow, open) = (Arc::clone(&slow), Arc::clone(&open));
                let (most, running) = (Arc::clone(&most), Arc::clone(&running));
                tokio::spawn(async move {
                    let place = slow.enter()?;
                    let derived = place.derive(move || {
                        let now = running.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        while !open.load(Ordering::SeqCst) {
                            std::thread::yield_now();
                        }
                        running.fetch_sub(1, Ordering::SeqCst);
                        Ok(())
                    });
                    derived.await
                })
            })
            .collect();
        while slow.waiting.load(Ordering::SeqCst) < WAITING {
            tokio::task::yield_now().await;
        }
        let refused = slow.enter().err().expect("too many wait");
        assert_eq!(refused.code(), Code::Busy);
        open.store(true, Ordering::SeqCst);
        for task in tasks {
            task.await.expect("a task").expect("its turn came");
        }
        assert!(most.load(Ordering::SeqCst) <= AT_ONCE);
        let place = slow.enter().expect("everybody gave a place back");
        assert!(place.derive(|| Ok(())).await.is_ok());
        assert_eq!(slow.waiting.load(Ordering::SeqCst), 0);
    }
}
