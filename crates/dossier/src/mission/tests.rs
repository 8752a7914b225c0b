use super::*;
use crate::model::{FactText, PieceText, When};
use evidence::model::Class;
use kernel::doc::{Block, plain};
use time::macros::date;

const POST: &str = "https://www.instagram.com/p/abc";
const PROFILE: &str = "https://www.instagram.com/x";

fn fact(seq: u64, text: FactText) -> Fact {
    Fact {
        seq,
        at: Moment(0),
        first: seq,
        text,
    }
}

fn piece(seq: u64, address: &str, text: PieceText) -> Piece {
    Piece {
        seq,
        number: u32::try_from(seq).unwrap(),
        at: Moment::parse("2026-11-22T09:30:05Z").unwrap(),
        name: "capture.png".into(),
        media: "image/png".into(),
        bytes: 1,
        sha256: seal::sha256(address.as_bytes()),
        class: Class::C,
        likeness: None,
        blob: None,
        copied: None,
        text: PieceText {
            address: address.into(),
            ..text
        },
    }
}

fn case() -> Case {
    let mut case = Case::default();
    case.qualification.chosen = vec!["insulte-diffamation".into()];
    case.facts = vec![
        fact(
            1,
            FactText {
                what: "Une insulte publique".into(),
                when: When::Exact(date!(2026 - 11 - 15), None),
                published: Some(date!(2026 - 11 - 15)),
                platform: "Instagram".into(),
                author_name: "xX_prof_Xx".into(),
                post: POST.into(),
                profile: PROFILE.into(),
                ..FactText::default()
            },
        ),
        fact(
            2,
            FactText {
                post: "https://blog.example/jamais".into(),
                held: true,
                ..FactText::default()
            },
        ),
    ];
    case.pieces = vec![
        piece(3, POST, PieceText::default()),
        piece(
            4,
            "https://blog.example/garde",
            PieceText {
                kept_back: true,
                ..PieceText::default()
            },
        ),
        piece(
            5,
            "https://identite.example/",
            PieceText {
                identity: true,
                ..PieceText::default()
            },
        ),
    ];
    case
}

fn words(case: &Case) -> String {
    let content = Content::embedded().unwrap();
    let now = Moment::parse("2026-11-22T09:30:05Z").unwrap();
    let doc = sheet::sheet(content, case, "preau.example/d/1", now);
    let mut said = String::new();
    for block in &doc.blocks {
        match block {
            Block::Heading(_, text) | Block::Code(text) => said.push_str(text),
            Block::Para(runs) | Block::Note(runs) => said.push_str(&plain(runs)),
            Block::List { items, .. } => items.iter().for_each(|item| said.push_str(&plain(item))),
            Block::Terms(terms) => terms
                .iter()
                .for_each(|(term, runs)| said.push_str(&format!("{term}={}\n", plain(runs)))),
            Block::Table { rows, .. } => rows
                .iter()
                .flatten()
                .for_each(|cell| said.push_str(&plain(cell))),
            Block::Signature(_) | Block::Picture { .. } | Block::Drawing { .. } => {}
        }
        said.push('\n');
    }
    said.replace('\u{a0}', " ")
}

#[test]
fn n036_each_address_comes_once_and_what_nobody_can_see_does_not() {
    let (content, case) = (Content::embedded().unwrap(), case());
    let all = targets(content, &case);
    let addresses: Vec<&str> = all.iter().map(|target| target.address).collect();
    assert_eq!(addresses, [POST, PROFILE, "https://blog.example/garde"]);
    assert_eq!(all[0].places, ["fait-1-publication", "piece-3"]);
    assert_eq!(all[0].authors(), ["xX_prof_Xx"]);
    let ticked: Vec<bool> = all.iter().map(|target| target.is_chosen(None)).collect();
    assert_eq!(ticked, [true, true, false], "she keeps the last one back");
    assert_eq!(facts_of(&all), [1]);
}

#[test]
fn n036_what_came_after_the_choice_is_proposed_and_what_was_unticked_stays_out() {
    let content = Content::embedded().unwrap();
    let mut case = case();
    case.mission = Some(Mission {
        seq: 6,
        at: Moment(0),
        targets: vec!["fait-1-publication".into()],
        more: String::new(),
    });
    let late = piece(7, "https://blog.example/apres", PieceText::default());
    case.pieces.push(late);
    let all = chosen(content, &case);
    let addresses: Vec<&str> = all.iter().map(|target| target.address).collect();
    assert_eq!(addresses, [POST], "nothing goes in that she has not seen");
    let all = targets(content, &case);
    let mission = case.mission.as_ref();
    let proposed = all.iter().filter(|target| target.is_proposed(mission));
    let proposed: Vec<&str> = proposed.map(|target| target.address).collect();
    assert_eq!(proposed, [POST, "https://blog.example/apres"]);
}

#[test]
fn n036_the_sheet_says_what_to_record_how_soon_and_what_is_held() {
    let mut case = case();
    let said = words(&case);
    for expected in [
        "lundi 15 février 2027",
        "Loi du 29 juillet 1881, art. 65",
        "Un constat n’arrête pas ce délai",
        POST,
        "les réponses et les partages visibles",
        "S’il y a une vidéo",
        "xX_prof_Xx",
        "Pièce n° 3 (Déposée dans le dossier), scellée le dimanche 22 novembre 2026, 10 h 30 à Paris (2026-11-22 09:30:05 UTC)",
        &seal::sha256(POST.as_bytes()).to_string(),
        "NF Z67-147",
        "Ce n’est pas un procès-verbal",
    ] {
        assert!(said.contains(expected), "« {expected} » in\n{said}");
    }
    for absent in ["blog.example", "identite.example"] {
        assert!(!said.contains(absent), "« {absent} » in\n{said}");
    }
    // A film is asked for as such.
    case.pieces[0].media = "video/mp4".into();
    let said = words(&case);
    assert!(said.contains("La vidéo ou le son : sa durée"), "{said}");
    // Without any date, the careful one of the plan is said to be careful; without a situation, nothing is made up.
    case.facts.clear();
    let careful = ui::Words(ui::Lang::Fr).t("plan-deadline-cautious");
    assert!(words(&case).contains(&careful));
    case.qualification.chosen.clear();
    assert!(words(&case).contains("Aucune date limite n’est calculée"));
}
