//! `POST /me/revokeSignInSessions` (Microsoft Graph, "user: revokeSignInSessions").

use super::error;
use crate::cloud::Cloud;
use crate::error::{Error, Kind};
use crate::notice::Notices;
use crate::secret::Secret;
use crate::transport::Transport;
use http::{HeaderValue, Request, header};
use serde::Deserialize;

/// What Microsoft Graph answered to a revocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// False only where the service said so; any other success is true.
    pub revoked: bool,
    /// `request-id` of the answer, empty where it had none.
    pub request_id: String,
}

#[derive(Debug, Deserialize)]
struct BooleanValue {
    #[serde(default)]
    value: Option<bool>,
}

/// Invalidates all refresh tokens and browser sessions of the user whose token this is.
///
/// Needs `User.RevokeSessions.All`. Sent without a body, as Graph wants it: `Content-Length: 0` and no content type.
pub(crate) async fn revoke_my_sessions(
    transport: &Transport,
    cloud: &Cloud,
    token: &Secret,
    user_agent: &str,
    notices: &Notices,
) -> Result<Revocation, Error> {
    let url = format!("{}/v1.0/me/revokeSignInSessions", cloud.graph());
    let mut authorization =
        HeaderValue::from_str(&format!("Bearer {}", token.expose())).map_err(|_| invalid_token())?;
    authorization.set_sensitive(true);
    let request = Request::post(url)
        .header(header::AUTHORIZATION, authorization)
        .header(header::USER_AGENT, user_agent)
        .header(header::CACHE_CONTROL, "no-store, no-cache")
        .header(header::ACCEPT, "application/json")
        .header("sdkversion", concat!("entra-revoke/", env!("CARGO_PKG_VERSION")))
        .body(Vec::new())
        .map_err(|_| invalid_token())?;
    let answer = transport.send(request, notices).await?;
    if !answer.status.is_success() {
        return Err(error::from_answer(&answer));
    }
    let request_id = answer.request_id().unwrap_or_default().to_owned();
    if answer.body.is_empty() {
        return Ok(Revocation { revoked: true, request_id });
    }
    let body: BooleanValue = serde_json::from_slice(&answer.body).map_err(|_| error::unexpected(&answer))?;
    Ok(Revocation { revoked: body.value.unwrap_or(true), request_id })
}

fn invalid_token() -> Error {
    Error::new(
        Kind::InvalidArgument,
        "InvalidAccessToken",
        "the access token or the user agent has characters that no header may have",
    )
}
