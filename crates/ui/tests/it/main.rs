//! One binary: components and pages, forms and middleware, words of all slices, files served.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod components;
mod contrast;
mod files;
mod forms;
mod words;
