//! `preau news`: what the instance publishes to be read.

use crate::config::{self, Place};
use crate::output::{self, Done, Trouble, print, trouble};
use accounts::Accounts;
use kernel::Clock;
use news::model::{Article, Kept, Text, Wrong};
use news::rules::{clean, line};
use news::service::Refused;
use news::{By, News};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ui::{Lang, Words};

/// Options of `preau news`.
#[derive(clap::Subcommand)]
#[command(
    after_help = "Example:\n  preau news add --title \"Un décret change le délai\" --author \"Camille Martin\" --function juriste --text article.txt\n  preau news publish 1"
)]
pub enum Command {
    /// Begin a draft: prints its number.
    Add {
        /// Its title.
        #[arg(long)]
        title: String,
        /// Who wrote it.
        #[arg(long, value_name = "NAME")]
        author: String,
        /// What she does.
        #[arg(long, default_value = "")]
        function: String,
        /// Its text, from a file or `-`: paragraphs with empty lines between.
        #[arg(long, value_name = "FILE")]
        text: String,
        /// A kind of situation that it speaks of.
        #[arg(long = "kind", value_name = "KIND")]
        kinds: Vec<String>,
        #[command(flatten)]
        at: Place,
    },
    #[command(flatten)]
    Life(Life),
}

/// What is done with all that is published.
#[derive(clap::Subcommand)]
pub enum Life {
    /// List them.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Place,
    },
    /// Let everybody have one.
    Publish {
        /// As `list` gives it.
        number: u32,
        #[command(flatten)]
        at: Place,
    },
    /// Take one away, with all that it was; throw a draft away.
    Withdraw {
        /// As `list` gives it.
        number: u32,
        #[command(flatten)]
        at: Place,
    },
}

impl Life {
    /// Does it to this sort of text.
    pub(super) fn run<T: Text>(self, dir: Option<PathBuf>, clock: Arc<dyn Clock>) -> Done {
        match self {
            Self::List { json, at } => at.with(clock, |accounts| async move {
                list::<T>(&over(accounts, dir.as_deref())?, json).await
            }),
            Self::Publish { number, at } => at.with(clock, |accounts| async move {
                let news = over(accounts, dir.as_deref())?;
                let done = news.publish::<T>(By::Operator, number, None).await;
                done.map_err(refused)?;
                print("published")
            }),
            Self::Withdraw { number, at } => at.with(clock, |accounts| async move {
                let news = over(accounts, dir.as_deref())?;
                news.withdraw::<T>(By::Operator, number, None).await?;
                print("withdrawn")
            }),
        }
    }
}

/// The use-cases over one store.
pub(super) fn over(accounts: Accounts, dir: Option<&Path>) -> Result<News, Trouble> {
    Ok(News::new(accounts, config::content(dir)?, None))
}

/// What is wrong, a field a line.
pub(super) fn told(wrong: &[Wrong]) -> Trouble {
    let words = Words(Lang::En);
    let lines = wrong.iter().map(|one| {
        let line = one.line.unwrap_or_default();
        let said = words.ta(one.key, &[("line", &line)]);
        [one.field, ": ", &said].concat()
    });
    trouble(lines.collect::<Vec<_>>().join("\n"))
}

/// Why it was not kept.
pub(super) fn refused(why: Refused) -> Trouble {
    match why {
        Refused::Wrong(wrong) => told(&wrong),
        Refused::Fault(fault) => fault.into(),
    }
}

/// Lists what there is of a sort.
async fn list<T: Text>(news: &News, as_json: bool) -> Done {
    let all = news.all::<T>(By::Operator).await?;
    if as_json {
        let each = all.iter().map(|one: &Kept<T>| {
            json!({
                "number": one.number,
                "state": one.state.name(),
                "title": one.text.title(),
                "published": one.published.map(|at| at.rfc3339()),
                "corrected": one.corrected.map(|at| at.rfc3339()),
                "withdrawn": one.withdrawn.map(|at| at.rfc3339()),
            })
        });
        return output::json(&each.collect::<Vec<_>>());
    }
    let lines = all.iter().map(|one| {
        let number = one.number.to_string();
        [number.as_str(), one.state.name(), one.text.title()].join("  ")
    });
    print(&lines.collect::<Vec<_>>().join("\n"))
}

/// Adds, lists, publishes or withdraws.
pub fn run(command: Command, dir: Option<&Path>, clock: Arc<dyn Clock>) -> Done {
    let dir: Option<PathBuf> = dir.map(Path::to_path_buf);
    match command {
        Command::Add {
            title,
            author,
            function,
            text,
            kinds,
            at,
        } => {
            let article = Article {
                title: line(&title),
                author: line(&author),
                function: line(&function),
                kinds,
                body: clean(&output::read(&text)?),
            };
            at.with(clock, |accounts| async move {
                let news = over(accounts, dir.as_deref())?;
                let number = news.begin(By::Operator, &article).await.map_err(refused)?;
                print(&number.to_string())
            })
        }
        Command::Life(life) => life.run::<Article>(dir, clock),
    }
}
