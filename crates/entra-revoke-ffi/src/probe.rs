//! Proves the seam in the very build that ships: panics, cancellation, text and its own share of a call's time, with no
//! service involved.

use crate::error::FfiError;
use crate::guard::guard_sync;
use crate::notice::{Notice, TraceLevel};
use crate::operation::Operation;
use interoptopus::ffi;
use interoptopus::wire::Wire;

/// A text to be echoed.
#[ffi]
#[derive(Clone, Debug)]
pub struct ProbeText {
    /// The text.
    pub text: Option<String>,
}

/// An operation whose outcome is known beforehand.
#[ffi(service)]
#[derive(Debug)]
pub struct Probe {
    operation: Operation<u8>,
}

#[ffi(prefix = "probe_")]
impl Probe {
    /// Begins what is over at once.
    pub fn nothing() -> ffi::Result<Self, FfiError> {
        guard_sync(|| Ok(Self { operation: Operation::begin(TraceLevel::Quiet, async |_notices| Ok(0)) }))
    }

    /// Begins what never ends by itself.
    pub fn wait() -> ffi::Result<Self, FfiError> {
        guard_sync(|| {
            let operation = Operation::begin(TraceLevel::Quiet, async |_notices| std::future::pending().await);
            Ok(Self { operation })
        })
    }

    /// Begins what panics.
    pub fn panic_later() -> ffi::Result<Self, FfiError> {
        guard_sync(|| Ok(Self { operation: Operation::begin(TraceLevel::Quiet, async |_notices| panic!("probe")) }))
    }

    /// Panics.
    pub fn panic(&self) -> ffi::Result<u8, FfiError> {
        guard_sync(|| panic!("probe"))
    }

    /// Gives the text back.
    pub fn echo(&self, text: Wire<ProbeText>) -> ffi::Result<Wire<ProbeText>, FfiError> {
        let mut text = text;
        guard_sync(|| Ok(Wire::from(text.unwire())))
    }

    /// Blocks until there is a notice; the last one has kind `End` and comes when the operation is over.
    pub fn next_notice(&self) -> ffi::Result<Notice, FfiError> {
        guard_sync(|| Ok(self.operation.next_notice().into()))
    }

    /// Blocks until the operation is over; to be asked for once.
    pub fn outcome(&self) -> ffi::Result<u8, FfiError> {
        guard_sync(|| self.operation.outcome())
    }

    /// Drops the operation at once; every wait for it ends. May be called from any thread.
    pub fn cancel(&self) -> ffi::Result<(), FfiError> {
        guard_sync(|| {
            self.operation.cancel();
            Ok(())
        })
    }
}
