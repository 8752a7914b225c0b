//! The desk of those who help, and teams (N025): what was opened to several, who follows what, what each leaves behind.

use super::commands::{preau, said};
use super::sharing::{Member, comes_in, opens_hers, shares};
use crate::people::files::png;
use crate::people::world::NOW;
use crate::people::{Teacher, Visitor, World, everywhere};
use accounts::people::{OrgKind, Role};
use http::StatusCode;
use kernel::{AccountId, OrgId};
use store::args;

const DAY: i64 = 86_400;

/// Members of one organisation, who have come in.
pub(super) async fn colleagues(world: &World, names: &[&str]) -> (OrgId, Vec<Member>) {
    let accounts = &world.app.dossiers.accounts;
    let org = accounts.add_org("ASL du Tarn", OrgKind::Asl, "81").await;
    let org = org.expect("an organisation").id;
    let mut members = Vec::new();
    for name in names {
        let added = accounts.add_member(org, Role::Adviser, name).await;
        let (account, invite) = added.expect("a member");
        let (path, words) = (
            format!("/invitation/{}", invite.token().text()),
            invite.words().join(" "),
        );
        let (visitor, code) = comes_in(world, &path, &words).await;
        members.push(Member {
            account,
            visitor,
            code,
        });
    }
    (org, members)
}

pub(super) async fn team(world: &World, org: OrgId, members: &[&Member]) -> AccountId {
    let ids: Vec<AccountId> = members.iter().map(|one| one.account).collect();
    let made = world
        .app
        .dossiers
        .accounts
        .add_team(org, "Permanence", &ids)
        .await;
    made.expect("a team")
}

pub(super) async fn comes_back(world: &World, member: &mut Member) {
    member.visitor = world.anonymous();
    member
        .visitor
        .open("/revenir")
        .await
        .press("Ouvrir", &[("code", &member.code)])
        .await;
}

async fn titled(her: &mut Teacher, title: &str) {
    her.goes("")
        .await
        .press("Enregistrer le nom", &[("title", title)])
        .await;
}

#[tokio::test]
async fn n025_a_team_opens_together_and_each_opening_names_who() {
    everywhere(|world| async move {
        let (org, mut all) = colleagues(
            &world,
            &["Maxence Sorel", "Dominique Valmy", "Camille Roux"],
        )
        .await;
        let team = team(&world, org, &[&all[0], &all[1]]).await;
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        // She sees who is in it before she chooses.
        her.goes("/partage")
            .await
            .sees("Permanence")
            .sees("Dominique Valmy, Maxence Sorel");
        shares(&mut her, &team.to_string(), "comment", "30").await;
        her.sees("Permanence").sees("N’a encore rien ouvert");

        let inside = opens_hers(&mut all[0].visitor).await;
        all[0].visitor.sees("preuve.png");
        let same = opens_hers(&mut all[1].visitor).await;
        assert_eq!(inside, same, "one access for the team");
        all[1]
            .visitor
            .press("Envoyer", &[("text", "Bonjour, je lis votre dossier.")])
            .await
            .sees("Permanence (Dominique Valmy)");
        // Somebody of the same organisation who is in no team opens nothing.
        all[2].visitor.open("/dossiers").await.sees("Aucun dossier");
        all[2].visitor.open(&format!("{inside}/resume")).await;
        assert_eq!(all[2].visitor.status, StatusCode::NOT_FOUND);
        // Her journal tells each opening, with the name of the member.
        her.goes("/partage")
            .await
            .sees("2 ouvertures")
            .sees("(Maxence Sorel)")
            .sees("(Dominique Valmy)");
        her.goes("/resume")
            .await
            .sees("Permanence (Dominique Valmy)");
    })
    .await;
}

#[tokio::test]
async fn n025_who_leaves_a_team_is_closed_out_at_once_and_the_others_go_on() {
    everywhere(|world| async move {
        let (org, mut all) = colleagues(
            &world,
            &["Maxence Sorel", "Dominique Valmy", "Camille Roux"],
        )
        .await;
        let team = team(&world, org, &[&all[0], &all[1]]).await;
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        shares(&mut her, &team.to_string(), "act", "30").await;
        let inside = opens_hers(&mut all[0].visitor).await;
        all[1]
            .visitor
            .open(&format!("{inside}/resume"))
            .await
            .sees("preuve.png");
        all[0]
            .visitor
            .press("Garder la note", &[("note", "Rappeler jeudi.")])
            .await
            .sees("Rappeler jeudi.");
        let before = world
            .app
            .dossiers
            .accounts
            .directory()
            .await
            .expect("a directory");
        let key = |all: &[accounts::people::Member]| {
            all.iter()
                .find(|one| one.account == team)
                .and_then(|one| one.recipient.clone())
        };

        // A member adds a colleague, and takes another out.
        let page = format!("/equipe/{team}");
        let camille = all[2].account.to_string();
        all[0]
            .visitor
            .open(&page)
            .await
            .press("Ajouter à l’équipe", &[("who", &camille)])
            .await
            .sees("Camille Roux");
        all[2]
            .visitor
            .open(&format!("{inside}/resume"))
            .await
            .sees("Rappeler jeudi.");
        all[0]
            .visitor
            .open(&page)
            .await
            .press("Retirer Dominique Valmy de l’équipe", &[])
            .await;
        all[1].visitor.open(&format!("{inside}/resume")).await;
        assert_eq!(all[1].visitor.status, StatusCode::NOT_FOUND);
        all[1].visitor.open(&page).await;
        assert_eq!(all[1].visitor.status, StatusCode::NOT_FOUND);
        let after = world
            .app
            .dossiers
            .accounts
            .directory()
            .await
            .expect("a directory");
        assert_ne!(key(&before), key(&after), "the team has another key");

        // What was there before and what comes after both open for those who stay.
        her.adds("seconde.png", &png("seconde")).await;
        all[2]
            .visitor
            .open(&format!("{inside}/resume"))
            .await
            .sees("preuve.png")
            .sees("seconde.png")
            .sees("Rappeler jeudi.");
        // Taken out of the organisation by whoever hosts: the next visit of another member renews the key.
        let camille = all[2].account;
        world
            .app
            .dossiers
            .accounts
            .remove_member(camille)
            .await
            .expect("removed");
        all[2].visitor.open(&format!("{inside}/resume")).await;
        all[2].visitor.is_at("/revenir", 200);
        all[0].visitor.open("/dossiers").await;
        let renewed = world
            .app
            .dossiers
            .accounts
            .directory()
            .await
            .expect("a directory");
        assert_ne!(key(&after), key(&renewed), "renewed at the first visit");
        all[0]
            .visitor
            .open(&format!("{inside}/resume"))
            .await
            .sees("seconde.png");
        // The last member stays.
        all[0]
            .visitor
            .open(&page)
            .await
            .does_not_see("Retirer Maxence Sorel");
        her.goes("/partage")
            .await
            .press("Fermer l’accès de Permanence", &[])
            .await;
        all[0].visitor.open(&format!("{inside}/resume")).await;
        assert_eq!(all[0].visitor.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn n046_notes_of_a_team_are_read_by_its_members_only_and_end_with_the_access() {
    everywhere(|world| async move {
        let (org, mut all) = colleagues(&world, &["Maxence Sorel", "Dominique Valmy"]).await;
        let team = team(&world, org, &[&all[0], &all[1]]).await;
        let mut her = world.teacher().await;
        shares(&mut her, &team.to_string(), "read", "30").await;
        let inside = opens_hers(&mut all[0].visitor).await;
        all[0]
            .visitor
            .press("Garder la note", &[("note", "")])
            .await
            .sees("Écrivez la note");
        all[0].visitor.open(&format!("{inside}/resume")).await;
        all[0]
            .visitor
            .press("Garder la note", &[("note", "Canari-interne")])
            .await;
        all[0]
            .visitor
            .press("Je suis ce dossier", &[])
            .await
            .sees("Vous suivez ce dossier.");
        all[1]
            .visitor
            .open(&format!("{inside}/resume"))
            .await
            .sees("Canari-interne")
            .sees("Maxence Sorel suit ce dossier.");
        // Neither the person nor her export reads them.
        for page in ["/resume", "/historique", "/partage", ""] {
            her.goes(page)
                .await
                .does_not_see("Canari-interne")
                .does_not_see("suit ce dossier");
        }
        assert_eq!(world.rows().await.get("team_notes"), Some(&2));
        // One who reads for herself has no team to write to.
        let mut dominique = super::sharing::adviser(&world, "Ada Lenoir").await;
        shares(&mut her, &dominique.account.to_string(), "act", "7").await;
        opens_hers(&mut dominique.visitor).await;
        dominique
            .visitor
            .does_not_see("Canari-interne")
            .does_not_see("Notes de l’équipe");
        // Kept as long as the access, then erased.
        world.pass(62 * DAY);
        world
            .app
            .dossiers
            .accounts
            .sweep_given()
            .await
            .expect("swept");
        assert_eq!(world.rows().await.get("team_notes"), None);
    })
    .await;
}

#[tokio::test]
async fn n025_the_desk_puts_the_nearest_date_first_and_says_what_changed() {
    everywhere(|world| async move {
        let (org, mut all) = colleagues(&world, &["Maxence Sorel", "Dominique Valmy"]).await;
        let team = team(&world, org, &[&all[0], &all[1]]).await;
        let mut quiet = world.teacher().await;
        titled(&mut quiet, "Dossier tranquille").await;
        shares(&mut quiet, &team.to_string(), "act", "90").await;
        let mut busy = world.teacher().await;
        titled(&mut busy, "Dossier pressé").await;
        let answers = [
            ("person.name", "Camille Martin"),
            ("person.status", "enseignant-2d"),
        ];
        busy.goes("/courrier/protection-fonctionnelle")
            .await
            .press("Voir le courrier", &answers)
            .await;
        let on = super::follow::day("sent_on", ["20", "11", "2026"]);
        super::follow::fill(
            busy.goes("/courrier/protection-fonctionnelle").await,
            "Noter l’envoi",
            &[],
            &[on],
        )
        .await;
        shares(&mut busy, &team.to_string(), "act", "90").await;

        let maxence = &mut all[0].visitor;
        maxence
            .open("/dossiers")
            .await
            .sees("Jamais ouvert")
            .does_not_see("Dossier pressé");
        let order = |visitor: &Visitor| {
            let page = visitor.page();
            let links = page.all("a").into_iter();
            let links =
                links.filter(|link| link.attr("href").is_some_and(|to| to.ends_with("/resume")));
            links
                .map(|link| {
                    (
                        link.attr("href").unwrap_or_default().to_owned(),
                        link.text(),
                    )
                })
                .collect::<Vec<_>>()
        };
        let lines = order(maxence);
        assert_eq!(lines.len(), 2);
        for (path, _) in &lines {
            maxence.open(path).await;
        }
        maxence.press("Je suis ce dossier", &[]).await;
        maxence
            .open("/dossiers")
            .await
            .does_not_see("Jamais ouvert");
        let lines = order(maxence);
        let names: Vec<&str> = lines.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(
            names,
            ["Dossier pressé", "Dossier tranquille"],
            "the one with a date first"
        );
        maxence
            .sees("suivi par Maxence Sorel")
            .sees("personne ne le suit encore")
            .sees("Qui suit quoi : Permanence");
        // Which ones are shown.
        maxence.open("/dossiers?suivi=moi").await;
        assert_eq!(order(maxence).len(), 1);
        maxence.open("/dossiers?suivi=personne").await;
        assert_eq!(order(maxence).len(), 1);

        // What she adds is said, on the desk and in the summary, until it was seen.
        quiet.adds("nouvelle.png", &png("nouvelle")).await;
        maxence.open("/dossiers").await.sees("Une nouveauté");
        let path = lines[1].0.clone();
        comes_back(&world, &mut all[0]).await;
        all[0]
            .visitor
            .open(&path)
            .await
            .sees("Depuis votre dernière visite")
            .sees("nouvelle.png");
        all[0]
            .visitor
            .open("/dossiers")
            .await
            .does_not_see("Une nouveauté");
        // Each member has her own last visit.
        all[1].visitor.open("/dossiers").await.sees("Jamais ouvert");
        // A date that passes is said, though nothing was added.
        world.pass(70 * DAY);
        comes_back(&world, &mut all[0]).await;
        all[0].visitor.open("/dossiers").await.sees("Date dépassée");
        // Taken back: it leaves the desk at once.
        quiet.come_back(&world).await;
        quiet
            .goes("/partage")
            .await
            .press("Fermer l’accès de Permanence", &[])
            .await;
        all[0].visitor.open("/dossiers").await;
        assert_eq!(order(&all[0].visitor).len(), 1);
    })
    .await;
}

/// What is kept of desks, as it stands on the disk.
async fn kept(world: &World) -> Vec<Vec<u8>> {
    let read = world.app.dossiers.store().db.read(|tx| {
        Box::pin(async move {
            let rows = tx
                .all("SELECT ct FROM caches ORDER BY name", args![])
                .await?;
            rows.iter().map(|row| row.bytes(0)).collect()
        })
    });
    read.await.expect("the caches")
}

#[tokio::test]
async fn n025_another_day_opens_nothing_again_and_says_what_is_true_that_day() {
    everywhere(|world| async move {
        let (_, mut all) = colleagues(&world, &["Maxence Sorel"]).await;
        let reader = all[0].account.to_string();
        for title in ["Dossier tranquille", "Dossier pressé"] {
            let mut her = world.teacher().await;
            titled(&mut her, title).await;
            if title == "Dossier pressé" {
                let answers = [("person.status", "enseignant-2d")];
                her.goes("/courrier/protection-fonctionnelle")
                    .await
                    .press("Voir le courrier", &answers)
                    .await;
                let on = super::follow::day("sent_on", ["20", "11", "2026"]);
                super::follow::fill(
                    her.goes("/courrier/protection-fonctionnelle").await,
                    "Noter l’envoi",
                    &[],
                    &[on],
                )
                .await;
            }
            shares(&mut her, &reader, "read", "365").await;
            opens_hers(&mut all[0].visitor).await;
        }
        all[0]
            .visitor
            .open("/dossiers")
            .await
            .does_not_see("Date dépassée");
        let mut before = kept(&world).await;
        assert!(!before.is_empty(), "her desk is kept");
        let mut said = Vec::new();
        // The next day, the day the answer is due, the day after, then the appeal that silence opened, and its end.
        for days in [1, 58, 1, 1, 30, 30, 1, 30] {
            world.pass(days * DAY);
            comes_back(&world, &mut all[0]).await;
            let visitor = &mut all[0].visitor;
            let from_kept = visitor.open("/dossiers").await.page().text();
            assert_eq!(kept(&world).await, before, "no dossier was opened again");
            visitor.follow("English").await.follow("Français").await;
            assert_eq!(kept(&world).await, before, "nor for another language");
            let erased =
                world.app.dossiers.store().db.write(|tx| {
                    Box::pin(async move { tx.run("DELETE FROM caches", args![]).await })
                });
            erased.await.expect("erased");
            let fresh = visitor.open("/dossiers").await.page().text();
            assert_eq!(
                from_kept, fresh,
                "what is kept says the same as the dossiers"
            );
            before = kept(&world).await;
            said.push(fresh.contains("Date dépassée"));
        }
        let late = [false, false, true, true, true, true, true, true];
        assert_eq!(said, late, "late the day after, not the day itself");
    })
    .await;
}

#[tokio::test]
async fn n025_an_organisation_makes_teams_of_its_own_people_only() {
    everywhere(|world| async move {
        let accounts = &world.app.dossiers.accounts;
        let (org, all) = colleagues(&world, &["Maxence Sorel"]).await;
        let other = accounts
            .add_org("Section du Lot", OrgKind::Union, "46")
            .await
            .expect("another")
            .id;
        let mine = all[0].account;
        // Of another organisation, nobody, one who has not come in, one whose role reads nothing.
        assert!(accounts.add_team(other, "Ailleurs", &[mine]).await.is_err());
        assert!(accounts.add_team(org, "Vide", &[]).await.is_err());
        assert!(accounts.add_team(org, " ", &[mine]).await.is_err());
        let (waiting, _) = accounts
            .add_member(org, Role::Adviser, "Invitée")
            .await
            .expect("invited");
        assert!(
            accounts
                .add_team(org, "Trop tôt", &[waiting])
                .await
                .is_err()
        );
        let (keeper, _) = accounts
            .add_member(org, Role::Administrator, "Qui héberge")
            .await
            .expect("invited");
        assert!(
            accounts
                .add_team(org, "Sans lecture", &[mine, keeper])
                .await
                .is_err()
        );
        assert_eq!(
            world.rows().await.get("team_members"),
            None,
            "nothing half made"
        );
        let team = accounts
            .add_team(org, "Permanence", &[mine])
            .await
            .expect("a team");
        // Nobody comes in as a team, and nobody invites one.
        assert!(accounts.invite_again(team).await.is_err());
        assert!(accounts.remove_member(team).await.is_err());
        accounts.remove_team(team).await.expect("removed");
        assert_eq!(world.rows().await.get("team_members"), None);
    })
    .await;
}

/// The same with the program: what it prints is what the next command takes.
#[test]
fn n025_the_commands_add_people_and_refuse_a_team_of_somebody_who_has_not_come() {
    let room = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| said(&preau(room.path(), NOW, args));
    let (org, status) = run(&[
        "org",
        "add",
        "ASL du Tarn",
        "--kind",
        "asl",
        "--place",
        "81",
    ]);
    assert_eq!(status, 0, "{org}");
    let org = org.trim();
    let (told, status) = run(&[
        "user",
        "add",
        "Maxence Sorel",
        "--org",
        org,
        "--role",
        "adviser",
    ]);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("/invitation/"), "{told}");
    let (list, _) = run(&["user", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list[0]["came"], false);
    let account = list[0]["account"].as_str().expect("an account");
    let (_, status) = run(&[
        "org",
        "team",
        "Permanence",
        "--org",
        org,
        "--member",
        account,
    ]);
    assert_ne!(status, 0, "she has not come in yet");
    let (_, status) = run(&["user", "add", "Personne", "--org", org, "--role", "team"]);
    assert_ne!(status, 0, "nobody is a team by herself");
    let (_, status) = run(&["org", "remove-team", account]);
    assert_ne!(status, 0, "she is no team");
    let (_, status) = run(&["user", "remove", account]);
    assert_eq!(status, 0);
}
