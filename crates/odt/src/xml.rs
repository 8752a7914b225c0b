//! XML written into a string: elements close by construction, text is escaped, nothing can fail.

use std::fmt::Write as _;

/// What is written so far.
#[derive(Default)]
pub struct Xml(String);

impl Xml {
    /// A whole file.
    pub fn document(inside: impl FnOnce(&mut Self)) -> String {
        let mut x = Self("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned());
        inside(&mut x);
        x.into_string()
    }

    pub fn into_string(self) -> String {
        self.0
    }

    /// An element with its attributes and what stands in it.
    pub fn element(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            let _ = write!(self.0, " {name}=\"");
            self.plain(value);
            self.0.push('"');
        }
        let open = self.0.len();
        self.0.push('>');
        inside(self);
        if self.0.len() == open + 1 {
            self.0.truncate(open);
            self.0.push_str("/>");
        } else {
            let _ = write!(self.0, "</{name}>");
        }
    }

    /// A paragraph of this style, on a line of the file.
    pub fn para(&mut self, style: &str, inside: impl FnOnce(&mut Self)) {
        self.element("text:p", &[("text:style-name", style)], inside);
        self.line_end();
    }

    /// For people who read the file; only between elements that hold no text.
    pub fn line_end(&mut self) {
        self.0.push('\n');
    }

    /// Escaped text on one line.
    pub fn plain(&mut self, text: &str) {
        for c in text.chars().filter(|c| is_kept(*c)) {
            self.character(if is_blank(c) { ' ' } else { c });
        }
    }

    /// Text of a paragraph. ODF reads a run of white space as one space and drops it at the ends of
    /// a paragraph: spaces that could be lost become elements, as do tabs and line ends.
    pub fn words(&mut self, text: &str) {
        let is_word = |c: Option<&char>| c.is_some_and(|c| !is_blank(*c));
        let mut chars = text.chars().filter(|c| is_kept(*c)).peekable();
        let mut before = None;
        while let Some(c) = chars.next() {
            match c {
                ' ' if is_word(before.as_ref()) && is_word(chars.peek()) => self.0.push(' '),
                ' ' => self.element("text:s", &[], |_| {}),
                '\t' => self.element("text:tab", &[], |_| {}),
                '\r' if chars.peek() == Some(&'\n') => {}
                c if is_blank(c) => self.element("text:line-break", &[], |_| {}),
                c if turns(c) => {
                    let _ = write!(self.0, "[U+{:04X}]", u32::from(c));
                }
                c => self.character(c),
            }
            before = Some(c);
        }
    }

    fn character(&mut self, c: char) {
        match c {
            '&' => self.0.push_str("&amp;"),
            '<' => self.0.push_str("&lt;"),
            '>' => self.0.push_str("&gt;"),
            '"' => self.0.push_str("&quot;"),
            c => self.0.push(c),
        }
    }
}

/// Whether anything of a text is left to read.
pub fn says(text: &str) -> bool {
    text.chars().any(|c| is_kept(c) && !c.is_whitespace())
}

/// XML 1.0 (section 2.2) forbids or discourages the others.
fn is_kept(c: char) -> bool {
    is_blank(c) || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

/// Space, tab, and all that ends a line.
const fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Turns the direction of writing whatever the letters are: `gpj.exe` would read `exe.jpg`.
const fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
