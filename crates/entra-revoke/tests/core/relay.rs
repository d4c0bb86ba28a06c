//! A relay before a service, whose open connections a test can break in the ways that networks do.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What becomes of what a client sends on a connection that was open at the time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
    /// The connection is reset, as by a NAT that has forgotten it.
    Reset,
    /// Nothing comes back any more, as when the other end is gone.
    Silence,
}

/// What a relay has seen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) accepted: usize,
    pub(crate) ended: usize,
    pub(crate) reset: usize,
    pub(crate) swallowed: usize,
}

/// A relay; it ends with the runtime of its test.
pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    seen: Arc<watch::Sender<Seen>>,
    /// The fate, and how many connections were accepted when it came.
    fate: watch::Sender<Option<(Fate, usize)>>,
}

impl Relay {
    /// A relay to `target`, a host and a port.
    pub(crate) async fn to(target: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(watch::Sender::new(Seen::default()));
        let fate = watch::Sender::new(None);
        let (shared, fates, target) = (Arc::clone(&seen), fate.subscribe(), target.to_owned());
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                shared.send_modify(|seen| seen.accepted += 1);
                let number = shared.borrow().accepted;
                let server = TcpStream::connect(&target).await.unwrap();
                let (shared, fates) = (Arc::clone(&shared), fates.clone());
                tokio::spawn(async move {
                    let mine = || fates.borrow().and_then(|(fate, until)| (number <= until).then_some(fate));
                    pass(client, server, mine, &shared).await;
                    shared.send_modify(|seen| seen.ended += 1);
                });
            }
        });
        Self { address, seen, fate }
    }

    /// Breaks the connections that are open now; later ones are passed on.
    pub(crate) fn break_open(&self, fate: Fate) {
        self.fate.send_replace(Some((fate, self.seen().accepted)));
    }

    pub(crate) fn seen(&self) -> Seen {
        *self.seen.borrow()
    }

    /// Waits until the relay has seen what the test waits for, less long than an idle connection is kept.
    pub(crate) async fn until(&self, enough: impl FnMut(&Seen) -> bool) {
        let mut seen = self.seen.subscribe();
        tokio::time::timeout(Duration::from_mins(1), seen.wait_for(enough)).await.unwrap().unwrap();
    }
}

async fn pass(
    mut client: TcpStream,
    mut server: TcpStream,
    fate: impl Fn() -> Option<Fate>,
    seen: &watch::Sender<Seen>,
) {
    let (mut up, mut down) = ([0; 4096], [0; 4096]);
    loop {
        let (from_client, read) = tokio::select! {
            read = client.read(&mut up) => (true, read),
            read = server.read(&mut down) => (false, read),
        };
        let Ok(read @ 1..) = read else { return };
        match (fate(), from_client) {
            (None, true) => server.write_all(&up[..read]).await.unwrap(),
            (None, false) => client.write_all(&down[..read]).await.unwrap(),
            (Some(Fate::Reset), true) => {
                seen.send_modify(|seen| seen.reset += 1);
                return client.set_zero_linger().unwrap();
            }
            (Some(Fate::Silence), true) => seen.send_modify(|seen| seen.swallowed += 1),
            (Some(_), false) => {}
        }
    }
}
