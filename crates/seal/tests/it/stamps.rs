//! Time stamps, against authorities that `openssl ts` plays.

use kernel::{Clock, FixedClock, Moment, SystemClock};
use seal::stamp::{Query, Reply, Trust, certificates_from_pem};
use seal::{Error, Result, sha256};

use crate::authority::{GOOD, P256, P384, RSA, Shape, Tsa, openssl};

const MESSAGE: &[u8] = b"preau.example/d/00\n3\nroot\n";

fn now() -> Moment {
    SystemClock.now()
}

fn check(reply: &[u8], query: &Query, roots: &[Vec<u8>]) -> Result<seal::stamp::Stamped> {
    Reply::parse(reply)?.check(MESSAGE, Some(&query.nonce), now(), roots)
}

fn named(found: Result<seal::stamp::Stamped>) -> &'static str {
    match found {
        Err(Error::Mismatch(what) | Error::Form(what)) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_algorithm_that_is_promised_is_accepted() {
    for (key, digest) in [
        (RSA, "sha256"),
        (RSA, "sha384"),
        (RSA, "sha512"),
        (P256, "sha256"),
        (P384, "sha384"),
        (P384, "sha256"),
    ] {
        let tsa = Tsa::new(&Shape {
            key,
            digest,
            ..GOOD
        });
        let query = Query::new(MESSAGE).unwrap();
        let found = check(&tsa.reply(&query.der), &query, &tsa.roots).unwrap();
        assert_eq!(found.trust, Trust::RootKnown, "{key:?} {digest}");
        assert_eq!(found.policy, "1.2.3.4.1");
        assert_eq!(found.tsa, "CN=Horodatage,O=Essai");
        assert_eq!(found.serial, "0a1c");
        assert!((found.gen_time.seconds() - now().seconds()).abs() < 60);
        assert_eq!(
            certificates_from_pem(found.chain_pem.as_bytes())
                .unwrap()
                .len(),
            2
        );
    }
}

#[test]
fn openssl_reads_our_query_and_verifies_the_reply_with_our_chain() {
    let tsa = Tsa::new(&GOOD);
    let query = Query::new(MESSAGE).unwrap();
    assert_eq!(Query::parse(&query.der).unwrap(), query);
    assert_eq!(query.imprint, sha256(MESSAGE));
    assert_ne!(Query::new(MESSAGE).unwrap().nonce, query.nonce);
    let found = check(&tsa.reply(&query.der), &query, &tsa.roots).unwrap();
    std::fs::write(tsa.path("chain.pem"), found.chain_pem).unwrap();
    std::fs::write(tsa.path("m"), MESSAGE).unwrap();
    openssl(
        tsa.folder.path(),
        &[
            "ts",
            "-verify",
            "-queryfile",
            "q",
            "-in",
            "r",
            "-CAfile",
            "chain.pem",
        ],
    );
    openssl(
        tsa.folder.path(),
        &[
            "ts",
            "-verify",
            "-data",
            "m",
            "-in",
            "r",
            "-CAfile",
            "chain.pem",
        ],
    );
}

#[test]
fn the_older_certificate_id_is_accepted() {
    let tsa = Tsa::new(&Shape {
        options: "ess_cert_id_alg = sha1",
        ..GOOD
    });
    let query = Query::new(MESSAGE).unwrap();
    assert!(check(&tsa.reply(&query.der), &query, &tsa.roots).is_ok());
}

#[test]
fn an_unknown_root_is_said_and_is_no_error() {
    let (tsa, other) = (Tsa::new(&GOOD), Tsa::new(&GOOD));
    let query = Query::new(MESSAGE).unwrap();
    let reply = tsa.reply(&query.der);
    assert_eq!(
        check(&reply, &query, &[]).unwrap().trust,
        Trust::RootUnknown
    );
    // A root of the same name with another key is not the issuer, and does not hide the true one.
    assert_eq!(
        check(&reply, &query, &other.roots).unwrap().trust,
        Trust::RootUnknown
    );
    let both = [other.roots.clone(), tsa.roots.clone()].concat();
    assert_eq!(
        check(&reply, &query, &both).unwrap().trust,
        Trust::RootKnown
    );
}

#[test]
fn another_message_or_another_nonce_is_refused() {
    let tsa = Tsa::new(&GOOD);
    let (query, other) = (Query::new(MESSAGE).unwrap(), Query::new(MESSAGE).unwrap());
    let reply = tsa.reply(&query.der);
    assert_eq!(
        named(check(&reply, &other, &tsa.roots)),
        "nonce of a time stamp"
    );
    let read = Reply::parse(&reply).unwrap();
    assert_eq!(
        named(read.check(b"other", Some(&query.nonce), now(), &tsa.roots)),
        "imprint of a time stamp"
    );
    assert!(read.check(MESSAGE, None, now(), &tsa.roots).is_ok());
}

#[test]
fn a_certificate_for_another_purpose_is_refused() {
    for purpose in [
        "extendedKeyUsage=timeStamping",
        "extendedKeyUsage=critical,timeStamping,serverAuth",
        "extendedKeyUsage=critical,serverAuth",
    ] {
        // openssl itself refuses to sign with these: sign with a good one, then swap certificates
        // by making the same key carry the other purpose.
        let tsa = Tsa::new(&GOOD);
        let config = std::fs::read_to_string(tsa.path("c")).unwrap();
        std::fs::write(tsa.path("c2"), config.replace(GOOD.purpose, purpose)).unwrap();
        openssl(
            tsa.folder.path(),
            &[
                "x509",
                "-req",
                "-in",
                "signer.csr",
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-CAcreateserial",
                "-extfile",
                "c2",
                "-extensions",
                "signer",
                "-days",
                "30",
                "-out",
                "wrong.pem",
            ],
        );
        let query = Query::new(MESSAGE).unwrap();
        std::fs::write(tsa.path("q"), &query.der).unwrap();
        tsa.reply(&query.der);
        // The token's content, signed again as CMS with the wrong certificate.
        openssl(
            tsa.folder.path(),
            &["ts", "-reply", "-in", "r", "-token_out", "-out", "t"],
        );
        openssl(
            tsa.folder.path(),
            &[
                "cms",
                "-verify",
                "-noverify",
                "-inform",
                "DER",
                "-in",
                "t",
                "-binary",
                "-out",
                "info",
            ],
        );
        openssl(
            tsa.folder.path(),
            &[
                "cms",
                "-sign",
                "-nodetach",
                "-binary",
                "-cades",
                "-in",
                "info",
                "-signer",
                "wrong.pem",
                "-inkey",
                "signer.key",
                "-certfile",
                "root.pem",
                "-econtent_type",
                "1.2.840.113549.1.9.16.1.4",
                "-md",
                "sha256",
                "-outform",
                "DER",
                "-out",
                "t2",
            ],
        );
        let reply = wrapped(&std::fs::read(tsa.path("t2")).unwrap());
        assert_eq!(
            named(check(&reply, &query, &tsa.roots)),
            "purpose of the time-stamping certificate",
            "{purpose}"
        );
        // The same road with the good certificate is accepted: the purpose alone made it false.
        openssl(
            tsa.folder.path(),
            &[
                "cms",
                "-sign",
                "-nodetach",
                "-binary",
                "-cades",
                "-in",
                "info",
                "-signer",
                "signer.pem",
                "-inkey",
                "signer.key",
                "-certfile",
                "root.pem",
                "-econtent_type",
                "1.2.840.113549.1.9.16.1.4",
                "-md",
                "sha256",
                "-outform",
                "DER",
                "-out",
                "t3",
            ],
        );
        assert!(
            check(
                &wrapped(&std::fs::read(tsa.path("t3")).unwrap()),
                &query,
                &tsa.roots
            )
            .is_ok()
        );
    }
}

/// `SEQUENCE { SEQUENCE { INTEGER 0 }, token }`.
fn wrapped(token: &[u8]) -> Vec<u8> {
    let body = [&[0x30, 3, 2, 1, 0], token].concat();
    let len = u16::try_from(body.len()).unwrap().to_be_bytes();
    [&[0x30, 0x82, len[0], len[1]], body.as_slice()].concat()
}

#[test]
fn a_certificate_that_had_expired_at_the_time_given_is_refused() {
    // Valid for no day at all: notAfter is the second of notBefore.
    let tsa = Tsa::new(&Shape { days: "0", ..GOOD });
    let query = Query::new(MESSAGE).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(
        named(check(&tsa.reply(&query.der), &query, &tsa.roots)),
        "validity of a certificate at the time given"
    );
}

#[test]
fn a_date_holds_after_its_certificate_expired_and_none_lies_ahead() {
    let tsa = Tsa::new(&GOOD);
    let query = Query::new(MESSAGE).unwrap();
    let reply = Reply::parse(&tsa.reply(&query.der)).unwrap();
    let clock = FixedClock::at(now().plus_seconds(20 * 365 * 86_400));
    assert!(reply.check(MESSAGE, None, clock.now(), &tsa.roots).is_ok());
    clock.set(now().plus_seconds(-3600));
    assert_eq!(
        named(reply.check(MESSAGE, None, clock.now(), &tsa.roots)),
        "time of a time stamp, which lies ahead"
    );
}

#[test]
fn a_refusal_is_no_date() {
    let tsa = Tsa::new(&GOOD);
    // The authority takes SHA-256 only.
    std::fs::write(tsa.path("m"), MESSAGE).unwrap();
    openssl(
        tsa.folder.path(),
        &["ts", "-query", "-data", "m", "-sha512", "-out", "q"],
    );
    openssl(
        tsa.folder.path(),
        &[
            "ts",
            "-reply",
            "-config",
            "c",
            "-section",
            "own",
            "-queryfile",
            "q",
            "-out",
            "r",
        ],
    );
    assert!(matches!(
        Reply::parse(&std::fs::read(tsa.path("r")).unwrap()),
        Err(Error::NoKey)
    ));
    assert!(Query::parse(&std::fs::read(tsa.path("q")).unwrap()).is_err());
}

#[test]
fn no_changed_byte_of_a_reply_changes_what_it_says() {
    let tsa = Tsa::new(&GOOD);
    let query = Query::new(MESSAGE).unwrap();
    let reply = tsa.reply(&query.der);
    let good = check(&reply, &query, &tsa.roots).unwrap();
    let mut refused = 0;
    for i in 0..reply.len() {
        let mut changed = reply.clone();
        changed[i] ^= 1;
        match check(&changed, &query, &tsa.roots) {
            // A byte outside the signatures (the free text, the copy of the root) may move, never
            // the statement.
            Ok(found) => assert_eq!(
                (found.gen_time, &found.policy, &found.serial, &found.tsa),
                (good.gen_time, &good.policy, &good.serial, &good.tsa),
                "byte {i}"
            ),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > reply.len() / 2, "{refused} of {}", reply.len());
    assert!(check(&reply[..reply.len() - 1], &query, &tsa.roots).is_err());
    assert!(check(b"", &query, &tsa.roots).is_err());
}

#[test]
fn an_altered_signature_is_named() {
    let tsa = Tsa::new(&Shape { key: RSA, ..GOOD });
    let query = Query::new(MESSAGE).unwrap();
    let mut reply = tsa.reply(&query.der);
    // The signature of the one signer ends the reply.
    *reply.last_mut().unwrap() ^= 1;
    assert_eq!(
        named(check(&reply, &query, &tsa.roots)),
        "signature of a time stamp"
    );
}
