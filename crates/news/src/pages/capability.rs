//! What this slice hands to `web`.

use crate::api;
use crate::model::{Article, Episode};
use crate::pages::{
    article, desk, edit_episode, episode, episodes, feeds, files, life, list, urls,
};
use crate::service::News;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::post;
use kernel::duties::{Duties, Duty};
use ui::{Capability, Url, Who};

const DUTIES: Duties = &[
    Duty {
        table: "news",
        purpose: "news-duty-news",
        retention: "news-keep-news",
        erased_by: "News::withdraw",
    },
    Duty {
        table: "news_versions",
        purpose: "news-duty-versions",
        retention: "news-keep-news",
        erased_by: "News::withdraw",
    },
    Duty {
        table: "public_files",
        purpose: "news-duty-files",
        retention: "news-keep-news",
        erased_by: "News::withdraw",
    },
];

/// A transcript of many hours, as a form sends it: three bytes for some letters.
const LARGEST_FORM: usize = 4 * 1024 * 1024;

/// Routes and duties.
pub fn capability(news: News) -> Capability<()> {
    let all = Who::Everyone;
    let pages = Capability::new("news", DUTIES)
        .get(urls::List::ROUTE, all, list::get)
        .get(urls::Feed::ROUTE, all, feeds::news)
        .get(urls::One::ROUTE, all, article::get)
        .get(urls::Listen::ROUTE, all, episodes::get)
        .get(urls::Podcast::ROUTE, all, feeds::podcast)
        .get(urls::Episode::ROUTE, all, episode::get)
        .get(urls::File::ROUTE, all, files::get);
    let large = DefaultBodyLimit::max(LARGEST_FORM);
    let begins = post(life::begin::<Episode>).layer(large);
    let saves = post(life::save::<Episode>).layer(large);
    // Counted as it arrives (`rules::audio::LARGEST`): it never stands in memory.
    let sound = post(edit_episode::sound).layer(DefaultBodyLimit::disable());
    let who = Who::Person;
    let pages = pages
        .get(urls::NewsDesk::ROUTE, who, desk::news)
        .get(urls::NewArticle::ROUTE, who, life::new::<Article>)
        .post(urls::NewArticle::ROUTE, who, life::begin::<Article>)
        .get(urls::EditArticle::ROUTE, who, life::get::<Article>)
        .post(urls::EditArticle::ROUTE, who, life::save::<Article>)
        .post(urls::PublishArticle::ROUTE, who, life::publish::<Article>)
        .post(urls::WithdrawArticle::ROUTE, who, life::withdraw::<Article>)
        .get(urls::EpisodeDesk::ROUTE, who, desk::episodes)
        .get(urls::NewEpisode::ROUTE, who, life::new::<Episode>)
        .route(Method::POST, urls::NewEpisode::ROUTE, who, begins)
        .get(urls::EditEpisode::ROUTE, who, life::get::<Episode>)
        .route(Method::POST, urls::EditEpisode::ROUTE, who, saves)
        .route(Method::POST, urls::Sound::ROUTE, who, sound)
        .post(urls::PublishEpisode::ROUTE, who, life::publish::<Episode>)
        .post(urls::WithdrawEpisode::ROUTE, who, life::withdraw::<Episode>);
    api::routes(pages).with_state(news)
}
