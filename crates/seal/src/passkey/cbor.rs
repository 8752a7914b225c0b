//! The little of CBOR (RFC 8949) that authenticators write: lengths are said beforehand, nothing is nested deep (CTAP 2.1,
//! section 8). No item is copied, and none is longer than what is left.

use super::Refused;

/// Levels of nesting that are followed.
const DEEPEST: u8 = 6;

fn cut() -> Refused {
    Refused::Form("CBOR that ends too early")
}

pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// What was not read yet.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Result<(), Refused> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Refused::Form("something follows"))
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Refused> {
        let length = usize::try_from(length).map_err(|_| cut())?;
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(cut)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The major type of the next item, and its number.
    fn head(&mut self) -> Result<(u8, u64), Refused> {
        let first = self.take(1)?.first().copied().unwrap_or_default();
        let length = match first & 0x1f {
            small @ 0..24 => return Ok((first >> 5, u64::from(small))),
            power @ 24..28 => 1 << (power - 24),
            _ => return Err(Refused::Form("CBOR without a length")),
        };
        let bytes = self.take(length)?;
        let number = bytes.iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
        Ok((first >> 5, number))
    }

    /// How many pairs the map that comes holds.
    pub(super) fn map(&mut self) -> Result<u64, Refused> {
        match self.head()? {
            (5, pairs) => Ok(pairs),
            _ => Err(Refused::Form("no map")),
        }
    }

    /// An integer.
    pub(super) fn integer(&mut self) -> Result<i64, Refused> {
        let (major, number) = self.head()?;
        let number = i64::try_from(number).map_err(|_| Refused::Form("a number too large"))?;
        match major {
            0 => Ok(number),
            1 => Ok(-1 - number),
            _ => Err(Refused::Form("no number")),
        }
    }

    /// A string of bytes.
    pub(super) fn bytes(&mut self) -> Result<&'a [u8], Refused> {
        match self.head()? {
            (2, length) => self.take(length),
            _ => Err(Refused::Form("no bytes")),
        }
    }

    fn text(&mut self) -> Result<&'a [u8], Refused> {
        match self.head()? {
            (3, length) => self.take(length),
            _ => Err(Refused::Form("no text")),
        }
    }

    /// Whether the next item is a number.
    pub(super) fn is_integer(&self) -> bool {
        self.0.first().is_some_and(|first| first >> 5 < 2)
    }

    /// Passes over one item.
    pub(super) fn skip(&mut self) -> Result<(), Refused> {
        self.skip_at(DEEPEST)
    }

    fn skip_at(&mut self, levels: u8) -> Result<(), Refused> {
        let deeper = levels
            .checked_sub(1)
            .ok_or(Refused::Form("CBOR nested too deep"))?;
        let (major, number) = self.head()?;
        let items = match major {
            2 | 3 => return self.take(number).map(drop),
            4 => number,
            5 => number.checked_mul(2).ok_or_else(cut)?,
            6 => 1,
            _ => 0,
        };
        // Each item has a byte at least: a long list of nothing ends at once.
        for _ in 0..items {
            self.skip_at(deeper)?;
        }
        Ok(())
    }
}

/// The field `authData` of an attestation object (Web Authentication, section 6.5.4).
pub(super) fn authenticator_data(attestation: &[u8]) -> Result<&[u8], Refused> {
    let mut reader = Reader::new(attestation);
    let mut found = None;
    for _ in 0..reader.map()? {
        match reader.text()? {
            b"authData" if found.is_none() => found = Some(reader.bytes()?),
            b"authData" => return Err(Refused::Form("two authenticator's data")),
            _ => reader.skip()?,
        }
    }
    reader.end()?;
    found.ok_or(Refused::Form("no authenticator's data"))
}
