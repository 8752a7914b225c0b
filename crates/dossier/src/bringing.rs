//! An exported dossier put back: into a dossier of its own, on this instance or another. The ZIP is verified first, then
//! sealed whole as the first piece, with every line, head and date that it holds; an entry names its last head. What can
//! be read of it is written again as new entries, which carry the day on which they were brought: the old dates are in the
//! ZIP, and are checked there.

use crate::entries::{self, Parts};
use crate::exporting::Chunks;
use crate::fold::of_export;
use crate::model::{Case, PieceText, Qualification};
use crate::note::Did;
use crate::service::{Begun, Dossiers, Prepared};
use accounts::Visit;
use bundle::verify::{Content, Report, Told};
use bundle::{Options, Pieces};
use evidence::model::{Class, Received};
use futures::StreamExt as _;
use kernel::{Code, Fault};
use seal::entry::EntryDraft;
use std::collections::BTreeMap;
use store::blobs::Stored;
use store::journal;
use tokio::sync::mpsc;

/// The type of the entry that names the dossier that was brought.
pub const KIND: &str = "brought";
/// The number of the piece that is the ZIP itself.
const ZIP: u32 = 1;

/// Why nothing was brought: the key of what is said.
pub type Refused = &'static str;

type Drafts = Vec<(EntryDraft, Vec<Stored>)>;

impl Dossiers {
    /// Makes a dossier of an export that was received for it.
    ///
    /// # Errors
    /// Those of receiving files and of writing; what was received is given up.
    pub async fn bring(
        &self,
        visit: &Visit,
        prepared: Prepared,
        zip: Received,
    ) -> Result<Result<Begun, Refused>, Fault> {
        let d = prepared.d;
        let mut files = vec![zip.stored.id()];
        let done = self.bring_from(visit, prepared, zip, &mut files).await;
        if !matches!(done, Ok(Ok(_))) {
            self.let_go(d, files).await?;
        }
        done
    }

    async fn bring_from(
        &self,
        visit: &Visit,
        prepared: Prepared,
        zip: Received,
        files: &mut Vec<kernel::BlobId>,
    ) -> Result<Result<Begun, Refused>, Fault> {
        let Some((report, told)) = self.judged(&prepared, &zip).await? else {
            return Ok(Err("bring-unreadable"));
        };
        if report.content == Content::False {
            return Ok(Err("bring-false"));
        }
        let case = of_export(&told);
        let mut pieces = Vec::new();
        for piece in &case.pieces {
            let received = self
                .carried(&prepared, &zip, piece.number, &piece.name)
                .await?;
            files.push(received.stored.id());
            if received.sha256 != piece.sha256 {
                return Ok(Err("bring-false"));
            }
            pieces.push(received);
        }
        let concerned = case.concerned;
        let drafts = again(&case, &report, zip, pieces)?;
        let (this, visit) = (self.clone(), visit.clone());
        let begun = self.store().db.write(move |tx| {
            Box::pin(async move {
                let story = serde_json::Value::Null;
                this.begin_with(tx, &visit, prepared, concerned, drafts, &story)
                    .await
            })
        });
        begun.await.map(Ok)
    }

    async fn judged(
        &self,
        prepared: &Prepared,
        zip: &Received,
    ) -> Result<Option<(Report, Vec<Told>)>, Fault> {
        let (store, keys) = (self.store().clone(), prepared.keys());
        let (blob, bytes) = (zip.stored.id(), zip.bytes);
        let options = Options {
            keys: vec![store.secrets.dossier_key().vkey(&journal::key_name(&store))],
            tsa_roots: self.tsa_roots.as_ref().clone(),
            ..Options::at(store.clock.now())
        };
        tokio::task::spawn_blocking(move || {
            let reader = evidence::service::open(&store, blob, &keys, bytes)?;
            Ok(bundle::verify::read_zip(reader, &options).ok())
        })
        .await
        .map_err(|error| Fault::internal("reading an export stopped", error))?
    }

    /// A piece out of the ZIP, sealed to the new dossier as it is read.
    async fn carried(
        &self,
        prepared: &Prepared,
        zip: &Received,
        number: u32,
        name: &str,
    ) -> Result<Received, Fault> {
        let (store, keys) = (self.store().clone(), prepared.keys());
        let (blob, bytes, wanted) = (zip.stored.id(), zip.bytes, name.to_owned());
        let (send, receive) = mpsc::channel(8);
        let reading = tokio::task::spawn_blocking(move || {
            let reader = evidence::service::open(&store, blob, &keys, bytes)?;
            let damaged = |error| Fault::caused(Code::Damaged, "a piece of an export", error);
            let mut pieces = Pieces::open(reader)
                .map_err(|error| Fault::caused(Code::Damaged, "an export", error))?;
            let mut out = Chunks::new(send);
            pieces.copy(number, &wanted, &mut out).map_err(damaged)?;
            Ok::<_, Fault>(())
        });
        let chunks = futures::stream::unfold(receive, |mut receive| async move {
            receive.recv().await.map(|chunk| (chunk, receive))
        });
        let chunks = chunks.map(|chunk| {
            chunk.map_err(|error| Fault::caused(Code::CutOff, "a piece of an export", error))
        });
        let to = prepared.destination();
        let received = self.receive(&to, name, self.largest, chunks).await;
        reading
            .await
            .map_err(|error| Fault::internal("reading an export stopped", error))??;
        received
    }
}

/// What the new dossier holds after its first entry, in order. Places are known: nothing else writes to it yet.
fn again(
    case: &Case,
    report: &Report,
    zip: Received,
    pieces: Vec<Received>,
) -> Result<Drafts, Fault> {
    let mut drafts: Drafts = Vec::new();
    // The first entry is the creation.
    let place = |drafts: &Drafts| drafts.len() as u64 + 1;
    let origin = Parts::of(KIND)
        .value("origin", report.origin.as_str())
        .value("root", report.root.as_str())
        .value("entries", report.counts.entries)
        .value("key", report.key.as_str())
        .value("number", ZIP)
        .value("sha256", zip.sha256.to_string())
        .done()?;
    drafts.push((origin, Vec::new()));
    let whole = entries::piece(&zip, ZIP, Class::C, &PieceText::default(), None)?;
    drafts.push((whole, vec![zip.stored]));
    if !case.title.is_empty() {
        drafts.push((entries::title(&case.title)?, Vec::new()));
    }
    if !case.story.is_empty() {
        drafts.push((entries::story(&case.story)?, Vec::new()));
    }
    if case.qualification != Qualification::default() {
        drafts.push((entries::qualification(&case.qualification)?, Vec::new()));
    }
    if !case.situation.is_null() {
        drafts.push((entries::situation(&case.situation)?, Vec::new()));
    }
    let mut facts = BTreeMap::new();
    for fact in &case.facts {
        facts.insert(fact.first, place(&drafts));
        drafts.push((entries::fact(&fact.text, None)?, Vec::new()));
    }
    let mut new = BTreeMap::new();
    let moved = |from: &[u64], to: &BTreeMap<u64, u64>| {
        let known = from.iter().filter_map(|seq| to.get(seq).copied());
        known.collect::<Vec<_>>()
    };
    for ((piece, received), number) in case.pieces.iter().zip(pieces).zip(ZIP + 1..) {
        let text = PieceText {
            facts: moved(&piece.text.facts, &facts),
            ..piece.text.clone()
        };
        new.insert(piece.seq, place(&drafts));
        // Whoever brings it deposits it, whatever it was there: its provenance is in the ZIP.
        let draft = entries::piece(&received, number, Class::C, &text, None)?;
        drafts.push((draft, vec![received.stored]));
    }
    for letter in &case.letters {
        drafts.push((entries::letter(&letter.id, &letter.answers)?, Vec::new()));
        if let Some(sent) = &letter.sent {
            drafts.push((entries::sent(&letter.id, sent)?, Vec::new()));
        }
    }
    // A tick proves its hour, which would be another here.
    let ticks = [Did::Tick, Did::Listed];
    for note in case
        .notes
        .iter()
        .filter(|note| !ticks.contains(&note.text.did))
    {
        let mut text = note.text.clone();
        text.pieces = moved(&text.pieces, &new);
        text.on = text.on.or(Some(kernel::date::paris_date(note.at)));
        drafts.push((text.entry(None)?, Vec::new()));
    }
    for one in crate::diligence::in_order(case) {
        drafts.push((one.text.entry()?, Vec::new()));
    }
    Ok(drafts)
}
