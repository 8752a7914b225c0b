//! « Mettre à l'abri »: the dossier, its eight words, leaving and coming back (N032, N046, N136).

use crate::people::world::{INSULT, ON_THE_NET, dossier_of, tell};
use crate::people::{Visitor, everywhere};

async fn sheltered(her: &mut Visitor) -> String {
    tell(her, INSULT).await;
    her.press("Continuer", &ON_THE_NET)
        .await
        .press("Continuer", &[])
        .await
        .press("Mettre à l’abri", &[])
        .await;
    dossier_of(&her.path)
}

#[tokio::test]
async fn n032_the_draft_becomes_a_dossier_with_what_was_told() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let before = sheltered(&mut her).await;
        her.is_at(&format!("{before}/pieces"), 200)
            .sees("Notez votre code de retour avant de partir.");
        let rows = world.rows().await;
        for (table, count) in [
            ("accounts", 1),
            ("slots", 1),
            ("grants", 1),
            ("dossiers", 1),
            ("sessions", 1),
        ] {
            assert_eq!(rows.get(table), Some(&count), "{table} in {rows:?}");
        }
        her.open(&format!("{before}/recit")).await;
        assert_eq!(her.form("Enregistrer").value("story"), INSULT);
        her.open(&format!("{before}/faits"))
            .await
            .sees("Le lundi 16 novembre 2026");
        her.open(&format!("{before}/plan"))
            .await
            .sees("Avant le lundi 15 février 2027");
        her.open("/recit").await;
        assert_eq!(
            her.form("Continuer").value("story"),
            "",
            "the draft is gone with it"
        );
    })
    .await;
}

#[tokio::test]
async fn n046_the_code_is_typed_back_once_and_never_shown_again() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let dossier = sheltered(&mut her).await;
        let planted = her.cookies.clone();
        let code = her.follow("Voir mon code").await.code_shown();

        let mut wrong: Vec<&str> = code.split(' ').collect();
        wrong.swap(0, 7);
        her.press("J’ai noté mon code", &[("code", &wrong.join(" "))])
            .await
            .is_at("/code", 422);
        her.sees("Ce ne sont pas les mêmes mots.")
            .sees("Rien n’est perdu.");
        assert_eq!(her.code_shown(), code);

        // A story that holds the code is refused, and comes back to be corrected.
        let story = format!(
            "On m’insulte. Mon code est {} et voilà.",
            code.to_uppercase()
        );
        her.open(&format!("{dossier}/recit"))
            .await
            .press("Enregistrer", &[("story", &story)])
            .await;
        her.is_at(&format!("{dossier}/recit"), 422)
            .sees("Votre texte contient votre code de retour.");
        assert_eq!(her.form("Enregistrer").value("story"), story);
        her.open(&dossier).await.does_not_see(&code);

        her.open("/code")
            .await
            .press("J’ai noté mon code", &[("code", &code)])
            .await
            .is_at("/code", 200);
        her.sees("Votre code est vérifié.")
            .sees("Pour votre sécurité, le code vérifié ne s’affiche plus.");
        let first = code.split(' ').next().expect("a word");
        assert!(!String::from_utf8_lossy(&her.body).contains(&format!("<li>{first}</li>")));
        her.open(&dossier)
            .await
            .is_at(&dossier, 200)
            .does_not_see("Notez votre code de retour");

        // The session changed its secret at that step: the one of before opens nothing.
        let mut old = world.anonymous();
        old.cookies = planted;
        old.open(&dossier).await.is_at("/revenir", 200);
    })
    .await;
}

#[tokio::test]
async fn n136_signing_out_leaves_nothing_and_the_code_opens_from_another_browser() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.adds("capture.png", &crate::people::files::png("a"))
            .await;
        let cookies = her.cookies.clone();
        her.goes("")
            .await
            .follow("Fermer mon dossier")
            .await
            .press("Fermer mon dossier", &[])
            .await;
        her.is_at("/fermer", 200)
            .sees("Vous pouvez fermer cette page")
            .sees("Rien ne reste dans ce navigateur");
        assert!(
            !her.cookies
                .keys()
                .any(|name| name.contains("preau") && her.cookies[name] == cookies[name])
        );
        assert_eq!(world.rows().await.get("sessions"), None);
        let mut stolen = world.anonymous();
        stolen.cookies = cookies;
        stolen.open(&her.dossier).await.is_at("/revenir", 200);

        let plain: String = her.code.chars().map(without_accent).collect();
        let four: Vec<String> = her
            .code
            .split(' ')
            .map(|word| word.chars().take(4).collect())
            .collect();
        for typed in [
            her.code.clone(),
            her.code.to_uppercase(),
            plain,
            four.join(", "),
            format!("  {}\n", four.join("\n-")),
        ] {
            let mut elsewhere = world.anonymous();
            elsewhere
                .open("/")
                .await
                .follow("Revenir à mon dossier")
                .await
                .press("Ouvrir", &[("code", &typed)])
                .await;
            elsewhere
                .is_at("/dossiers", 200)
                .follow("Dossier ouvert le 22 novembre 2026")
                .await
                .is_at(&her.dossier, 200);
            elsewhere
                .follow("Ajouter vos preuves")
                .await
                .sees("capture.png");
            elsewhere
                .open("/code")
                .await
                .sees("Pour votre sécurité, le code vérifié ne s’affiche plus.");
        }
    })
    .await;
}

fn without_accent(letter: char) -> char {
    match letter {
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'à' | 'â' => 'a',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'û' | 'ù' | 'ü' => 'u',
        'ç' => 'c',
        other => other,
    }
}

#[tokio::test]
async fn a_wrong_code_opens_nothing_says_so_and_is_never_sent_back() {
    everywhere(|world| async move {
        let her = world.teacher().await;
        let mut other: Vec<&str> = her.code.split(' ').collect();
        other.rotate_left(1);
        for typed in [
            other.join(" "),
            "abandon abandon".to_owned(),
            "zzz".to_owned(),
            String::new(),
            "<b>x</b> ".repeat(8),
        ] {
            let mut thief = world.anonymous();
            thief
                .open("/revenir")
                .await
                .press("Ouvrir", &[("code", &typed)])
                .await
                .is_at("/revenir?refus=oui", 422);
            thief.sees("Ce code n’ouvre aucun dossier.");
            thief.does_not_see("Ce que vous avez écrit est encore là");
            assert_eq!(thief.form("Ouvrir").value("code"), "");
            thief.open(&her.dossier).await.is_at("/revenir", 200);
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_by_itself_but_not_before_the_code_is_noted() {
    everywhere(|world| async move {
        let mut unconfirmed = world.anonymous();
        let dossier = sheltered(&mut unconfirmed).await;
        world.pass(20 * 3600);
        unconfirmed
            .open(&dossier)
            .await
            .is_at(&dossier, 200)
            .sees("Notez votre code de retour");

        let mut her = world.teacher().await;
        world.pass(20 * 60);
        her.goes("").await.sees("Où vous en êtes");
        world.pass(31 * 60);
        her.goes("").await.is_at("/revenir", 200);
        let code = her.code.clone();
        her.press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/dossiers", 200);
        for _ in 0..40 {
            world.pass(20 * 60);
            her.open("/dossiers").await;
        }
        her.is_at("/revenir", 200);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_whose_code_was_never_noted_is_gone_after_seven_days() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let dossier = sheltered(&mut her).await;
        let sent = [crate::people::Chosen {
            name: "a.txt",
            bytes: b"bonjour",
        }];
        her.open(&format!("{dossier}/pieces"))
            .await
            .press_with("Ajouter ces fichiers", &[], &sent)
            .await
            .sees("a.txt");
        assert_eq!(world.blob_files().len(), 1);
        world.pass(7 * 24 * 3600 - 7200);
        world.work().await;
        assert_eq!(world.rows().await.get("dossiers"), Some(&1), "not before");
        world.pass(3 * 3600);
        world.work().await;
        world.app.dossiers.maintain().await.expect("housekeeping");
        let rows = world.rows().await;
        let left: Vec<_> = rows
            .keys()
            .filter(|table| !matches!(**table, "erased" | "nonces"))
            .collect();
        assert!(left.is_empty(), "{rows:?}");
        assert!(world.blob_files().is_empty());
    })
    .await;
}

#[tokio::test]
async fn n046_coming_back_with_the_code_is_proof_that_it_was_noted() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let dossier = sheltered(&mut her).await;
        let code = her.follow("Voir mon code").await.code_shown();
        let mut later = world.anonymous();
        later
            .open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/dossiers", 200);
        // The first browser does not know: what begins there is noted all the same.
        her.open("/dossiers")
            .await
            .press("Ouvrir un autre dossier", &[])
            .await;
        world.pass(8 * 24 * 3600);
        world.work().await;
        world.app.dossiers.maintain().await.expect("housekeeping");
        let mut later = world.anonymous();
        later
            .open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/dossiers", 200);
        assert_eq!(world.rows().await.get("dossiers"), Some(&2));
        later.open(&dossier).await.is_at(&dossier, 200);
    })
    .await;
}

#[tokio::test]
async fn n046_who_comes_in_where_a_code_is_not_noted_loses_nobody_s_dossier() {
    everywhere(|world| async move {
        let mut colleague = world.teacher().await;
        let code = colleague.code.clone();
        colleague
            .goes("")
            .await
            .follow("Fermer mon dossier")
            .await
            .press("Fermer mon dossier", &[])
            .await;
        let mut her = world.anonymous();
        let dossier = sheltered(&mut her).await;
        her.open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/code", 200)
            .sees("Votre code de retour");
        let mine = her.code_shown();
        her.press("J’ai noté mon code", &[("code", &mine)]).await;
        her.open(&dossier).await.is_at(&dossier, 200);
        // Noted, it can be left for the other's.
        her.open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/dossiers", 200);
        her.open("/revenir")
            .await
            .press("Ouvrir", &[("code", &mine)])
            .await;
        her.open(&dossier).await.is_at(&dossier, 200);
    })
    .await;
}
