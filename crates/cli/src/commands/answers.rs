//! `preau answers`: the questions that come back, each with its answer, its texts and how sure we are (N006, N008).

use crate::config;
use crate::output::{Done, json, print, trouble};
use guide::Content;
use guide::answers::{Answer, Filter, Fresh, paragraphs};
use kernel::Clock;
use serde_json::{Value, json as value};
use std::path::Path;
use std::process::ExitCode;
use time::Date;

/// Options of `preau answers`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 there is an answer, 1 none is about this kind, 2 misused, no answer of this id, or unreadable content.\nExamples:\n  preau answers --kind menaces\n  preau answers menace-de-mort-eleve"
)]
pub struct Args {
    /// The answer to read whole; without it, the list.
    #[arg(conflicts_with = "kind")]
    id: Option<String>,
    /// Only those about this kind of situation.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Lists them, or shows one.
pub fn run(args: &Args, dir: Option<&Path>, clock: &dyn Clock) -> Done {
    let content = config::content(dir)?;
    let today = kernel::date::paris_date(clock.now());
    if let Some(id) = &args.id {
        let Some(answer) = content.answers().get(id) else {
            return Err(trouble(format!(
                "no answer `{id}`; preau answers gives the list"
            )));
        };
        return if args.json {
            json(&front::api::answer_whole(content, answer, today))
        } else {
            print(&whole(content, answer, today))
        };
    }
    if let Some(kind) = &args.kind
        && content.kind(kind).is_none()
    {
        let known: Vec<&str> = content.kinds().map(|kind| kind.id.as_str()).collect();
        return Err(trouble(format!(
            "no kind `{kind}`; those known: {}",
            known.join(", ")
        )));
    }
    let filter = Filter {
        kind: args.kind.as_deref(),
        ..Filter::default()
    };
    let found: Vec<&Answer> = content.answers_for(filter).collect();
    if args.json {
        let items: Vec<Value> = found
            .iter()
            .map(|answer| front::api::answer_brief(content, answer, today))
            .collect();
        json(&value!({ "content": content.version(), "items": items }))?;
    } else {
        let lines: Vec<String> = found
            .iter()
            .map(|answer| {
                let doubt = doubt(content, answer, today);
                format!(
                    "{}  [{}]{doubt}\n    {}",
                    answer.title.fr, answer.id, answer.short.fr
                )
            })
            .collect();
        print(&lines.join("\n"))?;
    }
    Ok(ExitCode::from(u8::from(found.is_empty())))
}

/// What must be known before relying on it.
fn doubt(content: &Content, answer: &Answer, today: Date) -> &'static str {
    match content.fresh(answer, today) {
        Fresh::Old => " ; à relire",
        Fresh::LawMoved => " ; à relire, un texte a été revu depuis",
        Fresh::Yes if answer.state == guide::law::State::AVerifier => " ; à vérifier",
        Fresh::Yes => "",
    }
}

fn whole(content: &Content, answer: &Answer, today: Date) -> String {
    let mut out = vec![
        answer.title.fr.clone(),
        answer.question.fr.clone(),
        format!(
            "Réponse de référence, relue le {}{}",
            kernel::date::iso(answer.checked),
            doubt(content, answer, today)
        ),
    ];
    for part in &answer.part {
        out.push(["— ", &part.ask.fr].concat());
        out.extend(paragraphs(&part.answer.fr).map(str::to_owned));
    }
    if let Some(open) = &answer.open {
        out.push(["Ce qui n’est pas réglé : ", &open.fr].concat());
    }
    let texts = content.texts_of(answer).map(|text| text.citation.as_str());
    let named: [(&str, Vec<&str>); 4] = [
        ("Textes", texts.collect()),
        ("Délais", ids(&answer.deadlines)),
        ("Courriers", ids(&answer.letters)),
        ("À lire aussi", ids(&answer.also)),
    ];
    for (name, ids) in named.iter().filter(|(_, ids)| !ids.is_empty()) {
        out.push(format!("{name} : {}", ids.join(" ; ")));
    }
    out.join("\n\n")
}

fn ids(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}
