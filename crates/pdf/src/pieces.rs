//! Where a run may break: French words only at their spaces, digests and addresses anywhere.

use unicode_normalization::char::is_combining_mark;

/// A longer word of running text is no word: it may break inside. ("anticonstitutionnellement"
/// has 25 letters.)
pub const WORD: usize = 28;
/// The same for fixed width, where digests and names of files stand.
pub const TOKEN: usize = 12;

/// Between these signs and their followers an address breaks best. Not a hyphen: at the end of a
/// line it reads as one that the line end added, so that it begins the next.
const JOINTS: [char; 11] = ['/', '_', '.', '?', '&', '=', ':', ',', ';', '@', '%'];
/// Elsewhere, after so many characters.
const CHUNK: usize = 8;

/// The text cut where a line may end besides its spaces; a line end is a piece of its own. The
/// pieces joined are the text. Words up to `whole` characters are never cut.
pub fn cut(text: &str, whole: usize) -> Vec<String> {
    let mut out = Vec::new();
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push("\n".to_owned());
        }
        let mut plain = String::new();
        for part in line.split_inclusive(char::is_whitespace) {
            if part.chars().count() <= whole {
                plain.push_str(part);
            } else {
                flush(&mut plain, &mut out);
                cut_word(part, &mut out);
            }
        }
        flush(&mut plain, &mut out);
    }
    out
}

fn flush(plain: &mut String, out: &mut Vec<String>) {
    if !plain.is_empty() {
        out.push(std::mem::take(plain));
    }
}

fn cut_word(word: &str, out: &mut Vec<String>) {
    let parts = word.split_inclusive(JOINTS).flat_map(before_hyphens);
    for part in parts {
        if part.chars().count() <= TOKEN {
            out.push(part.to_owned());
            continue;
        }
        let mut piece = String::new();
        let mut letters = 0;
        for c in part.chars() {
            // A mark stays with its letter, a space with its word.
            if !is_combining_mark(c) && !c.is_whitespace() {
                if letters == CHUNK {
                    flush(&mut piece, out);
                    letters = 0;
                }
                letters += 1;
            }
            piece.push(c);
        }
        flush(&mut piece, out);
    }
}

/// `a-b-c` as `a`, `-b`, `-c`.
fn before_hyphens(part: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(part);
    std::iter::from_fn(move || {
        let part = rest?;
        let next = part.char_indices().skip(1).find(|(_, c)| *c == '-');
        let (head, tail) = match next {
            Some((at, _)) => (part.get(..at)?, part.get(at..)),
            None => (part, None),
        };
        rest = tail;
        Some(head)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole() {
        let text = "L’anticonstitutionnellement dit, article\u{a0}222-33-2-2 du code\u{202f};";
        assert_eq!(cut(text, WORD), [text]);
    }

    #[test]
    fn a_digest_breaks_every_eight_characters_and_joins_back() {
        let digest = "9f86d081884c7d659a2feaa0c55ad015";
        let pieces = cut(digest, TOKEN);
        assert_eq!(pieces.len(), 4);
        assert_eq!(pieces.concat(), digest);
    }

    #[test]
    fn an_address_breaks_at_its_joints() {
        assert_eq!(
            cut("https://exemple.fr/a/b", TOKEN),
            ["https:", "/", "/", "exemple.", "fr/", "a/", "b"]
        );
        assert_eq!(cut("un-chemin-long", TOKEN), ["un", "-chemin", "-long"]);
    }

    #[test]
    fn a_line_end_is_a_piece() {
        assert_eq!(cut("a\n\nb c", WORD), ["a", "\n", "\n", "b c"]);
        assert!(cut("", WORD).is_empty());
    }

    #[test]
    fn a_mark_is_never_parted_from_its_letter() {
        let text = "q\u{301}".repeat(40);
        assert!(cut(&text, TOKEN).iter().all(|p| p.starts_with('q')));
        assert_eq!(cut(&text, TOKEN).concat(), text);
    }
}
