//! The plan as a page: today, then step by step, each with its date and its rule.

use super::{open, step, urls};
use crate::entries;
use crate::follow::Follow;
use crate::model::Case;
use crate::note::Subject;
use crate::plans;
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use guide::Content;
use guide::deadline::Due;
use guide::law::{Lang, Text};
use guide::plan::{Clock, Plan, Situation, plan};
use kernel::{Code, GrantId};
use ui::parts::Tag;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, Words, dates, see_other};

/// Times that a form is laid over what somebody else has just written.
const TRIES: u8 = 4;

/// The language of the guide's texts.
pub const fn lang(w: Words) -> Lang {
    match w.lang() {
        ui::Lang::Fr => Lang::Fr,
        ui::Lang::En => Lang::En,
    }
}

/// The end of a limit, in words.
pub fn due_in_words(w: Words, due: Due, passed: bool) -> String {
    if let Some(day) = due.day().filter(|_| passed) {
        return w.ta("plan-deadline-passed", &[("date", &dates::day(w, day))]);
    }
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
    content: &'a Content,
    plan: &'a Plan,
    letters: &'a [String],
    setting: Setting<'a>,
    discreet: bool,
}

/// Where a plan stands.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The address of the page.
    pub here: &'a str,
    /// How it is looked at.
    pub look: Look,
    /// The dossier, once there is one.
    pub inside: Option<Inside<'a>>,
}

/// What a plan shows besides, once there is a dossier: where each step stands, and its page.
#[derive(Clone, Copy)]
pub struct Inside<'a> {
    /// The dossier.
    pub grant: GrantId,
    /// What it tells.
    pub case: &'a Case,
}

/// How the plan is looked at.
#[derive(Debug, Clone, Copy, Default, serde::Deserialize)]
pub struct Look {
    /// Only the steps that the author does not learn of (N024).
    #[serde(default)]
    pub vue: Option<View>,
}

/// A way to look at a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// What reaches nobody.
    Discrete,
    /// Everything.
    #[serde(other)]
    Toute,
}

impl Look {
    const fn discreet(self) -> bool {
        matches!(self.vue, Some(View::Discrete))
    }
}

impl PlanView<'_> {
    fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(lang(self.ctx.w))
    }

    /// The steps to show.
    fn steps(&self) -> Vec<&guide::plan::Step> {
        if self.discreet {
            self.plan.discreet().collect()
        } else {
            self.plan.steps.iter().collect()
        }
    }

    /// Where that step stands, and its page.
    fn mark(&self, step: &guide::plan::Step) -> Option<(Tag, String)> {
        let Inside { grant, case } = self.setting.inside?;
        let subject = Subject::Action(step.action.clone());
        let state = Follow::of(self.content, case, &subject).state();
        let url = ui::Url::path(&urls::Step(grant, step.action.clone()));
        Some((step::tag(self.ctx.w, state), url))
    }

    /// The page of a list.
    fn list(&self, id: &str) -> Option<String> {
        let inside = self.setting.inside?;
        Some(ui::Url::path(&urls::Checklist(inside.grant, id.to_owned())))
    }

    /// The list to go through before this step.
    fn first(&self, step: &guide::plan::Step) -> Option<&guide::plan::Listed> {
        let id = step.waits_for.as_ref()?;
        self.plan.checklists.iter().find(|list| list.id == *id)
    }

    fn due(&self, clock: &Clock) -> String {
        clock.due.map_or_else(String::new, |due| {
            due_in_words(self.ctx.w, due, clock.passed())
        })
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
pub fn view(ctx: &Ctx, content: &Content, plan: &Plan, setting: Setting<'_>) -> Html {
    let letters: Vec<String> = content
        .models
        .offers()
        .map(|offer| offer.id.to_owned())
        .collect();
    Html::of(&PlanView {
        ctx,
        content,
        plan,
        letters: &letters,
        discreet: setting.look.discreet(),
        setting,
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

    /// Yes, no, not known.
    fn known(&self, name: &str) -> ui::form::Choices {
        let key = ["plan-said-", name].concat();
        let mut radios = self.form.radios(name).legend(self.ctx.t(&key)).inline();
        for answer in ["oui", "non", "nsp"] {
            radios = radios.option(answer, self.ctx.t(&["answer-", answer].concat()));
        }
        radios
    }

    fn flags(&self) -> ui::form::Choices {
        let mut boxes = self
            .form
            .checkboxes("flag")
            .legend(self.ctx.t("plan-flags"));
        for flag in FLAGS {
            boxes = boxes.option(flag, self.ctx.t(&["flag-", flag].concat()));
        }
        boxes
    }

    fn support(&self) -> ui::form::Select {
        let mut select = self
            .form
            .select("support")
            .label(self.ctx.t("plan-support"))
            .option("", self.ctx.t("choice-unsaid"));
        for id in guide::plan::SUPPORT {
            if let Some(authority) = self.content.authority(id) {
                select = select.option(id, authority.name.get(lang(self.ctx.w)));
            }
        }
        select
    }

    fn public(&self) -> ui::form::Choices {
        let mut radios = self.form.radios("public").legend(self.ctx.t("when-public"));
        for answer in ["oui", "non", "nsp"] {
            radios = radios.option(answer, self.ctx.t(&["when-public-", answer].concat()));
        }
        radios
    }
}

/// Facts that are true when ticked.
const FLAGS: [&str; 4] = ["hateful", "reprisals", "minor-intimate", "commercial"];

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
    situation.published = answer("published");
    situation.precise_fact = answer("precise");
    situation.named = answer("named");
    let lines = |name: &str| {
        let lines = fields.text(name).lines().map(str::trim);
        let said = lines.filter(|line| !line.is_empty()).map(str::to_owned);
        said.collect::<Vec<_>>()
    };
    situation.clues = lines("clues");
    situation.recognised_by = lines("recognised");
    let flag = |name: &str| fields.all("flag").any(|flag| flag == name);
    situation.hateful = flag("hateful");
    situation.reprisals = flag("reprisals");
    situation.minor_intimate = flag("minor-intimate");
    situation.commercial = flag("commercial");
    // A day that is in no calendar takes back nothing.
    situation.return_date = match super::fields::day(fields, "return").as_str() {
        "" => None,
        day => kernel::date::parse(day).or(known.return_date),
    };
    situation.support = id("support").filter(|id| content.authority(id).is_some());
    situation
}

/// A form filled with what is known.
pub fn fill_situation(form: Form, known: &Situation) -> Form {
    let answer = |answer: guide::plan::Answer, doubt: &'static str| match answer {
        guide::plan::Answer::Oui => "oui",
        guide::plan::Answer::Non => "non",
        guide::plan::Answer::Nsp => doubt,
    };
    let flags = [
        known.hateful,
        known.reprisals,
        known.minor_intimate,
        known.commercial,
    ];
    let ticked = FLAGS.iter().zip(flags).filter(|(_, ticked)| *ticked);
    let form = ticked.fold(form, |form, (flag, _)| form.value("flag", *flag));
    let day = known.return_date.map(kernel::date::iso).unwrap_or_default();
    super::fields::fill_day(form, "return", &day)
        .value("published", answer(known.published, "nsp"))
        .value("precise", answer(known.precise_fact, "nsp"))
        .value("named", answer(known.named, "nsp"))
        .value("clues", known.clues.join("\n"))
        .value("recognised", known.recognised_by.join("\n"))
        .value("support", known.support.as_deref().unwrap_or_default())
        .value("status", known.status.as_deref().unwrap_or_default())
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
    Query(look): Query<Look>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let situation = plans::of_case(dossiers.content, &opened.case);
    let today = dossiers.today();
    let found = plan(dossiers.content, &situation, today);
    let form = fill_situation(Form::new(&ctx, &urls::Plan(grant)), &situation);
    let page = PlanPage {
        view: view(
            &ctx,
            dossiers.content,
            &found,
            Setting {
                here: &ui::Url::path(&urls::Plan(grant)),
                look,
                inside: Some(Inside {
                    grant,
                    case: &opened.case,
                }),
            },
        ),
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
    // What she said is written whole: over what stands there now, never over an older reading.
    for _ in 0..TRIES {
        let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
        let known: Situation =
            serde_json::from_value(opened.case.situation.clone()).unwrap_or_default();
        let said = read_situation(&sent.form, dossiers.content, &known);
        let said = serde_json::to_value(said)
            .map_err(|e| kernel::Fault::internal("a situation cannot be written", e))?;
        if said == opened.case.situation {
            return Ok(see_other(&urls::Plan(grant)));
        }
        let drafts = vec![(entries::situation(&said)?, Vec::new())];
        match dossiers.add_next(&opened, drafts, sent.nonce).await {
            Err(fault) if fault.code() == Code::Conflict => {}
            added => {
                return added
                    .map(|_| see_other(&urls::Plan(grant)))
                    .map_err(Into::into);
            }
        }
    }
    Err(Code::Busy.into())
}
