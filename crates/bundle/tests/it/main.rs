//! The export and its verifier, against tools that others wrote and against forgers (N044, N047).

mod common;
mod dates;
mod forged;
mod good;
mod hostile;
mod local;
mod receipts;
mod tools;
