//! Sheets and cards: each opens with its own words, one card of three opens nothing, `age` walks each of them to a
//! piece (N046).

use std::process::Command;

use kernel::{DossierId, GrantId};
use proptest::prelude::*;
use seal::Error;
use seal::code::ReturnCode;
use seal::grant::{Keyring, Rights};
use seal::secrets::Pepper;
use seal::sheet::{Pair, Twelve};
use seal::slot::{Kind, Slot, SlotKeys, login_lookup, login_name};
use seal::vault::{self, Identity};

fn same(a: &Identity, b: &Identity) -> bool {
    a.secret() == b.secret()
}

#[test]
fn a_sheet_opens_with_its_words_and_no_others() {
    let (pepper, reader, sheet) = (Pepper::generate(), Identity::generate(), Twelve::generate());
    let slot = Slot::for_sheet(&sheet, &pepper, &reader).unwrap();
    assert_eq!(
        (slot.kind, slot.lookup),
        (Kind::Sheet, sheet.lookup(&pepper))
    );
    let keys = |sheet: &Twelve| SlotKeys::of_sheet(sheet, &pepper, &slot.salt).unwrap();
    assert!(same(&slot.open(&keys(&sheet)).unwrap(), &reader));
    assert!(matches!(
        slot.open(&keys(&Twelve::generate())),
        Err(Error::NoKey)
    ));
    // A dump without the pepper file finds no row by its words.
    assert_ne!(sheet.lookup(&Pepper::generate()), slot.lookup);
    assert_eq!("sheet".parse::<Kind>().unwrap(), Kind::Sheet);
}

#[test]
fn any_two_cards_of_three_open_and_one_does_not() {
    let (pepper, reader) = (Pepper::generate(), Identity::generate());
    let cards = [0; 3].map(|_| Twelve::generate());
    let slots = Slot::for_trio(&cards, &pepper, &reader).unwrap();
    let find = |lower: &Twelve, higher: &Twelve| {
        let pair = Pair::of(lower, higher);
        let slot = slots
            .iter()
            .find(|slot| slot.lookup == pair.lookup(&pepper))?;
        let keys = SlotKeys::of_pair(&pair, &pepper, &slot.salt).unwrap();
        Some(slot.open(&keys).unwrap())
    };
    for (lower, higher) in [(0, 1), (0, 2), (1, 2)] {
        let found = find(&cards[lower], &cards[higher]).expect("two cards");
        assert!(same(&found, &reader), "{lower} {higher}");
        assert!(
            find(&cards[higher], &cards[lower]).is_none(),
            "other way round"
        );
    }
    for (number, card) in cards.iter().enumerate() {
        assert!(find(card, card).is_none());
        assert!(find(card, &Twelve::from_bytes([0; 16])).is_none());
        for slot in &slots {
            // Whatever a card alone may be taken for.
            let alone = [
                SlotKeys::of_sheet(card, &pepper, &slot.salt).unwrap(),
                SlotKeys::of_pair(&Pair::of(card, card), &pepper, &slot.salt).unwrap(),
            ];
            for keys in alone {
                assert_ne!(keys.lookup, slot.lookup);
                assert!(
                    matches!(slot.open(&keys), Err(Error::NoKey)),
                    "card {number}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn twelve_words_come_back_and_one_that_is_wrong_is_mostly_seen(bytes: [u8; 16], swapped in 0_usize..12) {
        let sheet = Twelve::from_bytes(bytes);
        let words = sheet.words();
        prop_assert_eq!(words.len(), 12);
        let short: Vec<String> = words.iter().map(|w| w.chars().take(4).collect()).collect();
        prop_assert!(Twelve::parse(&short.join(", ").to_uppercase()).unwrap() == sheet);
        // Whatever word stands there, what is read is never the same bytes.
        let mut wrong = words.clone();
        wrong[swapped] = if wrong[swapped] == "zoologie" { "abaisser" } else { "zoologie" }.to_owned();
        prop_assert!(Twelve::parse(&wrong.join(" ")).map_or(true, |read| read != sheet));
        prop_assert!(ReturnCode::parse(&words.join(" ")).is_err());
    }
}

#[test]
fn the_checksum_refuses_fifteen_writings_of_sixteen() {
    let words = Twelve::from_bytes([7; 16]).words();
    let other = Twelve::generate().words();
    let read = (0..12).filter(|place| {
        let mut wrong = words.clone();
        wrong[*place].clone_from(&other[*place]);
        Twelve::parse(&wrong.join(" ")).is_ok()
    });
    assert!(read.count() < 8);
    for wrong in [
        &words[..11].join(" "),
        "",
        "zzzz",
        &words.join(" ").repeat(2),
    ] {
        assert!(Twelve::parse(wrong).is_err(), "{wrong}");
    }
    assert!(Twelve::parse_pair(&words.join(" ")).is_err());
    assert!(Twelve::parse_pair(&[words.join(" "), words.join(" ")].join(" / ")).is_ok());
}

#[test]
fn a_login_name_has_one_writing() {
    let pepper = Pepper::generate();
    for typed in ["Ève", " ève\n", "E\u{300}VE", "ÈVE"] {
        assert_eq!(login_name(typed), "ève", "{typed}");
    }
    assert_ne!(login_lookup("eve", &pepper), login_lookup("ève", &pepper));
}

/// Debian's `age` walks from each kind of slot to a piece with nothing but the slot identity.
#[test]
fn age_walks_from_every_kind_of_slot_to_a_piece() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (pepper, reader) = (Pepper::generate(), Identity::generate());
    let keyring = Keyring {
        d: DossierId::new([1; 16]),
        grant: GrantId::new([2; 16]),
        rights: Rights::Owner,
        until: None,
        identities: vec![Identity::generate()],
    };
    std::fs::write(
        path("grant.age"),
        keyring.seal(&reader.to_public()).unwrap(),
    )
    .unwrap();
    let piece = vault::encrypt(b"la piece", &[keyring.recipient().unwrap()]).unwrap();
    std::fs::write(path("piece.age"), piece).unwrap();

    let sheet = Twelve::generate();
    let cards = [0; 3].map(|_| Twelve::generate());
    let of_sheet = Slot::for_sheet(&sheet, &pepper, &reader).unwrap();
    let [_, of_cards, _] = Slot::for_trio(&cards, &pepper, &reader).unwrap();
    let of_phrase = Slot::for_passphrase("un chat sur le toit", "eve", &pepper, &reader).unwrap();
    let opened = [
        SlotKeys::of_sheet(&sheet, &pepper, &of_sheet.salt).unwrap(),
        SlotKeys::of_pair(&Pair::of(&cards[0], &cards[2]), &pepper, &of_cards.salt).unwrap(),
        SlotKeys::of_passphrase("un chat sur le toit", "eve", &pepper, &of_phrase.salt).unwrap(),
    ];
    for (slot, keys) in [of_sheet, of_cards, of_phrase].iter().zip(opened) {
        std::fs::write(path("slot.key"), keys.identity.secret().as_bytes()).unwrap();
        std::fs::write(path("slot.age"), &slot.ct).unwrap();
        for (key, file, out) in [
            ("slot.key", "slot.age", "reader.key"),
            ("reader.key", "grant.age", "dossier.key"),
            ("dossier.key", "piece.age", "piece"),
        ] {
            let run = Command::new("age")
                .args(["-d", "-i"])
                .arg(path(key))
                .arg("-o")
                .arg(path(out))
                .arg(path(file))
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&run.stderr).into_owned();
            assert!(run.status.success(), "{} {file}: {said}", slot.kind);
        }
        assert_eq!(std::fs::read(path("piece")).unwrap(), b"la piece");
        std::fs::remove_file(path("piece")).unwrap();
    }
}
