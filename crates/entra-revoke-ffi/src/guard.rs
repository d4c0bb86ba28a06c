//! The two guards: one behind which every export stands, and one for the work that an export begins.
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
    flatten(catch_unwind(AssertUnwindSafe(body))).into()
}

/// Awaits `body`; a panic inside becomes an [`FfiError`] of kind `Internal`.
pub(crate) async fn guard_async<T>(body: impl Future<Output = Result<T, FfiError>>) -> Result<T, FfiError> {
    silence_panics();
    flatten(AssertUnwindSafe(body).catch_unwind().await)
}

fn flatten<T>(outcome: Result<Result<T, FfiError>, Box<dyn Any + Send>>) -> Result<T, FfiError> {
    outcome.unwrap_or_else(|panic| Err(FfiError::from_panic(panic.as_ref())))
}

/// Replaces the default panic hook, which would print to the user's console what the error already says.
fn silence_panics() {
    SILENT_HOOK.call_once(|| set_hook(Box::new(|_| {})));
}
