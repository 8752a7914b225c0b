//! What it can be: a machine suspects, a person decides.

use super::urls;
use crate::draft::Draft;
use crate::pages::capability::Front;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use dossier::pages::plan::lang;
use ui::{Answer, Ctx, Fields, Form, Page, Protected, see_other};

/// How many proposals are shown; one more when a danger ranks fourth.
const SHOWN: usize = 4;

struct Proposal {
    id: String,
    name: String,
    why: String,
}

#[derive(Template)]
#[template(path = "front_kinds.html")]
struct Kinds {
    ctx: Ctx,
    form: Form,
    proposals: Vec<Proposal>,
    others: Vec<(String, String)>,
    ask: String,
}

impl Kinds {
    fn proposals(&self) -> ui::form::Choices {
        let mut boxes = self
            .form
            .checkboxes("kind")
            .legend(self.ctx.t("kinds-legend"));
        for proposal in &self.proposals {
            boxes = boxes.option_hint(&proposal.id, &proposal.name, &proposal.why);
        }
        boxes
            .divider(self.ctx.t("kinds-or"))
            .option("aucune", self.ctx.t("kinds-none"))
            .option_hint(
                "je-ne-sais-pas",
                self.ctx.t("kinds-unknown"),
                self.ctx.t("kinds-unknown-hint"),
            )
    }

    fn others(&self) -> ui::form::Choices {
        let mut boxes = self
            .form
            .checkboxes("autre")
            .legend(self.ctx.t("kinds-others"))
            .small();
        for (id, name) in &self.others {
            boxes = boxes.option(id, name);
        }
        boxes
    }
}

/// The proposals, each with the words that led there.
pub async fn get(State(front): State<Front>, ctx: Ctx, visiting: Visiting) -> Answer {
    let content = front.dossiers.content;
    let draft = Draft::read(&visiting.draft);
    let reading = draft.reading(content);
    let proposals: Vec<Proposal> = reading
        .kinds
        .iter()
        .take(SHOWN)
        .filter_map(|guess| {
            let kind = content.kind(&guess.kind)?;
            let quoted: Vec<String> = guess
                .because
                .iter()
                .take(4)
                .map(|words| format!("« {words} »"))
                .collect();
            let why = if quoted.is_empty() {
                String::new()
            } else {
                ctx.ta("kinds-because", &[("words", &quoted.join(", "))])
            };
            Some(Proposal {
                id: kind.id.clone(),
                name: kind.name.get(lang(ctx.w)).to_owned(),
                why,
            })
        })
        .collect();
    let others = content
        .kinds()
        .filter(|kind| !proposals.iter().any(|proposal| proposal.id == kind.id))
        .map(|kind| (kind.id.clone(), kind.name.get(lang(ctx.w)).to_owned()))
        .collect();
    let mut form = Form::new(&ctx, &urls::Kinds);
    // The likeliest are ticked once, before the person has chosen anything: a plan that forgets one of two kinds
    // would forget its dates.
    let chosen = if !draft.answered {
        reading.kinds_to_plan().map(str::to_owned).collect()
    } else {
        draft.chosen.clone()
    };
    for id in chosen {
        form = form.value("kind", id.as_str()).value("autre", id);
    }
    let ask = reading
        .ask
        .map(|ask| ask.text.get(lang(ctx.w)).to_owned())
        .unwrap_or_default();
    Ok(Page::new(Kinds {
        form,
        proposals,
        others,
        ask,
        ctx: ctx.with_back(&urls::When),
    })
    .into_response())
}

/// Keeps the person's choice; « aucune » and « je ne sais pas » are choices too.
pub async fn post(
    State(front): State<Front>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let content = front.dossiers.content;
    let mut draft = Draft::read(&visiting.draft);
    draft.chosen.clear();
    draft.answered = true;
    for id in sent.form.all("kind").chain(sent.form.all("autre")) {
        if content.kind(id).is_some() && !draft.chosen.iter().any(|chosen| chosen == id) {
            draft.chosen.push(id.to_owned());
        }
    }
    if sent
        .form
        .all("kind")
        .any(|id| id == "aucune" || id == "je-ne-sais-pas")
    {
        draft
            .chosen
            .retain(|id| sent.form.all("autre").any(|other| other == id));
    }
    front
        .dossiers
        .accounts
        .keep_draft(&visiting, draft.write())
        .await?;
    Ok(see_other(&urls::Plan))
}
