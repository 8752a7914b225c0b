//! Which characters can be drawn, and what stands for the others. Both standards forbid a missing
//! glyph, so that one emoji in a quoted message would otherwise refuse the whole letter.

use std::fmt::Write as _;
use typst::text::{Coverage, Font};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// More marks than this on one letter serve to scribble over the lines around it.
const MAX_MARKS: usize = 4;

/// What the embedded fonts cover.
pub struct Glyphs {
    fonts: Vec<Coverage>,
}

impl Glyphs {
    /// What these fonts cover.
    pub fn of(fonts: &[Font]) -> Self {
        Self {
            fonts: fonts.iter().map(|f| f.info().coverage.clone()).collect(),
        }
    }

    /// The text in composed form (NFC), with `\n` as its only line end, four spaces for a tab,
    /// without invisible joiners, and with `[U+XXXX]` for what cannot or must not be drawn.
    pub fn clean(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut codes = Codes::default();
        let mut chars = text.nfc().peekable();
        let mut cluster = String::new();
        while let Some(base) = chars.next() {
            cluster.clear();
            cluster.push(base);
            while let Some(mark) = chars.next_if(|c| is_combining_mark(*c) && !is_selector(*c)) {
                cluster.push(mark);
            }
            match base {
                '\r' if chars.peek() == Some(&'\n') => {}
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    codes.close(&mut out);
                    out.push('\n');
                }
                '\t' => {
                    codes.close(&mut out);
                    out.push_str("    ");
                }
                c if is_invisible(c) => {}
                _ if self.drawable(&cluster) => {
                    codes.close(&mut out);
                    out.push_str(&cluster);
                }
                c if c.is_whitespace() => {
                    codes.close(&mut out);
                    out.push(' ');
                }
                _ => cluster.chars().for_each(|c| codes.add(&mut out, c)),
            }
        }
        codes.close(&mut out);
        out
    }

    /// One font must have the letter and all its marks; both weights of the text count as one.
    fn drawable(&self, cluster: &str) -> bool {
        let mut marks = cluster.chars();
        let Some(base) = marks.next() else {
            return false;
        };
        if is_combining_mark(base) || is_forbidden(base) || marks.count() > MAX_MARKS {
            return false;
        }
        let [regular, bold, mono] = self.fonts.as_slice() else {
            return false;
        };
        let all = |font: &Coverage| cluster.chars().all(|c| font.contains(c.into()));
        (all(regular) && all(bold)) || all(mono)
    }
}

/// Writes neighbouring codes in one pair of brackets.
#[derive(Default)]
struct Codes {
    open: bool,
}

impl Codes {
    fn add(&mut self, out: &mut String, c: char) {
        out.push(if self.open { ' ' } else { '[' });
        self.open = true;
        // Writing to a string cannot fail.
        let _ = write!(out, "U+{:04X}", u32::from(c));
    }

    fn close(&mut self, out: &mut String) {
        if std::mem::take(&mut self.open) {
            out.push(']');
        }
    }
}

/// Joiners, selectors, soft hyphens and marks of order: nothing to see, nothing to say.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    ) || is_selector(c)
}

const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

/// Control characters, directional formatting (it reverses what is read), private use (PDF/A-3a).
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2061}'..='\u{206f}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fff9}'..='\u{ffff}' | '\u{f0000}'..)
}

#[cfg(test)]
mod tests {
    use crate::engine::Engine;

    fn clean(text: &str) -> String {
        Engine::load().expect("fonts").glyphs().clean(text)
    }

    #[test]
    fn french_typography_is_kept_as_typed() {
        let text = "« L’élève n°\u{a0}3\u{202f}; cœur, Æ, Ÿ, 2\u{2011}3 – 4 — …\u{2009}€ ☐ █ → »";
        assert_eq!(clean(text), text);
    }

    #[test]
    fn what_cannot_be_drawn_becomes_its_code() {
        assert_eq!(clean("a🔪🐷b"), "a[U+1F52A U+1F437]b");
        assert_eq!(clean("中 文"), "[U+4E2D] [U+6587]");
    }

    #[test]
    fn what_deceives_the_eye_is_shown() {
        assert_eq!(clean("gpj\u{202e}exe"), "gpj[U+202E]exe");
        assert_eq!(clean("a\u{0}\u{1b}b\u{e000}"), "a[U+0000 U+001B]b[U+E000]");
        assert_eq!(clean("e\u{301}t\u{fe0f}\u{200d}"), "ét");
    }

    #[test]
    fn lines_end_one_way() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d\n\te"), "a\nb\nc\nd\n    e");
    }

    #[test]
    fn a_pile_of_marks_is_not_drawn_over_its_neighbours() {
        let zalgo = format!("a{}b", "\u{336}".repeat(50));
        assert!(clean(&zalgo).starts_with("[U+0061 U+0336"));
    }
}
