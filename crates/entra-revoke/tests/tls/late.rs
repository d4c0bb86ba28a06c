//! A service over TLS that speaks HTTP/1.1 only, and sends the body of its answer to HEAD when the next request comes.

use rcgen::{CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// What the service sees.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// A method on a connection; the first has the number 1.
    Request(usize, String),
    /// The end of a connection.
    End(usize),
}

/// The service; it ends with the runtime of its test.
pub(crate) struct Late {
    pub(crate) base: String,
    pub(crate) ca_pem: String,
    seen: mpsc::UnboundedReceiver<Seen>,
}

impl Late {
    pub(crate) async fn start() -> Self {
        let (config, ca_pem) = identity();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("https://{}", listener.local_addr().unwrap());
        let (sender, seen) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            for connection in 1.. {
                let (stream, _) = listener.accept().await.unwrap();
                let (acceptor, sender) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move {
                    serve(acceptor.accept(stream).await.unwrap(), connection, &sender).await;
                    let _ = sender.send(Seen::End(connection));
                });
            }
        });
        Self { base, ca_pem, seen }
    }

    /// What the service sees next.
    pub(crate) async fn next(&mut self) -> Seen {
        timeout(Duration::from_secs(10), self.seen.recv()).await.unwrap().unwrap()
    }
}

async fn serve(mut stream: TlsStream<TcpStream>, connection: usize, seen: &mpsc::UnboundedSender<Seen>) {
    let mut late = &b""[..];
    while let Some(head) = head(&mut stream).await {
        let method = head.split(' ').next().unwrap().to_owned();
        stream.write_all(late).await.unwrap();
        let answer = match method.as_str() {
            "HEAD" => &b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"[..],
            _ => b"HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{\"value\":true}",
        };
        late = if method == "HEAD" { b"late" } else { b"" };
        stream.write_all(answer).await.unwrap();
        seen.send(Seen::Request(connection, method)).unwrap();
    }
}

async fn head(stream: &mut TlsStream<TcpStream>) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8(head).unwrap())
}

fn identity() -> (ServerConfig, String) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &*authority).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    (config, authority.pem())
}
