#![doc = include_str!("../README.md")]

mod authorities;
mod clock;
mod commands;
mod config;
mod envelope;
mod key;
mod output;
mod sheet;
mod whole;

use clap::{Parser, Subcommand};
use commands::{
    answers, audit, backup, capture, content, copies, deadline, diligence, directory, doctor, due,
    episode, import, letter, log, mask, migrate, mission, news, org, panel, phone, plan, purge,
    restore, seal, search, serve, timeline, triage, user, verify,
};
use std::path::PathBuf;
use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Préau protects the staff of schools against digital risks: from a story to dated steps, letters and
/// a sealed dossier.
#[derive(Parser)]
#[command(
    name = "preau",
    version,
    about,
    after_help = "Example:\n  preau                 starts on this machine and prints the address"
)]
struct Cli {
    /// Content that replaces the embedded one, after the same checks.
    #[arg(long, global = true, value_name = "DIR")]
    content: Option<PathBuf>,
    /// Takes the time from this file (an RFC 3339 instant); debug builds only.
    #[arg(long, global = true, value_name = "FILE", hide = true)]
    clock: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Start the program (same as `preau` alone).
    Serve(Box<serve::Args>),
    /// Say what a story can be, with the words that led there.
    Triage(triage::Args),
    /// Print a plan for one or several kinds of situation.
    Plan(plan::Args),
    /// Compute the end of a legal time limit, with its rule.
    Deadline(deadline::Args),
    /// Write a letter from a facts file.
    Letter(letter::Args),
    /// Keep a page of the public web as it is: every exchange, its pictures, a report, a date.
    Capture(capture::Args),
    /// Prepares the network of a capture's browser, from inside.
    #[command(hide = true, name = "capture-inside")]
    CaptureInside(capture::Inside),
    /// Make a copy of a picture without some of its parts, nor any metadata.
    Mask(mask::Args),
    /// Name the pictures that look alike.
    Copies(copies::Args),
    /// The messages of a file (mails, exported discussions, comments, captures of pages), as a dossier reads them.
    Import(import::Args),
    /// Say what is late and what comes, from the export of a dossier.
    Due(due::Args),
    /// Put the export of a dossier on one line of time: what happened, what was done, who is to act.
    Timeline(timeline::Args),
    /// Write the dated record of what was done to protect, from the export of a dossier.
    Diligence(diligence::Args),
    /// Write the sheet for a commissaire de justice, from the export of a dossier.
    Mission(mission::Args),
    /// Check what Préau knows, or look at one entry of it.
    #[command(subcommand)]
    Content(content::Command),
    /// Say what to dial to hide one's number.
    Phone(phone::Args),
    /// Find what Préau knows by a few words.
    Search(search::Args),
    /// Read the questions that come back, each with its answer and its texts.
    Answers(answers::Args),
    /// Seal files into a dossier without any server.
    Seal(seal::Args),
    /// Look at the public log of an instance.
    #[command(subcommand)]
    Log(log::Command),
    /// Check a dossier or a captured page: content, signer, time.
    Verify(verify::Args),
    /// Say what is missing before people can be received.
    Doctor(doctor::Args),
    /// Bring the database up to date.
    Migrate(migrate::Args),
    /// Write everything to one encrypted file, while the program serves.
    Backup(backup::Args),
    /// Put a backup into an empty place, or check it.
    Restore(restore::Args),
    /// Delete the dossiers whose time is over, or keep one from it.
    Purge(purge::Args),
    /// The dated lists of whom to call, by département.
    #[command(subcommand)]
    Directory(directory::Command),
    /// The grid of accessibility: show it, fill it, take in one filled elsewhere.
    #[command(subcommand)]
    Audit(audit::Command),
    /// The organisations that help people on this instance.
    #[command(subcommand)]
    Org(org::Command),
    /// Those who work for them.
    #[command(subcommand)]
    User(user::Command),
    /// What the instance publishes to be read.
    #[command(subcommand)]
    News(news::Command),
    /// What it publishes to be listened to.
    #[command(subcommand)]
    Episode(episode::Command),
    /// The sessions in which experts answer.
    #[command(subcommand)]
    Panel(panel::Command),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let clock = match clock::of(cli.clock) {
        Ok(clock) => clock,
        Err(trouble) => return output::fail(&trouble),
    };
    let dir = cli.content.as_deref();
    let done = match cli.command {
        None => serve::run(serve::Args::default(), dir, clock),
        Some(Command::Serve(args)) => serve::run(*args, dir, clock),
        Some(Command::Triage(args)) => triage::run(&args, dir, clock.as_ref()),
        Some(Command::Plan(args)) => plan::run(&args, dir, clock.as_ref()),
        Some(Command::Deadline(args)) => deadline::run(&args, dir),
        Some(Command::Letter(args)) => letter::run(&args, dir, clock.as_ref()),
        Some(Command::Capture(args)) => capture::run(&args, clock),
        Some(Command::CaptureInside(args)) => Ok(::capture::inside::run(args.arguments)),
        Some(Command::Mask(args)) => mask::run(&args),
        Some(Command::Copies(args)) => copies::run(&args),
        Some(Command::Diligence(args)) => diligence::run(&args, dir, clock.as_ref()),
        Some(Command::Mission(args)) => mission::run(&args, dir, clock.as_ref()),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Due(args)) => due::run(&args, dir, clock.as_ref()),
        Some(Command::Timeline(args)) => timeline::run(&args, dir, clock.as_ref()),
        Some(Command::Content(command)) => content::run(&command, dir),
        Some(Command::Phone(args)) => phone::run(&args, dir, clock.as_ref()),
        Some(Command::Search(args)) => search::run(&args, dir),
        Some(Command::Answers(args)) => answers::run(&args, dir, clock.as_ref()),
        Some(Command::Seal(args)) => seal::run(&args, clock.as_ref()),
        Some(Command::Log(command)) => log::run(&command, clock),
        Some(Command::Verify(args)) => verify::run(&args, clock.as_ref()),
        Some(Command::Doctor(args)) => doctor::run(args, dir, clock),
        Some(Command::Migrate(args)) => migrate::run(args, clock),
        Some(Command::Backup(args)) => backup::run(&args, clock),
        Some(Command::Restore(args)) => restore::run(&args, clock),
        Some(Command::Purge(args)) => purge::run(&args, clock),
        Some(Command::Audit(command)) => audit::run(command, clock),
        Some(Command::Directory(command)) => directory::run(command, dir, clock),
        Some(Command::Org(command)) => org::run(command, clock),
        Some(Command::User(command)) => user::run(command, clock),
        Some(Command::News(command)) => news::run(command, dir, clock),
        Some(Command::Episode(command)) => episode::run(command, dir, clock),
        Some(Command::Panel(command)) => panel::run(command, dir, clock),
    };
    done.unwrap_or_else(|trouble| output::fail(&trouble))
}
