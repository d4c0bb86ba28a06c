//! Connections. All sessions of the process with the same proxies share them; they end with the last of these sessions.

use super::proxy::{Proxies, ProxySettings, Route};
use super::{CONNECT_TIMEOUT, tls};
use crate::error::{Error, Kind};
use reqwest::Client;
use reqwest::redirect::Policy;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use url::Url;

/// After how long without a word from the service a connection is asked for a sign of life (RFC 9113 6.7), and how long
/// is waited for it. What speaks HTTP/1.1 has no such thing; there the system's TCP finds out, on Linux after 30 seconds.
const PING: Duration = Duration::from_secs(5);

/// The pools that sessions hold.
static POOLS: Mutex<Vec<Weak<Pool>>> = Mutex::new(Vec::new());

/// The connections for one set of proxies.
#[derive(Debug)]
pub(super) struct Pool {
    proxies: Proxies,
    plain: Mutex<Slot>,
    direct: Mutex<Slot>,
    proxied: Mutex<Slot>,
}

/// The connections of one route.
#[derive(Debug, Default)]
struct Slot {
    client: Option<Client>,
    /// How many clients were thrown away before this one.
    generation: u64,
}

/// A client to send one request with.
#[derive(Debug)]
pub(super) struct Lease {
    pub(super) client: Client,
    route: Route,
    generation: u64,
}

/// The pool for these proxies; fails with `InvalidProxy`.
pub(super) fn shared(settings: &ProxySettings) -> Result<Arc<Pool>, Error> {
    let proxies = Proxies::new(settings)?;
    let mut pools = lock(&POOLS);
    pools.retain(|pool| pool.strong_count() > 0);
    if let Some(pool) = pools.iter().filter_map(Weak::upgrade).find(|pool| pool.proxies.settings() == settings) {
        return Ok(pool);
    }
    let pool = Arc::new(Pool { proxies, plain: Mutex::default(), direct: Mutex::default(), proxied: Mutex::default() });
    pools.push(Arc::downgrade(&pool));
    Ok(pool)
}

impl Pool {
    /// A client for an address; waits for the certificate authorities where the address needs them.
    pub(super) async fn lease(&self, url: &Url) -> Result<Lease, Error> {
        let route = self.proxies.route(url);
        let (held, generation) = {
            let slot = lock(self.slot(route));
            (slot.client.clone(), slot.generation)
        };
        if let Some(client) = held {
            return Ok(Lease { client, route, generation });
        }
        let fresh = self.build(route).await?;
        let mut slot = lock(self.slot(route));
        // Of many that found none the first has put its own here.
        let client = slot.client.get_or_insert(fresh).clone();
        Ok(Lease { client, route, generation: slot.generation })
    }

    /// Has later requests use fresh connections; those that are under way go on with the old ones.
    pub(super) fn discard(&self, lease: &Lease) {
        let mut slot = lock(self.slot(lease.route));
        // Of many requests that break with one connection the first has done it for all.
        if slot.generation == lease.generation {
            *slot = Slot { client: None, generation: slot.generation + 1 };
        }
    }

    /// The proxy that a request goes through, in words and without a password.
    pub(super) fn proxy(&self, lease: &Lease) -> Option<String> {
        (lease.route == Route::Proxy).then(|| self.proxies.name())
    }

    async fn build(&self, route: Route) -> Result<Client, Error> {
        let builder = Client::builder()
            // For the proxy; each request names the caller's own.
            .user_agent(concat!("entra-revoke/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .http2_keep_alive_interval(PING)
            .http2_keep_alive_timeout(PING)
            // Old servers and the boxes in between write such headers, and everybody else reads them.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true);
        let config = if route == Route::Plain { tls::unused()? } else { tls::config().await? };
        let builder = builder.tls_backend_preconfigured(config);
        self.proxies.apply(route, builder).and_then(reqwest::ClientBuilder::build).map_err(|error| {
            let message = format!("the connection could not be prepared: {}", super::failure::root_cause(&error));
            Error::new(Kind::Connection, "ConnectionFailed", message)
        })
    }

    const fn slot(&self, route: Route) -> &Mutex<Slot> {
        match route {
            Route::Plain => &self.plain,
            Route::Direct => &self.direct,
            Route::Proxy => &self.proxied,
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
