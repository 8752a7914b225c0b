//! One file per subcommand.

pub mod deadline;
pub mod doctor;
pub mod letter;
pub mod migrate;
pub mod plan;
pub mod seal;
pub mod search;
pub mod serve;
pub mod triage;
pub mod verify;
