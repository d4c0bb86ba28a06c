//! The live state of one sign-in.

use crate::cloud::Clouds;
use crate::error::FfiError;
use crate::guard::guard_sync;
use entra_revoke::session as core;
use interoptopus::ffi;
use interoptopus::wire::Wire;
use std::sync::Arc;
use std::time::Duration;

/// Proxies as the caller's environment names them; where none is set, those of the system are used.
#[ffi]
#[derive(Clone, Debug)]
pub struct ProxySettings {
    /// `HTTP_PROXY`.
    pub http: Option<String>,
    /// `HTTPS_PROXY`.
    pub https: Option<String>,
    /// `ALL_PROXY`.
    pub all: Option<String>,
    /// `NO_PROXY`.
    pub bypass: Option<String>,
}

/// What a session is made of.
#[ffi]
#[derive(Clone, Debug)]
pub struct SessionRequest {
    /// Name of the cloud.
    pub cloud: String,
    /// Tenant id, domain name, or absent for any organisation.
    pub tenant: Option<String>,
    /// Application (client) id, or absent for the default.
    pub client_id: Option<String>,
    /// Time limit for one HTTP request in milliseconds.
    pub client_timeout_ms: u64,
    /// `User-Agent` of requests to the sign-in service.
    pub user_agent: String,
    /// Proxies.
    pub proxies: ProxySettings,
}

/// One sign-in: its cloud, its connections and, once signed in, its tokens.
#[ffi(service)]
#[derive(Debug)]
pub struct Session {
    pub(crate) inner: Arc<core::Session>,
}

#[ffi(prefix = "session_")]
impl Session {
    /// Makes a session in which nobody is signed in yet.
    pub fn create(clouds: &Clouds, request: Wire<SessionRequest>) -> ffi::Result<Self, FfiError> {
        let mut request = request;
        guard_sync(|| {
            let request = request.unwire();
            let options = core::SessionOptions {
                cloud: clouds.inner.find(&request.cloud)?,
                tenant: request.tenant,
                client_id: request.client_id,
                client_timeout: Duration::from_millis(request.client_timeout_ms),
                user_agent: request.user_agent,
                proxies: request.proxies.into(),
            };
            Ok(Self { inner: Arc::new(core::Session::new(options)?) })
        })
    }
}

impl From<ProxySettings> for entra_revoke::transport::ProxySettings {
    fn from(proxies: ProxySettings) -> Self {
        Self { http: proxies.http, https: proxies.https, all: proxies.all, bypass: proxies.bypass }
    }
}
