//! Where everything stands in the bag (seal specification, section 5), and how files are named.

use unicode_normalization::UnicodeNormalization as _;

pub(crate) const BAGIT: &str = "bagit.txt";
pub(crate) const BAG_INFO: &str = "bag-info.txt";
pub(crate) const MANIFEST: &str = "manifest-sha256.txt";
pub(crate) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
pub(crate) const VERIFIER: &str = "VERIFIER.md";
pub(crate) const PDF: &str = "data/dossier.pdf";
pub(crate) const LEAVES: &str = "data/journal/leaves.txt";
pub(crate) const MASKS: &str = "data/journal/masks.jsonl";
pub(crate) const HEAD: &str = "data/journal/head.note";
pub(crate) const KEYS: &str = "data/keys/keys.txt";
pub(crate) const PIECES: &str = "data/pieces/";

/// The one accepted content of `bagit.txt`.
pub(crate) const BAGIT_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// The longest stem of a file name that is kept, in characters.
const LONGEST_STEM: usize = 80;
/// The longest extension that is kept, in characters.
const LONGEST_EXTENSION: usize = 8;

pub(crate) fn line(seq: u64) -> String {
    format!("data/journal/{seq:06}.line")
}

pub(crate) fn parts(seq: u64) -> String {
    format!("data/journal/{seq:06}.parts")
}

pub(crate) fn words(seq: u64, part: &str) -> String {
    format!("data/journal/{seq:06}.{part}.words")
}

pub(crate) fn seal(size: u64, file: &str) -> String {
    format!("data/seals/{size}/{file}")
}

/// The folder of the n-th date that covers the one before it, from 1.
pub(crate) fn renewal(size: u64, number: usize) -> String {
    format!("data/seals/{size}/renewal/{number}")
}

/// The name of a key's PEM file: the id that stands in its notes.
pub(crate) fn pem(key: &seal::note::Vkey) -> String {
    format!("data/keys/{}.pem", kernel::id::to_hex(&key.id()))
}

/// Whether a part may have a file named after it.
pub(crate) fn is_part_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The file name of a piece: its number and as much of its own name as every file system, archive
/// and shell takes (ASCII letters, digits, `.`, `_`, `-`). `001-capture-ecran.png`; `001.png` when
/// only the extension is given. The exact name stands in the `name` part of its entry.
pub fn piece_name(number: u32, name: &str) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if is_extension(extension) => (stem, extension),
        _ => (name, ""),
    };
    let stem = plain(stem);
    let dash = if stem.is_empty() { "" } else { "-" };
    let dot = if extension.is_empty() { "" } else { "." };
    let extension = extension.to_ascii_lowercase();
    format!("{number:03}{dash}{stem}{dot}{extension}")
}

fn is_extension(text: &str) -> bool {
    (1..=LONGEST_EXTENSION).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfkd().filter(|c| !is_combining(*c)) {
        let letters = match c {
            'œ' => "oe",
            'Œ' => "OE",
            'æ' => "ae",
            'Æ' => "AE",
            'ß' => "ss",
            c if c.is_ascii_alphanumeric() || c == '_' || c == '.' => {
                out.push(c);
                continue;
            }
            _ => "-",
        };
        if letters != "-" || !out.ends_with('-') {
            out.push_str(letters);
        }
    }
    let out: String = out.chars().take(LONGEST_STEM).collect();
    out.trim_matches(['-', '.', '_']).to_owned()
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_one_that_every_file_system_takes() {
        for (name, expected) in [
            ("Capture d’écran (2).PNG", "007-Capture-d-ecran-2.png"),
            ("../../etc/passwd", "007-etc-passwd"),
            (".png", "007.png"),
            ("", "007"),
            ("…", "007"),
            ("a\nb%0A\r.txt", "007-a-b-0A.txt"),
            ("CON", "007-CON"),
            ("œuvre.tar.gz", "007-oeuvre.tar.gz"),
            ("日本.pdf", "007.pdf"),
            ("fichier.docx ", "007-fichier.docx"),
        ] {
            assert_eq!(piece_name(7, name), expected, "{name:?}");
        }
        assert_eq!(piece_name(1234, "a.b"), "1234-a.b");
        assert!(piece_name(1, &"x".repeat(4000)).len() < 90);
    }
}

/// The branch that an origin is of, where it is that of a head of the same dossier or of one before it: a dossier whose
/// instance was restored goes on as `<origin>.2`.
pub(crate) fn branch_of(origin: &str, head: &str) -> Option<u64> {
    let split = |origin: &str| -> Option<(String, u64)> {
        let (instance, id) = origin.rsplit_once('/')?;
        let (d, branch) = match id.split_once('.') {
            None => (id, 1),
            // Written one way only.
            Some((d, n)) => (
                d,
                n.parse()
                    .ok()
                    .filter(|b: &u64| *b > 1 && n == b.to_string())?,
            ),
        };
        Some((format!("{instance}/{d}"), branch))
    };
    let ((own, branch), (of, last)) = (split(origin)?, split(head)?);
    (own == of && branch <= last).then_some(branch)
}

#[cfg(test)]
mod branches {
    use super::branch_of;

    #[test]
    fn branches_are_those_of_one_dossier_and_never_later_than_its_head() {
        assert_eq!(branch_of("x/d/aa", "x/d/aa"), Some(1));
        assert_eq!(branch_of("x/d/aa", "x/d/aa.3"), Some(1));
        assert_eq!(branch_of("x/d/aa.2", "x/d/aa.3"), Some(2));
        for other in [
            "x/d/aa.4",
            "x/d/ab",
            "y/d/aa",
            "x/d/aa.1",
            "x/d/aa.02",
            "x/d/aa.",
            "aa",
        ] {
            assert_eq!(branch_of(other, "x/d/aa.3"), None, "{other}");
        }
    }
}
