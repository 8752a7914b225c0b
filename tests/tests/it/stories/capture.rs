//! Keeping a page of the web (N033, N034, N037). The browser is played here; the real one, in a network of its own, is in
//! `web`.

use super::export::Unzipped;
use crate::people::files::picture;
use crate::people::{Wish, everywhere, everywhere_with};
use kernel::ports::{Capture, CaptureOrder, Captured, NotCaptured};
use kernel::{Code, Fault, Moment};
use std::future::Future;
use std::io::{Seek, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// A browser that answers what each address says.
#[derive(Default)]
struct Played {
    absent: AtomicBool,
    /// The site says that the page is no more.
    gone: AtomicBool,
    /// Let go of a page that waits.
    go: Notify,
}

/// The captured page that the verifier's own tests make.
#[path = "../../../../crates/bundle/tests/it/page.rs"]
#[expect(dead_code, reason = "what a forger changes is for those tests")]
mod page;

impl Capture for Played {
    fn ready(&self) -> bool {
        !self.absent.load(Ordering::Relaxed)
    }

    fn accepts(&self, typed: &str) -> Result<String, Fault> {
        if typed.contains("127.0.0.1") {
            return Err(Fault::new(Code::Invalid, "not public"));
        }
        Ok(typed.trim().to_owned())
    }

    fn capture<'a>(
        &'a self,
        order: &'a CaptureOrder,
    ) -> Pin<Box<dyn Future<Output = Result<Captured, NotCaptured>> + Send + 'a>> {
        Box::pin(async move {
            let url = order.url.as_str();
            if url.ends_with("/lente") {
                self.go.notified().await;
            }
            if url.ends_with("/rien") {
                return Err(NotCaptured::NoAnswer);
            }
            let wall = url.ends_with("/mur");
            let mut archive = tempfile::tempfile().expect("a file");
            let made = page::Made::of(
                "2026-11-22T09:30:08Z",
                &[(url, "text/html", 200, b"<p>Un mur")],
            );
            archive.write_all(&made.zip()).expect("written");
            archive.rewind().expect("rewound");
            let at = Moment::parse("2026-11-22T09:30:05Z").expect("an instant");
            Ok(Captured {
                url: url.to_owned(),
                landed: url.to_owned(),
                status: Some(if self.gone.load(Ordering::Relaxed) {
                    404
                } else {
                    200
                }),
                title: "Le mur des profs".to_owned(),
                text: "Mme Vasseur ne sait pas tenir sa classe".to_owned(),
                started: at,
                ended: at.plus_seconds(3),
                short: if wall {
                    vec!["login-wall".into(), "gaps".into()]
                } else {
                    Vec::new()
                },
                gaps: if wall {
                    vec![("https://a.fr/x.png".into(), "failed".into())]
                } else {
                    Vec::new()
                },
                exchanges: 4,
                archive,
                bytes: 0,
                report: b"%PDF-1.7 a report".to_vec(),
                pictures: 1,
                picture: Some(picture(url)),
                dated: None,
                browser_memory: 0,
            })
        })
    }
}

fn wish(played: &Arc<Played>) -> Wish {
    Wish {
        capture: Some(Arc::clone(played) as Arc<dyn Capture>),
        ..Wish::default()
    }
}

#[tokio::test]
async fn n033_n034_a_page_is_kept_with_its_report_and_its_picture_and_comes_in_an_export_that_verifies()
 {
    let played = Arc::new(Played::default());
    everywhere_with(wish(&played), |world| async move {
        let mut her = world.teacher().await;
        her.adds("une.png", &picture("une")).await;
        her.goes("/pieces")
            .await
            .follow("Garder une page du web")
            .await;
        her.sees("comme un visiteur inconnu");
        her.press(
            "Garder cette page",
            &[("url", "https://reseau.fr/mur-des-profs")],
        )
        .await;
        her.sees("Gardée en entier. Vue le dimanche 22 novembre 2026, 10 h 30")
            .sees("Le mur des profs")
            .sees("Pièce n° 2 (page.wacz")
            .sees("Pièce n° 3 (compte-rendu.pdf")
            .sees("Pièce n° 4 (page.png");
        let kept = her.path.clone();

        // Class, address, words beside: said on the piece, and no address is missing any more.
        her.follow("Pièce n° 4").await;
        her.sees("Relevée par le serveur à son adresse")
            .sees("Mme Vasseur ne sait pas tenir sa classe")
            .does_not_see("n’a pas encore l’adresse");
        her.open(&kept).await.follow("Pièce n° 2").await;
        her.follow("Télécharger l’original").await;
        assert!(her.body.starts_with(b"PK"));

        // A file added after takes the next number; the history tells what was asked.
        her.adds("deux.png", &picture("deux")).await;
        her.sees("Pièce n° 5");
        her.goes("/historique").await.sees("Page demandée");

        let zip = Unzipped::of(&her.exports(&[]).await);
        let report = zip.report(&[]);
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        // The page among the pieces is judged with them.
        let [page] = report.captures.as_slice() else {
            panic!("{:?}", report.captures)
        };
        assert_eq!(page.content, bundle::verify::Content::True);
        assert!(zip.holds(b"%PDF-1.7 a report"));
    })
    .await;
}

#[tokio::test]
async fn n037_a_wall_a_silence_and_a_second_visit_are_told_for_what_they_are() {
    let played = Arc::new(Played::default());
    everywhere_with(wish(&played), |world| async move {
        let mut her = world.teacher().await;
        her.goes("/capture").await;
        her.press("Garder cette page", &[("url", "https://reseau.fr/mur")])
            .await;
        her.sees("Gardée en partie")
            .sees("Le site semble demander de se connecter")
            .sees("Un élément de la page manque.");
        her.press("Garder cette page", &[("url", "https://reseau.fr/rien")])
            .await;
        her.sees("Rien n’a répondu à cette adresse.");
        // The same address again is a second visit, with its own pieces.
        her.press("Garder cette page", &[("url", "https://reseau.fr/mur?2")])
            .await;
        her.press("Garder cette page", &[("url", "https://reseau.fr/rien")])
            .await;
        her.goes("/pieces").await.sees("6 preuves sont scellées.");
        her.goes("/historique")
            .await
            .sees("Page demandée, sans réponse");
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert!(zip.report(&[]).findings.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_no_address_of_the_public_web_is_refused_and_stays_in_the_form() {
    let played = Arc::new(Played::default());
    everywhere_with(wish(&played), |world| async move {
        let mut her = world.teacher().await;
        her.goes("/capture").await;
        for (typed, said) in [
            ("", "Donnez une adresse."),
            ("http://127.0.0.1/", "pas celle d’une page du web public"),
        ] {
            her.press("Garder cette page", &[("url", typed)]).await;
            assert_eq!(her.status, 422);
            her.sees(said);
            assert_eq!(her.form("Garder cette page").value("url"), typed);
        }
        her.goes("/pieces").await.sees("Aucune preuve");
    })
    .await;
}

#[tokio::test]
async fn without_a_browser_the_page_says_so_and_the_rest_goes_on() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes("/capture")
            .await
            .sees("il lui manque le navigateur Chromium");
        her.adds("une.png", &picture("une")).await;
        her.sees("Pièce n° 1");
    })
    .await;
}

#[tokio::test]
async fn n033_a_slow_page_leaves_the_dossier_free_and_keeps_its_numbers() {
    let played = Arc::new(Played::default());
    let slow = Arc::clone(&played);
    everywhere_with(wish(&played), move |world| {
        let slow = Arc::clone(&slow);
        async move {
            let mut her = world.teacher().await;
            her.goes("/capture").await;
            let form = her.form("Garder cette page");
            let mut other = her.clone();
            let asked = tokio::spawn(async move {
                let mut form = form;
                form.fill(&[("url", "https://reseau.fr/lente")]);
                let body = form.body(&[]);
                let path = other.path.clone();
                other.send(http::Method::POST, &path, Some(body)).await;
                other
            });
            // Meanwhile she adds a file: its number comes after those kept for the page.
            loop {
                her.goes("/capture").await;
                if her.text().contains("En cours.") {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            her.adds("une.png", &picture("une")).await;
            her.sees("Pièce n° 4");
            slow.go.notify_one();
            asked.await.expect("the form is answered");
            her.goes("/capture").await.sees("Pièce n° 1 (page.wacz");
            let zip = Unzipped::of(&her.exports(&[]).await);
            assert!(zip.report(&[]).findings.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn n037_a_kept_page_is_looked_at_again_each_week_and_each_look_is_dated() {
    let played = Arc::new(Played::default());
    everywhere_with(wish(&played), |world| {
        let played = Arc::clone(&played);
        async move {
            let mut her = world.teacher().await;
            let url = "https://reseau.fr/bientot-retiree";
            her.goes("/capture")
                .await
                .press("Garder cette page", &[("url", url)])
                .await;
            her.sees("Le serveur ouvrira la page pour vous")
                .press("Vérifier", &[("pace", "weeks")])
                .await
                .sees("Cette page est vérifiée régulièrement");
            let look = || async { world.app.dossiers.look_once().await.expect("a look") };
            assert!(!look().await, "not before a week");
            let (week, rows) = (7 * 86_400 + 3600, world.rows().await);
            assert_eq!(rows["watches"], 1);
            world.pass(week);
            assert!(look().await && !look().await, "once");
            played.gone.store(true, Ordering::Relaxed);
            world.pass(week);
            assert!(look().await);
            assert_eq!(
                world.rows().await["blobs"],
                rows["blobs"],
                "no copy is kept"
            );

            her.come_back(&world).await;
            her.goes("/capture")
                .await
                .sees("2026, 10 h")
                .sees(": en ligne")
                .sees("retirée (le site répond qu’elle n’existe plus)");
            her.goes("/historique").await.sees("Vérification en ligne");
            let zip = Unzipped::of(&her.exports(&[]).await);
            assert!(zip.pdf().contains("retirée"), "it is in the document");
            let report = zip.report(&[]);
            assert!(report.findings.is_empty(), "{:?}", report.findings);

            // Stopped, the address is forgotten at once; so it is with the dossier.
            her.goes("/capture")
                .await
                .press("Arrêter les vérifications", &[])
                .await
                .does_not_see("est vérifiée régulièrement");
            assert!(!world.rows().await.contains_key("watches"));
            let list = std::fs::read_to_string(world.config.erasures()).expect("the list");
            assert!(list.contains(" watch "), "no backup brings it back: {list}");
            world.pass(week);
            assert!(!look().await);
            // A page that is taken back is no longer looked at either.
            her.come_back(&world).await;
            her.goes("/capture")
                .await
                .press("Vérifier", &[("pace", "days")])
                .await;
            assert_eq!(world.rows().await["watches"], 1);
            her.goes("/capture").await.follow("Pièce n° 1").await;
            her.follow("Retirer cette pièce")
                .await
                .press("Retirer cette pièce", &[])
                .await;
            assert!(!world.rows().await.contains_key("watches"));
            played.gone.store(false, Ordering::Relaxed);
        }
    })
    .await;
}
