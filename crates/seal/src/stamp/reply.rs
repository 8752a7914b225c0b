//! The answer of a time-stamping authority, checked against the question.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::OctetString;
use der::oid::ObjectIdentifier;
use der::{Any, Decode as _, Encode as _, Sequence};
use kernel::Moment;
use sha2::Digest as _;
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_tsp::TimeStampResp;

use super::chain::{self, Trust};
use super::info::TstInfo;
use super::query::SHA_256;
use super::signature::{Hash, verify};
use crate::{Digest, Error, Result, sha256};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");

/// How far the authority's clock may run ahead of ours, in seconds.
const AHEAD: i64 = 300;

/// RFC 5816 §2.2.1, `SigningCertificateV2`.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

#[derive(Sequence)]
struct EssCertIdV2 {
    #[asn1(optional = "true")]
    hash_algorithm: Option<AlgorithmIdentifierOwned>,
    cert_hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<Any>,
}

/// RFC 2634 §5.4, `SigningCertificate`, with SHA-1.
#[derive(Sequence)]
struct SigningCertificate {
    certs: Vec<EssCertId>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

#[derive(Sequence)]
struct EssCertId {
    cert_hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<Any>,
}

/// A reply whose form was read; nothing of it is believed before [`Reply::check`].
pub struct Reply {
    token: SignedData,
    info: TstInfo,
    /// The exact bytes of `info`, which the signature covers.
    content: Vec<u8>,
}

/// A date that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// The time given.
    pub gen_time: Moment,
    /// The policy of the authority, as dotted numbers.
    pub policy: String,
    /// The number of the token, in hex.
    pub serial: String,
    /// The name of the signer's certificate (RFC 4514).
    pub tsa: String,
    /// Whether the chain ends at a given root.
    pub trust: Trust,
    /// When the first certificate of the chain ends: the date must be renewed before it.
    pub until: Moment,
    /// The chain as PEM, signer first, as far as it is known.
    pub chain_pem: String,
}

impl Reply {
    /// Reads a whole reply (`.tsr`).
    ///
    /// # Errors
    /// [`Error::NoKey`] when the authority refused (status other than 0 or 1), [`Error::Form`]
    /// when it is no reply with one signed token.
    pub fn parse(der: &[u8]) -> Result<Self> {
        let wrong = || Error::Form("time-stamp reply");
        let reply = TimeStampResp::from_der(der).map_err(|_| wrong())?;
        if reply.status.status as u8 > 1 {
            return Err(Error::NoKey);
        }
        let ContentInfo {
            content_type,
            content,
        } = reply.time_stamp_token.ok_or_else(wrong)?;
        let token = content.decode_as::<SignedData>().map_err(|_| wrong())?;
        let inner = &token.encap_content_info;
        if content_type != SIGNED_DATA || inner.econtent_type != TST_INFO {
            return Err(wrong());
        }
        let content = inner.econtent.as_ref().ok_or_else(wrong)?;
        let content = content
            .decode_as::<OctetString>()
            .map_err(|_| wrong())?
            .into_bytes();
        let info = TstInfo::from_der(&content).map_err(|_| wrong())?;
        Ok(Self {
            token,
            info,
            content,
        })
    }

    /// Checks that this reply dates `message`: imprint and nonce (of the query, where it was
    /// kept), signed attributes, signature, the signer's purpose, and the chain at the time given,
    /// up to `roots` (DER). `now` bounds the future.
    ///
    /// # Errors
    /// [`Error::Mismatch`] names what is false; [`Error::Form`] what cannot be read.
    pub fn check(
        &self,
        message: &[u8],
        nonce: Option<&[u8]>,
        now: Moment,
        roots: &[Vec<u8>],
    ) -> Result<Stamped> {
        self.check_digest(&sha256(message), nonce, now, roots)
    }

    /// The same, for a message of which only the digest is known.
    ///
    /// # Errors
    /// Those of [`Reply::check`].
    pub fn check_digest(
        &self,
        message: &Digest,
        nonce: Option<&[u8]>,
        now: Moment,
        roots: &[Vec<u8>],
    ) -> Result<Stamped> {
        let info = &self.info;
        let imprint = &info.message_imprint;
        if imprint.hash_algorithm.oid != SHA_256
            || imprint.hashed_message.as_bytes() != message.bytes()
        {
            return Err(Error::Mismatch("imprint of a time stamp"));
        }
        if let Some(nonce) = nonce
            && info.nonce.as_ref().map(der::asn1::Int::as_bytes) != Some(nonce)
        {
            return Err(Error::Mismatch("nonce of a time stamp"));
        }
        let gen_time = info.gen_time()?;
        let micros = u64::try_from(gen_time.0).map_err(|_| Error::Form("time of a time stamp"))?;
        let at = std::time::Duration::from_micros(micros);
        if gen_time > now.plus_seconds(AHEAD) {
            return Err(Error::Mismatch("time of a time stamp, which lies ahead"));
        }
        let [signer] = self.token.signer_infos.0.as_slice() else {
            return Err(Error::Form("signers of a time stamp"));
        };
        let given = self.certificates();
        let certificate =
            find(&signer.sid, &given).ok_or(Error::Form("certificate of the signer"))?;
        self.check_attributes(signer, certificate)?;
        chain::check_purpose(certificate)?;
        let (trust, chain) = chain::build(certificate, &given, roots, at)?;
        Ok(Stamped {
            gen_time,
            policy: info.policy.to_string(),
            serial: kernel::id::to_hex(info.serial_number.as_bytes()),
            tsa: certificate.tbs_certificate.subject.to_string(),
            trust,
            until: chain::until(&chain),
            chain_pem: chain::to_pem(&chain)?,
        })
    }

    fn certificates(&self) -> Vec<Certificate> {
        let choices = self.token.certificates.iter().flat_map(|set| set.0.iter());
        choices
            .filter_map(|choice| match choice {
                CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
                CertificateChoices::Other(_) => None,
            })
            .collect()
    }

    /// RFC 5652 §5.4 and RFC 3161 §2.4.2: the attributes cover the content and name the signer's
    /// certificate; the signature covers the attributes.
    fn check_attributes(&self, signer: &SignerInfo, certificate: &Certificate) -> Result<()> {
        let attributes = signer
            .signed_attrs
            .as_ref()
            .ok_or(Error::Form("signed attributes"))?;
        let one = |wanted: ObjectIdentifier| -> Result<Option<&Any>> {
            let mut found = attributes
                .iter()
                .filter(|attribute| attribute.oid == wanted);
            match (found.next(), found.next()) {
                (None, _) => Ok(None),
                (Some(attribute), None) if attribute.values.len() == 1 => {
                    Ok(attribute.values.get(0))
                }
                _ => Err(Error::Form("signed attributes")),
            }
        };
        let hash = Hash::named(signer.digest_alg.oid)?;
        let kind = one(CONTENT_TYPE)?.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
        if kind != Some(TST_INFO) {
            return Err(Error::Mismatch("content type of a time stamp"));
        }
        let digest = one(MESSAGE_DIGEST)?.and_then(|any| any.decode_as::<OctetString>().ok());
        if digest.as_ref().map(OctetString::as_bytes) != Some(hash.of(&self.content).as_slice()) {
            return Err(Error::Mismatch("content of a time stamp"));
        }
        let named = match (one(SIGNING_CERTIFICATE_V2)?, one(SIGNING_CERTIFICATE)?) {
            (Some(any), _) => names_v2(any, certificate)?,
            (None, Some(any)) => names_v1(any, certificate)?,
            (None, None) => return Err(Error::Form("signing certificate of a time stamp")),
        };
        if !named {
            return Err(Error::Mismatch("signing certificate of a time stamp"));
        }
        verify(
            &certificate.tbs_certificate.subject_public_key_info,
            signer.signature_algorithm.oid,
            Some(hash),
            &attributes
                .to_der()
                .map_err(|_| Error::Form("signed attributes"))?,
            signer.signature.as_bytes(),
        )
    }
}

fn find<'a>(signer: &SignerIdentifier, among: &'a [Certificate]) -> Option<&'a Certificate> {
    among.iter().find(|certificate| {
        let tbs = &certificate.tbs_certificate;
        match signer {
            SignerIdentifier::IssuerAndSerialNumber(id) => {
                tbs.issuer == id.issuer && tbs.serial_number == id.serial_number
            }
            SignerIdentifier::SubjectKeyIdentifier(id) => {
                matches!(tbs.get::<SubjectKeyIdentifier>(), Ok(Some((_, own))) if own == *id)
            }
        }
    })
}

fn names_v2(any: &Any, certificate: &Certificate) -> Result<bool> {
    let wrong = |_| Error::Form("signing certificate of a time stamp");
    let named = any.decode_as::<SigningCertificateV2>().map_err(wrong)?;
    let Some(first) = named.certs.first() else {
        return Ok(false);
    };
    let hash = first
        .hash_algorithm
        .as_ref()
        .map_or(Ok(Hash::Sha256), |named| Hash::named(named.oid))?;
    Ok(hash.of(&certificate.to_der().map_err(wrong)?) == first.cert_hash.as_bytes())
}

/// The id is inside the signature, so only a second preimage of SHA-1 could replace it.
fn names_v1(any: &Any, certificate: &Certificate) -> Result<bool> {
    let wrong = |_| Error::Form("signing certificate of a time stamp");
    let named = any.decode_as::<SigningCertificate>().map_err(wrong)?;
    let Some(first) = named.certs.first() else {
        return Ok(false);
    };
    let digest = sha1::Sha1::digest(certificate.to_der().map_err(wrong)?);
    Ok(digest.as_slice() == first.cert_hash.as_bytes())
}
