//! `preau capture`: a page of the public web, as it is now.

use crate::config::certificates;
use crate::key::signing_key;
use crate::output::{Done, Trouble, json, note, print, trouble};
use crate::whole::{self, Existing};
use ::capture::{Chromium, INSTALL, Place};
use kernel::Clock;
use kernel::ports::{Capture, CaptureOrder, Captured, NotCaptured, Timestamp};
use serde_json::json;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Options of `preau capture`.
#[derive(clap::Args)]
#[command(
    after_help = "Needs Chromium (sudo apt-get install chromium).\nExit status: 0 everything the page asked for is kept, 3 kept in part (the reasons are printed), 2 nothing could be captured.\nExample:\n  preau capture https://www.exemple.fr/page --full-page --out page.wacz"
)]
pub struct Args {
    /// The page's address, whole (http or https).
    url: String,
    /// Where to write (`.wacz`). An existing file stays.
    #[arg(long, value_name = "F.wacz")]
    out: PathBuf,
    /// Scroll to the end and picture the whole page, else its first window.
    #[arg(long)]
    full_page: bool,
    /// Print the page too.
    #[arg(long)]
    pdf: bool,
    /// The key that signs; made there when it is missing [default: preau.key beside the output].
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Time-stamping authority (RFC 3161).
    #[arg(long, value_name = "URL")]
    tsa_url: Option<String>,
    /// Certificates trusted as its roots.
    #[arg(long, value_name = "PEM")]
    tsa_ca: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Arguments of the part that runs inside the browser's network.
#[derive(clap::Args)]
pub struct Inside {
    /// Socket, ports, program, its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    pub arguments: Vec<OsString>,
}

/// Captures; the output appears only when it is whole and synced.
pub fn run(args: &Args, clock: Arc<dyn Clock>) -> Done {
    if !args.out.to_string_lossy().ends_with(".wacz") {
        return Err(trouble("--out must end in .wacz"));
    }
    ::capture::address(&args.url).map_err(|_| {
        trouble("this address cannot be captured: it must be a page of the public Internet, http:// or https://")
    })?;
    let key = args.key.clone();
    let key = key.unwrap_or_else(|| whole::folder_of(&args.out).join("preau.key"));
    let tsa = match &args.tsa_url {
        Some(url) => Some(Arc::new(outbound::Tsa::new(url)?) as Arc<dyn Timestamp>),
        None => None,
    };
    let roots = args
        .tsa_ca
        .as_deref()
        .map_or(Ok(Vec::new()), certificates)?;
    let capture = Chromium {
        helper: helper()?,
        clock,
        press: Arc::new(pdf::Press::new()?),
        tsa,
        tsa_roots: Arc::new(roots),
        key: signing_key(&key)?,
        domain: None,
        place: Place::default(),
        software: software(),
    };
    if !capture.ready() {
        return Err(missing());
    }
    let order = CaptureOrder {
        url: args.url.clone(),
        full: args.full_page,
        pdf: args.pdf,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| trouble(format!("the program cannot start: {error}")))?;
    let mut captured = runtime.block_on(capture.capture(&order)).map_err(failed)?;
    keep(&args.out, &mut captured)?;
    say(args, &captured)?;
    Ok(if captured.short.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(3)
    })
}

/// This very program: a capture runs it again inside the browser's network.
pub fn helper() -> Result<PathBuf, Trouble> {
    std::env::current_exe()
        .map_err(|error| trouble(format!("this program cannot find itself: {error}")))
}

/// As written in each archive.
pub fn software() -> String {
    format!("Préau {}", env!("CARGO_PKG_VERSION"))
}

/// What to do when no browser is there.
pub fn missing() -> Trouble {
    trouble(format!(
        "no Chromium on this machine, so that pages cannot be captured; everything else works. To install it:\n    {INSTALL}"
    ))
}

fn failed(why: NotCaptured) -> Trouble {
    let why = match why {
        NotCaptured::NoBrowser => return missing(),
        NotCaptured::Refused => "this name leads to an address that is not public".to_owned(),
        NotCaptured::Certificate => "the certificate of this site is not valid".to_owned(),
        NotCaptured::NoAnswer => "nothing answers at this address; check it".to_owned(),
        NotCaptured::TooLarge => "the page takes more memory than it may".to_owned(),
        NotCaptured::Broken(fault) => format!("{fault}; try again"),
    };
    trouble(format!(
        "nothing could be captured: {why}. Nothing was written"
    ))
}

fn keep(out: &Path, captured: &mut Captured) -> Result<(), Trouble> {
    whole::write(out, Existing::Keep, |mut file| {
        std::io::copy(&mut captured.archive, &mut file)
            .map(drop)
            .map_err(|error| whole::cannot(out, &error))
    })
}

fn say(args: &Args, captured: &Captured) -> Result<(), Trouble> {
    if args.json {
        return json(&json!({
            "file": args.out,
            "url": captured.url,
            "landed": captured.landed,
            "title": captured.title,
            "started": captured.started.rfc3339(),
            "ended": captured.ended.rfc3339(),
            "state": if captured.short.is_empty() { "complete" } else { "partial" },
            "why": captured.short,
            "gaps": captured.gaps.iter().map(|(url, why)| json!({ "url": url, "why": why })).collect::<Vec<_>>(),
            "exchanges": captured.exchanges,
            "pictures": captured.pictures,
            "bytes": captured.bytes,
            "dated": captured.dated.as_ref().map(|(tsa, at)| json!({ "tsa": tsa, "at": at.rfc3339() })),
            "browser_memory": captured.browser_memory,
        }))
        .map(drop);
    }
    for (url, why) in &captured.gaps {
        note(&format!("missing: {url} ({why})"));
    }
    let state = if captured.short.is_empty() {
        "complete".to_owned()
    } else {
        format!("partial: {}", captured.short.join(", "))
    };
    print(&format!(
        "{}\n{state}\n{} exchanges, {} pictures, {} missing\n{}",
        args.out.display(),
        captured.exchanges,
        captured.pictures,
        captured.gaps.len(),
        captured.started.rfc3339(),
    ))
    .map(drop)
}
