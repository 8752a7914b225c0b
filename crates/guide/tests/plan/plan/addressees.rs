//! Whom to write to: status and place of work choose (N027).

use super::*;

/// N027: status and place choose the addressee, and no letter shows a wrong one.
#[test]
fn n027_status_and_place_choose_the_addressee() {
    let table = [
        (
            "enseignant-1d",
            Some("ecole"),
            "ien",
            Some("recteur"),
            "dasen",
        ),
        ("directeur-ecole", None, "ien", Some("recteur"), "dasen"),
        (
            "enseignant-2d",
            Some("college"),
            "chef-etablissement",
            Some("recteur"),
            "recteur",
        ),
        (
            "cpe",
            Some("lycee"),
            "chef-etablissement",
            Some("recteur"),
            "recteur",
        ),
        (
            "chef-etablissement",
            Some("college"),
            "dasen",
            Some("recteur"),
            "recteur",
        ),
        (
            "aesh",
            Some("ecole"),
            "ien",
            Some("employeur-contrat"),
            "employeur-contrat",
        ),
        (
            "aed",
            Some("college"),
            "chef-etablissement",
            Some("employeur-contrat"),
            "employeur-contrat",
        ),
        ("psyen", Some("ecole"), "ien", Some("recteur"), "dasen"),
        (
            "infirmier-as",
            Some("college"),
            "chef-etablissement",
            Some("recteur"),
            "recteur",
        ),
        (
            "administratif",
            None,
            "chef-service",
            Some("recteur"),
            "recteur",
        ),
        (
            "prive-contrat",
            Some("lycee"),
            "chef-etablissement",
            Some("recteur"),
            "recteur",
        ),
        (
            "ogec",
            Some("college"),
            "organisme-gestion",
            None,
            "organisme-gestion",
        ),
        (
            "territorial",
            Some("ecole"),
            "ien",
            Some("collectivite"),
            "collectivite",
        ),
        (
            "agricole",
            None,
            "directeur-eplefpa",
            Some("draaf"),
            "draaf",
        ),
        (
            "enseignant-2d",
            Some("lycee-agricole"),
            "directeur-eplefpa",
            Some("draaf"),
            "draaf",
        ),
        (
            "enseignant-1d",
            Some("medico-social"),
            "direction-medico-social",
            Some("recteur"),
            "dasen",
        ),
    ];
    let mut seen: Vec<&str> = Vec::new();
    for (status, place, head, protection, above) in table {
        let mut facts = Situation::of(&["menaces"]);
        facts.status = Some(status.to_owned());
        facts.establishment = place.map(str::to_owned);
        let plan = of(&facts);
        let told: Vec<&str> = step(&plan, "alerter-chef")
            .to
            .iter()
            .map(|to| to.id.as_str())
            .collect();
        assert_eq!(told.first(), Some(&head), "{status}");
        assert_eq!(
            plan.addressees.protection.as_deref(),
            protection,
            "{status}"
        );
        assert_eq!(plan.addressees.above, above, "{status}");
        assert_eq!(
            has(&plan, "protection-fonctionnelle"),
            protection.is_some(),
            "{status}"
        );
        if let Some(employer) = protection {
            let asked = &step(&plan, "protection-fonctionnelle").to;
            assert_eq!(
                asked.first().map(|to| to.id.as_str()),
                Some(employer),
                "{status}"
            );
        }
        seen.push(status);
    }
    for staff in &content().law.staff {
        assert!(
            seen.contains(&staff.id.as_str()),
            "{} is not tested",
            staff.id
        );
    }
    // In a primary school there is no disciplinary council and the letter goes to the inspector.
    let mut facts = Situation::of(&["insulte-diffamation"]);
    facts.establishment = Some("ecole".to_owned());
    facts.author = Some(Author::Eleve);
    let plan = of(&facts);
    let school = step(&plan, "procedure-disciplinaire");
    assert_eq!(school.letter.as_deref(), Some("saisine-ien"));
    assert_eq!(
        school.deadline.as_ref().map(|clock| clock.id.as_str()),
        Some("primaire-suspension-5j")
    );
    assert_eq!(
        step(&plan, "alerter-chef").letter.as_deref(),
        Some("saisine-ien")
    );
    // One does not write about a superior to that superior.
    facts.establishment = Some("college".to_owned());
    facts.author = Some(Author::Hierarchie);
    assert_eq!(of(&facts).addressees.head, "recteur");
}
