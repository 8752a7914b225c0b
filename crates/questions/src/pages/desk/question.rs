//! A question, for the experts of its session: as it was asked, what in it may say who somebody is, its parts, its answers,
//! and what was already answered that resembles it.

use super::answer::{self, Fields as Written};
use super::bits::{self, Link};
use super::gone::{self, Words};
use super::queue::{name_of, near};
use super::urls;
use crate::model::{Answer as Given, Expert, Panel, Question, Shown, Stage, Thread, Version};
use crate::rules::{names, status};
use crate::service::{Earlier, Near, PARTS, Panels, begins};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::date::paris_date;
use kernel::{AccountId, Fault, Moment, QuestionId};
use ui::form::{Choices, Input};
use ui::parts::{SummaryList, Tag};
use ui::{Answer, Ctx, Form, Html, Page, Url, dates};

/// A run of the question, and what it may say.
struct Run {
    text: String,
    sort: String,
}

/// An answer as its experts see it.
struct Shows {
    id: String,
    heading: String,
    /// Which answer its buttons act on.
    about: String,
    tags: Vec<Tag>,
    says: Vec<String>,
    body: String,
    versions: Vec<(String, String)>,
    seen: String,
    edit: String,
    edit_text: String,
    publish: Option<Form>,
    read_again: bool,
    hand_over: Option<Form>,
    withdraw: Form,
    withdraw_text: String,
}

/// An earlier answer.
struct Before {
    /// Which answer its button takes up.
    about: String,
    asked: String,
    who: String,
    body: String,
    articles: String,
    source: String,
    boxes: Vec<(String, String, String)>,
}

/// What can be done with a question that waits or is public.
struct Acts {
    take: Option<Form>,
    release: Option<Form>,
    /// Who has it.
    taken: String,
    gather: Option<(Form, String)>,
    reword: Form,
    reword_seen: Html,
    reword_title: String,
    reword_button: String,
    reword_how: String,
    join: Option<Form>,
    join_seen: Html,
    join_open: bool,
    join_near: Option<Choices>,
    refuse: Option<Form>,
    mask: Option<Form>,
    sift: Option<Form>,
    split: Form,
    split_seen: Html,
    split_error: Option<String>,
    split_inputs: Vec<Input>,
    reuse: Form,
    write: Written,
}

/// What was refused, whatever the page still offers: a button that somebody else pressed first is gone from it; and what
/// was typed in a form that is gone.
fn refused(
    panels: &Panels,
    ctx: &Ctx,
    (question, answers): (QuestionId, &[Given]),
    acts: Option<&Acts>,
) -> (Html, Words) {
    let there = |offers: fn(&Acts) -> bool| acts.is_some_and(offers);
    let typed = [
        (Form::new(ctx, &urls::Reword(question)), there(|_| true)),
        (Form::new(ctx, &urls::Split(question)), there(|_| true)),
        (Form::new(ctx, &urls::Write(question)), there(|_| true)),
        (
            Form::new(ctx, &urls::Join(question)),
            there(|acts| acts.join.is_some()),
        ),
        (
            Form::new(ctx, &urls::Refuse(question)),
            there(|acts| acts.refuse.is_some()),
        ),
        (
            Form::new(ctx, &urls::Mask(question)),
            there(|acts| acts.mask.is_some()),
        ),
    ];
    let gone = typed.iter().filter(|(_, there)| !there);
    let words = gone.flat_map(|(form, _)| gone::unshown(panels, ctx, form));
    let words: Words = words.collect();
    let plain = [
        Form::new(ctx, &urls::Take(question)),
        Form::new(ctx, &urls::Release(question)),
        Form::new(ctx, &urls::Gather(question)),
        Form::new(ctx, &urls::Publish(question)),
        Form::new(ctx, &urls::PutBack(question)),
        Form::new(ctx, &urls::Reuse(question)),
    ];
    let of_answers = answers.iter().flat_map(|one| {
        [
            Form::new(ctx, &urls::PublishAnswer(one.id)),
            Form::new(ctx, &urls::HandOver(one.id)),
            Form::new(ctx, &urls::Withdraw(one.id)),
        ]
    });
    let typed = typed.into_iter().map(|(form, _)| form);
    let all: Vec<Form> = typed.chain(plain).chain(of_answers).collect();
    (bits::summary(&all), words)
}

#[derive(Template)]
#[template(path = "expert_question.html")]
struct Work {
    ctx: Ctx,
    summary: Html,
    words: Words,
    heading: String,
    tags: Vec<Tag>,
    facts: SummaryList,
    runs: Vec<Run>,
    found: Vec<String>,
    parts: Vec<(String, bool)>,
    stands: Option<Link>,
    reason: String,
    put_back: Option<Form>,
    public: Option<String>,
    answers: Vec<Shows>,
    id: String,
    names_first: bool,
    waiting: bool,
    like: Vec<Link>,
    before: Vec<Before>,
    acts: Option<Acts>,
}

fn runs(ctx: &Ctx, body: &str) -> (Vec<Run>, Vec<String>) {
    let found = names::find(body);
    let (mut runs, mut said, mut at) = (Vec::new(), Vec::new(), 0);
    let mut push = |range: std::ops::Range<usize>, sort: String| {
        let text = body.get(range).unwrap_or_default().to_owned();
        if !text.is_empty() {
            runs.push(Run { text, sort });
        }
    };
    for one in &found {
        let sort = ctx.t(&["expert-found-", one.sort.name()].concat());
        let text = body.get(one.range.clone()).unwrap_or_default();
        let args: [(&str, &dyn std::fmt::Display); 2] = [("sort", &sort), ("text", &text)];
        said.push(ctx.ta("expert-found-line", &args));
        push(at..one.range.start.max(at), String::new());
        push(one.range.clone(), sort);
        at = one.range.end;
    }
    push(at..body.len(), String::new());
    (runs, said)
}

/// The question with words in place of what may say who somebody is.
fn masked(ctx: &Ctx, body: &str) -> String {
    let words = names::Sort::ALL.map(|sort| ctx.t(&["expert-mask-", sort.name()].concat()));
    let word = |sort: names::Sort| {
        let all = names::Sort::ALL.iter().zip(&words);
        let mut own = all.filter(|(known, _)| **known == sort);
        own.next().map_or("", |(_, word)| word.as_str())
    };
    names::mask(body, &names::find(body), word)
}

fn signed(ctx: &Ctx, one: &Given) -> String {
    let args: [(&str, &dyn std::fmt::Display); 2] = [("name", &one.name), ("title", &one.title)];
    match one.title.is_empty() {
        true => one.name.clone(),
        false => ctx.ta("expert-signed", &args),
    }
}

fn told(ctx: &Ctx, version: &Version) -> String {
    let date = dates::moment(ctx.w, version.at);
    let args: [(&str, &dyn std::fmt::Display); 3] = [
        ("number", &version.number),
        ("date", &date),
        ("name", &version.name),
    ];
    ctx.ta("expert-version", &args)
}

struct Around<'a> {
    panels: &'a Panels,
    ctx: &'a Ctx,
    experts: &'a [Expert],
    me: AccountId,
    now: Moment,
    thread: &'a Thread,
}

impl Around<'_> {
    fn question(&self) -> &Question {
        &self.thread.question
    }

    fn tags(&self) -> Vec<Tag> {
        let (ctx, question) = (self.ctx, self.question());
        let mut tags = vec![match question.shown {
            Shown::Published => {
                let status = self.thread.status().name();
                Tag::good(ctx.t(&["expert-status-", status].concat()))
            }
            other => Tag::plain(ctx.t(&["expert-shown-", other.name()].concat())),
        }];
        if let Some(account) = question.taken {
            let name = name_of(self.experts, account);
            tags.push(Tag::plain(if account == self.me {
                ctx.t("expert-taken-mine")
            } else {
                ctx.ta("expert-taken", &[("name", &name)])
            }));
        }
        tags
    }

    fn facts(&self, panel: &Panel) -> SummaryList {
        let (ctx, said) = (self.ctx, &self.question().said);
        let kind = self.panels.content.kind(&said.kind);
        let kind = kind.map_or("", |kind| kind.name.get(bits::lang(ctx.w)));
        let named = |start: &str, id: &str| match id {
            "" => String::new(),
            id => ctx.t(&[start, id].concat()),
        };
        let asked = self.question().asked;
        let asked = [dates::moment(ctx.w, asked), bits::ago(ctx, asked, self.now)];
        let due = panel
            .due()
            .map(|due| dates::plain_day(ctx.w, paris_date(due)));
        let rows = [
            ("expert-fact-name", said.pseudonym.clone()),
            ("expert-fact-kind", kind.to_owned()),
            (
                "expert-fact-profession",
                named("profession-", &said.profession),
            ),
            ("expert-fact-level", named("level-", &said.level)),
            ("expert-fact-asked", asked.join("\n")),
            ("expert-fact-due", due.unwrap_or_default()),
        ];
        let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
        rows.fold(SummaryList::new(ctx.w), |list, (key, value)| {
            list.row(ctx.t(key), &value)
        })
    }

    async fn answer(&self, one: &Given, number: usize) -> Result<Shows, Fault> {
        let ctx = self.ctx;
        let mut says = vec![signed(ctx, one)];
        if let Some(at) = one.published {
            let date = dates::moment(ctx.w, at);
            says.push(ctx.ta("expert-published-on", &[("date", &date)]));
        }
        if !one.reader.is_empty() {
            says.push(ctx.ta("expert-read-by", &[("name", &one.reader)]));
        }
        if one.source.is_some() {
            says.push(ctx.t("expert-takes-up"));
        }
        if !self.thread.parts.is_empty() {
            let parts: Vec<String> = one.parts.iter().map(u32::to_string).collect();
            says.push(ctx.ta("expert-covers", &[("parts", &parts.join(", "))]));
        }
        let mut tags = vec![Tag::plain(
            ctx.t(&["expert-stage-", one.stage.name()].concat()),
        )];
        let mut versions = Vec::new();
        if one.stage == Stage::Published {
            if !self.panels.moved(one).is_empty() {
                tags.push(Tag::alert(ctx.t("expert-moved-tag")));
            }
            if self.question().shown == Shown::Published {
                let (_, all) = self.panels.versions(one.id).await?;
                let before = all
                    .into_iter()
                    .filter(|version| version.number < one.version);
                versions.extend(before.map(|version| (told(ctx, &version), version.body)));
            }
        }
        let mine = one.author == self.me;
        let reads = one.stage == Stage::Reading && !mine;
        let publishes = reads || (one.stage == Stage::Draft && mine);
        let publishes = publishes && !answer::names_first(self.thread);
        if one.stage == Stage::Reading && mine {
            says.push(ctx.t("expert-other-reads"));
        }
        let published = one.stage == Stage::Published;
        let key = if published {
            "expert-correct"
        } else {
            "expert-change"
        };
        let heading = ctx.ta("expert-answer", &[("number", &number)]);
        Ok(Shows {
            id: ["reponse-", &number.to_string()].concat(),
            about: ctx.ta("expert-about", &[("what", &heading)]),
            heading,
            tags,
            says,
            body: one.body.clone(),
            versions,
            seen: one.changed.0.to_string(),
            edit: urls::Given(one.id).path(),
            edit_text: ctx.t(key),
            publish: publishes.then(|| Form::new(ctx, &urls::PublishAnswer(one.id))),
            read_again: reads,
            hand_over: (one.stage == Stage::Draft).then(|| Form::new(ctx, &urls::HandOver(one.id))),
            withdraw: Form::new(ctx, &urls::Withdraw(one.id)),
            withdraw_text: ctx.t(if published {
                "expert-withdraw"
            } else {
                "expert-drop"
            }),
        })
    }

    fn before(&self, one: Earlier, number: usize) -> Before {
        let ctx = self.ctx;
        let date = dates::plain_day(ctx.w, one.on);
        let args: [(&str, &dyn std::fmt::Display); 3] =
            [("name", &one.name), ("title", &one.title), ("date", &date)];
        let key = match (one.name.is_empty(), one.title.is_empty()) {
            (true, _) => "expert-before-reference",
            (false, true) => "expert-before-function",
            (false, false) => "expert-before-signed",
        };
        let cited = one.articles.iter();
        let cited = cited.filter_map(|id| self.panels.content.article(id));
        let cited: Vec<&str> = cited.map(|article| article.citation.as_str()).collect();
        let open = self.thread.open_parts();
        let parts = self.thread.parts.iter();
        let parts = parts.filter(|part| open.contains(&part.number));
        let boxes = parts.map(|part| {
            let args: [(&str, &dyn std::fmt::Display); 2] =
                [("number", &part.number), ("text", &part.body)];
            (
                format!("reprendre-{number}-{}", part.number),
                part.number.to_string(),
                ctx.ta("expert-part", &args),
            )
        });
        let said = ctx.ta("expert-near", &[("text", &begins(&one.body))]);
        Before {
            about: ctx.ta("expert-about", &[("what", &said)]),
            asked: one.asked,
            who: ctx.ta(key, &args),
            body: one.body,
            articles: cited.join(" ; "),
            source: one.source.text(),
            boxes: boxes.collect(),
        }
    }

    fn acts(&self, same: u64, like: &[Near]) -> Acts {
        let (ctx, question) = (self.ctx, self.question());
        let waiting = question.shown == Shown::Waiting;
        let free = question.taken.is_none();
        let body = match waiting {
            true => masked(ctx, &question.said.body),
            false => question.said.body.clone(),
        };
        let reword = Form::new(ctx, &urls::Reword(question.id))
            .value("question-pseudonym", &question.said.pseudonym)
            .value("question-body", body);
        let (title, button, how) = match waiting {
            true => (
                "expert-publish-as",
                "expert-publish-so",
                "expert-publish-how",
            ),
            false => ("expert-reword", "expert-reword-button", "expert-reword-how"),
        };
        let answered = self.thread.answers.iter();
        let mut answered = answered.filter(|one| one.stage == Stage::Published);
        let join = answered.next().is_none();
        let join = join.then(|| Form::new(ctx, &urls::Join(question.id)));
        let join_near = join.as_ref().filter(|_| !like.is_empty()).map(|form| {
            let radios = form.radios("join-near").legend(ctx.t("expert-join-near"));
            like.iter().fold(radios.small(), |radios, one| {
                radios.option(one.question.to_string(), near(ctx, one).text)
            })
        });
        let parts = self.thread.parts.iter();
        let split = Form::new(ctx, &urls::Split(question.id));
        let split = parts.fold(split, |form, part| {
            form.value(format!("split-{}", part.number), &part.body)
        });
        let split_inputs = (1..=PARTS).map(|number| {
            let field = format!("split-{number}");
            let label = ctx.ta("expert-split-part", &[("number", &number)]);
            split.input(&field).label(label)
        });
        let now = status::seen(question, &self.thread.parts);
        let form = Form::new(ctx, &urls::Write(question.id));
        let kind = &question.said.kind;
        let form = match kind.is_empty() {
            true => form,
            false => form.value("answer-kinds", kind),
        };
        Acts {
            take: free.then(|| Form::new(ctx, &urls::Take(question.id))),
            release: (!free).then(|| Form::new(ctx, &urls::Release(question.id))),
            taken: question.taken.map(|by| by.to_string()).unwrap_or_default(),
            gather: (same > 0).then(|| {
                let says = ctx.ta("expert-gather", &[("count", &same)]);
                (Form::new(ctx, &urls::Gather(question.id)), says)
            }),
            reword_seen: bits::seen(&reword, &now),
            reword,
            reword_title: ctx.t(title),
            reword_button: ctx.t(button),
            reword_how: ctx.t(how),
            join_open: join.as_ref().is_some_and(Form::has_problems),
            join_seen: join
                .as_ref()
                .map(|form| bits::seen(form, &now))
                .unwrap_or_default(),
            join_near,
            join,
            refuse: waiting.then(|| Form::new(ctx, &urls::Refuse(question.id))),
            mask: (!waiting).then(|| Form::new(ctx, &urls::Mask(question.id))),
            sift: waiting.then(|| Form::new(ctx, &urls::Sift(question.panel))),
            split_seen: bits::seen(&split, &now),
            split_error: split.error("split-parts"),
            split_inputs: split_inputs.collect(),
            split,
            reuse: Form::new(ctx, &urls::Reuse(question.id)),
            write: answer::fields(self.panels, ctx, form, self.thread),
        }
    }
}

/// The page.
pub async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<QuestionId>,
) -> Answer {
    let person = visiting.person()?;
    let (panel, thread, hits) = panels.working(person, id).await?;
    let experts = panels.experts(panel.id).await?;
    let question = &thread.question;
    let around = Around {
        panels: &panels,
        ctx: &ctx,
        experts: &experts,
        me: person.account,
        now: panels.now(),
        thread: &thread,
    };
    let acts = matches!(question.shown, Shown::Waiting | Shown::Published);
    let (same, like) = panels.near(person, question).await?;
    let acts = acts.then(|| around.acts(same, &like));
    let mut before = Vec::new();
    if acts.is_some() {
        for hit in &hits {
            for one in panels.earlier(hit).await? {
                before.push(around.before(one, before.len()));
            }
        }
    }
    let mut answers = Vec::new();
    let standing = thread.answers.iter();
    for one in standing.filter(|one| one.stage != Stage::Withdrawn) {
        answers.push(around.answer(one, answers.len() + 1).await?);
    }
    let open = thread.open_parts();
    let parts = thread.parts.iter().map(|part| {
        let args: [(&str, &dyn std::fmt::Display); 2] =
            [("number", &part.number), ("text", &part.body)];
        (ctx.ta("expert-part", &args), !open.contains(&part.number))
    });
    let waiting = question.shown == Shown::Waiting;
    let (runs, found) = runs(&ctx, &question.said.body);
    let stands = question.joined.filter(|_| question.shown == Shown::Joined);
    let given = (id, thread.answers.as_slice());
    let (summary, words) = refused(&panels, &ctx, given, acts.as_ref());
    Ok(Page::new(Work {
        summary,
        words,
        heading: match question.place {
            Some(place) => {
                let name = &question.said.pseudonym;
                let args: [(&str, &dyn std::fmt::Display); 2] =
                    [("number", &place), ("name", name)];
                ctx.ta("expert-question-numbered", &args)
            }
            None => ctx.ta("expert-question", &[("name", &question.said.pseudonym)]),
        },
        tags: around.tags(),
        facts: around.facts(&panel),
        runs,
        found: if waiting { found } else { Vec::new() },
        parts: parts.collect(),
        stands: stands.map(|to| Link::to(ctx.t("expert-stands"), urls::Work(to).path())),
        reason: question.said.reason.clone(),
        put_back: (question.shown == Shown::Refused).then(|| Form::new(&ctx, &urls::PutBack(id))),
        public: (question.shown == Shown::Published)
            .then(|| crate::pages::urls::Question(id.to_string()).path()),
        like: like.iter().map(|one| near(&ctx, one)).collect(),
        before,
        id: id.to_string(),
        names_first: answer::names_first(&thread),
        waiting,
        answers,
        acts,
        ctx: ctx.clone().with_back(&urls::Queue(panel.id)),
    })
    .into_response())
}
