//! The core over HTTPS: what it trusts, what it refuses, and how many connections it needs.
//!
//! On Linux the platform's verifier takes its authorities from `SSL_CERT_FILE`, which holds for a whole process. So each
//! test runs itself once more, as a process of its own with that variable set; elsewhere there is no such variable.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

#[expect(dead_code, reason = "the other tests of the core use the rest")]
#[path = "core/support.rs"]
mod support;

use entra_emulator::{Certificate, Outcome, Settings, start_tls};
use entra_revoke::credential::Credential;
use entra_revoke::error::Kind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use support::{Bench, revoke, unsigned_token};

const CA_FILE: &str = "SSL_CERT_FILE";

/// Tells the second process from the first.
const SECOND: &str = "ENTRA_REVOKE_TLS_TEST";

/// In the second process an emulator whose authority is trusted; in the first one nothing, after the second succeeded.
async fn trusted(test: &str, certificate: Certificate) -> Option<Bench> {
    if std::env::var_os(SECOND).is_none() {
        run_again(test);
        return None;
    }
    let bench = bench(certificate).await;
    trust(&bench);
    Some(bench)
}

fn run_again(test: &str) {
    let ca_file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{}.pem", std::process::id()));
    let output = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(SECOND, "1")
        .env(CA_FILE, &ca_file)
        .env_remove("SSL_CERT_DIR")
        // A proxy of the machine's is not for connections to itself.
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success(), "{said}");
    // Only the test itself writes the file, so this fails too when no test has that name.
    std::fs::remove_file(&ca_file).unwrap_or_else(|error| panic!("{test} did not run: {error}\n{said}"));
}

async fn bench(certificate: Certificate) -> Bench {
    let settings = Settings { device_code_interval_s: 0, revoke_value: Some(false), ..Settings::default() };
    Bench { emulator: start_tls(settings, certificate).await.unwrap() }
}

fn trust(bench: &Bench) {
    let ca_file = PathBuf::from(std::env::var_os(CA_FILE).unwrap());
    std::fs::write(ca_file, bench.emulator.ca_pem().unwrap()).unwrap();
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
    let claims = serde_json::json!({"scp": "User.RevokeSessions.All"});
    let session = bench.sign_in(Credential::AccessToken(unsigned_token(&claims))).await.unwrap();
    let answered = Some(Outcome::Answered);
    assert!(bench.emulator.emulator.wait_for("metadata", answered, 1, Duration::from_secs(10)).await);
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
async fn the_authorities_are_those_from_when_the_session_began() {
    let test = "the_authorities_are_those_from_when_the_session_began";
    let Some(_namesake) = trusted(test, Certificate::Good).await else { return };
    let bench = bench(Certificate::Good).await;
    // The other emulator's authority has the same name and another key.
    assert_refused(&bench, "it was not issued by a trusted authority").await;
    trust(&bench);
    assert_refused(&bench, "it was not issued by a trusted authority").await;
    bench.sign_in(Credential::DeviceCode).await.unwrap();
}
