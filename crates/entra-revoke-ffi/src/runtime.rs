//! The one tokio runtime of the process: made on first use, never dropped, since dropping it would race the unload of
//! the library and abort calls in flight.

use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};
use tokio::task::AbortHandle;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("entra-revoke")
        .enable_all()
        .build()
        .expect("the operating system refused to start a thread")
});

/// Runs a future on the process-wide runtime; an aborted one is dropped, not awaited.
pub(crate) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
    RUNTIME.spawn(work).abort_handle()
}
