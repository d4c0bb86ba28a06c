//! The sockets behind `http://localhost:port` (RFC 8252 7.3).

use crate::error::{Error, Kind};
use futures_util::future::select_all;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// How many ports are tried.
const TRIES: usize = 16;

/// How long to wait after a connection could not be accepted: it takes a moment until a file descriptor is free again.
const PAUSE: Duration = Duration::from_millis(100);

/// One port of 127.0.0.1 and of `::1`; of 127.0.0.1 alone where the machine has no IPv6.
#[derive(Debug)]
pub(super) struct Listeners {
    sockets: Vec<TcpListener>,
    port: u16,
}

impl Listeners {
    /// Binds to a port that is free on both addresses: a browser goes to either one for `localhost`, and whoever holds
    /// the other would get the code.
    pub(super) async fn bind() -> Result<Self, Error> {
        Self::bind_to_one_of(std::iter::repeat_n(0, TRIES)).await
    }

    /// The port of both.
    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the next connection.
    pub(super) async fn accept(&self) -> TcpStream {
        let accepts = self.sockets.iter().map(|socket| Box::pin(persistently(|| socket.accept())));
        let ((stream, _), _, _) = select_all(accepts).await;
        stream
    }

    async fn bind_to_one_of(ports: impl IntoIterator<Item = u16>) -> Result<Self, Error> {
        let mut reason = None;
        for port in ports {
            match pair(port).await {
                Ok(listeners) => return Ok(listeners),
                Err(error) => reason = Some(error),
            }
        }
        let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
        let message = format!("no port could be opened on this machine to receive the sign-in{reason}");
        Err(Error::new(Kind::Connection, "LoopbackUnavailable", message))
    }
}

async fn pair(port: u16) -> io::Result<Listeners> {
    let v4 = bind(Ipv4Addr::LOCALHOST, port).await?;
    let port = v4.local_addr()?.port();
    let sockets = match bind(Ipv6Addr::LOCALHOST, port).await {
        Ok(v6) => vec![v4, v6],
        // A machine without IPv6 refuses every port; otherwise it is this one that somebody else has.
        Err(_) if bind(Ipv6Addr::LOCALHOST, 0).await.is_err() => vec![v4],
        Err(error) => return Err(error),
    };
    Ok(Listeners { sockets, port })
}

async fn bind(address: impl Into<IpAddr>, port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((address.into(), port)).await
}

/// Accepts until it succeeds: what fails is one connection, or all for a while, but never the listener.
async fn persistently<T, F: Future<Output = io::Result<T>>>(accept: impl Fn() -> F) -> T {
    loop {
        match accept().await {
            Ok(accepted) => return accepted,
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Listeners, PAUSE, bind, persistently};
    use std::cell::Cell;
    use std::io;
    use std::net::{Ipv4Addr, Ipv6Addr};

    #[tokio::test]
    async fn a_port_that_another_process_holds_on_one_address_is_left_alone() {
        // A machine without IPv6 has no such process either.
        let Ok(other) = bind(Ipv6Addr::LOCALHOST, 0).await else { return };
        let taken = other.local_addr().unwrap().port();
        let listeners = Listeners::bind_to_one_of([taken, 0]).await.unwrap();
        assert_ne!(listeners.port(), taken);
        assert_eq!(listeners.sockets.len(), 2);
        for socket in &listeners.sockets {
            assert_eq!(socket.local_addr().unwrap().port(), listeners.port());
        }
        let error = Listeners::bind_to_one_of([taken]).await.unwrap_err();
        assert_eq!(error.code(), "LoopbackUnavailable");
        assert!(bind(Ipv4Addr::LOCALHOST, taken).await.is_ok(), "a port that is not used is given back");
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_could_not_be_accepted_does_not_end_the_listening() {
        let failures = Cell::new(3);
        let accepted = persistently(async || match failures.get() {
            0 => Ok("stream"),
            left => {
                failures.set(left - 1);
                Err(io::Error::from(io::ErrorKind::ConnectionAborted))
            }
        });
        assert_eq!(tokio::time::timeout(PAUSE * 10, accepted).await, Ok("stream"));
        assert_eq!(failures.get(), 0);
    }
}
