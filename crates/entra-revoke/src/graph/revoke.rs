//! `POST /me/revokeSignInSessions` (Microsoft Graph, "user: revokeSignInSessions").

use super::{Graph, error};
use crate::error::Error;
use crate::talk::Talk;
use http::Method;

/// Invalidates all refresh tokens and browser sessions of the user who is signed in. False only where the service said so.
///
/// Needs `User.RevokeSessions.All`. Sent without a body, as Graph wants it: `Content-Length: 0` and no content type.
pub(crate) async fn my_sessions(graph: &Graph, user_agent: &str, talk: &Talk) -> Result<bool, Error> {
    let answer = graph.call(Method::POST, "/me/revokeSignInSessions", user_agent, talk).await?;
    if answer.body.is_empty() {
        return Ok(true);
    }
    let body: serde_json::Value = serde_json::from_slice(&answer.body).map_err(|_| error::unexpected(&answer))?;
    if body.get("error").is_some() {
        return Err(error::from_answer(&answer));
    }
    body.get("value").and_then(serde_json::Value::as_bool).ok_or_else(|| error::unexpected(&answer))
}
