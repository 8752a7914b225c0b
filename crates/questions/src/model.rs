//! Sessions with experts, questions, answers: what they are and the states they go through.

use crate::rules::clock;
use kernel::{AccountId, AnswerId, Moment, OrgId, PanelId, QuestionId};
use serde::{Deserialize, Serialize};

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PanelState {
    /// Its day is known; questions may already be asked.
    Announced,
    /// The experts answer.
    Open,
    /// No question is taken any more; the experts finish.
    Closing,
    /// The experts have left; those who wait are answered in the following days.
    Closed,
}

impl PanelState {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [Self::Announced, Self::Open, Self::Closing, Self::Closed];

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed => "closed",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Where it may go from here: on, or back by one where nothing is taken away.
    pub const fn leads_to(self, to: Self) -> bool {
        matches!(
            (self, to),
            (Self::Announced | Self::Closing, Self::Open)
                | (Self::Open | Self::Closed, Self::Closing)
                | (Self::Closing, Self::Closed)
        )
    }

    /// Whether questions are taken.
    pub const fn takes_questions(self) -> bool {
        matches!(self, Self::Announced | Self::Open)
    }
}

/// A session with experts (N001).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Its id.
    pub id: PanelId,
    /// Whose it is.
    pub org: OrgId,
    /// What it is about, in a line.
    pub theme: String,
    /// What it is for.
    pub intro: String,
    /// What the experts say when it opens.
    pub opening: String,
    /// What they say at the end.
    pub closing: String,
    /// The kinds of situation it is about.
    pub kinds: Vec<String>,
    /// When it begins.
    pub starts: Moment,
    /// Days after its end within which those who wait are answered.
    pub days: u32,
    /// Where it stands.
    pub state: PanelState,
    /// Since when no question is taken any more.
    pub ended: Option<Moment>,
}

impl Panel {
    /// After when an answer that waits is overdue: the last moment of the promised day, in Paris.
    pub fn due(&self) -> Option<Moment> {
        self.ended.map(|ended| clock::due(ended, self.days))
    }
}

/// A named expert of a session (N007).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expert {
    /// Her account.
    pub account: AccountId,
    /// Her place in the list, from 1.
    pub place: u32,
    /// Her name, as it signs.
    pub name: String,
    /// Her function, as it signs; empty once it stands in place of her name.
    pub title: String,
    /// Whether there is a photo.
    pub photo: bool,
    /// Whether she still answers in this session.
    pub active: bool,
}

impl Expert {
    /// Whether her function stands in place of her name.
    pub const fn is_unnamed(&self) -> bool {
        self.title.is_empty()
    }
}

/// Whether the public sees a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// Nobody has read it yet.
    Waiting,
    /// Everybody reads it.
    Published,
    /// Another question stands for it.
    Joined,
    /// It was shown, and is not any more.
    Masked,
    /// It will not be shown; whoever asked reads why.
    Refused,
}

impl Shown {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Published,
        Self::Joined,
        Self::Masked,
        Self::Refused,
    ];

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Published => "published",
            Self::Joined => "joined",
            Self::Masked => "masked",
            Self::Refused => "refused",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What stays between the asker and the experts. Sealed at rest; the text moves out of it when it is published.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Private {
    /// Under which name she asks.
    #[serde(default)]
    pub pseudonym: String,
    /// The question.
    #[serde(default)]
    pub body: String,
    /// What it is about: a kind of situation, or empty.
    #[serde(default)]
    pub kind: String,
    /// Her work, or empty.
    #[serde(default)]
    pub profession: String,
    /// The level of her school, or empty.
    #[serde(default)]
    pub level: String,
    /// Where to write that an answer is there, or empty.
    #[serde(default)]
    pub mail: String,
    /// The language she asked in.
    #[serde(default)]
    pub lang: String,
    /// Why it is not shown, for her.
    #[serde(default)]
    pub reason: String,
    /// The words of its parts, as long as it is not published; they then stand in rows of their own.
    #[serde(default)]
    pub parts: Vec<String>,
}

/// A question as the program works on it: its private part opened.
#[derive(Clone)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Its session.
    pub panel: PanelId,
    /// Its number in the session, once published.
    pub place: Option<u32>,
    /// When it was asked.
    pub asked: Moment,
    /// What is known of it, public or not.
    pub said: Private,
    /// Whether the public sees it.
    pub shown: Shown,
    /// The question that stands for it.
    pub joined: Option<QuestionId>,
    /// The expert who has taken it.
    pub taken: Option<AccountId>,
    /// The mark of its text: equal for equal questions.
    pub same: [u8; 32],
    /// Whether a mail is due.
    pub mail_due: bool,
}

/// One part of a question (N005).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its number, from 1.
    pub number: u32,
    /// What it asks.
    pub body: String,
}

/// Where an answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Being written.
    Draft,
    /// Another expert reads it.
    Reading,
    /// Everybody reads it.
    Published,
    /// It was shown, and is not any more.
    Withdrawn,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Reading, Self::Published, Self::Withdrawn];

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Reading => "reading",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// What an answer takes up, when it takes one up (N006).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// An answer published by an expert.
    Answer(AnswerId),
    /// An answer of reference, by its id in the guide.
    Reference(String),
}

impl Source {
    /// As stored.
    pub fn text(&self) -> String {
        match self {
            Self::Answer(id) => format!("answer/{id}"),
            Self::Reference(id) => format!("reference/{id}"),
        }
    }

    /// Reads it back.
    pub fn read(text: &str) -> Option<Self> {
        let (sort, id) = text.split_once('/')?;
        match sort {
            "answer" => id.parse().ok().map(Self::Answer),
            "reference" => Some(Self::Reference(id.to_owned())),
            _ => None,
        }
    }
}

/// What an article said when an answer quoted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The article, by its id in the guide.
    pub article: String,
    /// A digest of what the guide said of it.
    pub mark: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its id.
    pub id: AnswerId,
    /// To which question.
    pub question: QuestionId,
    /// Which of its parts it answers.
    pub parts: Vec<u32>,
    /// Where it stands.
    pub stage: Stage,
    /// Its version: 0 until published.
    pub version: u32,
    /// Who signs.
    pub author: AccountId,
    /// Her name.
    pub name: String,
    /// Her function.
    pub title: String,
    /// Who read it a second time, or empty.
    pub reader: String,
    /// What it takes up.
    pub source: Option<Source>,
    /// The kinds of situation it is tied to.
    pub kinds: Vec<String>,
    /// The models of letters it is tied to.
    pub letters: Vec<String>,
    /// The articles it quotes.
    pub marks: Vec<Mark>,
    /// Its text: the draft, or the version that stands.
    pub body: String,
    /// When it was first published.
    pub published: Option<Moment>,
    /// When it last changed.
    pub changed: Moment,
}

/// One version of a published answer; the earlier ones stay (N007).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// What it said.
    pub body: String,
    /// Who wrote it.
    pub name: String,
    /// When.
    pub at: Moment,
}

/// Where a question stands, for whoever asked and for everybody (N003).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Nobody has taken it.
    Waiting,
    /// An expert is at it.
    Taken,
    /// Some of its parts are answered.
    Partly,
    /// All its parts are.
    Answered,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Taken, Self::Partly, Self::Answered];

    /// As in message keys and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Partly => "partly",
            Self::Answered => "answered",
        }
    }
}

/// A question with its parts and answers: what a page shows of it.
#[derive(Clone)]
pub struct Thread {
    /// The question.
    pub question: Question,
    /// Its parts; none when it was not split.
    pub parts: Vec<Part>,
    /// Its answers, oldest first; only the published ones where the public reads.
    pub answers: Vec<Answer>,
}

/// What published questions are looked for by: anything that was given when asking; what is empty does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// Under which name; capitals, accents and signs do not count.
    pub pseudonym: String,
    /// About which kind of situation.
    pub kind: String,
    /// The work of whoever asked.
    pub profession: String,
    /// The level of her school.
    pub level: String,
    /// In which session.
    pub panel: Option<PanelId>,
}

impl Criteria {
    /// Nothing is looked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a list of published questions, the newest first, goes on: after this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When it was asked.
    pub asked: Moment,
    /// Its id, which parts those of one instant.
    pub question: QuestionId,
}

impl Cursor {
    /// Before all of them.
    pub const START: Self = Self {
        asked: Moment(i64::MAX),
        question: QuestionId::new([0xff; 16]),
    };

    /// After that question.
    pub const fn after(question: &Question) -> Self {
        Self {
            asked: question.asked,
            question: question.id,
        }
    }

    /// As forms and programs give it back.
    pub fn text(self) -> String {
        format!("{}-{}", self.asked.0, self.question)
    }

    /// Reads it back.
    pub fn read(text: &str) -> Option<Self> {
        let (asked, question) = text.split_once('-')?;
        Some(Self {
            asked: Moment(asked.parse().ok()?),
            question: question.parse().ok()?,
        })
    }
}

/// The work that one may choose when asking.
pub const PROFESSIONS: [&str; 7] = [
    "enseignant",
    "direction",
    "vie-scolaire",
    "aesh",
    "administratif",
    "sante-social",
    "autre",
];

/// The levels of school that one may choose when asking.
pub const LEVELS: [&str; 4] = ["ecole", "college", "lycee", "superieur"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back() {
        for state in PanelState::ALL {
            assert_eq!(PanelState::read(state.name()), Some(state));
        }
        for shown in Shown::ALL {
            assert_eq!(Shown::read(shown.name()), Some(shown));
        }
        for stage in Stage::ALL {
            assert_eq!(Stage::read(stage.name()), Some(stage));
        }
        for source in [
            Source::Answer(AnswerId::new([7; 16])),
            Source::Reference("film-de-cours".into()),
        ] {
            assert_eq!(Source::read(&source.text()), Some(source));
        }
        assert_eq!(Source::read("answer/zz"), None);
        let cursor = Cursor {
            asked: Moment(1_795_000_000_000_001),
            question: QuestionId::new([7; 16]),
        };
        assert_eq!(Cursor::read(&cursor.text()), Some(cursor));
        for wrong in ["", "100", "1-", "x-07", "-1"] {
            assert_eq!(Cursor::read(wrong), None, "{wrong}");
        }
    }
}
