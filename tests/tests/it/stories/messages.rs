//! E-mails and discussions: read where they stand, one list for one file, each message on the line of time (N038).

use super::export::Unzipped;
use crate::people::{Wish, everywhere, everywhere_with};
use seal::sha256;

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
            .sees("22:14 à l’heure du téléphone")
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
