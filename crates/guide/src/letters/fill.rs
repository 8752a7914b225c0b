//! Fills every field from the facts, with what follows from the law: order, names of offences,
//! whether connection data can be requested.

use super::draft::Unusable;
use super::facts::{Fact, LetterFacts, Measure, More};
use super::fields::MORE;
use super::model::{Common, MeasureSheet, Model, MoreAsk, MoreSheet};
use super::requests;
use super::values::{Row, Value, Values, clean, flat, says};
use crate::deadline;
use crate::law::{Law, Offence};
use kernel::date;
use std::collections::BTreeSet;

/// `22 novembre 2026`, `1er mai 2026`.
pub(super) fn in_words(day: time::Date) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let month = MONTHS
        .get(usize::from(u8::from(day.month())).saturating_sub(1))
        .copied()
        .unwrap_or_default();
    let number = if day.day() == 1 {
        "1er".to_owned()
    } else {
        day.day().to_string()
    };
    format!("{number} {month} {}", day.year())
}

/// Fills every field; what the model or the law does not know is refused, not guessed.
pub(super) fn fill(
    law: &Law,
    common: &Common,
    model: &Model,
    facts: &LetterFacts,
) -> Result<Values, Vec<Unusable>> {
    let mut unusable = Vec::new();
    let offences = facts
        .offences
        .iter()
        .filter_map(|id| {
            let found = law.offence(id);
            if found.is_none() {
                unusable.push(Unusable {
                    field: "offences".to_owned(),
                    value: id.clone(),
                });
            }
            found
        })
        .collect::<Vec<_>>();
    let measures = chosen(
        "measures",
        &model.sheet.measures,
        &facts.measures,
        &mut unusable,
    );
    let grounds = chosen(
        "grounds",
        &model.sheet.grounds,
        &facts.grounds,
        &mut unusable,
    );
    let more = more(common, facts, &mut unusable);
    for (field, day) in std::iter::once(("letter.date", &facts.letter.date))
        .chain(facts.facts.iter().map(|f| ("facts.date", &f.date)))
    {
        if !day.trim().is_empty() && date::parse(day).is_none() {
            unusable.push(Unusable {
                field: field.to_owned(),
                value: day.clone(),
            });
        }
    }
    if !unusable.is_empty() {
        return Err(unusable);
    }

    let mut values = Values::default();
    texts(&mut values, facts);
    flags(&mut values, facts);
    lists(&mut values, facts);
    for (name, value) in more {
        values.set(&name, value);
    }
    values.set("measures", Value::List(measures));
    values.set("grounds", Value::List(grounds));
    values.set("last_days", Value::List(last_days(law, facts, &offences)));
    values.set(
        "offences",
        Value::List(offences.iter().map(|o| named(law, common, o)).collect()),
    );
    values.set(
        "ip_offences",
        Value::List(offences.iter().filter_map(|o| traceable(o)).collect()),
    );
    for condition in &model.sheet.conditions {
        let met = facts
            .offences
            .iter()
            .any(|id| condition.offences.contains(id))
            || facts
                .grounds
                .iter()
                .any(|ground| condition.grounds.contains(&ground.id))
            || condition
                .statuses
                .iter()
                .any(|id| *id == facts.person.status.trim())
            || condition
                .places
                .iter()
                .any(|id| *id == facts.establishment.kind.trim());
        values.set(&condition.id, Value::Flag(met));
    }
    Ok(values)
}

fn texts(values: &mut Values, facts: &LetterFacts) {
    let LetterFacts {
        person,
        establishment,
        employer,
        author,
        lawyer,
        platform,
        court,
        recipient,
        letter,
        ..
    } = facts;
    let day = date::parse(&letter.date).map(in_words).unwrap_or_default();
    for (name, text) in [
        ("author.details", &author.details),
        ("author.name", &author.name),
        ("court.address", &court.address),
        ("court.city", &court.city),
        ("duties_link", &facts.duties_link),
        ("employer.address", &employer.address),
        ("employer.kind", &employer.kind),
        ("employer.name", &employer.name),
        ("employer.signatory", &employer.signatory),
        ("establishment.academie", &establishment.academie),
        ("establishment.address", &establishment.address),
        ("establishment.commune", &establishment.commune),
        ("establishment.departement", &establishment.departement),
        ("establishment.kind", &establishment.kind),
        ("establishment.name", &establishment.name),
        ("establishment.region", &establishment.region),
        ("explanation", &facts.explanation),
        ("harm", &facts.harm),
        ("lawyer.address", &lawyer.address),
        ("lawyer.name", &lawyer.name),
        ("letter.date", &day),
        ("letter.place", &letter.place),
        ("person.address", &person.address),
        ("person.birth", &person.birth),
        ("person.email", &person.email),
        ("person.name", &person.name),
        ("person.phone", &person.phone),
        ("person.role", &person.role),
        ("person.status", &person.status),
        ("platform.contact", &platform.contact),
        ("platform.name", &platform.name),
        ("recipient.address", &recipient.address),
        ("recipient.level", &recipient.level),
        ("recipient.via", &recipient.via),
        ("urgent", &facts.urgent),
    ] {
        values.set(name, Value::Text(clean(text)));
    }
    for derived in ["recipient.office", "recipient.skipped", "salutation"] {
        values.set(derived, Value::Text(String::new()));
    }
}

fn flags(values: &mut Values, facts: &LetterFacts) {
    for (name, flag) in [
        // A name wins over "contre X": the letter never says both.
        (
            "author.unknown",
            facts.author.unknown && !says(&facts.author.name),
        ),
        ("court.confirmed", facts.court.confirmed),
        ("employer.commune", facts.employer.kind.trim() == "commune"),
        (
            "lawyer.undecided",
            facts.lawyer.undecided && !says(&facts.lawyer.name),
        ),
        ("no_witness", facts.no_witness && facts.witnesses.is_empty()),
        (
            "person.address_professional",
            facts.person.address_professional,
        ),
        ("person.employer_agrees", facts.person.employer_agrees),
        ("recipient.direct", facts.recipient.direct),
        ("statements.good_faith", facts.statements.good_faith),
        (
            "statements.no_personal_fault",
            facts.statements.no_personal_fault,
        ),
    ] {
        values.set(name, Value::Flag(flag));
    }
}

fn lists(values: &mut Values, facts: &LetterFacts) {
    let mut ordered: Vec<&Fact> = facts.facts.iter().collect();
    // The order of the dates where all are known; otherwise the order in which they were told.
    if ordered.iter().all(|fact| date::parse(&fact.date).is_some()) {
        ordered.sort_by_key(|fact| date::parse(&fact.date));
    }
    let here = |fact: &Fact| {
        let (one, other) = (flat(&fact.platform), flat(&facts.platform.name));
        (one.is_empty() || other.is_empty() || one.to_lowercase() == other.to_lowercase())
            && (fact.url.trim().starts_with("https://") || fact.url.trim().starts_with("http://"))
    };
    values.set(
        "publications",
        Value::List(
            ordered
                .iter()
                .filter(|fact| here(fact))
                .map(|fact| row(fact))
                .collect(),
        ),
    );
    values.set(
        "facts",
        Value::List(ordered.iter().map(|fact| row(fact)).collect()),
    );
    let witnesses = facts
        .witnesses
        .iter()
        .map(|w| Row::from([("name", clean(&w.name)), ("what", clean(&w.what))]));
    values.set("witnesses", Value::List(witnesses.collect()));
    let steps = facts
        .steps
        .iter()
        .map(|s| Row::from([("when", clean(&s.when)), ("what", clean(&s.what))]));
    values.set("steps", Value::List(steps.collect()));
    let mut pieces: Vec<_> = facts.pieces.iter().collect();
    pieces.sort_by_key(|piece| piece.number);
    let pieces = pieces.into_iter().map(|p| {
        Row::from([
            ("number", p.number.to_string()),
            ("title", clean(&p.title)),
            ("date", clean(&p.date)),
            ("sha256", clean(&p.sha256)),
        ])
    });
    values.set("pieces", Value::List(pieces.collect()));
    requests::lists(values, facts);
}

fn row(fact: &Fact) -> Row {
    let when = if says(&fact.when) {
        clean(&fact.when)
    } else {
        date::parse(&fact.date).map(in_words).unwrap_or_default()
    };
    Row::from([
        ("when", when),
        ("place", clean(&fact.place)),
        ("what", clean(&fact.what)),
        ("author", clean(&fact.author)),
        ("platform", clean(&fact.platform)),
        ("url", clean(&fact.url)),
        ("profile_url", clean(&fact.profile_url)),
        ("position", clean(&fact.position)),
    ])
}

/// The fields that only some letters have; one that no letter has is refused.
fn more(
    common: &Common,
    facts: &LetterFacts,
    unusable: &mut Vec<Unusable>,
) -> Vec<(String, Value)> {
    for (id, given) in &facts.more {
        let fits = match common.more.get(id).map(|more| more.ask) {
            None => false,
            Some(MoreAsk::Tick) => true,
            Some(MoreAsk::Line | MoreAsk::Lines) => matches!(given, More::Words(_)),
        };
        if !fits {
            unusable.push(Unusable {
                field: format!("{MORE}{id}"),
                value: match given {
                    More::Tick(tick) => tick.to_string(),
                    More::Words(words) => words.clone(),
                },
            });
        }
    }
    let value = |(id, more): (&String, &MoreSheet)| {
        let value = match (facts.more.get(id), more.ask) {
            (Some(More::Tick(tick)), _) => Value::Flag(*tick),
            (Some(More::Words(words)), MoreAsk::Tick) => Value::Flag(says(words)),
            (Some(More::Words(words)), _) => Value::Text(clean(words)),
            (None, MoreAsk::Tick) => Value::Flag(false),
            (None, _) => Value::Text(String::new()),
        };
        (format!("{MORE}{id}"), value)
    };
    common.more.iter().map(value).collect()
}

/// What was chosen among the texts of the model; `autre` brings its own words.
fn chosen(
    field: &str,
    known: &[MeasureSheet],
    asked: &[Measure],
    unusable: &mut Vec<Unusable>,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for one in asked {
        let own = clean(&one.text);
        let known = known.iter().find(|known| known.id == one.id);
        match known {
            _ if says(&own) && (known.is_some() || one.id == "autre") => {
                rows.push(Row::from([("text", own)]))
            }
            Some(known) => rows.push(Row::from([("text", known.text.clone())])),
            None => unusable.push(Unusable {
                field: field.to_owned(),
                value: one.id.clone(),
            }),
        }
    }
    rows
}

/// The last day to act for each chosen offence, from the earliest dated fact, the nearest first;
/// nothing while a fact has no date.
fn last_days(law: &Law, facts: &LetterFacts, offences: &[&Offence]) -> Vec<Row> {
    let days: Option<Vec<time::Date>> = facts.facts.iter().map(|f| date::parse(&f.date)).collect();
    let Some(first) = days.and_then(|days| days.into_iter().min()) else {
        return Vec::new();
    };
    let place = deadline::Place::of_departement(&facts.establishment.departement)
        .unwrap_or(deadline::Place::Metropole);
    let rules: BTreeSet<&String> = offences.iter().flat_map(|o| &o.deadlines).collect();
    let mut found: Vec<(time::Date, &str)> = rules
        .into_iter()
        .filter_map(|id| law.deadline(id))
        .filter_map(|rule| {
            let due = deadline::due(rule, deadline::From::Day(first), place);
            Some((due.day()?, rule.name.fr.as_str()))
        })
        .collect();
    found.sort_unstable();
    found
        .into_iter()
        .map(|(due, name)| Row::from([("name", name.to_owned()), ("due", in_words(due))]))
        .collect()
}

/// The offence with the texts that define it; those of procedure are left out.
fn named(law: &Law, common: &Common, offence: &Offence) -> Row {
    let texts = offence
        .articles
        .iter()
        .filter(|id| !common.procedure.contains(id))
        .filter_map(|id| law.article(id))
        .map(|article| article.citation.clone());
    Row::from([
        ("name", offence.name.fr.clone()),
        ("texts", together(texts)),
    ])
}

/// Several citations on one line; the name of a code is written once: « Code pénal, art. 222-17, 222-18 ».
pub(super) fn together(citations: impl Iterator<Item = String>) -> String {
    let mut line = String::new();
    let mut last = String::new();
    for citation in citations {
        let (code, number) = citation.split_once("art. ").unwrap_or((&citation, ""));
        if line.is_empty() {
            line.push_str(&citation);
        } else if !number.is_empty() && code == last {
            line.push_str(", ");
            line.push_str(number);
        } else {
            line.push_str(" ; ");
            line.push_str(&citation);
        }
        code.clone_into(&mut last);
    }
    line
}

/// Offences for which connection data can be requested (CPP, article 60-1-2), with their condition.
fn traceable(offence: &Offence) -> Option<Row> {
    let rest = offence.ip_access.strip_prefix("oui")?.trim_start();
    let only_if = rest
        .strip_prefix("si ")
        .map(|rest| rest.split(';').next().unwrap_or_default().trim());
    Some(Row::from([
        ("name", offence.name.fr.clone()),
        ("penalty", offence.penalty.clone()),
        ("only_if", only_if.unwrap_or_default().to_owned()),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::fields::{FIELDS, Shape};

    #[test]
    fn every_field_of_the_closed_list_is_filled_from_the_facts() {
        let mut values = Values::default();
        let facts = LetterFacts::default();
        texts(&mut values, &facts);
        flags(&mut values, &facts);
        lists(&mut values, &facts);
        for derived in [
            "grounds",
            "last_days",
            "measures",
            "offences",
            "ip_offences",
        ] {
            values.set(derived, Value::List(Vec::new()));
        }
        assert!(values.names().eq(FIELDS.iter().map(|(name, _)| *name)));
        for (name, shape) in FIELDS {
            let same = matches!(
                (values.get(name), shape),
                (Some(Value::Text(_)), Shape::Text)
                    | (Some(Value::Flag(_)), Shape::Flag)
                    | (Some(Value::List(_)), Shape::List(_))
            );
            assert!(same, "{name}");
        }
    }

    #[test]
    fn dates_are_written_in_words() {
        assert_eq!(
            in_words(time::macros::date!(2026 - 05 - 01)),
            "1er mai 2026"
        );
        assert_eq!(
            in_words(time::macros::date!(2026 - 12 - 22)),
            "22 décembre 2026"
        );
    }
}
