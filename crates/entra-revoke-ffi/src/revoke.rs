//! Revoking refresh tokens and sessions.

use crate::error::FfiError;
use crate::guard::guard_sync;
use crate::notice::{Notice, TraceLevel};
use crate::operation::Operation;
use crate::session::Session;
use interoptopus::ffi;
use interoptopus::wire::Wire;
use std::sync::Arc;

/// What a revocation needs.
#[ffi]
#[derive(Clone, Debug)]
pub struct RevokeRequest {
    /// `User-Agent` of the request to Microsoft Graph.
    pub user_agent: String,
    /// How much to report.
    pub trace: TraceLevel,
}

/// What Microsoft Graph answered.
#[ffi]
#[derive(Debug)]
pub struct Revocation {
    /// False only where the service said so; any other success is true.
    pub revoked: bool,
}

/// One revocation.
#[ffi(service)]
#[derive(Debug)]
pub struct Revoke {
    operation: Operation<Revocation>,
}

#[ffi(prefix = "revoke_")]
impl Revoke {
    /// Begins to invalidate all refresh tokens and browser sessions of the signed-in user.
    pub fn signed_in_user_all_refresh_token(
        session: &Session,
        request: Wire<RevokeRequest>,
    ) -> ffi::Result<Self, FfiError> {
        let mut request = request;
        guard_sync(|| {
            let RevokeRequest { user_agent, trace } = request.unwire();
            let session = Arc::clone(&session.inner);
            let operation = Operation::begin(trace, async move |notices| {
                Ok(Revocation { revoked: session.revoke_signed_in_user(&user_agent, &notices).await? })
            });
            Ok(Self { operation })
        })
    }

    /// Blocks until there is a notice; the last one has kind `End` and comes when the revocation is over.
    pub fn next_notice(&self) -> ffi::Result<Notice, FfiError> {
        guard_sync(|| Ok(self.operation.next_notice().into()))
    }

    /// Blocks until the revocation is over; to be asked for once.
    pub fn outcome(&self) -> ffi::Result<Revocation, FfiError> {
        guard_sync(|| self.operation.outcome())
    }

    /// Drops the revocation at once; every wait for it ends. May be called from any thread.
    pub fn cancel(&self) -> ffi::Result<(), FfiError> {
        guard_sync(|| {
            self.operation.cancel();
            Ok(())
        })
    }
}
