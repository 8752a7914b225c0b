//! Dates by a third party: a real time-stamping authority, played by `openssl ts` behind a small server
//! (N032). What it signed is checked by `openssl` again, and by the verifier.

use super::export::Unzipped;
use crate::people::files::png;
use crate::people::{Wish, everywhere_with};
use bundle::verify::{Content, Time};
use kernel::{Clock as _, SystemClock};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use tempfile::TempDir;

/// An authority: a root, a signer under it, and a server that may be down.
pub struct Authority {
    folder: TempDir,
    url: String,
    up: Arc<AtomicBool>,
    brief: Arc<AtomicBool>,
    asked: Arc<AtomicU32>,
}

const CONFIG: &str = "[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n\
    [signer]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n\
    [own]\nserial=serial\nsigner_cert=signer.pem\ncerts=root.pem\nsigner_key=signer.key\nsigner_digest=sha256\n\
    default_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\ness_cert_id_alg=sha256\n";

fn openssl(folder: &Path, line: &str) -> String {
    let run = Command::new("openssl")
        .args(line.split(' '))
        .current_dir(folder)
        .output()
        .expect("these stories need openssl");
    let said =
        String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "openssl {line}: {said}");
    said
}

impl Authority {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        std::fs::write(at.join("c"), CONFIG).expect("settings");
        std::fs::write(at.join("serial"), "0A1B\n").expect("a serial");
        let key = "req -config c -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256";
        openssl(
            at,
            &format!(
                "{key} -keyout root.key -subj /O=Essai/CN=Racine -x509 -extensions ca -days 3650 -out root.pem"
            ),
        );
        openssl(
            at,
            &format!("{key} -keyout signer.key -subj /O=Essai/CN=Horodatage -out signer.csr"),
        );
        certify(at, 3650);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("its number"));
        let (up, asked) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicU32::new(0)));
        let brief = Arc::new(AtomicBool::new(false));
        let (works, short) = (Arc::clone(&up), Arc::clone(&brief));
        let (count, home) = (Arc::clone(&asked), at.to_owned());
        std::thread::spawn(move || {
            for peer in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                let (up, brief) = (&works, &short);
                answer(
                    peer,
                    &home,
                    up.load(Ordering::SeqCst),
                    brief.load(Ordering::SeqCst),
                );
            }
        });
        Self {
            folder,
            url,
            up,
            brief,
            asked,
        }
    }

    /// From now on its certificates end in the second in which they are made, or last ten years again.
    pub fn brief(&self, brief: bool) {
        self.brief.store(brief, Ordering::SeqCst);
        if !brief {
            certify(self.folder.path(), 3650);
        }
    }

    pub fn roots(&self) -> Vec<Vec<u8>> {
        let pem = std::fs::read(self.folder.path().join("root.pem")).expect("the root");
        seal::stamp::certificates_from_pem(&pem).expect("a certificate")
    }

    pub fn wish(&self) -> Wish {
        let tsa = outbound::Tsa::new(&self.url).expect("an address");
        // The authority reads the machine's clock: so does the program here.
        Wish {
            tsa: Some(Arc::new(tsa)),
            tsa_roots: self.roots(),
            now: SystemClock.now(),
            ..Wish::default()
        }
    }
}

fn certify(folder: &Path, days: u32) {
    openssl(
        folder,
        &format!(
            "x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile c -extensions signer -days {days} -out signer.pem"
        ),
    );
}

fn reply(home: &Path) -> Vec<u8> {
    openssl(home, "ts -reply -config c -section own -queryfile q -out r");
    std::fs::read(home.join("r")).expect("the reply")
}

/// A reply whose certificate was still good: one that missed its second is made again.
fn brief_reply(home: &Path) -> Vec<u8> {
    let query = std::fs::read(home.join("q")).expect("the query");
    let query = seal::stamp::Query::parse(&query).expect("a query");
    let good = |reply: &[u8]| {
        let reply = seal::stamp::Reply::parse(reply).expect("a reply");
        reply
            .check_digest(&query.imprint, None, SystemClock.now(), &[])
            .is_ok()
    };
    let mut tries = (0..100).map(|_| {
        certify(home, 0);
        reply(home)
    });
    tries.find(|reply| good(reply)).expect("a good date")
}

/// Answers one request: RFC 3161 over HTTP, one connection each.
fn answer(mut peer: TcpStream, home: &Path, up: bool, brief: bool) {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    let body = loop {
        let n = peer.read(&mut chunk).unwrap_or_default();
        request.extend_from_slice(&chunk[..n]);
        let head = request
            .windows(4)
            .position(|w| w == b"\r\n\r\n")
            .map(|at| at + 4);
        let length = head.map(|end| {
            let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
            let line = head.lines().find_map(|line| {
                line.strip_prefix("content-length:")
                    .map(|n| n.trim().parse::<usize>())
            });
            line.and_then(Result::ok).unwrap_or_default()
        });
        match (head, length) {
            (Some(head), Some(length)) if request.len() >= head + length => {
                break request.split_off(head);
            }
            _ if n == 0 => return,
            _ => {}
        }
    };
    let reply = if up {
        std::fs::write(home.join("q"), body).expect("the query");
        let reply = if brief {
            brief_reply(home)
        } else {
            reply(home)
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            reply.len()
        );
        [head.as_bytes(), &reply].concat()
    } else {
        b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .to_vec()
    };
    let _ = peer.write_all(&reply);
}

#[tokio::test]
async fn n032_a_sealed_head_is_dated_by_a_third_party_and_openssl_agrees() {
    let authority = Authority::start();
    let authority = &authority;
    everywhere_with(authority.wish(), |world| async move {
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        her.goes("/verifier")
            .await
            .does_not_see("Le sceau sera posé par ce serveur seul.");
        her.press("Sceller le dossier", &[])
            .await
            .sees("Horodatage en attente.");
        assert_eq!(world.work().await, 1, "one head to date");
        her.goes("/scelle")
            .await
            .does_not_see("Horodatage en attente")
            .sees("Horodaté par")
            .sees("Horodatage");

        let undated = Unzipped::of(&her.exports(&[]).await);
        let link = her.path.clone();
        assert!(
            undated
                .names
                .iter()
                .filter(|name| name.ends_with("head.tsr"))
                .count()
                == 1,
            "{:?}",
            undated.names
        );
        assert!(world.work().await >= 1, "the export's head is dated too");
        her.open(&link).await;
        let zip = Unzipped::of(&her.body);
        assert_eq!(
            zip.names
                .iter()
                .filter(|name| name.ends_with("head.tsr"))
                .count(),
            2,
            "{:?}",
            zip.names
        );

        let known = zip.report(&authority.roots());
        assert_eq!(
            (known.content, known.time),
            (Content::True, Time::RootKnown),
            "{:?}",
            known.findings
        );
        assert_eq!(known.dates.len(), 2);
        assert!(
            known
                .dates
                .iter()
                .all(|date| date.authority.contains("Horodatage") && date.root_known),
            "{:?}",
            known.dates
        );
        let unknown = zip.report(&[]);
        assert_eq!(
            (unknown.content, unknown.time, unknown.exit(false)),
            (Content::True, Time::RootUnknown, 0)
        );

        // The same with the tool that everybody has.
        let check = tempfile::tempdir().expect("a folder");
        for name in zip.names.iter().filter(|name| name.ends_with("head.tsr")) {
            let beside = |end: &str| name.replace("head.tsr", end);
            for (file, end) in [
                ("tsr", "head.tsr"),
                ("note", "head.note"),
                ("chain", "chain.pem"),
            ] {
                std::fs::write(check.path().join(file), zip.file(&beside(end))).expect("a file");
            }
            std::fs::copy(
                authority.folder.path().join("root.pem"),
                check.path().join("root.pem"),
            )
            .expect("the root");
            let said = openssl(
                check.path(),
                "ts -verify -in tsr -data note -CAfile root.pem -untrusted chain",
            );
            assert!(said.contains("Verification: OK"), "{said}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_authority_that_is_down_blocks_nothing_and_is_asked_again_later() {
    let authority = Authority::start();
    let authority = &authority;
    everywhere_with(authority.wish(), |world| async move {
        authority.up.store(false, Ordering::SeqCst);
        let asked = authority.asked.load(Ordering::SeqCst);
        let mut her = world.teacher().await;
        her.goes("/verifier")
            .await
            .press("Sceller le dossier", &[])
            .await
            .sees("Votre dossier est scellé")
            .sees("Horodatage en attente.");
        world.work().await;
        assert_eq!(
            authority.asked.load(Ordering::SeqCst),
            asked + 1,
            "asked once, not in a loop"
        );
        her.goes("/scelle").await.sees("Horodatage en attente.");
        let zip = Unzipped::of(&her.exports(&[]).await);
        let report = zip.report(&authority.roots());
        assert_eq!(
            (report.content, report.time, report.exit(false)),
            (Content::True, Time::None, 0),
            "{:?}",
            report.findings
        );

        authority.up.store(true, Ordering::SeqCst);
        her.goes("/scelle").await.sees("Horodatage en attente.");
        world.pass(3600);
        assert!(world.work().await >= 1);
        let code = her.code.clone();
        her.goes("/scelle")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await;
        her.goes("/scelle").await.sees("Horodaté par");
        // Only the purge of a dossier whose code is never noted still waits.
        assert_eq!(world.rows().await.get("jobs"), Some(&1));
        assert_eq!(world.work().await, 0);
    })
    .await;
}
