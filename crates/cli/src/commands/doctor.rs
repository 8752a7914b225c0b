//! `preau doctor`: what is missing before people can be received.

use super::{mail, oidc};
use crate::authorities;
use crate::config::{self, Config};
use crate::output::{Done, json, print, trouble};
use guide::Stale;
use kernel::{Clock, Fault};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use store::erasures;
use store::jobs;
use store::log::{Health, health};
use store::reminders;

/// Options of `preau doctor`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 all is well, 1 something is missing.\nExample:\n  preau doctor --config preau.toml"
)]
pub struct Args {
    /// Folder of the data [default: preau-data].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Settings file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// PostgreSQL address.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Send a test mail to this address through [mail].
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// One thing that was looked at.
#[derive(Serialize)]
pub struct Check {
    /// What.
    pub name: &'static str,
    /// Whether all is well.
    pub good: bool,
    /// In words.
    pub said: String,
}

/// Looks at everything, says what to do.
pub fn run(args: Args, dir: Option<&Path>, clock: Arc<dyn Clock>) -> Done {
    let mut config = Config::read(args.config.as_deref())?;
    config.data = args.data.or(config.data);
    config.database = args.database.or(config.database);
    let mut checks = match config::checked(dir) {
        Ok(content) => {
            let today = kernel::date::paris_date(clock.now());
            vec![
                Check {
                    name: "content",
                    good: true,
                    said: format!("edition {}", content.version()),
                },
                law(&content.stale(today)),
            ]
        }
        Err(trouble) => vec![Check {
            name: "content",
            good: false,
            said: trouble.to_string(),
        }],
    };
    let missing = config.operator.missing();
    checks.push(Check {
        name: "operator",
        good: missing.is_empty(),
        said: if missing.is_empty() {
            "legal notice and notice of article 13 are filled".to_owned()
        } else {
            format!("fill [operator] {} in the settings file: the law asks for them before anybody is received", missing.join(", "))
        },
    });
    checks.extend(dates(&config));
    checks.push(Check {
        name: "address",
        good: config
            .public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://")),
        said: config
            .public_url
            .clone()
            .unwrap_or_else(|| "no public_url: the instance is for this machine only".to_owned()),
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| trouble(error.to_string()))?;
    checks.push(runtime.block_on(captures()));
    checks.push(runtime.block_on(mail::check(
        &config,
        args.mail.as_deref(),
        Arc::clone(&clock),
    )));
    checks.extend(runtime.block_on(oidc::check(&config)));
    checks.extend(runtime.block_on(storage(&config, clock)));
    let all = checks.iter().all(|check| check.good);
    if args.json {
        json(&checks)?;
    } else {
        let lines: Vec<String> = checks
            .iter()
            .map(|check| {
                format!(
                    "{}  {:<9} {}",
                    if check.good { "ok " } else { "RED" },
                    check.name,
                    check.said
                )
            })
            .collect();
        print(&lines.join("\n"))?;
    }
    Ok(if all {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Each time-stamping authority, in the order in which they are asked.
fn dates(config: &Config) -> Vec<Check> {
    let authorities = authorities::of(config);
    if authorities.is_empty() {
        return vec![Check {
            name: "dates",
            good: false,
            said: "no time-stamping authority: seals stand, but no third party dates them; set [[tsa]]"
                .to_owned(),
        }];
    }
    let one = |(place, authority): (usize, &authorities::Authority)| {
        let looked = authority.look();
        Check {
            name: "dates",
            good: looked.is_ok(),
            said: format!(
                "{}. {}{}: {}",
                place + 1,
                authority.host(),
                if authority.qualified {
                    ", qualified"
                } else {
                    ""
                },
                match looked {
                    Ok(0) =>
                        "its root is not named (ca), so its dates are kept without being recognised"
                            .to_owned(),
                    Ok(roots) => format!("{roots} root certificate(s)"),
                    Err(trouble) => trouble.to_string(),
                }
            ),
        }
    };
    authorities.iter().enumerate().map(one).collect()
}

/// Whether pages of the web can be captured, and how the browser is kept from other networks.
async fn captures() -> Check {
    let (browser, namespaces) = (capture::find(), capture::namespaces().await);
    Check {
        name: "captures",
        good: browser.is_some() && namespaces,
        said: match (browser, namespaces) {
            (None, _) => format!(
                "no Chromium: web pages cannot be kept, everything else works; {}",
                capture::INSTALL
            ),
            (Some(_), true) => "Chromium, in a network of its own".to_owned(),
            (Some(_), false) => "Chromium, but this user can make no network namespace: only the browser's own rules keep it from other networks; see docs/host/install.md".to_owned(),
        },
    }
}

/// What was checked too long ago, entry by entry.
fn law(stale: &[Stale]) -> Check {
    let said: Vec<String> = stale.iter().map(ToString::to_string).collect();
    Check {
        name: "law",
        good: stale.is_empty(),
        said: if stale.is_empty() {
            "every text was checked within the last twelve months".to_owned()
        } else {
            format!("to be checked again:\n    {}", said.join("\n    "))
        },
    }
}

/// Whether the public log is the one that was signed, and goes on.
fn log(found: &Result<Health, Fault>) -> Check {
    let said = match found {
        Err(fault) => format!("{fault}; nothing is signed any more, see docs/build/log.md"),
        Ok(Health {
            stalled: Some(next),
            ..
        }) => format!(
            "no line before {}: the clock was ahead when the last one was signed; put it right, then see docs/build/log.md",
            next.rfc3339()
        ),
        Ok(log) if log.size == 0 => format!("{} begins when the program first serves", log.origin),
        Ok(log) if log.dated => format!("{}, {} lines, dated", log.origin, log.size),
        Ok(log) => format!("{}, {} lines, dated by nobody yet", log.origin, log.size),
    };
    Check {
        name: "log",
        good: found.as_ref().is_ok_and(|log| log.stalled.is_none()),
        said,
    }
}

/// The list that a restore replays.
fn list(config: &Config, noted: u64) -> Check {
    Check {
        name: "erasures",
        good: noted == 0,
        said: match (noted, &config.erasures) {
            (0, Some(path)) => format!("on the list {}", path.display()),
            (0, None) => {
                "on a list in the data folder: set `erasures` to keep it beside the backups"
                    .to_owned()
            }
            (noted, _) => format!(
                "{noted} are not on the list yet: it cannot be written, or the program has just been stopped; nothing is lost, start it and look again"
            ),
        },
    }
}

async fn storage(config: &Config, clock: Arc<dyn Clock>) -> Vec<Check> {
    let now = clock.now();
    let opened = async {
        let store = config.store(clock).await?;
        let dead = store
            .db
            .read(|tx| Box::pin(async move { jobs::dead(tx).await }))
            .await?;
        let mails = store
            .db
            .read(|tx| Box::pin(async move { reminders::health(tx).await }))
            .await?;
        let noted = store
            .db
            .read(|tx| Box::pin(async move { erasures::waiting(tx).await }))
            .await?;
        let own = store.clone();
        let log = store
            .db
            .read(move |tx| Box::pin(async move { health(tx, &own).await }))
            .await;
        store.db.close().await;
        Ok::<_, crate::output::Trouble>((dead.len(), log, noted, mails))
    };
    let opened = opened.await;
    let log = opened.as_ref().ok().map(|(_, found, ..)| log(found));
    let listed = opened
        .as_ref()
        .ok()
        .map(|(.., noted, _)| list(config, *noted));
    let mails = opened.as_ref().ok().map(|(.., mails)| *mails);
    let reminders = mails.and_then(|mails| mail::waiting(config, mails, now));
    let storage = match opened.map(|(dead, ..)| dead) {
        Ok(0) => Check {
            name: "storage",
            good: true,
            said: "database, secrets and pieces open".to_owned(),
        },
        Ok(dead) => Check {
            name: "storage",
            good: false,
            said: format!("{dead} job(s) failed too often: look at the log for `a job failed`"),
        },
        Err(trouble) => Check {
            name: "storage",
            good: false,
            said: trouble.to_string(),
        },
    };
    let rest = log.into_iter().chain(listed).chain(reminders);
    [storage].into_iter().chain(rest).collect()
}
