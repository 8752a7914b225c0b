//! Practical cases, prevention, resources and glossary: data for pages, print and lessons.

mod advice;
mod check;
mod phone;
mod profile;
mod types;

pub use advice::{Duty, Guide, Lesson, Purpose, Speaker};
pub use phone::{Dial, Line, Mask, NoCode, Use};
pub use profile::{Assessment, Hidden, Reading, Weighed, Weight};
pub use types::{
    Audience, Behaviour, Case, Clue, LinkState, Look, Platform, Reader, Recommendation, Resource,
    Term, Tip,
};

use crate::Content;
use crate::files::{Files, Problem};
use crate::law::{Law, Shelf, Text, folder, shelf};
use crate::plan::{Item, Situations};
use time::Date;

/// Everything of `cases/`, `prevention/` and `resources/`.
#[derive(Debug, Default)]
pub struct Library {
    /// Practical cases, in order.
    pub cases: Shelf<Case>,
    /// What to look at to tell public from private.
    pub clues: Shelf<Clue>,
    /// One's own profile, looked at as a stranger.
    pub looks: Shelf<Look>,
    /// The five tips.
    pub tips: Shelf<Tip>,
    /// What each behaviour risks, for teenagers.
    pub behaviours: Shelf<Behaviour>,
    /// Platforms: channel, what is realistic, what leaves a trace.
    pub platforms: Shelf<Platform>,
    /// Resources, with the day and the state of their link.
    pub resources: Shelf<Resource>,
    /// Words, defined.
    pub glossary: Shelf<Term>,
    /// The duties of public staff.
    pub duties: Shelf<Duty>,
    /// What one may do to protect oneself.
    pub guides: Shelf<Guide>,
    /// Ready lessons.
    pub lessons: Shelf<Lesson>,
    /// Inviting somebody to class.
    pub speakers: Shelf<Speaker>,
    /// What one writes for, and to whom.
    pub purposes: Shelf<Purpose>,
}

impl Library {
    pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> Self {
        Self {
            cases: cases(files, problems),
            clues: shelf(files, "prevention/profile.toml", problems),
            looks: shelf(files, "prevention/looks.toml", problems),
            tips: shelf(files, "prevention/tips.toml", problems),
            behaviours: shelf(files, "prevention/behaviours.toml", problems),
            platforms: shelf(files, "resources/platforms.toml", problems),
            resources: shelf(files, "resources/resources.toml", problems),
            glossary: shelf(files, "resources/glossary.toml", problems),
            duties: shelf(files, "prevention/duties.toml", problems),
            guides: shelf(files, "prevention/guides.toml", problems),
            lessons: shelf(files, "prevention/lessons.toml", problems),
            speakers: shelf(files, "prevention/speakers.toml", problems),
            purposes: shelf(files, "resources/contacts.toml", problems),
        }
    }

    pub(crate) fn check(&self, law: &Law, situations: &Situations, problems: &mut Vec<Problem>) {
        check::all(self, law, situations, problems);
    }

    /// The practical cases about that kind (N196).
    pub fn cases_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Case> {
        self.cases
            .iter()
            .filter(move |case| case.kinds.iter().any(|id| id == kind))
    }

    /// The five tips, and what is left to do in each once these items are ticked.
    pub fn tips_left<'a>(&'a self, ticked: &[&str]) -> Vec<(&'a Tip, Vec<&'a Item>)> {
        let left = |tip: &'a Tip| {
            let open = |item: &&Item| !ticked.contains(&item.id.as_str());
            (tip, tip.item.iter().filter(open).collect())
        };
        self.tips.iter().map(left).collect()
    }
}

/// One file per case, in the order that they give.
fn cases(files: &Files, problems: &mut Vec<Problem>) -> Shelf<Case> {
    let mut found: Vec<Case> = folder(files, "cases/", problems);
    found.sort_by_key(|case| case.order);
    Shelf::of(found)
}

/// What a behaviour risks, ready to print (N201).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk<'a> {
    /// The behaviour.
    pub id: &'a str,
    /// What one does, in a teenager's words.
    pub act: &'a Text,
    /// What it does to somebody, and what the law looks at.
    pub plain: &'a Text,
    /// « peut relever de ».
    pub offence: Text,
    /// The penalty of the text, for adults.
    pub penalty: &'a str,
    /// The texts, as cited.
    pub articles: Vec<&'a str>,
    /// What to do if it is already done.
    pub repair: &'a Text,
    /// The day the law behind it was checked.
    pub checked: Date,
}

impl Content {
    /// What a guide says to do, in order: its own items, or those of its list.
    pub fn items_of<'a>(&'a self, guide: &'a Guide) -> impl Iterator<Item = &'a Item> {
        let list = guide.list.as_ref();
        let list = list.and_then(|id| self.situations.checklists.get(id));
        let listed = list.into_iter().flat_map(|list| &list.item);
        listed.chain(&guide.item)
    }

    /// The page for teenagers: each behaviour with its offence, its penalty and its text (N201).
    pub fn risks_for_teenagers(&self) -> Vec<Risk<'_>> {
        let risk = |behaviour: &'_ Behaviour| {
            let offence = self.offence(&behaviour.offence)?;
            let cited = offence.articles.iter().filter_map(|id| self.article(id));
            Some((offence, cited.map(|a| a.citation.as_str()).collect()))
        };
        self.library()
            .behaviours
            .iter()
            .filter_map(|behaviour| {
                let (offence, articles) = risk(behaviour)?;
                Some(Risk {
                    id: &behaviour.id,
                    act: &behaviour.act,
                    plain: &behaviour.plain,
                    offence: Text {
                        fr: format!("Peut relever de : {}", offence.name.fr),
                        en: format!("May amount to: {}", offence.name.en),
                    },
                    penalty: &offence.penalty,
                    articles,
                    repair: &behaviour.repair,
                    checked: behaviour.checked.min(offence.checked),
                })
            })
            .collect()
    }
}
