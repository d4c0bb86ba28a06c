//! Proxies that pass a connection on to one service, whatever they are asked for.

use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// How a proxy is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tunnel {
    /// By CONNECT (RFC 9110 9.3.6).
    Http,
    /// By SOCKS version 5 without authentication, for an IPv4 address (RFC 1928).
    Socks,
}

impl Tunnel {
    /// Starts a proxy before a service; it ends with the runtime of its test.
    pub(crate) async fn to(self, service: &str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = service.to_owned();
        tokio::spawn(async move {
            loop {
                let (mut client, _) = listener.accept().await.unwrap();
                let service = service.clone();
                tokio::spawn(async move {
                    self.shake_hands(&mut client).await;
                    let mut server = TcpStream::connect(&service).await.unwrap();
                    // Either end may be gone at once.
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        address
    }

    async fn shake_hands(self, client: &mut TcpStream) {
        match self {
            Self::Http => {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(client.read_u8().await.unwrap());
                }
                assert!(head.starts_with(b"CONNECT "));
                client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            }
            Self::Socks => {
                client.read_exact(&mut [0; 3]).await.unwrap();
                client.write_all(&[5, 0]).await.unwrap();
                let mut request = [0; 10];
                client.read_exact(&mut request).await.unwrap();
                assert_eq!(request[..4], [5, 1, 0, 1]);
                client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
            }
        }
    }
}
