//! `preau panel`: the sessions with experts, for whoever holds the machine.

use super::org;
use crate::config::{self, Place};
use crate::output::{self, Done, Trouble, print, trouble};
use accounts::Accounts;
use accounts::people::Member;
use finder::Finder;
use kernel::date::{paris, parse};
use kernel::{Clock, Code, Moment, OrgId, PanelId};
use questions::model::{Panel, PanelState};
use questions::rules::clock;
use questions::service::{Ports, Refused, Report, Words};
use questions::{By, Panels};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ui::Lang;

/// Options of `preau panel`.
#[derive(clap::Subcommand)]
#[command(
    after_help = "Example:\n  preau panel new --org \"ASL du Tarn\" --theme \"Risques du numérique\" --starts 2026-12-01T18:00 --days 7 --kind menaces\n  preau panel expert 0123456789abcdef0123456789abcdef --add \"Maxence Sorel\" --title avocat --photo photo.jpg\n  preau panel open 0123456789abcdef0123456789abcdef\n  preau panel report 0123456789abcdef0123456789abcdef --csv > seance.csv"
)]
pub enum Command {
    /// List the sessions, the latest first.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Place,
    },
    /// Announce a session: prints its id.
    New {
        /// The organisation that holds it, by name or id; needed when there are several.
        #[arg(long, value_name = "NAME")]
        org: Option<String>,
        #[command(flatten)]
        said: Said,
        #[command(flatten)]
        at: Place,
    },
    /// Change what is said of one; what is not named stays.
    Edit {
        /// As `list` gives it.
        panel: String,
        #[command(flatten)]
        said: Said,
        #[command(flatten)]
        at: Place,
    },
    /// Name an expert, change her function or photo, or take her out.
    #[command(
        after_help = "Example:\n  preau panel expert 0123456789abcdef0123456789abcdef --add \"Maxence Sorel\" --title avocat\n  preau panel expert 0123456789abcdef0123456789abcdef --remove \"Maxence Sorel\""
    )]
    Expert {
        /// As `list` gives it.
        panel: String,
        /// Who is named, by name or id: an adviser, a lawyer or a coordinator.
        #[arg(
            long,
            value_name = "NAME",
            conflicts_with = "remove",
            requires = "title"
        )]
        add: Option<String>,
        /// The function that she signs with.
        #[arg(long)]
        title: Option<String>,
        /// Her photo: JPEG or PNG, 8 MB at most.
        #[arg(long, value_name = "FILE", requires = "add")]
        photo: Option<PathBuf>,
        /// Who answers no more; what she signed stays.
        #[arg(long, value_name = "NAME", required_unless_present = "add")]
        remove: Option<String>,
        #[command(flatten)]
        at: Place,
    },
    /// Open it: the experts answer.
    Open(One),
    /// Take no question any more; the experts finish.
    Closing(One),
    /// End it: those who wait are answered in the following days.
    Close(One),
    /// Its report: what was asked, what waits, how long answers took.
    Report {
        /// As `list` gives it.
        panel: String,
        /// As JSON.
        #[arg(long, conflicts_with = "csv")]
        json: bool,
        /// For a spreadsheet.
        #[arg(long)]
        csv: bool,
        #[command(flatten)]
        at: Place,
    },
    /// Cancel one in which nothing was asked.
    Cancel(One),
}

/// One session.
#[derive(clap::Args)]
pub struct One {
    /// As `list` gives it.
    panel: String,
    #[command(flatten)]
    at: Place,
}

/// What is said of a session.
#[derive(clap::Args)]
pub struct Said {
    /// What it is about, in a line.
    #[arg(long)]
    theme: Option<String>,
    /// When it begins, on the clock of Paris.
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM")]
    starts: Option<String>,
    /// Days after its end within which those who wait are answered.
    #[arg(long)]
    days: Option<u32>,
    /// A kind of situation that it is about.
    #[arg(long = "kind", value_name = "KIND")]
    kinds: Vec<String>,
    /// What it is for, from a file or `-`.
    #[arg(long, value_name = "FILE")]
    intro: Option<String>,
    /// What the experts say when it opens, from a file.
    #[arg(long, value_name = "FILE")]
    opening: Option<String>,
    /// What they say at the end, from a file.
    #[arg(long, value_name = "FILE")]
    closing: Option<String>,
}

impl Said {
    /// Over what stands there already.
    fn over(self, before: Words) -> Result<Words, Trouble> {
        let text = |file: Option<String>, before: String| match file {
            Some(file) => output::read(&file),
            None => Ok(before),
        };
        let starts = match self.starts {
            Some(typed) => Some(instant(&typed)?),
            None => before.starts,
        };
        Ok(Words {
            theme: self.theme.unwrap_or(before.theme),
            intro: text(self.intro, before.intro)?,
            opening: text(self.opening, before.opening)?,
            closing: text(self.closing, before.closing)?,
            kinds: match self.kinds.is_empty() {
                true => before.kinds,
                false => self.kinds,
            },
            starts,
            days: self.days.or(before.days),
        })
    }
}

fn instant(typed: &str) -> Result<Moment, Trouble> {
    let both = typed.split_once('T');
    let both = both.and_then(|(day, hour)| Some((parse(day)?, clock::read(hour)?)));
    let (day, hour) = both
        .ok_or_else(|| trouble("--starts is a day and an hour in Paris, like 2026-12-01T18:00"))?;
    Ok(clock::in_paris(day, hour))
}

/// The use-cases over one store.
fn over(accounts: Accounts, dir: Option<&Path>, at: &Place) -> Result<Panels, Trouble> {
    let content = config::content(dir)?;
    let entries = || guide::search::entries(content);
    let search = Finder::in_folder(entries, at.read()?.index_dir());
    let ports = Ports {
        search: Arc::new(search),
        mailer: None,
        address: None,
    };
    Ok(Panels::new(accounts, content, ports))
}

/// Why it was not done.
fn refused(why: Refused) -> Trouble {
    match why {
        Refused::Wrong(wrong) => {
            let words = ui::Words(Lang::En);
            let lines = wrong.iter();
            let lines = lines.map(|one| [one.field, ": ", &words.t(one.key)].concat());
            trouble(lines.collect::<Vec<_>>().join("\n"))
        }
        Refused::Fault(fault) if fault.code() == Code::NotFound => gone(),
        Refused::Fault(fault) => fault.into(),
    }
}

fn gone() -> Trouble {
    trouble("no such session: `preau panel list` gives them")
}

fn id(typed: &str) -> Result<PanelId, Trouble> {
    typed.parse().map_err(|_| gone())
}

async fn found(panels: &Panels, panel: PanelId) -> Result<Panel, Trouble> {
    panels
        .panel(panel)
        .await
        .map_err(|fault| match fault.code() {
            Code::NotFound => gone(),
            _ => fault.into(),
        })
}

/// The organisation of that name or id.
async fn holder(panels: &Panels, typed: Option<&str>) -> Result<Option<OrgId>, Trouble> {
    let all = panels.holders(By::Operator).await?;
    let Some(typed) = typed else {
        return match all.len() {
            0 | 1 => Ok(None),
            _ => Err(trouble("--org says which organisation holds the session")),
        };
    };
    let mut named = all.iter().filter(|one| one.name == typed);
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(Some(one.id)),
        (None, _) => org::read_org(typed).map(Some),
        _ => Err(trouble(
            "several organisations have this name: give the id that `preau org list` gives",
        )),
    }
}

/// The one person of that name or id.
fn person<'m>(all: &'m [Member], typed: &str) -> Result<&'m Member, Trouble> {
    let mut named = all.iter().filter(|one| {
        one.name.to_lowercase() == typed.to_lowercase() || one.account.to_string() == typed
    });
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(trouble(
            "nobody of this name answers questions: `preau user list` gives advisers, lawyers and coordinators",
        )),
        _ => Err(trouble(
            "several people have this name: give the id that `preau user list` gives",
        )),
    }
}

fn as_json(panel: &Panel) -> serde_json::Value {
    json!({
        "id": panel.id,
        "org": panel.org,
        "theme": panel.theme,
        "state": panel.state.name(),
        "starts": panel.starts.rfc3339(),
        "days": panel.days,
        "kinds": panel.kinds,
        "ended": panel.ended.map(Moment::rfc3339),
        "due": panel.due().map(Moment::rfc3339),
    })
}

async fn list(panels: &Panels, as_is: bool) -> Done {
    let all = panels.prepared_ones(By::Operator).await?;
    if as_is {
        return output::json(&all.iter().map(as_json).collect::<Vec<_>>());
    }
    let lines = all.iter().map(|panel| {
        let at = paris(panel.starts);
        let at = [kernel::date::iso(at.date()), clock::write(at.time())].join(" ");
        let parts = [&panel.id.to_string(), panel.state.name(), &at, &panel.theme];
        parts.map(|part| part as &str).join("  ")
    });
    print(&lines.collect::<Vec<_>>().join("\n"))
}

/// Moves one from where it stands.
async fn go(panels: &Panels, panel: PanelId, to: PanelState) -> Done {
    let from = found(panels, panel).await?.state;
    if !from.leads_to(to) {
        let why = format!("it is {} and cannot become {}", from.name(), to.name());
        return Err(trouble(why));
    }
    panels.go(By::Operator, panel, from, to).await?;
    print(to.name())
}

async fn cancel(panels: &Panels, panel: PanelId) -> Done {
    found(panels, panel).await?;
    match panels.cancel(By::Operator, panel).await {
        Err(fault) if fault.code() == Code::Conflict => Err(trouble(
            "questions were asked: it can be closed, not cancelled",
        )),
        done => {
            done?;
            print("cancelled")
        }
    }
}

/// Names, changes or takes out an expert.
async fn expert(
    panels: &Panels,
    panel: PanelId,
    named: Option<(String, String, Option<Vec<u8>>)>,
    remove: Option<String>,
) -> Done {
    let org = found(panels, panel).await?.org;
    if let Some((name, title, photo)) = named {
        let may = panels.may_answer(org).await?;
        let account = person(&may, &name)?.account;
        let done = panels.name_expert(By::Operator, panel, account, &title, None);
        done.await.map_err(refused)?;
        if let Some(photo) = photo {
            let done = panels.set_photo(By::Operator, panel, account, photo, None);
            done.await.map_err(refused)?;
        }
        return print("named");
    }
    let name = remove.unwrap_or_default();
    let experts = panels.experts(panel).await?;
    let mut mine = experts.iter().filter(|one| {
        one.active
            && (one.name.to_lowercase() == name.to_lowercase() || one.account.to_string() == name)
    });
    let account = match (mine.next(), mine.next()) {
        (Some(one), None) => one.account,
        (None, _) => return Err(trouble("no expert of this session has this name")),
        _ => return Err(trouble("several experts have this name: give the id")),
    };
    let done = panels.remove_expert(By::Operator, panel, account);
    done.await?;
    print("removed")
}

fn told(report: &Report) -> String {
    let length = |seconds: Option<i64>| match seconds {
        Some(seconds) => format!("{} min", seconds / 60),
        None => "none".to_owned(),
    };
    let mut lines = vec![
        format!("{}  {}", report.panel.state.name(), report.panel.theme),
        format!(
            "asked {}, to read {}, published {}, joined {}, away {}",
            report.asked, report.waiting, report.published, report.joined, report.away
        ),
        format!(
            "answered {}, partly {}, parts {}, without answer {}",
            report.answered, report.partly, report.parts, report.open_parts
        ),
        format!(
            "first answer: median {}, longest {}",
            length(report.median),
            length(report.longest)
        ),
    ];
    if let Some(due) = report.panel.due() {
        let late = if report.late { "  late" } else { "" };
        lines.push(format!("due {}{late}", due.rfc3339()));
    }
    for line in &report.lines {
        for (part, text) in &line.open {
            lines.push(format!("open {}.{part}  {text}", line.place));
        }
    }
    lines.join("\n")
}

/// Does it.
pub fn run(command: Command, dir: Option<&Path>, clock: Arc<dyn Clock>) -> Done {
    let dir: Option<PathBuf> = dir.map(Path::to_path_buf);
    let dir = dir.as_deref();
    match command {
        Command::List { json, at } => at.clone().with(clock, |accounts| async move {
            list(&over(accounts, dir, &at)?, json).await
        }),
        Command::New { org, said, at } => {
            let words = said.over(Words::default())?;
            at.clone().with(clock, |accounts| async move {
                let panels = over(accounts, dir, &at)?;
                let org = holder(&panels, org.as_deref()).await?;
                let panel = panels.announce(By::Operator, org, words).await;
                let panel = panel.map_err(|why| match why {
                    Refused::Fault(fault) if fault.code() == Code::NotFound => {
                        trouble("no such organisation: `preau org list` gives them")
                    }
                    other => refused(other),
                })?;
                print(&panel.to_string())
            })
        }
        Command::Edit { panel, said, at } => {
            let panel = id(&panel)?;
            at.clone().with(clock, |accounts| async move {
                let panels = over(accounts, dir, &at)?;
                let now = found(&panels, panel).await?;
                let words = said.over(Words {
                    theme: now.theme,
                    intro: now.intro,
                    opening: now.opening,
                    closing: now.closing,
                    kinds: now.kinds,
                    starts: Some(now.starts),
                    days: Some(now.days),
                })?;
                let done = panels.rewrite(By::Operator, panel, words, None).await;
                done.map_err(refused)?;
                print("changed")
            })
        }
        Command::Expert {
            panel,
            add,
            title,
            photo,
            remove,
            at,
        } => {
            let panel = id(&panel)?;
            let photo = photo.map(|file| {
                std::fs::read(&file)
                    .map_err(|error| trouble(format!("{} cannot be read: {error}", file.display())))
            });
            let photo = photo.transpose()?;
            let named = add.map(|name| (name, title.unwrap_or_default(), photo));
            at.clone().with(clock, |accounts| async move {
                expert(&over(accounts, dir, &at)?, panel, named, remove).await
            })
        }
        Command::Open(one) => moved(one, PanelState::Open, dir, clock),
        Command::Closing(one) => moved(one, PanelState::Closing, dir, clock),
        Command::Close(one) => moved(one, PanelState::Closed, dir, clock),
        Command::Report {
            panel,
            json,
            csv,
            at,
        } => {
            let panel = id(&panel)?;
            at.clone().with(clock, |accounts| async move {
                let panels = over(accounts, dir, &at)?;
                found(&panels, panel).await?;
                let report = panels.report(By::Operator, panel).await?;
                match (json, csv) {
                    (true, _) => output::json(&report.json()),
                    (_, true) => print(&report.csv()),
                    _ => print(&told(&report)),
                }
            })
        }
        Command::Cancel(One { panel, at }) => {
            let panel = id(&panel)?;
            at.clone().with(clock, |accounts| async move {
                cancel(&over(accounts, dir, &at)?, panel).await
            })
        }
    }
}

fn moved(one: One, to: PanelState, dir: Option<&Path>, clock: Arc<dyn Clock>) -> Done {
    let (panel, at) = (id(&one.panel)?, one.at);
    at.clone().with(clock, |accounts| async move {
        go(&over(accounts, dir, &at)?, panel, to).await
    })
}
