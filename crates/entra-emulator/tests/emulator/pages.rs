//! The sign-in pages.

use entra_emulator::Settings;
use serde_json::json;

use crate::support::{Answer, Lab, VERIFIER, claims, text};

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
