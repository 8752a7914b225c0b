//! The TCP relay of a capture. The browser is told that every name is here; each connection says where it wants to
//! go ([`crate::sniff`]), the name is resolved once for the whole capture, every answer is checked
//! ([`crate::address`]), and bytes then pass as they are: TLS ends in the browser and in the site, nothing is cached.
//! What a page does later with the same name (DNS rebinding) meets the address that was checked.

use crate::address::refused;
use crate::sniff::{LONGEST, Sniffed, sniff};
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{OnceCell, Semaphore};

/// How long a connection may take to say where it goes, to be resolved, to be opened.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections at once: a page that opens more waits.
const CONNECTIONS: usize = 256;

/// Names of one capture.
const NAMES: usize = 4096;
/// Questions to the resolver at once: each holds a thread.
const ASKING: usize = 16;

/// Why a connection went nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// An answer of the resolver is not a global address: the name is refused whole.
    Address,
    /// The name has no address.
    Unknown,
    /// The site did not take the connection.
    Unreachable,
    /// The connection did not say where it goes.
    Nameless,
    /// The capture has taken all the bytes it may.
    Quota,
}

/// What became of one name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Contact {
    /// The name, or literal address, as the browser asked for it.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The address it was connected to.
    pub address: Option<IpAddr>,
    /// Connections opened.
    pub connections: u64,
    /// Bytes received from it.
    pub received: u64,
    /// Why nothing was opened, the last time.
    pub refused: Option<Refusal>,
}

type Resolved = Result<IpAddr, Refusal>;

/// The relay of one capture.
pub struct Relay {
    names: Mutex<HashMap<String, Arc<OnceCell<Resolved>>>>,
    contacts: Mutex<HashMap<(String, u16), Contact>>,
    places: Semaphore,
    asking: Semaphore,
    left: AtomicU64,
}

impl Relay {
    /// A relay that lets `quota` bytes in, for all sites together.
    pub fn new(quota: u64) -> Self {
        Self {
            names: Mutex::default(),
            contacts: Mutex::default(),
            places: Semaphore::new(CONNECTIONS),
            asking: Semaphore::new(ASKING),
            left: AtomicU64::new(quota),
        }
    }

    /// Every name that was asked for, in the order of the alphabet.
    pub fn contacts(&self) -> Vec<Contact> {
        let mut all: Vec<_> = lock(&self.contacts).values().cloned().collect();
        all.sort_by(|a, b| (&a.host, a.port).cmp(&(&b.host, b.port)));
        all
    }

    /// The address a name was connected to.
    pub fn address(&self, host: &str) -> Option<IpAddr> {
        let cell = lock(&self.names).get(&host.to_ascii_lowercase()).cloned()?;
        cell.get().and_then(|resolved| resolved.ok())
    }

    /// Serves one connection of the browser, which wants to reach `port`.
    pub async fn serve<S: AsyncRead + AsyncWrite + Unpin>(&self, mut browser: S, port: u16) {
        let Ok(_place) = self.places.acquire().await else {
            return;
        };
        let (first, host) = match tokio::time::timeout(PATIENCE, read_first(&mut browser)).await {
            Ok(Some(read)) => read,
            // A connection opened ahead and closed unused says nothing: it is no contact.
            _ => return,
        };
        let Some(host) = host else {
            return self.note("", port, |contact| {
                contact.refused = Some(Refusal::Nameless)
            });
        };
        match self.connect(&host, port).await {
            Ok(site) => {
                let ended = self.pass(browser, site, &first, &host, port).await;
                if ended.is_err() {
                    tracing::debug!("a relayed connection was cut");
                }
            }
            Err(why) => self.note(&host, port, |contact| contact.refused = Some(why)),
        }
    }

    async fn connect(&self, host: &str, port: u16) -> Result<TcpStream, Refusal> {
        if self.left.load(Ordering::Relaxed) == 0 {
            return Err(Refusal::Quota);
        }
        let address = self.resolve(host).await?;
        let opening = TcpStream::connect(SocketAddr::new(address, port));
        let site = tokio::time::timeout(PATIENCE, opening)
            .await
            .map_err(|_| Refusal::Unreachable)?
            .map_err(|_| Refusal::Unreachable)?;
        let _ = site.set_nodelay(true);
        self.note(host, port, |contact| {
            contact.address = Some(address);
            contact.connections += 1;
        });
        Ok(site)
    }

    /// Once for the whole capture: the second question gets the first answer.
    async fn resolve(&self, host: &str) -> Resolved {
        let cell = {
            let mut names = lock(&self.names);
            // A hostile page may ask for any number of names.
            if names.len() >= NAMES && !names.contains_key(host) {
                return Err(Refusal::Quota);
            }
            Arc::clone(names.entry(host.to_owned()).or_default())
        };
        let Ok(_turn) = self.asking.acquire().await else {
            return Err(Refusal::Unknown);
        };
        *cell.get_or_init(|| async { look_up(host).await }).await
    }

    async fn pass<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        mut browser: S,
        mut site: TcpStream,
        first: &[u8],
        host: &str,
        port: u16,
    ) -> io::Result<()> {
        site.write_all(first).await?;
        let (mut from_browser, mut to_browser) = tokio::io::split(&mut browser);
        let (mut from_site, mut to_site) = site.split();
        let out = async {
            tokio::io::copy(&mut from_browser, &mut to_site).await?;
            to_site.shutdown().await
        };
        let back = async {
            let mut chunk = vec![0; 32 * 1024];
            loop {
                let n = from_site.read(&mut chunk).await?;
                if n == 0 {
                    return to_browser.shutdown().await;
                }
                self.note(host, port, |contact| contact.received += n as u64);
                let enough = self
                    .left
                    .try_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                        left.checked_sub(n as u64)
                    })
                    .is_ok();
                if !enough {
                    self.left.store(0, Ordering::Relaxed);
                    self.note(host, port, |contact| contact.refused = Some(Refusal::Quota));
                    return Err(io::ErrorKind::QuotaExceeded.into());
                }
                to_browser
                    .write_all(chunk.get(..n).unwrap_or_default())
                    .await?;
            }
        };
        tokio::try_join!(out, back).map(drop)
    }

    fn note(&self, host: &str, port: u16, what: impl FnOnce(&mut Contact)) {
        let mut contacts = lock(&self.contacts);
        // A hostile page may ask for any number of names.
        if contacts.len() >= NAMES && !contacts.contains_key(&(host.to_owned(), port)) {
            return;
        }
        what(
            contacts
                .entry((host.to_owned(), port))
                .or_insert_with(|| Contact {
                    host: host.to_owned(),
                    port,
                    address: None,
                    connections: 0,
                    received: 0,
                    refused: None,
                }),
        );
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The first bytes and the name they hold; `None` when the connection ended before it said anything.
async fn read_first<S: AsyncRead + Unpin>(browser: &mut S) -> Option<(Vec<u8>, Option<String>)> {
    let mut first = Vec::with_capacity(4096);
    loop {
        match sniff(&first) {
            Sniffed::Host(host) => return Some((first, Some(host))),
            Sniffed::Nothing => return Some((first, None)),
            Sniffed::More if first.len() >= LONGEST => return Some((first, None)),
            Sniffed::More => {}
        }
        if browser.read_buf(&mut first).await.ok()? == 0 {
            return (!first.is_empty()).then_some((first, None));
        }
    }
}

/// The first address of a name whose every answer is global.
async fn look_up(host: &str) -> Resolved {
    // Never a database of this machine, a zone of the local network, or a name without dots.
    let own = crate::address::own();
    let bad = |address: &IpAddr| refused(*address).is_some() || own.contains(address);
    if let Ok(address) = host.parse::<IpAddr>() {
        return if bad(&address) {
            Err(Refusal::Address)
        } else {
            Ok(address)
        };
    }
    if !crate::name::is_public(host) {
        return Err(Refusal::Address);
    }
    // The dot at the end keeps the search list of this machine out of it.
    let asking = tokio::net::lookup_host((format!("{host}."), 0));
    let answers: Vec<IpAddr> = tokio::time::timeout(PATIENCE, asking)
        .await
        .map_err(|_| Refusal::Unknown)?
        .map_err(|_| Refusal::Unknown)?
        .map(|answer| answer.ip())
        .collect();
    if answers.iter().any(bad) {
        return Err(Refusal::Address);
    }
    // IPv4 first where there is one: a machine with an IPv6 address often has no IPv6 route.
    let first = answers
        .iter()
        .find(|answer| answer.is_ipv4())
        .or(answers.first());
    first.copied().ok_or(Refusal::Unknown)
}
