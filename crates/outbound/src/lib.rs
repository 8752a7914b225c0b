#![doc = include_str!("../README.md")]

pub mod address;
mod dns;
mod http;
mod mail;
pub mod name;
mod oidc;
mod reader;
pub mod relay;
mod several;
pub mod sniff;
mod tsa;

pub use dns::Dns;
pub use mail::{MailSettings, MailTls, Smtp};
pub use oidc::{Oidc, OidcSettings};
pub use reader::Reader;
pub use relay::{Contact, Refusal, Relay};
pub use several::Several;
pub use tsa::Tsa;
