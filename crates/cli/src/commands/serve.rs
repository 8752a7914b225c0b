//! `preau serve`: the program that people reach with a browser.

use crate::authorities;
use crate::config::{self, Config, EXIT, LARGEST, LISTENERS};
use crate::output::{Done, Trouble, trouble};
use dossier::Dossiers;
use finder::Finder;
use kernel::Clock;
use kernel::ports::{Capture, Mailer, Names, SignIn, Timestamp, Typeset};
use questions::Panels;
use questions::live::room;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use store::log::Node;
use tokio::net::TcpListener;
use web::listen::{Door, answer, door};
use web::{Settings, build};

/// Options of `preau serve`.
#[derive(clap::Args, Default)]
#[command(
    after_help = "Example:\n  preau serve --listen 0.0.0.0:443 --tls-cert chain.pem --tls-key key.pem --public-url https://preau.example.org"
)]
pub struct Args {
    /// Address and port [default: 127.0.0.1:8080; port 0 takes a free one].
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Folder of the data [default: preau-data].
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Settings file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// PostgreSQL address; without it, SQLite in the data folder.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// TLS certificate chain (PEM).
    #[arg(long, value_name = "PEM", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// TLS key (PEM).
    #[arg(long, value_name = "PEM", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// A proxy on this machine does TLS; needs --public-url.
    #[arg(long, requires = "public_url")]
    pub behind_proxy: bool,
    /// The address people type (https://…).
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Time-stamping authority (RFC 3161); without it, no third party dates the heads.
    #[arg(long, value_name = "URL")]
    pub tsa_url: Option<String>,
    /// Certificates trusted as its roots.
    #[arg(long, value_name = "PEM")]
    pub tsa_ca: Option<PathBuf>,
    /// DNS resolver that gives the keys of mail servers (https://NAME/dns-query or tcp://ADDRESS:53); without it,
    /// signatures of mails are not checked.
    #[arg(long, value_name = "URL")]
    pub dns_url: Option<String>,
}

impl Args {
    fn over(self, mut config: Config) -> Config {
        config.listen = self.listen.or(config.listen);
        config.data = self.data.or(config.data);
        config.database = self.database.or(config.database);
        config.tls_cert = self.tls_cert.or(config.tls_cert);
        config.tls_key = self.tls_key.or(config.tls_key);
        config.behind_proxy |= self.behind_proxy;
        config.public_url = self.public_url.or(config.public_url);
        config.tsa_url = self.tsa_url.or(config.tsa_url);
        config.tsa_ca = self.tsa_ca.or(config.tsa_ca);
        config.dns_url = self.dns_url.or(config.dns_url);
        config
    }
}

/// Starts, and answers until the process is asked to stop.
pub fn run(args: Args, content: Option<&Path>, clock: Arc<dyn Clock>) -> Done {
    let config = Config::read(args.config.as_deref())?;
    let config = args.over(config);
    // Reading what Préau knows takes longer than opening the store: both go on together.
    let dir = content.map(Path::to_path_buf);
    let content = std::thread::spawn(move || config::content(dir.as_deref()));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(tracing_subscriber::EnvFilter::new("info,sqlx=warn"))
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| trouble(format!("the program cannot start: {error}")))?;
    runtime.block_on(serve(config, content, clock))
}

type Reading = std::thread::JoinHandle<Result<&'static guide::Content, Trouble>>;

async fn serve(config: Config, content: Reading, clock: Arc<dyn Clock>) -> Done {
    let address = config
        .listen
        .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
    let tls = config.tls_cert.as_deref().zip(config.tls_key.as_deref());
    let proxy = config
        .behind_proxy
        .then(|| config.public_url.clone().unwrap_or_default());
    let door = door(address, tls, proxy.as_deref())?;
    let files = files();
    tracing::info!(files, "files and connections that may be open at once");
    let store = config.store(clock).await?;
    let authorities = authorities::of(&config);
    let tsa_roots = authorities::roots(&authorities)?;
    let tsa = authorities::port(&authorities, tsa_roots.clone(), Arc::clone(&store.clock))?;
    let names = match &config.dns_url {
        Some(url) => Some(Arc::new(outbound::Dns::new(url)?) as Arc<dyn Names>),
        None => None,
    };
    let mailer = match &config.mail {
        Some(mail) => Some(Arc::new(outbound::Smtp::new(mail)?) as Arc<dyn Mailer>),
        None => None,
    };
    let oidc = config.oidc()?;
    let oidc = oidc.map(|provider| Arc::new(provider) as Arc<dyn SignIn>);
    let content = content
        .join()
        .map_err(|_| trouble("the content could not be read"))??;
    let press: Arc<dyn Typeset> = Arc::new(pdf::Press::new()?);
    let capture = capture(&config, &store, &press, tsa.clone(), tsa_roots.clone())?;
    let listener = TcpListener::bind(address).await.map_err(|error| {
        trouble(format!("cannot listen on {address}: {error}; another program may hold this port: choose one with --listen 127.0.0.1:PORT (0 takes a free one)"))
    })?;
    let bound = listener
        .local_addr()
        .map_err(|error| trouble(format!("cannot listen: {error}")))?;
    let origin = origin(&door, &config, bound);
    let app = build(Settings {
        store: store.clone(),
        content,
        press,
        capture: Some(capture),
        search: Arc::new(Finder::in_folder(
            || guide::search::entries(content),
            config.index_dir(),
        )),
        tsa,
        names,
        mailer,
        oidc,
        address: config.public_url.clone(),
        origin: Some(origin.clone()),
        tsa_roots,
        operator: config.operator.clone(),
        largest: config.largest.unwrap_or(LARGEST),
        secure: !matches!(door, Door::Loopback),
        listeners: listeners(&config, files),
        exit: config.exit_url.clone().unwrap_or_else(|| EXIT.to_owned()),
    });
    announce(&origin)?;
    let ledger = tokio::spawn(ledger(app.dossiers.clone(), config.log_dates_apart()));
    let looks = tokio::spawn(looks(app.dossiers.clone()));
    let mails = tokio::spawn(mails(app.dossiers.clone()));
    let answers = tokio::spawn(answer_mails(app.panels.clone()));
    let search = tokio::spawn(search(app.panels.clone()));
    let work = tokio::spawn(work(app.dossiers, app.panels));
    let live = app.live;
    let stop = async move {
        stop().await;
        // Whoever listens would keep the door open.
        live.end();
    };
    answer(listener, door, app.router, stop).await;
    work.abort();
    search.abort();
    answers.abort();
    mails.abort();
    looks.abort();
    ledger.abort();
    store.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// How many pages may follow sessions: what the settings say, and no more than the files that there are.
fn listeners(config: &Config, files: u64) -> usize {
    let (wanted, most) = (config.listeners.unwrap_or(LISTENERS), room(files));
    if config.listeners.is_some() && wanted > most {
        tracing::warn!(
            wanted,
            most,
            "fewer pages may follow sessions than the settings say: give the process more files"
        );
    }
    wanted.min(most)
}

/// More than this is not asked for: programs that are started here, a browser say, may close every file there could be.
const FILES: u64 = 131_072;

/// How many files and connections the process may open, once it has taken what it is allowed to: the usual 1,024 are
/// meant for programs that cannot count further.
fn files() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let given = getrlimit(Resource::Nofile);
    let now = given.current.unwrap_or(FILES);
    let most = given.maximum.unwrap_or(FILES).min(FILES).max(now);
    let wanted = Rlimit {
        current: Some(most),
        ..given
    };
    match setrlimit(Resource::Nofile, wanted) {
        Ok(()) => most,
        Err(error) => {
            tracing::warn!(%error, "the number of open files stays as it is");
            now
        }
    }
}

/// Captures pages with this machine's browser, which may also be installed later.
fn capture(
    config: &Config,
    store: &store::Store,
    press: &Arc<dyn Typeset>,
    tsa: Option<Arc<dyn Timestamp>>,
    tsa_roots: Vec<Vec<u8>>,
) -> Result<Arc<dyn Capture>, Trouble> {
    ::capture::sweep();
    let key = store.secrets.dossier_key();
    Ok(Arc::new(::capture::Chromium {
        helper: super::capture::helper()?,
        clock: Arc::clone(&store.clock),
        press: Arc::clone(press),
        tsa,
        tsa_roots: Arc::new(tsa_roots),
        key: seal::note::SigningKey::from_slice(&*key.expose())
            .map_err(|error| trouble(format!("the signing key cannot be read: {error}")))?,
        domain: config.domain()?,
        place: config.capture.clone(),
        software: super::capture::software(),
    }))
}

/// The address that browsers show.
fn origin(door: &Door, config: &Config, bound: SocketAddr) -> String {
    match (door, &config.public_url) {
        (Door::Proxy(url), _) | (Door::Tls(_), Some(url)) => url.clone(),
        (Door::Tls(_), None) => format!("https://{bound}"),
        (Door::Loopback, _) => format!("http://localhost:{}", bound.port()),
    }
}

fn announce(address: &str) -> Result<(), Trouble> {
    let mut out = std::io::stdout();
    writeln!(out, "{address}")
        .and_then(|()| out.flush())
        .map_err(|error| trouble(format!("cannot print the address: {error}")))
}

/// Jobs as they come, housekeeping every five minutes.
async fn work(dossiers: Dossiers, panels: Panels) {
    let mut housekeeping = tokio::time::interval(Duration::from_secs(300));
    housekeeping.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        loop {
            match dossiers.work_once().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(fault) => {
                    tracing::error!(%fault, "the queue cannot be read");
                    break;
                }
            }
        }
        tokio::select! {
            _ = housekeeping.tick() => {
                if let Err(fault) = dossiers.maintain().await {
                    tracing::error!(%fault, "housekeeping failed and will be tried again");
                }
                if let Err(fault) = panels.purge().await {
                    tracing::error!(%fault, "old questions could not be removed; tried again later");
                }
            }
            () = dossiers.work.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(30)) => {}
        }
    }
}

/// Pages to look at again, one after the other: apart from the jobs, which a browser would keep waiting.
async fn looks(dossiers: Dossiers) {
    loop {
        match dossiers.look_once().await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(fault) => tracing::error!(%fault, "a page could not be looked at again"),
        }
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}

/// Mails that are due, one after the other: apart from the jobs, which a slow server would keep waiting.
async fn mails(dossiers: Dossiers) {
    loop {
        match dossiers.mail_once().await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(fault) => tracing::error!(%fault, "the mails that are due cannot be read"),
        }
        tokio::select! {
            () = dossiers.mailing.wake.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(60)) => {}
        }
    }
}

/// Mails that say that an answer is there, one after the other.
async fn answer_mails(panels: Panels) {
    loop {
        match panels.mail_once().await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(fault) => tracing::error!(%fault, "the mails about answers cannot be read"),
        }
        tokio::select! {
            () = panels.wake.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(60)) => {}
        }
    }
}

/// Tells the search what is published: here at once, what another node published within a few seconds.
async fn search(panels: Panels) {
    let mut ear = panels.ear();
    let mut failing = false;
    loop {
        match panels.follow_once().await {
            Ok(true) => {
                failing = false;
                continue;
            }
            Ok(false) => failing = false,
            // Once, not every few seconds.
            Err(_) if failing => {}
            Err(fault) => {
                failing = true;
                tracing::error!(%fault, "the search does not know what was published last; tried again every few seconds");
            }
        }
        ear.rung().await;
    }
}

/// The public log: one leaf for each interval. Apart from the jobs, so that its hour says nothing of their number.
async fn ledger(dossiers: Dossiers, apart: i64) {
    let node = Node::new();
    let mut tick = tokio::time::interval(Duration::from_secs(5));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        tick.tick().await;
        match dossiers.log_turn(node, apart).await {
            Ok(_) => failing = false,
            // Once, not every five seconds.
            Err(_) if failing => {}
            Err(fault) => {
                failing = true;
                tracing::error!(%fault, "the public log could not be written; tried again every five seconds");
            }
        }
    }
}

/// Ends when the process is asked to stop.
async fn stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
