//! `VERIFIER.md`: how anybody checks the dossier with tools that others wrote, with the commands of
//! this very dossier.

use std::fmt::Write as _;

use kernel::Moment;
use seal::stamp::{Query, Reply};

use crate::export::{Export, SealFiles};
use crate::layout;

const FRENCH: &str = include_str!("verifier.fr.md");
const ENGLISH: &str = include_str!("verifier.en.md");

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
    let last = export.leaves.len().saturating_sub(1);
    let fill = |text: &str, signer: &str, none: &str| {
        text.replace("{signer}", signer)
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
        fill(FRENCH, signer.0, none_fr),
        fill(ENGLISH, signer.1, none_en)
    )
}

/// The time that a token gives, where the token can be read; `openssl` needs it once the
/// authority's certificate has expired.
fn gen_time(seal: &SealFiles) -> Option<Moment> {
    let nonce = seal
        .tsq
        .as_deref()
        .and_then(|der| Query::parse(der).ok())?
        .nonce;
    let reply = Reply::parse(seal.tsr.as_deref()?).ok()?;
    let far = Moment(i64::MAX);
    let found = reply.check(seal.head.as_bytes(), Some(&nonce), far, &[]);
    found.ok().map(|stamped| stamped.gen_time)
}
