//! To whom, through whom, with a copy to whom: N027, N049.

use super::*;
use guide::letters::Refusal;

/// status, place of work, first line, through, copies; one row for each `staff` entry of the law
/// that has the protection, all but `ogec`.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);
const RECTEUR: &str = "Madame la Rectrice ou Monsieur le Recteur";
const EMPLOYEUR: &str = "la principale du Collège du Préau";
const MAIRE: &str = "Madame la Maire ou Monsieur le Maire";
const DRAAF: &str = "Madame la Directrice ou Monsieur le Directeur régional";
const ADDRESSEES: [Row; 13] = [
    (
        "enseignant-1d",
        "ecole",
        RECTEUR,
        &["(IEN)", "(DASEN)"],
        &["de l’école"],
    ),
    (
        "directeur-ecole",
        "ecole",
        RECTEUR,
        &["(IEN)", "(DASEN)"],
        &[],
    ),
    (
        "enseignant-2d",
        "college",
        RECTEUR,
        &["d’établissement"],
        &[],
    ),
    ("cpe", "lycee", RECTEUR, &["d’établissement"], &[]),
    ("chef-etablissement", "college", RECTEUR, &[], &["(DASEN)"]),
    (
        "aesh",
        "college",
        EMPLOYEUR,
        &[],
        &["d’établissement", "Recteur de l’académie de Valmont"],
    ),
    (
        "aed",
        "lycee",
        EMPLOYEUR,
        &[],
        &["d’établissement", "Recteur de l’académie de Valmont"],
    ),
    ("psyen", "autre", RECTEUR, &[], &["de service"]),
    ("infirmier-as", "college", RECTEUR, &[], &["de service"]),
    ("administratif", "lycee", RECTEUR, &[], &["de service"]),
    ("prive-contrat", "lycee", RECTEUR, &[], &["d’établissement"]),
    ("territorial", "ecole", MAIRE, &[], &["de l’école"]),
    (
        "agricole",
        "lycee-agricole",
        DRAAF,
        &["EPLEFPA"],
        &["(DGER)"],
    ),
];

#[test]
fn n027_n049_each_status_writes_to_its_employer_through_the_right_people() {
    let mut known: Vec<&str> = content()
        .law
        .staff
        .iter()
        .map(|staff| staff.id.as_str())
        .collect();
    let mut tested: Vec<&str> = ADDRESSEES.iter().map(|row| row.0).chain(["ogec"]).collect();
    known.sort_unstable();
    tested.sort_unstable();
    assert_eq!((known.len(), known), (14, tested));

    let mut facts = facts("protection-fonctionnelle");
    facts.employer.signatory = EMPLOYEUR.to_owned();
    facts.employer.kind = "commune".to_owned();
    facts.establishment.region = "Région exemple".to_owned();
    for (status, place, first, through, copies) in ADDRESSEES {
        facts.person.status = status.to_owned();
        facts.establishment.kind = place.to_owned();
        let draft = write("protection-fonctionnelle", &facts);
        assert_eq!(draft.addressee.lines[0], first, "{status}");
        for (found, wanted) in [
            (&draft.addressee.through, through),
            (&draft.addressee.copies, copies),
        ] {
            assert_eq!(found.len(), wanted.len(), "{status}: {found:?}");
            assert!(
                found.iter().zip(wanted).all(|(f, w)| f.contains(w)),
                "{status}: {found:?} {wanted:?}"
            );
        }
        let text = flat(&render_text(&draft.finalise().unwrap()));
        assert!(
            text.contains(first)
                && through.iter().all(|t| text.contains(t))
                && copies.iter().all(|c| text.contains(c))
        );
        if first != RECTEUR && !copies.iter().any(|copy| copy.contains("Recteur")) {
            assert!(
                !text.contains("Recteur"),
                "{status} would write to a rectorat that does not employ them"
            );
        }
    }
}

#[test]
fn n027_the_place_of_work_decides_where_the_ministry_is_another_one() {
    let mut facts = facts("protection-fonctionnelle");
    facts.establishment.region = "Région exemple".to_owned();
    for (status, place, first, through) in [
        ("enseignant-2d", "lycee-agricole", DRAAF, 1),
        (
            "cpe",
            "superieur",
            "Madame la Présidente ou Monsieur le Président",
            0,
        ),
        ("enseignant-2d", "", RECTEUR, 1),
        ("enseignant-1d", "medico-social", RECTEUR, 2),
    ] {
        facts.person.status = status.to_owned();
        facts.establishment.kind = place.to_owned();
        let draft = write("protection-fonctionnelle", &facts);
        assert_eq!(
            (
                draft.addressee.lines[0].as_str(),
                draft.addressee.through.len()
            ),
            (first, through),
            "{status}, {place}"
        );
        let unsure = draft
            .advice
            .iter()
            .any(|advice| advice.contains("Destinataire à vérifier"));
        assert_eq!(unsure, place == "superieur", "{status}, {place}");
        draft.finalise().unwrap();
    }
    facts.establishment.kind = "cirque".to_owned();
    assert!(matches!(
        draft(content(), "protection-fonctionnelle", &facts, Lang::Fr),
        Err(Refusal::Unusable { .. })
    ));
}

#[test]
fn n022_n026_nobody_who_is_involved_is_on_the_way_or_in_copy() {
    let mut facts = facts("protection-fonctionnelle");
    facts.recipient.direct = true;
    for status in [
        "enseignant-1d",
        "enseignant-2d",
        "psyen",
        "chef-etablissement",
    ] {
        facts.person.status = status.to_owned();
        let draft = write("protection-fonctionnelle", &facts);
        assert!(
            draft.addressee.through.is_empty() && draft.addressee.copies.is_empty(),
            "{status}"
        );
        let text = flat(&render_text(&draft.finalise().unwrap()));
        assert!(
            text.contains("Envoi direct")
                && !text.contains("Sous couvert")
                && !text.contains("voie hiérarchique")
        );
        assert!(draft.advice[0].contains("sans passer par elle"));
    }
}

#[test]
fn n027_the_letter_and_the_plan_send_to_the_same_authority() {
    let law = &content().law;
    let mut facts = facts("protection-fonctionnelle");
    for staff in &law.staff {
        for place in
            std::iter::once("").chain(law.establishments.iter().map(|place| place.id.as_str()))
        {
            let situation = guide::plan::Situation {
                status: Some(staff.id.clone()),
                establishment: Some(place.to_owned()).filter(|place| !place.is_empty()),
                ..Default::default()
            };
            let planned = guide::plan::addressees(law, &situation);
            facts.person.status = staff.id.clone();
            facts.establishment.kind = place.to_owned();
            let authority = match draft(content(), "protection-fonctionnelle", &facts, Lang::Fr) {
                Ok(draft) => Some(draft.addressee.authority),
                Err(Refusal::NotForThisStatus { .. }) => None,
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(authority, planned.protection, "{}, {place}", staff.id);
        }
    }
}

#[test]
fn the_way_up_is_given_by_the_person_where_the_law_gives_none() {
    let mut facts = facts("protection-fonctionnelle");
    facts.person.status = "psyen".to_owned();
    facts.recipient.via = "la directrice du centre d’information et d’orientation".to_owned();
    assert!(
        final_text("protection-fonctionnelle", &facts)
            .contains("Sous couvert de la directrice du centre")
    );
}

#[test]
fn n027_a_private_law_employee_is_refused_with_the_reason_and_the_way() {
    let mut facts = facts("protection-fonctionnelle");
    facts.person.status = "ogec".to_owned();
    for (lang, words) in [
        (Lang::Fr, ["code du travail", "obligation de sécurité"]),
        (Lang::En, ["code du travail", "duty of safety"]),
    ] {
        match draft(content(), "protection-fonctionnelle", &facts, lang) {
            Err(Refusal::NotForThisStatus { text, letters }) => {
                assert!(words.iter().all(|w| text.contains(w)), "{text}");
                assert_eq!(letters, ["plainte-procureur", "dsa-notification"]);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn n027_the_complaint_and_the_notice_go_to_the_same_place_for_every_status() {
    for (id, first) in [
        (
            "plainte-procureur",
            "Madame la Procureure ou Monsieur le Procureur de la République",
        ),
        ("dsa-notification", "Réseau Exemple"),
    ] {
        for staff in &content().law.staff {
            let mut facts = facts(id);
            facts.person.status = staff.id.clone();
            let draft = write(id, &facts);
            assert_eq!(draft.addressee.lines[0], first, "{id}, {}", staff.id);
            assert!(draft.addressee.through.is_empty() && draft.addressee.copies.is_empty());
        }
    }
}

#[test]
fn n027_without_a_status_nobody_is_written_to_by_chance() {
    let facts = without(&facts("protection-fonctionnelle"), "person.status");
    assert!(
        write("protection-fonctionnelle", &facts)
            .addressee
            .lines
            .is_empty()
    );
    assert!(
        refused("protection-fonctionnelle", &facts)
            .iter()
            .any(|m| m.id == "person.status")
    );
    let mut facts = facts;
    facts.person.status = "astronaute".to_owned();
    assert!(matches!(
        draft(content(), "protection-fonctionnelle", &facts, Lang::Fr),
        Err(Refusal::Unusable { .. })
    ));
}

#[test]
fn n027_a_region_is_headed_by_a_president_and_the_kind_is_asked() {
    let mut facts = facts("protection-fonctionnelle");
    facts.person.status = "territorial".to_owned();
    assert!(
        refused("protection-fonctionnelle", &facts)
            .iter()
            .any(|m| m.id == "employer.kind")
    );
    facts.employer.kind = "région".to_owned();
    assert!(
        final_text("protection-fonctionnelle", &facts)
            .contains("Madame la Présidente ou Monsieur le Président")
    );
}
