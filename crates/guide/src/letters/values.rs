//! The facts as the templates see them: cleaned, by field of the closed list.

use std::collections::BTreeMap;

/// One item of a list.
pub(super) type Row = BTreeMap<&'static str, String>;

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Flag(bool),
    List(Vec<Row>),
}

/// Every field of the closed list, and the letter's own conditions.
#[derive(Debug, Default)]
pub(super) struct Values(BTreeMap<String, Value>);

impl Values {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn text(&self, name: &str) -> &str {
        if let Some(Value::Text(text)) = self.get(name) {
            text
        } else {
            ""
        }
    }

    pub(super) fn rows(&self, name: &str) -> &[Row] {
        if let Some(Value::List(rows)) = self.get(name) {
            rows
        } else {
            &[]
        }
    }

    /// Filled, or true. `list.field` asks it of every item of a list that has some.
    pub(super) fn filled(&self, path: &str) -> bool {
        match self.get(path) {
            Some(Value::Text(text)) => says(text),
            Some(Value::Flag(flag)) => *flag,
            Some(Value::List(rows)) => !rows.is_empty(),
            None => path.rsplit_once('.').is_some_and(|(list, field)| {
                let rows = self.rows(list);
                !rows.is_empty()
                    && rows
                        .iter()
                        .all(|row| row.get(field).is_some_and(|text| says(text)))
            }),
        }
    }

    /// What the letter must show for that field.
    pub(super) fn shown(&self, path: &str) -> Vec<String> {
        match self.get(path) {
            Some(Value::Text(text)) => text
                .lines()
                .map(str::to_owned)
                .filter(|line| says(line))
                .collect(),
            Some(Value::List(rows)) => rows
                .iter()
                .flat_map(Row::values)
                .filter(|text| says(text))
                .map(|t| flat(t))
                .collect(),
            Some(Value::Flag(_)) => Vec::new(),
            None => path
                .rsplit_once('.')
                .map_or_else(Vec::new, |(list, field)| {
                    self.rows(list)
                        .iter()
                        .filter_map(|row| row.get(field))
                        .map(|text| flat(text))
                        .collect()
                }),
        }
    }

    /// A condition of the content: always, when there is none.
    pub(super) fn holds(&self, when: Option<&str>) -> bool {
        when.is_none_or(|name| self.filled(name))
    }
}

/// One line.
pub(super) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Something that a reader can read: a space or an invisible mark fills nothing.
pub(super) fn says(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Controls and marks that turn the direction of the text would let a letter show something else
/// than what it says.
pub(super) fn clean(text: &str) -> String {
    let kept: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| *c == '\n' || !(c.is_control() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')))
        .collect();
    let lines: Vec<String> = kept
        .lines()
        .map(flat)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_invisible_fills_a_field_or_turns_the_text() {
        assert_eq!(clean("a\u{202e}b\r\n\r\n \u{200b}\n c\td\u{7}"), "ab\nc d");
        for empty in ["", "  ", "\u{200b}", "\u{2800}", "…", "-"] {
            assert!(!says(&clean(empty)), "{empty:?}");
        }
    }
}
