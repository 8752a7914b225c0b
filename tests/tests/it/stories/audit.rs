//! How accessible the site says it is: nothing until an audit, then what the audit shows, for three years.

use super::commands::{preau, said};
use super::routes::{post_body, proof};
use super::sharing::member;
use crate::people::{Visitor, everywhere};
use accounts::people::Role;
use http::Method;

/// Fills every criterion, the first `met` of them as met.
async fn fills(admin: &mut Visitor, met: usize) {
    let mut left = met;
    for topic in 1..=13 {
        let path = format!("/admin/accessibilite/{topic}");
        admin.open(&path).await.is_at(&path, 200);
        let page = admin.page();
        let mut fields: Vec<(String, &str)> = Vec::new();
        for area in page.all("textarea") {
            let name = area.attr("name").expect("a note");
            let id = name.strip_prefix("note-").expect("a criterion");
            let found = if left > 0 { "conforme" } else { "non-conforme" };
            left = left.saturating_sub(1);
            fields.push((format!("etat-{id}"), found));
            if found == "non-conforme" {
                fields.push((name.to_owned(), "Vu sur la page du plan."));
            }
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), *b)).collect();
        admin.press("Enregistrer ces lignes", &fields).await;
        admin.is_at("/admin/accessibilite", 200);
    }
}

const NONE: &str = "Accessibilité : non conforme";
const PARTIAL: &str = "Accessibilité : partiellement conforme";

#[tokio::test]
async fn a19_without_an_audit_the_site_is_not_compliant_and_an_audit_stands_three_years() {
    everywhere(|world| async move {
        let mut anybody = world.anonymous();
        anybody.open("/").await.sees(NONE);
        anybody
            .open("/accessibilite")
            .await
            .sees("Aucun audit n’a encore été enregistré")
            .does_not_see("Administration");

        let mut admin = member(&world, "Dominique", Role::Administrator)
            .await
            .visitor;
        admin
            .open("/admin")
            .await
            .is_at("/admin", 200)
            .follow("Grille d’accessibilité")
            .await
            .sees("106 critères n’ont pas été regardés")
            .sees("Licence Ouverte 2.0");
        fills(&mut admin, 79).await;
        admin.sees(PARTIAL).sees("74 %");
        anybody.open("/").await.sees(PARTIAL);
        anybody
            .open("/accessibilite")
            .await
            .sees("74 % des critères")
            .sees("Vu sur la page du plan.")
            .sees("loi n° 2005-102")
            .sees("Défenseur des droits")
            .sees("22 novembre 2026");

        // The files say the same.
        admin.open("/admin/accessibilite/export/json").await;
        let said: serde_json::Value = serde_json::from_slice(&admin.body).expect("JSON");
        assert_eq!(
            (&said["rate"], &said["access"]),
            (&74.into(), &"partielle".into())
        );
        assert_eq!(said["criteria"].as_array().map(Vec::len), Some(106));
        admin.open("/admin/accessibilite/export/csv").await;
        assert_eq!(admin.header("content-type"), "text/csv; charset=utf-8");
        let csv = String::from_utf8(admin.body.clone()).expect("UTF-8");
        assert_eq!(csv.lines().count(), 107);

        // The same lines again keep their day; one more than three years later it no longer counts.
        world.pass(3 * 366 * 86_400);
        anybody.open("/").await.sees(NONE);
        anybody
            .open("/accessibilite")
            .await
            .sees("plus de trois ans");
    })
    .await;
}

#[tokio::test]
async fn only_an_administrator_finds_the_administration() {
    everywhere(|world| async move {
        let pages = [
            "/admin",
            "/admin/accessibilite",
            "/admin/accessibilite/1",
            "/admin/accessibilite/export/csv",
            "/admin/accessibilite/export/json",
        ];
        let mut her = world.teacher().await;
        let mut adviser = member(&world, "Maxence", Role::Adviser).await.visitor;
        let mut admin = member(&world, "Dominique", Role::Administrator)
            .await
            .visitor;
        for page in pages {
            her.visitor.open(page).await;
            assert_eq!(her.status, 404, "{page}");
            adviser.open(page).await;
            assert_eq!(adviser.status, 404, "{page}");
            admin.open(page).await.is_at(page, 200);
        }
        // A form of her own making writes nothing.
        let rows = world.rows().await;
        let path = "/admin/accessibilite/1";
        let body = post_body(false, &proof(&her, path));
        her.visitor.send(Method::POST, path, Some(body)).await;
        assert_eq!(her.status, 404);
        assert_eq!(world.rows().await, rows);
        admin.open("/admin/accessibilite/14").await;
        assert_eq!(admin.status, 404, "no such topic");
        let long = "x".repeat(2_001);
        admin.open("/admin/accessibilite/1").await;
        admin
            .press("Enregistrer ces lignes", &[("note-1.1", &long)])
            .await
            .sees("Raccourcissez cette note");
        assert_eq!(world.rows().await, rows, "nothing was kept");
    })
    .await;
}

#[test]
fn the_command_audit_shows_fills_and_takes_in_a_spreadsheet_whole_or_not_at_all() {
    let room = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| {
        let all = [&["audit"][..], args, &["--data", "donnees"]].concat();
        said(&preau(room.path(), "2026-11-23T09:00:00Z", &all))
    };
    let write = |text: &str| std::fs::write(room.path().join("grille.csv"), text);
    assert_eq!(
        run(&["show"]),
        (
            "Conformité : non ; 0 conformes sur 0 applicables ; 106 non testés\n".to_owned(),
            0
        )
    );
    assert_eq!(run(&["set", "1.1", "conforme"]).1, 0);
    assert_eq!(run(&["set", "1.99", "conforme"]).1, 2);
    assert_eq!(run(&["set", "1.2", "bien"]).1, 2);
    let (csv, _) = run(&["show", "--csv"]);
    assert_eq!(csv.lines().count(), 107);

    // One wrong line, and nothing is kept of the others.
    let all = csv.replace("\"non-teste\"", "\"conforme\"");
    write(&all.replacen("\"13.12\"", "\"14.1\"", 1)).expect("a file");
    let (text, status) = run(&["import", "grille.csv"]);
    assert_eq!(status, 1);
    assert_eq!(
        text,
        "line 107: no criterion has this number\nnothing was kept\n"
    );
    assert!(run(&["show"]).0.contains("; 105 non testés"));
    write(&all).expect("a file");
    assert_eq!(
        run(&["import", "grille.csv"]),
        ("106 criteria\n".to_owned(), 0)
    );
    let (text, _) = run(&["show"]);
    assert!(
        text.starts_with("Conformité : totale ; 106 conformes sur 106"),
        "{text}"
    );
    assert!(text.contains("\n13.12  conforme  2026-11-23"), "{text}");
    let (json, _) = run(&["show", "--json"]);
    assert!(json.contains("\"access\":\"totale\"") && json.contains("\"rate\":100"));
}
