//! The polls for a device code (RFC 8628 3.5). Time is paused, so that the waits pass at once and can be counted.

use crate::device_code::{settings, sign_in};
use crate::support::Bench;
use entra_emulator::{Fault, Kind as FaultKind, Settings, Target};
use entra_revoke::error::{Error, Kind};
use entra_revoke::talk::{Notice, TraceLevel};
use serde_json::{Value, json};

/// An answer of the token endpoint for a code that nobody has entered yet.
const PENDING: &str = r#"{"error":"authorization_pending","error_codes":[70016],
    "error_description":"AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling."}"#;

const SLOW_DOWN: &str = r#"{"error":"slow_down"}"#;

/// The user signs in before the first poll that reaches the service.
async fn approved_at_once() -> Bench {
    Bench::with(Settings { device_auto_approve_after_polls: Some(0), ..settings() }).await
}

fn answered(status: u16, body: &str) -> Fault {
    Fault { body: Some(body.to_owned()), ..Fault::status(Target::Token, status) }
}

/// A code with literal members, which nobody enters, and how often a token was asked for until it ended.
async fn polls_of(members: Value, answers: impl IntoIterator<Item = Fault>) -> (usize, Error) {
    let bench = Bench::with(settings()).await;
    let mut body = json!({"device_code": "d", "user_code": "C", "verification_uri": "https://example.com"});
    body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    bench.emulator.emulator.inject(Fault { body: Some(body.to_string()), ..Fault::status(Target::DeviceCode, 200) });
    for answer in answers {
        bench.emulator.emulator.inject(answer);
    }
    bench.emulator.emulator.inject(Fault { count: 2000, ..answered(400, PENDING) });
    let error = sign_in(&bench, TraceLevel::Quiet).await.0.unwrap_err();
    (bench.count("token"), error)
}

#[tokio::test(start_paused = true)]
async fn the_first_poll_comes_after_the_interval_and_none_after_the_end() {
    for (interval, lifetime_s, polls) in [(5, 4, 0), (5, 9, 1), (5, 0, 0)] {
        let (count, error) = polls_of(json!({"interval": interval, "expires_in": lifetime_s}), []).await;
        assert_eq!((error.code(), error.kind()), ("DeviceCodeExpired", Kind::Timeout), "{error:?}");
        assert_eq!(count, polls, "{interval} {lifetime_s}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_interval_is_between_a_second_and_a_minute_in_whatever_form_it_comes() {
    for (members, polls) in [
        (json!({"interval": 0, "expires_in": 9.5}), 9),
        (json!({"interval": "3", "expires_in": "10"}), 3),
        (json!({"interval": 2.9, "expires_in": "10.9"}), 5),
        (json!({"expires_in": 21}), 4),
        (json!({"interval": null, "expires_in": 21}), 4),
        (json!({"interval": "soon", "expires_in": 21}), 4),
        (json!({"interval": -5, "expires_in": 21}), 4),
        (json!({"interval": u64::MAX, "expires_in": 130}), 2),
        (json!({"interval": 1e12, "expires_in": 130}), 2),
    ] {
        let (count, error) = polls_of(members.clone(), []).await;
        assert_eq!((count, error.code()), (polls, "DeviceCodeExpired"), "{members}");
    }
}

#[tokio::test(start_paused = true)]
async fn slow_down_makes_every_later_interval_five_seconds_longer() {
    let slow_down = |count| Fault { count, ..answered(400, SLOW_DOWN) };
    // After 1, 7 and 18 seconds; from then on every 16 seconds.
    let (count, _) = polls_of(json!({"interval": 1, "expires_in": 55}), [slow_down(3)]).await;
    assert_eq!(count, 5);
    let (count, error) = polls_of(json!({"interval": u64::MAX, "expires_in": 130}), [slow_down(9)]).await;
    assert_eq!((count, error.code()), (2, "DeviceCodeExpired"));
}

#[tokio::test(start_paused = true)]
async fn what_is_no_verdict_is_waited_out_and_said() {
    let page = |status| Fault { status: Some(status), ..Fault::new(Target::Token, FaultKind::Html) };
    for fault in [
        answered(500, ""),
        answered(502, "<html>Bad Gateway</html>"),
        answered(503, "busy"),
        answered(408, "{}"),
        answered(429, "Too many requests"),
        page(200),
        page(302),
        page(403),
        page(407),
        page(511),
        answered(200, r#"{"status":"please sign in to the network"}"#),
        answered(401, r#"{"message":"Unauthorized"}"#),
        answered(400, r#"{"error":"temporarily_unavailable","error_codes":[90033]}"#),
        answered(500, r#"{"error":"server_error"}"#),
        answered(503, r#"{"error":"invalid_request"}"#),
        Fault { count: 2, ..Fault::new(Target::Token, FaultKind::Close) },
        Fault::new(Target::Token, FaultKind::Truncate),
    ] {
        let bench = approved_at_once().await;
        bench.emulator.emulator.inject(fault.clone());
        let (session, said) = sign_in(&bench, TraceLevel::Verbose).await;
        session.unwrap_or_else(|error| panic!("{fault:?} {error:?}"));
        let told = |notice: &Notice| matches!(notice, Notice::Verbose(line) if line.ends_with("asking again in 2 s"));
        assert!(said.iter().any(told), "{fault:?} {said:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_warned_of_once_and_asked_about_less_and_less_often() {
    let settings = Settings { device_code_lifetime_s: 120, ..settings() };
    let bench = Bench::with(settings).await;
    bench.emulator.emulator.inject(Fault { count: 99, ..Fault::new(Target::Token, FaultKind::Close) });
    let (outcome, said) = sign_in(&bench, TraceLevel::Verbose).await;
    assert_eq!(outcome.unwrap_err().code(), "ConnectionFailed");
    let warnings: Vec<_> = said.iter().filter(|notice| matches!(notice, Notice::Warning(_))).collect();
    let [Notice::Warning(warning)] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert!(warning.contains("broke"), "{warning}");
    let waits = said.iter().filter_map(|notice| match notice {
        Notice::Verbose(line) => line.split_once("asking again in ").map(|(_, wait)| wait),
        _ => None,
    });
    assert_eq!(waits.collect::<Vec<_>>(), ["2 s", "4 s", "8 s", "16 s", "30 s", "30 s", "30 s"]);
}

#[tokio::test(start_paused = true)]
async fn a_throttled_poll_waits_as_long_as_it_was_asked_to() {
    for (retry_after, polls) in [("40", 60), ("0", 98), ("18446744073709551615", 1)] {
        let throttled = Fault { retry_after: Some(retry_after.to_owned()), ..answered(429, "Too many requests") };
        let (count, error) = polls_of(json!({"interval": 1, "expires_in": 99.5}), [throttled]).await;
        assert_eq!(count, polls, "{retry_after}");
        assert_eq!(error.code(), if polls == 1 { "Http429" } else { "DeviceCodeExpired" });
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_that_ends_in_an_outage_ends_with_its_cause() {
    let close = || Fault { count: 1, ..Fault::new(Target::Token, FaultKind::Close) };
    let lifetime = || json!({"interval": 1, "expires_in": 6});
    let (_, error) = polls_of(lifetime(), [Fault { count: 99, ..close() }]).await;
    assert_eq!((error.code(), error.kind()), ("ConnectionFailed", Kind::Connection), "{error:?}");
    let (_, error) = polls_of(lifetime(), [Fault { count: 99, ..answered(403, "<html>blocked</html>") }]).await;
    assert_eq!((error.code(), error.status()), ("InvalidResponse", Some(403)), "{error:?}");
    // The service answered after it, so it was the user who did not come.
    let (_, error) = polls_of(lifetime(), [close()]).await;
    assert_eq!((error.code(), error.kind()), ("DeviceCodeExpired", Kind::Timeout), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_poll_that_is_never_answered_does_not_outlive_the_code() {
    let (count, error) =
        polls_of(json!({"interval": 1, "expires_in": 6}), [Fault::new(Target::Token, FaultKind::Hang)]).await;
    assert_eq!((count, error.kind()), (1, Kind::Timeout), "{error:?}");
    assert_eq!(error.code(), "RequestTimeout");
}

#[tokio::test(start_paused = true)]
async fn a_lifetime_without_measure_is_a_lifetime() {
    for lifetime in [json!(u64::MAX), json!(1e14), json!("18446744073709551615")] {
        let refusal = answered(400, r#"{"error":"invalid_grant"}"#);
        let (count, error) = polls_of(json!({"expires_in": lifetime}), [refusal]).await;
        assert_eq!((count, error.code()), (1, "invalid_grant"), "{lifetime}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_service_says_of_a_code_is_told_in_our_words() {
    for (body, code, kind) in [
        // The number of a code that ended, as Entra ID gives it with different OAuth codes.
        (json!({"error": "expired_token", "error_codes": [70020]}), "DeviceCodeExpired", Kind::Timeout),
        (json!({"error": "code_expired", "error_codes": [70019]}), "DeviceCodeExpired", Kind::Timeout),
        (json!({"error": "invalid_grant", "error_codes": [70019]}), "DeviceCodeExpired", Kind::Timeout),
        (json!({"error": "expired_token"}), "DeviceCodeExpired", Kind::Timeout),
        (
            json!({"error": "authorization_declined", "error_codes": [70016]}),
            "authorization_declined",
            Kind::PermissionDenied,
        ),
        // An administrator has to consent, which is no choice of the user.
        (json!({"error": "access_denied", "error_codes": [90094]}), "AADSTS90094", Kind::PermissionDenied),
        (json!({"error": "access_denied"}), "authorization_declined", Kind::PermissionDenied),
        (json!({"error": "bad_verification_code", "error_codes": [70018]}), "bad_verification_code", Kind::Service),
        (json!({"error": "invalid_grant", "error_codes": [50173]}), "AADSTS50173", Kind::Authentication),
    ] {
        let members = json!({"interval": 1, "expires_in": 60});
        let (count, error) = polls_of(members, [answered(400, &body.to_string())]).await;
        assert_eq!((error.code(), error.kind(), error.status()), (code, kind, Some(400)), "{body}");
        assert_eq!(count, 1, "{body}");
    }
}
