//! Names that are never looked up: those that mean this machine or the local network (RFC 6761, RFC 6762, RFC 8375,
//! RFC 9476, `.internal` of ICANN), and those without a dot.

const LOCAL: &[&str] = &[
    "alt",
    "arpa",
    "corp",
    "example",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "mail",
    "onion",
    "private",
    "test",
];

/// Whether a name may be one of the public Internet. A literal address is no name.
pub fn is_public(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    labels.len() >= 2
        && name.len() <= 253
        && labels.iter().all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        })
        // `0x7f.1` and `127.1` are addresses to some resolvers.
        && last.bytes().any(|b| b.is_ascii_alphabetic())
        && !last.starts_with("0x")
        && !LOCAL.contains(&last.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn a_name_of_this_machine_or_of_no_zone_is_not_public() {
        for name in ["exemple.fr", "a-b.c_d.xn--p1ai", "1.1.1.1.exemple.fr"] {
            assert!(is_public(name), "{name}");
        }
        for name in [
            "localhost",
            "a.localhost",
            "imprimante",
            "nas.local",
            "box.lan",
            "metadata.google.internal",
            "1.0.0.127.in-addr.arpa",
            "a.test",
            "127.1",
            "0x7f.0x1",
            "0177.0.0.1",
            "2130706433",
            "a..fr",
            "",
            "a b.fr",
            "fe80::1",
            "é.fr",
        ] {
            assert!(!is_public(name), "{name}");
        }
    }
}
