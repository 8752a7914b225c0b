//! To whom a letter goes: the status chooses, and the place of work where it decides (N027, N049).

use super::draft::Unusable;
use crate::law::{Establishment, Law, Staff, State};

/// The way of a letter, in ids of authorities.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Route {
    /// The addressee; `None` when the letter does not exist for that status.
    pub(super) authority: Option<String>,
    /// « Sous couvert de », in order.
    pub(super) through: Vec<String>,
    /// The superiors who are not on the way, and get a copy.
    pub(super) copies: Vec<String>,
    /// The law does not settle it: to be checked before sending.
    pub(super) unsure: bool,
}

/// The route for that status and that place; `None` while the status is not known.
pub(super) fn route(law: &Law, status: &str, place: &str) -> Result<Option<Route>, Unusable> {
    let (status, place) = (status.trim(), place.trim());
    let unknown = |field: &str, value: &str| Unusable {
        field: field.to_owned(),
        value: value.to_owned(),
    };
    let place = match place {
        "" => None,
        id => Some(
            law.establishments
                .get(id)
                .ok_or_else(|| unknown("establishment.kind", id))?,
        ),
    };
    match status {
        "" => Ok(None),
        id => Ok(Some(find(
            law.status(id).ok_or_else(|| unknown("person.status", id))?,
            place,
        ))),
    }
}

fn find(staff: &Staff, place: Option<&Establishment>) -> Route {
    let Some(authority) = staff.protection.clone() else {
        return Route::default();
    };
    // Staff of the State follow the ministry of the place: a teacher of an agricultural lycée does
    // not write to the recteur. The others write to their employer wherever they work.
    let moved = place
        .filter(|_| matches!(authority.as_str(), "recteur" | "draaf"))
        .and_then(|place| Some((place, place.protection.clone()?)));
    if let Some((place, authority)) = moved {
        let through = Some(place.head.clone())
            .filter(|head| *head != authority)
            .into_iter()
            .collect();
        return Route {
            unsure: place.state == State::AVerifier,
            authority: Some(authority),
            through,
            copies: Vec::new(),
        };
    }
    let local = place.map(|place| place.tell.as_ref().unwrap_or(&place.head));
    let head = staff
        .head
        .as_ref()
        .filter(|head| **head != authority)
        .or(local);
    let mut copies: Vec<String> = Vec::new();
    for id in head
        .into_iter()
        .chain(place.and_then(|place| place.tell.as_ref()))
    {
        if *id != authority
            && *id != staff.id
            && !staff.through.contains(id)
            && !copies.contains(id)
        {
            copies.push(id.clone());
        }
    }
    // A head who is not there covers nothing.
    let there =
        |id: &&String| *id != "chef-etablissement" || place.is_none_or(|place| place.head == **id);
    Route {
        authority: Some(authority),
        through: staff.through.iter().filter(there).cloned().collect(),
        copies,
        unsure: staff.state == State::AVerifier,
    }
}
