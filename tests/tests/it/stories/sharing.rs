//! Sharing a dossier with somebody who helps, and seeing what she opens (N025, N044).

use super::routes::{Full, carries_files, post_body, proof};
use crate::people::authenticator::Authenticator;
use crate::people::files::png;
use crate::people::{Teacher, Visitor, World, everywhere};
use accounts::people::{OrgKind, Role};
use http::{Method, StatusCode};
use kernel::AccountId;
use seal::invite::Invite;

const DAY: i64 = 86_400;

/// Somebody who works for an organisation, and has come in.
pub struct Member {
    pub account: AccountId,
    pub visitor: Visitor,
    pub code: String,
}

/// Comes in by an invitation, and notes the code that takes its place.
pub async fn comes_in(world: &World, path: &str, words: &str) -> (Visitor, String) {
    let mut visitor = world.anonymous();
    visitor
        .open(path)
        .await
        .press("Entrer", &[("words", words)])
        .await;
    // Her role asks for one.
    if visitor.path == "/revenir/cle/premiere" {
        super::passkeys::makes(&mut visitor, &mut Authenticator::new(false)).await;
    }
    visitor.is_at("/code", 200);
    let list = visitor.page();
    let list = list.all("ol").into_iter();
    let mut list = list.filter(|one| one.attr("class") == Some("preau-code"));
    let shown = list.next().expect("eight words").text();
    visitor
        .press("J’ai noté mon code", &[("code", &shown)])
        .await
        .sees("Votre code est vérifié");
    (visitor, shown)
}

fn path_of(invite: &Invite) -> String {
    format!("/invitation/{}", invite.token().text())
}

/// An adviser of an ASL who has come in.
pub async fn adviser(world: &World, name: &str) -> Member {
    member(world, name, Role::Adviser).await
}

/// Somebody of an ASL who has come in.
pub async fn member(world: &World, name: &str, role: Role) -> Member {
    let accounts = &world.app.dossiers.accounts;
    let kind = OrgKind::Asl;
    let org = accounts.add_org("ASL du Tarn", kind, "81").await;
    let org = org.expect("an organisation");
    let added = accounts.add_member(org.id, role, name).await;
    let (account, invite) = added.expect("a member");
    let words = invite.words().join(" ");
    let (visitor, code) = comes_in(world, &path_of(&invite), &words).await;
    Member {
        account,
        visitor,
        code,
    }
}

/// Opens her dossier to somebody, for so many days.
pub async fn shares(her: &mut Teacher, who: &str, may: &str, days: &str) {
    let page = her.goes("/partage").await;
    let fields = [
        ("who", who),
        ("may", may),
        ("days", days),
        ("name", "Maître Valmy"),
    ];
    page.press("Ouvrir mon dossier à cette personne", &fields)
        .await;
}

/// Where the reader's only dossier is.
pub async fn opens_hers(visitor: &mut Visitor) -> String {
    visitor.open("/dossiers").await;
    visitor.sees("Dossiers que l’on vous a ouverts");
    let page = visitor.page();
    let links = page.all("a").into_iter();
    let mut links = links.filter_map(|link| link.attr("href"));
    let path = links.find(|path| path.ends_with("/resume"));
    let path = path.expect("a dossier").to_owned();
    visitor.open(&path).await;
    path.trim_end_matches("/resume").to_owned()
}

#[tokio::test]
async fn n025_an_adviser_reads_for_a_time_and_every_opening_is_told() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        her.goes("/partage").await.sees("Personne d’autre que vous");
        let mut maxence = adviser(&world, "Maxence Sorel").await;
        maxence.visitor.open("/dossiers").await;
        maxence.visitor.sees("Aucun dossier ne vous est ouvert");

        // Nothing chosen: said, and nothing shared.
        let page = her.goes("/partage").await;
        page.press("Ouvrir mon dossier à cette personne", &[("who", "")])
            .await;
        her.sees("Dites à qui vous voulez ouvrir ce dossier");
        let who = maxence.account.to_string();
        shares(&mut her, &who, "read", "30").await;
        let here = format!("{}/partage", her.dossier);
        her.is_at(&here, 200)
            .sees("Maxence Sorel")
            .sees("ASL du Tarn")
            .sees("N’a encore rien ouvert");
        // Twice the same person: refused with a sentence.
        shares(&mut her, &who, "act", "7").await;
        her.sees("Cette personne a déjà un accès");

        let inside = opens_hers(&mut maxence.visitor).await;
        assert_ne!(inside, her.dossier, "each reader has an address of her own");
        maxence
            .visitor
            .sees("Vous pouvez lire ce dossier, jusqu’au")
            .sees("preuve.png");
        maxence
            .visitor
            .does_not_see("Écrire un message")
            .does_not_see("Vous seul");
        // Reading is not working: no other page opens, and no act is taken.
        for path in [
            "",
            "/recit",
            "/faits",
            "/export",
            "/partage",
            "/aide",
            "/historique",
            "/supprimer",
        ] {
            maxence.visitor.open(&format!("{inside}{path}")).await;
            assert_eq!(maxence.visitor.status.as_u16(), 404, "{path}");
        }
        her.goes("/partage")
            .await
            .sees("Une ouverture")
            .sees("Le dossier, le");
        maxence.visitor.open(&format!("{inside}/resume")).await;
        let look = maxence.visitor.link("preuve.png").expect("a piece");
        maxence.visitor.open(&look).await;
        assert_eq!(maxence.visitor.body, png("preuve"));
        maxence.visitor.open(&look).await;
        her.goes("/partage")
            .await
            .sees("2 ouvertures")
            .sees("La pièce n° 1, le");
        // Another visit is another opening.
        let mut again = world.anonymous();
        again
            .open("/revenir")
            .await
            .press("Ouvrir", &[("code", &maxence.code)])
            .await;
        again.open(&format!("{inside}/resume")).await;
        her.goes("/partage").await.sees("3 ouvertures");
        her.goes("/historique")
            .await
            .sees("Ouverture par une personne qui aide");

        // Later, giving access asks who she is first; nothing typed is lost.
        world.pass(16 * 60);
        let page = her.goes("/partage").await;
        page.does_not_see("Ouvrir mon dossier à cette personne");
        let code = her.code.clone();
        her.follow("Confirmer que c’est moi").await;
        her.press("Confirmer", &[("code", &code)]).await;
        her.is_at(&here, 200)
            .sees("Ouvrir mon dossier à cette personne");

        // The time is over: nothing opens, and a new key begins at the owner's next visit.
        world.pass(31 * DAY);
        her.come_back(&world).await;
        let late = &mut again;
        late.open("/revenir")
            .await
            .press("Ouvrir", &[("code", &maxence.code)])
            .await;
        late.sees("Aucun dossier ne vous est ouvert");
        late.open(&format!("{inside}/resume")).await;
        assert_eq!(late.status.as_u16(), 404);
        her.goes("").await;
        her.goes("/historique")
            .await
            .sees("Nouvelle clé du dossier");
        her.goes("/partage").await.sees("Cet accès est terminé");
    })
    .await;
}

#[tokio::test]
async fn n025_an_access_closed_closes_at_once_and_what_comes_after_has_another_key() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let mut maxence = adviser(&world, "Maxence Sorel").await;
        let mut dominique = adviser(&world, "Dominique Astier").await;
        shares(&mut her, &maxence.account.to_string(), "act", "90").await;
        shares(&mut her, &dominique.account.to_string(), "comment", "90").await;
        let inside = opens_hers(&mut maxence.visitor).await;
        let other = opens_hers(&mut dominique.visitor).await;
        // She changes her code meanwhile: what comes later is for her new key.
        super::doors::changes_code(&mut dominique.visitor).await;

        // What each may do: prepare a letter, or write a message.
        let letter = format!("{inside}/courrier/dsa-notification");
        maxence
            .visitor
            .open(&letter)
            .await
            .press("Voir le courrier", &[("person.name", "Camille Martin")])
            .await;
        her.goes("/courrier/dsa-notification")
            .await
            .sees("Maxence Sorel a préparé ce courrier avec vous");
        // Only the owner makes it final.
        let page = maxence.visitor.open(&letter).await;
        page.sees("Télécharger une copie à modifier (ODT)")
            .does_not_see("Noter l’envoi");
        let said = [("text", "Avez-vous gardé l’adresse de la page ?")];
        let page = dominique.visitor.open(&format!("{other}/resume")).await;
        page.press("Envoyer", &said).await;
        dominique
            .visitor
            .sees("Dominique Astier")
            .sees("gardé l’adresse");
        her.goes("/resume").await.sees("gardé l’adresse");
        her.press("Envoyer", &[("text", "Oui, je l’ajoute")]).await;
        dominique
            .visitor
            .open(&format!("{other}/resume"))
            .await
            .sees("Oui, je l’ajoute")
            .sees("La personne du dossier");
        dominique.visitor.open(&format!("{other}/recit")).await;
        assert_eq!(dominique.visitor.status.as_u16(), 404);

        // Closed in one press, in mid-session.
        her.goes("/partage")
            .await
            .press("Fermer l’accès de Maxence Sorel", &[])
            .await;
        her.sees("Vous avez fermé cet accès");
        for path in ["/resume", "", "/courrier/dsa-notification"] {
            maxence.visitor.open(&format!("{inside}{path}")).await;
            assert_eq!(maxence.visitor.status.as_u16(), 404, "{path}");
        }
        // Those who stay read what comes after, under the new key.
        her.adds("suite.png", &png("suite")).await;
        dominique
            .visitor
            .open(&format!("{other}/resume"))
            .await
            .sees("suite.png");
        her.goes("/historique")
            .await
            .sees("Nouvelle clé du dossier")
            .sees("Accès fermé");
        // Nobody's export tells who reads.
        her.goes("/verifier")
            .await
            .press("Sceller le dossier", &[])
            .await;
        let zip = super::export::Unzipped::of(&her.exports(&[]).await);
        for canary in ["Sorel", "Astier", "ASL du Tarn", "gardé l’adresse"] {
            assert!(!zip.text_holds(canary), "{canary} is in an export");
        }
        let report = zip.report(&[]);
        assert_eq!(
            report.content,
            bundle::verify::Content::True,
            "{:?}",
            report.findings
        );

        // She who leaves her organisation reads nothing any more.
        let accounts = &world.app.dossiers.accounts;
        let removed = accounts.remove_member(dominique.account).await;
        removed.expect("removed");
        dominique.visitor.open(&format!("{other}/resume")).await;
        assert!(dominique.visitor.path.starts_with("/revenir"));
        her.goes("").await.sees("Qui peut lire");
    })
    .await;
}

/// The address and the words that the page shows once.
pub fn shown_once(her: &Teacher) -> (String, String) {
    let page = her.page();
    let paragraphs = page.all("p").into_iter();
    let texts: Vec<String> = paragraphs.map(|one| one.text().trim().to_owned()).collect();
    let url = texts.iter().find(|text| text.contains("/invitation/"));
    let url = url.expect("an address");
    let at = url.find("/invitation/").expect("a path");
    let strong = page.all("strong").into_iter();
    let mut words = strong.map(|one| one.text().trim().to_owned());
    let words = words.find(|text| text.split(' ').count() == 4);
    (url[at..].to_owned(), words.expect("four words"))
}

#[tokio::test]
async fn n025_somebody_without_account_comes_once_by_an_address_and_four_words() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        shares(&mut her, "lien", "comment", "30").await;
        let (path, words) = shown_once(&her);
        let mut stranger = world.anonymous();
        stranger
            .open(&path)
            .await
            .sees("Première visite")
            .does_not_see("Valmy");
        // Looking costs nothing; wrong words cost a try, words of no list none.
        stranger.open(&path).await.sees("Essais possibles : 5");
        stranger
            .press("Entrer", &[("words", "zzzz yyyy xxxx wwww")])
            .await;
        stranger
            .sees("Ces mots n’ouvrent rien")
            .sees("Essais possibles : 5");
        let wrong = Invite::generate().words().join(" ");
        stranger.press("Entrer", &[("words", &wrong)]).await;
        stranger.sees("Essais possibles : 4");
        let (mut lawyer, code) = comes_in(&world, &path, &words).await;
        // It has served.
        stranger.open(&path).await;
        assert_eq!(stranger.status.as_u16(), 404);
        let inside = opens_hers(&mut lawyer).await;
        lawyer
            .sees("y écrire un message, jusqu’au")
            .press("Envoyer", &[("text", "Bien reçu")])
            .await;
        her.goes("/resume")
            .await
            .sees("Bien reçu")
            .sees("Maître Valmy");
        // The code brings back; the access closed takes the account with it.
        let mut later = world.anonymous();
        later
            .open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await;
        later.sees("Dossiers que l’on vous a ouverts");
        her.goes("/partage")
            .await
            .press("Fermer l’accès de Maître Valmy", &[])
            .await;
        lawyer.open(&format!("{inside}/resume")).await;
        assert!(lawyer.path.starts_with("/revenir"), "{}", lawyer.path);
        later
            .open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await;
        later.sees("Ce code n’ouvre aucun dossier");

        // Five wrong tries, and it is over; the owner closes and begins again.
        shares(&mut her, "lien", "read", "7").await;
        let (path, words) = shown_once(&her);
        for _ in 0..5 {
            let wrong = Invite::generate().words().join(" ");
            stranger
                .open(&path)
                .await
                .press("Entrer", &[("words", &wrong)])
                .await;
        }
        stranger.open(&path).await;
        assert_eq!(stranger.status.as_u16(), 404);
        let token = seal::invite::InviteToken::read(path.rsplit('/').next().expect("a token"));
        let accounts = &world.app.dossiers.accounts;
        let none = accounts.invited(&token.expect("a token")).await;
        assert!(none.expect("a look").is_none() && !words.is_empty());
        assert_eq!(world.rows().await.get("invites"), Some(&1));
        let kept = world.app.dossiers.maintain().await;
        kept.expect("housekeeping");
        assert_eq!(world.rows().await.get("invites"), None, "swept away");
    })
    .await;
}

#[tokio::test]
async fn n046_an_invitation_made_again_brings_nothing_back() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let mut maxence = adviser(&world, "Maxence Sorel").await;
        shares(&mut her, &maxence.account.to_string(), "read", "30").await;
        let inside = opens_hers(&mut maxence.visitor).await;
        let accounts = &world.app.dossiers.accounts;
        let invite = accounts
            .invite_again(maxence.account)
            .await
            .expect("an invitation");
        maxence.visitor.open(&format!("{inside}/resume")).await;
        assert!(maxence.visitor.path.starts_with("/revenir"));
        let mut old = world.anonymous();
        old.open("/revenir")
            .await
            .press("Ouvrir", &[("code", &maxence.code)])
            .await;
        old.sees("Ce code n’ouvre aucun dossier");
        let words = invite.words().join(" ");
        let (mut again, _) = comes_in(&world, &path_of(&invite), &words).await;
        again
            .open("/dossiers")
            .await
            .sees("Aucun dossier ne vous est ouvert");
        // Nobody reset anything that opens: the owner shares again, and then only.
        shares(&mut her, &maxence.account.to_string(), "read", "30").await;
        opens_hers(&mut again).await;

        // A dossier deleted takes every access with it.
        assert_eq!(world.rows().await.get("grants"), Some(&2));
        her.goes("/supprimer")
            .await
            .press("Supprimer", &[("confirm", "oui")])
            .await;
        assert_eq!(world.rows().await.get("grants"), None);
        again
            .open("/dossiers")
            .await
            .sees("Aucun dossier ne vous est ouvert");
    })
    .await;
}

/// What a page of the working dossier answers to a reader of each kind, by its route without `/dossier/{grant}`.
const NOT_FOR_HELPERS: [&str; 20] = [
    "/recit",
    "/verifier",
    "/export",
    "/export/{seq}",
    "/supprimer",
    "/aide",
    "/aide/{number}",
    "/ajout/{seq}",
    "/partage",
    "/partage/{number}",
    "/programmes",
    "/piece/{seq}/retirer",
    "/capture/{seq}",
    "/calendrier",
    "/calendrier/abonnement",
    "/calendrier/rappels",
    "/courrier/{id}/envoi",
    "/courrier/{id}/envoi/annuler",
    "/courrier/{id}/{format}",
    "",
];

#[tokio::test]
async fn n025_n044_every_route_of_a_dossier_says_what_each_kind_of_reader_may_do() {
    everywhere(|world| async move {
        let mut full = Full::of(&world).await;
        let mut hers = Vec::new();
        for (may, name) in [
            ("act", "Maxence"),
            ("comment", "Dominique"),
            ("read", "Camille"),
        ] {
            let member = adviser(&world, name).await;
            shares(&mut full.owner, &member.account.to_string(), may, "30").await;
            let mut visitor = member.visitor;
            let inside = opens_hers(&mut visitor).await;
            hers.push((may, visitor, inside));
        }
        let owners = full.owner.dossier.clone();
        let routes: Vec<_> = world
            .app
            .access
            .iter()
            .filter(|route| {
                route.path.starts_with("/dossier/{grant}")
                    && [Method::GET, Method::POST].contains(&route.method)
            })
            .cloned()
            .collect();
        assert!(routes.len() > 60, "{}", routes.len());
        let mut may_act = Vec::new();
        for (may, visitor, inside) in &mut hers {
            for route in &routes {
                let path = full.path(route.path).replace(&owners, inside);
                let last = route.path.trim_start_matches("/dossier/{grant}");
                let post = route.method == Method::POST;
                let body = post.then(|| {
                    let token = proof(visitor, &path);
                    post_body(carries_files(route.path), &token)
                });
                let before = world.rows().await;
                let (status, ..) = visitor.once(route.method.clone(), &path, body).await;
                let name = format!("{may} {} {last}: {status}", route.method);
                let refused = status == StatusCode::NOT_FOUND;
                if refused {
                    assert_eq!(world.rows().await["entries"], before["entries"], "{name}");
                }
                let summary = last == "/resume";
                let bytes = last == "/piece/{seq}/contenu";
                match *may {
                    "read" => assert_eq!(refused, !((summary && !post) || bytes), "{name}"),
                    "comment" => assert_eq!(refused, !(summary || bytes), "{name}"),
                    _ if NOT_FOR_HELPERS.contains(&last) && !last.is_empty() => {
                        // A draft of a letter is theirs to print; making it final is not.
                        let print = last == "/courrier/{id}/{format}" && !post;
                        assert_eq!(refused, !print, "{name}");
                    }
                    _ => {
                        if !refused {
                            may_act.push(format!("{} {last}", route.method));
                        }
                    }
                }
                world.pass(1);
            }
        }
        // Her own piece is still there, whatever reason was given.
        assert!(may_act.len() > 20, "{may_act:?}");
        full.owner.goes("/pieces").await.sees("preuve.png");
    })
    .await;
}

#[tokio::test]
async fn n025_a_helper_erases_nothing_shows_nothing_and_learns_nothing_of_the_others() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let at = her.adds("preuve.png", &png("preuve")).await;
        let seq = at.rsplit('/').next().expect("a place").to_owned();
        her.open(&at)
            .await
            .press("Enregistrer", &[("identity", "oui")])
            .await;
        shares(&mut her, "lien", "read", "7").await;
        let mut maxence = adviser(&world, "Maxence Sorel").await;
        shares(&mut her, &maxence.account.to_string(), "act", "30").await;
        let inside = opens_hers(&mut maxence.visitor).await;
        // An image of a minor goes without a code: its owner's hand only.
        let path = format!("{inside}/piece/{seq}/retirer");
        let token = proof(&maxence.visitor, &path);
        let form = [
            ("csrf", token.as_str()),
            ("nonce", ""),
            ("raison", "mineur"),
        ];
        let body = serde_html_form::to_string(form)
            .expect("a form")
            .into_bytes();
        let kind = "application/x-www-form-urlencoded".to_owned();
        let (status, ..) = maxence
            .visitor
            .once(Method::POST, &path, Some((kind, body)))
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        // What she keeps apart stays apart, whatever he saves.
        let piece = format!("{inside}/piece/{seq}");
        let page = maxence.visitor.open(&piece).await;
        page.does_not_see("Retirer")
            .press("Enregistrer", &[("caption", "Vue")])
            .await;
        her.open(&at).await;
        assert!(
            her.form("Enregistrer").value("identity") == "oui",
            "it is still a proof of identity"
        );
        // Nor who else reads, nor when.
        maxence
            .visitor
            .open(&format!("{inside}/historique"))
            .await
            .does_not_see("Valmy")
            .does_not_see("Accès donné")
            .sees("Accès, lien, export ou rappel");
        her.goes("/historique").await.sees("(par Maxence Sorel)");
    })
    .await;
}

#[tokio::test]
async fn n046_a_member_s_own_dossier_is_nobody_s_to_close() {
    everywhere(|world| async move {
        let mut maxence = adviser(&world, "Maxence Sorel").await;
        crate::people::world::tell(&mut maxence.visitor, crate::people::world::INSULT).await;
        maxence
            .visitor
            .press("Continuer", &crate::people::world::ON_THE_NET)
            .await;
        maxence
            .visitor
            .press("Continuer", &[("kind", "insulte-diffamation")])
            .await;
        maxence.visitor.press("Mettre à l’abri", &[]).await;
        let own = crate::people::world::dossier_of(&maxence.visitor.path);
        let accounts = &world.app.dossiers.accounts;
        let again = accounts.invite_again(maxence.account).await;
        assert!(again.is_err(), "nobody could open it any more");
        accounts
            .remove_member(maxence.account)
            .await
            .expect("removed");
        assert!(accounts.members().await.expect("members").is_empty());
        let mut later = world.anonymous();
        later
            .open("/revenir")
            .await
            .press("Ouvrir", &[("code", &maxence.code)])
            .await;
        later.open(&own).await.is_at(&own, 200);
    })
    .await;
}

#[tokio::test]
async fn n046_a_key_that_was_replaced_meanwhile_seals_nothing() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        // Another request of hers was read before she changed her code.
        let cookie = her.cookies.get("__Host-preau").cloned();
        let accounts = world.app.dossiers.accounts.clone();
        let before = accounts.visit(cookie.as_deref()).await.expect("a visit");
        let new = super::doors::changes_code(&mut her.visitor).await;
        let person = before.person().expect("a person").clone();
        let done = world
            .store
            .db
            .write(move |tx| Box::pin(async move { accounts.hold(tx, &person).await }))
            .await;
        assert_eq!(done.expect_err("refused").code(), kernel::Code::SignIn);
        her.code = new;
        her.come_back(&world).await;
        her.goes("/pieces").await;
    })
    .await;
}
