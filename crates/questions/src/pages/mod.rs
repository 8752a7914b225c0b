//! The pages, one file per screen.

pub mod listen;
