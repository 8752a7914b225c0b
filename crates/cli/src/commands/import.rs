//! `preau import`: the messages of a file, as a dossier would read them; nothing is kept, and nothing is sent but the
//! questions to a resolver that `--dns` names (N038).

use crate::output::{Done, Trouble, fail, json, print, trouble};
use evidence::import::signed::{self, Seen};
use evidence::import::{
    Import, LARGEST_ARCHIVE, Member, Message, Period, Sent, Why, largest, read,
};
use evidence::rules::media_of;
use kernel::ports::Names as _;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use time::Date;

/// Options of `preau import`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 messages were read, 1 none was and the reason is given, 2 the file cannot be read.\nExamples:\n  preau import message.eml --dns tcp://192.0.2.53:53\n  preau import discussion.txt --from 2026-11-01 --to 2026-11-30 --json"
)]
pub struct Args {
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// First day that is wanted (2026-11-01).
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// Last day that is wanted.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
    /// Check the signatures of mails (DKIM) with the keys that this resolver gives: https://NAME/dns-query or
    /// tcp://ADDRESS:PORT.
    #[arg(long, value_name = "URL", conflicts_with = "keys")]
    dns: Option<String>,
    /// Check them with the records of this file, one a line: the name, a space, the text.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// A mail (EML, MBOX, MSG), an exported discussion (WhatsApp TXT or ZIP, Facebook, Instagram, Snapchat, TikTok),
    /// YouTube comments (CSV), or a capture of a page (HAR, MHTML, WARC, WACZ).
    file: PathBuf,
}

fn day(text: &str) -> Result<Date, &'static str> {
    kernel::date::parse(text).ok_or("a day is written 2026-11-21")
}

/// Lists the messages.
pub fn run(args: &Args) -> Done {
    let name = args.file.display().to_string();
    let cannot = |error: std::io::Error| trouble(format!("{name} cannot be read: {error}"));
    let mut bytes = Vec::new();
    let file = File::open(&args.file).map_err(cannot)?;
    file.take(LARGEST_ARCHIVE + 1)
        .read_to_end(&mut bytes)
        .map_err(cannot)?;
    let period = Period {
        from: args.from,
        to: args.to,
    };
    let media = media_of(&bytes, &name);
    let import = if bytes.len() as u64 > largest(&media) {
        Err(Why::TooLarge)
    } else {
        read(&media, &bytes, period)
    };
    let mut import = match import {
        Ok(import) => import,
        Err(why) => {
            fail(&trouble(format!("{name}: {why}")));
            return Ok(ExitCode::from(1));
        }
    };
    if let Some(keys) = keys(args, &bytes, &import)? {
        signed::judge(&bytes, &mut import, &keys);
    }
    if args.json {
        return json(&listed(&import));
    }
    let mut lines: Vec<String> = import.messages.iter().map(line).collect();
    for (count, what) in [
        (import.unread, "not recognised"),
        (import.outside, "of other days or without a date"),
        (import.others, "other files in the archive"),
        (import.missing, "named by the list and not in this capture"),
        (import.unlisted, "in this capture and not in its list"),
    ] {
        if count > 0 {
            lines.push(format!("({count} {what})"));
        }
    }
    print(&lines.join("\n"))
}

/// The keys of the signatures, when somebody is to be asked.
fn keys(
    args: &Args,
    bytes: &[u8],
    import: &Import,
) -> Result<Option<BTreeMap<String, Seen>>, Trouble> {
    if let Some(path) = &args.keys {
        return read_keys(path).map(Some);
    }
    let Some(url) = &args.dns else {
        return Ok(None);
    };
    let dns = outbound::Dns::new(url)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| trouble(error.to_string()))?;
    let mut keys = BTreeMap::new();
    for name in signed::names(bytes, import) {
        let seen = match runtime.block_on(dns.txt(&name)) {
            Ok(records) => Seen::Records(records),
            Err(_) => Seen::Nothing,
        };
        keys.insert(name, seen);
    }
    Ok(Some(keys))
}

fn read_keys(path: &Path) -> Result<BTreeMap<String, Seen>, Trouble> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| trouble(format!("{} cannot be read: {error}", path.display())))?;
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, record) in text.lines().filter_map(|line| line.split_once(' ')) {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        keys.entry(name).or_default().push(record.trim().to_owned());
    }
    let seen = keys.into_iter();
    Ok(seen
        .map(|(name, records)| (name, Seen::Records(records)))
        .collect())
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
    let mut said: Vec<String> = [&message.from, &message.subject, &text]
        .into_iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect();
    for one in &message.signed {
        said.push(format!("[DKIM {}: {}]", one.domain, one.verdict.name()));
    }
    if let Some(exchange) = &message.exchange
        && exchange.digest == Some(false)
    {
        said.push("[the digest in the file is false]".to_owned());
    }
    format!("{}\t{}", sent(message), said.join(" : "))
}

fn listed(import: &Import) -> Value {
    let members = import.members.iter().map(|member: &Member| {
        let mut value = json!({
            "name": member.name,
            "bytes": member.bytes,
            "sha256": member.sha256.to_string(),
        });
        add(
            &mut value,
            [("claimed", member.claimed.map_or(Value::Null, Value::from))],
        );
        value
    });
    let mut value = json!({
        "format": import.format.name(),
        "unread": import.unread,
        "messages": import.messages.iter().map(to_json).collect::<Vec<_>>(),
    });
    let more = [
        ("outside", Value::from(import.outside)),
        ("others", Value::from(import.others)),
        ("missing", Value::from(import.missing)),
        ("unlisted", Value::from(import.unlisted)),
        ("members", members.collect()),
    ];
    add(&mut value, more);
    value
}

/// Adds what is not empty.
fn add<const N: usize>(to: &mut Value, more: [(&str, Value); N]) {
    let is_empty = |value: &Value| {
        value.is_null() || value == &Value::from(0) || value.as_array().is_some_and(Vec::is_empty)
    };
    if let Some(map) = to.as_object_mut() {
        let more = more.into_iter().filter(|(_, value)| !is_empty(value));
        map.extend(more.map(|(name, value)| (name.to_owned(), value)));
    }
}

fn to_json(message: &Message) -> Value {
    let mut value = json!({
        "sent": sent(message),
        "from": message.from,
        "subject": message.subject,
        "text": message.text,
        "attached": message.attached,
        "signed_by": message.signed_by,
        "first": message.first,
        "bytes": message.bytes,
        "sha256": message.sha256.to_string(),
    });
    let signed = message
        .signed
        .iter()
        .map(|one| json!({"domain": one.domain, "name": one.name, "verdict": one.verdict.name()}));
    let exchange = message.exchange.as_ref();
    let status = exchange.and_then(|exchange| exchange.status);
    let digest = exchange.and_then(|exchange| exchange.digest);
    let more = [
        ("dkim", signed.collect()),
        ("in", message.member.map_or(Value::Null, Value::from)),
        (
            "media",
            message.media.iter().copied().map(Value::from).collect(),
        ),
        ("status", status.map_or(Value::Null, Value::from)),
        ("digest", digest.map_or(Value::Null, Value::from)),
    ];
    add(&mut value, more);
    value
}
