//! What an answer is tied to: boxes in closed lists, so that everything is chosen without script and found by the browser's
//! own search.

use super::bits::lang;
use crate::service::Panels;
use askama::Template;
use std::collections::BTreeMap;
use ui::{Ctx, Form, Html};

struct One {
    id: String,
    value: String,
    label: String,
    chosen: bool,
}

/// A closed list; open when something of it is chosen.
struct Group {
    title: String,
    open: bool,
    all: Vec<One>,
}

#[derive(Template)]
#[template(path = "expert_ties.html")]
struct Ties {
    ctx: Ctx,
    name: &'static str,
    legend: String,
    error: Option<String>,
    groups: Vec<Group>,
}

/// Texts of a kind that has no more than this many stand together.
const FEW: usize = 2;

fn ties(
    ctx: &Ctx,
    form: &Form,
    (name, legend): (&'static str, String),
    groups: Vec<(String, Vec<(String, String)>)>,
) -> Html {
    let mut number = 0;
    let groups = groups.into_iter().map(|(title, all)| {
        let all = all.into_iter().map(|(value, label)| {
            number += 1;
            One {
                id: format!("{name}-{number}"),
                chosen: form.is_chosen(name, &value),
                value,
                label,
            }
        });
        let all: Vec<One> = all.collect();
        let chosen = all.iter().filter(|one| one.chosen).count();
        let args: [(&str, &dyn std::fmt::Display); 2] = [("title", &title), ("count", &chosen)];
        Group {
            open: chosen > 0,
            title: match chosen {
                0 => title,
                _ => ctx.ta("expert-ties-chosen", &args),
            },
            all,
        }
    });
    Html::of(&Ties {
        name,
        legend,
        error: form.error(name),
        groups: groups.collect(),
        ctx: ctx.clone(),
    })
}

/// The code of a text, as its citation begins.
fn code(citation: &str) -> &str {
    let end = citation.find(", ").unwrap_or(citation.len());
    citation.get(..end).unwrap_or(citation)
}

fn articles(panels: &Panels, ctx: &Ctx) -> Vec<(String, Vec<(String, String)>)> {
    let mut codes: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for one in panels.content.law.articles.iter() {
        let label = [&one.citation, " : ", &one.title].map(|text| text as &str);
        let all = codes.entry(code(&one.citation).to_owned()).or_default();
        all.push((one.id.clone(), label.concat()));
    }
    let mut others = Vec::new();
    let mut groups = Vec::new();
    for (code, all) in codes {
        match all.len() <= FEW {
            true => others.extend(all),
            false => groups.push((code, all)),
        }
    }
    if !others.is_empty() {
        groups.push((ctx.t("expert-ties-other"), others));
    }
    groups
}

/// The three lists: situations, letters, articles.
pub(super) fn all(panels: &Panels, ctx: &Ctx, form: &Form) -> [Html; 3] {
    let lang = lang(ctx.w);
    let kinds = panels.content.kinds();
    let kinds = kinds.map(|kind| (kind.id.clone(), kind.name.get(lang).to_owned()));
    let letters = panels.content.models.offers();
    let letters = letters.map(|one| (one.id.to_owned(), one.name.get(lang).to_owned()));
    let mut letters: Vec<(String, String)> = letters.collect();
    letters.sort_by(|a, b| a.1.cmp(&b.1));
    let whole = |key, all| vec![(ctx.t(key), all)];
    [
        ties(
            ctx,
            form,
            ("answer-kinds", ctx.t("expert-kinds")),
            whole("expert-kinds-list", kinds.collect()),
        ),
        ties(
            ctx,
            form,
            ("answer-letters", ctx.t("expert-letters")),
            whole("expert-letters-list", letters),
        ),
        ties(
            ctx,
            form,
            ("answer-articles", ctx.t("expert-articles")),
            articles(panels, ctx),
        ),
    ]
}
