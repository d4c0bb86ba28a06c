//! Proxies: which requests go through one, and what is said when one fails.

use crate::raw::{Raw, dead, head};
use crate::support::{Bench, options, revoke, sign_in, unsigned_token};
use entra_revoke::credential::Credential;
use entra_revoke::error::{Error, Kind};
use entra_revoke::http::ProxySettings;
use entra_revoke::session::SignInOptions;
use tokio::net::TcpListener;

/// A service that is not on this machine, as far as its address says.
const ELSEWHERE: &str = "https://0.0.0.0:1";

/// The failure of a revocation at [`ELSEWHERE`] with these proxies.
async fn failure(proxies: ProxySettings) -> Error {
    let options = SignInOptions { proxies, ..options(ELSEWHERE, ELSEWHERE) };
    let token = unsigned_token(&serde_json::json!({"scp": "User.RevokeSessions.All"}));
    let session = sign_in(options, Credential::AccessToken(token)).await.unwrap();
    revoke(&session).await.unwrap_err()
}

fn https(address: &str) -> ProxySettings {
    ProxySettings { https: Some(address.to_owned()), ..ProxySettings::default() }
}

#[tokio::test]
async fn what_stays_on_this_machine_goes_through_no_proxy() {
    let bench = Bench::new().await;
    let proxy = Raw::answering(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").await;
    let address = Some(format!("http://{}", proxy.address));
    let proxies = ProxySettings { http: address.clone(), https: address.clone(), all: address, bypass: None };
    let options = SignInOptions { proxies, ..bench.options() };
    let session = sign_in(options, Credential::DeviceCode).await.unwrap();
    assert!(revoke(&session).await.unwrap());
    assert!(proxy.heads().is_empty(), "{:?}", proxy.heads());
}

#[tokio::test]
async fn a_service_elsewhere_is_reached_through_the_proxy_that_is_named() {
    let proxy = Raw::answering(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n").await;
    for proxies in
        [https(&proxy.address), ProxySettings { all: Some(proxy.address.clone()), ..ProxySettings::default() }]
    {
        let error = failure(proxies).await;
        assert_eq!((error.code(), error.kind()), ("ConnectionFailed", Kind::Connection));
        assert_eq!(error.to_string(), format!("the proxy http://{} refused to connect to 0.0.0.0:1", proxy.address));
    }
    assert!(proxy.heads().iter().all(|head| head.starts_with("CONNECT 0.0.0.0:1 HTTP/1.1\r\n")), "{:?}", proxy.heads());
}

#[tokio::test]
async fn a_proxy_that_asks_who_is_there_is_told_so() {
    let proxy = Raw::answering(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await;
    let error = failure(https(&format!("http://user:pass%40word@{}", proxy.address))).await;
    assert_eq!(error.to_string(), format!("the proxy http://{} asks for a user name and a password", proxy.address));
    assert_eq!((error.kind(), error.status()), (Kind::Connection, Some(407)));
    // RFC 7617: "user:pass@word".
    assert!(proxy.heads()[0].contains("Basic dXNlcjpwYXNzQHdvcmQ="), "{:?}", proxy.heads());
}

#[tokio::test]
async fn a_dead_proxy_is_named_without_its_password_and_its_failure_is_not_the_services() {
    let (_held, address) = dead();
    let error = failure(https(&format!("http://user:secret@{address}"))).await;
    assert_eq!((error.code(), error.kind()), ("ConnectionFailed", Kind::Connection));
    let said = error.to_string();
    assert!(said.starts_with(&format!("the proxy http://{address} could not be reached")), "{said}");
    assert!(!said.contains("0.0.0.0") && !said.contains("secret"), "{said}");
}

#[tokio::test]
async fn what_no_proxy_covers_is_reached_directly() {
    let (_held, address) = dead();
    for bypass in ["0.0.0.0", "*", "0.0.0.0:1", "0.0.0.0/8"] {
        let error = failure(ProxySettings { bypass: Some(bypass.to_owned()), ..https(&address.to_string()) }).await;
        let said = error.to_string();
        assert!(said.starts_with("0.0.0.0:1 could not be reached: ") && !said.contains("proxy"), "{bypass} {said}");
    }
    let error = failure(ProxySettings { bypass: Some("0.0.0.0:2".to_owned()), ..https(&address.to_string()) }).await;
    assert!(error.to_string().starts_with("the proxy"), "{error}");
}

#[tokio::test]
async fn what_is_no_address_of_a_proxy_is_refused_before_any_request_and_not_repeated() {
    let bench = Bench::new().await;
    for address in ["ftp://user:secret@proxy", "http://[secret"] {
        let options = SignInOptions { proxies: https(address), ..bench.options() };
        let error = sign_in(options, Credential::DeviceCode).await.unwrap_err();
        assert_eq!((error.code(), error.kind()), ("InvalidProxy", Kind::InvalidArgument));
        assert!(error.to_string().starts_with("HTTPS_PROXY ") && !error.to_string().contains("secret"), "{error}");
    }
    assert!(bench.emulator.emulator.requests().is_empty());
}

#[tokio::test]
async fn a_proxy_that_hangs_up_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let proxy = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        head(&mut stream).await.unwrap();
    };
    let (error, ()) = tokio::join!(failure(https(&address.to_string())), proxy);
    assert!(
        error.to_string().starts_with(&format!("the proxy http://{address} did not connect to 0.0.0.0:1")),
        "{error}"
    );
}
