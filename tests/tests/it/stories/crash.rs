//! `kill -9` right after an acknowledgement, again and again: what was acknowledged is there, and nothing
//! verifies false. Needs the program itself: `PREAU_BIN`, which `bin/test` builds and names.

use super::export::Unzipped;
use crate::people::files::png;
use crate::people::world::{INSULT, ON_THE_NET, dossier_of, tell};
use crate::people::{Chosen, Visitor};
use bundle::verify::Content;
use http::Method;
use seal::session::Secret;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many programs run side by side, each on its own folder: a start in debug is mostly waiting.
const LANES: u32 = 4;
/// How often each is killed: 200 times in all.
const KILLS: u32 = 50;
/// After so many kills, another dossier: an opening reads the whole journal.
const EACH: u32 = 10;
/// How many people write at once.
const WRITERS: u32 = 4;

/// The program, running.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub base: String,
}

impl Server {
    /// Starts it over this folder.
    pub fn start(data: &Path) -> Self {
        let program = std::env::var("PREAU_BIN")
            .expect("PREAU_BIN must name the program: cargo build -p preau, or ./bin/test");
        let mut child = Command::new(&program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut line)
            .expect("its address");
        let port = line.trim().rsplit(':').next().unwrap_or_default();
        assert!(
            port.parse::<u16>().is_ok(),
            "the program did not start again on what the crash left: {line:?}"
        );
        Self {
            child,
            base: format!("http://127.0.0.1:{port}"),
        }
    }

    /// SIGKILL: nothing of the program runs after it.
    pub fn kill(&mut self) {
        self.child.kill().expect("a process to kill");
        self.child.wait().expect("its end");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What was sent for one dossier, and whether it was acknowledged.
#[derive(Default)]
struct Sent {
    facts: BTreeMap<String, bool>,
    pieces: BTreeMap<String, (Vec<u8>, bool)>,
}

/// What the writers of one round share.
struct Round {
    number: u32,
    dossier: String,
    sent: Mutex<Sent>,
    acks: AtomicU32,
    /// The acknowledgement of this number is the last thing that the server does.
    fatal: u32,
    server: Mutex<Server>,
}

/// One writer: sends facts or files until the server is gone.
async fn write(mut her: Visitor, writer: u32, round: Arc<Round>) {
    for turn in 0..1000_u32 {
        let name = format!("r{}w{writer}t{turn}", round.number);
        let is_fact = writer.is_multiple_of(2);
        let page = if is_fact { "fait" } else { "pieces" };
        let path = format!("{}/{page}", round.dossier);
        let form_key = Secret::parse(&her.cookies["preau"])
            .expect("a secret")
            .form_key();
        let mut values = vec![
            ("csrf".to_owned(), form_key.token(&path)),
            (
                "nonce".to_owned(),
                kernel::id::to_hex(&seal::random::bytes::<16>()),
            ),
        ];
        let body = if is_fact {
            let what = format!("fait {name} fin");
            round
                .sent
                .lock()
                .expect("the list")
                .facts
                .insert(what.clone(), false);
            values.extend([
                ("what".to_owned(), what),
                ("when".to_owned(), "unknown".to_owned()),
            ]);
            (
                "application/x-www-form-urlencoded".to_owned(),
                serde_html_form::to_string(values)
                    .expect("a form")
                    .into_bytes(),
            )
        } else {
            // From a picture to a few hundred kilobytes, so that a kill also falls inside a file.
            let bytes = [
                png(&name),
                vec![turn as u8; (seal::random::bytes::<1>()[0] as usize) * 1500],
            ]
            .concat();
            let file = format!("{name}.png");
            let body = crate::people::visitor::multipart(
                &values,
                Some("files"),
                &[Chosen {
                    name: &file,
                    bytes: &bytes,
                }],
            );
            round
                .sent
                .lock()
                .expect("the list")
                .pieces
                .insert(file, (bytes, false));
            body
        };
        let Ok((status, ..)) = her.try_once(Method::POST, &path, Some(body)).await else {
            return;
        };
        if status == 429 {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            continue;
        }
        assert_eq!(status, 303, "{path}");
        {
            let mut sent = round.sent.lock().expect("the list");
            if is_fact {
                sent.facts.insert(format!("fait {name} fin"), true);
            } else if let Some(piece) = sent.pieces.get_mut(&format!("{name}.png")) {
                piece.1 = true;
            }
        }
        if round.acks.fetch_add(1, Ordering::SeqCst) + 1 == round.fatal {
            round.server.lock().expect("the server").kill();
            return;
        }
    }
}

/// Everything acknowledged is there, nothing else than what was sent is there, and the export verifies.
async fn check(her: &mut Visitor, dossier: &str, sent: &Sent) -> (usize, usize) {
    her.open(&format!("{dossier}/faits")).await;
    assert_eq!(her.status, 200, "the journal of {dossier} verifies");
    let facts: Vec<String> = her
        .page()
        .all("p")
        .iter()
        .map(|p| p.text())
        .filter(|text| text.starts_with("fait r"))
        .collect();
    for (what, acknowledged) in &sent.facts {
        let count = facts.iter().filter(|fact| *fact == what).count();
        assert!(
            count <= 1 && (count == 1 || !acknowledged),
            "{what}: acknowledged {acknowledged}, found {count} times"
        );
    }
    assert!(facts.iter().all(|fact| sent.facts.contains_key(fact)));

    her.open(&format!("{dossier}/pieces")).await;
    let page = her.page();
    let cards: BTreeMap<String, String> = page
        .all("li")
        .iter()
        .filter(|li| li.attr("class") == Some("preau-card"))
        .map(|li| {
            (
                li.text()
                    .split(' ')
                    .find(|word| word.ends_with(".png"))
                    .expect("a name")
                    .to_owned(),
                li.all("a")[0].attr("href").expect("a page").to_owned(),
            )
        })
        .collect();
    assert!(cards.keys().all(|name| sent.pieces.contains_key(name)));
    let titles: Vec<String> = page
        .all("a")
        .iter()
        .map(|a| a.text())
        .filter(|text| text.starts_with("Pièce n°"))
        .collect();
    assert_eq!(
        titles.iter().collect::<BTreeSet<_>>().len(),
        cards.len(),
        "a number given twice: {titles:?}"
    );
    for (name, (bytes, acknowledged)) in &sent.pieces {
        assert!(
            cards.contains_key(name) || !acknowledged,
            "{name} was acknowledged and is gone"
        );
        if let Some(page) = cards.get(name) {
            her.open(&format!("{page}/contenu")).await;
            assert!(
                her.status == 200 && her.body == *bytes,
                "{name}: other bytes ({})",
                her.status
            );
        }
    }
    her.open(&format!("{dossier}/export"))
        .await
        .press("Préparer le ZIP", &[])
        .await;
    let report = Unzipped::of(&her.body).report(&[]);
    assert_eq!(
        (report.content, report.exit(false)),
        (Content::True, 0),
        "{:?}",
        report.findings
    );
    let acknowledged = sent.facts.values().filter(|a| **a).count()
        + sent.pieces.values().filter(|(_, a)| *a).count();
    (acknowledged, facts.len() + cards.len())
}

/// One program, killed again and again; gives what was acknowledged and what is found in the end.
async fn lane() -> (usize, usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut server = Server::start(&data);
    let mut her = Visitor::on_the_net(&server.base);
    tell(&mut her, INSULT).await;
    her.press("Continuer", &ON_THE_NET)
        .await
        .press("Continuer", &[])
        .await
        .press("Mettre à l’abri", &[])
        .await;
    let mut dossiers: Vec<(String, Sent)> = vec![(dossier_of(&her.path), Sent::default())];
    let code = her.open("/code").await.code_shown();
    her.press("J’ai noté mon code", &[("code", &code)])
        .await
        .sees("Votre code est vérifié");

    for round in 0..KILLS {
        if round > 0 && round.is_multiple_of(EACH) {
            her.open("/dossiers")
                .await
                .press("Ouvrir un autre dossier", &[])
                .await;
            dossiers.push((dossier_of(&her.path), Sent::default()));
        }
        let (dossier, sent) = dossiers.last_mut().expect("a dossier");
        let shared = Arc::new(Round {
            number: round,
            dossier: dossier.clone(),
            sent: Mutex::new(std::mem::take(sent)),
            acks: AtomicU32::new(0),
            fatal: 1 + u32::from(seal::random::bytes::<1>()[0] % 7),
            server: Mutex::new(server),
        });
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| tokio::spawn(write(her.clone(), writer, Arc::clone(&shared))))
            .collect();
        for writer in writers {
            writer.await.expect("a writer");
        }
        let done = Arc::into_inner(shared).expect("the writers are done");
        assert!(
            done.acks.into_inner() >= done.fatal,
            "killed after an acknowledgement"
        );
        *sent = done.sent.into_inner().expect("the list");
        drop(done.server);
        server = Server::start(&data);
        her = her.moved_to(&server.base);
    }

    let mut back = Visitor::on_the_net(&server.base);
    back.open("/revenir")
        .await
        .press("Ouvrir", &[("code", &code)])
        .await
        .is_at("/dossiers", 200);
    let (mut acknowledged, mut found) = (0, 0);
    for (dossier, sent) in &dossiers {
        let (said, kept) = check(&mut back, dossier, sent).await;
        acknowledged += said;
        found += kept;
    }
    assert!(acknowledged >= KILLS as usize && found >= acknowledged);
    (acknowledged, found)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn nothing_acknowledged_is_lost_by_kill_9() {
    let lanes: Vec<_> = (0..LANES).map(|_| tokio::spawn(lane())).collect();
    let (mut acknowledged, mut found) = (0, 0);
    for lane in lanes {
        let (said, kept) = lane.await.expect("a lane");
        acknowledged += said;
        found += kept;
    }
    assert!(
        acknowledged >= (LANES * KILLS) as usize && found >= acknowledged,
        "{acknowledged} acknowledged, {found} found"
    );
}
