//! `GET /users`, `POST /users/{user}/revoke`, `POST /users/{user}/password`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::{Answer, done, failure, read, success};
use crate::emulator::Emulator;

/// All users, passwords included: they are as made up as the users.
pub(crate) async fn list(State(emulator): State<Arc<Emulator>>) -> Answer {
    success(json!(emulator.users()))
}

/// Ends a user's sessions, as an administrator would somewhere else.
pub(crate) async fn revoke(State(emulator): State<Arc<Emulator>>, Path(user): Path<String>) -> Answer {
    if emulator.revoke(&user) { done() } else { unknown() }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Password {
    password: String,
}

/// Sets a user's password, which ends the user's sessions.
pub(crate) async fn password(
    State(emulator): State<Arc<Emulator>>,
    Path(user): Path<String>,
    body: Bytes,
) -> Result<Answer, Answer> {
    let new: Password = read(&body)?;
    Ok(if emulator.set_password(&user, &new.password) { done() } else { unknown() })
}

fn unknown() -> Answer {
    failure(StatusCode::NOT_FOUND, "there is no such user")
}
