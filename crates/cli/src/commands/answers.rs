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
    let state = content.state_of(answer).map_or_else(String::new, |day| {
        format!(
            ". Ses textes et ses délais : état au {} pour le plus ancien",
            kernel::date::iso(day)
        )
    });
    let mut out = vec![
        answer.title.fr.clone(),
        answer.short.fr.clone(),
        answer.question.fr.clone(),
        format!(
            "Réponse de référence, relue le {}{}{state}",
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
    let actions = answer.actions.iter().filter_map(|id| content.action(id));
    let letters = answer.letters.iter();
    let letters = letters.filter_map(|id| content.models.name(id));
    let also = answer.also.iter();
    let also = also.filter_map(|id| content.answers().get(id));
    let named: [(&str, Vec<String>); 5] = [
        ("Gestes", actions.map(|one| one.title.fr.clone()).collect()),
        (
            "Délais",
            content
                .limits_of(answer)
                .map(|one| one.name.fr.clone())
                .collect(),
        ),
        ("Courriers", letters.map(|name| name.fr.clone()).collect()),
        (
            "Textes",
            content
                .texts_of(answer)
                .map(|text| text.citation.clone())
                .collect(),
        ),
        (
            "À lire aussi",
            also.map(|one| format!("{} [{}]", one.title.fr, one.id))
                .collect(),
        ),
    ];
    for (name, all) in named.iter().filter(|(_, all)| !all.is_empty()) {
        out.push(format!("{name} :\n  {}", all.join("\n  ")));
    }
    out.join("\n\n")
}
