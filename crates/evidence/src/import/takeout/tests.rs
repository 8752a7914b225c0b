//! Files of the tests, with invented people, in the shapes that `docs/build/messages.md` names.

use super::super::archive::tests::zip;
use super::super::{Format, Import, Period, Sent, Why, read};
use super::repaired;
use proptest::prelude::*;

const INSTAGRAM: &str = r#"{"participants": [{"name": "Kevin"}], "messages": [
  {"sender_name": "L\u00c3\u00a9a", "timestamp_ms": 1795128240000, "content": "T\u00e2\u0080\u0099es nulle \u00f0\u009f\u0098\u00a0", "is_geoblocked_for_viewer": false},
  {"sender_name": "Kevin", "timestamp_ms": 1795041840123, "photos": [{"uri": "your_instagram_activity/messages/inbox/3b_1/photos/7.jpg", "creation_timestamp": 1795041840}], "share": {"link": "https://fil.example/p/1"}},
  {"type": "Generic"}
], "title": "3\u00c3\u00a8me B", "thread_path": "inbox/3b_1"}"#;

const COMMENTS: &str = r#"[{"media_list_data": [{"uri": ""}], "string_map_data": {"Comment": {"value": "D\u00c3\u00a9gage"}, "Media Owner": {"value": "prof.dupont"}, "Time": {"timestamp": 1795128240}}}]"#;

const SNAPCHAT: &str = r#"{"kev3b": [
  {"From": "kev3b", "Media Type": "TEXT", "Created": "2026-11-20 22:41:00 UTC", "Content": "on va te trouver", "Conversation Title": null, "IsSender": false, "Created(microseconds)": 1795128060000, "IsSaved": true, "Media IDs": ""},
  {"From": "kev3b", "Media Type": "MEDIA", "Created": "2026-11-20 22:42:00 UTC", "Content": "", "Conversation Title": "3B", "IsSender": false, "Created(microseconds)": 1795128120000, "IsSaved": true, "Media IDs": "b~EiQSFTM0SEdmSTFNRzBDdkhl"}]}"#;

const OLD_SNAPCHAT: &str = r#"{"Received Saved Chat History": [{"From": "kev3b", "Media Type": "TEXT", "Created": "2022-07-22 19:28:21 UTC", "Text": "bouffonne"}],
 "Sent Saved Chat History": [{"To": "kev3b", "Media Type": "TEXT", "Created": "2022-07-22 19:30:00 UTC", "Text": "arrête"}]}"#;

const TIKTOK: &str = r#"{"Comment": {"Comments": {"CommentsList": [{"date": "2026-11-19 08:00:00", "comment": "lol la prof"}]}},
 "Direct Messages": {"Chat History": {"ChatHistory": {"Chat History with kev3b:": [{"Date": "2026-11-20 22:41:00", "From": "kev3b", "Content": "t'es morte"}]}}}}"#;

const YOUTUBE: &str = "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment Text\r\nU1,UCx,2026-11-20T22:41:00.434647+00:00,0,,vid42,\"{\"\"takeoutSegments\"\":[{\"\"text\"\":\"\"la prof \"\"},{\"\"text\"\":\"\"est nulle\"\"}]}\"\r\nU2,UCx,2026-11-20T22:42:00+00:00,0,U1,vid42,\"{\"\"text\"\":\"\"@kev\"\"},{\"\"text\"\":\"\" oui, oui\"\"}\"\r\nU3,UCx,2026-11-20T22:43:00+00:00,0,,vid42,\"Une ligne\ndeux \"\"lignes\"\"\"\r\ncoupée\r\n\r\n";

fn all(text: &str) -> Import {
    let import = read("text/plain", text.as_bytes(), Period::default()).expect("an import");
    for message in &import.messages {
        let first = usize::try_from(message.first).expect("a place");
        let end = first + usize::try_from(message.bytes).expect("a length");
        assert_eq!(seal::sha256(&text.as_bytes()[first..end]), message.sha256);
    }
    import
}

fn told(import: &Import) -> Vec<(String, &str, &str, &str)> {
    let when = |sent: Option<Sent>| match sent {
        Some(Sent::At(at)) => at.rfc3339()[..16].to_owned(),
        Some(Sent::Local(day, time)) => format!("{day} {time}"),
        None => "-".to_owned(),
    };
    let messages = import.messages.iter();
    messages
        .map(|one| {
            (
                when(one.sent),
                one.from.as_str(),
                one.subject.as_str(),
                one.text.as_str(),
            )
        })
        .collect()
}

#[test]
fn n038_a_discussion_of_meta_is_read_with_its_letters_put_right() {
    let import = all(INSTAGRAM);
    assert_eq!((import.format, import.unread), (Format::Meta, 1));
    assert_eq!(
        told(&import),
        [
            (
                "2026-11-19T22:44".to_owned(),
                "Léa",
                "3ème B",
                "T’es nulle 😠"
            ),
            (
                "2026-11-18T22:44".to_owned(),
                "Kevin",
                "3ème B",
                "https://fil.example/p/1"
            ),
        ]
    );
    assert_eq!(
        import.messages[1].attached,
        ["your_instagram_activity/messages/inbox/3b_1/photos/7.jpg"]
    );
    assert_eq!(
        told(&all(COMMENTS)),
        [("2026-11-19T22:44".to_owned(), "", "prof.dupont", "Dégage")]
    );
    assert_eq!(all(COMMENTS).format, Format::Instagram);
}

#[test]
fn n038_only_letters_written_twice_are_put_right() {
    for (given, expected) in [
        ("L\u{c3}\u{a9}a", "Léa"),
        ("Léa", "Léa"),
        ("déjà 😠", "déjà 😠"),
        ("\u{c3}", "\u{c3}"),
        ("plain", "plain"),
    ] {
        assert_eq!(repaired(given), expected);
    }
}

#[test]
fn n038_snapchat_is_read_in_both_of_its_shapes() {
    let import = all(SNAPCHAT);
    assert_eq!(import.format, Format::Snapchat);
    assert_eq!(
        told(&import),
        [
            (
                "2026-11-20T22:41".to_owned(),
                "kev3b",
                "kev3b",
                "on va te trouver"
            ),
            ("2026-11-20T22:42".to_owned(), "kev3b", "3B", ""),
        ]
    );
    assert_eq!(import.messages[1].attached, ["b~EiQSFTM0SEdmSTFNRzBDdkhl"]);
    assert_eq!(
        told(&all(OLD_SNAPCHAT)),
        [
            (
                "2022-07-22T19:28".to_owned(),
                "kev3b",
                "Received Saved Chat History",
                "bouffonne"
            ),
            ("2022-07-22T19:30".to_owned(), "", "kev3b", "arrête"),
        ]
    );
}

#[test]
fn n038_tiktok_keeps_hours_without_a_zone_and_newer_names_are_read_too() {
    let import = all(TIKTOK);
    assert_eq!(import.format, Format::TikTok);
    assert!(import.format.is_local());
    let expected = [
        (
            "2026-11-20 22:41:00.0".to_owned(),
            "kev3b",
            "Chat History with kev3b:",
            "t'es morte",
        ),
        ("2026-11-19 8:00:00.0".to_owned(), "", "", "lol la prof"),
    ];
    assert_eq!(told(&import), expected);
    let newer = TIKTOK
        .replace(
            "\"Direct Messages\": {\"Chat History\"",
            "\"Direct Message\": {\"Direct Messages\"",
        )
        .replace("\"comment\"", "\"Comment\"");
    assert_eq!(told(&all(&newer)), expected);
}

#[test]
fn n038_comments_of_youtube_are_read_row_by_row() {
    let import = all(YOUTUBE);
    assert_eq!((import.format, import.unread), (Format::YouTube, 1));
    let video = "https://www.youtube.com/watch?v=vid42";
    assert_eq!(
        told(&import),
        [
            (
                "2026-11-20T22:41".to_owned(),
                "UCx",
                video,
                "la prof est nulle"
            ),
            ("2026-11-20T22:42".to_owned(), "UCx", video, "@kev oui, oui"),
            (
                "2026-11-20T22:43".to_owned(),
                "UCx",
                video,
                "Une ligne\ndeux \"lignes\""
            ),
        ]
    );
}

#[test]
fn n038_another_shape_is_not_guessed() {
    for other in [
        r#"{"messages": [{"text": "x"}]}"#,
        r#"{"a": [{"b": 1}]}"#,
        "[1, 2]",
        "{",
        "id,text\n1,x\n",
        r#"{"Comment": {"Other": []}}"#,
    ] {
        let read = read("text/plain", other.as_bytes(), Period::default());
        assert_eq!(read, Err(Why::Format), "{other}");
    }
}

#[test]
fn n038_an_archive_of_a_platform_is_one_list_with_the_files_that_it_names() {
    let bytes = zip(&[
        (
            "your_instagram_activity/messages/inbox/3b_1/message_1.json",
            INSTAGRAM.as_bytes(),
        ),
        (
            "your_instagram_activity/messages/inbox/3b_1/photos/7.jpg",
            b"a photo",
        ),
        (
            "your_instagram_activity/messages/inbox/zz_2/photos/7.jpg",
            b"another",
        ),
        (
            "your_instagram_activity/comments/post_comments_1.json",
            COMMENTS.as_bytes(),
        ),
        (
            "your_instagram_activity/messages/inbox/yy_3/message_1.json",
            b"{\"new\": 1}",
        ),
    ]);
    let import = read("application/zip", &bytes, Period::default()).expect("an import");
    assert_eq!(import.format, Format::Instagram);
    assert_eq!(
        (import.messages.len(), import.unread, import.others),
        (3, 2, 2)
    );
    assert_eq!(import.members.len(), 3);
    assert_eq!(import.members[2].sha256, seal::sha256(b"a photo"));
    assert_eq!(import.messages[1].media, [2]);
    assert_eq!(import.messages[2].member, Some(1));

    let media = "chat_media/2026-11-20_b~EiQSFTM0SEdmSTFNRzBDdkhl.jpg";
    let bytes = zip(&[
        ("json/chat_history.json", SNAPCHAT.as_bytes()),
        (media, b"a snap"),
    ]);
    let import = read("application/zip", &bytes, Period::default()).expect("an import");
    assert_eq!(import.members[1].sha256, seal::sha256(b"a snap"));
    assert_eq!(import.messages[1].media, [1]);

    let bytes = zip(&[
        (
            "Takeout/YouTube and YouTube Music/subscriptions/subscriptions.csv",
            b"Channel Id,x\n1,2\n",
        ),
        (
            "Takeout/YouTube and YouTube Music/comments/comments.csv",
            YOUTUBE.as_bytes(),
        ),
    ]);
    let import = read("application/zip", &bytes, Period::default()).expect("an import");
    assert_eq!(
        (import.messages.len(), import.unread, import.others),
        (3, 1, 1)
    );
    let period = Period {
        from: kernel::date::parse("2030-01-01"),
        to: None,
    };
    assert_eq!(read("application/zip", &bytes, period), Err(Why::Outside));
}

fn hurt(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    let edit = (
        any::<prop::sample::Index>(),
        "[\\PC{}\\[\\]\",:]{0,6}",
        0..8_usize,
    );
    let edits = proptest::collection::vec(edit, 0..6);
    (prop::sample::select(of), edits).prop_map(|(text, edits)| {
        let mut text: Vec<char> = text.chars().collect();
        for (at, new, gone) in edits {
            let at = at.index(text.len().max(1)).min(text.len());
            let end = (at + gone).min(text.len());
            text.splice(at..end, new.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #[test]
    fn no_bytes_make_what_is_given_back_fall(text in hurt(&[INSTAGRAM, COMMENTS, SNAPCHAT, OLD_SNAPCHAT, TIKTOK, YOUTUBE])) {
        if let Ok(import) = read("text/plain", text.as_bytes(), Period::default()) {
            for message in import.messages {
                prop_assert!(message.first + message.bytes <= text.len() as u64);
            }
        }
    }
}
