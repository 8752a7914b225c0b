//! Questions that are answered at once and kept nowhere: five plain questions, one's profile, five tips, a number to hide,
//! names to reserve.

use super::resources::{known, part};
use crate::people::{Visitor, World, everywhere};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Presses a button, and shows that nothing was kept and nothing typed went into an address.
async fn press(world: &World, her: &mut Visitor, button: &str, fields: &[(&str, &str)]) {
    let (rows, path) = (world.rows().await, her.form(button).action);
    her.press(button, fields).await;
    assert_eq!(world.rows().await, rows, "{button} kept something");
    assert_eq!(her.path, path, "an answer went into the address");
}

#[tokio::test]
async fn n012_five_plain_questions_lead_to_a_kind_and_three_first_acts() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/")
            .await
            .follow("cinq questions simples")
            .await
            .is_at("/orientation", 200);
        her.sees("Question 1 sur 5").sees("Y a-t-il un danger");
        let answers = [
            ("qui", "moi"),
            ("quoi", "faux"),
            ("ou", "ouvert"),
            ("par", "inconnu"),
        ];
        press(&world, &mut her, "Continuer", &[]).await;
        for (place, (question, answer)) in answers.into_iter().enumerate() {
            her.sees(&format!("Question {} sur 5", place + 2));
            press(&world, &mut her, "Continuer", &[(question, answer)]).await;
        }
        her.sees("Vos trois premiers gestes")
            .sees("Faux profil, usurpation d’identité");
        let acts = her.page().all("ol")[0].all("li").len();
        assert_eq!(acts, 3);
        assert_eq!(
            her.link("Raconter ce qui se passe").as_deref(),
            Some("/recit")
        );
        her.follow("Faux profil")
            .await
            .is_at("/ressources/situations/usurpation-identite", 200);
    })
    .await;
}

#[tokio::test]
async fn n012_one_may_go_back_and_answer_otherwise() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/orientation").await.press("Continuer", &[]).await;
        her.press("Continuer", &[("qui", "collegue")])
            .await
            .sees("Question 3 sur 5");
        press(&world, &mut her, "Question précédente", &[]).await;
        her.sees("Question 2 sur 5");
        assert_eq!(her.form("Continuer").value("qui"), "collegue");
        // Nothing at all, or what is no answer, still leads somewhere.
        for _ in 0..4 {
            her.press("Continuer", &[]).await;
        }
        her.sees("Vos trois premiers gestes");
        assert_eq!(her.page().all("ol")[0].all("li").len(), 3);
    })
    .await;
}

#[tokio::test]
async fn n017_in_the_five_questions_danger_comes_first() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/orientation").await;
        press(
            &world,
            &mut her,
            "Continuer",
            &[("securite", "menace"), ("securite", "idees-suicidaires")],
        )
        .await;
        her.sees("D’abord, votre sécurité")
            .sees("Appeler 3114")
            .sees("Appeler 17");
        assert_eq!(her.link("Appeler 3114").as_deref(), Some("tel:3114"));
        press(&world, &mut her, "Continuer", &[]).await;
        her.sees("Question 2 sur 5");
        for fields in [
            [("qui", "moi")],
            [("quoi", "mots")],
            [("ou", "ouvert")],
            [("par", "eleve")],
        ] {
            press(&world, &mut her, "Continuer", &fields).await;
        }
        let first = her.page().all("ol")[0].all("li")[0].text();
        assert!(first.contains("17") && first.contains("112"), "{first}");
        her.sees("Menaces").sees("Appeler 17").sees("Appeler 3114");

        // Whoever thinks of dying keeps the number that listens, up to the last page.
        her.open("/orientation").await;
        let alone = [("securite", "idees-suicidaires")];
        press(&world, &mut her, "Continuer", &alone).await;
        press(&world, &mut her, "Continuer", &[]).await;
        for fields in [
            [("qui", "moi")],
            [("quoi", "mots")],
            [("ou", "ouvert")],
            [("par", "eleve")],
        ] {
            press(&world, &mut her, "Continuer", &fields).await;
        }
        assert_eq!(her.link("Appeler 3114").as_deref(), Some("tel:3114"));
    })
    .await;
}

#[tokio::test]
async fn n145_a_landline_gets_the_exact_sequence_of_its_operator() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        for (operator, usage, number, keys) in [
            ("Orange", "un-appel", "01 23 45 67 89", "36510123456789"),
            (
                "Bouygues Telecom",
                "un-appel",
                "01.23.45.67.89",
                "*16510123456789",
            ),
            ("Free", "un-appel", "0123456789", "*31*0123456789"),
            ("SFR", "permanent", "", "*31#"),
            ("SFR", "verifier", "", "*#31#"),
            ("SFR", "annuler", "", "#31#"),
        ] {
            her.open("/ressources/telephone").await;
            let fields = [
                ("ligne", "fixe"),
                ("operateur", operator),
                ("usage", usage),
                ("numero", number),
            ];
            press(&world, &mut her, "Voir quoi composer", &fields).await;
            her.is_at("/ressources/telephone", 200)
                .sees(keys)
                .sees("Vérifié le 21 novembre 2026");
        }
        her.open("/ressources/telephone").await;
        let fields = [
            ("ligne", "fixe"),
            ("operateur", "Orange"),
            ("usage", "permanent"),
        ];
        press(&world, &mut her, "Voir quoi composer", &fields).await;
        her.sees("espace client").does_not_see("*31#");
    })
    .await;
}

#[tokio::test]
async fn n146_a_text_message_has_no_code_and_says_why() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/telephone").await;
        press(
            &world,
            &mut her,
            "Voir quoi composer",
            &[("numero", "06 12 34 56 78")],
        )
        .await;
        her.sees("Composez exactement #31#0612345678");
        her.open("/ressources/telephone").await;
        press(&world, &mut her, "Voir quoi composer", &[("usage", "sms")]).await;
        her.sees("Un SMS montre toujours votre numéro");
        her.open("/ressources/telephone").await;
        press(&world, &mut her, "Voir quoi composer", &[("numero", "112")]).await;
        her.sees("Les secours voient toujours votre numéro");
        // A wrong number is answered at once, filled in, and no session remembers it.
        her.open("/ressources/telephone").await;
        press(&world, &mut her, "Voir quoi composer", &[("numero", "12")]).await;
        her.is_at("/ressources/telephone", 422)
            .sees("n’a pas dix chiffres");
        assert_eq!(her.form("Voir quoi composer").value("numero"), "12");
        her.open("/ressources/telephone")
            .await
            .is_at("/ressources/telephone", 200);
        assert_eq!(her.form("Voir quoi composer").value("numero"), "");
    })
    .await;
}

const CLOSED: [(&str, &str); 4] = [
    ("nature-reseau", "reseau-messagerie"),
    ("parametrage", "reglage-choisis"),
    ("nombre-contacts", "contacts-proches"),
    ("diffusion", "diffusion-fermee"),
];

#[tokio::test]
async fn n184_n185_four_criteria_say_public_private_or_professional_and_a_risk_remains() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        for (change, reading) in [
            (("diffusion", "diffusion-fermee"), "se lit comme privé"),
            (
                ("nombre-contacts", "contacts-eleves"),
                "se lit comme professionnel",
            ),
            (("parametrage", "reglage-tous"), "se lit comme public"),
            // Doubt is read as public, and what is missing is said.
            (("parametrage", ""), "se lit comme public"),
        ] {
            let mut fields = CLOSED.to_vec();
            fields.retain(|(name, _)| *name != change.0);
            fields.push(change);
            her.open("/ressources/profil").await;
            press(&world, &mut her, "Voir comment il se lit", &fields).await;
            her.sees(reading).sees("Il reste un risque");
            if change.1.is_empty() {
                her.sees("Dans le doute")
                    .sees("Ce qui reste à regarder Qui peut voir");
            } else {
                her.does_not_see("Ce qui reste à regarder")
                    .does_not_see("Dans le doute");
            }
            if reading.ends_with("privé") {
                her.sees("Poids moyen").does_not_see("Poids fort");
            } else if !change.1.is_empty() {
                her.sees("Poids fort");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn n193_silence_on_the_job_never_lowers_the_reading() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let mut titles = Vec::new();
        for (job, said) in [("oui", "Votre métier est dit"), ("non", "n’y change rien")] {
            let fields = [
                &CLOSED[..3],
                &[("diffusion", "diffusion-ouverte"), ("metier", job)],
            ]
            .concat();
            her.open("/ressources/profil").await;
            press(&world, &mut her, "Voir comment il se lit", &fields).await;
            her.sees(said);
            titles.push(her.page().all("h1")[0].text());
        }
        assert_eq!(titles[0], titles[1]);
    })
    .await;
}

#[tokio::test]
async fn n186_a_stranger_s_look_says_what_to_hide_first() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/profil/regard")
            .await
            .sees("navigation privée");
        press(
            &world,
            &mut her,
            "Voir quoi cacher d’abord",
            &[("vu", "amis"), ("vu", "adresse")],
        )
        .await;
        let order: Vec<String> = her
            .page()
            .all("h2")
            .iter()
            .map(|title| title.text())
            .collect();
        assert!(
            order[0].starts_with("Votre adresse")
                && order[1].starts_with("La liste de vos contacts"),
            "{order:?}"
        );
        her.sees("Il reste un risque");
        her.open("/ressources/profil/regard").await;
        press(&world, &mut her, "Voir quoi cacher d’abord", &[]).await;
        her.sees("Vous n’avez rien coché");
    })
    .await;
}

#[tokio::test]
async fn n187_five_tips_say_what_is_left_and_keep_nothing() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/conseils").await;
        assert_eq!(her.page().all("fieldset").len(), 5);
        let fields = [
            ("fait-verrouiller", "mot-de-passe"),
            ("fait-anticiper", "reputation"),
            ("fait-anticiper", "autrui"),
            ("fait-anticiper", "loi"),
        ];
        press(&world, &mut her, "Voir ce qui reste à faire", &fields).await;
        her.does_not_see("Un mot de passe long")
            .sees("La double authentification est active");
        her.sees("Déjà fait Relire avant de publier");
        her.open("/ressources/conseils").await;
        let all: Vec<(String, &str)> = known()
            .library()
            .tips
            .iter()
            .flat_map(|tip| {
                tip.item
                    .iter()
                    .map(|item| (format!("fait-{}", tip.id), item.id.as_str()))
            })
            .collect();
        let all: Vec<(&str, &str)> = all
            .iter()
            .map(|(name, item)| (name.as_str(), *item))
            .collect();
        press(&world, &mut her, "Voir ce qui reste à faire", &all).await;
        her.sees("Tout est coché");
    })
    .await;
}

#[tokio::test]
async fn n081_names_to_reserve_with_gain_and_risk_and_no_account_is_opened() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/plateformes").await;
        let said = part(&her, "compte-defensif");
        assert!(
            said.contains("Ce que vous y gagnez")
                && said.contains("Ce que cela coûte")
                && said.contains("n’ouvre aucun compte"),
            "{said}"
        );
        press(
            &world,
            &mut her,
            "Voir les noms",
            &[("prenom", "Élise"), ("nom", "D’Arc")],
        )
        .await;
        her.sees("elisedarc")
            .sees("elise.darc")
            .sees("elisedarcofficiel")
            .sees("Instagram");
        her.open("/ressources/plateformes").await;
        press(&world, &mut her, "Voir les noms", &[("prenom", "Élise")]).await;
        her.is_at("/ressources/plateformes", 422)
            .sees("Écrivez un prénom et un nom");
    })
    .await;
}

/// What `preau phone` prints, and its exit status.
fn command(args: &[&str], typed: &str) -> (String, i32) {
    let program = std::env::var("PREAU_BIN").expect("PREAU_BIN must name the program: ./bin/test");
    let mut child = Command::new(program)
        .arg("phone")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(typed.as_bytes()).expect("typed");
    drop(stdin);
    let done = child.wait_with_output().expect("the program ends");
    let said = String::from_utf8(done.stdout).expect("text");
    (said, done.status.code().expect("a status"))
}

#[test]
fn n145_n146_the_command_gives_the_sequence_or_the_reason_and_its_status() {
    let line = [
        "--operator",
        "orange",
        "--line",
        "fixe",
        "--use",
        "un-appel",
    ];
    let (said, status) = command(&[&line[..], &["--number", "01 23 45 67 89"]].concat(), "");
    assert_eq!((said.lines().next(), status), (Some("36510123456789"), 0));
    let mobile = ["--line", "mobile", "--use", "un-appel", "--number", "-"];
    let (said, status) = command(&mobile, "0612345678\n");
    assert!(
        said.starts_with("#31#0612345678\n") && said.contains("2026-11-21"),
        "{said}"
    );
    assert_eq!(status, 0);
    let (said, status) = command(&["--line", "mobile", "--use", "sms"], "");
    assert!(said.contains("montre toujours votre numéro"), "{said}");
    assert_eq!(status, 1);
    let (said, status) = command(&["--line", "mobile", "--use", "sms", "--json"], "");
    assert!(said.contains("\"keys\": null") && status == 1, "{said}");
    assert_eq!(command(&["--line", "satellite", "--use", "sms"], "").1, 2);
}
