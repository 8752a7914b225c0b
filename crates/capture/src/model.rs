//! What a capture is asked, and what it gives.

use kernel::Moment;
use seal::Digest;
use std::net::IpAddr;

/// Limits of one capture. What passes them is named as a gap.
pub mod limits {
    use std::time::Duration;

    /// For the page to be loaded and quiet.
    pub const LOADING: Duration = Duration::from_secs(25);
    /// For scrolling down to the end.
    pub const SCROLLING: Duration = Duration::from_secs(15);
    /// For the whole capture; the browser is then ended.
    pub const WHOLE: Duration = Duration::from_secs(110);
    /// For one answer that does not end.
    pub const ONE_ANSWER: Duration = Duration::from_secs(15);
    /// Bytes that may come in from all sites, as they travel.
    pub const RECEIVED: u64 = 256 * 1024 * 1024;
    /// Bytes kept, uncompressed.
    pub const KEPT: u64 = 512 * 1024 * 1024;
    /// Bytes kept of one answer.
    pub const ONE_BODY: u64 = 64 * 1024 * 1024;
    /// Answers kept.
    pub const EXCHANGES: usize = 5_000;
    /// Requests whose end is followed.
    pub const ASKED: usize = 20_000;
    /// Gaps and events that are told one by one.
    pub const TOLD: usize = 5_000;
    /// Characters kept of an address.
    pub const ADDRESS: usize = 8_192;
    /// Bodies read at once.
    pub const AT_ONCE: usize = 4;
    /// For one look at the page: its text, its source, a picture.
    pub const LOOK: Duration = Duration::from_secs(8);
    /// Height of a page that is pictured whole, in CSS pixels.
    pub const HEIGHT: u32 = 60_000;
    /// Bytes of the browser's folder: a page may store, too.
    pub const STORED: u64 = 640 * 1024 * 1024;
    /// Memory of the browser, all processes, in bytes.
    pub const MEMORY: u64 = 2 * 1024 * 1024 * 1024;
}

/// Headers in the order they came; a name may come several times.
pub type Headers = Vec<(String, String)>;

/// Bytes waiting in the spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Where they begin.
    pub offset: u64,
    /// How many.
    pub len: u64,
    /// Their digest.
    pub sha256: Digest,
}

/// A request and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// When the answer's headers were there.
    pub at: Moment,
    /// The address, without fragment.
    pub url: String,
    /// `GET`, `POST`…
    pub method: String,
    /// What the browser sent.
    pub sent: Headers,
    /// The request's body.
    pub posted: Option<Kept>,
    /// The answer's status.
    pub status: u16,
    /// What the site answered.
    pub headers: Headers,
    /// The answer's body, decoded; none when it has none.
    pub body: Option<Kept>,
    /// Why the body is not whole (`WARC-Truncated`).
    pub truncated: Option<&'static str>,
    /// The protocol as the browser names it (`h2`, `http/1.1`).
    pub protocol: Option<String>,
    /// The address that the name was connected to.
    pub ip: Option<IpAddr>,
    /// What the page wanted it for (`Document`, `Image`…).
    pub kind: String,
}

/// Why something that the page asked for is not in the archive, or not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// Longer than a limit.
    TooLong,
    /// Still coming when its time was over.
    TooSlow,
    /// The network or the site failed.
    Failed,
    /// Not a public address, or the capture's quota was used up.
    Refused,
    /// Still being loaded at the end.
    Unfinished,
    /// The page itself gave it up: nothing that a visitor would have seen.
    GivenUp,
    /// A live connection (WebSocket): its messages are in the events, not in the archive.
    Live,
    /// Fetched by the browser out of sight: the record is that of a second question.
    Again,
    /// A site was contacted and no exchange with it was recorded.
    Unseen,
}

impl GapKind {
    /// Whether the capture is partial because of it.
    pub const fn matters(self) -> bool {
        !matches!(self, Self::GivenUp | Self::Again)
    }
}

/// Something missing, named.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Gap {
    /// Its address (or host, when nothing else is known).
    pub url: String,
    /// Why.
    pub kind: GapKind,
    /// In the browser's or the limit's words.
    pub detail: String,
}

/// Why a whole capture is not complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shortfall {
    /// The site asks who one is: what was captured is that question.
    LoginWall,
    /// The site asks for a proof of humanity, or refuses robots.
    RobotWall,
    /// The site answered that there is no such page, or an error.
    Status,
    /// It leads to another address that could not be opened.
    LedAway,
    /// The address gives a file, not a page.
    Download,
    /// The page was not quiet when its time was over.
    Restless,
    /// The page is longer than what is pictured.
    TooTall,
    /// A picture, the text or the printed page could not be taken.
    Picture,
    /// Something it asked for is missing.
    Gaps,
}

/// The state of a capture, never silent.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum State {
    /// Everything the page asked for is there.
    Complete,
    /// Sealed all the same; why it is not complete.
    Partial {
        /// The reasons, each once.
        why: Vec<Shortfall>,
    },
}
