//! Everything Préau knows, read and checked together.

use crate::answers::{self, Answer};
use crate::files::{Files, Problem};
use crate::law::{Article, Authority, Offence, Rule, Shelf, Staff};
use crate::library::Library;
use crate::mark::mark;
use crate::path::{self, Question};
use crate::plan::{Action, Kind, Sphere};
use crate::search::Synonyms;
use crate::{law::Law, letters::Models, plan::Situations, triage::Lexicon};
use std::path::Path;
use std::sync::OnceLock;

/// The whole content.
#[derive(Debug)]
pub struct Content {
    /// Articles, deadlines, offences, authorities, staff.
    pub law: Law,
    /// Kinds of situation and their steps.
    pub situations: Situations,
    lexicon: OnceLock<Lexicon>,
    /// Models of letters.
    pub models: Models,
    library: OnceLock<Library>,
    answers: OnceLock<Shelf<Answer>>,
    path: OnceLock<Shelf<Question>>,
    synonyms: OnceLock<Synonyms>,
    version: String,
}

impl Content {
    /// What the program carries. The tests of this crate check it, so that it is only read here; and what most
    /// commands do not need (words of the triage, library) is read when it is first asked for.
    pub fn embedded() -> Result<&'static Self, &'static [Problem]> {
        static CONTENT: OnceLock<Result<Content, Vec<Problem>>> = OnceLock::new();
        match CONTENT.get_or_init(|| {
            let mut problems = Vec::new();
            let content = Self::read(&Files::embedded(), &mut problems);
            if problems.is_empty() {
                Ok(content)
            } else {
                Err(problems)
            }
        }) {
            Ok(content) => Ok(content),
            Err(problems) => Err(problems),
        }
    }

    /// A folder that replaces it, after the same checks.
    pub fn from_dir(dir: &Path) -> Result<Self, Vec<Problem>> {
        let files = Files::from_dir(dir).map_err(|error| {
            vec![Problem {
                file: dir.display().to_string(),
                what: format!("cannot be read: {error}"),
            }]
        })?;
        Self::load(&files)
    }

    /// Reads and checks: every reference resolves, every text has a source, a state and a date.
    pub fn load(files: &Files) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let content = Self {
            library: OnceLock::from(Library::read(files, &mut problems)),
            answers: OnceLock::from(answers::read(files, &mut problems)),
            path: OnceLock::from(path::read(files, &mut problems)),
            synonyms: OnceLock::from(Synonyms::load(files, &mut problems)),
            ..Self::read(files, &mut problems)
        };
        content.law.check(&mut problems);
        content.situations.check(&content.law, &mut problems);
        content.models.check(&content.law, &mut problems);
        let (law, situations) = (&content.law, &content.situations);
        content.library().check(law, situations, &mut problems);
        path::check(content.path(), situations, &mut problems);
        let known = answers::Known {
            law,
            situations,
            models: &content.models,
            library: content.library(),
        };
        answers::check(content.answers(), &known, &mut problems);
        content.synonyms().check(&content, &mut problems);
        let lexicon = Lexicon::load(files, situations, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            lexicon: OnceLock::from(lexicon),
            ..content
        })
    }

    fn read(files: &Files, problems: &mut Vec<Problem>) -> Self {
        Self {
            law: Law::read(files, problems),
            situations: Situations::read(files, problems),
            models: Models::read(files, problems),
            lexicon: OnceLock::new(),
            library: OnceLock::new(),
            answers: OnceLock::new(),
            path: OnceLock::new(),
            synonyms: OnceLock::new(),
            version: version(files),
        }
    }

    /// Words that lead to kinds and to danger.
    pub fn lexicon(&self) -> &Lexicon {
        // Only the embedded content comes here without them; its tests read all of it.
        self.lexicon
            .get_or_init(|| Lexicon::load(&Files::embedded(), &self.situations, &mut Vec::new()))
    }

    /// Practical cases, prevention, resources, glossary.
    pub fn library(&self) -> &Library {
        // As above.
        self.library
            .get_or_init(|| Library::read(&Files::embedded(), &mut Vec::new()))
    }

    /// Questions that come back, answered.
    pub fn answers(&self) -> &Shelf<Answer> {
        // As above.
        self.answers
            .get_or_init(|| answers::read(&Files::embedded(), &mut Vec::new()))
    }

    /// Five plain questions, for whoever knows no word of law.
    pub fn path(&self) -> &Shelf<Question> {
        // As above.
        self.path
            .get_or_init(|| path::read(&Files::embedded(), &mut Vec::new()))
    }

    /// Other names of what is known, for the search.
    pub fn synonyms(&self) -> &Synonyms {
        // As above.
        self.synonyms
            .get_or_init(|| Synonyms::load(&Files::embedded(), &mut Vec::new()))
    }

    /// The kinds of situation, in the order of lists.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.situations.kinds.iter()
    }

    /// A kind by its id.
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.situations.kinds.get(id)
    }

    /// Risks in two columns (N012): at work, in private life; some stand in both.
    pub fn risks(&self) -> [Vec<&Kind>; 2] {
        [Sphere::Travail, Sphere::Prive].map(|column| {
            self.kinds()
                .filter(|kind| kind.sphere == column || kind.sphere == Sphere::Deux)
                .collect()
        })
    }

    /// An action by its id.
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.situations.actions.get(id)
    }

    /// A text by its id.
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.law.article(id)
    }

    /// A time limit by its id.
    pub fn deadline(&self, id: &str) -> Option<&Rule> {
        self.law.deadline(id)
    }

    /// An authority by its id.
    pub fn authority(&self, id: &str) -> Option<&Authority> {
        self.law.authority(id)
    }

    /// A status by its id.
    pub fn staff(&self, id: &str) -> Option<&Staff> {
        self.law.status(id)
    }

    /// An offence by its id.
    pub fn offence(&self, id: &str) -> Option<&Offence> {
        self.law.offence(id)
    }

    /// Twelve hex digits that change when any file does; shown on pages and sealed into letters.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// Over names and texts: a label to compare editions, not a proof.
fn version(files: &Files) -> String {
    let hash = mark(files.all().flat_map(|(name, text)| [name, text]));
    hash.chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_carries_loads_whole() {
        let whole = Content::load(&Files::embedded()).unwrap();
        assert_eq!(whole.version(), Content::embedded().unwrap().version());
        assert!(whole.lexicon().dangers().count() > 0);
    }
}
