//! Every reference resolves, nothing rests on a replaced text, no text is empty.

use super::{Library, LinkState};
use crate::files::Problem;
use crate::law::{Entry as _, Law, State, Text};
use crate::plan::Situations;

struct Check<'a> {
    law: &'a Law,
    situations: &'a Situations,
    library: &'a Library,
    problems: &'a mut Vec<Problem>,
    file: String,
    id: String,
}

impl Check<'_> {
    fn at(&mut self, file: &str, id: &str) -> &mut Self {
        file.clone_into(&mut self.file);
        id.clone_into(&mut self.id);
        self
    }

    fn say(&mut self, what: &str) {
        self.problems.push(Problem {
            file: self.file.clone(),
            what: format!("`{}`: {what}", self.id),
        });
    }

    fn unknown(&mut self, what: &str, ids: &[String], known: impl Fn(&str) -> bool) {
        for id in ids.iter().filter(|id| !known(id)) {
            self.say(&format!("no {what} `{id}`"));
        }
    }

    fn articles(&mut self, ids: &[String]) {
        let law = self.law;
        self.unknown("text in force", ids, |id| {
            law.article(id)
                .is_some_and(|article| article.state != State::Remplace)
        });
    }

    fn kinds(&mut self, ids: &[String]) {
        let situations = self.situations;
        self.unknown("kind", ids, |id| situations.kinds.has(id));
    }

    fn sources(&mut self, ids: &[String]) {
        let law = self.law;
        if ids.is_empty() {
            self.say("a source is missing");
        }
        self.unknown("source", ids, |id| law.sources.has(id));
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t Text>) {
        let empty = |text: &Text| text.fr.trim().is_empty() || text.en.trim().is_empty();
        if texts.into_iter().any(empty) {
            self.say("a text is empty in one language");
        }
    }

    /// No network here: an address with a scheme is https, and its host is one that a sourced authority gives (N199).
    fn addresses(&mut self, text: &str) {
        for address in addresses(text) {
            if address.contains("://") && !address.starts_with("https://") {
                self.say(&format!("`{address}` is not https"));
            }
            let host = host(address);
            let gives = |text: &str| addresses(text).any(|other| self::host(other) == host);
            let known = self.law.authorities.iter().any(|authority| {
                let contact = authority.contact.as_ref();
                contact.is_some_and(|contact| gives(&contact.fr)) || gives(&authority.name.fr)
            });
            if !known {
                self.say(&format!("no sourced authority gives the host `{host}`"));
            }
        }
    }

    fn some(&mut self, name: &str, empty: bool) {
        if empty {
            self.say(&format!("`{name}` is empty"));
        }
    }
}

/// The words of a text that are addresses of pages: with a scheme, or a bare host such as `cnil.fr`.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    const ENDS: [&str; 6] = [".fr", ".com", ".org", ".net", ".eu", ".info"];
    text.split(|sign: char| sign.is_whitespace() || "(),;«»“”\u{a0}".contains(sign))
        .map(|word| word.trim_matches(['.', ':', '?', '!']))
        .filter(|word| {
            let plain = |part: char| {
                part.is_ascii_lowercase() || part.is_ascii_digit() || ".-".contains(part)
            };
            word.contains("://")
                || (word.chars().all(plain) && ENDS.iter().any(|end| word.ends_with(end)))
        })
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// Checks everything.
pub(super) fn all(
    library: &Library,
    law: &Law,
    situations: &Situations,
    problems: &mut Vec<Problem>,
) {
    let mut check = Check {
        law,
        situations,
        library,
        problems,
        file: String::new(),
        id: String::new(),
    };
    cases(&mut check);
    prevention(&mut check);
    resources(&mut check);
    advice(&mut check);
}

fn cases(check: &mut Check<'_>) {
    let (library, situations) = (check.library, check.situations);
    for case in &library.cases {
        check.at(&format!("cases/{}.toml", case.id), case.id());
        check.kinds(&case.kinds);
        check.articles(&case.articles);
        check.unknown("resource", &case.resources, |id| {
            let found = library.resources.get(id);
            found.is_some_and(|resource| resource.link_state != LinkState::Disparu)
        });
        check.unknown("word of the glossary", &case.terms, |id| {
            library.glossary.has(id)
        });
        for (name, empty) in [
            ("kinds", case.kinds.is_empty()),
            ("audience", case.audience.is_empty()),
            ("objectives", case.objectives.is_empty()),
            ("problems", case.problems.is_empty()),
            ("thoughts", case.thoughts.is_empty()),
            ("recommendations", case.recommendations.is_empty()),
            ("resources", case.resources.is_empty()),
            ("terms", case.terms.is_empty()),
            ("articles", case.articles.is_empty()),
        ] {
            check.some(name, empty);
        }
        let version = case.version.split_once('/').and_then(|(month, year)| {
            let month: u8 = month.parse().ok().filter(|_| month.len() == 2)?;
            let year: u16 = year.parse().ok()?;
            ((1..=12).contains(&month) && year >= 2023).then_some(())
        });
        if version.is_none() {
            check.say("`version` is a month and a year, like 11/2026");
        }
        let actions: Vec<String> = case
            .recommendations
            .iter()
            .filter_map(|said| said.action.clone())
            .collect();
        check.unknown("action", &actions, |id| situations.actions.has(id));
        let lists = case.objectives.iter().chain(&case.problems);
        let lists = lists.chain(&case.thoughts);
        let said = case.recommendations.iter().map(|said| &said.text);
        check.texts(
            [&case.title, &case.situation]
                .into_iter()
                .chain(lists)
                .chain(said),
        );
    }
}

fn prevention(check: &mut Check<'_>) {
    let (library, law) = (check.library, check.law);
    for clue in &library.clues {
        check.at("prevention/profile.toml", clue.id());
        let criterion = std::slice::from_ref(&clue.criterion);
        check.unknown("criterion", criterion, |id| law.criteria.has(id));
        check.texts([&clue.text]);
    }
    for look in &library.looks {
        check.at("prevention/looks.toml", look.id());
        check.texts([&look.text, &look.hide]);
    }
    for tip in &library.tips {
        check.at("prevention/tips.toml", tip.id());
        check.sources(std::slice::from_ref(&tip.source));
        check.some("item", tip.item.is_empty());
        check.some("needs", tip.needs.is_empty());
        let items = tip.item.iter().map(|item| &item.text);
        check.texts([&tip.title, &tip.why].into_iter().chain(items));
    }
    for behaviour in &library.behaviours {
        check.at("prevention/behaviours.toml", behaviour.id());
        let offence = std::slice::from_ref(&behaviour.offence);
        check.unknown("offence with a penalty", offence, |id| {
            law.offence(id)
                .is_some_and(|offence| !offence.penalty.is_empty())
        });
        check.texts([&behaviour.act, &behaviour.plain, &behaviour.repair]);
    }
}

fn resources(check: &mut Check<'_>) {
    let library = check.library;
    for platform in &library.platforms {
        check.at("resources/platforms.toml", platform.id());
        check.articles(&platform.articles);
        check.sources(&platform.sources);
        check.some("trace", platform.trace.is_empty());
        let texts = [
            &platform.about,
            &platform.channel,
            &platform.form,
            &platform.realistic,
            &platform.no_trace,
        ];
        check.texts(texts.into_iter().chain(&platform.trace));
    }
    for resource in &library.resources {
        check.at("resources/resources.toml", resource.id());
        check.kinds(&resource.kinds);
        check.sources(std::slice::from_ref(&resource.source));
        check.some("readers", resource.readers.is_empty());
        check.some("publisher", resource.publisher.trim().is_empty());
        if (resource.link_state == LinkState::Disparu) != resource.instead.is_some() {
            check.say("`instead` names what replaces it, exactly when it is gone");
        }
        check.unknown("living resource", resource.instead.as_slice(), |id| {
            let found = library.resources.get(id);
            found.is_some_and(|other| other.link_state != LinkState::Disparu)
        });
        check.texts([&resource.title, &resource.about, &resource.how]);
        for text in [&resource.how.fr, &resource.how.en] {
            check.addresses(text);
        }
    }
    for term in &library.glossary {
        check.at("resources/glossary.toml", term.id());
        check.sources(std::slice::from_ref(&term.source));
        check.articles(&term.articles);
        check.texts([&term.term, &term.definition].into_iter().chain(&term.not));
    }
}

fn advice(check: &mut Check<'_>) {
    let (library, law) = (check.library, check.law);
    for duty in &library.duties {
        check.at("prevention/duties.toml", duty.id());
        check.articles(&duty.articles);
        check.kinds(&duty.kinds);
        check.some("articles", duty.articles.is_empty());
        check.some("example", duty.example.is_empty());
        let texts = [&duty.name, &duty.plain, &duty.risk].into_iter();
        check.texts(texts.chain(&duty.example).chain(&duty.message));
    }
    for guide in &library.guides {
        check.at("prevention/guides.toml", guide.id());
        check.sources(std::slice::from_ref(&guide.source));
        let list = guide.list.as_ref();
        let known = list.is_none_or(|id| check.situations.checklists.has(id));
        check.some("item", !known || list.is_some() != guide.item.is_empty());
        let items = guide.item.iter().map(|item| &item.text);
        check.texts(
            [&guide.title, &guide.gain, &guide.risk]
                .into_iter()
                .chain(items),
        );
    }
    for lesson in &library.lessons {
        check.at("prevention/lessons.toml", lesson.id());
        check.sources(std::slice::from_ref(&lesson.source));
        check.kinds(&lesson.kinds);
        check.articles(&lesson.articles);
        check.unknown("behaviour", &lesson.behaviours, |id| {
            library.behaviours.has(id)
        });
        for (name, empty) in [
            ("kinds", lesson.kinds.is_empty()),
            ("aim", lesson.aim.is_empty()),
            ("step", lesson.step.is_empty()),
            ("rule", lesson.rule.is_empty()),
        ] {
            check.some(name, empty);
        }
        let texts = [&lesson.title, &lesson.level, &lesson.first].into_iter();
        check.texts(
            texts
                .chain(&lesson.aim)
                .chain(&lesson.step)
                .chain(&lesson.rule),
        );
    }
    for speaker in &library.speakers {
        check.at("prevention/speakers.toml", speaker.id());
        check.sources(std::slice::from_ref(&speaker.source));
        check.some("letter", speaker.letter.is_empty());
        check.some("prepare", speaker.prepare.is_empty());
        let texts = [&speaker.title, &speaker.who].into_iter();
        check.texts(texts.chain(&speaker.letter).chain(&speaker.prepare));
    }
    for purpose in &library.purposes {
        check.at("resources/contacts.toml", purpose.id());
        check.some("authorities", purpose.authorities.is_empty());
        check.unknown("authority", &purpose.authorities, |id| {
            law.authorities.has(id)
        });
        check.texts([&purpose.title, &purpose.ask]);
    }
    // Whoever is in the law is found by what one writes for.
    for authority in &law.authorities {
        let named = |purpose: &super::Purpose| purpose.authorities.contains(&authority.id);
        if !library.purposes.iter().any(named) {
            check.at("resources/contacts.toml", authority.id());
            check.say("no purpose names this authority");
        }
    }
}
