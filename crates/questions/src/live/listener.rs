//! One who listens: a cursor, as a stream of messages.

use super::panel::Next;
use super::{Seat, message};
use bytes::Bytes;
use futures::Stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};
use ui::Lang;

/// What one listener is sent. It ends when the program stops; dropping it gives its place back.
pub struct Listener {
    pub(super) seat: Seat,
    lang: Lang,
    cursor: u64,
    welcomed: bool,
    reload: bool,
    beats: u32,
    /// Whom it asked to be woken for.
    waker: Option<Waker>,
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Listener(after {})", self.cursor)
    }
}

impl Listener {
    pub(super) fn new(seat: Seat, lang: Lang, cursor: u64, reload: bool) -> Self {
        Self {
            beats: seat.panel.beats(&seat.slot),
            seat,
            lang,
            cursor,
            welcomed: false,
            reload,
            waker: None,
        }
    }

    /// What there is to say now.
    fn say(&mut self) -> Option<Bytes> {
        if !self.welcomed {
            self.welcomed = true;
            return Some(message::welcome(self.cursor, self.seat.number));
        }
        if std::mem::take(&mut self.reload) {
            return Some(message::reload(self.cursor));
        }
        match self.seat.panel.next(self.cursor, self.lang) {
            Next::Message(seq, bytes) => {
                self.cursor = seq;
                return Some(bytes);
            }
            Next::Lost(seq) => {
                self.cursor = seq;
                return Some(message::reload(seq));
            }
            Next::Nothing => {}
        }
        let beats = self.seat.panel.beats(&self.seat.slot);
        if self.beats != beats {
            self.beats = beats;
            return Some(message::HEARTBEAT);
        }
        None
    }
}

impl Stream for Listener {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        // Said before looking, so that nothing falls between; it stays said from one time to the next.
        if !this
            .waker
            .as_ref()
            .is_some_and(|kept| kept.will_wake(cx.waker()))
        {
            this.seat.panel.keep(&this.seat.slot, cx.waker());
            this.waker = Some(cx.waker().clone());
        }
        if this.seat.hub().ended.load(Ordering::Acquire) {
            return Poll::Ready(None);
        }
        match this.say() {
            Some(bytes) => Poll::Ready(Some(Ok(bytes))),
            None => Poll::Pending,
        }
    }
}
