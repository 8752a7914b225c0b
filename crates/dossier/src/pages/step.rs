//! One step: what it is, where it stands, what was noted of it, and the form that notes more.

use super::plan::{due_in_words, lang};
use super::{fields, notes, open, urls};
use crate::agenda::days;
use crate::follow::{Follow, State as Standing, letters_of_action, subject_of};
use crate::note::{Channel, Did, Online, Subject};
use crate::plans;
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use guide::law::Text;
use guide::plan::{Consequence, Plan, plan};
use kernel::{Code, Fault, GrantId};
use time::Date;
use ui::parts::Tag;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, Url, Words, dates, see_other};

/// A link with its words.
pub struct Link {
    /// Where.
    pub url: String,
    /// What it says.
    pub text: String,
}

/// A list to tick, with how far it is.
pub struct ListLink {
    /// Where, and its title.
    pub link: Link,
    /// « 3 sur 6 » or the day it was gone through.
    pub hint: String,
}

#[derive(Template)]
#[template(path = "step.html")]
struct StepPage {
    ctx: Ctx,
    title: String,
    about: Vec<String>,
    tag: Tag,
    waits: Option<Link>,
    dates: Vec<String>,
    consequences: Vec<Ended>,
    letters: Vec<Link>,
    lists: Vec<ListLink>,
    references: String,
    copies: Vec<CopyLine>,
    still_shows: bool,
    lines: Vec<notes::Line>,
    form: Form,
    fields: Html,
}

/// What a refusal or a silence opened.
struct Ended {
    text: String,
    next: Vec<Link>,
}

struct CopyLine {
    address: String,
    state: String,
    on: String,
    next: String,
}

/// Where a step stands, in a tag.
pub fn tag(w: Words, state: Standing) -> Tag {
    let day = |key: &str, on: Date| w.ta(key, &[("date", &dates::plain_day(w, on))]);
    match state {
        Standing::ToDo => Tag::plain(w.t("step-to-do")),
        Standing::Begun => Tag::plain(w.t("step-begun")),
        Standing::Waiting(on) => Tag::plain(day("step-waiting", on)),
        Standing::Ended(Did::Silent, on) => Tag::alert(day("step-silent", on)),
        Standing::Ended(Did::Closed, on) => Tag::alert(day("step-closed", on)),
        Standing::Ended(Did::Broken, on) => Tag::alert(day("step-broken", on)),
        Standing::Ended(_, on) => Tag::alert(day("step-refused", on)),
        Standing::Granted(on) => Tag::good(day("step-granted", on)),
        Standing::Done(on) => Tag::good(day("step-done", on)),
    }
}

/// The title of what is followed, as the plan says it.
pub fn title<'a>(dossiers: &'a Dossiers, found: &'a Plan, subject: &Subject) -> Option<&'a Text> {
    let own = |id: &str| found.steps.iter().find(|step| step.action == id);
    match subject {
        Subject::Action(id) => own(id).map(|step| &step.title),
        _ => None,
    }
    .or_else(|| notes::title(dossiers.content, subject))
}

/// Its page.
pub fn url(grant: GrantId, subject: &Subject) -> String {
    match subject {
        Subject::Action(id) => urls::Step(grant, id.clone()).path(),
        Subject::Letter(id) => urls::LetterFollow(grant, id.clone()).path(),
        Subject::List(id) => urls::Checklist(grant, id.clone()).path(),
    }
}

/// What a page about a step works with.
pub(super) struct Desk<'a> {
    dossiers: &'a Dossiers,
    opened: &'a Opened,
    grant: GrantId,
    subject: Subject,
    today: Date,
    pub(super) plan: Plan,
}

impl<'a> Desk<'a> {
    pub(super) fn of(
        dossiers: &'a Dossiers,
        opened: &'a Opened,
        grant: GrantId,
        subject: Subject,
    ) -> Result<Self, Fault> {
        let today = dossiers.today();
        let situation = plans::of_case(dossiers.content, &opened.case);
        let desk = Self {
            plan: plan(dossiers.content, &situation, today),
            dossiers,
            opened,
            grant,
            subject,
            today,
        };
        title(dossiers, &desk.plan, &desk.subject)
            .ok_or(Fault::new(Code::NotFound, "no such step"))?;
        Ok(desk)
    }

    fn page(&self, ctx: Ctx, form: Form) -> StepPage {
        let w = ctx.w;
        let say = |text: &Text| text.get(lang(w)).to_owned();
        let content = self.dossiers.content;
        let case = &self.opened.case;
        let follow = Follow::of(content, case, &self.subject);
        let step = self
            .plan
            .steps
            .iter()
            .find(|step| step.action == self.subject.id());
        let action = content.action(self.subject.id());
        let about = match (step, action, &self.subject) {
            (Some(step), ..) => vec![say(&step.about), say(&step.why)],
            (None, Some(action), Subject::Action(_)) => vec![say(&action.about), say(&action.why)],
            _ => Vec::new(),
        };
        let about = about
            .into_iter()
            .chain(step.and_then(|step| step.exposed.as_ref()).map(say));
        let waits = step
            .and_then(|step| step.waits_for.as_ref())
            .and_then(|id| {
                let list = content.situations.checklists.get(id)?;
                Some(Link {
                    url: urls::Checklist(self.grant, id.clone()).path(),
                    text: w.ta("plan-first", &[("list", &say(&list.title))]),
                })
            });
        let letters = match &self.subject {
            Subject::Action(id) => letters_of_action(content, case, id),
            subject => vec![subject.id()],
        };
        // The letters of other statuses or other authors are not hers: the plan's, and those already begun.
        let wanted = |id: &&str| {
            step.is_none_or(|step| step.letter.as_deref() == Some(*id)) || case.letter(id).is_some()
        };
        let letters = letters.into_iter().filter(wanted).filter_map(|id| {
            Some(Link {
                text: say(content.models.name(id)?),
                url: urls::Letter(self.grant, id.to_owned()).path(),
            })
        });
        let also = action.filter(|_| matches!(self.subject, Subject::Action(_)));
        let also = also.into_iter().flat_map(|action| &action.also);
        let also = also.filter(|id| step.is_none_or(|step| step.letter.as_ref() != Some(*id)));
        let also = also.filter_map(|id| {
            Some(Link {
                text: say(content.models.name(id)?),
                url: urls::Letter(self.grant, id.clone()).path(),
            })
        });
        StepPage {
            title: title(self.dossiers, &self.plan, &self.subject)
                .map(say)
                .unwrap_or_default(),
            about: about.filter(|text| !text.is_empty()).collect(),
            tag: tag(w, follow.state()),
            waits,
            dates: self.dates(w),
            consequences: self.consequences(w),
            letters: letters.chain(also).collect(),
            lists: self.lists(w),
            references: follow.references().join(", "),
            copies: follow
                .copies()
                .into_iter()
                .map(|copy| CopyLine {
                    address: copy.address.to_owned(),
                    state: w.t(&["online-", copy.online.name()].concat()),
                    on: dates::plain_day(w, copy.on),
                    next: copy
                        .next
                        .map(|day| dates::plain_day(w, day))
                        .unwrap_or_default(),
                })
                .collect(),
            still_shows: follow.still_shows(),
            lines: notes::lines(w, self.grant, case, &follow),
            fields: note_fields(
                &ctx,
                &form,
                action.is_some_and(|a| a.closed.is_some()),
                false,
                case,
            ),
            form,
            ctx: ctx.with_back(&urls::Follow(self.grant)),
        }
    }

    /// What is awaited and promised, and the limit of the step.
    fn dates(&self, w: Words) -> Vec<String> {
        let case = &self.opened.case;
        let step = self
            .plan
            .steps
            .iter()
            .find(|step| step.action == self.subject.id());
        let limit = step
            .and_then(|step| step.deadline.as_ref())
            .and_then(|clock| {
                let due = due_in_words(w, clock.due?, clock.passed());
                let name = clock.name.get(lang(w));
                Some(w.ta("step-limit", &[("name", &name), ("date", &due)]))
            });
        let kept = days(self.dossiers.content, case, self.today);
        let own = kept
            .into_iter()
            .filter(|keep| keep.subject.as_ref() == Some(&self.subject));
        own.map(|keep| notes::keep(w, self.dossiers.content, &keep))
            .chain(limit)
            .collect()
    }

    fn consequences(&self, w: Words) -> Vec<Ended> {
        let say = |text: &Text| text.get(lang(w)).to_owned();
        let own = |found: &&Consequence| found.action == self.subject.id();
        let found = self.plan.consequences.iter().filter(own);
        found
            .map(|ended| {
                let action = self.dossiers.content.action(&ended.action);
                let again = action.and_then(|action| action.letter_after.as_ref());
                let again = again.and_then(|id| {
                    Some(Link {
                        text: say(self.dossiers.content.models.name(id)?),
                        url: urls::Letter(self.grant, id.clone()).path(),
                    })
                });
                let next = ended.opens.iter().filter_map(|id| {
                    let subject = Subject::Action(id.clone());
                    Some(Link {
                        text: say(title(self.dossiers, &self.plan, &subject)?),
                        url: url(self.grant, &subject),
                    })
                });
                Ended {
                    text: say(&ended.text),
                    next: again.into_iter().chain(next).collect(),
                }
            })
            .collect()
    }

    fn lists(&self, w: Words) -> Vec<ListLink> {
        let id = self.subject.id().to_owned();
        let waits = self.plan.steps.iter().find(|step| step.action == id);
        let waits = waits.and_then(|step| step.waits_for.clone());
        let lists = self.plan.checklists.iter();
        lists
            .filter(|list| list.actions.contains(&id) || waits.as_ref() == Some(&list.id))
            .map(|list| {
                super::checklist::link(w, self.grant, &self.opened.case, list, self.dossiers)
            })
            .collect()
    }
}

#[derive(Template)]
#[template(path = "note_fields.html")]
struct NoteFields<'a> {
    ctx: &'a Ctx,
    form: &'a Form,
    closes: bool,
    open: bool,
    case: &'a crate::model::Case,
}

/// The fields of a note, to stand in a form; what is folded opens when there is something to correct in it.
pub fn note_fields(
    ctx: &Ctx,
    form: &Form,
    closes: bool,
    corrects: bool,
    case: &crate::model::Case,
) -> Html {
    Html::of(&NoteFields {
        ctx,
        form,
        closes,
        open: corrects || form.has_problems(),
        case,
    })
}

impl NoteFields<'_> {
    fn did(&self) -> ui::form::Choices {
        let mut radios = self.form.radios("did").legend(self.ctx.t("note-did"));
        // A promise is broken only where one was made.
        let met = self
            .case
            .notes
            .iter()
            .any(|note| note.text.did == Did::Meeting);
        let fits = |did: &Did| match did {
            Did::Closed => self.closes,
            Did::Broken => met,
            _ => true,
        };
        for did in Did::OFFERED.into_iter().filter(fits) {
            radios = radios.option(did.name(), self.ctx.t(&["did-", did.name()].concat()));
        }
        radios
    }

    fn channel(&self) -> ui::form::Select {
        let mut select = self
            .form
            .select("channel")
            .label(self.ctx.t("note-channel"));
        select = select.option("", self.ctx.t("choice-unsaid"));
        for channel in Channel::ALL {
            let label = self.ctx.t(&["channel-", channel.name()].concat());
            select = select.option(channel.name(), label);
        }
        select
    }

    fn online(&self) -> ui::form::Choices {
        let mut radios = self.form.radios("online").legend(self.ctx.t("note-online"));
        for online in Online::ALL {
            radios = radios.option(
                online.name(),
                self.ctx.t(&["online-", online.name()].concat()),
            );
        }
        radios
    }

    fn pieces(&self) -> ui::form::Choices {
        pieces_boxes(self.ctx, self.form, self.case)
    }
}

/// The pieces of the dossier, to tick.
pub fn pieces_boxes(ctx: &Ctx, form: &Form, case: &crate::model::Case) -> ui::form::Choices {
    let mut boxes = form
        .checkboxes("pieces")
        .legend(ctx.t("note-pieces"))
        .small();
    for piece in &case.pieces {
        boxes = boxes.option(piece.seq.to_string(), super::say::piece(ctx.w, piece));
    }
    boxes
}

/// The page of an action.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, action)): Path<(GrantId, String)>,
) -> Answer {
    show(&dossiers, ctx, &visiting, grant, Subject::Action(action)).await
}

/// Notes something of an action.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, action)): Path<(GrantId, String)>,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Step(grant, action.clone());
    keep(
        &dossiers,
        ctx,
        &visiting,
        (grant, Subject::Action(action)),
        sent,
        here,
    )
    .await
}

/// The page of a letter that no action carries; a letter of an action is followed there.
pub async fn get_letter(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, String)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    match subject_of(dossiers.content, &opened.case, &id) {
        Subject::Action(action) => Ok(see_other(&urls::Step(grant, action))),
        subject => show(&dossiers, ctx, &visiting, grant, subject).await,
    }
}

/// Notes something of such a letter.
pub async fn post_letter(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, String)>,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::LetterFollow(grant, id.clone());
    keep(
        &dossiers,
        ctx,
        &visiting,
        (grant, Subject::Letter(id)),
        sent,
        here,
    )
    .await
}

async fn show(
    dossiers: &Dossiers,
    ctx: Ctx,
    visiting: &Visiting,
    grant: GrantId,
    subject: Subject,
) -> Answer {
    let opened = open(dossiers, visiting, grant, Action::Read).await?;
    let desk = Desk::of(dossiers, &opened, grant, subject)?;
    let form = match &desk.subject {
        Subject::Letter(id) => Form::new(&ctx, &urls::LetterFollow(grant, id.clone())),
        subject => Form::new(&ctx, &urls::Step(grant, subject.id().to_owned())),
    };
    Ok(Page::new(desk.page(ctx, form)).into_response())
}

async fn keep(
    dossiers: &Dossiers,
    ctx: Ctx,
    visiting: &Visiting,
    (grant, subject): (GrantId, Subject),
    sent: Protected<Fields>,
    here: impl Url,
) -> Answer {
    let opened = open(dossiers, visiting, grant, Action::Write).await?;
    let desk = Desk::of(dossiers, &opened, grant, subject)?;
    let form = fields::note(&sent.form, &opened.case);
    match form.read(desk.subject.clone(), None, desk.today) {
        Ok(note) => match fields::too_long(note.entry(None), "words")? {
            Ok(draft) => {
                dossiers.add(&opened, vec![draft], sent.nonce).await?;
                Ok(see_other(&here))
            }
            Err(problems) => {
                let form = Form::new(&ctx, &here).filled(&sent.form);
                Ok(form.problems(problems).refuse(&here))
            }
        },
        Err(found) => Ok(Form::new(&ctx, &here)
            .filled(&sent.form)
            .problems(fields::problems(found))
            .refuse(&here)),
    }
}
