//! The command line as people use it: the program itself, its answers and its exit statuses
//! (N021, N029). Needs `PREAU_BIN`, which `bin/test` builds and names.

use super::follow::{begins_protection, day, fill};
use crate::people::files::{picture, points};
use crate::people::world::{NOW, Wish};
use crate::people::{everywhere, everywhere_with};
use kernel::Moment;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program at that hour.
pub fn preau(room: &Path, now: &str, args: &[&str]) -> Output {
    let program = std::env::var("PREAU_BIN").expect("PREAU_BIN must name the program: ./bin/test");
    let clock = room.join("clock");
    std::fs::write(&clock, now).expect("a clock");
    Command::new(&program)
        .arg("--clock")
        .arg(&clock)
        .args(args)
        .current_dir(room)
        .output()
        .unwrap_or_else(|error| panic!("{program} does not start: {error}"))
}

/// What it said, and its status.
pub fn said(output: &Output) -> (String, i32) {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (text, output.status.code().unwrap_or(-1))
}

/// The same export with one byte of these words changed; nothing in it is compressed.
pub fn spoilt(zip: &[u8], words: &[u8]) -> Vec<u8> {
    let mut broken = zip.to_vec();
    let found = zip.windows(words.len()).position(|part| part == words);
    broken[found.expect("these words")] ^= 1;
    broken
}

#[tokio::test]
async fn n021_the_command_due_says_what_is_late_and_exits_with_3() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let mut her = world.teacher().await;
        let zip = her.exports(&[]).await;
        std::fs::write(room.path().join("calm.zip"), &zip).expect("a file");
        let (text, status) = said(&preau(room.path(), NOW, &["due", "calm.zip"]));
        assert_eq!(status, 0, "nothing is late yet: {text}");
        assert!(text.contains("2027-02-15"), "the press limit: {text}");

        begins_protection(&mut her).await;
        let on = day("sent_on", ["3", "9", "2026"]);
        fill(&mut her, "Noter l’envoi", &[], &[on]).await;
        let zip = her.exports(&[]).await;
        std::fs::write(room.path().join("late.zip"), &zip).expect("a file");
        let output = preau(room.path(), NOW, &["due", "late.zip"]);
        let (text, status) = said(&output);
        assert_eq!(status, 3, "{text}");
        let beside = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(beside.contains("withheld in this export: 1;"), "{beside}");
        assert!(
            text.contains("EN RETARD Demander la protection fonctionnelle"),
            "{text}"
        );
        let (text, status) = said(&preau(room.path(), NOW, &["due", "--json", "late.zip"]));
        let answer: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!((status, &answer["late"]), (3, &true.into()));
        assert_eq!(answer["withheld"], 1, "the first export");
        assert_eq!(answer["days"][0]["step"], "protection-fonctionnelle");
        assert_eq!(answer["days"][0]["on"], "2026-11-03");

        // As a calendar too; a file that is there already is left alone.
        let ics = ["due", "--ics", "dates.ics", "late.zip"];
        assert_eq!(said(&preau(room.path(), NOW, &ics)).1, 3);
        let file = std::fs::read(room.path().join("dates.ics")).expect("the calendar");
        let read = super::calendar::read_back(&file);
        assert_eq!(read["events"][0]["on"], "2026-11-03");
        assert_eq!(read["events"][0]["title"], "Une date à voir");
        std::fs::write(room.path().join("dates.ics"), "mine").expect("a file");
        assert_eq!(said(&preau(room.path(), NOW, &ics)).1, 2);
        let left = std::fs::read(room.path().join("dates.ics")).expect("a file");
        assert_eq!(left, b"mine");

        // One byte of the journal is another: nothing is computed from something false.
        let broken = spoilt(&zip, b"protection-fonctionnelle");
        std::fs::write(room.path().join("broken.zip"), &broken).expect("a file");
        let (_, status) = said(&preau(room.path(), NOW, &["due", "broken.zip"]));
        assert!(matches!(status, 1 | 2), "{status}");
    })
    .await;
}

#[test]
fn n029_a_text_not_read_for_a_year_is_said_and_accepted_before_a_letter_leaves() {
    let room = tempfile::tempdir().expect("a folder");
    let letter = ["letter", "protection-fonctionnelle"];
    let example = preau(room.path(), NOW, &[letter[0], letter[1], "--example"]);
    std::fs::write(room.path().join("facts.toml"), &example.stdout).expect("a file");
    let write = |now: &str, more: &[&str]| {
        let mut args = letter.to_vec();
        args.extend(["--facts", "facts.toml", "--out", "out.txt"]);
        args.extend(more);
        preau(room.path(), now, &args)
    };
    assert_eq!(write(NOW, &[]).status.code(), Some(0));
    let later = "2028-03-01T09:00:00Z";
    let refused = write(later, &[]);
    assert_eq!(refused.status.code(), Some(1));
    let why = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        why.contains("L134-5") && why.contains("--accept-old"),
        "{why}"
    );
    assert_eq!(write(later, &["--accept-old"]).status.code(), Some(0));
}

#[tokio::test]
async fn n029_the_page_of_a_letter_asks_the_same() {
    let wish = Wish {
        now: Moment::parse("2028-03-01T09:00:00Z").expect("an instant"),
        ..Wish::default()
    };
    everywhere_with(wish, |world| async move {
        let mut her = world.teacher().await;
        her.goes("/courrier/demande-courriels").await;
        let form = her.form("Voir le courrier");
        let fields: Vec<(&str, &str)> = form
            .known
            .iter()
            .map(String::as_str)
            .filter(|name| !matches!(*name, "csrf" | "nonce" | "person.status"))
            .map(|name| (name, "oui"))
            .chain([("person.status", "enseignant-2d")])
            .collect();
        her.press("Voir le courrier", &fields)
            .await
            .sees("Le courrier est complet.")
            .sees("Un texte cité n’a pas été relu depuis plus d’un an.");
        her.press("Télécharger le courrier (PDF)", &[]).await;
        assert_eq!(her.status, 422);
        her.sees("Cochez la case si vous voulez ce courrier quand même.");
        // Until then, every other file is a draft, and names the text.
        let page = her.path.clone();
        her.follow("Télécharger une copie à modifier (ODT)").await;
        assert!(her.header("content-disposition").contains("brouillon.odt"));
        her.open(&page).await;
        her.press("Télécharger le courrier (PDF)", &[("old", "oui")])
            .await;
        assert_eq!(her.header("content-type"), "application/pdf");
    })
    .await;
}

#[test]
fn a_lawyer_checks_and_previews_a_corrected_text_without_any_build() {
    let room = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let to = room.path().join("mine");
    copy(&from, &to);
    let check = |args: &[&str]| {
        let mut all = vec!["content"];
        all.extend(args);
        all.extend(["--content", "mine"]);
        let output = preau(room.path(), NOW, &all);
        let why = String::from_utf8_lossy(&output.stderr).into_owned();
        let (text, status) = said(&output);
        (text, why, status)
    };
    let (text, why, status) = check(&["check"]);
    assert_eq!(status, 0, "{text}{why}");
    assert!(text.contains("54 courriers"), "{text}");
    // A time limit is changed in one file: the preview counts with it.
    let file = to.join("law/deadlines.toml");
    let law = std::fs::read_to_string(&file).expect("a file");
    let at = law.find("id = \"pf-silence-2-mois\"").expect("the rule");
    let (head, tail) = law.split_at(at);
    let changed = tail.replacen("amount = 2", "amount = 4", 1);
    assert_ne!(tail, changed, "the file says its amount");
    std::fs::write(&file, [head, &changed].concat()).expect("a file");
    let (text, _, status) = check(&["preview", "pf-silence-2-mois"]);
    assert_eq!(status, 0);
    assert!(text.contains("jusqu’au 2027-04-01"), "{text}");
    // A letter that loses a mandatory sentence, a text that is replaced: named, with file and entry.
    let letter = to.join("letters/protection-fonctionnelle.md");
    let body = std::fs::read_to_string(&letter).expect("a file");
    std::fs::write(&letter, body.replace("{{harm}}", "")).expect("a file");
    let (_, why, status) = check(&["check"]);
    assert_eq!(status, 1);
    assert!(why.contains("protection-fonctionnelle"), "{why}");
    let (_, why, status) = check(&["preview", "rien"]);
    assert!(status != 0 && !why.is_empty());
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            if !path.ends_with("corpus") {
                copy(&path, &target);
            }
        } else {
            std::fs::copy(&path, &target).expect("a copy");
        }
    }
}

#[test]
fn n075_the_command_mask_makes_a_copy_without_the_zone_nor_metadata() {
    let room = tempfile::tempdir().expect("a folder");
    let original = picture("CANARY 48.8566");
    std::fs::write(room.path().join("capture.png"), &original).expect("a file");
    let run = |args: &[&str]| preau(room.path(), NOW, &[&["mask"], args].concat());
    let there = || {
        let mut names: Vec<_> = std::fs::read_dir(room.path())
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("a file")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect();
        names.sort();
        names
    };

    let made = run(&[
        "capture.png",
        "--zone",
        "0,0,50,25",
        "--zone",
        "90,90,50,50",
        "--out",
        "copie.png",
    ]);
    assert_eq!(
        said(&made).1,
        0,
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    assert_eq!(mode(&room.path().join("copie.png")), 0o600);
    let copy = std::fs::read(room.path().join("copie.png")).expect("the copy");
    assert!(!copy.windows(6).any(|bytes| bytes == b"CANARY"));
    let (before, after) = (points(&original), points(&copy));
    for (x, y, point) in after.enumerate_pixels() {
        let hidden = (x < 30 && y < 10) || (x >= 54 && y >= 36);
        let expected = if hidden {
            image::Rgb([0x80; 3])
        } else {
            *before.get_pixel(x, y)
        };
        assert_eq!(*point, expected, "{x},{y}");
    }
    assert_eq!(
        std::fs::read(room.path().join("capture.png")).expect("it"),
        original
    );
    assert_eq!(
        there(),
        ["capture.png", "clock", "copie.png"],
        "nothing else written"
    );

    std::fs::write(room.path().join("page.pdf"), "%PDF-1.7").expect("a file");
    for (args, status, why) in [
        (
            ["page.pdf", "--zone", "0,0,50,50", "--out", "autre.png"],
            1,
            "neither a PNG nor a JPEG",
        ),
        (
            ["capture.png", "--zone", "0,0,0,50", "--out", "autre.png"],
            1,
            "no surface",
        ),
        (
            ["capture.png", "--zone", "0,0,50", "--out", "autre.png"],
            1,
            "left,top,width,height",
        ),
        (
            ["capture.png", "--zone", "0,0,50,50", "--out", "autre.jpg"],
            2,
            "must end in .png",
        ),
        (
            ["capture.png", "--zone", "0,0,50,50", "--out", "capture.png"],
            2,
            "already there",
        ),
        (
            ["capture.png", "--zone", "0,0,50,50", "--out", "copie.png"],
            2,
            "already there",
        ),
        (
            [
                "capture.png",
                "--zone",
                "0,0,50,50",
                "--out",
                "rien/autre.png",
            ],
            2,
            "cannot be written",
        ),
        (
            ["absent.png", "--zone", "0,0,50,50", "--out", "autre.png"],
            2,
            "cannot be read",
        ),
    ] {
        let refused = run(&args);
        let error = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(said(&refused).1, status, "{args:?}: {error}");
        assert!(error.contains(why), "{args:?}: {error}");
    }
    assert_eq!(there(), ["capture.png", "clock", "copie.png", "page.pdf"]);
    assert_eq!(
        std::fs::read(room.path().join("capture.png")).expect("it"),
        original
    );
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    let meta = std::fs::metadata(path).expect("a file");
    meta.permissions().mode() & 0o777
}

#[test]
fn the_command_seal_leaves_a_whole_file_for_its_owner_or_none() {
    let room = tempfile::tempdir().expect("a folder");
    std::fs::write(room.path().join("capture.png"), picture("x")).expect("a file");
    let there = || {
        let files = std::fs::read_dir(room.path()).expect("a folder");
        let mut names: Vec<_> = files
            .map(|file| {
                file.expect("a file")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect();
        names.sort();
        names
    };
    let refused = preau(room.path(), NOW, &["seal", "--out", "a.zip", "absent.png"]);
    assert_ne!(said(&refused).1, 0);
    assert_eq!(
        there(),
        ["capture.png", "clock", "preau.key"],
        "no half of it"
    );
    // Sealed again under the same name: the second one takes its place.
    for files in [&["capture.png"][..], &["capture.png", "clock"]] {
        let sealed = preau(
            room.path(),
            NOW,
            &[&["seal", "--out", "a.zip"], files].concat(),
        );
        assert_eq!(
            said(&sealed).1,
            0,
            "{}",
            String::from_utf8_lossy(&sealed.stderr)
        );
        assert_eq!(there(), ["a.zip", "capture.png", "clock", "preau.key"]);
        assert_eq!(mode(&room.path().join("a.zip")), 0o600);
        assert_eq!(said(&preau(room.path(), NOW, &["verify", "a.zip"])).1, 0);
    }
}

#[test]
fn a_draft_never_comes_out_as_a_final_letter() {
    let room = tempfile::tempdir().expect("a folder");
    let example = preau(
        room.path(),
        NOW,
        &["letter", "demande-courriels", "--example"],
    );
    std::fs::write(room.path().join("facts.toml"), &example.stdout).expect("a file");
    let write = |now: &str, more: &[&str]| {
        let args = [
            "letter",
            "demande-courriels",
            "--facts",
            "facts.toml",
            "--out",
            "out.txt",
        ];
        let made = preau(room.path(), now, &[&args[..], more].concat());
        assert_eq!(
            said(&made).1,
            0,
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        std::fs::read_to_string(room.path().join("out.txt")).expect("the letter")
    };
    let later = "2028-03-01T09:00:00Z";
    let old = "pas été relus depuis plus de douze mois";
    let last = write(NOW, &[]);
    assert!(!last.contains("Brouillon"), "{last}");
    // Nothing is missing in it: it is a draft all the same.
    let draft = write(NOW, &["--draft"]);
    assert!(
        draft.starts_with(&last[..20]) && draft.contains("> Brouillon"),
        "{draft}"
    );
    assert!(
        draft.contains("-- \nBrouillon, à ne pas envoyer. Textes cités"),
        "{draft}"
    );
    assert!(!draft.contains(old), "{draft}");
    for more in [&["--draft"][..], &["--draft", "--accept-old"]] {
        let draft = write(later, more);
        assert!(
            draft.contains("> Brouillon") && draft.contains(old),
            "{draft}"
        );
    }
    let last = write(later, &["--accept-old"]);
    assert!(!last.contains("Brouillon") && !last.contains(old), "{last}");
    // In each form.
    for out in ["out.pdf", "out.odt"] {
        let args = [
            "letter",
            "demande-courriels",
            "--facts",
            "facts.toml",
            "--draft",
            "--out",
            out,
        ];
        assert_eq!(said(&preau(room.path(), later, &args)).1, 0, "{out}");
    }
    let mark = "Brouillon, à ne pas envoyer.";
    let shown = |program: &str, args: &[&str]| {
        let output = Command::new(program)
            .args(args)
            .current_dir(room.path())
            .output();
        String::from_utf8_lossy(&output.expect("installed by ./bin/test").stdout).into_owned()
    };
    assert!(shown("pdftotext", &["out.pdf", "-"]).contains(mark));
    let odt = std::fs::File::open(room.path().join("out.odt")).expect("the letter");
    let mut odt = zip::ZipArchive::new(odt).expect("a ZIP");
    let mut all = String::new();
    for name in ["content.xml", "styles.xml"] {
        let mut file = odt.by_name(name).expect("a part");
        std::io::Read::read_to_string(&mut file, &mut all).expect("its text");
    }
    assert!(all.contains("Brouillon : ce courrier") && all.contains(mark));
    let help = said(&preau(room.path(), NOW, &["letter", "--help"])).0;
    assert!(
        help.contains("Exit status: 0") && help.contains("--accept-old"),
        "{help}"
    );
}

#[test]
fn whatever_is_found_is_previewed() {
    let room = tempfile::tempdir().expect("a folder");
    let show = |id: &str| {
        let output = preau(room.path(), NOW, &["content", "preview", id]);
        let why = String::from_utf8_lossy(&output.stderr).into_owned();
        let (text, status) = said(&output);
        assert_eq!(status, 0, "{id}: {why}");
        text
    };
    let base = guide::Content::embedded().expect("content");
    let mut sorts = std::collections::BTreeMap::new();
    for entry in guide::search::entries(base) {
        sorts.entry(entry.target.sort).or_insert(entry);
    }
    // The experts' answers are no content of ours.
    assert_eq!(sorts.len(), kernel::search::Sort::ALL.len() - 1);
    for (sort, entry) in sorts {
        let text = show(&entry.target.id);
        let own = [
            "SITUATION",
            "DÉMARCHE",
            "LISTE",
            "TEXTE",
            "DÉLAI",
            "COURRIER",
            "CAS PRATIQUE",
            "RÉPONSE DE RÉFÉRENCE",
            "MOT",
        ];
        let other = format!("AUTRE ENTRÉE ({})\n{}", sort.name(), entry.fr.title);
        let named = text.contains(&other) || own.iter().any(|own| text.starts_with(own));
        assert!(named, "{sort:?}: {text}");
    }
    assert!(show("administration").starts_with("CHEMIN VERS UN AVOCAT"));
    // In French, then in English.
    let text = show("espace-public");
    assert!(text.starts_with("MOT\n"), "{text}");
    assert!(
        text.contains("\n\nAUTRE ENTRÉE (guide)\nTenir sa propre page"),
        "{text}"
    );
    assert!(text.contains("\n\nKeeping your own page"), "{text}");
    let help = said(&preau(room.path(), NOW, &["content", "preview", "--help"])).0;
    assert!(help.contains("Exit status: 0"), "{help}");
    let help = said(&preau(room.path(), NOW, &["content", "check", "--help"])).0;
    assert!(help.contains("Exit status: 0"), "{help}");
}

#[test]
fn n038_the_command_import_chooses_days_and_checks_signatures_with_keys_that_were_kept() {
    let room = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(room.path().join(name), text).expect("a file");
    let signed = include_str!("../../../../crates/seal/src/dkim/vectors/rfc8463.eml");
    write("signed.eml", signed);
    write("changed.eml", &signed.replace("hungry", "angry"));
    write(
        "keys.txt",
        include_str!("../../../../crates/seal/src/dkim/vectors/records.txt"),
    );
    let (text, status) = said(&preau(room.path(), NOW, &["import", "signed.eml"]));
    assert_eq!(status, 0);
    assert!(!text.contains("DKIM"), "{text}");
    let (text, _) = said(&preau(
        room.path(),
        NOW,
        &["import", "signed.eml", "--keys", "keys.txt"],
    ));
    assert!(text.contains("[DKIM football.example.com: good]"), "{text}");
    let changed = ["import", "changed.eml", "--keys", "keys.txt", "--json"];
    let (text, _) = said(&preau(room.path(), NOW, &changed));
    let answer: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(answer["messages"][0]["dkim"][1]["verdict"], "body");
    // A resolver that is not there: said, and nothing fails.
    let nobody = ["import", "signed.eml", "--dns", "tcp://127.0.0.1:1"];
    let (text, status) = said(&preau(room.path(), NOW, &nobody));
    assert_eq!(status, 0);
    assert!(
        text.contains("[DKIM football.example.com: unreachable]"),
        "{text}"
    );

    write(
        "chat.txt",
        "20/11/2016, 22:14 - Lina: avant\n20/11/2026, 22:14 - Lina: maintenant\n",
    );
    let days = ["import", "chat.txt", "--from", "2026-01-01"];
    let (text, status) = said(&preau(room.path(), NOW, &days));
    assert_eq!(status, 0);
    assert!(
        text.contains("maintenant") && !text.contains("avant\n"),
        "{text}"
    );
    assert!(
        text.contains("(1 of other days or without a date)"),
        "{text}"
    );
    let none = ["import", "chat.txt", "--to", "2010-01-01"];
    assert_eq!(said(&preau(room.path(), NOW, &none)).1, 1);
    let wrong = ["import", "chat.txt", "--to", "31/12/2026"];
    assert_eq!(said(&preau(room.path(), NOW, &wrong)).1, 2);
}
