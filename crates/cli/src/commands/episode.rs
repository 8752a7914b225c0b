//! `preau episode`: what the instance publishes to be listened to.

use super::news::{Life, over, refused, told};
use crate::config::Place;
use crate::output::{self, Done, Trouble, print, trouble};
use kernel::Clock;
use news::model::{Episode, Speaker, Wrong};
use news::rules::clock;
use news::rules::{chapters, clean, line, speakers};
use news::{By, News};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Options of `preau episode`.
#[derive(clap::Subcommand)]
#[command(
    after_help = "Example:\n  preau episode add --title \"Porter plainte en ligne\" --theme Démarches --summary resume.txt --kind menaces --lasts 12:30 --transcript episode.vtt --audio episode.mp3\n  preau episode publish 1"
)]
pub enum Command {
    /// Begin a draft with its sound: prints its number.
    Add(Box<Add>),
    #[command(flatten)]
    Life(Life),
}

/// What an episode is made of.
#[derive(clap::Args)]
pub struct Add {
    /// Its title.
    #[arg(long)]
    title: String,
    /// Under which it is listed.
    #[arg(long)]
    theme: String,
    /// A few sentences, from a file or `-`.
    #[arg(long, value_name = "FILE")]
    summary: String,
    /// A kind of situation that it speaks of.
    #[arg(long = "kind", value_name = "KIND", required = true)]
    kinds: Vec<String>,
    /// Who speaks: name, comma, function.
    #[arg(long = "speaker", value_name = "WHO")]
    speakers: Vec<String>,
    /// How long it lasts: 12:30 or 1:02:03.
    #[arg(long, value_name = "TIME")]
    lasts: String,
    /// WebVTT, or text in which a moment is written `[3:20]`.
    #[arg(long, value_name = "FILE")]
    transcript: String,
    /// Its parts, one a line: 3:20 and a title.
    #[arg(long, value_name = "FILE")]
    chapters: Option<String>,
    /// Its sound: MP3, M4A, AAC or Ogg.
    #[arg(long, value_name = "FILE")]
    audio: PathBuf,
    #[command(flatten)]
    at: Place,
}

impl Add {
    fn read(&self) -> Result<Episode, Trouble> {
        let seconds = clock::read(&self.lasts);
        let seconds = seconds.ok_or_else(|| told(&[Wrong::of("seconds", "news-wrong-seconds")]))?;
        let parts = match &self.chapters {
            Some(file) => output::read(file)?,
            None => String::new(),
        };
        let parts = chapters(&parts).map_err(|wrong| {
            told(&[Wrong {
                field: "chapters",
                key: "news-wrong-chapter",
                line: Some(wrong.0),
            }])
        })?;
        let names: Vec<Speaker> = speakers(&self.speakers.join("\n"));
        Ok(Episode {
            title: line(&self.title),
            theme: line(&self.theme),
            summary: clean(&output::read(&self.summary)?),
            kinds: self.kinds.clone(),
            speakers: names,
            seconds,
            chapters: parts,
            audio: None,
            transcript: clean(&output::read(&self.transcript)?),
        })
    }
}

/// Sends the sound as it is on the disk.
async fn send(news: &News, number: u32, path: &Path) -> Result<(), Trouble> {
    let cannot =
        |error: std::io::Error| trouble(format!("{} cannot be read: {error}", path.display()));
    let mut file = std::fs::File::open(path).map_err(cannot)?;
    let mut sound = news.receives(By::Operator, number, None).await?;
    let mut chunk = vec![0_u8; 64 * 1024];
    loop {
        let read = file.read(&mut chunk).map_err(cannot)?;
        let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        sound.takes(bytes.to_vec()).await?;
    }
    news.keep(sound).await.map_err(refused)
}

/// Adds, lists, publishes or withdraws.
pub fn run(command: Command, dir: Option<&Path>, clock: Arc<dyn Clock>) -> Done {
    let dir: Option<PathBuf> = dir.map(Path::to_path_buf);
    match command {
        Command::Add(add) => {
            let episode = add.read()?;
            let (at, audio) = (add.at.clone(), add.audio);
            at.with(clock, |accounts| async move {
                let news = over(accounts, dir.as_deref())?;
                let number = news.begin(By::Operator, &episode).await.map_err(refused)?;
                if let Err(trouble) = send(&news, number, &audio).await {
                    // A draft without its sound would be found later by somebody who does not know why.
                    news.withdraw::<Episode>(By::Operator, number, None).await?;
                    return Err(trouble);
                }
                print(&number.to_string())
            })
        }
        Command::Life(life) => life.run::<Episode>(dir, clock),
    }
}
