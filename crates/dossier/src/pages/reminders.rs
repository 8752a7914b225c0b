//! Reminders by mail: the address, the code that shows it to be hers, the hours that she keeps, how to stop (N021, N110).

use super::{open, urls};
use crate::quiet::Quiet;
use crate::reminding::{BEFORE, Standing, Wishes, is_hers};
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use axum::extract::{Path, State};
use kernel::{Code, Fault, GrantId};
use store::reminders::State as Sending;
use ui::form::Choices;
use ui::{Answer, Ctx, Fields, Form, Problems, Protected, dates, see_other};

const CODE: &str = "code";
const ADDRESS: &str = "address";
const BEFORE_FIELD: &str = "before";
const WEEKENDS: &str = "weekends";

/// What the page of the dates shows of them.
pub struct Section {
    /// Where it stands: `none`, `asked` or `on`.
    pub state: &'static str,
    /// The form of that state.
    pub form: Form,
    /// Sentences, one a paragraph.
    pub said: Vec<String>,
    /// What does not go as it should.
    pub trouble: Option<&'static str>,
    /// Whether it can be tried again.
    pub again: bool,
    before: Choices,
}

impl Section {
    /// How many days before.
    pub const fn before(&self) -> &Choices {
        &self.before
    }
}

/// What stands on the page; nothing for somebody else than the owner. Where no mail leaves, and in a damaged dossier, what
/// goes on can be stopped, and nothing is offered.
pub(super) async fn section(
    dossiers: &Dossiers,
    ctx: &Ctx,
    grant: GrantId,
    opened: &Opened,
) -> Result<Option<Section>, Fault> {
    let standing = dossiers.reminders(opened).await?;
    let offered = dossiers.mailing.ready() && !opened.journal.dossier.damaged;
    if !is_hers(opened) || (standing == Standing::None && !offered) {
        return Ok(None);
    }
    let form = Form::new(ctx, &urls::Reminders(grant));
    let (mut said, mut trouble, mut again) = (Vec::new(), None, false);
    let (state, form) = match standing {
        Standing::None => {
            let usual = Quiet::default();
            let [first, ..] = BEFORE;
            let form = form
                .value(BEFORE_FIELD, first.to_string())
                .value("from", usual.from.to_string())
                .value("until", usual.until.to_string());
            // Nothing typed yet: the usual choice. A refused form keeps what she chose.
            ("none", form.value(WEEKENDS, "yes"))
        }
        Standing::Asked(wishes, sending) => {
            said.push(ctx.ta("mail-asked", &[("address", &wishes.to)]));
            said.push(match sending {
                None => ctx.t("mail-asked-left"),
                Some(Sending::Waits) => ctx.t("mail-asked-leaves"),
                Some(Sending::GivenUp | Sending::Refused) => String::new(),
            });
            trouble = in_trouble(sending);
            ("asked", form)
        }
        Standing::On(going, next) => {
            said.push(ctx.ta("mail-on", &[("address", &going.wishes.to)]));
            said.push(chosen(ctx, &going.wishes));
            let coming = next.filter(|(_, state)| *state == Sending::Waits);
            said.push(match coming {
                Some((hour, _)) => ctx.ta("mail-next", &[("date", &dates::moment(ctx.w, hour))]),
                None => ctx.t("mail-next-none"),
            });
            let state = next.map(|(_, state)| state);
            trouble = in_trouble(state);
            again = state == Some(Sending::GivenUp);
            if !dossiers.mailing.ready() {
                (trouble, again) = (Some("mail-none"), false);
            }
            if trouble.is_some() {
                said.pop();
            }
            ("on", form)
        }
    };
    said.retain(|text| !text.is_empty());
    let mut before = form
        .radios(BEFORE_FIELD)
        .legend(ctx.t("mail-before"))
        .inline();
    for days in BEFORE {
        let label = ctx.ta("mail-before-days", &[("count", &days)]);
        before = before.option(days.to_string(), label);
    }
    Ok(Some(Section {
        state,
        form,
        said,
        trouble,
        again,
        before,
    }))
}

fn in_trouble(state: Option<Sending>) -> Option<&'static str> {
    match state? {
        Sending::Waits => None,
        Sending::GivenUp => Some("mail-given-up"),
        Sending::Refused => Some("mail-refused"),
    }
}

fn chosen(ctx: &Ctx, wishes: &Wishes) -> String {
    let quiet = wishes.quiet;
    let before = ctx.ta("mail-before-days", &[("count", &wishes.before)]);
    let key = match (quiet.from == quiet.until, quiet.weekends) {
        (true, true) => "mail-chosen-weekends",
        (true, false) => "mail-chosen-any",
        (false, true) => "mail-chosen-both",
        (false, false) => "mail-chosen-nights",
    };
    let (from, until) = (quiet.from, quiet.until);
    ctx.ta(
        key,
        &[("before", &before), ("from", &from), ("until", &until)],
    )
}

/// Everything that can be asked of them.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    let (here, page) = (urls::Reminders(grant), urls::Dates(grant));
    let refuse = |field: &'static str, key: &'static str| {
        let mut problems = Problems::new();
        problems.add(field, key);
        Ok(Form::new(&ctx, &here)
            .filled(&sent.form)
            .problems(problems)
            .refuse(&page))
    };
    let form = &sent.form;
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
        let done = match form.get("act").unwrap_or_default() {
            "ask" => {
                let hours = [form.text("from"), form.text("until")];
                let weekends = form.get(WEEKENDS).is_some();
                let read = Wishes::read(
                    form.text(ADDRESS),
                    form.text(BEFORE_FIELD),
                    hours,
                    weekends,
                    ctx.w.lang(),
                );
                match read {
                    Ok(wishes) => dossiers.ask_reminders(&opened, wishes, sent.nonce).await,
                    Err((field, key)) => return refuse(field, key),
                }
            }
            "confirm" => match dossiers.confirm_reminders(&opened, form.text(CODE)).await {
                Ok(true) => Ok(()),
                Ok(false) => return refuse(CODE, "mail-code-wrong"),
                Err(fault) => Err(fault),
            },
            "forget" => dossiers.forget_asked(&opened).await,
            "again" => dossiers.retry_reminders(&opened).await,
            "stop" => dossiers.stop_reminders(&opened).await,
            _ => Err(Fault::new(Code::Invalid, "no such act")),
        };
        match done {
            Ok(()) => return Ok(see_other(&page)),
            Err(fault) if fault.code() == Code::Conflict => continue,
            Err(fault) if fault.code() == Code::Busy => return refuse(ADDRESS, "mail-too-many"),
            Err(fault) => return Err(fault.into()),
        }
    }
}
