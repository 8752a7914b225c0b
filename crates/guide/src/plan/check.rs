//! Every reference of the situations and actions resolves.

use super::data::{Exposure, LETTERS, Situations};
use super::extras::When;
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
        let there = || action.primary.iter().chain(&action.elsewhere);
        let letters = action
            .letter
            .iter()
            .chain(&action.letter_after)
            .chain(&action.also)
            .chain(action.letter_by_author.values());
        for letter in letters.chain(there().filter_map(|there| there.letter.as_ref())) {
            if !LETTERS.contains(&letter.as_str()) {
                wrong(format!("no letter `{letter}`"));
            }
        }
        for rule in action
            .deadline
            .iter()
            .chain(there().filter_map(|there| there.deadline.as_ref()))
        {
            if !law.deadlines.has(rule) {
                wrong(format!("no deadline `{rule}`"));
            }
        }
        let closed = action.closed.iter().flat_map(|closed| &closed.opens);
        for open in closed.filter(|id| !situations.actions.has(id)) {
            wrong(format!(
                "once closed it opens `{open}`, which is not an action"
            ));
        }
        if (action.exposure == Exposure::Non) != action.exposed.is_none() {
            wrong(
                "`exposed` says what the author learns, whenever `exposure` is not `non`"
                    .to_owned(),
            );
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
    extras(situations, law, &mut say);
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
        for list in kind.step.iter().filter_map(|step| step.after.as_ref()) {
            if !situations.checklists.has(list) {
                wrong(format!("no checklist `{list}` in steps/checklists.toml"));
            }
        }
        for (what, ids, why) in [
            ("letter", &kind.letters, &kind.no_letter),
            ("deadline", &kind.deadlines, &kind.no_deadline),
        ] {
            if ids.is_empty() == why.as_ref().is_none_or(empty) {
                wrong(format!(
                    "name a {what}, or say why there is none (`no_{what}`)"
                ));
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

/// Lists to tick, ways not advised, liability.
fn extras(situations: &Situations, law: &Law, say: &mut dyn FnMut(String, String)) {
    let kinds = |ids: &[String]| ids.iter().find(|id| !situations.kinds.has(id)).cloned();
    let articles = |ids: &[String]| {
        let cited = |id: &&String| law.article(id).is_none_or(|a| a.state == State::Remplace);
        ids.iter().find(cited).cloned()
    };
    for list in &situations.checklists {
        let mut wrong = |what: &str| {
            say(
                "steps/checklists.toml".to_owned(),
                format!("`{}`: {what}", list.id()),
            );
        };
        if list.item.is_empty() {
            wrong("a list has items");
        }
        if (list.when == When::Kind) == list.kinds.is_empty() {
            wrong("a list names its kinds, or the fact that calls for it (`when`)");
        }
        let actions = |ids: &[String]| ids.iter().find(|id| !situations.actions.has(id)).cloned();
        if let Some(id) = kinds(&list.kinds)
            .or_else(|| articles(&list.articles))
            .or_else(|| actions(&list.actions))
        {
            wrong(&format!("`{id}` is not known, or is replaced"));
        }
        if list
            .letters
            .iter()
            .any(|id| !LETTERS.contains(&id.as_str()))
        {
            wrong("a letter that goes with it is not known");
        }
        let items = list.item.iter().map(|item| &item.text);
        let items = items.chain(&list.conclusion);
        if [&list.title, &list.why].into_iter().chain(items).any(empty) {
            wrong("a text is empty in one language");
        }
    }
    for way in &situations.discouraged {
        let mut wrong = |what: &str| {
            say(
                "steps/discouraged.toml".to_owned(),
                format!("`{}`: {what}", way.id()),
            );
        };
        let actions = way.action.iter().chain(&way.instead);
        let unknown = actions.into_iter().find(|id| !situations.actions.has(id));
        if let Some(id) = kinds(&way.kinds)
            .or_else(|| articles(&way.articles))
            .or_else(|| unknown.cloned())
            .or_else(|| way.sources.iter().find(|id| !law.sources.has(id)).cloned())
        {
            wrong(&format!("`{id}` is not known, or is replaced"));
        }
        if way.kinds.is_empty() || way.sources.is_empty() {
            wrong("name the kinds and the source");
        }
        if [&way.what, &way.why].into_iter().any(empty) {
            wrong("a text is empty in one language");
        }
    }
    for entry in &situations.liability {
        let mut wrong = |what: &str| {
            say(
                "steps/liability.toml".to_owned(),
                format!("`{}`: {what}", entry.id()),
            );
        };
        let status = |id: &&String| law.status(id).is_none();
        if let Some(id) = kinds(&entry.kinds)
            .or_else(|| articles(&entry.articles))
            .or_else(|| entry.statuses.iter().find(status).cloned())
            .or_else(|| entry.deadline.clone().filter(|id| !law.deadlines.has(id)))
            .or_else(|| {
                let letter = entry.letter.clone();
                letter.filter(|id| !LETTERS.contains(&id.as_str()))
            })
        {
            wrong(&format!("`{id}` is not known, or is replaced"));
        }
        if entry.articles.is_empty() || entry.statuses.is_empty() {
            wrong("name the texts and the statuses");
        }
        if [&entry.engages, &entry.reduces].into_iter().any(empty) {
            wrong("a text is empty in one language");
        }
    }
    for way in &situations.lawyers {
        let mut wrong = |what: &str| {
            say(
                "steps/lawyers.toml".to_owned(),
                format!("`{}`: {what}", way.id()),
            );
        };
        let deadline = || way.deadline.clone().filter(|id| !law.deadlines.has(id));
        if !situations.actions.has(&way.action) {
            wrong(&format!("`{}`: no such action", way.action));
        }
        if let Some(id) = articles(&way.articles).or_else(deadline) {
            wrong(&format!("`{id}` is not known, or is replaced"));
        }
        if [&way.title, &way.conditions, &way.pays, &way.delay]
            .into_iter()
            .any(empty)
        {
            wrong("a text is empty in one language");
        }
    }
}

type Known<'a> = &'a dyn Fn(&str) -> bool;

fn empty(text: &Text) -> bool {
    text.fr.trim().is_empty() || text.en.trim().is_empty()
}
