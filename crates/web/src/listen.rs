//! Where the program listens, and the rule that protects people: off the machine itself, only with TLS
//! in front.

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use kernel::{Code, Fault};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

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
        tokio::spawn(async move {
            // Small answers must not wait for a full packet.
            let _ = stream.set_nodelay(true);
            converse(stream, door, router, watcher).await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(Duration::from_secs(10), graceful.shutdown()).await;
}

/// A peer that is gone, or takes nothing of what it asked for, gives its place back: by default the system waits for the
/// first for a quarter of an hour, and for the second for ever. Accepted connections inherit it.
fn give_up_on_the_silent(listener: &TcpListener) {
    if let Err(error) = rustix::net::sockopt::set_tcp_user_timeout(listener, SILENT) {
        tracing::warn!(%error, "peers that are gone are given up later");
    }
}

async fn converse(
    stream: TcpStream,
    door: Door,
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let mut server = auto::Builder::new(TokioExecutor::new());
    // A peer that sends its headers one byte a minute must not hold a place.
    server
        .http1()
        .timer(hyper_util::rt::TokioTimer::new())
        .header_read_timeout(Duration::from_secs(20));
    let service = TowerToHyperService::new(router);
    // Errors here are peers that left: nothing to log, nobody to tell.
    let _ = match door {
        Door::Tls(acceptor) => {
            let Ok(Ok(tls)) =
                tokio::time::timeout(Duration::from_secs(20), acceptor.accept(stream)).await
            else {
                return;
            };
            watcher
                .watch(
                    server
                        .serve_connection(TokioIo::new(tls), service)
                        .into_owned(),
                )
                .await
        }
        Door::Loopback | Door::Proxy(_) => {
            watcher
                .watch(
                    server
                        .serve_connection(TokioIo::new(stream), service)
                        .into_owned(),
                )
                .await
        }
    };
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
