//! `preau seal`: the same dossier, without any server.

use crate::output::{Done, Trouble, print, read, trouble};
use crate::sheet;
use crate::whole::{self, Existing};
use ::seal::note::SigningKey;
use ::seal::vault::{Recipient, Writer};
use kernel::Clock;
use kernel::ports::Typeset;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Options of `preau seal`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  preau seal --story recit.txt --out dossier.zip capture.png message.eml\n  preau seal --for age1… --out dossier.zip.age capture.png"
)]
pub struct Args {
    /// A text file with the story.
    #[arg(long, value_name = "FILE")]
    story: Option<String>,
    /// Encrypt the ZIP to this age recipient; may be repeated.
    #[arg(long = "for", value_name = "age1…")]
    to: Vec<String>,
    /// Encrypt the ZIP under a passphrase, read from standard input's first line.
    #[arg(long, conflicts_with = "to")]
    passphrase: bool,
    /// The key that signs; made there when it is missing [default: preau.key beside the output].
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Where to write (`.zip`, or `.zip.age` when encrypted).
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The files.
    #[arg(required_unless_present = "story")]
    files: Vec<PathBuf>,
}

/// Seals; the output appears only when it is whole and synced.
pub fn run(args: &Args, clock: &dyn Clock) -> Done {
    let story = args.story.as_deref().map(read).transpose()?;
    let wanted = if args.passphrase || !args.to.is_empty() {
        ".zip.age"
    } else {
        ".zip"
    };
    if !args.out.to_string_lossy().ends_with(wanted) {
        return Err(trouble(format!("--out must end in {wanted}")));
    }
    let beside = || whole::folder_of(&args.out).join("preau.key");
    let key = crate::key::signing_key(&args.key.clone().unwrap_or_else(beside))?;
    let sealed = whole::write(&args.out, Existing::Replace, |file| {
        write(args, story.as_deref(), &key, clock, file)
    })?;
    print(&format!(
        "{}\n{}\n{}",
        args.out.display(),
        sealed.origin,
        sealed.head
    ))
}

fn write(
    args: &Args,
    story: Option<&str>,
    key: &SigningKey,
    clock: &dyn Clock,
    file: &File,
) -> Result<bundle::Sealed, Trouble> {
    let cannot = |error: std::io::Error| whole::cannot(&args.out, &error);
    let press = pdf::Press::new()?;
    let make = |local: &bundle::LocalDossier| press.pdf(&sheet::of(local));
    let not_sealed = |why: bundle::NotSealed| trouble(why.to_string());
    let flush = |out: std::io::Result<BufWriter<&File>>| {
        out.and_then(|mut out| out.flush()).map_err(cannot)
    };
    let plain = BufWriter::with_capacity(1 << 20, file);
    if args.passphrase {
        let mut typed = String::new();
        std::io::stdin()
            .read_line(&mut typed)
            .map_err(|error| trouble(format!("the passphrase cannot be read: {error}")))?;
        let passphrase = typed.trim_end_matches(['\r', '\n']);
        if passphrase.chars().count() < 15 {
            return Err(trouble(
                "a passphrase of at least 15 characters is needed on the first line of standard input",
            ));
        }
        let mut out = Writer::with_passphrase(plain, passphrase)
            .map_err(|error| trouble(error.to_string()))?;
        let sealed = bundle::seal_files(&mut out, &args.files, story, key, clock, make)
            .map_err(not_sealed)?;
        flush(out.finish_unpadded())?;
        return Ok(sealed);
    }
    if args.to.is_empty() {
        let mut out = plain;
        let sealed = bundle::seal_files(&mut out, &args.files, story, key, clock, make)
            .map_err(not_sealed)?;
        flush(Ok(out))?;
        return Ok(sealed);
    }
    let recipients = args
        .to
        .iter()
        .map(|text| {
            text.parse::<Recipient>()
                .map_err(|_| trouble(format!("`{text}` is not an age recipient (age1…)")))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut out = Writer::new(plain, &recipients).map_err(|error| trouble(error.to_string()))?;
    let sealed =
        bundle::seal_files(&mut out, &args.files, story, key, clock, make).map_err(not_sealed)?;
    flush(out.finish_unpadded())?;
    Ok(sealed)
}
