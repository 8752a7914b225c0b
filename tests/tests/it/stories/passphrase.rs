//! A login name and a passphrase, with or without a telephone's codes (N046).

use crate::people::{Teacher, Visitor, World, everywhere};
use accounts::doors::Removed;
use accounts::passphrase::Telephone;
use kernel::Clock as _;
use seal::totp::Totp;

const PHRASE: &str = "le hérisson dort sous la gouttière";

async fn chooses(her: &mut Teacher, login: &str, phrase: &str) {
    let fields = [("login", login), ("phrase", phrase), ("again", phrase)];
    her.open("/compte/phrase")
        .await
        .press("Enregistrer la phrase de passe", &fields)
        .await;
}

async fn tries(world: &World, login: &str, phrase: &str, digits: &str) -> Visitor {
    let mut visitor = world.anonymous();
    let fields = [("login", login), ("phrase", phrase), ("digits", digits)];
    visitor
        .open("/revenir")
        .await
        .follow("Utiliser une phrase de passe")
        .await
        .press("Ouvrir", &fields)
        .await;
    visitor
}

#[tokio::test]
async fn a_passphrase_opens_and_what_was_typed_is_never_sent_back() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        chooses(&mut her, " Hérisson ", PHRASE).await;
        her.sees("Votre phrase de passe est en place. Elle est solide.")
            .sees("Phrase de passe")
            .sees("Depuis novembre 2026");

        // Capitals of the name do not matter; those of the phrase do. Composed or not, accents are the same.
        let decomposed = "le he\u{301}risson dort sous la goutti\u{e8}re";
        for phrase in [PHRASE, decomposed] {
            let mut back = tries(&world, "HÉRISSON", phrase, "").await;
            back.is_at("/dossiers", 200);
            back.open(&her.dossier).await.is_at(&her.dossier, 200);
        }
        for (login, phrase) in [
            ("hérisson", "le hérisson dort sous la gouttière !"),
            ("hérisson", ""),
            ("", PHRASE),
            ("herisson", PHRASE),
        ] {
            let mut wrong = tries(&world, login, phrase, "").await;
            wrong
                .is_at("/revenir/phrase?vers=%2Fdossiers&refus=oui", 422)
                .sees("n’ouvrent aucun dossier");
            for field in ["login", "phrase"] {
                assert_eq!(wrong.form("Ouvrir").value(field), "");
            }
            wrong.open(&her.dossier).await.is_at("/revenir", 200);
        }
        // No row is written for who was refused, and the code opens as before.
        let sessions = world.rows().await["sessions"];
        tries(&world, "hérisson", "autre chose tout à fait", "").await;
        assert_eq!(world.rows().await["sessions"], sessions);
        her.come_back(&world).await;
        her.goes("").await.sees("Où vous en êtes");
    })
    .await;
}

#[tokio::test]
async fn weak_phrases_taken_names_and_slips_are_refused_in_words() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        for (phrase, said) in [
            ("trop court", "Cette phrase est trop courte."),
            ("motdepasse2026", "parmi les premières que l’on essaie"),
            ("Maître corbeau sur un arbre perché", "parmi les premières"),
            ("camille 123456", "presque seulement votre nom"),
            ("aqwzsxedcrfvtgb", "suite de touches"),
            ("lycée Jules Ferry 2025", "école, date"),
        ] {
            chooses(&mut her, "camille", phrase).await;
            her.is_at("/compte/phrase", 422).sees(said);
            let form = her.form("Enregistrer la phrase de passe");
            assert_eq!(form.value("login"), "camille", "nothing else is lost");
            assert_eq!(form.value("phrase"), "");
        }
        let fields = [
            ("login", "camille"),
            ("phrase", PHRASE),
            ("again", "le hérisson"),
        ];
        her.press("Enregistrer la phrase de passe", &fields)
            .await
            .sees("Les deux phrases ne sont pas les mêmes.");
        assert_eq!(world.rows().await["slots"], 1);
        chooses(&mut her, "camille", PHRASE).await;

        let mut other = world.teacher().await;
        chooses(&mut other, "Camille", "un autre chemin vers la mer").await;
        other
            .is_at("/compte/phrase", 422)
            .sees("Ce nom est déjà pris.");
        tries(&world, "camille", PHRASE, "")
            .await
            .is_at("/dossiers", 200);
        // Another phrase takes the place of the first.
        chooses(&mut her, "camille", "un autre chemin vers la mer").await;
        tries(&world, "camille", "un autre chemin vers la mer", "")
            .await
            .is_at("/dossiers", 200);
        let mut old = tries(&world, "camille", PHRASE, "").await;
        old.sees("n’ouvrent aucun dossier");
    })
    .await;
}

#[tokio::test]
async fn wrong_phrases_slow_down_that_name_and_that_door_only() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        chooses(&mut her, "hérisson", PHRASE).await;
        let mut colleague = world.teacher().await;
        chooses(&mut colleague, "loutre", PHRASE).await;
        // The same browser, hence the same address, for everybody.
        for number in 0..5 {
            let mut thief = tries(&world, "hérisson", &format!("essai numéro {number}"), "").await;
            thief.sees("n’ouvrent aucun dossier");
        }
        let mut now = tries(&world, "Hérisson", PHRASE, "").await;
        now.is_at(
            "/revenir/phrase?vers=%2Fdossiers&refus=attente&minutes=1",
            422,
        )
        .sees("Attendez 1 min.")
        .sees("Vos autres moyens de revenir ouvrent tout de suite");
        // The code of the same account, and the passphrase of a colleague, open at once.
        her.come_back(&world).await;
        her.open("/dossiers").await.is_at("/dossiers", 200);
        tries(&world, "loutre", PHRASE, "")
            .await
            .is_at("/dossiers", 200);
        // A name that nobody has is answered in the same way.
        for number in 0..5 {
            tries(&world, "personne", &format!("essai {number}"), "").await;
        }
        let mut nobody = tries(&world, "personne", PHRASE, "").await;
        nobody.sees("Attendez 1 min.");

        world.pass(31);
        tries(&world, "hérisson", "encore un essai", "").await;
        world.pass(31);
        let mut twice = tries(&world, "hérisson", PHRASE, "").await;
        twice.sees("Attendez 1 min.");
        world.pass(30);
        tries(&world, "hérisson", PHRASE, "")
            .await
            .is_at("/dossiers", 200);
        // The right one ends the count.
        tries(&world, "hérisson", "encore un essai", "").await;
        tries(&world, "hérisson", PHRASE, "")
            .await
            .is_at("/dossiers", 200);
    })
    .await;
}

#[tokio::test]
async fn a_passphrase_gives_a_new_session_and_proves_again_for_its_own_account_only() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        chooses(&mut her, "hérisson", PHRASE).await;
        her.open("/compte")
            .await
            .press("Retirer : Code de huit mots", &[])
            .await;
        let mut back = tries(&world, "hérisson", PHRASE, "").await;
        back.open("/dossiers").await.is_at("/dossiers", 200);
        // A cookie planted before the sign-in is worth nothing after it.
        let mut victim = world.anonymous();
        let planted = seal::session::Secret::generate().cookie().to_string();
        let name = "__Host-preau".to_owned();
        victim.cookies.insert(name.clone(), planted.clone());
        let fields = [("login", "hérisson"), ("phrase", PHRASE)];
        victim
            .open("/revenir/phrase")
            .await
            .press("Ouvrir", &fields)
            .await
            .is_at("/dossiers", 200);
        assert_ne!(victim.cookies[&name], planted);

        let mut other = world.teacher().await;
        chooses(&mut other, "loutre", PHRASE).await;
        world.pass(16 * 60);
        back.open("/compte/feuille")
            .await
            .sees("Confirmez que c’est vous")
            .follow("Utiliser une phrase de passe")
            .await;
        let before = back.cookies.clone();
        back.press("Ouvrir", &[("login", "loutre"), ("phrase", PHRASE)])
            .await
            .sees("n’ouvrent aucun dossier");
        assert_eq!(back.cookies, before);
        back.press("Ouvrir", &fields)
            .await
            .is_at("/compte/feuille", 200)
            .sees("Tirer les mots");
        assert_ne!(back.cookies, before, "a new secret at each step up");
        let mut old = world.anonymous();
        old.cookies = before;
        old.open("/dossiers").await.is_at("/revenir", 200);
    })
    .await;
}

/// The secret that the page shows in letters (RFC 4648, section 6).
fn telephone(page: &Visitor) -> Totp {
    let page = page.page();
    let strong = page.all("strong");
    let letters = strong
        .iter()
        .map(|strong| strong.text().replace(' ', ""))
        .find(|text| text.len() == 32)
        .expect("the letters");
    let (mut bits, mut bytes) = (0_u64, Vec::new());
    for (place, letter) in letters.bytes().enumerate() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        };
        bits = bits << 5 | u64::from(value);
        if place % 8 == 7 {
            bytes.extend_from_slice(&bits.to_be_bytes()[3..]);
            bits = 0;
        }
    }
    Totp::from_slice(&bytes).expect("20 bytes")
}

#[tokio::test]
async fn a_telephone_is_asked_with_the_passphrase_and_never_with_the_code() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.open("/compte/telephone")
            .await
            .sees("Choisissez d’abord une phrase de passe");
        chooses(&mut her, "hérisson", PHRASE).await;
        her.open("/compte/telephone")
            .await
            .press("Enregistrer mon téléphone", &[])
            .await;
        let secret = telephone(&her);
        let shown = || secret.at(world.clock.now().0 / 1_000_000);
        let stale = secret.at(world.clock.now().0 / 1_000_000 - 3600);
        for wrong in ["12345", &stale] {
            her.press("Vérifier le code", &[("digits", wrong)])
                .await
                .is_at("/compte/telephone", 422)
                .sees("Ce n’est pas le bon code.");
        }
        tries(&world, "hérisson", PHRASE, "")
            .await
            .is_at("/dossiers", 200);
        her.press("Vérifier le code", &[("digits", &shown())])
            .await
            .sees("Votre téléphone est enregistré.");

        let mut without = tries(&world, "hérisson", PHRASE, "").await;
        without.sees("n’ouvrent aucun dossier");
        let mut served = tries(&world, "hérisson", PHRASE, &shown()).await;
        served.sees("n’ouvrent aucun dossier");
        world.pass(30);
        let code = shown();
        tries(&world, "hérisson", PHRASE, &code)
            .await
            .is_at("/dossiers", 200);
        let mut again = tries(&world, "hérisson", PHRASE, &code).await;
        again.sees("n’ouvrent aucun dossier");
        // Another node of the same instance, or this one started again, remembers it too.
        let other = world.again();
        let mut again = tries(&other, "hérisson", PHRASE, &code).await;
        again.sees("n’ouvrent aucun dossier");
        world.pass(60);
        let mut stale = tries(&world, "hérisson", PHRASE, &code).await;
        stale.sees("n’ouvrent aucun dossier");
        tries(&world, "hérisson", PHRASE, &shown())
            .await
            .is_at("/dossiers", 200);

        // The code of eight words is the way back when the telephone is lost; another code keeps both.
        her.come_back(&world).await;
        her.open("/compte/code")
            .await
            .press("Tirer un nouveau code", &[])
            .await;
        let new = her.code_shown();
        her.press("Remplacer mon code", &[("code", &new)]).await;
        world.pass(60);
        tries(&world, "hérisson", PHRASE, &shown())
            .await
            .is_at("/dossiers", 200);
        her.open("/compte")
            .await
            .press("Retirer : Téléphone", &[])
            .await
            .sees("Ce moyen est retiré.");
        tries(&world, "hérisson", PHRASE, "")
            .await
            .is_at("/dossiers", 200);
        assert_eq!(world.rows().await["slots"], 2);
    })
    .await;
}

#[tokio::test]
async fn a_full_queue_is_no_wrong_try() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        chooses(&mut her, "hérisson", PHRASE).await;
        let slow = &world.app.dossiers.accounts.doors.slow;
        let mut places = Vec::new();
        while let Ok(place) = slow.enter() {
            places.push(place);
        }
        for _ in 0..8 {
            let busy = tries(&world, "hérisson", PHRASE, "").await;
            assert_eq!(busy.status.as_u16(), 429, "{}", busy.path);
        }
        drop(places);
        tries(&world, "hérisson", PHRASE, "")
            .await
            .is_at("/dossiers", 200);
    })
    .await;
}

#[tokio::test]
async fn a_telephone_stands_beside_a_passphrase_and_nowhere_else() {
    everywhere(|world| async move {
        let accounts = &world.app.dossiers.accounts;
        let mut her = world.teacher().await;
        chooses(&mut her, "hérisson", PHRASE).await;
        let mut tab = her.open("/compte/telephone").await.clone();
        her.press("Enregistrer mon téléphone", &[]).await;
        let secret = telephone(&her);
        let shown = || secret.at(world.clock.now().0 / 1_000_000);
        let late = super::doors::visit_of(&world, &her).await;
        let mark = late.drawn().expect("a telephone").mark();
        // Another secret is drawn in another tab: this page's is not the one that waits.
        tab.press("Enregistrer mon téléphone", &[]).await;
        her.press("Vérifier le code", &[("digits", &shown())])
            .await
            .is_at("/compte/telephone?refus=autres", 422)
            .sees("un autre onglet en a tiré d’autres");

        // The passphrase goes while a code is being checked.
        her.open("/compte")
            .await
            .press("Retirer : Phrase de passe", &[])
            .await;
        let kept = accounts.keep_telephone(&late, &mark, &shown()).await;
        assert_eq!(kept.expect("an answer"), Telephone::Alone);
        assert_eq!(world.rows().await["slots"], 1);

        // It goes with its passphrase, and is never the way that stays.
        chooses(&mut her, "hérisson", PHRASE).await;
        her.open("/compte/telephone").await;
        let secret = telephone(&her);
        let digits = secret.at(world.clock.now().0 / 1_000_000);
        her.press("Vérifier le code", &[("digits", &digits)])
            .await
            .sees("Votre téléphone est enregistré.");
        her.open("/compte")
            .await
            .press("Retirer : Code de huit mots", &[])
            .await
            .sees("Ce moyen est retiré.")
            .sees("C’est votre seul moyen de revenir");
        let door = accounts.doors(late.person().expect("her")).await;
        let door = door
            .expect("doors")
            .into_iter()
            .find(|door| door.kind == "passphrase");
        let removed = accounts
            .remove_door(&late, door.expect("a passphrase").slot)
            .await;
        assert_eq!(removed.expect("an answer"), Removed::Last);
        assert_eq!(world.rows().await["slots"], 2);
    })
    .await;
}
