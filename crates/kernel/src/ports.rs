//! The ports: what slices ask of the outside, as traits that the command line wires. No slice, no
//! story and no web test therefore builds a typesetter or opens a connection.

use crate::Fault;
use crate::doc::Doc;
use crate::search::Found;
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

/// Searches what Préau knows. Same words, same answers. What was searched is neither kept nor logged.
pub trait Search: Send + Sync {
    /// The answers to these words, best first: at most `count`, after the first `skip`. Any text is only words: no
    /// sign is an operator, and what passes [`crate::search::LONGEST`] is not read. The first search builds the
    /// index: call it off the async threads.
    fn search(&self, words: &str, skip: usize, count: usize) -> Result<Found, Fault>;
}
