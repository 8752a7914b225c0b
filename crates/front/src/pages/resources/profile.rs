//! One's own profile: public, private or professional from four criteria, then seen as a stranger (N184–N186, N193).
//! The answer stands in the reply to the form: nothing is kept.

use super::urls;
use super::view::{Line, Pen};
use crate::pages::capability::Front;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use guide::Content;
use guide::library::{Assessment, Reading, Weighed, Weight};
use ui::{Answer, Ctx, Fields, Form, Page, Protected};

#[derive(Template)]
#[template(path = "front_profile.html")]
struct Questions {
    ctx: Ctx,
    form: Form,
    content: &'static Content,
}

impl Questions {
    fn fields(&self) -> Vec<ui::form::Choices> {
        let pen = Pen {
            ctx: &self.ctx,
            content: self.content,
        };
        let mut all = Vec::new();
        for criterion in &self.content.law.criteria {
            let key = ["profile-ask-", &criterion.id].concat();
            let mut radios = self.form.radios(&criterion.id).legend(self.ctx.t(&key));
            let clues = self.content.library().clues.iter();
            for clue in clues.filter(|clue| clue.criterion == criterion.id) {
                radios = radios.option(&clue.id, pen.say(&clue.text).text);
            }
            all.push(radios.option("", self.ctx.t("profile-unknown")));
        }
        all.push(
            self.form
                .radios("metier")
                .legend(self.ctx.t("profile-job"))
                .option("oui", self.ctx.t("profile-job-yes"))
                .option("non", self.ctx.t("profile-job-no")),
        );
        all
    }
}

/// The questions.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let form = Form::new(&ctx, &urls::Profile);
    Ok(Page::new(Questions {
        ctx: ctx.with_back(&urls::Resources),
        form,
        content: front.dossiers.content,
    })
    .into_response())
}

/// A clue, in words.
struct Clue {
    said: Line,
    points: String,
    weight: String,
}

#[derive(Template)]
#[template(path = "front_profile_result.html")]
struct Read {
    ctx: Ctx,
    reading: String,
    why: String,
    clues: Vec<Clue>,
    missing: Vec<String>,
    residual: Line,
    function: Line,
}

fn points(ctx: &Ctx, to: Reading) -> String {
    match to {
        Reading::Prive => ctx.t("profile-private"),
        Reading::Professionnel => ctx.t("profile-professional"),
        Reading::Public => ctx.t("profile-public"),
    }
}

/// Whether the clue is enough to read the profile as public.
fn decides(clue: &Weighed) -> bool {
    clue.points_to == Reading::Public && clue.weight == Weight::Fort
}

fn why(ctx: &Ctx, found: &Assessment) -> String {
    match found.reading {
        Reading::Prive => ctx.t("profile-why-private"),
        Reading::Professionnel => ctx.t("profile-why-professional"),
        Reading::Public if found.clues.iter().any(decides) => ctx.t("profile-why-public"),
        Reading::Public => ctx.t("profile-why-doubt"),
    }
}

/// What the clues say.
pub async fn post(State(front): State<Front>, ctx: Ctx, sent: Protected<Fields>) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let seen: Vec<&str> = content
        .law
        .criteria
        .iter()
        .filter_map(|criterion| {
            let clue = content.library().clues.get(sent.form.text(&criterion.id))?;
            (clue.criterion == criterion.id).then_some(clue.id.as_str())
        })
        .collect();
    let found = content.assess_profile(&seen, sent.form.text("metier") == "oui");
    let weight = |weight: Weight| match weight {
        Weight::Faible => ctx.t("profile-weight-low"),
        Weight::Moyen => ctx.t("profile-weight-medium"),
        Weight::Fort => ctx.t("profile-weight-high"),
    };
    let clues = found.clues.iter().map(|clue| Clue {
        said: pen.say(&clue.text),
        points: points(&ctx, clue.points_to),
        weight: weight(clue.weight),
    });
    let missing = found.missing.iter();
    let page = Read {
        reading: points(&ctx, found.reading),
        why: why(&ctx, &found),
        clues: clues.collect(),
        missing: missing
            .map(|id| ctx.t(&["profile-ask-", id].concat()))
            .collect(),
        residual: pen.say(&found.residual),
        function: pen.say(&found.function),
        ctx: ctx.with_back(&urls::Profile),
    };
    Ok(Page::new(page).into_response())
}

#[derive(Template)]
#[template(path = "front_look.html")]
struct Look {
    ctx: Ctx,
    form: Form,
    content: &'static Content,
}

impl Look {
    fn boxes(&self) -> ui::form::Choices {
        let pen = Pen {
            ctx: &self.ctx,
            content: self.content,
        };
        let mut boxes = self.form.checkboxes("vu").legend(self.ctx.t("look-ask"));
        for look in &self.content.library().looks {
            boxes = boxes.option(&look.id, pen.say(&look.text).text);
        }
        boxes
    }
}

/// What a stranger sees: the list to tick.
pub async fn look(State(front): State<Front>, ctx: Ctx) -> Answer {
    let form = Form::new(&ctx, &urls::Look);
    Ok(Page::new(Look {
        ctx: ctx.with_back(&urls::Profile),
        form,
        content: front.dossiers.content,
    })
    .into_response())
}

#[derive(Template)]
#[template(path = "front_look_result.html")]
struct Looked {
    ctx: Ctx,
    hide: Vec<(Line, Line)>,
}

/// What to hide first.
pub async fn looked(State(front): State<Front>, ctx: Ctx, sent: Protected<Fields>) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let seen: Vec<&str> = sent.form.all("vu").collect();
    let hide = content.hide_first(&seen).into_iter().filter_map(|hidden| {
        let look = content.library().looks.get(&hidden.id)?;
        Some((pen.say(&look.text), pen.say(&hidden.hide)))
    });
    let page = Looked {
        hide: hide.collect(),
        ctx: ctx.with_back(&urls::Look),
    };
    Ok(Page::new(page).into_response())
}
