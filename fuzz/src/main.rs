//! `bin/fuzz [seconds] [target]`.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(Ok(60), |text| text.parse::<u64>());
    let wanted = arguments.next();
    let known = |name: &String| fuzz::TARGETS.iter().any(|target| target.name == name);
    let mut out = std::io::stdout();
    let (Ok(seconds), true) = (seconds, wanted.as_ref().is_none_or(known)) else {
        let names: Vec<_> = fuzz::TARGETS.iter().map(|target| target.name).collect();
        let _ = writeln!(
            out,
            "bin/fuzz [seconds] [target]\ntargets: {}",
            names.join(" ")
        );
        return ExitCode::from(2);
    };
    let seed = std::env::var("FUZZ_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(fuzz::SEED);
    let mut broken = false;
    for target in fuzz::TARGETS {
        if wanted.as_ref().is_some_and(|name| name != target.name) {
            continue;
        }
        let done = fuzz::replay(target).and_then(|files| {
            Ok((
                files,
                fuzz::run(target, seed, Duration::from_secs(seconds))?,
            ))
        });
        let _ = match done {
            Ok((files, rounds)) => {
                writeln!(out, "{:12} {files} files, {rounds} changed", target.name)
            }
            Err(found) => {
                broken = true;
                writeln!(out, "{}", found.keep())
            }
        };
    }
    ExitCode::from(u8::from(broken))
}
