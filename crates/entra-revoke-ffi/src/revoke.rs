//! Revoking refresh tokens and sessions.

use crate::operation::{Ending, Operation};
use crate::session::Session;
use interoptopus::ffi;
use interoptopus::wire::Wire;

/// What a revocation needs.
#[ffi]
#[derive(Clone, Debug)]
pub struct RevokeRequest {
    /// `User-Agent` of the request to Microsoft Graph.
    pub user_agent: String,
}

/// Begins to invalidate all refresh tokens and browser sessions of the signed-in user.
#[ffi(export = "revoke_signed_in_user_all_refresh_token")]
pub(crate) fn revoke_signed_in_user_all_refresh_token(
    operation: &Operation,
    session: &Session,
    request: Wire<RevokeRequest>,
) {
    let mut request = request;
    operation.begin(|talk| {
        let request = request.unwire();
        let session = session.shared()?;
        Ok(async move { Ok(Ending::Done(session.revoke_signed_in_user(&request.user_agent, &talk).await?)) })
    });
}
