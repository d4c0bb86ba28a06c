//! The core over HTTPS: what it trusts, what it refuses, and how many connections it needs.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

#[expect(dead_code, reason = "the other tests of the core use the rest")]
#[path = "core/support.rs"]
mod support;

#[path = "tls/late.rs"]
mod late;
#[path = "tls/process.rs"]
mod process;
#[expect(dead_code, reason = "the other tests of the core use the rest")]
#[path = "core/relay.rs"]
mod relay;
#[path = "tls/tunnel.rs"]
mod tunnel;

use entra_emulator::{Certificate, Outcome};
use entra_revoke::credential::Credential;
use entra_revoke::error::{Error, Kind};
use entra_revoke::http::ProxySettings;
use entra_revoke::session::{self, SignInOptions};
use entra_revoke::talk::{Notice, Talk, TraceLevel};
use late::{Late, Seen};
use process::{bench, is_first, trust, trusted};
use relay::{Fate, Relay};
use std::time::Duration;
use support::{Bench, USER_AGENT, hear, options, revoke, sign_in, unsigned_token};

fn token() -> Credential {
    Credential::AccessToken(unsigned_token(&serde_json::json!({"scp": "User.RevokeSessions.All"})))
}

/// Waits until so many opening requests were answered.
async fn opened(bench: &Bench, count: usize) {
    let answered = Some(Outcome::Answered);
    assert!(bench.emulator.emulator.wait_for("metadata", answered, count, Duration::from_secs(10)).await);
}

async fn assert_refused(bench: &Bench, reason: &str) {
    let error = bench.sign_in(Credential::DeviceCode).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("CertificateRejected", Kind::Connection), "{error:?}");
    let host = bench.emulator.authority.strip_prefix("https://").unwrap();
    assert_eq!(error.to_string(), format!("the certificate of {host} was rejected: {reason}"));
    assert!(error.client_request_id().is_some(), "{error:?}");
    assert!(bench.emulator.emulator.requests().is_empty());
}

#[tokio::test]
async fn a_sign_in_opens_the_http_2_connection_of_every_revocation() {
    let test = "a_sign_in_opens_the_http_2_connection_of_every_revocation";
    let Some(bench) = trusted(test, Certificate::Good).await else { return };
    let session = bench.sign_in(token()).await.unwrap();
    opened(&bench, 1).await;
    for _ in 0..10 {
        // The token is not the emulator's own, which does not matter to the connection.
        assert_eq!(revoke(&session).await.unwrap_err().status(), Some(401));
    }
    assert_eq!(bench.count("graph"), 10);
    for request in bench.emulator.emulator.requests() {
        assert_eq!((request.version.as_str(), request.connection), ("HTTP/2.0", 1), "{request:?}");
        assert_eq!(request.headers.contains_key("authorization"), request.target == "graph", "{request:?}");
    }
    assert_eq!(bench.emulator.emulator.connections(), 1);
}

#[tokio::test]
async fn an_expired_certificate_is_refused() {
    let Some(bench) = trusted("an_expired_certificate_is_refused", Certificate::Expired).await else { return };
    assert_refused(&bench, "it has expired").await;
}

#[tokio::test]
async fn a_foreign_certificate_is_refused() {
    let Some(bench) = trusted("a_foreign_certificate_is_refused", Certificate::ForeignAuthority).await else { return };
    assert_refused(&bench, "it was not issued by a trusted authority").await;
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let Some(bench) = trusted("a_certificate_for_another_host_is_refused", Certificate::WrongHost).await else {
        return;
    };
    assert_refused(&bench, "it was issued for another name").await;
}

#[tokio::test]
async fn an_authority_that_is_installed_after_a_rejection_is_trusted_by_the_next_sign_in() {
    let test = "an_authority_that_is_installed_after_a_rejection_is_trusted_by_the_next_sign_in";
    let Some(_namesake) = trusted(test, Certificate::Good).await else { return };
    let bench = bench(Certificate::Good).await;
    // The other emulator's authority has the same name and another key.
    assert_refused(&bench, "it was not issued by a trusted authority").await;
    trust(bench.emulator.ca_pem().unwrap());
    bench.sign_in(Credential::DeviceCode).await.unwrap();
}

#[tokio::test]
async fn authorities_are_read_once_while_nothing_is_rejected() {
    let test = "authorities_are_read_once_while_nothing_is_rejected";
    let Some(bench) = trusted(test, Certificate::Good).await else { return };
    bench.sign_in(Credential::DeviceCode).await.unwrap();
    trust("");
    bench.sign_in(Credential::DeviceCode).await.unwrap();
}

#[tokio::test]
async fn a_machine_without_authorities_says_so_for_https_and_can_use_plain_http() {
    let test = "a_machine_without_authorities_says_so_for_https_and_can_use_plain_http";
    if is_first(test) {
        return;
    }
    trust("");
    assert!(revoke(&Bench::new().await.signed_in().await).await.unwrap());
    let bench = bench(Certificate::Good).await;
    let error = bench.sign_in(Credential::DeviceCode).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("CertificatesUnavailable", Kind::Connection));
    let said = "the certificate authorities of the system could not be read: ";
    assert!(error.to_string().starts_with(said), "{error}");
    assert_eq!(bench.emulator.emulator.connections(), 0);
    trust(bench.emulator.ca_pem().unwrap());
    bench.sign_in(Credential::DeviceCode).await.unwrap();
}

#[tokio::test]
async fn a_round_of_sign_in_and_revocation_is_two_requests_on_a_shared_connection() {
    let test = "a_round_of_sign_in_and_revocation_is_two_requests_on_a_shared_connection";
    let Some(bench) = trusted(test, Certificate::Good).await else { return };
    let mut former = None;
    for round in 1..=20 {
        let session = bench.sign_in(token()).await.unwrap();
        opened(&bench, round).await;
        assert_eq!(revoke(&session).await.unwrap_err().status(), Some(401));
        // The former session ends after the new one has begun, as in PowerShell.
        former.replace(session);
    }
    assert_eq!((bench.count("metadata"), bench.count("graph")), (20, 20));
    assert_eq!(bench.emulator.emulator.connections(), 1);
}

#[tokio::test]
async fn the_opening_request_is_traced_and_its_outcome_told() {
    let test = "the_opening_request_is_traced_and_its_outcome_told";
    let Some(bench) = trusted(test, Certificate::Good).await else { return };
    let options = bench.options();
    let sign_in = async |talk: Talk| session::sign_in(options, token(), &talk).await;
    let (session, mut said) = hear(TraceLevel::Debug, sign_in).await;
    let session = session.unwrap();
    opened(&bench, 1).await;
    // Its answer comes before that of the first call, on the same connection, so the second call can tell.
    for _ in 0..2 {
        let call = async |talk: Talk| session.revoke_signed_in_user(USER_AGENT, &talk).await;
        said.extend(hear(TraceLevel::Debug, call).await.1);
    }
    let has = |title: &str, what: &str| {
        let is =
            |notice: &Notice| matches!(notice, Notice::Debug(block) if block.contains(title) && block.contains(what));
        said.iter().any(is)
    };
    assert!(has("HTTP REQUEST", "HTTP Method:\nHEAD\n"), "{said:?}");
    assert!(has("HTTP RESPONSE", "Status Code:\n200 OK\n"), "{said:?}");
    let line = format!("HEAD {}/v1.0/$metadata answered 200 OK", bench.emulator.graph);
    assert!(said.iter().any(|notice| matches!(notice, Notice::Verbose(said) if said.starts_with(&line))), "{said:?}");
}

#[tokio::test]
async fn a_connection_that_turned_out_http_1_is_not_kept_for_the_call_after_the_opening() {
    let test = "a_connection_that_turned_out_http_1_is_not_kept_for_the_call_after_the_opening";
    if is_first(test) {
        return;
    }
    let mut service = Late::start().await;
    trust(&service.ca_pem);
    let session = sign_in(options(&service.base, &service.base), token()).await.unwrap();
    assert_eq!(service.next().await, Seen::Request(1, "HEAD".to_owned()));
    assert_eq!(service.next().await, Seen::End(1));
    assert!(revoke(&session).await.unwrap());
    assert_eq!(service.next().await, Seen::Request(2, "POST".to_owned()));
    drop(session);
    assert_eq!(service.next().await, Seen::End(2), "nothing was sent twice");
}

#[tokio::test]
async fn a_service_that_goes_silent_is_asked_again_on_a_fresh_connection() {
    let test = "a_service_that_goes_silent_is_asked_again_on_a_fresh_connection";
    let Some(bench) = trusted(test, Certificate::Good).await else { return };
    let relay = Relay::to(bench.emulator.graph.strip_prefix("https://").unwrap()).await;
    let options = options(&bench.emulator.authority, &format!("https://{}", relay.address));
    let options = SignInOptions { client_timeout: Duration::from_mins(5), ..options };
    let session = sign_in(options, token()).await.unwrap();
    opened(&bench, 1).await;
    assert_eq!(revoke(&session).await.unwrap_err().status(), Some(401));
    let connections = relay.seen().accepted;
    relay.break_open(Fate::Silence);
    let clock = async {
        relay.until(|seen| seen.swallowed > 0).await;
        // The seconds until the silence is noticed pass at once.
        tokio::time::pause();
        relay.until(|seen| seen.accepted > connections).await;
        tokio::time::resume();
        std::future::pending().await
    };
    let outcome: Result<bool, Error> = tokio::select! {
        outcome = revoke(&session) => outcome,
        never = clock => never,
    };
    assert_eq!(outcome.unwrap_err().status(), Some(401));
    assert_eq!(bench.count("graph"), 2);
}

#[tokio::test]
async fn through_a_proxy_the_certificate_is_still_the_services() {
    let test = "through_a_proxy_the_certificate_is_still_the_services";
    let Some(bench) = trusted(test, Certificate::Good).await else { return };
    // Nothing of this address is there but through the proxy, and the certificate does not have it.
    let (elsewhere, host) = ("https://0.0.0.0:1", "0.0.0.0:1");
    let service = bench.emulator.graph.strip_prefix("https://").unwrap();
    let proxy = tunnel::to(service).await;
    let proxies = ProxySettings { https: Some(format!("http://{proxy}")), ..ProxySettings::default() };
    let options = SignInOptions { proxies, ..options(elsewhere, elsewhere) };
    let error = sign_in(options, Credential::DeviceCode).await.unwrap_err();
    assert_eq!(error.code(), "CertificateRejected", "{error}");
    assert_eq!(error.to_string(), format!("the certificate of {host} was rejected: it was issued for another name"));
}

#[tokio::test]
async fn what_does_not_speak_tls_is_told_in_plain_words() {
    let Some(bench) = trusted("what_does_not_speak_tls_is_told_in_plain_words", Certificate::Good).await else {
        return;
    };
    let control = bench.emulator.control.replace("http://", "https://");
    let error = sign_in(options(&control, &control), Credential::DeviceCode).await.unwrap_err();
    let host = control.strip_prefix("https://").unwrap();
    assert_eq!(error.to_string(), format!("{host} could not be reached: what answers there does not speak TLS"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            drop(listener.accept().await.unwrap());
        }
    });
    let base = format!("https://{address}");
    let error = sign_in(options(&base, &base), Credential::DeviceCode).await.unwrap_err();
    assert!(error.to_string().starts_with(&format!("{address} could not be reached: ")), "{error}");
    assert!(!error.to_string().contains("://"), "{error}");
}
