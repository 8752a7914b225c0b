//! What a change looks like to those who listen: the very fragments that the page of the session is made of.

use super::public::view;
use crate::live::{Event, Live, Name, Render, Update};
use crate::service::Panels;
use kernel::{Code, Fault, QuestionId};
use std::sync::Arc;
use ui::{Lang, Words};

/// The hub of this node, for so many listeners.
pub fn live(panels: &Panels, most: usize) -> Live {
    let store = panels.store().clone();
    let panels = panels.clone();
    let render: Render = Arc::new(move |event| {
        let panels = panels.clone();
        Box::pin(async move {
            match event.question {
                Some(question) => of_question(&panels, event, question).await,
                None => of_session(&panels, event).await,
            }
        })
    });
    Live::new(store, most, render)
}

async fn of_question(
    panels: &Panels,
    event: Event,
    id: QuestionId,
) -> Result<Option<Update>, Fault> {
    let thread = match panels.thread(id).await {
        Ok(thread) => thread,
        Err(fault) if fault.code() == Code::NotFound => {
            let id = id.to_string();
            return Ok(Some(Update::new(event, Name::Gone, &id, &id)));
        }
        Err(fault) => return Err(fault),
    };
    let sources = panels.taken_up(std::slice::from_ref(&thread)).await?;
    let item = |lang| view::item(panels, Words(lang), &sources, &thread).to_string();
    Ok(Some(Update::new(
        event,
        Name::Question,
        &item(Lang::Fr),
        &item(Lang::En),
    )))
}

async fn of_session(panels: &Panels, event: Event) -> Result<Option<Update>, Fault> {
    let panel = match panels.panel(event.panel).await {
        Ok(panel) => panel,
        Err(fault) if fault.code() == Code::NotFound => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let state = |lang| {
        let inside = view::state(Words(lang), &panel).to_string();
        ["<div id=\"live-state\">", &inside, "</div>"].concat()
    };
    Ok(Some(Update::new(
        event,
        Name::Session,
        &state(Lang::Fr),
        &state(Lang::En),
    )))
}
