//! `VERIFIER.md`: how anybody checks the dossier with tools that others wrote, with the commands of
//! this very dossier.

use std::fmt::Write as _;

use kernel::Moment;
use seal::stamp::{Query, Reply};

use crate::export::{Export, LogFiles, SealFiles};
use crate::layout;

const FRENCH: &str = include_str!("verifier.fr.md");
const ENGLISH: &str = include_str!("verifier.en.md");
const LOG_FRENCH: &str = include_str!("log.fr.md");
const LOG_ENGLISH: &str = "5. Public log: `item.bin` is a salt of 16 bytes and the digest of the head; `inscrit` above shows it in its batch and the batch in the log, with `sha256sum` alone, and `openssl pkeyutl` the signature of the log. Compare the log with `preau log audit` and with checkpoints that others kept. A folder `renewal` covers, in the same way, the date before it.";

/// The text of `VERIFIER.md`.
pub(super) fn text(export: &Export) -> String {
    let local = export.origin.starts_with("local/");
    let signer = if local {
        (
            "**La personne a scellé ce dossier elle-même**, avec une clé de son ordinateur : personne d’autre ne garantit la date ni que le dossier est complet.",
            "**The person sealed this dossier herself**, with a key of her own computer: nobody else vouches for the date or for its being complete.",
        )
    } else {
        (
            "La clé du fichier se déclare elle-même : comparez-la à celle que publie l’instance ou qui est imprimée sur un accusé.",
            "The key in the file declares itself: compare it with the one that the instance publishes or that a receipt shows.",
        )
    };
    let mut dates = String::new();
    for seal in export.seals.iter().filter(|seal| seal.tsr.is_some()) {
        let attime =
            gen_time(seal).map_or_else(String::new, |at| format!(" -attime {}", at.seconds()));
        let _ = writeln!(
            dates,
            "(cd data/seals/{} && openssl ts -verify -queryfile head.tsq -in head.tsr -CAfile chain.pem{attime})",
            seal.size
        );
    }
    for seal in &export.seals {
        let folder = format!("data/seals/{}", seal.size);
        if let Some(log) = &seal.log {
            let _ = write!(dates, "{}", log_date(&folder, log));
        }
        for (number, renewal) in (1..).zip(&seal.renewals) {
            let _ = write!(
                dates,
                "{}",
                log_date(&layout::renewal(seal.size, number), renewal)
            );
        }
    }
    let undated = dates.is_empty();
    let dates = if undated { "# -\n" } else { &dates };
    let (none_fr, none_en) = if undated {
        (
            "Aucun tiers n’a daté ce dossier : il n’y a rien à vérifier ici.",
            "No third party dated this dossier: there is nothing to check here.",
        )
    } else {
        ("", "")
    };
    let (log_fr, log_en) = log(export);
    let last = export.leaves.len().saturating_sub(1);
    let fill = |text: &str, signer: &str, none: &str, log: &str| {
        text.replace("{log}", log)
            .replace("{signer}", signer)
            .replace("{no-dates}", none)
            .replace("{dates}", dates.trim_end())
            .replace("{key}", &export.key.to_string())
            .replace("{pem}", &layout::pem(&export.key))
            .replace("{origin}", &export.origin)
            .replace("{last6}", &format!("{last:06}"))
            .replace("{last}", &last.to_string())
            .replace("{size}", &export.leaves.len().to_string())
            .replace("{date}", &kernel::date::iso(export.written.utc().date()))
    };
    format!(
        "{}\n{}",
        fill(FRENCH, signer.0, none_fr, &log_fr),
        fill(ENGLISH, signer.1, none_en, &log_en)
    )
}

/// The command that checks the date of a checkpoint of the log.
fn log_date(folder: &str, log: &LogFiles) -> String {
    let Some(tsr) = &log.tsr else {
        return String::new();
    };
    let attime = gen_time_of(log.note.as_bytes(), log.tsq.as_deref(), tsr)
        .map_or_else(String::new, |at| format!(" -attime {}", at.seconds()));
    format!(
        "(cd {folder} && openssl ts -verify -queryfile log.tsq -in log.tsr -CAfile chain.pem{attime})\n"
    )
}

/// What is said of the public log, in French with the commands, and in English.
fn log(export: &Export) -> (String, String) {
    let mut checks = String::new();
    for seal in &export.seals {
        let folder = format!("data/seals/{}", seal.size);
        if let Some(log) = &seal.log {
            let _ = writeln!(checks, "inscrit {folder} {folder}/head.note");
            let mut covered = match (&seal.tsr, &log.tsr) {
                (Some(_), _) => format!("{folder}/head.tsr"),
                _ => format!("{folder}/log.tsr"),
            };
            for number in 1..=seal.renewals.len() {
                let next = layout::renewal(seal.size, number);
                let _ = writeln!(checks, "inscrit {next} {covered}");
                covered = format!("{next}/log.tsr");
            }
        }
    }
    match &export.log_key {
        Some(key) if !checks.is_empty() => (
            LOG_FRENCH
                .replace("{checks}", checks.trim_end())
                .replace("{key}", &key.to_string())
                .replace("{name}", key.name())
                .replace("{pem}", &layout::pem(key)),
            LOG_ENGLISH.to_owned(),
        ),
        _ => (
            "Cet export ne contient aucune preuve du registre public : il a été fait sans serveur, ou avant l’inscription suivante du registre (toutes les dix minutes). Un export demandé plus tard la contient.".to_owned(),
            "This export holds no proof of the public log: it was made without a server, or before the next entry of the log (every ten minutes). An export asked for later holds it.".to_owned(),
        ),
    }
}

/// The time that a token gives, where the token can be read; `openssl` needs it once the
/// authority's certificate has expired.
fn gen_time(seal: &SealFiles) -> Option<Moment> {
    gen_time_of(
        seal.head.as_bytes(),
        seal.tsq.as_deref(),
        seal.tsr.as_deref()?,
    )
}

fn gen_time_of(message: &[u8], tsq: Option<&[u8]>, tsr: &[u8]) -> Option<Moment> {
    let nonce = tsq.and_then(|der| Query::parse(der).ok())?.nonce;
    let reply = Reply::parse(tsr).ok()?;
    let far = Moment(i64::MAX);
    let found = reply.check(message, Some(&nonce), far, &[]);
    found.ok().map(|stamped| stamped.gen_time)
}
