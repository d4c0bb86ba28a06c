//! Tokens that are about to end, or that Microsoft Graph no longer takes.

use crate::support::{Bench, revoke};
use entra_emulator::{Fault, Kind as FaultKind, Settings, Target};
use entra_revoke::error::Kind;
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
async fn a_failure_to_renew_that_may_pass_keeps_the_sign_in() {
    let bench = with_short_tokens().await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(Fault::status(Target::Token, 500));
    let error = revoke(&session).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("AADSTS90033", Kind::Service), "{error:?}");
    assert!(revoke(&session).await.unwrap());
}
