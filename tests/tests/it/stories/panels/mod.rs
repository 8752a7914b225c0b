//! Sessions with experts: asked under a pseudonym, answered under a name, found again (N001–N007).

mod answering;
mod desk;
mod flood;
mod gone;
mod leaving;
mod named;
mod preparing;
mod public;

use super::sharing::member;
use crate::people::files::picture;
use crate::people::{Visitor, World};
use accounts::model::Person;
use accounts::people::{OrgKind, Role};
use kernel::{AnswerId, Moment, PanelId, QuestionId};
use questions::By;
use questions::model::PanelState;
use questions::rules::work;
use questions::service::{Draft, Effort, Typed, Words};
use seal::vault::Identity;

/// What the session of [`announced`] is about.
pub const THEME: &str = "Filmé en classe : que faire ?";

/// A question without anything that says who asks.
pub const ASKED: &str =
    "Un élève a filmé mon cours et l’a publié sur un réseau. Que puis-je demander ?";

/// An expert, as the service knows her.
pub struct Expert {
    /// Who acts.
    pub person: Person,
    /// Her browser.
    pub visitor: Visitor,
}

/// A session of tomorrow evening.
pub async fn announced(world: &World) -> PanelId {
    let panels = &world.app.panels;
    let accounts = &world.app.dossiers.accounts;
    let orgs = accounts.orgs().await.expect("organisations");
    let words = Words {
        theme: THEME.to_owned(),
        intro: "Une soirée pour comprendre.\n\nVenez avec vos questions.".to_owned(),
        opening: "Bonsoir à toutes et à tous.".to_owned(),
        closing: "Merci de vos questions.".to_owned(),
        kinds: vec!["menaces".to_owned()],
        starts: Moment::parse("2026-11-23T19:00:00Z"),
        days: Some(7),
    };
    let org = match orgs.first() {
        Some(org) => org.id,
        None => {
            let added = accounts.add_org("ASL du Tarn", OrgKind::Asl, "81").await;
            added.expect("an organisation").id
        }
    };
    let made = panels.announce(By::Operator, Some(org), words).await;
    made.expect("a session")
}

/// Moves a session on.
pub async fn goes(world: &World, panel: PanelId, from: PanelState, to: PanelState) {
    let moved = world.app.panels.go(By::Operator, panel, from, to).await;
    moved.expect("the next state");
}

/// Names somebody expert of a session, with her function and her photo.
pub async fn expert(world: &World, panel: PanelId, name: &str) -> Expert {
    let member = member(world, name, Role::Lawyer).await;
    let panels = &world.app.panels;
    let named = panels.name_expert(By::Operator, panel, member.account, "avocate conseil", None);
    named.await.expect("an expert");
    let photo = panels.set_photo(By::Operator, panel, member.account, picture(name), None);
    photo.await.expect("a photo");
    Expert {
        person: Person {
            account: member.account,
            reader: Identity::generate(),
            fresh_until: Moment(0),
            code: None,
        },
        visitor: member.visitor,
    }
}

/// The number that proves the work on a stamp, while it is quiet.
pub fn work_of(stamp: &str) -> String {
    let mut numbers = (0_u64..).map(|number| number.to_string());
    let found = numbers.find(|number| work::bits(stamp, number) >= work::BITS);
    found.expect("a number")
}

/// Asks, as a script does; gives the question and its code.
pub async fn asks(
    world: &World,
    panel: PanelId,
    pseudonym: &str,
    body: &str,
) -> (QuestionId, String) {
    let typed = Typed {
        pseudonym: pseudonym.to_owned(),
        body: body.to_owned(),
        ..Typed::default()
    };
    let panels = &world.app.panels;
    let stamp = panels.stamp(panel);
    let effort = Effort {
        stamp: &stamp,
        work: &work_of(&stamp),
    };
    let asked = panels.ask(panel, &typed, effort, "fr");
    let asked = asked.await.expect("asked");
    (asked.question, asked.code.words().join(" "))
}

/// Publishes an answer to all of a question.
pub async fn answers(world: &World, by: &Expert, question: QuestionId, body: &str) -> AnswerId {
    let panels = &world.app.panels;
    let draft = Draft {
        parts: vec![1],
        body: body.to_owned(),
        kinds: vec!["menaces".to_owned()],
        letters: vec!["dsa-notification".to_owned()],
        articles: vec!["cp-222-17".to_owned()],
    };
    let kept = panels.keep(&by.person, question, None, draft, None).await;
    let answer = kept.expect("a draft");
    let now = kernel::Clock::now(&*world.clock);
    let published = panels.publish(&by.person, answer, now).await;
    published.expect("published");
    answer
}

/// What the search is told of what was published.
pub async fn told(world: &World) {
    while world.app.panels.follow_once().await.expect("told") {}
}

/// A session with one question, published and answered.
pub struct Published {
    /// The session, open.
    pub panel: PanelId,
    /// Its expert.
    pub expert: Expert,
    /// The question.
    pub question: QuestionId,
    /// What finds it.
    pub code: String,
    /// Its answer.
    pub answer: AnswerId,
}

/// An open session with one question, answered.
pub async fn published(world: &World) -> Published {
    let panel = announced(world).await;
    let expert = expert(world, panel, "Maître Valmy").await;
    goes(world, panel, PanelState::Announced, PanelState::Open).await;
    let (question, code) = asks(world, panel, "Véro", ASKED).await;
    let answer = answers(
        world,
        &expert,
        question,
        "Demandez le retrait.\n\nPuis gardez la preuve.",
    )
    .await;
    told(world).await;
    Published {
        panel,
        expert,
        question,
        code,
        answer,
    }
}
