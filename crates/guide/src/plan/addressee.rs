//! Status and place choose whom to write to (N027): no letter shows a wrong addressee.

use super::facts::{Author, Situation};
use crate::law::{Establishment, Law, Staff};
use serde::Serialize;

/// Whom to write to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Addressees {
    /// The first person to tell.
    pub head: String,
    /// Who is informed as well.
    pub tell: Option<String>,
    /// The level above.
    pub above: String,
    /// The whole hierarchical channel, from the first person to tell up: content decides it (N177).
    pub chain: Vec<String>,
    /// Where functional protection is asked; `None` where the law gives none.
    pub protection: Option<String>,
    /// « Sous couvert de », in order.
    pub through: Vec<String>,
    /// The measures of primary schools apply.
    pub primary: bool,
    /// Neither those measures nor a disciplinary council: the place has its own rules.
    pub own_rules: bool,
}

/// The addressees for these facts.
pub fn addressees(law: &Law, facts: &Situation) -> Addressees {
    let staff = facts.status.as_deref().and_then(|id| law.status(id));
    let place = facts
        .establishment
        .as_deref()
        .and_then(|id| law.establishments.get(id))
        .or_else(|| implied(law, staff));
    let head = head(staff, place);
    let above = above(staff, place);
    let protection = protection(staff, place);
    let tell = place
        .and_then(|place| place.tell.clone())
        .filter(|_| facts.status.as_deref() != Some("directeur-ecole"));
    let mut chain = vec![head.clone(), above.clone()];
    // An employer of one's own is the last level; the others follow the place.
    if let Some(place) = place.filter(|place| place.above == above) {
        chain.extend(place.beyond.iter().cloned());
    }
    chain.dedup();
    // One does not complain of a superior to that superior (N022, N026).
    let head = if facts.author == Some(Author::Hierarchie) {
        above.clone()
    } else {
        head
    };
    Addressees {
        through: through(staff, place, protection.as_deref()),
        primary: place.is_some_and(|place| place.primary),
        own_rules: place.is_some_and(|place| place.own_rules),
        tell: tell.filter(|tell| *tell != head),
        head,
        above,
        chain,
        protection,
    }
}

/// Some statuses say the place by themselves.
fn implied<'a>(law: &'a Law, staff: Option<&Staff>) -> Option<&'a Establishment> {
    let place = match staff?.id.as_str() {
        "enseignant-1d" | "directeur-ecole" => "ecole",
        "agricole" => "lycee-agricole",
        _ => return None,
    };
    law.establishments.get(place)
}

/// The employer is not the State: it alone answers.
fn own_employer(staff: &Staff) -> bool {
    staff.protection.as_deref() != Some("recteur") && staff.id != "agricole"
}

fn head(staff: Option<&Staff>, place: Option<&Establishment>) -> String {
    let by_status = staff.and_then(|staff| staff.head.clone());
    match staff {
        Some(staff)
            if staff.id == "chef-etablissement"
                || (own_employer(staff) && staff.protection.is_none()) =>
        {
            by_status
        }
        _ => place.map(|place| place.head.clone()).or(by_status),
    }
    .unwrap_or_else(|| "chef-etablissement".to_owned())
}

fn above(staff: Option<&Staff>, place: Option<&Establishment>) -> String {
    let by_status =
        staff
            .filter(|staff| own_employer(staff))
            .map(|staff| match &staff.protection {
                Some(employer) => employer.clone(),
                None => staff.head.clone().unwrap_or_else(|| "recteur".to_owned()),
            });
    by_status
        .or_else(|| place.map(|place| place.above.clone()))
        .unwrap_or_else(|| "recteur".to_owned())
}

fn protection(staff: Option<&Staff>, place: Option<&Establishment>) -> Option<String> {
    if let Some(staff) = staff.filter(|staff| own_employer(staff)) {
        return staff.protection.clone();
    }
    place
        .and_then(|place| place.protection.clone())
        .or_else(|| staff.and_then(|staff| staff.protection.clone()))
        .or_else(|| Some("recteur".to_owned()))
}

fn through(
    staff: Option<&Staff>,
    place: Option<&Establishment>,
    protection: Option<&str>,
) -> Vec<String> {
    if let Some(place) = place.filter(|place| place.protection.is_some()) {
        return Some(place.head.clone())
            .filter(|head| Some(head.as_str()) != protection)
            .into_iter()
            .collect();
    }
    if protection != Some("recteur") {
        return Vec::new();
    }
    let mut through = match (staff, place) {
        (Some(staff), _) => staff.through.clone(),
        (None, Some(place)) if place.id == "ecole" => vec!["ien".to_owned(), "dasen".to_owned()],
        (None, Some(place)) => vec![place.head.clone()],
        (None, None) => Vec::new(),
    };
    // A head who is not there covers nothing.
    through.retain(|id| {
        id != "chef-etablissement" || place.is_none_or(|place| place.head == "chef-etablissement")
    });
    through.retain(|id| id != "direction-medico-social");
    through
}
