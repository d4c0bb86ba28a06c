//! HTTPS: what is negotiated, who is held up, and which certificates are shown.

use std::time::Duration;

use entra_emulator::{Certificate, DEFAULT_CLIENT_ID, Fault, Kind, Outcome, Running, Settings, Target, start_tls};
use http::Version;
use reqwest::{Client, ClientBuilder};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use url::Url;

use crate::support::{Lab, builder, form, text};

async fn start(certificate: Certificate) -> Running {
    start_tls(Settings::default(), certificate).await.unwrap()
}

/// A client that trusts the emulator's authority and nothing else.
fn trusting(running: &Running) -> ClientBuilder {
    let authority = reqwest::Certificate::from_pem(running.ca_pem().unwrap().as_bytes()).unwrap();
    builder().tls_certs_only([authority])
}

fn client(running: &Running) -> Client {
    trusting(running).build().unwrap()
}

fn me(running: &Running) -> String {
    format!("{}/v1.0/me", running.graph)
}

fn socket(running: &Running) -> std::net::SocketAddr {
    *Url::parse(&running.authority).unwrap().socket_addrs(|| None).unwrap().first().unwrap()
}

#[tokio::test]
async fn http_2_is_spoken_on_one_connection() {
    let running = start(Certificate::Good).await;
    let http = client(&running);
    for _ in 0..3 {
        assert_eq!(http.get(me(&running)).send().await.unwrap().version(), Version::HTTP_2);
    }
    let seen: Vec<_> =
        running.emulator.requests().into_iter().map(|request| (request.version, request.connection)).collect();
    assert_eq!(seen, vec![("HTTP/2.0".to_owned(), 1); 3]);
    assert_eq!(running.emulator.connections(), 1);
}

#[tokio::test]
async fn http_1_is_spoken_with_a_client_that_wants_it() {
    let running = start(Certificate::Good).await;
    let http = trusting(&running).http1_only().build().unwrap();
    assert_eq!(http.get(me(&running)).send().await.unwrap().version(), Version::HTTP_11);
    assert_eq!(running.emulator.requests()[0].version, "HTTP/1.1");
}

#[tokio::test]
async fn without_tls_each_new_connection_is_counted_too() {
    let lab = Lab::new().await;
    assert_eq!(lab.running.ca_pem(), None);
    for _ in 0..2 {
        assert_eq!(crate::support::send(crate::support::client().get(lab.url("/v1.0/me"))).await.status, 401);
    }
    let seen: Vec<_> =
        lab.running.emulator.requests().into_iter().map(|request| (request.version, request.connection)).collect();
    assert_eq!(seen, [("HTTP/1.1".to_owned(), 1), ("HTTP/1.1".to_owned(), 2)]);
}

#[tokio::test]
async fn the_addresses_it_tells_are_https() {
    let running = start(Certificate::Good).await;
    assert!(running.authority.starts_with("https://127.0.0.1:"), "{}", running.authority);
    assert!(running.control.starts_with("http://127.0.0.1:"), "{}", running.control);
    let http = client(&running);
    let url = format!("{}/common/v2.0/.well-known/openid-configuration", running.authority);
    let metadata: serde_json::Value =
        serde_json::from_str(&http.get(url).send().await.unwrap().text().await.unwrap()).unwrap();
    assert!(text(&metadata, "token_endpoint").starts_with(&running.authority), "{metadata}");
    assert_eq!(format!("https://{}", text(&metadata, "msgraph_host")), running.authority);
    let url = format!("{}/common/oauth2/v2.0/devicecode", running.authority);
    let body = form(&[("client_id", DEFAULT_CLIENT_ID), ("scope", "User.Read")]);
    let answer = http.post(url).header("content-type", "application/x-www-form-urlencoded").body(body);
    let device: serde_json::Value = serde_json::from_str(&answer.send().await.unwrap().text().await.unwrap()).unwrap();
    assert!(text(&device, "verification_uri").starts_with(&running.authority), "{device}");
}

#[tokio::test]
async fn clients_that_say_nothing_hold_up_nobody() {
    let running = start(Certificate::Good).await;
    let mut silent = Vec::new();
    for _ in 0..8 {
        silent.push(TcpStream::connect(socket(&running)).await.unwrap());
    }
    let http = trusting(&running).timeout(Duration::from_secs(10)).build().unwrap();
    assert_eq!(http.get(me(&running)).send().await.unwrap().status(), 401);
    // All of them are still there, and their handshakes end with the listener.
    assert_eq!(running.emulator.connections(), 9);
    running.stop().await;
    for mut stream in silent {
        assert_eq!(stream.read(&mut [0]).await.unwrap_or_default(), 0);
    }
}

#[tokio::test]
async fn a_reset_reaches_through_tls() {
    let running = start(Certificate::Good).await;
    running.emulator.inject(Fault::new(Target::Graph, Kind::Close));
    let http = client(&running);
    assert!(http.get(me(&running)).send().await.is_err());
    assert!(running.emulator.wait_for("graph", Some(Outcome::Reset), 1, Duration::from_secs(10)).await);
    assert_eq!(http.get(me(&running)).send().await.unwrap().status(), 401);
    assert_eq!(running.emulator.requests().last().unwrap().connection, 2);
}

#[tokio::test]
async fn a_good_certificate_is_for_each_name_of_this_machine() {
    let running = start(Certificate::Good).await;
    let address = socket(&running);
    // Without this a resolver might lead to another listener with the same port.
    let http = trusting(&running).resolve("localhost", address).build().unwrap();
    let url = format!("https://localhost:{}/v1.0/me", address.port());
    assert_eq!(http.get(url).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn bad_certificates_are_bad_in_one_way_each() {
    for (certificate, reason) in [
        (Certificate::Expired, "certificate expired"),
        (Certificate::ForeignAuthority, "UnknownIssuer"),
        (Certificate::WrongHost, "elsewhere.example"),
    ] {
        let running = start(certificate).await;
        let error = client(&running).get(me(&running)).send().await.unwrap_err();
        let mut last: &dyn std::error::Error = &error;
        while let Some(inner) = last.source() {
            last = inner;
        }
        assert!(last.to_string().contains(reason), "{certificate:?}: {last}");
        assert!(running.emulator.requests().is_empty());
    }
}
