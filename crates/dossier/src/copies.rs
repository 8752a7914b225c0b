//! Copies of the same picture, and addresses of the same content, as one case with a state for each (N068). Pure.
//! What looks alike is brought together; that is all it says.

use crate::capturing::Outcome;
use crate::follow::day_of;
use crate::model::{Case, Piece};
use crate::note::Online;
use evidence::likeness::{Likeness, groups};
use kernel::Moment;
use kernel::date::paris_date;
use time::Date;

/// How an address was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As the person noted it.
    Noted(Online, Date),
    /// The server kept the page.
    Kept(Moment),
    /// The server asked for the page; a wall, an error or nothing came.
    NotSeen(Moment),
}

impl State {
    /// The day of it.
    pub fn on(self) -> Date {
        match self {
            Self::Noted(_, on) => on,
            Self::Kept(at) | Self::NotSeen(at) => paris_date(at),
        }
    }

    /// Whether it is known to be gone.
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Noted(Online::Down, _))
    }
}

/// One address of a case, and how it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// The address.
    pub address: &'a str,
    /// The last thing known of it.
    pub state: Option<State>,
}

/// Pieces that look alike, and every address of them.
#[derive(Debug, Clone)]
pub struct Copies<'a> {
    /// In the order received.
    pub pieces: Vec<&'a Piece>,
    /// Each once.
    pub places: Vec<Place<'a>>,
}

impl Copies<'_> {
    /// How many addresses are not known to be gone.
    pub fn left(&self) -> usize {
        let gone = |place: &&Place<'_>| place.state.is_some_and(State::is_gone);
        self.places.iter().filter(|place| !gone(place)).count()
    }
}

/// What an address leads to, whatever surrounds it: the name without `www.` or `m.`, the path, and of what is asked only
/// what names a content. None for what is no address.
pub fn content_of(address: &str) -> Option<String> {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))?;
    let rest = rest.split('#').next().unwrap_or(rest);
    let (place, asked) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_ascii_lowercase();
    let host = ["www.", "m.", "mobile."]
        .iter()
        .find_map(|start| host.strip_prefix(start))
        .unwrap_or(&host);
    let path = path.trim_end_matches('/');
    // The short name of the same films.
    if host == "youtu.be" {
        return Some(format!("youtube.com/watch?v={path}"));
    }
    if let Some(film) = path
        .strip_prefix("shorts/")
        .filter(|_| host == "youtube.com")
    {
        return Some(format!("youtube.com/watch?v={film}"));
    }
    let mut asked: Vec<&str> = asked
        .split('&')
        .filter(|part| names_content(part))
        .collect();
    asked.sort_unstable();
    let mut content = format!("{host}/{path}");
    if !asked.is_empty() {
        content.push('?');
        content.push_str(&asked.join("&"));
    }
    Some(content)
}

/// Marks that follow who shares, and the second at which a film begins, name no content.
fn names_content(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or(part);
    let follows = [
        "fbclid",
        "gclid",
        "igsh",
        "igshid",
        "si",
        "feature",
        "t",
        "ref",
        "ref_src",
        "ref_url",
        "s",
        "share_id",
        "mibextid",
        "is_from_webapp",
        "sender_device",
    ];
    !name.is_empty() && !name.starts_with("utm_") && !follows.contains(&name)
}

/// The last thing known of an address: the day decides, and on the same day what she noted herself. One of two addresses of
/// a content may be closed while the other is open, so that each has its own.
fn state(case: &Case, address: &str) -> Option<State> {
    let same = |other: &str| other.trim_end_matches('/') == address.trim_end_matches('/');
    let captures = case.captures.iter().filter(|capture| same(&capture.url));
    let seen = captures.filter_map(|capture| match capture.outcome.as_ref()? {
        Outcome::Kept { short, at, .. } => {
            let at = at.unwrap_or(capture.at);
            let walls = ["login-wall", "robot-wall", "status", "led-away"];
            let hidden = short.iter().any(|why| walls.contains(&why.as_str()));
            Some(if hidden {
                State::NotSeen(at)
            } else {
                State::Kept(at)
            })
        }
        Outcome::Failed(_) => Some(State::NotSeen(capture.at)),
    });
    let notes = case.notes.iter().filter(|note| same(&note.text.address));
    let noted = notes.filter_map(|note| Some(State::Noted(note.text.online?, day_of(note))));
    seen.chain(noted).max_by_key(|state| state.on())
}

/// What is gathered of one content, or of pictures that look alike.
#[derive(Default)]
struct Group<'a> {
    contents: Vec<String>,
    addresses: Vec<&'a str>,
    pieces: Vec<&'a Piece>,
    alike: bool,
}

impl<'a> Group<'a> {
    fn takes(&mut self, other: Self) {
        self.contents.extend(other.contents);
        self.addresses.extend(other.addresses);
        self.pieces.extend(other.pieces);
        self.alike |= other.alike;
    }

    fn shows(&mut self, address: &'a str, piece: Option<&'a Piece>) {
        if !address.is_empty() && !self.addresses.contains(&address) {
            self.addresses.push(address);
        }
        self.pieces.extend(piece);
    }
}

/// Every address of the case, with the piece that shows it.
fn shown<'a>(case: &'a Case, pieces: &[&'a Piece]) -> Vec<(&'a str, Option<&'a Piece>)> {
    // A comment that never left moderation can be seen by nobody.
    let facts = case.facts.iter().filter(|fact| !fact.text.held);
    let facts = facts.map(|fact| fact.text.post.as_str());
    let asked = case.captures.iter().filter(|one| !case.withdrew(one));
    let asked = asked.map(|capture| capture.url.as_str());
    let looked = case.notes.iter().filter(|note| note.text.online.is_some());
    let looked = looked.map(|note| note.text.address.as_str());
    let pieces = pieces.iter();
    let pieces = pieces.map(|piece| (piece.text.address.as_str(), Some(*piece)));
    let alone = facts
        .chain(asked)
        .chain(looked)
        .map(|address| (address, None));
    pieces.chain(alone).collect()
}

/// Every case of copies: pictures that look alike, and whatever is of the same content as one of them; and each content that
/// has two addresses. Proofs of identity and masked copies are in none.
pub fn copies(case: &Case) -> Vec<Copies<'_>> {
    let own = |piece: &&Piece| piece.copied.is_none() && !piece.text.identity;
    let pieces: Vec<&Piece> = case.pieces.iter().filter(own).collect();
    let mut all: Vec<Group<'_>> = Vec::new();
    for (address, piece) in shown(case, &pieces) {
        let content = content_of(address);
        let known = |group: &&mut Group<'_>| {
            let mut contents = group.contents.iter();
            content.is_some() && contents.any(|one| Some(one) == content.as_ref())
        };
        match all.iter_mut().find(known) {
            Some(group) => group.shows(address, piece),
            None => {
                let mut group = Group::default();
                group.contents.extend(content);
                group.shows(address, piece);
                all.push(group);
            }
        }
    }
    let pictures: Vec<(u64, Likeness)> = pieces
        .iter()
        .filter_map(|piece| Some((piece.seq, piece.likeness?)))
        .collect();
    let likenesses: Vec<Likeness> = pictures.iter().map(|(_, likeness)| *likeness).collect();
    for alike in groups(&likenesses) {
        let alike = alike.into_iter().filter_map(|place| pictures.get(place));
        let seqs: Vec<u64> = alike.map(|(seq, _)| *seq).collect();
        let holds = |group: &Group<'_>| group.pieces.iter().any(|piece| seqs.contains(&piece.seq));
        let (joined, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(holds);
        let mut one = Group {
            alike: true,
            ..Group::default()
        };
        joined.into_iter().for_each(|group| one.takes(group));
        all = rest;
        all.push(one);
    }
    let many = |group: &Group<'_>| group.alike || group.addresses.len() > 1;
    let mut all: Vec<Copies<'_>> = all
        .into_iter()
        .filter(many)
        .map(|group| gathered(case, group))
        .collect();
    all.sort_by_key(|copies| copies.pieces.first().map(|piece| piece.seq));
    all
}

fn gathered<'a>(case: &'a Case, group: Group<'a>) -> Copies<'a> {
    let mut pieces = group.pieces;
    pieces.sort_by_key(|piece| piece.seq);
    let places = group.addresses.into_iter().map(|address| Place {
        address,
        state: state(case, address),
    });
    Copies {
        pieces,
        places: places.collect(),
    }
}

/// The pieces that look like this one, or show the same content.
pub fn like(case: &Case, seq: u64) -> Vec<&Piece> {
    let all = copies(case).into_iter();
    let mut of = all.filter(|copies| copies.pieces.iter().any(|piece| piece.seq == seq));
    let pieces = of.next().map(|copies| copies.pieces).unwrap_or_default();
    pieces
        .into_iter()
        .filter(|piece| piece.seq != seq)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capturing::PageCapture;
    use crate::note::{Did, Note, NoteText, Subject};

    #[test]
    fn n068_addresses_of_the_same_content_are_one() {
        let film = content_of("https://www.youtube.com/watch?v=abc");
        for other in [
            "https://youtu.be/abc?si=xyz",
            "http://m.youtube.com/watch?v=abc&t=42",
            "https://www.youtube.com/watch?feature=share&v=abc#haut",
            "https://youtube.com/shorts/abc",
        ] {
            assert_eq!(content_of(other), film, "{other}");
        }
        for other in [
            "https://www.youtube.com/watch?v=abd",
            "https://www.youtube.com/watch",
            "https://example.org/watch?v=abc",
        ] {
            assert_ne!(content_of(other), film, "{other}");
        }
        let post = content_of("https://www.instagram.com/p/abc/");
        assert_eq!(
            content_of("https://instagram.com/p/abc?igsh=1&utm_source=x"),
            post
        );
        assert_eq!(content_of("notes"), None);
    }

    #[test]
    fn n068_two_addresses_of_a_film_are_one_case_even_without_a_piece() {
        let mut case = Case::default();
        let urls = [
            "https://youtu.be/abc",
            "https://www.youtube.com/watch?v=abc",
        ];
        for (url, first) in urls.into_iter().zip(1..) {
            case.facts.push(crate::model::Fact {
                seq: first,
                at: Moment(0),
                first,
                text: crate::model::FactText {
                    post: url.into(),
                    ..crate::model::FactText::default()
                },
            });
        }
        let found = copies(&case);
        assert_eq!(found.len(), 1);
        let places = found[0].places.iter().map(|place| place.address);
        assert_eq!(places.collect::<Vec<_>>(), urls);
        assert_eq!(found[0].left(), 2);
        case.facts.pop();
        assert!(copies(&case).is_empty());
    }

    #[test]
    fn n068_the_last_thing_known_of_an_address_stands() {
        let url = "https://blog.example/a";
        let capture = |at: &str, outcome| PageCapture {
            seq: 1,
            at: Moment::parse(at).unwrap(),
            url: url.to_owned(),
            numbers: [1, 2, 3],
            pieces: Vec::new(),
            outcome: Some(outcome),
        };
        let mut case = Case::default();
        let kept = Outcome::Kept {
            short: Vec::new(),
            gaps: 0,
            at: None,
            title: String::new(),
        };
        case.captures.push(capture("2026-11-20T10:00:00Z", kept));
        let known = |case: &Case| state(case, url);
        assert!(matches!(known(&case), Some(State::Kept(_))));
        let failed = Outcome::Failed("no-answer".into());
        case.captures.push(capture("2026-11-21T10:00:00Z", failed));
        assert!(matches!(known(&case), Some(State::NotSeen(_))));
        let text = NoteText {
            online: Some(Online::Down),
            address: "https://blog.example/a/".into(),
            on: kernel::date::parse("2026-11-21"),
            ..NoteText::about(Subject::Action("alerter-chef".into()), Did::Checked)
        };
        case.notes.push(Note {
            seq: 9,
            first: 9,
            at: Moment(0),
            text,
        });
        assert!(known(&case).is_some_and(State::is_gone));
    }
}
