//! `POST /$batch` (Microsoft Graph, JSON batching): up to twenty requests in one, each judged on its own.

use std::collections::HashSet;

use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::{Reply, bad_request};
use super::{Call, bearer, dispatch};
use crate::emulator::Emulator;
use crate::faults::{Fault, Kind, Target};
use crate::ids::Ids;

const LIMIT: usize = 20;

#[derive(Deserialize)]
struct Batch {
    requests: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: String,
    method: String,
    url: String,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    body: Option<Value>,
    #[serde(default)]
    depends_on: Vec<String>,
}

/// Runs a batch.
pub(crate) fn run(emulator: &Emulator, headers: &HeaderMap, version: &str, body: &[u8]) -> Reply {
    if let Err(refusal) = bearer::authenticate(emulator, headers) {
        return *refusal;
    }
    let Some(body) = is_json(headers).then(|| serde_json::from_slice::<Value>(body).ok()).flatten() else {
        let message = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of \
                       valid JSON format.";
        return bad_request(message);
    };
    let Ok(batch) = serde_json::from_value::<Batch>(body) else {
        return bad_request("Invalid batch payload format.");
    };
    if let Err(refusal) = check(&batch) {
        return *refusal;
    }
    let mut failed = HashSet::new();
    let mut responses = Vec::new();
    for item in &batch.requests {
        let ids = Ids::of_item();
        let reply = if item.depends_on.iter().any(|id| failed.contains(&id.to_ascii_lowercase())) {
            Reply::error(
                StatusCode::FAILED_DEPENDENCY,
                "FailedDependency",
                "A request that this one depends on failed.",
            )
        } else {
            answer(emulator, &ids, headers, version, item)
        };
        if !reply.status.is_success() {
            failed.insert(item.id.to_ascii_lowercase());
        }
        responses.push(describe(&reply, item, &ids, emulator));
    }
    // Graph promises no order. The reverse one shows up a client that relies on any.
    responses.reverse();
    Reply::ok(json!({"responses": responses}))
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn check(batch: &Batch) -> Result<(), Box<Reply>> {
    let refuse = |message: String| Err(Box::new(bad_request(message)));
    if batch.requests.len() > LIMIT {
        return refuse(format!("Number of batch requests exceeds the maximum of {LIMIT}."));
    }
    let mut seen = HashSet::new();
    for item in &batch.requests {
        if !seen.insert(item.id.to_ascii_lowercase()) {
            return refuse(format!("Request Id {} has to be unique in a batch.", item.id));
        }
        let follows = |id: &String| !id.eq_ignore_ascii_case(&item.id) && seen.contains(&id.to_ascii_lowercase());
        if !item.depends_on.iter().all(follows) {
            return refuse(format!("Request id : {} depends on a request that does not come before it.", item.id));
        }
        if ["POST", "PUT", "PATCH"].iter().any(|method| item.method.eq_ignore_ascii_case(method)) {
            if item.body.is_none() {
                return refuse(format!("Write request id : {} does not contain Content-Type header or body.", item.id));
            }
            // Graph compares the case of the name, which HTTP does not have.
            if !item.headers.contains_key("Content-Type") {
                return refuse(format!("Write request with id '{}' does not contain a Content-Type header.", item.id));
            }
        }
    }
    Ok(())
}

fn answer(emulator: &Emulator, ids: &Ids, headers: &HeaderMap, version: &str, item: &Item) -> Reply {
    if let Some(fault) = emulator.faults.take(Target::BatchItem) {
        return disturbed(emulator, &fault);
    }
    let (path, query) = item.url.split_once('?').unwrap_or((&item.url, ""));
    let method = item.method.to_ascii_uppercase();
    let call = Call { method: &method, version, path, query, headers };
    dispatch(emulator, ids, &call)
}

fn disturbed(emulator: &Emulator, fault: &Fault) -> Reply {
    let mut reply = match fault.kind {
        Kind::Cae => super::cae_fault(emulator),
        _ => super::fault(fault.status.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or_default()),
    };
    if let Some(retry_after) = &fault.retry_after {
        reply = reply.with("Retry-After", retry_after.clone());
    }
    reply
}

fn describe(reply: &Reply, item: &Item, ids: &Ids, emulator: &Emulator) -> Value {
    let mut headers: Map<String, Value> =
        reply.headers.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.clone()))).collect();
    let mut answer = json!({"id": item.id, "status": reply.status.as_u16()});
    if let Some(body) = reply.body(ids, emulator.clock.now()) {
        headers.insert("Content-Type".to_owned(), Value::from("application/json"));
        answer["body"] = body;
    }
    answer["headers"] = Value::Object(headers);
    answer
}
