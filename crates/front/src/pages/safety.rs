//! Safety, before anything else: a question, and a short card when the answer or the story asks for it.

use super::urls;
use crate::draft::Draft;
use crate::pages::capability::Front;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use std::collections::BTreeSet;
use ui::{Answer, Ctx, Fields, Form, Page, Protected, Url, see_other};

/// What the safety page asks, and the card that each answer shows.
pub const QUESTIONS: [(&str, &str); 6] = [
    ("menace", "violence"),
    ("presence-lieu", "violence"),
    ("adresse-publiee", "adresse"),
    ("idees-suicidaires", "suicide"),
    ("eleve-danger", "eleve"),
    ("mineur-intime", "intime"),
];

#[derive(Template)]
#[template(path = "front_safety.html")]
struct Safety {
    ctx: Ctx,
    form: Form,
    read: Vec<String>,
}

impl Safety {
    fn questions(&self) -> ui::form::Choices {
        let boxes = self.form.checkboxes("safety");
        let title = self.ctx.t("safety-title");
        // The simple version has its own title, and says the rest before the question.
        let mut boxes = if self.ctx.simple {
            boxes.legend(title)
        } else {
            boxes.legend_title(title).hint(self.ctx.t("safety-hint"))
        };
        for (id, _) in QUESTIONS {
            boxes = boxes.option(id, self.ctx.t(&["safety-", id].concat()));
        }
        boxes
    }
}

/// The question.
pub async fn get(State(front): State<Front>, ctx: Ctx, visiting: Visiting) -> Answer {
    let draft = Draft::read(&visiting.draft);
    let mut form = Form::new(&ctx, &urls::Safety);
    for id in &draft.safety {
        form = form.value("safety", id.as_str());
    }
    let read = draft
        .reading(front.dossiers.content)
        .dangers
        .into_iter()
        .flat_map(|danger| danger.because)
        .collect();
    Ok(Page::new(Safety {
        ctx: ctx.with_back(&urls::Story),
        form,
        read,
    })
    .into_response())
}

/// Keeps the answer; in danger, shows the card first.
pub async fn post(
    State(front): State<Front>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let mut draft = Draft::read(&visiting.draft);
    let known = |id: &&str| QUESTIONS.iter().any(|(question, _)| question == id);
    draft.safety = sent
        .form
        .all("safety")
        .filter(known)
        .map(str::to_owned)
        .collect();
    let danger = draft.in_danger(front.dossiers.content);
    front
        .dossiers
        .accounts
        .keep_draft(&visiting, draft.write())
        .await?;
    Ok(if danger {
        see_other(&urls::Card)
    } else {
        see_other(&urls::When)
    })
}

#[derive(Template)]
#[template(path = "front_card.html")]
struct Card {
    ctx: Ctx,
    cards: Vec<&'static str>,
    calls: Vec<&'static str>,
    read: Vec<String>,
    next: String,
}

/// The card that a danger read in the story shows.
fn card_of(danger: &str) -> &'static str {
    match danger {
        "adresse-publiee" => "adresse",
        "idees-suicidaires" => "suicide",
        "eleve-danger" => "eleve",
        "mineur-intime" | "chantage" => "intime",
        _ => "violence",
    }
}

/// The numbers that these cards give. The call that cannot wait first: somebody who wants to die, then the police,
/// then the others.
pub fn calls(cards: &BTreeSet<&'static str>) -> Vec<&'static str> {
    const ORDER: [&str; 7] = ["3114", "17", "112", "15", "119", "3018", "114"];
    let named: BTreeSet<&str> = cards
        .iter()
        .flat_map(|card| match *card {
            "suicide" => ["3114", "15"],
            "eleve" => ["119", "17"],
            "intime" => ["17", "3018"],
            _ => ["17", "112"],
        })
        .collect();
    ORDER
        .into_iter()
        .filter(|number| named.contains(number))
        .collect()
}

/// Numbers to call and one first act; then the way on.
pub async fn card(State(front): State<Front>, ctx: Ctx, visiting: Visiting) -> Answer {
    let draft = Draft::read(&visiting.draft);
    let dangers = draft.reading(front.dossiers.content).dangers;
    let said = draft.safety.iter().filter_map(|id| {
        QUESTIONS
            .iter()
            .find(|(question, _)| question == id)
            .map(|(_, card)| *card)
    });
    let read = dangers.iter().map(|danger| card_of(&danger.id));
    let cards: BTreeSet<&'static str> = said.chain(read).collect();
    let calls = calls(&cards);
    let page = Card {
        cards: cards.into_iter().collect(),
        calls,
        read: dangers
            .into_iter()
            .flat_map(|danger| danger.because)
            .collect(),
        next: urls::When.path(),
        ctx: ctx.with_back(&urls::Safety),
    };
    Ok(Page::new(page).into_response())
}
