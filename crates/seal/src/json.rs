//! The JSON that is hashed: RFC 8785 restricted to objects, arrays, strings, booleans and
//! integers below 2^53. There is one way to write a value, and a reader refuses all others, which
//! also refuses duplicate keys. Nothing is normalised: text is committed as it was typed.

use serde_json::Value;

use crate::{Error, Result};

/// 2^53: from here on, readers that use doubles would disagree.
const LIMIT: u64 = 1 << 53;

/// Writes `value` in its one form.
///
/// # Errors
/// [`Error::Form`] on `null`, on a number with a fraction, or on an integer of 2^53 or more.
pub fn canonical(value: &Value) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    write(value, &mut out)?;
    Ok(out)
}

/// Reads bytes that must be in their one form.
///
/// # Errors
/// [`Error::Form`] unless parsing and writing again gives the same bytes.
pub fn read(bytes: &[u8]) -> Result<Value> {
    let value = serde_json::from_slice(bytes).map_err(|_| Error::Form("JSON"))?;
    if canonical(&value)? == bytes {
        Ok(value)
    } else {
        Err(Error::Form("JSON that would be written otherwise"))
    }
}

fn write(value: &Value, out: &mut Vec<u8>) -> Result<()> {
    match value {
        Value::Null => return Err(Error::Form("null in JSON")),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let fits = number.as_i64().filter(|n| n.unsigned_abs() < LIMIT);
            let number = fits.ok_or(Error::Form("number in JSON"))?;
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Value::String(text) => string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            // RFC 8785 §3.2.3: keys in the order of their UTF-16 code units.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push(b'{');
            for (i, (key, item)) in fields.into_iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                string(key, out);
                out.push(b':');
                write(item, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

/// Writes a string with the escapes of RFC 8785 §3.2.2.2 and no other.
pub(crate) fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x09 => out.extend_from_slice(b"\\t"),
            0x0a => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            0x0d => out.extend_from_slice(b"\\r"),
            0x00..=0x1f => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_has_one_writing() {
        let value = json!({"b":[1,-2,true,"é\n\u{1}\"\\"],"a":{"z":"","\u{fb33}":1,"😀":2}});
        let bytes = canonical(&value).unwrap();
        // U+1F600 begins with the surrogate D83D, so it sorts before U+FB33.
        assert_eq!(
            String::from_utf8(bytes.clone()).unwrap(),
            "{\"a\":{\"z\":\"\",\"😀\":2,\"\u{fb33}\":1},\"b\":[1,-2,true,\"é\\n\\u0001\\\"\\\\\"]}"
        );
        assert_eq!(read(&bytes).unwrap(), value);
    }

    #[test]
    fn every_other_writing_is_refused() {
        for wrong in [
            "{\"a\":1,\"a\":1}",
            "{\"a\":1,\"a\":2}",
            "{\"b\":1,\"a\":2}",
            "[1, 2]",
            " [1]",
            "[1]\n",
            "1.0",
            "1e2",
            "-0",
            "01",
            "9007199254740992",
            "-9007199254740992",
            "18446744073709551615",
            "null",
            "[null]",
            "\"\\u00e9\"",
            "\"\\/\"",
            "\"\\u000A\"",
            "\"\\ud800\"",
            "\"\u{1}\"",
            "",
            "[1]]",
            "[1,]",
            "NaN",
        ] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert!(read(b"\"\xff\"").is_err());
        assert!(read(b"9007199254740991").is_ok());
        assert!(read("\u{feff}[1]".as_bytes()).is_err());
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            (-(1_i64 << 53) + 1..1 << 53).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::hash_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in values()) {
            let bytes = canonical(&value).unwrap();
            prop_assert_eq!(read(&bytes).unwrap(), value);
        }

        #[test]
        fn one_space_or_line_feed_anywhere_outside_a_string_is_refused(value in values(), at in any::<prop::sample::Index>(), feed in any::<bool>()) {
            let bytes = canonical(&value).unwrap();
            let mut changed = bytes.clone();
            changed.insert(at.index(bytes.len() + 1), if feed { b'\n' } else { b' ' });
            // Inside a string a space is another value; a line feed is never accepted.
            if let Ok(read) = read(&changed) {
                prop_assert!(!feed);
                prop_assert_ne!(read, value);
            }
        }
    }
}
