//! Signatures that mail servers put on what leaves them: DKIM (RFC 6376), RSA as RFC 8301 asks and Ed25519
//! (RFC 8463). Verification only, with a record that the caller has found.
//!
//! What a good signature proves: a server that holds the domain's key signed these fields and this body. Not who
//! typed them, nor when. An expired signature (`x=`) was good when the mail came and is told as good.

mod canon;
mod key;

use canon::Form;
use key::Key;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most signatures that are read in one mail.
pub const MOST: usize = 5;
/// Most fields of a head; a longer one has no signature that we read.
const MOST_FIELDS: usize = 2_000;
/// Longest signature, in bytes.
const LONGEST: usize = 16 * 1024;
/// Most fields that a signature names.
const MOST_NAMES: usize = 500;
/// What a reader of the mail sees, or that makes what he sees.
const SHOWN: [&str; 6] = [
    "from",
    "subject",
    "date",
    "content-type",
    "content-transfer-encoding",
    "mime-version",
];
/// How many of them are seen themselves.
const SEEN: usize = 3;

/// A mail, cut into its fields and its body, with the line ends that were signed.
pub struct Mail<'a> {
    bytes: Cow<'a, [u8]>,
    fields: Vec<Field>,
    /// Where the fields of a name stand, the name in lower case.
    places: BTreeMap<String, Vec<usize>>,
    body: usize,
}

/// Where a field stands, its line ends included, and how long its name is.
struct Field {
    range: Range<usize>,
    name: usize,
}

/// What a signature says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The domain whose server signed (`d=`), in lower case.
    pub domain: String,
    /// Which of its keys (`s=`), in lower case.
    pub selector: String,
    field: usize,
    ed25519: bool,
    head: Form,
    body: Form,
    length: Option<u64>,
    names: Vec<String>,
    digest: Vec<u8>,
    value: Vec<u8>,
    /// What follows the `@` of `i=`.
    agent: String,
}

/// A signature that is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Good {
    /// Whether the whole body is signed; with `l=`, words may have been added after it.
    pub whole: bool,
    /// Whether writer, subject and date are signed, where the mail has them.
    pub head: bool,
}

/// A mail read as one of its signatures asks, to be compared with keys.
pub struct Digested<'s> {
    signature: &'s Signature,
    /// Whether the body signed is the whole one; none when it is another.
    body: Option<bool>,
    fields: [u8; 32],
    /// Whether the fields seen are signed; none when one of them is there besides the signed one.
    head: Option<bool>,
}

/// Why a signature is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The signature is written in a way that the standard does not know.
    Unreadable,
    /// SHA-1, or a key under 1024 bits: anybody could have made it (RFC 8301).
    Weak,
    /// The record is no key for this signature.
    Key,
    /// The domain took the key back: its record is empty.
    Revoked,
    /// The body is not the one that was signed.
    Body,
    /// The fields are not those that were signed, or the key is another one.
    Fields,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Unreadable,
        Self::Weak,
        Self::Key,
        Self::Revoked,
        Self::Body,
        Self::Fields,
    ];

    /// Its name in a journal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Weak => "weak",
            Self::Key => "key",
            Self::Revoked => "revoked",
            Self::Body => "body",
            Self::Fields => "fields",
        }
    }
}

impl<'a> Mail<'a> {
    /// Cuts a mail. Files often end their lines with a line feed alone; what was signed ended with CR and LF.
    pub fn new(bytes: &'a [u8]) -> Self {
        let bytes = canon::with_line_ends(bytes);
        let mut fields: Vec<Field> = Vec::new();
        let mut body = bytes.len();
        let mut at = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let end = at + line.len();
            if line == b"\r\n" {
                body = end;
                break;
            }
            let folds = line.starts_with(b" ") || line.starts_with(b"\t");
            if fields.len() == MOST_FIELDS && !folds {
                fields.clear();
                break;
            }
            match fields.last_mut() {
                Some(last) if folds => last.range.end = end,
                _ => fields.push(Field {
                    range: at..end,
                    name: line.iter().position(|byte| *byte == b':').unwrap_or(0),
                }),
            }
            at = end;
        }
        let mut this = Self {
            bytes,
            fields,
            places: BTreeMap::new(),
            body,
        };
        for at in 0..this.fields.len() {
            let name = this.field(at).0.trim_ascii_end().to_ascii_lowercase();
            if let Ok(name) = String::from_utf8(name) {
                this.places.entry(name).or_default().push(at);
            }
        }
        this
    }

    fn field(&self, at: usize) -> (&[u8], &[u8]) {
        let Some(one) = self.fields.get(at) else {
            return (&[], &[]);
        };
        let field = self.bytes.get(one.range.clone()).unwrap_or_default();
        let (name, value) = field.split_at_checked(one.name).unwrap_or_default();
        (name, value.get(1..).unwrap_or_default())
    }

    fn places(&self, name: &str) -> &[usize] {
        self.places.get(name).map_or(&[], Vec::as_slice)
    }

    /// Its signatures, the first [`MOST`]; an error for one that cannot be read.
    pub fn signatures(&self) -> Vec<Result<Signature, Why>> {
        let places = self.places("dkim-signature").iter().take(MOST);
        places
            .map(|at| Signature::read(*at, self.field(*at).1))
            .collect()
    }

    /// Reads the mail as one of its signatures asks: once, whatever number of keys it is compared with.
    pub fn digest<'s>(&self, signature: &'s Signature) -> Digested<'s> {
        let body = self.bytes.get(self.body..).unwrap_or_default();
        let mut hasher = Sha256::new();
        let mut left = signature.length.unwrap_or(u64::MAX);
        let mut whole = true;
        canon::body(signature.body, body, |piece| {
            let room = usize::try_from(left).unwrap_or(usize::MAX);
            let taken = piece.get(..piece.len().min(room)).unwrap_or_default();
            whole &= taken.len() == piece.len();
            left = left.saturating_sub(taken.len() as u64);
            hasher.update(taken);
        });
        let is_short = signature.length.is_some() && left > 0;
        let is_body = !is_short && hasher.finalize().as_slice() == signature.digest;
        let mut signed = Sha256::new();
        self.hash_fields(signature, &mut signed);
        Digested {
            signature,
            body: is_body.then_some(whole),
            fields: signed.finalize().into(),
            head: self.covers(signature),
        }
    }

    /// Whether what is seen of the head is signed. The last field of a name is signed first and readers show the first
    /// one: one that is there twice must be named as often.
    fn covers(&self, signature: &Signature) -> Option<bool> {
        let mut head = true;
        for (at, name) in SHOWN.iter().enumerate() {
            let there = self.places(name).len();
            let signed = signature.names.iter().filter(|own| own == name).count();
            if there > 1 && there > signed {
                return None;
            }
            head &= at >= SEEN || there <= signed;
        }
        Some(head)
    }

    /// The fields that the signature names, from the last one up, then the signature without its value.
    fn hash_fields(&self, signature: &Signature, signed: &mut Sha256) {
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &signature.names {
            let used = used.entry(name).or_default();
            *used += 1;
            let places = self.places(name);
            let next = places.len().checked_sub(*used);
            if let Some(at) = next.and_then(|next| places.get(next)) {
                let (name, value) = self.field(*at);
                signed.update(canon::field(signature.head, name, value));
            }
        }
        let (name, value) = self.field(signature.field);
        let own = canon::field(signature.head, name, &without_value(value));
        signed.update(own.strip_suffix(b"\r\n").unwrap_or(&own));
    }
}

impl Digested<'_> {
    /// Checks the signature with the text of a DNS record.
    ///
    /// # Errors
    /// Says why it is not good.
    pub fn check(&self, record: &str) -> Result<Good, Why> {
        let key = Key::read(record, self.signature.ed25519)?;
        if key.is_strict && self.signature.agent != self.signature.domain {
            return Err(Why::Key);
        }
        let whole = self.body.ok_or(Why::Body)?;
        let head = self.head.ok_or(Why::Fields)?;
        if key.verifies(&self.fields, &self.signature.value) {
            Ok(Good { whole, head })
        } else {
            Err(Why::Fields)
        }
    }
}

/// A signature without what stands in `b=`.
fn without_value(field: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(field.len());
    for (place, tag) in field.split(|byte| *byte == b';').enumerate() {
        if place > 0 {
            out.push(b';');
        }
        let equal = tag.iter().position(|byte| *byte == b'=');
        match equal.and_then(|equal| tag.split_at_checked(equal)) {
            Some((name, _)) if name.trim_ascii() == b"b" => {
                out.extend_from_slice(name);
                out.push(b'=');
                // Where it stands last, the end of the field's line stays.
                if tag.ends_with(b"\r\n") {
                    out.extend_from_slice(b"\r\n");
                }
            }
            _ => out.extend_from_slice(tag),
        }
    }
    out
}

/// The tags of a signature or a record (RFC 6376, section 3.2); none when one is there twice.
fn tags(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for tag in text.split(';') {
        if tag.trim().is_empty() {
            continue;
        }
        let (name, value) = tag.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        if found.iter().any(|(other, _)| *other == name) || found.len() > 50 {
            return None;
        }
        found.push((name, value));
    }
    Some(found)
}

fn bytes_of(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    let plain: String = text.split_ascii_whitespace().collect();
    base64::engine::general_purpose::STANDARD.decode(plain).ok()
}

/// A name that the DNS knows, in lower case.
fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    name.split('.').all(is_label)
}

impl Signature {
    /// The name of the record that holds its key.
    pub fn name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    fn read(field: usize, value: &[u8]) -> Result<Self, Why> {
        if value.len() > LONGEST {
            return Err(Why::Unreadable);
        }
        let text = std::str::from_utf8(value).map_err(|_| Why::Unreadable)?;
        let tags = tags(text).ok_or(Why::Unreadable)?;
        let tag = |name: &str| tags.iter().find(|(own, _)| *own == name).map(|(_, v)| *v);
        let needed = |name: &str| tag(name).ok_or(Why::Unreadable);
        let ed25519 = match needed("a")?.to_ascii_lowercase().as_str() {
            "rsa-sha256" => false,
            "ed25519-sha256" => true,
            "rsa-sha1" => return Err(Why::Weak),
            _ => return Err(Why::Unreadable),
        };
        let (head, body) = match tag("c") {
            None => (Form::Simple, Form::Simple),
            Some(both) => {
                let (head, body) = both.split_once('/').unwrap_or((both, "simple"));
                let form = |name| Form::read(name).ok_or(Why::Unreadable);
                (form(head)?, form(body)?)
            }
        };
        let names = needed("h")?.split(':');
        let names = names.map(|name| name.trim().to_ascii_lowercase());
        let names: Vec<String> = names.collect();
        let domain = needed("d")?.to_ascii_lowercase();
        let selector = needed("s")?.to_ascii_lowercase();
        let agent = match tag("i") {
            None => domain.clone(),
            Some(agent) => {
                let (_, host) = agent.rsplit_once('@').ok_or(Why::Unreadable)?;
                host.to_ascii_lowercase()
            }
        };
        let is_under = agent == domain
            || agent
                .strip_suffix(domain.as_str())
                .is_some_and(|rest| rest.ends_with('.'));
        let length = match tag("l") {
            None => None,
            Some(length) => Some(length.parse().map_err(|_| Why::Unreadable)?),
        };
        let by_dns = tag("q").is_none_or(|ways| ways.split(':').any(|way| way.trim() == "dns/txt"));
        let signs_writer = names.iter().any(|name| name == "from");
        let one = Self {
            field,
            ed25519,
            head,
            body,
            length,
            names,
            digest: bytes_of(needed("bh")?).ok_or(Why::Unreadable)?,
            value: bytes_of(needed("b")?).ok_or(Why::Unreadable)?,
            agent,
            domain,
            selector,
        };
        let is_name = one.names.len() <= MOST_NAMES
            && is_host(&one.domain)
            && is_host(&one.selector)
            && one.name().len() <= 253;
        if needed("v")? == "1" && is_name && is_under && by_dns && signs_writer {
            Ok(one)
        } else {
            Err(Why::Unreadable)
        }
    }
}

#[cfg(test)]
mod tests;
