//! Entra's errors: the OAuth code (RFC 6749 sections 4.1.2.1 and 5.2), the AADSTS number, and the body around them.

use axum::Json;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::calendar::Moment;
use crate::ids::Ids;

const NO_STORE: (HeaderName, &str) = (header::CACHE_CONTROL, "no-store, no-cache");

/// An error of the authority.
#[derive(Clone, Debug)]
pub(crate) struct AuthError {
    pub(crate) error: &'static str,
    pub(crate) code: u32,
    pub(crate) text: String,
    status: StatusCode,
    suberror: Option<&'static str>,
    claims: Option<&'static str>,
}

impl AuthError {
    /// An error with its usual status: 401 for a client that is not who it says, else 400.
    pub(crate) fn new(error: &'static str, code: u32, text: impl Into<String>) -> Self {
        let status = if error == "invalid_client" { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        Self { error, code, text: text.into(), status, suberror: None, claims: None }
    }

    /// This error with another status.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// This error with a `suberror`, which tells a client what it may do about it.
    pub(crate) fn with_suberror(mut self, suberror: &'static str) -> Self {
        self.suberror = Some(suberror);
        self
    }

    /// This error with the claims that a client is to ask for next (OpenID Connect Core section 5.5).
    pub(crate) fn with_claims(mut self, claims: &'static str) -> Self {
        self.claims = Some(claims);
        self
    }

    /// A parameter that is not there.
    pub(crate) fn missing(name: &str) -> Self {
        let text = format!("The request body must contain the following parameter: '{name}'.");
        Self::new("invalid_request", 900_144, text)
    }

    /// A grant that was never given, or not to this client.
    pub(crate) fn malformed_grant() -> Self {
        Self::new("invalid_grant", 70_000, "Provided grant is invalid or malformed.")
    }

    /// The `error_description`.
    pub(crate) fn describe(&self, ids: &Ids, now: Moment) -> String {
        format!(
            "AADSTS{}: {} Trace ID: {} Correlation ID: {} Timestamp: {}",
            self.code,
            self.text,
            ids.request,
            ids.client,
            now.entra()
        )
    }

    /// The error as the token and device code endpoints answer it.
    pub(crate) fn respond(&self, ids: &Ids, now: Moment) -> Response {
        let mut body = json!({
            "error": self.error,
            "error_description": self.describe(ids, now),
            "error_codes": [self.code],
            "timestamp": now.entra(),
            "trace_id": ids.request,
            "correlation_id": ids.client,
            "error_uri": format!("https://login.microsoftonline.com/error?code={}", self.code),
        });
        if let Some(suberror) = self.suberror {
            body["suberror"] = suberror.into();
        }
        if let Some(claims) = self.claims {
            body["claims"] = claims.into();
        }
        (self.status, [NO_STORE], Json(body)).into_response()
    }
}
