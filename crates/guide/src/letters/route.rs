//! To whom a letter goes: the status chooses, and the place of work where it decides (N027, N049).

use super::draft::Unusable;
use crate::law::{Establishment, Law, Staff, State};
use crate::plan;

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

/// The status and the place, when they are known ids.
type Known<'a> = (Option<&'a Staff>, Option<&'a Establishment>);

fn known<'a>(law: &'a Law, status: &str, place: &str) -> Result<Known<'a>, Unusable> {
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
    let staff = match status {
        "" => None,
        id => Some(law.status(id).ok_or_else(|| unknown("person.status", id))?),
    };
    Ok((staff, place))
}

/// The route for that status and that place; `None` while the status is not known.
pub(super) fn route(law: &Law, status: &str, place: &str) -> Result<Option<Route>, Unusable> {
    let (staff, place) = known(law, status, place)?;
    Ok(staff.map(|staff| find(staff, place)))
}

/// To the first person to tell, as the plan says; to the level above when that person is involved.
/// `None` while neither the status nor the place is known.
pub(super) fn head(
    law: &Law,
    status: &str,
    place: &str,
    direct: bool,
) -> Result<Option<Route>, Unusable> {
    let (staff, place) = known(law, status, place)?;
    if staff.is_none() && place.is_none() {
        return Ok(None);
    }
    let found = plan::addressees(
        law,
        &plan::Situation {
            status: staff.map(|staff| staff.id.clone()),
            establishment: place.map(|place| place.id.clone()),
            author: direct.then_some(plan::Author::Hierarchie),
            ..plan::Situation::default()
        },
    );
    let unsure = law
        .authority(&found.head)
        .is_some_and(|authority| authority.state == State::AVerifier);
    Ok(Some(Route {
        authority: Some(found.head),
        copies: found.tell.into_iter().collect(),
        through: Vec::new(),
        unsure,
    }))
}

/// To a level of the hierarchical channel, the one above the head when none is named; those before it are told. Also the
/// levels that nobody wrote to first: skipping one asks why (N177).
pub(super) fn level(
    law: &Law,
    status: &str,
    place: &str,
    wanted: &str,
    told: bool,
) -> Result<Option<(Route, Vec<String>)>, Unusable> {
    let (staff, place) = known(law, status, place)?;
    if staff.is_none() && place.is_none() {
        return Ok(None);
    }
    let found = plan::addressees(
        law,
        &plan::Situation {
            status: staff.map(|staff| staff.id.clone()),
            establishment: place.map(|place| place.id.clone()),
            ..plan::Situation::default()
        },
    );
    let wanted = match wanted.trim() {
        "" => found.above.as_str(),
        id => id,
    };
    let mut before = found.chain;
    let at = before.iter().position(|id| id == wanted);
    before.truncate(at.ok_or_else(|| Unusable {
        field: "recipient.level".to_owned(),
        value: wanted.to_owned(),
    })?);
    let skipped = before.iter().skip(usize::from(told)).cloned().collect();
    let unsure = law
        .authority(wanted)
        .is_some_and(|authority| authority.state == State::AVerifier);
    let mut copies = before;
    copies.extend(found.tell.filter(|tell| tell != wanted));
    let route = Route {
        authority: Some(wanted.to_owned()),
        through: Vec::new(),
        copies,
        unsure,
    };
    Ok(Some((route, skipped)))
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
