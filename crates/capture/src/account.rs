//! The three accounts compared: what the browser asked for, what was kept, what the relay saw. What stands in one and not
//! in another is named.

use crate::model::{Exchange, Gap, GapKind};
use crate::record::{Asked, Ended, Log, Recorded};
use outbound::{Contact, Refusal, Relay};
use std::collections::HashSet;

/// Ends a recording: what was asked for and is not kept gets its name.
pub fn settle(mut log: Log, relay: &Relay) -> Recorded {
    let contacts = relay.contacts();
    let kept: HashSet<String> = log.exchanges.iter().map(|one| one.url.clone()).collect();
    for id in std::mem::take(&mut log.order) {
        for one in log.asked.remove(&id).into_iter().flatten() {
            let exchange = one.kept.and_then(|at| log.exchanges.get_mut(at));
            if let Some(gap) = lacking(&one, exchange, &kept, &contacts) {
                log.gaps.add(gap);
            }
        }
    }
    for exchange in &mut log.exchanges {
        let host = url::Url::parse(&exchange.url).ok();
        let host = host.as_ref().and_then(|url| url.host_str()).map(bare);
        exchange.ip = host.and_then(|host| relay.address(&host));
    }
    unseen(&mut log, &contacts);
    if log.dropped > 0 {
        log.gaps.last(Gap {
            url: String::new(),
            kind: GapKind::TooLong,
            detail: format!("{} more requests or events than are told", log.dropped),
        });
    }
    Recorded {
        exchanges: log.exchanges,
        gaps: log.gaps.list(),
        events: log.events,
        path: log.path,
    }
}

/// What is missing of one request.
fn lacking(
    one: &Asked,
    exchange: Option<&mut Exchange>,
    kept: &HashSet<String>,
    contacts: &[Contact],
) -> Option<Gap> {
    let (kind, detail) = match exchange {
        Some(exchange) => {
            exchange.sent.clone_from(&one.sent);
            let Some(Ended::Failed {
                text,
                given_up: false,
            }) = &one.ended
            else {
                return None;
            };
            // It began to come, then stopped.
            exchange.truncated.get_or_insert("disconnect");
            (GapKind::Failed, text.clone())
        }
        None if !crate::record::is_web(&one.url) => return None,
        None => missing(one, kept, contacts)?,
    };
    Some(Gap {
        url: one.url.clone(),
        kind,
        detail,
    })
}

/// A host without the brackets of IPv6.
fn bare(host: &str) -> String {
    host.trim_matches(['[', ']']).to_owned()
}

/// Why something asked for is not kept; none when nothing is missing.
fn missing(one: &Asked, kept: &HashSet<String>, contacts: &[Contact]) -> Option<(GapKind, String)> {
    let refused = url::Url::parse(&one.url).ok().and_then(|url| {
        let host = bare(url.host_str()?);
        let port = url.port_or_known_default()?;
        contacts
            .iter()
            .find(|contact| contact.host == host && contact.port == port)
            .and_then(|contact| contact.refused)
    });
    let refused = matches!(refused, Some(Refusal::Address | Refusal::Quota));
    Some(match &one.ended {
        Some(Ended::Own) => return None,
        Some(Ended::Cached | Ended::Whole) if kept.contains(&one.url) => return None,
        Some(Ended::Cached) => (GapKind::Failed, "served from a cache".into()),
        Some(Ended::Whole) => (GapKind::Failed, "not held by the browser".into()),
        Some(Ended::Failed { text, .. }) if refused => (GapKind::Refused, text.clone()),
        Some(Ended::Failed {
            text,
            given_up: true,
        }) => (GapKind::GivenUp, text.clone()),
        Some(Ended::Failed { text, .. }) => (GapKind::Failed, text.clone()),
        None => (GapKind::Unfinished, one.at.rfc3339()),
    })
}

/// A site that the relay reached, and of which no exchange was recorded and no gap told.
fn unseen(log: &mut Log, contacts: &[Contact]) {
    let hosts = |url: &str| {
        url::Url::parse(url)
            .ok()
            .and_then(|url| url.host_str().map(bare))
            .unwrap_or_default()
    };
    let told = log.gaps.iter().map(|gap| hosts(&gap.url));
    let known: HashSet<String> = log
        .exchanges
        .iter()
        .map(|one| hosts(&one.url))
        .chain(told)
        .collect();
    for contact in contacts {
        if contact.received > 0 && !known.contains(&contact.host) {
            log.gaps.add(Gap {
                url: contact.host.clone(),
                kind: GapKind::Unseen,
                detail: format!("{} bytes", contact.received),
            });
        }
    }
}
