//! `preau copies`: which pictures look alike (N068).

use crate::output::{Done, note, print, trouble};
use evidence::likeness::{Likeness, groups};
use evidence::masking::LARGEST_FILE;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `preau copies`.
#[derive(clap::Args)]
#[command(
    after_help = "One line for each group of files that look alike. It helps to find copies and proves nothing: look at each of them.\nExit status: 0 some look alike, 1 none do, 2 a file cannot be read.\nExample:\n  preau copies captures/*.png captures/*.jpg"
)]
pub struct Args {
    /// Pictures: PNG or JPEG, 40 million points at most; any other file is named and left out.
    #[arg(required = true, num_args = 2..)]
    files: Vec<PathBuf>,
}

/// Prints the groups.
pub fn run(args: &Args) -> Done {
    let (mut names, mut all) = (Vec::new(), Vec::new());
    for path in &args.files {
        let name = path.display();
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| {
                file.take(LARGEST_FILE.saturating_add(1))
                    .read_to_end(&mut bytes)
            })
            .map_err(|error| trouble(format!("{name} cannot be read: {error}")))?;
        match Likeness::of(&bytes) {
            Ok(Some(likeness)) => {
                names.push(name.to_string());
                all.push(likeness);
            }
            Ok(None) => note(&format!("{name}: too small or too plain to be compared")),
            Err(why) => note(&format!("{name}: {why}")),
        }
    }
    let groups = groups(&all);
    let lines = groups.iter().map(|group| {
        let files = group.iter().filter_map(|place| names.get(*place));
        files.map(String::as_str).collect::<Vec<_>>().join(" ")
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return Ok(ExitCode::from(1));
    }
    print(&lines.join("\n"))
}
