//! Failures of the service and of the network, each told apart.

use crate::support::{Bench, options, revoke, sign_in};
use entra_emulator::{Fault, Kind as FaultKind, Settings, Target};
use entra_revoke::error::{Error, Kind};
use entra_revoke::session::{Session, SessionOptions, SignInMethod};
use entra_revoke::transport::ProxySettings;
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
    let session = bench.session();
    let signed_in = sign_in(&session, SignInMethod::DeviceCode).await;
    let error = match signed_in {
        Ok(_) => revoke(&session).await.unwrap_err(),
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
        let error = sign_in(&bench.session(), SignInMethod::DeviceCode).await.unwrap_err();
        assert_eq!((error.code(), error.kind()), ("InvalidResponse", Kind::InvalidResponse), "{kind:?} {error:?}");
    }
}

#[tokio::test]
async fn a_broken_connection_and_none_are_told_apart() {
    let (_bench, error) = failing_with(Fault::new(Target::Graph, FaultKind::Close)).await;
    assert_eq!((error.code(), error.kind()), ("ConnectionFailed", Kind::Connection));
    assert!(error.to_string().contains("broke"), "{error}");

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nowhere = format!("http://{closed}");
    let error =
        sign_in(&Session::new(options(&nowhere, &nowhere)).unwrap(), SignInMethod::DeviceCode).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("ConnectionFailed", Kind::Connection));
    assert!(error.to_string().contains("could not be reached"), "{error}");
    assert!(error.to_string().contains(&closed.to_string()), "{error}");
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_a_timeout() {
    let bench = Bench::new().await;
    let session =
        Session::new(SessionOptions { client_timeout: Duration::from_millis(50), ..bench.options() }).unwrap();
    bench.emulator.emulator.inject(Fault::new(Target::DeviceCode, FaultKind::Hang));
    let error = sign_in(&session, SignInMethod::DeviceCode).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("RequestTimeout", Kind::Timeout));
}

#[tokio::test]
async fn names_that_cannot_be_right_are_refused_before_any_request() {
    let bench = Bench::new().await;
    let refused = |options: SessionOptions| Session::new(options).unwrap_err().code().to_owned();
    let with_tenant = |tenant: &str| SessionOptions { tenant: Some(tenant.to_owned()), ..bench.options() };
    assert_eq!(refused(with_tenant("contoso/evil?x=")), "InvalidTenant");
    assert_eq!(refused(SessionOptions { client_id: Some("app".to_owned()), ..bench.options() }), "InvalidClientId");
    let proxies = ProxySettings { https: Some("http://[".to_owned()), ..ProxySettings::default() };
    assert_eq!(refused(SessionOptions { proxies, ..bench.options() }), "InvalidProxy");
}

#[tokio::test]
async fn a_named_proxy_is_used_and_can_be_bypassed() {
    let bench = Bench::new().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let proxies = ProxySettings { http: Some(format!("http://{closed}")), ..ProxySettings::default() };
    let session = Session::new(SessionOptions { proxies: proxies.clone(), ..bench.options() }).unwrap();
    assert_eq!(sign_in(&session, SignInMethod::DeviceCode).await.unwrap_err().kind(), Kind::Connection);
    let proxies = ProxySettings { bypass: Some("127.0.0.1".to_owned()), ..proxies };
    let session = Session::new(SessionOptions { proxies, ..bench.options() }).unwrap();
    sign_in(&session, SignInMethod::DeviceCode).await.unwrap();
}
