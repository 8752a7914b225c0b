//! How many faces are found in pictures, and in how long: the measures of `docs/build/faces.md`.
//!
//! ```sh
//! cargo run --release -p evidence --example faces_time -- photos/*.jpg
//! ```

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let mut status = ExitCode::SUCCESS;
    let mut out = std::io::stdout();
    for name in std::env::args().skip(1) {
        let begun = Instant::now();
        let answer = std::fs::read(&name)
            .map_err(|error| error.to_string())
            .and_then(|bytes| evidence::masking::faces(&bytes).map_err(|why| why.to_string()));
        let line = match answer {
            Ok(zones) => format!("{name}: {} in {:?}", zones.len(), begun.elapsed()),
            Err(why) => {
                status = ExitCode::from(1);
                format!("{name}: {why}")
            }
        };
        if writeln!(out, "{line}").is_err() {
            break;
        }
    }
    status
}
