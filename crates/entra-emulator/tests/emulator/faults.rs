//! Faults, and waiting for requests.

use std::io::ErrorKind;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Lab, assert_auth_error, assert_graph_error, send};

#[tokio::test]
async fn throttling_comes_with_retry_after_and_then_ends() {
    let lab = Lab::new().await;
    let token = lab.access_token(&["User.RevokeSessions.All"]).await;
    lab.fault(json!({"target": "graph", "count": 2, "status": 429, "retryAfter": "1"})).await;
    for _ in 0..2 {
        let answer = lab.revoke_me(&token).await;
        assert_graph_error(&answer, 429, "TooManyRequests", "Too many requests.");
        assert_eq!(answer.header("retry-after"), "1");
    }
    assert_eq!(lab.revoke_me(&token).await.status, 200);
}

#[tokio::test]
async fn a_fault_hits_its_target_only() {
    let lab = Lab::new().await;
    lab.fault(json!({"target": "token", "status": 503, "headers": {"x-test": "yes"}})).await;
    let token = lab.access_token(&["User.RevokeSessions.All"]).await;
    assert_eq!(lab.revoke_me(&token).await.status, 200);
    let answer = lab.token(&[]).await;
    assert_auth_error(&answer, 503, "temporarily_unavailable", 90_033);
    assert_eq!(answer.header("x-test"), "yes");
}

#[tokio::test]
async fn a_body_can_be_given_cut_or_replaced_by_a_page() {
    let lab = Lab::new().await;
    lab.fault(json!({"target": "graph", "status": 500, "body": "<oops>"})).await;
    lab.fault(json!({"target": "graph", "kind": "truncate"})).await;
    lab.fault(json!({"target": "graph", "kind": "html"})).await;
    lab.fault(json!({"target": "graph", "kind": "cae"})).await;
    let given = lab.revoke_me("any").await;
    assert_eq!((given.status, given.text.as_str()), (500, "<oops>"));
    let cut = lab.revoke_me("any").await;
    assert_eq!(cut.status, 200);
    assert!(serde_json::from_str::<serde_json::Value>(&cut.text).is_err());
    let page = lab.revoke_me("any").await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(lab.revoke_me("any").await.header("www-authenticate").contains("insufficient_claims"));
}

#[tokio::test]
async fn a_connection_can_be_reset() {
    let lab = Lab::new().await;
    lab.fault(json!({"target": "graph", "kind": "close"})).await;
    assert!(lab.http.get(lab.url("/v1.0/me")).send().await.is_err());
    let list = lab.control("GET", "/requests", json!({})).await.json();
    assert_eq!(list[0]["outcome"], "reset");
    assert_eq!(lab.get("/v1.0/me").await.status, 401);
}

#[tokio::test]
async fn an_idle_connection_can_be_reset_and_the_next_is_served() {
    let lab = Lab::new().await;
    let host = lab.running.authority.strip_prefix("http://").unwrap();
    let mut idle = TcpStream::connect(host).await.unwrap();
    idle.write_all(format!("GET /v1.0/me HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"}}") {
        assert_ne!(idle.read_buf(&mut answer).await.unwrap(), 0);
    }
    lab.control("DELETE", "/connections", json!({})).await;
    let end = tokio::time::timeout(Duration::from_secs(10), idle.read_buf(&mut answer)).await;
    assert_eq!(end.unwrap().unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!(lab.get("/v1.0/me").await.status, 401);
}

#[tokio::test]
async fn an_answer_can_come_in_pieces() {
    let lab = Lab::new().await;
    let token = lab.access_token(&["User.Read"]).await;
    let whole = lab.graph("GET", "/v1.0/me", &token).await;
    lab.fault(json!({"target": "graph", "kind": "chunked"})).await;
    let pieces = lab.graph("GET", "/v1.0/me", &token).await;
    assert_eq!((whole.header("transfer-encoding"), pieces.header("transfer-encoding")), ("", "chunked"));
    assert_eq!((pieces.header("content-length"), &pieces.text), ("", &whole.text));
}

#[tokio::test]
async fn the_token_endpoint_throttles_in_plain_text() {
    let lab = Lab::new().await;
    lab.fault(json!({"target": "token", "status": 429, "retryAfter": 60})).await;
    let answer = lab.token(&[]).await;
    assert_eq!((answer.status, answer.text.as_str(), answer.header("retry-after")), (429, "Too Many Requests", "60"));
    assert!(answer.header("content-type").starts_with("text/plain"));
}

#[tokio::test]
async fn a_refusal_is_shown_on_the_page_and_sent_to_whoever_asks_for_tokens() {
    let lab = Lab::new().await;
    for target in ["authorize", "token", "devicecode"] {
        lab.fault(json!({"target": target, "kind": "refuse", "code": 53003})).await;
    }
    let page = lab.authorize(&[]).await;
    assert!(page.header("content-type").starts_with("text/html") && page.text.contains("AADSTS53003"), "{}", page.text);
    assert_eq!(page.header("location"), "");
    assert_auth_error(&lab.token(&[]).await, 400, "invalid_grant", 53_003);
    let device = lab.post_form("/common/oauth2/v2.0/devicecode", &[]).await;
    assert_auth_error(&device, 400, "invalid_grant", 53_003);
    lab.fault(json!({"target": "token", "kind": "refuse", "code": 70019})).await;
    assert_auth_error(&lab.token(&[]).await, 400, "code_expired", 70_019);
}

#[tokio::test]
async fn a_request_that_hangs_is_seen_to_arrive_and_to_be_dropped() {
    let lab = Lab::new().await;
    lab.fault(json!({"target": "graph", "kind": "hang"})).await;
    let request = tokio::spawn(lab.http.get(lab.url("/v1.0/me")).send());
    lab.control("GET", "/wait?for=graph&count=1&timeoutMs=10000", json!({})).await;
    request.abort();
    let waited = lab.control("GET", "/wait?for=graph&outcome=dropped", json!({})).await.json();
    assert_eq!(waited["requests"][0]["outcome"], "dropped");
}

#[tokio::test]
async fn clearing_the_faults_ends_what_hangs() {
    let lab = Lab::new().await;
    lab.fault(json!({"target": "graph", "kind": "hang", "count": 5})).await;
    let request = tokio::spawn(lab.http.get(lab.url("/v1.0/me")).send());
    assert!(lab.running.emulator.wait_for("graph", None, 1, Duration::from_secs(10)).await);
    lab.control("DELETE", "/faults", json!({})).await;
    assert!(request.await.unwrap().is_err());
    assert_eq!(lab.get("/v1.0/me").await.status, 401);
}

#[tokio::test]
async fn waiting_in_vain_ends_with_408() {
    let lab = Lab::new().await;
    let url = format!("{}/wait?for=token&timeoutMs=1", lab.running.control);
    assert_eq!(send(lab.http.get(url)).await.status, 408);
}

#[tokio::test]
async fn mistakes_on_the_control_endpoint_are_told() {
    let lab = Lab::new().await;
    for (path, body) in [
        ("/faults", r#"{"target": "nothing"}"#),
        ("/faults", r#"{"target": "graph", "stauts": 429}"#),
        ("/faults", r#"{"target": "token", "kind": "refuse", "code": 1}"#),
        ("/settings", r#"{"autoAprove": true}"#),
        ("/clock", "{}"),
    ] {
        let answer = send(lab.http.post(format!("{}{path}", lab.running.control)).body(body)).await;
        assert_eq!(answer.status, 400, "{path} {body}");
        assert!(answer.json()["error"].is_string());
    }
}

#[tokio::test]
async fn an_emulator_that_stops_closes_its_ports() {
    let lab = Lab::new().await;
    lab.fault(json!({"target": "graph", "kind": "hang"})).await;
    let hanging = tokio::spawn(lab.http.get(lab.url("/v1.0/me")).send());
    assert!(lab.running.emulator.wait_for("graph", None, 1, Duration::from_secs(10)).await);
    let url = lab.url("/v1.0/me");
    let Lab { running, http } = lab;
    running.stop().await;
    assert!(hanging.await.unwrap().is_err());
    assert!(http.get(url).send().await.is_err());
}
