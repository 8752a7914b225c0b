//! What the search knows, is asked and answers: the public base only (the guide and the answers that experts published),
//! never a case.

use crate::Moment;

/// What sort of thing is found. The order of [`Sort::ALL`] breaks ties between answers: what one can do first,
/// the texts last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Sort {
    /// A kind of situation.
    Situation,
    /// A question that comes back, with our answer.
    Answer,
    /// Something one can do.
    Action,
    /// A model of letter.
    Letter,
    /// A word, defined.
    Term,
    /// A practical case.
    Case,
    /// Whom to turn to.
    Authority,
    /// A time limit.
    Deadline,
    /// What a fact may amount to.
    Offence,
    /// A procedure, in order.
    Procedure,
    /// A platform.
    Platform,
    /// A resource.
    Resource,
    /// A list to tick.
    Checklist,
    /// What a behaviour risks, for teenagers.
    Behaviour,
    /// A tip that prevents.
    Tip,
    /// A way that is not advised.
    Discouraged,
    /// What engages the liability of whoever leads a school.
    Liability,
    /// A duty of public staff.
    Duty,
    /// Something one may do to protect oneself.
    Guide,
    /// A ready lesson.
    Lesson,
    /// A legal text.
    Law,
    /// A question that was put to the experts, with the answer that they published.
    Question,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Self; 22] = [
        Self::Situation,
        Self::Answer,
        Self::Action,
        Self::Letter,
        Self::Term,
        Self::Case,
        Self::Authority,
        Self::Deadline,
        Self::Offence,
        Self::Procedure,
        Self::Platform,
        Self::Resource,
        Self::Checklist,
        Self::Behaviour,
        Self::Tip,
        Self::Discouraged,
        Self::Liability,
        Self::Duty,
        Self::Guide,
        Self::Lesson,
        Self::Law,
        Self::Question,
    ];

    /// The stable name, in files, JSON and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Answer => "answer",
            Self::Action => "action",
            Self::Letter => "letter",
            Self::Term => "term",
            Self::Case => "case",
            Self::Authority => "authority",
            Self::Deadline => "deadline",
            Self::Offence => "offence",
            Self::Procedure => "procedure",
            Self::Platform => "platform",
            Self::Resource => "resource",
            Self::Checklist => "checklist",
            Self::Behaviour => "behaviour",
            Self::Tip => "tip",
            Self::Discouraged => "discouraged",
            Self::Liability => "liability",
            Self::Duty => "duty",
            Self::Guide => "guide",
            Self::Lesson => "lesson",
            Self::Law => "law",
            Self::Question => "question",
        }
    }

    /// The sort of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

/// What an answer leads to; written `situation/menaces`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// Its sort.
    pub sort: Sort,
    /// Its id within the sort.
    pub id: String,
}

impl Target {
    /// The target of that sort and id.
    pub fn new(sort: Sort, id: &str) -> Self {
        Self {
            sort,
            id: id.to_owned(),
        }
    }

    /// Reads `situation/menaces`.
    pub fn parse(text: &str) -> Option<Self> {
        let (sort, id) = text.split_once('/')?;
        Some(Self::new(Sort::named(sort)?, id))
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.sort.name(), self.id)
    }
}

/// What is shown of an entry in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Face {
    /// Its title.
    pub title: String,
    /// What it is in a sentence or two.
    pub summary: String,
    /// All the rest that can be found.
    pub text: String,
}

/// By what entries are told apart; empty where it does not apply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// The kinds of situation that it is about, by id.
    pub kinds: Vec<String>,
    /// The professions that it answers, by id: all of them where it answers everybody.
    pub professions: Vec<String>,
    /// The levels of school that it is about, by id: all of them where it is about every school.
    pub levels: Vec<String>,
    /// The year of its publication.
    pub year: Option<i32>,
    /// The expert who answered, as she is shown.
    pub expert: String,
    /// When it was published; the latest comes first where no word tells what is nearer.
    pub published: Option<Moment>,
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is, and where it leads.
    pub target: Target,
    /// In French.
    pub fr: Face,
    /// In English; empty where only French exists.
    pub en: Face,
    /// Other names that people give it, in either language.
    pub names: Vec<String>,
    /// By what it is told apart.
    pub facets: Facets,
}

/// What is searched. Everything but the words may be left out; without words, what passes the filters comes: what was
/// published, the latest first, then the guide in the order of [`Sort::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// The words. No sign is an operator, and what passes [`LONGEST`] is not read.
    pub words: String,
    /// Only these sorts; every sort when empty.
    pub sorts: Vec<Sort>,
    /// Only what is about this kind of situation.
    pub kind: Option<String>,
    /// Only what answers this profession, by id.
    pub profession: Option<String>,
    /// Only what is about this level of school, by id.
    pub level: Option<String>,
    /// Only what was published in this year.
    pub year: Option<i32>,
    /// Only the answers of this expert.
    pub expert: Option<String>,
    /// How many answers are passed over.
    pub skip: usize,
    /// How many answers come at most.
    pub count: usize,
}

impl Ask {
    /// The first `count` answers to these words.
    pub fn new(words: &str, count: usize) -> Self {
        Self {
            words: words.to_owned(),
            count,
            ..Self::default()
        }
    }

    /// Whether something else than words is asked.
    pub fn filters(&self) -> bool {
        !self.sorts.is_empty()
            || self.year.is_some()
            || [&self.kind, &self.profession, &self.level, &self.expert]
                .into_iter()
                .any(Option::is_some)
    }
}

/// A run of text, and whether its words were searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// It answers the search.
    pub found: bool,
}

/// What is shown of an answer in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The title.
    pub title: Vec<Run>,
    /// What it is.
    pub summary: Vec<Run>,
    /// The part of the other texts where the words stand, when it answers better than the summary.
    pub quote: Vec<Run>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it leads to.
    pub target: Target,
    /// In French.
    pub fr: Shown,
    /// In English; empty where only French exists.
    pub en: Shown,
    /// By what it is told apart.
    pub facets: Facets,
}

/// What there is to choose from: the values that the guide and the published answers have, each once, in order (the years
/// from the last).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Kinds of situation.
    pub kinds: Vec<String>,
    /// Professions.
    pub professions: Vec<String>,
    /// Levels of school.
    pub levels: Vec<String>,
    /// Years of publication.
    pub years: Vec<i32>,
    /// Experts.
    pub experts: Vec<String>,
}

/// The answers, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Those that were asked for.
    pub hits: Vec<Hit>,
    /// How many there are in all; a search counts no further than [`MOST`].
    pub total: usize,
    /// What there is to choose from, whatever was asked.
    pub choices: Choices,
}

/// How many answers a search counts and shows at most: the best.
pub const MOST: usize = 200;

/// The longest search, in characters: a search is a few words; what is longer is a story.
pub const LONGEST: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_as_it_is_written() {
        for sort in Sort::ALL {
            let target = Target::new(sort, "a-b");
            assert_eq!(Target::parse(&target.to_string()), Some(target));
        }
        assert_eq!(Target::parse("situation"), None);
        assert_eq!(Target::parse("dossier/1"), None);
    }
}
