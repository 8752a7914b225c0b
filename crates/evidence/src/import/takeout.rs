//! What platforms give back to the person who asks for her data, in JSON. None publishes a description: the shapes are
//! those that published readers read, named in `docs/build/messages.md`. What has another shape is not guessed.
//!
//! - Facebook and Instagram discussions (`message_1.json`), whose letters are UTF-8 written as Latin-1; Instagram
//!   comments (`post_comments_1.json`, `reels_comments.json`).
//! - Snapchat discussions (`chat_history.json`), by correspondent, or received and sent apart as until 2022.
//! - TikTok (`user_data.json`, `user_data_tiktok.json`): direct messages and comments. Its hours name no zone.

use super::json::{At, Json};
use super::{Format, Import, Message, Period, Sent, Why, add_name, one_line, whole_text};
use kernel::Moment;
use time::Time;

/// Reads a file of one of these shapes; `name` is its name in an archive. The list may be empty.
pub(super) fn read(bytes: &[u8], name: &str, period: Period) -> Result<Import, Why> {
    let root = Json::new(bytes).ok_or(Why::Format)?.root();
    let mut list = List {
        import: Import::of(Format::Meta),
        period,
    };
    let found = list.meta(root, name)?
        || list.comments(root)?
        || list.tiktok(root)?
        || list.snapchat(root)?;
    if found {
        Ok(list.import)
    } else {
        Err(Why::Format)
    }
}

/// UTF-8 that was written letter by letter as Latin-1, put right; anything else as it is.
fn repaired(text: &str) -> String {
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).ok())
        .collect();
    let whole = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    whole.unwrap_or_else(|| text.to_owned())
}

/// `2022-07-22 19:28:21`, with or without the zone after it.
fn day_and_hour(text: &str) -> Option<Sent> {
    let mut parts = text.split_whitespace();
    let day = kernel::date::parse(parts.next()?)?;
    let clock = parts.next()?;
    match parts.next() {
        Some("UTC") => Moment::parse(&format!("{}T{clock}Z", kernel::date::iso(day))).map(Sent::At),
        Some(_) => None,
        None => {
            let mut numbers = clock.split(':').map(str::parse::<u8>);
            let mut next = || numbers.next()?.ok();
            let time = Time::from_hms(next()?, next()?, next()?).ok()?;
            Some(Sent::Local(day, time))
        }
    }
}

fn moment(seconds: i64) -> Option<Sent> {
    // Nothing was said before the networks were.
    (seconds > 0).then(|| Sent::At(Moment::from_seconds(seconds)))
}

struct List {
    import: Import,
    period: Period,
}

impl List {
    fn keep(&mut self, message: Option<Message>) -> Result<(), Why> {
        match message {
            Some(message) => self.import.keep(message, self.period),
            None => {
                self.import.unread += 1;
                Ok(())
            }
        }
    }

    /// A discussion of Facebook or Instagram.
    fn meta(&mut self, root: At<'_>, name: &str) -> Result<bool, Why> {
        let (Some(_), Some(messages)) = (root.get("participants"), root.get("messages")) else {
            return Ok(false);
        };
        let name = name.to_ascii_lowercase();
        self.import.format = if name.contains("instagram") {
            Format::Instagram
        } else if name.contains("facebook") {
            Format::Facebook
        } else {
            Format::Meta
        };
        let title = one_line(&repaired(&root.said("title")));
        for one in messages.items() {
            self.keep(meta(one, &title))?;
        }
        Ok(true)
    }

    /// Comments that the person wrote on Instagram.
    fn comments(&mut self, root: At<'_>) -> Result<bool, Why> {
        let wrapped = ["comments_media_comments", "comments_reels_comments"];
        let list = root.any(&wrapped).unwrap_or(root);
        let is_comment = |one: At<'_>| one.path(&["string_map_data", "Comment"]).is_some();
        if !list.items().next().is_some_and(is_comment) {
            return Ok(false);
        }
        self.import.format = Format::Instagram;
        for one in list.items() {
            self.keep(comment(one))?;
        }
        Ok(true)
    }

    fn snapchat(&mut self, root: At<'_>) -> Result<bool, Why> {
        let is_message =
            |one: At<'_>| one.get("Media Type").is_some() && one.get("Created").is_some();
        let mut lists = root.fields();
        let first = lists.find_map(|(_, list)| list.items().next());
        if !first.is_some_and(is_message) {
            return Ok(false);
        }
        self.import.format = Format::Snapchat;
        for (name, list) in root.fields() {
            let name = name.text().unwrap_or_default();
            for one in list.items() {
                self.keep(is_message(one).then(|| snapchat(one, &name)))?;
            }
        }
        Ok(true)
    }

    fn tiktok(&mut self, root: At<'_>) -> Result<bool, Why> {
        let direct = root.any(&["Direct Message", "Direct Messages"]);
        let direct = direct.and_then(|at| at.any(&["Direct Messages", "Chat History"]));
        let direct = direct.and_then(|at| at.get("ChatHistory"));
        let comments = root.get("Comment");
        let comments = comments.map(|at| at.get("Comments").unwrap_or(at));
        let comments = comments.and_then(|at| at.get("CommentsList"));
        if direct.is_none() && comments.is_none() {
            return Ok(false);
        }
        self.import.format = Format::TikTok;
        for (name, list) in direct.into_iter().flat_map(At::fields) {
            let name = one_line(&name.text().unwrap_or_default());
            for one in list.items() {
                let known = one.get("From").is_some() && one.get("Date").is_some();
                self.keep(known.then(|| Message {
                    sent: day_and_hour(&one.said("Date")),
                    from: one_line(&one.said("From")),
                    subject: name.clone(),
                    text: whole_text(&one.said("Content")),
                    ..Message::at(&one.range(), one.bytes())
                }))?;
            }
        }
        for one in comments.into_iter().flat_map(At::items) {
            let text = one.any(&["comment", "Comment"]).and_then(At::text);
            let date = one.any(&["date", "Date"]).and_then(At::text);
            self.keep(text.map(|text| Message {
                sent: date.and_then(|date| day_and_hour(&date)),
                text: whole_text(&text),
                ..Message::at(&one.range(), one.bytes())
            }))?;
        }
        Ok(true)
    }
}

fn meta(one: At<'_>, title: &str) -> Option<Message> {
    let from = one.get("sender_name")?.text()?;
    let at = one.get("timestamp_ms")?.number()?;
    let mut text = repaired(&one.said("content"));
    if let Some(link) = one.path(&["share", "link"]).and_then(At::text)
        && !text.contains(&link)
    {
        text.push('\n');
        text.push_str(&repaired(&link));
    }
    let mut message = Message {
        sent: moment(at.div_euclid(1000)),
        from: one_line(&repaired(&from)),
        subject: title.to_owned(),
        text: whole_text(&text),
        ..Message::at(&one.range(), one.bytes())
    };
    let lists = ["photos", "videos", "audio_files", "files", "gifs"];
    let files = lists.iter().filter_map(|name| one.get(name));
    for file in files.flat_map(At::items).chain(one.get("sticker")) {
        add_name(&mut message.attached, &repaired(&file.said("uri")));
    }
    Some(message)
}

fn comment(one: At<'_>) -> Option<Message> {
    let map = one.get("string_map_data")?;
    let value = |name: &str| map.path(&[name, "value"]).and_then(At::text);
    let time = |name: &str| map.path(&[name, "timestamp"]).and_then(At::number);
    Some(Message {
        sent: time("Time").or_else(|| time("Comment")).and_then(moment),
        subject: one_line(&repaired(&value("Media Owner").unwrap_or_default())),
        text: whole_text(&repaired(&value("Comment")?)),
        ..Message::at(&one.range(), one.bytes())
    })
}

fn snapchat(one: At<'_>, correspondent: &str) -> Message {
    let said = |names: &[&str]| one.any(names).and_then(At::text).unwrap_or_default();
    let title = said(&["Conversation Title"]);
    let kind = said(&["Media Type"]);
    let text = said(&["Content", "Text"]);
    let title = match (title.is_empty(), one.get("To")) {
        (false, _) => title,
        (true, Some(to)) => to.text().unwrap_or_default(),
        (true, None) => correspondent.to_owned(),
    };
    let mut message = Message {
        sent: day_and_hour(&said(&["Created"])),
        from: one_line(&said(&["From"])),
        subject: one_line(&title),
        text: whole_text(&text),
        ..Message::at(&one.range(), one.bytes())
    };
    let media = said(&["Media IDs"]);
    for id in media.split(" | ") {
        add_name(&mut message.attached, id);
    }
    if message.attached.is_empty() && kind != "TEXT" {
        add_name(&mut message.attached, &kind);
    }
    message
}

#[cfg(test)]
mod tests;
