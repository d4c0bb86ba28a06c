//! Refusals as Entra ID reports them (RFC 6749 5.2; "Microsoft Entra authentication and authorization error codes").

use super::claims;
use crate::error::{Error, Kind};
use crate::http::Answer;
use crate::reading;
use crate::text;
use serde_json::{Map, Value};

/// The codes with which a service decides (RFC 6749 4.1.2.1 and 5.2, OpenID Connect Core 3.1.2.6, and Entra ID's own).
/// After any other, such as `server_error`, the same question can have another answer.
const DECISIONS: [&str; 13] = [
    "access_denied",
    "account_selection_required",
    "consent_required",
    "interaction_required",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_resource",
    "invalid_scope",
    "login_required",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_response_type",
];

/// An answer that is no success.
#[derive(Debug)]
pub(crate) struct Refused {
    /// The OAuth 2.0 code; `None` where the answer is in no form of the protocol.
    pub(crate) code: Option<String>,
    /// The same for the user.
    pub(crate) error: Error,
}

/// What a refusal says, member by member.
struct Refusal {
    code: String,
    number: Option<u64>,
    description: String,
    trace_id: Option<String>,
    correlation_id: Option<String>,
    claims: Option<String>,
}

/// The members of a success of the service called `speaker`, or why it is none.
pub(crate) fn read(answer: &Answer, speaker: &str) -> Result<Map<String, Value>, Refused> {
    let members = reading::members(&answer.body).unwrap_or_default();
    if let Some(refusal) = Refusal::read(&members) {
        let error = reading::addressed(refusal.to_error(Some(answer.status.as_u16()), speaker), answer);
        return Err(Refused { code: Some(refusal.code), error });
    }
    if members.is_empty() || !answer.status.is_success() {
        return Err(Refused { code: None, error: reading::foreign(answer, speaker) });
    }
    Ok(members)
}

/// The error for a refusal that came through the browser (RFC 6749 4.1.2.1).
pub(crate) fn from_redirect(error: &str, description: &str, speaker: &str) -> Error {
    let refusal = Refusal {
        code: error.to_owned(),
        number: number_in(description),
        description: description.to_owned(),
        trace_id: labelled(description, "Trace ID:"),
        correlation_id: labelled(description, "Correlation ID:"),
        claims: None,
    };
    refusal.to_error(None, speaker)
}

impl Refusal {
    /// Reads a refusal; `None` for an object that is none.
    fn read(members: &Map<String, Value>) -> Option<Self> {
        let description = reading::text(members, "error_description").unwrap_or_default();
        let number = members.get("error_codes").and_then(first_number).or_else(|| number_in(&description));
        let code = reading::text(members, "error");
        let id = |member, label| {
            reading::text(members, member).filter(|id| text::is_id(id)).or_else(|| labelled(&description, label))
        };
        let (trace_id, correlation_id) = (id("trace_id", "Trace ID:"), id("correlation_id", "Correlation ID:"));
        (code.is_some() || number.is_some()).then(|| Self {
            code: code.unwrap_or_default(),
            number,
            trace_id,
            correlation_id,
            claims: members.get("claims").and_then(claims::from_member),
            description,
        })
    }

    /// The error, with the status of the answer; a redirection has none.
    fn to_error(&self, status: Option<u16>, speaker: &str) -> Error {
        let code = match (self.number, status) {
            (Some(number), _) => format!("AADSTS{number}"),
            (None, _) if text::is_code(&self.code) => self.code.clone(),
            (None, Some(status)) => format!("Http{status}"),
            (None, None) => "invalid_request".to_owned(),
        };
        let error = Error::new(self.kind(status), code, self.sentence(speaker))
            .with_request_id(self.trace_id.clone())
            .with_client_request_id(self.correlation_id.clone())
            .with_claims(self.claims.clone());
        let may_pass = matches!(status, Some(408 | 429 | 500..));
        if DECISIONS.contains(&self.code.as_str()) && !may_pass { error.as_verdict() } else { error }
    }

    fn kind(&self, status: Option<u16>) -> Kind {
        match (self.code.as_str(), self.number) {
            // The tenant is unknown, or is none of this cloud.
            (_, Some(90_002 | 900_023 | 50_059)) => Kind::NotFound,
            // The application is unknown in the tenant, or its redirect address is.
            (_, Some(700_016 | 50_011 | 7_000_218)) => Kind::InvalidArgument,
            ("access_denied" | "consent_required", _) | (_, Some(65_001 | 65_004 | 90_094 | 90_095)) => {
                Kind::PermissionDenied
            }
            ("temporarily_unavailable" | "server_error", _) => Kind::Service,
            _ if matches!(status, Some(408 | 429 | 500..)) => Kind::from_status(status.unwrap_or_default()),
            (
                "invalid_grant"
                | "interaction_required"
                | "login_required"
                | "account_selection_required"
                | "invalid_client"
                | "unauthorized_client",
                _,
            ) => Kind::Authentication,
            ("invalid_request" | "invalid_scope" | "invalid_resource" | "unsupported_grant_type", _) => {
                Kind::InvalidArgument
            }
            _ => status.map_or(Kind::Service, Kind::from_status),
        }
    }

    /// What the service says, without its code and the ids that stand at the end: all have fields of their own.
    fn sentence(&self, speaker: &str) -> String {
        let text = text::line(&self.description);
        let text = text.split("Trace ID:").next().unwrap_or_default().trim();
        let text = match text.split_once(": ") {
            Some((code, rest)) if code.starts_with("AADSTS") => rest,
            _ => text,
        };
        match text.trim_end_matches('.') {
            "" if text::is_code(&self.code) => format!("{speaker} says: {}", self.code),
            "" => format!("{speaker} refused and did not say why"),
            text => format!("{speaker} says: {text}"),
        }
    }
}

/// The first number of `error_codes`, which is a list, and is read if it is a single number or text as well.
fn first_number(codes: &Value) -> Option<u64> {
    match codes {
        Value::Array(codes) => codes.iter().find_map(first_number),
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_u64(),
    }
}

fn number_in(description: &str) -> Option<u64> {
    let digits = description.trim_start().strip_prefix("AADSTS")?;
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
        let error = from_redirect("access_denied", description, "Entra ID");
        assert_eq!(error.to_string(), "Entra ID says: User declined to consent to access the app");
        assert_eq!((error.code(), error.kind()), ("AADSTS65004", Kind::PermissionDenied));
        assert_eq!((error.request_id(), error.client_request_id()), (Some("1111"), Some("2222")));
    }

    #[test]
    fn a_refusal_without_a_description_keeps_its_oauth_code() {
        let error = from_redirect("login_required", "", "the sign-in service");
        assert_eq!((error.code(), error.kind()), ("login_required", Kind::Authentication));
        assert_eq!(error.to_string(), "the sign-in service says: login_required");
    }

    #[test]
    fn what_a_browser_brings_cannot_steer_a_terminal() {
        let error = from_redirect("\u{1b}]0;x\u{7}\r\n", "\u{1b}[2J\u{202e}oops\r\nTrace ID: \u{1b}[1m", "Entra ID");
        assert_eq!(error.code(), "invalid_request");
        assert_eq!(error.to_string(), "Entra ID says: [2Joops");
        assert_eq!(error.request_id(), None);
    }
}
