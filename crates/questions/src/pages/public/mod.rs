//! What everybody may read and do: follow a session, ask, find one's question again.

mod ask;
mod embed;
mod feed;
mod list;
mod mine;
mod one;
mod session;
pub(crate) mod view;

use super::urls;
use crate::service::Panels;
use kernel::{Code, Fault};
use std::str::FromStr;
use ui::{Capability, Url as _, Who};

/// The routes.
pub(crate) fn routes(capability: Capability<Panels>) -> Capability<Panels> {
    let all = Who::Everyone;
    capability
        .get(urls::Sessions::ROUTE, all, list::get)
        .get(urls::Session::ROUTE, all, session::get)
        .get(urls::Photo::ROUTE, all, session::photo)
        .get(urls::Ask::ROUTE, all, ask::get)
        .post(urls::Ask::ROUTE, all, ask::post)
        .get(urls::Effort::ROUTE, all, ask::effort)
        .post(urls::Alike::ROUTE, all, ask::alike)
        .get(urls::Feed::ROUTE, all, feed::get)
        .get(urls::Embed::ROUTE, all, embed::get)
        .get(urls::Question::ROUTE, all, one::get)
        .get(urls::Versions::ROUTE, all, one::versions)
        .get(urls::Mine::ROUTE, all, mine::get)
        .post(urls::Mine::ROUTE, all, mine::post)
        .post(urls::TakeBack::ROUTE, all, mine::take_back)
        .get(urls::MineLink::ROUTE, Who::Link, mine::link)
}

/// An id of an address; what is none leads nowhere.
fn id<T: FromStr>(text: &str) -> Result<T, Fault> {
    let absent = |_| Fault::new(Code::NotFound, "no id");
    text.parse().map_err(absent)
}
