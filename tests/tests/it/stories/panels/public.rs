//! What everybody may do: read a session, ask under a pseudonym, find one's answer again, follow and show what is published.

mod asking;
mod finding;
mod following;
mod programs;
mod reading;
