//! Entries: one writing, nothing changed unseen, any subset masked and still verified (N044).

use kernel::{DossierId, Moment};
use proptest::prelude::*;
use seal::entry::words::{self, Token};
use seal::entry::{By, EntryDraft, Line, Part, disclose, leaf, open_entry};
use seal::vault::pad_entry;
use seal::{Error, sha256, tree};
use serde_json::json;

fn d() -> DossierId {
    DossierId::new([7; 16])
}

fn at() -> Moment {
    Moment::parse("2026-11-21T10:11:12.123456Z").unwrap()
}

fn draft() -> EntryDraft {
    EntryDraft::new("fact")
        .file(
            "capture.png",
            "image/png",
            3,
            &sha256(b"abc"),
            'C',
            "deposited",
        )
        .and_then(|draft| draft.words("story", "Il m'a écrit :\u{a0}« tu vas voir »\nhier soir"))
        .and_then(|draft| draft.local("draft", "x"))
        .unwrap()
}

#[test]
fn an_entry_comes_back_padded_or_not() {
    let draft = draft();
    let line = draft.line(at(), By::Owner, d(), 12);
    let body = draft.body_bytes().unwrap();
    for (line_bytes, body) in [
        (line.to_bytes(), body.clone()),
        (pad_entry(line.to_bytes()), pad_entry(body)),
    ] {
        let entry = open_entry(&line_bytes, &body).unwrap();
        assert_eq!(entry.line, line);
        assert_eq!(leaf(&entry.line_bytes), line.leaf());
        assert_eq!(entry.value("class"), Some(&json!("C")));
        assert_eq!(entry.text("name").as_deref(), Some("capture.png"));
        assert_eq!(
            entry.text("story").unwrap(),
            "Il m'a écrit :\u{a0}« tu vas voir »\nhier soir"
        );
        assert_eq!(
            entry.word_tokens("story").unwrap().concat(),
            entry.text("story").unwrap()
        );
        assert_eq!(entry.value("absent"), None);
        assert_eq!(entry.local["draft"], "x");
    }
}

#[test]
fn two_entries_of_the_same_content_share_no_digest() {
    let (one, two) = (draft(), draft());
    for (a, b) in one.parts().iter().zip(two.parts()) {
        assert_eq!(a.name(), b.name());
        assert_ne!(a.digest(), b.digest());
    }
    assert_ne!(
        one.line(at(), By::Owner, d(), 0).leaf(),
        one.line(at(), By::Owner, d(), 0).leaf()
    );
}

#[test]
fn a_changed_moved_or_missing_part_is_named() {
    let draft = draft();
    let line = draft.line(at(), By::Owner, d(), 0).to_bytes();
    let body = String::from_utf8(draft.body_bytes().unwrap()).unwrap();
    let mismatch =
        |body: &str| matches!(open_entry(&line, body.as_bytes()), Err(Error::Mismatch(_)));
    assert!(mismatch(&body.replace("capture.png", "capture.jpg")));
    assert!(mismatch(&body.replace("tu vas voir", "tu vas boire")));
    let mut rows: Vec<_> = body.lines().collect();
    rows.swap(1, 2);
    assert!(mismatch(&(rows.join("\n") + "\n")));
    rows.truncate(2);
    assert!(mismatch(&(rows.join("\n") + "\n")));
    // A text taken out of the local data: the commitment stands without it.
    let without = format!("{{\"draft\":\"x\"}}\n{}", body.split_once('\n').unwrap().1);
    assert!(mismatch(&without));
    assert!(open_entry(&line, body.trim_end().as_bytes()).is_err());
    assert!(open_entry(&line, format!("{body}\n").as_bytes()).is_err());
    assert!(open_entry(&line, b"").is_err());
}

#[test]
fn a_name_serves_once_and_a_long_text_is_a_piece() {
    assert!(
        EntryDraft::new("fact")
            .value("a", 1)
            .unwrap()
            .value("a", 2)
            .is_err()
    );
    assert!(EntryDraft::new("fact").value("", 1).is_err());
    assert!(EntryDraft::new("fact").value("a", 0.5).is_err());
    assert!(EntryDraft::new("fact").local("words", 1).is_err());
    let text = "a".repeat(words::MAX_BYTES);
    assert!(EntryDraft::new("story").words("text", &text).is_ok());
    assert!(matches!(
        EntryDraft::new("story").words("text", &(text + "a")),
        Err(Error::TooLong)
    ));
    // Nobody else's body may hold two either: a mask would not say which.
    let (one, two) = (
        Part::new("a", json!(1)).unwrap(),
        Part::new("a", json!(2)).unwrap(),
    );
    let mut line = EntryDraft::new("fact").line(at(), By::Owner, d(), 0);
    line.parts = vec![one.digest(), two.digest()];
    let rows = [one.bytes(), b"\n", two.bytes(), b"\n"].concat();
    assert!(disclose(&line.to_bytes(), &rows).is_err());
    assert!(open_entry(&line.to_bytes(), &[b"{}\n".as_slice(), &rows].concat()).is_err());
}

#[test]
fn a_line_has_one_writing() {
    let line = draft().line(at(), By::Reader(3), d(), 12);
    let good = String::from_utf8(line.to_bytes()).unwrap();
    assert_eq!(Line::parse(good.as_bytes()).unwrap(), line);
    for (from, to) in [
        ("12.123456Z", "12.1234560Z"),
        ("12.123456Z", "12.123456+00:00"),
        ("\"r3\"", "\"r03\""),
        ("\"r3\"", "\"r+3\""),
        ("\"r3\"", "\"x\""),
        ("\"r3\"", "\"\""),
        ("\"r3\"", "\"é3\""),
        ("\"seq\":12", "\"seq\":12.0"),
        ("\"seq\":12", "\"seq\":-12"),
        ("\"seq\":12", "\"seq\": 12"),
        ("\"v\":1", "\"v\":1,\"w\":2"),
        ("\"v\":1", "\"v\":true"),
        ("{\"at\"", "{\"a\":1,\"at\""),
        (",\"v\":1", ""),
    ] {
        let wrong = good.replacen(from, to, 1);
        assert_ne!(wrong, good, "{from}");
        assert!(
            matches!(Line::parse(wrong.as_bytes()), Err(Error::Form(_))),
            "{wrong}"
        );
    }
    let newer = good.replacen("\"v\":1", "\"v\":2", 1);
    assert!(matches!(
        Line::parse(newer.as_bytes()),
        Err(Error::Version(2))
    ));
    let unknown = good.replacen("\"fact\"", "\"of-another-age\"", 1);
    assert_eq!(
        Line::parse(unknown.as_bytes()).unwrap().kind,
        "of-another-age"
    );
}

#[test]
fn no_preimage_of_one_kind_is_read_as_another() {
    let draft = draft();
    let line = draft.line(at(), By::Owner, d(), 0);
    let part = draft.parts()[0].bytes().to_vec();
    let list = words::list(&[1; 32], "un mot", |_| false).unwrap();
    let word = list.split(|byte| *byte == b'\n').next().unwrap().to_vec();
    let node = [[1].as_slice(), line.leaf().bytes(), line.leaf().bytes()].concat();
    let leaf = [[0].as_slice(), &line.to_bytes()].concat();
    let committed = format!("{}\n", sha256(&word)).into_bytes();
    for (i, bytes) in [&line.to_bytes(), &part, &word, &node, &leaf, &committed]
        .into_iter()
        .enumerate()
    {
        assert_eq!(Line::parse(bytes).is_ok(), i == 0);
        assert_eq!(Part::parse(bytes).is_ok(), i == 1);
        let as_list = [bytes.as_slice(), b"\n"].concat();
        // A list whose only row is these bytes, under the commitment that would make it true.
        let own = sha256(format!("{}\n", sha256(bytes)).as_bytes());
        assert_eq!(words::read_list(&as_list, &own).is_ok(), i == 2);
        // Leaf and node preimages begin with a byte that no text begins with.
        assert_eq!(bytes[0] < 2, i == 3 || i == 4);
    }
    assert_eq!(tree::node(&line.leaf(), &line.leaf()), sha256(&node));
    assert_eq!(line.leaf(), sha256(&leaf));
}

#[test]
fn a_masked_word_withstands_a_dictionary() {
    let seed = [9; 32];
    let list = words::list(&seed, "oui non oui", |i| i == 1).unwrap();
    for guess in ["oui ", "non ", "non", "oui"] {
        for salt in ["", "00000000000000000000000000000000"] {
            let digest = sha256(format!("[\"{salt}\",\"{guess}\"]").as_bytes()).to_string();
            assert!(!String::from_utf8_lossy(&list).contains(&digest));
        }
        assert!(!String::from_utf8_lossy(&list).contains(&sha256(guess.as_bytes()).to_string()));
    }
    assert!(!String::from_utf8_lossy(&list).contains("non"));
}

#[test]
fn the_signature_of_an_extension_is_checked() {
    let file = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/lines.json"
    ))
    .unwrap();
    let rows: serde_json::Value = serde_json::from_slice(&file).unwrap();
    let signed = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row.get("signed").is_some())
        .unwrap();
    let line = Line::parse(signed["bytes"].as_str().unwrap().as_bytes()).unwrap();
    line.check_sig().unwrap();
    let mut other = line.clone();
    other.kind = "story".into();
    assert!(other.check_sig().is_err());
    let mut other = line.clone();
    other.sig.as_mut().unwrap().n += 1;
    assert!(other.check_sig().is_err());
    assert!(disclose(&other.to_bytes(), b"").is_err());
}

proptest! {
    #[test]
    fn any_subset_of_parts_is_masked_and_the_rest_verifies(
        values in prop::collection::vec(any::<String>(), 1..12),
        mask in any::<u16>(),
        victim in any::<prop::sample::Index>(),
    ) {
        let mut draft = EntryDraft::new("fact");
        for (i, value) in values.iter().enumerate() {
            draft = draft.value(&format!("n{i}"), value.as_str()).unwrap();
        }
        let line = draft.line(at(), By::Owner, d(), 1).to_bytes();
        let hidden = |i: usize| mask >> i & 1 == 1;
        let mut rows = Vec::new();
        for (i, part) in draft.parts().iter().enumerate() {
            if !hidden(i) {
                rows.extend_from_slice(part.bytes());
                rows.push(b'\n');
            }
        }
        let read = disclose(&line, &rows).unwrap();
        let shown: Vec<_> = draft.parts().iter().enumerate().filter(|(i, _)| !hidden(*i)).map(|(_, part)| part.clone()).collect();
        prop_assert_eq!(read.parts, shown);
        prop_assert_eq!(read.masked.len(), (0..values.len()).filter(|i| hidden(*i)).count());
        if !rows.is_empty() {
            let at = victim.index(rows.len());
            rows[at] ^= 1;
            prop_assert!(disclose(&line, &rows).is_err());
        }
    }

    #[test]
    fn any_subset_of_words_is_masked_and_the_rest_verifies(
        text in "([a-zé\"\\\\\u{1}]{0,4}[ \t\n\u{a0}\u{202f}]{0,2}){0,20}",
        mask in any::<u64>(),
        victim in any::<prop::sample::Index>(),
    ) {
        let seed = sha256(text.as_bytes()).bytes().to_owned();
        let commitment = words::commitment(&seed, &text).unwrap();
        let hidden = |i: usize| mask >> (i % 64) & 1 == 1;
        let mut list = words::list(&seed, &text, hidden).unwrap();
        let tokens = words::tokens(&text);
        prop_assert_eq!(tokens.concat(), text.clone());
        let expected: Vec<_> = tokens.iter().enumerate().map(|(i, token)| if hidden(i) { Token::Masked } else { Token::Shown((*token).to_owned()) }).collect();
        prop_assert_eq!(words::read_list(&list, &commitment).unwrap(), expected);
        if !list.is_empty() {
            let at = victim.index(list.len());
            list[at] ^= 1;
            prop_assert!(words::read_list(&list, &commitment).is_err());
        }
    }

    #[test]
    fn any_changed_byte_of_a_line_changes_its_leaf_or_is_refused(victim in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let bytes = draft().line(at(), By::Link(1), d(), 5).to_bytes();
        let mut changed = bytes.clone();
        changed[victim.index(bytes.len())] ^= 1 << bit;
        prop_assert_ne!(leaf(&changed), leaf(&bytes));
    }

    #[test]
    fn hostile_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Line::parse(&bytes).is_err());
        prop_assert!(Part::parse(&bytes).is_err());
        prop_assert!(open_entry(&bytes, &bytes).is_err());
        prop_assert!(tree::Frontier::from_bytes(&bytes).is_err() || bytes.len() % 32 == 8);
    }
}
