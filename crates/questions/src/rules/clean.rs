//! What somebody typed, made harmless to read: nothing invisible, nothing that turns the line round, no towers of accents.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longest question, in characters.
pub const LONGEST: usize = 2_000;
/// Shortest question, in characters.
pub const SHORTEST: usize = 10;
/// Longest pseudonym, in characters.
pub const NAME: usize = 40;

/// Accents that stand on one letter at most.
const ACCENTS: usize = 2;

/// Characters that nobody sees and that change what is read: zero-width ones, those that turn the line round, and those
/// that stand for a language or a variant alone.
const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Several lines: paragraphs stay, one empty line between them at most.
pub fn text(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len());
    let mut accents = 0;
    let mut breaks = 2;
    // What is hidden goes first: between a letter and its accent it would keep them apart.
    let seen: String = typed.chars().filter(|c| !is_hidden(*c)).collect();
    for c in seen.replace("\r\n", "\n").replace('\r', "\n").nfc() {
        if is_combining_mark(c) {
            accents += 1;
            if accents > ACCENTS {
                continue;
            }
        } else {
            accents = 0;
        }
        if c == '\n' {
            breaks += 1;
            if breaks <= 2 {
                while out.ends_with(' ') {
                    out.pop();
                }
                out.push('\n');
            }
            continue;
        }
        if c.is_control() && c != '\t' {
            continue;
        }
        let c = if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
            ' '
        } else {
            c
        };
        if c == ' ' && (out.ends_with(' ') || out.ends_with('\n')) {
            continue;
        }
        breaks = 0;
        out.push(c);
    }
    out.trim().to_owned()
}

/// One line.
pub fn line(typed: &str) -> String {
    text(typed).replace('\n', " ")
}

/// The same letters whatever the case, the accents and the spaces: what two equal questions share.
pub fn folded(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len());
    for c in typed.nfd().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !is_combining_mark(c) && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_hidden_and_no_tower_stays() {
        assert_eq!(text("a\u{200b}b\u{202e}c\u{feff}"), "abc");
        assert_eq!(
            text("e\u{301}\u{301}\u{301}\u{301}\u{301}x"),
            "é\u{301}\u{301}x"
        );
        assert_eq!(
            text("  un  deux \r\n\r\n\r\n\r\ntrois\u{7}  "),
            "un deux\n\ntrois"
        );
        assert_eq!(line("un\ndeux"), "un deux");
        assert_eq!(folded("Élève,  NOTÉ !"), "eleve note");
    }

    proptest! {
        #[test]
        fn clean_text_stays_as_it_is(typed in any::<String>()) {
            let once = text(&typed);
            prop_assert_eq!(text(&once), once.clone());
            prop_assert!(!once.chars().any(is_hidden));
            prop_assert!(!once.contains("\n\n\n"));
        }
    }
}
