use super::super::{Format, Why, read};
use super::*;
use proptest::prelude::*;
use std::io::Write;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const ZIP: &str = "application/zip";
const CHAT: &str = "[20/11/2026, 22:14:01] Kevin: la prof est nulle\n\u{200e}[20/11/2026, 22:15:02] Kevin: \u{200e}<pièce jointe : 00000002-PHOTO.jpg>\n[21/11/2026, 07:02:00] Lina: arrête\n";

pub(in super::super) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).expect("a file");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("a ZIP").into_inner()
}

fn all(bytes: &[u8]) -> Result<Import, Why> {
    read(ZIP, bytes, Period::default())
}

#[test]
fn n038_a_discussion_with_its_media_names_each_file_with_its_digest() {
    let bytes = zip(&[
        ("00000002-PHOTO.jpg", b"a photo"),
        ("00000003-AUDIO.opus", b"never named"),
        ("sent.txt", b"20/11/2020, 10:00 - Un autre: faux\n"),
        ("_chat.txt", CHAT.as_bytes()),
    ]);
    let import = all(&bytes).expect("an import");
    assert_eq!(import.format, Format::WhatsApp);
    assert_eq!(import.messages.len(), 3);
    let [text, photo] = &import.members[..] else {
        panic!("{:?}", import.members);
    };
    assert_eq!(
        (text.name.as_str(), text.sha256),
        ("_chat.txt", seal::sha256(CHAT.as_bytes()))
    );
    assert_eq!(
        (photo.name.as_str(), photo.bytes),
        ("00000002-PHOTO.jpg", 7)
    );
    assert_eq!(photo.sha256, seal::sha256(b"a photo"));
    assert_eq!(import.others, 2);
    let named = &import.messages[1];
    assert_eq!((named.member, &named.media[..]), (Some(0), &[1][..]));
    let first = usize::try_from(named.first).expect("a place");
    let own = &CHAT.as_bytes()[first..first + usize::try_from(named.bytes).expect("a length")];
    assert_eq!(seal::sha256(own), named.sha256);
}

#[test]
fn n038_days_are_chosen_in_an_archive_too() {
    let bytes = zip(&[
        ("Discussion WhatsApp avec 3B.txt", CHAT.as_bytes()),
        ("00000002-PHOTO.jpg", b"x"),
    ]);
    let period = Period {
        from: kernel::date::parse("2026-11-21"),
        to: None,
    };
    let import = read(ZIP, &bytes, period).expect("an import");
    assert_eq!((import.messages.len(), import.outside), (1, 2));
    assert_eq!((import.members.len(), import.others), (1, 1));
}

#[test]
fn n038_an_archive_that_hurts_is_refused_with_its_reason() {
    // Two thousand times nothing, a name that climbs, a link, one that is locked, one inside another.
    let bomb = vec![b'\n'; 70 * 1024 * 1024];
    assert_eq!(all(&zip(&[("_chat.txt", &bomb)])), Err(Why::Bomb));
    for name in [
        "../_chat.txt",
        "/etc/_chat.txt",
        "a/../../_chat.txt",
        "C:\\_chat.txt",
        "..\\x.txt",
    ] {
        assert_eq!(
            all(&zip(&[(name, CHAT.as_bytes())])),
            Err(Why::Slip),
            "{name}"
        );
    }
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    link.add_symlink("_chat.txt", "/etc/passwd", options)
        .expect("a link");
    assert_eq!(
        all(&link.finish().expect("a ZIP").into_inner()),
        Err(Why::Slip)
    );
    let inner = zip(&[("_chat.txt", CHAT.as_bytes())]);
    assert_eq!(all(&zip(&[("partie-1.zip", &inner)])), Err(Why::Nested));
    // The flag of a locked file, in the list and before the file.
    let mut locked = zip(&[("_chat.txt", CHAT.as_bytes())]);
    let list = locked
        .windows(4)
        .position(|four| four == LISTED)
        .expect("a list");
    locked[6] |= 1;
    locked[list + 8] |= 1;
    assert_eq!(all(&locked), Err(Why::Locked));
    let names: Vec<String> = (0..=MOST_MEMBERS).map(|n| format!("{n}.jpg")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(all(&zip(&many)), Err(Why::Members));
    assert_eq!(all(&zip(&[("photo.jpg", b"x")])), Err(Why::Format));
    let whole = zip(&[("_chat.txt", CHAT.as_bytes())]);
    assert_eq!(all(&whole[..whole.len() / 2]), Err(Why::Broken));
}

#[test]
fn n038_a_list_that_lies_about_a_length_is_not_believed() {
    let mut lying = zip(&[("_chat.txt", &vec![b'\n'; 70 * 1024 * 1024])]);
    let list = lying
        .windows(4)
        .position(|four| four == LISTED)
        .expect("a list");
    lying[list + 24..list + 28].copy_from_slice(&10_u32.to_le_bytes());
    lying[22..26].copy_from_slice(&10_u32.to_le_bytes());
    assert!(
        matches!(all(&lying), Err(Why::Bomb | Why::Broken)),
        "{:?}",
        all(&lying).map(drop)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_an_archive_fall(noise in proptest::collection::vec(any::<u8>(), 0..300), at in 0_usize..400, byte in any::<u8>()) {
        let _ = all(&[b"PK\x03\x04".as_slice(), &noise].concat());
        let mut whole = zip(&[("_chat.txt", CHAT.as_bytes()), ("00000002-PHOTO.jpg", b"x")]);
        let at = at % whole.len();
        whole[at] = byte;
        let _ = all(&whole);
        whole.splice(at..at, noise);
        let _ = all(&whole);
    }
}
