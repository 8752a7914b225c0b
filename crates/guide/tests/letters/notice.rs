//! The notice to a platform: N065.

use super::*;

#[test]
fn n065_only_exact_addresses_on_that_platform_are_notified() {
    let mut facts = facts("dsa-notification");
    facts.facts[1].platform = "Autre Réseau".to_owned();
    let text = final_text("dsa-notification", &facts);
    assert!(
        text.contains("https://reseau.example/p/123")
            && !text.contains("https://reseau.example/v/124")
    );
    facts.facts[0].url = "sur mon mur".to_owned();
    assert!(
        refused("dsa-notification", &facts)
            .iter()
            .any(|m| m.id == "b-emplacement")
    );
}

#[test]
fn n065_no_name_is_required_for_sexual_offences_against_minors() {
    let mut facts = facts("dsa-notification");
    facts.person = Default::default();
    assert!(
        refused("dsa-notification", &facts)
            .iter()
            .any(|m| m.id == "c-notifiant")
    );
    facts.offences = vec!["pedopornographie".to_owned()];
    let text = final_text("dsa-notification", &facts);
    assert!(text.contains("ne sont pas exigés") && text.contains("Aucune image n’est jointe"));
    assert!(
        !text.contains("Pièce n°"),
        "no capture of such an image ever leaves"
    );
    assert!(write("dsa-notification", &facts).advice[0].contains("ne faites aucune capture"));
    facts.person.name = "Camille Martin".to_owned();
    assert!(final_text("dsa-notification", &facts).contains("Nom : Camille Martin"));
}
