//! Revocation: what dies, what lives on, and when.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{CP1, Lab, assert_auth_error, assert_graph_error, text};

const CHALLENGED: &str = "Continuous access evaluation resulted in claims challenge with result: InteractionRequired and \
                          code: TokenIssuedBeforeRevocationTimestamp";

#[tokio::test]
async fn refresh_tokens_of_all_devices_die_and_a_new_sign_in_works_at_once() {
    let lab = Lab::new().await;
    let tokens = lab.sign_in(&[]).await;
    let other_device = text(&lab.mint(json!({})).await, "refresh_token");
    assert_eq!(lab.refresh(&other_device).await.status, 200);

    let answer = lab.revoke_me(&text(&tokens, "access_token")).await;
    let context = format!("{}/v1.0/$metadata#Edm.Boolean", lab.running.graph);
    assert_eq!(answer.json(), json!({"@odata.context": context, "value": true}));

    for token in [text(&tokens, "refresh_token"), other_device] {
        let refused = lab.refresh(&token).await;
        assert_auth_error(&refused, 400, "invalid_grant", 50_173);
        assert!(refused.text.contains("TokensValidFrom date"), "{}", refused.text);
    }
    // No wait: the new sign-in is likely to fall into the same second as the revocation.
    let again = lab.sign_in(&[("claims", CP1)]).await;
    assert_eq!(lab.refresh(&text(&again, "refresh_token")).await.status, 200);
    assert_eq!(lab.graph("GET", "/v1.0/me", &text(&again, "access_token")).await.status, 200);
}

#[tokio::test]
async fn other_users_keep_their_sessions() {
    let lab = Lab::new().await;
    let other = text(&lab.mint(json!({"user": "MeganB@contoso.example"})).await, "refresh_token");
    let mine = lab.access_token(&["User.RevokeSessions.All"]).await;
    assert_eq!(lab.revoke_me(&mine).await.status, 200);
    assert_eq!(lab.refresh(&other).await.status, 200);
}

#[tokio::test]
async fn a_token_with_cp1_is_challenged_and_one_without_lives_on() {
    let lab = Lab::new().await;
    let capable = text(&lab.sign_in(&[("claims", CP1)]).await, "access_token");
    let plain = text(&lab.sign_in(&[]).await, "access_token");
    assert_eq!(lab.revoke_me(&capable).await.status, 200);

    let refused = lab.revoke_me(&capable).await;
    assert_graph_error(&refused, 401, "InvalidAuthenticationToken", CHALLENGED);
    let header = refused.header("www-authenticate");
    assert!(header.starts_with("Bearer realm=\"\", authorization_uri=\"http"), "{header}");
    assert!(header.contains("error=\"insufficient_claims\""), "{header}");
    assert!(header.ends_with(&format!("errorDescription=\"{CHALLENGED}\"")), "{header}");
    let encoded = header.split_once("claims=\"").unwrap().1.split('"').next().unwrap();
    let claims: Value = serde_json::from_slice(&STANDARD.decode(encoded).unwrap()).unwrap();
    assert_eq!(claims["access_token"]["nbf"]["essential"], true);
    assert!(claims["access_token"]["nbf"]["value"].as_str().unwrap().parse::<u64>().is_ok());

    assert_eq!(lab.graph("GET", "/v1.0/me", &plain).await.status, 200);
}

#[tokio::test]
async fn a_revocation_takes_effect_after_the_propagation_delay() {
    let lab = Lab::new().await;
    lab.control("POST", "/settings", json!({"propagationDelayMs": 120_000})).await;
    let tokens = lab.sign_in(&[]).await;
    assert_eq!(lab.revoke_me(&text(&tokens, "access_token")).await.status, 200);
    let within = lab.refresh(&text(&tokens, "refresh_token")).await;
    assert_eq!(within.status, 200);
    lab.control("POST", "/clock", json!({"advanceSeconds": 121})).await;
    assert_auth_error(&lab.refresh(&text(&tokens, "refresh_token")).await, 400, "invalid_grant", 50_173);
    // What was refreshed within the delay stems from the same sign-in.
    assert_auth_error(&lab.refresh(&text(&within.json(), "refresh_token")).await, 400, "invalid_grant", 50_173);
}

#[tokio::test]
async fn a_guest_gets_true_and_keeps_the_sessions() {
    let lab = Lab::new().await;
    let guest = "alex_fabrikam.example#EXT#@contoso.example";
    let session = text(&lab.mint(json!({"user": guest})).await, "refresh_token");
    let admin = text(&lab.mint(json!({"user": "MeganB@contoso.example"})).await, "access_token");
    let path = format!("/v1.0/users/{}/revokeSignInSessions", guest.replace('#', "%23"));
    assert_eq!(lab.graph("POST", &path, &admin).await.json()["value"], true);
    assert_eq!(lab.refresh(&session).await.status, 200);
}

#[tokio::test]
async fn the_control_endpoint_and_a_new_password_revoke_too() {
    let lab = Lab::new().await;
    let first = text(&lab.mint(json!({})).await, "refresh_token");
    lab.control("POST", "/users/AdeleV@contoso.example/revoke", json!({})).await;
    assert_auth_error(&lab.refresh(&first).await, 400, "invalid_grant", 50_173);
    let second = text(&lab.mint(json!({})).await, "refresh_token");
    assert_eq!(lab.refresh(&second).await.status, 200);
    lab.control("POST", "/users/AdeleV@contoso.example/password", json!({"password": "new"})).await;
    assert_auth_error(&lab.refresh(&second).await, 400, "invalid_grant", 50_173);
}

#[tokio::test]
async fn the_value_of_the_answer_can_be_chosen() {
    let lab = Lab::new().await;
    let token = lab.access_token(&["User.RevokeSessions.All"]).await;
    lab.control("POST", "/settings", json!({"revokeValue": false})).await;
    assert_eq!(lab.revoke_me(&token).await.json()["value"], false);
    lab.control("POST", "/settings", json!({"revokeValue": null})).await;
    let empty = lab.revoke_me(&token).await;
    assert_eq!((empty.status, empty.text.as_str()), (204, ""));
}

#[tokio::test]
async fn the_time_of_a_revocation_can_be_read() {
    let lab = Lab::new().await;
    let token = lab.access_token(&["User.Read", "User.RevokeSessions.All"]).await;
    let path = "/v1.0/users/adelev@contoso.example?$select=signInSessionsValidFromDateTime";
    let before = lab.graph("GET", path, &token).await.json();
    lab.control("POST", "/clock", json!({"advanceSeconds": 60})).await;
    assert_eq!(lab.revoke_me(&token).await.status, 200);
    let after = lab.graph("GET", path, &token).await.json();
    let name = "signInSessionsValidFromDateTime";
    assert!(text(&before, name) < text(&after, name), "{before} {after}");
    assert!(after["displayName"].is_null());
}
