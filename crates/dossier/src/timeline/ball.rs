//! Who holds the ball: one line a step that is not over (N021). Pure.

use crate::follow::{Follow, State, day_of};
use crate::letters::drafted;
use crate::model::Case;
use crate::note::Subject;
use crate::pages::notes;
use crate::plans;
use guide::Content;
use guide::law::Text;
use guide::plan::{Plan, plan};
use time::Date;

/// Who is to act next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// The person whose dossier it is.
    Her,
    /// Those to whom it was sent; none named when nobody is known.
    Others(Vec<Text>),
}

/// A step and who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ball {
    /// The step.
    pub subject: Subject,
    /// Its title.
    pub title: Text,
    /// Who.
    pub holder: Holder,
    /// Since when.
    pub since: Option<Date>,
    /// Where it stands.
    pub state: State,
}

/// Each step that was begun and is not over: hers first, then those that wait longest.
pub fn balls(content: &Content, case: &Case, today: Date) -> Vec<Ball> {
    let found = plan(content, &plans::of_case(content, case), today);
    let mut balls: Vec<Ball> = Follow::all(content, case)
        .into_iter()
        .filter_map(|follow| ball(content, case, &found, &follow, today))
        .collect();
    balls.sort_by_key(|ball| (ball.holder != Holder::Her, ball.since));
    balls
}

fn ball(
    content: &Content,
    case: &Case,
    found: &Plan,
    follow: &Follow<'_>,
    today: Date,
) -> Option<Ball> {
    let state = follow.state();
    // A case whose copies still show is not over (N069).
    if state.is_over() && !follow.still_shows() {
        return None;
    }
    let id = follow.subject.id();
    let own = found.steps.iter().find(|step| step.action == id);
    let title = match (own, &follow.subject) {
        (Some(step), Subject::Action(_)) => step.title.clone(),
        _ => notes::title(content, &follow.subject)
            .cloned()
            .unwrap_or_else(|| Text {
                fr: id.to_owned(),
                en: id.to_owned(),
            }),
    };
    let (holder, since) = match state {
        State::Waiting(since) => (
            Holder::Others(asked(content, case, found, follow, today)),
            Some(since),
        ),
        State::Ended(_, since) | State::Granted(since) | State::Done(since) => {
            (Holder::Her, Some(since))
        }
        State::ToDo | State::Begun => (
            Holder::Her,
            follow.notes.iter().map(|note| day_of(note)).max(),
        ),
    };
    Some(Ball {
        subject: follow.subject.clone(),
        title,
        holder,
        since,
        state,
    })
}

/// To whom it was sent: the addressee of the last letter, else those of the action.
fn asked(
    content: &Content,
    case: &Case,
    found: &Plan,
    follow: &Follow<'_>,
    today: Date,
) -> Vec<Text> {
    let named = |id: &str| {
        content
            .authority(id)
            .map(|authority| authority.name.clone())
    };
    let sent = follow.letters.iter().filter(|letter| letter.sent.is_some());
    let last = sent.max_by_key(|letter| letter.sent.as_ref().map(|sent| (sent.on, sent.seq)));
    let letter = last.and_then(|letter| drafted(content, case, &letter.id, today));
    if let Some(name) = letter.and_then(|draft| named(&draft.addressee.authority)) {
        return vec![name];
    }
    let Subject::Action(id) = &follow.subject else {
        return Vec::new();
    };
    if let Some(step) = found.steps.iter().find(|step| step.action == *id) {
        return step.to.iter().map(|to| to.name.clone()).collect();
    }
    let to = content.action(id).map_or(&[][..], |action| &action.to);
    let chosen = &found.addressees;
    to.iter()
        .filter_map(|id| match id.as_str() {
            "@chef" => named(&chosen.head),
            "@hierarchie" => named(&chosen.above),
            "@protection" => named(chosen.protection.as_ref()?),
            id => named(id),
        })
        .collect()
}
