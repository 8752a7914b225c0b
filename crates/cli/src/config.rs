//! Settings: embedded defaults, then the settings file, then the command line.

use crate::output::{Done, Trouble, trouble};
use accounts::Accounts;
use accounts::doors::Doors;
use front::Operator;
use guide::Content;
use kernel::Clock;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Store, StoreConfig};

/// The settings file (`--config FILE`, TOML). Every line may be left out.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: Option<SocketAddr>,
    /// Folder of the data.
    pub data: Option<PathBuf>,
    /// `postgres://…`; without it, SQLite in the data folder.
    pub database: Option<String>,
    /// TLS certificate chain (PEM).
    pub tls_cert: Option<PathBuf>,
    /// TLS key (PEM).
    pub tls_key: Option<PathBuf>,
    /// A proxy in front does TLS.
    pub behind_proxy: bool,
    /// The address people type, `https://…`.
    pub public_url: Option<String>,
    /// Time-stamping authority (RFC 3161), where there is one only.
    pub tsa_url: Option<String>,
    /// Certificates trusted as its roots (PEM).
    pub tsa_ca: Option<PathBuf>,
    /// DNS resolver that gives the keys of mail servers.
    pub dns_url: Option<String>,
    /// Several authorities: the next one is asked when one fails.
    pub tsa: Vec<crate::authorities::Authority>,
    /// Minutes at least between two dates of the public log, where dates are paid.
    pub log_date_minutes: Option<u32>,
    /// Where the quick exit leads.
    pub exit_url: Option<String>,
    /// Largest file accepted, in bytes.
    pub largest: Option<u64>,
    /// Pages that may follow sessions at the same time; 0 for none.
    pub listeners: Option<usize>,
    /// Where the list of erasures is kept: beside the backups, not in the data folder.
    pub erasures: Option<PathBuf>,
    /// What only the operator knows of the place where pages are captured.
    pub capture: capture::Place,
    /// The server that takes mails; without it, no reminder is offered.
    pub mail: Option<outbound::MailSettings>,
    /// The provider of OpenID Connect that an account may ask for before its code.
    pub oidc: Option<outbound::OidcSettings>,
    /// Legal notice and notice of article 13.
    pub operator: Operator,
}

/// Largest file by default: 2 GiB.
pub const LARGEST: u64 = 2 * 1024 * 1024 * 1024;
/// Pages that may follow sessions by default: at 14 KiB for each, their memory stays below 300 MiB.
pub const LISTENERS: usize = 20_000;
/// Where the quick exit leads by default: a page that anybody may be reading, in French.
pub const EXIT: &str = "https://fr.wikipedia.org/wiki/Wikip%C3%A9dia:Accueil_principal";

impl Config {
    /// Reads the settings file, if one is named.
    pub fn read(path: Option<&Path>) -> Result<Self, Trouble> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(path)
            .map_err(|error| trouble(format!("{} cannot be read: {error}", path.display())))?;
        toml::from_str(&text).map_err(|error| trouble(format!("{}: {error}", path.display())))
    }

    /// The data folder.
    pub fn data_dir(&self) -> PathBuf {
        self.data
            .clone()
            .unwrap_or_else(|| PathBuf::from("preau-data"))
    }

    /// The folder of the index of published answers; made again from the database when it is missing.
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir().join("index")
    }

    /// The instance's name, which its heads are signed under: the public host, or `localhost`.
    pub fn instance(&self) -> String {
        let host = self
            .public_url
            .as_deref()
            .and_then(|url| url.split("://").nth(1))
            .and_then(|rest| rest.split(['/', ':']).next());
        host.filter(|host| !host.is_empty())
            .unwrap_or("localhost")
            .to_owned()
    }

    /// The same in intervals of the log.
    pub fn log_dates_apart(&self) -> i64 {
        let seconds = i64::from(self.log_date_minutes.unwrap_or(0)).saturating_mul(60);
        seconds
            .saturating_add(store::log::EVERY - 1)
            .div_euclid(store::log::EVERY)
    }

    /// Opens the store, which is made when it is missing.
    pub async fn store(&self, clock: Arc<dyn Clock>) -> Result<Store, Trouble> {
        Ok(Store::open(&self.store_config(clock)).await?)
    }

    /// Where the store is.
    pub fn store_config(&self, clock: Arc<dyn Clock>) -> StoreConfig {
        StoreConfig {
            data_dir: self.data_dir(),
            database_url: self.database.clone(),
            instance: self.instance(),
            erasures: self.erasures.clone(),
            clock,
        }
    }

    /// Asks the provider of OpenID Connect, where there is one.
    pub fn oidc(&self) -> Result<Option<outbound::Oidc>, Trouble> {
        let Some(settings) = &self.oidc else {
            return Ok(None);
        };
        if self.public_url.is_none() {
            return Err(trouble(
                "[oidc] needs public_url: the provider sends people back to that address",
            ));
        }
        Ok(Some(outbound::Oidc::new(settings)?))
    }

    /// The name that captured pages are signed with: that of the certificate, when its key is of the kind that
    /// readers of archives check (P-256), else none.
    pub fn domain(&self) -> Result<Option<capture::Domain>, Trouble> {
        let (Some(cert), Some(key)) = (&self.tls_cert, &self.tls_key) else {
            return Ok(None);
        };
        let read = |path: &Path| {
            std::fs::read_to_string(path)
                .map_err(|error| trouble(format!("{} cannot be read: {error}", path.display())))
        };
        let (chain, key) = (read(cert)?, read(key)?);
        let first = certificates(cert)?.into_iter().next();
        let key = seal::wacz::DomainKey::from_pem(&key).ok();
        let name = self.instance();
        Ok(key
            .filter(|key| first.is_some_and(|first| key.is_of(&first)))
            .map(|key| capture::Domain { name, chain, key }))
    }
}

/// Where the instance is, for commands that work on its database.
#[derive(clap::Args, Clone)]
pub struct Place {
    /// Folder of the data [default: preau-data].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Settings file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// PostgreSQL address.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Place {
    /// The settings, with what the command line says.
    pub fn read(&self) -> Result<Config, Trouble> {
        let mut config = Config::read(self.config.as_deref())?;
        config.data = self.data.clone().or(config.data);
        config.database = self.database.clone().or(config.database);
        Ok(config)
    }

    /// The address people type.
    pub fn public_url(&self) -> Result<String, Trouble> {
        let config = self.read()?;
        let listen = config.listen.map_or(8080, |listen| listen.port());
        let url = config.public_url;
        Ok(url.unwrap_or_else(|| format!("http://localhost:{listen}")))
    }

    /// Opens the store for one act.
    pub fn with<F, A>(&self, clock: Arc<dyn Clock>, act: A) -> Done
    where
        A: FnOnce(Accounts) -> F,
        F: Future<Output = Done>,
    {
        let config = self.read()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| trouble(error.to_string()))?;
        runtime.block_on(async {
            let store = config.store(clock).await?;
            let accounts = Accounts {
                store: store.clone(),
                secure: true,
                exit: EXIT.to_owned(),
                doors: Arc::new(Doors::new(
                    Arc::new(pdf::Press::new()?),
                    Some(&self.public_url()?),
                    None,
                )),
            };
            let done = act(accounts).await;
            store.db.close().await;
            done
        })
    }
}

/// Certificates of a PEM file, as DER.
pub fn certificates(path: &Path) -> Result<Vec<Vec<u8>>, Trouble> {
    let pem = std::fs::read(path)
        .map_err(|error| trouble(format!("{} cannot be read: {error}", path.display())))?;
    seal::stamp::certificates_from_pem(&pem)
        .map_err(|error| trouble(format!("{}: {error}", path.display())))
}

/// What Préau knows: embedded (its tests checked it), or a folder that replaces it, checked here.
pub fn content(dir: Option<&Path>) -> Result<&'static Content, Trouble> {
    match dir {
        None => Content::embedded().map_err(problems),
        Some(_) => checked(dir),
    }
}

/// The same, checked whatever it is.
pub fn checked(dir: Option<&Path>) -> Result<&'static Content, Trouble> {
    let content = match dir {
        None => Content::load(&guide::Files::embedded()),
        Some(dir) => Content::from_dir(dir),
    };
    // Kept for the life of the process, like the embedded one.
    content
        .map(|content| &*Box::leak(Box::new(content)))
        .map_err(|found| problems(&found))
}

fn problems(found: &[guide::Problem]) -> Trouble {
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    trouble(format!(
        "the content has {} problem(s):\n{}",
        lines.len(),
        lines.join("\n")
    ))
}
