//! Refusals as Entra ID reports them (RFC 6749 5.2; "Microsoft Entra authentication and authorization error codes").

use crate::error::{Error, Kind};
use crate::http::Answer;
use serde::Deserialize;

/// The error of a device code that the user declined, as Entra ID calls RFC 8628's `access_denied`.
const DECLINED: &str = "authorization_declined";

#[derive(Debug, Default, Deserialize)]
struct ErrorBody {
    error: String,
    #[serde(default)]
    error_description: String,
    #[serde(default)]
    error_codes: Vec<u64>,
    trace_id: Option<String>,
    correlation_id: Option<String>,
    claims: Option<String>,
}

/// The error for an answer that is none of a token endpoint's successes; `None` for a success.
pub(crate) fn refusal(answer: &Answer) -> Option<Error> {
    if answer.status.is_success() {
        return (!is_json_object(&answer.body)).then(|| unexpected(answer));
    }
    Some(from_answer(answer))
}

/// The error for an answer whose status reports a failure.
fn from_answer(answer: &Answer) -> Error {
    let status = answer.status.as_u16();
    let error = if let Ok(body) = serde_json::from_slice::<ErrorBody>(&answer.body) {
        from_body(&body, status)
    } else {
        let message = format!("the sign-in service answered {} and did not say why", answer.status);
        Error::new(Kind::from_status(status), format!("Http{status}"), message)
            .with_request_id(answer.request_id().map(str::to_owned))
    };
    let sent = error.client_request_id().map_or_else(|| answer.client_request_id.clone(), str::to_owned);
    error.with_status(status).with_client_request_id(Some(sent)).with_retry_after(answer.retry_after())
}

/// The error for an answer that is not what Entra ID sends, such as the page of a captive portal.
fn unexpected(answer: &Answer) -> Error {
    let message = "the answer is not from the sign-in service or was cut short";
    Error::new(Kind::InvalidResponse, "InvalidResponse", message)
        .with_status(answer.status.as_u16())
        .with_request_id(answer.request_id().map(str::to_owned))
        .with_client_request_id(Some(answer.client_request_id.clone()))
}

/// The error for a refusal that came through the browser (RFC 6749 4.1.2.1).
pub(crate) fn from_redirect(error: &str, description: &str) -> Error {
    from_body(
        &ErrorBody { error: error.to_owned(), error_description: description.to_owned(), ..ErrorBody::default() },
        0,
    )
}

/// True for a body that can be an answer of a token endpoint.
fn is_json_object(body: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body).is_ok()
}

fn from_body(body: &ErrorBody, status: u16) -> Error {
    let number = body.error_codes.first().copied().or_else(|| number_in(&body.error_description));
    let code = match number {
        // Entra ID has one number for all that can happen to a device code, so the OAuth code says more (RFC 8628 3.5).
        Some(number) if body.error != DECLINED => format!("AADSTS{number}"),
        _ => body.error.clone(),
    };
    Error::new(kind(&body.error, number, status), code, sentence(body))
        .with_request_id(body.trace_id.clone().or_else(|| labelled(&body.error_description, "Trace ID:")))
        .with_client_request_id(
            body.correlation_id.clone().or_else(|| labelled(&body.error_description, "Correlation ID:")),
        )
        .with_claims(body.claims.clone())
        .as_verdict()
}

fn kind(error: &str, number: Option<u64>, status: u16) -> Kind {
    match (error, number) {
        // The tenant is unknown, or is none of this cloud.
        (_, Some(90_002 | 900_023 | 50_059)) => Kind::NotFound,
        // The application is unknown in the tenant, or its redirect address is.
        (_, Some(700_016 | 50_011 | 7_000_218)) => Kind::InvalidArgument,
        ("access_denied" | DECLINED | "consent_required", _) | (_, Some(65_001 | 65_004 | 90_094 | 90_095)) => {
            Kind::PermissionDenied
        }
        ("expired_token", _) => Kind::Timeout,
        ("invalid_grant" | "interaction_required" | "login_required" | "invalid_client" | "unauthorized_client", _) => {
            Kind::Authentication
        }
        ("invalid_request" | "invalid_scope" | "invalid_resource" | "unsupported_grant_type", _) => {
            Kind::InvalidArgument
        }
        ("temporarily_unavailable" | "server_error", _) => Kind::Service,
        _ => Kind::from_status(status),
    }
}

/// What Entra ID says, without its code and the ids that stand at the end: both have fields of their own.
fn sentence(body: &ErrorBody) -> String {
    let text = body.error_description.split(" Trace ID:").next().unwrap_or_default();
    let text = text.split("\r\nTrace ID:").next().unwrap_or_default();
    let text = match text.split_once(": ") {
        Some((code, rest)) if code.starts_with("AADSTS") => rest,
        _ => text,
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if text.is_empty() { body.error.as_str() } else { text.trim_end_matches('.') };
    format!("Entra ID says: {text}")
}

fn number_in(description: &str) -> Option<u64> {
    let digits = description.strip_prefix("AADSTS")?;
    digits.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

fn labelled(description: &str, label: &str) -> Option<String> {
    description.split_once(label)?.1.split_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::from_redirect;
    use crate::error::Kind;

    #[test]
    fn the_ids_and_the_code_leave_the_sentence() {
        let description = "AADSTS65004: User declined to consent to access the app.\r\nTrace ID: 1111\r\n\
                           Correlation ID: 2222\r\nTimestamp: 2026-01-01 00:00:00Z";
        let error = from_redirect("access_denied", description);
        assert_eq!(error.to_string(), "Entra ID says: User declined to consent to access the app");
        assert_eq!((error.code(), error.kind()), ("AADSTS65004", Kind::PermissionDenied));
        assert_eq!((error.request_id(), error.client_request_id()), (Some("1111"), Some("2222")));
    }

    #[test]
    fn a_refusal_without_a_description_keeps_its_oauth_code() {
        let error = from_redirect("login_required", "");
        assert_eq!((error.code(), error.kind()), ("login_required", Kind::Authentication));
        assert_eq!(error.to_string(), "Entra ID says: login_required");
    }
}
