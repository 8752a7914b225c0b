//! One piece: what is said of it, its picture when asked for, and taking it back.

use super::{fields, open, open_serious, say, urls};
use crate::copies::like;
use crate::entries;
use crate::forms::PieceForm;
use crate::model::{Nature, Piece};
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use evidence::import::can_read;
use evidence::masking::can_mask;
use evidence::model::Preview;
use evidence::rules::preview_of;
use kernel::{Code, Fault, GrantId};
use seal::grant::Rights;
use ui::parts::SummaryList;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, dates, see_other};

#[derive(Template)]
#[template(path = "piece.html")]
struct PiecePage {
    ctx: Ctx,
    form: Form,
    number: u32,
    said: SummaryList,
    preview: Preview,
    shown: bool,
    masked: bool,
    bytes: String,
    show: String,
    hide: String,
    download: String,
    withdraw: String,
    facts: Vec<(u64, String)>,
    owner: bool,
    lacks_address: bool,
    messages: Option<String>,
    mask: Option<String>,
    original: Option<(String, u32)>,
    copies: Vec<(String, u32)>,
    alike: Vec<(String, u32)>,
}

impl PiecePage {
    fn facts(&self) -> ui::form::Choices {
        let mut boxes = self
            .form
            .checkboxes("facts")
            .legend(self.ctx.t("piece-facts"))
            .small();
        for (first, what) in &self.facts {
            boxes = boxes.option(first.to_string(), what);
        }
        boxes
    }

    fn nature(&self) -> ui::form::Select {
        let select = self.form.select("nature").label(self.ctx.t("piece-nature"));
        Nature::ALL.into_iter().fold(
            select.option("", self.ctx.t("nature-unsaid")),
            |select, one| select.option(one.name(), self.ctx.t(&["nature-", one.name()].concat())),
        )
    }

    fn kept_back(&self) -> ui::form::Choices {
        let label = self.ctx.t("piece-kept-back");
        self.form
            .checkboxes("kept_back")
            .option("oui", label.as_str())
    }

    fn identity(&self) -> ui::form::Choices {
        self.form.checkboxes("identity").option_hint(
            "oui",
            self.ctx.t("piece-identity"),
            self.ctx.t("piece-identity-hint"),
        )
    }
}

/// Whether the person asked to see it.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    voir: String,
}

pub(super) fn found(opened: &Opened, seq: u64) -> Result<&Piece, Fault> {
    opened
        .case
        .piece(seq)
        .ok_or(Fault::new(Code::NotFound, "no such piece"))
}

fn page(
    ctx: Ctx,
    grant: GrantId,
    opened: &Opened,
    piece: &Piece,
    form: Form,
    shown: bool,
) -> PiecePage {
    let here = urls::Piece(grant, piece.seq);
    let bytes = urls::PieceBytes(grant, piece.seq);
    let said = SummaryList::new(ctx.w)
        .row(ctx.t("piece-received"), &dates::moment(ctx.w, piece.at))
        .row(
            ctx.t("piece-class"),
            &ctx.t(&["class-", piece.class.letter()].concat()),
        )
        .row(ctx.t("piece-media"), &piece.media)
        .row(ctx.t("piece-size"), &say::size(ctx.w, piece.bytes))
        .row(ctx.t("piece-digest"), &piece.sha256.to_string());
    let facts = opened
        .case
        .facts
        .iter()
        .map(|fact| {
            let what: String = fact.text.what.chars().take(80).collect();
            (
                fact.first,
                if what.is_empty() {
                    say::when(ctx.w, &fact.text.when)
                } else {
                    what
                },
            )
        })
        .collect();
    let link = |other: &Piece| (urls::Piece(grant, other.seq).path(), other.number);
    let case = &opened.case;
    PiecePage {
        messages: can_read(&piece.media).then(|| urls::Messages(grant, piece.seq).path()),
        mask: can_mask(&piece.media).then(|| urls::Mask(grant, piece.seq).path()),
        original: case.original(piece).map(link),
        copies: case.copies(piece.seq).into_iter().map(link).collect(),
        alike: like(case, piece.seq).into_iter().map(link).collect(),
        form,
        number: piece.number,
        said,
        preview: preview_of(&piece.media),
        shown,
        masked: piece.text.identity && !shown,
        bytes: bytes.path(),
        show: here.query(&[("voir", "oui")]),
        hide: here.path(),
        download: bytes.query(&[("telecharger", "oui")]),
        withdraw: urls::Withdraw(grant, piece.seq).path(),
        facts,
        owner: opened.keyring.rights == Rights::Owner,
        lacks_address: piece.lacks_address(),
        ctx: ctx.with_back(&urls::Pieces(grant)),
    }
}

/// The page; pictures stay blurred until asked for, one by one.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let piece = found(&opened, seq)?;
    let form = fields::fill_piece(
        Form::new(&ctx, &urls::Piece(grant, seq)),
        &PieceForm::of(&piece.text),
    );
    Ok(Page::new(page(ctx, grant, &opened, piece, form, asked.voir == "oui")).into_response())
}

/// Keeps what is said of it.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    sent: Protected<Fields>,
) -> Answer {
    let today = dossiers.today();
    let refuse = |problems| {
        let here = urls::Piece(grant, seq);
        let form = Form::new(&ctx, &here).filled(&sent.form);
        Ok(form.problems(problems).refuse(&here))
    };
    let text = match fields::piece(&sent.form).read(today) {
        Ok(text) => text,
        Err(problems) => return refuse(fields::problems(problems)),
    };
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
        let mut text = text.clone();
        if opened.keyring.rights != Rights::Owner {
            // What she keeps apart or back is hers to decide.
            let kept = &found(&opened, seq)?.text;
            (text.identity, text.kept_back) = (kept.identity, kept.kept_back);
        }
        if text != found(&opened, seq)?.text {
            let said = fields::too_long(entries::about_piece(seq, &text), "transcript")?;
            let said = match said {
                Ok(draft) => vec![(draft, Vec::new())],
                Err(problems) => return refuse(problems),
            };
            match dossiers.add_next(&opened, said, sent.nonce).await {
                // Another tab is adding, or taking this piece back: nothing is said of what is gone.
                Err(fault) if fault.code() == Code::Conflict => continue,
                added => added?,
            };
        }
        return Ok(see_other(&urls::Pieces(grant)));
    }
}

#[derive(Template)]
#[template(path = "withdraw.html")]
struct Withdraw {
    ctx: Ctx,
    form: Form,
    number: u32,
    others: String,
}

/// Before taking it back.
pub async fn get_withdraw(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let piece = found(&opened, seq)?;
    let number = piece.number;
    let others: Vec<String> = opened
        .case
        .family(piece)
        .iter()
        .filter(|other| other.seq != seq)
        .map(|other| other.number.to_string())
        .collect();
    let form = Form::new(&ctx, &urls::Withdraw(grant, seq)).problems(Problems::new());
    Ok(Page::new(Withdraw {
        ctx: ctx.with_back(&urls::Piece(grant, seq)),
        form,
        number,
        others: others.join(", "),
    })
    .into_response())
}

/// Takes it back. An intimate image of a minor goes at once, without asking for the code again: the
/// page says so, and nothing else may stand in the way (N043).
pub async fn post_withdraw(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    sent: Protected<Fields>,
) -> Answer {
    let minor = sent.form.get("raison") == Some("mineur");
    loop {
        let opened = if minor {
            open(&dossiers, &visiting, grant, Action::Manage).await?
        } else {
            let back = urls::Withdraw(grant, seq);
            match open_serious(&dossiers, &visiting, grant, Action::Withdraw, &back).await? {
                Ok(opened) => opened,
                Err(ask) => return Ok(ask),
            }
        };
        let gone = match opened.case.piece(seq) {
            // A copy may hide too little; none of such an image stays.
            Some(piece) if minor => opened.case.family(piece),
            Some(piece) => vec![piece],
            None if !opened.case.is_erased(seq) => {
                return Err(Fault::new(Code::NotFound, "no such piece").into());
            }
            None if minor => opened.case.copies(seq),
            None => Vec::new(),
        };
        if gone.is_empty() {
            // The same form sent twice, or another tab: it is gone, which is what was asked.
            return Ok(see_other(&urls::Pieces(grant)));
        }
        match dossiers.withdraw(&opened, &gone).await {
            // Another tab or telephone is adding; what it added is looked at too.
            Err(fault) if fault.code() == Code::Conflict => {}
            done => {
                return done
                    .map(|()| see_other(&urls::Pieces(grant)))
                    .map_err(Into::into);
            }
        }
    }
}
