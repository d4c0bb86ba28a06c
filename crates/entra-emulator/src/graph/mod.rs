//! Microsoft Graph, v1.0 and beta: the few paths that the module needs, and an explicit 501 for all others.

mod batch;
mod bearer;
mod error;
mod revoke;
mod users;

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use serde_json::json;

pub(crate) use error::{Reply, fault};

use crate::emulator::Emulator;
use crate::ids::Ids;

/// The body of an answer that stops in the middle.
pub(crate) const CUT_BODY: &str = "{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean\",\"va";
const NOT_DELEGATED: &str = "/me request is only valid with delegated authentication flow.";

/// One request to Graph, alone or within a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) method: &'a str,
    pub(crate) version: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
}

/// Handles whatever the authority does not.
pub(crate) async fn handle(
    State(emulator): State<Arc<Emulator>>,
    Extension(ids): Extension<Ids>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (version, path) = uri.path().trim_start_matches('/').split_once('/').unwrap_or_default();
    let reply = match (version, path, method.as_str()) {
        ("v1.0" | "beta", "$batch", "POST") => batch::run(&emulator, &headers, version, &body),
        // Its size is none of a client's business that only opens a connection.
        ("v1.0" | "beta", "$metadata", "GET" | "HEAD") => Reply::ok(json!({})),
        ("v1.0" | "beta", ..) => {
            let query = uri.query().unwrap_or_default();
            dispatch(&emulator, &ids, &Call { method: method.as_str(), version, path, query, headers: &headers })
        }
        _ => not_implemented(method.as_str(), uri.path()),
    };
    reply.respond(&ids, emulator.clock.now())
}

/// Answers one request.
pub(crate) fn dispatch(emulator: &Emulator, ids: &Ids, call: &Call) -> Reply {
    let segments = segments(call.path);
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let (route, method): (Box<Route>, &str) = match segments[..] {
        ["me"] => (Box::new(|caller| users::me(emulator, caller, call)), "GET"),
        ["users", id] => (Box::new(move |caller| users::user_by(emulator, caller, call, id)), "GET"),
        ["me", action] if is_revoke(action) => (Box::new(|caller| revoke::me(emulator, caller, call)), "POST"),
        ["users", id, action] if is_revoke(action) => {
            (Box::new(move |caller| revoke::user_by(emulator, caller, call, id)), "POST")
        }
        _ => return not_implemented(call.method, &format!("/{}/{}", call.version, call.path.trim_matches('/'))),
    };
    if call.method != method {
        let message = "Specified HTTP method is not allowed for the request target.";
        return Reply::error(StatusCode::METHOD_NOT_ALLOWED, "Request_BadRequest", message);
    }
    match bearer::authenticate(emulator, call.headers) {
        Ok(caller) => route(&caller),
        Err(refusal) => {
            tracing::debug!(request = ids.request, "The token was refused");
            *refusal
        }
    }
}

type Route<'a> = dyn Fn(&bearer::Caller) -> Reply + 'a;

/// The claims challenge of a fault, as if the sessions had been revoked just now.
pub(crate) fn cae_fault(emulator: &Emulator) -> Reply {
    bearer::challenge(emulator, emulator.clock.now())
}

// OData names are compared without regard to case, and an action may carry its namespace.
fn is_revoke(action: &str) -> bool {
    action.trim_start_matches("microsoft.graph.").eq_ignore_ascii_case("revokeSignInSessions")
}

/// The names and keys of a path. A key may be a segment of its own or stand behind its name, as in `users('id')` (URL
/// conventions of `OData`, section 4.3). The first name has no case, as no name has at Graph.
fn segments(path: &str) -> Vec<String> {
    let mut segments = Vec::new();
    for segment in path.trim_matches('/').split('/').map(decode) {
        match segment.strip_suffix("')").and_then(|segment| segment.split_once("('")) {
            Some((name, key)) => segments.extend([name.to_owned(), key.replace("''", "'")]),
            None => segments.push(segment),
        }
    }
    if let Some(name) = segments.first_mut() {
        name.make_ascii_lowercase();
    }
    segments
}

fn decode(segment: &str) -> String {
    // A form decoder would take a plus sign for a space, which in a path it is not.
    let pair = format!("={}", segment.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

fn not_implemented(method: &str, path: &str) -> Reply {
    let message = format!("the emulator does not do {method} {path}");
    let body = json!({"error": {"code": "NotImplemented", "message": message}});
    Reply { status: StatusCode::NOT_IMPLEMENTED, ..Reply::ok(body) }
}
