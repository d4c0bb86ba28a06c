//! Device code.

use entra_emulator::{DEFAULT_CLIENT_ID, Settings};
use serde_json::{Value, json};

use crate::support::{Answer, Lab, SCOPE, assert_auth_error, text};

/// No waits between polls, and approval only by hand.
async fn lab() -> Lab {
    let settings = Settings { device_code_interval_s: 0, device_auto_approve_after_polls: None, ..Settings::default() };
    Lab::with(settings).await
}

async fn begin(lab: &Lab) -> Value {
    let fields = [("client_id", DEFAULT_CLIENT_ID), ("scope", SCOPE)];
    let answer = lab.post_form("/organizations/oauth2/v2.0/devicecode", &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn poll(lab: &Lab, begun: &Value) -> Answer {
    let grant_type = ("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    lab.token(&[grant_type, ("device_code", &text(begun, "device_code"))]).await
}

#[tokio::test]
async fn a_code_is_pending_until_it_is_approved_and_good_once() {
    let lab = lab().await;
    let begun = begin(&lab).await;
    let user_code = text(&begun, "user_code");
    assert_eq!(user_code.len(), 9);
    let message = format!(
        "To sign in, use a web browser to open the page {}/devicelogin and enter the code {user_code} to authenticate.",
        lab.running.authority
    );
    assert_eq!(text(&begun, "message"), message);
    assert_auth_error(&poll(&lab, &begun).await, 400, "authorization_pending", 70_016);
    let pending = lab.control("GET", "/pending", json!({})).await.json();
    assert_eq!(pending["device"][0]["userCode"], user_code);
    assert_eq!(pending["device"][0]["polls"], 1);
    lab.control("POST", &format!("/device/{user_code}/approve"), json!({"user": "MeganB@contoso.example"})).await;
    let tokens = poll(&lab, &begun).await.json();
    let me = lab.graph("GET", "/v1.0/me", &text(&tokens, "access_token")).await.json();
    assert_eq!(me["userPrincipalName"], "MeganB@contoso.example");
    assert_auth_error(&poll(&lab, &begun).await, 400, "invalid_grant", 54_005);
}

#[tokio::test]
async fn a_code_can_be_declined() {
    let lab = lab().await;
    let begun = begin(&lab).await;
    lab.control("POST", &format!("/device/{}/decline", text(&begun, "user_code")), json!({})).await;
    assert_auth_error(&poll(&lab, &begun).await, 400, "authorization_declined", 70_016);
}

#[tokio::test]
async fn a_code_expires() {
    let lab = lab().await;
    let (first, second) = (begin(&lab).await, begin(&lab).await);
    lab.control("POST", &format!("/device/{}/expire", text(&first, "user_code")), json!({})).await;
    assert_auth_error(&poll(&lab, &first).await, 400, "expired_token", 70_020);
    lab.control("POST", "/clock", json!({"advanceSeconds": 901})).await;
    assert_auth_error(&poll(&lab, &second).await, 400, "expired_token", 70_020);
    let unknown = json!({"device_code": "nonsense"});
    assert_auth_error(&poll(&lab, &unknown).await, 400, "bad_verification_code", 70_018);
}

#[tokio::test]
async fn a_client_that_polls_too_often_is_slowed_down() {
    let lab = lab().await;
    lab.control("POST", "/settings", json!({"deviceCodeIntervalS": 5})).await;
    let begun = begin(&lab).await;
    assert_auth_error(&poll(&lab, &begun).await, 400, "authorization_pending", 70_016);
    assert_auth_error(&poll(&lab, &begun).await, 400, "slow_down", 70_016);
    lab.control("POST", "/clock", json!({"advanceSeconds": 10})).await;
    assert_auth_error(&poll(&lab, &begun).await, 400, "authorization_pending", 70_016);
}

#[tokio::test]
async fn the_default_user_approves_after_one_poll() {
    let lab = Lab::with(Settings { device_code_interval_s: 0, ..Settings::default() }).await;
    let begun = begin(&lab).await;
    assert_auth_error(&poll(&lab, &begun).await, 400, "authorization_pending", 70_016);
    assert_eq!(poll(&lab, &begun).await.status, 200);
}

#[tokio::test]
async fn a_user_approves_on_the_page() {
    let lab = lab().await;
    let begun = begin(&lab).await;
    assert!(lab.get("/devicelogin").await.text.contains("id=\"next\""));
    let wrong = lab.post_form("/devicelogin", &[("code", "XXXXXXXXX")]).await;
    assert!(wrong.text.contains("Check the code and try again"), "{}", wrong.text);
    let code = text(&begun, "user_code").to_lowercase();
    let sign_in = lab.post_form("/devicelogin", &[("code", &code)]).await;
    let flow = sign_in.field("flow");
    let fields = [("flow", flow.as_str()), ("username", "AdeleV@contoso.example"), ("password", "Pass@word1")];
    let consent = lab.post_form("/common/login", &fields).await;
    assert!(consent.text.contains("id=\"accept\""), "{}", consent.text);
    let end = lab.post_form("/common/consent", &[("flow", &flow), ("decision", "accept")]).await;
    assert!(end.text.contains("You may now close this window"), "{}", end.text);
    assert_eq!(poll(&lab, &begun).await.status, 200);
}
