//! An article, for those who write.

use super::life::{Shared, Written, ticked};
use super::urls;
use crate::model::{Article, Kept};
use crate::rules::{clean, line};
use crate::service::Refused;
use askama::Template;
use axum::response::{IntoResponse as _, Response};
use ui::{Ctx, Fields, Form, Page, Url};

#[derive(Template)]
#[template(path = "news_edit_article.html")]
struct Edit {
    ctx: Ctx,
    shared: Shared,
}

impl Written for Article {
    const NEW: &'static str = "news-new";

    fn desk() -> impl Url {
        urls::NewsDesk
    }

    fn begins() -> impl Url {
        urls::NewArticle
    }

    fn edits(number: u32) -> impl Url {
        urls::EditArticle(number)
    }

    fn publishes(number: u32) -> impl Url {
        urls::PublishArticle(number)
    }

    fn withdraws(number: u32) -> impl Url {
        urls::WithdrawArticle(number)
    }

    fn public(number: u32) -> impl Url {
        urls::One(number)
    }

    fn read(fields: &Fields) -> Result<Self, Refused> {
        Ok(Self {
            title: line(fields.text("title")),
            author: line(fields.text("author")),
            function: line(fields.text("function")),
            kinds: ticked(fields),
            body: clean(fields.text("body")),
        })
    }

    fn fills(&self, form: Form) -> Form {
        let form = form
            .value("title", &self.title)
            .value("author", &self.author)
            .value("function", &self.function)
            .value("body", &self.body);
        let kinds = self.kinds.iter();
        kinds.fold(form, |form, id| form.value("kinds", id))
    }

    fn page(ctx: Ctx, shared: Shared, _: Option<&Kept<Self>>) -> Response {
        Page::new(Edit { ctx, shared }).into_response()
    }
}
