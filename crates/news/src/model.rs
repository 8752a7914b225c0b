//! What is published: an article or an episode, and where it is in its life.

use crate::rules::{self, audio::Format};
use kernel::Moment;
use seal::Digest;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Something to read.
    News,
    /// Something to listen to.
    Episode,
}

impl Sort {
    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Episode => "episode",
        }
    }
}

/// Where a text is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Only those who write see it.
    Draft,
    /// Everybody reads it.
    Published,
    /// It was, and nothing of it is left.
    Withdrawn,
}

impl State {
    const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Withdrawn];

    /// As stored, and as the screens name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A row: a text and its life.
#[derive(Debug, Clone)]
pub struct Kept<T> {
    /// What holds its files.
    pub id: [u8; 16],
    /// Its address.
    pub number: u32,
    /// Where it is in its life.
    pub state: State,
    /// Grows with each change.
    pub version: u32,
    /// When it appeared.
    pub published: Option<Moment>,
    /// When it was corrected last.
    pub corrected: Option<Moment>,
    /// When it was withdrawn.
    pub withdrawn: Option<Moment>,
    /// The text; empty once it was withdrawn.
    pub text: T,
}

/// What a page showed of a row. Its number is not enough: that of a draft that was thrown away is given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The row.
    pub id: [u8; 16],
    /// Its version.
    pub version: u32,
}

impl<T> Kept<T> {
    /// What whoever reads it now has seen.
    pub const fn seen(&self) -> Seen {
        Seen {
            id: self.id,
            version: self.version,
        }
    }

    /// When it last changed for who reads.
    pub fn updated(&self) -> Moment {
        self.corrected.or(self.published).unwrap_or(Moment(0))
    }
}

/// What is wrong with a text, or missing: a field, the sentence, a line of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The field.
    pub field: &'static str,
    /// The key of the sentence.
    pub key: &'static str,
    /// The line, from 1.
    pub line: Option<usize>,
}

impl Wrong {
    /// Of a whole field.
    pub const fn of(field: &'static str, key: &'static str) -> Self {
        Self {
            field,
            key,
            line: None,
        }
    }
}

/// Something that can be published.
pub trait Text:
    Serialize + DeserializeOwned + Clone + Default + PartialEq + Send + Sync + 'static
{
    /// What it is.
    const SORT: Sort;
    /// What lists show.
    fn title(&self) -> &str;
    /// The kinds of situation that it speaks of.
    fn kinds(&self) -> &[String];
    /// The long part, kept apart so that lists stay light.
    fn body(&self) -> &str;
    /// Puts the long part back.
    fn set_body(&mut self, body: String);
    /// What cannot be kept as it is, even in a draft.
    fn wrong(&self) -> Vec<Wrong>;
    /// What is missing before everybody may read it.
    fn missing(&self) -> Vec<Wrong>;
    /// Its sound.
    fn audio(&self) -> Option<&Audio> {
        None
    }
    /// Gives it a sound, where it has one.
    fn set_audio(&mut self, _: Audio) {}
}

/// Something to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// What she does.
    pub function: String,
    /// Kinds of situation, by id.
    pub kinds: Vec<String>,
    /// Paragraphs, with empty lines between; lines that begin with a dash are a list.
    #[serde(skip)]
    pub body: String,
}

impl Article {
    /// « Camille Martin, juriste ».
    pub fn byline(&self) -> String {
        named(&self.author, &self.function)
    }
}

/// A name with a function, if there is one.
fn named(name: &str, function: &str) -> String {
    if function.is_empty() {
        name.to_owned()
    } else {
        [name, ", ", function].concat()
    }
}

impl Text for Article {
    const SORT: Sort = Sort::News;

    fn title(&self) -> &str {
        &self.title
    }

    fn kinds(&self) -> &[String] {
        &self.kinds
    }

    fn body(&self) -> &str {
        &self.body
    }

    fn set_body(&mut self, body: String) {
        self.body = body;
    }

    fn wrong(&self) -> Vec<Wrong> {
        rules::article(self)
    }

    fn missing(&self) -> Vec<Wrong> {
        rules::missing(&[
            ("title", &self.title),
            ("author", &self.author),
            ("body", &self.body),
        ])
    }
}

/// Who speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Speaker {
    /// Her name.
    pub name: String,
    /// What she does.
    pub function: String,
}

impl Speaker {
    /// « Camille Martin, juriste ».
    pub fn line(&self) -> String {
        named(&self.name, &self.function)
    }
}

/// A part of an episode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Where it begins, in seconds.
    pub at: u32,
    /// What it is called.
    pub title: String,
}

/// A sound, kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audio {
    /// SHA-256, which is its name.
    pub digest: Digest,
    /// Its length in bytes.
    pub size: u64,
    /// What its first bytes say that it is.
    pub format: Format,
}

/// Something to listen to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Episode {
    /// Its title.
    pub title: String,
    /// Under which it is listed.
    pub theme: String,
    /// In a few sentences.
    pub summary: String,
    /// Kinds of situation, by id.
    pub kinds: Vec<String>,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// How long it lasts, in seconds.
    pub seconds: u32,
    /// Its parts.
    pub chapters: Vec<Chapter>,
    /// Its sound.
    pub audio: Option<Audio>,
    /// WebVTT, or plain text that may say when: `[12:30]`.
    #[serde(skip)]
    pub transcript: String,
}

impl Text for Episode {
    const SORT: Sort = Sort::Episode;

    fn title(&self) -> &str {
        &self.title
    }

    fn kinds(&self) -> &[String] {
        &self.kinds
    }

    fn body(&self) -> &str {
        &self.transcript
    }

    fn set_body(&mut self, body: String) {
        self.transcript = body;
    }

    fn wrong(&self) -> Vec<Wrong> {
        rules::episode(self)
    }

    fn missing(&self) -> Vec<Wrong> {
        let mut missing = rules::missing(&[
            ("title", &self.title),
            ("theme", &self.theme),
            ("summary", &self.summary),
            ("transcript", &self.transcript),
        ]);
        if self.seconds == 0 {
            missing.push(Wrong::of("seconds", "news-missing-seconds"));
        }
        if self.audio.is_none() {
            missing.push(Wrong::of("audio", "news-missing-audio"));
        }
        if self.kinds.is_empty() {
            missing.push(Wrong::of("kinds", "news-missing-kinds"));
        }
        missing
    }

    fn audio(&self) -> Option<&Audio> {
        self.audio.as_ref()
    }

    fn set_audio(&mut self, audio: Audio) {
        self.audio = Some(audio);
    }
}
