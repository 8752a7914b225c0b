//! Everything that can be found, as entries for a search: what each is called, what it is, and its other names.

mod synonyms;

pub use synonyms::{Group, Synonyms};

use crate::Content;
use crate::answers::{Level, Profession};
use crate::deadline::in_words;
use crate::law::{Lang, Shelf, Text};
use crate::library::LinkState;
use kernel::search::{Entry, Face, Facets, Sort, Target};
use std::collections::BTreeMap;

/// All entries: sort by sort, each in the order of its file.
pub fn entries(content: &Content) -> Vec<Entry> {
    let mut names: BTreeMap<Target, Vec<String>> = BTreeMap::new();
    for group in content.synonyms().groups() {
        for target in &group.targets {
            let known = names.entry(target.clone()).or_default();
            known.extend(group.words.iter().cloned());
        }
    }
    // What is gone is found under its old name, in what replaces it.
    for gone in content.library().resources.iter() {
        if let Some(instead) = &gone.instead {
            let known = names
                .entry(Target::new(Sort::Resource, instead))
                .or_default();
            known.extend([gone.title.fr.clone(), gone.title.en.clone()]);
        }
    }
    let mut all: Vec<Entry> = Sort::ALL
        .into_iter()
        .flat_map(|sort| of(content, sort))
        .collect();
    for entry in &mut all {
        entry
            .names
            .extend(names.remove(&entry.target).unwrap_or_default());
    }
    all
}

fn of(content: &Content, sort: Sort) -> Vec<Entry> {
    let (law, library, situations) = (&content.law, content.library(), &content.situations);
    match sort {
        Sort::Situation => all(&situations.kinds, |kind| {
            let offences = kind.offences.iter().filter_map(|id| content.offence(id));
            let mut texts: Vec<&Text> = kind.urgent_if.iter().collect();
            texts.extend(kind.question.iter().map(|question| &question.ask));
            texts.extend(kind.first_hour.iter().map(|first| &first.act));
            texts.extend(
                kind.avoid
                    .iter()
                    .flat_map(|avoid| [&avoid.what, &avoid.why]),
            );
            texts.extend(
                kind.step
                    .iter()
                    .flat_map(|step| [&step.title, &step.why])
                    .flatten(),
            );
            texts.extend(offences.map(|offence| &offence.name));
            let found = both(sort, &kind.id, &kind.name, &kind.line, texts);
            about(found, std::slice::from_ref(&kind.id))
        }),
        Sort::Answer => all(content.answers(), |answer| {
            let parts = answer
                .part
                .iter()
                .flat_map(|part| [&part.ask, &part.answer]);
            let texts = parts.chain(&answer.open);
            let found = both(sort, &answer.id, &answer.title, &answer.short, texts);
            let mut found = about(found, &answer.kinds);
            // As it is asked is how it is searched.
            let Text { fr, en } = &answer.question;
            found.names.extend([fr.clone(), en.clone()]);
            // What concerns everybody is found by each, as on the page of the answers.
            found.facets.professions =
                those(&Profession::ALL, &answer.professions, Profession::name);
            found.facets.levels = those(&Level::ALL, &answer.levels, Level::name);
            found
        }),
        Sort::Action => all(&situations.actions, |action| {
            let mut texts = vec![&action.why, &action.refused];
            texts.extend(action.closed.iter().map(|closed| &closed.text));
            texts.extend(action.exposed.iter());
            texts.extend(action.primary.iter().map(|primary| &primary.title));
            both(sort, &action.id, &action.title, &action.about, texts)
        }),
        Sort::Letter => content
            .models
            .offers()
            .map(|offer| {
                let words = content.models.advice(offer.id);
                let (how, rest) = words
                    .split_first()
                    .map_or((None, &[][..]), |(how, rest)| (Some(*how), rest));
                both(
                    sort,
                    offer.id,
                    offer.name,
                    how.unwrap_or(offer.name),
                    rest.iter().copied(),
                )
            })
            .collect(),
        Sort::Term => all(&library.glossary, |term| {
            both(sort, &term.id, &term.term, &term.definition, &term.not)
        }),
        Sort::Case => all(&library.cases, |case| {
            let recommended = case.recommendations.iter().map(|advice| &advice.text);
            let texts = case
                .problems
                .iter()
                .chain(&case.thoughts)
                .chain(recommended)
                .chain(&case.objectives);
            let found = both(sort, &case.id, &case.title, &case.situation, texts);
            about(found, &case.kinds)
        }),
        Sort::Authority => all(&law.authorities, |authority| {
            let contact = authority.contact.clone().unwrap_or_default();
            let fr = Face {
                title: authority.name.fr.clone(),
                summary: sentences([&authority.competence, &contact.fr]),
                text: sentences([&authority.when, &authority.note]),
            };
            let en = Face {
                title: authority.name.en.clone(),
                summary: contact.en,
                text: String::new(),
            };
            entry(sort, &authority.id, fr, en)
        }),
        Sort::Deadline => all(&law.deadlines, |rule| {
            let mut fr: Vec<&str> = vec![&rule.effect, &rule.note];
            fr.extend(
                rule.interrupts
                    .iter()
                    .chain(&rule.suspends)
                    .chain(&rule.no_effect)
                    .map(String::as_str),
            );
            let face = |lang, text| Face {
                title: rule.name.get(lang).to_owned(),
                summary: in_words(law, rule, lang),
                text,
            };
            entry(
                sort,
                &rule.id,
                face(Lang::Fr, sentences(fr)),
                face(Lang::En, String::new()),
            )
        }),
        Sort::Offence => all(&law.offences, |offence| {
            let cited = offence.articles.iter().filter_map(|id| content.article(id));
            let cited: Vec<&str> = cited.map(|article| article.citation.as_str()).collect();
            let cited = cited.join(" ; ");
            let fr = Face {
                title: offence.name.fr.clone(),
                summary: sentences([&offence.elements, &offence.penalty]),
                text: sentences([&offence.aggravations, &offence.traps, &cited]),
            };
            let en = Face {
                title: offence.name.en.clone(),
                ..Face::default()
            };
            entry(sort, &offence.id, fr, en)
        }),
        Sort::Procedure => all(&law.procedures, |procedure| {
            let fr = Face {
                title: procedure.name.clone(),
                summary: procedure.steps.join(" ; "),
                text: procedure.place.clone(),
            };
            entry(sort, &procedure.id, fr, Face::default())
        }),
        Sort::Platform => all(&library.platforms, |platform| {
            let name = Text {
                fr: platform.name.clone(),
                en: platform.name.clone(),
            };
            let texts = [
                &platform.channel,
                &platform.form,
                &platform.realistic,
                &platform.no_trace,
            ];
            both(
                sort,
                &platform.id,
                &name,
                &platform.about,
                texts.into_iter().chain(&platform.trace),
            )
        }),
        Sort::Resource => library
            .resources
            .iter()
            .filter(|resource| resource.link_state != LinkState::Disparu)
            .map(|resource| {
                let mut found = both(
                    sort,
                    &resource.id,
                    &resource.title,
                    &resource.about,
                    [&resource.how],
                );
                found.names.push(resource.publisher.clone());
                about(found, &resource.kinds)
            })
            .collect(),
        Sort::Checklist => all(&situations.checklists, |list| {
            both(
                sort,
                &list.id,
                &list.title,
                &list.why,
                list.item.iter().map(|item| &item.text),
            )
        }),
        Sort::Behaviour => all(&library.behaviours, |behaviour| {
            let offence = content
                .offence(&behaviour.offence)
                .map(|offence| &offence.name);
            both(
                sort,
                &behaviour.id,
                &behaviour.act,
                &behaviour.plain,
                [&behaviour.repair].into_iter().chain(offence),
            )
        }),
        Sort::Tip => all(&library.tips, |tip| {
            both(
                sort,
                &tip.id,
                &tip.title,
                &tip.why,
                tip.item.iter().map(|item| &item.text),
            )
        }),
        Sort::Discouraged => all(&situations.discouraged, |way| {
            both(sort, &way.id, &way.what, &way.why, [])
        }),
        Sort::Liability => all(&situations.liability, |liability| {
            both(
                sort,
                &liability.id,
                &liability.engages,
                &liability.reduces,
                [],
            )
        }),
        Sort::Duty => all(&library.duties, |duty| {
            let texts = [&duty.risk].into_iter().chain(&duty.example);
            both(
                sort,
                &duty.id,
                &duty.name,
                &duty.plain,
                texts.chain(&duty.message),
            )
        }),
        Sort::Guide => all(&library.guides, |guide| {
            let items = content.items_of(guide).map(|item| &item.text);
            both(
                sort,
                &guide.id,
                &guide.title,
                &guide.gain,
                [&guide.risk].into_iter().chain(items),
            )
        }),
        Sort::Lesson => all(&library.lessons, |lesson| {
            both(sort, &lesson.id, &lesson.title, &lesson.first, &lesson.aim)
        }),
        Sort::Law => all(&law.articles, |article| {
            let fr = Face {
                title: [article.citation.as_str(), " : ", &article.title].concat(),
                summary: article.summary.clone(),
                text: sentences([
                    &article.who,
                    &article.penalty,
                    &article.note,
                    &article.history,
                ]),
            };
            let mut found = entry(sort, &article.id, fr, Face::default());
            // « art. 226-4-1 » is also asked for by its number alone.
            found.names.push(article.citation.clone());
            found.names.extend(
                article
                    .citation
                    .rsplit_once(' ')
                    .map(|(_, number)| number.to_owned()),
            );
            found
        }),
        // A sort of which this base has none.
        _ => Vec::new(),
    }
}

fn all<T: crate::law::Entry>(shelf: &Shelf<T>, make: impl Fn(&T) -> Entry) -> Vec<Entry> {
    shelf.iter().map(make).collect()
}

fn entry(sort: Sort, id: &str, fr: Face, en: Face) -> Entry {
    Entry {
        target: Target::new(sort, id),
        fr,
        en,
        names: Vec::new(),
        facets: Facets::default(),
    }
}

/// The names of these; of all where none is said.
fn those<T: Copy>(all: &[T], said: &[T], name: impl Fn(T) -> &'static str) -> Vec<String> {
    let these = if said.is_empty() { all } else { said };
    these.iter().map(|one| name(*one).to_owned()).collect()
}

/// The entry with the kinds that it is about.
fn about(mut entry: Entry, kinds: &[String]) -> Entry {
    entry.facets.kinds = kinds.to_vec();
    entry
}

/// An entry written in both languages.
fn both<'a>(
    sort: Sort,
    id: &str,
    title: &Text,
    summary: &Text,
    texts: impl IntoIterator<Item = &'a Text>,
) -> Entry {
    let texts: Vec<&Text> = texts.into_iter().collect();
    let face = |lang| Face {
        title: title.get(lang).to_owned(),
        summary: summary.get(lang).to_owned(),
        text: sentences(texts.iter().map(|text| text.get(lang))),
    };
    entry(sort, id, face(Lang::Fr), face(Lang::En))
}

/// Texts one after the other, each closed like a sentence.
fn sentences<'a>(texts: impl IntoIterator<Item = &'a (impl AsRef<str> + ?Sized + 'a)>) -> String {
    let mut out = String::new();
    for text in texts {
        let text = text.as_ref().trim();
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str(if out.ends_with(['.', '?', '»']) {
                " "
            } else {
                ". "
            });
        }
        out.push_str(text);
    }
    out
}

#[cfg(test)]
mod tests;
