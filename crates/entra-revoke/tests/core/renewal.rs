//! Tokens that are about to end, or that Microsoft Graph no longer takes.

use crate::support::{Bench, revoke};
use entra_emulator::{Fault, Kind as FaultKind, Settings, Target};
use entra_revoke::credential::Credential;
use entra_revoke::error::{Error, Kind};
use entra_revoke::session::Session;
use serde_json::json;
use std::sync::Arc;

async fn with_short_tokens() -> Bench {
    let settings = Settings { access_token_lifetime_s: Some(60), device_code_interval_s: 0, ..Settings::default() };
    Bench::with(settings).await
}

#[tokio::test]
async fn a_token_about_to_end_is_renewed_first() {
    let bench = with_short_tokens().await;
    let session = bench.signed_in().await;
    revoke(&session).await.unwrap();
    let targets: Vec<_> = bench.emulator.emulator.requests().iter().map(|request| request.target).collect();
    assert_eq!(targets, ["token", "graph"]);
}

#[tokio::test]
async fn many_callers_renew_once() {
    let bench = with_short_tokens().await;
    let session = Arc::new(bench.signed_in().await);
    bench.emulator.emulator.configure(|settings| {
        settings.access_token_lifetime_s = Some(3600);
        settings.revoke_value = Some(false);
    });
    let calls: Vec<_> = (0..32)
        .map(|_| {
            let session = Arc::clone(&session);
            tokio::spawn(async move { revoke(&session).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((bench.count("token"), bench.count("graph")), (1, 32));
}

#[tokio::test]
async fn a_claims_challenge_is_answered_once_with_its_claims() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(Fault::new(Target::Graph, FaultKind::Cae));
    assert!(revoke(&session).await.unwrap());
    let requests = bench.emulator.emulator.requests();
    let targets: Vec<_> = requests.iter().map(|request| request.target).collect();
    assert_eq!(targets, ["graph", "token", "graph"]);
    let claims = &requests[1].form["claims"];
    assert!(claims.contains("nbf") && claims.contains(r#""xms_cc":{"values":["cp1"]}"#), "{claims}");
}

#[tokio::test]
async fn a_second_challenge_is_the_error() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(Fault { count: 2, ..Fault::new(Target::Graph, FaultKind::Cae) });
    let error = revoke(&session).await.unwrap_err();
    assert_eq!((error.status(), error.kind()), (Some(401), Kind::Authentication));
    assert_eq!((bench.count("token"), bench.count("graph")), (1, 2));
}

#[tokio::test]
async fn revoked_elsewhere_is_found_out_once_and_remembered() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    assert!(bench.emulator.emulator.revoke("AdeleV@contoso.example"));
    for _ in 0..2 {
        let error = revoke(&session).await.unwrap_err();
        assert_eq!((error.code(), error.kind()), ("AADSTS50173", Kind::Authentication), "{error:?}");
    }
    assert_eq!((bench.count("graph"), bench.count("token")), (1, 1));
    assert!(revoke(&bench.signed_in().await).await.unwrap());
}

#[tokio::test]
async fn a_token_that_is_still_good_is_used_when_its_renewal_fails_for_a_passing_reason() {
    let bench = with_short_tokens().await;
    let session = bench.signed_in().await;
    let error = Fault { count: 9, retry_after: Some("0".to_owned()), ..Fault::status(Target::Token, 500) };
    bench.emulator.emulator.inject(error);
    assert!(revoke(&session).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_lifetime_counts_in_whatever_form_it_comes() {
    let (renewal, call) = ("token", "graph");
    for (lifetime, first) in [
        (json!("60"), renewal),
        (json!(60.7), renewal),
        (json!(60), renewal),
        (json!("3600.5"), call),
        (json!(3600), call),
    ] {
        let bench = Bench::new().await;
        let body = json!({"token_type": "Bearer", "access_token": "a", "refresh_token": "r", "expires_in": lifetime});
        bench.emulator.emulator.inject(Fault { body: Some(body.to_string()), ..Fault::status(Target::Token, 200) });
        let session = bench.sign_in(Credential::DeviceCode).await.unwrap();
        bench.emulator.emulator.forget_requests();
        revoke(&session).await.unwrap_err();
        assert_eq!(bench.emulator.emulator.requests()[0].target, first, "{body}");
    }
}

/// A session whose token Microsoft Graph refuses, and what the sign-in service then answers to a renewal.
async fn renewal_answered(status: u16, body: &str) -> (Result<bool, Error>, Session, Bench) {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(Fault::new(Target::Graph, FaultKind::Cae));
    let (body, retry_after) = (Some(body.to_owned()), Some("0".to_owned()));
    bench.emulator.emulator.inject(Fault { body, retry_after, count: 9, ..Fault::status(Target::Token, status) });
    let outcome = revoke(&session).await;
    bench.emulator.emulator.clear_faults();
    (outcome, session, bench)
}

#[tokio::test]
async fn a_renewal_that_is_answered_by_something_between_keeps_the_sign_in() {
    for (status, body) in [
        (401, "<html>Sign in to the network</html>"),
        (401, r#"{"message":"Unauthorized"}"#),
        (401, r#"{"error":"Unauthorized"}"#),
        (403, "<html>blocked</html>"),
        (200, "<html>Welcome</html>"),
        (200, r#"{"token_type":"Bearer","access_token":""}"#),
        (400, r#"{"error":"temporarily_unavailable"}"#),
        (401, r#"{"error":"server_error"}"#),
        (503, r#"{"error":"invalid_grant"}"#),
        (400, r#"{"error":"authorization_pending"}"#),
    ] {
        let (outcome, session, _bench) = renewal_answered(status, body).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.status(), error.is_verdict()), (Some(status), false), "{body} {error:?}");
        assert!(session.is_signed_in(), "{body}");
        assert!(revoke(&session).await.unwrap(), "{body}");
    }
}

#[tokio::test]
async fn a_verdict_of_the_sign_in_service_on_a_renewal_ends_the_sign_in() {
    for code in ["invalid_grant", "interaction_required", "login_required", "invalid_client", "unauthorized_client"] {
        let body = format!(r#"{{"error":"{code}"}}"#);
        let (outcome, session, bench) = renewal_answered(400, &body).await;
        assert_eq!(outcome.unwrap_err().code(), code);
        assert!(!session.is_signed_in(), "{code}");
        bench.emulator.emulator.forget_requests();
        assert_eq!(revoke(&session).await.unwrap_err().code(), code);
        assert!(bench.emulator.emulator.requests().is_empty(), "{code}");
    }
}

#[tokio::test]
async fn a_refused_renewal_keeps_the_claims_that_the_next_sign_in_is_to_ask_for() {
    let asked = r#"{"access_token":{"capolids":{"essential":true,"values":["p"]}}}"#;
    for claims in [serde_json::Value::from(asked), serde_json::from_str(asked).unwrap()] {
        let body = json!({
            "error": "invalid_grant", "error_codes": [50076], "suberror": "basic_action", "claims": claims,
        });
        let (outcome, session, _bench) = renewal_answered(400, &body.to_string()).await;
        assert_eq!(outcome.unwrap_err().claims(), Some(asked));
        // And again, after the sign-in has ended.
        assert_eq!(revoke(&session).await.unwrap_err().claims(), Some(asked));
    }
}
