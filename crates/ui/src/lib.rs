#![doc = include_str!("../README.md")]

pub mod access;
pub mod api;
pub mod assets;
pub mod capability;
pub mod check;
pub mod ctx;
pub mod dates;
pub mod etag;
pub mod exit;
pub mod feed;
pub mod form;
pub mod headers;
pub mod html;
pub mod layer;
pub mod page;
pub mod parts;
pub mod problems;
pub mod protected;
pub mod refusal;
pub mod squares;
pub mod trouble;
pub mod url;
pub mod words;

pub use access::Access;
pub use capability::{Capability, RouteAccess, Who};
pub use ctx::{Ctx, FormKey, Proofs, Visit};
pub use form::Form;
pub use html::Html;
pub use page::{Page, see_other, see_other_path};
pub use problems::Problems;
pub use protected::{Fields, Protected, ProtectedMultipart};
pub use refusal::Refusal;
pub use squares::Squares;
pub use trouble::{Answer, Trouble};
pub use url::Url;
pub use words::{Lang, Words};
