//! Requests and answers as text for the verbose and debug streams, with what is not known to be harmless left out.

use super::redact::{Redactor, address};
use super::{Answer, client_request_id};
use http::{HeaderMap, Request};
use std::fmt::Write as _;
use std::time::Duration;

/// What was asked, in one line.
pub(super) fn target(request: &Request<Vec<u8>>) -> String {
    format!("{} {}", request.method(), address(&request.uri().to_string()))
}

/// One line: what was asked, what came back, how long it took, and under which ids it was logged.
pub(super) fn line(request: &Request<Vec<u8>>, answer: &Answer, took: Duration) -> String {
    format!(
        "{} answered {} with {} bytes in {} ms; request-id {}, client-request-id {}",
        target(request),
        answer.status,
        answer.body.len(),
        took.as_millis(),
        answer.request_id().unwrap_or("none"),
        client_request_id(request),
    )
}

/// A request in the layout of Microsoft Graph PowerShell.
pub(super) fn request(request: &Request<Vec<u8>>) -> String {
    let redactor = Redactor::new(request);
    let mut text = banner("HTTP REQUEST");
    let uri = request.uri().to_string();
    let _ = write!(text, "HTTP Method:\n{}\n\nAbsolute Uri:\n{}\n\n", request.method(), address(&uri));
    headers(&mut text, request.headers(), &redactor);
    let is_json =
        request.headers().get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let body = if is_json { json(request.body(), &redactor) } else { form(request.body(), &redactor) };
    let _ = write!(text, "Body:\n{body}\n");
    text
}

/// The answer to a request in the layout of Microsoft Graph PowerShell.
pub(super) fn answer(request: &Request<Vec<u8>>, answer: &Answer) -> String {
    let redactor = Redactor::new(request);
    let mut text = banner("HTTP RESPONSE");
    let _ = write!(text, "Status Code:\n{}\n\n", answer.status);
    headers(&mut text, &answer.headers, &redactor);
    let _ = write!(text, "Body:\n{}\n", json(&answer.body, &redactor));
    text
}

fn banner(title: &str) -> String {
    let rule = "=".repeat(28);
    format!("{rule} {title} {rule}\n\n")
}

fn headers(text: &mut String, headers: &HeaderMap, redactor: &Redactor) {
    text.push_str("Headers:\n");
    for (name, value) in headers {
        let _ = writeln!(text, "{:<30}: {}", name.as_str(), redactor.header(name, value));
    }
    text.push('\n');
}

fn form(body: &[u8], redactor: &Redactor) -> String {
    let fields = url::form_urlencoded::parse(body);
    fields.map(|(name, value)| format!("{name}={}", redactor.field(&name, &value))).collect::<Vec<_>>().join("&")
}

fn json(body: &[u8], redactor: &Redactor) -> String {
    match serde_json::from_slice(body) {
        Ok(mut value) => {
            redactor.json(&mut value);
            format!("{value:#}")
        }
        Err(_) if body.is_empty() => String::new(),
        // Text of unknown form may hold anything, so only its size is shown.
        Err(_) => format!("[{} bytes that are not JSON]", body.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::{answer, line, request};
    use crate::http::Answer;
    use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
    use std::time::Duration;

    fn sent(body: &str) -> Request<Vec<u8>> {
        Request::post("https://login.example.com/token?code=SECRET-Q").body(body.as_bytes().to_vec()).unwrap()
    }

    fn received(headers: &[(&'static str, &'static str)], body: &str) -> Answer {
        let headers =
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let headers = headers.collect::<HeaderMap>();
        Answer { status: StatusCode::OK, headers, body: body.as_bytes().to_vec(), client_request_id: String::new() }
    }

    #[test]
    fn of_a_request_only_harmless_headers_and_fields_are_shown() {
        let body = "grant_type=refresh_token&client_id=app&refresh_token=SECRET-1&code=SECRET-2&code_verifier=SECRET-3\
                    &refreshToken=SECRET-4&Client_Secret=SECRET-5&CLIENT_ID=SECRET-6";
        let mut sent = sent(body);
        for name in ["authorization", "x-identity-header", "secret", "metadata", "cookie", "x-new"] {
            sent.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static("SECRET-7"));
        }
        let mut sensitive = HeaderValue::from_static("SECRET-8");
        sensitive.set_sensitive(true);
        sent.headers_mut().insert("user-agent", sensitive);
        sent.headers_mut().insert("sdkversion", HeaderValue::from_static("entra-revoke/1"));
        let text = request(&sent);
        assert!(!text.contains("SECRET"), "{text}");
        assert!(text.contains("grant_type=refresh_token&client_id=app&refresh_token=[redacted]"), "{text}");
        assert!(text.contains("https://login.example.com/token\n"), "{text}");
        assert!(text.contains("sdkversion                    : entra-revoke/1"), "{text}");
    }

    #[test]
    fn of_an_answer_only_harmless_headers_and_members_are_shown() {
        let body = r#"{"token_type":"Bearer","access_token":"SECRET-1","refreshToken":"SECRET-2","Access_Token":"SECRET-3",
            "nested":[{"refresh_token":"SECRET-4"},["SECRET-5"]],"code":"SECRET-6","pin":42424242,"value":true,
            "error":{"code":"TooManyRequests","message":"later","innerError":{"request-id":"id-1"}}}"#;
        let headers = [
            ("set-cookie", "session=SECRET-7"),
            ("authentication-info", "SECRET-8"),
            ("location", "https://app.example.com/back?code=SECRET-9#SECRET-10"),
            ("x-ms-request-id", "id-2"),
        ];
        let text = answer(&sent(""), &received(&headers, body));
        assert!(!text.contains("SECRET") && !text.contains("42424242"), "{text}");
        for shown in [
            r#""token_type": "Bearer""#,
            r#""code": "TooManyRequests""#,
            r#""message": "later""#,
            r#""request-id": "id-1""#,
            r#""value": true"#,
            "location                      : https://app.example.com/back\n",
            "x-ms-request-id               : id-2",
        ] {
            assert!(text.contains(shown), "{shown} in {text}");
        }
        assert!(!answer(&sent(""), &received(&[], "<html>SECRET-11")).contains("SECRET"));
    }

    #[test]
    fn a_token_that_a_service_repeats_is_not_shown() {
        let token = format!("0.A{}", "bC1-_.".repeat(40));
        let mut sent = sent("grant_type=refresh_token&client_secret=short%7Esecret&code=12");
        let mut bearer = HeaderValue::from_static("Bearer opaque-token");
        bearer.set_sensitive(true);
        sent.headers_mut().insert("authorization", bearer);
        let body = format!(
            r#"{{"error":"invalid_grant","error_description":"AADSTS70000: '{token}', short~secret or opaque-token is wrong. Trace ID: 5f1fc3ca-5cb3-4a84-9dc5-0f3d4c3f2a00"}}"#
        );
        let text = answer(&sent, &received(&[("server", "opaque-token")], &body));
        let description = "AADSTS70000: '[redacted]', [redacted] or [redacted] is wrong. Trace ID: 5f1fc3ca-5cb3-4a84-9dc5-0f3d4c3f2a00";
        assert!(text.contains(description), "{text}");
        assert!(!text.contains("opaque-token"), "{text}");
    }

    #[test]
    fn queries_are_cut_from_addresses() {
        let line = line(&sent(""), &received(&[], ""), Duration::ZERO);
        assert!(line.starts_with("POST https://login.example.com/token answered 200 OK"), "{line}");
        let batch =
            r#"{"requests":[{"id":"1","method":"POST","url":"/users/a?code=SECRET","body":{"password":"SECRET"}}]}"#;
        let mut sent = sent(batch);
        sent.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        let text = request(&sent);
        assert!(text.contains(r#""url": "/users/a""#) && !text.contains("SECRET"), "{text}");
    }
}
