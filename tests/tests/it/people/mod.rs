//! People and their browsers, and the program that they meet.

pub mod authenticator;
pub mod files;
pub mod html;
pub mod mailbox;
pub mod press;
pub mod provider;
pub mod visitor;
pub mod world;

pub use visitor::{Chosen, Visitor};
pub use world::{Teacher, Wish, World, everywhere, everywhere_with};
