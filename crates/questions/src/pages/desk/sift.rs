//! Many questions at once: what they have in common, how many they are, and only then what becomes of them. Each step is a
//! form of one address, so that nothing of what was typed or sealed stands in any.

use super::act::Act;
use super::bits::{self, Link};
use super::gone::{self, Words};
use super::urls;
use crate::rules::sift::Slot;
use crate::service::{Choice, Panels, Refused, Repeats, Sample, Sifted, View, Wrong, begins};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::{Code, Moment, PanelId, QuestionId, RefusalId};
use ui::form::Select;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Url, dates, see_other, see_other_path};

/// The form of the queue to which its boxes belong.
pub(super) const BOXES: &str = "choix";
/// The moment at which those that were chosen were counted.
const UNTIL: &str = "until";
/// Since when they came, and before when.
const SINCE: &str = "since";
const BEFORE: &str = "before";

/// Those that were ticked, one or several in a field.
fn ids(all: &[String]) -> Vec<QuestionId> {
    let each = all.iter().flat_map(|some| some.split_whitespace());
    each.filter_map(|id| id.parse().ok()).collect()
}

fn joined(ids: &[QuestionId]) -> String {
    let all: Vec<String> = ids.iter().map(QuestionId::to_string).collect();
    all.join(" ")
}

/// A choice as fields write it.
fn read(all: impl Fn(&str) -> Vec<String>) -> Choice {
    let first = |name: &str| all(name).into_iter().next().unwrap_or_default();
    let moment = |name: &str| first(name).parse().ok().map(Moment);
    Choice {
        ids: ids(&all("ids")),
        phrase: first("phrase").trim().to_owned(),
        like: first("like").parse().ok(),
        same: first("same").parse().ok(),
        from: moment(SINCE),
        to: moment(BEFORE),
    }
}

/// The fields of a choice.
fn fields(choice: &Choice) -> Fields {
    let mut all: Vec<(&str, String)> = vec![
        ("phrase", choice.phrase.clone()),
        ("ids", joined(&choice.ids)),
    ];
    let one = |id: QuestionId| id.to_string();
    all.extend(choice.like.map(one).map(|id| ("like", id)));
    all.extend(choice.same.map(one).map(|id| ("same", id)));
    let at = |at: Moment| at.0.to_string();
    all.extend(choice.from.map(at).map(|at| (SINCE, at)));
    all.extend(choice.to.map(at).map(|at| (BEFORE, at)));
    let all = all.into_iter().filter(|(_, value)| !value.is_empty());
    Fields(all.map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A box that keeps what was chosen otherwise than by words.
struct Kept {
    name: &'static str,
    value: String,
    label: String,
}

/// Those that were chosen.
struct Found {
    count: usize,
    title: String,
    busy: String,
    least: bool,
    sample: Vec<Link>,
    hidden: Vec<Html>,
    refuse: String,
    join: String,
}

/// Something that repeats itself.
struct Group {
    text: String,
    times: String,
    name: &'static str,
    value: String,
}

/// Groups of one sort.
struct Sort {
    title: String,
    all: Vec<Group>,
}

#[derive(Template)]
#[template(path = "expert_sift.html")]
struct Sifting {
    ctx: Ctx,
    summary: Html,
    theme: String,
    form: Form,
    since: Select,
    before: Select,
    kept: Vec<Kept>,
    found: Option<Found>,
    words: Words,
    repeats: Vec<Sort>,
}

fn found(ctx: &Ctx, form: &Form, choice: &Choice, sifted: &Sifted) -> Found {
    let count = sifted.count;
    let until = sifted.until.0.to_string();
    let hidden = fields(choice).0.into_iter();
    let hidden = hidden.map(|(name, value)| form.hidden(&name, &value));
    let sample = sifted.sample.iter().map(|one| {
        let text = begins(&one.said.body);
        Link::to(
            ctx.ta("expert-near", &[("text", &text)]),
            urls::Work(one.id).path(),
        )
    });
    Found {
        count,
        title: ctx.ta("expert-sift-count", &[("count", &count)]),
        busy: match sifted.busy {
            0 => String::new(),
            busy => ctx.ta("expert-sift-busy", &[("count", &busy)]),
        },
        least: choice.like.is_some() || !choice.phrase.is_empty(),
        sample: sample.collect(),
        hidden: hidden.chain([form.hidden(UNTIL, &until)]).collect(),
        refuse: ctx.ta("expert-sift-refuse", &[("count", &count)]),
        join: ctx.ta("expert-sift-join", &[("count", &count)]),
    }
}

fn times(ctx: &Ctx, form: &Form, slots: &[Slot], (name, label): (&str, &str)) -> Select {
    let select = form.select(name).label(ctx.t(label));
    let select = select.option("", ctx.t("expert-sift-any"));
    slots.iter().fold(select, |select, slot| {
        let at = if name == BEFORE { slot.to } else { slot.from };
        let date = dates::moment(ctx.w, at);
        let args: [(&str, &dyn std::fmt::Display); 2] = [("date", &date), ("count", &slot.count)];
        select.option(at.0.to_string(), ctx.ta("expert-sift-slot", &args))
    })
}

fn repeats(ctx: &Ctx, repeats: &Repeats) -> Vec<Sort> {
    let times = |count: &dyn std::fmt::Display| ctx.ta("expert-times", &[("count", count)]);
    let quoted = |one: &Sample| ctx.ta("expert-near", &[("text", &begins(&one.said.body))]);
    let same = repeats.same.iter().map(|(one, count)| Group {
        text: quoted(one),
        times: times(count),
        name: "same",
        value: one.id.to_string(),
    });
    let carried = repeats.carried.iter().map(|(what, count)| Group {
        text: what.clone(),
        times: times(count),
        name: "phrase",
        value: what.clone(),
    });
    let alike = repeats.alike.iter().map(|(one, count)| Group {
        text: quoted(one),
        times: times(count),
        name: "like",
        value: one.id.to_string(),
    });
    let among = |key| ctx.ta(key, &[("count", &repeats.among)]);
    let sorts = [
        (ctx.t("expert-sift-repeat-same"), same.collect()),
        (among("expert-sift-repeat-carried"), carried.collect()),
        (among("expert-sift-repeat-alike"), alike.collect()),
    ];
    let sorts = sorts.into_iter().map(|(title, all)| Sort { title, all });
    sorts.filter(|sort| !sort.all.is_empty()).collect()
}

/// What is chosen otherwise than by words and times: it may be taken off again.
fn kept(ctx: &Ctx, choice: &Choice, sifted: Option<&Sifted>) -> Vec<Kept> {
    let mut all = Vec::new();
    let count = choice.ids.len();
    if count > 0 {
        all.push(Kept {
            name: "ids",
            value: joined(&choice.ids),
            label: ctx.ta("expert-sift-ticked", &[("count", &count)]),
        });
    }
    let about = sifted.and_then(|sifted| sifted.about.as_deref());
    let text = about.map(begins).unwrap_or_default();
    for (name, id, key) in [
        ("like", choice.like, "expert-sift-like"),
        ("same", choice.same, "expert-sift-same"),
    ] {
        all.extend(id.map(|id| Kept {
            name,
            value: id.to_string(),
            label: ctx.ta(key, &[("text", &text)]),
        }));
    }
    all
}

/// The page.
pub async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<PanelId>,
) -> Answer {
    let person = visiting.person()?;
    let common = panels.repeats(person, id).await?;
    let panel = panels.panel(id).await?;
    let form = Form::new(&ctx, &urls::Sift(id));
    let choice = read(|name| form.all(name));
    let sifted = match panels.sift(person, id, &choice).await {
        Ok(sifted) => Some(sifted),
        // Nothing is said of them yet, or the question that they were to resemble was taken back.
        Err(Refused::Wrong(_)) => None,
        Err(Refused::Fault(fault)) if fault.code() == Code::NotFound => None,
        Err(Refused::Fault(fault)) => return Err(fault.into()),
    };
    let offers = sifted.as_ref().is_some_and(|sifted| sifted.count > 0);
    let typed = |name: &str| match name {
        // It stands in its own field.
        "phrase" => Vec::new(),
        _ => form.all(name),
    };
    let words = match offers || !form.has_problems() {
        true => Words::new(),
        false => gone::words(&panels, &ctx, typed),
    };
    Ok(Page::new(Sifting {
        words,
        summary: form.summary(),
        theme: panel.theme,
        since: times(&ctx, &form, &common.slots, (SINCE, "expert-sift-since")),
        before: times(&ctx, &form, &common.slots, (BEFORE, "expert-sift-before")),
        kept: kept(&ctx, &choice, sifted.as_ref()),
        found: sifted.map(|sifted| found(&ctx, &form, &choice, &sifted)),
        repeats: repeats(&ctx, &common),
        form,
        ctx: ctx.clone().with_back(&urls::Queue(id)),
    })
    .into_response())
}

/// Counts those that are chosen; refuses them, or joins them to another, once they were seen.
pub async fn post(act: Act<PanelId>) -> Answer {
    let (person, id, page) = (act.person()?, act.id, urls::Sift(act.id));
    act.panels.seat(person, id).await?;
    let all = |name: &str| act.sent.all(name).map(str::to_owned).collect();
    let mut choice = read(all);
    let until = Moment(act.text(UNTIL).parse().unwrap_or_default());
    let (done, view) = match act.text("then") {
        "refuse" => {
            let why = act.text("reason");
            let done = act.panels.refuse_all(person, id, &choice, until, why).await;
            (done.map(drop), View::Away)
        }
        "join" => {
            let done = match act.numbered(id, "number").await? {
                Some(into) => act.panels.join_all(person, id, &choice, until, into).await,
                None => Err(Refused::Wrong(vec![Wrong::of(
                    "number",
                    "expert-wrong-join",
                )])),
            };
            (done.map(drop), View::Waiting)
        }
        "clear" => return Ok(see_other(&page)),
        then => {
            if then == "page" {
                choice.ids = ids(&[act.text("here").to_owned()]);
            }
            return match act.panels.may_sift(person, id, &choice).await {
                Ok(()) => {
                    let form = Form::new(&act.ctx, &page).filled(&fields(&choice));
                    Ok(form.refuse(&page))
                }
                Err(refused) => act.back(refused, (&page, &page), ("", "phrase")),
            };
        }
    };
    match done {
        Ok(()) => Ok(see_other_path(&bits::view_url(id, view, 1))),
        Err(refused) => act.back(refused, (&page, &page), ("", "phrase")),
    }
}

/// Lets what was refused together wait again.
pub async fn put_back(act: Act<(PanelId, RefusalId)>) -> Answer {
    let (id, refusal) = act.id;
    act.panels.put_back_all(act.person()?, id, refusal).await?;
    Ok(see_other_path(&bits::view_url(id, View::Waiting, 1)))
}
