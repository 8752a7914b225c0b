//! The one writer of SQLite. It owns the only connection that writes; closures that wait share one
//! `IMMEDIATE` transaction, each in its own savepoint, and one synced `COMMIT`. A caller is answered
//! only after that commit returned, so that an acknowledgement is always on disk, and a hundred
//! people who write at once cost a few syncs instead of a hundred.

use super::args::Args;
use super::trouble::fault;
use super::tx::{Conn, Tx};
use crate::bell::Bell;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use kernel::{Code, Fault};
use sqlx::{Connection as _, SqliteConnection};
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Closures that one commit may carry.
const GROUP: usize = 128;
/// Closures that may wait before callers are made to wait as well.
const QUEUE: usize = 1024;
/// A closure does database work only. One that takes longer waits for something that may itself
/// wait for the writer: it is rolled back, and the others go on.
const TURN: Duration = Duration::from_secs(20);

/// A closure's own part: run in the transaction, settle after the commit.
pub(crate) type Work = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Ran> + Send>;

/// What a closure left behind.
pub(crate) struct Ran {
    keep: bool,
    settle: Box<dyn FnOnce(Option<Fault>) + Send>,
}

pub(crate) enum Message {
    Work(Work),
    /// Moves the write-ahead log into the database and empties it, so that what was erased is on
    /// disk no more.
    Checkpoint(oneshot::Sender<Result<(), Fault>>),
    Close(oneshot::Sender<()>),
}

/// The door to the writer task.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<Message>);

impl Writer {
    /// Starts the task on the current runtime.
    pub(crate) fn start(conn: SqliteConnection, bell: Bell) -> Self {
        let (door, queue) = mpsc::channel(QUEUE);
        tokio::spawn(run(Tx::new(Conn::Writer(conn)), queue, bell));
        Self(door)
    }

    /// A door that leads nowhere: the database is read only.
    pub(crate) fn none() -> Self {
        Self(mpsc::channel(1).0)
    }

    /// Hands `work` to the writer and waits for the commit. When this future is dropped before its
    /// turn ended, the closure is dropped too and its savepoint rolled back.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Fault>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        self.0
            .send(Message::Work(Box::new(move |tx| {
                Box::pin(turn(tx, work, tell))
            })))
            .await
            .map_err(|_| stopped())?;
        told.await.map_err(|_| stopped())?
    }

    pub(crate) async fn checkpoint(&self) -> Result<(), Fault> {
        let (tell, told) = oneshot::channel();
        self.0
            .send(Message::Checkpoint(tell))
            .await
            .map_err(|_| stopped())?;
        told.await.map_err(|_| stopped())?
    }

    pub(crate) async fn close(&self) {
        let (tell, told) = oneshot::channel();
        if self.0.send(Message::Close(tell)).await.is_ok() {
            let _ = told.await;
        }
    }
}

fn left() -> Fault {
    Fault::new(Code::CutOff, "the caller left")
}

fn stopped() -> Fault {
    Fault::new(Code::Internal, "the writer has stopped")
}

/// One closure's turn: a panic becomes a fault, a caller who left or a closure that waits too long
/// is cancelled; in each case nothing of it is kept.
async fn turn<T, F>(tx: &mut Tx, work: F, mut tell: oneshot::Sender<Result<T, Fault>>) -> Ran
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Fault>> + Send,
{
    if tell.is_closed() {
        return Ran::new(Err(left()), tell);
    }
    let sending = tx.sending();
    let running = AssertUnwindSafe(async {
        let done = work(&mut *tx).await?;
        if tx.has_failed() {
            return Err(Fault::new(Code::Internal, "a failed statement was ignored"));
        }
        tx.end().await?;
        Ok(done)
    });
    let result = {
        let running = std::pin::pin!(tokio::time::timeout(TURN, running.catch_unwind()));
        // Never given up while statements are on their way: part of what was sent together might be done.
        let given_up = std::future::poll_fn(|cx| match tell.poll_closed(cx) {
            Poll::Ready(()) if !sending.load(Ordering::Relaxed) => Poll::Ready(()),
            _ => Poll::Pending,
        });
        tokio::select! {
            biased;
            ended = running => match ended {
                Err(_) => Err(Fault::new(Code::Busy, "a write waited for too long")),
                Ok(Err(_)) => Err(Fault::new(Code::Internal, "a write panicked")),
                Ok(Ok(result)) => result,
            },
            () = given_up => Err(left()),
        }
    };
    let result = if tell.is_closed() {
        Err(left())
    } else {
        result
    };
    Ran::new(result, tell)
}

impl Ran {
    fn new<T: Send + 'static>(
        result: Result<T, Fault>,
        tell: oneshot::Sender<Result<T, Fault>>,
    ) -> Self {
        Self {
            keep: result.is_ok(),
            settle: Box::new(move |failed| {
                let _ = tell.send(failed.map_or(result, Err));
            }),
        }
    }
}

async fn run(mut tx: Tx, mut queue: mpsc::Receiver<Message>, bell: Bell) {
    let mut next = queue.recv().await;
    while let Some(message) = next {
        match message {
            Message::Work(first) => {
                next = group(&mut tx, first, &mut queue, &bell).await;
                if next.is_some() {
                    continue;
                }
            }
            Message::Checkpoint(tell) => {
                let _ = tell.send(empty_log(&mut tx).await);
            }
            Message::Close(tell) => {
                if let Conn::Writer(conn) = tx.conn {
                    let _ = conn.close().await;
                }
                let _ = tell.send(());
                return;
            }
        }
        next = queue.recv().await;
    }
}

/// Runs `first` and whatever waits behind it in one transaction. Gives back a message that is not
/// a closure, which ends the group.
async fn group(
    tx: &mut Tx,
    first: Work,
    queue: &mut mpsc::Receiver<Message>,
    bell: &Bell,
) -> Option<Message> {
    let mut settling = Vec::new();
    let mut rings = BTreeSet::new();
    let mut after = None;
    let mut outcome = Ok(());
    let mut waiting = Some(first);
    tx.batch.push("BEGIN IMMEDIATE", Args::new());
    while let Some(work) = waiting.take() {
        let turn = if settling.len().is_multiple_of(2) {
            EVEN
        } else {
            ODD
        };
        outcome = savepoint(tx, work, turn, &mut settling, &mut rings).await;
        if outcome.is_err() || settling.len() >= GROUP {
            break;
        }
        waiting = match following(queue).await {
            Some(Message::Work(work)) => Some(work),
            other => {
                after = other;
                None
            }
        };
    }
    if outcome.is_ok() {
        tx.batch.push("COMMIT", Args::new());
        outcome = tx.end().await;
    }
    if outcome.is_err() {
        // May itself fail when the engine has already rolled back: nothing is kept either way.
        tx.forget();
        let _ = plain(tx, "ROLLBACK").await;
    }
    if outcome.is_ok() {
        for channel in rings {
            bell.ring_here(channel);
        }
    }
    for ran in settling {
        (ran.settle)(outcome.as_ref().err().map(again));
    }
    after
}

/// Opens, keeps and takes back a turn.
struct Savepoint {
    open: &'static str,
    keep: &'static str,
    undo: &'static str,
}

/// Turns bear two names in turn: should one not have been closed, taking back the next one fails instead of
/// taking back the wrong one, and the group fails as one.
const EVEN: Savepoint = Savepoint {
    open: "SAVEPOINT even",
    keep: "RELEASE even",
    undo: "ROLLBACK TO even",
};
const ODD: Savepoint = Savepoint {
    open: "SAVEPOINT odd",
    keep: "RELEASE odd",
    undo: "ROLLBACK TO odd",
};

/// What already waits; tasks that are about to write get one chance to join the group.
async fn following(queue: &mut mpsc::Receiver<Message>) -> Option<Message> {
    if let Ok(message) = queue.try_recv() {
        return Some(message);
    }
    tokio::task::yield_now().await;
    queue.try_recv().ok()
}

async fn savepoint(
    tx: &mut Tx,
    work: Work,
    turn: Savepoint,
    settling: &mut Vec<Ran>,
    rings: &mut BTreeSet<&'static str>,
) -> Result<(), Fault> {
    let mark = tx.batch.mark();
    tx.batch.push(turn.open, Args::new());
    let ran = work(tx).await;
    tx.take_failed();
    let damaged = tx.take_damaged();
    let rung = tx.take_rings();
    let keep = ran.keep;
    settling.push(ran);
    // An error here means that the engine gave up the whole transaction (disk full, I/O): the
    // savepoint is gone, and the group fails as one.
    if keep {
        rings.extend(rung);
        tx.batch.push(turn.keep, Args::new());
        return Ok(());
    }
    if tx.batch.forget_since(&mark) {
        tx.batch.push(turn.undo, Args::new());
        tx.batch.push(turn.keep, Args::new());
        tx.end().await?;
    }
    super::mark_damaged(tx, &damaged).await
}

async fn plain(tx: &mut Tx, sql: &'static str) -> Result<(), Fault> {
    let Conn::Writer(conn) = &mut tx.conn else {
        return Err(stopped());
    };
    sqlx::query(sql)
        .execute(conn)
        .await
        .map(drop)
        .map_err(|error| fault("a write could not be committed", error))
}

/// Faults hold their cause and cannot be cloned: each caller of the group gets its text.
fn again(failed: &Fault) -> Fault {
    Fault::caused(failed.code(), failed.context(), failed.to_string())
}

async fn empty_log(tx: &mut Tx) -> Result<(), Fault> {
    let Conn::Writer(conn) = &mut tx.conn else {
        return Err(stopped());
    };
    // Readers may hold the log for a moment: SQLite then answers 1 in the first column.
    for _ in 0..50 {
        let busy: i64 = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut *conn)
            .await
            .map_err(|error| fault("the write-ahead log could not be emptied", error))?;
        if busy == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err(Fault::new(Code::Busy, "readers hold the write-ahead log"))
}
