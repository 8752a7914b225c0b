//! Signed heads: what is false, what is merely unknown, and forks that show.

use proptest::prelude::*;
use seal::note::{self, Note, SigningKey, Vkey, sign_checkpoint};
use seal::{Digest, Error, sha256, tree};

const NAME: &str = "preau.example/d";
const ORIGIN: &str = "preau.example/d/00112233445566778899aabbccddeeff";

fn head(key: &SigningKey) -> String {
    sign_checkpoint(key, NAME, ORIGIN, 3, sha256(b"root")).unwrap()
}

#[test]
fn a_head_opens_with_its_key_only() {
    let (key, other) = (SigningKey::generate(), SigningKey::generate());
    let note = head(&key);
    let opened = note::open(&note, &[other.vkey(NAME), key.vkey(NAME)]).unwrap();
    assert_eq!(
        (opened.origin.as_str(), opened.size, opened.root),
        (ORIGIN, 3, sha256(b"root"))
    );
    assert!(matches!(
        note::open(&note, &[other.vkey(NAME)]),
        Err(Error::NoKey)
    ));
    assert!(matches!(
        note::open(&note, &[key.vkey("elsewhere/d")]),
        Err(Error::NoKey)
    ));
    assert!(matches!(note::open(&note, &[]), Err(Error::NoKey)));
    // Self-declared: its form can still be read.
    assert_eq!(Note::parse(&note).unwrap().checkpoint().unwrap(), opened);
}

#[test]
fn a_second_signature_of_an_unknown_key_does_not_hurt_and_a_false_one_does() {
    let (key, witness) = (SigningKey::generate(), SigningKey::generate());
    let text = Note::parse(&head(&key)).unwrap().text;
    let line = |note: &str| note.lines().last().unwrap().to_owned();
    let both = format!(
        "{}{}\n",
        head(&key),
        line(&witness.sign("witness.example", &text).unwrap())
    );
    assert!(note::open(&both, &[key.vkey(NAME)]).is_ok());
    assert!(note::open(&both, &[key.vkey(NAME), witness.vkey("witness.example")]).is_ok());
    let forged = format!(
        "{}{}\n",
        head(&key),
        line(&witness.sign("witness.example", "other\n").unwrap())
    );
    assert!(note::open(&forged, &[key.vkey(NAME)]).is_ok());
    assert!(matches!(
        note::open(&forged, &[key.vkey(NAME), witness.vkey("witness.example")]),
        Err(Error::Mismatch(_))
    ));
}

#[test]
fn keys_come_back_from_their_text_and_false_texts_do_not() {
    let key = SigningKey::generate();
    let vkey = key.vkey(NAME);
    assert_eq!(vkey.to_string().parse::<Vkey>().unwrap(), vkey);
    assert_eq!(
        SigningKey::from_slice(&*key.expose()).unwrap().vkey(NAME),
        vkey
    );
    let text = vkey.to_string();
    for wrong in [
        text.replacen("preau", "praeu", 1),
        text.replacen('+', "+0", 1),
        text.to_uppercase(),
        text.replacen("preau", "pr eau", 1),
        format!("{text}="),
        String::new(),
        "a+b".into(),
    ] {
        assert!(wrong.parse::<Vkey>().is_err(), "{wrong}");
    }
    assert!(SigningKey::from_slice(&[0; 31]).is_err());
}

#[test]
fn what_cannot_stand_in_a_note_is_not_signed() {
    let key = SigningKey::generate();
    for origin in ["", "a\nb", "a\n\nb", "\n"] {
        assert!(
            sign_checkpoint(&key, NAME, origin, 1, sha256(b"")).is_err(),
            "{origin:?}"
        );
    }
    for name in ["", "a b", "a+b", "a\nb"] {
        assert!(
            sign_checkpoint(&key, name, ORIGIN, 1, sha256(b"")).is_err(),
            "{name:?}"
        );
    }
    assert!(key.sign(NAME, "no line feed").is_err());
    assert!(key.sign(NAME, "two\n\nblocks\n").is_err());
}

#[test]
fn a_signed_text_that_is_no_checkpoint_is_no_head() {
    let key = SigningKey::generate();
    for text in [
        "a\n1\n",
        "a\n01\nAAAA\n",
        "a\n1\nAAAA\n",
        "a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n",
    ] {
        let note = key.sign(NAME, text).unwrap();
        assert!(
            matches!(note::open(&note, &[key.vkey(NAME)]), Err(Error::Form(_))),
            "{text}"
        );
    }
}

#[test]
fn two_signed_heads_of_one_origin_show_a_fork() {
    let leaves: Vec<Digest> = (0_u8..9).map(|i| sha256(&[0, i])).collect();
    let mut forked = leaves.clone();
    forked[2] = sha256(b"changed after the receipt");
    let receipt = tree::root(&leaves[..5]);
    let honest = tree::consistency(&leaves, 5).unwrap();
    assert!(tree::verify_consistency(
        5,
        &receipt,
        9,
        &tree::root(&leaves),
        &honest
    ));
    let fork = tree::consistency(&forked, 5).unwrap();
    assert!(!tree::verify_consistency(
        5,
        &receipt,
        9,
        &tree::root(&forked),
        &fork
    ));
    assert!(!tree::verify_consistency(
        9,
        &tree::root(&leaves),
        5,
        &receipt,
        &honest
    ));
}

proptest! {
    #[test]
    fn any_changed_byte_of_a_head_is_refused(victim in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let key = SigningKey::generate();
        let note = head(&key);
        let mut changed = note.clone().into_bytes();
        changed[victim.index(note.len())] ^= 1 << bit;
        // Either no longer text, or no longer a note of this key, or false.
        if let Ok(changed) = String::from_utf8(changed) {
            prop_assert!(note::open(&changed, &[key.vkey(NAME)]).is_err());
        }
    }

    #[test]
    fn hostile_text_is_refused_without_a_panic(text in "\\PC{0,40}\n{0,3}(— )?\\PC{0,40}\n?") {
        let key = SigningKey::generate();
        prop_assert!(note::open(&text, &[key.vkey(NAME)]).is_err());
        prop_assert!(text.parse::<Vkey>().is_err());
    }
}
