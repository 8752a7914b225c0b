//! Things of a case, in words.

use crate::bringing;
use crate::diligence;
use crate::entries::SEALING;
use crate::feeds;
use crate::mission;
use crate::model::{Event, Piece, When};
use crate::prepared;
use crate::reminding;
use crate::retention;
use crate::sharing;
use evidence::import::Format;
use ui::{Words, dates};

/// When a fact happened.
pub fn when(w: Words, when: &When) -> String {
    match when {
        When::Exact(day, Some(hour)) => w.ta(
            "fact-when-hour",
            &[
                ("date", &dates::day(w, *day)),
                ("hour", &self::hour(w, hour)),
            ],
        ),
        When::Exact(day, None) => w.ta("fact-when-exact", &[("date", &dates::day(w, *day))]),
        When::Around(day) => w.ta("fact-when-around", &[("date", &dates::day(w, *day))]),
        When::Several(from, to) => w.ta(
            "fact-when-several",
            &[("from", &dates::day(w, *from)), ("to", &dates::day(w, *to))],
        ),
        When::Unknown => w.t("fact-when-unknown"),
    }
}

/// `21:43` as people say it.
pub fn hour(w: Words, hour: &str) -> String {
    match w.lang() {
        ui::Lang::Fr => hour.replace(':', "\u{a0}h\u{a0}"),
        ui::Lang::En => hour.to_owned(),
    }
}

/// A piece in a list of choices.
pub fn piece(w: Words, piece: &Piece) -> String {
    let name = if piece.text.caption.is_empty() {
        &piece.name
    } else {
        &piece.text.caption
    };
    [
        &w.ta("piece-title", &[("number", &piece.number)]),
        " : ",
        name,
    ]
    .concat()
}

/// « (pièces 3, 4) », with its space before; nothing for none.
pub fn numbers(w: Words, numbers: &[u32]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let said: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let args: [(&str, &dyn std::fmt::Display); 2] =
        [("count", &numbers.len()), ("numbers", &said.join(", "))];
    format!(" ({})", w.ta("frise-of-pieces", &args))
}

/// A size, rounded: « 3,4 Mo ».
pub fn size(w: Words, bytes: u64) -> String {
    let units = match w.lang() {
        ui::Lang::Fr => ["octets", "Ko", "Mo", "Go"],
        ui::Lang::En => ["bytes", "KB", "MB", "GB"],
    };
    let [unit, kilo, mega, giga] = units;
    let (tenths, unit) = match bytes {
        0..1024 => return format!("{bytes}\u{a0}{unit}"),
        1024..1_048_576 => ((bytes.saturating_mul(10) + 512) / 1024, kilo),
        1_048_576..1_073_741_824 => ((bytes.saturating_mul(10) + 524_288) / 1_048_576, mega),
        _ => (
            (bytes.saturating_mul(10) + 536_870_912) / 1_073_741_824,
            giga,
        ),
    };
    let comma = if w.lang() == ui::Lang::Fr { ',' } else { '.' };
    match tenths % 10 {
        0 => format!("{}\u{a0}{unit}", tenths / 10),
        rest => format!("{}{comma}{rest}\u{a0}{unit}", tenths / 10),
    }
}

/// Where messages of a file were written.
pub const fn channel(format: Format) -> &'static str {
    match format {
        Format::Eml | Format::Mbox | Format::Msg => "Courriel",
        Format::WhatsApp => "WhatsApp",
        Format::Facebook => "Facebook",
        Format::Instagram => "Instagram",
        Format::Snapchat => "Snapchat",
        Format::TikTok => "TikTok",
        Format::YouTube => "YouTube",
        Format::Meta | Format::Har | Format::Mhtml | Format::Warc | Format::Wacz => "",
    }
}

/// What an entry is.
pub fn entry(w: Words, event: &Event) -> String {
    let key = match (event.kind.as_deref(), event.of) {
        (None, _) => "history-erased",
        (Some("created"), _) => "entry-created",
        (Some("story"), _) => "entry-story",
        (Some("fact"), None) => "entry-fact",
        (Some("fact"), Some(_)) => "entry-fact-corrected",
        (Some("piece"), None) => "entry-piece",
        (Some("piece"), Some(_)) => "entry-piece-described",
        (Some("derived"), _) => "entry-derived",
        (Some("import"), _) => "entry-import",
        (Some("capture"), None) => "entry-capture",
        (Some("capture"), Some(_)) => "entry-capture-failed",
        (Some("qualification"), _) => "entry-qualification",
        (Some("step"), None) if event.what == SEALING => "entry-sealed",
        (Some("step"), None) => "entry-step",
        (Some("step"), Some(_)) => "entry-step-corrected",
        (Some("answer"), _) => "entry-answer",
        (Some("refusal"), _) => "entry-refusal",
        (Some("letter"), _) => "entry-letter",
        (Some("sent"), _) => "entry-sent",
        (Some(mission::KIND), _) => "entry-mission",
        (Some(prepared::KIND), _) => "entry-prepared",
        (Some("export"), _) => "entry-export",
        (Some("erased"), _) => "entry-erased",
        (Some("added"), _) => "entry-added",
        (Some("check"), _) => "entry-check",
        (Some("link"), None) => "entry-link",
        (Some("link"), Some(_)) => "entry-link-changed",
        (Some("share"), None) => "entry-share",
        (Some("share"), Some(_)) => "entry-share-ended",
        (Some("epoch"), _) => "entry-epoch",
        (Some(sharing::ACCESS), _) => "entry-access",
        (Some("opened"), _) => "entry-opened",
        (Some("comment"), _) => "entry-comment",
        (Some(feeds::KIND), None) => "entry-feed",
        (Some(feeds::KIND), Some(_)) => "entry-feed-stopped",
        (Some(reminding::KIND), None) => "entry-reminder",
        (Some(reminding::KIND), Some(_)) => "entry-reminder-stopped",
        (Some(diligence::KIND), None) => "entry-diligence",
        (Some(diligence::KIND), Some(_)) => "entry-diligence-void",
        (Some(retention::KIND), _) => "entry-retention",
        (Some(retention::HOLD), _) => "entry-hold",
        (Some(bringing::KIND), _) => "entry-brought",
        (Some("restored"), _) => "entry-restored",
        (Some("accepted"), _) => "entry-accepted",
        (Some("dismissed"), _) => "entry-dismissed",
        (Some("void"), _) => "entry-void",
        (Some(_), _) => "entry-other",
    };
    w.t(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ui::Lang;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        assert_eq!(size(Words(Lang::Fr), 3_565_158), "3,4\u{a0}Mo");
        assert_eq!(size(Words(Lang::En), 2 * 1_073_741_824), "2\u{a0}GB");
        assert_eq!(size(Words(Lang::Fr), 12), "12\u{a0}octets");
    }
}
