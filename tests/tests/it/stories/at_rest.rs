//! What lies on the disk and in the database, and what is logged: of all that people write, nothing (N046).

use super::links;
use crate::people::files::png;
use crate::people::mailbox::code_in;
use crate::people::world::{COUNTS, tell, walk};
use crate::people::{Chosen, Teacher, Wish, World, everywhere_with};
use kernel::Fault;
use kernel::ports::{Mail, Mailer, NotSent, Timestamp};
use std::collections::BTreeSet;
use std::future::Future;
use std::io::Write;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock};
use store::{Db, args};

/// An authority that never answers: its jobs stay pending.
struct Silent;

impl Timestamp for Silent {
    fn stamp<'a>(
        &'a self,
        _: &'a [u8],
    ) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, Fault>> + Send + 'a>> {
        Box::pin(async { Err(Fault::new(kernel::Code::Internal, "no answer")) })
    }
}

/// Takes a code, and nothing else: what is to be sent stays at rest.
#[derive(Default)]
struct Busy(Mutex<String>);

impl Mailer for Busy {
    fn send<'a>(
        &'a self,
        mail: &'a Mail,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>> {
        let is_code = mail.text.contains("code");
        if is_code {
            *self.0.lock().expect("the mail") = mail.text.clone();
        }
        let busy = NotSent::Later(Fault::new(kernel::Code::Internal, "busy"));
        let refuses = mail.to.contains("refus@");
        Box::pin(async move {
            match (refuses, is_code) {
                (true, _) => Err(NotSent::Refused),
                (false, true) => Ok(()),
                (false, false) => Err(busy),
            }
        })
    }
}

/// Reminders go to an address that is written nowhere, and could not leave.
async fn reminded(world: &World, her: &mut Teacher, canaries: &mut Canaries, busy: &Busy) {
    let address = format!("{}@exemple.fr", canaries.word("rappels"));
    her.goes("/calendrier")
        .await
        .press("Recevoir un code", &[("address", &address)])
        .await
        .sees("Il part dans un instant.");
    super::reminders::mails(world).await;
    let code = code_in(&busy.0.lock().expect("the mail"));
    her.press("C’est mon adresse", &[("code", &code)])
        .await
        .sees(&address);
    let waiting = world.rows().await.get("reminders").copied();
    assert_eq!(waiting, Some(1), "a reminder is to come");
    // Another address, which refuses.
    let mut other = world.teacher().await;
    let address = format!("{}.refus@exemple.fr", canaries.word("refus"));
    other
        .goes("/calendrier")
        .await
        .press("Recevoir un code", &[("address", &address)])
        .await;
    super::reminders::mails(world).await;
    other.goes("/calendrier").await.sees("refuse nos messages");
}

/// The program's own filter, `info`, with our crates at their finest.
const FINEST: &str = "info,sqlx=warn,accounts=trace,bundle=trace,dossier=trace,evidence=trace,front=trace,\
    guide=trace,kernel=trace,news=trace,outbound=trace,seal=trace,store=trace,ui=trace,web=trace";

/// What every log line of this process is written to.
fn logs() -> Arc<Mutex<Vec<u8>>> {
    static LOGS: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    let logs = LOGS.get_or_init(|| {
        let logs = Arc::new(Mutex::new(Vec::new()));
        let to = Arc::clone(&logs);
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(FINEST)
            .with_writer(move || Log(Arc::clone(&to)))
            .finish();
        tracing::subscriber::set_global_default(subscriber)
            .expect("the only subscriber of this process");
        logs
    });
    Arc::clone(logs)
}

struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Words that stand nowhere else, one a field.
#[derive(Default)]
struct Canaries(Vec<String>);

impl Canaries {
    fn word(&mut self, place: &str) -> String {
        let word = format!(
            "serin-{place}-{}",
            kernel::id::to_hex(&seal::random::bytes::<6>())
        );
        self.0.push(word.clone());
        word
    }

    fn address(&mut self, place: &str) -> String {
        format!("https://reseau.example/{}", self.word(place))
    }
}

/// Fills every field that a person may fill.
async fn live(world: &World, canaries: &mut Canaries) -> Teacher {
    let mut her = world.anonymous();
    let story = format!(
        "On m’insulte sur Instagram : {}. Une injure publique.",
        canaries.word("recit")
    );
    tell(&mut her, &story).await;
    let (post, profile) = (canaries.address("post"), canaries.address("profil"));
    let (platform, name, place) = (
        canaries.word("reseau"),
        canaries.word("auteur"),
        canaries.word("lieu"),
    );
    let when = [
        ("when", "exact"),
        ("on-day", "16"),
        ("on-month", "11"),
        ("on-year", "2026"),
        ("hour", "21:43"),
        ("platform", &platform),
        ("post", &post),
        ("profile", &profile),
        ("author", "inconnu"),
        ("author_name", &name),
        ("place", &place),
    ];
    her.press("Continuer", &when)
        .await
        .press("Continuer", &[("kind", "insulte-diffamation")])
        .await;
    her.press("Mettre à l’abri", &[]).await;
    let mut her = world.settle(her).await;
    let (login, phrase) = (canaries.word("nom"), canaries.word("phrase"));
    let chosen = [
        ("login", login.as_str()),
        ("phrase", &phrase),
        ("again", &phrase),
    ];
    her.open("/compte/phrase")
        .await
        .press("Enregistrer la phrase de passe", &chosen)
        .await
        .sees("Votre phrase de passe est en place.");

    let what = canaries.word("fait");
    her.goes("/fait")
        .await
        .press(
            "Enregistrer le fait",
            &[("what", &what), ("when", "unknown")],
        )
        .await
        .sees(&what);
    let (file, bytes) = (canaries.word("fichier"), canaries.word("image"));
    let page = her
        .adds(&format!("{file}.png"), &png(&bytes.repeat(50)))
        .await;
    let said: Vec<String> = ["legende", "pris-par", "horloge"]
        .iter()
        .map(|place| canaries.word(place))
        .collect();
    let address = canaries.address("page");
    let fields = [
        ("caption", said[0].as_str()),
        ("taken_by", &said[1]),
        ("device_clock", &said[2]),
        ("address", &address),
    ];
    her.open(&page)
        .await
        .press("Enregistrer", &fields)
        .await
        .sees(&said[0]);
    let (mail, title) = (canaries.word("courriel"), canaries.word("titre"));
    her.adds(
        "message.eml",
        format!("From: {mail}@exemple.fr\r\nSubject: {mail}\r\n\r\n{mail}\r\n").as_bytes(),
    )
    .await;
    her.goes("")
        .await
        .press("Enregistrer le nom", &[("title", &title)])
        .await
        .sees(&title);

    for (letter, fields) in [
        (
            "protection-fonctionnelle",
            &[
                "person.name",
                "person.role",
                "establishment.name",
                "establishment.address",
                "employer.name",
                "harm",
                "duties_link",
                "person.address",
                "person.email",
                "person.phone",
                "lawyer.name",
                "letter.place",
            ][..],
        ),
        (
            "plainte-procureur",
            &[
                "person.birth",
                "author.details",
                "witnesses",
                "court.city",
                "court.address",
            ],
        ),
        (
            "dsa-notification",
            &["platform.name", "platform.contact", "explanation"],
        ),
    ] {
        let words: Vec<String> = fields.iter().map(|field| canaries.word(field)).collect();
        let answers: Vec<(&str, &str)> = fields
            .iter()
            .copied()
            .zip(words.iter().map(String::as_str))
            .collect();
        her.goes(&format!("/courrier/{letter}"))
            .await
            .press("Voir le courrier", &answers)
            .await;
        assert_eq!(her.status, 200);
    }
    let means = canaries.word("envoi");
    let sent = [
        ("sent_on-day", "20"),
        ("sent_on-month", "11"),
        ("sent_on-year", "2026"),
        ("means", means.as_str()),
    ];
    her.goes("/courrier/dsa-notification")
        .await
        .press("Noter l’envoi", &sent)
        .await;
    half_an_upload(&mut her, canaries).await;
    // What becomes of a step, and a list: every free field.
    let free: Vec<String> = ["note-avec", "note-reference", "note-mots", "note-adresse"]
        .iter()
        .map(|field| canaries.word(field))
        .collect();
    let address = format!("https://exemple.fr/{}", free[3]);
    let note = [
        ("did", "checked"),
        ("online", "up"),
        ("with", free[0].as_str()),
        ("reference", free[1].as_str()),
        ("words", free[2].as_str()),
        ("address", address.as_str()),
    ];
    her.goes("/demarche/alerter-chef")
        .await
        .press("Noter", &note)
        .await
        .sees(&free[1]);
    let word = canaries.word("liste");
    her.goes("/liste/homonymie")
        .await
        .press("Enregistrer", &[("item", "photo"), ("words", &word)])
        .await
        .sees(&word);
    her.goes("/verifier")
        .await
        .press("Sceller le dossier", &[])
        .await
        .sees("Horodatage en attente.");
    let recipient = canaries.word("destinataire");
    her.exports(&[("recipient", &recipient)]).await;

    let mut word = |place: &str| canaries.word(place);
    let tokens = super::api::everything(world, &mut her, &mut word).await;
    canaries.0.extend(tokens);

    // What others add: for whom the link is, what they write, their files; its address too is nowhere.
    let label = canaries.word("lien");
    let door = links::link_for(&mut her, "witness", &label).await;
    canaries
        .0
        .push(door.trim_start_matches("/aide/").to_owned());
    let said: Vec<String> = ["temoin", "role", "vu", "temoignage"]
        .iter()
        .map(|place| canaries.word(place))
        .collect();
    let words = [
        ("name", said[0].as_str()),
        ("role", &said[1]),
        ("when", &said[2]),
        ("text", &said[3]),
    ];
    let (name, bytes) = (
        canaries.word("fichier-temoin"),
        canaries.word("octets-temoin"),
    );
    let file = Chosen {
        name: &format!("{name}.txt"),
        bytes: bytes.as_bytes(),
    };
    let mut witness = world.anonymous();
    witness
        .open(&door)
        .await
        .press_with("Envoyer", &words, &[file])
        .await
        .sees("2 ajouts");
    her.goes("/aide")
        .await
        .sees(&said[3])
        .press("Ajouter à mon dossier", &[("decision", "accept")])
        .await;

    // An agenda that follows the days: its address is nowhere.
    let feed = super::calendar::subscribes(&mut her).await;
    let token = feed.trim_start_matches("/calendrier/");
    canaries.0.push(token.trim_end_matches(".ics").to_owned());
    world.anonymous().open(&feed).await;

    // A draft that is no dossier yet, a withdrawn piece, and every kind of trouble.
    let mut draft = world.anonymous();
    tell(
        &mut draft,
        &format!("Il m’a écrit {} hier soir.", canaries.word("brouillon")),
    )
    .await;
    let page = her
        .adds(
            &format!("{}.txt", canaries.word("retire")),
            canaries.word("retire-octets").as_bytes(),
        )
        .await;
    her.open(&format!("{page}/retirer"))
        .await
        .press("Retirer cette pièce", &[])
        .await;
    trouble(world, &mut her, canaries).await;
    her
}

/// A film of which half has arrived: its name, its mark and its first half are at rest.
async fn half_an_upload(her: &mut Teacher, canaries: &mut Canaries) {
    let (name, mark, bytes) = (
        canaries.word("film"),
        canaries.word("marque"),
        canaries.word("film-octets"),
    );
    let first = bytes.repeat(5000).into_bytes();
    let begin = format!("{}/televersements", her.dossier);
    let code = |text: &str| {
        let padded = format!("{text}{}", " ".repeat((3 - text.len() % 3) % 3));
        String::from_utf8(base64(padded.as_bytes())).expect("base 64")
    };
    let (token, length) = (
        super::routes::proof(her, &begin),
        (first.len() * 2).to_string(),
    );
    let metadata = format!(
        "filename {},mark {}",
        code(&format!("{name}.mp4")),
        code(&mark)
    );
    her.says = vec![
        ("tus-resumable", "1.0.0".to_owned()),
        ("preau-token", token),
        ("upload-length", length),
        ("upload-metadata", metadata),
    ];
    let (_, headers, _) = her.once(http::Method::POST, &begin, None).await;
    let place = headers["location"].to_str().expect("a place").to_owned();
    her.says.push(("upload-offset", "0".to_owned()));
    let body = ("application/offset+octet-stream".to_owned(), first);
    let (status, headers, _) = her.once(http::Method::PATCH, &place, Some(body)).await;
    assert_eq!(status, 204);
    assert!(!headers.contains_key("preau-piece"), "half of it");
    her.says.clear();
    her.goes("/pieces").await.sees(&name).sees("50 %");
    let marked = her.page().all("div").iter().any(|div| {
        div.attr("data-mark")
            .is_some_and(|known| known.trim_end() == mark)
    });
    assert!(marked, "the mark is at rest too");
}

/// What goes wrong is logged: it must not say more.
async fn trouble(world: &World, her: &mut Teacher, canaries: &mut Canaries) {
    let word = canaries.word("ennui");
    for path in [
        format!("/{word}"),
        format!("{}/courrier/{word}", her.dossier),
        format!("{}/piece/{word}", her.dossier),
        format!("/recit?{word}={word}"),
    ] {
        her.open(&path).await;
    }
    let mut other = world.anonymous();
    other
        .open("/revenir")
        .await
        .press("Ouvrir", &[("code", &word)])
        .await;
    let mut forged = her.visitor.clone();
    let media = "application/x-www-form-urlencoded".to_owned();
    for body in [
        format!("csrf={word}&story={word}"),
        format!("story={word}%ff%fe"),
        word.clone(),
    ] {
        forged
            .once(
                http::Method::POST,
                "/recit",
                Some((media.clone(), body.into_bytes())),
            )
            .await;
    }
    forged
        .once(
            http::Method::POST,
            &format!("{}/pieces", her.dossier),
            Some((
                "multipart/form-data; boundary=x".to_owned(),
                word.clone().into_bytes(),
            )),
        )
        .await;
    let long = word.repeat(60_000);
    her.goes("/pieces")
        .await
        .press_with(
            "Ajouter ces fichiers",
            &[],
            &[Chosen {
                name: &format!("{word}.bin"),
                bytes: long.as_bytes(),
            }],
        )
        .await;
    assert_eq!(her.status, 422, "too large");
    world.work().await;
}

/// The forms in which a word may be found: itself, hexadecimal, and the three alignments of base 64; for
/// what a database shows in hexadecimal, those again.
pub(super) fn needles(word: &[u8]) -> Vec<Vec<u8>> {
    let mut found = vec![word.to_vec()];
    for skip in 0..3 {
        found.push(base64(&word[skip..][..(word.len() - skip) / 3 * 3]));
    }
    let hex: Vec<Vec<u8>> = found
        .iter()
        .map(|form| kernel::id::to_hex(form).into_bytes())
        .collect();
    let upper: Vec<Vec<u8>> = hex.iter().map(|form| form.to_ascii_uppercase()).collect();
    found.extend(hex);
    found.extend(upper);
    found
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let number = |three: &[u8]| {
        three
            .iter()
            .fold(0_u32, |n, byte| n << 8 | u32::from(*byte))
    };
    bytes
        .chunks_exact(3)
        .flat_map(|three| {
            let n = number(three);
            [18, 12, 6, 0].map(|shift| LETTERS[(n >> shift & 63) as usize])
        })
        .collect()
}

pub(super) fn holds(hay: &[u8], needle: &[u8]) -> bool {
    // Rare first bytes make this quick enough for a few megabytes.
    hay.windows(needle.len()).any(|window| window == needle)
}

/// Everything at rest: name of the place, bytes.
pub(super) async fn at_rest(world: &World) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for file in walk(&world.data) {
        found.push((
            format!("the name {}", file.display()),
            file.to_string_lossy().into_owned().into_bytes(),
        ));
        found.push((
            file.display().to_string(),
            std::fs::read(&file).expect("a file"),
        ));
    }
    if matches!(world.store.db, Db::Postgres(_)) {
        for (table, sql) in ROWS {
            let rows = world.store.db.read(move |tx| {
                Box::pin(async move {
                    tx.all(sql, args![])
                        .await?
                        .iter()
                        .map(|row| row.text(0))
                        .collect::<Result<Vec<_>, _>>()
                })
            });
            found.extend(
                rows.await
                    .expect("rows")
                    .into_iter()
                    .map(|row| (table.to_owned(), row.into_bytes())),
            );
        }
    }
    found
}

macro_rules! rows {
    ($($table:literal)+) => { [$(($table, concat!("SELECT CAST(t AS TEXT) FROM ", $table, " t"))),+] };
}

const ROWS: [(&str, &str); 43] = rows!(
    "applied" "orgs" "accounts" "slots" "grants" "dossiers" "entries" "blobs" "sessions" "nonces" "seals" "jobs" "caches" "erased" "log" "log_tiles"
    "log_batches" "log_items" "uploads" "links" "watches" "feeds" "reminders" "invites" "team_members" "team_notes" "erasures" "audit" "tokens"
    "directory_imports" "directory_entries" "news" "news_versions" "public_files"
    "panels" "panel_experts" "panel_questions" "panel_parts" "panel_answers" "panel_versions" "panel_events" "panel_counter" "panel_refusals"
);

const TABLES_SQLITE: &str = "SELECT name FROM sqlite_schema WHERE type = 'table'";
const TABLES_POSTGRES: &str =
    "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'";

async fn tables(world: &World) -> BTreeSet<String> {
    let sql = if matches!(world.store.db, Db::Postgres(_)) {
        TABLES_POSTGRES
    } else {
        TABLES_SQLITE
    };
    let names = world.store.db.read(move |tx| {
        Box::pin(async move {
            tx.all(sql, args![])
                .await?
                .iter()
                .map(|row| row.text(0))
                .collect::<Result<BTreeSet<_>, _>>()
        })
    });
    names.await.expect("the tables")
}

#[tokio::test]
async fn n046_no_word_name_address_file_or_image_is_found_at_rest_or_in_the_logs() {
    let logs = logs();
    let busy = Arc::new(Busy::default());
    let wish = Wish {
        tsa: Some(Arc::new(Silent)),
        mailer: Some(Arc::clone(&busy) as Arc<dyn Mailer>),
        ..Wish::default()
    };
    everywhere_with(wish, |world| {
        let (logs, busy) = (Arc::clone(&logs), Arc::clone(&busy));
        async move {
            let mut canaries = Canaries::default();
            let mut her = live(&world, &mut canaries).await;
            reminded(&world, &mut her, &mut canaries, &busy).await;
            assert!(canaries.0.len() > 35, "{} canaries", canaries.0.len());
            assert!(
                world
                    .rows()
                    .await
                    .get("jobs")
                    .is_some_and(|jobs| *jobs >= 2),
                "jobs are pending"
            );

            // No table is forgotten.
            let known: BTreeSet<&str> = ROWS.iter().map(|(table, _)| *table).collect();
            let unknown: Vec<String> = tables(&world)
                .await
                .into_iter()
                .filter(|table| !known.contains(table.as_str()) && !table.starts_with("sqlite_"))
                .collect();
            assert!(unknown.is_empty(), "{unknown:?}");
            assert!(
                COUNTS.iter().all(|(table, _)| known.contains(table))
                    && COUNTS.len() + 3 == known.len()
            );

            let rest = at_rest(&world).await;
            let bytes: usize = rest.iter().map(|(_, bytes)| bytes.len()).sum();
            assert!(bytes > 50_000, "{bytes} bytes at rest");
            // The search sees what is there: the public origin of a head, and a file planted for it.
            let origin = format!("{}/d/", store::testing::INSTANCE);
            assert!(
                rest.iter()
                    .any(|(_, bytes)| holds(bytes, origin.as_bytes())),
                "heads are at rest in clear"
            );
            let planted = needles(canaries.0[0].as_bytes());
            assert!(
                planted
                    .iter()
                    .all(|form| holds(&[b"x", form.as_slice(), b"y"].concat(), form))
            );

            let mut words: Vec<Vec<u8>> = canaries
                .0
                .iter()
                .map(|word| word.clone().into_bytes())
                .collect();
            words.push(her.code.clone().into_bytes());
            words.push(
                seal::code::ReturnCode::parse(&her.code)
                    .expect("the code")
                    .expose()
                    .to_vec(),
            );
            let log = logs.lock().expect("the log").clone();
            for line in [
                "a page was refused",
                "a job failed",
                "a mail was refused for good",
            ] {
                assert!(holds(&log, line.as_bytes()), "« {line} » was not logged");
            }
            for word in &words {
                for form in needles(word) {
                    for (place, bytes) in &rest {
                        assert!(
                            !holds(bytes, &form),
                            "« {} » is found in {place}",
                            String::from_utf8_lossy(word)
                        );
                    }
                    if let Some(at) = log.windows(form.len()).position(|window| window == form) {
                        let around = String::from_utf8_lossy(
                            &log[at.saturating_sub(300)..(at + 100).min(log.len())],
                        )
                        .into_owned();
                        panic!(
                            "« {} » is logged: …{around}…",
                            String::from_utf8_lossy(word)
                        );
                    }
                }
            }
            // Nor the cookie, nor the address of the dossier.
            for secret in [
                her.cookies["__Host-preau"].as_str(),
                her.dossier.trim_start_matches("/dossier/"),
            ] {
                assert!(!holds(&log, secret.as_bytes()), "a secret is logged");
            }
        }
    })
    .await;
}
