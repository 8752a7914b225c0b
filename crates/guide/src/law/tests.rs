use super::*;

fn loaded() -> Law {
    let mut problems = Vec::new();
    let law = Law::read(&Files::embedded(), &mut problems);
    law.check(&mut problems);
    assert_eq!(problems, []);
    law
}

#[test]
fn the_law_loads_whole_and_without_a_problem() {
    let law = loaded();
    let counts = (
        law.articles.len(),
        law.offences.len(),
        law.deadlines.len(),
        law.staff.len(),
        law.procedures.len(),
    );
    assert_eq!(counts, (171, 40, 40, 14, 12));
    assert_eq!(
        law.article("cp-226-4-1").map(|a| a.state),
        Some(State::EnVigueur)
    );
    assert_eq!(
        law.article("lcen-6").map(|a| a.state),
        Some(State::AVerifier)
    );
}

/// A broken reference is named, with its file and its entry.
#[test]
fn faults_are_named() {
    let dir = std::env::temp_dir().join(format!("preau-law-{}", std::process::id()));
    let law = dir.join("law");
    std::fs::create_dir_all(&law).unwrap();
    for (name, text) in Files::embedded().under("law/") {
        let text = match name {
            "law/deadlines.toml" => text.replace("l1881-65\"", "l1881-650\""),
            "law/articles.toml" => text.replacen("sources = [\"legi-2026-04\"]", "sources = []", 1),
            "law/staff.toml" => format!("{text}\n[[staff]]\nid = \"x\"\n"),
            _ => text.to_owned(),
        };
        std::fs::write(dir.join(name), text).unwrap();
    }
    let files = Files::from_dir(&dir).unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
    let mut problems = Vec::new();
    Law::read(&files, &mut problems).check(&mut problems);
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    for expected in [
        "content/law/deadlines.toml: `presse-3-mois`: no article `l1881-650`",
        "content/law/articles.toml: `cp-131-13`: a source is missing",
        "content/law/staff.toml: TOML parse error",
    ] {
        assert!(
            said.iter().any(|line| line.starts_with(expected)),
            "{expected} in {said:#?}"
        );
    }
}
