//! The two guards behind which every export stands: one for sync calls, one for async calls.
//!
//! A panic that reached the C ABI would abort the host process, and one in a task would look like a cancellation.

use crate::error::FfiError;
use futures_util::FutureExt as _;
use interoptopus::ffi;
use interoptopus::lang::types::TypeInfo;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::Once;

static SILENT_HOOK: Once = Once::new();

/// Runs `body`; a panic inside becomes an [`FfiError`] of kind `Internal`.
pub(crate) fn guard_sync<T: TypeInfo>(body: impl FnOnce() -> Result<T, FfiError>) -> ffi::Result<T, FfiError> {
    silence_panics();
    flatten(catch_unwind(AssertUnwindSafe(body)))
}

/// Awaits `body`; a panic inside becomes an [`FfiError`] of kind `Internal`.
pub(crate) async fn guard_async<T: TypeInfo>(
    body: impl Future<Output = Result<T, FfiError>>,
) -> ffi::Result<T, FfiError> {
    silence_panics();
    flatten(AssertUnwindSafe(body).catch_unwind().await)
}

fn flatten<T: TypeInfo>(outcome: Result<Result<T, FfiError>, Box<dyn Any + Send>>) -> ffi::Result<T, FfiError> {
    outcome.unwrap_or_else(|panic| Err(FfiError::from_panic(panic.as_ref()))).into()
}

/// Replaces the default panic hook, which would print to the user's console what the error already says.
fn silence_panics() {
    SILENT_HOOK.call_once(|| set_hook(Box::new(|_| {})));
}
