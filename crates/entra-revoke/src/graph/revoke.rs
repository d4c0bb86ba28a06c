//! `POST /me/revokeSignInSessions` (Microsoft Graph, "user: revokeSignInSessions").

use super::{Graph, error};
use crate::error::Error;
use crate::http::Answer;
use crate::reading;
use crate::talk::Talk;
use http::Method;
use serde_json::Value;

/// Invalidates all refresh tokens and browser sessions of the user who is signed in. False only where the service said so.
///
/// Needs `User.RevokeSessions.All`. Sent without a body, as Graph wants it: `Content-Length: 0` and no content type.
pub(crate) async fn my_sessions(graph: &Graph, user_agent: &str, talk: &Talk) -> Result<bool, Error> {
    let answer = graph.call(Method::POST, "/me/revokeSignInSessions", user_agent, talk).await?;
    outcome(&answer)
}

/// What a success says: true or nothing that it did, false that it did not. After anything else it is not known.
fn outcome(answer: &Answer) -> Result<bool, Error> {
    if answer.body.trim_ascii().is_empty() {
        return Ok(true);
    }
    let members = reading::members(&answer.body).ok_or_else(|| error::unexpected(answer))?;
    match (members.get("error"), members.get("value")) {
        (None | Some(Value::Null), Some(Value::Bool(revoked))) => Ok(*revoked),
        (Some(Value::Object(_)), _) => Err(error::from_answer(answer)),
        _ => Err(error::unexpected(answer)),
    }
}
