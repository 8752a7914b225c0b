//! The program with a store, a clock that stories move, and the people before it.

use super::Visitor;
use super::press::WordPress;
use finder::Finder;
use front::Operator;
use guide::Content;
use kernel::ports::{Capture, Mailer, Names, SignIn, Timestamp};
use kernel::{Clock as _, FixedClock, Moment};
use std::collections::BTreeMap;
use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use store::testing::both_again;
use store::{Store, StoreConfig, args};
use web::{App, Settings};

/// Sunday 22 November 2026, half past ten in Paris.
pub const NOW: &str = "2026-11-22T09:30:00Z";

/// What a story wants of the program.
#[derive(Clone)]
pub struct Wish {
    /// Largest file, in bytes.
    pub largest: u64,
    /// Who dates heads.
    pub tsa: Option<Arc<dyn Timestamp>>,
    /// Who captures pages.
    pub capture: Option<Arc<dyn Capture>>,
    /// Roots trusted for it.
    pub tsa_roots: Vec<Vec<u8>>,
    /// Who gives the keys of mail servers.
    pub names: Option<Arc<dyn Names>>,
    /// Who sends mails.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Who says who somebody is before her code.
    pub oidc: Option<Arc<dyn SignIn>>,
    /// The address that browsers show.
    pub origin: Option<String>,
    /// When it is.
    pub now: Moment,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            largest: 1 << 20,
            tsa: None,
            capture: None,
            tsa_roots: Vec::new(),
            names: None,
            mailer: None,
            oidc: None,
            origin: Some("https://preau.example".to_owned()),
            now: Moment::parse(NOW).expect("an instant"),
        }
    }
}

/// The program, and what stands behind it.
pub struct World {
    /// The program.
    pub app: App,
    /// Its store.
    pub store: Store,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    /// Its search, as the program has it.
    pub search: Arc<Finder>,
    /// Its data folder.
    pub data: PathBuf,
    /// Where all of it is.
    pub config: StoreConfig,
    /// Who writes its log.
    pub node: store::log::Node,
}

/// Where the quick exit leads.
pub const ELSEWHERE: &str = "https://meteo.example/";

/// Tells a story on both engines.
pub async fn everywhere<F, Fut>(story: F)
where
    F: Fn(World) -> Fut,
    Fut: Future<Output = ()>,
{
    everywhere_with(Wish::default(), story).await;
}

/// The same, with a program as wished.
pub async fn everywhere_with<F, Fut>(wish: Wish, story: F)
where
    F: Fn(World) -> Fut,
    Fut: Future<Output = ()>,
{
    both_again(wish.now, |store, clock, config| {
        story(World::new(store, clock, config, wish.clone()))
    })
    .await;
}

/// The search over the embedded content, whose index is built once for every story; what is published in one is its own.
fn finder() -> Arc<Finder> {
    static FINDER: LazyLock<Finder> = LazyLock::new(|| {
        let content = Content::embedded().expect("the content");
        Finder::new(|| guide::search::entries(content))
    });
    Arc::new(FINDER.apart())
}

impl World {
    /// The program over a store.
    pub fn new(store: Store, clock: Arc<FixedClock>, config: StoreConfig, wish: Wish) -> Self {
        let search = finder();
        let app = web::build(Settings {
            store: store.clone(),
            content: Content::embedded().expect("the content"),
            press: Arc::new(WordPress),
            capture: wish.capture,
            search: Arc::clone(&search) as _,
            tsa: wish.tsa,
            tsa_roots: wish.tsa_roots,
            names: wish.names,
            mailer: wish.mailer,
            oidc: wish.oidc,
            address: Some("https://preau.example".to_owned()),
            origin: wish.origin,
            operator: Operator::default(),
            largest: wish.largest,
            listeners: 100,
            secure: true,
            exit: ELSEWHERE.to_owned(),
        });
        Self {
            app,
            search,
            store,
            clock,
            data: config.data_dir.clone(),
            config,
            node: store::log::Node::new(),
        }
    }

    /// Another node on the same data.
    pub fn node(&self, wish: Wish) -> Self {
        Self::new(
            self.store.clone(),
            Arc::clone(&self.clock),
            self.config.clone(),
            wish,
        )
    }

    /// The same instance as another node serves it, or this one once it was started again.
    pub fn again(&self) -> Self {
        self.node(Wish::default())
    }

    /// Somebody who has never come.
    pub fn anonymous(&self) -> Visitor {
        Visitor::new(self.app.router.clone())
    }

    /// A teacher who has told what happened to her, opened a dossier and noted her code.
    pub async fn teacher(&self) -> Teacher {
        let mut visitor = self.anonymous();
        tell(&mut visitor, INSULT).await;
        visitor.press("Continuer", &ON_THE_NET).await;
        visitor
            .press("Continuer", &[("kind", "insulte-diffamation")])
            .await;
        visitor.press("Mettre à l’abri", &[]).await;
        self.settle(visitor).await
    }

    /// Notes and types back the code of a dossier that this visitor has just opened.
    pub async fn settle(&self, mut visitor: Visitor) -> Teacher {
        let dossier = dossier_of(&visitor.path);
        let code = visitor.open("/code").await.code_shown();
        visitor
            .press("J’ai noté mon code", &[("code", &code)])
            .await
            .sees("Votre code est vérifié");
        Teacher {
            visitor,
            code,
            dossier,
        }
    }

    /// Lets time go by.
    pub fn pass(&self, seconds: i64) {
        self.clock.set(self.clock.now().plus_seconds(seconds));
    }

    /// Does every job that is due.
    pub async fn work(&self) -> u32 {
        let mut done = 0;
        while self.app.dossiers.work_once().await.expect("the queue") {
            done += 1;
        }
        done
    }

    /// Lets the next interval of the public log come, and its leaf.
    pub async fn log_turn(&self) -> u64 {
        self.pass(store::log::EVERY);
        let added = self.app.dossiers.log_turn(self.node, 0).await;
        added.expect("the log").expect("a leaf").size
    }

    /// Rows of every table that is not empty; the one organisation apart.
    pub async fn rows(&self) -> BTreeMap<&'static str, i64> {
        let count = self.store.db.read(|tx| {
            Box::pin(async move {
                let mut rows = BTreeMap::new();
                for (table, sql) in COUNTS {
                    let count = tx.one(sql, args![]).await?.int(0)?;
                    if count > 0 {
                        rows.insert(table, count);
                    }
                }
                Ok(rows)
            })
        });
        count.await.expect("counts")
    }

    /// The files of sealed pieces.
    pub fn blob_files(&self) -> Vec<PathBuf> {
        walk(&self.data.join("blobs"))
    }
}

/// Every file under a folder.
pub fn walk(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            found.extend(walk(&entry))
        } else {
            found.push(entry)
        }
    }
    found
}

macro_rules! counts {
    ($($table:literal)+) => { [$(($table, concat!("SELECT CAST(count(*) AS BIGINT) FROM ", $table))),+] };
}

/// Every table but `applied`, `orgs` and `log` (one row), which are part of the schema. `at_rest` checks that none is missing.
pub const COUNTS: [(&str, &str); 40] = counts!(
    "accounts" "slots" "grants" "dossiers" "entries" "blobs" "sessions" "nonces" "seals" "jobs" "caches" "erased"
    "log_tiles" "log_batches" "log_items" "uploads" "links" "watches" "feeds" "reminders" "invites" "team_members" "team_notes" "erasures" "audit"
    "tokens" "directory_imports" "directory_entries" "news" "news_versions" "public_files"
    "panels" "panel_experts" "panel_questions" "panel_parts" "panel_answers" "panel_versions" "panel_events" "panel_counter" "panel_refusals"
);

/// A person with an account.
pub struct Teacher {
    /// Her browser.
    pub visitor: Visitor,
    /// Her eight words.
    pub code: String,
    /// The address of her dossier, without a slash at its end.
    pub dossier: String,
}

impl Deref for Teacher {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl DerefMut for Teacher {
    fn deref_mut(&mut self) -> &mut Visitor {
        &mut self.visitor
    }
}

impl Teacher {
    /// Opens a page of her dossier, such as `/pieces`.
    pub async fn goes(&mut self, page: &str) -> &mut Visitor {
        let path = format!("{}{page}", self.dossier);
        self.visitor.open(&path).await
    }

    /// Comes in again with her code, in another browser.
    pub async fn come_back(&mut self, world: &World) {
        let mut visitor = world.anonymous();
        let code = [("code", self.code.as_str())];
        visitor.open("/revenir").await.press("Ouvrir", &code).await;
        self.visitor = visitor;
    }

    /// Adds a file, and gives the address of its page.
    pub async fn adds(&mut self, name: &str, bytes: &[u8]) -> String {
        self.goes("/pieces")
            .await
            .press_with(
                "Ajouter ces fichiers",
                &[],
                &[super::Chosen { name, bytes }],
            )
            .await;
        let path = format!("{}/pieces", self.dossier);
        self.visitor.is_at(&path, 200);
        let page = self.page();
        let card = page
            .all("li")
            .into_iter()
            .find(|li| li.text().contains(name))
            .expect("the card of the file");
        card.all("a")[0]
            .attr("href")
            .expect("its address")
            .to_owned()
    }

    /// Prepares an export, and gives the bytes of the ZIP.
    pub async fn exports(&mut self, fields: &[(&str, &str)]) -> Vec<u8> {
        self.goes("/export")
            .await
            .press("Préparer le ZIP", fields)
            .await;
        assert_eq!(
            self.header("content-type"),
            "application/zip",
            "{} {}",
            self.path,
            self.status
        );
        self.body.clone()
    }
}

impl Visitor {
    /// The eight words on the page.
    pub fn code_shown(&self) -> String {
        let page = self.page();
        let list = page
            .all("ol")
            .into_iter()
            .find(|ol| ol.attr("class") == Some("preau-code"))
            .expect("the eight words");
        let code: Vec<String> = list.all("li").iter().map(|word| word.text()).collect();
        assert_eq!(code.len(), 8, "{code:?}");
        code.join(" ")
    }
}

/// The dossier that an address belongs to.
pub fn dossier_of(path: &str) -> String {
    let grant = path
        .strip_prefix("/dossier/")
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_else(|| panic!("{path} is no dossier"));
    format!("/dossier/{grant}")
}

/// Tells a story that speaks of no danger, up to « Quand et où ? ».
pub async fn tell(visitor: &mut Visitor, story: &str) {
    visitor
        .open("/")
        .await
        .follow("Raconter ce qui s’est passé")
        .await;
    visitor
        .press("Continuer", &[("story", story)])
        .await
        .is_at("/securite", 200);
    visitor.press("Continuer", &[]).await.is_at("/quand", 200);
}

/// A public insult, without danger.
pub const INSULT: &str = "Depuis lundi, un compte Instagram anonyme m’insulte publiquement : « prof incapable, vendue, ordure ». \
    Toute la classe l’a vu. C’est une injure publique.";

/// When and where it happened.
pub const ON_THE_NET: [(&str, &str); 10] = [
    ("when", "exact"),
    ("on-day", "16"),
    ("on-month", "11"),
    ("on-year", "2026"),
    ("platform", "Instagram"),
    ("post", "https://reseau.example/p/123"),
    ("author", "inconnu"),
    ("published-day", "15"),
    ("published-month", "novembre"),
    ("published-year", "2026"),
];
