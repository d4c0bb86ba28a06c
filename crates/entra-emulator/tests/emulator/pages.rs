//! The sign-in pages.

use entra_emulator::{DEFAULT_CLIENT_ID, Settings};
use serde_json::json;

use crate::support::{Answer, Lab, VERIFIER, claims, send, text};

const OTHER: &str = "aaaaaaaa-1111-4222-8333-444444444444";

async fn lab() -> Lab {
    Lab::with(Settings { auto_approve: false, ..Settings::default() }).await
}

async fn sign_in(lab: &Lab, page: &Answer, user: &str, password: &str) -> Answer {
    let flow = page.field("flow");
    lab.post_form("/common/login", &[("flow", &flow), ("username", user), ("password", password)]).await
}

async fn decide(lab: &Lab, page: &Answer, decision: &str) -> Answer {
    lab.post_form("/common/consent", &[("flow", &page.field("flow")), ("decision", decision)]).await
}

#[tokio::test]
async fn a_user_signs_in_and_accepts() {
    let lab = lab().await;
    let page = lab.authorize(&[]).await;
    for id in ["username", "password", "sign-in"] {
        assert!(page.text.contains(&format!("id=\"{id}\"")), "{}", page.text);
    }
    let pending = lab.control("GET", "/pending", json!({})).await.json();
    assert_eq!(pending["authorize"][0]["signedIn"], false);
    let consent = sign_in(&lab, &page, "meganb@contoso.example", "Pass@word1").await;
    assert!(consent.text.contains("<li>User.RevokeSessions.All</li>"), "{}", consent.text);
    assert!(consent.text.contains("id=\"cancel\""), "{}", consent.text);
    let back = decide(&lab, &consent, "accept").await;
    assert_eq!(back.redirected("state").as_deref(), Some("the state"));
    let tokens = lab.redeem(&back.redirected("code").unwrap(), VERIFIER).await.json();
    assert_eq!(claims(&text(&tokens, "id_token"))["name"], "Megan Bowen");
    // The page cannot be sent twice.
    assert_eq!(decide(&lab, &consent, "accept").await.status, 400);
}

#[tokio::test]
async fn a_user_cancels() {
    let lab = lab().await;
    let page = lab.authorize(&[]).await;
    let consent = sign_in(&lab, &page, "AdeleV@contoso.example", "Pass@word1").await;
    let back = decide(&lab, &consent, "cancel").await;
    assert_eq!(back.redirected("error").as_deref(), Some("access_denied"));
    assert!(back.redirected("error_description").unwrap().starts_with("AADSTS65004: "));
    assert_eq!(back.redirected("state").as_deref(), Some("the state"));
}

#[tokio::test]
async fn wrong_credentials_show_the_page_again() {
    let lab = lab().await;
    let page = lab.authorize(&[]).await;
    let wrong = sign_in(&lab, &page, "AdeleV@contoso.example", "guess").await;
    assert!(wrong.text.contains("AADSTS50126"), "{}", wrong.text);
    let unknown = sign_in(&lab, &wrong, "<script>alert(1)</script>", "guess").await;
    assert!(unknown.text.contains("AADSTS50034"), "{}", unknown.text);
    assert!(!unknown.text.contains("<script>"), "{}", unknown.text);
    // Consent without a password is no way round.
    assert_eq!(decide(&lab, &unknown, "accept").await.status, 400);
}

#[tokio::test]
async fn a_login_hint_fills_in_the_name() {
    let lab = lab().await;
    let page = lab.authorize(&[("login_hint", "MeganB@contoso.example")]).await;
    assert_eq!(page.field("username"), "MeganB@contoso.example");
}

/// Signs a user in on the pages, and answers the cookie that the browser has then.
async fn cookie(lab: &Lab, user: &str) -> String {
    let consent = sign_in(lab, &lab.authorize(&[]).await, user, "Pass@word1").await;
    let cookie = consent.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("ESTSAUTH="), "{cookie}");
    cookie
}

fn asks_for_the_password(page: &Answer) -> bool {
    page.text.contains("id=\"password\"")
}

#[tokio::test]
async fn a_browser_that_signed_in_is_not_asked_again_unless_the_client_wants_it() {
    let lab = lab().await;
    let cookie = cookie(&lab, "MeganB@contoso.example").await;
    let consent = lab.authorize_with(&cookie, &[]).await;
    assert!(!asks_for_the_password(&consent));
    let code = decide(&lab, &consent, "accept").await.redirected("code").unwrap();
    let tokens = lab.redeem(&code, VERIFIER).await.json();
    assert_eq!(claims(&text(&tokens, "id_token"))["name"], "Megan Bowen");
    assert!(lab.authorize_with(&cookie, &[("prompt", "none")]).await.redirected("code").is_some());
    for more in [("prompt", "login"), ("prompt", "select_account"), ("login_hint", "AdeleV@contoso.example")] {
        assert!(asks_for_the_password(&lab.authorize_with(&cookie, &[more]).await), "{more:?}");
    }
    assert!(asks_for_the_password(&lab.authorize_with("ESTSAUTH=guess", &[]).await));
}

#[tokio::test]
async fn a_revocation_ends_the_sessions_of_browsers_and_so_does_signing_out() {
    let lab = lab().await;
    let user = "MeganB@contoso.example";
    let (first, other) = (cookie(&lab, user).await, cookie(&lab, "AdeleV@contoso.example").await);
    lab.control("POST", &format!("/users/{user}/revoke"), json!({})).await;
    assert!(asks_for_the_password(&lab.authorize_with(&first, &[]).await));
    let silent = lab.authorize_with(&first, &[("prompt", "none")]).await;
    assert_eq!(silent.redirected("error").as_deref(), Some("login_required"));
    assert!(!asks_for_the_password(&lab.authorize_with(&cookie(&lab, user).await, &[]).await));
    assert!(!asks_for_the_password(&lab.authorize_with(&other, &[]).await));
    send(lab.http.get(lab.url("/common/oauth2/v2.0/logout")).header("cookie", &other)).await;
    assert!(asks_for_the_password(&lab.authorize_with(&other, &[]).await));
}

#[tokio::test]
async fn the_page_names_the_application_that_asks() {
    let lab = lab().await;
    for (client, name) in [(DEFAULT_CLIENT_ID, "Microsoft Graph Command Line Tools"), (OTHER, "Application ")] {
        let page = lab.authorize(&[("client_id", client)]).await;
        let consent = sign_in(&lab, &page, "AdeleV@contoso.example", "Pass@word1").await;
        assert!(consent.text.contains(&format!("<p>{name}")), "{}", consent.text);
    }
}
