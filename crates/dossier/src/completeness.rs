//! What a dossier still lacks, as a count that anybody can redo (N039), and contents that vanish before they are
//! kept (N041). Pure.

use crate::hiding::Hidden;
use crate::mission::is_record;
use crate::model::{Case, Fact, Nature, Piece, When};
use evidence::model::Preview;
use evidence::rules::preview_of;
use guide::Content;
use time::{OffsetDateTime, PrimitiveDateTime, Time};

/// One point of the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// The story is told.
    Story,
    /// A fact has its date.
    Dated,
    /// Something shows what is said: a capture, a message, a witness. Testimony alone is enough (N041).
    Shown,
    /// Each capture has the address of its page (N034).
    Addresses,
    /// Each address has its capture (N034).
    Captures,
    /// Each capture and recording has its exact words beside it (N037).
    Words,
    /// Somebody else wrote what they saw, or supports, with a date (N039).
    Witness,
    /// The record that was prepared came back (N036).
    Record,
    /// Nothing changed since it was sealed.
    Sealed,
}

impl Point {
    /// Its name, as the keys of its sentences end.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Dated => "dated",
            Self::Shown => "shown",
            Self::Addresses => "addresses",
            Self::Captures => "captures",
            Self::Words => "words",
            Self::Witness => "witness",
            Self::Record => "record",
            Self::Sealed => "sealed",
        }
    }
}

/// The points that this dossier calls for, and whether each is there.
pub fn points(case: &Case) -> Vec<(Point, bool)> {
    let mut points = vec![
        (Point::Story, !case.story.is_empty()),
        (
            Point::Dated,
            case.facts
                .iter()
                .any(|fact| fact.text.when != When::Unknown),
        ),
        (
            Point::Shown,
            case.pieces.iter().any(|piece| !piece.text.identity)
                || case.statements().next().is_some(),
        ),
    ];
    let own: Vec<&Piece> = case
        .pieces
        .iter()
        .filter(|piece| piece.copied.is_none() && !piece.text.identity)
        .collect();
    if own.iter().any(|piece| shows_a_page(piece)) {
        points.push((
            Point::Addresses,
            !own.iter().any(|piece| piece.lacks_address()),
        ));
    }
    let addressed = |fact: &&Fact| {
        !fact.text.held && (!fact.text.post.is_empty() || !fact.text.profile.is_empty())
    };
    if case.facts.iter().any(|fact| addressed(&fact)) {
        let lacks = case.facts.iter().any(|fact| lacks_capture(case, fact));
        points.push((Point::Captures, !lacks));
    }
    let mut said = own.iter().filter(|piece| says_words(piece)).peekable();
    if said.peek().is_some() {
        points.push((
            Point::Words,
            said.all(|piece| !piece.text.transcript.is_empty()),
        ));
    }
    let witness = |piece: &&Piece| {
        let other = matches!(
            piece.text.nature,
            Some(Nature::Statement | Nature::Support | Nature::Constat)
        );
        other && piece.text.seen.is_some()
    };
    points.push((
        Point::Witness,
        case.pieces.iter().any(|piece| witness(&piece)) || case.statements().next().is_some(),
    ));
    if case.mission.is_some() {
        points.push((Point::Record, case.pieces.iter().any(is_record)));
    }
    points.push((Point::Sealed, !case.changed_since_sealed()));
    points
}

fn shows_a_page(piece: &Piece) -> bool {
    matches!(preview_of(&piece.media), Preview::Image | Preview::Video)
        && matches!(piece.text.nature, None | Some(Nature::Capture))
}

fn says_words(piece: &Piece) -> bool {
    let seen_or_heard = matches!(
        preview_of(&piece.media),
        Preview::Image | Preview::Video | Preview::Audio
    );
    let own = matches!(
        piece.text.nature,
        None | Some(Nature::Capture | Nature::Message | Nature::Recording)
    );
    seen_or_heard && own
}

/// Whether an address given in a fact is shown by no piece (N034).
pub fn lacks_capture(case: &Case, fact: &Fact) -> bool {
    // A comment that never left moderation can be seen by nobody.
    if fact.text.held {
        return false;
    }
    let shown = |address: &str| {
        case.pieces
            .iter()
            .any(|piece| piece.text.address == address || piece.text.facts.contains(&fact.first))
    };
    [&fact.text.post, &fact.text.profile]
        .into_iter()
        .any(|address| !address.is_empty() && !shown(address))
}

/// Whether a fact happened where contents vanish, and nothing keeps it yet (N041).
pub fn vanishes(content: &Content, case: &Case, fact: &Fact) -> bool {
    let text = &fact.text;
    let addresses = [&text.post, &text.profile];
    let kept = |piece: &Piece| {
        let address = &piece.text.address;
        piece.text.facts.contains(&fact.first)
            || (!address.is_empty() && addresses.contains(&address))
    };
    if case.pieces.iter().any(kept) {
        return false;
    }
    let places = [&text.platform, &text.post, &text.profile];
    places.iter().any(|place| is_ephemeral(content, place))
}

/// Whether a platform or an address is one where contents vanish (N041).
pub fn is_ephemeral(content: &Content, place: &str) -> bool {
    let mut platforms = content.library().platforms.iter();
    platforms.any(|platform| {
        let name = Hidden::read(&platform.name).unwrap_or_default();
        platform.ephemeral && !name.places(place).is_empty()
    })
}

/// Time gone by since the last day that a fact may be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Whole hours, below two days; only when the hour is known.
    Hours(i64),
    /// Whole days.
    Days(i64),
}

/// How long ago it was, by the clock of Paris; none when the day is not known.
pub fn since(when: &When, now: OffsetDateTime) -> Option<Since> {
    let now = PrimitiveDateTime::new(now.date(), now.time());
    if let When::Exact(day, Some(hour)) = when
        && let Some((hour, minute)) = hour.split_once(':')
        && let Ok(time) = Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, 0)
    {
        let hours = (now - PrimitiveDateTime::new(*day, time)).whole_hours();
        if (0..48).contains(&hours) {
            return Some(Since::Hours(hours));
        }
    }
    let days = (now.date() - when.last()?).whole_days();
    Some(Since::Days(days.max(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date::parse;

    #[test]
    fn n041_the_time_gone_by_is_in_hours_then_in_days() {
        let now = PrimitiveDateTime::new(
            parse("2026-11-22").unwrap(),
            Time::from_hms(10, 30, 0).unwrap(),
        );
        let now = now.assume_utc();
        let exact = |day: &str, hour: Option<&str>| {
            When::Exact(parse(day).unwrap(), hour.map(str::to_owned))
        };
        for (when, expected) in [
            (exact("2026-11-22", Some("08:15")), Some(Since::Hours(2))),
            (exact("2026-11-20", Some("11:00")), Some(Since::Hours(47))),
            (exact("2026-11-20", Some("10:30")), Some(Since::Days(2))),
            (exact("2026-11-22", Some("23:00")), Some(Since::Days(0))),
            (exact("2026-11-21", None), Some(Since::Days(1))),
            (
                When::Around(parse("2026-10-22").unwrap()),
                Some(Since::Days(31)),
            ),
            (When::Unknown, None),
        ] {
            assert_eq!(since(&when, now), expected, "{when:?}");
        }
    }
}
