//! What Préau knows, and since when: every text with its source, the day it was checked, how sure we are, and
//! what is uncertain, shown and never hidden (N029).

use super::urls;
use crate::pages::capability::Front;
use crate::pages::resources::view::{since, sure};
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use guide::law::{Article, Law};
use time::Date;
use ui::{Answer, Ctx, Page, Words};

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
            .map(|article| text(ctx.w, &content.law, article, front.today()))
            .collect(),
        ctx: ctx.with_back(&urls::Home),
    };
    Ok(Page::new(page).into_response())
}

fn text(w: Words, law: &Law, article: &Article, today: Date) -> Text {
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
        checked: since(
            w,
            article.checked,
            article.state,
            sure(article.confidence, &article.how),
            today,
        ),
        sources: sources.join(" ; "),
    }
}
