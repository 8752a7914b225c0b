//! `preau timeline`: an exported dossier on one line of time, at which hours, by whom, and who is to act (N018, N021, N040).

use crate::config;
use crate::output::{Done, json, note, print, trouble};
use crate::whole;
use bundle::verify::{Content as Sealed, Lang, Options, read};
use dossier::drawing::{Form, counting, draw};
use dossier::fold::of_export;
use dossier::model::Case;
use dossier::pages::timeline::{counted, from_to, holder, how_often, name_of, since};
use dossier::pages::{drawing, say};
use dossier::timeline::ball::{Ball, balls};
use dossier::timeline::hours::Tally;
use dossier::timeline::people::{Person, people};
use dossier::timeline::scale::Civil;
use dossier::timeline::{Row, Timeline, Window, when};
use dossier::told::{self, stamp};
use guide::Content;
use kernel::Clock;
use kernel::date::paris_date;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use time::Date;
use ui::Words;

const FR: Words = Words(ui::Lang::Fr);

/// Options of `preau timeline`.
#[derive(clap::Args)]
#[command(
    after_help = "Without option: the lines of time, then messages, people and who is to act.\nExit status: 0 done, 1 the dossier was changed since it was sealed, 2 it cannot be read or a file cannot be written.\nExample:\n  preau timeline dossier.zip --svg frise.svg"
)]
pub struct Args {
    /// Answer in JSON.
    #[arg(long, conflicts_with_all = ["svg", "table"])]
    json: bool,
    /// Write the drawing (SVG) to this file, which takes the place of an older one.
    #[arg(long, value_name = "FILE", conflicts_with = "table")]
    svg: Option<PathBuf>,
    /// Answer with the lines alone: from, to, sort, pieces and words, with a tab between.
    #[arg(long)]
    table: bool,
    /// The export: a ZIP, or its folder.
    file: PathBuf,
}

/// What is known of an export.
struct Known<'a> {
    content: &'a Content,
    case: Case,
    timeline: Timeline,
    /// None when nothing has a day.
    window: Option<Window>,
    today: Date,
    withheld: u64,
    /// Nothing was left out by choice: what decides who is to act is all there.
    whole: bool,
}

/// Draws, or says.
pub fn run(args: &Args, dir: Option<&Path>, clock: &dyn Clock) -> Done {
    let content = config::content(dir)?;
    let name = args.file.display();
    let (report, told) = read(&args.file, &Options::at(clock.now()))
        .map_err(|why| trouble(format!("{name}: {}", why.text(Lang::En))))?;
    if report.content == Sealed::False {
        let said = "it was changed since it was sealed; `preau verify` says where";
        crate::output::fail(&trouble(format!("{name}: {said}")));
        return Ok(ExitCode::from(1));
    }
    let partial = told.iter().filter(|entry| entry.masked > 0).count() as u64;
    let case = of_export(&told);
    let timeline = Timeline::of(FR, content, &case);
    let known = Known {
        content,
        window: timeline.days(),
        timeline,
        case,
        today: paris_date(clock.now()),
        withheld: report.counts.withheld.saturating_add(partial),
        whole: report.counts.left_out == 0 && partial == 0,
    };
    if known.withheld > 0 {
        note(&format!(
            "{name}: withheld in this export: {}; something may be missing",
            known.withheld
        ));
    }
    if args.json {
        let (content, case) = (known.content, &known.case);
        let told = told::timeline(content, case, known.today, known.withheld, known.held());
        return json(&told);
    }
    if let Some(out) = &args.svg {
        return known.svg(out, Civil::of(clock.now()));
    }
    let lines: Vec<String> = known.rows().iter().map(|row| known.line(row)).collect();
    if args.table {
        return print(&lines.join("\n"));
    }
    print(&known.said(&lines))
}

impl Known<'_> {
    fn rows(&self) -> Vec<Row> {
        self.window.map_or_else(Vec::new, |window| {
            let unit = counting(window);
            self.timeline
                .rows(&self.case, unit, |bucket| counted(FR, bucket))
        })
    }

    fn line(&self, row: &Row) -> String {
        let event = &row.event;
        let pieces: Vec<String> = event.pieces.iter().map(u32::to_string).collect();
        let sort = FR.t(&["frise-one-", event.lane.name()].concat());
        [
            stamp(row.from),
            stamp(row.to),
            sort,
            pieces.join(","),
            one_line(&event.what),
        ]
        .join("\t")
    }

    fn said(&self, lines: &[String]) -> String {
        let mut all = Vec::new();
        if lines.is_empty() {
            all.push(FR.t("frise-empty"));
        }
        all.extend(self.rows().iter().map(|row| {
            let sort = FR.t(&["frise-one-", row.event.lane.name()].concat());
            let pieces = say::numbers(FR, &row.event.pieces);
            format!(
                "{}  {sort} : {}{pieces}",
                when(FR, row),
                one_line(&row.event.what)
            )
        }));
        let apart = self.timeline.undated().map(|event| {
            let pieces = say::numbers(FR, &event.pieces);
            format!(
                "{}  {}{pieces}",
                FR.t("fact-when-unknown"),
                one_line(&event.what)
            )
        });
        all.extend(apart);
        let tally = Tally::of(self.timeline.minutes());
        if tally.all > 0 {
            all.extend([String::new(), drawing::saying_hours(FR, tally).about]);
        }
        let people = people(&self.case);
        if !people.is_empty() {
            all.extend([String::new(), FR.t("frise-who-title")]);
            let person = |one: &Person<'_>| {
                let (name, said) = (name_of(FR, one), how_often(FR, one));
                format!("{name} : {said}. {}", from_to(FR, one))
            };
            all.extend(people.iter().map(person));
        }
        let line = |ball: &Ball| {
            let since = since(FR, ball.since, self.today);
            let who = holder(FR, &ball.holder, false);
            format!("{who} : {}, depuis {since}", ball.title.fr)
        };
        let held = match self.held() {
            Some(held) => held.iter().map(line).collect(),
            None => vec![FR.t("frise-ball-unknown")],
        };
        if !held.is_empty() {
            all.extend([String::new(), FR.t("frise-ball-title")]);
            all.extend(held);
        }
        all.join("\n")
    }

    /// Who is to act; `None` when an entry that could change it is not shown.
    fn held(&self) -> Option<Vec<Ball>> {
        self.whole
            .then(|| balls(self.content, &self.case, self.today))
    }

    fn svg(&self, out: &Path, now: Civil) -> Done {
        let Some(window) = self.window else {
            return Err(trouble(
                "nothing of this dossier has a day: there is nothing to draw",
            ));
        };
        let drawn = draw(&self.timeline, window, now, Form::Wide);
        let saying = drawing::saying(FR, &self.timeline, window);
        let svg = drawing::frise(FR, "frise", &drawn, &saying, true).to_string();
        whole::write(out, whole::Existing::Replace, |mut file| {
            file.write_all(svg.as_bytes())
                .map_err(|error| whole::cannot(out, &error))
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// A tab or a line break of the person's would make another column or line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
