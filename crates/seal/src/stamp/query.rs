//! The question to a time-stamping authority.

use der::asn1::{Int, OctetString};
use der::oid::ObjectIdentifier;
use der::{Decode as _, Encode as _};
use spki::AlgorithmIdentifier;
use x509_tsp::{MessageImprint, TimeStampReq, TspVersion};

use crate::{Digest, Error, Result, random, sha256};

/// id-sha256 (RFC 5754).
pub(super) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// A query over the SHA-256 of a message: version 1, random nonce, certificates asked for. Sent
/// as `application/timestamp-query`, kept beside the reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The bytes to send.
    pub der: Vec<u8>,
    /// The digest of the message.
    pub imprint: Digest,
    /// The nonce that the reply must repeat: a positive integer, big endian.
    pub nonce: Vec<u8>,
}

impl Query {
    /// A query for these bytes, with a nonce of 127 random bits.
    ///
    /// # Errors
    /// None in practice: every field has one encoding.
    pub fn new(message: &[u8]) -> Result<Self> {
        let mut nonce = random::bytes::<16>();
        // Positive and without a leading zero byte, so that the bytes are those of the integer.
        if let Some(first) = nonce.first_mut() {
            *first = *first & 0x7f | 0x40;
        }
        Self::with_nonce(sha256(message), &nonce)
    }

    fn with_nonce(imprint: Digest, nonce: &[u8]) -> Result<Self> {
        let wrong = |_| Error::Form("time-stamp query");
        let der = TimeStampReq {
            version: TspVersion::V1,
            message_imprint: MessageImprint {
                hash_algorithm: AlgorithmIdentifier {
                    oid: SHA_256,
                    parameters: Some(der::Any::null()),
                },
                hashed_message: OctetString::new(imprint.bytes().as_slice()).map_err(wrong)?,
            },
            req_policy: None,
            nonce: Some(Int::new(nonce).map_err(wrong)?),
            cert_req: true,
            extensions: None,
        }
        .to_der()
        .map_err(wrong)?;
        Ok(Self {
            der,
            imprint,
            nonce: nonce.to_vec(),
        })
    }

    /// Reads a stored query.
    ///
    /// # Errors
    /// [`Error::Form`] when it is not one of ours: another digest, or no nonce.
    pub fn parse(der: &[u8]) -> Result<Self> {
        let wrong = || Error::Form("time-stamp query");
        let query = TimeStampReq::from_der(der).map_err(|_| wrong())?;
        if query.message_imprint.hash_algorithm.oid != SHA_256 {
            return Err(wrong());
        }
        let imprint = Digest::from_slice(query.message_imprint.hashed_message.as_bytes())?;
        let nonce = query.nonce.ok_or_else(wrong)?.as_bytes().to_vec();
        Ok(Self {
            der: der.to_vec(),
            imprint,
            nonce,
        })
    }
}
