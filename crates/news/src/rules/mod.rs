//! What a text may hold, and how what was typed is read.

pub mod audio;
pub mod clock;
pub mod podcast;
pub mod transcript;

use crate::model::{Article, Chapter, Episode, Speaker, Wrong};
use clock::Misread;

/// Longest title, in characters.
pub const TITLE: usize = 160;
/// Longest name, function or theme.
pub const NAME: usize = 80;
/// Longest summary.
pub const SUMMARY: usize = 1_000;
/// Longest article.
pub const BODY: usize = 40_000;
/// Longest transcript: some ten hours.
pub const TRANSCRIPT: usize = 600_000;
/// Most chapters, and most who speak.
pub const MOST: usize = 100;

/// A text as it is kept: without what is not seen and could make it read otherwise than it is written (controls, marks of
/// direction, spaces without width), without spaces at its ends.
pub fn clean(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let kept: String = text
        .chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\t' => Some(' '),
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{61c}' => None,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            '\u{fffe}' | '\u{ffff}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect();
    kept.trim().to_owned()
}

/// The same on one line.
pub fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn long(field: &'static str, text: &str, most: usize) -> Option<Wrong> {
    (text.chars().count() > most).then(|| Wrong::of(field, "news-wrong-long"))
}

/// What cannot be kept of an article.
pub fn article(text: &Article) -> Vec<Wrong> {
    [
        text.title
            .is_empty()
            .then(|| Wrong::of("title", "news-missing-title")),
        long("title", &text.title, TITLE),
        long("author", &text.author, NAME),
        long("function", &text.function, NAME),
        long("body", &text.body, BODY),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What cannot be kept of an episode.
pub fn episode(text: &Episode) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = [
        text.title
            .is_empty()
            .then(|| Wrong::of("title", "news-missing-title")),
        long("title", &text.title, TITLE),
        long("theme", &text.theme, NAME),
        long("summary", &text.summary, SUMMARY),
        long("transcript", &text.transcript, TRANSCRIPT),
    ]
    .into_iter()
    .flatten()
    .collect();
    let names = text
        .speakers
        .iter()
        .flat_map(|one| [&one.name, &one.function]);
    if text.speakers.len() > MOST || names.clone().any(|name| name.chars().count() > NAME) {
        wrong.push(Wrong::of("speakers", "news-wrong-long"));
    }
    let titles = text.chapters.iter().map(|one| &one.title);
    if text.chapters.len() > MOST || titles.clone().any(|title| title.chars().count() > TITLE) {
        wrong.push(Wrong::of("chapters", "news-wrong-long"));
    }
    if let Some(late) = late(&text.chapters, text.seconds) {
        wrong.push(Wrong {
            field: "chapters",
            key: "news-wrong-chapter-late",
            line: Some(late),
        });
    }
    if let Err(at) = transcript::read(&text.transcript) {
        wrong.push(Wrong {
            field: "transcript",
            key: "news-wrong-transcript",
            line: Some(at),
        });
    }
    wrong
}

/// The line of a chapter that begins after the end.
fn late(chapters: &[Chapter], seconds: u32) -> Option<usize> {
    let late = chapters.iter().position(|one| one.at >= seconds);
    late.filter(|_| seconds > 0).map(|at| at + 1)
}

/// The fields that are empty, with the sentence that asks for each: `news-missing-<field>`.
pub fn missing(fields: &[(&'static str, &str)]) -> Vec<Wrong> {
    let empty = fields.iter().filter(|(_, text)| text.is_empty());
    let wrong = empty.map(|(field, _)| {
        let key = match *field {
            "title" => "news-missing-title",
            "author" => "news-missing-author",
            "body" => "news-missing-body",
            "theme" => "news-missing-theme",
            "summary" => "news-missing-summary",
            _ => "news-missing-transcript",
        };
        Wrong::of(field, key)
    });
    wrong.collect()
}

/// A part of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph, by lines.
    Paragraph(Vec<String>),
    /// A list.
    List(Vec<String>),
}

/// An article in paragraphs and lists.
pub fn parts(body: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut apart = true;
    for text in body.lines().map(str::trim) {
        let item = text.strip_prefix("- ").map(str::trim);
        match (item, parts.last_mut()) {
            _ if text.is_empty() => {
                apart = true;
                continue;
            }
            (Some(item), Some(Part::List(items))) if !apart => items.push(item.to_owned()),
            (None, Some(Part::Paragraph(lines))) if !apart => lines.push(text.to_owned()),
            (Some(item), _) => parts.push(Part::List(vec![item.to_owned()])),
            (None, _) => parts.push(Part::Paragraph(vec![text.to_owned()])),
        }
        apart = false;
    }
    parts
}

/// « Nom, fonction », one a line.
pub fn speakers(text: &str) -> Vec<Speaker> {
    let lines = clean(text);
    let lines = lines.lines().map(line).filter(|one| !one.is_empty());
    let read = lines.map(|one| {
        let (name, function) = one.split_once(',').unwrap_or((&one, ""));
        Speaker {
            name: name.trim().to_owned(),
            function: function.trim().to_owned(),
        }
    });
    read.collect()
}

/// « 12:30 Titre », one a line, in order.
///
/// # Errors
/// The first line that cannot be read, or that comes before the one above it.
pub fn chapters(text: &str) -> Result<Vec<Chapter>, Misread> {
    let mut found: Vec<Chapter> = Vec::new();
    let text = clean(text);
    for (at, one) in text.lines().enumerate() {
        let one = line(one);
        if one.is_empty() {
            continue;
        }
        let wrong = Misread(at + 1);
        let (time, title) = one.split_once(' ').ok_or(wrong)?;
        let begins = clock::read(time).ok_or(wrong)?;
        if found.last().is_some_and(|last| last.at >= begins) {
            return Err(wrong);
        }
        found.push(Chapter {
            at: begins,
            title: title.to_owned(),
        });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text as _;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_seen_goes_and_what_is_written_stays() {
        assert_eq!(
            line(" un\u{202e}txt.exe\u{202c}\r\n deux\u{0}\u{200b} "),
            "untxt.exe deux"
        );
        assert_eq!(clean("a\r\nb\u{2028}c\u{feff}"), "a\nb\nc");
        assert_eq!(clean("<b>« É » 👩‍🏫 שלום"), "<b>« É » 👩‍🏫 שלום");
    }

    #[test]
    fn an_article_is_read_in_paragraphs_and_lists() {
        let body = "Un.\nDeux.\n\n\n- a\n- b\nTrois.\n\n- c";
        let text = |lines: &[&str]| {
            lines
                .iter()
                .map(|one| (*one).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            parts(body),
            [
                Part::Paragraph(text(&["Un.", "Deux."])),
                Part::List(text(&["a", "b"])),
                Part::Paragraph(text(&["Trois."])),
                Part::List(text(&["c"])),
            ]
        );
        assert!(parts("").is_empty());
    }

    #[test]
    fn chapters_are_in_order_and_inside() {
        let read = chapters("0:00 Bonjour\n\n1:30 La plainte  en ligne\n1:02:03 Fin").unwrap();
        let at: Vec<u32> = read.iter().map(|one| one.at).collect();
        assert_eq!(at, [0, 90, 3723]);
        assert_eq!(read[1].title, "La plainte en ligne");
        for (wrong, line) in [
            ("0:00 a\n0:00 b", 2),
            ("2:00 a\n1:00 b", 2),
            ("sans heure", 1),
            ("0:00", 1),
            ("0:61 a", 1),
        ] {
            assert_eq!(chapters(wrong), Err(Misread(line)), "{wrong}");
        }
        assert_eq!(
            (late(&read, 3723), late(&read, 3724), late(&read, 0)),
            (Some(3), None, None)
        );
    }

    #[test]
    fn each_limit_holds_and_what_is_missing_is_named() {
        let fine = Article {
            title: "x".repeat(TITLE),
            body: "é".repeat(BODY),
            ..Article::default()
        };
        assert!(fine.wrong().is_empty());
        assert_eq!(fine.missing(), [Wrong::of("author", "news-missing-author")]);
        let long = Article {
            title: "x".repeat(1 << 20),
            body: "é".repeat(BODY + 1),
            ..Article::default()
        };
        let wrong = [
            Wrong::of("title", "news-wrong-long"),
            Wrong::of("body", "news-wrong-long"),
        ];
        assert_eq!(long.wrong(), wrong);
        let missing: Vec<&str> = Episode::default()
            .missing()
            .iter()
            .map(|one| one.field)
            .collect();
        assert_eq!(
            missing,
            [
                "title",
                "theme",
                "summary",
                "transcript",
                "seconds",
                "audio",
                "kinds"
            ]
        );
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert!(!line(&text).contains('\n'));
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n'));
        }

        #[test]
        fn no_text_is_lost_between_an_article_and_its_parts(body in "([a-zé \\-]{0,12}\n){0,12}") {
            let words = |text: &str| text.split_whitespace().filter(|word| *word != "-").map(str::to_owned).collect::<Vec<_>>();
            let shown: Vec<String> = parts(&body)
                .into_iter()
                .flat_map(|part| match part { Part::Paragraph(lines) | Part::List(lines) => lines })
                .collect();
            prop_assert_eq!(words(&shown.join("\n")), words(&body));
        }
    }
}
