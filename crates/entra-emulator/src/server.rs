//! Binds the two listeners and serves until told to stop.

use std::fmt::Debug;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::certificate::{Certificate, Identity};
use crate::connection::{Accepted, Resettable, Switch};
use crate::emulator::Emulator;
use crate::settings::Settings;
use crate::tls::TlsListener;
use crate::{create_app, create_control_app, keys};

/// An emulator that serves. Dropping it closes the listeners and ends what hangs.
#[derive(Debug)]
pub struct Running {
    /// Address of the authority, for example `http://127.0.0.1:4000`.
    pub authority: String,
    /// Address of Microsoft Graph, without a version; the same listener as the authority.
    pub graph: String,
    /// Address of the control endpoint, always plain http.
    pub control: String,
    /// The state that both sides share.
    pub emulator: Arc<Emulator>,
    ca_pem: Option<String>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts an emulator on two free ports of 127.0.0.1. Must be called within a tokio runtime.
pub async fn start(settings: Settings) -> io::Result<Running> {
    run(settings, None).await
}

/// As [`start`], but the public side speaks HTTPS with this certificate: HTTP/2, or HTTP/1.1 with a client that asks.
pub async fn start_tls(settings: Settings, certificate: Certificate) -> io::Result<Running> {
    let identity = tokio::task::spawn_blocking(move || Identity::new(certificate)).await??;
    run(settings, Some(identity)).await
}

async fn run(settings: Settings, identity: Option<Identity>) -> io::Result<Running> {
    tokio::task::spawn_blocking(keys::warm_up).await?;
    let (public, public_address) = bind().await?;
    let (control, control_address) = bind().await?;
    let scheme = if identity.is_some() { "https" } else { "http" };
    let base = format!("{scheme}://{public_address}");
    let emulator = Arc::new(Emulator::new(settings, base.clone()));
    let public = Resettable::new(public, emulator.accepted.clone());
    let control = Resettable::new(control, Accepted::default());
    let app = create_app(Arc::clone(&emulator));
    let (public, ca_pem) = match identity {
        Some(Identity { config, ca_pem }) => (serve(TlsListener::new(public, config), app, &emulator), Some(ca_pem)),
        None => (serve(public, app, &emulator), None),
    };
    let tasks = vec![public, serve(control, create_control_app(Arc::clone(&emulator)), &emulator)];
    let control = format!("http://{control_address}");
    Ok(Running { authority: base.clone(), graph: base, control, emulator, ca_pem, tasks })
}

async fn bind() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

fn serve<L>(listener: L, app: Router, emulator: &Arc<Emulator>) -> JoinHandle<()>
where
    L: Listener<Addr: Debug>,
    Switch: for<'a> Connected<IncomingStream<'a, L>>,
{
    let emulator = Arc::clone(emulator);
    tokio::spawn(async move {
        let service = app.into_make_service_with_connect_info::<Switch>();
        let closed = async move { emulator.closed().await };
        if let Err(error) = axum::serve(listener, service).with_graceful_shutdown(closed).await {
            tracing::error!(%error, "The listener ended");
        }
    })
}

impl Running {
    /// The certificate of the authority that a client must trust, as PEM; `None` where the public side is plain http.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// Stops, and waits until every connection is closed.
    pub async fn stop(mut self) {
        self.emulator.close();
        for task in self.tasks.drain(..) {
            // A task that panicked has ended too, which is all that counts here.
            let _ = task.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.emulator.close();
    }
}
