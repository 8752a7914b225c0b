//! The list of browsers where the account is open. What a browser calls itself is cut down to its family and its
//! system, and kept encrypted to the reader identity: a dump names no device.

use crate::model::{Person, Visit};
use crate::service::Accounts;
use kernel::{Fault, Moment};
use seal::vault;
use store::sessions;

/// A browser, as coarsely as it is still recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// Its family; empty when it is none that is known.
    pub browser: &'static str,
    /// The system it runs on; empty when it is none that is known.
    pub system: &'static str,
}

/// What browsers write of themselves, and the family. The first that is found decides: most claim to be others too.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for systems.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl Device {
    /// Reads the header `User-Agent`.
    pub fn of(user_agent: &str) -> Self {
        let first = |known: &[(&str, &'static str)]| {
            let found = known.iter().find(|(mark, _)| user_agent.contains(mark));
            found.map_or("", |(_, name)| *name)
        };
        Self {
            browser: first(&BROWSERS),
            system: first(&SYSTEMS),
        }
    }

    /// Family and system, a line each.
    pub(crate) fn text(self) -> String {
        [self.browser, "\n", self.system].concat()
    }

    /// Reads what [`Device::text`] wrote.
    pub(crate) fn read(text: &str) -> Self {
        let (browser, system) = text.split_once('\n').unwrap_or_default();
        let first = |known: &[(&str, &'static str)], name: &str| {
            let found = known.iter().find(|(_, known)| *known == name);
            found.map_or("", |(_, name)| *name)
        };
        Self {
            browser: first(&BROWSERS, browser),
            system: first(&SYSTEMS, system),
        }
    }
}

/// One line of the list.
pub struct Open {
    /// The session's row, which opens nothing.
    pub id: [u8; 32],
    /// Whether it is the one that asks.
    pub here: bool,
    /// The browser; unknown for a session that began before its code was typed back.
    pub device: Option<Device>,
    /// When it began, to five minutes.
    pub since: Moment,
}

/// The name of the visit's browser, for the list, encrypted to the reader.
pub fn label(visit: &Visit, person: Option<&Person>) -> Result<Option<Vec<u8>>, Fault> {
    let (Some(device), Some(person)) = (visit.device, person) else {
        return Ok(None);
    };
    let padded = vault::pad_entry(device.text().into_bytes());
    Ok(Some(vault::encrypt(&padded, &[person.reader.to_public()])?))
}

impl Accounts {
    /// The browsers where the account is open, this one first.
    pub async fn devices(&self, visit: &Visit) -> Result<Vec<Open>, Fault> {
        let person = visit.person()?;
        let (store, account) = (self.store.clone(), person.account);
        let rows = self
            .store
            .db
            .read(move |tx| Box::pin(async move { sessions::devices(tx, &store, account).await }));
        let here = visit.secret.id();
        let now = self.store.clock.now();
        let mut open = Vec::new();
        for row in rows.await? {
            // Idle for too long: closed already, only not swept away yet.
            if row
                .seen
                .is_some_and(|seen| seen.plus_seconds(sessions::IDLE) <= now)
            {
                continue;
            }
            let device = row
                .label
                .and_then(|ct| vault::decrypt(&ct, std::slice::from_ref(&person.reader)).ok())
                .and_then(|bytes| {
                    let text = std::str::from_utf8(vault::unpad(&bytes)).ok()?;
                    Some(Device::read(text))
                });
            let length = if row.seen.is_some() {
                sessions::ABSOLUTE
            } else {
                sessions::DAY
            };
            open.push(Open {
                here: row.id == here,
                id: row.id,
                device,
                since: row.expires.plus_seconds(-length),
            });
        }
        open.sort_by_key(|line| !line.here);
        Ok(open)
    }

    /// Closes one session of the account, for good.
    pub async fn end_device(&self, visit: &Visit, id: [u8; 32]) -> Result<(), Fault> {
        let account = visit.person()?.account;
        self.store
            .db
            .write(move |tx| Box::pin(async move { sessions::end_one(tx, account, id).await }))
            .await
    }

    /// Closes every session of the account but this one.
    pub async fn end_other_devices(&self, visit: &Visit) -> Result<u64, Fault> {
        let (account, secret) = (visit.person()?.account, visit.secret.clone());
        self.store
            .db
            .write(move |tx| {
                Box::pin(async move { sessions::end_others(tx, account, &secret).await })
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_its_family_and_its_system_only() {
        for (said, browser, system) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
                "Firefox",
                "Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                "Safari",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
                "Chrome",
                "Android",
            ),
            ("curl/8.5.0", "", ""),
            ("", "", ""),
        ] {
            let device = Device::of(said);
            assert_eq!(device, Device { browser, system }, "{said}");
            assert_eq!(Device::read(&format!("{browser}\n{system}")), device);
        }
        assert_eq!(Device::read("Netscape\nOS/2"), Device::of(""));
    }
}
