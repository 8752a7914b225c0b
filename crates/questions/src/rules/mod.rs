//! Decisions without any I/O.

pub mod clean;
pub mod clock;
pub mod draw;
pub mod likeness;
pub mod names;
pub mod paging;
pub mod photo;
pub mod seen;
pub mod sift;
pub mod status;
pub mod work;
