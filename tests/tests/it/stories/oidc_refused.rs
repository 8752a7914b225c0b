//! A provider of OpenID Connect that refuses: the person, who has the wrong password, or the program, whose secret or name an
//! operator wrote wrong. Nothing opens, the page says what to do, and paper or the code open as before.

use super::oidc::{entrance, passes, types};
use crate::people::provider::{BACK, Kind, Provider};
use crate::people::{Visitor, Wish, World, everywhere_with};
use kernel::ports::SignIn as _;
use kernel::{Code, Moment};
use outbound::{Oidc, OidcSettings};
use std::future::Future;
use std::sync::Arc;

const ENTERS: &str = "/revenir/connexion";

/// Tells a story on both engines, with these settings of a provider of each kind.
async fn with_settings<F, Fut>(kinds: &[Kind], settings: fn(&Provider) -> OidcSettings, story: F)
where
    F: Fn(World, Arc<Provider>, Arc<Oidc>) -> Fut,
    Fut: Future<Output = ()>,
{
    let now = Moment::parse(crate::people::world::NOW).expect("an instant");
    for &kind in kinds {
        eprintln!("with {kind:?}");
        let provider = Provider::start(kind, now);
        let oidc = Arc::new(Oidc::new(&settings(&provider)).expect("settings"));
        let wish = Wish {
            oidc: Some(Arc::clone(&oidc) as _),
            ..Wish::default()
        };
        everywhere_with(wish, |world| {
            story(world, Arc::clone(&provider), Arc::clone(&oidc))
        })
        .await;
    }
}

async fn prepared(world: &World) -> Visitor {
    let mut back = world.anonymous();
    back.open(ENTERS)
        .await
        .press("Préparer la connexion", &[])
        .await;
    back
}

#[tokio::test]
async fn a_wrong_password_sends_nobody_back_and_the_right_one_does() {
    let installed = Kind::installed();
    let kinds = installed.strip_prefix(&[Kind::Npm]).expect("npm's first");
    with_settings(kinds, Provider::settings, async |world, provider, _| {
        let mut back = prepared(&world).await;
        let way = entrance(&back);
        let stays = provider.visited(&way, "dwho", "rtyler").await;
        let page = stays.expect_err("she stays there");
        assert!(page.contains("trmsg=\"5\""), "Wrong credentials: {page}");
        back.open("/dossiers").await.is_at("/revenir", 200);
        back.does_not_see("vous a reconnue ou reconnu");
        let returned = provider.recognises(&way, "dwho").await;
        back.open(&returned)
            .await
            .is_at("/revenir", 200)
            .sees("vous a reconnue ou reconnu");
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_refuses_our_secret_opens_nothing_and_the_operator_reads_why() {
    with_settings(
        &Kind::installed(),
        Provider::settings,
        async |_, _, oidc| {
            oidc.look().await.expect("it answers");
            let refused = oidc.redeem("none", "none", BACK).await.map(drop);
            assert_eq!(refused.expect_err("no code").code(), Code::Invalid);
        },
    )
    .await;
    with_settings(
        &Kind::installed(),
        Provider::with_wrong_secret,
        async |world, provider, oidc| {
            let her = world.teacher().await;
            let mut back = world.anonymous();
            passes(&mut back, &provider, ENTERS, "dwho").await;
            back.is_at("/revenir/connexion?refus=silence", 422)
                .sees("ne répond pas pour le moment")
                .sees("Une feuille de secours ou deux cartes ouvrent toujours");
            back.open("/dossiers").await.is_at("/revenir", 200);
            back.does_not_see("vous a reconnue ou reconnu");
            types(&mut back, &her.code).await;
            back.is_at("/dossiers", 200);
            // What `preau doctor` and the log say.
            for why in [
                oidc.look().await,
                oidc.redeem("none", "none", BACK).await.map(drop),
            ] {
                let why = why.expect_err("a wrong secret");
                assert_ne!(why.code(), Code::Invalid);
                assert!(
                    why.to_string()
                        .contains("the provider refuses our client_id or our secret"),
                    "{why}"
                );
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_provider_that_does_not_know_the_client_sends_nobody_back() {
    let unknown = |provider: &Provider| OidcSettings {
        client_id: "inconnu".to_owned(),
        ..provider.settings()
    };
    with_settings(
        &Kind::installed(),
        unknown,
        async |world, provider, oidc| {
            let her = world.teacher().await;
            let mut back = prepared(&world).await;
            let stays = provider.visited(&entrance(&back), "dwho", "dwho").await;
            let page = stays.expect_err("she stays there");
            let said = match provider.kind {
                Kind::Npm => "invalid_client",
                // « This application is not known ».
                Kind::Lemonldap => "trmsg=\"107\"",
            };
            assert!(page.contains(said), "{page}");
            assert!(oidc.look().await.is_err());
            back.open("/dossiers").await.is_at("/revenir", 200);
            types(&mut back, &her.code).await;
            back.is_at("/dossiers", 200);
        },
    )
    .await;
}
