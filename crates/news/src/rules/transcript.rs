//! Transcripts: WebVTT as captioning tools write it, or plain text that may say when (`[12:30]`).

use super::clock;

/// What was said without a pause long enough to part it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// When it begins, in seconds.
    pub at: Option<u32>,
    /// Who says it, where the file tells.
    pub who: String,
    /// The words.
    pub text: String,
}

/// Short captions are put together until a sentence ends after so many seconds.
const APART: u32 = 20;
/// What never ends a sentence, as machines write it, is parted after so many seconds, or before it is so long.
const LONGEST: (u32, usize) = (60, 800);

/// Whether it is WebVTT.
pub fn is_vtt(text: &str) -> bool {
    let rest = text.strip_prefix("WEBVTT");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\n']))
}

/// Reads a cleaned transcript.
///
/// # Errors
/// The first line that cannot be read, from 1.
pub fn read(text: &str) -> Result<Vec<Said>, usize> {
    if is_vtt(text) {
        captions(text).map(together)
    } else {
        plain(text)
    }
}

fn plain(text: &str) -> Result<Vec<Said>, usize> {
    let mut found: Vec<Said> = Vec::new();
    let mut apart = true;
    let mut last = None;
    for (number, line) in text.lines().map(str::trim).enumerate() {
        if line.is_empty() {
            apart = true;
            continue;
        }
        let timed = line
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
            .and_then(|(time, rest)| Some((clock::read(time)?, rest.trim())));
        match (timed, found.last_mut()) {
            (Some((at, rest)), _) => {
                if last.is_some_and(|last| at < last) {
                    return Err(number + 1);
                }
                last = Some(at);
                found.push(Said {
                    at: Some(at),
                    text: rest.to_owned(),
                    ..Said::default()
                });
            }
            (None, Some(before)) if !apart => {
                if !before.text.is_empty() {
                    before.text.push(' ');
                }
                before.text.push_str(line);
            }
            (None, _) => found.push(Said {
                text: line.to_owned(),
                ..Said::default()
            }),
        }
        apart = false;
    }
    Ok(found)
}

/// The captions of WebVTT (W3C, sections 4.1 and 4.2), each with its own time.
fn captions(text: &str) -> Result<Vec<Said>, usize> {
    let mut lines = text
        .lines()
        .map(str::trim)
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .peekable();
    // The header goes to the first empty line.
    lines.by_ref().find(|(_, line)| line.is_empty());
    let mut found: Vec<Said> = Vec::new();
    while let Some((number, line)) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let mut block = Vec::new();
        while let Some(next) = lines.next_if(|(_, line)| !line.is_empty()) {
            block.push(next);
        }
        let word = line.split(' ').next().unwrap_or_default();
        if matches!(word, "NOTE" | "STYLE" | "REGION") {
            continue;
        }
        // A caption may have a name above its time.
        let mut rest = block.into_iter();
        let (at_line, times) = match line.contains("-->") {
            true => (number, line),
            false => rest.next().ok_or(number)?,
        };
        let begins = times_of(times).ok_or(at_line)?;
        if found
            .last()
            .and_then(|last| last.at)
            .is_some_and(|last| begins < last)
        {
            return Err(at_line);
        }
        let text: Vec<&str> = rest.map(|(_, line)| line).collect();
        let said = words(&text.join(" "));
        if said.is_empty() {
            return Err(at_line);
        }
        found.extend(said.into_iter().map(|(who, text)| Said {
            at: Some(begins),
            who,
            text,
        }));
    }
    if found.is_empty() { Err(1) } else { Ok(found) }
}

/// `00:01:02.000 --> 00:01:05.500 align:start`: when it begins, if it ends later.
fn times_of(line: &str) -> Option<u32> {
    let (from, to) = line.split_once("-->")?;
    let from = thousandths(from.trim())?;
    let to = thousandths(to.split_whitespace().next()?)?;
    (to > from).then_some(from / 1000)
}

fn thousandths(text: &str) -> Option<u32> {
    let (time, thousandths) = text.split_once('.')?;
    let whole = thousandths.len() == 3 && thousandths.bytes().all(|b| b.is_ascii_digit());
    let thousandths: u32 = whole.then(|| thousandths.parse().ok())??;
    Some(clock::read(time)? * 1000 + thousandths)
}

/// Who says what, without the marks of captions: a caption may hold several voices, and words of nobody known.
fn words(text: &str) -> Vec<(String, String)> {
    let mut voices = Vec::new();
    let (mut who, mut said) = (String::new(), String::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        said.push_str(before);
        let mark = after.split_once('>');
        let Some((mark, next)) = mark.filter(|(mark, _)| !mark.contains('<')) else {
            // Nothing closes it, or another mark begins first: it was a sign.
            said.push('<');
            rest = after;
            continue;
        };
        let (kind, name) = mark.split_once(' ').unwrap_or((mark, ""));
        if matches!(kind.split('.').next(), Some("v" | "/v")) {
            voices.push((std::mem::take(&mut who), std::mem::take(&mut said)));
            name.trim().clone_into(&mut who);
        }
        rest = next;
    }
    said.push_str(rest);
    voices.push((who, said));
    let plain = voices.into_iter();
    let plain = plain.map(|(who, said)| (line(&unmarked(&who)), line(&unmarked(&said))));
    plain.filter(|(_, said)| !said.is_empty()).collect()
}

/// Its signs, where they are written by name.
fn unmarked(text: &str) -> String {
    let mut text = text.to_owned();
    for (name, sign) in [
        ("&lrm;", ""),
        ("&rlm;", ""),
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        text = text.replace(name, sign);
    }
    text
}

/// On one line, with the spaces that are not to be broken.
fn line(text: &str) -> String {
    let words = text.split(' ').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn together(captions: Vec<Said>) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    for one in captions {
        if let Some(before) = found.last_mut() {
            let ended = before.text.ends_with(['.', '?', '!', '…', '»']);
            let lasts = one.at.unwrap_or(0).saturating_sub(before.at.unwrap_or(0));
            let (seconds, signs) = LONGEST;
            let length = before.text.chars().count() + one.text.chars().count();
            let parted = (ended && lasts >= APART) || lasts >= seconds || length >= signs;
            if one.who == before.who && !parted {
                before.text.push(' ');
                before.text.push_str(&one.text);
                continue;
            }
        }
        found.push(one);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VTT: &str = "WEBVTT - Épisode 1\nLanguage: fr\n\nNOTE relu\n\nSTYLE\n::cue { color: red }\n\n\
        1\n00:00.000 --> 00:02.500 align:start\n<v.loud Dominique>Bonjour <i>à</i> tous\n\n\
        00:00:02.500 --> 00:00:05.000\n<v Dominique>&amp; à toutes.\n\n\
        00:00:06.000 --> 00:00:08.000\n[rires]\n\n\
        00:00:24.000 --> 00:00:26.000\n<v Camille>Merci &lt;3 a < b</v> - <v Dominique>Oui.\n\n\
        01:02:03.000 --> 01:02:04.000\nFin.";

    #[test]
    fn captions_become_paragraphs_with_who_and_when() {
        let said = read(VTT).unwrap();
        let seen: Vec<(Option<u32>, &str, &str)> = said
            .iter()
            .map(|one| (one.at, one.who.as_str(), one.text.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                (Some(0), "Dominique", "Bonjour à tous & à toutes."),
                (Some(6), "", "[rires]"),
                (Some(24), "Camille", "Merci <3 a < b"),
                (Some(24), "", "-"),
                (Some(24), "Dominique", "Oui."),
                (Some(3723), "", "Fin."),
            ],
            "words are never put in the mouth of whoever spoke before"
        );
    }

    #[test]
    fn what_has_no_full_stop_is_parted_all_the_same() {
        let every = |seconds: usize, words: &str| {
            let captions = (0..40).map(|at| {
                let at = at * seconds;
                let (minutes, left) = (at / 60, at % 60);
                format!("\n{minutes:02}:{left:02}.000 --> {minutes:02}:{left:02}.900\n{words}\n")
            });
            let text = ["WEBVTT\n".to_owned(), captions.collect()].concat();
            read(&text).unwrap()
        };
        let slow = every(5, "et puis");
        assert_eq!(slow.len(), 4, "200 seconds");
        let fast = every(1, &"mot ".repeat(50));
        assert!(fast.len() > 5 && fast.iter().all(|one| one.text.chars().count() <= 800));
    }

    #[test]
    fn a_file_that_was_cut_says_where() {
        for (text, line) in [
            ("WEBVTT", 1),
            ("WEBVTT\n\n00:00.000 --> 00:0", 3),
            ("WEBVTT\n\n00:00.000 --> 00:02.000", 3),
            ("WEBVTT\n\n00:00.000 --> 00:02.000\na\n\n7", 6),
            ("WEBVTT\n\n00:02.000 --> 00:02.000\na", 3),
            ("WEBVTT\n\n00:02.00 --> 00:03.000\na", 3),
            (
                "WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb",
                6,
            ),
            ("WEBVTT\n\n00:00.000 --> 00:02.000\n<v Camille></v>", 3),
            ("[1:00] a\n[0:30] b", 2),
        ] {
            assert_eq!(read(text), Err(line), "{text}");
        }
    }

    #[test]
    fn plain_text_says_when_if_it_wants() {
        let said = read("[0:05] Bonjour.\nÀ tous.\n\n[rires] Merci.\n[1:02:03]\nFin.").unwrap();
        let seen: Vec<(Option<u32>, &str)> =
            said.iter().map(|one| (one.at, one.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                (Some(5), "Bonjour. À tous."),
                (None, "[rires] Merci."),
                (Some(3723), "Fin.")
            ]
        );
        assert_eq!(read(""), Ok(Vec::new()));
    }

    proptest! {
        #[test]
        fn nothing_stops_it(text in any::<String>()) {
            let _ = read(&text);
            let _ = read(&["WEBVTT\n\n", &text].concat());
            let _ = read(&["WEBVTT\n\n00:00.000 --> 00:01.000\n", &text].concat());
        }

        #[test]
        fn words_stay_words(text in "[a-zé<>&; .v]{1,40}") {
            for (who, said) in words(&text) {
                prop_assert!(!said.contains("  ") && !said.is_empty() && !who.contains("  "));
            }
        }
    }
}
