//! Whom to call in a département. The address says a département and nothing of anybody.

use super::urls;
use crate::model::{DEPARTEMENTS, Listed, departement};
use crate::service::Directory;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use guide::law::Lang;
use time::Date;
use ui::form::Select;
use ui::{Answer, Ctx, Form, Page, Url, Words, dates};

/// The field of the département, here and where a dossier asks for it.
pub const DEPARTEMENT: &str = "departement";

/// National contacts for a département that has no entry: ids of `law/authorities.toml`.
const NATIONAL: [&str; 6] = [
    "asl",
    "syndicat",
    "france-victimes",
    "3018",
    "17cyber",
    "urgence",
];

/// What is asked.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    departement: String,
}

/// How to reach one of them, as a page shows it.
#[derive(Template)]
#[template(path = "directory_card.html")]
pub struct Card {
    w: Words,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Its telephone.
    pub phone: String,
    /// The same, as a telephone dials it.
    pub dial: String,
    /// Its address of mail.
    pub mail: String,
    /// Where it is.
    pub address: String,
    /// When it answers.
    pub hours: String,
    /// Its page.
    pub page: String,
    /// Since when, and from where.
    pub read: String,
    /// Read more than a year ago.
    pub old: bool,
}

impl Card {
    /// An entry, ready to be shown.
    pub fn of(w: Words, listed: &Listed, today: Date) -> Self {
        let entry = &listed.entry;
        let day = dates::plain_day(w, listed.on);
        Self {
            w,
            name: entry.name.clone(),
            kind: w.t(&["directory-kind-", entry.kind.name()].concat()),
            phone: entry.phone.clone(),
            dial: dial(&entry.phone),
            mail: entry.mail.clone(),
            address: entry.address.clone(),
            hours: entry.hours.clone(),
            page: entry.page.clone(),
            read: w.ta(
                "directory-read",
                &[("date", &day), ("source", &listed.source)],
            ),
            old: listed.is_old(today),
        }
    }
}

impl askama::filters::HtmlSafe for Card {}

/// What a telephone dials. After the sign of a country, the `(0)` that people write is not dialled.
fn dial(phone: &str) -> String {
    let kept = |sign: &char| sign.is_ascii_digit() || "+()".contains(*sign);
    let signs: String = phone.chars().filter(kept).collect();
    let signs = if signs.starts_with('+') {
        signs.replace("(0)", "")
    } else {
        signs
    };
    signs.chars().filter(|sign| !"()".contains(*sign)).collect()
}

/// A contact that is the same everywhere.
pub struct National {
    /// Its name.
    pub name: String,
    /// How to reach it.
    pub contact: String,
}

/// Whom to ask where there is no entry.
pub fn national(directory: &Directory, w: Words) -> Vec<National> {
    let lang = match w.lang() {
        ui::Lang::Fr => Lang::Fr,
        ui::Lang::En => Lang::En,
    };
    let known = NATIONAL
        .iter()
        .filter_map(|id| directory.content.authority(id));
    known
        .map(|authority| National {
            name: authority.name.get(lang).to_owned(),
            contact: authority
                .contact
                .as_ref()
                .map_or("", |contact| contact.get(lang))
                .to_owned(),
        })
        .collect()
}

/// The départements to choose from.
pub fn choose(form: &Form, ctx: &Ctx) -> Select {
    let select = form
        .select(DEPARTEMENT)
        .label(ctx.t("directory-departement"));
    let select = select.option("", ctx.t("directory-choose"));
    DEPARTEMENTS.iter().fold(select, |select, (number, name)| {
        select.option(number, [number, " ", name].concat())
    })
}

#[derive(Template)]
#[template(path = "annuaire.html")]
struct Annuaire {
    ctx: Ctx,
    form: Form,
    place: Option<String>,
    cards: Vec<Card>,
    national: Vec<National>,
    contacts: String,
    empty: bool,
}

/// The page.
pub async fn get(
    State(directory): State<Directory>,
    Query(asked): Query<Asked>,
    ctx: Ctx,
) -> Answer {
    let number = asked.departement.to_uppercase();
    let place = departement(&number).map(|name| [&number, " ", name].concat());
    let listed = directory.listed(&number).await?;
    let today = directory.today();
    let form = Form::new(&ctx, &urls::Annuaire);
    let known = directory.known().await?;
    Ok(Page::new(Annuaire {
        form: match place {
            Some(_) => form.value(DEPARTEMENT, number),
            None => form,
        },
        place,
        cards: listed
            .iter()
            .map(|one| Card::of(ctx.w, one, today))
            .collect(),
        national: national(&directory, ctx.w),
        contacts: urls::Contacts.path(),
        empty: known.is_empty(),
        ctx: ctx.with_back(&urls::Resources),
    })
    .into_response())
}
