//! The C ABI of `EntraRevoke`: it translates between the C# bindings and the core, and decides nothing.
//!
//! Ownership: request structs are copied before a call returns; answers are owned by the caller; a service is an opaque
//! handle to live state, freed by `*_destroy`. Every export is guarded: a panic becomes an error.
//!
//! What takes time is an [`operation`]: it is begun, then its notices and its outcome are pulled by calls that block, and
//! any thread may cancel it. Nothing calls upward, so no caller's function has to be kept alive.

#![expect(clippy::ptr_cast_constness, reason = "the macros of interoptopus write such code")]
#![expect(clippy::missing_panics_doc, reason = "no panic leaves an export: the guards turn it into an error")]

mod cloud;
mod error;
mod guard;
mod notice;
mod operation;
mod probe;
mod revoke;
mod runtime;
mod session;
mod sign_in;

pub use cloud::{Cloud, CloudList, Clouds};
pub use error::{ErrorKind, FfiError};
pub use notice::{Notice, NoticeKind, TraceLevel};
pub use probe::{Probe, ProbeText};
pub use revoke::{Revocation, Revoke, RevokeRequest};
pub use session::{ProxySettings, Session, SessionRequest};
pub use sign_in::{AuthType, CredentialType, SignIn, SignInContext, SignInMethod, SignInRequest};

use interoptopus::inventory::RustInventory;
use interoptopus::{builtins_string, builtins_wire, guard, service};

/// Everything that crosses the C ABI; the bindings are generated from it and the guard's hash is computed over it.
#[must_use]
pub fn ffi_inventory() -> RustInventory {
    RustInventory::new()
        .register(builtins_string!())
        .register(builtins_wire!())
        .register(guard!(ffi_inventory))
        .register(service!(Clouds))
        .register(service!(Session))
        .register(service!(SignIn))
        .register(service!(Revoke))
        .register(service!(Probe))
        .validate()
}
