//! Who wrote or did it, how many times, from when to when (N018). It counts, and accuses nobody. Pure.

use super::At;
use super::scale::Civil;
use crate::model::{Author, Case};
use crate::showing::MASKED;
use time::Date;

/// Somebody, as the facts and the messages name her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person<'a> {
    /// The name or pseudonym; empty when none is known, or it is masked: then it can be several people.
    pub name: &'a str,
    /// Whether it is masked.
    pub masked: bool,
    /// What the facts say of her.
    pub author: Author,
    /// Facts.
    pub facts: usize,
    /// Those of them that are said to have happened several times.
    pub repeated: usize,
    /// Messages.
    pub messages: usize,
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

impl Person<'_> {
    /// Whether it is certainly one person, however often.
    pub const fn is_one(&self) -> bool {
        !self.name.is_empty() || self.all() < 2
    }

    /// Facts and messages.
    pub const fn all(&self) -> usize {
        self.facts.saturating_add(self.messages)
    }

    fn add(&mut self, at: Option<At>) {
        let Some(at) = at else { return };
        let (from, to) = (
            at.from().day(),
            at.to().max(at.from().next()).before().day(),
        );
        self.first = Some(self.first.map_or(from, |first| first.min(from)));
        self.last = Some(self.last.map_or(to, |last| last.max(to)));
    }
}

/// The same name, however it is typed.
fn plain(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn person<'p, 'a>(
    people: &'p mut Vec<(String, Person<'a>)>,
    name: &'a str,
    author: Author,
) -> Option<&'p mut Person<'a>> {
    // Two names of which words are masked look the same, and may be those of two people.
    let masked = name.contains(MASKED.trim_end());
    let mut key = plain(name);
    if masked {
        key = "\n".to_owned();
    } else if key.is_empty() {
        // No name holds a line break.
        key = ["\n", author.name()].concat();
    }
    let place = people.iter().position(|(other, _)| *other == key);
    let place = place.unwrap_or_else(|| {
        let fresh = Person {
            name: if masked { "" } else { name.trim() },
            masked,
            author: if masked { Author::Unknown } else { author },
            facts: 0,
            repeated: 0,
            messages: 0,
            first: None,
            last: None,
        };
        people.push((key, fresh));
        people.len() - 1
    });
    people.get_mut(place).map(|(_, person)| person)
}

/// Everybody that the facts and the messages name, those who come most often first; then what has no name to count by.
pub fn people(case: &Case) -> Vec<Person<'_>> {
    let mut people = Vec::new();
    for fact in &case.facts {
        let text = &fact.text;
        let Some(person) = person(&mut people, &text.author_name, text.author) else {
            continue;
        };
        let at = At::of(&text.when);
        person.facts += 1;
        person.repeated += usize::from(matches!(at, Some(At::Several(..))));
        if text.author != Author::Unknown && !person.masked {
            person.author = text.author;
        }
        person.add(at);
    }
    let lists = case.imports.iter().flat_map(|list| &list.messages);
    // A line of the system names nobody.
    let said = lists.filter(|message| super::is_said(message) && !message.from.trim().is_empty());
    for message in said {
        if let Some(person) = person(&mut people, &message.from, Author::Unknown) {
            person.messages += 1;
            person.add(super::sent(message).map(|at: Civil| At::Minute(at)));
        }
    }
    let mut people: Vec<Person<'_>> = people.into_iter().map(|(_, person)| person).collect();
    people.sort_by_key(|person| {
        (
            person.name.is_empty(),
            std::cmp::Reverse(person.all()),
            person.first,
        )
    });
    people
}
