//! Every reference of the situations and actions resolves.

use super::data::{LETTERS, Situations};
use crate::files::Problem;
use crate::law::{Entry as _, Law, State, Text};

/// Addressees chosen by status and place.
pub(super) const ROLES: [&str; 3] = ["@chef", "@hierarchie", "@protection"];

/// Checks everything.
pub(super) fn all(situations: &Situations, law: &Law, problems: &mut Vec<Problem>) {
    let mut say = |file: String, what: String| problems.push(Problem { file, what });
    for action in &situations.actions {
        let mut wrong = |what: String| {
            say(
                "steps/actions.toml".to_owned(),
                format!("`{}`: {what}", action.id()),
            )
        };
        if !situations.who.has(&action.who) {
            wrong(format!(
                "nobody is called `{}` in steps/who.toml",
                action.who
            ));
        }
        for to in action
            .to
            .iter()
            .filter(|to| !ROLES.contains(&to.as_str()) && !law.authorities.has(to))
        {
            wrong(format!("no authority `{to}`"));
        }
        for open in action.opens.iter().filter(|id| !situations.actions.has(id)) {
            wrong(format!("it opens `{open}`, which is not an action"));
        }
        let primary = action.primary.as_ref();
        let letters = action
            .letter
            .iter()
            .chain(&action.letter_after)
            .chain(action.letter_by_author.values());
        for letter in letters.chain(primary.and_then(|primary| primary.letter.as_ref())) {
            if !LETTERS.contains(&letter.as_str()) {
                wrong(format!("no letter `{letter}`"));
            }
        }
        for rule in action
            .deadline
            .iter()
            .chain(primary.and_then(|primary| primary.deadline.as_ref()))
        {
            if !law.deadlines.has(rule) {
                wrong(format!("no deadline `{rule}`"));
            }
        }
        if action.needs.is_empty() {
            wrong("name the needs it serves".to_owned());
        }
        for text in [&action.title, &action.about, &action.why, &action.refused] {
            if empty(text) {
                wrong("a text is empty in one language".to_owned());
            }
        }
    }
    for kind in &situations.kinds {
        let mut wrong = |what: String| say(format!("situations/{}.toml", kind.id()), what);
        let references: [(&str, &[String], Known<'_>); 5] = [
            ("offence", &kind.offences, &|id| law.offences.has(id)),
            ("article", &kind.articles, &|id| {
                law.article(id).is_some_and(|a| a.state != State::Remplace)
            }),
            ("deadline", &kind.deadlines, &|id| law.deadlines.has(id)),
            ("letter", &kind.letters, &|id| LETTERS.contains(&id)),
            ("authority", &kind.contacts, &|id| law.authorities.has(id)),
        ];
        for (what, ids, known) in references {
            for id in ids.iter().filter(|id| !known(id)) {
                wrong(format!("no {what} `{id}` in force"));
            }
        }
        for act in kind
            .first_hour
            .iter()
            .filter_map(|first| first.action.as_ref())
        {
            if !situations.actions.has(act) {
                wrong(format!("no action `{act}`"));
            }
        }
        for step in &kind.step {
            if !situations.actions.has(&step.action) {
                wrong(format!("no action `{}`", step.action));
            }
            if step.days[0] > step.days[1] {
                wrong(format!(
                    "`{}`: days go from the first to the last",
                    step.action
                ));
            }
            if step
                .letter
                .as_ref()
                .is_some_and(|id| id != "aucun" && !LETTERS.contains(&id.as_str()))
            {
                wrong(format!("`{}`: no such letter", step.action));
            }
            if step
                .deadline
                .as_ref()
                .is_some_and(|id| id != "aucun" && !law.deadlines.has(id))
            {
                wrong(format!("`{}`: no such deadline", step.action));
            }
        }
        let texts = [&kind.name, &kind.line].into_iter().chain(&kind.urgent_if);
        let texts = texts.chain(kind.question.iter().map(|question| &question.ask));
        let texts = texts.chain(kind.first_hour.iter().map(|first| &first.act));
        let texts = texts.chain(
            kind.avoid
                .iter()
                .flat_map(|avoid| [&avoid.what, &avoid.why]),
        );
        if texts
            .chain(
                kind.step
                    .iter()
                    .flat_map(|step| step.title.iter().chain(&step.why)),
            )
            .any(empty)
        {
            wrong("a text is empty in one language".to_owned());
        }
        if kind.step.is_empty() || kind.first_hour.is_empty() || kind.avoid.is_empty() {
            wrong("a kind needs a first hour, steps, and what not to do".to_owned());
        }
    }
}

type Known<'a> = &'a dyn Fn(&str) -> bool;

fn empty(text: &Text) -> bool {
    text.fr.trim().is_empty() || text.en.trim().is_empty()
}
