//! `POST /$batch` (Microsoft Graph, JSON batching): up to twenty requests in one, each judged on its own.

use std::collections::HashSet;

use axum::http::{HeaderMap, StatusCode};
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
pub(crate) fn run(emulator: &Emulator, ids: &Ids, headers: &HeaderMap, version: &str, body: &[u8]) -> Reply {
    if let Err(refusal) = bearer::authenticate(emulator, headers) {
        return *refusal;
    }
    let Ok(batch) = serde_json::from_slice::<Batch>(body) else {
        return bad_request("Invalid batch payload format.");
    };
    if let Err(refusal) = check(&batch) {
        return *refusal;
    }
    let mut failed = HashSet::new();
    let mut responses = Vec::new();
    for item in &batch.requests {
        let reply = if item.depends_on.iter().any(|id| failed.contains(id.as_str())) {
            Reply::error(
                StatusCode::FAILED_DEPENDENCY,
                "FailedDependency",
                "A request that this one depends on failed.",
            )
        } else {
            answer(emulator, ids, headers, version, item)
        };
        if !reply.status.is_success() {
            failed.insert(item.id.as_str());
        }
        responses.push(describe(&reply, item, ids, emulator));
    }
    // Graph promises no order. The reverse one shows up a client that relies on any.
    responses.reverse();
    Reply::ok(json!({"responses": responses}))
}

fn check(batch: &Batch) -> Result<(), Box<Reply>> {
    let refuse = |message: String| Err(Box::new(bad_request(message)));
    if batch.requests.len() > LIMIT {
        return refuse(format!("Number of batch requests exceeds the maximum of {LIMIT}."));
    }
    let mut seen = HashSet::new();
    for item in &batch.requests {
        if !seen.insert(item.id.as_str()) {
            return refuse(format!("Request Id {} has already been used in this batch.", item.id));
        }
        if item.depends_on.iter().any(|id| !seen.contains(id.as_str()) || *id == item.id) {
            return refuse(format!("Request id : {} depends on a request that does not come before it.", item.id));
        }
        let writes = ["POST", "PUT", "PATCH"].iter().any(|method| item.method.eq_ignore_ascii_case(method));
        let typed = item.headers.keys().any(|name| name.eq_ignore_ascii_case("content-type"));
        if writes && !(typed && item.body.is_some()) {
            return refuse(format!("Write request id : {} does not contain Content-Type header or body.", item.id));
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
