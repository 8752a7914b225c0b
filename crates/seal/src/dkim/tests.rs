//! The mails of RFC 8463, and mails signed by dkimpy 1.1.8 (an independent program) with keys of the tests.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const MESSAGE: &str = include_str!("vectors/message.eml");
const RFC8463: &str = include_str!("vectors/rfc8463.eml");

fn records() -> BTreeMap<&'static str, &'static str> {
    let lines = include_str!("vectors/records.txt").lines();
    lines.filter_map(|line| line.split_once(' ')).collect()
}

/// The mails that dkimpy signed, by the name of the way.
fn signed() -> BTreeMap<&'static str, String> {
    include_str!("vectors/signatures.txt")
        .split("# ")
        .filter_map(|one| one.split_once('\n'))
        .map(|(name, signature)| {
            let signature = signature.replace('\n', "\r\n");
            (name, format!("{signature}{MESSAGE}"))
        })
        .collect()
}

fn verdicts(mail: &str) -> Vec<Result<Good, Why>> {
    let mail = Mail::new(mail.as_bytes());
    let records = records();
    let check = |signature: Signature| {
        let record = records.get(signature.name().as_str()).expect("a record");
        mail.digest(&signature).check(record)
    };
    let signatures = mail.signatures().into_iter();
    signatures.map(|one| one.and_then(check)).collect()
}

const GOOD: Result<Good, Why> = Ok(Good {
    whole: true,
    head: true,
});

#[test]
fn n038_the_example_of_rfc_8463_is_good_with_both_algorithms() {
    assert_eq!(verdicts(RFC8463), [GOOD, GOOD]);
    assert_eq!(verdicts(&RFC8463.replace("\r\n", "\n")), [GOOD, GOOD]);
    let names: Vec<String> = Mail::new(RFC8463.as_bytes())
        .signatures()
        .into_iter()
        .map(|one| one.expect("a signature").name())
        .collect();
    assert_eq!(
        names,
        [
            "brisbane._domainkey.football.example.com",
            "test._domainkey.football.example.com"
        ]
    );
}

#[test]
fn n038_what_dkimpy_signed_is_good_and_whatever_changed_is_not() {
    let mails = signed();
    assert_eq!(mails.len(), 11);
    for (name, mail) in &mails {
        let told = verdicts(mail);
        match *name {
            "weak" | "sha1" => assert_eq!(told, [Err(Why::Weak)], "{name}"),
            "rsa-length" => {
                assert_eq!(told, [GOOD]);
                let longer = format!("{mail}Et encore ceci.\r\n");
                let part = Good {
                    whole: false,
                    head: true,
                };
                assert_eq!(verdicts(&longer), [Ok(part)]);
                let shorter = mail.replace("Deux  espaces", "Deux");
                assert_eq!(verdicts(&shorter), [Err(Why::Body)]);
            }
            _ => {
                assert_eq!(told, [GOOD], "{name}");
                let body = mail.replace("vous habitez", "tu habites");
                assert_eq!(verdicts(&body), [Err(Why::Body)], "{name}");
                let head = mail.replace("regretter", "payer");
                assert_eq!(verdicts(&head), [Err(Why::Fields)], "{name}");
                let second =
                    mail.replace("\r\n\r\nJe sais", "\r\nFrom: b@example.org\r\n\r\nJe sais");
                assert_eq!(verdicts(&second), [Err(Why::Fields)], "{name}");
                // A field that is not signed may come on the way.
                let relayed = format!("Received: from elsewhere\r\n{mail}");
                assert_eq!(verdicts(&relayed), [GOOD], "{name}");
                assert_eq!(verdicts(&mail.replace("\r\n", "\n")), [GOOD], "{name}");
                let spaced = mail.replace(" regretter", "    regretter");
                let expected = if name.contains("-relaxed-") {
                    GOOD
                } else {
                    Err(Why::Fields)
                };
                assert_eq!(verdicts(&spaced), [expected], "{name}");
            }
        }
    }
}

#[test]
fn n038_a_record_that_is_no_key_says_so() {
    let mails = signed();
    let mail = Mail::new(mails["rsa-relaxed-relaxed"].as_bytes());
    let signature = mail.signatures().remove(0).expect("a signature");
    let records = records();
    let key = records["s1._domainkey.example.org"];
    let told = |record: &str| mail.digest(&signature).check(record);
    assert_eq!(told(key), GOOD);
    assert_eq!(told(records["pkcs1._domainkey.example.org"]), GOOD);
    assert_eq!(told(&format!("{key}; t=s; n=note")), GOOD);
    assert_eq!(told(records["s2._domainkey.example.org"]), Err(Why::Key));
    assert_eq!(told("v=DKIM1; k=rsa; p="), Err(Why::Revoked));
    for bad in ["", "v=spf1 -all", "p=AAAA", "p=!!", "v=DKIM1; k=rsa"] {
        assert_eq!(told(bad), Err(Why::Key), "{bad}");
    }
    assert_eq!(told(&format!("{key}; s=chat")), Err(Why::Key));
    assert_eq!(told(&format!("{key}; h=sha1")), Err(Why::Key));
    assert_eq!(told(&key.replace("DKIM1", "DKIM2")), Err(Why::Key));
}

#[test]
fn n038_a_signature_that_the_standard_does_not_know_is_not_read() {
    let good = signed()["rsa-relaxed-relaxed"].clone();
    for (from, to) in [
        ("v=1;", "v=2;"),
        ("a=rsa-sha256", "a=rsa-md5"),
        ("c=relaxed/relaxed", "c=loose"),
        ("d=example.org", "d=../x"),
        ("i=@example.org", "i=@example.com"),
        ("i=@example.org", "i=@notexample.org"),
        ("q=dns/txt", "q=http"),
        ("h=from : to", "h=to : to"),
        ("s=s1", "s=s1; s=s2"),
        ("d=example.org;", ""),
    ] {
        let bad = good.replacen(from, to, 1).replace(": from;", ": date;");
        assert_ne!(bad, good);
        let signatures = Mail::new(bad.as_bytes()).signatures();
        assert_eq!(signatures, [Err(Why::Unreadable)], "{to}");
    }
    assert_eq!(verdicts(MESSAGE), []);
    let many = "DKIM-Signature: v=1\r\n".repeat(MOST + 3);
    assert_eq!(Mail::new(many.as_bytes()).signatures().len(), MOST);
}

/// A mail of these fields, of which a server signed those `names`, and the record of its key.
fn signed_here(head: &str, names: &str) -> (String, String) {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use ed25519_dalek::Signer as _;
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let body = STANDARD.encode(Sha256::digest(b"Je sais.\r\n"));
    let mail = format!(
        "DKIM-Signature: v=1; a=ed25519-sha256; d=example.org; s=s; h={names};\r\n bh={body}; b=AAAA\r\n\
         {head}\r\nJe sais.\r\n"
    );
    let value = {
        let cut = Mail::new(mail.as_bytes());
        let signature = cut.signatures().remove(0).expect("a signature");
        STANDARD.encode(key.sign(&cut.digest(&signature).fields).to_bytes())
    };
    let public = STANDARD.encode(key.verifying_key().as_bytes());
    (
        mail.replace("b=AAAA", &format!("b={value}")),
        format!("v=DKIM1; k=ed25519; p={public}"),
    )
}

fn told(mail: &str, record: &str) -> Result<Good, Why> {
    let mail = Mail::new(mail.as_bytes());
    let signature = mail.signatures().remove(0)?;
    mail.digest(&signature).check(record)
}

const HEAD: [&str; 6] = [
    "From: a@example.org\r\n",
    "Subject: Bonjour\r\n",
    "Date: Fri, 20 Nov 2026 23:41:00 +0100\r\n",
    "Content-Type: text/plain\r\n",
    "Content-Transfer-Encoding: 8bit\r\n",
    "MIME-Version: 1.0\r\n",
];

#[test]
fn n038_a_field_put_before_the_signed_one_makes_the_signature_false() {
    let (mail, record) = signed_here(&HEAD.concat(), &SHOWN.join(":"));
    assert_eq!(told(&mail, &record), GOOD);
    for field in HEAD {
        let (name, _) = field.split_once(':').expect("a field");
        let before = format!("{}: faux\r\n{mail}", name.to_uppercase());
        assert_eq!(told(&before, &record), Err(Why::Fields), "{name}");
        // Signed as often as it is there, it is what the server saw.
        let names = format!("{}:{name}", SHOWN.join(":"));
        let (twice, record) = signed_here(&format!("{field}{}", HEAD.concat()), &names);
        assert_eq!(told(&twice, &record), GOOD, "{name}");
    }
}

#[test]
fn n038_a_subject_or_a_date_that_nobody_signed_is_told() {
    // A writer who is not signed makes no signature that is read.
    for (at, name) in SHOWN.iter().enumerate().skip(1) {
        let others: Vec<&str> = SHOWN.into_iter().filter(|own| own != name).collect();
        let (mail, record) = signed_here(&HEAD.concat(), &others.join(":"));
        let expected = Ok(Good {
            whole: true,
            head: at >= SEEN,
        });
        assert_eq!(told(&mail, &record), expected, "{name}");
        let without = mail.replace(HEAD[at], "");
        assert_eq!(told(&without, &record), GOOD, "{name}");
    }
}

#[test]
fn an_empty_body_is_signed_as_the_standard_says() {
    let bodies = |form| {
        let mut out = Vec::new();
        canon::body(form, b"\r\n\r\n", |piece| out.extend_from_slice(piece));
        out
    };
    assert_eq!(bodies(Form::Simple), b"\r\n");
    assert_eq!(bodies(Form::Relaxed), b"");
}

proptest! {
    #[test]
    fn whatever_comes_is_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let bytes = [b"DKIM-Signature: ".as_slice(), &bytes].concat();
        let mail = Mail::new(&bytes);
        for signature in mail.signatures().into_iter().flatten() {
            prop_assert!(mail.digest(&signature).check("v=DKIM1; p=AAAA").is_err());
        }
    }

    #[test]
    fn one_byte_that_changes_is_seen(at in 0_usize..2_000, to in any::<u8>()) {
        let mail = signed()["ed-simple-simple"].clone();
        let mut bytes = mail.into_bytes();
        let at = at % bytes.len();
        // What is signed: from the writer on, without the empty lines at the end.
        let free = String::from_utf8_lossy(&bytes).find("From: ").expect("a writer");
        prop_assume!(bytes[at] != to && at >= free && at < bytes.len() - 4);
        prop_assume!(!matches!(to, b'\n' | b'\r') && !matches!(bytes[at], b'\n' | b'\r'));
        bytes[at] = to;
        let mail = Mail::new(&bytes);
        let signature = mail.signatures().remove(0).expect("a signature");
        let record = records()["s2._domainkey.example.org"];
        prop_assert!(mail.digest(&signature).check(record).is_err());
    }
}
