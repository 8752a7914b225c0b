//! The Chrome DevTools Protocol over a pair of pipes (`--remote-debugging-pipe`): JSON messages, each ended by a NUL.
//! No port is opened, so that no page and no other program of the machine can drive the browser.

use kernel::{Code, Fault};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
};
use tokio::sync::{mpsc, oneshot};

/// The longest an order may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest message accepted: a strip of a page as PNG, in base64, is far below.
const LARGEST: u64 = 96 * 1024 * 1024;

/// Something the browser tells by itself.
#[derive(Debug)]
pub struct Event {
    /// `Domain.event`.
    pub method: String,
    /// The target's session, none for the browser itself.
    pub session: Option<String>,
    /// Its fields.
    pub params: Value,
}

/// None once the browser is gone: nobody would answer.
type Waiting = Mutex<Option<HashMap<u64, oneshot::Sender<Value>>>>;

/// The connection. Dropping it ends the browser's pipe, and so the browser.
pub struct Cdp {
    next: AtomicU64,
    waiting: Arc<Waiting>,
    out: mpsc::UnboundedSender<Vec<u8>>,
}

fn lost() -> Fault {
    Fault::new(Code::Internal, "the browser ended by itself")
}

impl Cdp {
    /// Speaks through `input` and listens to `output`.
    pub fn over(
        input: impl AsyncWrite + Send + Unpin + 'static,
        output: impl AsyncRead + Send + Unpin + 'static,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Event>) {
        let (out, orders) = mpsc::unbounded_channel();
        let (tell, events) = mpsc::unbounded_channel();
        let waiting = Arc::new(Mutex::new(Some(HashMap::new())));
        tokio::spawn(write(input, orders));
        tokio::spawn(read(output, Arc::clone(&waiting), tell));
        let cdp = Self {
            next: AtomicU64::new(1),
            waiting,
            out,
        };
        (Arc::new(cdp), events)
    }

    /// Gives an order and waits for what it returns.
    pub async fn call(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, Fault> {
        let (id, answer) = self.send(session, method, params)?;
        let answered = tokio::time::timeout(PATIENCE, answer).await;
        forget(&self.waiting, id);
        let mut message = answered
            .map_err(|_| Fault::internal("the browser did not answer", method.to_owned()))?
            .map_err(|_| lost())?;
        if let Some(error) = message.get("error") {
            let said = error.get("message").and_then(Value::as_str).unwrap_or("?");
            return Err(Fault::internal(
                "the browser refused an order",
                format!("{method}: {said}"),
            ));
        }
        Ok(message
            .get_mut("result")
            .map(Value::take)
            .unwrap_or_default())
    }

    /// Gives an order whose outcome does not matter.
    pub fn tell(&self, session: Option<&str>, method: &str, params: Value) {
        if let Ok((id, _)) = self.send(session, method, params) {
            forget(&self.waiting, id);
        }
    }

    fn send(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<(u64, oneshot::Receiver<Value>), Fault> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let (Some(session), Some(fields)) = (session, message.as_object_mut()) {
            fields.insert("sessionId".into(), session.into());
        }
        let (answer, wait) = oneshot::channel();
        lock(&self.waiting)
            .as_mut()
            .ok_or_else(lost)?
            .insert(id, answer);
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.out.send(bytes).map_err(|_| lost())?;
        Ok((id, wait))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A page may hold halves of characters, which JSON writes and our reader refuses: the message is worth more than they are.
fn whole_escapes(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let half = escape.get(..6).is_some_and(|six| {
            let six = six.to_ascii_lowercase();
            six.starts_with("\\ud")
                && matches!(six.as_bytes().get(3), Some(b'8'..=b'9' | b'a'..=b'f'))
        });
        let length = if half { 6 } else { 2.min(escape.len()) };
        let (escape, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        out.push_str(if half { "\\ufffd" } else { escape });
        rest = after;
    }
    out.push_str(rest);
    out
}

fn forget(waiting: &Waiting, id: u64) -> Option<oneshot::Sender<Value>> {
    lock(waiting).as_mut()?.remove(&id)
}

async fn write(mut input: impl AsyncWrite + Unpin, mut orders: mpsc::UnboundedReceiver<Vec<u8>>) {
    while let Some(order) = orders.recv().await {
        if input.write_all(&order).await.is_err() || input.flush().await.is_err() {
            return;
        }
    }
}

/// Reads past the end of a message; `false` when there is no more.
async fn skip(output: &mut (impl AsyncBufRead + Unpin)) -> bool {
    loop {
        let Ok(chunk) = output.fill_buf().await else {
            return false;
        };
        if chunk.is_empty() {
            return false;
        }
        let end = chunk.iter().position(|byte| *byte == 0);
        let used = end.map_or(chunk.len(), |at| at + 1);
        output.consume(used);
        if end.is_some() {
            return true;
        }
    }
}

async fn read(
    output: impl AsyncRead + Unpin,
    waiting: Arc<Waiting>,
    tell: mpsc::UnboundedSender<Event>,
) {
    let mut output = BufReader::with_capacity(1 << 16, output);
    loop {
        let mut bytes = Vec::new();
        let read = (&mut output).take(LARGEST).read_until(0, &mut bytes).await;
        match (read, bytes.pop()) {
            (Ok(_), Some(0)) => {}
            // Longer than is read: whoever waits for it waits in vain, the rest goes on.
            (Ok(_), Some(_)) if bytes.len() as u64 + 1 == LARGEST => {
                drop(bytes);
                if !skip(&mut output).await {
                    break;
                }
                continue;
            }
            _ => break,
        }
        let parsed = serde_json::from_slice::<Value>(&bytes)
            .or_else(|_| serde_json::from_str(&whole_escapes(&bytes)));
        let Ok(mut message) = parsed else {
            tracing::warn!("the browser said something that is not JSON");
            continue;
        };
        if let Some(id) = message.get("id").and_then(Value::as_u64) {
            if let Some(answer) = forget(&waiting, id) {
                let _ = answer.send(message);
            }
            continue;
        }
        let text = |message: &Value, key: &str| {
            message.get(key).and_then(Value::as_str).map(str::to_owned)
        };
        let event = Event {
            method: text(&message, "method").unwrap_or_default(),
            session: text(&message, "sessionId"),
            params: message
                .get_mut("params")
                .map(Value::take)
                .unwrap_or_default(),
        };
        if tell.send(event).is_err() {
            break;
        }
    }
    // Whoever still waits learns that the browser is gone.
    *lock(&waiting) = None;
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::duplex;

    #[test]
    fn half_a_character_does_not_cost_the_message() {
        let said = br#"{"a":"x\ud83d","b":"\\ud800 \n\ude00"}"#;
        let read: Value = serde_json::from_str(&whole_escapes(said)).unwrap();
        assert_eq!(read, json!({ "a": "x\u{fffd}", "b": "\\ud800 \n\u{fffd}" }));
    }

    #[tokio::test]
    async fn an_order_gets_its_own_answer_and_events_come_beside() {
        let (ours, mut theirs) = duplex(4096);
        let (output, input) = tokio::io::split(ours);
        let (cdp, mut events) = Cdp::over(input, output);
        let browser = tokio::spawn(async move {
            let mut heard = Vec::new();
            while heard.iter().filter(|b| **b == 0).count() < 2 {
                theirs.read_buf(&mut heard).await.unwrap();
            }
            let said = concat!(
                r#"{"method":"Page.x","sessionId":"s","params":{"a":1}}"#,
                "\0",
                r#"{"id":2,"result":{"n":2}}"#,
                "\0",
                r#"{"id":1,"error":{"message":"no"}}"#,
                "\0",
            );
            theirs.write_all(said.as_bytes()).await.unwrap();
            String::from_utf8(heard).unwrap()
        });
        let (first, second) = tokio::join!(
            cdp.call(None, "A.b", json!({})),
            cdp.call(Some("s"), "C.d", json!({ "k": "v" })),
        );
        assert!(first.is_err());
        assert_eq!(second.unwrap(), json!({ "n": 2 }));
        let event = events.recv().await.unwrap();
        assert_eq!(
            (event.method.as_str(), event.session.as_deref()),
            ("Page.x", Some("s"))
        );
        assert!(browser.await.unwrap().contains(r#""sessionId":"s""#));
        // The pipe was closed with the browser: a later order fails at once.
        assert!(cdp.call(None, "E.f", json!({})).await.is_err());
    }
}
