//! Each request to the port gets an answer, and only the redirect of the browser's own window is taken.

use super::{connect, desktop, form, port, redirect, send, sign_in};
use crate::support::Bench;
use url::Url;

#[tokio::test]
async fn each_request_gets_an_answer() {
    let bench = Bench::new().await;
    let requests = [
        ("HEAD / HTTP/1.1\r\n\r\n".to_owned(), 405),
        ("OPTIONS / HTTP/1.1\r\nAccess-Control-Request-Private-Network: true\r\n\r\n".to_owned(), 405),
        ("GET http://localhost/ HTTP/1.1\r\n\r\n".to_owned(), 404),
        (form("code=guess&state=guess"), 404),
        ("POST / HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}".to_owned(), 415),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(), 411),
        (form(&"a".repeat(8_000_000)), 413),
        (format!("GET / HTTP/1.1\r\nCookie: {}\r\n\r\n", "a".repeat(100_000)), 431),
        (format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(300)), 431),
        ("POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n".to_owned(), 400),
        ("SSH-2.0-client\r\n".to_owned(), 400),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), 400),
        ("\u{0}\u{1}\u{2}".to_owned(), 400),
    ];
    let user = async |url: Url| {
        for (request, status) in requests {
            let answer = send(&mut connect(port(&url)).await, &request).await;
            let shown = request.chars().take(60).collect::<String>();
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{shown}: {answer}");
            assert!(!answer.to_ascii_lowercase().contains("access-control-allow"), "{shown}: {answer}");
            assert_eq!(answer.contains("</html>"), !request.starts_with("HEAD"), "{shown}: {answer}");
        }
        let (port, body) = redirect(&url).await;
        send(&mut connect(port).await, form(&body)).await
    };
    sign_in(bench.options(), desktop(), user).await.outcome.unwrap();
}

#[tokio::test]
async fn a_redirect_with_a_hundred_headers_and_an_absolute_address_is_taken() {
    let bench = Bench::new().await;
    let user = async |url: Url| {
        let (port, body) = redirect(&url).await;
        let request = form(&body).replacen("POST /", &format!("POST http://localhost:{port}/"), 1);
        send(&mut connect(port).await, request.replacen("Host:", &format!("{}Host:", "X: y\r\n".repeat(100)), 1)).await
    };
    let seen = sign_in(bench.options(), desktop(), user).await;
    assert!(seen.user.contains("You are signed in"), "{}", seen.user);
    seen.outcome.unwrap();
}

#[tokio::test]
async fn a_redirect_that_a_page_sends_behind_the_users_back_is_not_taken() {
    let bench = Bench::new().await;
    let user = async |url: Url| {
        let (port, body) = redirect(&url).await;
        for headers in ["Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: iframe", "Origin: https://evil.example"] {
            let request = form(&body).replacen("Origin: null", headers, 1);
            let answer = send(&mut connect(port).await, request).await;
            assert!(answer.starts_with("HTTP/1.1 403 "), "{headers}: {answer}");
        }
        assert_eq!(bench.count("token"), 0);
        let origin =
            format!("Origin: {}\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document", bench.emulator.authority);
        send(&mut connect(port).await, form(&body).replacen("Origin: null", &origin, 1)).await
    };
    let seen = sign_in(bench.options(), desktop(), user).await;
    assert!(seen.user.contains("You are signed in"), "{}", seen.user);
    seen.outcome.unwrap();
}
