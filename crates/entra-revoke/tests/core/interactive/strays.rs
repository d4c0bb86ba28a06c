//! What comes to the port besides the redirect, and does not end the wait.

use super::{browse, connect, desktop, form, parameters, port, redirect, send, sign_in};
use crate::support::Bench;
use entra_revoke::talk::Notice;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use url::Url;

#[tokio::test]
async fn strays_and_guesses_do_not_end_the_wait_and_one_code_is_taken() {
    let bench = Bench::new().await;
    let user = async |url: Url| {
        let loopback = parameters(&url)["redirect_uri"].clone();
        // A preconnect: a connection on which nothing is ever sent.
        let _idle = connect(port(&url)).await;
        for path in ["/favicon.ico", "/?code=guess&state=guess", "/?error=access_denied&state=guess"] {
            assert_eq!(reqwest::get(format!("{loopback}{path}")).await.unwrap().status(), 404, "{path}");
        }
        browse(url).await
    };
    let seen = sign_in(bench.options(), desktop(), user).await;
    seen.outcome.unwrap();
    assert_eq!((seen.user, bench.count("token")), (200, 1));
}

#[tokio::test]
async fn a_connection_that_ends_with_nothing_does_not_keep_the_next_from_being_heard() {
    let bench = Bench::new().await;
    for stray in [&b""[..], b"GET /favicon.ico HTTP/1.1\r\n\r\n", b"GET / HT"] {
        let user = async |url: Url| {
            let (port, body) = redirect(&url).await;
            // The one with the code is there before the stray ends.
            let mut browser = connect(port).await;
            let mut other = connect(port).await;
            tokio::io::AsyncWriteExt::write_all(&mut other, stray).await.unwrap();
            tokio::io::AsyncWriteExt::shutdown(&mut other).await.unwrap();
            let _ = other.read_to_end(&mut Vec::new()).await;
            send(&mut browser, form(&body)).await
        };
        let seen = sign_in(bench.options(), desktop(), user).await;
        assert!(seen.user.contains("You are signed in"), "{}", seen.user);
        seen.outcome.unwrap();
    }
}

#[tokio::test]
async fn more_connections_than_are_kept_do_not_keep_the_browser_out() {
    let bench = Bench::new().await;
    let user = async |url: Url| {
        let mut idle = Vec::new();
        for _ in 0..80 {
            idle.push(connect(port(&url)).await);
        }
        let page = browse(url).await;
        // The oldest gave way.
        let _ = idle[0].read_to_end(&mut Vec::new()).await;
        page
    };
    let seen = sign_in(bench.options(), desktop(), user).await;
    seen.outcome.unwrap();
    assert_eq!(seen.user, 200);
}

#[tokio::test]
async fn the_port_is_served_on_both_addresses_of_localhost() {
    if std::net::TcpListener::bind("[::1]:0").is_err() {
        return;
    }
    let bench = Bench::new().await;
    let user = async |url: Url| {
        let (port, body) = redirect(&url).await;
        let stray = send(&mut connect(port).await, "GET / HTTP/1.1\r\n\r\n").await;
        assert!(stray.starts_with("HTTP/1.1 404 "), "{stray}");
        send(&mut TcpStream::connect(("::1", port)).await.unwrap(), form(&body)).await
    };
    sign_in(bench.options(), desktop(), user).await.outcome.unwrap();
}

#[tokio::test]
async fn https_to_the_port_is_told_once_as_a_warning() {
    let bench = Bench::new().await;
    let user = async |url: Url| {
        for _ in 0..3 {
            // The beginning of a TLS handshake (RFC 8446 5.1).
            assert_eq!(send(&mut connect(port(&url)).await, b"\x16\x03\x01\x02\x00\x01").await, "");
        }
        browse(url).await
    };
    let seen = sign_in(bench.options(), desktop(), user).await;
    seen.outcome.unwrap();
    let [Notice::Warning(warning)] = seen.said.as_slice() else { panic!("{:?}", seen.said) };
    assert!(warning.contains("https for localhost (HSTS)"), "{warning}");
}
