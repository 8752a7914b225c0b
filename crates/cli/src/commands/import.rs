//! `preau import`: the messages of a file, as a dossier would read them; nothing is sent, nothing is kept (N038).

use crate::output::{Done, fail, json, print, trouble};
use evidence::import::{LARGEST, Message, Sent, Why, read};
use evidence::rules::media_of;
use serde_json::{Value, json};
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `preau import`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 messages were read, 1 none was and the reason is given, 2 the file cannot be read.\nExamples:\n  preau import message.eml\n  preau import discussion.txt --json"
)]
pub struct Args {
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// An e-mail (EML), a mailbox (MBOX), or WhatsApp's « Exporter la discussion » (TXT).
    file: PathBuf,
}

/// Lists the messages.
pub fn run(args: &Args) -> Done {
    let name = args.file.display().to_string();
    let cannot = |error: std::io::Error| trouble(format!("{name} cannot be read: {error}"));
    let mut bytes = Vec::new();
    let file = File::open(&args.file).map_err(cannot)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(cannot)?;
    let import = if bytes.len() as u64 > LARGEST {
        Err(Why::TooLarge)
    } else {
        read(&media_of(&bytes, &name), &bytes)
    };
    let import = match import {
        Ok(import) => import,
        Err(why) => {
            fail(&trouble(format!("{name}: {why}")));
            return Ok(ExitCode::from(1));
        }
    };
    if args.json {
        let messages: Vec<Value> = import.messages.iter().map(to_json).collect();
        return json(&json!({
            "format": import.format.name(),
            "unread": import.unread,
            "messages": messages,
        }));
    }
    let mut lines: Vec<String> = import.messages.iter().map(line).collect();
    if import.unread > 0 {
        lines.push(format!("({} not recognised)", import.unread));
    }
    print(&lines.join("\n"))
}

fn sent(message: &Message) -> String {
    match message.sent {
        Some(Sent::At(at)) => at.rfc3339(),
        Some(Sent::Local(day, time)) => {
            let (hour, minute) = (time.hour(), time.minute());
            format!("{} {hour:02}:{minute:02} (local)", kernel::date::iso(day))
        }
        None => "-".to_owned(),
    }
}

fn line(message: &Message) -> String {
    let text = message.text.replace('\n', " ");
    let said = [
        message.from.as_str(),
        message.subject.as_str(),
        text.as_str(),
    ];
    let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
    format!("{}\t{}", sent(message), said.join(" : "))
}

fn to_json(message: &Message) -> Value {
    json!({
        "sent": sent(message),
        "from": message.from,
        "subject": message.subject,
        "text": message.text,
        "attached": message.attached,
        "signed_by": message.signed_by,
        "first": message.first,
        "bytes": message.bytes,
        "sha256": message.sha256.to_string(),
    })
}
