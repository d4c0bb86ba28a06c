//! Tokens that are about to end, or that Microsoft Graph no longer takes.

use crate::support::{Bench, USER_AGENT, hear, revoke, sign_in};
use entra_emulator::{Fault, Kind as FaultKind, Settings, Target};
use entra_revoke::credential::Credential;
use entra_revoke::error::Kind;
use entra_revoke::secret::Secret;
use entra_revoke::session::{AuthType, SignInOptions};
use entra_revoke::talk::{Notice, TraceLevel};
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
    for fault in [
        Fault { count: 9, retry_after: Some("0".to_owned()), ..Fault::status(Target::Token, 503) },
        Fault { count: 9, ..Fault::new(Target::Token, FaultKind::Close) },
        Fault { count: 9, status: Some(401), ..Fault::new(Target::Token, FaultKind::Html) },
    ] {
        let bench = with_short_tokens().await;
        bench.emulator.emulator.configure(|settings| settings.revoke_value = Some(false));
        let session = bench.signed_in().await;
        let kind = fault.kind;
        bench.emulator.emulator.inject(fault);
        let (outcome, said) =
            hear(TraceLevel::Verbose, async |talk| session.revoke_signed_in_user(USER_AGENT, &talk).await).await;
        assert!(outcome.is_ok(), "{kind:?} {outcome:?}");
        let says = |notice: &Notice| matches!(notice, Notice::Verbose(text) if text.contains("is still good for"));
        assert!(said.iter().any(says), "{kind:?} {said:?}");
        // It is not tried again with each call.
        let asked = bench.count("token");
        assert!(revoke(&session).await.is_ok());
        assert_eq!(bench.count("token"), asked, "{kind:?}");
    }
}

#[tokio::test]
async fn nobody_who_holds_a_good_token_waits_for_its_renewal() {
    let bench = with_short_tokens().await;
    bench.emulator.emulator.configure(|settings| settings.revoke_value = Some(false));
    let session = Arc::new(bench.signed_in().await);
    bench.emulator.emulator.inject(Fault::new(Target::Token, FaultKind::Hang));
    let renewing = {
        let session = Arc::clone(&session);
        tokio::spawn(async move { revoke(&session).await })
    };
    bench.arrived("token", 1).await;
    assert!(revoke(&session).await.is_ok());
    assert_eq!((bench.count("token"), bench.count("graph")), (1, 1));
    renewing.abort();
}

#[tokio::test]
async fn an_expired_token_is_renewed_and_a_failure_to_do_so_keeps_the_sign_in() {
    let bench =
        Bench::with(Settings { access_token_lifetime_s: Some(1), device_code_interval_s: 0, ..Settings::default() })
            .await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(Fault {
        count: 1,
        body: Some("{}".to_owned()),
        ..Fault::status(Target::Token, 400)
    });
    let error = revoke(&session).await.unwrap_err();
    assert_ne!(error.kind(), Kind::Authentication, "{error:?}");
    assert!(session.is_signed_in());
    assert!(revoke(&session).await.unwrap());
    assert!(!session.is_signed_in());
}

#[tokio::test]
async fn an_application_is_asked_for_a_new_token_with_the_credential_that_it_has() {
    let bench =
        Bench::with(Settings { access_token_lifetime_s: Some(1), device_code_interval_s: 0, ..Settings::default() })
            .await;
    let options = SignInOptions {
        tenant: Some(entra_emulator::TENANT_ID.to_owned()),
        client_id: Some("aaaaaaaa-1111-4222-8333-444444444444".to_owned()),
        ..bench.options()
    };
    let secret = Secret::new(entra_emulator::CLIENT_SECRET.to_owned());
    let session = sign_in(options.clone(), Credential::ClientSecret(secret)).await.unwrap();
    let context = session.context();
    assert_eq!((context.auth_type, context.is_app_only), (AuthType::AppOnly, true));
    assert_eq!(context.scopes, ["User.RevokeSessions.All", "User.Read.All"]);
    assert_eq!(revoke(&session).await.unwrap_err().code(), "UserRequired");
    let wrong = Credential::ClientSecret(Secret::new("wrong".to_owned()));
    assert_eq!(sign_in(options, wrong).await.unwrap_err().code(), "AADSTS7000215");
}
