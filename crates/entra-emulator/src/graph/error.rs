//! Graph's error body and its answers in general (Microsoft Graph error responses and resource types).

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use crate::calendar::Moment;
use crate::ids::Ids;

/// The content type of Graph's JSON.
const JSON: &str = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/// An answer of Graph, before it is known whether it goes out alone or within a `$batch`.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) content: Content,
}

/// What an answer carries.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Empty,
    Json(Value),
    Error { code: String, message: String },
}

impl Reply {
    /// 200 with JSON.
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, headers: Vec::new(), content: Content::Json(body) }
    }

    /// 204.
    pub(crate) fn empty() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: Vec::new(), content: Content::Empty }
    }

    /// An error.
    pub(crate) fn error(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let content = Content::Error { code: code.to_owned(), message: message.into() };
        Self { status, headers: Vec::new(), content }
    }

    /// This answer with one more header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The body, if there is one.
    pub(crate) fn body(&self, ids: &Ids, now: Moment) -> Option<Value> {
        match &self.content {
            Content::Empty => None,
            Content::Json(body) => Some(body.clone()),
            Content::Error { code, message } => Some(json!({"error": {
                "code": code, "message": message,
                "innerError": {"date": now.graph(), "request-id": ids.request, "client-request-id": ids.client},
            }})),
        }
    }

    /// The answer over HTTP.
    pub(crate) fn respond(&self, ids: &Ids, now: Moment) -> Response {
        let mut response = match self.body(ids, now) {
            Some(body) => (self.status, [(header::CONTENT_TYPE, JSON)], body.to_string()).into_response(),
            None => self.status.into_response(),
        };
        for (name, value) in &self.headers {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}

/// 403, for a token that lacks a permission.
pub(crate) fn denied(message: &str) -> Reply {
    Reply::error(StatusCode::FORBIDDEN, "Authorization_RequestDenied", message)
}

/// 400.
pub(crate) fn bad_request(message: impl Into<String>) -> Reply {
    Reply::error(StatusCode::BAD_REQUEST, "BadRequest", message)
}

/// 404, for a user that does not exist.
pub(crate) fn not_found(id: &str) -> Reply {
    let message =
        format!("Resource '{id}' does not exist or one of its queried reference-property objects are not present.");
    Reply::error(StatusCode::NOT_FOUND, "Request_ResourceNotFound", message)
}

/// The answer that Graph gives with a status of its own accord.
pub(crate) fn fault(status: StatusCode) -> Reply {
    let (code, message) = match status.as_u16() {
        401 => ("InvalidAuthenticationToken", "Access token validation failure."),
        403 => ("Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
        404 => ("Request_ResourceNotFound", "The requested resource does not exist."),
        409 => ("Directory_ConcurrencyViolation", "The operation failed because of a concurrent change. Try again."),
        429 => ("TooManyRequests", "Too many requests."),
        500 => ("InternalServerError", "An internal server error occurred."),
        502 => ("UnknownError", "Bad gateway."),
        503 => ("ServiceNotAvailable", "The service is temporarily unavailable. Try again later."),
        504 => ("GatewayTimeout", "The request timed out at the gateway."),
        509 => ("BandwidthLimitExceeded", "The bandwidth limit was exceeded. Try again later."),
        _ => ("UnknownError", "The emulator was told to answer this."),
    };
    Reply::error(status, code, message)
}
