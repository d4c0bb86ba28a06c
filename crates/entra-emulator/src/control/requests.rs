//! `GET` and `DELETE /requests`, `GET /wait`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::{Answer, done, failure, success};
use crate::emulator::Emulator;
use crate::journal::Outcome;

/// The requests since the last `DELETE`.
pub(crate) async fn list(State(emulator): State<Arc<Emulator>>) -> Answer {
    success(json!(emulator.requests()))
}

/// Forgets the requests.
pub(crate) async fn clear(State(emulator): State<Arc<Emulator>>) -> Answer {
    emulator.forget_requests();
    done()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Wait {
    r#for: String,
    outcome: Option<Outcome>,
    #[serde(default = "one")]
    count: usize,
    #[serde(default = "ten_seconds")]
    timeout_ms: u64,
}

fn one() -> usize {
    1
}

fn ten_seconds() -> u64 {
    10_000
}

/// Answers once so many requests of a target have arrived, or have come to the outcome; 408 when they do not in time.
pub(crate) async fn wait(
    State(emulator): State<Arc<Emulator>>,
    query: Result<Query<Wait>, QueryRejection>,
) -> Result<Answer, Answer> {
    let Query(wait) = query.map_err(|error| failure(StatusCode::BAD_REQUEST, &error.body_text()))?;
    let limit = Duration::from_millis(wait.timeout_ms);
    if emulator.wait_for(&wait.r#for, wait.outcome, wait.count, limit).await {
        Ok(success(json!({"ok": true, "requests": emulator.requests()})))
    } else {
        Err(failure(StatusCode::REQUEST_TIMEOUT, "not so many requests in time"))
    }
}
