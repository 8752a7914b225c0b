//! What a form asks for a letter, read from its model: a letter added to the content needs no Rust.

use super::fields::{MORE, Shape, shape};
use super::model::{Common, Model, MoreAsk};

/// How a field is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A box to tick.
    Tick,
    /// The status, in a list.
    Status,
    /// The level of the hierarchical channel, in a list that follows the status and the place.
    Level,
    /// What the facts may come under: boxes.
    Offences,
    /// What is asked for: boxes, from [`super::Models::measures`].
    Measures,
    /// Reasons in law: boxes.
    Grounds,
    /// One witness a line.
    Witnesses,
    /// One item a line, with these parts.
    Rows(&'static [&'static str]),
}

/// Known from the dossier, worked out, or written by the letter itself.
const KNOWN: [&str; 12] = [
    "establishment.departement",
    "establishment.kind",
    "facts",
    "ip_offences",
    "last_days",
    "letter.date",
    "pieces",
    "publications",
    "recipient.office",
    "recipient.skipped",
    "salutation",
    "steps",
];

/// Texts that take several lines.
const LONG: [&str; 11] = [
    "author.details",
    "court.address",
    "duties_link",
    "employer.address",
    "establishment.address",
    "explanation",
    "harm",
    "lawyer.address",
    "person.address",
    "recipient.address",
    "urgent",
];

/// The fields to ask, in the order of the page, once each.
pub(super) fn asks(common: &Common, model: &Model) -> Vec<(String, Ask)> {
    let sheet = &model.sheet;
    let mut found: Vec<(String, Ask)> = Vec::new();
    let chosen = sheet.by_status
        || sheet.by_head
        || sheet.by_level
        || sheet.copy_to_hierarchy
        || sheet.conditions.iter().any(|c| !c.statuses.is_empty());
    if chosen {
        found.push(("person.status".to_owned(), Ask::Status));
    }
    if sheet.by_level {
        found.push(("recipient.level".to_owned(), Ask::Level));
    }
    if sheet.by_status || sheet.by_head || sheet.by_level || sheet.copy_to_hierarchy {
        found.push(("recipient.direct".to_owned(), Ask::Tick));
    }
    let offences = sheet.conditions.iter().any(|c| !c.offences.is_empty());
    let offences = offences.then(|| "offences".to_owned());
    // The kind of local authority decides how its head is called.
    let kind = |path: String| match path.as_str() {
        "employer.commune" => "employer.kind".to_owned(),
        _ => path,
    };
    for path in model.names().into_iter().map(kind).chain(offences) {
        let path = list_of(&path).unwrap_or(path);
        if KNOWN.contains(&path.as_str()) || found.iter().any(|(known, _)| *known == path) {
            continue;
        }
        if let Some(ask) = how(common, &path) {
            found.push((path, ask));
        }
    }
    found
}

/// `witnesses` for `witnesses.name`.
fn list_of(path: &str) -> Option<String> {
    let (list, _) = path.rsplit_once('.')?;
    matches!(shape(list), Some(Shape::List(_))).then(|| list.to_owned())
}

/// `None` for a condition of the letter.
fn how(common: &Common, path: &str) -> Option<Ask> {
    if let Some(id) = path.strip_prefix(MORE) {
        return common.more.get(id).map(|more| match more.ask {
            MoreAsk::Line => Ask::Line,
            MoreAsk::Lines => Ask::Lines,
            MoreAsk::Tick => Ask::Tick,
        });
    }
    Some(match (path, shape(path)?) {
        ("person.status", _) => Ask::Status,
        ("recipient.level", _) => Ask::Level,
        ("offences", _) => Ask::Offences,
        ("measures", _) => Ask::Measures,
        ("grounds", _) => Ask::Grounds,
        ("witnesses", _) => Ask::Witnesses,
        (_, Shape::List(parts)) => Ask::Rows(parts),
        (_, Shape::Flag) => Ask::Tick,
        (_, Shape::Text) if LONG.contains(&path) => Ask::Lines,
        (_, Shape::Text) => Ask::Line,
    })
}
