//! What the authority refuses as Entra does, and what only some clients are given.

use entra_emulator::{CLIENT_SECRET, DEFAULT_CLIENT_ID, EXPIRED_SECRET, Settings};
use serde_json::json;

use crate::support::{Lab, assert_auth_error, claims, form, send, text};

const APPLICATION: (&str, &str) = ("client_id", "aaaaaaaa-1111-4222-8333-444444444444");
const FORM: &str = "application/x-www-form-urlencoded";

/// A form to the token endpoint, as it is, under a content type.
async fn post(lab: &Lab, content_type: &str, body: String) -> crate::support::Answer {
    let request = lab.http.post(lab.url("/common/oauth2/v2.0/token"));
    send(request.header("content-type", content_type).body(body)).await
}

#[tokio::test]
async fn a_parameter_that_is_sent_twice_is_refused_everywhere() {
    let lab = Lab::new().await;
    let twice = "grant_type=refresh_token&client_id=a&client_id=a".to_owned();
    assert_auth_error(&post(&lab, FORM, twice.clone()).await, 400, "invalid_request", 9_000_411);
    let request = lab.http.post(lab.url("/common/oauth2/v2.0/devicecode")).header("content-type", FORM);
    assert_auth_error(&send(request.body(twice)).await, 400, "invalid_request", 9_000_411);
    let page = lab.get("/common/oauth2/v2.0/authorize?client_id=a&client_id=a").await;
    assert!(page.text.contains("AADSTS9000411"), "{}", page.text);
}

#[tokio::test]
async fn a_body_that_is_no_form_has_no_parameters() {
    let lab = Lab::new().await;
    let fields = form(&[("grant_type", "refresh_token"), ("client_id", DEFAULT_CLIENT_ID), ("refresh_token", "x")]);
    let json = post(&lab, "application/json", fields.clone()).await;
    assert_auth_error(&json, 400, "invalid_request", 900_144);
    let read = post(&lab, &format!("{FORM}; charset=utf-8"), fields).await;
    assert_auth_error(&read, 400, "invalid_grant", 70_000);
}

#[tokio::test]
async fn a_get_of_the_token_endpoint_is_told_to_post() {
    let answer = Lab::new().await.get("/common/oauth2/v2.0/token").await;
    assert_auth_error(&answer, 405, "invalid_request", 900_561);
    assert!(answer.text.contains("Received a GET request."), "{}", answer.text);
}

#[tokio::test]
async fn an_unknown_prompt_is_refused() {
    let answer = Lab::new().await.authorize(&[("prompt", "select-acount")]).await;
    assert!(answer.redirected("error_description").unwrap().starts_with("AADSTS90023: "));
}

#[tokio::test]
async fn a_renewal_brings_no_permission_that_nobody_consented_to() {
    let lab = Lab::new().await;
    let refresh_token = text(&lab.sign_in(&[("scope", "openid offline_access User.Read.All")]).await, "refresh_token");
    let renew = |scope: &'static str| {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", &*refresh_token), ("scope", scope)];
        let fields = fields.map(|(name, value)| (name, value.to_owned()));
        let lab = &lab;
        async move {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            lab.token(&fields).await
        }
    };
    let refused = renew("User.Read.All Directory.ReadWrite.All").await;
    assert_auth_error(&refused, 400, "invalid_grant", 65_001);
    assert_eq!(refused.json()["suberror"], "consent_required");
    for scope in ["User.Read.All", "openid User.RevokeSessions.All", "https://graph.microsoft.com/.default"] {
        assert_eq!(renew(scope).await.status, 200, "{scope}");
    }
}

#[tokio::test]
async fn scopes_are_permissions_of_one_resource_and_default_stands_alone() {
    let lab = Lab::new().await;
    let (graph, vault) = ("https://graph.microsoft.com/.default", "https://vault.azure.net/.default");
    for (scope, error, code) in [
        ("User.RevokeSession.All".to_owned(), "invalid_client", 650_053),
        ("User.Read https://vault.azure.net/user_impersonation".to_owned(), "invalid_request", 28_000),
        (format!("{graph} {vault}"), "invalid_scope", 70_011),
        (format!("{graph} User.Read"), "invalid_scope", 70_011),
        (vault.to_owned(), "invalid_resource", 500_011),
    ] {
        let device = [("client_id", DEFAULT_CLIENT_ID), ("scope", &scope)];
        assert_auth_error(&lab.post_form("/common/oauth2/v2.0/devicecode", &device).await, 400, error, code);
        let secret = [("grant_type", "client_credentials"), ("client_secret", CLIENT_SECRET), ("scope", &scope)];
        let fields: Vec<_> = secret.into_iter().chain([APPLICATION]).collect();
        let application = lab.post_form("/contoso.example/oauth2/v2.0/token", &fields).await;
        assert_auth_error(&application, 400, error, code);
        let back = lab.authorize(&[("scope", &scope)]).await;
        assert!(back.redirected("error_description").unwrap().starts_with(&format!("AADSTS{code}: ")), "{scope}");
    }
}

#[tokio::test]
async fn what_a_client_brings_beside_a_grant_must_be_right() {
    let lab = Lab::new().await;
    let refresh = async |client: (&'static str, &'static str), secret: &'static str| {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", "any"), client, ("client_secret", secret)];
        lab.token(&fields).await
    };
    let public = refresh(("client_id", DEFAULT_CLIENT_ID), CLIENT_SECRET).await;
    assert_auth_error(&public, 401, "invalid_client", 700_025);
    assert_auth_error(&refresh(APPLICATION, "wrong").await, 401, "invalid_client", 7_000_215);
    assert_auth_error(&refresh(APPLICATION, EXPIRED_SECRET).await, 401, "invalid_client", 7_000_222);
    assert_auth_error(&refresh(APPLICATION, CLIENT_SECRET).await, 400, "invalid_grant", 70_000);
}

#[tokio::test]
async fn an_application_that_can_handle_challenges_gets_a_day() {
    let lab = Lab::new().await;
    let token = async |claims: &'static str| {
        let scope = ("scope", "https://graph.microsoft.com/.default");
        let fields = [APPLICATION, ("grant_type", "client_credentials"), ("client_secret", CLIENT_SECRET), scope];
        let fields: Vec<_> = fields.into_iter().chain((!claims.is_empty()).then_some(("claims", claims))).collect();
        lab.post_form("/contoso.example/oauth2/v2.0/token", &fields).await.json()
    };
    let plain = token("").await;
    assert_eq!((&plain["expires_in"], &claims(&text(&plain, "access_token"))["xms_cc"]), (&json!(3599), &json!(null)));
    let capable = token(r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#).await;
    let claims = claims(&text(&capable, "access_token"));
    assert_eq!((&capable["expires_in"], &claims["xms_cc"]), (&json!(86_399), &json!(["cp1"])));
}

#[tokio::test]
async fn the_clients_id_of_a_request_may_stand_in_query_or_form() {
    let lab = Lab::new().await;
    let id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    let path = format!("/common/oauth2/v2.0/token?client-request-id={id}");
    assert_eq!(lab.post_form(&path, &[]).await.json()["correlation_id"], id);
    assert_eq!(lab.token(&[("client-request-id", id)]).await.json()["correlation_id"], id);
}

#[tokio::test]
async fn an_id_token_tells_what_the_scopes_ask_for() {
    let lab = Lab::new().await;
    let bare = lab.sign_in(&[("scope", "openid User.Read")]).await;
    let bare = claims(&text(&bare, "id_token"));
    for name in ["name", "oid", "preferred_username", "email"] {
        assert_eq!(bare[name], json!(null), "{name}");
    }
    let full = lab.sign_in(&[("scope", "openid profile email User.Read")]).await;
    let full = claims(&text(&full, "id_token"));
    assert_eq!(
        (&full["preferred_username"], &full["email"]),
        (&json!("AdeleV@contoso.example"), &full["preferred_username"])
    );
    assert!(full["sid"].is_string());
}

#[tokio::test]
async fn tokens_name_the_application_that_they_are_for() {
    let lab = Lab::new().await;
    for (client, name) in
        [(DEFAULT_CLIENT_ID, "Microsoft Graph Command Line Tools"), (APPLICATION.1, "Application aaaa")]
    {
        let token = text(&lab.mint(json!({"clientId": client})).await, "access_token");
        assert!(claims(&token)["app_displayname"].as_str().unwrap().starts_with(name));
    }
}

#[tokio::test]
async fn tokens_can_be_of_another_tenant_and_answer_another_nonce() {
    let (tenant, nonce) = ("99999999-8888-4777-8666-555555555555".to_owned(), "another".to_owned());
    let settings =
        Settings { account_tenant: Some(tenant.clone()), id_token_nonce: Some(nonce.clone()), ..Settings::default() };
    let tokens = Lab::with(settings).await.sign_in(&[("nonce", "mine")]).await;
    let id_token = claims(&text(&tokens, "id_token"));
    assert_eq!((&id_token["tid"], &id_token["nonce"]), (&json!(tenant), &json!(nonce)));
    assert_eq!(claims(&text(&tokens, "access_token"))["tid"], tenant);
}

#[tokio::test]
async fn a_user_who_needs_an_administrator_is_told_on_the_page_and_the_client_nothing() {
    let settings = Settings { authorize_error: Some("admin_approval".to_owned()), ..Settings::default() };
    let page = Lab::with(settings).await.authorize(&[]).await;
    assert!(page.text.contains("AADSTS90094"), "{}", page.text);
    assert_eq!(page.header("location"), "");
}

#[tokio::test]
async fn a_policy_refuses_with_suberror_and_claims() {
    let lab = Lab::new().await;
    lab.fault(json!({"target": "token", "kind": "refuse", "code": 50076})).await;
    let answer = lab.refresh("any").await;
    assert_auth_error(&answer, 400, "invalid_grant", 50_076);
    assert_eq!(answer.json()["suberror"], "basic_action");
    assert!(text(&answer.json(), "claims").contains("capolids"));
}
