//! Resources of others, by reader: publisher, day, state of the link, and what replaces what is gone (N199, N200).

use super::urls;
use super::view::{Block, Line, Pen, Reading, Section, at};
use crate::pages::capability::Front;
use axum::extract::{Query, State};
use guide::law::State as Standing;
use guide::library::{LinkState, Reader};
use ui::{Answer, Ctx, Url};

/// What a filter's link says.
#[derive(serde::Deserialize)]
pub struct Filter {
    #[serde(default)]
    pour: String,
}

const READERS: [(Reader, &str, &str); 3] = [
    (Reader::Personnels, "personnels", "links-for-staff"),
    (Reader::Eleves, "eleves", "links-for-pupils"),
    (Reader::Parents, "parents", "links-for-parents"),
];

/// The page.
pub async fn get(State(front): State<Front>, Query(filter): Query<Filter>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let library = content.library();
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let wanted = READERS.iter().find(|(_, name, _)| *name == filter.pour);
    let shown = library
        .resources
        .iter()
        .filter(|resource| wanted.is_none_or(|(reader, ..)| resource.readers.contains(reader)));
    let sections = shown.map(|resource| {
        let readers = READERS
            .iter()
            .filter(|(reader, ..)| resource.readers.contains(reader));
        let readers: Vec<String> = readers.map(|(.., key)| ctx.t(key)).collect();
        let gone = resource.link_state == LinkState::Disparu;
        let (tag, doubt) = match resource.link_state {
            LinkState::Vivant => (String::new(), Standing::EnVigueur),
            LinkState::AVerifier => (ctx.t("links-to-check"), Standing::AVerifier),
            LinkState::Disparu => (ctx.t("links-gone"), Standing::EnVigueur),
        };
        let instead = resource
            .instead
            .as_ref()
            .and_then(|id| library.resources.get(id));
        let instead = instead.map(|other| pen.say(&other.title).to(at(&urls::Links, &other.id)));
        let rows = [
            pen.row(
                if gone { "links-now" } else { "links-how" },
                vec![pen.say(&resource.how)],
            ),
            pen.row("links-instead", instead.into_iter().collect()),
            pen.row("links-publisher", vec![pen.french(&*resource.publisher)]),
            pen.row("links-readers", vec![Line::of(readers.join(", "))]),
        ];
        Section {
            id: resource.id.clone(),
            title: pen.say(&resource.title),
            tag,
            blocks: vec![
                Block::Text(pen.say(&resource.about)),
                Block::Rows(rows.into_iter().flatten().collect()),
                Block::Hint(pen.checked(resource.checked, doubt, None, today)),
            ],
            ..Section::default()
        }
    });
    let sections = sections.collect();
    let mut jumps = vec![pen.t("links-for-all").to(urls::Links.path())];
    jumps.extend(READERS.map(|(_, name, key)| pen.t(key).to(urls::Links.query(&[("pour", name)]))));
    let blocks = vec![Block::Inset(pen.t("links-check"))];
    let jumps_name = ctx.t("links-filter");
    Ok(Reading {
        jumps,
        jumps_name,
        blocks,
        sections,
        ..Reading::new(ctx, "links-title", "links-lead")
    }
    .answer())
}
