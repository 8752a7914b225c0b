//! A form of the desk on its way: read once, and answered in one place. What is refused is said on its page, with what was
//! typed.

use super::bits::{FROM, SEEN, TO};
use crate::service::{By, Panels, Refused, Wrong};
use accounts::model::Person;
use accounts::pages::Visiting;
use axum::extract::{FromRequest, Path, Request};
use axum::response::Response;
use kernel::{Code, Fault, PanelId, QuestionId};
use serde::de::DeserializeOwned;
use ui::{Answer, Ctx, Fields, Form, Problems, Protected, Url, see_other};

/// What was sent, by whom, to what.
pub struct Act<I> {
    /// The use-cases.
    pub(super) panels: Panels,
    /// The visit.
    pub(super) ctx: Ctx,
    /// What its address names.
    pub(super) id: I,
    /// Its fields.
    pub(super) sent: Fields,
    visiting: Visiting,
}

impl<I: DeserializeOwned + Send> FromRequest<Panels> for Act<I> {
    type Rejection = Response;

    async fn from_request(request: Request, panels: &Panels) -> Result<Self, Response> {
        type Read<I> = (Ctx, Visiting, Path<I>, Protected<Fields>);
        let read = Read::<I>::from_request(request, panels).await?;
        let (ctx, visiting, Path(id), sent) = read;
        Ok(Self {
            panels: panels.clone(),
            ctx,
            id,
            sent: sent.form,
            visiting,
        })
    }
}

/// How the page that shows a form names its fields: a prefix before the names of the use-case, and the field beside which
/// it is said that something changed meanwhile.
pub(super) type Named = (&'static str, &'static str);

impl<I> Act<I> {
    pub(super) fn person(&self) -> Result<&Person, Fault> {
        self.visiting.person()
    }

    pub(super) fn by(&self) -> Result<By<'_>, Fault> {
        self.person().map(By::Person)
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.sent.text(name)
    }

    /// The public question of a session whose number stands in a field.
    pub(super) async fn numbered(
        &self,
        panel: PanelId,
        field: &str,
    ) -> Result<Option<QuestionId>, Fault> {
        let Ok(number) = self.text(field).parse::<u32>() else {
            return Ok(None);
        };
        self.panels.at_place(panel, number).await
    }

    /// Leads to `page` when it was done, or sends the form back to it.
    pub(super) fn ends(
        &self,
        done: Result<(), Refused>,
        (action, page): (&impl Url, &impl Url),
        named: Named,
    ) -> Answer {
        match done {
            Ok(()) => Ok(see_other(page)),
            Err(refused) => self.back(refused, (action, page), named),
        }
    }

    /// Sends a form back to its page with what was typed. Over what changed meanwhile, she may write once it is shown.
    pub(super) fn back(
        &self,
        refused: Refused,
        (action, page): (&impl Url, &impl Url),
        (prefix, field): Named,
    ) -> Answer {
        let (wrong, moved) = match refused {
            Refused::Wrong(wrong) => (wrong, false),
            Refused::Fault(fault) if fault.code() == Code::Conflict => {
                (vec![Wrong::of(field, "expert-wrong-moved")], true)
            }
            Refused::Fault(fault) => return Err(fault.into()),
        };
        let mut problems = Problems::new();
        for one in wrong {
            problems.add([prefix, one.field].concat(), one.key);
        }
        let shown = |name: &str| match name {
            FROM | TO => false,
            SEEN => !moved,
            _ => true,
        };
        let words = self.sent.0.iter().filter(|(name, _)| shown(name));
        let form = Form::new(&self.ctx, action).filled(&Fields(words.cloned().collect()));
        Ok(form.problems(problems).refuse(page))
    }
}

/// A sentence of its own for what somebody else did first.
pub(super) fn or_said(fault: Fault, wrong: Wrong) -> Refused {
    match fault.code() {
        Code::Conflict => Refused::Wrong(vec![wrong]),
        _ => fault.into(),
    }
}
