//! Client credentials (RFC 6749 section 4.4): an application on its own, with a secret or an assertion.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq as _;

use super::error::AuthError;
use super::mint::{self, TokenResponse};
use super::tenant::Tenant;
use super::token::TokenRequest;
use super::{client_assertion, scope};
use crate::emulator::{CLIENT_SECRET, Emulator};

/// An app-only token.
pub(crate) fn redeem(emulator: &Emulator, request: &TokenRequest) -> Result<TokenResponse, AuthError> {
    if request.tenant == Tenant::Any {
        let text = "No tenant-identifying information found in either the request or implied by any provided \
                    credentials.";
        return Err(AuthError::new("invalid_request", 50_059, text));
    }
    authenticate(emulator, request)?;
    let scopes = scope::parse(emulator, request.form.get("scope"))?;
    match scopes.as_slice() {
        [only] if only.ends_with("/.default") => Ok(mint::app_only(emulator, &request.client_id, None)),
        _ => {
            let text = format!(
                "The provided value for scope {} is not valid. Client credential flows must have a scope value with \
                 /.default suffixed to the resource identifier (application ID URI).",
                scopes.join(" ")
            );
            Err(AuthError::new("invalid_scope", 1_002_012, text))
        }
    }
}

fn authenticate(emulator: &Emulator, request: &TokenRequest) -> Result<(), AuthError> {
    if let Some(assertion) = request.form.get("client_assertion") {
        return client_assertion::check(emulator, request, assertion);
    }
    let Some(secret) = &request.client_secret else {
        let text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
        return Err(AuthError::new("invalid_client", 7_000_218, text));
    };
    if bool::from(secret.as_bytes().ct_eq(CLIENT_SECRET.as_bytes())) {
        return Ok(());
    }
    let text = format!(
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not \
         the client secret ID, for a secret added to app '{}'.",
        request.client_id
    );
    Err(AuthError::new("invalid_client", 7_000_215, text))
}

/// Client id and secret of HTTP Basic, both form-encoded first (RFC 6749 section 2.3.1).
pub(crate) fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let decoded = String::from_utf8(STANDARD.decode(value.strip_prefix("Basic ")?).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let decode = |text: &str| {
        let pair = format!("={text}");
        url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
    };
    Some((decode(id)?, decode(secret)?))
}
