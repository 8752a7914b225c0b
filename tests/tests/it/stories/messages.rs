//! E-mails and discussions: read where they stand, one list for one file, each message on the line of time (N038).

use super::export::Unzipped;
use crate::people::{Wish, everywhere, everywhere_with};
use kernel::ports::Names;
use kernel::{Code, Fault};
use seal::sha256;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

const MAIL: &str = "Return-Path: <a@example.org>\r\nReceived: from mx.example.org by mx.example.net; Fri, 20 Nov 2026 23:41:05 +0100\r\nDKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s1; b=AAAA\r\nFrom: =?utf-8?Q?Un_parent_f=C3=A2ch=C3=A9?= <a@example.org>\r\nTo: prof@example.net\r\nDate: Fri, 20 Nov 2026 23:41:00 +0100\r\nSubject: =?utf-8?Q?Vous_allez_le_regretter?=\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>Je sais o\u{f9} vous habitez.</p><img src=\"https://piste.example/vu.gif\"></body></html>\r\n";

const CHAT: &str = "20/11/2026, 22:10 - Les messages et les appels sont chiffrés de bout en bout.\n20/11/2026, 22:14 - Kevin 3B: la prof est nulle\net elle pue\n21/11/2026, 07:02 - Lina: arrête\n21/11/2026, 07:05 - Kevin 3B: IMG-20261121-WA0001.jpg (fichier joint)\n";

#[tokio::test]
async fn n038_a_mail_is_kept_to_the_byte_read_without_the_network_and_may_become_a_fact() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let page = her.adds("menace.eml", MAIL.as_bytes()).await;
        her.open(&page)
            .await
            .follow("Lire les messages de ce fichier")
            .await;
        her.sees("aucune image à distance")
            .press("Lire les messages", &[])
            .await;
        her.sees("Un message est gardé dans cette liste.")
            .sees("vendredi 20 novembre 2026, 23 h 41")
            .sees("Un parent fâché")
            .sees("Vous allez le regretter")
            .sees("Je sais où vous habitez.")
            .sees("Porte une signature de example.org, que nous n’avons pas vérifiée")
            .does_not_see("<p>");
        assert!(!String::from_utf8_lossy(&her.body).contains("piste.example"));
        her.press("En faire un fait", &[]).await;
        assert!(her.path.ends_with("/faits"), "{}", her.path);
        her.sees("Le vendredi 20 novembre 2026, vers 23 h 41")
            .sees("Je sais où vous habitez.");
        her.goes("/historique")
            .await
            .sees("Messages lus")
            .sees("Pièce décrite");
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert_eq!(zip.report(&[]).findings, []);
        assert!(zip.holds(MAIL.as_bytes()));
        let pdf = zip.pdf();
        assert!(
            pdf.contains("Un parent fâché <a@example.org> : Vous allez le regretter"),
            "{pdf}"
        );
        assert!(zip.text_holds(&sha256(MAIL.as_bytes()).to_string()));
    })
    .await;
}

#[tokio::test]
async fn n038_a_discussion_keeps_the_clock_of_the_telephone_and_goes_with_its_piece() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let page = her.adds("discussion.txt", CHAT.as_bytes()).await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await
            .sees("4 messages sont gardés dans cette liste.")
            .sees("Ce fichier ne dit pas son fuseau horaire.")
            .sees("22:14 à l’heure écrite dans le fichier")
            .sees("la prof est nulle et elle pue")
            .sees("Joint : IMG-20261121-WA0001.jpg");
        // Two facts from one page, in whatever order: two facts.
        let list = her.path.clone();
        let forms = [1, 2].map(|place| {
            let mut form = her.form("En faire un fait");
            form.fill(&[("message", &place.to_string())]);
            form
        });
        for form in &forms {
            for _ in 0..2 {
                her.send(http::Method::POST, &form.action, Some(form.body(&[])))
                    .await;
            }
        }
        her.goes("/faits")
            .await
            .sees("la prof est nulle")
            .sees("arrête");
        assert_eq!(
            her.page()
                .all("li")
                .iter()
                .filter(|li| li.text().contains("arrête"))
                .count(),
            1
        );

        // A name hidden for somebody hides the list, never a part of it that would say who is left.
        let zip = Unzipped::of(&her.exports(&[("hidden", "kevin 3b")]).await);
        let report = zip.report(&[]);
        assert_eq!(report.findings, []);
        assert!(report.counts.masked_parts >= 1);
        assert!(!zip.pdf().contains("Kevin"), "{}", zip.pdf());

        her.open(&format!("{page}/retirer"))
            .await
            .press("Retirer cette pièce", &[])
            .await;
        her.open(&list).await;
        assert_eq!(her.status, 404);
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert_eq!(zip.report(&[]).findings, []);
        assert!(
            !zip.pdf().contains("elle pue : "),
            "the list went with the piece"
        );
    })
    .await;
}

#[tokio::test]
async fn n038_what_is_no_message_stays_and_says_why() {
    let wish = Wish {
        largest: 4 * 1024 * 1024,
        ..Wish::default()
    };
    everywhere_with(wish, |world| async move {
        let mut her = world.teacher().await;
        let page = her
            .adds("notes.txt", b"Mardi, il m'a suivie.\nMercredi aussi.\n")
            .await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await;
        assert_eq!(her.status, 422);
        her.sees("Nous ne reconnaissons pas de messages dans ce fichier. Il reste gardé tel quel.");
        her.goes("/pieces").await.sees("Une preuve est scellée.");
        let picture = her.adds("x.png", &crate::people::files::png("x")).await;
        her.open(&picture).await.does_not_see("Lire les messages");
        her.open(&format!("{picture}/messages"))
            .await
            .press("Lire les messages", &[])
            .await
            .sees("Nous ne reconnaissons pas de messages");
        // Few enough, but too long together for what every page reads.
        let line = format!(
            "20/11/2026, 22:14 - {}: {}\n",
            "é".repeat(150),
            "é".repeat(450)
        );
        let long = her.adds("long.txt", line.repeat(1_990).as_bytes()).await;
        her.open(&format!("{long}/messages"))
            .await
            .press("Lire les messages", &[])
            .await
            .sees("ou de trop longs pour une seule liste");
        // A mail of the old charsets is one all the same.
        let old = b"From: a@example.org\r\nSubject: x\r\n\r\n\xe9t\xe9\r\n";
        let old = her.adds("vieux.eml", old).await;
        her.open(&old).await.sees("Lire les messages de ce fichier");
    })
    .await;
}

/// The mail of RFC 8463, signed twice, and the records with its keys.
const SIGNED: &str = include_str!("../../../../crates/seal/src/dkim/vectors/rfc8463.eml");
const RECORDS: &str = include_str!("../../../../crates/seal/src/dkim/vectors/records.txt");

/// A resolver that answers from a table, and notes what it was asked.
#[derive(Default)]
struct Table {
    asked: Mutex<Vec<String>>,
    /// The name that it never answers about.
    silent: &'static str,
    /// The names that it does not answer about the next time.
    slow: Mutex<Vec<String>>,
}

impl Names for Table {
    fn txt<'a>(
        &'a self,
        name: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<String>, Fault>> + Send + 'a>> {
        self.asked.lock().expect("a list").push(name.to_owned());
        let records = RECORDS.lines().filter_map(|line| line.split_once(' '));
        let records = records.filter(|(own, _)| *own == name);
        let found = records.map(|(_, record)| record.to_owned()).collect();
        let mut slow = self.slow.lock().expect("a list");
        let held = slow.len();
        slow.retain(|one| one != name);
        let answer = if name == self.silent || slow.len() < held {
            Err(Fault::new(Code::Internal, "no answer"))
        } else {
            Ok(found)
        };
        Box::pin(std::future::ready(answer))
    }
}

#[tokio::test]
async fn n038_the_signature_of_a_server_is_checked_with_the_key_of_the_day_and_the_key_is_sealed() {
    let table = Arc::new(Table {
        silent: "muet._domainkey.example.net",
        ..Table::default()
    });
    let wish = Wish {
        names: Some(table.clone()),
        ..Wish::default()
    };
    everywhere_with(wish, |world| {
        let table = Arc::clone(&table);
        async move {
            let mut her = world.teacher().await;
            let page = her.adds("signe.eml", SIGNED.as_bytes()).await;
            her.open(&format!("{page}/messages"))
                .await
                .sees("Qui tient ce domaine peut voir que sa clé a été demandée")
                .press("Lire les messages", &[])
                .await
                .sees("Signature de football.example.com vérifiée")
                .sees("Elle ne dit pas qui a écrit, ni qui tenait le clavier.")
                .does_not_see("que nous n’avons pas vérifiée");
            // The very words of the record go with the export.
            let zip = Unzipped::of(&her.exports(&[]).await);
            assert_eq!(zip.report(&[]).findings, []);
            assert!(zip.text_holds("p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="));
            assert!(zip.text_holds("test._domainkey.football.example.com"));
            assert!(zip.text_holds("\"seen\":\"2026-11-22T09:30:00"));

            // One word changed, a key that is gone, one that nobody gives, a mail that nobody signed.
            let field = |domain: &str, selector: &str| {
                format!("DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s={selector}; h=from; bh=AAAA; b=AAAA\r\n")
            };
            let many = format!(
                "From a\r\n{}\r\nFrom b\r\n{}From: b@example.org\r\n\r\nb\r\n\r\nFrom c\r\n{}From: c@example.net\r\n\r\nc\r\n\r\nFrom d\r\nFrom: d@example.net\r\n\r\nd\r\n",
                SIGNED.replace("hungry", "angry"),
                field("example.org", "partie"),
                field("example.net", "muet"),
            );
            let page = her.adds("boite.mbox", many.as_bytes()).await;
            her.open(&format!("{page}/messages"))
                .await
                .press("Lire les messages", &[])
                .await
                .sees("Signature de football.example.com fausse : le texte n’est plus celui qui a été signé.")
                .sees("Signature de example.org : la clé n’est pas ou n’est plus publiée.")
                .sees("Signature de example.net : la clé n’a pas pu être demandée.")
                .sees("Ce courriel ne porte aucune signature de serveur.");
            assert!(table.asked.lock().expect("a list").len() >= 6);
            table.asked.lock().expect("a list").clear();
            // Unticked, nobody is asked; ticked afterwards, the list is read again.
            let relayed = format!("Received: from x\r\n{SIGNED}");
            let page = her.adds("plus-tard.eml", relayed.as_bytes()).await;
            her.open(&format!("{page}/messages")).await;
            let mut form = her.form("Lire les messages");
            form.untick("keys");
            her.send(http::Method::POST, &form.action, Some(form.body(&[])))
                .await;
            her.sees("que nous n’avons pas vérifiée");
            assert!(table.asked.lock().expect("a list").is_empty());
            her.press("Lire ces jours", &[("keys", "oui")])
                .await
                .sees("Signature de football.example.com vérifiée");
            assert_eq!(table.asked.lock().expect("a list").len(), 2);
            table.asked.lock().expect("a list").clear();
            // A resolver that was silent once: the same days, read again, have their key.
            let names = ["brisbane", "test"].map(|one| format!("{one}._domainkey.football.example.com"));
            table.slow.lock().expect("a list").extend(names);
            let relayed = format!("Received: from y\r\n{SIGNED}");
            let page = her.adds("muet.eml", relayed.as_bytes()).await;
            her.open(&format!("{page}/messages"))
                .await
                .press("Lire les messages", &[])
                .await
                .sees("la clé n’a pas pu être demandée. Rien n’est perdu : relisez ces jours dans quelques minutes.")
                .press("Lire ces jours", &[])
                .await
                .does_not_see("la clé n’a pas pu être demandée")
                .sees("Signature de football.example.com vérifiée");
            table.asked.lock().expect("a list").clear();
            // A discussion asks nobody.
            let page = her.adds("discussion.txt", CHAT.as_bytes()).await;
            her.open(&format!("{page}/messages"))
                .await
                .press("Lire les messages", &[])
                .await
                .sees("4 messages");
            assert!(table.asked.lock().expect("a list").is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn n038_a_long_export_is_read_by_days_and_the_file_stays_whole() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let mut long = String::new();
        for year in 2016..=2026 {
            for place in 0..400 {
                let (day, month) = (1 + place % 28, 1 + place % 12);
                long += &format!(
                    "{day:02}/{month:02}/{year}, 22:14 - Lina: message {place} de {year}\n"
                );
            }
        }
        let page = her.adds("dix-ans.txt", long.as_bytes()).await;
        let page = format!("{page}/messages");
        her.open(&page).await.press("Lire les messages", &[]).await;
        assert_eq!(her.status, 422);
        her.sees("Il y a plus de 2 000 messages")
            .sees("Choisissez les jours utiles");
        let days = |from: [&'static str; 3], to: [&'static str; 3]| {
            [
                ("from-day", from[0]),
                ("from-month", from[1]),
                ("from-year", from[2]),
                ("to-day", to[0]),
                ("to-month", to[1]),
                ("to-year", to[2]),
            ]
        };
        her.press(
            "Lire les messages",
            &days(["30", "2", "2024"], ["", "", ""]),
        )
        .await
        .sees("Ce jour n’existe pas.");
        her.press(
            "Lire les messages",
            &days(["1", "9", "2024"], ["1", "8", "2024"]),
        )
        .await
        .sees("La fin vient avant le début.");
        her.press(
            "Lire les messages",
            &days(["1", "1", "1999"], ["31", "12", "1999"]),
        )
        .await
        .sees("aucun message de ces jours");
        her.press(
            "Lire les messages",
            &days(["1", "1", "2024"], ["31", "12", "2025"]),
        )
        .await
        .sees("800 messages sont gardés dans cette liste.")
        .sees("3600 messages d’autres jours, ou sans date, ne sont pas dans cette liste.")
        .sees("message 0 de 2024")
        .does_not_see("de 2023");
        her.press("Lire ces jours", &days(["2", "1", "2026"], ["", "", ""]))
            .await
            .sees("de 2026")
            .does_not_see("de 2024");
        her.goes("/historique").await.sees("Messages lus");
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert_eq!(zip.report(&[]).findings, []);
        assert!(zip.holds(long.as_bytes()));
    })
    .await;
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).expect("a file");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("a ZIP").into_inner()
}

#[tokio::test]
async fn n038_an_exported_archive_is_read_with_its_media_and_stays_whole() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let photo = b"une photo de la salle des profs";
        let whole = zip(&[
            ("Discussion WhatsApp avec Zélie.txt", CHAT.as_bytes()),
            ("IMG-20261121-WA0001.jpg", photo),
            ("PTT-20261121-WA0002.opus", b"autre chose"),
        ]);
        let page = her.adds("discussion.zip", &whole).await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await
            .sees("4 messages sont gardés dans cette liste.")
            .sees("Un autre fichier de l’archive n’est nommé par aucun de ces messages.")
            .sees(&format!(
                "IMG-20261121-WA0001.jpg, empreinte SHA-256 {}",
                sha256(photo)
            ))
            .sees("octets de Discussion WhatsApp avec Zélie.txt");
        // A name that stands in a file of the archive is hidden too.
        let zip_of = Unzipped::of(&her.exports(&[("hidden", "zélie")]).await);
        let report = zip_of.report(&[]);
        assert_eq!(report.findings, []);
        assert!(report.counts.masked_parts >= 1);
        let named = r#""name":"Discussion WhatsApp avec Zélie.txt""#;
        assert!(!zip_of.text_holds(named));
        let shown = Unzipped::of(&her.exports(&[]).await);
        assert!(shown.text_holds(named));

        let climbing = zip(&[("../_chat.txt", CHAT.as_bytes())]);
        let page = her.adds("grimpe.zip", &climbing).await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await
            .sees("Un fichier de cette archive a un nom qui mène ailleurs");
        let nested = zip(&[("partie-1.zip", &whole)]);
        let page = her.adds("dedans.zip", &nested).await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await
            .sees("Cette archive contient d’autres archives.");
        let zip_of = Unzipped::of(&her.exports(&[]).await);
        assert!(zip_of.holds(&whole) && zip_of.holds(&climbing));
    })
    .await;
}

#[tokio::test]
async fn n038_what_a_platform_gives_back_becomes_facts_with_its_name() {
    const SNAPCHAT: &str = r#"{"kev3b": [{"From": "kev3b", "Media Type": "TEXT", "Created": "2026-11-20 22:41:00 UTC", "Content": "on va te trouver", "IsSender": false}]}"#;
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let page = her.adds("chat_history.json", SNAPCHAT.as_bytes()).await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await
            .sees("vendredi 20 novembre 2026, 23 h 41")
            .press("En faire un fait", &[])
            .await
            .sees("on va te trouver");
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert!(zip.text_holds("Snapchat"));
        let mail = include_bytes!("../../../../crates/evidence/src/import/vectors/mail.msg");
        let page = her.adds("menace.msg", mail).await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await
            .sees("Un parent fâché")
            .sees("Je sais où vous habitez.")
            .sees(&sha256(b"une liste").to_string());
    })
    .await;
}

#[tokio::test]
async fn n038_a_capture_of_a_page_is_listed_and_what_changed_since_is_said() {
    everywhere(|world| async move {
        let warc = include_str!("../../../../crates/evidence/src/import/vectors/page.warc");
        let mut her = world.teacher().await;
        let changed = warc.replace("La prof est nulle", "La prof est super");
        let page = her.adds("page.warc", changed.as_bytes()).await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await
            .sees("3 parties de cette capture sont dans la liste.")
            .sees("https://fil.example/page.html")
            .sees("Réponse du serveur : 404")
            .sees("L’empreinte écrite dans le fichier est la bonne.")
            .sees("cette partie a changé depuis la capture")
            .does_not_see("En faire un fait");
        // Hundreds of exchanges would drown the chronology.
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert_eq!(zip.report(&[]).findings, []);
        assert!(!zip.pdf().contains("fil.example"));
        assert!(zip.text_holds("https://fil.example/i.png"));
    })
    .await;
}
