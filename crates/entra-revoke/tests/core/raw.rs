//! A server that answers with given bytes, whatever it is asked, as no library would.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// A server; it ends with the runtime of its test.
pub(crate) struct Raw {
    /// Its host and port.
    pub(crate) address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Raw {
    /// A server that gives this answer to the head of each request.
    pub(crate) async fn answering(answer: &'static [u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&heads);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let heard = Arc::clone(&heard);
                tokio::spawn(async move {
                    while let Some(head) = head(&mut stream).await {
                        heard.lock().unwrap().push(head);
                        stream.write_all(answer).await.unwrap();
                    }
                });
            }
        });
        Self { address, heads }
    }

    /// The heads of all requests until now.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

/// The head of the next request; `None` at the end of the connection.
pub(crate) async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8(head).unwrap())
}

/// An address that refuses connections as long as its socket, which is bound and does not listen, is held.
pub(crate) fn dead() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}
