//! `preau content`: for whoever corrects a text, a time limit or a letter: check everything, look at one entry.

use super::plan;
use crate::output::{Done, print, trouble};
use guide::Content;
use guide::deadline::{From, Place, due, in_words};
use guide::law::{Confidence, Lang, State, Text};
use guide::letters::{LetterFacts, draft, example_facts, render_text};
use guide::plan::Situation;
use kernel::search::{Entry, Sort};
use std::path::Path;
use std::process::ExitCode;

/// What `preau content` does.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Check every file: each problem with its file and its entry; status 1 when there is one.
    #[command(
        after_help = "Exit status: 0 all of it holds together, 1 there is a problem (each is named), 2 misused.\nExample:\n  preau content check --content my-content"
    )]
    Check,
    /// Show an entry as people will read it: a situation, a step, a list, a text of law, a time limit, a letter…
    #[command(
        after_help = "Exit status: 0 it is shown, 1 the content has a problem (each is named), 2 misused, or no entry has this id.\nExample:\n  preau content preview presse-3-mois --content my-content\n  preau content preview protection-fonctionnelle"
    )]
    Preview {
        /// The entry; when several sorts share it, each is shown.
        id: String,
    },
}

/// Runs it.
pub fn run(command: &Command, dir: Option<&Path>) -> Done {
    let content = match crate::config::checked(dir) {
        Ok(content) => content,
        Err(problems) => {
            crate::output::fail(&problems);
            return Ok(ExitCode::from(1));
        }
    };
    match command {
        Command::Check => print(&format!(
            "Tout se tient : édition {}, {} textes, {} délais, {} situations, {} courriers, {} réponses.",
            content.version(),
            content.law.articles.iter().count(),
            content.law.deadlines.iter().count(),
            content.kinds().count(),
            content.models.offers().count(),
            content.answers().len(),
        )),
        Command::Preview { id } => {
            let found = preview(content, id);
            if found.is_empty() {
                return Err(trouble(format!(
                    "no entry `{id}`; the ids stand in the files of content/, after `id =`"
                )));
            }
            print(&found.join("\n\n"))
        }
    }
}

/// A day after which every rule has holidays to count: the rules are shown on an example.
const EXAMPLE: &str = "2026-12-01";

fn preview(content: &Content, id: &str) -> Vec<String> {
    let mut found = Vec::new();
    if content.kind(id).is_some() {
        let facts = Situation {
            kinds: vec![id.to_owned()],
            ..Situation::default()
        };
        let day = kernel::date::parse(EXAMPLE).unwrap_or(time::Date::MIN);
        let plan = guide::plan::plan(content, &facts, day);
        found.push(["SITUATION\n", &plan::in_words(&plan)].concat());
    }
    if let Some(action) = content.action(id) {
        let texts = [&action.title, &action.about, &action.why, &action.refused];
        found.push(both("DÉMARCHE", &texts));
    }
    if let Some(list) = content.situations.checklists.get(id) {
        let items = list.item.iter().map(|item| &item.text);
        let texts: Vec<&Text> = [&list.title, &list.why].into_iter().chain(items).collect();
        found.push(both("LISTE", &texts));
    }
    if let Some(article) = content.law.articles.get(id) {
        found.push(format!(
            "TEXTE\n{}\n{}\n{}\n{}, lu le {}, {}",
            article.citation,
            article.title,
            article.summary,
            state(article.state),
            kernel::date::iso(article.checked),
            sure(article.confidence),
        ));
    }
    if let Some(rule) = content.deadline(id) {
        let end = From::parse(EXAMPLE).map(|from| due(rule, from, Place::default()).iso());
        found.push(format!(
            "DÉLAI\n{}\n{}\nExemple : à partir du {EXAMPLE}, jusqu’au {}",
            rule.name.fr,
            in_words(&content.law, rule, Lang::Fr),
            end.unwrap_or_default(),
        ));
    }
    if let Some(letter) = letter(content, id) {
        found.push(["COURRIER, avec son exemple\n\n", &letter].concat());
    }
    if let Some(case) = content.library().cases.get(id) {
        found.push(format!(
            "CAS PRATIQUE\n{}\n{}",
            case.title.fr, case.situation.fr
        ));
    }
    if let Some(answer) = content.answers().get(id) {
        let parts = answer
            .part
            .iter()
            .flat_map(|part| [&part.ask, &part.answer]);
        let texts: Vec<&Text> = [&answer.title, &answer.question, &answer.short]
            .into_iter()
            .chain(parts)
            .chain(&answer.open)
            .collect();
        found.push(both("RÉPONSE DE RÉFÉRENCE", &texts));
    }
    if let Some(term) = content.library().glossary.get(id) {
        found.push(both("MOT", &[&term.term, &term.definition]));
    }
    if let Some(way) = content.situations.lawyers.get(id) {
        let texts = [&way.title, &way.conditions, &way.pays, &way.delay];
        found.push(both("CHEMIN VERS UN AVOCAT", &texts));
    }
    let others = guide::search::entries(content).into_iter();
    found.extend(
        others
            .filter(|entry| entry.target.id == id && !shown(entry.target.sort))
            .map(|entry| other(&entry)),
    );
    found
}

/// The sorts that are shown above, in a form of their own.
const fn shown(sort: Sort) -> bool {
    matches!(
        sort,
        Sort::Situation
            | Sort::Action
            | Sort::Checklist
            | Sort::Law
            | Sort::Deadline
            | Sort::Letter
            | Sort::Case
            | Sort::Answer
            | Sort::Term
    )
}

/// Every other sort: its title and its words, in French, then in English when it has some.
fn other(entry: &Entry) -> String {
    let mut lines = vec![format!("AUTRE ENTRÉE ({})", entry.target.sort.name())];
    for (n, face) in [&entry.fr, &entry.en].into_iter().enumerate() {
        let words = [&face.title, &face.summary, &face.text];
        let words: Vec<_> = words.into_iter().filter(|text| !text.is_empty()).collect();
        if n > 0 && !words.is_empty() {
            lines.push(String::new());
        }
        lines.extend(words.into_iter().cloned());
    }
    lines.join("\n")
}

fn letter(content: &Content, id: &str) -> Option<String> {
    let facts: LetterFacts = toml::from_str(example_facts(content, id)?).ok()?;
    let written = draft(content, id, &facts, Lang::Fr).ok()?;
    Some(render_text(&written.doc))
}

/// Each text in French, then in English.
fn both(sort: &str, texts: &[&Text]) -> String {
    let mut lines = vec![sort.to_owned()];
    lines.extend(texts.iter().map(|text| text.fr.clone()));
    lines.push(String::new());
    lines.extend(texts.iter().map(|text| text.en.clone()));
    lines.join("\n")
}

const fn state(state: State) -> &'static str {
    match state {
        State::EnVigueur => "en vigueur",
        State::AVerifier => "à vérifier",
        State::Remplace => "remplacé",
    }
}

const fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "sûr",
        Confidence::Medium => "assez sûr",
        Confidence::Low => "peu sûr",
    }
}
