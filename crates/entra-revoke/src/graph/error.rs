//! Failures as Microsoft Graph reports them ("Microsoft Graph error responses and resource types").

use crate::error::{Error, Kind};
use crate::http::Answer;
use crate::oauth::claims;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct ErrorBody {
    error: ErrorResource,
}

#[derive(Debug, Deserialize)]
struct ErrorResource {
    code: String,
    message: String,
    #[serde(default, rename = "innerError", alias = "innererror")]
    inner: InnerError,
}

#[derive(Debug, Default, Deserialize)]
struct InnerError {
    #[serde(rename = "request-id")]
    request_id: Option<String>,
}

/// The error for an answer whose status reports a failure.
pub(super) fn from_answer(answer: &Answer) -> Error {
    let status = answer.status.as_u16();
    let (code, message, logged_as) = match serde_json::from_slice::<ErrorBody>(&answer.body) {
        Ok(ErrorBody { error }) => (error.code, service_text(&error.message), error.inner.request_id),
        Err(_) if status == 401 => return unexpected(answer),
        Err(_) => {
            (format!("Http{status}"), format!("Microsoft Graph answered {} and did not say why", answer.status), None)
        }
    };
    Error::new(Kind::from_status(status), code, message)
        .with_status(status)
        .with_request_id(answer.request_id().map(str::to_owned).or(logged_as))
        .with_client_request_id(Some(answer.client_request_id.clone()))
        .with_retry_after(answer.retry_after())
        .as_verdict()
        .with_claims(answer.header("www-authenticate").and_then(claims::from_header))
}

/// The error for an answer that is not what Microsoft Graph sends, such as the page of a captive portal.
pub(super) fn unexpected(answer: &Answer) -> Error {
    let message = "the answer is not from Microsoft Graph or was cut short, so it is unknown whether it took effect";
    Error::new(Kind::InvalidResponse, "InvalidResponse", message)
        .with_status(answer.status.as_u16())
        .with_request_id(answer.request_id().map(str::to_owned))
        .with_client_request_id(Some(answer.client_request_id.clone()))
}

/// The service's sentence in the form of ours: no line breaks, no full stop at its end.
fn service_text(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("Microsoft Graph says: {}", line.trim_end_matches('.'))
}
