//! Opening an instance: folders, secrets, refusals.

use super::{Owner, code};
use crate::db::{DbUrl, Engine, migrate};
use crate::{Secrets, Store, StoreConfig, args};
use kernel::{Code, SystemClock};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

pub(super) async fn sqlite(dir: &Path) -> Store {
    Store::open(&StoreConfig {
        data_dir: dir.join("data"),
        database_url: None,
        instance: "preau.example".to_owned(),
        erasures: None,
        clock: Arc::new(SystemClock),
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn a_second_start_finds_everything_and_rewrites_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = sqlite(dir.path()).await;
    let owner = Owner::with_dossier(&store).await;
    owner.say(&store, "gardé").await;
    store.db.close().await;
    let secrets = dir.path().join("data/secrets");
    let before: Vec<_> = ["dossier.key", "work.key", "pepper"]
        .map(|name| std::fs::read(secrets.join(name)).unwrap())
        .into();

    let store = sqlite(dir.path()).await;
    assert_eq!(owner.read(&store).await.unwrap().entries.len(), 2);
    owner.say(&store, "et la suite").await;
    for (name, bytes) in ["dossier.key", "work.key", "pepper"].iter().zip(before) {
        let path = secrets.join(name);
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "{name}");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let mode = std::fs::metadata(&secrets).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn secrets_that_others_may_read_are_refused_with_the_remedy() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("secrets");
    Secrets::open(&folder).unwrap();
    for (path, good) in [(folder.join("pepper"), 0o600), (folder.clone(), 0o700)] {
        std::fs::set_permissions(&path, PermissionsExt::from_mode(good | 0o040)).unwrap();
        let refusal = Secrets::open(&folder).unwrap_err();
        assert_eq!(refusal.code(), Code::Invalid);
        assert!(refusal.to_string().contains(&format!("chmod {good:o}")));
        std::fs::set_permissions(&path, PermissionsExt::from_mode(good)).unwrap();
    }
    std::fs::write(folder.join("pepper"), b"short").unwrap();
    assert_eq!(code(Secrets::open(&folder)), Some(Code::Invalid));
    assert_eq!(std::fs::read(folder.join("pepper")).unwrap(), b"short");
}

#[test]
fn two_programs_that_start_at_once_share_one_set_of_secrets() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("secrets");
    let peppers: Vec<[u8; 32]> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| *Secrets::open(&folder).unwrap().pepper().expose()))
            .collect();
        starts
            .into_iter()
            .map(|start| start.join().unwrap())
            .collect()
    });
    assert!(peppers.iter().all(|pepper| *pepper == peppers[0]));
    assert_eq!(
        std::fs::read_dir(&folder).unwrap().count(),
        4,
        "no draft is left"
    );
}

#[tokio::test]
async fn an_edited_migration_or_a_newer_database_stops_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let store = sqlite(dir.path()).await;
    super::meddle(&store, "UPDATE applied SET hash = 'other'", args![]).await;
    assert_eq!(code(store.db.migrate().await), Some(Code::Invalid));
    for migration in migrate::ALL {
        let hash = seal::sha256(migration.sql(Engine::Sqlite).as_bytes()).to_string();
        let sql = "UPDATE applied SET hash = $1 WHERE name = $2";
        super::meddle(&store, sql, args![hash, migration.name]).await;
    }
    store.db.migrate().await.unwrap();
    super::meddle(
        &store,
        "INSERT INTO applied VALUES ('9999_later', 'x')",
        args![],
    )
    .await;
    assert_eq!(code(store.db.migrate().await), Some(Code::Invalid));
}

#[test]
fn a_database_address_never_shows_its_password() {
    let url: DbUrl = "postgres://preau:motdepasse@db/preau".parse().unwrap();
    assert_eq!(url.engine(), Engine::Postgres);
    assert!(!format!("{url:?}").contains("motdepasse"));
    assert!("mysql://db".parse::<DbUrl>().is_err());
    assert_eq!(
        "sqlite:///var/lib/preau/preau.db".parse::<DbUrl>().unwrap(),
        DbUrl::Sqlite("/var/lib/preau/preau.db".into())
    );
}

/// A server that would acknowledge before its disk does is refused, and the text says what to set.
#[tokio::test]
async fn postgresql_without_synchronous_commit_is_refused() {
    let Ok(server) = std::env::var(crate::testing::SERVER) else {
        return;
    };
    let with = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{with}options=-c%20synchronous_commit%3Doff");
    let refusal = crate::Db::open(&DbUrl::Postgres(url)).await.unwrap_err();
    assert_eq!(refusal.code(), Code::Invalid);
    assert!(refusal.to_string().contains("synchronous_commit = on"));
}
