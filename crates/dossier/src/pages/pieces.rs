//! Pieces: the list, and files to add. Several at once; each is acknowledged only once it is durable,
//! and a file that is refused takes nothing of the others with it.

use super::{open, say, urls};
use crate::copies::copies;
use crate::entries::LONGEST_TEXT;
use crate::files::Destination;
use crate::model::{Piece, PieceText};
use crate::service::{Dossiers, Opened};
use crate::uploading::Upload;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use evidence::model::{Class, Received};
use evidence::rules::{preview_of, safe_name};
use futures::StreamExt;
use kernel::{Code, Fault, GrantId};
use store::journal::Receipt;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, ProtectedMultipart, Url, dates, see_other};

/// The field of the files.
pub const FIELD: &str = "files";
/// Other fields of such a form, at most.
const MOST_FIELDS: usize = 16;

struct Card {
    title: String,
    name: String,
    caption: String,
    received: String,
    size: String,
    digest: String,
    url: String,
    picture: Option<String>,
    lacks_address: bool,
}

/// A file that did not arrive whole.
struct Unfinished {
    sentence: String,
    until: String,
    url: String,
    length: u64,
    mark: String,
    form: Form,
}

#[derive(Template)]
#[template(path = "pieces.html")]
struct Pieces {
    ctx: Ctx,
    form: Form,
    limit: String,
    uploads: String,
    token: String,
    unfinished: Vec<Unfinished>,
    cards: Vec<Card>,
    identity: Vec<Card>,
    withdrawn: Vec<String>,
    next: String,
    capture: String,
    help: String,
    mission: String,
    alike: Option<String>,
}

fn card(ctx: &Ctx, grant: GrantId, piece: &Piece) -> Card {
    let is_picture = preview_of(&piece.media) == evidence::model::Preview::Image;
    Card {
        title: ctx.ta("piece-title", &[("number", &piece.number)]),
        name: piece.name.clone(),
        caption: piece.text.caption.clone(),
        received: dates::moment(ctx.w, piece.at),
        size: say::size(ctx.w, piece.bytes),
        digest: piece.sha256.to_string(),
        url: urls::Piece(grant, piece.seq).path(),
        picture: (is_picture && !piece.text.identity)
            .then(|| urls::PieceBytes(grant, piece.seq).path()),
        lacks_address: piece.lacks_address(),
    }
}

fn unfinished(ctx: &Ctx, grant: GrantId, upload: &Upload) -> Unfinished {
    let url = urls::Upload(grant, upload.id());
    let state = &upload.state;
    Unfinished {
        sentence: match state.percent() {
            0 => ctx.ta("uploads-stopped-name", &[("name", &state.name)]),
            percent => ctx.ta(
                "uploads-kept-name",
                &[("name", &state.name), ("percent", &percent)],
            ),
        },
        until: ctx.ta(
            "uploads-until",
            &[("date", &dates::moment(ctx.w, upload.expires()))],
        ),
        url: url.path(),
        length: state.length,
        mark: state.mark.clone(),
        form: Form::new(ctx, &url),
    }
}

fn page(
    dossiers: &Dossiers,
    ctx: Ctx,
    grant: GrantId,
    opened: &Opened,
    uploads: &[Upload],
) -> Pieces {
    let (identity, ordinary): (Vec<&Piece>, Vec<&Piece>) = opened
        .case
        .pieces
        .iter()
        .partition(|piece| piece.text.identity);
    let withdrawn = opened
        .case
        .withdrawn
        .iter()
        .map(|gone| {
            ctx.ta(
                "pieces-withdrawn",
                &[
                    ("number", &gone.number),
                    (
                        "date",
                        &dates::plain_day(ctx.w, kernel::date::paris_date(gone.at)),
                    ),
                ],
            )
        })
        .collect();
    Pieces {
        form: Form::new(&ctx, &urls::Pieces(grant))
            .multipart()
            .problems(Problems::new()),
        limit: say::size(ctx.w, dossiers.largest),
        uploads: urls::Uploads(grant).path(),
        token: ctx.token(&urls::Uploads(grant).path()),
        unfinished: uploads
            .iter()
            .map(|upload| unfinished(&ctx, grant, upload))
            .collect(),
        cards: ordinary
            .into_iter()
            .map(|piece| card(&ctx, grant, piece))
            .collect(),
        identity: identity
            .into_iter()
            .map(|piece| card(&ctx, grant, piece))
            .collect(),
        withdrawn,
        next: urls::Check(grant).path(),
        capture: urls::Capture(grant).path(),
        help: urls::Help(grant).path(),
        mission: urls::Mission(grant).path(),
        alike: (!copies(&opened.case).is_empty()).then(|| urls::Copies(grant).path()),
        ctx: ctx.with_back(&urls::Home(grant)),
    }
}

/// The list.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let uploads = dossiers.unfinished(&opened.keyring).await?;
    Ok(Page::new(page(&dossiers, ctx, grant, &opened, &uploads)).into_response())
}

/// What became of the files of one form.
#[derive(Default)]
pub struct Outcome {
    /// Received and synced, in order.
    pub received: Vec<Received>,
    /// What was refused, as problems of the form.
    pub problems: Problems,
    /// The other fields, as typed.
    pub fields: Fields,
    /// Whether a file was chosen.
    pub chosen: bool,
}

impl Outcome {
    /// For a form that is nothing without a file.
    #[must_use]
    pub fn with_files(mut self) -> Self {
        if !self.chosen {
            self.problems.add(FIELD, "pieces-nothing");
        }
        self
    }
}

/// What one form may bring.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// The largest file, in bytes.
    pub largest: u64,
    /// How many files.
    pub most: usize,
    /// How many bytes in all.
    pub bytes: u64,
}

impl Room {
    /// The owner's own: each file is limited, their number is not.
    pub const fn own(largest: u64) -> Self {
        Self {
            largest,
            most: usize::MAX,
            bytes: u64::MAX,
        }
    }
}

/// Receives every file of a form, one after the other. Trouble with one file is a sentence about that
/// file; only a lost connection stops the rest.
pub async fn receive_all(
    dossiers: &Dossiers,
    ctx: &Ctx,
    to: &Destination,
    room: Room,
    form: &mut ProtectedMultipart,
) -> Result<Outcome, Fault> {
    let mut outcome = Outcome::default();
    let mut seen = 0_u32;
    while let Some(mut field) = form.next_field().await? {
        let label = field.name().unwrap_or_default().to_owned();
        if label != FIELD {
            if outcome.fields.0.len() < MOST_FIELDS {
                let text = ui::protected::text(field, LONGEST_TEXT).await?;
                outcome.fields.0.push((label, text));
            }
            continue;
        }
        if outcome.received.len() >= room.most {
            outcome.problems.add(FIELD, "door-full");
            break;
        }
        let taken: u64 = outcome.received.iter().map(|one| one.stored.size()).sum();
        let largest = room.largest.min(room.bytes.saturating_sub(taken));
        let name = field.file_name().unwrap_or_default().to_owned();
        let chunks = futures::stream::poll_fn(|task| field.poll_next_unpin(task))
            .map(|chunk| chunk.map_err(ui::protected::cut));
        let received = dossiers.receive(to, &name, largest, chunks).await;
        // A browser sends one empty file without a name when nothing was chosen.
        if name.is_empty() && matches!(&received, Err(fault) if fault.code() == Code::Invalid) {
            continue;
        }
        seen = seen.saturating_add(1);
        match received {
            Ok(received) => outcome.received.push(received),
            Err(fault) => {
                let args = vec![
                    ("name", safe_name(&name)),
                    ("size", say::size(ctx.w, largest)),
                ];
                let key = match fault.code() {
                    Code::Invalid => "pieces-empty-file",
                    Code::TooLarge => "pieces-too-large",
                    Code::DiskFull => "pieces-disk-full",
                    Code::CutOff => "pieces-cut",
                    _ => return Err(fault),
                };
                let stop = matches!(fault.code(), Code::DiskFull | Code::CutOff);
                outcome.problems.add_with(
                    if seen == 1 {
                        FIELD.to_owned()
                    } else {
                        format!("{FIELD}-{seen}")
                    },
                    key,
                    args,
                );
                if stop {
                    break;
                }
            }
        }
    }
    outcome.chosen = seen > 0;
    Ok(outcome)
}

/// Adds one file. Another tab or telephone may be adding too: each sees the number that the other took.
async fn add(
    dossiers: &Dossiers,
    visiting: &Visiting,
    grant: GrantId,
    opened: &mut Opened,
    file: &Received,
    (class, text): (Class, &PieceText),
) -> Result<Result<Receipt, u32>, Fault> {
    loop {
        match dossiers.add_piece(opened, file, class, text).await {
            Err(fault) if fault.code() == Code::Conflict => {
                *opened = open(dossiers, visiting, grant, Action::Write).await?;
            }
            added => return added,
        }
    }
}

/// Adds the files of a form, and says of each what became of it; gives the last that was added.
pub(super) async fn add_all(
    dossiers: &Dossiers,
    ctx: &Ctx,
    visiting: &Visiting,
    grant: GrantId,
    mut opened: Opened,
    form: &mut ProtectedMultipart,
    said: (Class, &PieceText),
) -> Result<(Option<Receipt>, Problems), Fault> {
    let (to, room) = (
        Destination::of(&opened.keyring)?,
        Room::own(dossiers.largest),
    );
    let outcome = receive_all(dossiers, ctx, &to, room, form)
        .await?
        .with_files();
    let (mut last, mut problems) = (None, outcome.problems);
    let keys = opened.keyring.identities.clone();
    for file in dossiers.all_likened(&keys, outcome.received).await {
        match add(dossiers, visiting, grant, &mut opened, &file, said).await? {
            Ok(receipt) => {
                last = Some(receipt);
                opened = open(dossiers, visiting, grant, Action::Write).await?;
            }
            Err(number) => problems.add_with(
                format!("{FIELD}-{number}-again"),
                "pieces-again",
                vec![("name", file.name)],
            ),
        }
    }
    Ok((last, problems))
}

/// Adds the files; those refused are said, those received stay.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    mut form: ProtectedMultipart,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let said = (Class::C, &PieceText::default());
    let added = add_all(&dossiers, &ctx, &visiting, grant, opened, &mut form, said);
    let (_, problems) = added.await?;
    if problems.is_empty() {
        return Ok(see_other(&urls::Pieces(grant)));
    }
    Ok(Form::new(&ctx, &urls::Pieces(grant))
        .problems(problems)
        .refuse(&urls::Pieces(grant)))
}
