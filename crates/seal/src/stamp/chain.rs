//! From the signer of a time stamp up to a root, at the time that the stamp gives (RFC 5280).

use std::time::Duration;

use der::oid::ObjectIdentifier;
use der::{Decode as _, Encode as _, EncodePem as _};
use kernel::Moment;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

use super::signature::verify;
use crate::{Error, Result};

const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const POLICIES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
/// Critical in the certificate of a name that has no other subject (RFC 5280 §4.2.1.6).
const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");

/// The longest chain, signer and root included.
const LONGEST: usize = 8;

/// What is known of the authority that gave a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// The chain ends at one of the given roots.
    RootKnown,
    /// Every signature and validity of the chain holds, but its end is none of the given roots.
    RootUnknown,
}

/// Reads the certificates of a PEM file, as DER: roots to pass to [`super::Reply::check`].
///
/// # Errors
/// [`Error::Form`] when the file holds something else, or nothing.
pub fn certificates_from_pem(pem: &[u8]) -> Result<Vec<Vec<u8>>> {
    let wrong = |_| Error::Form("certificates");
    read_pem(pem)?
        .iter()
        .map(|certificate| certificate.to_der().map_err(wrong))
        .collect()
}

/// The certificates of a PEM file, at least one.
pub(crate) fn read_pem(pem: &[u8]) -> Result<Vec<Certificate>> {
    // `load_pem_chain` subtracts one from the length of what is left.
    if pem.trim_ascii().is_empty() {
        return Err(Error::Form("certificates"));
    }
    match Certificate::load_pem_chain(pem) {
        Ok(chain) if !chain.is_empty() => Ok(chain),
        _ => Err(Error::Form("certificates")),
    }
}

/// The chain as PEM, signer first.
pub(super) fn to_pem(chain: &[Certificate]) -> Result<String> {
    let pem = |certificate: &Certificate| certificate.to_pem(der::pem::LineEnding::LF);
    chain
        .iter()
        .map(pem)
        .collect::<der::Result<String>>()
        .map_err(|_| Error::Form("certificate"))
}

/// The instant at which the first certificate of a chain ends.
pub(super) fn until(chain: &[Certificate]) -> Moment {
    let ends = chain.iter().map(|certificate| {
        let end = certificate.tbs_certificate.validity.not_after;
        i64::try_from(end.to_unix_duration().as_secs()).unwrap_or(i64::MAX / 1_000_000)
    });
    Moment::from_seconds(ends.min().unwrap_or_default())
}

/// RFC 3161 §2.3: the key serves for time stamps only, and the certificate says so critically.
pub(super) fn check_purpose(signer: &Certificate) -> Result<()> {
    let tbs = &signer.tbs_certificate;
    let wrong = Error::Mismatch("purpose of the time-stamping certificate");
    match tbs.get::<ExtendedKeyUsage>() {
        Ok(Some((true, usage))) if usage.0 == [TIME_STAMPING] => {}
        _ => return Err(wrong),
    }
    match tbs.get::<KeyUsage>() {
        Ok(None) => Ok(()),
        Ok(Some((_, usage))) if usage.digital_signature() || usage.non_repudiation() => Ok(()),
        _ => Err(wrong),
    }
}

/// The chain from `signer` to a root, every link valid `at` (since 1970).
pub(crate) fn build(
    signer: &Certificate,
    given: &[Certificate],
    roots: &[Vec<u8>],
    at: Duration,
) -> Result<(Trust, Vec<Certificate>)> {
    let wrong = |_| Error::Form("root certificate");
    let known = roots
        .iter()
        .map(|der| Certificate::from_der(der).map_err(wrong))
        .collect::<Result<Vec<_>>>()?;
    let mut chain = vec![signer.clone()];
    loop {
        let Some(last) = chain.last() else {
            return Err(Error::Form("chain"));
        };
        check_valid(last, at)?;
        if known.contains(last) {
            return Ok((Trust::RootKnown, chain));
        }
        let tbs = &last.tbs_certificate;
        let own = tbs.issuer == tbs.subject;
        let named = |issuer: &&Certificate| issuer.tbs_certificate.subject == tbs.issuer;
        let mut candidates = known.iter().chain(given).filter(named).peekable();
        if own || candidates.peek().is_none() {
            if own {
                check_signed(last, last)?;
            }
            return Ok((Trust::RootUnknown, chain));
        }
        if chain.len() >= LONGEST {
            return Err(Error::Mismatch("length of the chain"));
        }
        // Two authorities may share a name (a renewed root): one of them must have signed.
        let below = chain.len() - 1;
        let next = candidates
            .find(|issuer| check_signed(last, issuer).is_ok() && may_issue(issuer, below))
            .ok_or(Error::Mismatch("issuer of a certificate"))?;
        chain.push(next.clone());
    }
}

fn check_signed(certificate: &Certificate, issuer: &Certificate) -> Result<()> {
    let wrong = || Error::Form("certificate");
    let tbs = &certificate.tbs_certificate;
    if tbs.signature != certificate.signature_algorithm {
        return Err(Error::Mismatch("algorithm of a certificate"));
    }
    verify(
        &issuer.tbs_certificate.subject_public_key_info,
        certificate.signature_algorithm.oid,
        None,
        &tbs.to_der().map_err(|_| wrong())?,
        certificate.signature.as_bytes().ok_or_else(wrong)?,
    )
}

/// Whether this certificate may sign certificates, with `below` authorities under it.
fn may_issue(issuer: &Certificate, below: usize) -> bool {
    let tbs = &issuer.tbs_certificate;
    let authority = match tbs.get::<BasicConstraints>() {
        Ok(Some((_, limits))) => {
            limits.ca
                && limits
                    .path_len_constraint
                    .is_none_or(|most| below <= usize::from(most))
        }
        _ => false,
    };
    let signs = match tbs.get::<KeyUsage>() {
        Ok(None) => true,
        Ok(Some((_, usage))) => usage.key_cert_sign(),
        Err(_) => false,
    };
    authority && signs
}

fn check_valid(certificate: &Certificate, at: Duration) -> Result<()> {
    let tbs = &certificate.tbs_certificate;
    let validity = &tbs.validity;
    if at < validity.not_before.to_unix_duration() || at > validity.not_after.to_unix_duration() {
        return Err(Error::Mismatch(
            "validity of a certificate at the time given",
        ));
    }
    // RFC 5280 §4.2: what is critical and not understood (name constraints…) refuses the chain.
    let understood = [
        BASIC_CONSTRAINTS,
        KEY_USAGE,
        EXTENDED_KEY_USAGE,
        POLICIES,
        SUBJECT_ALT_NAME,
    ];
    let mut extensions = tbs.extensions.iter().flatten();
    if extensions.any(|extension| extension.critical && !understood.contains(&extension.extn_id)) {
        return Err(Error::Form("critical extension of a certificate"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_certificates_is_told_and_does_not_panic() {
        for pem in ["", "\n", "\r\n\r\n", " ", "x", "-----END CERTIFICATE-----"] {
            assert!(certificates_from_pem(pem.as_bytes()).is_err(), "{pem:?}");
        }
    }
}
