//! The claims that a refusal asked for are asked for by the next sign-in, whatever the flow.

use crate::support::{Bench, address, desktop};
use entra_revoke::credential::Credential;
use entra_revoke::session::{self, SignInOptions};
use entra_revoke::talk::{Talk, TraceLevel};
use serde_json::{Value, json};

fn options(bench: &Bench) -> SignInOptions {
    let claims = r#"{"access_token":{"capolids":{"essential":true,"values":["p"]}}}"#;
    SignInOptions { claims: Some(claims.to_owned()), ..bench.options() }
}

/// Those claims, and the capability to be challenged again.
fn check(claims: &str) {
    let expected = json!({"access_token": {
        "capolids": {"essential": true, "values": ["p"]}, "xms_cc": {"values": ["cp1"]},
    }});
    assert_eq!(serde_json::from_str::<Value>(claims).unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_device_code_is_asked_for_with_them_and_so_is_its_token() {
    let bench = Bench::new().await;
    crate::support::sign_in(options(&bench), Credential::DeviceCode).await.unwrap();
    for target in ["devicecode", "token"] {
        let requests = bench.emulator.emulator.requests();
        check(&requests.iter().find(|request| request.target == target).unwrap().form["claims"]);
    }
}

#[tokio::test]
async fn the_browser_is_sent_to_an_address_with_them() {
    let bench = Bench::new().await;
    let (talk, listener) = Talk::channel(TraceLevel::Quiet);
    let url = tokio::select! {
        _ = session::sign_in(options(&bench), Credential::Browser(desktop()), &talk) => panic!("nobody signed in"),
        url = address(&listener) => url,
    };
    check(&url.query_pairs().find(|(name, _)| name == "claims").unwrap().1);
}
