//! The claims that a refusal asked for are asked for by the next sign-in, whatever the flow.

use crate::support::Bench;
use entra_revoke::credential::Credential;
use entra_revoke::credential::browser::Desktop;
use entra_revoke::session::{self, SignInOptions};
use entra_revoke::talk::{Notice, Said, Talk, TraceLevel};
use serde_json::{Value, json};
use url::Url;

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
    // A browser that starts and shows nothing.
    let variables = [("BROWSER", "true".to_owned()), ("PATH", std::env::var("PATH").unwrap())];
    let variables = variables.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let desktop = Desktop { variables, ..Desktop::default() };
    let (talk, listener) = Talk::channel(TraceLevel::Quiet);
    let told = async {
        loop {
            let Some(Said::Notice(Notice::Message(text))) = listener.next().await else { continue };
            let address = text.split_whitespace().find(|word| word.contains("/oauth2/v2.0/authorize?"));
            if let Some(address) = address {
                return Url::parse(address).unwrap();
            }
        }
    };
    let url = tokio::select! {
        _ = session::sign_in(options(&bench), Credential::Browser(desktop), &talk) => panic!("nobody signed in"),
        url = told => url,
    };
    check(&url.query_pairs().find(|(name, _)| name == "claims").unwrap().1);
}
