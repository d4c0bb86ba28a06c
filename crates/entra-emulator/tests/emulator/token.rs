//! The token endpoint beside codes: its errors, refresh, client credentials.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entra_emulator::{CLIENT_SECRET, DEFAULT_CLIENT_ID, Settings, TENANT_ID};
use serde_json::{Value, json};

use crate::support::{Answer, Lab, assert_auth_error, assert_graph_error, claims, form, send, text};

const DEFAULT_SCOPE: (&str, &str) = ("scope", "https://graph.microsoft.com/.default");

async fn app_token(lab: &Lab, fields: &[(&str, &str)]) -> Answer {
    let usual = [("client_id", DEFAULT_CLIENT_ID), ("grant_type", "client_credentials"), DEFAULT_SCOPE];
    let fields: Vec<_> = usual.into_iter().chain(fields.iter().copied()).collect();
    lab.post_form("/contoso.example/oauth2/v2.0/token", &fields).await
}

#[tokio::test]
async fn malformed_requests_are_refused() {
    let lab = Lab::new().await;
    assert_auth_error(&lab.token(&[]).await, 400, "invalid_request", 900_144);
    assert_auth_error(&lab.token(&[("grant_type", "password")]).await, 400, "unsupported_grant_type", 70_003);
    let unknown = lab.token(&[("grant_type", "refresh_token"), ("client_id", "app")]).await;
    assert_auth_error(&unknown, 400, "unauthorized_client", 700_016);
    assert_auth_error(&lab.refresh("nonsense").await, 400, "invalid_grant", 70_000);
    let missing = lab.token(&[("grant_type", "refresh_token")]).await;
    assert_auth_error(&missing, 400, "invalid_request", 900_144);
    assert_auth_error(&lab.post_form("/nowhere/oauth2/v2.0/token", &[]).await, 400, "invalid_request", 90_002);
    assert_auth_error(&lab.post_form("/consumers/oauth2/v2.0/token", &[]).await, 400, "invalid_request", 9_002_332);
}

#[tokio::test]
async fn only_listed_clients_exist_when_there_is_a_list() {
    let lab = Lab::with(Settings { clients: Some(vec!["my-app".to_owned()]), ..Settings::default() }).await;
    let wrong = lab.refresh("any").await;
    assert_auth_error(&wrong, 400, "unauthorized_client", 700_016);
    let fields = [("client_id", "my-app"), ("grant_type", "refresh_token"), ("refresh_token", "any")];
    let right = lab.post_form("/common/oauth2/v2.0/token", &fields).await;
    assert_auth_error(&right, 400, "invalid_grant", 70_000);
}

#[tokio::test]
async fn a_refresh_token_is_renewed_and_stays_good_until_it_expires() {
    let lab = Lab::new().await;
    let first = text(&lab.sign_in(&[]).await, "refresh_token");
    let second = text(&lab.refresh(&first).await.json(), "refresh_token");
    assert_ne!(first, second);
    assert_eq!(lab.refresh(&first).await.status, 200);
    assert_eq!(lab.refresh(&second).await.status, 200);
    lab.control("POST", "/clock", json!({"advanceSeconds": 90 * 86_400 + 60})).await;
    assert_auth_error(&lab.refresh(&first).await, 400, "invalid_grant", 700_082);
}

#[tokio::test]
async fn an_application_signs_in_with_its_secret() {
    let lab = Lab::new().await;
    let token = text(&app_token(&lab, &[("client_secret", CLIENT_SECRET)]).await.json(), "access_token");
    let claims = claims(&token);
    assert_eq!(claims["idtyp"], "app");
    assert_eq!(claims["roles"], json!(["User.RevokeSessions.All", "User.Read.All"]));
    let me = lab.revoke_me(&token).await;
    assert_graph_error(&me, 400, "BadRequest", "/me request is only valid with delegated authentication flow.");
    let other = lab.graph("POST", "/v1.0/users/AdeleV%40contoso.example/revokeSignInSessions", &token).await;
    assert_eq!(other.json()["value"], true);
}

#[tokio::test]
async fn an_application_may_send_its_secret_as_basic() {
    let lab = Lab::new().await;
    let url = lab.url(&format!("/{TENANT_ID}/oauth2/v2.0/token"));
    let request = lab.http.post(url).basic_auth(DEFAULT_CLIENT_ID, Some(CLIENT_SECRET));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer = send(request.body(form(&[("grant_type", "client_credentials"), DEFAULT_SCOPE]))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn client_credentials_are_checked() {
    let lab = Lab::new().await;
    assert_auth_error(&app_token(&lab, &[("client_secret", "wrong")]).await, 401, "invalid_client", 7_000_215);
    assert_auth_error(&app_token(&lab, &[]).await, 401, "invalid_client", 7_000_218);
    let fields = [("client_secret", CLIENT_SECRET), ("scope", "User.Read")];
    assert_auth_error(&app_token(&lab, &fields).await, 400, "invalid_scope", 1_002_012);
    let common = lab.token(&[("grant_type", "client_credentials"), ("client_secret", CLIENT_SECRET)]).await;
    assert_auth_error(&common, 400, "invalid_request", 50_059);
}

#[tokio::test]
async fn ids_are_echoed_and_the_date_is_the_emulators() {
    let lab = Lab::new().await;
    let id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    let request = lab.http.post(lab.url("/common/oauth2/v2.0/token")).header("client-request-id", id);
    let answer = send(request).await;
    assert_eq!(answer.json()["correlation_id"], id);
    assert_eq!(answer.header("client-request-id"), id);
    assert_eq!(answer.json()["trace_id"], answer.header("x-ms-request-id"));
    let before = answer.header("date").to_owned();
    lab.control("POST", "/clock", json!({"advanceSeconds": 86_400})).await;
    assert_ne!(lab.token(&[]).await.header("date")[..16], before[..16]);
}

#[tokio::test]
async fn client_info_names_the_account() {
    let lab = Lab::new().await;
    let refresh_token = text(&lab.mint(json!({})).await, "refresh_token");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", &refresh_token), ("client_info", "1")];
    let info = text(&lab.token(&fields).await.json(), "client_info");
    let info: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(info).unwrap()).unwrap();
    assert_eq!(info, json!({"uid": "aaaaaaaa-0000-4000-8000-000000000001", "utid": TENANT_ID}));
}
