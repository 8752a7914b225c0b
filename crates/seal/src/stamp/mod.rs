//! Dates given by a third party: RFC 3161 queries and replies. A token proves that some bytes
//! existed at a time; it says nothing of where they came from.

pub(crate) mod chain;
mod info;
mod query;
mod reply;
mod signature;

pub use chain::{Trust, certificates_from_pem};
pub use query::Query;
pub use reply::{Reply, Stamped};
