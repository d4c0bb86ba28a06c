//! `POST /{tenant}/login`: what the sign-in page sends; and the way out.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use subtle::ConstantTimeEq as _;

use super::error::AuthError;
use super::{browser_session, pages, scope};
use crate::emulator::Emulator;
use crate::grants::{Flow, Purpose};
use crate::ids::Ids;
use crate::params::Params;

/// Checks user name and password, and goes on to consent.
pub(crate) async fn submit(
    State(emulator): State<Arc<Emulator>>,
    Extension(ids): Extension<Ids>,
    Path(tenant): Path<String>,
    body: Bytes,
) -> Response {
    let form = Params::parse(&body);
    let id = form.get("flow").unwrap_or_default();
    let Some(flow) = emulator.grants().flows.get(id).cloned() else {
        return pages::error(&lost(), &ids, emulator.clock.now());
    };
    let username = form.get("username").unwrap_or_default().trim();
    let password = form.get("password").unwrap_or_default();
    let again = |error: &AuthError| {
        let text = error.describe(&ids, emulator.clock.now());
        pages::sign_in(StatusCode::OK, &tenant, id, username, Some(&text))
    };
    let Some(user) = emulator.user(username) else {
        let text = "The user account {EUII Hidden} does not exist in the directory. To sign into this application, the \
                    account must be added to the directory.";
        return again(&AuthError::new("invalid_grant", 50_034, text));
    };
    if !bool::from(user.password.as_bytes().ct_eq(password.as_bytes())) {
        let text = "Error validating credentials due to invalid username or password.";
        return again(&AuthError::new("invalid_grant", 50_126, text));
    }
    let mut grants = emulator.grants();
    let (client_id, scopes) = match &flow.purpose {
        Purpose::Redirect(request) => (request.client_id.clone(), request.scopes.clone()),
        Purpose::Device(code) => match grants.devices.get(code) {
            Some(device) => (device.client_id.clone(), device.scopes.clone()),
            None => return pages::error(&lost(), &ids, emulator.clock.now()),
        },
    };
    grants.flows.insert(id.to_owned(), Flow { user_id: Some(user.id.clone()), ..flow });
    drop(grants);
    let listed = scope::permissions(&emulator.settings(), &scopes);
    let page = pages::consent(&tenant, id, &user.user_principal_name, &client_id, &listed);
    browser_session::begin(&emulator, &user, page)
}

/// `GET /{tenant}/oauth2/v2.0/logout` (OpenID Connect RP-Initiated Logout).
pub(crate) async fn sign_out(State(emulator): State<Arc<Emulator>>, headers: HeaderMap) -> Response {
    browser_session::end(&emulator, &headers);
    pages::message("You signed out of your account. It's a good idea to close all browser windows.")
}

/// The error of a page that was sent twice or belongs to another emulator.
pub(crate) fn lost() -> AuthError {
    AuthError::new("invalid_request", 165_000, "Invalid Request: Request tokens do not match the user context.")
}
