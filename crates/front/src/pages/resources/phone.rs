//! Hiding one's number: the exact sequence, or why there is none (N145, N146). The number typed is posted, and stays nowhere.

use super::urls;
use super::view::{Block, Line, Pen, Row};
use crate::pages::capability::Front;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use guide::Content;
use guide::library::{Line as Phone, Mask, NoCode, Use};
use time::Date;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected};

#[derive(Template)]
#[template(path = "front_phone.html")]
struct Questions {
    ctx: Ctx,
    form: Form,
    content: &'static Content,
    blocks: Vec<Block>,
}

impl Questions {
    fn operator(&self) -> ui::form::Select {
        let mut select = self
            .form
            .select("operateur")
            .label(self.ctx.t("phone-operator"))
            .hint(self.ctx.t("phone-operator-hint"))
            .option("", self.ctx.t("phone-operator-other"));
        for operator in self.content.operators() {
            select = select.option(operator, operator);
        }
        select
    }

    fn line(&self) -> ui::form::Choices {
        let mut radios = self.form.radios("ligne").legend(self.ctx.t("phone-line"));
        for line in Phone::ALL {
            let key = ["phone-line-", line.name()].concat();
            radios = radios.option(line.name(), self.ctx.t(&key));
        }
        radios
    }

    fn usage(&self) -> ui::form::Choices {
        let mut radios = self.form.radios("usage").legend(self.ctx.t("phone-use"));
        for usage in Use::ALL {
            let key = ["phone-use-", usage.name()].concat();
            radios = radios.option(usage.name(), self.ctx.t(&key));
        }
        radios
    }
}

/// The codes, with the day and the state of each.
fn codes(pen: &Pen<'_>, today: Date) -> Block {
    let row = |entry: &guide::law::Phone| Row {
        name: pen.french(format!("{} ({})", entry.operators.join(", "), entry.line)),
        lines: vec![
            pen.french(format!("{} {}", entry.code, entry.usage)),
            pen.checked(entry.checked, entry.state, Some(entry.confidence), today),
        ],
    };
    Block::Rows(pen.content.law.phone.iter().map(row).collect())
}

fn page(ctx: Ctx, front: &Front, form: Form) -> Questions {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let blocks = vec![codes(&pen, front.today())];
    Questions {
        ctx: ctx.with_back(&urls::Resources),
        form,
        content,
        blocks,
    }
}

/// The questions.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let form = Form::new(&ctx, &urls::Phone)
        .value("ligne", Phone::Mobile.name())
        .value("usage", Use::UnAppel.name());
    Ok(Page::new(page(ctx, &front, form)).into_response())
}

#[derive(Template)]
#[template(path = "front_phone_result.html")]
struct Dialled {
    ctx: Ctx,
    keys: String,
    usage: Line,
    checked: Line,
    reason: Line,
}

/// What to dial, or why there is nothing to dial.
pub async fn post(State(front): State<Front>, ctx: Ctx, sent: Protected<Fields>) -> Answer {
    let content = front.dossiers.content;
    let form = &sent.form;
    let (Some(line), Some(usage)) = (
        Phone::parse(form.text("ligne")),
        Use::parse(form.text("usage")),
    ) else {
        let mut problems = Problems::new();
        problems.add("ligne", "phone-choose");
        return Ok(again(ctx, &front, form, problems));
    };
    let mask = Mask {
        operator: form.text("operateur"),
        line,
        usage,
        number: form.text("numero"),
    };
    let pen = Pen { ctx: &ctx, content };
    let found = match content.hide_number(&mask) {
        Err(NoCode::Numero) => {
            let mut problems = Problems::new();
            problems.add("numero", "phone-number-wrong");
            return Ok(again(ctx, &front, form, problems));
        }
        Err(reason) => {
            let (fr, en) = reason.reason();
            let french = pen.lang() == guide::law::Lang::Fr;
            (None, Line::of(if french { fr } else { en }))
        }
        Ok(dial) => (Some(dial), Line::default()),
    };
    let (dial, reason) = found;
    let checked = dial.as_ref().map(|dial| {
        let entry = dial.entry;
        pen.checked(
            entry.checked,
            entry.state,
            Some(entry.confidence),
            front.today(),
        )
    });
    let usage = dial.as_ref().map(|dial| pen.french(&*dial.entry.usage));
    let answer = Dialled {
        keys: dial.map(|dial| dial.keys).unwrap_or_default(),
        usage: usage.unwrap_or_default(),
        checked: checked.unwrap_or_default(),
        reason,
        ctx: ctx.with_back(&urls::Phone),
    };
    Ok(Page::new(answer).into_response())
}

/// Shown again at once: a number typed here is not kept in any session.
fn again(ctx: Ctx, front: &Front, fields: &Fields, problems: Problems) -> axum::response::Response {
    let form = Form::new(&ctx, &urls::Phone)
        .filled(fields)
        .problems(problems);
    Page::refused(page(ctx, front, form)).into_response()
}
