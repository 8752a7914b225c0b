//! What a dump may show is a closed list (seal specification, section 10).

use crate::args;
use crate::db::migrate;
use crate::testing::both;
use std::collections::BTreeMap;
use std::path::Path;

/// Table → columns; `?` marks those that may be null. Adding a column here is a decision about what
/// a thief of the database learns.
const ALLOWED: &[(&str, &str)] = &[
    ("orgs", "org_id name? kind? place? seal?"),
    (
        "accounts",
        "org_id account role month login? oidc? display_name? recipient? seal",
    ),
    (
        "slots",
        "org_id slot account kind lookup? salt recipient passkey? ct seal",
    ),
    ("grants", "org_id grant_id account expires_month? ct seal"),
    (
        "dossiers",
        "org_id dossier recipient epoch generation size frontier head last_ct state damaged hold \
         purge_month used seal logged",
    ),
    ("entries", "org_id dossier seq leaf line_ct? body_ct?"),
    ("blobs", "org_id blob dossier state size? crc? lease?"),
    (
        "sessions",
        "org_id session account? kind seen? expires label_ct? blob",
    ),
    ("nonces", "org_id nonce week receipt"),
    (
        "seals",
        "org_id dossier size head tsq? tsr? chain? logged until? salt? batch?",
    ),
    (
        "log",
        "org_id size head turn holder? lease undated asked looked",
    ),
    ("log_tiles", "org_id level place bytes"),
    (
        "log_batches",
        "org_id place leaves head tsq? tsr? chain? until? salt? batch?",
    ),
    ("log_items", "org_id item dossier ct"),
    ("jobs", "org_id job kind hour lease tries dead payload"),
    ("caches", "org_id owner name ct seal"),
    ("erased", "org_id month leaves"),
    ("erasures", "org_id kind id seq"),
    ("uploads", "org_id upload dossier lease ct seal"),
    (
        "links",
        "org_id link dossier number kind state key? counter items bytes until seal",
    ),
    ("invites", "org_id slot tries until"),
    ("team_members", "org_id team account ct seal"),
    ("team_notes", "org_id note team place month ct seal"),
    ("tokens", "org_id token account seal"),
    ("watches", "org_id watch dossier hour lease times ct seal"),
    ("feeds", "org_id feed until ct seal"),
    (
        "reminders",
        "org_id reminder hour lease tries state ct seal",
    ),
    // What was found of our own pages, line by line.
    ("audit", "org_id criterion state note day"),
    // Public contact details of organisations, from files that the operator imported; nobody's own.
    (
        "directory_imports",
        "org_id number source day imported brought",
    ),
    (
        "directory_entries",
        "org_id number place kind departement name phone mail address hours page",
    ),
    // What the instance publishes; a draft is encrypted.
    (
        "news",
        "org_id id sort number state version published? corrected? withdrawn? head? body? draft?",
    ),
    ("news_versions", "org_id id version at head body"),
    ("public_files", "org_id digest holder size"),
    // What experts are asked. A question is sealed until an expert publishes it, a draft of an answer too; codes are
    // keyed digests.
    (
        "panels",
        "org_id panel theme intro opening closing kinds starts days state ended?",
    ),
    (
        "panel_experts",
        "org_id panel account place name title media photo? active",
    ),
    (
        "panel_questions",
        "org_id question panel place? asked changed code same ct alias pseudonym body kind profession level state joined? \
         taken? mail lease tries refusal?",
    ),
    ("panel_refusals", "org_id refusal panel account at ct"),
    ("panel_parts", "org_id question part body"),
    (
        "panel_answers",
        "org_id answer question parts state version author name title reader source kinds letters marks ct published? \
         changed",
    ),
    ("panel_versions", "org_id answer version body name at"),
    ("panel_events", "org_id seq panel question?"),
    ("panel_counter", "org_id seq"),
    // The list of migrations: about the program, not about anybody.
    ("applied", "name hash"),
];

const SQLITE: &str = "SELECT m.name, c.name, c.\"notnull\" FROM sqlite_schema m \
     JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, \
     CASE is_nullable WHEN 'NO' THEN 1::bigint ELSE 0::bigint END \
     FROM information_schema.columns WHERE table_schema = 'public'";

type Tables = BTreeMap<String, BTreeMap<String, bool>>;

fn allowed() -> Tables {
    ALLOWED
        .iter()
        .map(|(table, columns)| {
            let columns = columns
                .split_whitespace()
                .map(|column| match column.strip_suffix('?') {
                    Some(name) => (name.to_owned(), false),
                    None => (column.to_owned(), true),
                })
                .collect();
            ((*table).to_owned(), columns)
        })
        .collect()
}

#[tokio::test]
async fn both_engines_have_the_columns_of_the_closed_list_and_no_other() {
    both(|store| async move {
        let found = store
            .db
            .read(|tx| {
                Box::pin(async move {
                    let sql = tx.pick(SQLITE, POSTGRES);
                    let mut tables = Tables::new();
                    for row in tx.all(sql, args![]).await? {
                        tables
                            .entry(row.text(0)?)
                            .or_default()
                            .insert(row.text(1)?, row.flag(2)?);
                    }
                    Ok(tables)
                })
            })
            .await
            .unwrap();
        assert_eq!(found, allowed());
        for (table, columns) in &found {
            assert!(
                table == "applied" || columns.contains_key("org_id"),
                "{table} belongs to no organisation"
            );
        }
    })
    .await;
}

#[test]
fn migrations_have_equal_names_on_both_engines_and_are_all_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let listed: Vec<_> = migrate::ALL
        .iter()
        .map(|migration| format!("{}.sql", migration.name))
        .collect();
    for engine in ["sqlite", "postgres"] {
        let mut files: Vec<_> = std::fs::read_dir(folder.join(engine))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(files, listed, "{engine}");
    }
}

/// An instance that applied a migration refuses to start when its text has changed, even by a comment.
#[test]
fn no_migration_was_changed_since_it_was_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let sums = std::fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let listed: BTreeMap<&str, &str> = sums
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, file)| (file, sum))
        .collect();
    assert_eq!(listed.len(), migrate::ALL.len() * 2);
    for (file, sum) in listed {
        let text = std::fs::read(folder.join(file)).unwrap();
        assert_eq!(
            seal::sha256(&text).to_string(),
            sum,
            "{file}: add a migration instead"
        );
    }
}

#[test]
fn every_table_is_in_the_backup_or_left_behind_on_purpose() {
    use crate::backup::rows::{LEFT, tables};
    use std::collections::BTreeSet;
    let kept = tables().iter().map(|table| table.name);
    let written: BTreeSet<&str> = kept.chain(LEFT).collect();
    let known: BTreeSet<&str> = ALLOWED.iter().map(|(table, _)| *table).collect();
    assert_eq!(written, known);
}
