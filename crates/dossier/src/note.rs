//! What is noted of a step: that it was done, an exchange, an answer, a copy looked at, a meeting, a day to
//! come, a box ticked (N016, N020–N024, N049, N056, N062, N066, N068, N069, N071, N074, N078, N079, N082).

use crate::entries::{Parts, Tells, day, numbers};
use kernel::date::parse;
use kernel::{Fault, Moment};
use seal::entry::EntryDraft;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::Date;

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// An action of the plan.
    Action(String),
    /// A letter that no action carries.
    Letter(String),
    /// A list to tick.
    List(String),
}

impl Subject {
    /// The id.
    pub fn id(&self) -> &str {
        match self {
            Self::Action(id) | Self::Letter(id) | Self::List(id) => id,
        }
    }

    const fn part(&self) -> &'static str {
        match self {
            Self::Action(_) => "action",
            Self::Letter(_) => "letter",
            Self::List(_) => "list",
        }
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Did {
    /// The step was done.
    #[default]
    Done,
    /// An exchange: a call, a mail, a form.
    Contact,
    /// The other side received it.
    Received,
    /// It was granted.
    Granted,
    /// It was refused.
    Refused,
    /// No answer came.
    Silent,
    /// A complaint was closed without prosecution.
    Closed,
    /// What was promised at a meeting was not kept.
    Broken,
    /// A publication or a profile was looked at again.
    Checked,
    /// A meeting took place.
    Meeting,
    /// A day to come.
    Planned,
    /// A box of a list was ticked.
    Tick,
    /// A list was gone through.
    Listed,
    /// The note was a mistake: it no longer counts.
    Void,
}

impl Did {
    /// What a form offers, in order.
    pub const OFFERED: [Self; 11] = [
        Self::Done,
        Self::Contact,
        Self::Received,
        Self::Granted,
        Self::Refused,
        Self::Silent,
        Self::Closed,
        Self::Checked,
        Self::Meeting,
        Self::Broken,
        Self::Planned,
    ];

    /// The value sealed and used in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Contact => "contact",
            Self::Received => "received",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Silent => "silent",
            Self::Closed => "closed",
            Self::Broken => "broken",
            Self::Checked => "checked",
            Self::Meeting => "meeting",
            Self::Planned => "planned",
            Self::Tick => "tick",
            Self::Listed => "listed",
            Self::Void => "void",
        }
    }

    /// Reads the sealed value.
    pub fn read(name: &str) -> Option<Self> {
        let others = [Self::Tick, Self::Listed, Self::Void];
        let mut all = Self::OFFERED.into_iter().chain(others);
        all.find(|did| did.name() == name)
    }

    /// The type of its entry.
    const fn entry(self) -> &'static str {
        match self {
            Self::Granted => "answer",
            Self::Refused | Self::Silent | Self::Closed | Self::Broken => "refusal",
            _ => "step",
        }
    }
}

/// How an exchange took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// E-mail.
    Mail,
    /// Telephone.
    Phone,
    /// Registered letter.
    Registered,
    /// Ordinary letter.
    Post,
    /// A form on line.
    Form,
    /// Face to face.
    InPerson,
    /// The school's own messages.
    School,
}

impl Channel {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Mail,
        Self::Phone,
        Self::Registered,
        Self::Post,
        Self::Form,
        Self::InPerson,
        Self::School,
    ];

    /// The value sealed and used in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Phone => "phone",
            Self::Registered => "registered",
            Self::Post => "post",
            Self::Form => "form",
            Self::InPerson => "in-person",
            Self::School => "school",
        }
    }

    /// Reads the sealed value.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// Whether a copy can still be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Online {
    /// It is there.
    Up,
    /// Its removal was asked.
    Asked,
    /// It is gone.
    Down,
    /// It came back.
    Back,
}

impl Online {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Up, Self::Asked, Self::Down, Self::Back];

    /// The value sealed and used in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Asked => "asked",
            Self::Down => "down",
            Self::Back => "back",
        }
    }

    /// Reads the sealed value.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|online| online.name() == name)
    }
}

/// What a note says, before it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteText {
    /// What it is about.
    pub subject: Subject,
    /// What happened.
    pub did: Did,
    /// The day.
    pub on: Option<Date>,
    /// The hour (`21:43`), when it matters.
    pub hour: String,
    /// How.
    pub channel: Option<Channel>,
    /// With whom.
    pub with: String,
    /// A reference, a file or tracking number.
    pub reference: String,
    /// In the person's words: what was said, answered or decided.
    pub words: String,
    /// In the person's words: what was asked or promised at a meeting, by whom, by when.
    pub asked: String,
    /// The address of the copy looked at.
    pub address: String,
    /// Whether it can still be seen.
    pub online: Option<Online>,
    /// The box ticked.
    pub item: String,
    /// The pieces that show it, by their entry.
    pub pieces: Vec<u64>,
    /// The day to look again.
    pub next: Option<Date>,
}

impl NoteText {
    /// An empty note about that.
    pub const fn about(subject: Subject, did: Did) -> Self {
        Self {
            subject,
            did,
            on: None,
            hour: String::new(),
            channel: None,
            with: String::new(),
            reference: String::new(),
            words: String::new(),
            asked: String::new(),
            address: String::new(),
            online: None,
            item: String::new(),
            pieces: Vec::new(),
            next: None,
        }
    }

    /// The entry that seals it; `of` is the first entry of the note that it corrects.
    pub fn entry(&self, of: Option<u64>) -> Result<EntryDraft, Fault> {
        let said = |text: &str| {
            if text.is_empty() {
                Value::Null
            } else {
                text.into()
            }
        };
        Parts::of(self.did.entry())
            .value(self.subject.part(), self.subject.id())
            .value("of", of)
            .value("did", self.did.name())
            .value("on", day(self.on))
            .value("hour", said(&self.hour))
            .value("channel", said(self.channel.map_or("", Channel::name)))
            .value("online", said(self.online.map_or("", Online::name)))
            .value("item", said(&self.item))
            .value("next", day(self.next))
            .value(
                "pieces",
                if self.pieces.is_empty() {
                    Value::Null
                } else {
                    self.pieces.clone().into()
                },
            )
            .words("with", &self.with)
            .words("reference", &self.reference)
            .words("words", &self.words)
            .words("asked", &self.asked)
            .words("address", &self.address)
            .done()
    }

    /// Reads it back; `None` when the entry is about nothing known.
    pub fn read(entry: &dyn Tells) -> Option<Self> {
        let value = |name: &str| entry.value(name).and_then(Value::as_str);
        let text = |name: &str| entry.text(name).unwrap_or_default();
        let subject = None
            .or_else(|| value("action").map(|id| Subject::Action(id.to_owned())))
            .or_else(|| value("letter").map(|id| Subject::Letter(id.to_owned())))
            .or_else(|| value("list").map(|id| Subject::List(id.to_owned())))?;
        // What a later version noted is no "done": it is left out of the record, and stays in the history.
        let did = match value("did") {
            None => Did::Done,
            Some(name) => Did::read(name)?,
        };
        Some(Self {
            did,
            on: value("on").and_then(parse),
            hour: value("hour").unwrap_or_default().to_owned(),
            channel: value("channel").and_then(Channel::read),
            with: text("with"),
            reference: text("reference"),
            words: text("words"),
            asked: text("asked"),
            address: text("address"),
            online: value("online").and_then(Online::read),
            item: value("item").unwrap_or_default().to_owned(),
            pieces: numbers(entry.value("pieces")),
            next: value("next").and_then(parse),
            subject,
        })
    }
}

/// A sealed note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its entry.
    pub seq: u64,
    /// The first entry of this note: corrections keep it.
    pub first: u64,
    /// When it was first written down; each tick is evidence of its hour.
    pub at: Moment,
    /// What it says.
    pub text: NoteText,
}
