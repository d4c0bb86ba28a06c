//! A listener that speaks TLS.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use rustls::ServerConfig;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::connection::{Resettable, Stream, Switch};

/// Hands over connections whose handshake is done. Dropping it ends the handshakes that are under way.
pub(crate) struct TlsListener {
    listener: Resettable,
    acceptor: TlsAcceptor,
    handshakes: JoinSet<io::Result<(TlsStream<Stream>, SocketAddr)>>,
}

impl TlsListener {
    /// Puts TLS over the connections of `listener`.
    pub(crate) fn new(listener: Resettable, config: Arc<ServerConfig>) -> Self {
        Self { listener, acceptor: TlsAcceptor::from(config), handshakes: JoinSet::new() }
    }

    fn shake_hands(&mut self, stream: Stream, address: SocketAddr) {
        let handshake = self.acceptor.accept(stream);
        self.handshakes.spawn(async move { Ok((handshake.await?, address)) });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<Stream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            // Handshakes go on beside this loop, so that a client that is slow or silent holds up none of the others.
            tokio::select! {
                (stream, address) = self.listener.accept() => self.shake_hands(stream, address),
                // Without a handshake under way there is none to wait for until the next connection.
                done = self.handshakes.join_next(), if !self.handshakes.is_empty() => match done {
                    Some(Ok(Ok(connection))) => return connection,
                    Some(Ok(Err(error))) => tracing::info!(%error, "A handshake failed"),
                    Some(Err(error)) => tracing::error!(%error, "A handshake ended"),
                    None => {}
                },
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Switch {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        let (stream, _) = stream.io().get_ref();
        stream.switch().clone()
    }
}
