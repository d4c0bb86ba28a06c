//! The one tokio runtime of the process, on one thread: made on first use, never dropped, since dropping it would race the
//! unload of the library and abort calls in flight.

use entra_revoke::error::{Error, Kind};
use std::io;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use tokio::runtime::{Builder, Handle};
use tokio::task::AbortHandle;

static RUNTIME: Lazy = Lazy { handle: OnceLock::new(), starting: Mutex::new(()) };

/// What is started on first use. What the system refuses now it may give to the next call, so a failure is not kept.
struct Lazy {
    handle: OnceLock<Handle>,
    // Held while it is started, so that two first calls start one.
    starting: Mutex<()>,
}

/// Runs a future on the process-wide runtime; an aborted one is dropped, not awaited.
pub(crate) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Result<AbortHandle, Error> {
    Ok(RUNTIME.get(start)?.spawn(work).abort_handle())
}

impl Lazy {
    fn get(&self, start: impl FnOnce() -> io::Result<Handle>) -> Result<&Handle, Error> {
        if let Some(handle) = self.handle.get() {
            return Ok(handle);
        }
        let _starting = self.starting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handle) = self.handle.get() {
            return Ok(handle);
        }
        let started = start().map_err(|refusal| {
            let message = format!("the operating system refused what the native library needs to run: {refusal}");
            Error::new(Kind::Internal, "RuntimeUnavailable", message)
        })?;
        Ok(self.handle.get_or_init(|| started))
    }
}

fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("entra-revoke".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}

#[cfg(test)]
mod tests {
    use super::{Lazy, start};
    use std::io;
    use std::sync::{Mutex, OnceLock};

    #[test]
    fn a_runtime_that_could_not_be_started_is_started_by_the_next_call() {
        let lazy = Lazy { handle: OnceLock::new(), starting: Mutex::new(()) };
        let refused = lazy.get(|| Err(io::Error::from_raw_os_error(11))).unwrap_err();
        assert_eq!(refused.code(), "RuntimeUnavailable");
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| lazy.get(|| panic!("no thread"))));
        assert!(panicked.is_err());
        assert!(lazy.get(start).is_ok());
        assert!(lazy.get(|| unreachable!("it runs")).is_ok());
    }
}
