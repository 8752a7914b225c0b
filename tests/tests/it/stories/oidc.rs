//! A provider of OpenID Connect in front of the code: a stolen code is not enough, the provider alone opens nothing, and
//! paper opens without it. The provider is a real one; it runs beside the story, and lies when the story asks for it.

use super::at_rest::{at_rest, holds, needles};
use super::passkeys;
use crate::people::authenticator::Authenticator;
use crate::people::provider::{Kind, NAME, Provider};
use crate::people::{Teacher, Visitor, Wish, World, everywhere_with};
use accounts::people::Role;
use http::Method;
use kernel::Moment;
use std::future::Future;
use std::sync::Arc;

/// Tells a story with a provider that does what stories ask, on both engines.
async fn with_provider<F, Fut>(story: F)
where
    F: Fn(World, Arc<Provider>) -> Fut,
    Fut: Future<Output = ()>,
{
    with_providers(&[Kind::Npm], story).await;
}

/// Tells a story with every provider that this machine has, on both engines.
async fn with_each_provider<F, Fut>(story: F)
where
    F: Fn(World, Arc<Provider>) -> Fut,
    Fut: Future<Output = ()>,
{
    with_providers(&Kind::installed(), story).await;
}

async fn with_providers<F, Fut>(kinds: &[Kind], story: F)
where
    F: Fn(World, Arc<Provider>) -> Fut,
    Fut: Future<Output = ()>,
{
    let now = Moment::parse(crate::people::world::NOW).expect("an instant");
    for &kind in kinds {
        eprintln!("with {kind:?}");
        let provider = Provider::start(kind, now);
        let wish = Wish {
            oidc: Some(provider.port()),
            ..Wish::default()
        };
        everywhere_with(wish, |world| {
            let story = story(world, Arc::clone(&provider));
            let provider = Arc::clone(&provider);
            async move {
                provider.told("/test/fresh").await;
                story.await;
            }
        })
        .await;
    }
}

/// Where the page leads to.
pub(super) fn entrance(visitor: &Visitor) -> String {
    visitor
        .link(&format!("Aller chez « {NAME} »"))
        .expect("the way to the provider")
}

/// Goes by the provider from this page, as this subject.
pub(super) async fn passes(visitor: &mut Visitor, provider: &Provider, page: &str, subject: &str) {
    visitor
        .open(page)
        .await
        .press("Préparer la connexion", &[])
        .await
        .is_at(page, 200);
    let back = provider.recognises(&entrance(visitor), subject).await;
    visitor.open(&back).await;
}

/// Links her account to this subject.
async fn links(her: &mut Teacher, provider: &Provider, subject: &str) -> String {
    let words = super::doors::drawn(her, "/compte/feuille").await.remove(0);
    passes(&mut her.visitor, provider, "/compte/connexion", subject).await;
    her.is_at("/compte/connexion", 200)
        .sees("Rien n’est encore changé")
        .press(&format!("Demander aussi « {NAME} »"), &[])
        .await
        .is_at("/compte?fait=oidc", 200)
        .sees("demandent maintenant aussi cette connexion");
    words
}

pub(super) async fn types(visitor: &mut Visitor, words: &str) {
    visitor
        .open("/revenir")
        .await
        .press("Ouvrir", &[("code", words)])
        .await;
}

#[tokio::test]
async fn with_the_provider_a_stolen_code_is_not_enough_and_paper_still_opens() {
    with_each_provider(|world, provider| async move {
        let mut her = world.teacher().await;
        let words = links(&mut her, &provider, "dwho").await;

        // A thief has the code: it is right, and opens nothing. No row is written for him.
        let sessions = world.rows().await["sessions"];
        let mut thief = world.anonymous();
        types(&mut thief, &her.code).await;
        thief
            .is_at("/revenir?refus=connexion", 422)
            .sees("votre compte demande d’abord « Mon académie »");
        thief.open("/dossiers").await.is_at("/revenir", 200);
        assert_eq!(world.rows().await["sessions"], sessions);
        // Nor with somebody else of the same provider.
        passes(&mut thief, &provider, "/revenir/connexion", "rtyler").await;
        thief
            .is_at("/revenir", 200)
            .sees("Il reste à écrire votre code");
        types(&mut thief, &her.code).await;
        thief.is_at("/revenir?refus=connexion", 422);

        // The provider alone opens nothing either.
        let mut back = world.anonymous();
        back.open("/revenir")
            .await
            .follow("Commencer par « Mon académie »")
            .await
            .sees("Ce que « Mon académie » apprend")
            .sees("Le jour et l’heure de chacune de vos venues");
        passes(&mut back, &provider, "/revenir/connexion", "dwho").await;
        back.is_at("/revenir", 200)
            .sees("vous a reconnue ou reconnu");
        back.open("/dossiers").await.is_at("/revenir", 200);
        // A wrong code neither; the right one opens, and it serves once.
        types(
            &mut back,
            "abaisser abandon abdiquer abeille abolir aborder aboutir aboyer",
        )
        .await;
        back.is_at("/revenir?refus=oui", 422);
        types(&mut back, &her.code).await;
        back.is_at("/dossiers", 200);
        back.open(&her.dossier).await.is_at(&her.dossier, 200);
        back.open("/fermer")
            .await
            .press("Fermer mon dossier", &[])
            .await;
        types(&mut back, &her.code).await;
        back.is_at("/revenir?refus=connexion", 422);

        // The provider is gone for good: the sheet opens, and takes the link away.
        provider.told("/test/hush").await;
        back.open("/revenir/connexion")
            .await
            .press("Préparer la connexion", &[])
            .await
            .is_at("/revenir/connexion?refus=silence", 422)
            .sees("ne répond pas pour le moment")
            .sees("Une feuille de secours ou deux cartes ouvrent toujours");
        types(&mut back, &words).await;
        back.is_at("/dossiers", 200);
        let name = "Connexion de votre organisme";
        back.open("/compte")
            .await
            .sees(name)
            .press(&format!("Retirer : {name}"), &[])
            .await
            .is_at("/compte?fait=removed", 200)
            .does_not_see(name);
        her.come_back(&world).await;
        her.open("/dossiers").await.is_at("/dossiers", 200);
    })
    .await;
}

#[tokio::test]
async fn linking_asks_for_a_fresh_proof_a_code_and_paper_and_says_first_what_the_provider_learns() {
    with_provider(|world, provider| async move {
        let mut her = world.teacher().await;
        her.open("/compte")
            .await
            .follow("Demander aussi « Mon académie »")
            .await
            .is_at("/compte/connexion", 200)
            .sees("Que vous avez un compte sur ce site.")
            .sees("Le jour et l’heure de chacune de vos venues.")
            .sees("Rien de vos dossiers")
            .sees("un téléphone personnel vaut mieux")
            .sees("Imprimez d’abord une feuille de secours");
        // Without paper there is no button; a form made by hand changes nothing.
        assert!(
            her.page()
                .all("button")
                .iter()
                .all(|b| !b.text().contains("Préparer"))
        );
        let slots = world.rows().await["slots"];
        let body = hand_made(&her, "/compte/connexion", &[("acte", "")]);
        her.send(Method::POST, "/compte/connexion", Some(body))
            .await;
        her.is_at("/compte/connexion", 200);
        let way = {
            let words = super::doors::drawn(&mut her, "/compte/feuille").await;
            assert_eq!(words.len(), 1);
            her.open("/compte/connexion").await;
            entrance(&her)
        };
        let back = provider.recognises(&way, "camille").await;
        her.open(&back).await.is_at("/compte/connexion", 200);
        assert_eq!(world.rows().await["slots"], slots + 1, "only the sheet");

        // What was asked: a subject and nothing else, with a challenge, and the code came with its verifier.
        let asked = provider.told("/test/asked").await;
        let query = &asked["queries"][0];
        assert_eq!(query["scope"], "openid");
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["code_challenge_method"], "S256");
        for (name, length) in [("state", 43), ("nonce", 43), ("code_challenge", 43)] {
            assert_eq!(query[name].as_str().expect(name).len(), length, "{name}");
        }
        assert_eq!(query.as_object().expect("a query").len(), 8, "{query}");
        assert_eq!(asked["verifiers"], serde_json::json!([true]));
        assert_eq!(asked["scopes"], serde_json::json!(["openid"]));

        // The proof is stale: she confirms first.
        world.pass(16 * 60);
        her.open("/compte/connexion")
            .await
            .is_at("/confirmer?vers=%2Fcompte%2Fconnexion", 200);
        let code = her.code.clone();
        her.press("Confirmer", &[("code", &code)]).await;
        her.is_at("/compte/connexion", 200);
        passes(&mut her.visitor, &provider, "/compte/connexion", "camille").await;
        her.press("Demander aussi « Mon académie »", &[])
            .await
            .is_at("/compte?fait=oidc", 200);

        // The sheet is what opens without the provider: it stays, until cards take its place or the link goes.
        let sheet = "Retirer : Feuille de secours";
        her.press(sheet, &[])
            .await
            .is_at("/compte", 422)
            .sees("Retirez d’abord cette connexion");
        super::doors::drawn(&mut her, "/compte/cartes").await;
        her.open("/compte")
            .await
            .press(sheet, &[])
            .await
            .is_at("/compte?fait=removed", 200);
        her.press("Retirer : Trois cartes", &[])
            .await
            .is_at("/compte", 422);
        // Another code is asked with the provider too, and the link is still hers.
        her.open("/compte/code")
            .await
            .press("Tirer un nouveau code", &[])
            .await;
        let code = her.code_shown();
        her.press("Remplacer mon code", &[("code", &code)]).await;
        let mut back = world.anonymous();
        types(&mut back, &code).await;
        back.is_at("/revenir?refus=connexion", 422);
        passes(&mut back, &provider, "/revenir/connexion", "camille").await;
        types(&mut back, &code).await;
        back.is_at("/dossiers", 200);
    })
    .await;
}

/// A form that no page of ours made, with a proof of this browser's.
fn hand_made(visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> (String, Vec<u8>) {
    let token = super::routes::proof(visitor, path);
    let mut all = vec![("csrf", token.as_str()), ("nonce", "")];
    all.extend_from_slice(fields);
    let body = serde_html_form::to_string(all).expect("a form");
    (
        "application/x-www-form-urlencoded".to_owned(),
        body.into_bytes(),
    )
}

#[tokio::test]
async fn a_passphrase_asks_for_the_provider_too_and_a_subject_belongs_to_one_account() {
    with_each_provider(|world, provider| async move {
        let mut her = world.teacher().await;
        links(&mut her, &provider, "dwho").await;
        let phrase = "le hérisson dort sous la gouttière";
        let fields = [("login", "hérisson"), ("phrase", phrase), ("again", phrase)];
        her.open("/compte/phrase")
            .await
            .press("Enregistrer la phrase de passe", &fields)
            .await;
        let typed = [("login", "hérisson"), ("phrase", phrase), ("digits", "")];
        let mut back = world.anonymous();
        back.open("/revenir/phrase")
            .await
            .press("Ouvrir", &typed)
            .await;
        back.is_at("/revenir/phrase?vers=%2Fdossiers&refus=connexion", 422)
            .sees("votre compte demande d’abord « Mon académie »");
        passes(&mut back, &provider, "/revenir/connexion", "dwho").await;
        back.open("/revenir/phrase")
            .await
            .sees("vous a reconnue ou reconnu")
            .press("Ouvrir", &typed)
            .await
            .is_at("/dossiers", 200);

        // The same subject for another account: refused, and neither account changes.
        let mut other = world.teacher().await;
        super::doors::drawn(&mut other, "/compte/feuille").await;
        let slots = world.rows().await["slots"];
        passes(&mut other.visitor, &provider, "/compte/connexion", "dwho").await;
        other
            .press("Demander aussi « Mon académie »", &[])
            .await
            .is_at("/compte/connexion?refus=pris", 422)
            .sees("déjà demandée par un autre compte");
        assert_eq!(world.rows().await["slots"], slots);
        other.come_back(&world).await;
        other.open("/dossiers").await.is_at("/dossiers", 200);
        // Her own subject for her own account, again: the link is the same one.
        passes(&mut back, &provider, "/compte/connexion", "rtyler").await;
        back.press("Demander aussi « Mon académie »", &[]).await;
        assert_eq!(world.rows().await["slots"], slots, "in place of the first");
        // An account that asks for nothing opens whoever the provider named.
        let mut free = world.anonymous();
        passes(&mut free, &provider, "/revenir/connexion", "msmith").await;
        types(&mut free, &other.code).await;
        free.is_at("/dossiers", 200);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_that_opens_does_not_come_in_without_the_provider() {
    with_provider(|world, provider| async move {
        let mut her = world.teacher().await;
        let words = links(&mut her, &provider, "camille").await;
        let mut device = Authenticator::new(true);
        passkeys::adds(&mut her, &mut device).await;
        her.is_at("/compte?fait=passkey", 200);
        let first = "/revenir/cle?vers=%2Fdossiers&refus=connexion";
        let uses = async |visitor: &mut Visitor, device: &mut Authenticator| {
            visitor.open("/revenir/cle").await;
            let said = device.answers(visitor);
            visitor.hands_over(passkeys::USE, &said).await;
        };

        // A thief has the device unlocked: no row is written for him, and nothing opens.
        let sessions = world.rows().await["sessions"];
        let mut thief = passkeys::touches(&world, &mut device).await;
        thief
            .is_at(first, 422)
            .sees("votre compte demande d’abord « Mon académie »")
            .sees("Commencer par « Mon académie »");
        thief.open("/dossiers").await.is_at("/revenir", 200);
        assert_eq!(world.rows().await["sessions"], sessions);
        // It stands for no code either.
        types(&mut thief, &her.code).await;
        thief.is_at("/revenir?refus=connexion", 422);
        passes(&mut thief, &provider, "/revenir/connexion", "voleur").await;
        uses(&mut thief, &mut device).await;
        thief.is_at(first, 422);

        // The provider, then the gesture; and what the provider said has served.
        let mut back = world.anonymous();
        passes(&mut back, &provider, "/revenir/connexion", "camille").await;
        uses(&mut back, &mut device).await;
        back.is_at("/dossiers", 200);
        back.open(&her.dossier).await.is_at(&her.dossier, 200);
        back.open("/fermer")
            .await
            .press("Fermer mon dossier", &[])
            .await;
        uses(&mut back, &mut device).await;
        back.is_at(first, 422);
        // Whoever is in proves again without the provider; paper opens without it.
        types(&mut back, &words).await;
        back.is_at("/dossiers", 200);
        world.pass(16 * 60);
        back.open("/revenir/cle?vers=%2Fcompte%2Ffeuille")
            .await
            .does_not_see("Commencer par");
        let said = device.answers(&back);
        back.hands_over(passkeys::USE, &said)
            .await
            .is_at("/compte/feuille", 200);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_that_only_recognises_waits_for_the_provider_too_in_either_order() {
    with_provider(|world, provider| async move {
        let (_, path, words) = passkeys::invited(&world, Role::Administrator).await;
        let mut admin = world.anonymous();
        admin
            .open(&path)
            .await
            .press("Entrer", &[("words", &words)])
            .await;
        let mut device = Authenticator::new(false);
        passkeys::makes(&mut admin, &mut device).await;
        let code = admin.code_shown();
        admin.press("J’ai noté mon code", &[("code", &code)]).await;
        let mut admin = Teacher {
            visitor: admin,
            code: code.clone(),
            dossier: String::new(),
        };
        let paper = links(&mut admin, &provider, "astier").await;

        // The gesture, then the code: the provider is asked for; then both are known, and the code opens.
        let mut back = passkeys::touches(&world, &mut device).await;
        back.is_at("/revenir?cle=oui", 200);
        types(&mut back, &code).await;
        back.is_at("/revenir?refus=connexion", 422);
        passes(&mut back, &provider, "/revenir/connexion", "astier").await;
        types(&mut back, &code).await;
        back.is_at("/dossiers", 200);
        // The provider, then the code: the role asks for its passkey; the gesture keeps what the provider said.
        let mut back = world.anonymous();
        passes(&mut back, &provider, "/revenir/connexion", "astier").await;
        types(&mut back, &code).await;
        back.is_at("/revenir/cle?vers=%2Fdossiers&refus=dabord", 422);
        let said = device.answers(&back);
        back.hands_over(passkeys::USE, &said)
            .await
            .is_at("/revenir?cle=oui", 200)
            .sees("vous a reconnue ou reconnu");
        types(&mut back, &code).await;
        back.is_at("/dossiers", 200);
        // Paper opens without the provider, not without what the role asks for.
        let mut back = world.anonymous();
        types(&mut back, &paper).await;
        back.is_at("/revenir/cle?vers=%2Fdossiers&refus=dabord", 422);
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_lies_is_not_believed_and_new_keys_are() {
    with_provider(|world, provider| async move {
        let mut her = world.teacher().await;
        links(&mut her, &provider, "camille").await;
        let enters = "/revenir/connexion";
        for lie in [
            "nonce",
            "audience",
            "audiences",
            "azp",
            "expired",
            "issuer",
            "subject",
            "algorithm",
            "key",
        ] {
            provider.told(&format!("/test/lie/{lie}")).await;
            let mut back = world.anonymous();
            passes(&mut back, &provider, enters, "camille").await;
            back.is_at("/revenir/connexion?refus=faux", 422)
                .sees("ne peut pas être crue. Elle n’a rien ouvert");
            types(&mut back, &her.code).await;
            assert_eq!(back.path, "/revenir?refus=connexion", "{lie}");
        }
        provider.told("/test/lie/none").await;
        // Keys change between the question and the answer, then again; ES256, then a secret that goes by the form.
        for _ in 0..2 {
            let mut back = world.anonymous();
            back.open(enters)
                .await
                .press("Préparer la connexion", &[])
                .await;
            provider.told("/test/rotate").await;
            let returned = provider.recognises(&entrance(&back), "camille").await;
            back.open(&returned).await.is_at("/revenir", 200);
            types(&mut back, &her.code).await;
            back.is_at("/dossiers", 200);
        }
        // Addresses that are not the issuer's are not opened, whoever publishes them.
        provider.told("/test/move").await;
        let mut back = world.anonymous();
        passes(&mut back, &provider, enters, "camille").await;
        back.is_at("/revenir/connexion?refus=silence", 422);
    })
    .await;
}

#[tokio::test]
async fn a_return_serves_once_in_the_browser_that_asked_and_leads_nowhere_else() {
    with_each_provider(|world, provider| async move {
        let mut her = world.teacher().await;
        links(&mut her, &provider, "dwho").await;
        let enters = "/revenir/connexion";
        let prepared = async || {
            let mut back = world.anonymous();
            back.open(enters)
                .await
                .press("Préparer la connexion", &[])
                .await;
            back
        };
        let stale = |visitor: &mut Visitor| {
            visitor
                .is_at("/revenir/connexion?refus=perime", 422)
                .sees("ne correspond à aucune demande de ce navigateur");
        };

        // Another state, none, or a browser that asked nothing.
        let mut back = prepared().await;
        let returned = provider.recognises(&entrance(&back), "dwho").await;
        let (path, query) = returned.split_once('?').expect("a query");
        let without_state: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.starts_with("state="))
            .collect();
        let without_state = format!("{path}?{}", without_state.join("&"));
        for wrong in [
            format!("{without_state}&state=autre"),
            without_state.clone(),
        ] {
            back.open(&wrong).await;
            stale(&mut back);
        }
        let mut stranger = world.anonymous();
        stranger.open("/").await;
        stranger.open(&returned).await;
        stale(&mut stranger);
        let mut asked = prepared().await;
        asked.open(&returned).await;
        stale(&mut asked);
        // Where the answer leads is ours to say.
        let elsewhere = "&vers=https%3A%2F%2Fmal.example&redirect_uri=https%3A%2F%2Fmal.example";
        back.open(&format!("{returned}{elsewhere}"))
            .await
            .is_at("/revenir", 200);
        assert!(
            back.page()
                .all("a")
                .iter()
                .all(|a| !a.attr("href").unwrap_or_default().contains("mal.example"))
        );
        // The cookie that asked is worth nothing once the provider has answered: whoever planted it gains nothing.
        let mut planter = prepared().await;
        let mut victim = planter.clone();
        let returned = provider.recognises(&entrance(&victim), "dwho").await;
        victim.open(&returned).await.is_at("/revenir", 200);
        types(&mut planter, &her.code).await;
        planter.is_at("/revenir?refus=connexion", 422);
        // The same return again: nothing.
        victim.open(&returned).await;
        stale(&mut victim);
        // Two at once: one of them.
        let mut one = prepared().await;
        let mut two = one.clone();
        let returned = provider.recognises(&entrance(&one), "dwho").await;
        tokio::join!(one.open(&returned), two.open(&returned));
        let passed = [&one, &two]
            .iter()
            .filter(|one| one.path == "/revenir")
            .count();
        assert_eq!(passed, 1, "{} {}", one.path, two.path);

        // A code that the provider gave for another question, and one that nobody gave.
        let (mut back, other) = (prepared().await, prepared().await);
        let theirs = provider.recognises(&entrance(&other), "dwho").await;
        let theirs = value(&theirs, "code");
        let mine = entrance(&back);
        let state = value(&mine, "state");
        back.open(&format!("{path}?code={theirs}&state={state}"))
            .await;
        back.is_at("/revenir/connexion?refus=refus", 422);
        let mut back = prepared().await;
        let state = value(&entrance(&back), "state");
        back.open(&format!(
            "{path}?code=rien&state={state}&iss=https%3A%2F%2Fautre.example"
        ))
        .await
        .is_at("/revenir/connexion?refus=faux", 422);
        // She says no there.
        let mut back = prepared().await;
        let returned = provider.recognises(&entrance(&back), "").await;
        back.open(&returned)
            .await
            .is_at("/revenir/connexion?refus=refus", 422)
            .sees("n’a pas confirmé la connexion");

        // Too late: the question, then the answer.
        let mut back = prepared().await;
        let returned = provider.recognises(&entrance(&back), "dwho").await;
        world.pass(601);
        back.open(&returned).await;
        stale(&mut back);
    })
    .await;
}

/// A value of an address, as it stands there.
fn value(address: &str, name: &str) -> String {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let pair = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    pair.unwrap_or_else(|| panic!("no {name} in {address}"))
        .to_owned()
}

#[tokio::test]
async fn what_the_provider_said_ends_after_ten_minutes_and_stays_with_its_session() {
    with_provider(|world, provider| async move {
        let mut her = world.teacher().await;
        // Who the provider says she is, is nowhere at rest: neither in the row, nor in a session under way.
        let subject = "serin-sujet-0c1d2e";
        links(&mut her, &provider, subject).await;
        let mut under_way = world.anonymous();
        passes(&mut under_way, &provider, "/revenir/connexion", subject).await;
        for form in needles(subject.as_bytes()) {
            for (place, bytes) in at_rest(&world).await {
                assert!(!holds(&bytes, &form), "the subject is in {place}");
            }
        }
        let mut back = world.anonymous();
        passes(&mut back, &provider, "/revenir/connexion", subject).await;
        world.pass(601);
        types(&mut back, &her.code).await;
        back.is_at("/revenir?refus=connexion", 422);

        // It does not go with whoever comes in next from the same browser.
        let mut back = world.anonymous();
        let mut other = world.teacher().await;
        passes(&mut back, &provider, "/revenir/connexion", subject).await;
        types(&mut back, &other.code).await;
        back.is_at("/dossiers", 200);
        super::doors::drawn(&mut other, "/compte/feuille").await;
        let fields = [("acte", "demander")];
        let body = hand_made(&back, "/compte/connexion", &fields);
        back.send(Method::POST, "/compte/connexion", Some(body))
            .await;
        back.is_at("/compte/connexion?refus=perime", 422);
        other.come_back(&world).await;
        other.open("/dossiers").await.is_at("/dossiers", 200);
    })
    .await;
}

#[tokio::test]
async fn an_instance_that_gave_up_its_provider_says_so_and_paper_opens() {
    with_provider(|world, provider| async move {
        let mut her = world.teacher().await;
        let words = links(&mut her, &provider, "camille").await;
        let bare = world.again();
        let mut back = bare.anonymous();
        back.open("/revenir").await.does_not_see("Commencer par");
        types(&mut back, &her.code).await;
        back.is_at("/revenir?refus=connexion", 422)
            .sees("une connexion que ce site ne propose plus");
        back.open("/revenir/connexion")
            .await
            .is_at("/revenir/connexion", 200)
            .sees("Cette connexion n’existe pas ici");
        back.open("/revenir/connexion/retour?code=a&state=b")
            .await
            .is_at("/revenir/connexion?refus=perime", 200);
        types(&mut back, &words).await;
        back.is_at("/dossiers", 200);
        back.open("/compte/connexion")
            .await
            .is_at("/compte/connexion", 200)
            .sees("Cette connexion n’existe pas ici");
        back.open("/compte")
            .await
            .does_not_see("Demander aussi")
            .press("Retirer : Connexion de votre organisme", &[])
            .await
            .is_at("/compte?fait=removed", 200);
        let mut back = bare.anonymous();
        types(&mut back, &her.code).await;
        back.is_at("/dossiers", 200);
    })
    .await;
}
