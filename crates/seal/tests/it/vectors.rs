//! The fixed vectors of `vectors/`, and the shell script that checks them with other tools.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use seal::code::ReturnCode;
use seal::entry::{Line, Part, words};
use seal::note::{self, SigningKey};
use seal::rows::RowKey;
use seal::secrets::Pepper;
use seal::session::Secret;
use seal::sheet::{Pair, Twelve};
use seal::slot::{Kind, Slot, SlotKeys};
use seal::vault::{Identity, padded_entry_len, padded_len};
use seal::{Digest, tree};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")
}

fn read(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder().join(name)).unwrap()).unwrap()
}

fn rows(value: &Value) -> &Vec<Value> {
    let rows = value.as_array().unwrap();
    assert!(!rows.is_empty());
    rows
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn hex<const N: usize>(value: &Value) -> [u8; N] {
    kernel::id::from_hex(text(value)).unwrap()
}

fn digests(value: &Value) -> Vec<Digest> {
    let all = value.as_array().unwrap();
    all.iter()
        .map(|digest| text(digest).parse().unwrap())
        .collect()
}

#[test]
fn the_vectors_hold_for_sha256sum_openssl_and_age() {
    let out = std::process::Command::new(folder().join("check.sh"))
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    assert!(String::from_utf8_lossy(&out.stdout).contains("values hold"));
}

#[test]
fn parts() {
    for row in rows(&read("parts.json")) {
        let part =
            Part::with_salt(hex(&row["salt"]), text(&row["name"]), row["value"].clone()).unwrap();
        assert_eq!(
            std::str::from_utf8(part.bytes()).unwrap(),
            text(&row["bytes"])
        );
        assert_eq!(part.digest().to_string(), text(&row["sha256"]));
        assert_eq!(Part::parse(part.bytes()).unwrap(), part);
    }
}

#[test]
fn texts_word_by_word() {
    for row in rows(&read("words.json")) {
        let seed = hex(&row["seed"]);
        let commitment = words::commitment(&seed, text(&row["text"])).unwrap();
        assert_eq!(commitment.to_string(), text(&row["commitment"]));
        let shown: String = row["words"]
            .as_array()
            .unwrap()
            .iter()
            .map(|word| format!("{}\n", text(&word["bytes"])))
            .collect();
        let list = words::list(&seed, text(&row["text"]), |_| false).unwrap();
        assert_eq!(String::from_utf8(list).unwrap(), shown);
        let hidden: String = row["words"]
            .as_array()
            .unwrap()
            .iter()
            .map(|word| format!("\"{}\"\n", text(&word["sha256"])))
            .collect();
        let list = words::list(&seed, text(&row["text"]), |_| true).unwrap();
        assert_eq!(String::from_utf8(list).unwrap(), hidden);
    }
}

#[test]
fn lines_and_leaves() {
    for row in rows(&read("lines.json")) {
        let line = Line::parse(text(&row["bytes"]).as_bytes()).unwrap();
        assert_eq!(
            String::from_utf8(line.to_bytes()).unwrap(),
            text(&row["bytes"])
        );
        assert_eq!(line.leaf().to_string(), text(&row["leaf"]));
        line.check_sig().unwrap();
        if let Some(sig) = line.sig {
            assert_eq!(line.added_message(sig.n), text(&row["signed"]));
        }
        assert_eq!(line.sig.is_some(), row.get("signed").is_some());
    }
}

#[test]
fn roots_and_proofs() {
    let file = read("tree.json");
    let (leaves, roots) = (digests(&file["leaves"]), digests(&file["roots"]));
    for (n, root) in roots.iter().enumerate() {
        assert_eq!(tree::root(&leaves[..n]), *root);
    }
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    for row in rows(&file["inclusion"]) {
        let (index, size) = (number(&row["index"]), number(&row["size"]));
        let proof = tree::inclusion(&leaves[..size], index).unwrap();
        assert_eq!(proof, digests(&row["proof"]));
        assert!(tree::verify_inclusion(
            &leaves[index],
            index as u64,
            size as u64,
            &proof,
            &roots[size]
        ));
    }
    for row in rows(&file["consistency"]) {
        let (old, size) = (number(&row["old"]), number(&row["size"]));
        let proof = tree::consistency(&leaves[..size], old).unwrap();
        assert_eq!(proof, digests(&row["proof"]));
        assert!(tree::verify_consistency(
            old as u64,
            &roots[old],
            size as u64,
            &roots[size],
            &proof
        ));
    }
}

#[test]
fn heads() {
    for row in rows(&read("heads.json")) {
        let key = SigningKey::from_slice(&hex::<32>(&row["seed"])).unwrap();
        let vkey = key.vkey(text(&row["key_name"]));
        assert_eq!(vkey.to_string(), text(&row["vkey"]));
        assert_eq!(vkey.to_pem(), text(&row["pem"]));
        let root = text(&row["root"]).parse().unwrap();
        let size = row["size"].as_u64().unwrap();
        let signed = note::sign_checkpoint(
            &key,
            text(&row["key_name"]),
            text(&row["origin"]),
            size,
            root,
        )
        .unwrap();
        assert_eq!(signed, text(&row["note"]));
        let head = note::open(&signed, &[text(&row["vkey"]).parse().unwrap()]).unwrap();
        assert_eq!(
            (head.origin.as_str(), head.size, head.root),
            (text(&row["origin"]), size, root)
        );
    }
}

#[test]
fn codes_and_the_slots_that_age_wrote() {
    for row in rows(&read("codes.json")) {
        let (salt, pepper) = (
            hex(&row["salt"]),
            Pepper::from_slice(&hex::<32>(&row["pepper"])).unwrap(),
        );
        for typed in rows(&row["typed"]) {
            let code = ReturnCode::parse(text(typed)).unwrap();
            assert_eq!(code.expose(), &hex::<11>(&row["bytes"]));
            assert_eq!(code.words().join(" "), text(&row["words"]));
            let keys = SlotKeys::of_code(&code, &pepper, &salt).unwrap();
            assert_eq!(keys.lookup, hex(&row["lookup"]));
            assert_eq!(keys.identity.secret().as_str(), text(&row["identity"]));
            let slot = Slot {
                kind: Kind::Code,
                lookup: keys.lookup,
                salt,
                recipient: text(&row["recipient"]).parse().unwrap(),
                ct: STANDARD.decode(text(&row["slot_ct"])).unwrap(),
            };
            assert_eq!(keys.identity.to_public(), slot.recipient);
            assert_eq!(
                slot.open(&keys).unwrap().secret().as_str(),
                text(&row["reader"])
            );
        }
        assert!(Identity::from_secret(text(&row["reader"])).is_ok());
    }
}

#[test]
fn sessions_and_form_tokens() {
    for row in rows(&read("sessions.json")) {
        let secret = Secret::parse(text(&row["cookie"])).unwrap();
        assert_eq!(secret.cookie().as_str(), text(&row["cookie"]));
        assert_eq!(secret.id(), hex(&row["id"]));
        for form in rows(&row["forms"]) {
            assert_eq!(
                secret.form_key().token(text(&form["route"])),
                text(&form["token"])
            );
            assert!(
                secret
                    .form_key()
                    .check(text(&form["route"]), text(&form["token"]))
            );
        }
    }
}

#[test]
fn row_seals() {
    for row in rows(&read("rows.json")) {
        let key = RowKey::from_pepper(&Pepper::from_slice(&hex::<32>(&row["pepper"])).unwrap());
        let seal = key.seal(text(&row["table"]), &row["fields"]).unwrap();
        assert_eq!(seal, hex(&row["seal"]));
        assert!(key.check(text(&row["table"]), &row["fields"], &seal));
    }
}

#[test]
fn padded_lengths() {
    let file = read("padding.json");
    for row in rows(&file["pieces"]) {
        assert_eq!(Some(padded_len(row[0].as_u64().unwrap())), row[1].as_u64());
    }
    for row in rows(&file["entries"]) {
        let len = usize::try_from(row[0].as_u64().unwrap()).unwrap();
        assert_eq!(Some(padded_entry_len(len) as u64), row[1].as_u64());
    }
}

#[test]
fn sheets_cards_and_passphrases() {
    let mut seen = Vec::new();
    for row in rows(&read("slots.json")) {
        let (salt, pepper) = (
            hex(&row["salt"]),
            Pepper::from_slice(&hex::<32>(&row["pepper"])).unwrap(),
        );
        let kind: Kind = text(&row["kind"]).parse().unwrap();
        for (place, typed) in rows(&row["typed"]).iter().enumerate() {
            let keys = match kind {
                Kind::Sheet => {
                    let sheet = Twelve::parse(text(typed)).unwrap();
                    assert_eq!(sheet.expose(), &hex::<16>(&row["ikm"]));
                    assert_eq!(sheet.words().join(" "), text(typed));
                    SlotKeys::of_sheet(&sheet, &pepper, &salt)
                }
                Kind::Trio => {
                    let (one, other) = Twelve::parse_pair(text(typed)).unwrap();
                    // The second writing has the cards the other way round.
                    let (lower, higher) = if place == 0 {
                        (one, other)
                    } else {
                        (other, one)
                    };
                    SlotKeys::of_pair(&Pair::of(&lower, &higher), &pepper, &salt)
                }
                _ => SlotKeys::of_passphrase(text(typed), "camille", &pepper, &salt),
            }
            .unwrap();
            assert_eq!(keys.lookup, hex(&row["lookup"]));
            assert_eq!(keys.identity.secret().as_str(), text(&row["identity"]));
            let slot = Slot {
                kind,
                lookup: keys.lookup,
                salt,
                recipient: text(&row["recipient"]).parse().unwrap(),
                ct: STANDARD.decode(text(&row["slot_ct"])).unwrap(),
            };
            assert_eq!(
                slot.open(&keys).unwrap().secret().as_str(),
                text(&row["reader"])
            );
        }
        seen.push(kind);
    }
    assert!(
        [Kind::Sheet, Kind::Trio, Kind::Passphrase]
            .iter()
            .all(|kind| seen.contains(kind))
    );
}
