//! What a browser noted of its exchanges: HAR 1.2 (HTTP Archive, the text of Jan Odvarko).
//!
//! Only address, method, status, kind and hour are taken: headers and bodies of such a file hold cookies and
//! passwords, and stay in the piece.

use super::json::{At, Json};
use super::{Exchange, Format, Import, Message, Period, Sent, Why, one_line};
use kernel::Moment;

pub(super) fn read(bytes: &[u8], period: Period) -> Result<Import, Why> {
    let json = Json::new(bytes).ok_or(Why::Format)?;
    let log = json.root().get("log").ok_or(Why::Format)?;
    let entries = log.get("entries").ok_or(Why::Format)?;
    log.get("version").ok_or(Why::Format)?;
    let mut import = Import::of(Format::Har);
    for entry in entries.items() {
        match exchange(entry) {
            Some(message) => import.keep(message, period)?,
            None => import.unread += 1,
        }
    }
    import.done()
}

fn exchange(entry: At<'_>) -> Option<Message> {
    let request = entry.get("request")?;
    let started = entry.said("startedDateTime");
    let status = entry.path(&["response", "status"]).and_then(At::number);
    let kind = entry.path(&["response", "content", "mimeType"]);
    let kind = kind.and_then(At::text).unwrap_or_default();
    Some(Message {
        sent: Moment::parse(&started).map(Sent::At),
        subject: one_line(&request.get("url")?.text()?),
        text: one_line(&format!("{} {kind}", request.said("method"))),
        exchange: Some(Exchange {
            // A browser notes 0 for what was never answered.
            status: status
                .and_then(|status| u16::try_from(status).ok())
                .filter(|s| *s > 0),
            digest: None,
        }),
        ..Message::at(&entry.range(), entry.bytes())
    })
}
