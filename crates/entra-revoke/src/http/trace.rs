//! Requests and answers as text for the verbose and debug streams, with every secret left out.

use super::Answer;
use http::{HeaderMap, Request, header};
use serde_json::Value;
use std::fmt::Write as _;
use std::time::Duration;

/// What stands in the place of a secret.
const REDACTED: &str = "[redacted]";

/// Form fields (RFC 6749 appendix A) whose values are harmless; the value of any other is left out.
const HARMLESS_FIELDS: [&str; 6] = ["claims", "client_id", "grant_type", "redirect_uri", "response_type", "scope"];

/// JSON members whose text is a secret; a device code's `user_code` is not: the user is shown it anyway.
const SECRET_MEMBERS: [&str; 6] =
    ["access_token", "client_info", "device_code", "id_token", "refresh_token", "client_secret"];

/// Headers that hold credentials.
const SECRET_HEADERS: [header::HeaderName; 4] =
    [header::AUTHORIZATION, header::COOKIE, header::PROXY_AUTHORIZATION, header::SET_COOKIE];

/// One line: what was asked, what came back, how long it took, and under which ids it was logged.
pub(super) fn line(request: &Request<Vec<u8>>, answer: &Answer, took: Duration) -> String {
    format!(
        "{} {} answered {} with {} bytes in {} ms; request-id {}, client-request-id {}",
        request.method(),
        request.uri(),
        answer.status,
        answer.body.len(),
        took.as_millis(),
        answer.request_id().unwrap_or("none"),
        answer.client_request_id,
    )
}

/// A request in the layout of Microsoft Graph PowerShell.
pub(super) fn request(request: &Request<Vec<u8>>) -> String {
    let mut text = banner("HTTP REQUEST");
    let _ = write!(text, "HTTP Method:\n{}\n\nAbsolute Uri:\n{}\n\n", request.method(), request.uri());
    headers(&mut text, request.headers());
    let _ = write!(text, "Body:\n{}\n", form(request.body()));
    text
}

/// An answer in the layout of Microsoft Graph PowerShell.
pub(super) fn answer(answer: &Answer) -> String {
    let mut text = banner("HTTP RESPONSE");
    let _ = write!(text, "Status Code:\n{}\n\n", answer.status);
    headers(&mut text, &answer.headers);
    let _ = write!(text, "Body:\n{}\n", json(&answer.body));
    text
}

fn banner(title: &str) -> String {
    let rule = "=".repeat(28);
    format!("{rule} {title} {rule}\n\n")
}

fn headers(text: &mut String, headers: &HeaderMap) {
    text.push_str("Headers:\n");
    for (name, value) in headers {
        let value = if SECRET_HEADERS.contains(name) { REDACTED } else { value.to_str().unwrap_or(REDACTED) };
        let _ = writeln!(text, "{:<30}: {value}", name.as_str());
    }
    text.push('\n');
}

fn form(body: &[u8]) -> String {
    let fields = url::form_urlencoded::parse(body).map(|(name, value)| {
        let harmless = HARMLESS_FIELDS.contains(&name.as_ref());
        format!("{name}={}", if harmless { value.as_ref() } else { REDACTED })
    });
    fields.collect::<Vec<_>>().join("&")
}

fn json(body: &[u8]) -> String {
    match serde_json::from_slice(body) {
        Ok(mut value) => {
            redact(&mut value);
            format!("{value:#}")
        }
        Err(_) if body.is_empty() => String::new(),
        // Text of unknown form may hold anything, so only its size is shown.
        Err(_) => format!("[{} bytes that are not JSON]", body.len()),
    }
}

fn redact(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if SECRET_MEMBERS.contains(&name.as_str()) {
                    *member = Value::from(REDACTED);
                } else {
                    redact(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(redact),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{answer, request};
    use crate::http::Answer;
    use http::{HeaderMap, HeaderValue, Request, StatusCode};

    #[test]
    fn no_secret_of_a_request_is_shown() {
        let body = "grant_type=refresh_token&client_id=app&refresh_token=SECRET1&code=SECRET2&code_verifier=SECRET3";
        let sent = Request::post("https://login.example.com/token")
            .header("authorization", "Bearer SECRET4")
            .body(body.as_bytes().to_vec())
            .unwrap();
        let text = request(&sent);
        assert!(!text.contains("SECRET"), "{text}");
        assert!(text.contains("grant_type=refresh_token&client_id=app&refresh_token=[redacted]"), "{text}");
    }

    #[test]
    fn no_secret_of_an_answer_is_shown() {
        let body = br#"{"token_type":"Bearer","access_token":"SECRET1","nested":[{"refresh_token":"SECRET2"}]}"#;
        let mut headers = HeaderMap::new();
        headers.insert("set-cookie", HeaderValue::from_static("session=SECRET3"));
        let received =
            Answer { status: StatusCode::OK, headers, body: body.to_vec(), client_request_id: String::new() };
        let text = answer(&received);
        assert!(!text.contains("SECRET"), "{text}");
        assert!(text.contains(r#""token_type": "Bearer""#), "{text}");
        let unknown = Answer { body: b"<html>SECRET4".to_vec(), ..received };
        assert!(!answer(&unknown).contains("SECRET"));
    }
}
