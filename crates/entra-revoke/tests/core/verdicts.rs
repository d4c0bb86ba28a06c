//! What the sign-in service says of a renewal: only its own verdict ends a sign-in.

use crate::support::{Bench, revoke};
use entra_emulator::{Fault, Kind as FaultKind, Target};
use entra_revoke::error::Error;
use entra_revoke::session::Session;
use serde_json::json;

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
