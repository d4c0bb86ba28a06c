//! `$batch`.

use entra_emulator::Settings;
use serde_json::{Value, json};

use crate::support::{Answer, Lab, assert_graph_error, send};

async fn batch(lab: &Lab, requests: Value) -> Answer {
    let token = lab.access_token(&["User.Read.All", "User.RevokeSessions.All"]).await;
    let request = lab.http.post(lab.url("/v1.0/$batch")).bearer_auth(token);
    send(request.header("content-type", "application/json").body(json!({"requests": requests}).to_string())).await
}

fn revoke(id: &str, user: &str) -> Value {
    json!({"id": id, "method": "POST", "url": format!("/users/{user}/revokeSignInSessions"),
        "headers": {"Content-Type": "application/json"}, "body": {}})
}

fn by_id<'a>(answer: &'a Value, id: &str) -> &'a Value {
    answer["responses"].as_array().unwrap().iter().find(|response| response["id"] == id).unwrap()
}

#[tokio::test]
async fn each_request_has_its_own_answer_in_no_promised_order() {
    let lab = Lab::with(Settings { extra_users: 2, ..Settings::default() }).await;
    lab.fault(json!({"target": "batchitem", "skip": 1, "status": 429, "retryAfter": 7})).await;
    let requests = json!([
        revoke("1", "user1@contoso.example"),
        revoke("2", "user2@contoso.example"),
        revoke("3", "nobody@contoso.example"),
        {"id": "4", "method": "GET", "url": "/me?$select=id"},
        {"id": "5", "method": "GET", "url": "/me", "dependsOn": ["3"]},
    ]);
    let answer = batch(&lab, requests).await;
    assert_eq!(answer.status, 200);
    let answer = answer.json();
    assert_eq!(answer["responses"][0]["id"], "5");
    assert_eq!(by_id(&answer, "1")["body"]["value"], true);
    assert_eq!(by_id(&answer, "2")["status"], 429);
    assert_eq!(by_id(&answer, "2")["headers"]["Retry-After"], "7");
    assert_eq!(by_id(&answer, "3")["body"]["error"]["code"], "Request_ResourceNotFound");
    assert_eq!(by_id(&answer, "4")["body"]["id"], "aaaaaaaa-0000-4000-8000-000000000001");
    assert_eq!(by_id(&answer, "5")["status"], 424);
}

#[tokio::test]
async fn an_item_has_an_id_of_its_own_for_the_service_and_the_client() {
    let lab = Lab::new().await;
    let answer = batch(&lab, json!([revoke("1", "nobody"), revoke("2", "nobody")])).await;
    let json = answer.json();
    let ids = |id: &str| by_id(&json, id)["body"]["error"]["innerError"].clone();
    let (first, second) = (ids("1"), ids("2"));
    assert_ne!(first["request-id"], second["request-id"]);
    assert_ne!(first["request-id"], answer.header("request-id"));
    assert_eq!(first["request-id"], first["client-request-id"]);
}

async fn assert_refused(lab: &Lab, requests: Value, message: &str) {
    assert_graph_error(&batch(lab, requests).await, 400, "BadRequest", message);
}

#[tokio::test]
async fn a_batch_that_is_not_well_formed_is_refused_as_a_whole() {
    let lab = Lab::new().await;
    let write = |more: Value| {
        let mut item = json!({"id": "1", "method": "POST", "url": "/me/revokeSignInSessions"});
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!([item])
    };
    let neither = "Write request id : 1 does not contain Content-Type header or body.";
    assert_refused(&lab, write(json!({})), neither).await;
    assert_refused(&lab, write(json!({"headers": {"Content-Type": "application/json"}})), neither).await;
    let untyped = "Write request with id '1' does not contain a Content-Type header.";
    assert_refused(&lab, write(json!({"body": {}})), untyped).await;
    // Names of headers have no case in HTTP, and have one here.
    assert_refused(&lab, write(json!({"headers": {"content-type": "application/json"}, "body": {}})), untyped).await;
    let many: Vec<_> = (0..21).map(|n| json!({"id": n.to_string(), "method": "GET", "url": "/me"})).collect();
    assert_eq!(batch(&lab, json!(many)).await.status, 400);
    let twice = json!([{"id": "a", "method": "GET", "url": "/me"}, {"id": "A", "method": "GET", "url": "/me"}]);
    assert_refused(&lab, twice, "Request Id A has to be unique in a batch.").await;
    assert_refused(&lab, json!([{"id": "1", "url": "/me"}]), "Invalid batch payload format.").await;
    let anonymous = send(lab.http.post(lab.url("/v1.0/$batch")).body("{}")).await;
    assert_eq!(anonymous.status, 401);
}

#[tokio::test]
async fn a_batch_says_that_it_is_json() {
    let lab = Lab::new().await;
    let token = lab.access_token(&["User.Read"]).await;
    let body = json!({"requests": [{"id": "1", "method": "GET", "url": "/me"}]}).to_string();
    for (kind, body, status) in [
        (Some("application/json; charset=utf-8"), body.as_str(), 200),
        (Some("Application/JSON"), &body, 200),
        (Some("text/plain"), &body, 400),
        (Some("application/jsonlines"), &body, 400),
        (None, &body, 400),
        (Some("application/json"), "{", 400),
    ] {
        let request = lab.http.post(lab.url("/v1.0/$batch")).bearer_auth(&token).body(body.to_owned());
        let answer = send(kind.into_iter().fold(request, |request, kind| request.header("content-type", kind))).await;
        assert_eq!(answer.status, status, "{kind:?}");
        if status == 400 {
            let message = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is \
                           of valid JSON format.";
            assert_graph_error(&answer, 400, "BadRequest", message);
        }
    }
}
