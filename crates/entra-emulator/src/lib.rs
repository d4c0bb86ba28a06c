//! An emulator of the Microsoft Entra ID authority and of the part of Microsoft Graph that ends a user's sessions.
//!
//! It speaks http on loopback, so that the real code paths of a client (sign-in, token refresh, claims challenges,
//! throttling) run over real sockets without a tenant. [`start`] serves it inside a process, [`start_tls`] with HTTPS
//! and a good or a bad certificate; the binary `entra-emulator` serves it to other languages. A second listener, the control endpoint, injects faults, moves the
//! clock and tells what was asked. `DIVERGENCES.md` lists where it differs from the real service.
#![forbid(unsafe_code)]

mod authority;
mod browse;
mod calendar;
mod certificate;
mod clock;
mod connection;
mod control;
mod directory;
mod emulator;
mod faults;
mod grants;
mod graph;
mod ids;
mod journal;
mod keys;
mod observe;
mod params;
mod random;
mod server;
mod settings;
mod tls;

use std::sync::Arc;

use axum::Router;
use axum::middleware;

pub use browse::{BrowseError, browse};
pub use certificate::Certificate;
pub use directory::{User, UserType};
pub use emulator::{CLIENT_SECRET, DEFAULT_CLIENT_ID, EXPIRED_SECRET, Emulator, TENANT_DOMAIN, TENANT_ID};
pub use faults::{Fault, Kind, Target};
pub use journal::{Entry, Outcome};
pub use server::{Running, start, start_tls};
pub use settings::Settings;

/// The public side: the authority and Microsoft Graph on one listener, since their paths do not collide.
pub fn create_app(emulator: Arc<Emulator>) -> Router {
    Router::new()
        .merge(authority::router())
        .fallback(graph::handle)
        .layer(middleware::from_fn_with_state(Arc::clone(&emulator), observe::observe))
        .with_state(emulator)
}

/// The control side: faults, clock, settings, and what was seen. Never reachable from the public listener.
pub fn create_control_app(emulator: Arc<Emulator>) -> Router {
    control::router().with_state(emulator)
}
