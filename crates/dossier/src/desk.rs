//! The desk of those who help: which dossiers were opened to them, the nearest date first, what changed, who follows
//! which. What a line says is kept encrypted to the reader from one visit to the next (seal specification, section 8), so
//! that only what changed is opened again.

use crate::agenda::Agenda;
use crate::model::{Case, Event};
use crate::service::{Dossiers, Opened};
use crate::sharing::{ACCESS, Item, Opening, is_private};
use accounts::Person;
use accounts::service::{Closed, Given};
use accounts::teams::Held;
use guide::Content;
use kernel::{AccountId, Code, DossierId, Fault, GrantId, Moment, NoteId};
use seal::entry::By;
use seal::grant::Rights;
use seal::vault;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::db::Tx;
use store::{caches, journal};
use time::Date;

/// The name of the cache.
const NAME: &str = "desk";
/// A day is near when so many days are left.
pub const NEAR_DAYS: i64 = 7;

/// What is kept of a dossier from one visit to the next: nothing that depends on the day or on the language, so that no
/// line is ever stale and none is opened again because the day changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Its title; empty while it has none, and until the reader has opened it.
    pub title: String,
    /// Whether the reader has opened it once.
    pub seen: bool,
    /// When it was begun.
    pub begun: Option<Moment>,
    /// Entries of others since the reader's last visit.
    pub news: usize,
    /// What its days to keep are counted from.
    pub agenda: Agenda,
}

impl Facts {
    /// What there is to keep of it.
    pub fn of(content: &Content, opened: &Opened) -> Self {
        let (case, seen) = (&opened.case, has_opened(opened));
        Self {
            // Her own title is read with the dossier: who has not opened it sees the day only.
            title: if seen {
                case.title.clone()
            } else {
                String::new()
            },
            seen,
            begun: case.history.first().and_then(|event| event.at),
            news: news(opened),
            agenda: Agenda::of(content, case),
        }
    }
}

/// What a page says of a dossier, in one language, on one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Its title, or the day it was opened to who has not looked into it.
    pub name: String,
    /// Whether the reader has opened it once.
    pub seen: bool,
    /// The nearest day to keep, in words.
    pub next: String,
    /// That day, as a number that sorts; none comes last.
    pub on: Option<i32>,
    /// Days that have passed without what was awaited.
    pub late: usize,
    /// Days to keep within a week.
    pub near: usize,
    /// Entries of others since the reader's last visit.
    pub news: usize,
}

/// One dossier of the desk.
pub struct Line {
    /// The grant.
    pub grant: GrantId,
    /// What is said of it.
    pub told: Told,
    /// The team that it was opened to.
    pub team: Option<Arc<Held>>,
    /// Which member of the team follows it.
    pub follows: Option<String>,
}

/// The desk of a person, who may keep dossiers of her own beside.
pub struct Desk {
    /// Her own dossiers, the oldest first.
    pub mine: Vec<Opened>,
    /// Those that were opened to her, the nearest date first.
    pub lines: Vec<Line>,
    /// How many do not open.
    pub closed: usize,
    /// Her teams.
    pub teams: Vec<Held>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    /// Digest of the encrypted keyring: another one is another access.
    key: String,
    d: String,
    until: Option<i64>,
    /// Digest of where the dossier stands.
    stands: String,
    facts: Facts,
}

#[derive(Clone, Serialize, Deserialize)]
struct KeptNote {
    at: i64,
    follows: Option<String>,
}

#[derive(Default, Serialize, Deserialize)]
struct Cache {
    /// Version of the content: with another one, every dossier is opened again.
    content: String,
    lines: BTreeMap<String, Kept>,
    notes: BTreeMap<String, KeptNote>,
}

/// Who follows each dossier of a team, by the place of its notes.
type Follows = HashMap<[u8; 32], (i64, Option<String>)>;

struct Read {
    closed: Vec<Closed>,
    cache: Cache,
    standing: HashMap<DossierId, String>,
    follows: Follows,
    changed: bool,
}

impl Dossiers {
    /// The desk; `tell` puts in words, for today, what is kept of a dossier.
    pub async fn desk(
        &self,
        person: &Person,
        tell: impl Fn(&Facts) -> Told,
    ) -> Result<Desk, Fault> {
        let teams = self.accounts.her_teams(person).await?;
        let mut read = self.read_desk(person).await?;
        let now = self.store().clock.now();
        let mut cache = std::mem::take(&mut read.cache.lines);
        let (mut kept, mut closed) = (Vec::new(), Vec::new());
        for one in std::mem::take(&mut read.closed) {
            let line = cache.remove(&one.grant().to_string()).filter(|line| {
                let stands = line.d.parse().ok().and_then(|d| read.standing.get(&d));
                line.key == one.digest().to_string() && stands == Some(&line.stands)
            });
            match line {
                Some(line) if line.until.is_none_or(|until| now.0 < until) => {
                    kept.push((one.grant(), one.team, line));
                }
                Some(_) => {}
                None => closed.push(one),
            }
        }
        let (mut mine, mut broken) = (Vec::new(), 0_usize);
        for (grant, team, looked) in self.look_into(person, closed).await? {
            match looked {
                Looked::Mine(opened) => mine.push(*opened),
                Looked::Line(line) => {
                    read.changed = true;
                    kept.push((grant, team, *line));
                }
                Looked::Broken => broken = broken.saturating_add(1),
                Looked::Gone => {}
            }
        }
        let mut lines = Vec::new();
        for (grant, team, kept) in kept {
            let follows = match (&team, kept.d.parse()) {
                (Some(held), Ok(d)) => read.follows.get(&held.keys.place(d)?),
                _ => None,
            };
            lines.push(Line {
                grant,
                told: tell(&kept.facts),
                team,
                follows: follows.and_then(|(_, name)| name.clone()),
            });
            read.cache.lines.insert(grant.to_string(), kept);
        }
        // What is left was taken back.
        let empty = read.cache.lines.is_empty() && read.cache.notes.is_empty();
        if !cache.is_empty() || (read.changed && !empty) {
            self.keep_desk(person, &read.cache).await?;
        }
        mine.sort_by_key(|opened| opened.case.history.first().and_then(|event| event.at));
        // The nearest date first; what has none comes last, then by name so that the order stays.
        lines.sort_by(|a, b| {
            let key = |line: &Line| (line.told.on.is_none(), line.told.on);
            (key(a), &a.told.name, a.grant).cmp(&(key(b), &b.told.name, b.grant))
        });
        Ok(Desk {
            mine,
            lines,
            closed: broken,
            teams,
        })
    }

    /// The person's own dossiers, how many others were opened to her, and how many do not open.
    pub(crate) async fn own(&self, person: &Person) -> Result<(Vec<Opened>, usize, usize), Fault> {
        let (this, mine) = (self.clone(), person.clone());
        let read = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { this.accounts.closed(tx, &mine).await }));
        let (mut own, mut others, mut broken) = (Vec::new(), 0_usize, 0_usize);
        for closed in read.await? {
            let Some(given) = self.accounts.open_closed(&closed) else {
                continue;
            };
            if given.keyring.rights != Rights::Owner {
                others = others.saturating_add(1);
                continue;
            }
            match self.open_line(person, &closed).await? {
                Found::Opened(opened) => own.push(*opened),
                Found::Broken => broken = broken.saturating_add(1),
                Found::Gone => {}
            }
        }
        own.sort_by_key(|opened| opened.case.history.first().and_then(|event| event.at));
        Ok((own, others, broken))
    }

    async fn read_desk(&self, person: &Person) -> Result<Read, Fault> {
        let (this, person) = (self.clone(), person.clone());
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let closed = this.accounts.closed(tx, &person).await?;
                let owner = *person.account.bytes();
                let ct = caches::get(tx, this.store(), owner, NAME).await?;
                // One that an earlier key opened, or of another version, is made anew.
                let cache = ct.and_then(|ct| {
                    let bytes = vault::decrypt(&ct, std::slice::from_ref(&person.reader)).ok()?;
                    serde_json::from_slice(vault::unpad(&bytes)).ok()
                });
                let mut cache: Cache = cache.unwrap_or_default();
                let mut changed = false;
                if cache.content != this.content.version() {
                    (cache.content, changed) = (this.content.version().to_owned(), true);
                    cache.lines.clear();
                }
                let ids: Vec<DossierId> = cache
                    .lines
                    .values()
                    .filter_map(|kept| kept.d.parse().ok())
                    .collect();
                let standing = journal::standing(tx, &ids).await?;
                let (follows, noted) = this.follows(tx, &closed, &mut cache).await?;
                Ok(Read {
                    closed,
                    cache,
                    standing: standing
                        .into_iter()
                        .map(|(d, stands)| (d, stands.to_string()))
                        .collect(),
                    follows,
                    changed: changed || noted,
                })
            })
        });
        read.await
    }

    /// Who follows which dossier of each team; a note that was read once is not opened again. `true` when one was.
    async fn follows(
        &self,
        tx: &mut Tx,
        closed: &[Closed],
        cache: &mut Cache,
    ) -> Result<(Follows, bool), Fault> {
        let mut teams: BTreeMap<AccountId, &Arc<Held>> = BTreeMap::new();
        for held in closed.iter().filter_map(|one| one.team.as_ref()) {
            teams.insert(held.team.account, held);
        }
        let (mut known, mut changed) = (BTreeMap::new(), false);
        let mut follows = Follows::new();
        for held in teams.into_values() {
            for (note, place) in self.accounts.note_places(tx, held).await? {
                let name = note.to_string();
                let kept = match cache.notes.remove(&name) {
                    Some(kept) => kept,
                    None => {
                        changed = true;
                        self.kept_note(tx, held, note).await?
                    }
                };
                if kept.follows.is_some() {
                    let last = follows.entry(place).or_insert((kept.at, None));
                    if last.0 <= kept.at {
                        // An empty name: nobody follows it any more.
                        let follows = kept.follows.clone().filter(|name| !name.is_empty());
                        *last = (kept.at, follows);
                    }
                }
                known.insert(name, kept);
            }
        }
        changed |= !cache.notes.is_empty();
        cache.notes = known;
        Ok((follows, changed))
    }

    async fn kept_note(&self, tx: &mut Tx, held: &Held, note: NoteId) -> Result<KeptNote, Fault> {
        let note = self.accounts.team_note(tx, held, note).await?;
        Ok(KeptNote {
            at: note.as_ref().map(|note| note.at).unwrap_or_default(),
            follows: note.and_then(|note| note.follows),
        })
    }

    /// Opens what is not kept, as many at once as there are cores: a desk that is made anew keeps nobody waiting for
    /// each dossier in turn.
    async fn look_into(
        &self,
        person: &Person,
        closed: Vec<Closed>,
    ) -> Result<Vec<(GrantId, Option<Arc<Held>>, Looked)>, Fault> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let share = closed.len().div_ceil(cores).max(1);
        let (mut at_once, mut looked) = (tokio::task::JoinSet::new(), Vec::new());
        let mut closed = closed.into_iter().peekable();
        while closed.peek().is_some() {
            let some: Vec<Closed> = closed.by_ref().take(share).collect();
            let (this, person) = (self.clone(), person.clone());
            at_once.spawn(async move {
                let mut looked = Vec::with_capacity(some.len());
                for one in some {
                    let found = this.open_line(&person, &one).await?;
                    looked.push((one.grant(), found.looked(&one, this.content), one.team));
                }
                Ok::<_, Fault>(looked)
            });
        }
        while let Some(done) = at_once.join_next().await {
            let done = done.map_err(|error| Fault::internal("a desk", error))??;
            looked.extend(
                done.into_iter()
                    .map(|(grant, found, team)| (grant, team, found)),
            );
        }
        Ok(looked)
    }

    async fn open_line(&self, person: &Person, closed: &Closed) -> Result<Found, Fault> {
        let Some(Given { keyring, team }) = self.accounts.open_closed(closed) else {
            return Ok(Found::Gone);
        };
        let grant = keyring.grant;
        match self.opened_with(keyring, team).await {
            Ok(opened) => {
                self.keep_up(&opened).await;
                Ok(Found::Opened(Box::new(opened)))
            }
            // Its time was over and it was purged: the grant that is left goes too.
            Err(fault) if fault.code() == Code::NotFound => {
                let (this, mine) = (self.clone(), person.clone());
                let write = self.store().db.write(move |tx| {
                    Box::pin(async move { this.accounts.forget(tx, &mine, grant).await })
                });
                write.await?;
                Ok(Found::Gone)
            }
            Err(fault) if matches!(fault.code(), Code::Damaged | Code::SignIn) => {
                tracing::error!(%fault, "a dossier of a list does not open");
                Ok(Found::Broken)
            }
            Err(fault) => Err(fault),
        }
    }

    async fn keep_desk(&self, person: &Person, cache: &Cache) -> Result<(), Fault> {
        let bytes = serde_json::to_vec(cache).map_err(|e| Fault::internal("a desk", e))?;
        let ct = vault::encrypt(&vault::pad_entry(bytes), &[person.reader.to_public()])?;
        let (store, owner) = (self.store().clone(), *person.account.bytes());
        let write = self.store().db.write(move |tx| {
            Box::pin(async move { caches::put(tx, &store, owner, NAME, &ct).await })
        });
        write.await
    }
}

enum Found {
    Opened(Box<Opened>),
    Broken,
    Gone,
}

impl Found {
    /// What the desk needs of it: of a dossier that was opened to the reader, no more than its line.
    fn looked(self, closed: &Closed, content: &Content) -> Looked {
        match self {
            Self::Opened(opened) if opened.keyring.rights == Rights::Owner => Looked::Mine(opened),
            Self::Opened(opened) => Looked::Line(Box::new(Kept {
                key: closed.digest().to_string(),
                d: opened.keyring.d.to_string(),
                until: opened.keyring.until.map(|until| until.0),
                stands: opened.journal.dossier.stands().to_string(),
                facts: Facts::of(content, &opened),
            })),
            Self::Broken => Looked::Broken,
            Self::Gone => Looked::Gone,
        }
    }
}

enum Looked {
    Mine(Box<Opened>),
    Line(Box<Kept>),
    Broken,
    Gone,
}

/// The reader's own openings of the dossier: those of the same member, for a team.
fn openings(opened: &Opened) -> impl Iterator<Item = &Opening> {
    let mine = opened.keyring.rights.by();
    let me = opened.team.as_ref().map(|held| held.me.as_str());
    let hers =
        move |one: &&Opening| By::Reader(one.reader) == mine && me.is_none_or(|me| one.who == me);
    opened.case.openings.iter().filter(hers)
}

/// Whether the reader has opened it once, which its owner then knows.
pub fn has_opened(opened: &Opened) -> bool {
    openings(opened).next().is_some()
}

/// When the reader came last, before this visit, and what others did since.
pub fn changes<'a>(opened: &'a Opened, visit: &str) -> Option<(Moment, Vec<&'a Event>)> {
    let before = openings(opened).filter(|one| one.item == Item::Dossier && one.visit != visit);
    let last = before.max_by_key(|one| one.seq)?;
    let mine = opened.keyring.rights.by();
    Some((last.at, since(&opened.case, last.seq, mine).collect()))
}

fn since(case: &Case, seq: u64, mine: By) -> impl Iterator<Item = &Event> {
    let events = case.history.iter();
    events.filter(move |event| {
        let kind = event.kind.as_deref();
        let private = kind.is_none_or(|kind| kind == ACCESS || is_private(kind));
        event.seq > seq && event.by != Some(mine) && !private
    })
}

/// What others did since the reader's last visit.
pub fn news(opened: &Opened) -> usize {
    let last = openings(opened).map(|one| one.seq).max();
    let mine = opened.keyring.rights.by();
    last.map_or(0, |seq| since(&opened.case, seq, mine).count())
}

/// A day that sorts.
pub fn number(day: Date) -> i32 {
    day.to_julian_day()
}

/// How much each member of a team follows; the last line is what nobody follows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Load {
    /// The member, or nobody.
    pub name: Option<String>,
    /// Dossiers.
    pub dossiers: usize,
    /// Days to keep within a week.
    pub near: usize,
    /// Days that have passed without what was awaited.
    pub late: usize,
}

/// The workload of a team: its members in order, then somebody who left and still follows, then nobody.
pub fn loads<'a>(members: &[String], lines: impl Iterator<Item = &'a Line>) -> Vec<Load> {
    let mut loads: Vec<Load> = members
        .iter()
        .map(|name| Load {
            name: Some(name.clone()),
            ..Load::default()
        })
        .collect();
    let mut nobody = Load::default();
    for line in lines {
        let load = match &line.follows {
            None => &mut nobody,
            Some(name) => {
                let known = loads.iter().position(|one| one.name.as_ref() == Some(name));
                let place = known.unwrap_or_else(|| {
                    loads.push(Load {
                        name: Some(name.clone()),
                        ..Load::default()
                    });
                    loads.len().saturating_sub(1)
                });
                match loads.get_mut(place) {
                    Some(load) => load,
                    None => continue,
                }
            }
        };
        load.dossiers = load.dossiers.saturating_add(1);
        load.near = load.near.saturating_add(line.told.near);
        load.late = load.late.saturating_add(line.told.late);
    }
    loads.push(nobody);
    loads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(follows: Option<&str>, near: usize, late: usize) -> Line {
        Line {
            grant: GrantId::new([1; 16]),
            told: Told {
                near,
                late,
                ..Told::default()
            },
            team: None,
            follows: follows.map(str::to_owned),
        }
    }

    #[test]
    fn a_load_counts_each_dossier_once_and_forgets_nobody() {
        let members = ["Ada".to_owned(), "Bo".to_owned()];
        let lines = [
            line(Some("Ada"), 1, 0),
            line(Some("Ada"), 0, 2),
            line(None, 3, 0),
            line(Some("Gone"), 0, 1),
        ];
        let loads = loads(&members, lines.iter());
        let said: Vec<_> = loads
            .iter()
            .map(|one| (one.name.as_deref(), one.dossiers, one.near, one.late))
            .collect();
        assert_eq!(
            said,
            [
                (Some("Ada"), 2, 1, 2),
                (Some("Bo"), 0, 0, 0),
                (Some("Gone"), 1, 0, 1),
                (None, 1, 3, 0),
            ]
        );
        assert_eq!(
            loads.iter().map(|one| one.dossiers).sum::<usize>(),
            lines.len()
        );
    }
}
