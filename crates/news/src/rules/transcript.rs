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

/// When the last words begin.
pub fn last(said: &[Said]) -> Option<u32> {
    said.iter().rev().find_map(|one| one.at)
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
        let (who, text) = words(&text.join(" "));
        if text.is_empty() {
            return Err(at_line);
        }
        found.push(Said {
            at: Some(begins),
            who,
            text,
        });
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

/// Who speaks, and the words without the marks of captions.
fn words(text: &str) -> (String, String) {
    let (mut who, mut said) = (String::new(), String::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        said.push_str(before);
        let Some((mark, next)) = after.split_once('>') else {
            // Nothing closes it: it was a sign.
            said.push('<');
            rest = after;
            continue;
        };
        if let Some((kind, name)) = mark.split_once(' ')
            && kind.split('.').next() == Some("v")
            && who.is_empty()
        {
            name.trim().clone_into(&mut who);
        }
        rest = next;
    }
    said.push_str(rest);
    for (name, sign) in [
        ("&lrm;", ""),
        ("&rlm;", ""),
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        said = said.replace(name, sign);
        who = who.replace(name, sign);
    }
    (
        who,
        said.split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    )
}

fn together(captions: Vec<Said>) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    for one in captions {
        if let Some(before) = found.last_mut() {
            let ended = before.text.ends_with(['.', '?', '!', '…', '»']);
            let long = one.at.unwrap_or(0).saturating_sub(before.at.unwrap_or(0)) >= APART;
            let same = one.who.is_empty() || one.who == before.who;
            if same && !(ended && long) {
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
        00:00:02.500 --> 00:00:05.000\n&amp; à toutes.\n\n\
        00:00:24.000 --> 00:00:26.000\n<v Camille>Merci &lt;3 a < b\n\n\
        01:02:03.000 --> 01:02:04.000\nFin.";

    #[test]
    fn captions_become_paragraphs_with_who_and_when() {
        let said = read(VTT).unwrap();
        assert_eq!(said.len(), 2, "{said:?}");
        assert_eq!((said[0].at, said[0].who.as_str()), (Some(0), "Dominique"));
        assert_eq!(said[0].text, "Bonjour à tous & à toutes.");
        assert_eq!((said[1].at, said[1].who.as_str()), (Some(24), "Camille"));
        assert_eq!(said[1].text, "Merci <3 a < b Fin.");
        assert_eq!(last(&captions(VTT).unwrap()), Some(3723));
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
            let (_, said) = words(&text);
            prop_assert!(!said.contains("  "));
        }
    }
}
