//! 200 MB through tus-js-client, on a network that breaks, to a program that is killed. Needs `PREAU_BIN` and `node`,
//! which `bin/test` installs.

use super::crash::Server;
use crate::people::Visitor;
use crate::people::world::{INSULT, ON_THE_NET, dossier_of, tell};
use seal::session::Secret;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// The film: a few minutes of a telephone.
const LENGTH: u64 = 200 << 20;
/// Sent bytes, in hundredths of the film, at which something happens.
const CUTS: [u64; 4] = [10, 35, 36, 80];
const KILL: u64 = 60;

/// Between the client and the program: counts what is sent, and breaks.
struct Network {
    sent: AtomicU64,
    next: Mutex<Vec<(u64, bool)>>,
    server: Mutex<Server>,
    data: std::path::PathBuf,
}

impl Network {
    /// What happens once so much was sent: nothing, a cut, or a cut with the program killed and started again.
    fn passed(&self, bytes: u64) -> bool {
        let sent = self.sent.fetch_add(bytes, Ordering::SeqCst) + bytes;
        let mut next = self.next.lock().expect("the events");
        let Some(&(at, kills)) = next.first() else {
            return false;
        };
        if sent < at {
            return false;
        }
        next.remove(0);
        if kills {
            let mut server = self.server.lock().expect("the server");
            server.kill();
            *server = Server::start(&self.data);
        }
        true
    }

    async fn carry(self: Arc<Self>, mut client: TcpStream) {
        let base = self.server.lock().expect("the server").base.clone();
        let address = base
            .trim_start_matches("http://")
            .parse()
            .expect("an address");
        let socket = TcpSocket::new_v4().expect("a socket");
        // A telephone's network carries little that has not arrived.
        socket
            .set_send_buffer_size(64 * 1024)
            .expect("a small buffer");
        let Ok(mut server) = socket.connect(address).await else {
            return;
        };
        let (mut from_client, mut to_client) = client.split();
        let (mut from_server, mut to_server) = server.split();
        let up = async {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(read @ 1..) = from_client.read(&mut buffer).await {
                let cut = tokio::task::block_in_place(|| self.passed(read as u64));
                if to_server.write_all(&buffer[..read]).await.is_err() || cut {
                    return;
                }
            }
        };
        let down = async {
            let _ = tokio::io::copy(&mut from_server, &mut to_client).await;
        };
        // Whichever side ends first takes the connection with it.
        tokio::select! { () = up => {}, () = down => {} }
    }
}

/// Runs the client until it is done, or until `until` says so of what it printed: then it is killed, as by a page
/// that is closed.
async fn client(arguments: &[&str], until: fn(&str) -> bool) -> Vec<String> {
    let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
    let said = tokio::task::spawn_blocking(move || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/web/tus.cjs");
        let mut child = Command::new("node")
            .arg(script)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("node, which bin/test installs");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let mut said = Vec::new();
        for line in output.lines() {
            said.push(line.expect("a line"));
            if said.last().is_some_and(|line| until(line)) {
                break;
            }
        }
        let _ = child.kill();
        child.wait().expect("its end");
        said
    });
    said.await.expect("the client")
}

/// A film whose every part differs, and its digest.
fn film(path: &Path) -> seal::Digest {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("a file"));
    let mut hasher = seal::Hasher::new();
    let block: Vec<u8> = seal::random::bytes::<4096>().repeat(256);
    for number in 0..LENGTH / block.len() as u64 {
        let mut block = block.clone();
        block[..8].copy_from_slice(&number.to_be_bytes());
        hasher.update(&block);
        file.write_all(&block).expect("a film");
    }
    file.flush().expect("a film");
    hasher.finish()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn n042_two_hundred_megabytes_arrive_although_the_network_breaks_and_the_program_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let server = Server::start(&data);
    let mut her = Visitor::on_the_net(&server.base);
    tell(&mut her, INSULT).await;
    her.press("Continuer", &ON_THE_NET)
        .await
        .press("Continuer", &[])
        .await
        .press("Mettre à l’abri", &[])
        .await;
    let dossier = dossier_of(&her.path);
    let path = folder.path().join("film.mp4");
    let digest = film(&path);

    let hundredth = |n: u64| LENGTH / 100 * n;
    let mut events: Vec<(u64, bool)> = CUTS.map(|at| (hundredth(at), false)).to_vec();
    events.push((hundredth(KILL), true));
    events.sort_unstable();
    let network = Arc::new(Network {
        sent: AtomicU64::new(0),
        next: Mutex::new(events),
        server: Mutex::new(server),
        data,
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("its address"));
    let between = Arc::clone(&network);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(Arc::clone(&between).carry(stream));
        }
    });

    let endpoint = format!("{base}{dossier}/televersements");
    let cookie = format!("preau={}", her.cookies["preau"]);
    let token = Secret::parse(&her.cookies["preau"])
        .expect("a secret")
        .form_key()
        .token(&format!("{dossier}/televersements"));
    let film = path.to_str().expect("a path");
    // The page is closed once half has arrived, after the third break.
    let half = |line: &str| {
        let offset = line
            .strip_prefix("HEAD 200 ")
            .and_then(|at| at.parse::<u64>().ok());
        offset.is_some_and(|at| at >= LENGTH / 2)
    };
    let said = client(&[&endpoint, &cookie, &token, film], half).await;
    assert!(said.last().is_some_and(|line| half(line)), "{said:?}");

    // The page again, which says how far it is and where to go on.
    let now = network.server.lock().expect("the server").base.clone();
    let mut her = her.moved_to(&now);
    her.open(&format!("{dossier}/pieces"))
        .await
        .sees("Choisissez-le de nouveau pour reprendre.");
    let page = her.page();
    let kept = page.all("div");
    let place = kept
        .iter()
        .find_map(|div| div.attr("data-unfinished"))
        .expect("its place");
    let again = format!("{base}{place}");
    let more = client(&[&endpoint, &cookie, &token, film, &again], |_| false).await;
    assert_eq!(more.last().map(String::as_str), Some("DONE"), "{more:?}");

    assert!(
        network.next.lock().expect("the events").is_empty(),
        "everything happened"
    );
    let sent = network.sent.load(Ordering::SeqCst);
    let heads = said
        .iter()
        .chain(&more)
        .filter(|line| line.starts_with("HEAD"))
        .count();
    assert!(heads > CUTS.len(), "{said:?} {more:?}");
    // Headers included. Of what was sent, at least 95 of a hundred were kept.
    assert!(
        sent * 95 <= LENGTH * 100,
        "{sent} bytes sent for {LENGTH}: {said:?} {more:?}"
    );
    her.open(&format!("{dossier}/pieces"))
        .await
        .sees("film.mp4")
        .sees(&digest.to_string())
        .does_not_see("gardé jusqu’à");
}
