//! Answers that say success: which of them are one.

use crate::given::{PAGE, answered, of_graph};
use crate::support::{Bench, revoke};
use entra_emulator::{Fault, Kind as FaultKind, Target};
use entra_revoke::credential::Credential;
use entra_revoke::error::Kind;
use entra_revoke::secret::Secret;
use serde_json::json;

#[tokio::test]
async fn only_true_or_nothing_is_a_revocation_and_only_that_ends_the_sign_in() {
    let unknown = Some("InvalidResponse");
    let bench = Bench::new().await;
    for (status, body, value, code) in [
        (
            200,
            r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean","value":true}"#,
            true,
            None,
        ),
        (200, "\u{feff}{\"value\":true}", true, None),
        (200, r#"{"value":true,"error":null}"#, true, None),
        (200, "", true, None),
        (200, " \r\n", true, None),
        (204, "", true, None),
        (202, "", true, None),
        (200, r#"{"value":false}"#, false, None),
        (200, r#"{"error":{"code":"Denied","message":"No."}}"#, false, Some("Denied")),
        (200, r#"{"value":true,"error":{"code":"Denied"}}"#, false, Some("Denied")),
        (200, r#"{"error":{}}"#, false, Some("Http200")),
        (200, r#"{"error":"Denied"}"#, false, unknown),
        (200, "{}", false, unknown),
        (200, "[]", false, unknown),
        (200, "true", false, unknown),
        (200, r#"{"Value":false}"#, false, unknown),
        (200, r#"{"Value":true}"#, false, unknown),
        (200, r#"{"value":"true"}"#, false, unknown),
        (200, r#"{"value":null}"#, false, unknown),
        (200, r#"{"value":true"#, false, unknown),
        (200, PAGE, false, unknown),
    ] {
        let (outcome, is_signed_in) = of_graph(&bench, answered(Target::Graph, status, body)).await;
        assert_eq!(is_signed_in, !value, "{body}");
        match (outcome, code) {
            (Ok(outcome), None) => assert_eq!(outcome, value, "{body}"),
            (Err(error), Some(code)) => {
                assert_eq!((error.code(), error.status()), (code, Some(status)), "{body}");
                let is_unknown = error.to_string().ends_with("so it is unknown whether it took effect");
                assert_eq!(is_unknown, code == "InvalidResponse", "{error}");
            }
            (outcome, _) => panic!("{outcome:?} of {body}"),
        }
    }
}

#[tokio::test]
async fn a_truncated_answer_leaves_it_unknown_whether_the_revocation_took_effect() {
    let bench = Bench::new().await;
    let (outcome, is_signed_in) = of_graph(&bench, Fault::new(Target::Graph, FaultKind::Truncate)).await;
    assert!(outcome.unwrap_err().to_string().contains("unknown whether"));
    assert!(is_signed_in);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_cannot_be_used_are_refused_and_odd_members_beside_them_are_not() {
    let refresh = json!({"token_type": "Bearer", "access_token": "a", "refresh_token": "r"});
    for (change, is_taken) in [
        (json!({}), true),
        (json!({"token_type": "bearer"}), true),
        (json!({"expires_in": "3599"}), true),
        (json!({"expires_in": 3599.9, "ext_expires_in": null}), true),
        (json!({"expires_in": -1, "scope": null, "id_token": 7}), true),
        (json!({"expires_in": 1e300, "scope": ["a"], "refresh_token": ""}), true),
        (json!({"access_token": ""}), false),
        (json!({"access_token": " "}), false),
        (json!({"access_token": null}), false),
        (json!({"access_token": 1}), false),
        (json!({"token_type": "pop"}), false),
        (json!({"token_type": null}), false),
    ] {
        let bench = Bench::new().await;
        let mut body = refresh.clone();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        bench.emulator.emulator.inject(answered(Target::Token, 200, &body.to_string()));
        match bench.sign_in(Credential::ClientSecret(Secret::new("s".to_owned()))).await {
            Ok(_) => assert!(is_taken, "{change}"),
            Err(error) => {
                assert!(!is_taken, "{change} {error:?}");
                assert_eq!((error.code(), error.kind()), ("InvalidResponse", Kind::InvalidResponse), "{error:?}");
                assert_eq!(error.status(), Some(200));
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_pending_answer_to_another_grant_is_no_expired_device_code() {
    let bench = Bench::new().await;
    let body = r#"{"error":"authorization_pending","error_codes":[70016]}"#;
    bench.emulator.emulator.inject(answered(Target::Token, 400, body));
    let error = bench.sign_in(Credential::ClientSecret(Secret::new("s".to_owned()))).await.unwrap_err();
    assert_eq!((error.code(), error.kind(), error.is_verdict()), ("AADSTS70016", Kind::Service, false));
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
        let id_token = bench.id_token();
        let body = json!({
            "token_type": "Bearer", "access_token": "a", "refresh_token": "r", "id_token": id_token,
            "expires_in": lifetime,
        });
        bench.emulator.emulator.inject(Fault { body: Some(body.to_string()), ..Fault::status(Target::Token, 200) });
        let session = bench.sign_in(Credential::DeviceCode).await.unwrap();
        bench.emulator.emulator.forget_requests();
        revoke(&session).await.unwrap_err();
        assert_eq!(bench.emulator.emulator.requests()[0].target, first, "{body}");
    }
}
