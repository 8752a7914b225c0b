//! Pure decisions about pieces: names, media types, what is missing.

use crate::import::outlook::MAGIC;
use crate::model::Preview;

/// Longest name kept, in characters. Longer ones keep their beginning and their extension.
pub const LONGEST_NAME: usize = 120;

/// What is looked at to tell the media type: a parser that guesses never sees a file whole.
pub const SNIFFED: usize = 8192;

/// A name fit for a sealed list, a page and a ZIP: the last component of any path, without control
/// characters or direction overrides, never empty, at most [`LONGEST_NAME`] characters.
pub fn safe_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut name: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    name = name
        .trim_matches(|c: char| c == '.' || c.is_whitespace())
        .to_owned();
    if name.is_empty() {
        return "piece".to_owned();
    }
    let length = name.chars().count();
    if length > LONGEST_NAME {
        let extension = extension(&name)
            .map(|e| format!(".{e}"))
            .unwrap_or_default();
        let keep = LONGEST_NAME.saturating_sub(extension.chars().count());
        name = name.chars().take(keep).collect::<String>() + &extension;
    }
    name
}

/// The extension in lower case: at most eight ASCII letters or digits after the last dot.
pub fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let fits = !stem.is_empty()
        && (1..=8).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then(|| extension.to_ascii_lowercase())
}

/// The media type of a file: from its first bytes, else from the extension for the few text formats
/// that have no signature, else `application/octet-stream`. What the browser claims is never used.
pub fn media_of(first_bytes: &[u8], name: &str) -> String {
    let first_bytes = first_bytes.get(..SNIFFED).unwrap_or(first_bytes);
    // Many kinds of documents are compound files; this one is told by its name.
    if first_bytes.starts_with(&MAGIC) && extension(name).as_deref() == Some("msg") {
        return "application/vnd.ms-outlook".to_owned();
    }
    if let Some(kind) = infer::get(first_bytes) {
        // infer names no HEIF brand apart from these; active content found by signature stays inert.
        return match kind.mime_type() {
            "text/html" | "text/xml" | "image/svg+xml" => "text/plain".to_owned(),
            other => other.to_owned(),
        };
    }
    let is_text = !first_bytes.is_empty() && !first_bytes.contains(&0);
    let looks_like_text = is_text
        && std::str::from_utf8(first_bytes)
            .map_or_else(|e| e.valid_up_to() + 4 > first_bytes.len(), |_| true);
    match extension(name).as_deref() {
        // Mails of the old charsets are no UTF-8; they are never shown as they are.
        Some("eml") if is_text => "message/rfc822",
        Some("mbox") if is_text => "application/mbox",
        Some("txt" | "log" | "csv" | "json" | "md") if looks_like_text => "text/plain",
        Some("har") if looks_like_text => "application/json",
        // A page saved whole: never shown as it is, its parts are listed.
        Some("mht" | "mhtml") if is_text => "multipart/related",
        Some("warc") if first_bytes.starts_with(b"WARC/") => "application/warc",
        Some("htm" | "html" | "svg" | "xml") => "application/octet-stream",
        _ => "application/octet-stream",
    }
    .to_owned()
}

/// The usual extension of a media type that was found, with its dot; none for the others.
pub fn extension_of(media: &str) -> &'static str {
    match media {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "video/mp4" => ".mp4",
        "video/webm" => ".webm",
        "audio/mpeg" => ".mp3",
        "audio/ogg" => ".ogg",
        "application/pdf" => ".pdf",
        "message/rfc822" => ".eml",
        "application/mbox" => ".mbox",
        "application/vnd.ms-outlook" => ".msg",
        "application/json" => ".har",
        "multipart/related" => ".mhtml",
        "application/warc" => ".warc",
        "text/plain" => ".txt",
        _ => "",
    }
}

/// How a media type may be shown; anything active or unknown is only offered as a download.
pub fn preview_of(media: &str) -> Preview {
    match media {
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif" | "image/bmp" => {
            Preview::Image
        }
        "video/mp4" | "video/webm" | "video/ogg" | "video/quicktime" | "video/x-m4v" => {
            Preview::Video
        }
        "audio/mpeg" | "audio/ogg" | "audio/x-wav" | "audio/wav" | "audio/m4a" | "audio/mp4"
        | "audio/aac" | "audio/x-flac" | "audio/webm" => Preview::Audio,
        "text/plain" => Preview::Text,
        _ => Preview::None,
    }
}

/// An address a person may have copied: http or https, with a host, at most 2,000 characters.
pub fn is_web_address(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    text.len() <= 2000
        && !host.is_empty()
        && host.contains('.')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// What is missing around a capture (N034): an address without a picture, a picture without its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A capture is there, the address of the page is not.
    Address,
    /// An address is there, no capture shows it.
    Capture,
}

/// Says whether a piece that shows a page lacks its address.
pub fn missing_for_piece(media: &str, address: Option<&str>, is_identity: bool) -> Option<Missing> {
    let shows_a_page = matches!(preview_of(media), Preview::Image | Preview::Video);
    (shows_a_page && !is_identity && address.is_none_or(str::is_empty)).then_some(Missing::Address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hostile_names_become_plain_ones() {
        assert_eq!(safe_name("../../etc/passwd"), "passwd");
        assert_eq!(safe_name("C:\\Users\\x\\capture.PNG"), "capture.PNG");
        assert_eq!(safe_name("..."), "piece");
        assert_eq!(safe_name("a\u{202e}gnp.exe"), "agnp.exe");
        let long = safe_name(&format!("{}.jpeg", "é".repeat(4000)));
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.ends_with(".jpeg"));
    }

    #[test]
    fn the_media_type_comes_from_the_bytes() {
        assert_eq!(
            media_of(b"\x89PNG\r\n\x1a\n0000", "photo.html"),
            "image/png"
        );
        assert_eq!(
            media_of(b"<!DOCTYPE html><script>alert(1)</script>", "x.png"),
            "text/plain"
        );
        assert_eq!(
            media_of(b"From: a@b\r\nSubject: x\r\n\r\n", "menace.eml"),
            "message/rfc822"
        );
        assert_eq!(
            media_of(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg"),
            "application/octet-stream"
        );
        assert_eq!(
            preview_of("image/heif"),
            Preview::None,
            "HEIC is kept, no preview"
        );
    }

    #[test]
    fn n034_a_capture_without_its_address_is_flagged() {
        assert_eq!(
            missing_for_piece("image/png", None, false),
            Some(Missing::Address)
        );
        assert_eq!(
            missing_for_piece("image/png", Some("https://exemple.fr/p"), false),
            None
        );
        assert_eq!(
            missing_for_piece("image/png", None, true),
            None,
            "a proof of identity shows no page"
        );
        assert_eq!(missing_for_piece("message/rfc822", None, false), None);
    }

    proptest! {
        #[test]
        fn any_name_comes_out_safe(given in "\\PC*") {
            let name = safe_name(&given);
            prop_assert!(!name.is_empty());
            prop_assert!(name.chars().count() <= LONGEST_NAME);
            prop_assert!(!name.contains(['/', '\\']) && !name.chars().any(char::is_control));
            prop_assert!(name != ".." && name != ".");
        }
    }
}
