//! `preau mask`: a copy of a picture without some of its parts, nor anything but its points (N075).

use crate::output::{Done, fail, print, trouble};
use crate::whole::{self, Existing};
use evidence::masking::{LARGEST_FILE, Why, Zone, mask};
use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `preau mask`.
#[derive(clap::Args)]
#[command(
    after_help = "The original stays as it is. The copy is a PNG: each zone is one flat colour, and no place, date, device, comment or thumbnail is left.\nExit status: 0 the copy is there, 1 the picture or a zone is refused and the reason is given, 2 it cannot be read or written.\nExample:\n  preau mask capture.jpg --zone 0,0,100,8 --zone 10,40.5,30,5 --out copie.png"
)]
pub struct Args {
    /// The picture: PNG or JPEG, 40 million points at most.
    file: PathBuf,
    /// What to hide, in percent of the width and of the height, as the picture is seen; repeatable.
    #[arg(long = "zone", value_name = "LEFT,TOP,WIDTH,HEIGHT", required = true)]
    zones: Vec<String>,
    /// Where to write the copy; it must end in `.png` and not exist yet.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Makes the copy.
pub fn run(args: &Args) -> Done {
    let (name, out) = (args.file.display(), args.out.display());
    if args.out.extension().is_none_or(|end| end != "png") {
        return Err(trouble("--out must end in .png"));
    }
    let refuse = |what: &dyn std::fmt::Display, why: Why| {
        fail(&trouble(format!("{what}: {why}")));
        Ok(ExitCode::from(1))
    };
    let mut zones = Vec::with_capacity(args.zones.len());
    for text in &args.zones {
        match Zone::parse(text) {
            Ok(zone) => zones.push(zone),
            Err(why) => return refuse(&format!("--zone {text}"), why),
        }
    }
    let mut bytes = Vec::new();
    File::open(&args.file)
        .and_then(|file| {
            file.take(LARGEST_FILE.saturating_add(1))
                .read_to_end(&mut bytes)
        })
        .map_err(|error| trouble(format!("{name} cannot be read: {error}")))?;
    let copy = match mask(&bytes, &zones) {
        Ok(copy) => copy,
        Err(why) => return refuse(&name, why),
    };
    whole::write(&args.out, Existing::Keep, |mut file| {
        file.write_all(&copy)
            .map_err(|error| whole::cannot(&args.out, &error))
    })?;
    print(&format!(
        "{out}: look at it before giving it; the original is unchanged"
    ))
}
