//! The feed of episodes: RSS 2.0 with the words of players of podcasts (`itunes:`, `podcast:`).

use rss::extension::itunes::{ITunesChannelExtension, ITunesItemExtension};
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Enclosure, Guid, Item};
use std::collections::BTreeMap;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use ui::feed::plain;

/// The media type of [`Podcast::write`].
pub const RSS: &str = "application/rss+xml; charset=utf-8";
/// What says where the chapters are, as the namespace asks.
pub const CHAPTERS: &str = "application/json+chapters";
const PODCAST: &str = "https://podcastindex.org/namespace/1.0";
const ATOM: &str = "http://www.w3.org/2005/Atom";

/// The feed.
pub struct Podcast {
    /// What it is called.
    pub title: String,
    /// What it is.
    pub description: String,
    /// Where it is read as a page; absolute.
    pub link: String,
    /// Where it is itself; absolute.
    pub itself: String,
    /// Who publishes it.
    pub author: String,
    /// The newest first.
    pub shows: Vec<Show>,
}

/// An episode of it; every address is absolute.
pub struct Show {
    /// What it is called.
    pub title: String,
    /// In a few sentences.
    pub summary: String,
    /// One that never changes.
    pub id: String,
    /// Where it is read.
    pub link: String,
    /// When it appeared.
    pub published: OffsetDateTime,
    /// Where its sound is, its length in bytes, its media type.
    pub sound: (String, u64, &'static str),
    /// How long it lasts, as players read it.
    pub lasts: String,
    /// The names of those who speak: these feeds have no word of ours for what they do.
    pub speakers: Vec<String>,
    /// The theme, and the names of the situations.
    pub about: Vec<String>,
    /// Where its transcript is, and its media type.
    pub transcript: (String, &'static str),
    /// Where its chapters are, if it has any.
    pub chapters: Option<String>,
}

fn element(name: &str, value: Option<String>, attrs: &[(&str, &str)]) -> Extension {
    let attrs = attrs.iter();
    Extension {
        name: name.to_owned(),
        value,
        attrs: attrs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        children: BTreeMap::new(),
    }
}

/// Elements of one namespace.
fn under(prefix: &str, elements: Vec<Extension>) -> (String, BTreeMap<String, Vec<Extension>>) {
    let mut by_name: BTreeMap<String, Vec<Extension>> = BTreeMap::new();
    for one in elements {
        let name = one
            .name
            .split(':')
            .next_back()
            .unwrap_or_default()
            .to_owned();
        by_name.entry(name).or_default().push(one);
    }
    (prefix.to_owned(), by_name)
}

impl Show {
    fn item(&self) -> Item {
        let (sound, size, media) = &self.sound;
        let (transcript, text) = &self.transcript;
        let mut more = vec![element(
            "podcast:transcript",
            None,
            &[("url", transcript), ("type", text), ("language", "fr")],
        )];
        if let Some(chapters) = &self.chapters {
            let attrs = [("url", chapters.as_str()), ("type", CHAPTERS)];
            more.push(element("podcast:chapters", None, &attrs));
        }
        let names: Vec<String> = self.speakers.iter().map(|name| plain(name)).collect();
        more.extend(
            names
                .iter()
                .map(|name| element("podcast:person", Some(name.clone()), &[])),
        );
        let about = self.about.iter().map(|name| Category {
            name: plain(name),
            domain: None,
        });
        Item {
            title: Some(plain(&self.title)),
            link: Some(self.link.clone()),
            description: Some(plain(&self.summary)),
            categories: about.collect(),
            enclosure: Some(Enclosure {
                url: sound.clone(),
                length: size.to_string(),
                mime_type: (*media).to_owned(),
            }),
            guid: Some(Guid {
                value: self.id.clone(),
                permalink: false,
            }),
            pub_date: self.published.format(&Rfc2822).ok(),
            extensions: ExtensionMap::from([under("podcast", more)]),
            itunes_ext: Some(ITunesItemExtension {
                author: (!names.is_empty()).then(|| names.join(", ")),
                duration: Some(self.lasts.clone()),
                explicit: Some("false".to_owned()),
                summary: Some(plain(&self.summary)),
                ..Default::default()
            }),
            ..Default::default()
        }
    }
}

impl Podcast {
    /// The document.
    pub fn write(&self) -> Vec<u8> {
        let itself = [
            ("href", self.itself.as_str()),
            ("rel", "self"),
            ("type", "application/rss+xml"),
        ];
        let itself = under("atom", vec![element("atom:link", None, &itself)]);
        let namespaces = [("podcast", PODCAST), ("atom", ATOM)];
        let namespaces = namespaces.map(|(prefix, name)| (prefix.to_owned(), name.to_owned()));
        let newest = self.shows.iter().map(|show| show.published).max();
        let channel = Channel {
            title: plain(&self.title),
            link: self.link.clone(),
            description: plain(&self.description),
            language: Some("fr".to_owned()),
            last_build_date: newest.and_then(|at| at.format(&Rfc2822).ok()),
            items: self.shows.iter().map(Show::item).collect(),
            extensions: ExtensionMap::from([itself]),
            itunes_ext: Some(ITunesChannelExtension {
                author: Some(plain(&self.author)),
                explicit: Some("false".to_owned()),
                r#type: Some("episodic".to_owned()),
                ..Default::default()
            }),
            namespaces: namespaces.into(),
            ..Default::default()
        };
        channel.to_string().into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_controls_in_a_title_come_back_as_they_were_written() {
        let show = Show {
            title: "<script>]]>\u{1}& « É »".to_owned(),
            summary: "a < b".to_owned(),
            id: "tag:preau.example,2026-11-22:/ecouter/1".to_owned(),
            link: "https://preau.example/ecouter/1".to_owned(),
            published: OffsetDateTime::UNIX_EPOCH,
            sound: ("https://preau.example/a.mp3".to_owned(), 9, "audio/mpeg"),
            lasts: "12:30".to_owned(),
            speakers: vec!["Camille & Dominique".to_owned()],
            about: vec!["Menaces".to_owned()],
            transcript: ("https://preau.example/t.vtt".to_owned(), "text/vtt"),
            chapters: None,
        };
        let podcast = Podcast {
            title: "Écouter".to_owned(),
            description: "d".to_owned(),
            link: "https://preau.example/ecouter".to_owned(),
            itself: "https://preau.example/ecouter/feed.xml".to_owned(),
            author: "preau.example".to_owned(),
            shows: vec![show],
        };
        let read = Channel::read_from(podcast.write().as_slice()).unwrap();
        let item = &read.items()[0];
        assert_eq!(item.title(), Some("<script>]]>& « É »"));
        assert_eq!(item.pub_date(), Some("Thu, 01 Jan 1970 00:00:00 +0000"));
        let said = &item.extensions()["podcast"];
        assert_eq!(said["transcript"][0].attrs()["type"], "text/vtt");
        assert_eq!(said["person"][0].value(), Some("Camille & Dominique"));
        assert!(!said.contains_key("chapters"));
    }
}
