//! Files written by the Python package extract-msg 0.57.0 (`OleWriter`), with and without the head of the mail, in
//! UTF-16 and in the Western alphabet; the same package reads in them what is expected here.

use super::super::read;
use super::*;
use crate::rules::media_of;
use proptest::prelude::*;

const MAIL: &[u8] = include_bytes!("../vectors/mail.msg");
const LOCAL: &[u8] = include_bytes!("../vectors/local.msg");
const MSG: &str = "application/vnd.ms-outlook";

fn all(bytes: &[u8]) -> Result<Import, Why> {
    read(MSG, bytes, Period::default())
}

#[test]
fn n038_a_mail_of_outlook_gives_its_head_its_text_and_what_was_attached() {
    for (bytes, signed) in [(MAIL, true), (LOCAL, false)] {
        assert_eq!(media_of(bytes, "menace.msg"), MSG);
        let import = all(bytes).expect("an import");
        assert_eq!((import.format, import.unread), (Format::Msg, 0));
        let [message] = &import.messages[..] else {
            panic!("{import:?}");
        };
        assert_eq!(message.from, "Un parent fâché <a@example.org>");
        assert_eq!(message.subject, "Vous allez le regretter");
        assert_eq!(message.text, "Je sais où vous habitez.\nÀ bientôt.");
        let at = Moment::parse("2026-11-20T22:41:00Z").expect("an instant");
        assert_eq!(message.sent, Some(Sent::At(at)));
        assert_eq!(message.attached, ["photo été.png", "liste.txt"]);
        assert_eq!(message.media, [0, 1]);
        assert_eq!(import.members[0].sha256, seal::sha256(b"\x89PNG a photo"));
        assert_eq!(import.members[1].sha256, seal::sha256(b"une liste"));
        assert_eq!(message.signed_by.len(), usize::from(signed));
        assert_eq!(message.sha256, seal::sha256(bytes));
        assert_eq!(message.bytes, bytes.len() as u64);
    }
}

#[test]
fn n038_another_compound_file_is_no_mail() {
    // The class of a note of the calendar; a file that is cut.
    let class = "IPM.Note".encode_utf16().flat_map(u16::to_le_bytes);
    let class: Vec<u8> = class.collect();
    let at = MAIL
        .windows(class.len())
        .position(|own| own == class)
        .expect("its class");
    let mut other = MAIL.to_vec();
    other[at] = b'J';
    assert_eq!(all(&other), Err(Why::Format));
    assert_eq!(all(&MAIL[..600]), Err(Why::Format));
    assert_eq!(all(b"not a compound file"), Err(Why::Format));
    assert_ne!(media_of(MAIL, "classeur.xls"), MSG);
}

#[test]
fn a_file_that_names_its_tables_over_and_over_is_refused_before_it_is_opened() {
    let repeated = include_bytes!("../../../../../fuzz/corpus/msg/repeated-sectors.msg");
    assert_eq!(all(repeated), Err(Why::Broken));
    // Most files name no table besides those of the header.
    assert!(bounded(MAIL).is_ok() && bounded(LOCAL).is_ok());
}

proptest! {
    #[test]
    fn no_bytes_make_a_mail_of_outlook_fall(edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..30), cut in any::<prop::sample::Index>()) {
        for file in [MAIL, LOCAL] {
            let mut bytes = file.to_vec();
            for (at, byte) in &edits {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            let _ = all(&bytes);
            bytes.truncate(cut.index(bytes.len()));
            let _ = all(&bytes);
        }
    }
}
