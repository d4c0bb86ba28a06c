//! Around every public request: the journal, the latency, the faults, and the ids and date of the answer.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;

use crate::connection::Switch;
use crate::emulator::Emulator;
use crate::faults::{Fault, Kind, Target};
use crate::ids::{CLIENT_REQUEST_ID, Ids};
use crate::journal::Entry;
use crate::params::Params;
use crate::{authority, graph, keys};

const BODY_LIMIT: usize = 1 << 20;
const PIECE: usize = 16;
const PUBLIC_FORM_FIELDS: [&str; 8] =
    ["grant_type", "scope", "claims", "client_id", "redirect_uri", "client_info", "client_assertion_type", "username"];

/// The middleware.
pub(crate) async fn observe(State(emulator): State<Arc<Emulator>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let target = Target::of(parts.uri.path());
    let query = Params::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let ids = Ids::of(&parts.headers, [&query, &Params::parse(&body)]);
    let switch = parts.extensions.get::<ConnectInfo<Switch>>().map(|info| info.0.clone()).unwrap_or_default();
    let open = emulator.journal.open(entry(target, &parts, switch.connection(), &body));
    tracing::info!(method = %parts.method, path = parts.uri.path(), request = ids.request, "Request");

    let latency = emulator.settings().latency_ms;
    if latency > 0 {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
    parts.extensions.insert(ids.clone());
    let answer = match emulator.faults.take(target) {
        Some(fault) => disturb(&emulator, target, &fault, &ids).await,
        None => Disturbed::Proceed,
    };
    let mut response = match answer {
        Disturbed::Proceed => next.run(Request::from_parts(parts, Body::from(body))).await,
        Disturbed::InPieces => in_pieces(next.run(Request::from_parts(parts, Body::from(body))).await).await,
        Disturbed::Answer(response) => response,
        Disturbed::Reset => {
            switch.reset();
            open.reset();
            // Never written: the switch makes the write fail. A listener without switches answers this instead.
            return StatusCode::BAD_GATEWAY.into_response();
        }
    };
    let id_header = if target == Target::Graph { "request-id" } else { "x-ms-request-id" };
    set(&mut response, id_header, &ids.request);
    set(&mut response, CLIENT_REQUEST_ID, &ids.client);
    // The emulator's date, not the machine's: a client may compute a wait from it.
    set(&mut response, "date", &emulator.clock.now().http());
    open.answered(response.status().as_u16());
    response
}

enum Disturbed {
    Proceed,
    InPieces,
    Answer(Response),
    Reset,
}

async fn disturb(emulator: &Emulator, target: Target, fault: &Fault, ids: &Ids) -> Disturbed {
    let now = emulator.clock.now();
    let status = |default| fault.status.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(default);
    let response = match fault.kind {
        Kind::Close => return Disturbed::Reset,
        Kind::Hang => {
            let mut cleared = emulator.faults.clearing();
            tokio::select! {
                _ = cleared.changed() => {}
                () = emulator.closed() => {}
            }
            return Disturbed::Reset;
        }
        Kind::Delay => {
            tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
            return Disturbed::Proceed;
        }
        Kind::Chunked => return Disturbed::InPieces,
        Kind::Cae => graph::cae_fault(emulator).respond(ids, now),
        Kind::Truncate => {
            let cut = if target == Target::Graph { graph::CUT_BODY } else { authority::CUT_BODY };
            ([(header::CONTENT_TYPE, "application/json")], cut).into_response()
        }
        Kind::Html => {
            let page = fault.body.clone().unwrap_or_else(|| {
                "<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><p>Welcome to the hotel.\
                 </p></body></html>"
                    .to_owned()
            });
            (status(StatusCode::OK), [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
        }
        Kind::Refuse => match fault.code.and_then(authority::refusal) {
            Some(refusal) if matches!(target, Target::Authorize | Target::Page) => authority::page(&refusal, ids, now),
            Some(refusal) => refusal.respond(ids, now),
            None => authority::fault(StatusCode::BAD_REQUEST, ids, now),
        },
        Kind::Status => {
            let status = status(StatusCode::INTERNAL_SERVER_ERROR);
            match &fault.body {
                Some(body) => (status, [(header::CONTENT_TYPE, "application/json")], body.clone()).into_response(),
                None if target == Target::Graph => graph::fault(status).respond(ids, now),
                None => authority::fault(status, ids, now),
            }
        }
    };
    Disturbed::Answer(decorate(response, fault))
}

/// The same answer without its length, a few bytes at a time.
async fn in_pieces(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else { return StatusCode::BAD_GATEWAY.into_response() };
    parts.headers.remove(header::CONTENT_LENGTH);
    let pieces: Vec<_> = body.chunks(PIECE).map(|piece| Ok::<_, Infallible>(Bytes::copy_from_slice(piece))).collect();
    Response::from_parts(parts, Body::from_stream(stream::iter(pieces)))
}

fn decorate(mut response: Response, fault: &Fault) -> Response {
    if let Some(retry_after) = &fault.retry_after {
        set(&mut response, "retry-after", retry_after);
    }
    for (name, value) in &fault.headers {
        set(&mut response, name, value);
    }
    response
}

fn set(response: &mut Response, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        response.headers_mut().insert(name, value);
    } else {
        tracing::warn!(name, value, "A header was left out that HTTP does not allow");
    }
}

fn entry(target: Target, parts: &Parts, connection: u64, body: &Bytes) -> Entry {
    let mut entry = Entry::arrived(target.name(), parts, connection);
    entry.body_len = body.len();
    for (name, value) in &parts.headers {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let shown = if name == header::AUTHORIZATION { kind_of_credentials(&text).to_owned() } else { text };
        entry.headers.insert(name.as_str().to_owned(), shown);
    }
    if matches!(target, Target::Token | Target::DeviceCode) {
        let form = Params::parse(body);
        let shown = PUBLIC_FORM_FIELDS.iter().filter_map(|name| Some(((*name).to_owned(), form.owned(name)?)));
        entry.form = shown.collect();
    }
    entry
}

fn kind_of_credentials(authorization: &str) -> &'static str {
    let Some(token) = authorization.strip_prefix("Bearer ") else { return "Other" };
    match keys::verify(token) {
        Ok(claims) if claims["idtyp"] == "app" => "Bearer app-only",
        Ok(_) => "Bearer delegated",
        Err(_) => "Bearer unknown",
    }
}
