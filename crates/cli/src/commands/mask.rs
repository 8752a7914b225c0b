//! `preau mask`: a copy of a picture without some of its parts, nor anything but its points (N075).

use crate::output::{Done, fail, note, print, trouble};
use crate::whole::{self, Existing};
use evidence::masking::{LARGEST_FILE, Why, Zone, faces, mask};
use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// What is always said with what was found.
const CAUTION: &str = "this is a proposal: look yourself. Children, profiles, masks, small, turned or dark faces are missed. Nobody is recognised";

/// Options of `preau mask`.
#[derive(clap::Args)]
#[command(
    after_help = "The original stays as it is. The copy is a PNG: each zone is one flat colour, and no place, date, device, comment or thumbnail is left.\nFaces that are found are a proposal; none found does not mean that there is none.\nExit status: 0 the copy is there (with --list-faces: some faces are listed), 1 the picture or a zone is refused, or no face is found, and the reason is given, 2 it cannot be read or written.\nExamples:\n  preau mask capture.jpg --zone 0,0,100,8 --zone 10,40.5,30,5 --out copie.png\n  preau mask photo.jpg --list-faces\n  preau mask photo.jpg --faces --zone 0,90,100,10 --out copie.png"
)]
pub struct Args {
    /// The picture: PNG or JPEG, 40 million points at most.
    file: PathBuf,
    /// What to hide, in percent of the width and of the height, as the picture is seen; repeatable.
    #[arg(
        long = "zone",
        value_name = "LEFT,TOP,WIDTH,HEIGHT",
        required_unless_present_any = ["faces", "list_faces"]
    )]
    zones: Vec<String>,
    /// Hides the faces that are found too, and names the zone of each on standard error.
    #[arg(long)]
    faces: bool,
    /// Only prints the zones of the faces that are found, one a line, as `--zone` takes them.
    #[arg(long, conflicts_with_all = ["zones", "faces", "out"])]
    list_faces: bool,
    /// Where to write the copy; it must end in `.png` and not exist yet.
    #[arg(long, value_name = "FILE", required_unless_present = "list_faces")]
    out: Option<PathBuf>,
}

/// Makes the copy, or lists the faces.
pub fn run(args: &Args) -> Done {
    let name = args.file.display();
    let out = args.out.as_deref();
    if out.is_some_and(|out| out.extension().is_none_or(|end| end != "png")) {
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
    if args.faces || args.list_faces {
        let found = match faces(&bytes) {
            Ok(found) => found,
            Err(why) => return refuse(&name, why),
        };
        match found.len() {
            0 => note(&format!(
                "{name}: no face found, which does not mean that there is none"
            )),
            1 => note(&format!("{name}: 1 face found")),
            count => note(&format!("{name}: {count} faces found")),
        }
        note(CAUTION);
        let lines: Vec<String> = found.iter().map(Zone::to_string).collect();
        if args.list_faces {
            return match lines.as_slice() {
                [] => Ok(ExitCode::from(1)),
                lines => print(&lines.join("\n")),
            };
        }
        for line in lines {
            note(&format!("--zone {line}"));
        }
        zones.extend(found);
    }
    let copy = match mask(&bytes, &zones) {
        Ok(copy) => copy,
        Err(why) => return refuse(&name, why),
    };
    // Without it, only a list is asked for.
    let out = out.ok_or_else(|| trouble("--out is missing"))?;
    whole::write(out, Existing::Keep, |mut file| {
        file.write_all(&copy)
            .map_err(|error| whole::cannot(out, &error))
    })?;
    print(&format!(
        "{}: look at it before giving it; the original is unchanged",
        out.display()
    ))
}
