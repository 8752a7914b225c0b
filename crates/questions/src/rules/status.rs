//! Where a question stands (N003, N005), and which answers are to be read again.

use crate::model::{Answer, Expert, Mark, Panel, Part, Question, Shown, Stage, Status, Thread};
use std::collections::BTreeSet;

/// What a page showed of a question and its parts: a form that changes them says so, and nobody overwrites what she did
/// not see. Who has taken it does not count: that stops nobody from publishing it.
pub fn seen(question: &Question, parts: &[Part]) -> String {
    let joined = question.joined.map(|id| id.to_string());
    let said = &question.said;
    let shown = question.shown.name();
    let first = [
        shown,
        joined.as_deref().unwrap_or_default(),
        &said.pseudonym,
        &said.body,
    ];
    digest(
        first
            .into_iter()
            .chain(parts.iter().map(|part| part.body.as_str())),
    )
}

/// The same of the words of a session.
pub fn seen_of_panel(panel: &Panel) -> String {
    let (kinds, starts, days) = (
        panel.kinds.join(" "),
        panel.starts.0.to_string(),
        panel.days.to_string(),
    );
    digest([
        panel.theme.as_str(),
        &panel.intro,
        &panel.opening,
        &panel.closing,
        &kinds,
        &starts,
        &days,
    ])
}

/// The same of who answers in a session, and how each signs.
pub fn seen_of_experts(experts: &[Expert]) -> String {
    let told = |one: &Expert| {
        let state = if one.active { "1" } else { "0" };
        [one.account.to_string(), one.title.clone(), state.to_owned()]
    };
    let all: Vec<String> = experts.iter().flat_map(told).collect();
    digest(all.iter().map(String::as_str))
}

/// The same of a photo, or of none.
pub fn seen_of_photo(photo: Option<&[u8]>) -> String {
    let photo = photo.map(|bytes| seal::sha256(bytes).to_string());
    digest(photo.as_deref())
}

fn digest<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut all = Vec::new();
    for text in texts {
        all.extend_from_slice(&(text.len() as u64).to_be_bytes());
        all.extend_from_slice(text.as_bytes());
    }
    seal::sha256(&all).to_string().chars().take(32).collect()
}

/// The parts that no published answer covers; a question that was not split is its own only part.
pub fn open_parts(parts: &[Part], answers: &[Answer]) -> Vec<u32> {
    let done: BTreeSet<u32> = answers
        .iter()
        .filter(|answer| answer.stage == Stage::Published)
        .flat_map(|answer| answer.parts.iter().copied())
        .collect();
    numbers(parts)
        .into_iter()
        .filter(|number| !done.contains(number))
        .collect()
}

/// Whether a question waits for something: `answered` are the parts that published answers cover.
pub fn waits(parts: &[u32], answered: &[u32]) -> bool {
    let own = if parts.is_empty() { &[1] } else { parts };
    own.iter().any(|part| !answered.contains(part))
}

/// The numbers of its parts: 1 alone when it was not split.
pub fn numbers(parts: &[Part]) -> Vec<u32> {
    if parts.is_empty() {
        return vec![1];
    }
    parts.iter().map(|part| part.number).collect()
}

/// Where a question stands.
pub fn status(question: &Question, parts: &[Part], answers: &[Answer]) -> Status {
    let open = open_parts(parts, answers).len();
    if open == 0 {
        Status::Answered
    } else if open < numbers(parts).len() {
        Status::Partly
    } else if question.taken.is_some() {
        Status::Taken
    } else {
        Status::Waiting
    }
}

impl Thread {
    /// Where it stands.
    pub fn status(&self) -> Status {
        status(&self.question, &self.parts, &self.answers)
    }

    /// Whether an answer is still owed to whoever asked it.
    pub fn is_owed(&self) -> bool {
        let stands = matches!(self.question.shown, Shown::Waiting | Shown::Published);
        stands && self.status() != Status::Answered
    }

    /// The parts without answer.
    pub fn open_parts(&self) -> Vec<u32> {
        open_parts(&self.parts, &self.answers)
    }

    /// When its first published answer came.
    pub fn first_answer(&self) -> Option<kernel::Moment> {
        self.answers
            .iter()
            .filter(|answer| answer.stage == Stage::Published)
            .filter_map(|answer| answer.published)
            .min()
    }
}

/// The articles that do not say any more what they said when they were quoted.
pub fn changed(marks: &[Mark], today: impl Fn(&str) -> Option<String>) -> Vec<&str> {
    marks
        .iter()
        .filter(|mark| today(&mark.article).as_deref() != Some(mark.mark.as_str()))
        .map(|mark| mark.article.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Private;
    use kernel::{AccountId, AnswerId, Moment, PanelId, QuestionId};
    use proptest::prelude::*;

    fn question(taken: bool) -> Question {
        Question {
            id: QuestionId::new([1; 16]),
            panel: PanelId::new([1; 16]),
            place: Some(1),
            asked: Moment(0),
            said: Private::default(),
            shown: Shown::Published,
            joined: None,
            taken: taken.then(|| AccountId::new([1; 16])),
            same: [0; 32],
            mail_due: false,
        }
    }

    fn answer(parts: Vec<u32>, stage: Stage) -> Answer {
        Answer {
            id: AnswerId::new([1; 16]),
            question: QuestionId::new([1; 16]),
            parts,
            stage,
            version: 1,
            author: AccountId::new([1; 16]),
            name: String::new(),
            title: String::new(),
            reader: String::new(),
            source: None,
            kinds: Vec::new(),
            letters: Vec::new(),
            marks: Vec::new(),
            body: String::new(),
            published: Some(Moment(1)),
            changed: Moment(1),
        }
    }

    fn parts(count: u32) -> Vec<Part> {
        (1..=count)
            .map(|number| Part {
                number,
                body: String::new(),
            })
            .collect()
    }

    #[test]
    fn n005_a_question_is_answered_when_all_its_parts_are() {
        let published = |parts: &[u32]| answer(parts.to_vec(), Stage::Published);
        let of =
            |taken, count, answers: &[Answer]| status(&question(taken), &parts(count), answers);
        assert_eq!(of(false, 0, &[]), Status::Waiting);
        assert_eq!(of(true, 0, &[]), Status::Taken);
        assert_eq!(of(true, 0, &[published(&[1])]), Status::Answered);
        assert_eq!(of(true, 2, &[published(&[1])]), Status::Partly);
        assert_eq!(
            of(true, 2, &[published(&[1]), answer(vec![2], Stage::Draft)]),
            Status::Partly
        );
        assert_eq!(
            of(true, 2, &[published(&[1]), published(&[2])]),
            Status::Answered
        );
        assert_eq!(of(true, 2, &[published(&[1, 2])]), Status::Answered);
        assert_eq!(
            of(true, 1, &[answer(vec![1], Stage::Withdrawn)]),
            Status::Taken
        );
    }

    #[test]
    fn a_changed_or_vanished_article_marks_the_answer() {
        let marks = [("a", "1"), ("b", "2"), ("c", "3")].map(|(article, mark)| Mark {
            article: article.into(),
            mark: mark.into(),
        });
        let today = |article: &str| match article {
            "a" => Some("1".to_owned()),
            "b" => Some("9".to_owned()),
            _ => None,
        };
        assert_eq!(changed(&marks, today), ["b", "c"]);
    }

    #[test]
    fn n007_what_was_seen_changes_with_what_is_shown_and_with_nothing_else() {
        let one = question(false);
        let first = seen(&one, &parts(2));
        assert_eq!(first, seen(&question(true), &parts(2)), "taken or not");
        let mut others = vec![seen(&one, &parts(3)), seen(&one, &[])];
        let mut other = one.clone();
        other.said.body = "x".into();
        others.push(seen(&other, &parts(2)));
        let mut other = one.clone();
        other.said.pseudonym = "x".into();
        others.push(seen(&other, &parts(2)));
        let mut other = one;
        other.shown = Shown::Waiting;
        others.push(seen(&other, &parts(2)));
        let all: BTreeSet<&String> = others.iter().chain([&first]).collect();
        assert_eq!(all.len(), 6);
    }

    proptest! {
        #[test]
        fn one_more_answer_never_opens_a_part(count in 0_u32..6, given in proptest::collection::vec(1_u32..8, 0..8)) {
            let parts = parts(count);
            let mut answers = Vec::new();
            let mut open = open_parts(&parts, &answers).len();
            for part in given {
                answers.push(answer(vec![part], Stage::Published));
                let now = open_parts(&parts, &answers).len();
                prop_assert!(now <= open);
                let covered: Vec<u32> = answers.iter().flat_map(|one| one.parts.clone()).collect();
                let own: Vec<u32> = parts.iter().map(|one| one.number).collect();
                prop_assert_eq!(waits(&own, &covered), now > 0);
                open = now;
            }
        }
    }
}
