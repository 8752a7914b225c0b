//! The five tips as a check that keeps nothing: what is ticked is answered with what is left (N187–N191).

use super::urls;
use super::view::{Line, Pen, since};
use crate::pages::capability::Front;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use guide::Content;
use guide::law::State as Standing;
use guide::library::Tip;
use time::Date;
use ui::{Answer, Ctx, Fields, Form, Page, Protected};

#[derive(Template)]
#[template(path = "front_tips.html")]
struct Tips {
    ctx: Ctx,
    form: Form,
    content: &'static Content,
    today: Date,
}

impl Tips {
    fn tips(&self) -> impl Iterator<Item = &'static Tip> {
        self.content.library().tips.iter()
    }

    fn say(&self, text: &guide::law::Text) -> Line {
        Pen {
            ctx: &self.ctx,
            content: self.content,
        }
        .say(text)
    }

    fn checked(&self, tip: &Tip) -> String {
        since(
            self.ctx.w,
            tip.checked,
            Standing::EnVigueur,
            None,
            self.today,
        )
    }

    fn boxes(&self, tip: &Tip) -> ui::form::Choices {
        let mut boxes = self
            .form
            .checkboxes(&["fait-", &tip.id].concat())
            .legend(self.say(&tip.title).text)
            .hint(self.say(&tip.why).text)
            .small();
        for item in &tip.item {
            boxes = boxes.option(&item.id, self.say(&item.text).text);
        }
        boxes
    }
}

/// The check.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let form = Form::new(&ctx, &urls::Tips);
    Ok(Page::new(Tips {
        ctx: ctx.with_back(&urls::Resources),
        form,
        content: front.dossiers.content,
        today: front.today(),
    })
    .into_response())
}

/// A tip with what is left to do.
struct Left {
    title: Line,
    items: Vec<Line>,
}

#[derive(Template)]
#[template(path = "front_tips_left.html")]
struct TipsLeft {
    ctx: Ctx,
    left: Vec<Left>,
    done: Vec<Line>,
}

/// What is left.
pub async fn post(State(front): State<Front>, ctx: Ctx, sent: Protected<Fields>) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let ticked: Vec<&str> = sent
        .form
        .0
        .iter()
        .filter(|(name, _)| name.starts_with("fait-"))
        .map(|(_, value)| value.as_str())
        .collect();
    let (mut left, mut done) = (Vec::new(), Vec::new());
    for (tip, items) in content.library().tips_left(&ticked) {
        let title = pen.say(&tip.title);
        if items.is_empty() {
            done.push(title);
        } else {
            let items = pen.all(items.into_iter().map(|item| &item.text));
            left.push(Left { title, items });
        }
    }
    Ok(Page::new(TipsLeft {
        left,
        done,
        ctx: ctx.with_back(&urls::Tips),
    })
    .into_response())
}
