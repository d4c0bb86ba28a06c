//! What a service answered, read leniently: member by member, each optional, so that one odd member never costs another.

use crate::error::{Error, Kind};
use crate::http::Answer;
use http::header;
use serde_json::{Map, Value};
use url::Url;

/// The members of a JSON object (RFC 8259); `None` for a body that is none.
pub(crate) fn members(body: &[u8]) -> Option<Map<String, Value>> {
    // A byte order mark is allowed to be ignored (RFC 8259 8.1), and services have sent one.
    serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)).ok()
}

/// The text of a member, which may also be a number; `None` for blanks and for anything else.
pub(crate) fn text(members: &Map<String, Value>, name: &str) -> Option<String> {
    match members.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The error for an answer that is not in the form of `service`: something between decided, such as a proxy, a web
/// filter or the sign-in page of a network, so it is no verdict.
pub(crate) fn foreign(answer: &Answer, service: &str) -> Error {
    let status = answer.status.as_u16();
    let error = match status {
        408 | 429 | 500..=510 | 512.. => {
            let kind = if status < 500 { Kind::from_status(status) } else { Kind::Service };
            let message = format!("{} came in place of an answer of {service}", answer.status);
            Error::new(kind, format!("Http{status}"), message)
        }
        200..=299 => invalid(format!("the answer is not from {service} or was cut short")),
        300..=399 => match redirected_to(answer) {
            Some(host) => invalid(format!("the request to {service} was redirected to '{host}'")),
            None => invalid(format!("{} came in place of an answer of {service}", answer.status)),
        },
        _ => invalid(format!("the answer {} is not from {service}", answer.status)),
    };
    addressed(error, answer)
}

/// An error with the status, the wait and the ids of an answer; ids that its body gave stay.
pub(crate) fn addressed(error: Error, answer: &Answer) -> Error {
    let request_id = error.request_id().or_else(|| answer.request_id()).map(str::to_owned);
    let client_request_id = error.client_request_id().unwrap_or(&answer.client_request_id).to_owned();
    error
        .with_status(answer.status.as_u16())
        .with_request_id(request_id)
        .with_client_request_id(Some(client_request_id))
        .with_retry_after(answer.retry_after())
}

fn invalid(message: String) -> Error {
    Error::new(Kind::InvalidResponse, "InvalidResponse", message)
}

/// The host that a redirection leads to (RFC 9110 10.2.2); the rest of the address may hold anything.
fn redirected_to(answer: &Answer) -> Option<String> {
    let location = Url::parse(answer.header(header::LOCATION.as_str())?).ok()?;
    location.host_str().map(str::to_owned)
}
