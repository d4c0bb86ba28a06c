//! Connections: shared while there are sessions, replaced when they break.

use crate::relay::{Fate, Relay};
use crate::support::{Bench, options, revoke, sign_in, unsigned_token};
use entra_emulator::{Fault, Kind as FaultKind, Settings, Target};
use entra_revoke::credential::Credential;
use entra_revoke::error::Kind;
use entra_revoke::session::{Session, SignInOptions};

/// Options for a service behind a relay, with proxy settings that are a test's own and so a pool of its own: the other tests
/// of this process share one.
fn behind(bench: &Bench, relay: &Relay, own: &str) -> SignInOptions {
    let mut options = options(&bench.emulator.authority, &format!("http://{}", relay.address));
    options.proxies.bypass = Some(own.to_owned());
    options
}

/// A session behind a relay, whose revocations do not end it, after one revocation.
async fn behind_relay(own: &str) -> (Bench, Relay, Session) {
    let settings = Settings { device_code_interval_s: 0, revoke_value: Some(false), ..Settings::default() };
    let bench = Bench::with(settings).await;
    let relay = Relay::to(bench.emulator.graph.strip_prefix("http://").unwrap()).await;
    let session = sign_in(behind(&bench, &relay, own), Credential::DeviceCode).await.unwrap();
    assert!(!revoke(&session).await.unwrap());
    (bench, relay, session)
}

#[tokio::test]
async fn a_kept_connection_that_is_dead_costs_no_call() {
    let (bench, relay, session) = behind_relay("one-dead.example").await;
    for resets in [1, 2] {
        relay.break_open(Fate::Reset);
        assert!(!revoke(&session).await.unwrap(), "and the one after it, too");
        assert_eq!(relay.seen().reset, resets);
    }
    assert_eq!(bench.count("graph"), 3);
}

#[tokio::test]
async fn many_dead_connections_cost_no_call() {
    let (bench, relay, session) = behind_relay("many-dead.example").await;
    let many = || futures_util::future::join_all((0..8).map(|_| revoke(&session)));
    many().await;
    relay.break_open(Fate::Reset);
    // One alone meets one dead connection after the other, unless the first is enough to leave them all.
    assert!(!revoke(&session).await.unwrap());
    many().await;
    relay.break_open(Fate::Reset);
    for outcome in many().await {
        assert!(!outcome.unwrap());
    }
    assert_eq!(bench.count("graph"), 26);
}

#[tokio::test]
async fn a_connection_that_breaks_once_is_no_error_and_one_that_breaks_twice_is() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(Fault { count: 2, ..Fault::new(Target::Graph, FaultKind::Close) });
    let error = revoke(&session).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("ConnectionFailed", Kind::Connection));
    assert!(error.to_string().contains("broke"), "{error}");
    assert!(error.client_request_id().is_some(), "{error:?}");
    assert_eq!(bench.count("graph"), 2);
    bench.emulator.emulator.inject(Fault::new(Target::Graph, FaultKind::Close));
    assert!(revoke(&session).await.unwrap());
    assert_eq!(bench.count("graph"), 4);
}

#[tokio::test]
async fn a_round_of_sign_in_and_revocation_is_one_request_over_plain_http_and_on_a_shared_connection() {
    let bench = Bench::new().await;
    let claims = serde_json::json!({"scp": "User.RevokeSessions.All"});
    let mut sessions = Vec::new();
    for _ in 0..20 {
        let session = bench.sign_in(Credential::AccessToken(unsigned_token(&claims))).await.unwrap();
        // The token is not the emulator's own, which does not matter to the connection.
        assert_eq!(revoke(&session).await.unwrap_err().status(), Some(401));
        sessions.push(session);
        // The former session ends after the new one has begun, as in PowerShell.
        sessions.drain(..sessions.len() - 1);
    }
    assert_eq!(bench.emulator.emulator.requests().len(), 20);
    // One that is about to be free again may be found a moment too late.
    assert!(bench.emulator.emulator.connections() < 5, "{}", bench.emulator.emulator.connections());
}

#[tokio::test]
async fn connections_end_with_the_last_session() {
    let (bench, relay, session) = behind_relay("connections-end.example").await;
    let second = sign_in(behind(&bench, &relay, "connections-end.example"), Credential::DeviceCode).await.unwrap();
    assert!(!revoke(&second).await.unwrap());
    drop(session);
    assert!(!revoke(&second).await.unwrap());
    assert_eq!(relay.seen().ended, 0, "a session that ends leaves the others their connections");
    drop(second);
    relay.until(|seen| seen.ended == seen.accepted).await;
}
