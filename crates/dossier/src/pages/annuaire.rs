//! From a dossier to whoever helps in one's département: the contact, the exact text that she would give, then what was
//! prepared. The program sends nothing; what is looked at here is answered at once and not kept (N011).

use super::letter::download;
use super::{open, urls};
use crate::model::Case;
use crate::prepared::{Joined, Prepared, Recipient, draft, text};
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use directory::Directory;
use directory::model::{Listed, departement};
use directory::pages::annuaire::{Card, DEPARTEMENT, National, choose, national};
use kernel::{Code, Fault, GrantId};
use seal::entry::EntryDraft;
use serde_json::Value;
use ui::form::Choices;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, dates, see_other};

/// What each button sends, and what she saw.
const STEP: &str = "etape";
const SEEN: &str = "vu";
/// The fields.
const TO: &str = "a";
const OTHER: &str = "pour";
const JOIN: &str = "joindre";
const WHO: &str = "de";
const KEEP: &str = "garder";
/// The recipient whose name she types.
const ELSE: &str = "autre";
/// Longest name and longest line about herself, in characters.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "dossier_annuaire.html")]
struct Annuaire {
    ctx: Ctx,
    form: Form,
    place: Option<String>,
    cards: Vec<(String, Card)>,
    national: Vec<National>,
    preview: Option<Preview>,
    done: Vec<(String, String)>,
}

/// What she is about to prepare.
struct Preview {
    to: String,
    lines: Vec<String>,
    /// The fields, sent again with the confirmation.
    hidden: Vec<(&'static str, String)>,
    /// The text changed since she saw it.
    changed: bool,
}

impl Annuaire {
    fn recipients(&self) -> Choices {
        let form = &self.form;
        let radios = form.radios(TO).legend(self.ctx.t("prepared-to")).small();
        let cards = self.cards.iter().fold(radios, |radios, (id, card)| {
            radios.option_hint(id, &card.name, &card.kind)
        });
        cards.option(ELSE, self.ctx.t("prepared-else"))
    }

    fn join(&self) -> Choices {
        let boxes = self.form.checkboxes(JOIN);
        let boxes = boxes.legend(self.ctx.t("prepared-join")).small();
        let boxes = boxes.hint(self.ctx.t("prepared-join-hint"));
        Joined::ALL.into_iter().fold(boxes, |boxes, one| {
            let key = ["prepared-join-", one.name()].concat();
            boxes.option(one.name(), self.ctx.t(&key))
        })
    }

    fn keep(&self) -> Choices {
        let boxes = self.form.checkboxes(KEEP).small();
        let boxes = boxes.legend(self.ctx.t("prepared-keep-legend"));
        boxes.option("oui", self.ctx.t("prepared-keep"))
    }

    fn place_choice(&self) -> ui::form::Select {
        choose(&self.form, &self.ctx)
    }
}

/// The département that the dossier knows.
fn known(case: &Case) -> &str {
    let said = case.situation.get(DEPARTEMENT).and_then(Value::as_str);
    said.filter(|number| departement(number).is_some())
        .unwrap_or_default()
}

fn id(listed: &Listed) -> String {
    format!("{}-{}", listed.id.0, listed.id.1)
}

/// The page for that département, with what was prepared before.
async fn page(
    dossiers: &Dossiers,
    ctx: Ctx,
    grant: GrantId,
    case: &Case,
    (form, number): (Form, &str),
) -> Result<Annuaire, Fault> {
    let directory = Directory::new(dossiers.accounts.clone(), dossiers.content);
    let listed = directory.listed(number).await?;
    let today = dossiers.today();
    let cards = listed.iter();
    let cards = cards.map(|one| (id(one), Card::of(ctx.w, one, today)));
    let done = case.prepared.iter().rev().map(|one| {
        let date = dates::moment(ctx.w, one.at);
        let said = ctx.ta("prepared-line", &[("name", &one.to.name), ("date", &date)]);
        (urls::Prepared(grant, one.seq).path(), said)
    });
    Ok(Annuaire {
        place: departement(number).map(|name| [number, " ", name].concat()),
        cards: cards.collect(),
        national: national(&directory, ctx.w),
        preview: None,
        done: done.collect(),
        form,
        ctx: ctx.with_back(&urls::Home(grant)),
    })
}

/// The page, for the département that the dossier knows.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let number = known(&opened.case).to_owned();
    let form = Form::new(&ctx, &urls::Annuaire(grant))
        .value(DEPARTEMENT, number.as_str())
        .value(JOIN, Joined::Headings.name());
    let page = page(&dossiers, ctx, grant, &opened.case, (form, &number)).await?;
    Ok(Page::new(page).into_response())
}

/// What was chosen, once it can be shown.
struct Chosen {
    to: Recipient,
    joined: Vec<Joined>,
    who: String,
    text: String,
    /// What will be kept, once she confirms.
    entry: EntryDraft,
}

/// Reads what was chosen, or says what is missing.
async fn chosen(
    dossiers: &Dossiers,
    case: &Case,
    fields: &Fields,
    number: &str,
) -> Result<Result<Chosen, Problems>, Fault> {
    let directory = Directory::new(dossiers.accounts.clone(), dossiers.content);
    let mut problems = Problems::new();
    let line = |name: &str| {
        let words = fields.text(name).split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    };
    let to = if fields.text(TO) == ELSE {
        let name = line(OTHER);
        (!name.is_empty()).then_some(Recipient {
            name,
            ..Recipient::default()
        })
    } else {
        let listed = directory.listed(number).await?;
        let mut found = listed.into_iter().filter(|one| id(one) == fields.text(TO));
        found.next().map(|one| Recipient {
            name: one.entry.name,
            mail: one.entry.mail,
            departement: one.entry.departement,
        })
    };
    if to.is_none() {
        let field = if fields.text(TO) == ELSE { OTHER } else { TO };
        problems.add(field, "prepared-to-missing");
    }
    let joined = fields
        .all(JOIN)
        .filter_map(Joined::read)
        .collect::<Vec<_>>();
    if joined.is_empty() {
        problems.add(JOIN, "prepared-join-missing");
    }
    let who = line(WHO);
    for (field, said) in [(OTHER, line(OTHER)), (WHO, who.clone())] {
        if said.chars().count() > LONGEST {
            problems.add(field, "prepared-too-long");
        }
    }
    let Some(to) = to.filter(|_| problems.is_empty()) else {
        return Ok(Err(problems));
    };
    let text = text(dossiers.content, case, dossiers.today(), &joined, &who);
    // Said before she reads it: a text that cannot be kept is not offered for confirmation.
    let entry = match draft(&to, &joined, &text) {
        Err(fault) if fault.code() == Code::TooLarge => {
            problems.add(JOIN, "prepared-too-much");
            return Ok(Err(problems));
        }
        entry => entry?,
    };
    Ok(Ok(Chosen {
        to,
        joined,
        who,
        text,
        entry,
    }))
}

/// What she saw, so that nothing else is prepared.
fn mark(text: &str) -> String {
    seal::sha256(text.as_bytes()).to_string()
}

/// Shows the contacts, then the text, then prepares it.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    let fields = &sent.form;
    let number = fields.text(DEPARTEMENT).to_uppercase();
    let step = fields.text(STEP).to_owned();
    let mut form = Form::new(&ctx, &urls::Annuaire(grant)).filled(fields);
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
        let case = &opened.case;
        if step != "texte" && step != "preparer" {
            if departement(&number).is_none() {
                let mut problems = Problems::new();
                problems.add(DEPARTEMENT, "prepared-place-missing");
                let form = form.problems(problems);
                let page = page(&dossiers, ctx, grant, case, (form, "")).await?;
                return Ok(Page::refused(page).into_response());
            }
            if fields.get(JOIN).is_none() {
                form = form.value(JOIN, Joined::Headings.name());
            }
            let page = page(&dossiers, ctx, grant, case, (form, &number)).await?;
            return Ok(Page::new(page).into_response());
        }
        let chosen = match chosen(&dossiers, case, fields, &number).await? {
            Ok(chosen) => chosen,
            Err(problems) => {
                let form = form.problems(problems);
                let page = page(&dossiers, ctx, grant, case, (form, &number)).await?;
                return Ok(Page::refused(page).into_response());
            }
        };
        if step == "preparer" && fields.text(SEEN) == mark(&chosen.text) {
            let keep = fields.get(KEEP).is_some() && departement(&number).is_some();
            let place = Some(number.as_str()).filter(|number| keep && *number != known(case));
            let kept = dossiers.keep_prepared(&opened, chosen.entry, place, sent.nonce);
            match kept.await {
                // Another tab is adding: her text is made again, and shown to her if it changed.
                Err(fault) if fault.code() == Code::Conflict => continue,
                kept => return Ok(see_other(&urls::Prepared(grant, kept?.seq))),
            }
        }
        let changed = step == "preparer";
        let mut page = page(&dossiers, ctx, grant, case, (form, &number)).await?;
        page.preview = Some(preview(&chosen, fields, &number, changed));
        return Ok(Page::new(page).into_response());
    }
}

fn preview(chosen: &Chosen, fields: &Fields, number: &str, changed: bool) -> Preview {
    let mut hidden = vec![
        (DEPARTEMENT, number.to_owned()),
        (TO, fields.text(TO).to_owned()),
        (OTHER, fields.text(OTHER).to_owned()),
        (WHO, chosen.who.clone()),
        (SEEN, mark(&chosen.text)),
    ];
    let joined = chosen.joined.iter();
    hidden.extend(joined.map(|one| (JOIN, one.name().to_owned())));
    hidden.extend(fields.get(KEEP).map(|keep| (KEEP, keep.to_owned())));
    Preview {
        to: chosen.to.name.clone(),
        lines: lines(&chosen.text),
        hidden,
        changed,
    }
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

#[derive(Template)]
#[template(path = "prepared.html")]
struct Ready {
    ctx: Ctx,
    to: String,
    when: String,
    mail: String,
    lines: Vec<String>,
    file: String,
    shares: String,
}

fn find(opened: &Opened, seq: u64) -> Result<&Prepared, Fault> {
    let found = opened.case.prepared.iter().find(|one| one.seq == seq);
    found.ok_or_else(|| Fault::new(Code::NotFound, "no such summary"))
}

/// What was prepared: to copy, to print, to download.
pub async fn get_one(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let one = find(&opened, seq)?;
    let when = dates::moment(ctx.w, one.at);
    Ok(Page::new(Ready {
        to: one.to.name.clone(),
        when: ctx.ta("prepared-when", &[("date", &when)]),
        mail: one.to.mail.clone(),
        lines: lines(&one.text),
        file: urls::PreparedFile(grant, seq).path(),
        shares: urls::Shares(grant).path(),
        ctx: ctx.with_back(&urls::Annuaire(grant)),
    })
    .into_response())
}

/// The text as a file.
pub async fn file(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let text = find(&opened, seq)?.text.clone();
    Ok(download(
        [text.as_str(), "\n"].concat().into_bytes(),
        "text/plain; charset=utf-8",
        "resume.txt",
    ))
}
