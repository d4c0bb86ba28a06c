//! TLS as the system wants it. The certificate authorities are read once for the process, when the first address needs them.

use crate::error::{Error, Kind};
use rustls::crypto::ring;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use tokio::sync::{OnceCell, oneshot};

/// The configuration that all connections share, and with it the sessions that can be resumed.
static CONFIG: Mutex<Option<Arc<OnceCell<ClientConfig>>>> = Mutex::new(None);

/// What connections are made with; the first call waits until the authorities were read, and after a failure the next one
/// tries again. Fails with `CertificatesUnavailable`.
pub(super) async fn config() -> Result<ClientConfig, Error> {
    let cell = Arc::clone(held().get_or_insert_default());
    cell.get_or_try_init(read).await.cloned()
}

/// Has the authorities read anew for the next client, since one may have been installed meanwhile.
pub(super) fn forget() {
    *held() = None;
}

/// Reads the authorities on a thread of their own, for on Linux they are in a few hundred files.
async fn read() -> Result<ClientConfig, Error> {
    let (sender, config) = oneshot::channel();
    let reading = thread::Builder::new().spawn(move || {
        // A call that is gone needs no answer.
        let _ = sender.send(build());
    });
    reading.map_err(|error| unavailable(&error.to_string()))?;
    config.await.unwrap_or_else(|_| Err(unavailable("the reading ended")))
}

fn build() -> Result<ClientConfig, Error> {
    let with_authorities = builder().and_then(BuilderVerifierExt::with_platform_verifier);
    let mut config = with_authorities.map_err(|error| unavailable(&error.to_string()))?.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// What plain http is made with: it trusts nobody, and nothing is read for it.
pub(super) fn unused() -> Result<ClientConfig, Error> {
    let builder = builder().map_err(|error| unavailable(&error.to_string()))?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, rustls::Error> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions()
}

fn unavailable(reason: &str) -> Error {
    let message = format!("the certificate authorities of the system could not be read: {reason}");
    Error::new(Kind::Connection, "CertificatesUnavailable", message)
}

fn held() -> MutexGuard<'static, Option<Arc<OnceCell<ClientConfig>>>> {
    CONFIG.lock().unwrap_or_else(PoisonError::into_inner)
}
