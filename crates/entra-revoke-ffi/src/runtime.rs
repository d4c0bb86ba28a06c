//! The one tokio runtime of the process: made on first use, never dropped, since dropping it would race the unload of
//! the library and abort calls in flight.

use interoptopus::pattern::asynk::{AsyncRuntime, TaskHandle};
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};
use tokio::task::AbortHandle;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("entra-revoke")
        .enable_all()
        .build()
        .expect("the operating system refused to start two threads")
});

/// Runs the futures of every service on the process-wide runtime; a cancelled task is dropped, not awaited.
#[derive(Clone, Copy, Debug, Default)]
pub struct StaticRuntime;

impl AsyncRuntime for StaticRuntime {
    type T = ();

    fn spawn<Fn, F>(&self, f: Fn) -> TaskHandle
    where
        Fn: FnOnce(Self::T) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        TaskHandle::from_handle(RUNTIME.spawn(f(())).abort_handle(), AbortHandle::abort)
    }
}
