//! Revoking, and that it did what it says.

use crate::support::{Bench, USER_AGENT, revoke, unsigned_token};
use entra_emulator::Settings;
use entra_revoke::credential::{Credential, CredentialType};
use entra_revoke::error::Kind;
use entra_revoke::secret::Secret;
use entra_revoke::session::AuthType;
use serde_json::{Value, json};

/// Redeems a refresh token as another device of the user would, and returns the status and the answer.
async fn redeem(bench: &Bench, refresh_token: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", entra_emulator::DEFAULT_CLIENT_ID),
        ("refresh_token", refresh_token),
    ];
    let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = reqwest::Client::new()
        .post(format!("{}/organizations/oauth2/v2.0/token", bench.emulator.authority))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap())
}

async fn tokens_of_another_device(bench: &Bench, wish: Value) -> Value {
    let request = reqwest::Client::new().post(format!("{}/tokens", bench.emulator.control)).body(wish.to_string());
    serde_json::from_slice(&request.send().await.unwrap().bytes().await.unwrap()).unwrap()
}

#[tokio::test]
async fn a_refresh_token_from_before_is_refused_after_and_a_new_sign_in_works() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    let stolen = tokens_of_another_device(&bench, json!({})).await;
    let stolen = stolen["refresh_token"].as_str().unwrap();
    assert_eq!(redeem(&bench, stolen).await.0, 200);

    assert!(revoke(&session).await.unwrap());

    let (status, refusal) = redeem(&bench, stolen).await;
    assert_eq!((status, &refusal["error"], &refusal["error_codes"][0]), (400, &json!("invalid_grant"), &json!(50173)));
    let session = bench.signed_in().await;
    let fresh = tokens_of_another_device(&bench, json!({})).await;
    assert_eq!(redeem(&bench, fresh["refresh_token"].as_str().unwrap()).await.0, 200);
    assert!(revoke(&session).await.unwrap());
}

#[tokio::test]
async fn the_request_is_the_one_that_graph_documents() {
    let bench = Bench::new().await;
    revoke(&bench.signed_in().await).await.unwrap();
    let requests = bench.emulator.emulator.requests();
    let [sent] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((sent.method.as_str(), sent.path.as_str()), ("POST", "/v1.0/me/revokeSignInSessions"));
    let header = |name: &str| sent.headers.get(name).map(String::as_str);
    assert_eq!(header("user-agent"), Some(USER_AGENT));
    assert_eq!(header("content-length"), Some("0"));
    assert_eq!(header("content-type"), None);
    assert_eq!(header("cache-control"), Some("no-store, no-cache"));
    assert!(header("client-request-id").is_some_and(|id| id.len() == 36), "{sent:?}");
}

#[tokio::test]
async fn our_own_sign_in_is_over_after_a_revocation_and_no_request_is_made_for_it() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    revoke(&session).await.unwrap();
    bench.emulator.emulator.forget_requests();
    let error = revoke(&session).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("SessionRevoked", Kind::Authentication));
    assert_eq!(bench.count("any"), 0);
    assert!(bench.emulator.emulator.requests().is_empty());
}

#[tokio::test]
async fn a_value_an_empty_answer_and_an_explicit_false_are_told_apart() {
    for (value, revoked) in [(Some(true), true), (None, true), (Some(false), false)] {
        let bench =
            Bench::with(Settings { revoke_value: value, device_code_interval_s: 0, ..Settings::default() }).await;
        let session = bench.signed_in().await;
        assert_eq!(revoke(&session).await.unwrap(), revoked, "{value:?}");
        // Nothing was revoked, so the sign-in goes on.
        assert_eq!(revoke(&session).await.is_ok(), !revoked, "{value:?}");
    }
}

#[tokio::test]
async fn a_given_access_token_is_used_as_it_is() {
    let bench = Bench::new().await;
    let tokens = tokens_of_another_device(&bench, json!({"user": "MeganB@contoso.example"})).await;
    let token = Secret::new(tokens["access_token"].as_str().unwrap().to_owned());
    let session = bench.sign_in(Credential::AccessToken(token)).await.unwrap();
    let context = session.context();
    assert_eq!(context.account.as_deref(), Some("MeganB@contoso.example"));
    assert_eq!(context.tenant_id.as_deref(), Some(entra_emulator::TENANT_ID));
    assert_eq!(context.scopes, ["User.RevokeSessions.All"]);
    assert_eq!(context.auth_type, AuthType::UserProvidedAccessToken);
    assert_eq!(context.credential_type, CredentialType::UserProvidedAccessToken);
    assert!(bench.emulator.emulator.requests().is_empty());
    assert!(revoke(&session).await.unwrap());
}

#[tokio::test]
async fn what_is_no_usable_access_token_is_refused_before_any_request() {
    let bench = Bench::new().await;
    let refused = async |token: Secret| {
        let error = bench.sign_in(Credential::AccessToken(token)).await.unwrap_err();
        (error.code().to_owned(), error.kind())
    };
    let invalid = ("InvalidAccessToken".to_owned(), Kind::InvalidArgument);
    assert_eq!(refused(Secret::new(String::new())).await, invalid);
    assert_eq!(refused(Secret::new(" \u{feff}'' ".to_owned())).await, invalid);
    assert_eq!(refused(Secret::new("two words".to_owned())).await, invalid);
    let expired = ("ExpiredAccessToken".to_owned(), Kind::Authentication);
    assert_eq!(refused(unsigned_token(&json!({"exp": 1_700_000_000}))).await, expired);
    assert!(Secret::from_utf8(&[0xff, 0xfe]).is_err());
    assert!(bench.emulator.emulator.requests().is_empty());
}

#[tokio::test]
async fn an_applications_token_has_no_sessions_of_its_own() {
    let bench = Bench::new().await;
    let tokens = tokens_of_another_device(&bench, json!({"appOnly": true})).await;
    let token = Secret::new(tokens["access_token"].as_str().unwrap().to_owned());
    let session = bench.sign_in(Credential::AccessToken(token)).await.unwrap();
    assert_eq!(revoke(&session).await.unwrap_err().code(), "UserRequired");
    assert!(bench.emulator.emulator.requests().is_empty());
}
