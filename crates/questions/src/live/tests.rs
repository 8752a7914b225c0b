//! Everyone who listens is told everything, once, in order, on every node; or told to load the page again.

use super::{Event, Listener, Live, Name, Render, Update};
use crate::model::{Panel, PanelState};
use crate::queries::{events, panels};
use futures::{FutureExt as _, StreamExt as _};
use kernel::{Code, Fault, Moment, OrgId, PanelId, QuestionId};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use store::Store;
use store::db::Engine;
use store::testing::{both, both_again};
use tokio::time::timeout;
use ui::Lang;

/// Long enough for any machine.
const PATIENCE: Duration = Duration::from_secs(60);

async fn session(store: &Store) -> PanelId {
    let panel = Panel {
        id: PanelId::new(seal::random::bytes()),
        org: OrgId::FIRST,
        theme: "Filmé en classe".into(),
        intro: String::new(),
        opening: String::new(),
        closing: String::new(),
        kinds: Vec::new(),
        starts: Moment(0),
        days: 7,
        state: PanelState::Open,
        ended: None,
    };
    let id = panel.id;
    let added = store
        .db
        .write(move |tx| Box::pin(async move { panels::add(tx, &panel).await }));
    added.await.unwrap();
    id
}

async fn publish(store: &Store, panel: PanelId, question: u8) {
    let question = Some(QuestionId::new([question; 16]));
    let added = store
        .db
        .write(move |tx| Box::pin(async move { events::add(tx, panel, question).await }));
    added.await.unwrap();
}

/// Renders what it is given; `times` counts, a question 255 cannot be rendered, a question 254 is not shown.
fn render(times: &Arc<AtomicU32>) -> Render {
    let times = Arc::clone(times);
    Arc::new(move |event: Event| {
        times.fetch_add(1, Ordering::Relaxed);
        async move {
            let Some(question) = event.question else {
                return Ok(Some(Update::new(event, Name::Session, "ouverte", "open")));
            };
            match question.bytes()[0] {
                255 => Err(Fault::new(Code::Internal, "on purpose")),
                254 => Ok(None),
                n => {
                    let (fr, en) = (format!("la {n}"), format!("the {n}"));
                    Ok(Some(Update::new(event, Name::Question, &fr, &en)))
                }
            }
        }
        .boxed()
    })
}

fn node(store: &Store, most: usize) -> (Live, Arc<AtomicU32>) {
    let times = Arc::default();
    (Live::new(store.clone(), most, render(&times)), times)
}

/// What is said next, which may be nothing in particular.
async fn any(listener: &mut Listener) -> Option<String> {
    let next = timeout(PATIENCE, listener.next()).await;
    let next = next.expect("something to be said");
    next.map(|bytes| String::from_utf8(bytes.unwrap().to_vec()).unwrap())
}

async fn said(listener: &mut Listener) -> Option<String> {
    loop {
        let next = any(listener).await;
        if next.as_deref() != Some(":\n\n") {
            return next;
        }
    }
}

async fn hears(listener: &mut Listener, seq: u64, name: &str, data: &str) {
    let expected = format!("id:{seq}\nevent:{name}\ndata: {data}\n\n");
    assert_eq!(said(listener).await.as_deref(), Some(expected.as_str()));
}

/// One who has been welcomed: from where it goes on.
async fn joins(live: &Live, panel: PanelId, lang: Lang, after: Option<u64>) -> (Listener, u64) {
    let mut listener = live.listen(panel, lang, after).await.unwrap();
    let welcome = said(&mut listener).await.unwrap();
    assert!(welcome.starts_with("retry:"), "{welcome}");
    let id = welcome.lines().find_map(|line| line.strip_prefix("id:"));
    (listener, id.unwrap().parse().unwrap())
}

#[tokio::test]
async fn n003_everyone_is_told_in_her_language_and_it_is_rendered_once() {
    both(|store| async move {
        let (panel, other) = (session(&store).await, session(&store).await);
        let (live, times) = node(&store, 100);
        publish(&store, panel, 1).await;
        let mut french = Vec::new();
        for _ in 0..5 {
            let (listener, after) = joins(&live, panel, Lang::Fr, None).await;
            assert_eq!(after, 1);
            french.push(listener);
        }
        let (mut english, _) = joins(&live, panel, Lang::En, None).await;
        let (mut elsewhere, _) = joins(&live, other, Lang::Fr, None).await;
        publish(&store, panel, 2).await;
        publish(&store, panel, 254).await;
        publish(&store, other, 3).await;
        for listener in &mut french {
            hears(listener, 2, "question", "la 2").await;
        }
        hears(&mut english, 2, "question", "the 2").await;
        hears(&mut elsewhere, 4, "question", "la 3").await;
        assert!(
            english.next().now_or_never().is_none(),
            "what is not for everybody"
        );
        assert_eq!(times.load(Ordering::Relaxed), 3);
    })
    .await;
}

#[tokio::test]
async fn n003_two_nodes_tell_the_same() {
    both_again(Moment(0), |store, _, mut config| async move {
        if store.db.engine() == Engine::Sqlite {
            return;
        }
        config.data_dir = config.data_dir.with_file_name("other");
        let other = Store::open(&config).await.unwrap();
        let panel = session(&store).await;
        let ((here, _), (there, _)) = (node(&store, 9), node(&other, 9));
        let (mut near, _) = joins(&here, panel, Lang::Fr, None).await;
        let (mut far, _) = joins(&there, panel, Lang::Fr, None).await;
        for n in 1..=30_u8 {
            publish(if n % 2 == 0 { &store } else { &other }, panel, n).await;
        }
        for listener in [&mut near, &mut far] {
            for n in 1..=30 {
                hears(listener, n, "question", &format!("la {n}")).await;
            }
        }
        // A page that one node made, its listener at another that may not have looked yet.
        publish(&store, panel, 31).await;
        let (mut late, after) = joins(&there, panel, Lang::Fr, Some(31)).await;
        assert_eq!(after, 31);
        publish(&store, panel, 32).await;
        hears(&mut late, 32, "question", "la 32").await;
        other.db.close().await;
    })
    .await;
}

#[tokio::test]
async fn n003_who_was_away_is_told_what_she_missed_or_to_load_the_page_again() {
    both(|store| async move {
        let panel = session(&store).await;
        for n in 1..=4 {
            publish(&store, panel, n).await;
        }
        publish(&store, panel, 3).await;
        // A node that has just started knows nothing yet.
        let (live, times) = node(&store, 9);
        let (mut back, _) = joins(&live, panel, Lang::Fr, Some(3)).await;
        hears(&mut back, 4, "question", "la 4").await;
        hears(&mut back, 5, "question", "la 3").await;
        let (mut further, _) = joins(&live, panel, Lang::Fr, Some(1)).await;
        hears(&mut further, 2, "question", "la 2").await;
        assert_eq!(times.load(Ordering::Relaxed), 4, "each rendered once");
        hears(&mut further, 3, "question", "la 3").await;
        hears(&mut further, 4, "question", "la 4").await;
        hears(&mut further, 5, "question", "la 3").await;
        drop((back, further));

        for n in 0..40 {
            publish(&store, panel, n).await;
        }
        let (live, times) = node(&store, 9);
        let (mut lost, _) = joins(&live, panel, Lang::Fr, Some(1)).await;
        hears(&mut lost, 45, "reload", "").await;
        assert_eq!(times.load(Ordering::Relaxed), 0);
        publish(&store, panel, 50).await;
        hears(&mut lost, 46, "question", "la 50").await;
        // A number that was never given: these tables are an older backup's.
        let (mut ahead, _) = joins(&live, panel, Lang::Fr, Some(1_000)).await;
        hears(&mut ahead, 46, "reload", "").await;
    })
    .await;
}

#[tokio::test]
async fn who_does_not_read_keeps_nobody_waiting_and_is_told_that_she_missed_something() {
    both(|store| async move {
        let panel = session(&store).await;
        let (live, _) = node(&store, 9);
        let (mut slow, _) = joins(&live, panel, Lang::Fr, None).await;
        let (mut quick, _) = joins(&live, panel, Lang::Fr, None).await;
        for n in 1..=100 {
            publish(&store, panel, n).await;
            hears(&mut quick, u64::from(n), "question", &format!("la {n}")).await;
        }
        hears(&mut slow, 100, "reload", "").await;
        publish(&store, panel, 101).await;
        hears(&mut slow, 101, "question", "la 101").await;
    })
    .await;
}

#[tokio::test]
async fn a_session_that_is_not_there_is_not_listened_to() {
    both(|store| async move {
        session(&store).await;
        let (live, _) = node(&store, 9);
        let unknown = PanelId::new([7; 16]);
        let refused = live.listen(unknown, Lang::Fr, None).await.unwrap_err();
        assert_eq!(refused.code(), Code::NotFound);
        assert_eq!(live.listeners(), 0);
    })
    .await;
}

#[tokio::test]
async fn places_are_counted_and_come_back_and_a_session_without_listeners_holds_nothing() {
    both(|store| async move {
        let panel = session(&store).await;
        let (live, times) = node(&store, 2);
        let (first, _) = joins(&live, panel, Lang::Fr, None).await;
        let (mut second, _) = joins(&live, panel, Lang::Fr, None).await;
        let refused = live.listen(panel, Lang::Fr, None).await.unwrap_err();
        assert_eq!(refused.code(), Code::Busy);
        drop(first);
        let (third, _) = joins(&live, panel, Lang::Fr, None).await;
        publish(&store, panel, 1).await;
        hears(&mut second, 1, "question", "la 1").await;
        drop((second, third));
        assert_eq!(live.listeners(), 0);
        assert!(live.0.listened().is_empty());

        let other = session(&store).await;
        let (mut fourth, _) = joins(&live, other, Lang::Fr, None).await;
        publish(&store, panel, 2).await;
        publish(&store, other, 3).await;
        hears(&mut fourth, 3, "question", "la 3").await;
        assert_eq!(
            times.load(Ordering::Relaxed),
            2,
            "nobody heard of the other"
        );
    })
    .await;
}

#[tokio::test]
async fn a_stop_sends_everyone_away() {
    both(|store| async move {
        let panel = session(&store).await;
        let (live, _) = node(&store, 9);
        let (mut listener, _) = joins(&live, panel, Lang::Fr, None).await;
        let waiting = tokio::spawn(async move { said(&mut listener).await });
        tokio::task::yield_now().await;
        live.end();
        assert_eq!(waiting.await.unwrap(), None);
        let refused = live.listen(panel, Lang::Fr, None).await.unwrap_err();
        assert_eq!(refused.code(), Code::Busy);
        assert_eq!(live.listeners(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_change_that_cannot_be_rendered_stops_no_other() {
    both(|store| async move {
        let (panel, other) = (session(&store).await, session(&store).await);
        let (live, times) = node(&store, 9);
        let (mut listener, _) = joins(&live, panel, Lang::Fr, None).await;
        let (mut elsewhere, _) = joins(&live, other, Lang::Fr, None).await;
        publish(&store, panel, 255).await;
        // Each of them makes the hub look again.
        for _ in 0..super::TRIES {
            publish(&store, other, 1).await;
        }
        hears(&mut listener, 1, "reload", "").await;
        let heard = said(&mut elsewhere).await.unwrap();
        assert!(heard.ends_with("event:question\ndata: la 1\n\n"), "{heard}");
        assert!(times.load(Ordering::Relaxed) > super::TRIES);
    })
    .await;
}

#[tokio::test]
async fn each_part_of_the_listeners_has_its_heartbeat() {
    both(|store| async move {
        let panel = session(&store).await;
        let (live, _) = node(&store, 99);
        let mut all = Vec::new();
        for _ in 0..super::panel::SHARDS * 2 {
            all.push(joins(&live, panel, Lang::Fr, None).await.0);
        }
        let seat = Arc::clone(&all[0].seat.panel);
        // The hub's own turns may come between: they say the same.
        (0..super::panel::SHARDS as usize).for_each(|shard| seat.beat(shard));
        for listener in &mut all {
            assert_eq!(any(listener).await.as_deref(), Some(":\n\n"));
        }
    })
    .await;
}
