//! What a question costs now, in each session, on one node: counted from what nobody has read yet, and looked at again every two
//! seconds. Nothing of it says who sends.

use super::Panels;
use crate::queries::questions;
use crate::rules::draw::Draw;
use crate::rules::work::{self, Price};
use kernel::{Fault, Moment, PanelId};
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Questions of a session that nobody has read yet, at most: beyond, it is said, and nothing is lost.
pub const WAITING: u32 = 20_000;
/// How long a count is known, in microseconds.
const KNOWN: i64 = 2_000_000;
/// Sessions that are drawn for at the same time; those that say nothing any more are then forgotten.
const DRAWN: usize = 64;

/// What is known of a session.
#[derive(Clone, Copy)]
struct Load {
    at: Moment,
    full: bool,
    /// What came lately and was not read, with those that were kept here since it was counted.
    unread: u64,
}

/// What each session is known to bear, and who passes without a script.
#[derive(Default)]
pub struct Pace {
    known: Mutex<HashMap<PanelId, Load>>,
    draws: Mutex<HashMap<PanelId, Draw>>,
    /// Makes lots that nobody outside can guess.
    keyed: RandomState,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pace {
    fn known(&self, panel: PanelId, now: Moment) -> Option<Load> {
        let known = locked(&self.known);
        let load = known.get(&panel).copied()?;
        (now.0.saturating_sub(load.at.0) < KNOWN).then_some(load)
    }

    fn learn(&self, panel: PanelId, load: Load) {
        let mut known = locked(&self.known);
        known.retain(|_, old| load.at.0.saturating_sub(old.at.0) < KNOWN);
        known.insert(panel, load);
    }

    /// One more was kept.
    pub fn kept(&self, panel: PanelId) {
        if let Some(load) = locked(&self.known).get_mut(&panel) {
            load.unread = load.unread.saturating_add(1);
        }
    }

    /// Whether the form of that number passes without a script now.
    pub fn lets(&self, panel: PanelId, number: [u8; 16], now: Moment) -> bool {
        let mut draws = locked(&self.draws);
        if draws.len() >= DRAWN && !draws.contains_key(&panel) {
            draws.retain(|_, draw| !draw.is_over(now));
        }
        let draw = draws.entry(panel).or_default();
        draw.lets(now, |round| self.keyed.hash_one((panel, number, round)))
    }
}

impl Panels {
    /// What a question costs in a session now, and whether it can take one more.
    ///
    /// # Errors
    /// A database that does not answer.
    pub(crate) async fn load(&self, panel: PanelId, now: Moment) -> Result<(Price, bool), Fault> {
        let load = match self.pace.known(panel, now) {
            Some(load) => load,
            None => {
                let since = now.plus_seconds(-work::WITHIN);
                let read = self.store().db.glance(move |tx| {
                    let most = (Price::COUNTED, WAITING);
                    Box::pin(async move { questions::waiting(tx, panel, since, most).await })
                });
                let (unread, all) = read.await?;
                let load = Load {
                    at: now,
                    full: all >= u64::from(WAITING),
                    unread,
                };
                self.pace.learn(panel, load);
                load
            }
        };
        Ok((Price::of(load.unread), load.full))
    }

    /// A stamp for a form of this session, given now.
    pub fn stamp(&self, panel: PanelId) -> String {
        let pepper = self.store().secrets.pepper();
        work::stamp(pepper, panel, self.now(), &seal::random::bytes())
    }

    /// The stamp that a form goes on with, and for how many seconds work on it counts: the one that it came with while that
    /// counts, else a new one.
    pub fn stamp_on(&self, panel: PanelId, given: &str) -> (String, i64) {
        let pepper = self.store().secrets.pepper();
        match work::read(pepper, panel, given, self.now()) {
            Some(stamp) => (given.to_owned(), work::STANDS.saturating_sub(stamp.age)),
            None => (self.stamp(panel), work::STANDS),
        }
    }

    /// What a question costs in a session now.
    ///
    /// # Errors
    /// `NotFound` when there is no such session.
    pub async fn price(&self, panel: PanelId) -> Result<Price, Fault> {
        // Only of sessions that are there: what is known of others would be kept for nothing.
        let panel = self.panel(panel).await?.id;
        let (price, _) = self.load(panel, self.now()).await?;
        Ok(price)
    }

    /// Whether a number proves the work that a question costs now.
    ///
    /// # Errors
    /// As [`Panels::price`].
    pub async fn proves(&self, panel: PanelId, stamp: &str, found: &str) -> Result<bool, Fault> {
        let price = self.price(panel).await?;
        let pepper = self.store().secrets.pepper();
        let read = work::read(pepper, panel, stamp, self.now());
        Ok(proven(read, stamp, found, price))
    }
}

/// Whether a number proves the work for a stamp.
pub(super) fn proven(read: Option<work::Stamp>, stamp: &str, found: &str, price: Price) -> bool {
    let counts = read.is_some_and(|stamp| stamp.age <= work::STANDS);
    counts && work::bits(stamp, found) >= price.bits()
}
