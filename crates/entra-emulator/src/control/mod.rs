//! The control endpoint: what a test does to the emulator, and what it asks of it.

mod devices;
mod faults;
mod requests;
mod settings;
mod tokens;
mod users;

use std::sync::Arc;

use axum::routing::{delete, get, post};
use axum::{Json, Router};
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::emulator::Emulator;

/// An answer of the control endpoint.
type Answer = (StatusCode, Json<Value>);

/// The routes of the control endpoint.
pub(crate) fn router() -> Router<Arc<Emulator>> {
    Router::new()
        .route("/faults", post(faults::add).delete(faults::clear))
        .route("/connections", delete(faults::reset_connections))
        .route("/clock", get(settings::clock).post(settings::advance))
        .route("/settings", get(settings::show).post(settings::change))
        .route("/users", get(users::list))
        .route("/users/{user}/revoke", post(users::revoke))
        .route("/users/{user}/password", post(users::password))
        .route("/device/{code}/{action}", post(devices::act))
        .route("/pending", get(devices::pending))
        .route("/tokens", post(tokens::mint))
        .route("/requests", get(requests::list).delete(requests::clear))
        .route("/wait", get(requests::wait))
        .fallback(|| async { failure(StatusCode::NOT_FOUND, "the control endpoint has no such path") })
}

fn done() -> Answer {
    success(json!({"ok": true}))
}

fn success(body: Value) -> Answer {
    (StatusCode::OK, Json(body))
}

fn failure(status: StatusCode, message: &str) -> Answer {
    (status, Json(json!({"error": message})))
}

/// Reads a JSON body, whatever content type it claims. No body stands for an empty object.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Answer> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| failure(StatusCode::BAD_REQUEST, &error.to_string()))
}
