//! The Entra ID authority, version 2.0 endpoints.

pub(crate) mod authorize;
mod browser_session;
mod client;
mod client_assertion;
mod consent;
mod device_code;
mod device_login;
mod discovery;
mod error;
mod form;
pub(crate) mod mint;
mod pages;
mod permissions;
mod redirect;
mod refusals;
pub(crate) mod scope;
mod sign_in;
mod tenant;
mod token;
mod token_client;
mod token_code;
mod token_device;
mod token_refresh;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use crate::calendar::Moment;
use crate::emulator::Emulator;
use crate::ids::Ids;

pub(crate) use error::AuthError;
pub(crate) use pages::error as page;
pub(crate) use refusals::by_number as refusal;

/// The body of an answer that stops in the middle.
pub(crate) const CUT_BODY: &str = "{\"token_type\":\"Bearer\",\"scope\":\"User.Read\",\"expires_in\":3599,\"access_tok";

/// The routes of the authority.
pub(crate) fn router() -> Router<Arc<Emulator>> {
    Router::new()
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(discovery::metadata))
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys))
        .route("/common/discovery/instance", get(discovery::instance))
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorize::authorize))
        .route("/{tenant}/login", post(sign_in::submit))
        .route("/{tenant}/consent", post(consent::submit))
        .route("/{tenant}/oauth2/v2.0/token", post(token::token).fallback(token::only_post))
        .route("/{tenant}/oauth2/v2.0/devicecode", post(device_code::device_code))
        .route("/{tenant}/oauth2/v2.0/logout", get(sign_in::sign_out))
        .route("/devicelogin", get(device_login::page).post(device_login::submit))
}

/// The answer that Entra gives with a status of its own accord.
pub(crate) fn fault(status: StatusCode, ids: &Ids, now: Moment) -> Response {
    let error = match status.as_u16() {
        // Not in the form of the protocol, whatever the client accepts.
        429 => return (status, "Too Many Requests").into_response(),
        503 | 504 => {
            AuthError::new("temporarily_unavailable", 90_033, "A transient error has occurred. Please try again.")
        }
        400..=499 => AuthError::new("invalid_request", 9_002_313, "Invalid request. Request is malformed or invalid."),
        _ => AuthError::new("server_error", 90_033, "A transient error has occurred. Please try again."),
    };
    error.with_status(status).respond(ids, now)
}
