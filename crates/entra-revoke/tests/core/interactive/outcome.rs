//! What the browser shows in the end, and when.

use super::{connect, desktop, form, redirect, send, sign_in};
use crate::support::Bench;
use entra_emulator::{Fault, Kind, Settings, Target};
use url::Url;

/// Brings the redirect to the loopback server, and returns the page.
async fn page(url: Url) -> String {
    let (port, body) = redirect(&url).await;
    send(&mut connect(port).await, form(&body)).await
}

#[tokio::test]
async fn the_page_says_that_the_user_is_signed_in() {
    let bench = Bench::new().await;
    let seen = sign_in(bench.options(), desktop(), page).await;
    seen.outcome.unwrap();
    let page = seen.user;
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    for part in [
        "<h1>You are signed in</h1>",
        "go back to PowerShell",
        "<html lang=\"en\">",
        "color-scheme: light dark",
        "name=\"viewport\"",
        "Cache-Control: no-store",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[tokio::test]
async fn the_page_says_that_the_exchange_of_the_code_failed_and_why() {
    let bench = Bench::new().await;
    let user = async |url| {
        bench.emulator.emulator.inject(Fault { count: 20, ..Fault::status(Target::Token, 400) });
        page(url).await
    };
    let seen = sign_in(bench.options(), desktop(), user).await;
    let error = seen.outcome.unwrap_err();
    assert!(seen.user.contains("<h1>The sign-in did not succeed</h1>"), "{}", seen.user);
    assert!(seen.user.contains(&format!("What happened: {error}.</p>")), "{error}: {}", seen.user);
}

#[tokio::test]
async fn the_page_says_that_the_user_declined() {
    let settings = Settings { authorize_error: Some("access_denied".to_owned()), ..Settings::default() };
    let bench = Bench::with(settings).await;
    let seen = sign_in(bench.options(), desktop(), page).await;
    assert!(seen.user.contains("did not succeed") && seen.user.contains("declined"), "{}", seen.user);
    seen.outcome.unwrap_err();
}

#[tokio::test]
async fn the_page_waits_for_the_exchange_of_the_code() {
    let bench = Bench::new().await;
    let user = async |url| {
        bench.emulator.emulator.inject(Fault::new(Target::Token, Kind::Hang));
        let mut page = Box::pin(page(url));
        tokio::select! {
            page = &mut page => panic!("answered before the exchange: {page}"),
            () = bench.arrived("token", 1) => bench.emulator.emulator.clear_faults(),
        }
        page.await
    };
    let seen = sign_in(bench.options(), desktop(), user).await;
    // The connection that broke is made anew, or not: browser and shell say the same.
    assert_eq!(seen.user.contains("You are signed in"), seen.outcome.is_ok(), "{}", seen.user);
}

#[tokio::test]
async fn a_page_that_is_loaded_again_says_that_the_sign_in_has_come_back() {
    let bench = Bench::new().await;
    let user = async |url: Url| {
        bench.emulator.emulator.inject(Fault::new(Target::Token, Kind::Hang));
        let (port, body) = redirect(&url).await;
        let again = async {
            bench.arrived("token", 1).await;
            let again = send(&mut connect(port).await, form(&body)).await;
            bench.emulator.emulator.clear_faults();
            again
        };
        let mut first = connect(port).await;
        tokio::join!(send(&mut first, form(&body)), again).1
    };
    let seen = sign_in(bench.options(), desktop(), user).await;
    assert!(seen.user.starts_with("HTTP/1.1 409 "), "{}", seen.user);
    assert!(seen.user.contains("has come back already"), "{}", seen.user);
}
