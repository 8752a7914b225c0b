//! An article, for those who write.

use super::{before, kind_boxes, refuse, ticked, urls};
use crate::model::{Article, State as Life};
use crate::rules::{clean, line};
use crate::service::{By, News};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::{Code, Fault};
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, Url, see_other};

#[derive(Template)]
#[template(path = "news_edit_article.html")]
struct Edit {
    ctx: Ctx,
    heading: String,
    form: Form,
    kinds: Html,
    version: String,
    save: String,
    publish: Option<Form>,
    withdraw: Option<Form>,
    public: String,
    before: Vec<(String, Article)>,
}

fn filled(form: Form, text: &Article) -> Form {
    let mut form = form
        .value("title", &text.title)
        .value("author", &text.author)
        .value("function", &text.function)
        .value("body", &text.body);
    for id in &text.kinds {
        form = form.value("kinds", id);
    }
    form
}

fn read(fields: &Fields) -> Article {
    Article {
        title: line(fields.text("title")),
        author: line(fields.text("author")),
        function: line(fields.text("function")),
        kinds: ticked(fields),
        body: clean(fields.text("body")),
    }
}

/// An empty one.
pub async fn new(State(news): State<News>, ctx: Ctx, visiting: Visiting) -> Answer {
    news.writes(By::Person(visiting.person()?)).await?;
    let form = Form::new(&ctx, &urls::NewArticle);
    Ok(Page::new(Edit {
        heading: ctx.t("news-new"),
        kinds: Html::of(&kind_boxes(&news, &ctx, &form)),
        version: String::new(),
        save: ctx.t("news-save-draft"),
        publish: None,
        withdraw: None,
        public: String::new(),
        before: Vec::new(),
        form,
        ctx: ctx.with_back(&urls::NewsDesk),
    })
    .into_response())
}

/// Begins a draft.
pub async fn begin(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    match news.begin(by, &read(&sent.form)).await {
        Ok(number) => Ok(see_other(&urls::EditArticle(number))),
        Err(refused) => {
            let form = Form::new(&ctx, &urls::NewArticle).filled(&sent.form);
            Ok(refuse(form, refused, &urls::NewArticle)?)
        }
    }
}

/// One of them.
pub async fn get(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let (found, versions) = news.one::<Article>(by, number).await?;
    if found.state == Life::Withdrawn {
        return Err(Fault::new(Code::NotFound, "withdrawn").into());
    }
    let draft = found.state == Life::Draft;
    let form = filled(Form::new(&ctx, &urls::EditArticle(number)), &found.text);
    let published = urls::One(number).path();
    Ok(Page::new(Edit {
        heading: found.text.title.clone(),
        kinds: Html::of(&kind_boxes(&news, &ctx, &form)),
        version: found.version.to_string(),
        save: ctx.t(if draft {
            "news-save-draft"
        } else {
            "news-save-correction"
        }),
        publish: draft.then(|| Form::new(&ctx, &urls::PublishArticle(number))),
        withdraw: Some(Form::new(&ctx, &urls::WithdrawArticle(number))),
        public: if draft { String::new() } else { published },
        before: before(&ctx, &versions),
        form,
        ctx: ctx.with_back(&urls::NewsDesk),
    })
    .into_response())
}

/// Keeps a draft, or corrects what everybody reads.
pub async fn save(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
    sent: Protected<Fields>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let here = urls::EditArticle(number);
    let version = sent.form.text("version").parse().unwrap_or(0);
    match news.save(by, number, version, read(&sent.form)).await {
        Ok(()) => Ok(see_other(&here)),
        Err(refused) => {
            let form = Form::new(&ctx, &here).filled(&sent.form);
            Ok(refuse(form, refused, &here)?)
        }
    }
}

/// Lets everybody read it.
pub async fn publish(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
    _: Protected<Fields>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    match news.publish::<Article>(by, number).await {
        Ok(()) => Ok(see_other(&urls::One(number))),
        Err(refused) => {
            let form = Form::new(&ctx, &urls::PublishArticle(number));
            Ok(refuse(form, refused, &urls::EditArticle(number))?)
        }
    }
}

/// Takes it away, or throws a draft away.
pub async fn withdraw(
    State(news): State<News>,
    visiting: Visiting,
    Path(number): Path<u32>,
    _: Protected<Fields>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    news.withdraw::<Article>(by, number).await?;
    Ok(see_other(&urls::NewsDesk))
}
