//! Use-cases: who writes, and the life of a text from draft to withdrawal.

use crate::model::{Article, Audio, Episode, Kept, Seen, State, Text, Wrong};
use crate::queries;
use crate::rules::audio::{Format, LARGEST, LOOKED, may_show, only_sounds};
use accounts::Accounts;
use accounts::model::Person;
use accounts::people::Role;
use guide::Content;
use kernel::date::paris_date;
use kernel::{Code, Fault, Moment};
use seal::Digest;
use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;
use store::erasures::{self, What};
use store::public::{self, Arrived, Arriving};
use time::Date;

/// Entries of a feed.
pub const FEED: u32 = 50;
/// How many may begin at the same time before one of them is told so.
const AT_ONCE: u32 = 20;

/// Who acts.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// Somebody who came in.
    Person(&'a Person),
    /// Who holds the machine.
    Operator,
}

/// Why a text was not kept.
#[derive(Debug)]
pub enum Refused {
    /// These fields say why.
    Wrong(Vec<Wrong>),
    /// Anything else.
    Fault(Fault),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// The use-cases.
#[derive(Clone)]
pub struct News {
    accounts: Accounts,
    /// What Préau knows: the kinds of situation.
    pub content: &'static Content,
    /// The address that people type, without a slash at its end: feeds hold whole addresses.
    address: Arc<str>,
}

impl News {
    /// Over the accounts of the instance.
    pub fn new(accounts: Accounts, content: &'static Content, address: Option<&str>) -> Self {
        let address = address.unwrap_or("http://localhost").trim_end_matches('/');
        Self {
            accounts,
            content,
            address: address.into(),
        }
    }

    /// A path of ours as a whole address.
    pub fn whole(&self, path: &str) -> String {
        [&*self.address, path].concat()
    }

    /// The name under which it publishes.
    pub fn instance(&self) -> &str {
        &self.accounts.store.instance
    }

    /// An id that never changes for what appeared then at this path.
    pub fn tag(&self, since: Moment, path: &str) -> String {
        ui::feed::tag(self.instance(), paris_date(since), path)
    }

    /// Today, where the instance is.
    pub fn today(&self) -> Date {
        paris_date(self.accounts.store.clock.now())
    }

    /// Whether they write here; to anybody else these pages are not there.
    ///
    /// # Errors
    /// `NotFound` for any other role.
    pub async fn writes(&self, by: By<'_>) -> Result<(), Fault> {
        let By::Person(person) = by else {
            return Ok(());
        };
        match self.accounts.role(person.account).await? {
            Role::Administrator | Role::Coordinator => Ok(()),
            _ => Err(Fault::new(
                Code::NotFound,
                "neither coordinates nor administers",
            )),
        }
    }

    /// What everybody reads, the newest first, without the long part.
    pub async fn published<T: Text>(&self) -> Result<Vec<Kept<T>>, Fault> {
        let db = &self.accounts.store.db;
        db.read(|tx| Box::pin(async move { queries::published(tx).await }))
            .await
    }

    /// The newest, whole, for a feed.
    pub async fn newest<T: Text>(&self) -> Result<Vec<Kept<T>>, Fault> {
        let db = &self.accounts.store.db;
        db.read(|tx| Box::pin(async move { queries::newest(tx, FEED).await }))
            .await
    }

    /// The titles of what speaks of a kind of situation: articles, then episodes; number and title.
    pub async fn about(&self, kind: &str) -> Result<[Vec<(u32, String)>; 2], Fault> {
        fn of<T: Text>(all: Vec<Kept<T>>, kind: &str) -> Vec<(u32, String)> {
            all.into_iter()
                .filter(|one| one.text.kinds().iter().any(|known| known == kind))
                .map(|one| (one.number, one.text.title().to_owned()))
                .collect()
        }
        let articles = self.published::<Article>().await?;
        let episodes = self.published::<Episode>().await?;
        Ok([of(articles, kind), of(episodes, kind)])
    }

    async fn find<T: Text>(&self, number: u32) -> Result<Kept<T>, Fault> {
        let store = self.accounts.store.clone();
        let found = self.accounts.store.db.read(move |tx| {
            Box::pin(async move { queries::one(tx, number, store.secrets.work_key()).await })
        });
        found
            .await?
            .ok_or(Fault::new(Code::NotFound, "no such publication"))
    }

    /// What everybody reads at this address: published, or withdrawn and then empty.
    ///
    /// # Errors
    /// `NotFound` for a draft too.
    pub async fn read<T: Text>(&self, number: u32) -> Result<Kept<T>, Fault> {
        let found = self.find(number).await?;
        if found.state == State::Draft {
            return Err(Fault::new(Code::NotFound, "a draft"));
        }
        Ok(found)
    }

    /// The file of a published sound.
    ///
    /// # Errors
    /// `NotFound` for a draft, and for what was withdrawn.
    pub fn sound(&self, digest: Digest) -> Result<File, Fault> {
        self.accounts.store.public.open(digest)
    }

    /// All of them, drafts too.
    pub async fn all<T: Text>(&self, by: By<'_>) -> Result<Vec<Kept<T>>, Fault> {
        self.writes(by).await?;
        let store = self.accounts.store.clone();
        let db = &self.accounts.store.db;
        db.read(move |tx| Box::pin(async move { queries::all(tx, store.secrets.work_key()).await }))
            .await
    }

    /// One of them, drafts too, with what it was before each correction.
    pub async fn one<T: Text>(
        &self,
        by: By<'_>,
        number: u32,
    ) -> Result<(Kept<T>, Vec<(u32, Moment, T)>), Fault> {
        self.writes(by).await?;
        let found: Kept<T> = self.find(number).await?;
        let id = found.id;
        let before = self
            .accounts
            .store
            .db
            .read(move |tx| Box::pin(async move { queries::versions(tx, id).await }));
        Ok((found, before.await?))
    }

    /// What cannot be kept of a text, kinds included.
    fn wrong<T: Text>(&self, text: &T) -> Vec<Wrong> {
        let mut wrong = text.wrong();
        if text
            .kinds()
            .iter()
            .any(|id| self.content.kind(id).is_none())
        {
            wrong.push(Wrong::of("kinds", "news-wrong-kind"));
        }
        wrong
    }

    /// Begins a draft; gives its number.
    pub async fn begin<T: Text>(&self, by: By<'_>, text: &T) -> Result<u32, Refused> {
        self.writes(by).await?;
        let wrong = self.wrong(text);
        if !wrong.is_empty() {
            return Err(Refused::Wrong(wrong));
        }
        let store = &self.accounts.store;
        let draft = queries::close(text, store.secrets.work_key())?;
        let id = seal::random::bytes();
        let mut left = AT_ONCE;
        loop {
            let draft = draft.clone();
            let number = store
                .db
                .write(move |tx| Box::pin(async move { queries::begin::<T>(tx, id, draft).await }));
            match number.await {
                // Somebody who began at the same time took this number: one of us got it, so each turn ends for somebody.
                Err(fault) if fault.code() == Code::Conflict && left > 0 => left -= 1,
                other => return Ok(other?),
            }
        }
    }

    /// Writes over a draft, or corrects what everybody reads, if it is still what was shown. What changes nothing is no
    /// correction.
    ///
    /// # Errors
    /// What is wrong with it; `Conflict` when somebody else changed it first; `NotFound` once it was withdrawn, or when
    /// its number is that of another one.
    pub async fn save<T: Text>(
        &self,
        by: By<'_>,
        number: u32,
        seen: Seen,
        mut text: T,
    ) -> Result<(), Refused> {
        self.writes(by).await?;
        let found: Kept<T> = self.find(number).await?;
        if found.state == State::Withdrawn || found.id != seen.id {
            return Err(Fault::new(Code::NotFound, "withdrawn, or another one").into());
        }
        if let Some(audio) = found.text.audio() {
            text.set_audio(audio.clone());
        }
        let mut wrong = self.wrong(&text);
        if found.state == State::Published {
            wrong.extend(text.missing());
        }
        if !wrong.is_empty() {
            return Err(Refused::Wrong(wrong));
        }
        Ok(self.write(found, seen, text, None).await?)
    }

    /// Puts a text in its place, with a sound that just arrived.
    async fn write<T: Text>(
        &self,
        found: Kept<T>,
        seen: Seen,
        text: T,
        sound: Option<Arrived>,
    ) -> Result<(), Fault> {
        let store = &self.accounts.store;
        // The same sound again is only needed where its file is not there any more.
        let there = sound
            .as_ref()
            .is_none_or(|sound| store.public.open(sound.digest()).is_ok());
        if text == found.text && there {
            return Ok(());
        }
        unchanged(&found, Some(seen))?;
        let now = store.clock.now();
        let draft = match found.state {
            State::Draft => Some(queries::close(&text, store.secrets.work_key())?),
            State::Published => None,
            State::Withdrawn => return Err(Fault::new(Code::NotFound, "withdrawn")),
        };
        let had = found.text.audio().is_some() && sound.is_some();
        let work = store.db.write(move |tx| {
            Box::pin(async move {
                match draft {
                    Some(draft) => queries::draft(tx, seen, draft).await?,
                    None => queries::correct(tx, &found, &text, now).await?,
                }
                if let Some(sound) = sound {
                    public::release(tx, found.id).await?;
                    public::hold(tx, found.id, sound).await?;
                }
                Ok(())
            })
        });
        work.await?;
        // The new sound is there: the file of the other one goes with the next housekeeping at the latest.
        if had && let Err(fault) = store.public.collect().await {
            tracing::error!(%fault, "a sound that was replaced is removed later");
        }
        Ok(())
    }

    /// Lets everybody read what was seen; without it, what is there.
    ///
    /// # Errors
    /// What is missing; `Conflict` when it is no draft any more, or changed meanwhile.
    pub async fn publish<T: Text>(
        &self,
        by: By<'_>,
        number: u32,
        seen: Option<Seen>,
    ) -> Result<(), Refused> {
        self.writes(by).await?;
        let found: Kept<T> = self.find(number).await?;
        unchanged(&found, seen)?;
        let mut wrong = self.wrong(&found.text);
        wrong.extend(found.text.missing());
        if !wrong.is_empty() {
            return Err(Refused::Wrong(wrong));
        }
        let now = self.accounts.store.clock.now();
        let work = self
            .accounts
            .store
            .db
            .write(move |tx| Box::pin(async move { queries::publish(tx, &found, now).await }));
        Ok(work.await?)
    }

    /// Takes what was seen away from everybody, throws a draft away; without it, what is there. The sound goes with it,
    /// and a restore does not bring it back.
    ///
    /// # Errors
    /// `Conflict` when it changed meanwhile; `NotFound` once it was withdrawn.
    pub async fn withdraw<T: Text>(
        &self,
        by: By<'_>,
        number: u32,
        seen: Option<Seen>,
    ) -> Result<(), Fault> {
        self.writes(by).await?;
        let found: Kept<T> = self.find(number).await?;
        if found.state == State::Withdrawn {
            return Err(Fault::new(Code::NotFound, "withdrawn"));
        }
        unchanged(&found, seen)?;
        let store = &self.accounts.store;
        let (now, seen, state) = (store.clock.now(), found.seen(), found.state);
        let id = seen.id;
        let work = store.db.write(move |tx| {
            Box::pin(async move {
                match state {
                    State::Draft => queries::discard(tx, seen).await?,
                    _ => queries::withdraw(tx, seen, now).await?,
                }
                public::release(tx, id).await?;
                erasures::note(tx, What::Publication, &id).await
            })
        });
        work.await?;
        store.swept().await;
        Ok(())
    }

    /// Begins to receive a sound for the episode that was seen; without it, for the one that is there.
    ///
    /// # Errors
    /// `Conflict` when it changed meanwhile; `NotFound` once it was withdrawn.
    pub async fn receives(
        &self,
        by: By<'_>,
        number: u32,
        seen: Option<Seen>,
    ) -> Result<Sound, Fault> {
        self.writes(by).await?;
        let found: Kept<Episode> = self.find(number).await?;
        if found.state == State::Withdrawn {
            return Err(Fault::new(Code::NotFound, "withdrawn"));
        }
        unchanged(&found, seen)?;
        Ok(Sound {
            number,
            seen: found.seen(),
            file: Some(self.accounts.store.public.begin(LARGEST)?),
            first: Vec::new(),
        })
    }

    /// Keeps the sound that has arrived.
    ///
    /// # Errors
    /// What is wrong with it; `Conflict` when its episode changed while it arrived.
    pub async fn keep(&self, sound: Sound) -> Result<(), Refused> {
        let format = match Format::of(&sound.first) {
            Some(format) => format,
            None if sound.first.is_empty() => {
                return Err(Refused::Wrong(vec![Wrong::of(
                    "audio",
                    "news-missing-audio",
                )]));
            }
            None => return Err(Refused::Wrong(vec![Wrong::of("audio", "news-wrong-audio")])),
        };
        let file = sound
            .file
            .ok_or(Fault::new(Code::CutOff, "a sound was cut off"))?;
        let looked = may_show(&sound.first);
        let arrived = tokio::task::spawn_blocking(move || {
            let arrived = file.finish()?;
            let heard = !looked || {
                let heard = only_sounds(BufReader::new(arrived.open()?));
                heard.map_err(|e| Fault::internal("a sound cannot be read", e))?
            };
            Ok::<_, Fault>(heard.then_some(arrived))
        });
        let arrived = arrived.await;
        let arrived = arrived.map_err(|e| Fault::internal("a sound stopped", e))??;
        let Some(arrived) = arrived else {
            return Err(Refused::Wrong(vec![Wrong::of("audio", "news-wrong-film")]));
        };
        let found: Kept<Episode> = self.find(sound.number).await?;
        let mut text = found.text.clone();
        text.set_audio(Audio {
            digest: arrived.digest(),
            size: arrived.size(),
            format,
        });
        Ok(self.write(found, sound.seen, text, Some(arrived)).await?)
    }
}

/// Whether it is still what was seen.
///
/// # Errors
/// `Conflict` when somebody changed it, or when its number is that of another one.
fn unchanged<T>(found: &Kept<T>, seen: Option<Seen>) -> Result<(), Fault> {
    if seen.is_none_or(|seen| seen == found.seen()) {
        return Ok(());
    }
    Err(Fault::new(
        Code::Conflict,
        "a publication changed meanwhile",
    ))
}

/// A sound on its way in.
pub struct Sound {
    number: u32,
    seen: Seen,
    /// Away while a thread writes to it.
    file: Option<Arriving>,
    first: Vec<u8>,
}

impl Sound {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// `TooLarge` beyond the limit; `DiskFull` when there is no room.
    pub async fn takes(&mut self, bytes: impl AsRef<[u8]> + Send + 'static) -> Result<(), Fault> {
        let left = LOOKED.saturating_sub(self.first.len());
        self.first.extend(bytes.as_ref().iter().take(left));
        let mut file = self
            .file
            .take()
            .ok_or(Fault::new(Code::CutOff, "a sound was cut off"))?;
        let written = tokio::task::spawn_blocking(move || {
            file.write(bytes.as_ref())?;
            Ok::<_, Fault>(file)
        });
        let written = written.await;
        self.file = Some(written.map_err(|e| Fault::internal("a sound stopped", e))??);
        Ok(())
    }
}
