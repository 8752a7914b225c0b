//! The pages, one file per screen.

pub mod article;
pub mod capability;
pub mod desk;
pub mod edit_article;
pub mod edit_episode;
pub mod episode;
pub mod episodes;
pub mod feeds;
pub(crate) mod files;
pub(crate) mod life;
pub mod list;

use crate::model::Kept;
use crate::rules::Part;
use crate::service::{By, News};
use accounts::pages::Visiting;
use guide::law::Lang;
use ui::{Ctx, Url, Words, dates};

/// Addresses.
pub mod urls {
    ui::urls! {
        /// The news.
        pub List = "/actualites";
        /// To be followed.
        pub Feed = "/actualites/feed.atom";
        /// One of them.
        pub One(number: u32) = "/actualites/{number}";
        /// The episodes.
        pub Listen = "/ecouter";
        /// For players of podcasts.
        pub Podcast = "/ecouter/feed.xml";
        /// One of them.
        pub Episode(number: u32) = "/ecouter/{number}";
        /// Its sound, its transcript, its chapters.
        pub File(number: u32, name: String) = "/ecouter/fichiers/{number}/{name}";
        /// Writing news.
        pub NewsDesk = "/admin/actualites";
        /// A new article.
        pub NewArticle = "/admin/actualites/nouvelle";
        /// Changing one.
        pub EditArticle(number: u32) = "/admin/actualites/{number}";
        /// Letting everybody read it.
        pub PublishArticle(number: u32) = "/admin/actualites/{number}/publier";
        /// Taking it away.
        pub WithdrawArticle(number: u32) = "/admin/actualites/{number}/retirer";
        /// Writing episodes.
        pub EpisodeDesk = "/admin/ecouter";
        /// A new episode.
        pub NewEpisode = "/admin/ecouter/nouveau";
        /// Changing one.
        pub EditEpisode(number: u32) = "/admin/ecouter/{number}";
        /// Its sound.
        pub Sound(number: u32) = "/admin/ecouter/{number}/son";
        /// Letting everybody listen to it.
        pub PublishEpisode(number: u32) = "/admin/ecouter/{number}/publier";
        /// Taking it away.
        pub WithdrawEpisode(number: u32) = "/admin/ecouter/{number}/retirer";
        /// The resources (slice `front`).
        pub Resources = "/ressources";
        /// A kind of situation (slice `front`).
        pub Situation(id: String) = "/ressources/situations/{id}";
    }
}

/// A link.
pub(crate) struct Link {
    /// Its words.
    pub(crate) text: String,
    /// Where it leads.
    pub(crate) href: String,
}

const fn lang(w: Words) -> Lang {
    match w.lang() {
        ui::Lang::Fr => Lang::Fr,
        ui::Lang::En => Lang::En,
    }
}

/// The kinds of situation of a text, each leading to its page.
fn kinds(news: &News, ctx: &Ctx, ids: &[String]) -> Vec<Link> {
    let known = ids.iter().filter_map(|id| news.content.kind(id));
    let links = known.map(|kind| Link {
        text: kind.name.get(lang(ctx.w)).to_owned(),
        href: urls::Situation(kind.id.clone()).path(),
    });
    links.collect()
}

/// When it appeared, and when it was corrected.
fn since<T>(ctx: &Ctx, kept: &Kept<T>) -> String {
    let day = |at| dates::plain_day(ctx.w, kernel::date::paris_date(at));
    let published = kept.published.map(day).unwrap_or_default();
    match kept.corrected.map(day) {
        Some(corrected) => {
            let args: [(&str, &dyn std::fmt::Display); 2] =
                [("date", &published), ("corrected", &corrected)];
            ctx.ta("news-since-corrected", &args)
        }
        None => ctx.ta("news-since", &[("date", &published)]),
    }
}

/// Where whoever writes goes from a public page; nothing for anybody else.
async fn desk_of(news: &News, visiting: &Visiting, to: String) -> Option<String> {
    let person = visiting.person().ok()?;
    news.writes(By::Person(person)).await.ok().map(|()| to)
}

/// A part of a text, for a template.
pub(crate) type Parts = Vec<Part>;
