//! The named experts of a session, and their photos.

use super::act::{Act, or_said};
use super::bits::{self, SEEN};
use super::gone::{self, Words};
use super::urls;
use crate::model::{Expert, Panel};
use crate::rules::photo::LARGEST;
use crate::rules::status;
use crate::service::{By, Named, Panels, Refused, Wrong};
use accounts::pages::Visiting;
use axum::extract::{Path, State};
use kernel::{AccountId, Code, Fault, PanelId};
use ui::form::{FileInput, Select};
use ui::{Answer, Ctx, Form, Html, ProtectedMultipart, Url, protected, see_other};

/// What the page of a session shows of them.
pub(super) struct Experts {
    /// Naming one.
    pub(super) form: Form,
    /// What the page shows of them all.
    pub(super) seen: Html,
    /// Who may be.
    pub(super) choose: Option<Select>,
    /// What was typed, where nobody else can be named any more.
    pub(super) words: Words,
    /// Those who are, and were.
    pub(super) all: Vec<One>,
}

/// An expert.
pub(super) struct One {
    /// Her name and function.
    pub(super) who: String,
    /// Her photo, or nothing.
    pub(super) photo: String,
    /// What is to be known of her.
    pub(super) says: String,
    /// Taking her out, while she answers.
    pub(super) remove: Option<Form>,
    /// What its button says.
    pub(super) remove_of: String,
    /// Putting her function in place of her name, once she does not.
    pub(super) unname: Form,
    /// What its button says; nothing where that was done, or is not to be.
    pub(super) unname_of: String,
    /// Her photo.
    pub(super) upload: Form,
    /// What the page shows of it.
    pub(super) seen: Html,
    /// The field of it.
    pub(super) file: FileInput,
}

impl Experts {
    pub(super) async fn of(
        panels: &Panels,
        ctx: &Ctx,
        panel: &Panel,
        named: Vec<Named>,
    ) -> Result<Self, Fault> {
        let form = Form::new(ctx, &urls::Name(panel.id));
        let all: Vec<Expert> = named.iter().map(|one| one.expert.clone()).collect();
        let seen = bits::seen(&form, &status::seen_of_experts(&all));
        let mut may = panels.may_answer(panel.org).await?;
        may.retain(|one| {
            let mut active = named.iter().filter(|named| named.expert.active);
            !active.any(|named| named.expert.account == one.account)
        });
        let choose = (!may.is_empty()).then(|| {
            let select = form.select("account").label(ctx.t("prepare-expert"));
            let select = select.option("", ctx.t("prepare-expert-choose"));
            may.iter().fold(select, |select, one| {
                let label = [&one.name, " (", &one.org.name, ")"].map(|text| text as &str);
                select.option(one.account.to_string(), label.concat())
            })
        });
        let one = |named: Named| {
            let expert = named.expert;
            let args: [(&str, &dyn std::fmt::Display); 2] =
                [("name", &expert.name), ("title", &expert.title)];
            let upload = Form::new(ctx, &urls::SetPhoto(panel.id, expert.account)).multipart();
            let field = ["photo-", &expert.place.to_string()].concat();
            let says = match (expert.active, named.there) {
                (false, _) => ctx.t("prepare-expert-out"),
                (true, false) => ctx.t("prepare-expert-gone"),
                (true, true) => String::new(),
            };
            One {
                who: match expert.is_unnamed() {
                    true => expert.name.clone(),
                    false => ctx.ta("prepare-expert-named", &args),
                },
                photo: if expert.photo {
                    crate::pages::urls::Photo(panel.id.to_string(), expert.place).path()
                } else {
                    String::new()
                },
                says,
                remove: expert
                    .active
                    .then(|| Form::new(ctx, &urls::Remove(panel.id, expert.account))),
                remove_of: ctx.ta("prepare-expert-remove", &args),
                unname: Form::new(ctx, &urls::Unname(panel.id, expert.account)),
                unname_of: match expert.active || expert.is_unnamed() {
                    true => String::new(),
                    false => ctx.ta("prepare-expert-unname", &args),
                },
                seen: bits::seen(&upload, &named.photo),
                file: upload
                    .file(&field)
                    .label(ctx.ta("prepare-photo", &args))
                    .hint(ctx.t("prepare-photo-hint"))
                    .accept("image/jpeg,image/png"),
                upload,
            }
        };
        let words = match choose.is_some() {
            true => Words::new(),
            false => gone::unshown(panels, ctx, &form),
        };
        Ok(Self {
            words,
            form,
            seen,
            choose,
            all: named.into_iter().map(one).collect(),
        })
    }

    /// Every form of it.
    pub(super) fn forms(&self) -> impl Iterator<Item = &Form> {
        let each = self.all.iter();
        let each = each.flat_map(|one| one.remove.iter().chain([&one.unname, &one.upload]));
        each.chain([&self.form])
    }
}

/// Names one, or changes her function.
pub async fn name(act: Act<PanelId>) -> Answer {
    let by = act.by()?;
    act.panels.preparing(by, act.id).await?;
    let done = match act.text("account").parse::<AccountId>() {
        Ok(account) => {
            let title = act.text("title");
            let seen = Some(act.text(SEEN));
            let named = act.panels.name_expert(by, act.id, account, title, seen);
            named.await
        }
        Err(_) => Err(Refused::Wrong(vec![Wrong::of(
            "account",
            "panel-wrong-expert",
        )])),
    };
    let forms = (&urls::Name(act.id), &urls::EditPanel(act.id));
    act.ends(done, forms, ("", "account"))
}

/// Takes one out.
pub async fn remove(act: Act<(PanelId, AccountId)>) -> Answer {
    let (id, account) = act.id;
    act.panels.remove_expert(act.by()?, id, account).await?;
    Ok(see_other(&urls::EditPanel(id)))
}

/// Puts her function in place of her name, once she does not answer there any more.
pub async fn unname(act: Act<(PanelId, AccountId)>) -> Answer {
    let (id, account) = act.id;
    let done = act.panels.unname_expert(act.by()?, id, account).await;
    let said = Wrong::of("experts", "panel-wrong-active");
    let done = done.map_err(|fault| or_said(fault, said));
    let forms = (&urls::Unname(id, account), &urls::EditPanel(id));
    act.ends(done, forms, ("", "experts"))
}

/// What the form of a photo brings.
#[derive(Default)]
struct Received {
    seen: String,
    photo: Vec<u8>,
}

/// Longest mark of what a page showed, in bytes.
const MARK: usize = 64;

/// Reads the photo of a form, no further than the largest that is kept and one byte.
async fn received(form: &mut ProtectedMultipart) -> Result<Received, Fault> {
    let mut received = Received::default();
    while let Some(mut field) = form.next_field().await? {
        let name = field.name().unwrap_or_default();
        if name == SEEN {
            received.seen = protected::text(field, MARK).await?;
        } else if name.starts_with("photo-") {
            while let Some(chunk) = field.chunk().await.map_err(protected::cut)? {
                let left = (LARGEST + 1).saturating_sub(received.photo.len());
                received.photo.extend(chunk.iter().take(left));
            }
        }
    }
    Ok(received)
}

/// Keeps the photo of one.
pub async fn photo(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path((id, account)): Path<(PanelId, AccountId)>,
    mut sent: ProtectedMultipart,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let (_, named) = panels.preparing(by, id).await?;
    let expert = named.iter().find(|one| one.expert.account == account);
    let expert = expert.ok_or(crate::service::not_there("no expert of this session"))?;
    let field = ["photo-", &expert.expert.place.to_string()].concat();
    let Received { seen, photo } = received(&mut sent).await?;
    let page = urls::EditPanel(id);
    let done = panels.set_photo(by, id, account, photo, Some(&seen)).await;
    let wrong = match done {
        Ok(()) => return Ok(see_other(&page)),
        Err(Refused::Wrong(wrong)) => wrong.first().map_or("panel-wrong-photo", |one| one.key),
        Err(Refused::Fault(fault)) if fault.code() == Code::Conflict => "expert-wrong-moved",
        Err(Refused::Fault(fault)) => return Err(fault.into()),
    };
    let mut problems = ui::Problems::new();
    problems.add(field, wrong);
    let form = Form::new(&ctx, &urls::SetPhoto(id, account));
    Ok(form.problems(problems).refuse(&page))
}
