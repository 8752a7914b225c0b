//! Codes, slots, keyrings, sessions and row seals: each opens with its own secret and no other (N046).

use std::process::Command;

use kernel::{DossierId, GrantId, Moment};
use proptest::prelude::*;
use seal::Error;
use seal::code::ReturnCode;
use seal::entry::By;
use seal::grant::{Keyring, Rights};
use seal::rows::RowKey;
use seal::secrets::Pepper;
use seal::session::Secret;
use seal::slot::{Kind, Slot, SlotKeys, login_lookup};
use seal::vault::{self, Identity, Recipient};
use serde_json::json;

fn same(a: &Identity, b: &Identity) -> bool {
    a.secret() == b.secret()
}

#[test]
fn the_list_is_distinct_in_its_first_four_letters() {
    // All 2,048 words, eight a code: 11 bits each, in order.
    for start in (0_u128..2048).step_by(8) {
        let bits = (start..start + 8).fold(0, |bits, index| bits << 11 | index);
        let code = ReturnCode::from_bytes(*bits.to_be_bytes().last_chunk().unwrap());
        let words = code.words();
        assert_eq!(words.len(), 8);
        let short: Vec<String> = words
            .iter()
            .map(|word| word.chars().take(4).collect())
            .collect();
        assert!(
            ReturnCode::parse(&short.join(" ")).unwrap() == code,
            "{words:?}"
        );
    }
}

#[test]
fn what_is_not_a_code_is_refused() {
    let good = "abaisser abaisser abaisser abaisser abaisser abaisser abaisser ";
    assert!(ReturnCode::parse(&format!("{good} abaisser")).is_ok());
    for wrong in ["", "aba", "zzzzz", "abaisser abaisser", "1234"] {
        assert!(
            ReturnCode::parse(&format!("{good} {wrong}")).is_err(),
            "{wrong}"
        );
    }
    assert!(ReturnCode::parse("").is_err());
    assert!(ReturnCode::parse("\u{301}\u{301}").is_err());
}

#[test]
fn a_code_is_found_in_a_story() {
    let code = ReturnCode::generate();
    let words = code.words();
    let story = format!("Mon code est : {}. Voilà.", words.join(", ").to_uppercase());
    assert!(code.appears_in(&story));
    assert!(!ReturnCode::generate().appears_in(&story));
    assert!(!code.appears_in(&words[..7].join(" ")));
    assert!(!code.appears_in(""));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn codes_typed_otherwise_with_the_same_four_letters_are_the_same(bytes: [u8; 11], ends in prop::collection::vec("[a-z]{0,5}", 8), separator in "[ \\-.,;:0-9\n]{1,3}", upper: bool) {
        let code = ReturnCode::from_bytes(bytes);
        let mut typed = Vec::new();
        for (word, end) in code.words().iter().zip(&ends) {
            typed.push(word.chars().take(4).collect::<String>() + end);
        }
        let typed = typed.join(&separator);
        let typed = if upper { typed.to_uppercase() } else { typed };
        prop_assert!(ReturnCode::parse(&typed).unwrap() == code);
        prop_assert!(ReturnCode::parse(&code.words().join(&separator)).unwrap() == code);
    }

    #[test]
    fn hostile_words_are_refused_or_read_without_a_panic(text in "\\PC{0,120}") {
        let _ = ReturnCode::parse(&text);
        prop_assert!(!ReturnCode::from_bytes([1; 11]).appears_in(&text));
        prop_assert!(Keyring::parse(&text).is_err());
        prop_assert!(Identity::from_secret(&text).is_err());
        prop_assert!(text.parse::<Recipient>().is_err());
    }
}

#[test]
fn a_slot_opens_with_its_code_and_no_other() {
    let (pepper, reader, code) = (
        Pepper::generate(),
        Identity::generate(),
        ReturnCode::generate(),
    );
    let mut slot = Slot::for_code(&code, &pepper, &reader).unwrap();
    assert_eq!(slot.kind, Kind::Code);
    assert_eq!(slot.lookup, code.lookup(&pepper));
    let keys = SlotKeys::of_code(&code, &pepper, &slot.salt).unwrap();
    assert!(same(&slot.open(&keys).unwrap(), &reader));

    let other = SlotKeys::of_code(&ReturnCode::generate(), &pepper, &slot.salt).unwrap();
    assert!(matches!(slot.open(&other), Err(Error::NoKey)));
    let elsewhere = SlotKeys::of_code(&code, &pepper, &[0; 16]).unwrap();
    assert!(matches!(slot.open(&elsewhere), Err(Error::NoKey)));
    // Without the pepper no lookup matches, and the slot still opens by trying.
    assert_ne!(code.lookup(&Pepper::generate()), slot.lookup);
    let tried = SlotKeys::of_code(&code, &Pepper::generate(), &slot.salt).unwrap();
    assert!(same(&slot.open(&tried).unwrap(), &reader));

    let renewed = Identity::generate();
    slot.renew(&renewed).unwrap();
    assert!(same(&slot.open(&keys).unwrap(), &renewed));
}

#[test]
fn a_passphrase_slot_needs_passphrase_salt_and_pepper() {
    let (pepper, reader) = (Pepper::generate(), Identity::generate());
    let slot = Slot::for_passphrase("le mot de passé", "camille", &pepper, &reader).unwrap();
    assert_eq!(slot.lookup, login_lookup("camille", &pepper));
    let keys = |passphrase: &str, pepper: &Pepper| {
        SlotKeys::of_passphrase(passphrase, "camille", pepper, &slot.salt).unwrap()
    };
    // Composed or decomposed accents are one passphrase (NFKC).
    assert!(same(
        &slot.open(&keys("le mot de passe\u{301}", &pepper)).unwrap(),
        &reader
    ));
    assert!(matches!(
        slot.open(&keys("le mot de passe", &pepper)),
        Err(Error::NoKey)
    ));
    assert!(matches!(
        slot.open(&keys("le mot de passé", &Pepper::generate())),
        Err(Error::NoKey)
    ));
}

fn keyring() -> Keyring {
    Keyring {
        d: DossierId::new([1; 16]),
        grant: GrantId::new([2; 16]),
        rights: Rights::Act(3),
        until: Moment::parse("2027-06-30T22:00:00Z"),
        identities: vec![Identity::generate(), Identity::generate()],
    }
}

#[test]
fn a_keyring_opens_for_its_reader_in_its_own_row() {
    let (keyring, reader) = (keyring(), Identity::generate());
    let ct = keyring.seal(&reader.to_public()).unwrap();
    let opened = Keyring::open(&ct, keyring.grant, &reader).unwrap();
    assert_eq!(opened.to_text(), keyring.to_text());
    assert_eq!(
        (opened.d, opened.grant, opened.rights, opened.until),
        (keyring.d, keyring.grant, keyring.rights, keyring.until)
    );
    assert_eq!(opened.rights.by(), By::Reader(3));
    assert_eq!(opened.recipient(), Some(keyring.identities[1].to_public()));
    assert!(matches!(
        Keyring::open(&ct, keyring.grant, &Identity::generate()),
        Err(Error::NoKey)
    ));
    assert!(matches!(
        Keyring::open(&ct, GrantId::new([9; 16]), &reader),
        Err(Error::Mismatch(_))
    ));
    let until = keyring.until.unwrap();
    assert!(keyring.lapsed(until) && !keyring.lapsed(until.plus_seconds(-1)));
    // One epoch or two: the same size, but for the random stanza that age adds to every header.
    let mut one = keyring.clone();
    one.identities.truncate(1);
    let inside = |ct: &[u8]| {
        vault::decrypt(ct, std::slice::from_ref(&reader))
            .unwrap()
            .len()
    };
    assert_eq!(inside(&one.seal(&reader.to_public()).unwrap()), inside(&ct));
}

#[test]
fn a_keyring_has_one_writing() {
    let text = keyring().to_text();
    assert!(Keyring::parse(&text).is_ok());
    for (from, to) in [
        ("v1", "v2"),
        ("act r3", "act r03"),
        ("act r3", "own"),
        ("# until ", "# until x"),
        ("# grant ", "# grants "),
        ("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-2"),
    ] {
        assert!(
            Keyring::parse(&text.replacen(from, to, 1)).is_err(),
            "{from}"
        );
    }
    let heading = text.split_once("AGE").unwrap().0;
    assert!(Keyring::parse(heading).is_err());
    for rights in [Rights::Owner, Rights::Act(1), Rights::Read(12)] {
        assert_eq!(rights.to_string().parse::<Rights>().unwrap(), rights);
    }
}

/// Debian's `age` walks from the slot to a piece with nothing but the slot identity.
#[test]
fn age_walks_from_slot_to_grant_to_piece() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (pepper, reader, code, keyring) = (
        Pepper::generate(),
        Identity::generate(),
        ReturnCode::generate(),
        keyring(),
    );
    let slot = Slot::for_code(&code, &pepper, &reader).unwrap();
    let piece = vault::encrypt(b"la piece", &[keyring.recipient().unwrap()]).unwrap();
    std::fs::write(
        path("slot.key"),
        code.slot_identity(&slot.salt).unwrap().secret().as_bytes(),
    )
    .unwrap();
    std::fs::write(path("slot.age"), &slot.ct).unwrap();
    std::fs::write(
        path("grant.age"),
        keyring.seal(&reader.to_public()).unwrap(),
    )
    .unwrap();
    std::fs::write(path("piece.age"), piece).unwrap();
    for (key, file, out) in [
        ("slot.key", "slot.age", "reader.key"),
        ("reader.key", "grant.age", "dossier.key"),
        ("dossier.key", "piece.age", "piece"),
    ] {
        let run = Command::new("age")
            .arg("-d")
            .arg("-i")
            .arg(path(key))
            .arg("-o")
            .arg(path(out))
            .arg(path(file))
            .output()
            .unwrap();
        assert!(
            run.status.success(),
            "{file}: {}",
            String::from_utf8_lossy(&run.stderr)
        );
    }
    assert_eq!(std::fs::read(path("piece")).unwrap(), b"la piece");
}

#[test]
fn a_session_blob_opens_under_its_own_cookie_only() {
    let secret = Secret::generate();
    let blob = secret.seal_blob(b"reader").unwrap();
    assert_eq!(*secret.open_blob(&blob).unwrap(), b"reader");
    assert_eq!(
        *Secret::parse(&secret.cookie())
            .unwrap()
            .open_blob(&blob)
            .unwrap(),
        b"reader"
    );
    assert_ne!(secret.seal_blob(b"reader").unwrap(), blob);
    assert!(Secret::generate().open_blob(&blob).is_err());
    for i in 0..blob.len() {
        let mut changed = blob.clone();
        changed[i] ^= 1;
        assert!(secret.open_blob(&changed).is_err());
        assert!(secret.open_blob(&blob[..i]).is_err());
    }
    for wrong in [
        "",
        "AAAA",
        &format!("{}=", *secret.cookie()),
        &"A".repeat(44),
        &"é".repeat(22),
    ] {
        assert!(Secret::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_form_token_serves_one_route_of_one_session() {
    let (key, other) = (Secret::generate().form_key(), Secret::generate().form_key());
    let token = key.token("/dossiers/{grant}/pieces");
    assert!(key.check("/dossiers/{grant}/pieces", &token));
    assert!(!key.check("/dossiers/{grant}/piece", &token));
    assert!(!other.check("/dossiers/{grant}/pieces", &token));
    assert!(!key.check("/dossiers/{grant}/pieces", ""));
    assert!(!key.check("/dossiers/{grant}/pieces", &token[1..]));
}

#[test]
fn a_row_seal_fails_on_any_change_and_under_another_pepper() {
    let key = RowKey::from_pepper(&Pepper::generate());
    let fields = json!({"id": "00", "account": "11", "expires_month": 24327});
    let seal = key.seal("grants", &fields).unwrap();
    assert!(key.check("grants", &fields, &seal));
    assert!(!key.check("slots", &fields, &seal));
    for (name, value) in [
        ("id", json!("01")),
        ("account", json!("12")),
        ("expires_month", json!(24328)),
        ("more", json!(1)),
    ] {
        let mut changed = fields.clone();
        changed[name] = value;
        assert!(!key.check("grants", &changed, &seal), "{name}");
    }
    assert!(!key.check("grants", &fields, &seal[..31]));
    assert!(!RowKey::from_pepper(&Pepper::generate()).check("grants", &fields, &seal));
    assert!(key.seal("grants", &json!({ "id": null })).is_err());
}
