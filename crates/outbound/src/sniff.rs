//! Where a connection wants to go, read from its first bytes: the SNI of a TLS ClientHello (RFC 8446 4.1.2,
//! RFC 6066 3) or the Host of an HTTP/1.1 request (RFC 9112 3.2). Nothing is answered and nothing is changed.

/// The first bytes may not be longer than this: a ClientHello with post-quantum key shares is under 4 KiB.
pub const LONGEST: usize = 32 * 1024;

/// What the first bytes say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sniffed {
    /// The name (or literal address) that is asked for, in lower case, without port.
    Host(String),
    /// The bytes are a right beginning, but too few.
    More,
    /// Neither HTTP/1.1 nor TLS, or without a name: goes nowhere.
    Nothing,
}

/// Reads the beginning of a connection.
pub fn sniff(bytes: &[u8]) -> Sniffed {
    match bytes.first() {
        None => Sniffed::More,
        Some(0x16) => tls(bytes),
        Some(b'A'..=b'Z') => http(bytes),
        Some(_) => Sniffed::Nothing,
    }
}

fn http(bytes: &[u8]) -> Sniffed {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(bytes) {
        Ok(httparse::Status::Partial) => return Sniffed::More,
        Ok(httparse::Status::Complete(_)) => {}
        Err(_) => return Sniffed::Nothing,
    }
    let mut hosts = request
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case("host"));
    // Two hosts, or a request line with its own: what is checked must be what is served.
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Sniffed::Nothing;
    };
    if !request.path.is_some_and(|path| path.starts_with('/')) {
        return Sniffed::Nothing;
    }
    std::str::from_utf8(host.value)
        .ok()
        .and_then(without_port)
        .map_or(Sniffed::Nothing, Sniffed::Host)
}

fn without_port(host: &str) -> Option<String> {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

/// A reader over the bytes of a handshake.
struct Cut<'a>(&'a [u8]);

impl<'a> Cut<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }

    fn number(&mut self, width: usize) -> Option<usize> {
        Some(
            self.take(width)?
                .iter()
                .fold(0, |n, byte| n << 8 | usize::from(*byte)),
        )
    }

    fn vector(&mut self, width: usize) -> Option<Cut<'a>> {
        let n = self.number(width)?;
        self.take(n).map(Cut)
    }
}

/// The handshake may come in several records (RFC 8446 5.1), and a record in several segments.
fn tls(bytes: &[u8]) -> Sniffed {
    let mut records = Cut(bytes);
    let mut handshake = Vec::new();
    while !records.0.is_empty() {
        let Some(kind) = records.number(1) else {
            return Sniffed::More;
        };
        let Some(version) = records.number(2) else {
            return Sniffed::More;
        };
        if kind != 0x16 || version >> 8 != 3 {
            return Sniffed::Nothing;
        }
        let Some(fragment) = records.vector(2) else {
            return Sniffed::More;
        };
        handshake.extend_from_slice(fragment.0);
        let mut whole = Cut(&handshake);
        if let (Some(kind), Some(hello)) = (whole.number(1), whole.vector(3)) {
            return match (kind, sni(hello)) {
                (1, Some(name)) => Sniffed::Host(name),
                _ => Sniffed::Nothing,
            };
        }
    }
    Sniffed::More
}

fn sni(mut hello: Cut<'_>) -> Option<String> {
    hello.take(2 + 32)?;
    hello.vector(1)?;
    hello.vector(2)?;
    hello.vector(1)?;
    let mut extensions = hello.vector(2)?;
    while !extensions.0.is_empty() {
        let (kind, mut body) = (extensions.number(2)?, extensions.vector(2)?);
        if kind == 0 {
            let mut names = body.vector(2)?;
            let (kind, name) = (names.number(1)?, names.vector(2)?);
            // One name of type host_name; RFC 6066 allows no second one of the same type.
            if kind != 0 || !names.0.is_empty() {
                return None;
            }
            return std::str::from_utf8(name.0).ok().and_then(without_port);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ClientHello as small as the shape allows, cut into records of `record` bytes.
    fn hello(name: &str, record: usize) -> Vec<u8> {
        let name = name.as_bytes();
        let u16 = |n: usize| u16::try_from(n).unwrap().to_be_bytes();
        let list = [&[0_u8][..], &u16(name.len()), name].concat();
        let sni = [&u16(0)[..], &u16(list.len() + 2), &u16(list.len()), &list].concat();
        let other = [&u16(0xfafa)[..], &u16(0)].concat();
        let extensions = [other, sni].concat();
        let body = [
            &[3_u8, 3][..],
            &[7; 32],
            &[0],
            &u16(2),
            &[0x13, 1],
            &[1, 0],
            &u16(extensions.len()),
            &extensions,
        ]
        .concat();
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        let handshake = [&[1_u8][..], &length[1..], &body].concat();
        handshake
            .chunks(record)
            .flat_map(|part| [&[0x16_u8, 3, 1][..], &u16(part.len()), part].concat())
            .collect()
    }

    #[test]
    fn the_name_of_a_hello_is_read_whole_or_in_pieces() {
        for record in [5, 40, 4000] {
            let bytes = hello("Exemple.FR", record);
            assert_eq!(sniff(&bytes), Sniffed::Host("exemple.fr".into()));
            for cut in 0..bytes.len() {
                assert_eq!(
                    sniff(&bytes[..cut]),
                    Sniffed::More,
                    "cut at {cut} of {record}"
                );
            }
        }
        assert_eq!(sniff(&hello("", 4000)), Sniffed::Nothing);
    }

    #[test]
    fn a_request_names_one_host_and_asks_for_a_path() {
        let host = |text: &str| sniff(text.as_bytes());
        assert_eq!(
            host("GET /a HTTP/1.1\r\nX: 1\r\nHOST: A.example:8080\r\n\r\n"),
            Sniffed::Host("a.example".into())
        );
        assert_eq!(
            host("GET / HTTP/1.1\r\nHost: [::FFFF:7f00:1]:80\r\n\r\nrest"),
            Sniffed::Host("::ffff:7f00:1".into())
        );
        assert_eq!(host("GET / HTTP/1.1\r\nHost: a.example\r\n"), Sniffed::More);
        for nowhere in [
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
            "CONNECT b:443 HTTP/1.1\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: \r\n\r\n",
            "SSH-2.0-x\r\n\0",
            "\u{1}\u{2}",
        ] {
            assert_eq!(host(nowhere), Sniffed::Nothing, "{nowhere:?}");
        }
    }
}
