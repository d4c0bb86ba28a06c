//! A sign-in that succeeded.

use crate::guard::{Panicked, guard_sync};
use crate::operation::Operation;
use entra_revoke::error::{Error, Kind};
use entra_revoke::session as core;
use interoptopus::ffi;
use std::sync::Arc;

/// One sign-in, with its connections and tokens.
#[ffi(service)]
#[derive(Debug)]
pub struct Session {
    pub(crate) inner: Option<Arc<core::Session>>,
}

#[ffi(prefix = "session_")]
impl Session {
    /// Takes the session of an operation whose last step was `SignedIn`.
    pub fn of(operation: &Operation) -> ffi::Result<Self, Panicked> {
        match guard_sync(|| operation.session()) {
            Ok(Some(session)) => ffi::Result::Ok(Self { inner: Some(session) }),
            Ok(None) | Err(_) => ffi::Result::Err(Panicked::Unexpectedly),
        }
    }

    /// False once the sign-in was revoked, as far as the session knows.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        guard_sync(|| self.inner.as_ref().is_some_and(|session| session.is_signed_in())).unwrap_or_default()
    }
}

impl Session {
    /// The session, for work that outlives the call that begins it.
    pub(crate) fn shared(&self) -> Result<Arc<core::Session>, Error> {
        let ended = || Error::new(Kind::Internal, "InternalError", "the session was freed");
        self.inner.clone().ok_or_else(ended)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = guard_sync(|| drop(self.inner.take()));
    }
}
