//! Whom to write to for what (N198).

use super::urls;
use super::view::{Block, Pen, Reading, Section, sure};
use crate::pages::capability::Front;
use axum::extract::State;
use guide::library::Purpose;
use ui::{Answer, Ctx, Url};

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let mut sections: Vec<Section> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for purpose in &content.library().purposes {
        sections.push(group(&pen, purpose));
        let named = purpose
            .authorities
            .iter()
            .filter_map(|id| content.authority(id));
        for authority in named {
            if seen.contains(&authority.id.as_str()) {
                continue;
            }
            seen.push(&authority.id);
            let rows = [
                pen.row("contact-how", pen.all(&authority.contact)),
                pen.row("contact-can", vec![pen.french(&*authority.competence)]),
                pen.row("contact-when", vec![pen.french(&*authority.when)]),
                pen.row("contact-note", vec![pen.french(&*authority.note)]),
            ];
            sections.push(Section {
                id: authority.id.clone(),
                title: pen.say(&authority.name),
                inner: true,
                blocks: vec![
                    Block::Rows(rows.into_iter().flatten().collect()),
                    Block::Hint(pen.checked(
                        authority.checked,
                        authority.state,
                        sure(authority.confidence, &authority.how),
                        today,
                    )),
                ],
                ..Section::default()
            });
        }
    }
    let annuaire = pen.t("hub-annuaire").to(urls::Annuaire.path());
    let blocks = vec![
        Block::Inset(pen.t("contacts-directory")),
        Block::Text(annuaire),
    ];
    let mut page = Reading {
        blocks,
        sections,
        ..Reading::new(ctx, "contacts-title", "contacts-lead")
    };
    page.jump();
    Ok(page.answer())
}

fn group(pen: &Pen<'_>, purpose: &Purpose) -> Section {
    Section {
        id: ["pour-", &purpose.id].concat(),
        title: pen.say(&purpose.title),
        blocks: vec![Block::Text(pen.say(&purpose.ask))],
        ..Section::default()
    }
}
