//! `GET` and `POST /settings`, `GET` and `POST /clock`.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, failure, read, success};
use crate::emulator::Emulator;

/// The settings as they are.
pub(crate) async fn show(State(emulator): State<Arc<Emulator>>) -> Answer {
    success(json!(emulator.settings()))
}

/// Changes the settings that the body names, and answers all.
pub(crate) async fn change(State(emulator): State<Arc<Emulator>>, body: Bytes) -> Result<Answer, Answer> {
    let changes: Value = read(&body)?;
    let patched = emulator.settings().patched(&changes);
    let settings = patched.map_err(|error| failure(StatusCode::BAD_REQUEST, &error.to_string()))?;
    emulator.replace_settings(settings);
    Ok(success(json!(emulator.settings())))
}

/// The emulator's time.
pub(crate) async fn clock(State(emulator): State<Arc<Emulator>>) -> Answer {
    let now = emulator.clock.now();
    success(json!({"now": now.edm(), "unix": now.unix(), "http": now.http()}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

/// Moves the clock forward, and answers the new time.
pub(crate) async fn advance(State(emulator): State<Arc<Emulator>>, body: Bytes) -> Result<Answer, Answer> {
    let advance: Advance = read(&body)?;
    emulator.advance(Duration::from_secs(advance.advance_seconds));
    Ok(clock(State(emulator)).await)
}
