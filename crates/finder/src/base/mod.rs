//! The published answers: an index that follows them, in a folder or in memory, written by one process and read by any.

mod fields;
mod find;
mod folder;
mod read;

use crate::concepts::Concepts;
use crate::words::Stems;
use fields::{Fields, Told};
use folder::{Folder, Stamp};
use kernel::ports::Change;
use kernel::search::{Choices, Entry};
use kernel::{Code, Fault};
use std::fs::File;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy};
use tantivy::{
    DocAddress, DocSet as _, Index, IndexWriter, ReloadPolicy, Searcher, TERMINATED,
    TantivyDocument, TantivyError,
};

/// Version of what is written; an index of another is made again.
const FORMAT: u32 = 1;
/// Memory of the writer while it takes changes in, in bytes.
const WRITING: usize = 48_000_000;
/// Pieces of like size that are joined: fewer make a search faster, more make writing faster.
const JOINED: usize = 4;
/// Values of one facet that are offered at most.
const MOST_VALUES: usize = 300;

/// The published answers.
pub(crate) struct Base {
    folder: Option<Folder>,
    names: Box<dyn Fn() -> Concepts + Send + Sync>,
    concepts: OnceLock<Concepts>,
    open: RwLock<State>,
    /// Held while changes are taken in, with the lock of the folder once this process has it.
    writing: Mutex<Option<File>>,
}

/// What this process knows of the index.
#[derive(Default)]
enum State {
    /// It is not open.
    #[default]
    Closed,
    /// It is open.
    Open(Opened),
    /// It could not be used as it stood; `again` when that may pass by itself.
    Failed { stamp: Option<Stamp>, again: bool },
}

/// The index cannot be used; why stands in the log.
struct Unusable;

/// An index that is open, and the state of the folder that it shows.
#[derive(Clone)]
struct Opened {
    index: Index,
    stamp: Option<Stamp>,
    view: Arc<View>,
}

/// What is searched, as it stands after a change.
pub(crate) struct View {
    pub(crate) searcher: Searcher,
    fields: Fields,
    pub(crate) choices: Choices,
    at: u64,
}

impl Base {
    pub(crate) fn new(
        folder: Option<PathBuf>,
        names: impl Fn() -> Concepts + Send + Sync + 'static,
    ) -> Self {
        Self {
            folder: folder.map(Folder::new),
            names: Box::new(names),
            concepts: OnceLock::new(),
            open: RwLock::default(),
            writing: Mutex::new(None),
        }
    }

    pub(crate) fn concepts(&self) -> &Concepts {
        self.concepts.get_or_init(|| (self.names)())
    }

    /// What can be searched now; nothing where no answer was taken in, or where what is there cannot be used.
    pub(crate) fn view(&self) -> Option<Arc<View>> {
        let opened = self.opened().ok()??;
        (opened.view.searcher.num_docs() > 0).then_some(opened.view)
    }

    pub(crate) fn at(&self) -> Result<u64, Fault> {
        match self.opened() {
            Ok(None) => Ok(0),
            Ok(Some(opened)) => {
                // Whoever is writing clears up herself.
                if let Ok(mut lock) = self.writing.try_lock()
                    && self.cut_off()
                    && self.hold(&mut lock)?
                {
                    self.clear_up(&opened.index)?;
                }
                Ok(opened.view.at)
            }
            Err(Unusable) => {
                // What cannot be used goes, unless another process writes it.
                let mut lock = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
                if self.hold(&mut lock)? {
                    self.remove()?;
                }
                Ok(0)
            }
        }
    }

    /// The index, read again when another process changed it. What cannot be used is said once in the log, and not opened
    /// again as long as it stays as it is.
    fn opened(&self) -> Result<Option<Opened>, Unusable> {
        let stamp = self.folder.as_ref().and_then(Folder::stamp);
        let known = self.open.read().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            State::Open(opened) if opened.stamp == stamp => return Ok(Some(opened.clone())),
            State::Closed if stamp.is_none() => return Ok(None),
            State::Failed { stamp: then, again } if *then == stamp && !again => {
                return Err(Unusable);
            }
            _ => {}
        }
        drop(known);
        let mut known = self.open.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::take(&mut *known);
        let Some(folder) = self.folder.as_ref().filter(|_| stamp.is_some()) else {
            return Ok(None);
        };
        let mut told = false;
        let index = match before {
            State::Open(opened) => Ok(opened.index),
            State::Closed => Index::open_in_dir(folder.answers()),
            State::Failed { stamp: then, .. } => {
                told = then == stamp;
                Index::open_in_dir(folder.answers())
            }
        };
        match index.and_then(|index| self.show(index, stamp)) {
            Ok(opened) => {
                *known = State::Open(opened.clone());
                Ok(Some(opened))
            }
            Err(error) => {
                if !told {
                    tracing::error!(%error, "the index of published answers cannot be used: they are not found");
                }
                let again = passing(&error);
                *known = State::Failed { stamp, again };
                Err(Unusable)
            }
        }
    }

    /// Whether a change may have been cut off, here or in a process that ended.
    fn cut_off(&self) -> bool {
        self.folder.as_ref().is_some_and(Folder::cut_off)
    }

    /// Opens a reader on the index as it stands.
    fn show(&self, index: Index, stamp: Option<Stamp>) -> tantivy::Result<Opened> {
        let (schema, fields) = Fields::new();
        let unusable = |why: &str| TantivyError::InvalidArgument(why.to_owned());
        if index.schema() != schema {
            return Err(unusable("another schema"));
        }
        let written = index.load_metas()?.payload.unwrap_or_default();
        let at = self.read_payload(&written);
        let at = at.ok_or_else(|| unusable("another format"))?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(20)
            .try_into()?;
        let searcher = reader.searcher();
        let choices = choices(&searcher, fields)?;
        Ok(Opened {
            index,
            stamp,
            view: Arc::new(View {
                searcher,
                fields,
                choices,
                at,
            }),
        })
    }

    fn payload(&self, at: u64) -> String {
        format!("{FORMAT} {:016x} {at}", self.concepts().print)
    }

    fn read_payload(&self, written: &str) -> Option<u64> {
        let at = written.rsplit_once(' ')?.1.parse().ok()?;
        (self.payload(at) == written).then_some(at)
    }

    /// Whether this process is the one that writes; it stays so until it ends.
    fn hold(&self, lock: &mut Option<File>) -> Result<bool, Fault> {
        let Some(folder) = &self.folder else {
            return Ok(true);
        };
        if lock.is_none() {
            let held = folder.lock();
            *lock = held.map_err(|error| Fault::internal("index folder not locked", error))?;
        }
        Ok(lock.is_some())
    }

    fn remove(&self) -> Result<(), Fault> {
        let mut known = self.open.write().unwrap_or_else(PoisonError::into_inner);
        *known = State::Closed;
        match &self.folder {
            Some(folder) => folder
                .clear()
                .map_err(|error| Fault::internal("index not removed", error)),
            None => Ok(()),
        }
    }

    /// Takes changes in, in order; durable and found once it returns.
    pub(crate) fn follow(&self, changes: Vec<Change>, upto: u64) -> Result<(), Fault> {
        let mut lock = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.hold(&mut lock)? {
            return Err(Fault::new(
                Code::Conflict,
                "another process writes to this index",
            ));
        }
        let opened = match self.opened() {
            Ok(opened) => opened,
            Err(Unusable) => {
                self.remove()?;
                None
            }
        };
        if changes.is_empty()
            && let Some(opened) = &opened
            && opened.view.at == upto
        {
            return match self.cut_off() {
                true => self.clear_up(&opened.index),
                false => Ok(()),
            };
        }
        let index = match opened {
            Some(opened) => opened.index,
            None => self.create()?,
        };
        let cut_off = self.cut_off();
        let marked = self.folder.as_ref().map_or(Ok(()), Folder::begun);
        marked.map_err(|error| Fault::internal("index folder not marked", error))?;
        self.write(&index, changes, upto)
            .and_then(|()| self.expunge(&index, cut_off))
            .map_err(|error| Fault::internal("published answers not indexed", error))?;
        self.ended()
    }

    /// Removes from the disk what a change that was cut off left there.
    fn clear_up(&self, index: &Index) -> Result<(), Fault> {
        self.expunge(index, true)
            .map_err(|error| Fault::internal("published answers not cleared up", error))?;
        self.ended()
    }

    fn ended(&self) -> Result<(), Fault> {
        let ended = self.folder.as_ref().map_or(Ok(()), Folder::ended);
        ended.map_err(|error| Fault::internal("index folder still marked", error))
    }

    fn create(&self) -> Result<Index, Fault> {
        let (schema, _) = Fields::new();
        match &self.folder {
            None => Ok(Index::create_in_ram(schema)),
            Some(folder) => {
                // What a first change that was cut off may have left.
                folder
                    .clear()
                    .and_then(|()| folder.make())
                    .map_err(|error| Fault::internal("index folder not made", error))?;
                Index::create_in_dir(folder.answers(), schema)
                    .map_err(|error| Fault::internal("index not made", error))
            }
        }
    }

    fn write(&self, index: &Index, changes: Vec<Change>, upto: u64) -> tantivy::Result<()> {
        let (_, fields) = Fields::new();
        let mut writer = writer(index)?;
        let mut joining = LogMergePolicy::default();
        joining.set_min_num_segments(JOINED);
        writer.set_merge_policy(Box::new(joining));
        let mut stems = Stems::new();
        for change in changes {
            match change {
                Change::Put(entry) => {
                    writer.delete_term(fields.key(&entry.target));
                    writer.add_document(fields.document(&entry, self.concepts(), &mut stems))?;
                }
                Change::Gone(target) => {
                    writer.delete_term(fields.key(&target));
                }
            }
        }
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&self.payload(upto));
        commit.commit()?;
        self.refresh(index)?;
        writer.wait_merging_threads()?;
        self.refresh(index)
    }

    /// Writes anew the pieces that still hold what was replaced or is gone: what is no longer published is not left on disk.
    /// `cut_off` when files that belong to no piece may be left too.
    fn expunge(&self, index: &Index, cut_off: bool) -> tantivy::Result<()> {
        // Their ids only: whoever holds a piece keeps its files.
        let pieces = index.searchable_segment_metas()?.into_iter();
        let stale = pieces.filter(SegmentMeta::has_deletes);
        let stale: Vec<SegmentId> = stale.map(|piece| piece.id()).collect();
        if stale.is_empty() && !cut_off {
            return Ok(());
        }
        let mut writer = writer(index)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        for piece in stale {
            writer.merge(&[piece]).wait()?;
        }
        // Files that a view still shows are kept: it is changed first.
        self.refresh(index)?;
        writer.garbage_collect_files().wait()?;
        Ok(())
    }

    /// Shows the index as this process just wrote it.
    fn refresh(&self, index: &Index) -> tantivy::Result<()> {
        let stamp = self.folder.as_ref().and_then(Folder::stamp);
        let opened = self.show(index.clone(), stamp)?;
        let mut known = self.open.write().unwrap_or_else(PoisonError::into_inner);
        *known = State::Open(opened);
        Ok(())
    }
}

/// Whether trying again may help: the system refused, the files may be whole.
fn passing(error: &TantivyError) -> bool {
    use tantivy::directory::error::{OpenDirectoryError as Folder, OpenReadError as File};
    let (TantivyError::IoError(error)
    | TantivyError::OpenReadError(File::IoError {
        io_error: error, ..
    })
    | TantivyError::OpenDirectoryError(Folder::IoError {
        io_error: error, ..
    })) = error
    else {
        return false;
    };
    let harmed = [ErrorKind::InvalidData, ErrorKind::UnexpectedEof];
    !harmed.contains(&error.kind())
}

/// One thread that writes, and one that joins pieces.
fn writer(index: &Index) -> tantivy::Result<IndexWriter<TantivyDocument>> {
    index.writer_with_options(
        IndexWriterOptions::builder()
            .memory_budget_per_thread(WRITING)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build(),
    )
}

impl View {
    /// The entry of a document that was found.
    pub(crate) fn entry(&self, address: DocAddress) -> tantivy::Result<Option<Entry>> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        Ok(self.fields.entry(&document))
    }
}

/// The values that answers have; those that only removed answers had are left out.
fn choices(searcher: &Searcher, fields: Fields) -> tantivy::Result<Choices> {
    let values = |told: Told| -> tantivy::Result<Vec<String>> {
        let mark = told.mark();
        let end = [mark, "\u{10ffff}"].concat();
        let mut found = std::collections::BTreeSet::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(fields.facet)?;
            let mut stream = index.terms().range().ge(mark).lt(&end).into_stream()?;
            let mut seen = 0;
            while stream.advance() && seen < MOST_VALUES {
                seen += 1;
                let Ok(term) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                let value = term.get(mark.len()..).unwrap_or_default();
                if found.contains(value) {
                    continue;
                }
                let option = tantivy::schema::IndexRecordOption::Basic;
                let mut having = index.read_postings_from_terminfo(stream.value(), option)?;
                let mut document = having.doc();
                while document != TERMINATED && segment.is_deleted(document) {
                    document = having.advance();
                }
                if document != TERMINATED {
                    found.insert(value.to_owned());
                }
            }
        }
        Ok(found.into_iter().take(MOST_VALUES).collect())
    };
    let mut years: Vec<i32> = values(Told::Year)?
        .iter()
        .filter_map(|year| year.parse().ok())
        .collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    Ok(Choices {
        kinds: values(Told::Kind)?,
        professions: values(Told::Profession)?,
        levels: values(Told::Level)?,
        years,
        experts: values(Told::Expert)?,
    })
}

#[cfg(test)]
mod tests;
