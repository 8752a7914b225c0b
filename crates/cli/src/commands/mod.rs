//! One file per subcommand.

pub mod capture;
pub mod content;
pub mod copies;
pub mod deadline;
pub mod doctor;
pub mod due;
pub mod import;
pub mod letter;
pub mod log;
pub mod mail;
pub mod mask;
pub mod migrate;
pub mod mission;
pub mod oidc;
pub mod org;
pub mod phone;
pub mod plan;
pub mod seal;
pub mod search;
pub mod serve;
pub mod timeline;
pub mod triage;
pub mod user;
pub mod verify;
