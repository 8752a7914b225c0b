//! The summary: what somebody who was given access needs to know in two minutes, and what is said between those who
//! follow the dossier (N025, N040).

use super::step::{tag, title};
use super::{history, home, notes, open, say, urls};
use crate::agenda::days;
use crate::desk;
use crate::follow::Follow;
use crate::model::{Case, Event};
use crate::plans;
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::{Action, may};
use accounts::teams::{Held, TeamNote};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use guide::plan::plan;
use kernel::{Code, GrantId};
use seal::entry::By;
use seal::grant::Rights;
use ui::parts::Tag;
use ui::{Answer, Ctx, Form, Page, Problems, Protected, Url, dates, see_other};

struct Fact {
    when: String,
    what: String,
    author: String,
}

struct Step {
    title: String,
    tag: Tag,
}

struct Piece {
    text: String,
    url: String,
}

struct Said {
    who: String,
    at: String,
    text: String,
}

#[derive(Template)]
#[template(path = "summary.html")]
struct Summary {
    ctx: Ctx,
    form: Option<Form>,
    title: String,
    access: String,
    opened_on: String,
    kinds: Vec<String>,
    next: Vec<String>,
    story: String,
    facts: Vec<Fact>,
    steps: Vec<Step>,
    letters: Vec<String>,
    pieces: Vec<Piece>,
    said: Vec<Said>,
    work: String,
    owner: bool,
    since: Option<Since>,
    team: Option<Team>,
}

/// What others did since the last visit.
struct Since {
    title: String,
    what: Vec<String>,
}

/// What the team wrote for itself.
struct Team {
    title: String,
    follows: String,
    form: Form,
    mine: bool,
    notes: Vec<Said>,
}

fn since(dossiers: &Dossiers, ctx: &Ctx, opened: &Opened, visit: &str) -> Option<Since> {
    let (at, events) = desk::changes(opened, visit)?;
    let day = dates::moment(ctx.w, at);
    let line = |event: &&Event| {
        let kind = say::entry(ctx.w, event);
        match history::what(dossiers, ctx, event) {
            what if what.is_empty() => kind,
            what => [kind, " : ".to_owned(), what].concat(),
        }
    };
    Some(Since {
        title: ctx.ta("summary-since", &[("date", &day)]),
        what: events.iter().map(line).collect(),
    })
}

fn team(ctx: &Ctx, grant: GrantId, held: &Held, notes: &[TeamNote]) -> Team {
    let follows = notes.iter().rev().find_map(|note| note.follows.as_deref());
    let follows = follows.filter(|name| !name.is_empty());
    let mine = follows == Some(held.me.as_str());
    let said = |note: &TeamNote| Said {
        who: match note.follows.as_deref() {
            None => note.who.clone(),
            Some("") => ctx.ta("summary-unfollow-said", &[("who", &note.who)]),
            Some(name) => ctx.ta(
                "summary-follow-said",
                &[("who", &note.who), ("name", &name)],
            ),
        },
        at: dates::moment(ctx.w, note.at()),
        text: note.text.clone(),
    };
    Team {
        title: ctx.ta("summary-team", &[("team", &held.team.name)]),
        follows: match follows {
            None => ctx.t("summary-follows-nobody"),
            Some(_) if mine => ctx.t("summary-follows-me"),
            Some(name) => ctx.ta("summary-follows", &[("name", &name)]),
        },
        form: Form::new(ctx, &urls::TeamNotes(grant)),
        mine,
        notes: notes.iter().map(said).collect(),
    }
}

/// Who says something: the owner, or the name that she chose her by.
pub(super) fn who(ctx: &Ctx, case: &Case, by: By) -> String {
    match by {
        By::Reader(number) => match case.share(number) {
            Some(share) if share.program => ctx.ta("programs-name", &[("name", &share.name)]),
            Some(share) => share.name.clone(),
            None => String::new(),
        },
        _ => ctx.t("summary-owner"),
    }
}

/// A team, with its member who speaks.
pub(super) fn member(reader: String, who: &str) -> String {
    if who.is_empty() {
        reader
    } else {
        [reader.as_str(), " (", who, ")"].concat()
    }
}

fn facts(ctx: &Ctx, case: &Case) -> Vec<Fact> {
    let mut facts: Vec<_> = case.facts.iter().collect();
    facts.sort_by_key(|fact| fact.text.when.first());
    facts
        .into_iter()
        .map(|fact| {
            let author = ctx.t(&["author-", fact.text.author.name()].concat());
            let name = &fact.text.author_name;
            Fact {
                when: say::when(ctx.w, &fact.text.when),
                what: fact.text.what.clone(),
                author: match name.as_str() {
                    "" => author,
                    name => [name, " · ", &author].concat(),
                },
            }
        })
        .collect()
}

fn letters(dossiers: &Dossiers, ctx: &Ctx, case: &Case) -> Vec<String> {
    let lang = super::plan::lang(ctx.w);
    let letters = case.letters.iter();
    letters
        .map(|letter| {
            let name = dossiers.content.models.name(&letter.id);
            let name = name.map_or(letter.id.as_str(), |name| name.get(lang));
            let state = match (&letter.sent, letter.final_sha256, letter.by) {
                (Some(sent), ..) => {
                    let day = dates::plain_day(ctx.w, sent.on);
                    ctx.ta("summary-letter-sent", &[("date", &day)])
                }
                (None, Some(_), _) => ctx.t("summary-letter-final"),
                (None, None, By::Reader(_)) => {
                    let who = who(ctx, case, letter.by);
                    ctx.ta("summary-letter-proposed", &[("name", &who)])
                }
                (None, None, _) => ctx.t("summary-letter-draft"),
            };
            [name, " : ", &state].concat()
        })
        .collect()
}

fn page(
    dossiers: &Dossiers,
    ctx: Ctx,
    grant: GrantId,
    opened: &Opened,
    (visit, notes): (&str, &[TeamNote]),
) -> Summary {
    let (content, case, today) = (dossiers.content, &opened.case, dossiers.today());
    let rights = opened.keyring.rights;
    let found = plan(content, &plans::of_case(content, case), today);
    let lang = super::plan::lang(ctx.w);
    let steps = Follow::all(content, case).into_iter().map(|follow| Step {
        title: title(dossiers, &found, &follow.subject)
            .map_or(follow.subject.id(), |text| text.get(lang))
            .to_owned(),
        tag: tag(ctx.w, follow.state()),
    });
    let kinds = case.qualification.chosen.iter();
    let kinds = kinds.filter_map(|id| content.kind(id));
    let pieces = case.pieces.iter().map(|piece| Piece {
        text: say::piece(ctx.w, piece),
        url: urls::PieceBytes(grant, piece.seq).path(),
    });
    let said = case.comments.iter().map(|one| Said {
        who: member(who(&ctx, case, one.by), &one.who),
        at: dates::moment(ctx.w, one.at),
        text: one.text.clone(),
    });
    let access = match rights {
        Rights::Act(n) | Rights::Comment(n) | Rights::Read(n) => case
            .share(n)
            .map(|share| super::share::access(&ctx, share, true)),
        Rights::Owner => None,
    };
    let can = |action| {
        let actor = kernel::Actor::Person(kernel::AccountId::new([0; 16]));
        may(actor, action, rights).is_ok()
    };
    let kept = days(content, case, today);
    Summary {
        form: can(Action::Comment).then(|| Form::new(&ctx, &urls::Summary(grant))),
        title: home::name(&ctx, case),
        access: access.unwrap_or_default(),
        opened_on: super::list::opened_on(&ctx, case),
        kinds: kinds.map(|kind| kind.name.get(lang).to_owned()).collect(),
        next: kept
            .iter()
            .map(|keep| notes::keep(ctx.w, content, keep))
            .collect(),
        story: case.story.clone(),
        facts: facts(&ctx, case),
        steps: steps.collect(),
        letters: letters(dossiers, &ctx, case),
        pieces: pieces.collect(),
        said: said.collect(),
        work: if can(Action::Read) {
            urls::Home(grant).path()
        } else {
            String::new()
        },
        owner: rights == Rights::Owner,
        since: since(dossiers, &ctx, opened, visit),
        team: opened
            .team
            .as_ref()
            .map(|held| team(&ctx, grant, held, notes)),
        ctx: if rights == Rights::Owner {
            ctx.with_back(&urls::Shares(grant))
        } else {
            ctx.with_back(&urls::List)
        },
    }
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Look).await?;
    let notes = dossiers.team_notes(&opened).await?;
    let visit = super::visit(&visiting);
    let page = page(&dossiers, ctx, grant, &opened, (&visit, &notes));
    Ok(Page::new(page).into_response())
}

/// A note of the team, or who follows the dossier.
#[derive(serde::Deserialize)]
pub struct TeamWords {
    #[serde(default)]
    note: String,
    /// `moi` or `personne`.
    follow: Option<String>,
}

/// Keeps what a member writes for her team.
pub async fn post_team(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<TeamWords>,
) -> Answer {
    let here = urls::Summary(grant);
    let opened = open(&dossiers, &visiting, grant, Action::Look).await?;
    let words = &sent.form;
    let why = match dossiers
        .write_team_note(&opened, &words.note, words.follow.as_deref())
        .await
    {
        Ok(()) => return Ok(see_other(&here)),
        Err(fault) => match fault.code() {
            Code::Invalid => "summary-team-nothing",
            Code::TooLarge => "summary-team-long",
            _ => return Err(fault.into()),
        },
    };
    let mut problems = Problems::new();
    problems.add("note", why);
    Ok(Form::new(&ctx, &urls::TeamNotes(grant))
        .value("note", words.note.as_str())
        .problems(problems)
        .refuse(&here))
}

/// What is said.
#[derive(serde::Deserialize)]
pub struct Words {
    #[serde(default)]
    text: String,
}

/// Keeps what is said.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Words>,
) -> Answer {
    let here = urls::Summary(grant);
    let opened = open(&dossiers, &visiting, grant, Action::Comment).await?;
    let why = match dossiers.say(&opened, &sent.form.text, sent.nonce).await {
        Ok(()) => return Ok(see_other(&here)),
        Err(fault) => match fault.code() {
            Code::Invalid => "summary-say-nothing",
            Code::TooLarge => "summary-say-long",
            _ => return Err(fault.into()),
        },
    };
    let mut problems = Problems::new();
    problems.add("text", why);
    Ok(Form::new(&ctx, &here)
        .value("text", sent.form.text.as_str())
        .problems(problems)
        .refuse(&here))
}
