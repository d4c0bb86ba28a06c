//! `POST /me/revokeSignInSessions` (Microsoft Graph, "user: revokeSignInSessions").

use super::error;
use crate::cloud::Cloud;
use crate::error::{Error, Kind};
use crate::notice::Notices;
use crate::secret::Secret;
use crate::transport::{self, Transport};
use http::{HeaderValue, Request, header};
use serde::Deserialize;
use zeroize::Zeroizing;

#[derive(Debug, Deserialize)]
struct BooleanValue {
    #[serde(default)]
    value: Option<bool>,
}

/// Invalidates all refresh tokens and browser sessions of the user whose token this is. False only where the service said
/// so; any other success is true.
///
/// Needs `User.RevokeSessions.All`. Sent without a body, as Graph wants it: `Content-Length: 0` and no content type.
pub(crate) async fn revoke_my_sessions(
    transport: &Transport,
    cloud: &Cloud,
    token: &Secret,
    user_agent: &str,
    notices: &Notices,
) -> Result<bool, Error> {
    let url = format!("{}/v1.0/me/revokeSignInSessions", cloud.graph());
    let bearer = Zeroizing::new(format!("Bearer {}", token.expose()));
    let mut authorization = HeaderValue::from_str(&bearer).map_err(|_| {
        let message = "the access token has characters that no token has";
        Error::new(Kind::InvalidArgument, "InvalidAccessToken", message)
    })?;
    authorization.set_sensitive(true);
    let request = Request::post(url)
        .header(header::AUTHORIZATION, authorization)
        .header(header::USER_AGENT, transport::user_agent(user_agent)?)
        .header(header::CACHE_CONTROL, "no-store, no-cache")
        .header(header::ACCEPT, "application/json")
        .header("sdkversion", concat!("entra-revoke/", env!("CARGO_PKG_VERSION")))
        .body(Vec::new())
        .map_err(|_| Error::new(Kind::InvalidArgument, "InvalidEndpoint", "the Graph address cannot be used"))?;
    let answer = transport.send(request, notices).await?;
    if !answer.status.is_success() {
        return Err(error::from_answer(&answer));
    }
    if answer.body.is_empty() {
        return Ok(true);
    }
    let body: BooleanValue = serde_json::from_slice(&answer.body).map_err(|_| error::unexpected(&answer))?;
    Ok(body.value.unwrap_or(true))
}
