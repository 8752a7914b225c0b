//! Passkeys: one gesture opens, or tells who is there; asked of those who see others (N046).

use super::doors::changes_code;
use super::sharing::comes_in;
use crate::people::authenticator::Authenticator;
use crate::people::{Teacher, Visitor, Wish, World, everywhere, everywhere_with};
use accounts::people::{OrgKind, Role};
use kernel::AccountId;

const MAKE: &str = "Ajouter la clé d’accès";
pub(super) const USE: &str = "Utiliser ma clé d’accès";

pub(super) async fn adds(her: &mut Teacher, device: &mut Authenticator) {
    her.open("/compte")
        .await
        .follow("Ajouter une clé d’accès")
        .await
        .sees("n’en ajoutez pas");
    let made = device.makes(her);
    her.hands_over(MAKE, &made).await;
}

pub(super) async fn touches(world: &World, device: &mut Authenticator) -> Visitor {
    let mut visitor = world.anonymous();
    visitor
        .open("/revenir")
        .await
        .follow("Utiliser une clé d’accès")
        .await;
    let said = device.answers(&visitor);
    visitor.hands_over(USE, &said).await;
    visitor
}

/// Whether these bytes stand in clear in a row of the ways to come in.
async fn stands_in_a_slot(world: &World, bytes: &[u8]) -> bool {
    let read = world.store.db.read(|tx| {
        Box::pin(async move {
            let sql = "SELECT lookup, passkey, ct, salt FROM slots WHERE passkey IS NOT NULL";
            let mut all = Vec::new();
            for row in tx.all(sql, store::args![]).await? {
                for column in 0..4 {
                    all.extend(row.bytes(column)?);
                }
            }
            Ok(all)
        })
    });
    let all = read.await.expect("rows");
    assert!(all.len() > 100, "there is a passkey");
    all.windows(bytes.len()).any(|window| window == bytes)
}

const REFUSED: &str = "/revenir/cle?vers=%2Fdossiers&refus=oui";
const LATE: &str = "/revenir/cle?vers=%2Fdossiers&refus=tard";

#[tokio::test]
async fn a_passkey_opens_with_one_gesture_stays_through_another_code_and_is_never_the_last() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let mut device = Authenticator::new(true);
        her.says = vec![("user-agent", "Firefox/142.0 Windows".to_owned())];
        adds(&mut her, &mut device).await;
        her.is_at("/compte?fait=passkey", 200)
            .sees("Votre clé d’accès ouvre maintenant vos dossiers.")
            .sees("Clé d’accès – Firefox sur Windows")
            .sees("Depuis novembre 2026")
            .sees("C’est votre seul moyen de revenir")
            .does_not_see("Retirer : Code de huit mots");
        assert!(!stands_in_a_slot(&world, &device.id).await);
        let mut back = touches(&world, &mut device).await;
        back.is_at("/dossiers", 200);
        back.open(&her.dossier).await.is_at(&her.dossier, 200);

        changes_code(&mut her).await;
        let mut back = touches(&world, &mut device).await;
        back.open(&her.dossier).await.is_at(&her.dossier, 200);

        // It proves again as well as the code, for its own account only.
        world.pass(16 * 60);
        let mut stranger = world.teacher().await;
        let mut other = Authenticator::new(true);
        adds(&mut stranger, &mut other).await;
        back.open("/compte/feuille")
            .await
            .sees("Confirmez que c’est vous")
            .follow("Utiliser une clé d’accès")
            .await;
        let said = other.answers(&back);
        back.clone()
            .hands_over(USE, &said)
            .await
            .sees("Cette clé d’accès n’ouvre rien ici.");
        back.open("/revenir/cle?vers=%2Fcompte%2Ffeuille").await;
        let said = device.answers(&back);
        let before = back.cookies.clone();
        back.hands_over(USE, &said)
            .await
            .is_at("/compte/feuille", 200)
            .sees("Tirer les mots");
        assert_ne!(back.cookies, before, "a new secret at each step up");

        // The same one again; ten at most; then it goes.
        let mut her = Teacher {
            visitor: back,
            ..her
        };
        adds(&mut her, &mut device).await;
        her.is_at("/compte/cle?refus=assez", 422)
            .sees("Ce compte a déjà cette clé d’accès");
        for _ in 1..10 {
            adds(&mut her, &mut Authenticator::new(false)).await;
            her.is_at("/compte?fait=touch", 200);
        }
        adds(&mut her, &mut Authenticator::new(true)).await;
        her.is_at("/compte/cle?refus=assez", 422);
        her.open("/compte")
            .await
            .press("Retirer : Clé d’accès – Firefox sur Windows", &[])
            .await
            .sees("Ce moyen est retiré.");
        touches(&world, &mut device).await.is_at(REFUSED, 422);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_that_gives_no_output_tells_who_is_there_and_the_code_opens() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let mut device = Authenticator::new(false);
        adds(&mut her, &mut device).await;
        her.sees("Votre clé d’accès vous reconnaîtra.")
            .sees("Clé d’accès qui vous reconnaît sans ouvrir");
        let mut back = touches(&world, &mut device).await;
        back.is_at("/revenir?cle=oui", 200)
            .sees("Votre clé d’accès est la bonne.");
        let mut shut = back.clone();
        shut.open("/dossiers").await.is_at("/revenir", 200);
        back.press("Ouvrir", &[("code", &her.code)])
            .await
            .is_at("/dossiers", 200);
        // Another code leaves it as it is: no key of hers is sealed to what the server can open.
        let new = changes_code(&mut back).await;
        touches(&world, &mut device)
            .await
            .is_at("/revenir?cle=oui", 200)
            .press("Ouvrir", &[("code", &new)])
            .await
            .is_at("/dossiers", 200);
        let work = world.store.secrets.work_key().clone();
        let rows = world.store.db.read(|tx| {
            Box::pin(async move {
                let sql = "SELECT ct FROM slots WHERE kind = 'touch'";
                let rows = tx.all(sql, store::args![]).await?;
                rows.iter()
                    .map(|row| row.bytes(0))
                    .collect::<Result<Vec<_>, _>>()
            })
        });
        let rows = rows.await.expect("rows");
        assert_eq!(rows.len(), 1);
        let opened = seal::vault::decrypt(&rows[0], std::slice::from_ref(&work));
        assert!(opened.expect("the server's own").is_empty());

        // One that gave its output when it was made, and another one today: words open.
        let mut other = Authenticator::new(true);
        back.open("/compte/cle").await;
        let made = other.makes(&back);
        back.hands_over(MAKE, &made).await;
        other.prf = false;
        touches(&world, &mut other)
            .await
            .is_at("/revenir?cle=oui", 200);
    })
    .await;
}

#[tokio::test]
async fn an_answer_serves_once_on_its_own_page_and_from_its_own_site() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let mut device = Authenticator::new(true);
        adds(&mut her, &mut device).await;
        let mut visitor = world.anonymous();
        visitor.open("/revenir/cle").await;
        let question = visitor.form(USE).value("question").to_owned();
        device.counts = false;
        let said = device.answers(&visitor);
        let (mut again, mut other) = (visitor.clone(), world.anonymous());
        visitor.hands_over(USE, &said).await.is_at("/dossiers", 200);
        // The same page, posted once more; the same answer with its question, in another browser.
        again.hands_over(USE, &said).await.is_at(LATE, 422);
        other.open("/revenir/cle").await;
        let mut stolen = said.clone();
        stolen.push(("question", question));
        other
            .clone()
            .hands_over(USE, &stolen)
            .await
            .is_at(LATE, 422);
        other.hands_over(USE, &said).await.is_at(REFUSED, 422);
        device.counts = true;
        touches(&world, &mut device).await.is_at("/dossiers", 200);

        let refused = async |device: &mut Authenticator| {
            touches(&world, device).await.is_at(REFUSED, 422);
        };
        device.origin = "https://preau.example.attaque.example".to_owned();
        refused(&mut device).await;
        device.origin = "https://preau.example".to_owned();
        device.site = Some("attaque.example".to_owned());
        refused(&mut device).await;
        device.site = None;
        let mut unknown = Authenticator::new(true);
        refused(&mut unknown).await;
        // Somebody's own key under the id of another's.
        unknown.id.clone_from(&device.id);
        unknown.count = 50;
        refused(&mut unknown).await;
        // A copy that is behind, then the device itself, which goes on.
        device.count = 0;
        refused(&mut device).await;
        device.count = 60;
        touches(&world, &mut device).await.is_at("/dossiers", 200);

        // The page waited for more than half an hour.
        let mut slow = world.anonymous();
        slow.open("/revenir/cle").await;
        let said = device.answers(&slow);
        world.pass(31 * 60);
        slow.hands_over(USE, &said)
            .await
            .is_at(LATE, 422)
            .sees("La page a attendu trop longtemps");
        // Without scripts, nothing is handed over.
        slow.press(USE, &[])
            .await
            .is_at("/revenir/cle?vers=%2Fdossiers&refus=script", 422)
            .sees("il faut JavaScript")
            .follow("Écrire mon code")
            .await
            .is_at("/revenir", 200);
        her.come_back(&world).await;
        her.open("/compte/cle")
            .await
            .press(MAKE, &[])
            .await
            .is_at("/compte/cle?refus=script", 422);
    })
    .await;
}

pub(super) async fn invited(world: &World, role: Role) -> (AccountId, String, String) {
    let accounts = &world.app.dossiers.accounts;
    let org = accounts.add_org("ASL du Tarn", OrgKind::Asl, "81").await;
    let org = org.expect("an organisation");
    let (account, invite) = accounts
        .add_member(org.id, role, "Dominique Astier")
        .await
        .expect("a member");
    let path = format!("/invitation/{}", invite.token().text());
    (account, path, invite.words().join(" "))
}

/// Makes the passkey that the role asks for.
pub(super) async fn makes(visitor: &mut Visitor, device: &mut Authenticator) {
    visitor
        .is_at("/revenir/cle/premiere", 200)
        .sees("Votre rôle demande une clé d’accès");
    let made = device.makes(visitor);
    visitor.hands_over(MAKE, &made).await;
}

#[tokio::test]
async fn an_administrator_comes_in_with_a_passkey_only_and_then_whoever_sees_members() {
    everywhere(|world| async move {
        // Before any administrator has one, words are enough.
        let (_, path, words) = invited(&world, Role::Coordinator).await;
        let (_, coordinator) = comes_in(&world, &path, &words).await;
        let (_, path, words) = invited(&world, Role::Adviser).await;
        let (_, adviser) = comes_in(&world, &path, &words).await;
        let (robbed, path, words) = invited(&world, Role::Dpo).await;
        let (_, stolen) = comes_in(&world, &path, &words).await;

        let (_, path, words) = invited(&world, Role::Administrator).await;
        let mut admin = world.anonymous();
        admin.open(&path).await;
        let planted = admin.cookies.clone();
        admin.press("Entrer", &[("words", &words)]).await;
        assert_ne!(
            admin.cookies, planted,
            "a cookie planted before makes nothing"
        );
        let mut device = Authenticator::new(false);
        // Given up: nothing opens, and the invitation stands.
        admin.open("/dossiers").await.is_at("/revenir", 200);
        admin
            .open(&path)
            .await
            .press("Entrer", &[("words", &words)])
            .await;
        makes(&mut admin, &mut device).await;
        admin.is_at("/code", 200);
        let code = admin.code_shown();
        admin
            .press("J’ai noté mon code", &[("code", &code)])
            .await
            .sees("Votre code est vérifié");
        let mut again = admin.clone();
        again.open(&path).await;
        assert_eq!(again.status.as_u16(), 404, "it has served");
        admin
            .open("/compte")
            .await
            .press("Retirer : Clé d’accès", &[])
            .await
            .is_at("/compte", 422)
            .sees("Votre rôle demande une clé d’accès.");

        // Her code alone opens nothing; her passkey, then her code, do.
        let words_of = async |typed: &str| {
            let mut visitor = world.anonymous();
            visitor
                .open("/revenir")
                .await
                .press("Ouvrir", &[("code", typed)])
                .await;
            visitor
        };
        let mut alone = words_of(&code).await;
        alone
            .is_at("/revenir/cle?vers=%2Fdossiers&refus=dabord", 422)
            .sees("Ce compte demande d’abord sa clé d’accès");
        alone.open("/dossiers").await.is_at("/revenir", 200);
        alone.open("/revenir/cle").await;
        let said = device.answers(&alone);
        alone
            .hands_over(USE, &said)
            .await
            .is_at("/revenir?cle=oui", 200);
        let mut late = touches(&world, &mut device).await;
        alone
            .press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/dossiers", 200);
        // The gesture of one account does not let another in, nor for ever.
        late.is_at("/revenir?cle=oui", 200);
        late.clone()
            .press("Ouvrir", &[("code", &coordinator)])
            .await
            .is_at("/revenir/cle/premiere", 200);
        let mut late = touches(&world, &mut device).await;
        world.pass(16 * 60);
        late.press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/revenir/cle?vers=%2Fdossiers&refus=dabord", 422);

        // Who typed a stolen code before its owner was invited again makes no passkey afterwards.
        let mut thief = words_of(&stolen).await;
        thief.is_at("/revenir/cle/premiere", 200);
        // Her code's, of which an invitation takes the place.
        let slots = world.rows().await["slots"];
        let made = Authenticator::new(true).makes(&thief);
        let accounts = &world.app.dossiers.accounts;
        accounts.invite_again(robbed).await.expect("invited again");
        thief.hands_over(MAKE, &made).await;
        thief.open("/dossiers").await.is_at("/revenir", 200);
        assert_eq!(world.rows().await["slots"], slots, "no way in was added");

        // From now on the coordinator makes one before she is in; the adviser comes in as before.
        let mut coordinating = words_of(&coordinator).await;
        let mut opening = Authenticator::new(true);
        makes(&mut coordinating, &mut opening).await;
        coordinating.open("/dossiers").await.is_at("/dossiers", 200);
        touches(&world, &mut opening).await.is_at("/dossiers", 200);
        words_of(&coordinator)
            .await
            .sees("Ce compte demande d’abord sa clé d’accès");
        words_of(&adviser).await.is_at("/dossiers", 200);
        let (_, path, words) = invited(&world, Role::Dpo).await;
        let mut officer = world.anonymous();
        officer
            .open(&path)
            .await
            .press("Entrer", &[("words", &words)])
            .await;
        makes(&mut officer, &mut Authenticator::new(true)).await;
        officer.is_at("/code", 200);
        let mut nobody = world.anonymous();
        nobody
            .open("/revenir/cle/premiere")
            .await
            .sees("Revenez d’abord avec votre code");
    })
    .await;
}

#[tokio::test]
async fn where_browsers_know_no_passkey_nobody_is_locked_out() {
    let wish = Wish {
        origin: Some("http://192.0.2.7:8080".to_owned()),
        ..Wish::default()
    };
    everywhere_with(wish, |world| async move {
        let (_, path, words) = invited(&world, Role::Administrator).await;
        let (mut admin, code) = comes_in(&world, &path, &words).await;
        admin
            .open("/compte/cle")
            .await
            .sees("À cette adresse, les navigateurs ne proposent pas de clé d’accès");
        admin
            .open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/dossiers", 200);
        admin
            .open("/revenir/cle")
            .await
            .sees("il faut HTTPS et un nom de site");
    })
    .await;
}
