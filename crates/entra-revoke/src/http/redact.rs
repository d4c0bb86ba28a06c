//! Which parts of requests and answers are harmless. What is not on a list here is not shown, in whatever spelling.

use http::{HeaderName, HeaderValue, Request, header};
use serde_json::Value;

/// What stands in the place of what is not shown.
pub(super) const REDACTED: &str = "[redacted]";

/// Headers whose values are harmless, in lower case.
const HEADERS: [&str; 33] = [
    "accept",
    "accept-encoding",
    "cache-control",
    "client-request-id",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "expires",
    "odata-version",
    "pragma",
    "request-id",
    "retry-after",
    "retry-attempt",
    "scenario-tag",
    "sdkversion",
    "server",
    "strict-transport-security",
    "transfer-encoding",
    "user-agent",
    "vary",
    "via",
    "x-ms-ags-diagnostic",
    "x-ms-clitelem",
    "x-ms-ests-server",
    "x-ms-request-id",
    "x-ms-resource-unit",
    "x-ms-srs",
    "x-ms-throttle-information",
    "x-ms-throttle-limit-percentage",
    "x-ms-throttle-scope",
    "x-ratelimit-remaining",
];

/// Form fields (RFC 6749 appendix A) whose values are harmless.
const FIELDS: [&str; 9] = [
    "claims",
    "client_assertion_type",
    "client_id",
    "client_info",
    "grant_type",
    "redirect_uri",
    "requested_token_use",
    "response_type",
    "scope",
];

/// JSON members whose text or number is harmless; a device code's `user_code` is shown to the user anyway.
const MEMBERS: [&str; 29] = [
    "@odata.context",
    "claims",
    "client-request-id",
    "correlation_id",
    "date",
    "error",
    "error_codes",
    "error_description",
    "error_uri",
    "expires_in",
    "expires_on",
    "ext_expires_in",
    "id",
    "interval",
    "message",
    "method",
    "not_before",
    "refresh_in",
    "request-id",
    "resource",
    "scope",
    "status",
    "suberror",
    "timestamp",
    "token_type",
    "trace_id",
    "url",
    "user_code",
    "verification_uri",
];

/// From how many characters on a word of a token's alphabet is taken for one; a GUID has 36, a JSON Web Token hundreds.
const TOKEN_LENGTH: usize = 80;

/// From how many characters on a value is looked for in answers; a shorter one is a word such as `true`.
const SECRET_LENGTH: usize = 8;

/// Secrets of one request, which a service may repeat in its answer.
#[derive(Debug)]
pub(super) struct Redactor(Vec<String>);

impl Redactor {
    /// Knows what must not be shown of a request.
    pub(super) fn new(request: &Request<Vec<u8>>) -> Self {
        let fields = url::form_urlencoded::parse(request.body()).filter(|(name, _)| !FIELDS.contains(&name.as_ref()));
        let fields = fields.map(|(_, value)| value.into_owned());
        let headers = request.headers().iter().filter(|(name, value)| !is_harmless(name, value));
        let headers = headers.filter_map(|(_, value)| Some(value.to_str().ok()?.rsplit(' ').next()?.to_owned()));
        Self(fields.chain(headers).filter(|secret| secret.len() >= SECRET_LENGTH).collect())
    }

    /// The value of a header, as it may be shown.
    pub(super) fn header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        match value.to_str() {
            Ok(text) if is_harmless(name, value) => self.text(text),
            Ok(text) if name == header::LOCATION && !value.is_sensitive() => self.text(address(text)),
            _ => REDACTED.to_owned(),
        }
    }

    /// The value of a form field, as it may be shown.
    pub(super) fn field(&self, name: &str, value: &str) -> String {
        if FIELDS.contains(&name) { self.text(value) } else { REDACTED.to_owned() }
    }

    /// Leaves out of JSON what must not be shown.
    pub(super) fn json(&self, value: &mut Value) {
        self.member("", value, false);
    }

    /// `within_error` is true below a member `error`, where `code` is not the code of RFC 6749 4.1.2.
    fn member(&self, name: &str, value: &mut Value, within_error: bool) {
        match value {
            Value::Object(members) => {
                for (inner, member) in members {
                    self.member(inner, member, within_error || name == "error");
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.member(name, item, within_error)),
            Value::Number(_) | Value::String(_) if !(MEMBERS.contains(&name) || within_error && name == "code") => {
                *value = Value::from(REDACTED);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
            Value::String(text) => *text = self.text(if name == "url" { address(text) } else { text }),
        }
    }

    /// A text that is harmless but for what it may repeat.
    fn text(&self, text: &str) -> String {
        let known = self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED));
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-._~+=".contains(letter);
        let mut shown = String::with_capacity(known.len());
        for piece in known.split_inclusive(|letter| !is_part(letter)) {
            let word = piece.trim_end_matches(|letter| !is_part(letter));
            shown.push_str(if word.len() < TOKEN_LENGTH { word } else { REDACTED });
            shown.push_str(&piece[word.len()..]);
        }
        shown
    }
}

/// An address without its query, its fragment and who asks.
pub(super) fn address(text: &str) -> &str {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    &text[..end]
}

fn is_harmless(name: &HeaderName, value: &HeaderValue) -> bool {
    HEADERS.contains(&name.as_str()) && !value.is_sensitive()
}
