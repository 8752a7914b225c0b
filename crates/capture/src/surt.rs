//! Keys of an index of a web archive: SURT and CDXJ (IIPC; CDXJ 0.1.0 of Webrecorder).

use url::Url;

/// The sort-friendly form of an address: `fr,exemple)/a?b=c`. What is no web address stays as it is.
pub fn surt(address: &str) -> String {
    let Ok(url) = Url::parse(address) else {
        return address.to_ascii_lowercase();
    };
    let (true, Some(host)) = (matches!(url.scheme(), "http" | "https"), url.host_str()) else {
        return address.to_owned();
    };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut key: String = if url.domain().is_some() {
        host.rsplit('.').collect::<Vec<_>>().join(",")
    } else {
        host.to_owned()
    };
    if let Some(port) = url.port() {
        key.push_str(&format!(":{port}"));
    }
    key.push(')');
    key.push_str(&url.path().to_ascii_lowercase());
    if let Some(query) = url.query() {
        let mut parts: Vec<String> = query.split('&').map(str::to_ascii_lowercase).collect();
        parts.sort();
        key.push('?');
        key.push_str(&parts.join("&"));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::surt;

    #[test]
    fn the_host_is_reversed_the_port_kept_and_the_query_sorted() {
        for (address, key) in [
            (
                "https://www.Exemple.fr/A/b?z=1&a=2#x",
                "fr,exemple)/a/b?a=2&z=1",
            ),
            ("http://a.b.exemple.fr:18099/", "fr,exemple,b,a:18099)/"),
            ("http://8.8.8.8/x", "8.8.8.8)/x"),
            ("urn:preau:x", "urn:preau:x"),
        ] {
            assert_eq!(surt(address), key);
        }
    }
}
