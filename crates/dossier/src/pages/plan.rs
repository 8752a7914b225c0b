//! The plan as a page: today, then step by step, each with its date and its rule.

use super::{open, urls};
use crate::entries;
use crate::model::Case;
use crate::plans;
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use guide::Content;
use guide::deadline::Due;
use guide::law::{Lang, Text};
use guide::plan::{Plan, Situation, plan};
use kernel::GrantId;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, Words, dates, see_other};

/// The language of the guide's texts.
pub const fn lang(w: Words) -> Lang {
    match w.lang() {
        ui::Lang::Fr => Lang::Fr,
        ui::Lang::En => Lang::En,
    }
}

/// The end of a limit, in words.
pub fn due_in_words(w: Words, due: Due) -> String {
    match due {
        Due::Day(day) => w.ta("plan-deadline-by", &[("date", &dates::day(w, day))]),
        Due::Instant(at) => {
            let day = dates::day(w, at.date());
            let hour = if w.lang() == ui::Lang::Fr {
                format!("{day}, {}\u{a0}h\u{a0}{:02}", at.hour(), at.minute())
            } else {
                format!("{day}, {:02}:{:02}", at.hour(), at.minute())
            };
            w.ta("plan-deadline-hour", &[("date", &hour)])
        }
        Due::AtOnce => w.t("plan-deadline-now"),
    }
}

#[derive(Template)]
#[template(path = "plan_view.html")]
struct PlanView<'a> {
    ctx: &'a Ctx,
    plan: &'a Plan,
    letters: &'a [String],
}

impl PlanView<'_> {
    fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(lang(self.ctx.w))
    }

    /// The list to go through before this step.
    fn first(&self, step: &guide::plan::Step) -> Option<&guide::plan::Listed> {
        let id = step.waits_for.as_ref()?;
        self.plan.checklists.iter().find(|list| list.id == *id)
    }

    fn due(&self, due: &Due) -> String {
        due_in_words(self.ctx.w, *due)
    }

    fn kinds(&self) -> String {
        self.plan
            .kinds
            .iter()
            .map(|kind| self.say(&kind.name))
            .collect::<Vec<_>>()
            .join(" ; ")
    }

    fn has_letter(&self, letter: &Option<String>) -> bool {
        letter.as_ref().is_some_and(|id| self.letters.contains(id))
    }

    fn to(&self, step: &guide::plan::Step) -> String {
        step.to
            .iter()
            .map(|to| self.say(&to.name))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn through(&self, step: &guide::plan::Step) -> String {
        step.through
            .iter()
            .map(|to| self.say(&to.name))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// The plan, to stand in a page.
pub fn view(ctx: &Ctx, content: &Content, plan: &Plan) -> Html {
    let letters: Vec<String> = content
        .models
        .offers()
        .map(|offer| offer.id.to_owned())
        .collect();
    Html::of(&PlanView {
        ctx,
        plan,
        letters: &letters,
    })
}

/// When the content was last checked, for the foot of the page.
pub fn checked(content: &Content, w: Words) -> String {
    let day = content
        .law
        .articles
        .iter()
        .map(|article| article.checked)
        .max();
    day.map(|day| dates::plain_day(w, day)).unwrap_or_default()
}

/// The questions about the person's situation, common to the public plan and to the dossier's.
#[derive(Template)]
#[template(path = "situation_fields.html")]
struct SituationFields<'a> {
    ctx: &'a Ctx,
    form: &'a Form,
    content: &'a Content,
}

impl SituationFields<'_> {
    fn staff(&self) -> ui::form::Select {
        let mut select = self
            .form
            .select("status")
            .label(self.ctx.t("plan-staff"))
            .option("", self.ctx.t("choice-unsaid"));
        for staff in self.content.law.staff.iter() {
            select = select.option(&staff.id, staff.name.get(lang(self.ctx.w)));
        }
        select
    }

    fn establishment(&self) -> ui::form::Select {
        let mut select = self
            .form
            .select("establishment")
            .label(self.ctx.t("plan-establishment"))
            .option("", self.ctx.t("choice-unsaid"));
        for place in self.content.law.establishments.iter() {
            select = select.option(&place.id, place.name.get(lang(self.ctx.w)));
        }
        select
    }

    fn link(&self) -> ui::form::Choices {
        let mut radios = self
            .form
            .radios("link")
            .legend(self.ctx.t("plan-link"))
            .inline();
        for answer in ["oui", "non", "doute"] {
            radios = radios.option(answer, self.ctx.t(&["plan-link-", answer].concat()));
        }
        radios
    }

    fn public(&self) -> ui::form::Choices {
        let mut radios = self.form.radios("public").legend(self.ctx.t("when-public"));
        for answer in ["oui", "non", "nsp"] {
            radios = radios.option(answer, self.ctx.t(&["when-public-", answer].concat()));
        }
        radios
    }
}

/// Those questions, to stand in a form.
pub fn situation_fields(ctx: &Ctx, form: &Form, content: &Content) -> Html {
    Html::of(&SituationFields { ctx, form, content })
}

/// What was answered, over what was known; an unknown id is left out.
pub fn read_situation(fields: &Fields, content: &Content, known: &Situation) -> Situation {
    let mut situation = known.clone();
    let id = |name: &str| Some(fields.text(name).to_owned()).filter(|text| !text.is_empty());
    situation.status = id("status").filter(|id| content.staff(id).is_some());
    situation.establishment =
        id("establishment").filter(|id| content.law.establishments.get(id).is_some());
    situation.departement = id("departement")
        .map(|n| n.to_uppercase())
        .filter(|n| kernel::date::Place::of_departement(n).is_some());
    let answer = |name: &str| match fields.text(name) {
        "oui" => guide::plan::Answer::Oui,
        "non" => guide::plan::Answer::Non,
        _ => guide::plan::Answer::Nsp,
    };
    situation.link_with_duties = answer("link");
    situation.public = answer("public");
    situation
}

/// A form filled with what is known.
pub fn fill_situation(form: Form, known: &Situation) -> Form {
    let answer = |answer: guide::plan::Answer, doubt: &'static str| match answer {
        guide::plan::Answer::Oui => "oui",
        guide::plan::Answer::Non => "non",
        guide::plan::Answer::Nsp => doubt,
    };
    form.value("status", known.status.as_deref().unwrap_or_default())
        .value(
            "establishment",
            known.establishment.as_deref().unwrap_or_default(),
        )
        .value(
            "departement",
            known.departement.as_deref().unwrap_or_default(),
        )
        .value("link", answer(known.link_with_duties, "doute"))
        .value("public", answer(known.public, "nsp"))
}

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage {
    ctx: Ctx,
    view: Html,
    form: Form,
    fields: Html,
    letters: String,
    checked: String,
    edition: String,
}

/// The dossier's plan.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let situation = plans::of_case(dossiers.content, &opened.case);
    let today = kernel::date::paris_date(dossiers.store().clock.now());
    let found = plan(dossiers.content, &situation, today);
    let form = fill_situation(Form::new(&ctx, &urls::Plan(grant)), &situation);
    let page = PlanPage {
        view: view(&ctx, dossiers.content, &found),
        fields: situation_fields(&ctx, &form, dossiers.content),
        form,
        letters: ui::Url::path(&urls::Letters(grant)),
        checked: checked(dossiers.content, ctx.w),
        edition: dossiers.content.version().to_owned(),
        ctx: ctx.with_back(&urls::Home(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// Keeps what the person says of her situation.
pub async fn post(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let known: Situation =
        serde_json::from_value(opened.case.situation.clone()).unwrap_or_default();
    let said = read_situation(&sent.form, dossiers.content, &known);
    let said = serde_json::to_value(said)
        .map_err(|e| kernel::Fault::internal("a situation cannot be written", e))?;
    if said != opened.case.situation {
        dossiers
            .add(&opened, vec![entries::situation(&said)?], sent.nonce)
            .await?;
    }
    Ok(see_other(&urls::Plan(grant)))
}

impl Dossiers {
    /// The nearest date of a case, in words: what it is, when.
    pub(super) fn next_deadline(&self, ctx: &Ctx, case: &Case) -> Option<(String, String)> {
        let today = kernel::date::paris_date(self.store().clock.now());
        let coming = plans::coming(self.content, case, today)
            .into_iter()
            .next()?;
        Some((
            coming.rule.name.get(lang(ctx.w)).to_owned(),
            due_in_words(ctx.w, coming.due),
        ))
    }
}
