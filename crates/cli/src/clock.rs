//! Where the time comes from. Tests set it by a file; a release refuses that, so that nobody can be
//! made to seal a false date.

use crate::output::{Trouble, trouble};
use kernel::{Clock, SystemClock};
use std::path::PathBuf;
use std::sync::Arc;

/// The machine's clock, or the one in a file (debug builds).
pub fn of(file: Option<PathBuf>) -> Result<Arc<dyn Clock>, Trouble> {
    match file {
        None => Ok(Arc::new(SystemClock)),
        Some(file) => from_file(file),
    }
}

#[cfg(not(debug_assertions))]
fn from_file(_: PathBuf) -> Result<Arc<dyn Clock>, Trouble> {
    Err(trouble(
        "--clock is refused: this build seals real dates only",
    ))
}

#[cfg(debug_assertions)]
fn from_file(file: PathBuf) -> Result<Arc<dyn Clock>, Trouble> {
    let clock = FileClock { file };
    clock.read().ok_or_else(|| {
        trouble("--clock: the file must hold an instant such as 2026-11-22T10:00:00Z")
    })?;
    Ok(Arc::new(clock))
}

#[cfg(debug_assertions)]
struct FileClock {
    file: PathBuf,
}

#[cfg(debug_assertions)]
impl FileClock {
    fn read(&self) -> Option<kernel::Moment> {
        kernel::Moment::parse(std::fs::read_to_string(&self.file).ok()?.trim())
    }
}

#[cfg(debug_assertions)]
impl Clock for FileClock {
    fn now(&self) -> kernel::Moment {
        self.read().unwrap_or_else(|| SystemClock.now())
    }
}
