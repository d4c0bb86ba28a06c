//! `$batch`.

use entra_emulator::Settings;
use serde_json::{Value, json};

use crate::support::{Answer, Lab, send};

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
async fn a_batch_that_is_not_well_formed_is_refused_as_a_whole() {
    let lab = Lab::new().await;
    let bare = batch(&lab, json!([{"id": "1", "method": "POST", "url": "/me/revokeSignInSessions"}])).await;
    assert_eq!(bare.status, 400);
    let message = "Write request id : 1 does not contain Content-Type header or body.";
    assert_eq!(bare.json()["error"]["message"], message);
    let many: Vec<_> = (0..21).map(|n| json!({"id": n.to_string(), "method": "GET", "url": "/me"})).collect();
    assert_eq!(batch(&lab, json!(many)).await.status, 400);
    let twice = json!([{"id": "1", "method": "GET", "url": "/me"}, {"id": "1", "method": "GET", "url": "/me"}]);
    assert_eq!(batch(&lab, twice).await.status, 400);
    let anonymous = send(lab.http.post(lab.url("/v1.0/$batch")).body("{}")).await;
    assert_eq!(anonymous.status, 401);
}
