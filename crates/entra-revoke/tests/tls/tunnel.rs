//! A proxy that passes a connection on to one service, whatever it is asked for.

use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// Starts a proxy before a service; it ends with the runtime of its test.
pub(crate) async fn to(service: &str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = service.to_owned();
    tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            let service = service.clone();
            tokio::spawn(async move {
                // CONNECT (RFC 9110 9.3.6).
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(client.read_u8().await.unwrap());
                }
                assert!(head.starts_with(b"CONNECT "));
                client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                let mut server = TcpStream::connect(&service).await.unwrap();
                // Either end may be gone at once.
                let _ = copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    address
}
