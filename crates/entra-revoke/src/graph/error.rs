//! Failures as Microsoft Graph reports them ("Microsoft Graph error responses and resource types").

use crate::error::{Error, Kind};
use crate::http::Answer;
use crate::oauth::claims;
use crate::reading;
use crate::text;
use serde_json::{Map, Value};

/// The service's name in sentences.
const GRAPH: &str = "Microsoft Graph";

/// The error for an answer that reports a failure.
pub(super) fn from_answer(answer: &Answer) -> Error {
    let (status, has_id) = (answer.status.as_u16(), answer.header("request-id").is_some());
    let claims = claims::from_headers(&answer.headers);
    match reading::members(&answer.body).as_ref().and_then(|members| members.get("error")) {
        Some(Value::Object(error)) => reported(answer, error),
        // A claims challenge, or an id where a body is missing, tells Microsoft Graph from what stands before it.
        _ if claims.is_some() || (status >= 400 && answer.body.is_empty() && has_id) => reported(answer, &Map::new()),
        _ => return reading::foreign(answer, GRAPH),
    }
    .with_claims(claims)
}

/// The error for a success that is not what Microsoft Graph sends, such as the page of a captive portal.
pub(super) fn unexpected(answer: &Answer) -> Error {
    let message = format!("the answer is not from {GRAPH} or was cut short, so it is unknown whether it took effect");
    reading::foreign(answer, GRAPH).reworded(Error::new(Kind::InvalidResponse, "InvalidResponse", message))
}

/// The error that Microsoft Graph itself reports.
fn reported(answer: &Answer, error: &Map<String, Value>) -> Error {
    let status = answer.status.as_u16();
    let code = reading::text(error, "code").filter(|code| text::is_code(code));
    let message = reading::text(error, "message").map(|message| text::line(&message)).unwrap_or_default();
    let message = match message.trim_end_matches('.') {
        "" => format!("{GRAPH} answered {} and did not say why", answer.status),
        message => format!("{GRAPH} says: {message}"),
    };
    // Both spellings are in use, sometimes in one answer.
    let inner = ["innerError", "innererror"].into_iter().filter_map(|name| error.get(name)?.as_object());
    let id = |name| inner.clone().find_map(|inner| reading::text(inner, name));
    let error = Error::new(Kind::from_status(status), code.unwrap_or_else(|| format!("Http{status}")), message)
        .with_request_id(id("request-id"))
        .with_client_request_id(id("client-request-id"));
    reading::addressed(error, answer).as_verdict()
}
