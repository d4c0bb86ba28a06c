//! Failures of the service and of the network, each told apart.

use crate::raw::{Raw, dead};
use crate::support::{Bench, hear, options, revoke, sign_in, unsigned_token};
use entra_emulator::{Fault, Kind as FaultKind, Settings, Target};
use entra_revoke::credential::Credential;
use entra_revoke::error::{Error, Kind};
use entra_revoke::session::{self, SignInOptions};
use entra_revoke::talk::{Notice, Said, Talk, TraceLevel};
use std::time::Duration;

fn throttled(count: u32) -> Fault {
    Fault { count, retry_after: Some("0".to_owned()), ..Fault::status(Target::Graph, 429) }
}

async fn failing_with(fault: Fault) -> (Bench, Error) {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(fault);
    let error = revoke(&session).await.unwrap_err();
    (bench, error)
}

#[tokio::test]
async fn throttling_is_waited_out() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(throttled(3));
    assert!(revoke(&session).await.unwrap());
    let attempts: Vec<_> = bench
        .emulator
        .emulator
        .requests()
        .iter()
        .map(|request| request.headers.get("retry-attempt").cloned())
        .collect();
    assert_eq!(attempts, [None, Some("1".to_owned()), Some("2".to_owned()), Some("3".to_owned())]);
}

#[tokio::test]
async fn throttling_without_end_is_an_error_after_four_requests() {
    let (bench, error) = failing_with(throttled(9)).await;
    assert_eq!((error.code(), error.kind(), error.status()), ("TooManyRequests", Kind::Throttled, Some(429)));
    assert_eq!(error.retry_after(), Some(Duration::ZERO));
    assert_eq!(bench.count("graph"), 4);
}

#[tokio::test]
async fn a_wait_of_an_hour_is_not_waited() {
    let fault = Fault { retry_after: Some("3600".to_owned()), ..Fault::status(Target::Graph, 429) };
    let (bench, error) = failing_with(fault).await;
    assert_eq!(error.retry_after(), Some(Duration::from_hours(1)));
    assert_eq!(bench.count("graph"), 1);
}

#[tokio::test]
async fn statuses_have_their_kinds_and_the_services_own_words() {
    for (status, kind) in
        [(400, Kind::Service), (403, Kind::PermissionDenied), (404, Kind::NotFound), (500, Kind::Service)]
    {
        let (_bench, error) = failing_with(Fault::status(Target::Graph, status)).await;
        assert_eq!((error.kind(), error.status()), (kind, Some(status)), "{error:?}");
        assert!(error.to_string().starts_with("Microsoft Graph says: "), "{error}");
        assert!(error.request_id().is_some_and(|id| id.len() == 36), "{error:?}");
        assert!(error.client_request_id().is_some_and(|id| id.len() == 36), "{error:?}");
    }
}

#[tokio::test]
async fn a_failure_without_an_explanation_has_its_status_as_code() {
    let (_bench, error) = failing_with(Fault { body: Some(String::new()), ..Fault::status(Target::Graph, 502) }).await;
    assert_eq!((error.code(), error.kind()), ("Http502", Kind::Service), "{error:?}");
}

#[tokio::test]
async fn a_missing_permission_is_graphs_403() {
    let settings = Settings {
        withheld_scopes: vec!["User.RevokeSessions.All".to_owned()],
        device_code_interval_s: 0,
        ..Settings::default()
    };
    let bench = Bench::with(settings).await;
    let error = match bench.sign_in(Credential::DeviceCode).await {
        Ok(session) => revoke(&session).await.unwrap_err(),
        Err(error) => error,
    };
    assert_eq!((error.code(), error.kind()), ("Authorization_RequestDenied", Kind::PermissionDenied), "{error:?}");
}

#[tokio::test]
async fn pages_and_broken_answers_are_no_success() {
    for kind in [FaultKind::Html, FaultKind::Truncate] {
        let (_bench, error) = failing_with(Fault::new(Target::Graph, kind)).await;
        assert_eq!((error.code(), error.kind()), ("InvalidResponse", Kind::InvalidResponse), "{kind:?} {error:?}");
        let bench = Bench::new().await;
        bench.emulator.emulator.inject(Fault::new(Target::DeviceCode, kind));
        let error = bench.sign_in(Credential::DeviceCode).await.unwrap_err();
        assert_eq!((error.code(), error.kind()), ("InvalidResponse", Kind::InvalidResponse), "{kind:?} {error:?}");
    }
}

#[tokio::test]
async fn a_service_that_cannot_be_reached_is_named() {
    let (_held, address) = dead();
    let nowhere = format!("http://{address}");
    let error = sign_in(options(&nowhere, &nowhere), Credential::DeviceCode).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("ConnectionFailed", Kind::Connection));
    assert!(error.to_string().starts_with(&format!("{address} could not be reached: ")), "{error}");
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_a_timeout() {
    let bench = Bench::new().await;
    let options = SignInOptions { client_timeout: Duration::from_millis(50), ..bench.options() };
    bench.emulator.emulator.inject(Fault::new(Target::DeviceCode, FaultKind::Hang));
    let error = sign_in(options, Credential::DeviceCode).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("RequestTimeout", Kind::Timeout));
}

#[tokio::test]
async fn names_that_cannot_be_right_are_refused_before_any_request() {
    let bench = Bench::new().await;
    let refused =
        async |options: SignInOptions| sign_in(options, Credential::DeviceCode).await.unwrap_err().code().to_owned();
    let tenant = Some("contoso/evil?x=".to_owned());
    assert_eq!(refused(SignInOptions { tenant, ..bench.options() }).await, "InvalidTenant");
    let client_id = Some("app".to_owned());
    assert_eq!(refused(SignInOptions { client_id, ..bench.options() }).await, "InvalidClientId");
    let user_agent = "two\nlines".to_owned();
    assert_eq!(refused(SignInOptions { user_agent, ..bench.options() }).await, "InvalidUserAgent");
    assert!(bench.emulator.emulator.requests().is_empty());
}

#[tokio::test]
async fn a_wait_of_seconds_is_counted_down() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    let fault = Fault { retry_after: Some("60".to_owned()), ..Fault::status(Target::Graph, 429) };
    bench.emulator.emulator.inject(fault);
    let (talk, listener) = Talk::channel(TraceLevel::Quiet);
    let first = tokio::select! {
        outcome = session.revoke_signed_in_user("test", &talk) => panic!("the call was to wait: {outcome:?}"),
        said = listener.next() => said,
    };
    let Some(Said::Notice(Notice::Progress { text, seconds_left: 60 })) = first else { panic!("{first:?}") };
    assert!(text.ends_with("is busy; retry 1 of 3 follows"), "{text}");
}

/// What comes of a revocation at a service that answers with these bytes.
async fn revoked_by(answer: &'static [u8]) -> Result<bool, Error> {
    let service = Raw::answering(answer).await;
    let base = format!("http://{}", service.address);
    let token = unsigned_token(&serde_json::json!({"scp": "User.RevokeSessions.All"}));
    let session = sign_in(options(&base, &base), Credential::AccessToken(token)).await.unwrap();
    let outcome = revoke(&session).await;
    let heads = service.heads();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].contains("accept-encoding: identity\r\n"), "{heads:?}");
    outcome
}

#[tokio::test]
async fn an_answer_is_read_as_leniently_as_other_clients_read_it() {
    for answer in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n\xef\xbb\xbf{\"value\":true}"[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n\r\n \t",
        // {"value":true} as gzip packs it.
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 34\r\n\r\n\
          \x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xab\x56\x2a\x4b\xcc\x29\x4d\x55\xb2\x2a\x29\x2a\x4d\xad\x05\x00\x38\xb4\xa4\x40\x0e\x00\x00\x00",
    ] {
        assert_eq!(revoked_by(answer).await.ok(), Some(true), "{}", String::from_utf8_lossy(answer));
    }
}

#[tokio::test]
async fn headers_are_read_as_leniently_as_other_clients_read_them() {
    for answer in [
        &b"HTTP/1.1 403 Forbidden\r\nrequest-id:\r\n  one\r\ncontent-length: 0\r\n\r\n"[..],
        b"HTTP/1.1 403 Forbidden\r\nrequest-id : one\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 403 Forbidden\r\nno colon\r\nrequest-id: one\r\ncontent-length: 0\r\n\r\n",
    ] {
        let error = revoked_by(answer).await.unwrap_err();
        assert_eq!((error.status(), error.request_id()), (Some(403), Some("one")), "{error:?}");
    }
}

#[tokio::test]
async fn a_refusal_behind_a_byte_order_mark_has_its_code() {
    let error = revoked_by(
        b"HTTP/1.1 403 Forbidden\r\ncontent-length: 67\r\n\r\n\xef\xbb\xbf{\"error\":{\"code\":\"Authorization_RequestDenied\",\"message\":\"No.\"}}",
    );
    assert_eq!(error.await.unwrap_err().code(), "Authorization_RequestDenied");
}

#[tokio::test]
async fn a_sign_in_over_plain_http_opens_nothing() {
    let bench = Bench::new().await;
    let token = unsigned_token(&serde_json::json!({"scp": "User.RevokeSessions.All"}));
    let options = bench.options();
    let sign_in = async |talk: Talk| session::sign_in(options, Credential::AccessToken(token), &talk).await;
    let (session, said) = hear(TraceLevel::Debug, sign_in).await;
    assert_eq!(said, []);
    assert_eq!(revoke(&session.unwrap()).await.unwrap_err().status(), Some(401));
    let targets: Vec<_> = bench.emulator.emulator.requests().iter().map(|request| request.target).collect();
    assert_eq!(targets, ["graph"]);
}
