//! People using the pages in a real Chromium, against the real program.

mod blur;
mod code;
mod evening;
mod exit;
mod express;
mod follows;
mod history;
mod languages;
mod main_job;
mod months;
mod pages;
mod passkey;
mod published;
mod resume;
