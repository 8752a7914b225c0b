//! The closed list of what a letter may show. Labels stand in `content/letters/common.toml`.

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Words.
    Text,
    /// Yes or no.
    Flag,
    /// Several items, each with these fields.
    List(&'static [&'static str]),
}

const FACT: &[&str] = &[
    "when",
    "place",
    "what",
    "author",
    "platform",
    "url",
    "profile_url",
    "position",
];

/// Every field, in order of name.
pub(super) const FIELDS: &[(&str, Shape)] = &[
    ("added_pieces", Shape::List(&["number", "title"])),
    ("author.details", Shape::Text),
    ("author.name", Shape::Text),
    ("author.unknown", Shape::Flag),
    ("contacts", Shape::List(&["when", "channel", "what"])),
    ("court.address", Shape::Text),
    ("court.city", Shape::Text),
    ("court.confirmed", Shape::Flag),
    ("duties_link", Shape::Text),
    ("employer.address", Shape::Text),
    ("employer.commune", Shape::Flag),
    ("employer.kind", Shape::Text),
    ("employer.name", Shape::Text),
    ("employer.signatory", Shape::Text),
    ("establishment.academie", Shape::Text),
    ("establishment.address", Shape::Text),
    ("establishment.commune", Shape::Text),
    ("establishment.departement", Shape::Text),
    ("establishment.kind", Shape::Text),
    ("establishment.name", Shape::Text),
    ("establishment.region", Shape::Text),
    ("explanation", Shape::Text),
    ("facts", Shape::List(FACT)),
    ("grounds", Shape::List(&["text"])),
    ("harm", Shape::Text),
    ("ip_offences", Shape::List(&["name", "penalty", "only_if"])),
    ("last_days", Shape::List(&["name", "due"])),
    ("lawyer.address", Shape::Text),
    ("lawyer.name", Shape::Text),
    ("lawyer.undecided", Shape::Flag),
    ("letter.date", Shape::Text),
    ("letter.place", Shape::Text),
    ("measures", Shape::List(&["text"])),
    ("no_witness", Shape::Flag),
    ("offences", Shape::List(&["name", "texts"])),
    ("person.address", Shape::Text),
    ("person.address_professional", Shape::Flag),
    ("person.birth", Shape::Text),
    ("person.email", Shape::Text),
    ("person.employer_agrees", Shape::Flag),
    ("person.name", Shape::Text),
    ("person.phone", Shape::Text),
    ("person.role", Shape::Text),
    ("person.status", Shape::Text),
    (
        "pieces",
        Shape::List(&["number", "title", "date", "sha256"]),
    ),
    ("platform.contact", Shape::Text),
    ("platform.name", Shape::Text),
    ("publications", Shape::List(FACT)),
    ("recipient.address", Shape::Text),
    ("recipient.direct", Shape::Flag),
    ("recipient.level", Shape::Text),
    ("recipient.office", Shape::Text),
    ("recipient.skipped", Shape::Text),
    ("recipient.via", Shape::Text),
    ("reported", Shape::List(&["when", "what", "source"])),
    ("salutation", Shape::Text),
    ("statements.good_faith", Shape::Flag),
    ("statements.no_personal_fault", Shape::Flag),
    ("steps", Shape::List(&["when", "what"])),
    ("urgent", Shape::Text),
    ("witnesses", Shape::List(&["name", "what"])),
];

/// Begins the path of a field that only some letters have; `check` knows which there are.
pub(super) const MORE: &str = "more.";

/// What a field holds; `None` when there is no such field.
pub(super) fn shape(name: &str) -> Option<Shape> {
    if name.strip_prefix(MORE).is_some_and(|id| !id.is_empty()) {
        return Some(Shape::Text);
    }
    FIELDS
        .binary_search_by_key(&name, |(field, _)| field)
        .ok()
        .and_then(|at| FIELDS.get(at))
        .map(|(_, shape)| *shape)
}

/// True for a field, or for a field of a list's items (`facts.when`).
pub(super) fn known(path: &str) -> bool {
    shape(path).is_some()
        || path.rsplit_once('.').is_some_and(
            |(list, item)| matches!(shape(list), Some(Shape::List(items)) if items.contains(&item)),
        )
}

/// Every path that needs a label.
pub(super) fn paths() -> impl Iterator<Item = String> {
    FIELDS.iter().flat_map(|(name, shape)| {
        let items: &[&str] = if let Shape::List(items) = shape {
            items
        } else {
            &[]
        };
        std::iter::once((*name).to_owned())
            .chain(items.iter().map(move |item| format!("{name}.{item}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_so_that_it_can_be_searched() {
        assert!(FIELDS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(known("facts.when") && known("harm") && !known("facts.nope") && !known("harm.x"));
    }
}
