//! Web archives in a ZIP: WACZ 1.1.1 (Webrecorder). Each digest of its list is computed again. Its signature, where it
//! has one, is not looked at.

use super::archive::Archive;
use super::json::{At, Json};
use super::{Format, Import, Member, Period, Why, warc};
use std::collections::BTreeMap;

/// The list of a WACZ.
pub(super) const LIST: &str = "datapackage.json";
/// The digest of that list.
const DIGEST: &str = "datapackage-digest.json";

pub(super) fn read(archive: &mut Archive<'_>, period: Period) -> Result<Import, Why> {
    let mut import = Import::of(Format::Wacz);
    let one =
        |archive: &Archive<'_>, name: &str| archive.places(|own| own == name).into_iter().next();
    let list_at = one(archive, LIST).ok_or(Why::Format)?;
    let list = archive.read(list_at)?;
    let claims = claims(&list).ok_or(Why::Format)?;
    let mut own = archive.member(list_at)?;
    if let Some(place) = one(archive, DIGEST) {
        let digest = archive.read(place)?;
        let digest = Json::new(&digest).map(|json| json.root().said("hash"));
        own.claimed = digest.and_then(|claim| seal::claimed::holds(&claim, &list));
    }
    import.members.push(own);
    let mut listed = 0;
    for place in archive.places(|name| name != LIST && name != DIGEST) {
        let name = archive.name(place).to_owned();
        let mut member: Member = archive.member(place)?;
        if let Some(claim) = claims.get(&name) {
            listed += 1;
            let hex = claim.strip_prefix("sha256:");
            let own = member.sha256.to_string();
            member.claimed = hex.map(|hex| hex.eq_ignore_ascii_case(&own));
        } else {
            import.unlisted += 1;
        }
        let at = u32::try_from(import.members.len()).unwrap_or(u32::MAX);
        import.members.push(member);
        let lower = name.to_ascii_lowercase();
        if name.starts_with("archive/") && (lower.ends_with(".warc") || lower.ends_with(".warc.gz"))
        {
            let bytes = archive.read(place)?;
            warc::add(&mut import, &bytes, Some(at), period)?;
        }
    }
    import.missing = claims.len().saturating_sub(listed) as u64;
    import.done()
}

/// The digest of each file, as the list gives it.
fn claims(list: &[u8]) -> Option<BTreeMap<String, String>> {
    let resources = Json::new(list)?.root().get("resources")?;
    let claim = |one: At<'_>| Some((one.get("path")?.text()?, one.said("hash")));
    Some(resources.items().filter_map(claim).collect())
}
