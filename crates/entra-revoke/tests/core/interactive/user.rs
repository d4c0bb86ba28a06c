//! What the browser is asked to do, and who comes back signed in.

use super::{browse, desktop, parameters, sign_in, under_another_name, with};
use crate::support::{Bench, sign_in as sign_in_by};
use entra_emulator::Settings;
use entra_revoke::credential::browser::Desktop;
use entra_revoke::credential::{Credential, CredentialType};
use entra_revoke::error::Kind;

#[tokio::test]
async fn the_user_signs_in_with_pkce_state_and_nonce() {
    let bench = Bench::new().await;
    let seen = sign_in(bench.options(), desktop(), async |url| {
        assert_eq!(browse(url.clone()).await, 200);
        parameters(&url)
    })
    .await;
    let (session, parameters) = (seen.outcome.unwrap(), seen.user);
    let context = session.context();
    assert_eq!(context.credential_type, CredentialType::InteractiveBrowser);
    assert_eq!(context.account.as_deref(), Some("AdeleV@contoso.example"));
    assert_eq!(context.scopes, ["User.RevokeSessions.All"]);
    assert_eq!(parameters["code_challenge_method"], "S256");
    assert_eq!(parameters["claims"], r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#);
    assert_eq!(parameters["scope"], "openid profile offline_access User.RevokeSessions.All");
    assert_eq!(parameters["response_mode"], "form_post");
    assert_eq!(parameters["prompt"], "select_account");
    assert!(!parameters.contains_key("login_hint"));
    assert!(parameters["state"].len() > 20 && parameters["nonce"].len() > 20);
    assert!(parameters["redirect_uri"].starts_with("http://localhost:"));
    assert_eq!(seen.said, []);
}

#[tokio::test]
async fn a_login_hint_takes_the_place_of_the_question_for_an_account() {
    let bench = Bench::new().await;
    for (hint, account) in [("MeganB@contoso.example", "MeganB@contoso.example"), (" ", "AdeleV@contoso.example")] {
        let desktop = Desktop { login_hint: Some(hint.to_owned()), ..desktop() };
        let seen = sign_in(bench.options(), desktop, async |url| {
            browse(url.clone()).await;
            parameters(&url)
        })
        .await;
        let named = (seen.user.contains_key("login_hint"), seen.user.contains_key("prompt"));
        assert_eq!(named, (hint != " ", hint == " "));
        assert_eq!(seen.outcome.unwrap().context().account.as_deref(), Some(account));
    }
}

#[tokio::test]
async fn a_code_in_the_address_is_understood_too() {
    let bench = Bench::new().await;
    let user = async |url| browse(with(&url, "response_mode", "query")).await;
    let seen = sign_in(bench.options(), desktop(), user).await;
    assert_eq!(seen.user, 200);
    seen.outcome.unwrap();
}

#[tokio::test]
async fn a_refusal_in_the_browser_is_the_error() {
    for mode in ["form_post", "query"] {
        let settings = Settings { authorize_error: Some("access_denied".to_owned()), ..Settings::default() };
        let bench = Bench::with(settings).await;
        let user = async |url| browse(with(&url, "response_mode", mode)).await;
        let error = sign_in(bench.options(), desktop(), user).await.outcome.unwrap_err();
        assert_eq!((error.code(), error.kind()), ("AADSTS65004", Kind::PermissionDenied));
        assert!(!error.to_string().contains("AADSTS"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_to_another_request_is_refused() {
    let bench = Bench::new().await;
    for (name, value, code) in
        [("nonce", "another", "NonceMismatch"), ("scope", "User.RevokeSessions.All", "MissingIdToken")]
    {
        let user = async |url| browse(with(&url, name, value)).await;
        let error = sign_in(bench.options(), desktop(), user).await.outcome.unwrap_err();
        assert_eq!((error.code(), error.kind()), (code, Kind::InvalidResponse));
    }
}

#[tokio::test]
async fn a_token_of_another_issuer_is_refused_in_the_browser_and_with_a_device_code() {
    let bench = Bench::new().await;
    let error = sign_in(under_another_name(&bench), desktop(), browse).await.outcome.unwrap_err();
    assert_eq!(error.code(), "IssuerMismatch");
    // The time between polls for the device code passes at once.
    tokio::time::pause();
    let error = sign_in_by(under_another_name(&bench), Credential::DeviceCode).await.unwrap_err();
    assert_eq!(error.code(), "IssuerMismatch");
}
