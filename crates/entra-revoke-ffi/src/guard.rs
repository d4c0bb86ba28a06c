//! The two guards: one behind which every export stands, and one for the work that an export begins.
//!
//! A panic that reached the C ABI would abort the host process, and one in a task would look like a cancellation.

use entra_revoke::error::{Error, Kind};
use futures_util::FutureExt as _;
use interoptopus::ffi;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::Once;

static SILENT_HOOK: Once = Once::new();

thread_local! {
    /// Where the last panic of this thread happened.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Why a handle could not be made.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panicked {
    /// The native library failed unexpectedly, which is a defect of it.
    Unexpectedly = 1,
}

/// Runs `body`; a panic inside becomes a [`Error`] of kind `Internal`.
pub(crate) fn guard_sync<T>(body: impl FnOnce() -> T) -> Result<T, Error> {
    silence_panics();
    catch_unwind(AssertUnwindSafe(body)).map_err(|panic| explain(panic.as_ref()))
}

/// Awaits `body`; a panic inside becomes a [`Error`] of kind `Internal`.
pub(crate) async fn guard_async<T>(body: impl Future<Output = T>) -> Result<T, Error> {
    silence_panics();
    AssertUnwindSafe(body).catch_unwind().await.map_err(|panic| explain(panic.as_ref()))
}

fn explain(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let place = PLACE.with_borrow(Clone::clone);
    let message = format!("the native library failed unexpectedly at {place}: {}", text.unwrap_or_default());
    Error::new(Kind::Internal, "InternalError", message)
}

/// Replaces the default panic hook, which would print to the user's console what the error already says.
fn silence_panics() {
    SILENT_HOOK.call_once(|| {
        set_hook(Box::new(|panic| {
            let place = panic.location().map_or_else(String::new, ToString::to_string);
            PLACE.with_borrow_mut(|last| *last = place);
        }));
    });
}
