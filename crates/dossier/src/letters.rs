//! From a case and a few answers to the facts of a letter. Pure: nothing is typed twice, what the
//! dossier knows goes straight into the letter.

use crate::model::{Asked, Case, FactText};
use crate::pages::say;
use crate::prior;
use guide::Content;
use guide::letters::{Ask, Draft, LetterFacts, Models, Piece, Step, draft};
use guide::plan::Situation;
use serde_json::{Map, Value};
use time::Date;
use ui::{Lang, Words, dates};

/// Whether a field is asked of somebody of this status: who signed a contract concerns those who have one,
/// and so on. The question appears once the status that calls for it is saved.
pub fn is_asked(path: &str, status: &str) -> bool {
    match path {
        "establishment.region" => status == "agricole",
        "employer.signatory" => matches!(status, "aesh" | "aed"),
        "employer.kind" => status == "territorial",
        _ => true,
    }
}

/// The answers of a form, by path, as they are sealed.
pub fn read_answers(models: &Models, letter: &str, fields: &ui::Fields) -> Value {
    let mut answers = Map::new();
    for (path, ask) in models.asks(letter) {
        let path = path.as_str();
        let value = match ask {
            Ask::Line | Ask::Lines | Ask::Status | Ask::Level | Ask::Witnesses | Ask::Rows(_) => {
                text(fields.text(path))
            }
            Ask::Tick => fields.get(path).map_or(Value::Null, |_| Value::Bool(true)),
            Ask::Offences | Ask::Measures | Ask::Grounds => {
                let ids: Vec<Value> = fields.all(path).map(Value::from).collect();
                if ids.is_empty() {
                    Value::Null
                } else {
                    Value::Array(ids)
                }
            }
        };
        if !value.is_null() {
            answers.insert(path.to_owned(), value);
        }
    }
    Value::Object(answers)
}

fn text(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        Value::from(text.replace("\r\n", "\n"))
    }
}

/// What to show in the form: this letter's answers, else what other letters and the plan already said.
pub fn known(content: &Content, case: &Case, letter: &str) -> Map<String, Value> {
    let mut answers = Map::new();
    let situation: Situation = serde_json::from_value(case.situation.clone()).unwrap_or_default();
    if let Some(status) = situation.status {
        answers.insert("person.status".to_owned(), status.into());
    }
    if letter == "dsa-notification"
        && let Some(fact) = case
            .facts
            .iter()
            .find(|fact| !fact.text.platform.is_empty())
    {
        answers.insert(
            "platform.name".to_owned(),
            fact.text.platform.clone().into(),
        );
    }
    if letter == "plainte-procureur" {
        match case
            .facts
            .iter()
            .rev()
            .find(|fact| !fact.text.author_name.is_empty())
        {
            // A pseudonym is what is known of the author; a name is given by the person herself.
            Some(fact) => answers.insert(
                "author.details".to_owned(),
                fact.text.author_name.clone().into(),
            ),
            None => None,
        };
    }
    for other in case.letters.iter().filter(|other| other.id != letter) {
        let shared = other.answers.as_object().into_iter().flatten();
        for (path, value) in shared.filter(|(path, _)| !prior::is_own(path)) {
            answers.insert(path.clone(), value.clone());
        }
    }
    // What came before fills a letter not begun yet; what she saved, blanks included, is hers.
    match case.letter(letter).and_then(|own| own.answers.as_object()) {
        Some(own) => answers.extend(own.clone()),
        None => answers.extend(prior::answers(content, case, letter)),
    }
    // A measure of another letter, or of an older edition, is none of this one.
    let models = &content.models;
    let measures: Vec<&str> = models.measures(letter).map(|(id, _)| id).collect();
    let grounds: Vec<&str> = models.grounds(letter).map(|(id, _)| id).collect();
    for (path, offered) in [("measures", measures), ("grounds", grounds)] {
        if let Some(Value::Array(ids)) = answers.get_mut(path) {
            ids.retain(|id| id.as_str().is_some_and(|id| offered.contains(&id)));
        }
    }
    answers
}

/// The facts of a letter, with today's date.
pub fn facts_of(
    models: &Models,
    case: &Case,
    letter: &str,
    answers: &Map<String, Value>,
    today: Date,
) -> LetterFacts {
    let mut nested = Value::Object(Map::new());
    for (path, ask) in models.asks(letter) {
        let Some(answer) = answers.get(&path) else {
            continue;
        };
        let value = match ask {
            Ask::Measures | Ask::Grounds => answer
                .as_array()
                .into_iter()
                .flatten()
                .map(|id| serde_json::json!({ "id": id }))
                .collect(),
            Ask::Witnesses => rows(&["name", "what"], answer),
            // Exhibits have a title already: their numbers are enough.
            Ask::Rows(_) if path == "added_pieces" => numbers(answer),
            Ask::Rows(fields) => rows(fields, answer),
            _ => answer.clone(),
        };
        put(&mut nested, &path, value);
    }
    let mut facts: LetterFacts = serde_json::from_value(nested).unwrap_or_default();
    facts.letter.date = kernel::date::iso(today);
    if facts.establishment.kind.is_empty() {
        facts.establishment.kind = case
            .situation
            .get("establishment")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
    }
    if facts.establishment.departement.is_empty() {
        facts.establishment.departement = case
            .situation
            .get("departement")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
    }
    facts.facts = case
        .facts
        .iter()
        .map(|fact| letter_fact(&fact.text))
        .collect();
    facts.pieces = pieces(case);
    facts.steps = steps(models, case, letter);
    facts
}

fn put(root: &mut Value, path: &str, value: Value) {
    let (head, rest) = path
        .split_once('.')
        .map_or((path, None), |(head, rest)| (head, Some(rest)));
    let Some(map) = root.as_object_mut() else {
        return;
    };
    match rest {
        None => {
            map.insert(head.to_owned(), value);
        }
        Some(rest) => put(
            map.entry(head).or_insert_with(|| Value::Object(Map::new())),
            rest,
            value,
        ),
    }
}

fn rows(fields: &[&str], answer: &Value) -> Value {
    let lines = answer.as_str().unwrap_or_default().lines();
    lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| row(fields, line))
        .collect()
}

fn numbers(answer: &Value) -> Value {
    let words = answer.as_str().unwrap_or_default();
    words
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse::<u32>().ok())
        .map(Value::from)
        .collect()
}

fn row(fields: &[&str], line: &str) -> Value {
    let words = line.splitn(fields.len().max(1), ':').map(str::trim);
    fields
        .iter()
        .zip(words.chain(std::iter::repeat("")))
        .map(|(field, words)| ((*field).to_owned(), Value::from(words)))
        .collect()
}

/// Letters are French whatever the language of the screens.
const FR: Words = Words(Lang::Fr);

fn letter_fact(fact: &FactText) -> guide::letters::Fact {
    let place = match (fact.place.is_empty(), fact.platform.is_empty()) {
        (false, _) => fact.place.clone(),
        (true, false) => format!("en ligne, sur {}", fact.platform),
        (true, true) => String::new(),
    };
    let role = FR.t(&["author-", fact.author.name()].concat());
    let author = match (fact.author, fact.author_name.is_empty()) {
        (crate::model::Author::Unknown, true) => "inconnu".to_owned(),
        (crate::model::Author::Unknown, false) => {
            format!("inconnu, sous le nom « {} »", fact.author_name)
        }
        (_, true) => prior::lower(&role),
        (_, false) => format!("{} ({})", fact.author_name, prior::lower(&role)),
    };
    guide::letters::Fact {
        when: say::when(FR, &fact.when),
        date: fact.when.first().map(kernel::date::iso).unwrap_or_default(),
        place,
        what: fact.what.clone(),
        author,
        platform: fact.platform.clone(),
        url: fact.post.clone(),
        profile_url: fact.profile.clone(),
        position: String::new(),
    }
}

/// The numbered exhibits, but those that are left out of exports too (N035, N075).
fn pieces(case: &Case) -> Vec<Piece> {
    case.pieces
        .iter()
        .filter(|piece| case.left_out(piece, Asked::default()).is_none())
        .map(|piece| Piece {
            number: piece.number,
            title: if piece.text.caption.is_empty() {
                piece.name.clone()
            } else {
                piece.text.caption.clone()
            },
            date: dates::plain_day(
                FR,
                piece
                    .text
                    .seen
                    .unwrap_or_else(|| kernel::date::paris_date(piece.at)),
            ),
            sha256: piece.sha256.to_string().chars().take(16).collect(),
        })
        .collect()
}

/// What was already sent, told in the other letters (N048).
fn steps(models: &Models, case: &Case, letter: &str) -> Vec<Step> {
    case.letters
        .iter()
        .filter(|other| other.id != letter)
        .filter_map(|other| Some((models.name(&other.id)?, other.sent.as_ref()?)))
        .map(|(name, sent)| Step {
            when: dates::plain_day(FR, sent.on),
            what: name.fr.clone(),
        })
        .collect()
}

/// A letter as far as its answers go; `None` when it does not fit her status.
pub fn drafted(content: &Content, case: &Case, letter: &str, today: Date) -> Option<Draft> {
    let answers = known(content, case, letter);
    let facts = facts_of(&content.models, case, letter, &answers, today);
    draft(content, letter, &facts, guide::law::Lang::Fr).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n048_every_answer_of_every_letter_is_read() {
        let models = &Content::embedded().unwrap().models;
        for offer in models.offers() {
            let mut fields = Vec::new();
            for (path, ask) in models.asks(offer.id) {
                let words = match ask {
                    Ask::Rows(_) if path == "added_pieces" => "3, 4",
                    Ask::Rows(_) | Ask::Witnesses => "un : deux : trois",
                    _ => "mots",
                };
                fields.push((path, words.to_owned()));
            }
            let answers = read_answers(models, offer.id, &ui::Fields(fields));
            let facts = facts_of(
                models,
                &Case::default(),
                offer.id,
                answers.as_object().unwrap(),
                time::macros::date!(2026 - 11 - 22),
            );
            assert_ne!(
                facts,
                LetterFacts {
                    letter: facts.letter.clone(),
                    ..LetterFacts::default()
                },
                "{}: what was typed was not read",
                offer.id
            );
        }
    }

    #[test]
    fn n048_answers_and_dossier_meet_without_retyping() {
        let mut case = Case::default();
        case.facts.push(crate::model::Fact {
            seq: 2,
            at: kernel::Moment(0),
            first: 2,
            text: FactText {
                what: "Une insulte publique".into(),
                platform: "Instagram".into(),
                author_name: "@x".into(),
                ..FactText::default()
            },
        });
        let fields = ui::Fields(vec![
            ("person.name".into(), "Camille Martin".into()),
            ("offences".into(), "injure-publique".into()),
            (
                "witnesses".into(),
                "A. Durand : a vu la page\nB. Petit".into(),
            ),
            ("court.confirmed".into(), "oui".into()),
        ]);
        let models = &Content::embedded().unwrap().models;
        let answers = read_answers(models, "plainte-procureur", &fields);
        let facts = facts_of(
            models,
            &case,
            "plainte-procureur",
            answers.as_object().unwrap(),
            time::macros::date!(2026 - 11 - 22),
        );
        assert_eq!(facts.person.name, "Camille Martin");
        assert_eq!(facts.offences, ["injure-publique"]);
        assert_eq!(facts.witnesses.len(), 2);
        assert!(facts.court.confirmed && !facts.no_witness);
        assert_eq!(facts.facts[0].place, "en ligne, sur Instagram");
        assert_eq!(facts.facts[0].author, "inconnu, sous le nom « @x »");
        assert_eq!(facts.letter.date, "2026-11-22");
    }
}
