use super::*;
use std::collections::BTreeSet;

#[test]
fn everything_has_an_entry_with_a_title_and_a_summary() {
    let content = Content::embedded().unwrap();
    let all = entries(content);
    // The experts' answers are not the guide's.
    let ours = |sort: &Sort| *sort != Sort::Question;
    for sort in Sort::ALL.into_iter().filter(ours) {
        assert!(
            all.iter().any(|entry| entry.target.sort == sort),
            "{sort:?}"
        );
    }
    for entry in &all {
        let said = [&entry.fr.title, &entry.fr.summary];
        assert!(
            said.iter().all(|text| !text.trim().is_empty()),
            "{}",
            entry.target
        );
    }
    let once: BTreeSet<&Target> = all.iter().map(|entry| &entry.target).collect();
    assert_eq!(once.len(), all.len());
    let law = &content.law;
    let counted = content.kinds().count() + law.articles.len() + content.models.offers().count();
    assert!(all.len() > counted + law.deadlines.len() + law.offences.len());
}

#[test]
fn n008_an_answer_is_told_apart_by_all_whom_it_concerns() {
    let content = Content::embedded().unwrap();
    let all = entries(content);
    let facets = |id: &str| {
        let target = Target::new(Sort::Answer, id);
        &all.iter()
            .find(|entry| entry.target == target)
            .unwrap()
            .facets
    };
    let everybody = content
        .answers()
        .iter()
        .find(|answer| answer.professions.is_empty() && answer.levels.is_empty())
        .unwrap();
    let found = facets(&everybody.id);
    assert_eq!(found.professions.len(), Profession::ALL.len());
    assert_eq!(found.levels.len(), Level::ALL.len());
    assert_eq!(found.kinds, everybody.kinds);
    let several = content
        .answers()
        .iter()
        .find(|answer| answer.professions.len() > 1)
        .unwrap();
    let names: Vec<&str> = several.professions.iter().map(|one| one.name()).collect();
    assert_eq!(facets(&several.id).professions, names);
    let several = content
        .answers()
        .iter()
        .find(|answer| answer.levels.len() > 1)
        .unwrap();
    let names: Vec<&str> = several.levels.iter().map(|one| one.name()).collect();
    assert_eq!(facets(&several.id).levels, names);
}

#[test]
fn a_resource_that_is_gone_lends_its_name_to_what_replaces_it() {
    let content = Content::embedded().unwrap();
    let gone = content
        .library()
        .resources
        .iter()
        .find_map(|r| r.instead.as_ref().map(|instead| (r, instead)));
    let (gone, instead) = gone.expect("one is gone");
    let all = entries(content);
    assert!(
        all.iter()
            .all(|entry| entry.target != Target::new(Sort::Resource, &gone.id))
    );
    let there = all
        .iter()
        .find(|entry| entry.target == Target::new(Sort::Resource, instead))
        .unwrap();
    assert!(there.names.contains(&gone.title.fr));
}

#[test]
fn sixty_groups_of_synonyms_and_more() {
    assert!(Content::embedded().unwrap().synonyms().groups().len() >= 60);
}

#[test]
fn a_synonym_that_leads_nowhere_is_named() {
    let mut problems = Vec::new();
    let planted = "[[group]]\nto = [\"situation/nulle-part\"]\nwords = [\"ici\"]\n[[group]]\nto = [\"dossier\"]\nwords = [\"\"]\n[[group]]\nto = []\nwords = [\"x\"]\n";
    let synonyms = Synonyms::read(planted, &mut problems);
    synonyms.check(Content::embedded().unwrap(), &mut problems);
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let said = said.join("\n");
    for part in [
        "no entry `situation/nulle-part`",
        "`dossier` is not written like",
        "none of them empty",
        "one to 3 entries",
    ] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
}
