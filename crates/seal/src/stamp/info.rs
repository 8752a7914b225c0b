//! What the authority signs. `x509_tsp::TstInfo` refuses the fractions of a second that RFC 3161
//! allows and that some qualified authorities give, so the sequence is read here.

use der::asn1::{GeneralizedTime, Int};
use der::oid::ObjectIdentifier;
use der::{Any, DateTime, Decode as _, Encode as _, Sequence, Tag, Tagged as _};
use kernel::Moment;
use x509_tsp::{Accuracy, MessageImprint, TspVersion};

use crate::{Error, Result};

/// RFC 3161 §2.4.2, `TSTInfo`.
#[derive(Sequence)]
pub(super) struct TstInfo {
    pub(super) version: TspVersion,
    pub(super) policy: ObjectIdentifier,
    pub(super) message_imprint: MessageImprint,
    pub(super) serial_number: Int,
    gen_time: Any,
    #[asn1(optional = "true")]
    pub(super) accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    pub(super) ordering: bool,
    #[asn1(optional = "true")]
    pub(super) nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) tsa: Option<Any>,
    #[asn1(
        context_specific = "1",
        tag_mode = "IMPLICIT",
        constructed = "true",
        optional = "true"
    )]
    pub(super) extensions: Option<x509_cert::ext::Extensions>,
}

impl TstInfo {
    /// The time given, to the microsecond; finer digits are dropped.
    pub(super) fn gen_time(&self) -> Result<Moment> {
        moment(&self.gen_time).ok_or(Error::Form("time of a time stamp"))
    }
}

/// Reads `YYYYMMDDhhmmss[.s…]Z`; a fraction neither empty nor ending in 0, as the RFC says.
fn moment(time: &Any) -> Option<Moment> {
    if time.tag() != Tag::GeneralizedTime {
        return None;
    }
    let text = std::str::from_utf8(time.value()).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let micros = match fraction {
        None => 0,
        Some(digits) => {
            let written = !digits.is_empty() && !digits.ends_with('0');
            if !written || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                return None;
            }
            format!("{digits:0<6}").get(..6)?.parse::<i64>().ok()?
        }
    };
    let der = Any::new(Tag::GeneralizedTime, format!("{whole}Z").into_bytes())
        .ok()?
        .to_der()
        .ok()?;
    let whole = DateTime::from(GeneralizedTime::from_der(&der).ok()?);
    let seconds = i64::try_from(whole.unix_duration().as_secs()).ok()?;
    Some(Moment(Moment::from_seconds(seconds).0 + micros))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        moment(&Any::new(Tag::GeneralizedTime, text.as_bytes()).unwrap()).map(Moment::rfc3339)
    }

    #[test]
    fn times_with_and_without_a_fraction() {
        assert_eq!(
            read("20261121101112Z").unwrap(),
            "2026-11-21T10:11:12.000000Z"
        );
        assert_eq!(
            read("20261121101112.5Z").unwrap(),
            "2026-11-21T10:11:12.500000Z"
        );
        assert_eq!(
            read("20261121101112.1234567Z").unwrap(),
            "2026-11-21T10:11:12.123456Z"
        );
        for wrong in [
            "20261121101112.Z",
            "20261121101112.50Z",
            "20261121101112.-1Z",
            "20261121101112",
            "20261321101112Z",
            "202611211011Z",
            "20261121101112+0100",
            "é",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
