//! Revoking refresh tokens and sessions.

use crate::error::FfiError;
use crate::guard::{guard_async, guard_sync};
use crate::notice::{Notice, TraceLevel};
use crate::runtime::StaticRuntime;
use crate::session::Session;
use entra_revoke::notice::{NoticeReader, Notices};
use entra_revoke::session as core;
use interoptopus::pattern::asynk::Async;
use interoptopus::wire::Wire;
use interoptopus::{AsyncRuntime, ffi};
use std::sync::{Arc, Mutex};

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
#[derive(AsyncRuntime, Debug)]
pub struct Revoke {
    runtime: StaticRuntime,
    session: Arc<core::Session>,
    request: Mutex<Option<(String, Notices)>>,
    notices: NoticeReader,
}

#[ffi(prefix = "revoke_")]
impl Revoke {
    /// Prepares a revocation.
    pub fn create(session: &Session, request: Wire<RevokeRequest>) -> ffi::Result<Self, FfiError> {
        let mut request = request;
        guard_sync(|| {
            let request = request.unwire();
            let (notices, reader) = Notices::channel(request.trace.into());
            Ok(Self {
                runtime: StaticRuntime,
                session: Arc::clone(&session.inner),
                request: Mutex::new(Some((request.user_agent, notices))),
                notices: reader,
            })
        })
    }

    /// Invalidates all refresh tokens and browser sessions of the signed-in user, once.
    pub async fn signed_in_user_all_refresh_token(this: Async<Self>) -> ffi::Result<Revocation, FfiError> {
        guard_async(async {
            let request = this.request.lock().expect("the lock is held for one statement").take();
            let (user_agent, notices) = request.expect("the bindings complete a revocation once");
            Ok(Revocation { revoked: this.session.revoke_signed_in_user(&user_agent, &notices).await? })
        })
        .await
    }

    /// Waits for the next notice; the last one has kind `End` and comes when the revocation is over.
    pub async fn next_notice(this: Async<Self>) -> ffi::Result<Notice, FfiError> {
        guard_async(async { Ok(this.notices.next().await.into()) }).await
    }
}
