//! What the search knows and answers: the public base only, never a case.

/// What sort of thing is found. The order of [`Sort::ALL`] breaks ties between answers: what one can do first,
/// the texts last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Sort {
    /// A kind of situation.
    Situation,
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
}

impl Sort {
    /// Every sort.
    pub const ALL: [Self; 20] = [
        Self::Situation,
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
    ];

    /// The stable name, in files, JSON and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Situation => "situation",
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
        }
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
        let sort = Sort::ALL.into_iter().find(|known| known.name() == sort)?;
        Some(Self::new(sort, id))
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
}

/// The answers, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Those that were asked for.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
}

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
