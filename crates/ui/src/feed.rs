//! Atom feeds (RFC 4287): what a slice publishes, to be followed by any reader, without a script and without an account.
//!
//! A slice fills a [`Feed`] with absolute addresses and ids that never change ([`tag`]), and answers with
//! [`answer`]. Texts come as people wrote them: what XML cannot hold is left out here.

use crate::etag;
use atom_syndication as atom;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};
use kernel::date::iso;
use kernel::{Fault, Moment};
use time::Date;

/// The media type of [`Feed::write`].
pub const ATOM: &str = "application/atom+xml; charset=utf-8";

/// A feed.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What it is called.
    pub title: String,
    /// One that never changes, such as a [`tag`].
    pub id: String,
    /// Where it is read as a page; absolute.
    pub link: String,
    /// Where it is itself; absolute.
    pub itself: String,
    /// Its language: `fr`.
    pub lang: &'static str,
    /// Who publishes it: an entry without authors is theirs.
    pub author: String,
    /// When it is empty, since when; else the newest entry says.
    pub updated: Moment,
    /// The newest first.
    pub entries: Vec<Entry>,
}

/// An entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is called.
    pub title: String,
    /// One that never changes, even where the address does.
    pub id: String,
    /// Where it is read; absolute.
    pub link: String,
    /// When it appeared.
    pub published: Moment,
    /// When it was changed last.
    pub updated: Moment,
    /// Who wrote it, as shown.
    pub authors: Vec<String>,
    /// What it is about: ids of situations, and their names.
    pub categories: Vec<(String, String)>,
    /// In a sentence or two; may be empty.
    pub summary: String,
    /// All of it, in plain paragraphs; may be empty.
    pub text: String,
}

/// An id that never changes (RFC 4151): the instance's own name, a day on which it had that name, and a path.
pub fn tag(instance: &str, since: Date, path: &str) -> String {
    format!("tag:{instance},{}:{path}", iso(since))
}

/// What XML 1.0 can hold of a text.
pub fn plain(text: &str) -> String {
    let held = |c: &char| match *c {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    };
    text.chars().filter(held).collect()
}

fn when(at: Moment) -> Result<atom::FixedDateTime, Fault> {
    let read = at.rfc3339().parse::<atom::FixedDateTime>();
    read.map_err(|e| Fault::internal("an instant of a feed", e.to_string()))
}

fn person(name: &str) -> atom::Person {
    atom::Person {
        name: plain(name),
        ..Default::default()
    }
}

fn link(rel: &str, href: &str, media: &str) -> atom::Link {
    atom::Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(media.to_owned()),
        ..Default::default()
    }
}

impl Entry {
    fn write(&self) -> Result<atom::Entry, Fault> {
        let category = |(term, label): &(String, String)| atom::Category {
            term: plain(term),
            label: Some(plain(label)),
            ..Default::default()
        };
        let text = (!self.text.is_empty()).then(|| atom::Content {
            value: Some(plain(&self.text)),
            content_type: Some("text".to_owned()),
            ..Default::default()
        });
        Ok(atom::Entry {
            title: atom::Text::plain(plain(&self.title)),
            id: self.id.clone(),
            updated: when(self.updated)?,
            published: Some(when(self.published)?),
            authors: self.authors.iter().map(|name| person(name)).collect(),
            categories: self.categories.iter().map(category).collect(),
            links: vec![link("alternate", &self.link, "text/html")],
            summary: (!self.summary.is_empty()).then(|| atom::Text::plain(plain(&self.summary))),
            content: text,
            ..Default::default()
        })
    }
}

impl Feed {
    /// The document.
    ///
    /// # Errors
    /// `Internal` for an instant outside the calendar.
    pub fn write(&self) -> Result<Vec<u8>, Fault> {
        let newest = self.entries.iter().map(|entry| entry.updated).max();
        let entries = self.entries.iter().map(Entry::write);
        let feed = atom::Feed {
            title: atom::Text::plain(plain(&self.title)),
            id: self.id.clone(),
            updated: when(newest.unwrap_or(self.updated))?,
            authors: vec![person(&self.author)],
            links: vec![
                link("self", &self.itself, "application/atom+xml"),
                link("alternate", &self.link, "text/html"),
            ],
            lang: Some(self.lang.to_owned()),
            entries: entries.collect::<Result<_, _>>()?,
            ..Default::default()
        };
        feed.write_to(Vec::new())
            .map_err(|e| Fault::internal("a feed cannot be written", e))
    }
}

/// A document that readers ask for again and again: sent whole only when it changed, never shown from a store without
/// asking, so that what is withdrawn is gone at once.
pub fn answer(asked: &HeaderMap, media: &'static str, bytes: Vec<u8>) -> Response {
    let tag = etag::of(&bytes);
    let mut response = etag::answer(asked, &tag, || {
        ([(header::CONTENT_TYPE, media)], bytes).into_response()
    });
    let kept = HeaderValue::from_static("public, no-cache");
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn feed(entries: Vec<Entry>) -> Feed {
        Feed {
            title: "Actualités".to_owned(),
            id: tag("preau.example", date!(2026 - 11 - 22), "/actualites"),
            link: "https://preau.example/actualites".to_owned(),
            itself: "https://preau.example/actualites/feed.atom".to_owned(),
            lang: "fr",
            author: "Préau".to_owned(),
            updated: Moment::from_seconds(0),
            entries,
        }
    }

    fn entry(title: &str) -> Entry {
        Entry {
            title: title.to_owned(),
            id: "tag:preau.example,2026-11-22:/actualites/1".to_owned(),
            link: "https://preau.example/actualites/1".to_owned(),
            published: Moment::from_seconds(1000),
            updated: Moment::from_seconds(2000),
            authors: vec!["Dominique".to_owned()],
            categories: vec![("menaces".to_owned(), "Menaces".to_owned())],
            summary: String::new(),
            text: "Un.\n\nDeux & <trois>".to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read_back_and_markup_and_controls_do_no_harm() {
        let title = "<b>]]>\u{8}&amp; \"titre\"\u{ffff}";
        let bytes = feed(vec![entry(title)]).write().unwrap();
        let read = atom::Feed::read_from(bytes.as_slice()).unwrap();
        let one = &read.entries[0];
        assert_eq!(one.title.value, "<b>]]>&amp; \"titre\"");
        assert_eq!(read.updated, one.updated);
        assert_eq!(
            one.content.as_ref().unwrap().value.as_deref(),
            Some("Un.\n\nDeux & <trois>")
        );
        assert_eq!(read.links[0].rel, "self");
    }

    #[test]
    fn an_empty_feed_has_an_instant_too_and_a_known_one_is_not_sent_again() {
        let bytes = feed(Vec::new()).write().unwrap();
        let read = atom::Feed::read_from(bytes.as_slice()).unwrap();
        assert_eq!(read.updated.timestamp(), 0);
        let first = answer(&HeaderMap::new(), ATOM, bytes.clone());
        assert_eq!(first.headers()[header::CACHE_CONTROL], "public, no-cache");
        let tag = first.headers()[header::ETAG].clone();
        let asked = HeaderMap::from_iter([(header::IF_NONE_MATCH, tag)]);
        assert_eq!(answer(&asked, ATOM, bytes).status(), 304);
    }
}
