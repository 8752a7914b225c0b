//! An episode, for those who write: its words, its sound.

use super::{before, kind_boxes, problems, refuse, ticked, urls};
use crate::model::{Chapter, Episode, Speaker, State as Life, Wrong};
use crate::rules::clock::{self, Misread};
use crate::rules::{chapters, clean, line, speakers};
use crate::service::{By, News, Refused};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::{Code, Fault};
use ui::protected::cut;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, ProtectedMultipart, Url, see_other};

#[derive(Template)]
#[template(path = "news_edit_episode.html")]
struct Edit {
    ctx: Ctx,
    heading: String,
    form: Form,
    kinds: Html,
    version: String,
    save: String,
    sound: Option<Form>,
    kept: String,
    publish: Option<Form>,
    withdraw: Option<Form>,
    public: String,
    before: Vec<(String, Episode)>,
}

/// As they are typed.
fn written(chapters: &[Chapter]) -> String {
    let lines = chapters.iter();
    let lines = lines.map(|one| [&clock::write(one.at), " ", &one.title].concat());
    lines.collect::<Vec<_>>().join("\n")
}

fn filled(form: Form, text: &Episode) -> Form {
    let lasts = match text.seconds {
        0 => String::new(),
        seconds => clock::write(seconds),
    };
    let names: Vec<String> = text.speakers.iter().map(Speaker::line).collect();
    let mut form = form
        .value("title", &text.title)
        .value("theme", &text.theme)
        .value("summary", &text.summary)
        .value("speakers", names.join("\n"))
        .value("seconds", lasts)
        .value("chapters", written(&text.chapters))
        .value("transcript", &text.transcript);
    for id in &text.kinds {
        form = form.value("kinds", id);
    }
    form
}

/// What was typed, without a sound.
///
/// # Errors
/// A length or a chapter that cannot be read.
pub(crate) fn read(fields: &Fields) -> Result<Episode, Refused> {
    let lasts = line(fields.text("seconds"));
    let seconds = match lasts.as_str() {
        "" => Some(0),
        typed => clock::read(typed),
    };
    let parts = chapters(fields.text("chapters"));
    let mut wrong = Vec::new();
    if seconds.is_none() {
        wrong.push(Wrong::of("seconds", "news-wrong-seconds"));
    }
    if let Err(Misread(line)) = parts {
        wrong.push(Wrong {
            field: "chapters",
            key: "news-wrong-chapter",
            line: Some(line),
        });
    }
    let (Some(seconds), Ok(chapters)) = (seconds, parts) else {
        return Err(Refused::Wrong(wrong));
    };
    Ok(Episode {
        title: line(fields.text("title")),
        theme: line(fields.text("theme")),
        summary: clean(fields.text("summary")),
        kinds: ticked(fields),
        speakers: speakers(fields.text("speakers")),
        seconds,
        chapters,
        audio: None,
        transcript: clean(fields.text("transcript")),
    })
}

/// An empty one.
pub async fn new(State(news): State<News>, ctx: Ctx, visiting: Visiting) -> Answer {
    news.writes(By::Person(visiting.person()?)).await?;
    let form = Form::new(&ctx, &urls::NewEpisode);
    Ok(Page::new(Edit {
        heading: ctx.t("listen-new"),
        kinds: Html::of(&kind_boxes(&news, &ctx, &form)),
        version: String::new(),
        save: ctx.t("news-save-draft"),
        sound: None,
        kept: String::new(),
        publish: None,
        withdraw: None,
        public: String::new(),
        before: Vec::new(),
        form,
        ctx: ctx.with_back(&urls::EpisodeDesk),
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
    news.writes(by).await?;
    let begun = match read(&sent.form) {
        Ok(text) => news.begin(by, &text).await,
        Err(refused) => Err(refused),
    };
    match begun {
        Ok(number) => Ok(see_other(&urls::EditEpisode(number))),
        Err(refused) => {
            let form = Form::new(&ctx, &urls::NewEpisode).filled(&sent.form);
            Ok(refuse(form, refused, &urls::NewEpisode)?)
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
    let (found, versions) = news.one::<Episode>(by, number).await?;
    if found.state == Life::Withdrawn {
        return Err(Fault::new(Code::NotFound, "withdrawn").into());
    }
    let draft = found.state == Life::Draft;
    let form = filled(Form::new(&ctx, &urls::EditEpisode(number)), &found.text);
    let kept = found.text.audio.as_ref().map(|audio| {
        let size = format!("{:.1}", audio.size as f64 / 1_000_000.0);
        let format = audio.format.extension();
        let args: [(&str, &dyn std::fmt::Display); 3] = [
            ("format", &format),
            ("size", &size),
            ("digest", &audio.digest),
        ];
        ctx.ta("listen-kept", &args)
    });
    let published = urls::Episode(number).path();
    Ok(Page::new(Edit {
        heading: found.text.title.clone(),
        kinds: Html::of(&kind_boxes(&news, &ctx, &form)),
        version: found.version.to_string(),
        save: ctx.t(if draft {
            "news-save-draft"
        } else {
            "news-save-correction"
        }),
        sound: Some(Form::new(&ctx, &urls::Sound(number)).multipart()),
        kept: kept.unwrap_or_default(),
        publish: draft.then(|| Form::new(&ctx, &urls::PublishEpisode(number))),
        withdraw: Some(Form::new(&ctx, &urls::WithdrawEpisode(number))),
        public: if draft { String::new() } else { published },
        before: before(&ctx, &versions),
        form,
        ctx: ctx.with_back(&urls::EpisodeDesk),
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
    news.writes(by).await?;
    let here = urls::EditEpisode(number);
    let version = sent.form.text("version").parse().unwrap_or(0);
    let saved = match read(&sent.form) {
        Ok(text) => news.save(by, number, version, text).await,
        Err(refused) => Err(refused),
    };
    match saved {
        Ok(()) => Ok(see_other(&here)),
        Err(refused) => {
            let form = Form::new(&ctx, &here).filled(&sent.form);
            Ok(refuse(form, refused, &here)?)
        }
    }
}

/// Receives its sound, chunk by chunk, as it is.
pub async fn sound(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
    mut sent: ProtectedMultipart,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let mut sound = news.receives(by, number).await?;
    let (here, page) = (urls::Sound(number), urls::EditEpisode(number));
    let refused = |wrong| {
        let form = Form::new(&ctx, &here).problems(problems(vec![wrong]));
        Ok(form.refuse(&page))
    };
    while let Some(mut field) = sent.next_field().await? {
        if field.name() != Some("audio") {
            continue;
        }
        while let Some(chunk) = field.chunk().await.map_err(cut)? {
            match sound.takes(chunk).await {
                Err(fault) if fault.code() == Code::TooLarge => {
                    return refused(Wrong::of("audio", "news-wrong-audio-large"));
                }
                other => other?,
            }
        }
        break;
    }
    match news.keep(number, sound).await {
        Ok(()) => Ok(see_other(&page)),
        Err(Refused::Wrong(wrong)) => {
            let form = Form::new(&ctx, &here).problems(problems(wrong));
            Ok(form.refuse(&page))
        }
        Err(Refused::Fault(fault)) => Err(fault.into()),
    }
}

/// Lets everybody listen to it.
pub async fn publish(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
    _: Protected<Fields>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    match news.publish::<Episode>(by, number).await {
        Ok(()) => Ok(see_other(&urls::Episode(number))),
        Err(refused) => {
            let form = Form::new(&ctx, &urls::PublishEpisode(number));
            Ok(refuse(form, refused, &urls::EditEpisode(number))?)
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
    news.withdraw::<Episode>(by, number).await?;
    Ok(see_other(&urls::EpisodeDesk))
}
