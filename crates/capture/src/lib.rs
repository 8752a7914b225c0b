#![doc = include_str!("../README.md")]

mod account;
mod cdp;
mod folder;
pub mod inside;
mod launch;
mod machine;
mod model;
mod pack;
mod page;
mod record;
mod report;
mod spool;
mod surt;
mod take;
mod wacz;
mod wall;
mod warc;
mod watch;

pub use launch::{INSTALL, find, namespaces};
pub use model::{Gap, GapKind, Shortfall, State};

use folder::Folder;
use kernel::ports::{self, CaptureOrder, Captured, NotCaptured, Timestamp, Typeset};
use kernel::{Clock, Code, Fault};
use model::limits;
use outbound::Relay;
use page::Wanted;
use record::Recorder;
use seal::note::SigningKey;
use seal::wacz::DomainKey;
use spool::Spool;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The name that an instance signs its archives under.
pub struct Domain {
    /// The public host.
    pub name: String,
    /// The certificates, the name's first (PEM).
    pub chain: String,
    /// The key of the first.
    pub key: DomainKey,
}

/// What only the operator knows, for the report.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// The access provider and the local network, in a few words.
    pub network: Option<String>,
    /// The public address that sites see.
    pub public_address: Option<String>,
}

/// Captures pages with the Chromium of this machine.
pub struct Chromium {
    /// This very program, which prepares the browser's network from inside.
    pub helper: PathBuf,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Makes the report.
    pub press: Arc<dyn Typeset>,
    /// Dates the list of files, when an authority is configured.
    pub tsa: Option<Arc<dyn Timestamp>>,
    /// Certificates (DER) trusted as its roots.
    pub tsa_roots: Arc<Vec<Vec<u8>>>,
    /// Signs, without a name.
    pub key: SigningKey,
    /// Signs, with the name of the instance.
    pub domain: Option<Domain>,
    /// What only the operator knows.
    pub place: Place,
    /// `Préau 0.1.0`.
    pub software: String,
}

/// Reads an address typed by a person.
///
/// # Errors
/// `Invalid` for anything but `http` and `https`, for an address with a name and password, for one without host, and
/// for a host or literal address that is not public.
pub fn address(typed: &str) -> Result<url::Url, Fault> {
    let wrong = |context| Err(Fault::new(Code::Invalid, context));
    let typed = typed.trim();
    if typed.len() > 4096 {
        return wrong("an address longer than 4096 bytes");
    }
    let with_scheme = if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("https://{typed}")
    };
    let Ok(url) = url::Url::parse(&with_scheme) else {
        return wrong("not a web address");
    };
    if !matches!(url.scheme(), "http" | "https") {
        return wrong("only http and https addresses");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("an address that holds a password");
    }
    let public = match url.host() {
        Some(url::Host::Domain(name)) => outbound::name::is_public(name.trim_end_matches('.')),
        Some(url::Host::Ipv4(v4)) => outbound::address::refused(v4.into()).is_none(),
        Some(url::Host::Ipv6(v6)) => outbound::address::refused(v6.into()).is_none(),
        None => false,
    };
    // TLS without a name tells the relay nothing of where it goes.
    let nameless = url.scheme() == "https" && url.domain().is_none();
    if !public || nameless {
        return wrong("not an address of the public Internet");
    }
    Ok(url)
}

impl ports::Capture for Chromium {
    fn ready(&self) -> bool {
        find().is_some()
    }

    fn accepts(&self, typed: &str) -> Result<String, Fault> {
        address(typed).map(String::from)
    }

    fn capture<'a>(
        &'a self,
        order: &'a CaptureOrder,
    ) -> Pin<Box<dyn Future<Output = Result<Captured, NotCaptured>> + Send + 'a>> {
        Box::pin(self.run(order))
    }
}

impl Chromium {
    async fn run(&self, order: &CaptureOrder) -> Result<Captured, NotCaptured> {
        let url = address(&order.url).map_err(|_| NotCaptured::Refused)?;
        if find().is_none() {
            return Err(NotCaptured::NoBrowser);
        }
        let folder = Folder::new()?;
        let relay = Arc::new(Relay::new(limits::RECEIVED));
        let spool = Spool::new(folder.path())?;
        let opened = self.clock.now();
        let ports = launch::ports(&url);
        let launching = launch::launch(&folder, &self.helper, &ports, Arc::clone(&relay));
        let mut browser = launching.await?;
        let (isolation, sandbox) = (browser.isolation, browser.sandbox);
        let tab = page::open_tab(&browser.cdp).await?;
        let (cdp, clock) = (Arc::clone(&browser.cdp), Arc::clone(&self.clock));
        let recorder = Recorder::new(cdp, clock, spool, tab.target.clone());
        let wanted = Wanted {
            full: order.full,
            pdf: order.pdf,
        };
        let (process, peak) = (browser.process(), AtomicU64::new(0));
        let visited = tokio::select! {
            visited = tokio::time::timeout(
                limits::WHOLE,
                page::visit(&mut browser, &recorder, tab, url.as_str(), wanted),
            ) => visited.unwrap_or_else(|_| {
                Err(Fault::new(Code::Internal, "the capture's time was over").into())
            }),
            () = too_much(process, folder.path().to_path_buf(), &peak) => Err(NotCaptured::TooLarge),
        };
        browser.end().await;
        let page = visited.map_err(|why| refused(why, &url, &relay))?;
        let contacts = relay.contacts();
        let recorded = recorder.finish(&relay);
        let circumstances = report::Circumstances {
            asked: url.to_string(),
            opened,
            machine: machine::ask(),
            place: self.place.clone(),
            isolation,
            sandbox,
            software: self.software.clone(),
        };
        let packed = pack::pack(
            self,
            folder,
            recorder,
            page,
            recorded,
            contacts,
            circumstances,
        );
        let mut captured = packed.await?;
        captured.browser_memory = peak.into_inner();
        Ok(captured)
    }
}

/// Silence, or the rule: the relay knows.
fn refused(why: NotCaptured, url: &url::Url, relay: &Relay) -> NotCaptured {
    let host = url.host_str().unwrap_or_default();
    let rule = |contact: &outbound::Contact| {
        contact.host == host && contact.refused == Some(outbound::Refusal::Address)
    };
    match why {
        NotCaptured::NoAnswer if relay.contacts().iter().any(rule) => NotCaptured::Refused,
        why => why,
    }
}

/// Removes what captures that were killed left on this machine.
pub fn sweep() {
    folder::sweep_all();
}

/// Ends when the browser takes more memory than it may; keeps the most it took.
async fn too_much(process: Option<u32>, folder: PathBuf, peak: &AtomicU64) {
    let mut tick = tokio::time::interval(Duration::from_millis(700));
    loop {
        tick.tick().await;
        if let Some(process) = process {
            let folder = folder.clone();
            // What a page stores by itself counts too: the folder may be in memory.
            let taken = tokio::task::spawn_blocking(move || {
                (watch::memory(process), folder::size(&folder))
            });
            let Ok((memory, stored)) = taken.await else {
                continue;
            };
            peak.fetch_max(memory, Ordering::Relaxed);
            if memory > limits::MEMORY || stored > limits::STORED {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn only_a_page_of_the_public_web_may_be_asked_for() {
        for (typed, opened) in [
            (" exemple.fr/a?b=1#c ", "https://exemple.fr/a?b=1#c"),
            ("http://exemple.fr", "http://exemple.fr/"),
            ("https://été.fr:8443/", "https://xn--t-9fab.fr:8443/"),
            ("http://93.184.215.14/", "http://93.184.215.14/"),
        ] {
            assert_eq!(
                address(typed).map(String::from).ok().as_deref(),
                Some(opened)
            );
        }
        for typed in [
            "",
            "exemple",
            "http://",
            "ftp://exemple.fr",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://moi:secret@exemple.fr/",
            "http://localhost/",
            "http://nas.local/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://10.0.0.1/",
            "http://\u{2460}\u{2461}\u{2466}.0.0.1/",
            "http://metadata.google.internal/",
            "https://93.184.215.14/",
            "https://[2606:4700::1]/",
        ] {
            assert!(address(typed).is_err(), "{typed}");
        }
        assert!(address(&format!("http://exemple.fr/{}", "a".repeat(5000))).is_err());
    }
}
