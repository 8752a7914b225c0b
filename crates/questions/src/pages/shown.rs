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
        let inside = view::state(Words(lang), &panel, panels.now()).to_string();
        ["<div id=\"live-state\">", &inside, "</div>"].concat()
    };
    Ok(Some(Update::new(
        event,
        Name::Session,
        &state(Lang::Fr),
        &state(Lang::En),
    )))
}

#[cfg(test)]
mod tests {
    /// The script builds a fragment from a few tags and attributes and refuses the rest: what the templates use is there.
    #[test]
    fn n001_the_script_knows_every_tag_and_attribute_of_the_fragments() {
        let script = include_str!("../../../../assets/live.js");
        let list = |name: &str| {
            let start = ["const ", name, " = /^("].concat();
            let line = script.split(start.as_str()).nth(1).expect("a list");
            line.split('/').next().expect("its end").to_owned()
        };
        let (tags, names) = (list("TAGS"), list("NAMES"));
        let known = |list: &str, word: &str| list.split(['|', '(', ')']).any(|one| one == word);
        for template in [
            include_str!("../../templates/question_item.html"),
            include_str!("../../templates/session_state.html"),
        ] {
            for tag in template
                .split('<')
                .skip(1)
                .filter(|tag| !tag.starts_with('/'))
            {
                let name: String = tag
                    .chars()
                    .take_while(char::is_ascii_alphanumeric)
                    .collect();
                assert!(
                    known(&tags, &name)
                        || tags.contains("h[2-6]") && ["h2", "h3"].contains(&name.as_str()),
                    "<{name}>"
                );
                for (before, _) in tag
                    .match_indices("=\"")
                    .filter_map(|(at, _)| tag.split_at_checked(at))
                {
                    let name = before.rsplit(' ').next().unwrap_or_default();
                    assert!(name.starts_with("data-") || known(&names, name), "{name}=");
                }
            }
        }
    }
}
