//! Sign-in in the browser, with the emulator's own minimal browser or with a hand-made request to the loopback listener.

use crate::support::{Bench, request, said, sign_in};
use entra_emulator::Settings;
use entra_revoke::error::Kind;
use entra_revoke::notice::{Notice, NoticeReader, Notices, TraceLevel};
use entra_revoke::session::{CredentialType, SignInMethod};
use std::collections::HashMap;
use std::time::Duration;
use url::Url;

/// A launcher that works and opens nothing.
const OPENS_NOTHING: &str = "true";

fn interactive(browser: &str) -> SignInMethod {
    SignInMethod::Interactive { browser: Some(browser.to_owned()) }
}

/// Takes the authorization address out of the message for the user.
async fn address(reader: &NoticeReader) -> Url {
    let Some(Notice::Message(text)) = reader.next().await else { panic!("no message") };
    Url::parse(text.split_whitespace().last().unwrap()).unwrap()
}

fn parameters(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn the_user_signs_in_with_pkce_state_and_nonce() {
    let bench = Bench::new().await;
    let session = bench.session();
    let (notices, reader) = Notices::channel(TraceLevel::Quiet);
    let browse = async {
        let url = address(&reader).await;
        assert_eq!(entra_emulator::browse(url.as_str()).await.unwrap(), 200);
        parameters(&url)
    };
    let (context, parameters) = tokio::join!(session.sign_in(request(interactive(OPENS_NOTHING)), &notices), browse);
    let context = context.unwrap();
    assert_eq!(context.credential_type, CredentialType::InteractiveBrowser);
    assert_eq!(context.account.as_deref(), Some("AdeleV@contoso.example"));
    assert_eq!(context.scopes, ["User.RevokeSessions.All"]);
    assert_eq!(parameters["code_challenge_method"], "S256");
    assert_eq!(parameters["claims"], r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#);
    assert_eq!(parameters["scope"], "openid profile offline_access User.RevokeSessions.All");
    assert!(parameters["state"].len() > 20 && parameters["nonce"].len() > 20);
    assert!(parameters["redirect_uri"].starts_with("http://localhost:"));
}

#[tokio::test]
async fn strays_and_guesses_do_not_end_the_wait_and_one_code_is_taken() {
    let bench = Bench::new().await;
    let session = bench.session();
    let (notices, reader) = Notices::channel(TraceLevel::Quiet);
    let browse = async {
        let url = address(&reader).await;
        let loopback = parameters(&url)["redirect_uri"].clone();
        let get = async |path: String| {
            reqwest::Client::new().get(format!("{loopback}{path}")).send().await.unwrap().status().as_u16()
        };
        // A preconnect: a connection on which nothing is ever sent.
        let port = Url::parse(&loopback).unwrap().port().unwrap();
        let _idle = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        assert_eq!(get("/favicon.ico".to_owned()).await, 404);
        assert_eq!(get("/?code=guess&state=guess".to_owned()).await, 404);
        assert_eq!(get("/?error=access_denied&state=guess".to_owned()).await, 404);
        assert_eq!(entra_emulator::browse(url.as_str()).await.unwrap(), 200);
    };
    let (context, ()) = tokio::join!(session.sign_in(request(interactive(OPENS_NOTHING)), &notices), browse);
    context.unwrap();
    assert_eq!(bench.count("token"), 1);
}

#[tokio::test]
async fn a_refusal_in_the_browser_is_the_error() {
    let settings = Settings { authorize_error: Some("access_denied".to_owned()), ..Settings::default() };
    let bench = Bench::with(settings).await;
    let session = bench.session();
    let (notices, reader) = Notices::channel(TraceLevel::Quiet);
    let browse = async { entra_emulator::browse(address(&reader).await.as_str()).await };
    let (context, _) = tokio::join!(session.sign_in(request(interactive(OPENS_NOTHING)), &notices), browse);
    let error = context.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("AADSTS65004", Kind::PermissionDenied));
    assert!(!error.to_string().contains("AADSTS"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_named_browser_is_started_with_the_address() {
    let bench = Bench::new().await;
    let file = std::env::temp_dir().join(format!("entra-revoke-browser-{}", std::process::id()));
    let launcher = format!("sh -c 'echo \"$0\" > {}'", file.display());
    let session = bench.session();
    let (notices, reader) = Notices::channel(TraceLevel::Quiet);
    let method = interactive(&launcher);
    let browse = async {
        let url = address(&reader).await;
        let written = async {
            while std::fs::read_to_string(&file).unwrap_or_default().trim() != url.as_str() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), written).await.expect("the launcher was given the address");
        entra_emulator::browse(url.as_str()).await.unwrap()
    };
    let (context, _) = tokio::join!(session.sign_in(request(method), &notices), browse);
    context.unwrap();
    std::fs::remove_file(file).unwrap();
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_ends_after_the_sign_in_leaves_no_zombie() {
    let bench = Bench::new().await;
    let folder = std::env::temp_dir().join(format!("entra-revoke-zombie-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (pid, until) = (folder.join("pid"), folder.join("until"));
    let (pid_path, until_path) = (pid.display(), until.display());
    // It runs until somebody opens the other end of its pipe.
    let launcher = format!(
        "sh -c 'mkfifo {until_path}; echo $$ > {pid_path}.new; mv {pid_path}.new {pid_path}; read x < {until_path}'"
    );
    let session = bench.session();
    let (notices, reader) = Notices::channel(TraceLevel::Quiet);
    let browse = async { entra_emulator::browse(address(&reader).await.as_str()).await };
    let (context, _) = tokio::join!(session.sign_in(request(interactive(&launcher)), &notices), browse);
    context.unwrap();
    let gone = async {
        let pid = loop {
            if let Ok(pid) = std::fs::read_to_string(&pid) {
                break pid.trim().to_owned();
            }
            tokio::task::yield_now().await;
        };
        std::fs::write(&until, "end\n").unwrap();
        while std::path::Path::new("/proc").join(&pid).exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone).await.expect("the process was waited for");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_launcher_that_fails_is_followed_by_the_next() {
    let bench = Bench::new().await;
    let session = bench.session();
    let (notices, reader) = Notices::channel(TraceLevel::Quiet);
    let browse = async { entra_emulator::browse(address(&reader).await.as_str()).await };
    let method = interactive("no-such-browser:false:true");
    let (context, _) = tokio::join!(session.sign_in(request(method), &notices), browse);
    assert_eq!(context.unwrap().credential_type, CredentialType::InteractiveBrowser);
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_that_nobody_completes_ends() {
    let bench = Bench::new().await;
    let error = sign_in(&bench.session(), interactive(OPENS_NOTHING)).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("SignInTimeout", Kind::Timeout));
}

#[tokio::test]
async fn an_account_of_another_tenant_is_refused() {
    let bench = Bench::new().await;
    let tenant = Some("99999999-2222-4333-8444-555555555555".to_owned());
    let session =
        entra_revoke::session::Session::new(entra_revoke::session::SessionOptions { tenant, ..bench.options() })
            .unwrap();
    let (notices, reader) = Notices::channel(TraceLevel::Quiet);
    let error = session.sign_in(request(SignInMethod::DeviceCode), &notices).await.unwrap_err();
    drop(notices);
    assert_eq!((error.code(), error.kind()), ("AADSTS90002", Kind::NotFound));
    assert_eq!(said(reader).await, []);
}
