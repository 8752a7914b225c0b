//! Texts that somebody wrote, said or received are committed word by word, so that an export can
//! hide single words and still be verified.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::{Digest, Error, Hasher, Result, derive, json, sha256};

/// The longest text committed by words, in bytes; a longer one is a piece.
pub const MAX_BYTES: usize = 64 * 1024;

/// One entry of a word list, as a recipient reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// The word and the white space after it.
    Shown(String),
    /// A word that was masked.
    Masked,
}

/// Cuts a text after each run of white space (U+0020, 0009, 000A, 00A0, 202F); the tokens
/// joined give the text again.
pub fn tokens(text: &str) -> Vec<&str> {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\u{a0}' | '\u{202f}');
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let space = rest.find(is_space).unwrap_or(rest.len());
        let (word, after) = rest.split_at(space);
        let run = after.find(|c| !is_space(c)).unwrap_or(after.len());
        let (token, next) = rest.split_at(word.len() + run);
        tokens.push(token);
        rest = next;
    }
    tokens
}

/// The salt of token `index`: the first 16 bytes of HMAC-SHA-256(seed, u32be(index)).
fn salt(seed: &[u8; 32], index: u32) -> String {
    let mac = derive::hmac(seed, &[&index.to_be_bytes()]);
    let mut hex = kernel::id::to_hex(&mac);
    hex.truncate(32);
    hex
}

/// The exact bytes of each word: `["<salt>","<token>"]`.
fn words(seed: &[u8; 32], text: &str) -> Vec<Zeroizing<Vec<u8>>> {
    (0_u32..)
        .zip(tokens(text))
        .map(|(index, token)| {
            let mut out = Zeroizing::new(format!("[\"{}\",", salt(seed, index)).into_bytes());
            json::string(token, &mut out);
            out.push(b']');
            out
        })
        .collect()
}

/// The commitment to a word list: `H` of the words' hex digests, each followed by LF.
fn commit(digests: impl IntoIterator<Item = Digest>) -> Digest {
    let mut hasher = Hasher::new();
    for digest in digests {
        hasher.update(digest.to_string().as_bytes());
        hasher.update(b"\n");
    }
    hasher.finish()
}

/// The commitment to a text under a seed.
///
/// # Errors
/// [`Error::TooLong`] above [`MAX_BYTES`].
pub fn commitment(seed: &[u8; 32], text: &str) -> Result<Digest> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong);
    }
    Ok(commit(words(seed, text).iter().map(|word| sha256(word))))
}

/// The word list of an export: one line per word, disclosed as `["salt","word"]` or masked as
/// `"digest"`. `masked` says which, by index.
///
/// # Errors
/// [`Error::TooLong`] above [`MAX_BYTES`].
pub fn list(seed: &[u8; 32], text: &str, masked: impl Fn(usize) -> bool) -> Result<Vec<u8>> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong);
    }
    let mut out = Vec::new();
    for (index, word) in words(seed, text).iter().enumerate() {
        if masked(index) {
            json::string(&sha256(word).to_string(), &mut out);
        } else {
            out.extend_from_slice(word);
        }
        out.push(b'\n');
    }
    Ok(out)
}

/// Reads a word list and checks it against its commitment.
///
/// # Errors
/// [`Error::Form`] when a line is neither a word nor a digest, [`Error::Mismatch`] when the list
/// is not the one committed to.
pub fn read_list(list: &[u8], commitment: &Digest) -> Result<Vec<Token>> {
    let wrong = || Error::Form("word list");
    let lines = match list {
        [] => None,
        _ => Some(
            list.strip_suffix(b"\n")
                .ok_or_else(wrong)?
                .split(|byte| *byte == b'\n'),
        ),
    };
    let (mut digests, mut tokens) = (Vec::new(), Vec::new());
    for line in lines.into_iter().flatten() {
        match json::read(line)? {
            Value::String(digest) => {
                digests.push(digest.parse()?);
                tokens.push(Token::Masked);
            }
            Value::Array(items) => match <[Value; 2]>::try_from(items) {
                Ok([Value::String(salt), Value::String(token)])
                    if kernel::id::from_hex::<16>(&salt).is_some() =>
                {
                    digests.push(sha256(line));
                    tokens.push(Token::Shown(token));
                }
                _ => return Err(wrong()),
            },
            _ => return Err(wrong()),
        }
    }
    if commit(digests) == *commitment {
        Ok(tokens)
    } else {
        Err(Error::Mismatch("word list"))
    }
}
