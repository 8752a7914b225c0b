//! Forms: one object per form knows its action, its proof, the values to show again and the
//! problems to show beside them; its methods give accessible components that stand in a template.

pub mod choices;
pub mod date;
pub mod fields;

pub use choices::{Choice, Choices, Select};
pub use date::DateInput;
pub use fields::{FileInput, Input, Textarea};

use crate::ctx::Ctx;
use crate::html::{Html, component};
use crate::problems::Problems;
use crate::refusal::Refusal;
use crate::url::Url;
use crate::words::Words;
use askama::Template;
use axum::response::Response;

/// A form posted to one of our routes.
#[derive(Clone)]
pub struct Form {
    action: String,
    id: &'static str,
    token: String,
    nonce: String,
    w: Words,
    multipart: bool,
    draft: Option<(String, String)>,
    values: Vec<(String, String)>,
    problems: Problems,
    /// Filled with what was refused: nothing else fills it.
    refused: bool,
}

impl Form {
    /// An empty form posted to `action`.
    pub fn new(ctx: &Ctx, action: &impl Url) -> Self {
        let action = action.path();
        let refusal = ctx.refusal_of(&action).cloned();
        let refused = refusal.is_some();
        let (values, problems) = refusal.map_or_else(Default::default, |refusal| {
            (refusal.values, refusal.problems)
        });
        Self {
            token: ctx.token(&action),
            nonce: ctx.nonce(),
            w: ctx.w,
            action,
            id: "",
            multipart: false,
            draft: None,
            values,
            problems,
            refused,
        }
    }

    /// Its id: boxes that stand elsewhere on the page name it in `form`, and are sent with it.
    #[must_use]
    pub const fn named(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }

    /// Carries files.
    #[must_use]
    pub fn multipart(mut self) -> Self {
        self.multipart = true;
        self
    }

    /// Saves itself every 5 seconds to this address where scripts run; nothing stays in the browser.
    #[must_use]
    pub fn draft_to(mut self, ctx: &Ctx, url: &impl Url) -> Self {
        let path = url.path();
        self.draft = Some((ctx.token(&path), path));
        self
    }

    /// Shows `value` in the field `name`; several values for checkboxes.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if !self.refused {
            self.values.push((name.into(), value.into()));
        }
        self
    }

    /// Shows `value` also when the form was refused: for a field that it did not have then.
    #[must_use]
    pub fn new_value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.push((name.into(), value.into()));
        self
    }

    /// Shows every value that was sent.
    #[must_use]
    pub fn filled(mut self, fields: &crate::Fields) -> Self {
        if !self.refused {
            self.values.extend(fields.0.iter().cloned());
        }
        self
    }

    /// Shows these problems.
    #[must_use]
    pub fn problems(mut self, problems: Problems) -> Self {
        if !self.refused {
            self.problems = problems;
        }
        self
    }

    /// Refuses what was sent: the browser goes to `page`, which shows the form again, filled in, with its
    /// problems (status 422).
    pub fn refuse(self, page: &impl Url) -> Response {
        self.refusal(page).answer(page)
    }

    /// The same, to be kept by a handler that goes on with the rest of what was sent.
    pub fn refusal(self, page: &impl Url) -> Refusal {
        Refusal {
            page: page.path(),
            action: self.action,
            values: self.values,
            problems: self.problems,
        }
    }

    /// Whether there are problems to show.
    pub fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// The summary of problems, to stand above the `h1`; nothing when there is none.
    pub fn summary(&self) -> Html {
        if self.problems.is_empty() {
            return Html::default();
        }
        let lines = self
            .problems
            .iter()
            .map(|p| (p.field.clone(), p.text(self.w)))
            .collect();
        Html::of(&Summary {
            w: self.w,
            lines,
            refilled: self
                .values
                .iter()
                .any(|(_, value)| !value.trim().is_empty()),
        })
    }

    /// Opens the form, with its hidden proofs first.
    pub fn open(&self) -> Html {
        Html::of(&Open { form: self })
    }

    /// Closes it.
    pub fn close(&self) -> Html {
        Html::of(&Close {})
    }

    /// A hidden field.
    pub fn hidden(&self, name: &str, value: &str) -> Html {
        Html::of(&Hidden { name, value })
    }

    /// The main button; its text is a verb.
    pub fn button(&self, text: impl AsRef<str>) -> Button {
        Button::new(text.as_ref(), "")
    }

    /// A second choice beside the main button.
    pub fn secondary(&self, text: impl AsRef<str>) -> Button {
        Button::new(text.as_ref(), " govuk-button--secondary")
    }

    /// A button for what cannot be undone.
    pub fn warning(&self, text: impl AsRef<str>) -> Button {
        Button::new(text.as_ref(), " govuk-button--warning")
    }

    /// One line of text.
    pub fn input(&self, name: &str) -> Input {
        Input::new(name, self.first(name), self.error(name), self.w)
    }

    /// Several lines of text.
    pub fn textarea(&self, name: &str) -> Textarea {
        Textarea::new(name, self.first(name), self.error(name), self.w)
    }

    /// One choice among a few.
    pub fn radios(&self, name: &str) -> Choices {
        Choices::new(name, false, self.all(name), self.error(name), self.w)
    }

    /// Any number of choices.
    pub fn checkboxes(&self, name: &str) -> Choices {
        Choices::new(name, true, self.all(name), self.error(name), self.w)
    }

    /// One choice in a long list.
    pub fn select(&self, name: &str) -> Select {
        Select::new(name, self.first(name), self.error(name), self.w)
    }

    /// A date in three fields, `name-day`, `name-month`, `name-year`.
    pub fn date(&self, name: &str) -> DateInput {
        let part = |suffix: &str| self.first(&[name, suffix].concat());
        DateInput::new(
            name,
            [part("-day"), part("-month"), part("-year")],
            self.error(name),
            self.w,
        )
    }

    /// One file or several.
    pub fn file(&self, name: &str) -> FileInput {
        FileInput::new(name, self.error(name), self.w)
    }

    fn first(&self, name: &str) -> String {
        self.values
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// Every value of a field, for a page that lays the field out itself.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.values
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// Whether a box of ours, laid out by a page of its own, is ticked.
    pub fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.values
            .iter()
            .any(|(key, known)| key == name && known == value)
    }

    /// The problem of a field, in words, for a page that lays the field out itself.
    pub fn error(&self, name: &str) -> Option<String> {
        self.problems.of(name).map(|p| p.text(self.w))
    }
}

#[derive(Template)]
#[template(path = "components/open.html")]
struct Open<'a> {
    form: &'a Form,
}

#[derive(Template)]
#[template(source = "</form>", ext = "html")]
struct Close {}

#[derive(Template)]
#[template(
    source = r#"<input type="hidden" name="{{ name }}" value="{{ value }}">"#,
    ext = "html"
)]
struct Hidden<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Template)]
#[template(path = "components/summary.html")]
struct Summary {
    w: Words,
    lines: Vec<(String, String)>,
    /// Whether what was typed is shown again: the summary says so.
    refilled: bool,
}

/// A button of a form.
#[derive(Template)]
#[template(path = "components/button.html")]
pub struct Button {
    text: String,
    about: String,
    class: &'static str,
    name: String,
    value: String,
}

impl Button {
    fn new(text: &str, class: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            about: String::new(),
            class,
            name: String::new(),
            value: String::new(),
        }
    }

    /// What it acts on, for whoever does not see where it stands: buttons of the same words are told apart.
    #[must_use]
    pub fn about(mut self, what: impl AsRef<str>) -> Self {
        what.as_ref().clone_into(&mut self.about);
        self
    }

    /// Sends `name=value` when this button is pressed.
    #[must_use]
    pub fn sends(mut self, name: &str, value: &str) -> Self {
        name.clone_into(&mut self.name);
        value.clone_into(&mut self.value);
        self
    }
}

component!(Button);

/// The parts common to every field: `aria-describedby` names the hint then the error.
pub(crate) fn described_by(id: &str, hint: bool, error: bool) -> String {
    let mut ids = Vec::new();
    if hint {
        ids.push([id, "-hint"].concat());
    }
    if error {
        ids.push([id, "-error"].concat());
    }
    ids.join(" ")
}
