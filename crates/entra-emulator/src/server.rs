//! Binds the two listeners and serves until told to stop.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::connection::{Resettable, Switch};
use crate::emulator::Emulator;
use crate::settings::Settings;
use crate::{create_app, create_control_app, keys};

/// An emulator that serves. Dropping it closes the listeners and ends what hangs.
#[derive(Debug)]
pub struct Running {
    /// Address of the authority, for example `http://127.0.0.1:4000`.
    pub authority: String,
    /// Address of Microsoft Graph, without a version; the same listener as the authority.
    pub graph: String,
    /// Address of the control endpoint.
    pub control: String,
    /// The state that both sides share.
    pub emulator: Arc<Emulator>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts an emulator on two free ports of 127.0.0.1. Must be called within a tokio runtime.
pub async fn start(settings: Settings) -> io::Result<Running> {
    tokio::task::spawn_blocking(keys::warm_up).await?;
    let (public, public_address) = bind().await?;
    let (control, control_address) = bind().await?;
    let emulator = Arc::new(Emulator::new(settings, public_address.clone()));
    let tasks = vec![
        serve(public, create_app(Arc::clone(&emulator)), &emulator),
        serve(control, create_control_app(Arc::clone(&emulator)), &emulator),
    ];
    Ok(Running { authority: public_address.clone(), graph: public_address, control: control_address, emulator, tasks })
}

async fn bind() -> io::Result<(TcpListener, String)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = format!("http://{}", listener.local_addr()?);
    Ok((listener, address))
}

fn serve(listener: TcpListener, app: Router, emulator: &Arc<Emulator>) -> JoinHandle<()> {
    let emulator = Arc::clone(emulator);
    tokio::spawn(async move {
        let service = app.into_make_service_with_connect_info::<Switch>();
        let closed = async move { emulator.closed().await };
        if let Err(error) = axum::serve(Resettable(listener), service).with_graceful_shutdown(closed).await {
            tracing::error!(%error, "The listener ended");
        }
    })
}

impl Running {
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
