use super::*;
use kernel::search::{Face, Facets, Sort, Target};
use std::sync::atomic::{AtomicU32, Ordering};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// A folder of its own for each test, gone with it.
struct Room(PathBuf);

impl Room {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("preau-base-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn base(&self) -> Base {
        Base::new(Some(self.0.clone()), || Concepts::of(&[]))
    }

    fn holds(&self, word: &str) -> bool {
        let mut files = std::fs::read_dir(self.0.join("answers")).unwrap();
        files.any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        })
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn entry(id: &str, text: &str) -> Entry {
    Entry {
        target: Target::new(Sort::Question, id),
        fr: Face {
            title: "Titre".to_owned(),
            summary: String::new(),
            text: text.to_owned(),
        },
        en: Face::default(),
        names: Vec::new(),
        facets: Facets::default(),
    }
}

fn put(id: &str, text: &str) -> Change {
    Change::Put(Box::new(entry(id, text)))
}

fn gone(id: &str) -> Change {
    Change::Gone(Target::new(Sort::Question, id))
}

/// The index, with a change begun and not ended.
fn begun(base: &Base) -> Index {
    assert!(base.hold(&mut base.writing.lock().unwrap()).unwrap());
    base.folder.as_ref().unwrap().begun().unwrap();
    base.opened().ok().flatten().unwrap().index
}

/// What a process does that starts again.
type Starts = fn(&Base);

#[test]
fn what_a_killed_process_left_on_disk_goes_when_the_next_one_asks_where_it_is() {
    let starts: [Starts; 2] = [
        |base| assert_eq!(base.at().unwrap(), 3),
        |base| base.follow(Vec::new(), 3).unwrap(),
    ];
    for (n, start) in starts.into_iter().enumerate() {
        let room = Room::new(&format!("killed{n}"));
        let first = room.base();
        let changes = vec![put("a", "xylophoniste"), put("b", "ornithologue")];
        first.follow(changes, 2).unwrap();
        first.write(&begun(&first), vec![gone("a")], 3).unwrap();
        drop(first);
        assert!(room.holds("xylophoniste"), "the stop is one");
        let next = room.base();
        start(&next);
        assert!(!room.holds("xylophon"));
        assert!(room.holds("ornithologue"));
        assert_eq!(next.at().unwrap(), 3);
        assert!(!next.cut_off());
    }
}

#[test]
fn what_was_written_and_not_taken_in_goes_too() {
    let room = Room::new("pieces");
    let first = room.base();
    first.follow(vec![put("a", "texte")], 1).unwrap();
    let index = begun(&first);
    let (_, fields) = Fields::new();
    let mut writer = writer(&index).unwrap();
    let document = fields.document(
        &entry("b", "xylophoniste"),
        first.concepts(),
        &mut Stems::new(),
    );
    writer.add_document(document).unwrap();
    drop(writer.prepare_commit().unwrap());
    drop((writer, index, first));
    assert!(room.holds("xylophoniste"), "the stop is one");
    assert_eq!(room.base().at().unwrap(), 1);
    assert!(!room.holds("xylophon"));
}

#[test]
fn who_only_reads_clears_nothing_up() {
    let room = Room::new("reads");
    let writes = room.base();
    let changes = vec![put("a", "xylophoniste"), put("b", "texte")];
    writes.follow(changes, 2).unwrap();
    writes.write(&begun(&writes), vec![gone("a")], 3).unwrap();
    // Another holds the folder: it may be in the middle of the change.
    assert_eq!(room.base().at().unwrap(), 3);
    assert!(room.holds("xylophoniste"));
    // Its next change clears up after the one that stopped.
    writes.follow(vec![put("c", "texte")], 4).unwrap();
    assert!(!room.holds("xylophon") && !writes.cut_off());
}

/// Counts what is logged.
struct Counts(Arc<AtomicU32>);

impl Subscriber for Counts {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        about.target().starts_with("finder")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn an_index_that_cannot_be_used_is_logged_once_and_used_when_it_is_made_again() {
    let room = Room::new("unusable");
    room.base().follow(vec![put("a", "texte")], 1).unwrap();
    let harm = |with: &str| std::fs::write(room.0.join("answers/meta.json"), with).unwrap();
    harm("{");
    let logged = Arc::new(AtomicU32::new(0));
    tracing::subscriber::with_default(Counts(Arc::clone(&logged)), || {
        let base = room.base();
        for _ in 0..3 {
            assert!(base.view().is_none());
        }
        assert_eq!(logged.load(Ordering::SeqCst), 1);
        harm("{ }");
        assert!(base.view().is_none());
        assert_eq!(
            logged.load(Ordering::SeqCst),
            2,
            "another state is looked at"
        );
        assert_eq!(base.at().unwrap(), 0);
        base.follow(vec![put("a", "texte")], 1).unwrap();
        assert!(base.view().is_some());
        assert_eq!(logged.load(Ordering::SeqCst), 2);
    });
}
