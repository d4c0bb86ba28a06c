//! The C ABI of `EntraRevoke`: it translates between the C# bindings and the core, and decides nothing.
//!
//! Ownership: requests are copied before a call returns; answers are owned by the caller; a service is an opaque handle to
//! live state, freed by `*_destroy`. Every export is guarded: a panic becomes an error.
//!
//! What takes time is an [`Operation`]: its caller makes one, a free function begins the work on it, and the caller pulls
//! one [`Step`] after the other. Nothing calls upward, so no caller's function has to be kept alive.

#![expect(clippy::ptr_cast_constness, reason = "the macros of interoptopus write such code")]

mod allocator;
mod environment;
mod error;
mod guard;
mod operation;
mod probe;
mod revoke;
mod runtime;
mod session;
mod sign_in;
mod step;

pub use environment::{Environment, EnvironmentAnswer};
pub use error::{ErrorKind, Failure};
pub use guard::Panicked;
pub use operation::Operation;
pub use probe::ProbeRequest;
pub use revoke::RevokeRequest;
pub use session::Session;
pub use sign_in::{SignInMethod, SignInRequest};
pub use step::{
    AuthType, CredentialType, Notice, NoticeKind, SignInContext, SignatureAlgorithm, SignatureRequest, Step, TraceLevel,
};

use interoptopus::inventory::RustInventory;
use interoptopus::{builtins_wire, function, guard, service};

/// Everything that crosses the C ABI; the bindings are generated from it and the guard's hash is computed over it.
#[must_use]
pub fn ffi_inventory() -> RustInventory {
    RustInventory::new()
        .register(builtins_wire!())
        .register(guard!(ffi_inventory))
        .register(service!(Operation))
        .register(service!(Session))
        .register(function!(environment::environment))
        .register(function!(probe::probe))
        .register(function!(revoke::revoke_signed_in_user_all_refresh_token))
        .register(function!(sign_in::sign_in))
        .validate()
}
