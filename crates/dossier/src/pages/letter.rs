//! Letters: choose, answer, read, download, say that it was sent.

use super::plan::{due_in_words, lang};
use super::{open, sending, urls};
use crate::entries;
use crate::letters::{facts_of, is_asked, known, read_answers};
use crate::model::LetterState;
use crate::service::{Dossiers, Opened};
use crate::{plans, prior};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use guide::law::Text;
use guide::letters::{Ask, Draft, Refusal, draft, render_html, render_text};
use guide::plan::plan;
use kernel::doc::Doc;
use kernel::{Code, Fault, GrantId};
use seal::entry::By;
use seal::grant::Rights;
use serde_json::{Map, Value};
use time::Date;
use ui::parts::{TaskList, TaskState};
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, dates, headers, see_other};

#[derive(Template)]
#[template(path = "letters.html")]
struct Letters {
    ctx: Ctx,
    offers: TaskList,
    others: TaskList,
}

/// The letters that can be prepared: those of her plan first, the others folded.
pub async fn list(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let fitting = plans::letters_of(dossiers.content, &opened.case, dossiers.today());
    let mut offers = TaskList::new(ctx.w, "courriers");
    let mut others = TaskList::new(ctx.w, "autres");
    let rank = |id: &str| fitting.iter().position(|fit| fit == id);
    let mut all: Vec<_> = dossiers.content.models.offers().collect();
    all.sort_by_key(|offer| rank(offer.id).unwrap_or(usize::MAX));
    for offer in all {
        let letter = opened.case.letter(offer.id);
        let (hint, state) = progress(&ctx, letter);
        let title = offer.name.get(lang(ctx.w));
        let url = urls::Letter(grant, offer.id.to_owned()).path();
        if letter.is_some() || rank(offer.id).is_some() {
            offers = offers.task(title, hint, url, state);
        } else {
            others = others.task(title, hint, url, state);
        }
    }
    Ok(Page::new(Letters {
        offers,
        others,
        ctx: ctx.with_back(&urls::Home(grant)),
    })
    .into_response())
}

fn progress(ctx: &Ctx, letter: Option<&LetterState>) -> (String, TaskState) {
    match letter {
        None => (String::new(), TaskState::ToDo),
        Some(LetterState {
            sent: Some(sent), ..
        }) => (
            ctx.ta(
                "letter-sent-done",
                &[("date", &dates::plain_day(ctx.w, sent.on))],
            ),
            TaskState::Done,
        ),
        Some(LetterState {
            final_sha256: Some(_),
            ..
        }) => (ctx.t("letter-state-final"), TaskState::Started),
        Some(_) => (ctx.t("letter-state-draft"), TaskState::Started),
    }
}

#[derive(Template)]
#[template(path = "letter.html")]
struct LetterPage {
    ctx: Ctx,
    title: String,
    /// Who prepared it with her.
    proposed: Option<String>,
    /// Whose page it is: only she makes it final and sends it.
    owner: bool,
    /// Whether its answers may be changed here: once it is final, by its owner only.
    answerable: bool,
    form: Form,
    /// Who agreed to sign and is not named yet.
    agreed: Vec<String>,
    questions: Vec<ui::Html>,
    refused: String,
    preview: Option<Preview>,
    opens: Vec<String>,
    waits: Option<(String, String)>,
    sending: sending::Sent,
    follow: String,
    /// The sheet that goes with a request for a record.
    mission: Option<String>,
}

pub(super) struct Preview {
    html: ui::Html,
    missing: Vec<String>,
    advice: Vec<String>,
    sending: String,
    final_form: Form,
    draft: String,
    /// Texts not read again for more than twelve months, with their day.
    old: Vec<String>,
    /// It has a copy for the head or the hierarchy (N049).
    pub(super) copied: bool,
    odt: String,
    text: String,
}

#[derive(Template)]
#[template(source = "{{ html|safe }}", ext = "html")]
struct Rendered {
    html: String,
}

struct Desk<'a> {
    dossiers: &'a Dossiers,
    opened: &'a Opened,
    grant: GrantId,
    id: &'a str,
    today: Date,
}

/// A letter that was made final or sent: a proposal must not take its place.
const fn is_hers(letter: &LetterState) -> bool {
    letter.final_sha256.is_some() || letter.sent.is_some()
}

impl Desk<'_> {
    /// A reader's draft is a proposal: the owner decides.
    fn proposed(&self, ctx: &Ctx, letter: &LetterState) -> Option<String> {
        let By::Reader(number) = letter.by else {
            return None;
        };
        let share = self.opened.case.share(number)?;
        Some(ctx.ta("letter-proposed", &[("name", &share.name)]))
    }

    fn draft(
        &self,
        answers: &Map<String, Value>,
        ctx: &Ctx,
    ) -> Result<Result<Draft, String>, Fault> {
        let models = &self.dossiers.content.models;
        let case = &self.opened.case;
        // A copy made later bears the date of the sealed one.
        let final_on = case.letter(self.id).and_then(|letter| letter.final_on);
        let facts = facts_of(
            models,
            case,
            self.id,
            answers,
            final_on.unwrap_or(self.today),
        );
        match draft(self.dossiers.content, self.id, &facts, lang(ctx.w)) {
            Ok(draft) => Ok(Ok(draft)),
            Err(Refusal::NotForThisStatus { text, .. }) => Ok(Err(text)),
            Err(Refusal::UnknownLetter) => Err(Fault::new(Code::NotFound, "no such letter")),
            Err(Refusal::Replaced { .. }) => Err(Fault::new(
                Code::Internal,
                "a letter rests on a replaced text",
            )),
            Err(Refusal::Unusable { .. }) => Err(Fault::new(
                Code::Invalid,
                "an answer names something unknown",
            )),
        }
    }

    fn page(
        &self,
        ctx: Ctx,
        answers: &Map<String, Value>,
        problems: Problems,
    ) -> Result<LetterPage, Fault> {
        let url = urls::Letter(self.grant, self.id.to_owned());
        let mut form = Form::new(&ctx, &url);
        for (path, value) in answers {
            form = match value {
                Value::Array(many) => many
                    .iter()
                    .filter_map(Value::as_str)
                    .fold(form, |form, one| form.value(path.as_str(), one)),
                Value::Bool(true) => form.value(path.as_str(), "oui"),
                value => form.value(path.as_str(), value.as_str().unwrap_or_default()),
            };
        }
        let form = form.problems(problems);
        let status = answers
            .get("person.status")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let models = &self.dossiers.content.models;
        let asks = models.asks(self.id);
        let signed = asks.iter().any(|(path, _)| path == prior::SIGNATORIES);
        let questions = asks
            .into_iter()
            .filter(|(path, _)| is_asked(path, status))
            .map(|(path, ask)| self.question(&ctx, &form, &path, ask))
            .collect();
        let title = self
            .dossiers
            .content
            .models
            .name(self.id)
            .ok_or(Fault::new(Code::NotFound, "no such letter"))?;
        let saved = self.opened.case.letter(self.id);
        let (mut refused, mut preview, mut opens) = (String::new(), None, Vec::new());
        match self.draft(answers, &ctx)? {
            Err(why) => refused = why,
            Ok(draft) => {
                if let Some(letter) = saved {
                    opens = plans::opened_by(
                        self.dossiers.content,
                        letter,
                        &draft.opens,
                        plans::place_of(&self.opened.case),
                    )
                    .into_iter()
                    .map(|coming| {
                        let name = coming.rule.name.get(lang(ctx.w));
                        match coming.due.day() {
                            Some(day) => {
                                let due = due_in_words(ctx.w, coming.due, day < self.today);
                                ctx.ta("letter-opens", &[("name", &name), ("date", &due)])
                            }
                            None => ctx.ta("letter-opens-now", &[("name", &name)]),
                        }
                    })
                    .collect();
                    preview = Some(self.preview(&ctx, &draft));
                }
            }
        }
        let waits = plans::holds_back(
            self.dossiers.content,
            &self.opened.case,
            self.id,
            self.today,
        );
        let lists = &self.dossiers.content.situations.checklists;
        let waits = waits.and_then(|id| {
            let title = lists.get(&id)?.title.get(lang(ctx.w));
            let text = ctx.ta("plan-first", &[("list", &title)]);
            Some((urls::Checklist(self.grant, id).path(), text))
        });
        let owner = self.opened.keyring.rights == Rights::Owner;
        Ok(LetterPage {
            owner,
            answerable: owner || !saved.is_some_and(is_hers),
            proposed: saved.and_then(|letter| self.proposed(&ctx, letter)),
            title: title.get(lang(ctx.w)).to_owned(),
            waits,
            sending: sending::of(&ctx, self.grant, self.id, saved, preview.as_ref()),
            follow: urls::LetterFollow(self.grant, self.id.to_owned()).path(),
            mission: (self.id == crate::mission::sheet::LETTER)
                .then(|| urls::Mission(self.grant).path()),
            agreed: if signed {
                prior::not_named(&self.opened.case, answers)
            } else {
                Vec::new()
            },
            form,
            questions,
            refused,
            preview,
            opens,
            ctx: ctx.with_back(&urls::Letters(self.grant)),
        })
    }

    fn preview(&self, ctx: &Ctx, draft: &Draft) -> Preview {
        let missing = draft.finalise().err().unwrap_or_default();
        let file =
            |format: &str| urls::LetterFile(self.grant, self.id.to_owned(), format.to_owned());
        Preview {
            html: ui::Html::of(&Rendered {
                html: render_html(&draft.doc),
            }),
            missing: missing
                .iter()
                .map(|missing| {
                    let fields: Vec<&str> = missing
                        .fields
                        .iter()
                        .map(|gap| gap.label.as_str())
                        .collect();
                    if fields.is_empty() {
                        missing.text.clone()
                    } else {
                        [missing.text.as_str(), " : ", &fields.join(", ")].concat()
                    }
                })
                .collect(),
            advice: draft.advice.clone(),
            sending: draft.sending.clone(),
            final_form: Form::new(ctx, &file("pdf")),
            draft: file("brouillon").path(),
            old: draft
                .old_texts(self.today)
                .into_iter()
                .map(|text| {
                    let day = kernel::date::parse(&text.checked);
                    let day = day
                        .map(|day| dates::plain_day(ctx.w, day))
                        .unwrap_or_default();
                    ctx.ta(
                        "letter-old-text",
                        &[("text", &text.citation), ("date", &day)],
                    )
                })
                .collect(),
            copied: !(draft.addressee.copies.is_empty() && draft.addressee.through.is_empty()),
            odt: file("odt").path(),
            text: file("txt").path(),
        }
    }

    fn question(&self, ctx: &Ctx, form: &Form, path: &str, ask: Ask) -> ui::Html {
        let label = self
            .dossiers
            .content
            .models
            .label(path)
            .map(|text| text.get(lang(ctx.w)))
            .unwrap_or(path);
        match ask {
            Ask::Line => ui::Html::of(&form.input(path).label(label)),
            Ask::Lines | Ask::Witnesses | Ask::Rows(_) => {
                ui::Html::of(&form.textarea(path).label(label).rows(3))
            }
            Ask::Tick => ui::Html::of(&form.checkboxes(path).option("oui", label)),
            Ask::Status => {
                let mut select = form
                    .select(path)
                    .label(label)
                    .option("", ctx.t("choice-unsaid"));
                for staff in self.dossiers.content.law.staff.iter() {
                    select = select.option(&staff.id, staff.name.get(lang(ctx.w)));
                }
                ui::Html::of(&select)
            }
            Ask::Level => {
                let (law, case) = (&self.dossiers.content.law, &self.opened.case);
                let facts = plans::of_case(self.dossiers.content, case);
                let levels = guide::plan::addressees(law, &facts).chain;
                let mut select = form
                    .select(path)
                    .label(label)
                    .option("", ctx.t("choice-unsaid"));
                for level in levels.iter().filter_map(|id| law.authority(id)) {
                    select = select.option(&level.id, level.name.get(lang(ctx.w)));
                }
                ui::Html::of(&select)
            }
            Ask::Offences => {
                let found = plan(
                    self.dossiers.content,
                    &plans::of_case(self.dossiers.content, &self.opened.case),
                    self.today,
                );
                let mut boxes = form.checkboxes(path).legend(label);
                for id in offences(&found) {
                    if let Some(offence) = self.dossiers.content.offence(&id) {
                        boxes = boxes.option_hint(
                            &offence.id,
                            offence.name.get(lang(ctx.w)),
                            offence.elements.as_str(),
                        );
                    }
                }
                ui::Html::of(&boxes)
            }
            Ask::Measures => {
                let choices = self.dossiers.content.models.measures(self.id);
                boxes(ctx, form, path, label, choices)
            }
            Ask::Grounds => {
                let choices = self.dossiers.content.models.grounds(self.id);
                boxes(ctx, form, path, label, choices)
            }
        }
    }
}

fn boxes<'a>(
    ctx: &Ctx,
    form: &Form,
    path: &str,
    label: &str,
    choices: impl Iterator<Item = (&'a str, &'a Text)>,
) -> ui::Html {
    let mut boxes = form.checkboxes(path).legend(label);
    for (id, text) in choices {
        boxes = boxes.option(id, text.get(lang(ctx.w)));
    }
    ui::Html::of(&boxes)
}

fn offences(plan: &guide::plan::Plan) -> Vec<String> {
    plan.qualifications
        .iter()
        .map(|qualification| qualification.id.clone())
        .collect()
}

/// The questions, and the letter once something was answered.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, String)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let desk = Desk {
        dossiers: &dossiers,
        opened: &opened,
        grant,
        id: &id,
        today: dossiers.today(),
    };
    let answers = known(dossiers.content, &opened.case, &id);
    Ok(Page::new(desk.page(ctx, &answers, Problems::new())?).into_response())
}

/// Keeps the answers, and shows the letter.
pub async fn post(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, String)>,
    sent: Protected<Fields>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    if dossiers.content.models.name(&id).is_none() {
        return Err(Code::NotFound.into());
    }
    let saved = opened.case.letter(&id);
    if opened.keyring.rights != Rights::Owner && saved.is_some_and(is_hers) {
        return Err(Code::NotFound.into());
    }
    let answers = read_answers(&dossiers.content.models, &id, &sent.form);
    if opened
        .case
        .letter(&id)
        .is_none_or(|letter| letter.answers != answers)
    {
        dossiers
            .add(&opened, vec![entries::letter(&id, &answers)?], sent.nonce)
            .await?;
    }
    Ok(see_other(&urls::Letter(grant, id)))
}

/// Makes the letter final: refused while a mandatory mention is empty, which is named.
pub async fn finalise(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, id, format)): Path<(GrantId, String, String)>,
    sent: Protected<Fields>,
) -> Answer {
    if format != "pdf" {
        return Err(Code::NotFound.into());
    }
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let saved = opened
        .case
        .letter(&id)
        .ok_or(Fault::new(Code::NotFound, "no such letter yet"))?;
    if saved.final_sha256.is_some() {
        return Ok(see_other(&urls::LetterFile(grant, id, format)));
    }
    let desk = Desk {
        dossiers: &dossiers,
        opened: &opened,
        grant,
        id: &id,
        today: dossiers.today(),
    };
    let answers = known(dossiers.content, &opened.case, &id);
    let held = plans::holds_back(dossiers.content, &opened.case, &id, desk.today);
    let draft = desk.draft(&answers, &ctx)?.ok();
    let old = draft
        .as_ref()
        .is_some_and(|draft| !draft.old_texts(desk.today).is_empty());
    let unread = old && sent.form.get("old").is_none();
    let finished = draft
        .and_then(|draft| draft.finalise().ok())
        .filter(|_| held.is_none() && !unread);
    let Some(doc) = finished else {
        let mut problems = Problems::new();
        let first = dossiers.content.models.asks(&id).into_iter().next();
        let why = match (held, unread) {
            (Some(_), _) => "letter-final-waits",
            (None, true) => "letter-final-old",
            (None, false) => "letter-final-refused",
        };
        problems.add(
            first.map_or_else(|| "person.name".to_owned(), |(path, _)| path),
            why,
        );
        let page = desk.page(ctx, &answers, problems)?;
        return Ok(page.form.refuse(&urls::Letter(grant, id)));
    };
    let seq = saved.seq;
    let pdf = typeset(&dossiers, doc).await?;
    dossiers
        .add_final_letter(&opened, &id, seq, pdf, sent.nonce)
        .await?;
    Ok(see_other(&urls::LetterFile(grant, id, format)))
}

pub(super) async fn typeset(dossiers: &Dossiers, doc: Doc) -> Result<Vec<u8>, Fault> {
    let press = std::sync::Arc::clone(&dossiers.press);
    tokio::task::spawn_blocking(move || press.pdf(&doc))
        .await
        .map_err(|e| Fault::internal("typesetting stopped", e))?
}

/// A copy to change or to paste: the letter when nothing keeps it from being sent, else a draft.
struct ToChange {
    ready: bool,
    doc: Doc,
}

/// The letter as a file: the final PDF, a draft that shows its gaps, a copy to be changed, or text.
/// Only the final PDF is sealed; the others are made anew from the answers.
pub async fn file(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, id, format)): Path<(GrantId, String, String)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let desk = Desk {
        dossiers: &dossiers,
        opened: &opened,
        grant,
        id: &id,
        today: dossiers.today(),
    };
    let draft = || -> Result<Draft, Fault> {
        desk.draft(&known(dossiers.content, &opened.case, &id), &ctx)?
            .map_err(|_| Fault::new(Code::NotFound, "this letter does not fit the status"))
    };
    let copy = || -> Result<ToChange, Fault> {
        let draft = draft()?;
        let (case, today) = (&opened.case, desk.today);
        let accepted = case.letter(&id).is_some_and(|l| l.final_sha256.is_some());
        let allowed = accepted
            || (draft.old_texts(today).is_empty()
                && plans::holds_back(dossiers.content, case, &id, today).is_none());
        let ready = draft.finalise().ok().filter(|_| allowed);
        Ok(ToChange {
            ready: ready.is_some(),
            doc: ready.unwrap_or_else(|| draft.as_draft(today)),
        })
    };
    match format.as_str() {
        "pdf" => {
            let letter = opened
                .case
                .letter(&id)
                .filter(|letter| letter.final_sha256.is_some());
            let letter = letter.ok_or(Fault::new(Code::NotFound, "this letter is not final"))?;
            let pdf = dossiers.final_letter(&opened, letter).await?;
            Ok(download(pdf, "application/pdf", "courrier.pdf"))
        }
        "brouillon" => Ok(download(
            typeset(&dossiers, draft()?.as_draft(desk.today)).await?,
            "application/pdf",
            "brouillon.pdf",
        )),
        "odt" => {
            let copy = copy()?;
            let name = if copy.ready {
                "courrier.odt"
            } else {
                "brouillon.odt"
            };
            Ok(download(odt::of(&copy.doc)?, odt::MEDIA, name))
        }
        "txt" => {
            let copy = copy()?;
            let name = if copy.ready {
                "courrier.txt"
            } else {
                "brouillon.txt"
            };
            let text = render_text(&copy.doc).into_bytes();
            Ok(download(text, "text/plain; charset=utf-8", name))
        }
        _ => Err(Code::NotFound.into()),
    }
}

/// A file to save, under a neutral name.
pub fn download(bytes: Vec<u8>, media: &'static str, name: &'static str) -> Response {
    let mut answer = bytes.into_response();
    let map = answer.headers_mut();
    map.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(value) = HeaderValue::from_str(&["attachment; filename=\"", name, "\""].concat()) {
        map.insert(header::CONTENT_DISPOSITION, value);
    }
    headers::piece(map);
    answer
}
