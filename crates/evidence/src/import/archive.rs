//! A ZIP, opened in memory within bounds: nothing is ever written, no archive in an archive is opened.

use super::{
    Format, Import, Member, Message, Period, Why, one_line, takeout, wacz, whatsapp, youtube,
};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most files in an archive.
pub const MOST_MEMBERS: usize = 5_000;
/// Most bytes that the files of an archive may take together, once unpacked.
pub const MOST_UNPACKED: u64 = 1024 * 1024 * 1024;
/// Longest text of an archive that is read, once unpacked, in bytes.
const LONGEST_TEXT: u64 = super::LARGEST;
/// Shortest name of a picture of Snapchat that is looked for within the names of files.
const LEAST_ID: usize = 16;
/// Texts that are tried as a discussion.
const MOST_TRIED: usize = 20;
/// How a file of the list of a ZIP begins (APPNOTE 4.3.12).
const LISTED: [u8; 4] = *b"PK\x01\x02";

/// An archive whose list was checked.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The whole name of each file, by its place; folders left out.
    names: BTreeMap<usize, String>,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Why> {
        // Before the list is read: each line of it takes memory.
        let listed = bytes.windows(LISTED.len()).filter(|four| *four == LISTED);
        if listed.take(MOST_MEMBERS + 1).count() > MOST_MEMBERS {
            return Err(Why::Members);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Why::Broken)?;
        let mut names = BTreeMap::new();
        let mut total = 0_u64;
        for place in 0..zip.len() {
            let file = zip.by_index_data(place).map_err(|_| Why::Broken)?;
            if file.encrypted() {
                return Err(Why::Locked);
            }
            let name = file.name().map_err(|_| Why::Broken)?.into_owned();
            if !is_plain(&name) || file.is_symlink() {
                return Err(Why::Slip);
            }
            total = total.saturating_add(file.size());
            if total > MOST_UNPACKED {
                return Err(Why::Bomb);
            }
            if !file.is_dir() {
                names.insert(place, name);
            }
        }
        Ok(Self {
            zip,
            names,
            left: MOST_UNPACKED,
        })
    }

    /// The files whose name is wanted, in the order of the archive.
    pub(super) fn places(&self, wanted: impl Fn(&str) -> bool) -> Vec<usize> {
        let names = self.names.iter().filter(|(_, name)| wanted(name));
        names.map(|(place, _)| *place).collect()
    }

    pub(super) fn name(&self, place: usize) -> &str {
        self.names.get(&place).map_or("", String::as_str)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The bytes of a file, at most [`LONGEST_TEXT`].
    pub(super) fn read(&mut self, place: usize) -> Result<Vec<u8>, Why> {
        let mut bytes = Vec::new();
        self.unpack(place, |piece| {
            bytes.extend_from_slice(piece);
            if bytes.len() as u64 > LONGEST_TEXT {
                Err(Why::Bomb)
            } else {
                Ok(())
            }
        })?;
        Ok(bytes)
    }

    /// Length and digest of a file.
    pub(super) fn member(&mut self, place: usize) -> Result<Member, Why> {
        let mut hasher = seal::Hasher::new();
        let mut bytes = 0;
        self.unpack(place, |piece| {
            hasher.update(piece);
            bytes += piece.len() as u64;
            Ok(())
        })?;
        Ok(Member {
            name: one_line(self.name(place)),
            bytes,
            sha256: hasher.finish(),
            claimed: None,
        })
    }

    /// Gives the bytes of a file piece by piece, whatever length the list says.
    fn unpack(
        &mut self,
        place: usize,
        mut take: impl FnMut(&[u8]) -> Result<(), Why>,
    ) -> Result<(), Why> {
        let mut file = self.zip.by_index(place).map_err(|_| Why::Broken)?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let count = file.read(&mut buffer).map_err(|_| Why::Broken)?;
            let piece = buffer.get(..count).unwrap_or_default();
            if piece.is_empty() {
                return Ok(());
            }
            self.left = self.left.checked_sub(count as u64).ok_or(Why::Bomb)?;
            take(piece)?;
        }
    }
}

/// A name that leads nowhere else, on whatever system it would be unpacked.
fn is_plain(name: &str) -> bool {
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    let is_absolute = name.starts_with(['/', '\\']);
    let climbs = name.split(['/', '\\']).any(|part| part == "..");
    !is_absolute && !is_drive && !climbs && !name.contains('\0')
}

pub(super) fn read(bytes: &[u8], period: Period) -> Result<Import, Why> {
    let mut archive = Archive::open(bytes)?;
    if !archive.places(|name| name == wacz::LIST).is_empty() {
        return wacz::read(&mut archive, period);
    }
    match given_back(&mut archive, period)? {
        Some(import) => Ok(import),
        None => discussion(&mut archive, period),
    }
}

/// Whether a file of an archive may be one that a platform gives back.
fn is_given_back(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    let numbered = |start: &str, end: &str| {
        let middle = last
            .strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(end));
        middle.is_some_and(|middle| middle.bytes().all(|b| b.is_ascii_digit() || b == b'_'))
    };
    numbered("message_", ".json")
        || numbered("post_comments", ".json")
        || numbered("reels_comments", ".json")
        || [
            "chat_history.json",
            "user_data.json",
            "user_data_tiktok.json",
        ]
        .contains(&last)
        || last.ends_with(".csv") && name.contains("YouTube")
}

/// What a platform gives back: every file of a known name, one list. None when there is no such file.
fn given_back(archive: &mut Archive<'_>, period: Period) -> Result<Option<Import>, Why> {
    let places = archive.places(is_given_back);
    let mut whole: Option<Import> = None;
    let mut unread = 0;
    for place in places {
        let name = archive.name(place).to_owned();
        let bytes = archive.read(place)?;
        let read = match name.ends_with(".csv") {
            true => youtube::read(&bytes, period),
            false => takeout::read(&bytes, &name, period),
        };
        let one = match read {
            Ok(one) => one,
            // Beside the comments stand other tables.
            Err(Why::Format) if name.ends_with(".csv") => continue,
            Err(Why::Format) => {
                unread += 1;
                continue;
            }
            Err(why) => return Err(why),
        };
        let import = whole.get_or_insert_with(|| Import::of(one.format));
        let at = u32::try_from(import.members.len()).unwrap_or(u32::MAX);
        import.members.push(archive.member(place)?);
        unread += one.unread;
        import.outside += one.outside;
        for message in one.messages {
            let member = Some(at);
            import.keep(Message { member, ..message }, Period::default())?;
        }
    }
    let Some(mut import) = whole else {
        return Ok(None);
    };
    import.unread = unread;
    add_media(archive, &mut import)?;
    import.done().map(Some)
}

/// What WhatsApp writes with « Exporter la discussion » and its media: one text, and the files that it names.
fn discussion(archive: &mut Archive<'_>, period: Period) -> Result<Import, Why> {
    let mut texts = archive.places(|name| name.ends_with(".txt"));
    // A text sent in the discussion may be a discussion too: the one that the telephone wrote has a known name.
    texts.sort_by_key(|place| {
        let name = archive.name(*place).to_lowercase();
        match name.rsplit('/').next().unwrap_or_default() {
            "_chat.txt" => 0,
            name if name.contains("whatsapp") => 1,
            _ => 2,
        }
    });
    for place in texts.into_iter().take(MOST_TRIED) {
        let text = archive.read(place)?;
        match whatsapp::chat(&text, period) {
            Err(Why::Format) => {}
            Err(why) => return Err(why),
            Ok(import) => return with_media(archive, place, import),
        }
    }
    let inner = archive.places(|name| name.to_lowercase().ends_with(".zip"));
    Err(if inner.is_empty() {
        Why::Format
    } else {
        Why::Nested
    })
}

/// The text of a discussion, then the files that it names.
fn with_media(archive: &mut Archive<'_>, text: usize, mut import: Import) -> Result<Import, Why> {
    import.members.push(archive.member(text)?);
    for message in &mut import.messages {
        message.member = Some(0);
    }
    add_media(archive, &mut import)?;
    Ok(import)
}

/// Finds the files that the messages name, and takes their digests.
fn add_media(archive: &mut Archive<'_>, import: &mut Import) -> Result<(), Why> {
    let texts: Vec<String> = import
        .members
        .iter()
        .map(|text| text.name.clone())
        .collect();
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for place in archive.places(|name| !texts.contains(&one_line(name))) {
        let name = archive.name(place);
        let last = name.rsplit('/').next().unwrap_or(name);
        by_name.entry(one_line(last)).or_default().push(place);
    }
    let mut taken: BTreeMap<usize, u32> = BTreeMap::new();
    for message in &mut import.messages {
        for name in &message.attached {
            let last = name.rsplit('/').next().unwrap_or(name);
            let same = match by_name.get(last) {
                Some(places) => places.as_slice(),
                // Snapchat writes a date before the name, and a kind after it.
                None if import.format == Format::Snapchat && last.len() >= LEAST_ID => {
                    let mut names = by_name.iter();
                    names
                        .find(|(own, _)| own.contains(last))
                        .map_or(&[][..], |(_, places)| places)
                }
                None => continue,
            };
            // Two folders may hold the same name: the one that the message says.
            let whole = |place: &&usize| archive.name(**place).ends_with(name.as_str());
            let Some(place) = same.iter().find(whole).or(same.first()).copied() else {
                continue;
            };
            let at = match taken.get(&place) {
                Some(at) => *at,
                None => {
                    let at = u32::try_from(import.members.len()).unwrap_or(u32::MAX);
                    import.members.push(archive.member(place)?);
                    taken.insert(place, at);
                    at
                }
            };
            message.media.push(at);
        }
    }
    import.others = archive.len().saturating_sub(import.members.len()) as u64;
    Ok(())
}

#[cfg(test)]
pub(super) mod tests;
