//! Sessions: announced with a theme, a day and named experts; opened, then closed.

use super::{By, Panels, Refused, Wrong, changed, not_there};
use crate::model::{Expert, Panel, PanelState};
use crate::queries::{panels, questions};
use crate::rules::photo;
use crate::rules::{clean, status};
use accounts::people::{Member, Org};
use kernel::{AccountId, Code, Fault, Moment, OrgId, PanelId};
use store::erasures::{self, What};

/// Longest theme, in characters.
pub const THEME: usize = 140;
/// Longest introduction, opening or closing words, in characters.
pub const TEXT: usize = 4_000;
/// Days to answer after the end, at most.
pub const DAYS: u32 = 60;
/// Sessions listed at most, the latest first.
const LISTED: u32 = 500;

/// The words of a session and its hour, as typed.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// What it is about, in a line.
    pub theme: String,
    /// What it is for.
    pub intro: String,
    /// What the experts say when it opens.
    pub opening: String,
    /// What they say at the end.
    pub closing: String,
    /// The kinds of situation it is about, by id.
    pub kinds: Vec<String>,
    /// When it begins.
    pub starts: Option<Moment>,
    /// Days after its end within which those who wait are answered.
    pub days: Option<u32>,
}

/// An expert with what tells her apart for whoever prepares the session.
pub struct Named {
    /// As the public reads her.
    pub expert: Expert,
    /// Whether her account is still one that answers.
    pub there: bool,
    /// What a page shows of her photo (`rules::status::seen_of_photo`).
    pub photo: String,
}

impl Panels {
    /// Every session, the latest first.
    pub async fn panels(&self) -> Result<Vec<Panel>, Fault> {
        let all = self
            .store()
            .db
            .read(|tx| Box::pin(async move { panels::all(tx, LISTED).await }));
        all.await
    }

    /// A session.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn panel(&self, panel: PanelId) -> Result<Panel, Fault> {
        let found = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { panels::get(tx, panel).await }));
        found.await?.ok_or(not_there("no such session"))
    }

    /// Those who answer in it, or did.
    pub async fn experts(&self, panel: PanelId) -> Result<Vec<Expert>, Fault> {
        let all = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { panels::experts(tx, panel).await }));
        all.await
    }

    /// The photo of an expert, by her place: its media type and its bytes.
    pub async fn photo(&self, panel: PanelId, place: u32) -> Result<(String, Vec<u8>), Fault> {
        let found = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { panels::photo(tx, panel, place).await }));
        found.await?.ok_or(not_there("no photo"))
    }

    /// The sessions that they prepare.
    pub async fn prepared_ones(&self, by: By<'_>) -> Result<Vec<Panel>, Fault> {
        let org = self.prepares_for(by).await?;
        let mut all = self.panels().await?;
        all.retain(|panel| org.is_none_or(|org| org == panel.org));
        Ok(all)
    }

    /// The organisations for which they announce sessions.
    pub async fn holders(&self, by: By<'_>) -> Result<Vec<Org>, Fault> {
        let mine = self.prepares_for(by).await?;
        let mut all = self.accounts.orgs().await?;
        all.retain(|org| mine.is_none_or(|mine| mine == org.id));
        Ok(all)
    }

    /// One of them, with its experts.
    pub async fn preparing(
        &self,
        by: By<'_>,
        panel: PanelId,
    ) -> Result<(Panel, Vec<Named>), Fault> {
        let panel = self.prepared(by, panel).await?;
        let answer = self.may_answer(panel.org).await?;
        let experts = self.experts(panel.id).await?;
        let (id, accounts) = (panel.id, experts.iter().map(|one| one.account));
        let accounts: Vec<AccountId> = accounts.collect();
        let photos = self.store().db.read(move |tx| {
            Box::pin(async move {
                let mut photos = Vec::new();
                for account in accounts {
                    let photo = panels::photo_of(tx, id, account).await?.flatten();
                    photos.push(status::seen_of_photo(photo.as_deref()));
                }
                Ok(photos)
            })
        });
        let named = experts.into_iter().zip(photos.await?);
        let named = named.map(|(expert, photo)| Named {
            there: answer.iter().any(|one| one.account == expert.account),
            expert,
            photo,
        });
        Ok((panel, named.collect()))
    }

    /// Those of the instance who may be named: a national evening has experts of several organisations. Her own come first.
    pub async fn may_answer(&self, org: OrgId) -> Result<Vec<Member>, Fault> {
        let mut members = self.accounts.members().await?;
        members.retain(|one| super::answers_questions(one.role));
        members.sort_by_key(|one| one.org.id != org);
        Ok(members)
    }

    fn wrong(&self, words: &Words) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let theme = words.theme.chars().count();
        if theme == 0 {
            wrong.push(Wrong::of("theme", "panel-wrong-theme"));
        } else if theme > THEME {
            wrong.push(Wrong::of("theme", "panel-wrong-theme-long"));
        }
        for (field, text) in [
            ("intro", &words.intro),
            ("opening", &words.opening),
            ("closing", &words.closing),
        ] {
            if text.chars().count() > TEXT {
                wrong.push(Wrong::of(field, "panel-wrong-long"));
            }
        }
        if words.starts.is_none() {
            wrong.push(Wrong::of("starts", "panel-wrong-starts"));
        }
        if words.days.is_none_or(|days| !(1..=DAYS).contains(&days)) {
            wrong.push(Wrong::of("days", "panel-wrong-days"));
        }
        if words.kinds.iter().any(|id| self.content.kind(id).is_none()) {
            wrong.push(Wrong::of("kinds", "panel-wrong-kind"));
        }
        wrong
    }

    fn cleaned(&self, words: Words) -> Result<Words, Refused> {
        let words = Words {
            theme: clean::line(&words.theme),
            intro: clean::text(&words.intro),
            opening: clean::text(&words.opening),
            closing: clean::text(&words.closing),
            ..words
        };
        match self.wrong(&words) {
            wrong if wrong.is_empty() => Ok(words),
            wrong => Err(Refused::Wrong(wrong)),
        }
    }

    /// Announces a session of an organisation: that of whoever asks, or `org` for those who prepare for all.
    ///
    /// # Errors
    /// What is wrong with it; `Invalid` when nothing says whose it is.
    pub async fn announce(
        &self,
        by: By<'_>,
        org: Option<OrgId>,
        words: Words,
    ) -> Result<PanelId, Refused> {
        let mine = self.prepares_for(by).await?;
        let org = match mine.or(org) {
            Some(org) => org,
            None => self.only_org().await?,
        };
        if !self.accounts.orgs().await?.iter().any(|one| one.id == org) {
            return Err(Fault::new(Code::NotFound, "no such organisation").into());
        }
        let words = self.cleaned(words)?;
        let panel = Panel {
            id: PanelId::new(seal::random::bytes()),
            org,
            theme: words.theme,
            intro: words.intro,
            opening: words.opening,
            closing: words.closing,
            kinds: words.kinds,
            starts: words.starts.unwrap_or(Moment(0)),
            days: words.days.unwrap_or(1),
            state: PanelState::Announced,
            ended: None,
        };
        let id = panel.id;
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                panels::add(tx, &panel).await?;
                changed(tx, id, None).await
            })
        });
        work.await?;
        Ok(id)
    }

    async fn only_org(&self) -> Result<OrgId, Fault> {
        match self.accounts.orgs().await?.as_slice() {
            [only] => Ok(only.id),
            _ => Err(Fault::new(
                Code::Invalid,
                "say which organisation holds the session",
            )),
        }
    }

    /// Changes its words and its hour. `seen` is what a page showed of them (`rules::status::seen_of_panel`).
    ///
    /// # Errors
    /// What is wrong with it; `Conflict` when it is not what was seen any more.
    pub async fn rewrite(
        &self,
        by: By<'_>,
        panel: PanelId,
        words: Words,
        seen: Option<&str>,
    ) -> Result<(), Refused> {
        let found = self.prepared(by, panel).await?;
        let words = self.cleaned(words)?;
        let seen = seen.map(str::to_owned);
        let panel = Panel {
            theme: words.theme,
            intro: words.intro,
            opening: words.opening,
            closing: words.closing,
            kinds: words.kinds,
            starts: words.starts.unwrap_or(found.starts),
            days: words.days.unwrap_or(found.days),
            ..found
        };
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                questions::lock_panel(tx, panel.id).await?;
                let now = panels::get(tx, panel.id)
                    .await?
                    .ok_or(not_there("no such session"))?;
                unmoved(seen, || status::seen_of_panel(&now))?;
                panels::change(tx, &panel).await?;
                changed(tx, panel.id, None).await
            })
        });
        work.await?;
        Ok(())
    }

    /// Moves it on, or back by one state where that takes nothing away. An expert of the session may too, on the evening.
    ///
    /// # Errors
    /// `Conflict` when it is not where it was seen any more.
    pub async fn go(
        &self,
        by: By<'_>,
        panel: PanelId,
        from: PanelState,
        to: PanelState,
    ) -> Result<(), Fault> {
        if let By::Person(person) = by
            && self.seat(person, panel).await.is_err()
        {
            self.prepared(by, panel).await?;
        }
        let now = self.now();
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                questions::lock_panel(tx, panel).await?;
                let found = panels::get(tx, panel)
                    .await?
                    .ok_or(not_there("no such session"))?;
                if found.state != from || !from.leads_to(to) {
                    return Err(Fault::new(Code::Conflict, "the session moved meanwhile"));
                }
                let ended = match to {
                    PanelState::Announced | PanelState::Open => None,
                    PanelState::Closing | PanelState::Closed => found.ended.or(Some(now)),
                };
                panels::go(tx, panel, to, ended).await?;
                changed(tx, panel, None).await
            })
        });
        work.await?;
        Ok(())
    }

    /// Cancels a session in which nothing was asked.
    ///
    /// # Errors
    /// `Conflict` once something was.
    pub async fn cancel(&self, by: By<'_>, panel: PanelId) -> Result<(), Fault> {
        self.prepared(by, panel).await?;
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                questions::lock_panel(tx, panel).await?;
                if !panels::cancel(tx, panel).await? {
                    return Err(Fault::new(Code::Conflict, "something was asked in it"));
                }
                changed(tx, panel, None).await
            })
        });
        work.await?;
        Ok(())
    }

    /// Names somebody expert of a session, or changes the function that she signs with. `seen` is what a page showed of who
    /// answers there (`rules::status::seen_of_experts`).
    ///
    /// # Errors
    /// What is wrong with the function; `NotFound` when her role answers no questions; `Conflict` when they are not what was
    /// seen any more.
    pub async fn name_expert(
        &self,
        by: By<'_>,
        panel: PanelId,
        account: AccountId,
        title: &str,
        seen: Option<&str>,
    ) -> Result<(), Refused> {
        let panel = self.prepared(by, panel).await?;
        let title = clean::line(title);
        if title.is_empty() || title.chars().count() > THEME {
            return Err(Refused::Wrong(vec![Wrong::of(
                "title",
                "panel-wrong-title",
            )]));
        }
        let members = self.may_answer(panel.org).await?;
        let member = members.into_iter().find(|one| one.account == account);
        let member = member.ok_or(not_there("nobody who answers"))?;
        let seen = seen.map(str::to_owned);
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                questions::lock_panel(tx, panel.id).await?;
                let experts = panels::experts(tx, panel.id).await?;
                unmoved(seen, || status::seen_of_experts(&experts))?;
                panels::add_expert(tx, panel.org, panel.id, account, &member.name, &title).await?;
                changed(tx, panel.id, None).await
            })
        });
        work.await?;
        Ok(())
    }

    /// Takes an expert out of a session: what she signed stays, what she had taken is free again.
    pub async fn remove_expert(
        &self,
        by: By<'_>,
        panel: PanelId,
        account: AccountId,
    ) -> Result<(), Fault> {
        self.prepared(by, panel).await?;
        let now = self.now();
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                if !panels::remove_expert(tx, panel, account).await? {
                    return Err(not_there("no expert of this session"));
                }
                for question in questions::release_all(tx, panel, account, now).await? {
                    changed(tx, panel, Some(question)).await?;
                }
                changed(tx, panel, None).await
            })
        });
        work.await?;
        Ok(())
    }

    /// Puts the function of an expert who was taken out in place of her name, under all that she signed in the session and in
    /// its versions: only when she asks (GDPR, article 21). It does not come back, and a restore does not bring it back.
    ///
    /// # Errors
    /// `Conflict` while she still answers there.
    pub async fn unname_expert(
        &self,
        by: By<'_>,
        panel: PanelId,
        account: AccountId,
    ) -> Result<(), Fault> {
        self.prepared(by, panel).await?;
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                questions::lock_panel(tx, panel).await?;
                let mut others = panels::experts(tx, panel).await?;
                let at = others.iter().position(|one| one.account == account);
                let expert = at.map(|at| others.remove(at));
                let expert = expert.ok_or(not_there("no expert of this session"))?;
                if expert.active {
                    return Err(Fault::new(Code::Conflict, "she still answers there"));
                }
                if expert.is_unnamed() {
                    return Ok(());
                }
                let signed = panels::unname(tx, panel, &expert, &others).await?;
                let which = [panel.bytes().as_slice(), account.bytes()].concat();
                erasures::note(tx, What::Signature, &which).await?;
                for question in signed {
                    changed(tx, panel, Some(question)).await?;
                }
                changed(tx, panel, None).await
            })
        });
        work.await?;
        self.store().swept().await;
        Ok(())
    }

    /// Keeps the photo of an expert: made small and new, so that nothing of the file but what is seen stays. `seen` is what a
    /// page showed of the one before (`rules::status::seen_of_photo`).
    ///
    /// # Errors
    /// What is wrong with the file; `Conflict` when she does not answer any more, or has another photo than was seen.
    pub async fn set_photo(
        &self,
        by: By<'_>,
        panel: PanelId,
        account: AccountId,
        file: Vec<u8>,
        seen: Option<&str>,
    ) -> Result<(), Refused> {
        self.prepared(by, panel).await?;
        let made = tokio::task::spawn_blocking(move || photo::small(&file)).await;
        let made = made.map_err(|error| Fault::internal("a photo could not be read", error))?;
        let Some(made) = made else {
            return Err(Refused::Wrong(vec![Wrong::of(
                "photo",
                "panel-wrong-photo",
            )]));
        };
        let seen = seen.map(str::to_owned);
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                questions::lock_panel(tx, panel).await?;
                let before = panels::photo_of(tx, panel, account).await?;
                let gone = Fault::new(Code::Conflict, "she does not answer any more");
                let before = before.ok_or(gone)?;
                unmoved(seen, || status::seen_of_photo(before.as_deref()))?;
                panels::set_photo(tx, panel, account, photo::MEDIA, made).await?;
                changed(tx, panel, None).await
            })
        });
        work.await?;
        Ok(())
    }
}

/// Refuses what was written over something else than what stands there now.
fn unmoved(seen: Option<String>, now: impl FnOnce() -> String) -> Result<(), Fault> {
    match seen {
        Some(seen) if seen != now() => Err(Fault::new(Code::Conflict, "changed meanwhile")),
        _ => Ok(()),
    }
}
