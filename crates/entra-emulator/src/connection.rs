//! A listener whose connections can be reset, from within a handler or while they are idle, as a network that breaks would.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The connections that a listener has accepted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accepted(Arc<Mutex<Connections>>);

#[derive(Debug, Default)]
struct Connections {
    count: u64,
    open: Vec<Weak<Lever>>,
}

impl Accepted {
    /// How many there were until now.
    pub(crate) fn count(&self) -> u64 {
        self.with(|connections| connections.count)
    }

    /// Resets those that are open, idle ones too.
    pub(crate) fn reset(&self) {
        let open = self.with(|connections| std::mem::take(&mut connections.open));
        open.iter().filter_map(Weak::upgrade).for_each(|lever| lever.throw());
    }

    fn next(&self) -> Switch {
        let lever = Arc::<Lever>::default();
        let connection = self.with(|connections| {
            connections.open.retain(|lever| lever.strong_count() > 0);
            connections.open.push(Arc::downgrade(&lever));
            connections.count += 1;
            connections.count
        });
        Switch { connection, lever }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Connections) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Debug, Default)]
struct Lever {
    thrown: AtomicBool,
    /// Whoever waits for the next request: without being woken an idle connection would not look.
    reader: AtomicWaker,
}

impl Lever {
    fn throw(&self) {
        self.thrown.store(true, Ordering::SeqCst);
        self.reader.wake();
    }
}

/// The switch of one connection. Once it is thrown, nothing more is written, and the peer sees a reset.
#[derive(Clone, Debug, Default)]
pub(crate) struct Switch {
    connection: u64,
    lever: Arc<Lever>,
}

impl Switch {
    /// The number of the connection; the first is 1.
    pub(crate) const fn connection(&self) -> u64 {
        self.connection
    }

    /// Ends the connection without an answer.
    pub(crate) fn reset(&self) {
        self.lever.throw();
    }

    fn check(&self, stream: &TcpStream) -> io::Result<()> {
        if self.lever.thrown.load(Ordering::SeqCst) {
            // Without lingering the kernel sends RST instead of an orderly end. If that fails, the peer sees FIN.
            let _ = stream.set_zero_linger();
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl Connected<IncomingStream<'_, Resettable>> for Switch {
    fn connect_info(stream: IncomingStream<'_, Resettable>) -> Self {
        stream.io().switch().clone()
    }
}

/// A TCP listener that counts its connections and gives each a [`Switch`].
#[derive(Debug)]
pub(crate) struct Resettable {
    listener: TcpListener,
    accepted: Accepted,
}

impl Resettable {
    /// Counts the connections of `listener` in `accepted`.
    pub(crate) const fn new(listener: TcpListener, accepted: Accepted) -> Self {
        Self { listener, accepted }
    }
}

impl Listener for Resettable {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (inner, address) = Listener::accept(&mut self.listener).await;
        // A frame of HTTP/2 must not wait until the one before is acknowledged. If that cannot be set it is only slower.
        let _ = inner.set_nodelay(true);
        (Stream { inner, switch: self.accepted.next() }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// A TCP stream that obeys its switch.
#[derive(Debug)]
pub(crate) struct Stream {
    inner: TcpStream,
    switch: Switch,
}

impl Stream {
    /// The connection's switch.
    pub(crate) const fn switch(&self) -> &Switch {
        &self.switch
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.switch.lever.reader.register(cx.waker());
        self.switch.check(&self.inner)?;
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.switch.check(&self.inner)?;
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.switch.check(&self.inner)?;
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
