//! Proves the seam in the very build that ships: panics, cancellation and text, with no service involved.

use crate::error::FfiError;
use crate::guard::{guard_async, guard_sync};
use crate::runtime::StaticRuntime;
use interoptopus::pattern::asynk::Async;
use interoptopus::wire::Wire;
use interoptopus::{AsyncRuntime, ffi};

/// A text to be echoed.
#[ffi]
#[derive(Clone, Debug)]
pub struct ProbeText {
    /// The text.
    pub text: Option<String>,
}

/// Calls whose outcome is known beforehand.
#[ffi(service)]
#[derive(AsyncRuntime, Debug)]
pub struct Probe {
    runtime: StaticRuntime,
}

#[ffi(prefix = "probe_")]
impl Probe {
    /// Makes a probe.
    pub fn create() -> ffi::Result<Self, FfiError> {
        guard_sync(|| Ok(Self { runtime: StaticRuntime }))
    }

    /// Panics.
    pub fn panic(&self) -> ffi::Result<u8, FfiError> {
        guard_sync(|| panic!("probe"))
    }

    /// Panics after it was awaited.
    pub async fn panic_later(_this: Async<Self>) -> ffi::Result<u8, FfiError> {
        guard_async(async { panic!("probe") }).await
    }

    /// Never ends by itself.
    pub async fn wait(_this: Async<Self>) -> ffi::Result<u8, FfiError> {
        guard_async(std::future::pending()).await
    }

    /// Gives the text back.
    pub fn echo(&self, text: Wire<ProbeText>) -> ffi::Result<Wire<ProbeText>, FfiError> {
        let mut text = text;
        guard_sync(|| Ok(Wire::from(text.unwire())))
    }
}
