use super::*;
use kernel::Moment;
use proptest::prelude::*;
use time::Time;
use time::macros::{date, time};

const MAIL: &str = "message/rfc822";
const BOX: &str = "application/mbox";
const TEXT: &str = "text/plain";

/// Reads every day of a file.
fn all(media: &str, bytes: &[u8]) -> Result<Import, Why> {
    read(media, bytes, Period::default())
}

fn only(media: &str, bytes: impl AsRef<[u8]>) -> Message {
    let mut import = all(media, bytes.as_ref()).expect("an import");
    assert_eq!(import.messages.len(), 1, "{import:?}");
    import.messages.remove(0)
}

/// A mail with one part: its head after From, and its body.
fn mail(head: &str, body: &str) -> Message {
    only(MAIL, format!("From: a@exemple.fr\n{head}\n\n{body}"))
}

fn sent(date: &str) -> Option<String> {
    match mail(&format!("Date: {date}"), "x").sent? {
        Sent::At(at) => Some(at.rfc3339()),
        Sent::Local(..) => panic!("mail names its zone"),
    }
}

fn chat(lines: &str) -> Vec<Message> {
    all(TEXT, lines.as_bytes()).expect("a chat").messages
}

/// Every slice is inside the file, after the one before, and has the digest that is given.
fn check(bytes: &[u8], import: &Import) {
    let mut end = 0;
    for message in &import.messages {
        assert!(message.first >= end && message.bytes > 0);
        end = message.first + message.bytes;
        let first = usize::try_from(message.first).expect("an offset");
        let own = &bytes[first..usize::try_from(end).expect("an offset")];
        assert_eq!(seal::sha256(own), message.sha256);
        for line in [&message.from, &message.subject]
            .into_iter()
            .chain(&message.attached)
        {
            assert!(line.chars().count() <= LONGEST_LINE);
            assert!(
                !line.chars().any(|c| c.is_control() || is_hidden(c)),
                "{line:?}"
            );
        }
        assert!(message.text.chars().count() <= LONGEST_TEXT);
        assert!(
            !message
                .text
                .chars()
                .any(|c| (c.is_control() && c != '\n') || is_hidden(c))
        );
        assert!(message.attached.len() <= MOST_NAMES && message.signed_by.len() <= MOST_NAMES);
    }
}

#[test]
fn the_names_of_the_formats_are_read_back() {
    for format in Format::ALL {
        assert_eq!(Format::read(format.name()), Some(format));
    }
    assert_eq!(Format::read("pst"), None);
}

#[test]
fn other_files_are_refused_with_a_reason() {
    assert_eq!(
        all("image/png", b"From: a@exemple.fr\n\nx"),
        Err(Why::Format)
    );
    assert_eq!(all(TEXT, b"Une liste\nde courses\n"), Err(Why::Format));
    assert_eq!(all(MAIL, b"Une lettre sans en-tete\n\nx"), Err(Why::Format));
    assert_eq!(all(BOX, b"From: a@exemple.fr\n\nx"), Err(Why::Format));
    assert_eq!(all(BOX, b"From a\n\nx\n"), Err(Why::Nothing));
    for media in [MAIL, BOX, TEXT] {
        assert_eq!(all(media, b" \r\n\n"), Err(Why::Nothing));
        let large = vec![b'x'; usize::try_from(LARGEST).expect("a size") + 1];
        assert_eq!(all(media, &large), Err(Why::TooLarge));
    }
    assert!(can_read(TEXT) && !can_read("application/pdf"));
}

#[test]
fn more_messages_than_the_limit_are_refused_and_never_cut() {
    let line = "22/11/2026, 10:30 - Camille: bonjour\n";
    assert_eq!(chat(&line.repeat(MOST)).len(), MOST);
    assert_eq!(
        all(TEXT, line.repeat(MOST + 1).as_bytes()),
        Err(Why::TooMany)
    );
    let one = "From x\nFrom: a@exemple.fr\n\nx\n\n";
    let import = all(BOX, one.repeat(MOST).as_bytes()).expect("a box");
    assert_eq!(import.messages.len(), MOST);
    assert_eq!(all(BOX, one.repeat(MOST + 1).as_bytes()), Err(Why::TooMany));
}

const LETTER: &str = concat!(
    "DKIM-Signature: v=1; a=rsa-sha256; d=Exemple.\r\n fr; s=x; bh=d=; b=abc\r\n",
    "DKIM-Signature: v=1; d=relais.exemple; b=abc\r\n",
    "From: =?utf-8?q?Camille_L=C3=A9ger?= <camille@exemple.fr>\r\n",
    "Date: Sun, 22 Nov 2026 10:30:12 +0100 (CET)\r\n",
    "Subject: =?iso-8859-1?Q?R=E9union_du?=\r\n =?iso-8859-1?Q?_22?=\r\n",
    "Content-Type: multipart/mixed; boundary=\"un deux\"\r\n\r\n",
    "Pour les anciens programmes\r\n",
    "--un deux\r\nContent-Type: multipart/alternative; boundary=dedans\r\n\r\n",
    "--dedans\r\nContent-Type: text/html\r\n\r\n<p>en HTML</p>\r\n",
    "--dedans\r\nContent-Type: text/plain; charset=utf-8\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n\r\nUn d=C3=A9but=\r\n, une fin\r\n",
    "--dedans--\r\n",
    "--un deux\r\nContent-Type: image/png; name=\"=?utf-8?b?w6l0w6kucG5n?=\"\r\n\r\nxx\r\n",
    "--un deux\r\nContent-Disposition: attachment; filename*=utf-8''not%C3%A9.txt\r\n\r\nsecret\r\n",
    "--un deux\r\nContent-Type: message/rfc822\r\n\r\nSubject: dedans\r\n\r\nx\r\n",
    "--un deux--\r\nApres\r\n",
);

#[test]
fn a_mail_gives_its_head_its_plain_text_and_the_names_of_what_was_attached() {
    let message = only(MAIL, LETTER);
    assert_eq!(message.from, "Camille Léger <camille@exemple.fr>");
    assert_eq!(message.subject, "Réunion du 22");
    let at = Moment::parse("2026-11-22T09:30:12Z").expect("an instant");
    assert_eq!(message.sent, Some(Sent::At(at)));
    assert_eq!(message.text, "Un début, une fin");
    assert_eq!(message.attached, ["été.png", "noté.txt", "message/rfc822"]);
    assert_eq!(message.signed_by, ["Exemple.fr", "relais.exemple"]);
    assert_eq!((message.first, message.bytes), (0, LETTER.len() as u64));
    assert_eq!(message.sha256, seal::sha256(LETTER.as_bytes()));
}

#[test]
fn a_date_is_an_instant_only_with_a_zone_that_is_known_and_a_day_that_exists() {
    for (given, instant) in [
        ("Sun, 22 Nov 2026 10:30:12 +0100", "2026-11-22T09:30:12"),
        ("22 Nov 2026 10:30 -0530", "2026-11-22T16:00:00"),
        ("Sun, 22 Nov 26 10:30:12 GMT", "2026-11-22T10:30:12"),
        ("22 Nov 2026 10:30:12 EST", "2026-11-22T15:30:12"),
    ] {
        assert_eq!(sent(given), Some(format!("{instant}.000000Z")), "{given}");
    }
    for given in [
        "Sun, 22 Nov 2026 10:30:12",
        "Sun, 22 Nov 2026 10:30:12 CEST",
        "Mon, 30 Feb 2026 10:30:12 +0100",
        "Sun, 22 Nov 2026 25:30:12 +0100",
        "Sun, 22 Nov 2026 10:30:12 +01",
        "Sun, 22 Nov 2026 10:30:12 +9900",
        "22 novembre",
        "",
    ] {
        assert_eq!(sent(given), None, "{given}");
    }
}

#[test]
fn html_gives_its_words_where_no_plain_text_is() {
    let html = concat!(
        "<html><head><title>T</title><style type=\"text/css\">p { color: red }</style></head><body>",
        "<p>Bonjour&nbsp;&eacute;l&#232;ve\n &amp; <b>vous</b></p><!-- <p>cach --><div>3 < 4</div>",
        "<script src=x>non()</script><br>fin</body></html>"
    );
    let message = mail("Content-Type: text/html; charset=utf-8", html);
    assert_eq!(message.text, "Bonjour\u{a0}élève & vous\n3 < 4\nfin");
    // A head that nobody closed hides no words.
    let message = mail("Content-Type: text/html", "<head><body>des mots");
    assert_eq!(message.text, "des mots");
}

#[test]
fn alphabets_and_encodings_are_read() {
    for (charset, encoding, body) in [
        ("iso-8859-15", "8bit", &b"d\xe9but"[..]),
        ("windows-1252", "quoted-printable", b"d=E9but"),
        ("utf-8", "base64", b"ZMOp\r\nYnV0"),
        ("utf-8", "BASE64", b"ZMOpYnV0=="),
        ("inconnu", "8bit", b"d\xe9but"),
        ("utf-16le", "base64", b"ZADpAGIAdQB0AA=="),
    ] {
        let head = format!(
            "From: a\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
        );
        let message = only(MAIL, [head.as_bytes(), body].concat());
        assert_eq!(message.text, "début", "{charset} {encoding}");
    }
    // Heads written without any encoding.
    let message = only(MAIL, b"From: a\nSubject: d\xe9but\n\nx");
    assert_eq!(message.subject, "début");
    // Nothing to decode, and a start without an end.
    let message = mail(
        "Subject: a =?iso-2022-jp?B??= =?iso-2022-jp?B?GyRC?= b",
        "x",
    );
    assert!(message.subject.starts_with('a') && message.subject.ends_with('b'));
    let message = mail("Content-Type: text/plain; charset=iso-2022-jp", "\u{1b}");
    assert!(message.text.chars().count() <= 2);
}

#[test]
fn what_is_malformed_on_the_way_is_kept_readable() {
    // Broken quoted-printable, a boundary that never comes, one that never ends.
    let message = mail(
        "Content-Transfer-Encoding: quoted-printable",
        "50 =\n% =ZZ =3",
    );
    assert_eq!(message.text, "50 % =ZZ =3");
    let message = mail("Content-Type: multipart/mixed; boundary=jamais", "des mots");
    assert_eq!(message.text, "des mots");
    let message = mail(
        "Content-Type: multipart/mixed; boundary=x",
        "--x\n\ndes mots",
    );
    assert_eq!(message.text, "des mots");
    // A line of the head without colon, then a head without its empty line.
    let message = only(
        MAIL,
        "Subject: un\nsans deux points\n suite\nFrom: a@exemple.fr\n\ntexte",
    );
    assert_eq!(
        (message.subject.as_str(), message.from.as_str()),
        ("un", "a@exemple.fr")
    );
    assert_eq!(message.text, "texte");
    let message = only(MAIL, "Subject: un\nune menace sans ligne vide");
    assert_eq!(message.text, "une menace sans ligne vide");
}

#[test]
fn long_names_are_cut_and_never_push_the_address_away() {
    let name = "n".repeat(300);
    let message = mail(&format!("Subject: {name}"), &"é".repeat(2_001));
    assert_eq!(message.subject.chars().count(), LONGEST_LINE);
    assert!(message.subject.ends_with("n…"));
    assert_eq!(message.text.chars().count(), LONGEST_TEXT);
    assert!(message.text.ends_with("é…"));
    assert_eq!(mail("", &"é".repeat(2_000)).text, "é".repeat(2_000));
    let message = only(MAIL, format!("From: {name} <vrai@exemple.fr>\n\nx"));
    assert!(
        message.from.ends_with("… <vrai@exemple.fr>"),
        "{}",
        message.from
    );
    // Two writers are both named.
    let message = only(MAIL, "From: Un <un@exemple.fr>\nFrom: deux@exemple.fr\n\nx");
    assert_eq!(message.from, "Un <un@exemple.fr>, deux@exemple.fr");
}

#[test]
fn controls_and_turned_writing_are_taken_out() {
    let message = mail(
        "Subject: a\u{202e}b\u{0}c\u{2066}d",
        "un\u{7}\r\nde\u{202e}ux\tx",
    );
    assert_eq!(message.subject, "ab cd");
    assert_eq!(message.text, "un\ndeux x");
}

#[test]
fn many_attached_files_are_said_to_be_more() {
    let part = "--x\nContent-Disposition: attachment; filename=f\n\ny\n";
    let message = mail(
        "Content-Type: multipart/mixed; boundary=x",
        &part.repeat(30),
    );
    assert_eq!(message.attached.len(), MOST_NAMES);
    assert_eq!(message.attached.last().map(String::as_str), Some("…"));
}

#[test]
fn a_box_is_cut_at_its_lines_and_each_cut_is_exact() {
    let text = concat!(
        "From camille@exemple.fr Sun Nov 22 10:30:12 2026\n",
        "From: camille@exemple.fr\nSubject: un\n\n>From la rue\n>>From loin\n> From ici\nFrom la\n\n",
        "From x\nceci ne se lit pas\n\n",
        "From y\r\nFrom: sacha@exemple.fr\r\nSubject: deux\r\n\r\nfin",
    );
    let import = all(BOX, text.as_bytes()).expect("a box");
    check(text.as_bytes(), &import);
    assert_eq!((import.format, import.unread), (Format::Mbox, 1));
    let [one, two] = import.messages.as_slice() else {
        panic!("two messages: {import:?}");
    };
    assert_eq!(one.text, "From la rue\n>From loin\n> From ici\nFrom la");
    assert_eq!(one.bytes as usize, text.find("From x").expect("a cut"));
    assert_eq!((two.subject.as_str(), two.text.as_str()), ("deux", "fin"));
    assert_eq!(two.first as usize, text.find("From y").expect("a cut"));
    assert_eq!((two.first + two.bytes) as usize, text.len());
}

#[test]
fn a_chat_of_each_shape_is_read() {
    for line in [
        "[22/11/2026, 10:30:00] Camille: bonjour",
        "\u{200e}[22/11/26 10:30:00] Camille: bonjour",
        "[22/11/2026 à 10:30] Camille: bonjour",
        "[22/11/26, 10:30:00\u{202f}AM] Camille: bonjour",
        "22/11/2026, 10:30 - Camille: bonjour",
        "\u{feff}22/11/2026 10:30 - Camille: bonjour",
        "22/11/2026 à 10:30 - \u{200f}Camille: bonjour",
        "11/22/26, 10:30 AM - Camille: bonjour",
        "11/22/26, 10:30\u{202f}am - Camille: \u{200e}bonjour",
    ] {
        let message = only(TEXT, line);
        let local = Sent::Local(date!(2026 - 11 - 22), time!(10:30));
        assert_eq!(message.sent, Some(local), "{line}");
        assert_eq!(
            (message.from.as_str(), message.text.as_str()),
            ("Camille", "bonjour")
        );
        assert_eq!((message.first, message.bytes), (0, line.len() as u64));
    }
    for line in [
        "22/11/2026 Camille: x",
        "1/2/3, 10:30 - x",
        "22/11/2026, 10:3 - x",
        "122/11/2026, 10:30 - x",
    ] {
        assert_eq!(all(TEXT, line.as_bytes()), Err(Why::Format), "{line}");
    }
}

#[test]
fn english_hours_are_read() {
    for (written, hour) in [
        ("12:05 AM", 0),
        ("1:05 AM", 1),
        ("12:05 PM", 12),
        ("11:05 p.m.", 23),
    ] {
        let message = only(TEXT, format!("22/11/26, {written} - Camille: x"));
        let time = Time::from_hms(hour, 5, 0).expect("a time");
        assert_eq!(message.sent, Some(Sent::Local(date!(2026 - 11 - 22), time)));
    }
    assert_eq!(only(TEXT, "22/11/26, 13:05 PM - Camille: x").sent, None);
}

#[test]
fn day_and_month_are_told_apart_once_for_the_file() {
    let second = |lines: &str| match chat(lines)[1].sent {
        Some(Sent::Local(date, _)) => date,
        other => panic!("a date: {other:?}"),
    };
    let one = |date: &str| format!("{date}/26, 10:30 - Camille: x\n");
    let same = one("2/3");
    assert_eq!(second(&(one("13/1") + &same)), date!(2026 - 03 - 02));
    assert_eq!(second(&(one("1/13") + &same)), date!(2026 - 02 - 03));
    assert_eq!(second(&(one("1/2") + &same)), date!(2026 - 03 - 02));
    // Both: the day is first, and what is then no date is given without one, not swallowed.
    let both = chat(&(one("13/1") + &one("1/13")));
    assert_eq!((both.len(), both[1].sent), (2, None));
}

#[test]
fn lines_without_a_stamp_belong_to_the_message_before() {
    let text = "Discussion\n\n22/11/2026, 10:30 - Camille: un\r\n\r\ndeux: trois\n22/11/2026, 10:31 - Sacha: x\n";
    let import = all(TEXT, text.as_bytes()).expect("a chat");
    check(text.as_bytes(), &import);
    assert_eq!((import.messages.len(), import.unread), (2, 1));
    assert_eq!(import.messages[0].text, "un\n\ndeux: trois");
    assert_eq!(import.messages[0].from, "Camille");
    let ends = import.messages[0].first + import.messages[0].bytes;
    assert_eq!(ends, import.messages[1].first);
}

#[test]
fn a_line_of_the_system_has_no_writer() {
    let text = "22/11/2026, 10:30 - Les messages sont chiffrés\n22/11/2026, 10:30 - Vous avez ajouté : Camille\n";
    let messages = chat(text);
    assert!(messages.iter().all(|message| message.from.is_empty()));
    assert_eq!(messages[0].text, "Les messages sont chiffrés");
    assert_eq!(messages[1].text, "Vous avez ajouté : Camille");
}

#[test]
fn what_was_attached_to_a_chat_is_named() {
    for (text, name) in [
        ("<Médias omis>", "Médias omis"),
        ("\u{200e}image absente", "image absente"),
        (
            "\u{200e}IMG-20261122-WA0001.jpg (fichier joint)\nlégende",
            "IMG-20261122-WA0001.jpg",
        ),
        (
            "légende \u{200e}<pièce jointe : 0001-PHOTO.jpg>",
            "0001-PHOTO.jpg",
        ),
        ("doc.pdf (file attached)", "doc.pdf"),
    ] {
        let message = only(TEXT, format!("[22/11/2026, 10:30:12] Camille: {text}"));
        assert_eq!(message.attached, [name], "{text}");
        assert!(!message.text.is_empty());
    }
    for text in ["image absente", "une <Médias omis>", "il est <absent>"] {
        let message = only(TEXT, format!("[22/11/2026, 10:30:12] Camille: {text}"));
        assert_eq!(message.attached, [""; 0], "{text}");
    }
}

/// Files made to cost much; a time that grows with the square would never end here.
#[test]
fn hostile_files_of_five_megabytes_end() {
    const SIZE: usize = 5 * 1024 * 1024;
    let fill = |head: &str, unit: &str| format!("{head}{}", unit.repeat(SIZE / unit.len()));
    let types = "Content-Type: multipart/mixed; boundary";
    let top = format!("From: a\n{types}=a\n\n");
    for (media, file) in [
        (
            MAIL,
            fill(
                "From: a\n",
                "X-Ligne: une valeur de plus pour cet en-tete\n",
            ),
        ),
        (MAIL, fill("From: a\n", "From: =?utf-8?q?a\n")),
        (MAIL, fill("From: a\n", "sans deux points\n")),
        (MAIL, fill("From: a\nSubject: ", "=?aa?q?_")),
        (MAIL, fill("From: a\nSubject: x\n", " =?utf-8?b?YQ==?=\n")),
        (MAIL, fill("From: ", "((\"<a@b:;,\\")),
        (
            MAIL,
            fill("From: a\nContent-Type: text/plain; ", "a*1*=x; "),
        ),
        (MAIL, fill(&top, &format!("--a\n{types}=jamais\n\n"))),
        (MAIL, fill(&top, "--a\nContent-Type: message/rfc822\n\n")),
        (MAIL, fill("From: a\n", "Content-Type: message/rfc822\n\n")),
        (MAIL, fill(&top, &format!("--a\n{types}=a\n\n"))),
        (MAIL, fill(&format!("From: a\n{types}=\"\"\n\n"), "--\n")),
        (
            MAIL,
            fill("From: a\nContent-Type: text/html\n\n", "<style>&amp;<a "),
        ),
        (
            MAIL,
            fill("From: a\nContent-Type: text/html\n\n", "<!--&&&"),
        ),
        (
            MAIL,
            fill("From: a\nContent-Transfer-Encoding: base64\n\n", "A==="),
        ),
        (
            MAIL,
            fill(
                "From: a\nContent-Transfer-Encoding: quoted-printable\n\n",
                " =",
            ),
        ),
        (MAIL, fill("From: a\n\n", "\0")),
        (BOX, fill("From a\nFrom: a\n\n", "From a\n")),
        (BOX, fill("From a\nFrom: a\n\n", ">")),
        (TEXT, fill("22/11/2026, 10:30 - Camille: ", "x: \u{200e}")),
        (TEXT, fill("22/11/2026, 10:30 - Camille: ", "\n")),
        (
            TEXT,
            fill("22/11/2026, 10:30 - Camille: x\n", "x (fichier joint)\n"),
        ),
    ] {
        let import = all(media, file.as_bytes()).expect("an import");
        check(file.as_bytes(), &import);
    }
    // Parts in parts, each with a boundary of its own.
    let deep: String = (0..50_000)
        .map(|n| format!("{types}=b{n}\n\n--b{n}\n"))
        .collect();
    let message = only(MAIL, format!("From: a\n{deep}"));
    assert_eq!(message.attached, ["multipart/mixed"]);
}

/// Bytes that look like one of the formats, and then do not.
fn pieces(words: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        8 => prop::sample::select(words).prop_map(|word| word.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

const OF_MAIL: &[&str] = &[
    "\n",
    "\r\n",
    "\n\n",
    "From ",
    ">From ",
    "From: ",
    "Subject: ",
    "Date: ",
    "DKIM-Signature: d=",
    ";",
    "\"",
    "Content-Type: ",
    "text/html",
    "text/plain",
    "multipart/mixed",
    "message/rfc822",
    "; boundary=a",
    "--a",
    "--",
    "Content-Transfer-Encoding: ",
    "base64",
    "quoted-printable",
    "; charset=",
    "utf-7",
    "utf-16",
    "iso-2022-jp",
    "gb18030",
    "big5",
    "; name*0*=utf-8''%C3",
    "; name*1=",
    "=?utf-8?q?",
    "=?iso-2022-jp?b?",
    "GyRC",
    "?=",
    "=C3",
    "=",
    "<",
    ">",
    "<b",
    "<style",
    "</style>",
    "<!--",
    "-->",
    "&eacute;",
    "&#x41;",
    "&#99999999;",
    "(",
    ")",
    "\\",
    "@",
    ",",
    ":",
    " ",
    "*",
    "'",
    "é",
    "22 Nov 2026 10:30:12 +0100",
    "Content-Disposition: attachment",
    "/",
    "?",
];
const OF_CHAT: &[&str] = &[
    "\n",
    "\r\n",
    "22/11/2026",
    "11/22/26",
    "99/99/9999",
    ", ",
    " à ",
    "10:30",
    ":12",
    " - ",
    "[",
    "] ",
    "Camille: ",
    "\u{200e}",
    "\u{202f}",
    "AM",
    " pm",
    "<Médias omis>",
    "(fichier joint)",
    "<pièce jointe : ",
    ">",
    "image absente",
    "é",
    ": ",
    "22/11/2026, 10:30 - Camille: x\n",
];

fn never_falls(media: &str, bytes: &[u8]) {
    if let Ok(import) = all(media, bytes) {
        assert!(!import.messages.is_empty());
        check(bytes, &import);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_it_fall(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for media in [MAIL, BOX, TEXT] {
            never_falls(media, &bytes);
        }
    }

    #[test]
    fn no_mail_makes_it_fall(bytes in pieces(OF_MAIL)) {
        never_falls(MAIL, &[b"From: a\n", bytes.as_slice()].concat());
        never_falls(BOX, &[b"From a\nFrom: a\n", bytes.as_slice()].concat());
    }

    #[test]
    fn no_chat_makes_it_fall(bytes in pieces(OF_CHAT)) {
        never_falls(TEXT, &[b"22/11/2026, 10:30 - Camille: x", bytes.as_slice()].concat());
        never_falls(TEXT, &bytes);
    }

    #[test]
    fn no_field_of_a_mail_makes_it_fall(
        name in prop::sample::select(&["From", "Subject", "Date", "Content-Type", "DKIM-Signature"][..]),
        value in "(\\PC|[\\x00-\\x1f\"<>()=?*;:,\\\\']){0,80}",
    ) {
        never_falls(MAIL, format!("To: a\n{name}: {value}\n\nx").as_bytes());
    }
}
