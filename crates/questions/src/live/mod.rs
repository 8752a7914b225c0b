//! What changes appears to everyone who has the page of a session open: one hub for each node. It follows the table of
//! changes by its bell, renders each change once for each language, keeps the last ones of each session that somebody
//! listens to, and wakes its listeners. A listener is a cursor into that list: it holds no copy, has no timer, and nobody
//! waits for it. docs/build/live.md says why it is made so, and what was measured.

mod listener;
mod message;
mod panel;
mod room;
#[cfg(test)]
mod tests;

pub use crate::queries::events::Event;
pub use listener::Listener;
pub use message::{Name, Update};
pub use room::room;

use crate::queries::{events, panels};
use futures::future::BoxFuture;
use kernel::{Code, Fault, PanelId};
use panel::Panel;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use store::Store;
use store::bell::Ear;
use ui::Lang;

/// What one change looks like: nothing when it is not, or no more, for everybody to see. It reads the tables as they are
/// now, whatever the change was.
pub type Render =
    Arc<dyn Fn(Event) -> BoxFuture<'static, Result<Option<Update>, Fault>> + Send + Sync>;

/// Changes read at a time.
const BATCH: u32 = 256;
/// Changes of a session that are rendered again for somebody who was away; who missed more loads the page again.
const MISSED: u32 = 32;
/// Attempts at a change that cannot be rendered, before its listeners are told to load the page again.
const TRIES: u32 = 3;
/// Between two heartbeats of one listener: proxies close what is silent for longer, often after 60 seconds.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// The hub of a node. Cheap to clone; it stops when nobody has it any more.
#[derive(Clone)]
pub struct Live(Arc<Hub>);

struct Hub {
    store: Store,
    render: Render,
    most: usize,
    panels: Mutex<BTreeMap<PanelId, Arc<Panel>>>,
    listeners: AtomicUsize,
    /// Numbers listeners in the order in which they came.
    came: AtomicU64,
    /// The last change that was handed on.
    seq: AtomicU64,
    started: tokio::sync::OnceCell<()>,
    ended: AtomicBool,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Live({} listeners)", self.listeners())
    }
}

impl Live {
    /// A hub for `most` listeners, which [`room()`] counts from the files that the process may open. It does nothing until
    /// somebody listens.
    pub fn new(store: Store, most: usize, render: Render) -> Self {
        Self(Arc::new(Hub {
            store,
            render,
            most,
            panels: Mutex::default(),
            listeners: AtomicUsize::new(0),
            came: AtomicU64::new(0),
            seq: AtomicU64::new(0),
            started: tokio::sync::OnceCell::new(),
            ended: AtomicBool::new(false),
        }))
    }

    /// How many listen on this node.
    pub fn listeners(&self) -> usize {
        self.0.listeners.load(Ordering::Relaxed)
    }

    /// Sends every listener away, now and from now on: they ask again, perhaps another node.
    pub fn end(&self) {
        self.0.ended.store(true, Ordering::Release);
        for panel in self.0.listened().values() {
            panel.wake();
        }
    }

    /// Listens to a session from the change `after` on, which is the last that the listener knows of; without it, from now.
    ///
    /// # Errors
    /// `NotFound` for a session that is not there, `Busy` when this node has as many listeners as it may, or stops.
    pub async fn listen(
        &self,
        panel: PanelId,
        lang: Lang,
        after: Option<u64>,
    ) -> Result<Listener, Fault> {
        let place = Place::take(&self.0)?;
        self.start().await?;
        if !self.0.listened().contains_key(&panel) {
            self.0.must_be_there(panel).await?;
        }
        // From here on what is published for this session is kept for it.
        let seat = Seat::take(place, panel);
        let (cursor, reload) = self.0.reach(&seat.panel, after).await?;
        Ok(Listener::new(seat, lang, cursor, reload))
    }

    /// Follows the changes from the first listener on, so that a node where nobody listens does nothing.
    async fn start(&self) -> Result<(), Fault> {
        let start = || async {
            let mut ear = self.0.store.bell.listen(events::CHANNEL);
            self.0.seq.store(self.0.last().await?, Ordering::Release);
            let hub = Arc::downgrade(&self.0);
            tokio::spawn(async move { follow(&hub, &mut ear).await });
            tokio::spawn(beat(Arc::downgrade(&self.0)));
            Ok(())
        };
        self.0.started.get_or_try_init(start).await.map(drop)
    }
}

/// One of the places that a node has.
struct Place(Arc<Hub>);

impl Place {
    fn take(hub: &Arc<Hub>) -> Result<Self, Fault> {
        if hub.is_ended() {
            return Err(Fault::new(Code::Busy, "the program stops"));
        }
        let most = hub.most;
        let more = |now: usize| (now < most).then_some(now + 1);
        hub.listeners
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more)
            .map(|_| Self(Arc::clone(hub)))
            .map_err(|_| Fault::new(Code::Busy, "every place to listen is taken"))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.listeners.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A place that listens to a session; the last one to leave takes the session's list with it.
struct Seat {
    place: Place,
    panel: Arc<Panel>,
    slot: panel::Slot,
    number: u64,
}

impl Seat {
    fn take(place: Place, id: PanelId) -> Self {
        let number = place.0.came.fetch_add(1, Ordering::Relaxed);
        let mut panels = place.0.listened();
        let panel = panels.entry(id).or_insert_with(|| Arc::new(Panel::new(id)));
        let panel = Arc::clone(panel);
        let slot = panel.sit(number);
        drop(panels);
        Self {
            place,
            panel,
            slot,
            number,
        }
    }

    fn hub(&self) -> &Hub {
        &self.place.0
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut panels = self.hub().listened();
        if self.panel.leave(&self.slot) {
            panels.remove(&self.panel.id);
        }
    }
}

impl Hub {
    fn listened(&self) -> MutexGuard<'_, BTreeMap<PanelId, Arc<Panel>>> {
        self.panels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    async fn last(&self) -> Result<u64, Fault> {
        let db = &self.store.db;
        db.glance(|tx| Box::pin(events::last(tx))).await
    }

    async fn must_be_there(&self, panel: PanelId) -> Result<(), Fault> {
        let db = &self.store.db;
        let found = db
            .glance(move |tx| Box::pin(panels::get(tx, panel)))
            .await?;
        let none = || Fault::new(Code::NotFound, "no such session");
        found.map(drop).ok_or_else(none)
    }

    /// Makes the list of a session reach down to `after`. Gives from where to listen, and whether the listener has to load
    /// its page again because too much happened since.
    async fn reach(&self, panel: &Panel, after: Option<u64>) -> Result<(u64, bool), Fault> {
        // One at a time: when a thousand come back together, what they missed is rendered once.
        let _turn = panel.reaching.lock().await;
        let handed = self.seq.load(Ordering::Acquire);
        let known = after.unwrap_or(handed);
        // Another node has already handed on what this one is about to; or the tables are those of an older backup.
        if known > handed && known > self.last().await? {
            return Ok((panel.begin(handed).max(handed), true));
        }
        let until = panel.begin(handed);
        if known >= until {
            return Ok((known, false));
        }
        let most = MISSED.min(panel.free());
        let (id, db) = (panel.id, &self.store.db);
        let missed = db
            .glance(move |tx| {
                Box::pin(async move { events::of(tx, id, known, until, most + 1).await })
            })
            .await?;
        if missed.len() > most as usize {
            return Ok((handed.max(until), true));
        }
        let mut updates = Vec::new();
        for event in latest(missed) {
            updates.extend((self.render)(event).await?);
        }
        match panel.prepend(known, until, updates) {
            true => Ok((known, false)),
            // What came meanwhile pushed out what this one would have been sent next.
            false => Ok((handed.max(until), true)),
        }
    }

    /// Hands on what is new. On an error, what was not handed on is new still.
    async fn look(&self) -> Result<(), Stuck> {
        loop {
            let seq = self.seq.load(Ordering::Acquire);
            let db = &self.store.db;
            let read = db.glance(move |tx| Box::pin(events::after(tx, seq, BATCH)));
            let found = read.await.map_err(|fault| Stuck { at: None, fault })?;
            let Some(end) = found.last().map(|event| event.seq) else {
                return Ok(());
            };
            for event in latest(found) {
                if let Some(panel) = self.heard_by(event) {
                    let rendered = (self.render)(event).await;
                    let at = Some(event);
                    if let Some(update) = rendered.map_err(|fault| Stuck { at, fault })? {
                        panel.push(update);
                        panel.wake();
                    }
                }
                self.seq.store(event.seq, Ordering::Release);
                tokio::task::yield_now().await;
            }
            self.seq.store(end, Ordering::Release);
        }
    }

    /// The session whose listeners hear of a change. When there are none it is handed on at once, under the lock: who comes
    /// to listen from then on begins after it.
    fn heard_by(&self, event: Event) -> Option<Arc<Panel>> {
        let panels = self.listened();
        let panel = panels.get(&event.panel).cloned();
        if panel.is_none() {
            self.seq.store(event.seq, Ordering::Release);
        }
        panel
    }

    /// A change that cannot be rendered keeps no other waiting for ever: its listeners load the page again, which shows it
    /// or says what is wrong.
    fn pass(&self, event: Event) {
        if let Some(panel) = self.listened().get(&event.panel) {
            panel.push(Update::reload(event));
            panel.wake();
        }
        self.seq.fetch_max(event.seq, Ordering::AcqRel);
    }
}

/// Where handing on stopped.
struct Stuck {
    at: Option<Event>,
    fault: Fault,
}

/// Of several changes to one thing, the last: all would show the same.
fn latest(events: Vec<Event>) -> Vec<Event> {
    let newest: BTreeMap<_, u64> = events
        .iter()
        .map(|event| ((event.panel, event.question), event.seq))
        .collect();
    let is_newest = |event: &Event| newest.get(&(event.panel, event.question)) == Some(&event.seq);
    events.into_iter().filter(is_newest).collect()
}

/// Looks when the bell rings, and every few seconds.
async fn follow(hub: &Weak<Hub>, ear: &mut Ear) {
    let mut stuck: (Option<Event>, u32) = (None, 0);
    loop {
        let Some(hub) = hub.upgrade().filter(|hub| !hub.is_ended()) else {
            return;
        };
        match hub.look().await {
            Ok(()) => stuck = (None, 0),
            Err(Stuck { at, fault }) => {
                let tries = if stuck.0 == at { stuck.1 + 1 } else { 1 };
                stuck = (at, tries);
                match at {
                    Some(event) if tries >= TRIES => {
                        tracing::error!(%fault, "a change could not be shown to who listens; they load the page again");
                        hub.pass(event);
                    }
                    // Once, not at every attempt.
                    _ if tries == 1 => {
                        tracing::warn!(%fault, "a change is shown later to who listens");
                    }
                    _ => {}
                }
            }
        }
        drop(hub);
        ear.rung().await;
    }
}

/// Lets every listener say something in each interval, a part of them at a time, so that proxies keep the connections and
/// those that are gone are found.
async fn beat(hub: Weak<Hub>) {
    let mut tick = tokio::time::interval(HEARTBEAT / panel::SHARDS);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for shard in (0..panel::SHARDS as usize).cycle() {
        tick.tick().await;
        let Some(hub) = hub.upgrade().filter(|hub| !hub.is_ended()) else {
            return;
        };
        let panels: Vec<_> = hub.listened().values().cloned().collect();
        panels.iter().for_each(|panel| panel.beat(shard));
    }
}
