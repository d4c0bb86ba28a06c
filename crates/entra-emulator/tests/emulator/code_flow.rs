//! Authorization code with PKCE.

use entra_emulator::{DEFAULT_CLIENT_ID, TENANT_ID};
use serde_json::json;

use crate::support::{CP1, Lab, REDIRECT_URI, VERIFIER, assert_auth_error, claims, text};

#[tokio::test]
async fn a_sign_in_gives_tokens_that_graph_accepts() {
    let lab = Lab::new().await;
    let back = lab.authorize(&[]).await;
    assert_eq!(back.status, 302);
    assert_eq!(back.redirected("state").as_deref(), Some("the state"));
    let tokens = lab.redeem(&back.redirected("code").unwrap(), VERIFIER).await.json();
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["scope"], "openid profile User.Read User.RevokeSessions.All");
    assert_eq!(tokens["expires_in"], 3599);

    let id_token = claims(&text(&tokens, "id_token"));
    assert_eq!(id_token["nonce"], "the nonce");
    assert_eq!(id_token["aud"], DEFAULT_CLIENT_ID);
    assert_eq!(id_token["iss"], format!("{}/{TENANT_ID}/v2.0", lab.running.authority));
    let access_token = claims(&text(&tokens, "access_token"));
    assert_eq!(access_token["scp"], "User.Read User.RevokeSessions.All");
    assert_eq!(access_token["idtyp"], "user");
    assert!(access_token["xms_cc"].is_null());

    let me = lab.graph("GET", "/v1.0/me", &text(&tokens, "access_token")).await.json();
    assert_eq!(me["userPrincipalName"], "AdeleV@contoso.example");
}

#[tokio::test]
async fn cp1_shows_in_the_token_and_makes_it_live_a_day() {
    let lab = Lab::new().await;
    let tokens = lab.sign_in(&[("claims", CP1)]).await;
    assert_eq!(tokens["expires_in"], 86_399);
    assert_eq!(claims(&text(&tokens, "access_token"))["xms_cc"], json!(["cp1"]));
}

#[tokio::test]
async fn tokens_that_were_not_asked_for_are_not_given() {
    let lab = Lab::new().await;
    let tokens = lab.sign_in(&[("scope", "User.Read")]).await;
    assert!(tokens["refresh_token"].is_null() && tokens["id_token"].is_null(), "{tokens}");
}

#[tokio::test]
async fn a_wrong_verifier_is_refused_and_does_not_use_up_the_code() {
    let lab = Lab::new().await;
    let code = lab.authorize(&[]).await.redirected("code").unwrap();
    assert_auth_error(&lab.redeem(&code, &VERIFIER.replace('d', "e")).await, 400, "invalid_grant", 501_481);
    assert_auth_error(&lab.redeem(&code, "").await, 400, "invalid_grant", 50_148);
    assert_eq!(lab.redeem(&code, VERIFIER).await.status, 200);
}

#[tokio::test]
async fn a_code_is_good_once_and_for_ten_minutes() {
    let lab = Lab::new().await;
    let code = lab.authorize(&[]).await.redirected("code").unwrap();
    assert_eq!(lab.redeem(&code, VERIFIER).await.status, 200);
    assert_auth_error(&lab.redeem(&code, VERIFIER).await, 400, "invalid_grant", 54_005);

    let code = lab.authorize(&[]).await.redirected("code").unwrap();
    lab.control("POST", "/clock", json!({"advanceSeconds": 601})).await;
    assert_auth_error(&lab.redeem(&code, VERIFIER).await, 400, "invalid_grant", 70_008);
    assert_auth_error(&lab.redeem("nonsense", VERIFIER).await, 400, "invalid_grant", 9_002_313);
}

#[tokio::test]
async fn a_code_belongs_to_its_redirect_uri_and_client() {
    let lab = Lab::new().await;
    let code = lab.authorize(&[]).await.redirected("code").unwrap();
    let mut fields = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", "http://localhost:2/callback"),
        ("code_verifier", VERIFIER),
    ];
    assert_auth_error(&lab.token(&fields).await, 401, "invalid_client", 500_112);
    fields[2].1 = REDIRECT_URI;
    let other = ("client_id", "00000000-1111-4222-8333-444444444444");
    let fields: Vec<_> = fields.into_iter().chain([other]).collect();
    assert_auth_error(&lab.token(&fields).await, 400, "invalid_grant", 70_000);
}

#[tokio::test]
async fn errors_before_the_client_is_known_stay_on_a_page() {
    let lab = Lab::new().await;
    for (more, code) in [
        (("redirect_uri", "https://evil.example/"), "AADSTS50011"),
        (("redirect_uri", "http://localhost.evil.example/"), "AADSTS50011"),
        (("client_id", "not-a-guid"), "AADSTS700016"),
        (("redirect_uri", ""), "AADSTS900144"),
    ] {
        let page = lab.authorize(&[more]).await;
        assert_eq!(page.status, 400);
        assert!(page.text.contains(code), "{}", page.text);
        assert!(page.header("content-type").starts_with("text/html"));
    }
    let unknown = lab.get("/fabrikam.example/oauth2/v2.0/authorize").await;
    assert!(unknown.text.contains("AADSTS90002"), "{}", unknown.text);
}

#[tokio::test]
async fn errors_of_a_known_client_go_back_to_it_with_the_state() {
    let lab = Lab::new().await;
    for (more, error, code) in [
        (("response_type", "token"), "unsupported_response_type", "AADSTS700054"),
        (("code_challenge", ""), "invalid_request", "AADSTS9002325"),
        (("code_challenge_method", "plain"), "invalid_request", "AADSTS50149"),
        (("code_challenge", "short"), "invalid_request", "AADSTS501491"),
        (("prompt", "none"), "login_required", "AADSTS50058"),
        (("prompt", "select-account"), "invalid_request", "AADSTS90023"),
        (("response_mode", "fragment"), "invalid_request", "AADSTS90009"),
        (("scope", "https://vault.azure.net/.default"), "invalid_resource", "AADSTS500011"),
        (("claims", "not json"), "invalid_request", "AADSTS9002313"),
    ] {
        let back = lab.authorize(&[more]).await;
        assert_eq!(back.redirected("error").as_deref(), Some(error));
        assert!(back.redirected("error_description").unwrap().starts_with(code));
        assert_eq!(back.redirected("state").as_deref(), Some("the state"));
        assert_eq!(back.redirected("code"), None);
    }
}

#[tokio::test]
async fn a_form_post_brings_code_and_errors_in_a_form_that_sends_itself() {
    let lab = Lab::new().await;
    let page = lab.authorize(&[("response_mode", "form_post"), ("state", "<\"&'>")]).await;
    assert_eq!((page.status, page.header("location")), (200, ""));
    assert!(page.text.contains(&format!("name=\"hiddenform\" action=\"{REDIRECT_URI}\"")), "{}", page.text);
    assert_eq!(page.field("state"), "&#60;&#34;&#38;&#39;&#62;");
    let (_, nonce) = page.header("content-security-policy").split_once("script-src 'nonce-").unwrap();
    assert!(page.text.contains(&format!("<script nonce=\"{}\">", nonce.trim_end_matches('\''))), "{}", page.text);
    assert_eq!(lab.redeem(&page.field("code"), VERIFIER).await.status, 200);

    let refused = lab.authorize(&[("response_mode", "form_post"), ("prompt", "none")]).await;
    assert_eq!((refused.field("error"), refused.field("state")), ("login_required".to_owned(), "the state".to_owned()));
    assert!(refused.field("error_description").starts_with("AADSTS50058: "), "{}", refused.text);
}

#[tokio::test]
async fn a_chosen_error_answers_authorize() {
    let lab = Lab::new().await;
    lab.control("POST", "/settings", json!({"authorizeError": "access_denied"})).await;
    let back = lab.authorize(&[]).await;
    assert_eq!(back.redirected("error").as_deref(), Some("access_denied"));
    let description = back.redirected("error_description").unwrap();
    assert!(description.starts_with("AADSTS65004: User declined to consent to access the app."), "{description}");
}

#[tokio::test]
async fn a_login_hint_chooses_the_user() {
    let lab = Lab::new().await;
    let tokens = lab.sign_in(&[("login_hint", "MeganB@contoso.example")]).await;
    assert_eq!(claims(&text(&tokens, "id_token"))["preferred_username"], "MeganB@contoso.example");
}
