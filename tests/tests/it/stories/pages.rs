//! What every page keeps, in both languages: never stored, a strict policy, a neutral title, nothing from
//! elsewhere (N046).

use super::routes::Full;
use super::sharing::member;
use crate::people::world::{INSULT, ON_THE_NET, tell};
use crate::people::{Visitor, everywhere};
use accounts::people::Role;
use http::Method;

/// The faults of the answer that the visitor has before her.
fn faults(visitor: &Visitor) -> Vec<String> {
    let mut found = Vec::new();
    let mut want = |holds: bool, what: String| {
        if !holds {
            found.push(format!("{}: {what}", visitor.path));
        }
    };
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ] {
        // A session is asked about each time, and sent only when it changed; a photo and what other sites show say nothing
        // about who looks.
        let session = visitor.path.starts_with("/seances/") && !visitor.path.contains("/poser");
        let embedded = visitor.path.starts_with("/questions/integrer");
        let is_asset = name == "cache-control"
            && (visitor.header("content-type").contains("javascript")
                // Public, and the same for everybody.
                || visitor.path.starts_with("/log/")
                || visitor.path.starts_with("/actualites/feed.atom")
                || visitor.path.starts_with("/ecouter/feed.xml")
                || visitor.path.starts_with("/questions/feed.atom")
                || session
                || embedded
                || visitor.path.starts_with("/ecouter/fichiers/"));
        want(
            is_asset || visitor.header(name) == value,
            format!("{name}: {}", visitor.header(name)),
        );
    }
    let policy = visitor.header("content-security-policy");
    want(
        policy.contains("default-src 'none'")
            && (policy.contains("frame-ancestors 'none'")
                || visitor.path.starts_with("/questions/integrer")),
        format!("policy {policy}"),
    );
    want(
        !policy.contains("unsafe") && !policy.contains("http"),
        format!("policy {policy}"),
    );
    want(
        visitor
            .header("strict-transport-security")
            .contains("max-age=31536000"),
        "no strict transport".to_owned(),
    );
    if visitor.header("content-type") == "text/html; charset=utf-8" {
        let html = String::from_utf8_lossy(&visitor.body);
        want(
            policy.contains("require-trusted-types-for 'script'"),
            format!("policy {policy}"),
        );
        for fault in ui::check::faults(&html, true) {
            want(false, fault);
        }
        let page = visitor.page();
        want(
            page.all("head")
                .iter()
                .flat_map(|head| head.all("title"))
                .all(|title| title.text() == "Préau"),
            "the title says more".to_owned(),
        );
        for element in page.inside() {
            for name in [
                "href",
                "src",
                "action",
                "srcset",
                "poster",
                "data",
                "formaction",
            ] {
                let to = element.attr(name).unwrap_or_default();
                let ours = to.is_empty()
                    || to.starts_with("#")
                    || (to.starts_with('/') && !to.starts_with("//"));
                want(
                    ours || to.starts_with("tel:") || to.starts_with("sms:"),
                    format!("<{} {name}={to}>", element.name),
                );
            }
        }
    }
    found
}

#[tokio::test]
async fn n046_every_page_in_both_languages_says_nothing_outside_and_loads_nothing_from_outside() {
    everywhere(|world| async move {
        let full = Full::of(&world).await;
        let mut draft = world.anonymous();
        tell(&mut draft, INSULT).await;
        draft
            .press("Continuer", &ON_THE_NET)
            .await
            .press("Continuer", &[])
            .await
            .is_at("/plan", 200);
        let admin = member(&world, "Dominique", Role::Administrator).await;
        let mut admin = admin.visitor;
        let adviser = member(&world, "Maxence", Role::Adviser).await;
        let accounts = &world.app.dossiers.accounts;
        let all = accounts.members().await.expect("members");
        let org = all.iter().find(|one| one.account == adviser.account);
        let org = org.expect("the adviser").org.id;
        let members = [adviser.account];
        let team = accounts.add_team(org, "Permanence", &members).await;
        let team = team.expect("a team");
        let mut adviser = adviser.visitor;
        let mut found = Vec::new();
        let mut pages = 0;
        let mut owner = full.owner.visitor.clone();
        let mut expert = full.published.expert.visitor.clone();
        for lang in ["fr", "en"] {
            for route in world
                .app
                .access
                .iter()
                .filter(|route| route.method == Method::GET && route.path != "/sortie")
                // A program's route, which asks for its bearer: `links` plays it.
                .filter(|route| !route.path.starts_with("/api/"))
            {
                let path = match route.path {
                    "/equipe/{team}" => format!("/equipe/{team}"),
                    route => full.path(route),
                };
                let path = format!("{path}?lang={lang}");
                let visitor = if route.path.starts_with("/equipe/") {
                    &mut adviser
                } else if route.who == ui::Who::Draft {
                    &mut draft
                } else if route.path.starts_with("/admin") {
                    &mut admin
                } else if route.path.starts_with("/experts") {
                    &mut expert
                } else {
                    &mut owner
                };
                visitor.open(&path).await;
                assert_eq!(visitor.status, 200, "{path}");
                found.extend(faults(visitor));
                if visitor.header("content-type").starts_with("text/html") {
                    pages += 1;
                    let shown = visitor.page().all("html")[0]
                        .attr("lang")
                        .map(str::to_owned);
                    assert_eq!(shown.as_deref(), Some(lang), "{path}");
                    // A key of the interface that has no words shows as itself.
                    let text = visitor.text();
                    for word in text.split(' ').filter(|word| {
                        word.matches('-').count() >= 2
                            && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                    }) {
                        if [
                            "plan-", "letter-", "piece-", "fact-", "export-", "when-", "kinds-",
                            "safety-", "log-",
                        ]
                        .iter()
                        .any(|prefix| word.starts_with(prefix))
                        {
                            found.push(format!("{path}: the key {word}"));
                        }
                    }
                }
                world.pass(1);
            }
            // Pages of trouble keep the same rules.
            for path in ["/nulle-part", "/dossier/00000000000000000000000000000000"] {
                owner.open(&format!("{path}?lang={lang}")).await;
                assert_eq!(owner.status, 404);
                found.extend(faults(&owner));
            }
        }
        assert!(pages > 50, "{pages} pages");
        assert!(found.is_empty(), "{}", found.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn the_language_chosen_once_stays() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/")
            .await
            .follow("English")
            .await
            .sees("No account.")
            .follow("Tell what happened")
            .await;
        assert_eq!(her.page().all("html")[0].attr("lang"), Some("en"));
        let mut other = world.anonymous();
        other.says = vec![("accept-language", "en-GB,en;q=0.9".to_owned())];
        other.open("/").await;
        assert_eq!(other.page().all("html")[0].attr("lang"), Some("en"));
    })
    .await;
}

#[tokio::test]
async fn the_session_cookie_ends_with_the_browser_and_no_script_reads_it() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/").await;
        let cookies: Vec<&str> = her
            .headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|cookie| cookie.to_str().ok())
            .collect();
        let session = cookies
            .iter()
            .find(|cookie| cookie.starts_with("__Host-preau="))
            .expect("a session");
        for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(session.contains(part), "{session}");
        }
        assert!(
            !session.contains("Max-Age")
                && !session.contains("Expires")
                && !session.contains("Domain"),
            "{session}"
        );
        // The draft is sent by a browser without scripts, and comes back.
        tell(&mut her, INSULT).await;
        her.open("/recit").await.sees("Pour qui écrivez-vous ?");
        assert_eq!(her.form("Continuer").value("story"), INSULT);
    })
    .await;
}
