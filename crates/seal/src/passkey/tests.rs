//! The vectors were made by `openssl` (keys and signatures), the bytes around them by hand after the standard.

use super::*;
use proptest::prelude::*;
use serde_json::Value;

struct Vector {
    made_challenge: Vec<u8>,
    made_client: String,
    attestation: Vec<u8>,
    id: Vec<u8>,
    used_challenge: Vec<u8>,
    used_client: String,
    data: Vec<u8>,
    signature: Vec<u8>,
}

fn vector(name: &str) -> Vector {
    let all: Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
    let text = |field: &str| all[name][field].as_str().unwrap().to_owned();
    let bytes = |field: &str| {
        let hex = text(field);
        let pairs = hex.as_bytes().chunks(2);
        let pair = |two: &[u8]| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap();
        pairs.map(pair).collect::<Vec<u8>>()
    };
    Vector {
        made_challenge: bytes("made_challenge"),
        made_client: text("made_client"),
        attestation: bytes("attestation"),
        id: bytes("id"),
        used_challenge: bytes("used_challenge"),
        used_client: text("used_client"),
        data: bytes("data"),
        signature: bytes("signature"),
    }
}

fn site() -> Site {
    Site::of("https://preau.example/").unwrap()
}

impl Vector {
    fn make(&self) -> Result<Made, Refused> {
        made(
            &site(),
            &self.made_challenge,
            self.made_client.as_bytes(),
            &self.attestation,
        )
    }

    fn used(&self, passkey: &mut Passkey) -> Result<(), Refused> {
        passkey.check(
            &site(),
            &self.used_challenge,
            self.used_client.as_bytes(),
            &self.data,
            &self.signature,
        )
    }
}

const NAMES: [&str; 3] = ["ES256", "EdDSA", "RS256"];

#[test]
fn keys_and_signatures_of_openssl_are_believed_and_those_of_another_are_not() {
    for name in NAMES {
        let vector = vector(name);
        let made = vector.make().unwrap();
        assert_eq!(made.id, vector.id);
        let kept = made.passkey.to_bytes();
        let mut passkey = Passkey::from_bytes(&kept).unwrap();
        assert_eq!(passkey, made.passkey);
        vector.used(&mut passkey).unwrap();
        assert_ne!(passkey.to_bytes(), kept, "the counter moved");
        // The same answer again, and one of before: there may be a copy.
        assert_eq!(vector.used(&mut passkey), Err(Refused::Copied));
        assert!(Passkey::from_bytes(&kept[..kept.len() - 1]).is_err());
        assert!(Passkey::from_bytes(&[kept.as_slice(), &[0]].concat()).is_err());
        for other in NAMES.into_iter().filter(|other| *other != name) {
            let mut other = self::vector(other).make().unwrap().passkey;
            assert_eq!(vector.used(&mut other), Err(Refused::Signature), "{name}");
        }
    }
}

#[test]
fn each_thing_that_the_standard_asks_for_is_looked_at() {
    let vector = vector("ES256");
    let fresh = || vector.make().unwrap().passkey;
    let check = |site: &Site, challenge: &[u8], client: &str, data: &[u8]| {
        let mut passkey = fresh();
        passkey.check(site, challenge, client.as_bytes(), data, &vector.signature)
    };
    let (here, challenge) = (site(), vector.used_challenge.as_slice());
    let (client, data) = (vector.used_client.as_str(), vector.data.as_slice());
    assert_eq!(check(&here, challenge, client, data), Ok(()));
    let changed = |from: &str, to: &str| {
        assert!(client.contains(from), "{from}");
        client.replace(from, to)
    };
    let act = changed("webauthn.get", "webauthn.create");
    assert_eq!(check(&here, challenge, &act, data), Err(Refused::Act));
    assert_eq!(
        check(&here, &[7; 32], client, data),
        Err(Refused::Challenge)
    );
    assert_eq!(check(&here, &[], client, data), Err(Refused::Challenge));
    for other in [
        "https://preau.example.attaque.example",
        "http://preau.example",
        "https://preau.example:8443",
        "https://sous.preau.example",
    ] {
        let other = changed("https://preau.example", other);
        assert_eq!(check(&here, challenge, &other, data), Err(Refused::Origin));
    }
    let framed = changed("\"crossOrigin\":false", "\"crossOrigin\":true");
    assert_eq!(check(&here, challenge, &framed, data), Err(Refused::Origin));
    for wrong in ["", "{}", "[]", "null", "{\"type\":\"webauthn.get\"}"] {
        let refused = check(&here, challenge, wrong, data).unwrap_err();
        assert!(matches!(refused, Refused::Form(_)), "{wrong}");
    }
    let twice = changed(
        "{\"type\"",
        "{\"origin\":\"https://preau.example\",\"type\"",
    );
    let refused = check(&here, challenge, &twice, data).unwrap_err();
    assert!(matches!(refused, Refused::Form(_)), "a field twice");
    // A word changed that is not looked at is still signed for.
    let other = changed("do not compare", "do compare");
    assert_eq!(
        check(&here, challenge, &other, data),
        Err(Refused::Signature)
    );

    let with = |place: usize, byte: u8| {
        let mut data = vector.data.clone();
        data[place] = byte;
        data
    };
    assert_eq!(
        check(&here, challenge, client, &with(0, 0)),
        Err(Refused::Site)
    );
    assert_eq!(
        check(&here, challenge, client, &with(32, 4)),
        Err(Refused::Absent)
    );
    assert_eq!(
        check(&here, challenge, client, &with(32, 1)),
        Err(Refused::Unverified)
    );
    assert_eq!(
        check(&here, challenge, client, &with(36, 8)),
        Err(Refused::Signature)
    );
    for flags in [0x45, 0x85] {
        let refused = check(&here, challenge, client, &with(32, flags)).unwrap_err();
        assert!(matches!(refused, Refused::Form(_)), "{flags}");
    }
    let longer = [data, &[0xa0]].concat();
    let refused = check(&here, challenge, client, &longer).unwrap_err();
    assert_eq!(refused, Refused::Form("something follows"));
    for cut in 0..data.len() {
        assert!(check(&here, challenge, client, &data[..cut]).is_err());
    }
    // One made for another site of the same owner.
    let elsewhere = made(
        &Site::of("https://autre.example").unwrap(),
        &vector.made_challenge,
        vector.made_client.replace("preau", "autre").as_bytes(),
        &vector.attestation,
    );
    assert_eq!(elsewhere, Err(Refused::Site));
}

#[test]
fn a_counter_that_counts_never_goes_back_and_one_that_does_not_stays_at_zero() {
    let vector = vector("EdDSA");
    let mut passkey = vector.make().unwrap().passkey;
    for (count, expected) in [
        (8, Ok(())),
        (9, Err(Refused::Copied)),
        (10, Err(Refused::Copied)),
    ] {
        passkey.count = count;
        assert_eq!(vector.used(&mut passkey), expected, "{count}");
        assert_eq!(passkey.count, if expected.is_ok() { 9 } else { count });
    }
    passkey.count = 0;
    assert_eq!(vector.used(&mut passkey), Ok(()), "it began to count");
}

/// The attestation whose key is changed: its length stays.
fn with_key(vector: &Vector, from: &[u8], to: &[u8]) -> Result<Made, Refused> {
    let at = vector.attestation.windows(from.len());
    let at = at
        .enumerate()
        .filter(|(_, window)| *window == from)
        .map(|(at, _)| at)
        .next_back();
    let at = at.expect("it is there");
    let mut attestation = vector.attestation.clone();
    attestation.splice(at..at + from.len(), to.iter().copied());
    let other = Vector {
        attestation,
        ..self::vector("ES256")
    };
    other.make()
}

#[test]
fn keys_of_other_kinds_and_points_off_the_curve_are_refused() {
    let vector = vector("ES256");
    // kty 2, alg -7, crv 1, x
    let begins = [0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
    for wrong in [
        [0x01, 0x02, 0x03, 0x2f, 0x20, 0x01, 0x21], // another algorithm
        [0x01, 0x02, 0x03, 0x26, 0x20, 0x02, 0x21], // P-384
        [0x01, 0x01, 0x03, 0x26, 0x20, 0x01, 0x21], // another family
        [0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x23], // no x
    ] {
        assert_eq!(with_key(&vector, &begins, &wrong), Err(Refused::Algorithm));
    }
    let twice = [0x01, 0x02, 0x01, 0x02, 0x20, 0x01, 0x21];
    let refused = with_key(&vector, &begins, &twice).unwrap_err();
    assert!(matches!(refused, Refused::Form(_)), "a field twice");
    let key = vector.make().unwrap().passkey.to_bytes();
    let x = &key[key.len() - 67..key.len() - 35];
    assert_eq!(with_key(&vector, x, &[0xff; 32]), Err(Refused::Algorithm));
}

#[test]
fn hostile_cbor_ends_in_words() {
    let vector = vector("ES256");
    let refused = |attestation: &[u8]| {
        let client = vector.made_client.as_bytes();
        made(&site(), &vector.made_challenge, client, attestation).unwrap_err()
    };
    for cut in 0..vector.attestation.len() {
        refused(&vector.attestation[..cut]);
    }
    refused(&[vector.attestation.as_slice(), &[0]].concat());
    // A map of 2^63 pairs, bytes of 2^64, nesting without end, lengths that are not said, two of the same field.
    let begins = b"\xa1\x67attStmt";
    for hostile in [
        [0xbb, 0x80, 0, 0, 0, 0, 0, 0, 0].as_slice(),
        &[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x9b, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x81; 4000],
        &[0xc1; 4000],
        &[0x9f, 0xff],
        &[0xbf, 0xff],
        &[0x5f, 0x41, 0, 0xff],
        &[0x1c],
        &[],
    ] {
        let whole = [begins.as_slice(), hostile].concat();
        assert!(matches!(refused(&whole), Refused::Form(_)), "{hostile:?}");
    }
    assert_eq!(
        refused(b"\xa2\x68authData\x40\x68authData\x40"),
        Refused::Form("two authenticator's data")
    );
    assert_eq!(refused(b"\xa0"), Refused::Form("no authenticator's data"));
    assert_eq!(
        refused(&[0; LONGEST + 1]),
        Refused::Form("the attestation is too long")
    );
}

#[test]
fn a_site_has_a_name_and_is_reached_in_safety() {
    for (address, origin, id) in [
        (
            "https://preau.example",
            "https://preau.example",
            "preau.example",
        ),
        (
            "https://Preau.Example/",
            "https://preau.example",
            "preau.example",
        ),
        (
            "https://preau.example:443",
            "https://preau.example",
            "preau.example",
        ),
        (
            "https://preau.example:8443",
            "https://preau.example:8443",
            "preau.example",
        ),
        (
            "http://localhost:8080",
            "http://localhost:8080",
            "localhost",
        ),
    ] {
        let site = Site::of(address).unwrap();
        assert_eq!((site.origin.as_str(), site.id()), (origin, id));
    }
    for address in [
        "",
        "preau.example",
        "http://preau.example",
        "http://127.0.0.1:8080",
        "https://192.0.2.7",
        "https://[2001:db8::1]:8443",
        "https://preau.example/dossiers",
        "https://",
        "ftp://localhost",
    ] {
        assert_eq!(Site::of(address), None, "{address}");
    }
}

#[test]
fn a_slot_of_a_passkey_opens_with_its_own_output_only() {
    let (pepper, reader) = (Pepper::generate(), crate::vault::Identity::generate());
    let slot = crate::slot::Slot::for_passkey(b"id", &[1; 32], &pepper, &reader).unwrap();
    let keys = |id: &[u8], output: u8| {
        crate::slot::SlotKeys::of_passkey(id, &[output; 32], &pepper, &slot.salt).unwrap()
    };
    assert_eq!(slot.lookup, keys(b"id", 1).lookup);
    assert_ne!(slot.lookup, keys(b"other", 1).lookup);
    let opened = slot.open(&keys(b"id", 1)).ok().unwrap();
    assert_eq!(*opened.secret(), *reader.secret());
    assert!(slot.open(&keys(b"id", 2)).is_err());
    assert!(prf_input(&pepper).starts_with(b"preau/v1/prf"));
    assert_eq!(prf_input(&pepper).len(), 28);
    assert_ne!(prf_input(&pepper), prf_input(&Pepper::generate()));
    assert_ne!(user(b"a", &pepper), user(b"b", &pepper));
}

proptest! {
    #[test]
    fn any_bytes_are_refused_and_any_change_is_seen(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        place in 0_usize..1000,
        mask in 1_u8..,
        name in prop::sample::select(&NAMES[..]),
    ) {
        let vector = vector(name);
        let client = vector.made_client.as_bytes();
        prop_assert!(made(&site(), &vector.made_challenge, client, &bytes).is_err());
        let mut passkey = vector.make().unwrap().passkey;
        let before = passkey.clone();
        let mut data = vector.data.clone();
        let at = place % data.len();
        data[at] ^= mask;
        let other = Vector { data, ..self::vector(name) };
        prop_assert!(other.used(&mut passkey).is_err());
        let mut signature = vector.signature.clone();
        let at = place % signature.len();
        signature[at] ^= mask;
        let other = Vector { signature, ..self::vector(name) };
        prop_assert!(other.used(&mut passkey).is_err());
        prop_assert_eq!(&passkey, &before);
        prop_assert!(vector.used(&mut passkey).is_ok());
    }
}
