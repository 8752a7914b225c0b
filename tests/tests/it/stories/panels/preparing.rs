//! Preparing a session on its pages and on the command line; its report (N001, N004, N007).

use super::desk::{FILMED, MOVED, asks, evening, go, org, somebody, words};
use crate::people::files::{picture, png};
use crate::people::{Chosen, everywhere};
use crate::stories::commands::{preau, said};
use accounts::people::Role;
use http::Method;
use kernel::PanelId;
use questions::By;
use questions::model::PanelState;
use serde_json::Value;

const NEW: [(&str, &str); 7] = [
    ("theme", "Risques du numérique"),
    ("intro", "Posez vos questions."),
    ("starts-day", "1"),
    ("starts-month", "12"),
    ("starts-year", "2026"),
    ("hour", "18h30"),
    ("days", "7"),
];

#[tokio::test]
async fn n001_a_coordinator_prepares_a_session_of_her_organisation_alone() {
    everywhere(|world| async move {
        let tarn = org(&world, "ASL du Tarn").await;
        let other = org(&world, "ASL du Lot").await;
        let mut her = somebody(&world, &tarn, Role::Coordinator, "Camille Aubin").await;
        let expert = somebody(&world, &other, Role::Lawyer, "Dominique Roch").await;
        let her = &mut her.visitor;
        her.open("/experts")
            .await
            .follow("Préparer les séances")
            .await;
        her.sees("Aucune séance").follow("Nouvelle séance").await;
        let mut wrong = NEW;
        wrong[5] = ("hour", "26:00");
        her.press("Annoncer la séance", &wrong).await;
        her.is_at("/admin/seances/nouvelle", 422)
            .sees("Donnez un jour et une heure");
        assert_eq!(
            her.form("Annoncer la séance").value("theme"),
            "Risques du numérique"
        );
        her.press("Annoncer la séance", &[("hour", "18h30")]).await;
        let page = her.path.clone();
        her.is_at(&page, 200)
            .sees("mardi 1er décembre 2026, 18 h 30")
            .sees("Personne n’est encore nommé");

        // A national evening: an expert of another organisation.
        her.press("Nommer", &[("account", ""), ("title", "x")])
            .await
            .is_at(&page, 422)
            .sees("Choisissez une personne");
        let account = expert.account.to_string();
        her.press("Nommer", &[("account", &account), ("title", "")])
            .await
            .is_at(&page, 422)
            .sees("Donnez une fonction");
        her.press("Nommer", &[("title", "avocate-conseil")])
            .await
            .is_at(&page, 200);
        her.sees("Dominique Roch, avocate-conseil");
        let cat = Chosen {
            name: "chat.gif",
            bytes: b"GIF89a",
        };
        her.press_with("Envoyer la photo", &[], &[cat])
            .await
            .is_at(&page, 422)
            .sees("Choisissez une photo JPEG");
        let photo = png("moi");
        let photo = Chosen {
            name: "moi.png",
            bytes: &photo,
        };
        her.press_with("Envoyer la photo", &[], &[photo])
            .await
            .is_at(&page, 200);
        let image = her.page().all("img")[0]
            .attr("src")
            .expect("a photo")
            .to_owned();
        assert!(image.ends_with("/photo/1"), "{image}");
        her.press("Retirer Dominique Roch", &[])
            .await
            .is_at(&page, 200)
            .sees("Ne répond plus dans cette séance");

        her.press("Ouvrir la séance", &[])
            .await
            .is_at(&page, 200)
            .sees("En cours");
        let id: PanelId = page
            .rsplit('/')
            .next()
            .and_then(|id| id.parse().ok())
            .expect("an id");
        asks(&world, id, FILMED, 1).await;
        her.press("Arrêter les questions", &[])
            .await
            .sees("Fin de séance");
        her.press("Rouvrir la séance", &[]).await.sees("En cours");
        her.open(&format!("/experts/{id}")).await;
        assert_eq!(her.status, 404, "who prepares is no expert");
        her.open(&format!("/experts/{id}/rapport"))
            .await
            .is_at(&format!("/experts/{id}/rapport"), 200);

        // Others who prepare: not there for another organisation's, there for administrators.
        let mut lot = somebody(&world, &other, Role::Coordinator, "Anaïs Lot")
            .await
            .visitor;
        lot.open(&page).await;
        assert_eq!(lot.status, 404);
        lot.open("/admin/seances").await.sees("Aucune séance");
        let mut adviser = somebody(&world, &tarn, Role::Adviser, "Maxence Sorel")
            .await
            .visitor;
        for path in ["/admin/seances", "/admin/seances/nouvelle", &page] {
            adviser.open(path).await;
            assert_eq!(adviser.status, 404, "{path}");
        }
        let mut boss = somebody(&world, &tarn, Role::Administrator, "Robin Admin")
            .await
            .visitor;
        boss.open("/admin")
            .await
            .follow("Préparer les séances")
            .await;
        boss.follow("Risques du numérique").await.is_at(&page, 200);
        boss.open("/admin/seances/nouvelle")
            .await
            .press("Annoncer la séance", &NEW)
            .await;
        boss.is_at("/admin/seances/nouvelle", 422)
            .sees("Choisissez l’organisation");
        boss.press("Annoncer la séance", &[("org", &other.id.to_string())])
            .await
            .sees("Annoncée");
        boss.press("Annuler la séance", &[])
            .await
            .is_at("/admin/seances", 200);
        lot.open("/admin/seances").await.sees("Aucune séance");
    })
    .await;
}

#[tokio::test]
async fn n001_two_who_prepare_do_not_overwrite_each_other_and_what_was_asked_stays() {
    everywhere(|world| async move {
        let tarn = org(&world, "ASL du Tarn").await;
        let panel = world
            .app
            .panels
            .announce(By::Operator, Some(tarn.id), words(&world))
            .await;
        let panel = panel.expect("a session");
        let page = format!("/admin/seances/{panel}");
        let mut first = somebody(&world, &tarn, Role::Coordinator, "Camille Aubin")
            .await
            .visitor;
        let mut second = somebody(&world, &tarn, Role::Coordinator, "Anaïs Lot")
            .await
            .visitor;
        first.open(&page).await;
        second.open(&page).await;
        first
            .press("Enregistrer", &[("theme", "Se protéger en ligne")])
            .await
            .is_at(&page, 200);
        second.press("Enregistrer", &[("intro", "Ses mots.")]).await;
        second
            .is_at(&page, 422)
            .sees("Quelqu’un d’autre a changé ceci")
            .sees("Se protéger en ligne");
        assert_eq!(second.form("Enregistrer").value("intro"), "Ses mots.");
        let both = [("theme", "Se protéger en ligne"), ("intro", "Ses mots.")];
        second.press("Enregistrer", &both).await.is_at(&page, 200);
        let kept = world.app.panels.panel(panel).await.expect("it");
        assert_eq!(
            (kept.theme.as_str(), kept.intro.as_str()),
            ("Se protéger en ligne", "Ses mots.")
        );
        asks(&world, panel, FILMED, 1).await;
        second
            .press("Annuler la séance", &[])
            .await
            .is_at(&page, 422)
            .sees("ne peut plus être annulée");
    })
    .await;
}

#[tokio::test]
async fn n007_two_who_name_an_expert_or_change_her_photo_at_once_are_told() {
    everywhere(|world| async move {
        let tarn = org(&world, "ASL du Tarn").await;
        let panels = &world.app.panels;
        let panel = panels.announce(By::Operator, Some(tarn.id), words(&world));
        let panel = panel.await.expect("a session");
        let page = format!("/admin/seances/{panel}");
        let expert = somebody(&world, &tarn, Role::Lawyer, "Dominique Roch").await;
        let account = expert.account.to_string();
        let role = Role::Coordinator;
        let mut first = somebody(&world, &tarn, role, "Camille Aubin").await.visitor;
        let mut second = somebody(&world, &tarn, role, "Anaïs Lot").await.visitor;
        first.open(&page).await;
        second.open(&page).await;
        let named = |title| [("account", account.as_str()), ("title", title)];
        first
            .press("Nommer", &named("avocate-conseil"))
            .await
            .is_at(&page, 200);
        // She would be signed otherwise, unseen.
        second.press("Nommer", &named("juriste")).await;
        second
            .is_at(&page, 422)
            .sees(MOVED)
            .sees("Dominique Roch, avocate-conseil");
        let experts = panels.experts(panel).await.expect("experts");
        assert_eq!(experts[0].title, "avocate-conseil");

        // Two photos: the second one is told, then replaces what she saw.
        let (one, other) = (png("une"), picture("autre"));
        let file = |bytes| Chosen {
            name: "moi.png",
            bytes,
        };
        first.open(&page).await;
        first
            .press_with("Envoyer la photo", &[], &[file(&one)])
            .await
            .is_at(&page, 200);
        let kept = panels.photo(panel, 1).await.expect("a photo");
        second
            .press_with("Envoyer la photo", &[], &[file(&other)])
            .await
            .is_at(&page, 422)
            .sees(MOVED);
        assert_eq!(panels.photo(panel, 1).await.expect("a photo"), kept);
        second
            .press_with("Envoyer la photo", &[], &[file(&other)])
            .await
            .is_at(&page, 200);
        assert_ne!(panels.photo(panel, 1).await.expect("a photo"), kept);

        // Removed meanwhile, her photo is erased and does not come back.
        second
            .press("Retirer Dominique Roch", &[])
            .await
            .is_at(&page, 200);
        first
            .press_with("Envoyer la photo", &[], &[file(&one)])
            .await
            .is_at(&page, 422)
            .sees(MOVED);
        assert!(panels.photo(panel, 1).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn n004_the_report_is_read_by_those_of_the_session_and_its_cells_are_no_formula() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        asks(
            &world,
            panel,
            "=HYPERLINK(\"http://exemple.fr\";\"ici\") ; que faire ?",
            1,
        )
        .await;
        let her = &mut evening.first.visitor;
        her.open(&format!("/experts/{panel}"))
            .await
            .follow("Question de Camomille")
            .await;
        let body = her.form("Publier ainsi");
        let typed = [(
            "question-body",
            "=HYPERLINK(\"http://exemple.fr\";\"ici\") ; que faire ?",
        )];
        assert!(!body.value("question-body").is_empty());
        her.press("Publier ainsi", &typed).await;
        let report = format!("/experts/{panel}/rapport");
        her.open(&report)
            .await
            .sees("Questions posées")
            .sees("Question 1");
        her.open(&format!("{report}/csv")).await;
        assert_eq!(her.header("content-type"), "text/csv; charset=utf-8");
        let csv = String::from_utf8_lossy(&her.body).into_owned();
        assert!(
            csv.contains(";\"'=HYPERLINK(\"\"http://exemple.fr\"\";\"\"ici\"\") ; que faire ?\";"),
            "{csv}"
        );
        her.open(&format!("{report}/json")).await;
        let json: Value = serde_json::from_slice(&her.body).expect("JSON");
        assert_eq!(
            (&json["asked"], &json["questions"][0]["status"]),
            (&1.into(), &"waiting".into())
        );
        let mut other = somebody(&world, &evening.org, Role::Adviser, "Pas nommée")
            .await
            .visitor;
        for path in [
            report.clone(),
            format!("{report}/csv"),
            format!("{report}/json"),
        ] {
            let (status, ..) = other.once(Method::GET, &path, None).await;
            assert_eq!(status, 404, "{path}");
        }
        go(&world, panel, PanelState::Open, PanelState::Closing).await;
        her.open(&report)
            .await
            .sees("Réponses promises au plus tard le");
    })
    .await;
}

#[test]
fn n001_whoever_holds_the_machine_prepares_a_session_by_commands() {
    let room = tempfile::tempdir().expect("a folder");
    let now = "2026-11-22T09:30:00Z";
    let run = |args: &[&str]| {
        let output = preau(room.path(), now, args);
        let (text, status) = said(&output);
        let beside = String::from_utf8_lossy(&output.stderr).into_owned();
        (text.trim().to_owned(), status, beside)
    };
    let theme = [
        "--theme",
        "Risques du numérique",
        "--starts",
        "2026-12-01T18:00",
        "--days",
        "7",
        "--kind",
        "menaces",
    ];
    let new = |org: &str| {
        let mut args = vec!["panel", "new", "--org", org];
        args.extend(theme);
        run(&args)
    };
    let (_, status, beside) = new("ASL de nulle part");
    assert_eq!(status, 2, "{beside}");
    assert!(beside.contains("no such organisation"), "{beside}");
    let (org, ..) = run(&[
        "org",
        "add",
        "ASL du Tarn",
        "--kind",
        "asl",
        "--place",
        "81",
    ]);
    let (panel, status, beside) = new("ASL du Tarn");
    assert_eq!((status, panel.len()), (0, 32), "{beside}");
    let (_, status, beside) = run(&["panel", "edit", &panel, "--days", "90"]);
    assert_eq!(status, 2);
    assert!(
        beside.contains("days: Give a number of days from 1 to 60."),
        "{beside}"
    );
    assert_eq!(
        run(&["panel", "edit", &panel, "--theme", "Se protéger"]).1,
        0
    );
    let (text, ..) = run(&["panel", "list", "--json"]);
    let list: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(list[0]["theme"], "Se protéger");
    assert!(
        list[0]["starts"]
            .as_str()
            .expect("a start")
            .starts_with("2026-12-01T17:00:00")
    );
    assert_eq!(list[0]["org"], org.as_str());

    let expert = |args: &[&str]| {
        let mut all = vec!["panel", "expert", panel.as_str()];
        all.extend(args);
        run(&all)
    };
    let (_, status, beside) = expert(&["--add", "Maxence Sorel", "--title", "avocat"]);
    assert_eq!(status, 2);
    assert!(beside.contains("nobody of this name"), "{beside}");
    let added = run(&[
        "user",
        "add",
        "--org",
        &org,
        "--role",
        "lawyer",
        "Maxence Sorel",
    ]);
    assert_eq!(added.1, 0, "{}", added.2);
    std::fs::write(
        room.path().join("photo.png"),
        crate::people::files::png("moi"),
    )
    .expect("a file");
    let named = expert(&[
        "--add",
        "maxence sorel",
        "--title",
        "avocat",
        "--photo",
        "photo.png",
    ]);
    assert_eq!(named.1, 0, "{}", named.2);
    std::fs::write(room.path().join("photo.gif"), b"GIF89a").expect("a file");
    let wrong = expert(&[
        "--add",
        "Maxence Sorel",
        "--title",
        "avocat",
        "--photo",
        "photo.gif",
    ]);
    assert_eq!(wrong.1, 2);
    assert!(wrong.2.contains("JPEG or PNG"), "{}", wrong.2);
    assert_eq!(expert(&["--remove", "Quelqu’un"]).1, 2);
    assert_eq!(expert(&["--remove", "Maxence Sorel"]).1, 0);
    assert_eq!(expert(&[]).1, 2, "neither said");

    let (_, status, beside) = run(&["panel", "close", &panel]);
    assert_eq!(status, 2);
    assert!(beside.contains("cannot become closed"), "{beside}");
    for (verb, state) in [
        ("open", "open"),
        ("closing", "closing"),
        ("close", "closed"),
    ] {
        assert_eq!(
            run(&["panel", verb, &panel]),
            (state.to_owned(), 0, String::new())
        );
    }
    let (text, status, _) = run(&["panel", "report", &panel]);
    assert_eq!(status, 0);
    assert!(
        text.contains("asked 0") && text.contains("due 2026-11-29T22:59:59.999999Z"),
        "{text}"
    );
    let (text, ..) = run(&["panel", "report", &panel, "--json"]);
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        (&report["state"], &report["asked"]),
        (&"closed".into(), &0.into())
    );
    assert!(
        run(&["panel", "report", &panel, "--csv"])
            .0
            .contains("numero;etat")
    );
    assert_eq!(run(&["panel", "cancel", &panel]).0, "cancelled");
    let (_, status, beside) = run(&["panel", "cancel", &panel]);
    assert_eq!(status, 2);
    assert!(beside.contains("no such session"), "{beside}");
}
