//! The queue of a session: the oldest first, with what can be done at once.

use super::act::Act;
use super::bits::{self, Link, Steps};
use super::sift::BOXES;
use super::urls;
use crate::model::{Expert, Shown};
use crate::rules::names;
use crate::service::{Near, Panels, Queued, SHOWN, View, begins};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use kernel::date::paris_date;
use kernel::{AccountId, Moment, PanelId};
use ui::parts::Tag;
use ui::{Answer, Ctx, Form, Html, Page, Url, dates};

/// Pages before and after this one that links lead to.
const AROUND: u32 = 5;

/// What is asked of it.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    vue: String,
    #[serde(default)]
    page: String,
}

/// Questions refused together.
struct Refused {
    says: String,
    reason: String,
    form: Form,
}

/// A question of the queue.
struct Row {
    id: String,
    /// Which question its buttons act on.
    of: String,
    begins: String,
    name: String,
    href: String,
    text: String,
    age: String,
    tags: Vec<Tag>,
    says: Vec<String>,
    like: Vec<Link>,
    /// Set where it can be acted upon.
    acts: Option<Acts>,
}

struct Acts {
    take: Option<Form>,
    release: Option<Form>,
    /// Who has it.
    taken: String,
    publish: Option<Form>,
    gather: Option<(Form, String)>,
}

#[derive(Template)]
#[template(path = "expert_queue.html")]
struct Queue {
    ctx: Ctx,
    theme: String,
    state: String,
    summary: Html,
    steps: Steps,
    report: String,
    views: Vec<Link>,
    view: String,
    from: String,
    /// Its boxes are sent with it.
    boxes: Option<Form>,
    here: String,
    sift: String,
    refused: Vec<Refused>,
    rows: Vec<Row>,
    pages: Vec<Link>,
}

/// What a link to a question that resembles says.
pub(super) fn near(ctx: &Ctx, one: &Near) -> Link {
    let text = match one.place {
        Some(place) => {
            let args: [(&str, &dyn std::fmt::Display); 2] =
                [("number", &place), ("text", &one.begins)];
            ctx.ta("expert-near-numbered", &args)
        }
        None => ctx.ta("expert-near", &[("text", &one.begins)]),
    };
    Link::to(text, urls::Work(one.question).path())
}

/// The name of an expert of the session.
pub(super) fn name_of(experts: &[Expert], account: AccountId) -> String {
    let mut found = experts.iter().filter(|one| one.account == account);
    found.next().map(|one| one.name.clone()).unwrap_or_default()
}

struct Around<'a> {
    ctx: &'a Ctx,
    experts: &'a [Expert],
    me: AccountId,
    now: Moment,
}

impl Around<'_> {
    fn tags(&self, one: &Queued) -> Vec<Tag> {
        let (ctx, question) = (self.ctx, &one.thread.question);
        let mut tags = Vec::new();
        let status = one.thread.status().name();
        match question.shown {
            Shown::Waiting => {}
            Shown::Published => {
                tags.push(Tag::good(ctx.t(&["expert-status-", status].concat())));
            }
            other => tags.push(Tag::plain(ctx.t(&["expert-shown-", other.name()].concat()))),
        }
        if let Some(account) = question.taken {
            let text = if account == self.me {
                ctx.t("expert-taken-mine")
            } else {
                let name = name_of(self.experts, account);
                ctx.ta("expert-taken", &[("name", &name)])
            };
            tags.push(Tag::plain(text));
        }
        if one.same > 0 {
            let times = one.same.saturating_add(1);
            tags.push(Tag::plain(ctx.ta("expert-times", &[("count", &times)])));
        }
        if one.late {
            tags.push(Tag::alert(ctx.t("expert-overdue")));
        }
        tags
    }

    fn acts(&self, one: &Queued) -> Option<Acts> {
        let (ctx, question) = (self.ctx, &one.thread.question);
        if !matches!(question.shown, Shown::Waiting | Shown::Published) {
            return None;
        }
        let waiting = question.shown == Shown::Waiting;
        let free = question.taken.is_none();
        // Words that may say who somebody is are read on the page of the question first.
        let plain = names::find(&question.said.body).is_empty();
        Some(Acts {
            take: free.then(|| Form::new(ctx, &urls::Take(question.id))),
            release: (!free).then(|| Form::new(ctx, &urls::Release(question.id))),
            taken: question.taken.map(|by| by.to_string()).unwrap_or_default(),
            publish: (waiting && plain).then(|| Form::new(ctx, &urls::Publish(question.id))),
            gather: (one.same > 0).then(|| {
                let says = ctx.ta("expert-gather", &[("count", &one.same)]);
                (Form::new(ctx, &urls::Gather(question.id)), says)
            }),
        })
    }

    fn row(&self, one: &Queued) -> Row {
        let (ctx, question) = (self.ctx, &one.thread.question);
        let mut says = Vec::new();
        if question.shown == Shown::Waiting && !names::find(&question.said.body).is_empty() {
            says.push(ctx.t("expert-names-there"));
        }
        if let Some(due) = one.due {
            let due = dates::plain_day(ctx.w, paris_date(due));
            says.push(ctx.ta("expert-due", &[("date", &due)]));
        }
        let drafts = one.thread.answers.iter();
        let drafts = drafts.filter(|answer| answer.version == 0);
        let drafts = drafts.count();
        if drafts > 0 {
            says.push(ctx.ta("expert-drafts", &[("count", &drafts)]));
        }
        let begins = begins(&question.said.body);
        let args: [(&str, &dyn std::fmt::Display); 2] =
            [("name", &question.said.pseudonym), ("text", &begins)];
        Row {
            id: question.id.to_string(),
            of: ctx.ta("expert-of", &args),
            begins: ctx.ta("expert-near", &[("text", &begins)]),
            name: match question.place {
                Some(place) => {
                    let name = &question.said.pseudonym;
                    let args: [(&str, &dyn std::fmt::Display); 2] =
                        [("number", &place), ("name", name)];
                    ctx.ta("expert-question-numbered", &args)
                }
                None => ctx.ta("expert-question", &[("name", &question.said.pseudonym)]),
            },
            href: urls::Work(question.id).path(),
            text: question.said.body.clone(),
            age: bits::ago(ctx, question.asked, self.now),
            tags: self.tags(one),
            says,
            like: one.like.iter().map(|other| near(ctx, other)).collect(),
            acts: self.acts(one),
        }
    }
}

/// The pages of a queue that links lead to: the first, the last, and those around this one.
fn numbers(here: u32, last: u32) -> Vec<u32> {
    let near = here.saturating_sub(AROUND)..=here.saturating_add(AROUND);
    let shown = |page: &u32| *page == 1 || *page == last || near.contains(page);
    (1..=last).filter(|_| last > 1).filter(shown).collect()
}

/// The page.
pub async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<PanelId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let person = visiting.person()?;
    let view = View::read(&asked.vue).unwrap_or(View::Waiting);
    let number = asked.page.parse().unwrap_or(1_u32).max(1);
    let skip = number.saturating_sub(1).saturating_mul(SHOWN);
    let (found, count) = panels.queue(person, id, view, skip).await?;
    let panel = panels.panel(id).await?;
    let experts = panels.experts(id).await?;
    let around = Around {
        ctx: &ctx,
        experts: &experts,
        me: person.account,
        now: panels.now(),
    };
    let mut refused = Vec::new();
    if view == View::Away {
        for (one, name) in panels.refusals(person, id).await? {
            let date = dates::moment(ctx.w, one.at);
            let args: [(&str, &dyn std::fmt::Display); 3] =
                [("date", &date), ("name", &name), ("count", &one.count)];
            refused.push(Refused {
                says: ctx.ta("expert-refused", &args),
                reason: one.reason,
                form: Form::new(&ctx, &urls::PutBackAll(id, one.id)),
            });
        }
    }
    let boxes = view == View::Waiting && !found.is_empty();
    let here: Vec<String> = found
        .iter()
        .map(|one| one.thread.question.id.to_string())
        .collect();
    let rows: Vec<Row> = found.iter().map(|one| around.row(one)).collect();
    let views = View::ALL.map(|one| Link {
        text: ctx.t(&["expert-view-", one.name()].concat()),
        href: bits::view_url(id, one, 1),
        here: one == view,
    });
    let last = u32::try_from(count.div_ceil(u64::from(SHOWN))).unwrap_or(u32::MAX);
    let pages = numbers(number, last).into_iter();
    let pages = pages.map(|page| Link {
        text: ctx.ta("expert-page", &[("number", &page)]),
        href: bits::view_url(id, view, page),
        here: page == number,
    });
    let steps = Steps::of(&ctx, &panel, &urls::Evening(id));
    let args: [(&str, &dyn std::fmt::Display); 1] = [("count", &count)];
    Ok(Page::new(Queue {
        theme: panel.theme.clone(),
        state: bits::standing(&ctx, &panel),
        summary: bits::summary([&steps.form]),
        report: urls::Report(id).path(),
        views: views.into_iter().collect(),
        view: ctx.ta(&["expert-count-", view.name()].concat(), &args),
        from: [view.name(), ".", &number.to_string()].concat(),
        boxes: boxes.then(|| Form::new(&ctx, &urls::Sift(id)).named(BOXES)),
        here: here.join(" "),
        sift: urls::Sift(id).path(),
        refused,
        rows,
        pages: pages.collect(),
        steps,
        ctx: ctx.with_back(&urls::Experts),
    })
    .into_response())
}

/// Opens, closes: an expert may, on the evening.
pub async fn moves(act: Act<PanelId>) -> Answer {
    act.panels.seat(act.person()?, act.id).await?;
    let done = bits::go(&act).await;
    let forms = (&urls::Evening(act.id), &urls::Queue(act.id));
    act.ends(done, forms, bits::STATE)
}
