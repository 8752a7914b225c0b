//! The ports: what slices ask of the outside, as traits that the command line wires. No slice, no
//! story and no web test therefore builds a typesetter or opens a connection.

use crate::doc::Doc;
use crate::search::{Ask, Entry, Found, Hit, Target};
use crate::{Fault, Moment};
use std::future::Future;
use std::pin::Pin;

/// Turns a document into PDF (PDF/A-3a and PDF/UA-1). Same document, same bytes.
pub trait Typeset: Send + Sync {
    /// The PDF's bytes. Slow (milliseconds): call it off the async threads.
    fn pdf(&self, doc: &Doc) -> Result<Vec<u8>, Fault>;
}

/// Sends an RFC 3161 query to a time-stamping authority.
pub trait Timestamp: Send + Sync {
    /// Sends the DER query, gives the whole DER reply as received; the caller checks it.
    fn stamp<'a>(
        &'a self,
        query: &'a [u8],
    ) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, Fault>> + Send + 'a>>;
}

/// Asks the DNS for the TXT records of a name: where a domain publishes the keys of its mail servers.
pub trait Names: Send + Sync {
    /// The records, each as one text; none when the DNS says that there is none, an error when it does not answer.
    fn txt<'a>(
        &'a self,
        name: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<String>, Fault>> + Send + 'a>>;
}

/// What a provider of OpenID Connect gives for a code: neither is believed before the caller has checked it.
pub struct Said {
    /// The ID token, as received.
    pub token: String,
    /// The provider's keys of this moment (a JWK set), as received.
    pub keys: Vec<u8>,
}

/// Asks a provider of OpenID Connect who came by (Core 1.0, code flow). Only a subject is asked for: no name, no address.
pub trait SignIn: Send + Sync {
    /// Its name, as people know it.
    fn name(&self) -> &str;

    /// Its identifier, letter by letter.
    fn issuer(&self) -> &str;

    /// Our name there.
    fn client(&self) -> &str;

    /// The address that a browser opens to be recognised, as the provider publishes it now.
    fn entrance<'a>(&'a self) -> Pin<Box<dyn Future<Output = Result<String, Fault>> + Send + 'a>>;

    /// Gives a code back with its verifier (RFC 7636) and the address that it came to.
    ///
    /// # Errors
    /// `Invalid` when the provider refuses the code, another code when it does not answer as it should.
    fn redeem<'a>(
        &'a self,
        code: &'a str,
        verifier: &'a str,
        back: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Said, Fault>> + Send + 'a>>;
}

/// A change of what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An answer, new or as it stands now.
    Put(Box<Entry>),
    /// An answer that is no longer published.
    Gone(Target),
}

/// Searches what Préau knows. Same words, same answers. What was searched is neither kept nor logged. What is asked first
/// builds or opens an index: call it off the async threads.
pub trait Search: Send + Sync {
    /// The answers to what is asked, best first.
    fn search(&self, ask: &Ask) -> Result<Found, Fault>;

    /// What resembles a text being typed, best first: published answers and canonical answers only; nothing when nothing
    /// really resembles.
    fn alike(&self, text: &str, count: usize) -> Result<Vec<Hit>, Fault>;

    /// The number of the last change of the published answers that is on disk here; 0 when there is none, or when what
    /// was there cannot be used: every change is then to be sent again.
    fn at(&self) -> Result<u64, Fault>;

    /// Takes changes in, in order; once it returns, they are found, and durable with `upto` as the new [`Search::at`].
    /// The same changes twice do what once does.
    ///
    /// # Errors
    /// `Conflict` when another process already writes to the same folder: that one follows.
    fn follow(&self, changes: Vec<Change>, upto: u64) -> Result<(), Fault>;
}

/// What a capture is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureOrder {
    /// The address, as it was typed.
    pub url: String,
    /// The whole length of the page in pictures, else its first window.
    pub full: bool,
    /// The page printed too.
    pub pdf: bool,
}

/// A page as it was found. Nothing of it stays in the clear when this is dropped.
#[derive(Debug)]
pub struct Captured {
    /// The address that was opened, whole.
    pub url: String,
    /// Where the browser ended.
    pub landed: String,
    /// What the site answered for the page itself (RFC 9110), when it is known.
    pub status: Option<u16>,
    /// The page's title.
    pub title: String,
    /// What the page shows, as text.
    pub text: String,
    /// When it began to be asked for.
    pub started: Moment,
    /// When it had been seen.
    pub ended: Moment,
    /// Why it is not complete; empty when it is. Ids, such as `login-wall`.
    pub short: Vec<String>,
    /// What is missing and makes it partial: address and reason (an id, such as `failed`).
    pub gaps: Vec<(String, String)>,
    /// How many requests are kept with their answer.
    pub exchanges: usize,
    /// The WACZ, open at its beginning; it has no name on disk.
    pub archive: std::fs::File,
    /// Its length in bytes.
    pub bytes: u64,
    /// The report (PDF).
    pub report: Vec<u8>,
    /// How many pictures of the page it holds.
    pub pictures: usize,
    /// The first, the top of the page (PNG).
    pub picture: Option<Vec<u8>>,
    /// Who dated it and when, when an authority did.
    pub dated: Option<(String, Moment)>,
    /// The most memory that the browser held, in bytes.
    pub browser_memory: u64,
}

/// Why there is no capture.
#[derive(Debug)]
pub enum NotCaptured {
    /// The name leads to an address that is not public, or the address may not be opened.
    Refused,
    /// The site's certificate is not valid.
    Certificate,
    /// Nothing answered.
    NoAnswer,
    /// The page takes more memory or room than it may.
    TooLarge,
    /// No browser is installed.
    NoBrowser,
    /// The program or the browser failed.
    Broken(Fault),
}

impl From<Fault> for NotCaptured {
    fn from(fault: Fault) -> Self {
        Self::Broken(fault)
    }
}

/// Captures a page of the public web.
pub trait Capture: Send + Sync {
    /// Whether this machine has what it takes.
    fn ready(&self) -> bool;

    /// The address as it will be opened.
    ///
    /// # Errors
    /// `Invalid` for what is no address of the public web.
    fn accepts(&self, typed: &str) -> Result<String, Fault>;

    /// Opens the page, records every exchange, and packs it. Takes seconds, two minutes at most.
    fn capture<'a>(
        &'a self,
        order: &'a CaptureOrder,
    ) -> Pin<Box<dyn Future<Output = Result<Captured, NotCaptured>> + Send + 'a>>;
}

/// A mail: fixed words, nothing of a dossier.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// To whom; one address.
    pub to: String,
    /// Its subject, in ASCII.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// What its `Message-ID` begins with: hex that tells nothing, the same when it is sent again.
    pub id: String,
    /// When it is sent.
    pub at: Moment,
}

/// Why a mail was not sent. Neither says to whom: the words of a server repeat the address.
#[derive(Debug)]
pub enum NotSent {
    /// The address is refused for good.
    Refused,
    /// The server is down, busy, or refuses this program: it may be tried again.
    Later(Fault),
}

/// Sends mails.
pub trait Mailer: Send + Sync {
    /// Sends one; the answer comes when the server has taken it.
    fn send<'a>(
        &'a self,
        mail: &'a Mail,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>>;
}
