//! An episode, for those who write: its words, its sound.

use super::life::{self, Shared, Written, seen_of, ticked};
use super::urls;
use crate::model::{Audio, Chapter, Episode, Kept, Speaker, Text as _, Wrong};
use crate::rules::clock::{self, Misread};
use crate::rules::{chapters, clean, line, speakers};
use crate::service::{By, News, Refused, Sound};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use kernel::Code;
use ui::protected::{cut, text};
use ui::{Answer, Ctx, Fields, Form, Page, ProtectedMultipart, Url, see_other};

#[derive(Template)]
#[template(path = "news_edit_episode.html")]
struct Edit {
    ctx: Ctx,
    shared: Shared,
    sound: Option<Form>,
    kept: String,
}

/// As they are typed.
fn written(chapters: &[Chapter]) -> String {
    let lines = chapters.iter();
    let lines = lines.map(|one| [&clock::write(one.at), " ", &one.title].concat());
    lines.collect::<Vec<_>>().join("\n")
}

impl Written for Episode {
    const NEW: &'static str = "listen-new";

    fn desk() -> impl Url {
        urls::EpisodeDesk
    }

    fn begins() -> impl Url {
        urls::NewEpisode
    }

    fn edits(number: u32) -> impl Url {
        urls::EditEpisode(number)
    }

    fn publishes(number: u32) -> impl Url {
        urls::PublishEpisode(number)
    }

    fn withdraws(number: u32) -> impl Url {
        urls::WithdrawEpisode(number)
    }

    fn public(number: u32) -> impl Url {
        urls::Episode(number)
    }

    /// Without a sound, which comes by itself.
    fn read(fields: &Fields) -> Result<Self, Refused> {
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
        Ok(Self {
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

    fn fills(&self, form: Form) -> Form {
        let lasts = match self.seconds {
            0 => String::new(),
            seconds => clock::write(seconds),
        };
        let names: Vec<String> = self.speakers.iter().map(Speaker::line).collect();
        let form = form
            .value("title", &self.title)
            .value("theme", &self.theme)
            .value("summary", &self.summary)
            .value("speakers", names.join("\n"))
            .value("seconds", lasts)
            .value("chapters", written(&self.chapters))
            .value("transcript", &self.transcript);
        let kinds = self.kinds.iter();
        kinds.fold(form, |form, id| form.value("kinds", id))
    }

    fn lines(&self) -> Vec<String> {
        let both = self.summary.lines().chain(self.body().lines());
        both.map(str::to_owned).collect()
    }

    fn page(ctx: Ctx, shared: Shared, kept: Option<&Kept<Self>>) -> Response {
        let sound = kept.map(|one| Form::new(&ctx, &urls::Sound(one.number)).multipart());
        let audio = kept.and_then(|one| one.text.audio());
        Page::new(Edit {
            kept: audio.map(|audio| told(&ctx, audio)).unwrap_or_default(),
            sound,
            shared,
            ctx,
        })
        .into_response()
    }
}

/// A sound that is there.
fn told(ctx: &Ctx, audio: &Audio) -> String {
    let size = format!("{:.1}", audio.size as f64 / 1_000_000.0);
    let format = audio.format.extension();
    let args: [(&str, &dyn std::fmt::Display); 3] = [
        ("format", &format),
        ("size", &size),
        ("digest", &audio.digest),
    ];
    ctx.ta("listen-kept", &args)
}

/// Longest hidden field.
const HIDDEN: usize = 64;

/// Takes a sound, chunk by chunk, as it is; what the page showed comes before it.
async fn receives(
    news: &News,
    by: By<'_>,
    number: u32,
    sent: &mut ProtectedMultipart,
) -> Result<Sound, Refused> {
    let (mut id, mut version) = (String::new(), String::new());
    while let Some(mut field) = sent.next_field().await? {
        match field.name() {
            Some(life::ID) => id = text(field, HIDDEN).await?,
            Some(life::VERSION) => version = text(field, HIDDEN).await?,
            Some("audio") => {
                let seen = Some(seen_of(&id, &version));
                let mut sound = news.receives(by, number, seen).await?;
                while let Some(chunk) = field.chunk().await.map_err(cut)? {
                    match sound.takes(chunk).await {
                        Err(fault) if fault.code() == Code::TooLarge => {
                            let large = Wrong::of("audio", "news-wrong-audio-large");
                            return Err(Refused::Wrong(vec![large]));
                        }
                        other => other?,
                    }
                }
                return Ok(sound);
            }
            _ => {}
        }
    }
    let none = Wrong::of("audio", "news-missing-audio");
    Err(Refused::Wrong(vec![none]))
}

/// Receives its sound.
pub async fn sound(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
    mut sent: ProtectedMultipart,
) -> Answer {
    let by = By::Person(visiting.person()?);
    news.writes(by).await?;
    let kept = match receives(&news, by, number, &mut sent).await {
        Ok(sound) => news.keep(sound).await,
        Err(refused) => Err(refused),
    };
    let page = urls::EditEpisode(number);
    match kept {
        Ok(()) => Ok(see_other(&page)),
        Err(refused) => {
            let form = Form::new(&ctx, &urls::Sound(number));
            Ok(life::refuse(form, refused, "audio", &page)?)
        }
    }
}
