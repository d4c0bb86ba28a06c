//! The form of a request to the token endpoint or the device authorization endpoint (RFC 6749 section 3.2).

use axum::http::{HeaderMap, header};

use super::error::AuthError;
use crate::params::Params;

/// Reads the form. A body of another content type has no parameters, and a parameter must not be repeated.
pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Params, AuthError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let is_form = essence.eq_ignore_ascii_case("application/x-www-form-urlencoded");
    once(if is_form { Params::parse(body) } else { Params::default() })
}

/// Refuses a parameter that is there more than once.
pub(crate) fn once(params: Params) -> Result<Params, AuthError> {
    match params.repeated() {
        None => Ok(params),
        Some(name) => {
            let text = format!("The request is not properly formatted. The parameter '{name}' is duplicated.");
            Err(AuthError::new("invalid_request", 9_000_411, text))
        }
    }
}
