//! The one tokio runtime of the process, on one thread: made on first use, never dropped, since dropping it would race the
//! unload of the library and abort calls in flight.

use entra_revoke::error::{Error, Kind};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use tokio::runtime::{Builder, Handle};
use tokio::task::AbortHandle;

static RUNTIME: OnceLock<Handle> = OnceLock::new();

/// Held while the runtime is started, so that two first calls start one.
static STARTING: Mutex<()> = Mutex::new(());

/// Runs a future on the process-wide runtime; an aborted one is dropped, not awaited.
pub(crate) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Result<AbortHandle, Error> {
    let _starting = RUNTIME.get().is_none().then(|| STARTING.lock().unwrap_or_else(PoisonError::into_inner));
    let handle = if let Some(handle) = RUNTIME.get() {
        handle
    } else {
        // What the system refuses now it may give to the next call, so a failure is not kept.
        let started = start().map_err(|refusal| {
            let message = format!("the operating system refused what the native library needs to run: {refusal}");
            Error::new(Kind::Internal, "RuntimeUnavailable", message)
        })?;
        RUNTIME.get_or_init(|| started)
    };
    Ok(handle.spawn(work).abort_handle())
}

fn start() -> std::io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("entra-revoke".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}
