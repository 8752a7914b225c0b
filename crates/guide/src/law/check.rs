//! Every reference resolves; every text says where, when and in what state it was read.

use super::{Entry as _, Law, Mode, State};
use crate::files::Problem;

/// Checks the whole law.
pub(super) fn all(law: &Law, problems: &mut Vec<Problem>) {
    let mut check = Check { law, problems };
    for article in &law.articles {
        let at = ("law/articles.toml", article.id());
        check.filled(at, "citation", &article.citation);
        check.filled(at, "summary", &article.summary);
        check.filled(at, "how", &article.how);
        check.sources(at, &article.sources);
        check.deadlines(at, &article.deadlines);
    }
    for offence in &law.offences {
        let at = ("law/offences.toml", offence.id());
        check.text(at, &offence.name);
        check.some_articles(at, &offence.articles);
        check.deadlines(at, &offence.deadlines);
    }
    for rule in &law.deadlines {
        let at = ("law/deadlines.toml", rule.id());
        check.text(at, &rule.name);
        check.text(at, &rule.starts);
        check.some_articles(at, &rule.articles);
        check.authorities(at, &rule.recipients);
        if (rule.mode == Mode::SansDelai) != (rule.amount == 0) {
            check.say(
                at,
                "`amount` is 0 exactly when `mode` is sans_delai".to_owned(),
            );
        }
        check.deadlines(at, rule.next.as_slice());
        if rule.example_from.is_some() != rule.example_due.is_some() {
            check.say(at, "an example needs both its start and its end".to_owned());
        }
    }
    for authority in &law.authorities {
        let at = ("law/authorities.toml", authority.id());
        check.text(at, &authority.name);
        check.sources(at, &authority.sources);
    }
    for staff in &law.staff {
        let at = ("law/staff.toml", staff.id());
        check.text(at, &staff.name);
        check.authorities(at, &staff.through);
        check.authorities(at, staff.protection.as_slice());
        check.authorities(at, staff.head.as_slice());
    }
    for place in &law.establishments {
        let at = ("law/establishments.toml", place.id());
        check.text(at, &place.name);
        for ids in [
            place.tell.as_slice(),
            place.protection.as_slice(),
            std::slice::from_ref(&place.head),
        ] {
            check.authorities(at, ids);
        }
        check.authorities(at, std::slice::from_ref(&place.above));
    }
    for procedure in &law.procedures {
        let at = ("law/procedures.toml", procedure.id());
        check.some_articles(at, &procedure.articles);
        check.deadlines(at, &procedure.deadlines);
    }
    for phone in &law.phone {
        check.sources(
            ("law/phone.toml", phone.id()),
            std::slice::from_ref(&phone.source),
        );
    }
    for change in &law.changes {
        let at = ("law/changes.toml", change.id());
        check.some_articles(at, &change.articles);
        check.sources(at, std::slice::from_ref(&change.origin));
    }
    for open in &law.uncertainties {
        check.some_articles(("law/uncertainties.toml", open.id()), &open.articles);
    }
}

type At<'a> = (&'static str, &'a str);

struct Check<'a> {
    law: &'a Law,
    problems: &'a mut Vec<Problem>,
}

impl Check<'_> {
    fn say(&mut self, at: At<'_>, what: String) {
        self.problems.push(Problem {
            file: at.0.to_owned(),
            what: format!("`{}`: {what}", at.1),
        });
    }

    fn filled(&mut self, at: At<'_>, field: &str, value: &str) {
        if value.trim().is_empty() {
            self.say(at, format!("`{field}` is empty"));
        }
    }

    fn text(&mut self, at: At<'_>, text: &super::Text) {
        self.filled(at, "fr", &text.fr);
        self.filled(at, "en", &text.en);
    }

    fn sources(&mut self, at: At<'_>, ids: &[String]) {
        if ids.is_empty() {
            self.say(at, "a source is missing".to_owned());
        }
        for id in ids
            .iter()
            .filter(|id| !self.law.sources.has(id))
            .collect::<Vec<_>>()
        {
            self.say(at, format!("no source `{id}` in law/sources.toml"));
        }
    }

    fn deadlines(&mut self, at: At<'_>, ids: &[String]) {
        for id in ids
            .iter()
            .filter(|id| !self.law.deadlines.has(id))
            .collect::<Vec<_>>()
        {
            self.say(at, format!("no deadline `{id}` in law/deadlines.toml"));
        }
    }

    fn authorities(&mut self, at: At<'_>, ids: &[String]) {
        for id in ids
            .iter()
            .filter(|id| !self.law.authorities.has(id))
            .collect::<Vec<_>>()
        {
            self.say(at, format!("no authority `{id}` in law/authorities.toml"));
        }
    }

    /// At least one text, each known and not replaced.
    fn some_articles(&mut self, at: At<'_>, ids: &[String]) {
        if ids.is_empty() {
            self.say(at, "a text is missing".to_owned());
        }
        for id in ids {
            match self.law.articles.get(id) {
                None => self.say(at, format!("no article `{id}` in law/articles.toml")),
                Some(article) if article.state == State::Remplace => {
                    self.say(
                        at,
                        format!("article `{id}` is replaced; cite the text in force"),
                    );
                }
                Some(_) => {}
            }
        }
    }
}
