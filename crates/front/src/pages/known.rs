//! What Préau knows, and since when: every text with its source, the day it was checked, how sure we are, and
//! what is uncertain, shown and never hidden (N029).

use super::urls;
use crate::pages::capability::Front;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use guide::law::{Article, Confidence, Law, State as TextState};
use ui::{Answer, Ctx, Page, Words, dates};

#[derive(Template)]
#[template(path = "front_known.html")]
struct Known {
    ctx: Ctx,
    edition: String,
    uncertain: Vec<Open>,
    texts: Vec<Text>,
}

/// A question that stays open.
struct Open {
    question: String,
    careful: String,
}

struct Text {
    id: String,
    citation: String,
    title: String,
    checked: String,
    sources: String,
}

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let mut uncertain: Vec<_> = content.law.uncertainties.iter().collect();
    uncertain.sort_by_key(|open| open.priority);
    let page = Known {
        edition: content.version().to_owned(),
        uncertain: uncertain
            .into_iter()
            .map(|open| Open {
                question: open.question.clone(),
                careful: open.careful.clone(),
            })
            .collect(),
        texts: content
            .law
            .articles
            .iter()
            .map(|article| text(ctx.w, &content.law, article))
            .collect(),
        ctx: ctx.with_back(&urls::Home),
    };
    Ok(Page::new(page).into_response())
}

fn text(w: Words, law: &Law, article: &Article) -> Text {
    let sure = match (article.state, article.confidence) {
        (TextState::Remplace, _) => "known-replaced",
        (TextState::AVerifier, _) => "known-to-check",
        (TextState::EnVigueur, Confidence::High) => "known-high",
        (TextState::EnVigueur, Confidence::Medium) => "known-medium",
        (TextState::EnVigueur, Confidence::Low) => "known-low",
    };
    let sources: Vec<&str> = article
        .sources
        .iter()
        .filter_map(|id| law.sources.get(id))
        .map(|source| source.name.as_str())
        .collect();
    Text {
        id: article.id.clone(),
        citation: article.citation.clone(),
        title: article.title.clone(),
        checked: w.ta(sure, &[("date", &dates::plain_day(w, article.checked))]),
        sources: sources.join(" ; "),
    }
}
