//! Sign-in with a device code.

use crate::support::{Bench, request, said, sign_in};
use entra_emulator::Settings;
use entra_revoke::error::Kind;
use entra_revoke::notice::{Notice, NoticeReader, Notices, TraceLevel};
use entra_revoke::session::{CredentialType, SignInMethod};

fn settings() -> Settings {
    Settings { device_code_interval_s: 0, device_auto_approve_after_polls: None, ..Settings::default() }
}

/// Takes the code out of the message for the user.
async fn user_code(reader: &NoticeReader) -> String {
    let Some(Notice::Message(text)) = reader.next().await else { panic!("no message") };
    text.split_once("enter the code ").unwrap().1.split_whitespace().next().unwrap().to_owned()
}

/// Signs in while the user does something with the code once the client has asked for a token.
async fn while_user(
    bench: &Bench,
    action: &str,
) -> Result<entra_revoke::session::SignInContext, entra_revoke::error::Error> {
    let session = bench.session();
    let (notices, reader) = Notices::channel(TraceLevel::Quiet);
    let act = async {
        let code = user_code(&reader).await;
        bench.arrived("token", 1).await;
        let url = format!("{}/device/{code}/{action}", bench.emulator.control);
        assert!(reqwest::Client::new().post(url).send().await.unwrap().status().is_success());
    };
    tokio::join!(session.sign_in(request(SignInMethod::DeviceCode), &notices), act).0
}

#[tokio::test]
async fn the_user_is_told_where_to_enter_which_code() {
    let bench = Bench::with(Settings { device_auto_approve_after_polls: Some(1), ..settings() }).await;
    let session = bench.session();
    let (notices, reader) = Notices::channel(TraceLevel::Quiet);
    let context = session.sign_in(request(SignInMethod::DeviceCode), &notices).await.unwrap();
    drop(notices);
    assert_eq!(context.credential_type, CredentialType::DeviceCode);
    let said = said(reader).await;
    let [Notice::Message(text)] = said.as_slice() else { panic!("{said:?}") };
    assert!(text.contains(&format!("{}/devicelogin", bench.emulator.authority)), "{text}");
    assert!(text.contains("15 minutes"), "{text}");
}

#[tokio::test]
async fn waiting_ends_when_the_user_approves() {
    let bench = Bench::with(settings()).await;
    while_user(&bench, "approve").await.unwrap();
}

#[tokio::test]
async fn waiting_ends_when_the_user_declines() {
    let error = while_user(&Bench::with(settings()).await, "decline").await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("authorization_declined", Kind::PermissionDenied), "{error:?}");
    assert!(error.request_id().is_some());
}

#[tokio::test]
async fn waiting_ends_when_the_code_expires() {
    let error = while_user(&Bench::with(settings()).await, "expire").await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("DeviceCodeExpired", Kind::Timeout), "{error:?}");
}

#[tokio::test]
async fn a_code_that_expires_between_two_polls_has_expired_and_is_not_pending() {
    let bench = Bench::with(Settings { device_code_lifetime_s: 1, device_code_interval_s: 2, ..settings() }).await;
    let error = sign_in(&bench.session(), SignInMethod::DeviceCode).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("DeviceCodeExpired", Kind::Timeout), "{error:?}");
    assert_eq!(bench.count("token"), 1);
}

#[tokio::test]
async fn a_code_that_was_never_valid_has_expired() {
    let bench = Bench::with(Settings { device_code_lifetime_s: 0, ..settings() }).await;
    let error = sign_in(&bench.session(), SignInMethod::DeviceCode).await.unwrap_err();
    assert_eq!(error.code(), "DeviceCodeExpired", "{error:?}");
}
