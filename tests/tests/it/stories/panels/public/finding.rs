//! Finding one's question again, and taking it back (N003): nothing is told of the questions of others.

use crate::people::{Visitor, Wish, everywhere, everywhere_with};
use crate::stories::panels::{ASKED, announced, asks, expert, goes, published};
use kernel::ports::{Mail, Mailer, NotSent};
use questions::model::PanelState;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

async fn opens(her: &mut Visitor, code: &str) {
    her.open("/ma-question")
        .await
        .press("Voir ma question", &[("code", code)])
        .await;
}

#[tokio::test]
async fn n003_a_code_shows_where_a_question_stands_until_it_is_taken_back() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let her_expert = expert(&world, panel, "Maître Valmy").await;
        goes(&world, panel, PanelState::Announced, PanelState::Open).await;
        let (first, code) = asks(&world, panel, "Véro", ASKED).await;
        let (second, joined) =
            asks(&world, panel, "brille", "On m’a filmée aussi, que faire ?").await;
        let (third, refused) =
            asks(&world, panel, "Lou", "Quelle est la capitale du Pérou ?").await;
        let mut her = world.anonymous();
        opens(&mut her, &code).await;
        her.sees("En attente : les experts vont la lire.")
            .sees(ASKED);
        let panels = &world.app.panels;
        let person = &her_expert.person;
        panels
            .join(person, second, first, false, None)
            .await
            .expect("joined");
        opens(&mut her, &joined).await;
        her.sees("n’est pas encore publiée")
            .sees("On m’a filmée aussi")
            .does_not_see(ASKED);
        panels
            .refuse(person, third, "Hors du sujet de la séance.")
            .await
            .expect("refused");
        opens(&mut her, &refused).await;
        her.sees("Votre question n’est pas publiée.")
            .sees("Hors du sujet de la séance.");
        panels
            .publish_question(person, first, None)
            .await
            .expect("published");
        opens(&mut her, &code).await;
        her.sees("Publiée, en attente d’une réponse.");
        super::super::answers(&world, &her_expert, first, "Demandez le retrait.").await;
        opens(&mut her, &code).await;
        her.sees("Publiée, avec sa réponse.")
            .sees("Demandez le retrait.");
        opens(&mut her, &joined).await;
        her.sees("Jointe à la question n° 1")
            .sees("Réponse donnée")
            .sees("Demandez le retrait.");
        // By the name, what everybody reads: whatever the accents and the capitals.
        for (name, kind, found) in [
            ("VERO", "", true),
            ("véro", "menaces", false),
            ("Lou", "", false),
        ] {
            her.open("/ma-question")
                .await
                .press("Chercher", &[("pseudonym", name), ("kind", kind)])
                .await;
            let said = if found {
                "Une question publiée porte ce pseudonyme"
            } else {
                "Aucune question publiée"
            };
            her.sees(said);
            assert_eq!(her.text().contains(ASKED), found, "{name}");
        }
        // She takes it back, when she is sure: nobody reads it any more, and what it stood for waits again.
        opens(&mut her, &code).await;
        her.press("Retirer ma question", &[])
            .await
            .sees("Retirer cette question ?")
            .sees(ASKED);
        her.press("Retirer ma question pour toujours", &[])
            .await
            .is_at("/ma-question?retiree=1", 200)
            .sees("Votre question est retirée");
        opens(&mut her, &code).await;
        her.sees("Aucune question ne répond à ce code.");
        her.open(&format!("/questions/{first}")).await;
        assert_eq!(her.status, 404);
        her.open(&format!("/seances/{panel}"))
            .await
            .does_not_see(ASKED);
        opens(&mut her, &joined).await;
        her.sees("En attente : les experts vont la lire.");
    })
    .await;
}

#[tokio::test]
async fn n003_a_forged_code_and_one_of_nothing_look_the_same_and_tell_nothing() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let mut her = world.anonymous();
        let mut shown = Vec::new();
        let swapped: Vec<&str> = known.code.split(' ').rev().collect();
        let long = "abandon ".repeat(4_000);
        for wrong in [
            "abandon abandon abandon abandon abandon",
            &swapped.join(" "),
            "pas un code",
            &long,
            "<b>",
        ] {
            opens(&mut her, wrong).await;
            assert_eq!(her.status, 422);
            her.sees("Aucune question ne répond à ce code.");
            // The proofs of a form are new each time, and what was typed is her own.
            let text = her.text();
            assert_eq!(her.form("Voir ma question").value("code"), wrong.trim());
            shown.push(text);
        }
        shown.dedup();
        assert_eq!(shown.len(), 1);
        // The mailed link: of that question alone, never kept, sent to no other site.
        let token = world.app.panels.token(known.question);
        her.open(&format!("/ma-question/{token}"))
            .await
            .sees("Publiée, avec sa réponse.")
            .sees("il faut son code");
        assert_eq!(her.header("cache-control"), "no-store");
        assert_eq!(her.header("referrer-policy"), "no-referrer");
        let other = format!("{}{}", "0".repeat(32), token.get(32..).expect("a mark"));
        let cut = token.get(..63).expect("most of it");
        for wrong in [other.as_str(), cut, "x"] {
            her.open(&format!("/ma-question/{wrong}")).await;
            assert_eq!(her.status, 404, "{wrong}");
        }
    })
    .await;
}

/// Keeps the mails instead of sending them.
#[derive(Default)]
struct Letterbox(Mutex<Vec<(String, String)>>);

impl Mailer for Letterbox {
    fn send<'a>(
        &'a self,
        mail: &'a Mail,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>> {
        let (to, text) = (mail.to.clone(), mail.text.clone());
        self.0.lock().expect("the mails").push((to, text));
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn n003_whoever_left_an_address_is_sent_a_link_that_opens_her_question() {
    let letters = Arc::new(Letterbox::default());
    let wish = Wish {
        mailer: Some(Arc::clone(&letters) as _),
        ..Wish::default()
    };
    everywhere_with(wish, |world| {
        let letters = Arc::clone(&letters);
        async move {
            let panel = announced(&world).await;
            let her_expert = expert(&world, panel, "Maître Valmy").await;
            let mut her = world.anonymous();
            her.open(&format!("/seances/{panel}/poser")).await;
            let typed = "Une question de cabane, sans rien qui ressemble.";
            let fields = [("pseudonym", "Véro"), ("body", typed), ("mail", "vero@")];
            her.press("Envoyer ma question", &fields)
                .await
                .sees("Cette adresse de courriel n’est pas complète.");
            world.pass(9);
            her.press("Envoyer ma question", &[("mail", "vero@exemple.fr")])
                .await;
            if her.text().contains("relisez") {
                her.press("Poser la question ainsi", &[]).await;
            }
            her.sees("Un courriel vous dit");
            let asked = world.app.panels.of_name("Véro", "").await.expect("none");
            assert!(asked.is_empty());
            let page = her.page();
            let list = page.all("ol").into_iter();
            let mut list = list.filter(|ol| ol.attr("class") == Some("preau-code"));
            let words = list.next().expect("the five words");
            let words: Vec<String> = words.all("li").iter().map(|word| word.text()).collect();
            let mine = world.app.panels.mine(&words.join(" ")).await;
            let question = mine.expect("looked up").expect("her question").question.id;
            super::super::answers(&world, &her_expert, question, "Une réponse.").await;
            while world.app.panels.mail_once().await.expect("sent") {}
            let sent = std::mem::take(&mut *letters.0.lock().expect("the mails"));
            let [(to, text)] = sent.as_slice() else {
                panic!("{sent:?}");
            };
            assert_eq!(to, "vero@exemple.fr");
            assert!(
                !text.contains("cabane") && !text.contains("réponse."),
                "{text}"
            );
            let at = text.find("/ma-question/").expect("a link");
            let link = text.get(at..).expect("a path").split_whitespace().next();
            let link = link.expect("a path").to_owned();
            her.open(&link)
                .await
                .is_at(&link, 200)
                .sees("Publiée, avec sa réponse.")
                .sees("Une réponse.")
                .does_not_see("vero@exemple.fr");
            // Nobody else reads the address.
            let mut anybody = world.anonymous();
            anybody
                .open(&format!("/questions/{question}"))
                .await
                .does_not_see("vero@exemple.fr");
        }
    })
    .await;
}
