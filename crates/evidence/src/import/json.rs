//! JSON where each value keeps its place in the file, without a tree in memory: a file of 64 MiB may hold thirty
//! million values.

use serde::de::{Deserialize, IgnoredAny};
use std::ops::Range;

/// A file that is JSON throughout.
#[derive(Clone, Copy)]
pub(super) struct Json<'a>(&'a [u8]);

/// A value, by its place.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    file: &'a [u8],
    start: usize,
    end: usize,
}

impl<'a> Json<'a> {
    /// The file, when all of it is one value.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        serde_json::from_slice::<IgnoredAny>(plain).ok()?;
        Some(Self(bytes))
    }

    pub(super) fn root(self) -> At<'a> {
        let mark = usize::from(self.0.starts_with(b"\xef\xbb\xbf")) * 3;
        let start = mark + blank(self.0.get(mark..).unwrap_or_default());
        At {
            file: self.0,
            start,
            end: start + length(self.0.get(start..).unwrap_or_default()),
        }
    }
}

fn blank(bytes: &[u8]) -> usize {
    let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    bytes.iter().take_while(is_blank).count()
}

/// How long the value is that these bytes start with; they are JSON.
fn length(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at += string(bytes.get(at..).unwrap_or_default()),
            b'{' | b'[' => {
                depth += 1;
                at += 1;
                continue;
            }
            b'}' | b']' => {
                if depth == 0 {
                    return at;
                }
                depth -= 1;
                at += 1;
            }
            b',' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return at,
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

/// How long a text is, its marks included.
fn string(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

impl<'a> At<'a> {
    pub(super) fn range(self) -> Range<usize> {
        self.start..self.end
    }

    pub(super) fn bytes(self) -> &'a [u8] {
        self.file.get(self.range()).unwrap_or_default()
    }

    fn at(self, start: usize) -> Self {
        let rest = self.file.get(start..self.end).unwrap_or_default();
        Self {
            end: start + length(rest),
            start,
            ..self
        }
    }

    /// The next byte that is neither blank, a comma nor a colon.
    fn next(self, from: usize) -> usize {
        let rest = self.file.get(from..self.end).unwrap_or_default();
        let is_between = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':');
        from + rest.iter().take_while(is_between).count()
    }

    /// The values of a list; nothing for what is no list.
    pub(super) fn items(self) -> impl Iterator<Item = At<'a>> {
        let is_list = self.bytes().first() == Some(&b'[');
        let mut from = if is_list { self.start + 1 } else { self.end };
        std::iter::from_fn(move || {
            let start = self.next(from);
            // Before its last byte, which closes it.
            (start + 1 < self.end).then(|| {
                let one = self.at(start);
                from = one.end.max(start + 1);
                one
            })
        })
    }

    /// Names and values of an object; nothing for what is no object.
    pub(super) fn fields(self) -> impl Iterator<Item = (At<'a>, At<'a>)> {
        let is_object = self.bytes().first() == Some(&b'{');
        let mut from = if is_object { self.start + 1 } else { self.end };
        std::iter::from_fn(move || {
            let start = self.next(from);
            (start + 1 < self.end).then(|| {
                let name = self.at(start);
                let value = self.at(self.next(name.end));
                from = value.end.max(start + 1);
                (name, value)
            })
        })
    }

    /// The value of that name.
    pub(super) fn get(self, name: &str) -> Option<At<'a>> {
        let mut fields = self.fields();
        fields.find_map(|(own, value)| (own.text().as_deref() == Some(name)).then_some(value))
    }

    /// The value of the first of these names that is there.
    pub(super) fn any(self, names: &[&str]) -> Option<At<'a>> {
        names.iter().find_map(|name| self.get(name))
    }

    /// The value at the end of these names.
    pub(super) fn path(self, names: &[&str]) -> Option<At<'a>> {
        names.iter().try_fold(self, |at, name| at.get(name))
    }

    pub(super) fn text(self) -> Option<String> {
        self.read()
    }

    pub(super) fn number(self) -> Option<i64> {
        self.read()
    }

    fn read<T: Deserialize<'a>>(self) -> Option<T> {
        serde_json::from_slice(self.bytes()).ok()
    }

    /// The text of that name; empty when it is not there.
    pub(super) fn said(self, name: &str) -> String {
        self.get(name).and_then(At::text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn tree(at: At<'_>) -> Value {
        match at.bytes().first() {
            Some(b'[') => at.items().map(tree).collect(),
            Some(b'{') => {
                let fields = at.fields();
                let fields =
                    fields.map(|(name, value)| (name.text().expect("a name"), tree(value)));
                Value::Object(fields.collect())
            }
            _ => serde_json::from_slice(at.bytes()).expect("a value"),
        }
    }

    #[test]
    fn each_value_keeps_its_place() {
        let text = r#"{"a": [1, "x,]}\"", {}], "b" : {"c":null}}"#;
        let root = Json::new(text.as_bytes()).expect("JSON").root();
        let items: Vec<_> = root
            .get("a")
            .expect("a list")
            .items()
            .map(At::range)
            .collect();
        assert_eq!(items, [7..8, 10..18, 20..22]);
        assert_eq!(root.path(&["b", "c"]).expect("a value").bytes(), b"null");
        assert!(Json::new(b"{\"a\": ").is_none());
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("\\PC{0,4}", inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_found_again(value in values(), pretty in any::<bool>()) {
            let text = if pretty {
                serde_json::to_string_pretty(&value)
            } else {
                serde_json::to_string(&value)
            };
            let text = text.expect("JSON");
            let json = Json::new(text.as_bytes()).expect("JSON");
            prop_assert_eq!(tree(json.root()), value);
        }

        #[test]
        fn no_bytes_make_it_fall(bytes in proptest::collection::vec(prop::sample::select(&b"{}[]\",:\\ 1a"[..]), 0..60)) {
            if let Some(json) = Json::new(&bytes) {
                prop_assert!(json.root().range().end <= bytes.len());
                tree(json.root());
            }
        }
    }
}
