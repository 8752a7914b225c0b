//! Looking again, on a schedule, whether a page is still there (N037). The person asks, and is told that the server keeps
//! the address for that time; what it finds is an entry of the server's, dated, without any copy of the page.

use crate::capturing::PAGE;
use crate::entries::{Parts, Tells};
use crate::model::{Case, Piece};
use crate::service::{Dossiers, Opened};
use kernel::ports::{Capture, CaptureOrder, Captured, NotCaptured};
use kernel::{Code, DossierId, Fault, Moment};
use seal::entry::{By, EntryDraft};
use seal::vault::{decrypt, encrypt, pad_entry, unpad};
use serde_json::{Value, json};
use store::journal::{self, Append};
use store::watches::{self, Watch};
use store::{Store, Tx};

/// How often, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Each day for a week.
    Days,
    /// Each week for twelve weeks.
    Weeks,
}

impl Pace {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Days, Self::Weeks];

    /// As sealed and used in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Weeks => "weeks",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pace| pace.name() == name)
    }

    const fn times(self) -> u32 {
        match self {
            Self::Days => 7,
            Self::Weeks => 12,
        }
    }

    const fn seconds(self) -> i64 {
        match self {
            Self::Days => 86_400,
            Self::Weeks => 7 * 86_400,
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Moment,
    /// An id: `online`, `removed`, `moved`, `wall`, `answer`, `no-answer`, `refused` or `not-done`.
    pub state: String,
    /// What the site answered (RFC 9110), when it did.
    pub status: Option<u64>,
}

/// Looks that were asked for, of one captured page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The entry that asked.
    pub seq: u64,
    /// The capture, by its entry.
    pub of: u64,
    /// How often.
    pub pace: Pace,
    /// Whether she stopped it.
    pub stopped: bool,
    /// What was found, in order.
    pub looks: Vec<Look>,
}

impl Watched {
    /// Whether looks are still to come.
    pub fn is_on(&self) -> bool {
        !self.stopped && self.looks.len() < self.pace.times() as usize
    }
}

impl Case {
    /// The looks that were asked for of a capture, in order.
    pub fn watched(&self, of: u64) -> impl Iterator<Item = &Watched> {
        self.watches.iter().filter(move |watched| watched.of == of)
    }

    /// What is still looked at of these pieces' pages, by the entries that asked.
    pub fn watched_pieces(&self, pieces: &[&Piece]) -> Vec<u64> {
        let brought = |of: u64| {
            let capture = self.capture(of);
            capture.is_some_and(|one| pieces.iter().any(|piece| one.pieces.contains(&piece.seq)))
        };
        let on = self.watches.iter().filter(|watched| watched.is_on());
        on.filter(|watched| brought(watched.of))
            .map(|watched| watched.seq)
            .collect()
    }

    /// The capture that an entry of type `check` is about.
    pub fn capture_of_check(&self, of: u64) -> Option<u64> {
        let asked = self.watches.iter().find(|watched| watched.seq == of);
        asked.map(|watched| watched.of).or(Some(of))
    }
}

/// What stands inside a row, for the server.
#[derive(serde::Serialize, serde::Deserialize)]
struct Asked {
    url: String,
    seq: u64,
    pace: String,
}

/// Reads an entry of type `check`; gives what the history says of it.
pub(crate) fn apply(case: &mut Case, entry: &dyn Tells) -> String {
    let line = entry.line();
    let Some(of) = entry.value("of").and_then(Value::as_u64) else {
        return String::new();
    };
    let text = |name: &str| entry.value(name).and_then(Value::as_str);
    if let Some(pace) = text("pace").and_then(Pace::read) {
        case.watches.push(Watched {
            seq: line.seq,
            of,
            pace,
            stopped: false,
            looks: Vec::new(),
        });
        return case
            .capture(of)
            .map_or_else(String::new, |capture| capture.url.clone());
    }
    let Some(watched) = case.watches.iter_mut().find(|watched| watched.seq == of) else {
        return String::new();
    };
    if line.by != By::Server {
        watched.stopped = true;
    } else if watched.is_on()
        && let Some(page) = entry.value(PAGE)
    {
        let state = page.get("state").and_then(Value::as_str);
        watched.looks.push(Look {
            at: line.at,
            state: state.unwrap_or_default().to_owned(),
            status: page.get("status").and_then(Value::as_u64),
        });
    }
    let of = watched.of;
    case.capture(of)
        .map_or_else(String::new, |capture| capture.url.clone())
}

/// What an attempt says of the page, and what the site answered.
fn found(captured: &Result<Captured, NotCaptured>) -> (&'static str, Option<u16>) {
    let page = match captured {
        Ok(page) => page,
        Err(NotCaptured::NoAnswer | NotCaptured::Certificate) => return ("no-answer", None),
        Err(NotCaptured::Refused) => return ("refused", None),
        Err(NotCaptured::TooLarge | NotCaptured::NoBrowser | NotCaptured::Broken(_)) => {
            return ("not-done", None);
        }
    };
    let short = |why: &str| page.short.iter().any(|short| short == why);
    let state = match page.status {
        Some(404 | 410) => "removed",
        _ if short("login-wall") || short("robot-wall") => "wall",
        Some(400..) => "answer",
        _ if short("led-away") => "moved",
        _ => "online",
    };
    (state, page.status)
}

fn by_server(of: u64, captured: &Result<Captured, NotCaptured>) -> Result<EntryDraft, Fault> {
    let (state, status) = found(captured);
    let mut page = json!({ "state": state });
    if let (Some(status), Some(page)) = (status, page.as_object_mut()) {
        page.insert("status".to_owned(), status.into());
    }
    Parts::of("check").value("of", of).value(PAGE, page).done()
}

fn asked(store: &Store, watch: &Watch) -> Result<Asked, Fault> {
    let key = store.secrets.work_key();
    let bytes = decrypt(&watch.ct, std::slice::from_ref(key))?;
    serde_json::from_slice(unpad(&bytes))
        .map_err(|e| Fault::caused(Code::Damaged, "a watch cannot be read", e))
}

/// Forgets the addresses that these entries asked to look at; one that cannot be read goes too.
pub(crate) async fn forget(
    tx: &mut Tx,
    store: &Store,
    d: DossierId,
    seqs: &[u64],
) -> Result<(), Fault> {
    for watch in watches::of(tx, store, d).await? {
        if asked(store, &watch).map_or(true, |asked| seqs.contains(&asked.seq)) {
            watches::remove(tx, &watch).await?;
        }
    }
    Ok(())
}

/// No longer.
pub(crate) fn stopped(seq: u64) -> Result<EntryDraft, Fault> {
    Parts::of("check").value("of", seq).done()
}

impl Dossiers {
    /// Asks to look again at a captured page.
    ///
    /// # Errors
    /// `NotFound` when there is no such capture or no browser; `Conflict` when it is already looked at, or when
    /// something was added since the dossier was opened.
    pub async fn watch(
        &self,
        opened: &Opened,
        of: u64,
        pace: Pace,
        nonce: Option<[u8; 16]>,
    ) -> Result<(), Fault> {
        let capture = opened.case.capture(of).filter(|_| self.captures.ready());
        let capture = capture.ok_or(Fault::new(Code::NotFound, "no such capture"))?;
        if opened.case.watched(of).any(Watched::is_on) {
            return Ok(());
        }
        let draft = Parts::of("check")
            .value("of", of)
            .value("pace", pace.name())
            .done()?;
        let (this, d, by) = (self.clone(), opened.keyring.d, opened.keyring.rights.by());
        let (url, size) = (capture.url.clone(), opened.journal.dossier.size);
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let store = this.store();
                    let with = Append {
                        nonce,
                        uploads: Vec::new(),
                    };
                    let receipt = journal::append(tx, store, d, by, draft, with).await?;
                    crate::service::follows(size, &receipt)?;
                    if receipt.replayed {
                        return Ok(());
                    }
                    let asked = Asked {
                        url,
                        seq: receipt.seq,
                        pace: pace.name().to_owned(),
                    };
                    let asked = serde_json::to_vec(&asked)
                        .map_err(|e| Fault::internal("a watch cannot be written", e))?;
                    let to = [store.secrets.work_key().to_public()];
                    let ct = encrypt(&pad_entry(asked), &to)?;
                    let first = store.clock.now().plus_seconds(pace.seconds());
                    watches::create(tx, store, d, first, pace.times(), ct).await
                })
            })
            .await
    }

    /// Stops looking; the address is forgotten at once.
    pub async fn unwatch(&self, opened: &Opened, seq: u64) -> Result<(), Fault> {
        let mut watches = opened.case.watches.iter();
        let on = watches.any(|watched| watched.seq == seq && watched.is_on());
        if !on {
            return Ok(());
        }
        let draft = stopped(seq)?;
        let (this, d, by) = (self.clone(), opened.keyring.d, opened.keyring.rights.by());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    forget(tx, this.store(), d, &[seq]).await?;
                    let with = Append::default();
                    journal::append(tx, this.store(), d, by, draft, with).await
                })
            })
            .await?;
        self.store().swept().await;
        Ok(())
    }

    /// Does one look that is due; `false` when there was none, or no browser to look with.
    pub async fn look_once(&self) -> Result<bool, Fault> {
        let port = self.captures.port.clone().filter(|port| port.ready());
        let Some(port) = port else { return Ok(false) };
        let store = self.store().clone();
        let watch = self
            .store()
            .db
            .write(move |tx| Box::pin(async move { watches::claim(tx, &store).await }))
            .await?;
        let Some(watch) = watch else {
            return Ok(false);
        };
        let looked = self.look(port.as_ref(), &watch).await;
        match looked.as_ref().map_err(Fault::code) {
            // It was stopped, or another node was faster: nothing was added twice.
            Err(Code::Conflict) => Ok(true),
            // Nothing can be added any more: its address is forgotten.
            Err(Code::Damaged | Code::NotFound) => {
                let remove = self
                    .store()
                    .db
                    .write(move |tx| Box::pin(async move { watches::remove(tx, &watch).await }));
                remove.await?;
                looked.map(|()| true)
            }
            _ => looked.map(|()| true),
        }
    }

    async fn look(&self, port: &dyn Capture, watch: &Watch) -> Result<(), Fault> {
        let asked = asked(self.store(), watch)?;
        let order = CaptureOrder {
            url: asked.url,
            full: false,
            pdf: false,
        };
        let captured = self.captures.one_at_a_time(port, &order).await?;
        let draft = by_server(asked.seq, &captured)?;
        let pace = Pace::read(&asked.pace).unwrap_or(Pace::Weeks);
        let (this, d, watch) = (self.clone(), watch.dossier, watch.clone());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let store = this.store();
                    let with = Append::default();
                    journal::append(tx, store, d, By::Server, draft, with).await?;
                    let next = store.clock.now().plus_seconds(pace.seconds());
                    watches::looked(tx, store, &watch, next).await
                })
            })
            .await
    }
}
