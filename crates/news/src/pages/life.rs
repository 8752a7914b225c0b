//! What the pages of those who write share, whatever is written: a draft begins, is saved, published, corrected,
//! withdrawn. Each form says what it showed, so that nobody changes what she did not see.

use crate::model::{Kept, Seen, State as Stage, Text, Wrong};
use crate::service::{By, News, Refused};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::id::{from_hex, to_hex};
use kernel::{Code, Fault};
use ui::form::Choices;
use ui::{Answer, Ctx, Fields, Form, Html, Problems, Protected, Url, dates, see_other};

/// The hidden field that names the row.
pub(super) const ID: &str = "id";
/// The hidden field that names its version.
pub(super) const VERSION: &str = "version";

/// What is written, and where its pages are.
pub(crate) trait Written: Text {
    /// The key of the title of the page where one begins.
    const NEW: &'static str;

    /// All of them.
    fn desk() -> impl Url;
    /// A new one.
    fn begins() -> impl Url;
    /// Changing one.
    fn edits(number: u32) -> impl Url;
    /// Letting everybody read it.
    fn publishes(number: u32) -> impl Url;
    /// Taking it away.
    fn withdraws(number: u32) -> impl Url;
    /// Where everybody reads it.
    fn public(number: u32) -> impl Url;
    /// What was typed.
    ///
    /// # Errors
    /// What cannot be read.
    fn read(fields: &Fields) -> Result<Self, Refused>;
    /// Puts it in its form.
    fn fills(&self, form: Form) -> Form;
    /// Its words, for whoever compares.
    fn lines(&self) -> Vec<String> {
        self.body().lines().map(str::to_owned).collect()
    }
    /// The page: the fields of this sort, between what all share.
    fn page(ctx: Ctx, shared: Shared, kept: Option<&Kept<Self>>) -> Response;
}

/// What stands on the page of anything that is written.
pub(crate) struct Shared {
    /// The title of the page.
    pub(super) heading: String,
    /// What was refused, above everything.
    pub(super) summary: Html,
    /// The text.
    pub(super) form: Form,
    /// What the form showed.
    pub(super) seen: Html,
    /// What this page shows, for the other forms.
    pub(super) now: Html,
    /// The boxes of the situations.
    pub(super) kinds: Html,
    /// What the button says.
    pub(super) save: String,
    /// What comes after the text.
    pub(super) life: Html,
}

#[derive(Template)]
#[template(path = "news_life.html")]
struct Life<'a> {
    ctx: &'a Ctx,
    seen: &'a Html,
    public: String,
    publish: Option<Form>,
    withdraw: Form,
    before: Vec<Before>,
}

/// What was read before a correction, or what somebody else kept meanwhile.
struct Before {
    says: String,
    title: String,
    lines: Vec<String>,
}

impl Before {
    fn of<T: Written>(says: String, text: &T) -> Self {
        Self {
            says,
            title: text.title().to_owned(),
            lines: text.lines(),
        }
    }
}

#[derive(Template)]
#[template(
    source = r#"<input type="hidden" name="id" value="{{ id }}"><input type="hidden" name="version" value="{{ version }}">"#,
    ext = "html"
)]
struct Hidden {
    id: String,
    version: String,
}

fn hidden(seen: Seen) -> Html {
    Html::of(&Hidden {
        id: to_hex(&seen.id),
        version: seen.version.to_string(),
    })
}

/// What a page showed, as its form says; what says nothing saw nothing.
pub(super) fn seen_of(id: &str, version: &str) -> Seen {
    Seen {
        id: from_hex(id).unwrap_or_default(),
        version: version.parse().unwrap_or_default(),
    }
}

fn seen(fields: &Fields) -> Seen {
    seen_of(fields.text(ID), fields.text(VERSION))
}

/// What is wrong, as a form shows it.
fn problems(wrong: Vec<Wrong>) -> Problems {
    let mut problems = Problems::new();
    for one in wrong {
        let line = one.line.map(|line| ("line", line.to_string()));
        problems.add_with(one.field, one.key, line.into_iter().collect());
    }
    problems
}

/// A form without words goes back to the page, which shows what there is now; what changed meanwhile is said on `field`.
pub(super) fn refuse(
    form: Form,
    refused: Refused,
    field: &'static str,
    page: &impl Url,
) -> Result<Response, Fault> {
    let wrong = match refused {
        Refused::Wrong(wrong) => wrong,
        Refused::Fault(fault) if fault.code() == Code::Conflict => {
            vec![Wrong::of(field, "news-wrong-moved")]
        }
        Refused::Fault(fault) => return Err(fault),
    };
    Ok(form.problems(problems(wrong)).refuse(page))
}

/// Words that were typed are never lost: they go back to the page, beside what somebody else kept meanwhile, or begin a
/// draft where it was withdrawn.
fn refuse_words<T: Written>(
    ctx: &Ctx,
    number: u32,
    sent: &Fields,
    refused: Refused,
) -> Result<Response, Fault> {
    // Shown what is there now, she may replace it: the next form says that she saw it.
    let unseen = || {
        let words = sent
            .0
            .iter()
            .filter(|(name, _)| name != ID && name != VERSION);
        Fields(words.cloned().collect())
    };
    let page = T::edits(number);
    let form = Form::new(ctx, &page);
    let (form, wrong) = match refused {
        Refused::Wrong(wrong) => (form.filled(sent), wrong),
        Refused::Fault(fault) if fault.code() == Code::Conflict => {
            let changed = Wrong::of("title", "news-wrong-changed");
            (form.filled(&unseen()), vec![changed])
        }
        Refused::Fault(fault) if fault.code() == Code::NotFound => {
            let page = T::begins();
            let gone = problems(vec![Wrong::of("title", "news-wrong-gone")]);
            let form = Form::new(ctx, &page).filled(&unseen());
            return Ok(form.problems(gone).refuse(&page));
        }
        Refused::Fault(fault) => return Err(fault),
    };
    Ok(form.problems(problems(wrong)).refuse(&page))
}

/// The boxes of the kinds of situation.
fn kind_boxes(news: &News, ctx: &Ctx, form: &Form) -> Choices {
    let mut boxes = form
        .checkboxes("kinds")
        .legend(ctx.t("news-kinds"))
        .hint(ctx.t("news-kinds-hint"))
        .small();
    for kind in news.content.kinds() {
        boxes = boxes.option(&kind.id, kind.name.get(super::lang(ctx.w)));
    }
    boxes
}

/// The kinds that were ticked.
pub(super) fn ticked(fields: &Fields) -> Vec<String> {
    fields.all("kinds").map(str::to_owned).collect()
}

/// An empty one.
pub async fn new<T: Written>(State(news): State<News>, ctx: Ctx, visiting: Visiting) -> Answer {
    news.writes(By::Person(visiting.person()?)).await?;
    let form = Form::new(&ctx, &T::begins());
    let shared = Shared {
        heading: ctx.t(T::NEW),
        summary: form.summary(),
        seen: Html::default(),
        now: Html::default(),
        kinds: Html::of(&kind_boxes(&news, &ctx, &form)),
        save: ctx.t("news-save-draft"),
        life: Html::default(),
        form,
    };
    Ok(T::page(ctx.with_back(&T::desk()), shared, None))
}

/// Begins a draft.
pub async fn begin<T: Written>(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    news.writes(by).await?;
    let begun = match T::read(&sent.form) {
        Ok(text) => news.begin(by, &text).await,
        Err(refused) => Err(refused),
    };
    match begun {
        Ok(number) => Ok(see_other(&T::edits(number))),
        Err(Refused::Wrong(wrong)) => {
            let form = Form::new(&ctx, &T::begins()).filled(&sent.form);
            Ok(form.problems(problems(wrong)).refuse(&T::begins()))
        }
        Err(Refused::Fault(fault)) => Err(fault.into()),
    }
}

/// One of them.
pub async fn get<T: Written>(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let (found, versions) = news.one::<T>(by, number).await?;
    if found.state == Stage::Withdrawn {
        return Err(Fault::new(Code::NotFound, "withdrawn").into());
    }
    let draft = found.state == Stage::Draft;
    let form = found.text.fills(Form::new(&ctx, &T::edits(number)));
    // Words that come back say which version they were written over, unless this page shows that they replace it.
    let field = |name| form.all(name).into_iter().next();
    let written = field(ID).zip(field(VERSION));
    let mut before: Vec<Before> = Vec::new();
    if form.has_problems() && written.is_none() {
        before.push(Before::of(ctx.t("news-before-now"), &found.text));
    }
    before.extend(versions.iter().map(|(_, until, text)| {
        let until = dates::moment(ctx.w, *until);
        Before::of(ctx.ta("news-before", &[("date", &until)]), text)
    }));
    let seen = hidden(found.seen());
    let publish = draft.then(|| Form::new(&ctx, &T::publishes(number)));
    let withdraw = Form::new(&ctx, &T::withdraws(number));
    let refused = [Some(&form), publish.as_ref(), Some(&withdraw)];
    let refused = refused
        .into_iter()
        .flatten()
        .find(|form| form.has_problems());
    let shared = Shared {
        heading: found.text.title().to_owned(),
        summary: refused.map(Form::summary).unwrap_or_default(),
        kinds: Html::of(&kind_boxes(&news, &ctx, &form)),
        seen: written.map_or_else(
            || seen.clone(),
            |(id, version)| hidden(seen_of(&id, &version)),
        ),
        save: ctx.t(if draft {
            "news-save-draft"
        } else {
            "news-save-correction"
        }),
        life: Html::of(&Life {
            ctx: &ctx,
            seen: &seen,
            public: if draft {
                String::new()
            } else {
                T::public(number).path()
            },
            publish,
            withdraw,
            before,
        }),
        now: seen,
        form,
    };
    Ok(T::page(ctx.with_back(&T::desk()), shared, Some(&found)))
}

/// Keeps a draft, or corrects what everybody reads.
pub async fn save<T: Written>(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
    sent: Protected<Fields>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    news.writes(by).await?;
    let saved = match T::read(&sent.form) {
        Ok(text) => news.save(by, number, seen(&sent.form), text).await,
        Err(refused) => Err(refused),
    };
    match saved {
        Ok(()) => Ok(see_other(&T::edits(number))),
        Err(refused) => Ok(refuse_words::<T>(&ctx, number, &sent.form, refused)?),
    }
}

/// Lets everybody read it.
pub async fn publish<T: Written>(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
    sent: Protected<Fields>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let seen = Some(seen(&sent.form));
    match news.publish::<T>(by, number, seen).await {
        Ok(()) => Ok(see_other(&T::public(number))),
        Err(refused) => {
            let form = Form::new(&ctx, &T::publishes(number));
            Ok(refuse(form, refused, "title", &T::edits(number))?)
        }
    }
}

/// Takes it away, or throws a draft away.
pub async fn withdraw<T: Written>(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
    sent: Protected<Fields>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let seen = Some(seen(&sent.form));
    match news.withdraw::<T>(by, number, seen).await {
        Ok(()) => Ok(see_other(&T::desk())),
        Err(fault) => {
            let form = Form::new(&ctx, &T::withdraws(number));
            Ok(refuse(form, fault.into(), "title", &T::edits(number))?)
        }
    }
}
