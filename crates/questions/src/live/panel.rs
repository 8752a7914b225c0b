//! A session that somebody listens to: its last updates, and whom to wake.

use super::Update;
use bytes::Bytes;
use kernel::PanelId;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use ui::Lang;

/// Updates kept for those who are a little behind.
const KEPT: usize = 64;
/// And their bytes.
const BYTES: usize = 1024 * 1024;
/// Parts of the listeners, each with its lock and its turn of heartbeats.
pub(super) const SHARDS: u32 = 16;

/// What stands between the changes and the listeners of a session.
pub(super) struct Panel {
    pub id: PanelId,
    /// Held by whoever makes the list reach further back.
    pub reaching: tokio::sync::Mutex<()>,
    list: Mutex<List>,
    shards: [Shard; SHARDS as usize],
    seats: AtomicU32,
}

/// The updates after `floor`, in order, none left out.
#[derive(Default)]
struct List {
    /// None until the first listener.
    floor: Option<u64>,
    updates: VecDeque<Update>,
    bytes: usize,
}

#[derive(Default)]
struct Shard {
    seats: Mutex<Seats>,
    beats: AtomicU32,
}

#[derive(Default)]
struct Seats {
    wakers: Vec<Option<Waker>>,
    free: Vec<usize>,
}

/// Where a listener sits.
pub(super) struct Slot {
    shard: usize,
    place: usize,
}

/// What a cursor finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Message(u64, Bytes),
    /// What came after the cursor is not all there any more.
    Lost(u64),
    Nothing,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Panel {
    pub fn new(id: PanelId) -> Self {
        Self {
            id,
            reaching: tokio::sync::Mutex::default(),
            list: Mutex::default(),
            shards: Default::default(),
            seats: AtomicU32::new(0),
        }
    }

    /// Begins the list after `handed`, unless it has begun; gives where it begins.
    pub fn begin(&self, handed: u64) -> u64 {
        *locked(&self.list).floor.get_or_insert(handed)
    }

    /// How many more updates it would keep.
    pub fn free(&self) -> u32 {
        let kept = locked(&self.list).updates.len();
        u32::try_from(KEPT.saturating_sub(kept)).unwrap_or(0)
    }

    /// Adds what is new.
    pub fn push(&self, update: Update) {
        let mut list = locked(&self.list);
        list.bytes = list.bytes.saturating_add(update.size());
        list.updates.push_back(update);
        list.shorten();
    }

    /// Puts what came after `floor` before what is there.
    pub fn prepend(&self, floor: u64, until: u64, updates: Vec<Update>) -> bool {
        let mut list = locked(&self.list);
        if list.floor.is_some_and(|now| now > until) {
            return false;
        }
        list.floor = Some(floor);
        for update in updates.into_iter().rev() {
            list.bytes = list.bytes.saturating_add(update.size());
            list.updates.push_front(update);
        }
        list.shorten();
        true
    }

    /// What follows a cursor.
    pub fn next(&self, cursor: u64, lang: Lang) -> Next {
        let list = locked(&self.list);
        let at = list.updates.partition_point(|update| update.seq <= cursor);
        if list.floor.is_some_and(|floor| cursor < floor) {
            let last = list.updates.back().map(|update| update.seq);
            return Next::Lost(last.or(list.floor).unwrap_or(cursor));
        }
        list.updates.get(at).map_or(Next::Nothing, |update| {
            Next::Message(update.seq, update.bytes(lang))
        })
    }

    /// Takes a seat.
    pub fn sit(&self, number: u64) -> Slot {
        self.seats.fetch_add(1, Ordering::Relaxed);
        let shard = usize::try_from(number % u64::from(SHARDS)).unwrap_or(0);
        let place = self.shards.get(shard).map_or(0, |shard| {
            let mut seats = locked(&shard.seats);
            seats.free.pop().unwrap_or_else(|| {
                seats.wakers.push(None);
                seats.wakers.len().saturating_sub(1)
            })
        });
        Slot { shard, place }
    }

    /// Leaves it; `true` for the last one.
    pub fn leave(&self, slot: &Slot) -> bool {
        if let Some(shard) = self.shards.get(slot.shard) {
            let mut seats = locked(&shard.seats);
            seats.free.push(slot.place);
            if let Some(waker) = seats.wakers.get_mut(slot.place) {
                *waker = None;
            }
        }
        self.seats.fetch_sub(1, Ordering::Relaxed) == 1
    }

    /// Whom to wake in this seat.
    pub fn keep(&self, slot: &Slot, waker: &Waker) {
        if let Some(shard) = self.shards.get(slot.shard)
            && let Some(kept) = locked(&shard.seats).wakers.get_mut(slot.place)
        {
            *kept = Some(waker.clone());
        }
    }

    /// The turns of heartbeats that its part has had.
    pub fn beats(&self, slot: &Slot) -> u32 {
        let shard = self.shards.get(slot.shard);
        shard.map_or(0, |shard| shard.beats.load(Ordering::Relaxed))
    }

    /// Wakes everybody.
    pub fn wake(&self) {
        self.shards.iter().for_each(Shard::wake);
    }

    /// The turn of one part to say something.
    pub fn beat(&self, shard: usize) {
        if let Some(shard) = self.shards.get(shard) {
            shard.beats.fetch_add(1, Ordering::Relaxed);
            shard.wake();
        }
    }
}

impl Shard {
    fn wake(&self) {
        for waker in locked(&self.seats).wakers.iter().flatten() {
            waker.wake_by_ref();
        }
    }
}

impl List {
    /// Gives up the oldest; who has not read it has missed it.
    fn shorten(&mut self) {
        while self.updates.len() > KEPT || (self.bytes > BYTES && self.updates.len() > 1) {
            let Some(oldest) = self.updates.pop_front() else {
                return;
            };
            self.bytes = self.bytes.saturating_sub(oldest.size());
            self.floor = Some(oldest.seq);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn update(seq: u64, size: usize) -> Update {
        static TEXT: [u8; 400_000] = [b'x'; 400_000];
        Update::made(seq, Bytes::from_static(&TEXT[..size]))
    }

    proptest! {
        /// Whatever is published and however the reader lags, each update is read once and in order, or the reader is told
        /// that something is lost; and what is kept stays bounded.
        #[test]
        fn nothing_is_missed_in_silence(
            steps in proptest::collection::vec((1_u64..4, prop_oneof![9 => 0_usize..100, 1 => 200_000_usize..400_000], 0_usize..4), 1..200),
        ) {
            let panel = Panel::new(PanelId::new([1; 16]));
            let mut cursor = panel.begin(10);
            let (mut seq, mut unread) = (10, VecDeque::new());
            for (gap, size, reads) in steps {
                seq += gap;
                panel.push(update(seq, size));
                unread.push_back(seq);
                for _ in 0..reads {
                    match panel.next(cursor, Lang::Fr) {
                        Next::Message(read, _) => {
                            prop_assert_eq!(Some(read), unread.pop_front());
                            cursor = read;
                        }
                        Next::Lost(to) => {
                            prop_assert!(unread.len() > 1);
                            prop_assert_eq!(to, seq);
                            unread.clear();
                            cursor = to;
                        }
                        Next::Nothing => prop_assert!(unread.is_empty()),
                    }
                }
                let list = locked(&panel.list);
                prop_assert!(list.updates.len() <= KEPT);
                prop_assert!(list.bytes <= BYTES || list.updates.len() == 1);
                let bytes: usize = list.updates.iter().map(Update::size).sum();
                prop_assert_eq!(bytes, list.bytes);
            }
        }
    }
}
