#![doc = include_str!("../README.md")]

mod engine;
mod glyphs;
mod pieces;
mod sheet;
#[cfg(test)]
mod tests;

use engine::Engine;
use kernel::Fault;
use kernel::doc::Doc;
use kernel::fault::Code;
use kernel::ports::Typeset;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

/// The press: cheap to make, loads its engine and fonts at the first document.
pub struct Press {
    engine: OnceLock<Option<Engine>>,
}

impl Press {
    /// A press at rest. Nothing can fail before the first document; the `Result` is the door's
    /// contract, for an engine that would have to be found.
    pub const fn new() -> Result<Self, Fault> {
        Ok(Self {
            engine: OnceLock::new(),
        })
    }
}

impl Typeset for Press {
    /// # Errors
    ///
    /// `Code::Internal` when the document breaks a rule of the two standards (no title), or when
    /// the engine fails. The engine's own words quote the document, so that they go no further.
    fn pdf(&self, doc: &Doc) -> Result<Vec<u8>, Fault> {
        let engine = self
            .engine
            .get_or_init(Engine::load)
            .as_ref()
            .ok_or(Fault::new(Code::Internal, "pdf: fonts or layout unusable"))?;
        // The engine is a large program fed with strangers' text: should it panic, the request
        // fails and nothing else does. It keeps no state that a panic could leave half-written.
        catch_unwind(AssertUnwindSafe(|| engine.render(doc)))
            .map_err(|_| Fault::new(Code::Internal, "pdf: the engine panicked"))?
            .map_err(|refusal| Fault::new(Code::Internal, refusal.step))
    }
}
