//! `POST /{tenant}/oauth2/v2.0/token` (RFC 6749 section 3.2): finds the grant type.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};

use super::error::AuthError;
use super::mint::{self, TokenResponse};
use super::tenant::{self, Tenant};
use super::{client, form, token_client, token_code, token_device, token_refresh};
use crate::directory::User;
use crate::emulator::Emulator;
use crate::grants::Grant;
use crate::ids::Ids;
use crate::params::Params;

/// A request to the token endpoint.
pub(crate) struct TokenRequest<'a> {
    pub(crate) tenant: Tenant,
    pub(crate) segment: &'a str,
    pub(crate) client_id: String,
    /// The secret, from the form or from HTTP Basic (RFC 6749 section 2.3.1).
    pub(crate) client_secret: Option<String>,
    pub(crate) form: &'a Params,
}

impl TokenRequest<'_> {
    /// A parameter that must be there.
    pub(crate) fn require(&self, name: &str) -> Result<&str, AuthError> {
        self.form.get(name).ok_or_else(|| AuthError::missing(name))
    }
}

/// The endpoint.
pub(crate) async fn token(
    State(emulator): State<Arc<Emulator>>,
    Extension(ids): Extension<Ids>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = form::read(&headers, &body).and_then(|form| redeem(&emulator, &segment, &headers, &form));
    match answer {
        Ok(tokens) => ([(header::CACHE_CONTROL, "no-store, no-cache")], Json(tokens)).into_response(),
        Err(error) => error.respond(&ids, emulator.clock.now()),
    }
}

/// What the endpoint says to any other method.
pub(crate) async fn only_post(
    State(emulator): State<Arc<Emulator>>,
    Extension(ids): Extension<Ids>,
    method: Method,
) -> Response {
    let text = format!("The endpoint only accepts POST requests. Received a {method} request.");
    let error = AuthError::new("invalid_request", 900_561, text).with_status(StatusCode::METHOD_NOT_ALLOWED);
    error.respond(&ids, emulator.clock.now())
}

fn redeem(emulator: &Emulator, segment: &str, headers: &HeaderMap, form: &Params) -> Result<TokenResponse, AuthError> {
    let tenant = tenant::resolve(segment)?;
    let grant_type = form.get("grant_type").ok_or_else(|| AuthError::missing("grant_type"))?;
    let basic = client::basic(headers);
    let (basic_id, basic_secret) = basic.unzip();
    let client_id = form.owned("client_id").or(basic_id).ok_or_else(|| AuthError::missing("client_id"))?;
    client::known(emulator, &client_id)?;
    let client_secret = form.owned("client_secret").or(basic_secret);
    let request = TokenRequest { tenant, segment, client_id, client_secret, form };
    if grant_type != "client_credentials" {
        client::check(emulator, &request)?;
    }
    match grant_type {
        "authorization_code" => token_code::redeem(emulator, &request),
        "refresh_token" => token_refresh::redeem(emulator, &request),
        // MSAL sends the short name, which is older than RFC 8628.
        "urn:ietf:params:oauth:grant-type:device_code" | "device_code" => token_device::redeem(emulator, &request),
        "client_credentials" => token_client::redeem(emulator, &request),
        other => {
            let text = format!("The app requested an unsupported grant type '{other}'.");
            Err(AuthError::new("unsupported_grant_type", 70_003, text))
        }
    }
}

/// The tokens of a user's grant, unless the sessions behind it were revoked meanwhile.
pub(crate) fn issue(emulator: &Emulator, request: &TokenRequest, grant: &Grant) -> Result<TokenResponse, AuthError> {
    let user = still_valid(emulator, grant)?;
    let mut tokens = mint::delegated(emulator, grant, &user, None);
    if request.form.get("client_info") == Some("1") {
        tokens.client_info = Some(mint::client_info(&user));
    }
    Ok(tokens)
}

fn still_valid(emulator: &Emulator, grant: &Grant) -> Result<User, AuthError> {
    let user = emulator.user(&grant.user_id).ok_or_else(AuthError::malformed_grant)?;
    let cut_off = emulator.directory().cut_off(&user.id, emulator.clock.now());
    match cut_off.filter(|cut_off| grant.signed_in < *cut_off) {
        None => Ok(user),
        Some(cut_off) => {
            let text = format!(
                "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might \
                 have changed or reset their password. The grant was issued on '{}' and the TokensValidFrom date \
                 (before which tokens are not valid) for this user is '{}'.",
                grant.signed_in.ticks(),
                cut_off.ticks()
            );
            Err(AuthError::new("invalid_grant", 50_173, text).with_suberror("bad_token"))
        }
    }
}
