//! Time-stamping authorities: who is asked for a date, in which order, and which replies count.

use crate::config::{Config, certificates};
use crate::output::{Trouble, trouble};
use kernel::ports::Timestamp;
use kernel::{Clock, Fault};
use outbound::{Several, Tsa};
use std::path::PathBuf;
use std::sync::Arc;

/// One authority of the settings file (`[[tsa]]`).
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Where it answers (RFC 3161 over HTTP).
    pub url: String,
    /// Certificates trusted as its roots (PEM).
    pub ca: Option<PathBuf>,
    /// Qualified in the sense of Regulation (EU) No 910/2014: its dates are presumed accurate (article 41), so it
    /// is asked before the others.
    #[serde(default)]
    pub qualified: bool,
}

impl Authority {
    /// Whether it can be asked; gives the number of its roots.
    pub fn look(&self) -> Result<usize, Trouble> {
        Tsa::new(&self.url)?;
        self.ca
            .as_deref()
            .map_or(Ok(0), |ca| certificates(ca).map(|roots| roots.len()))
    }

    /// What is shown and logged of it: its host, as the rest of an address may hold a key.
    pub fn host(&self) -> String {
        Tsa::host(&self.url).unwrap_or_else(|| "an authority without a good address".to_owned())
    }
}

/// Every authority of the settings, qualified ones first, otherwise in the order of the file. The single one
/// (`tsa_url`) comes before the list.
pub fn of(config: &Config) -> Vec<Authority> {
    let single = config.tsa_url.iter().map(|url| Authority {
        url: url.clone(),
        ca: config.tsa_ca.clone(),
        qualified: false,
    });
    let mut all: Vec<Authority> = single.chain(config.tsa.iter().cloned()).collect();
    all.sort_by_key(|authority| !authority.qualified);
    all
}

/// The roots of all of them.
pub fn roots(all: &[Authority]) -> Result<Vec<Vec<u8>>, Trouble> {
    let mut roots = Vec::new();
    for ca in all.iter().filter_map(|authority| authority.ca.as_deref()) {
        for root in certificates(ca)? {
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
    }
    Ok(roots)
}

/// The way to them, if there is any. A reply that does not answer its query truly counts as a failure.
pub fn port(
    all: &[Authority],
    roots: Vec<Vec<u8>>,
    clock: Arc<dyn Clock>,
) -> Result<Option<Arc<dyn Timestamp>>, Trouble> {
    if all.is_empty() {
        return Ok(None);
    }
    let mut ways: Vec<(String, Arc<dyn Timestamp>)> = Vec::new();
    for authority in all {
        let way = Tsa::new(&authority.url)
            .map_err(|fault| trouble(format!("{}: {fault}", authority.host())))?;
        ways.push((authority.host(), Arc::new(way)));
    }
    let answers = move |query: &[u8], reply: &[u8]| {
        let query = seal::stamp::Query::parse(query)?;
        seal::stamp::Reply::parse(reply)?
            .check_digest(&query.imprint, Some(&query.nonce), clock.now(), &roots)
            .map(drop)
            .map_err(Fault::from)
    };
    Ok(Some(Arc::new(Several::new(ways, answers))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Config {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn qualified_ones_come_first_and_the_single_form_still_works() {
        let found = of(&config(
            "tsa_url = \"https://one.example/\"\ntsa_ca = \"one.pem\"\n\
             [[tsa]]\nurl = \"https://two.example/\"\n\
             [[tsa]]\nurl = \"https://three.example/x?key=1\"\nca = \"three.pem\"\nqualified = true\n",
        ));
        let urls: Vec<_> = found.iter().map(Authority::host).collect();
        assert_eq!(urls, ["three.example", "one.example", "two.example"]);
        assert_eq!(found[1].ca.as_deref(), Some("one.pem".as_ref()));
        assert!(of(&Config::default()).is_empty());
        for url in [
            "https://two.example?key=secret",
            "https://two.example#secret",
            "https://us:secret@two.example:8080/x/secret?key=secret@there",
        ] {
            let found = of(&config(&format!("tsa_url = \"{url}\"")));
            assert_eq!(found[0].host(), "two.example", "{url}");
        }
        for wrong in [
            "secret",
            "https:/two.example/secret",
            "ftp://two.example/secret",
            "https://us:sec/ret@two.example/secret",
            "https://two example/secret",
        ] {
            let found = of(&config(&format!("tsa_url = \"{wrong}\"")));
            let clock: Arc<dyn Clock> = Arc::new(kernel::SystemClock);
            let said = match port(&found, Vec::new(), clock) {
                Err(trouble) => trouble.to_string(),
                Ok(_) => found[0].host(),
            };
            assert!(!said.contains("ret"), "{wrong}: {said}");
        }
        assert!(toml::from_str::<Config>("[[tsa]]\nurl = \"x\"\nother = 1\n").is_err());
    }
}
