//! Where the program listens, and the rule that protects people: off the machine itself, only with TLS
//! in front.

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use kernel::{Code, Fault};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// Connections that may wait to be accepted; the library asks for 128.
const WAITING: i32 = 4_096;
/// How long a peer may take to begin.
const PATIENCE: Duration = Duration::from_secs(20);
/// Milliseconds that a peer may leave what was sent to it without taking it.
const SILENT: u32 = 120_000;

/// How the outside reaches the program.
#[derive(Clone)]
pub enum Door {
    /// Plain HTTP, for this machine only.
    Loopback,
    /// TLS by the program itself.
    Tls(TlsAcceptor),
    /// Plain HTTP behind a proxy that does TLS, under this public address.
    Proxy(String),
}

/// Decides which door `address` may have; refuses with the remedy (issue: "off loopback, `serve` needs…").
pub fn door(
    address: SocketAddr,
    tls: Option<(&Path, &Path)>,
    proxy: Option<&str>,
) -> Result<Door, Fault> {
    match (tls, proxy) {
        (Some((cert, key)), _) => Ok(Door::Tls(acceptor(cert, key)?)),
        (None, Some(url)) if url.starts_with("https://") && url.len() > 8 => {
            Ok(Door::Proxy(url.trim_end_matches('/').to_owned()))
        }
        (None, Some(_)) => Err(Fault::new(
            Code::Invalid,
            "--public-url must start with https://",
        )),
        (None, None) if is_loopback(address.ip()) => Ok(Door::Loopback),
        (None, None) => Err(Fault::new(
            Code::Invalid,
            "outside this machine, people must reach Préau through TLS: give --tls-cert FILE and --tls-key FILE, \
             or --behind-proxy with --public-url https://… when a proxy on this machine does TLS, \
             or listen on 127.0.0.1",
        )),
    }
}

const fn is_loopback(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.is_loopback(),
        IpAddr::V6(v6) => v6.is_loopback(),
    }
}

fn acceptor(cert: &Path, key: &Path) -> Result<TlsAcceptor, Fault> {
    let read = |path: &Path| {
        std::fs::read(path)
            .map_err(|e| Fault::caused(Code::Invalid, "a TLS file cannot be read", e))
    };
    let chain: Vec<_> = rustls_pemfile::certs(&mut read(cert)?.as_slice())
        .collect::<Result<_, _>>()
        .map_err(|e| Fault::caused(Code::Invalid, "the certificate file is not PEM", e))?;
    let key = rustls_pemfile::private_key(&mut read(key)?.as_slice())
        .map_err(|e| Fault::caused(Code::Invalid, "the key file is not PEM", e))?
        .ok_or_else(|| Fault::new(Code::Invalid, "the key file holds no private key"))?;
    let mut config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .map_err(|e| Fault::internal("TLS cannot start", e))?
    .with_no_client_auth()
    .with_single_cert(chain, key)
    .map_err(|e| Fault::caused(Code::Invalid, "certificate and key do not go together", e))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Answers until `stop` is done, then lets requests under way finish for ten seconds.
pub async fn answer(
    listener: TcpListener,
    door: Door,
    router: Router,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    make_room(&listener);
    give_up_on_the_silent(&listener);
    tokio::pin!(stop);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Out of file descriptors or a peer gone: wait a little instead of spinning.
                Err(_) => { tokio::time::sleep(Duration::from_millis(20)).await; continue }
            },
            () = &mut stop => break,
        };
        let (router, door, watcher) = (router.clone(), door.clone(), graceful.watcher());
        // Small answers must not wait for a full packet.
        let _ = stream.set_nodelay(true);
        tokio::spawn(converse(stream, door, router, watcher));
    }
    drop(listener);
    let _ = tokio::time::timeout(Duration::from_secs(10), graceful.shutdown()).await;
}

/// Connections that the system holds until they are accepted: of 20,000 pages that come back together, those beyond wait a
/// second or more before they knock again. It may give less (`net.core.somaxconn`, 4,096 by default).
fn make_room(listener: &TcpListener) {
    if let Err(error) = rustix::net::listen(listener, WAITING) {
        tracing::warn!(%error, "few connections wait at a time");
    }
}

/// A peer that is gone, or takes nothing of what it asked for, gives its place back: by default the system waits for the
/// first for a quarter of an hour, and for the second for ever. Accepted connections inherit it.
fn give_up_on_the_silent(listener: &TcpListener) {
    if let Err(error) = rustix::net::sockopt::set_tcp_user_timeout(listener, SILENT) {
        tracing::warn!(%error, "peers that are gone are given up later");
    }
}

/// What a peer speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaks {
    Http1,
    Http2,
    /// It said too little to tell.
    Either,
}

/// How a peer that may speak HTTP/2 without TLS begins (RFC 9113, section 3.4); no method of HTTP/1.1 does.
const PREFACE: &[u8] = b"PRI ";

/// Looks at what a peer says first, and leaves it to be read. The library's own way takes it out and puts it back, which
/// makes the buffer of every connection twice as large for as long as it lasts.
async fn begins(stream: &TcpStream) -> std::io::Result<Speaks> {
    let mut first = [0; PREFACE.len()];
    let count = stream.peek(&mut first).await?;
    let first = first.get(..count).unwrap_or_default();
    Ok(match first {
        PREFACE => Speaks::Http2,
        _ if PREFACE.starts_with(first) => Speaks::Either,
        _ => Speaks::Http1,
    })
}

/// Each way in a box of its own: the small one does not take the room of the large one.
fn converse(
    stream: TcpStream,
    door: Door,
    router: Router,
    watcher: Watcher,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    match door {
        Door::Tls(acceptor) => Box::pin(in_secret(stream, acceptor, router, watcher)),
        Door::Loopback | Door::Proxy(_) => Box::pin(in_clear(stream, router, watcher)),
    }
}

async fn in_secret(stream: TcpStream, acceptor: TlsAcceptor, router: Router, watcher: Watcher) {
    let accepting = Box::pin(tokio::time::timeout(PATIENCE, acceptor.accept(stream)));
    if let Ok(Ok(tls)) = accepting.await {
        let speaks = match tls.get_ref().1.alpn_protocol() {
            Some(b"h2") => Speaks::Http2,
            _ => Speaks::Http1,
        };
        Box::pin(serve(tls, speaks, router, watcher)).await;
    }
}

async fn in_clear(stream: TcpStream, router: Router, watcher: Watcher) {
    if let Ok(Ok(speaks)) = tokio::time::timeout(PATIENCE, begins(&stream)).await {
        Box::pin(serve(stream, speaks, router, watcher)).await;
    }
}

async fn serve<I>(stream: I, speaks: Speaks, router: Router, watcher: Watcher)
where
    I: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let server = auto::Builder::new(TokioExecutor::new());
    let mut server = match speaks {
        Speaks::Http1 => server.http1_only(),
        Speaks::Http2 => server.http2_only(),
        Speaks::Either => server,
    };
    // A peer that sends its headers one byte a minute must not hold a place.
    server
        .http1()
        .timer(hyper_util::rt::TokioTimer::new())
        .header_read_timeout(PATIENCE);
    let service = TowerToHyperService::new(router);
    let conversation = server.serve_connection(TokioIo::new(stream), service);
    // Errors here are peers that left: nothing to log, nobody to tell.
    let _ = watcher.watch(conversation.into_owned()).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn peers_that_take_nothing_are_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        give_up_on_the_silent(&listener);
        let address = listener.local_addr().unwrap();
        let (peer, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        let accepted = accepted.unwrap().0;
        let set = rustix::net::sockopt::tcp_user_timeout(&accepted).unwrap();
        assert_eq!(set, SILENT);
        drop(peer);
    }

    #[tokio::test]
    async fn many_may_come_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        make_room(&listener);
        let address = listener.local_addr().unwrap();
        // None is accepted meanwhile: beyond what the system holds, one more would wait for ever.
        let come: Vec<_> = (0..400).map(|_| TcpStream::connect(address)).collect();
        let come = tokio::time::timeout(PATIENCE, futures::future::join_all(come)).await;
        assert!(come.unwrap().into_iter().all(|stream| stream.is_ok()));
    }

    #[tokio::test]
    async fn what_a_peer_speaks_is_seen_and_left_to_be_read() {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        for (said, expected) in [
            ("GET / HTTP/1.1\r\n", Speaks::Http1),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Speaks::Http2),
            ("POST / HTTP/1.1\r\n", Speaks::Http1),
            ("PROPFIND /", Speaks::Http1),
            ("P", Speaks::Either),
        ] {
            let mut peer = TcpStream::connect(address).await.unwrap();
            peer.write_all(said.as_bytes()).await.unwrap();
            let (mut accepted, _) = listener.accept().await.unwrap();
            assert_eq!(begins(&accepted).await.unwrap(), expected, "{said}");
            let mut read = vec![0; said.len()];
            accepted.read_exact(&mut read).await.unwrap();
            assert_eq!(read, said.as_bytes());
        }
    }

    #[test]
    fn off_the_machine_plain_http_is_refused_with_the_remedy() {
        let outside: SocketAddr = "0.0.0.0:8080".parse().unwrap();
        let Err(fault) = door(outside, None, None) else {
            panic!("must be refused")
        };
        assert!(
            fault.to_string().contains("--tls-cert")
                && fault.to_string().contains("--behind-proxy")
        );
        assert!(door(outside, None, Some("http://exemple.fr")).is_err());
        assert!(
            matches!(door(outside, None, Some("https://exemple.fr/")), Ok(Door::Proxy(url)) if url == "https://exemple.fr")
        );
        assert!(matches!(
            door("[::1]:0".parse().unwrap(), None, None),
            Ok(Door::Loopback)
        ));
    }
}
