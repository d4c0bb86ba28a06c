//! Sign-in with a device code. Time is paused, so that the waits between polls pass at once and can be counted.

use crate::support::{Bench, hear};
use entra_emulator::Settings;
use entra_revoke::credential::{Credential, CredentialType};
use entra_revoke::error::{Error, Kind};
use entra_revoke::session::{self, Session};
use entra_revoke::talk::{Listener, Notice, Said, Talk, TraceLevel};

pub(crate) fn settings() -> Settings {
    Settings { device_code_interval_s: 0, device_auto_approve_after_polls: None, ..Settings::default() }
}

pub(crate) async fn sign_in(bench: &Bench, level: TraceLevel) -> (Result<Session, Error>, Vec<Notice>) {
    hear(level, async |talk| session::sign_in(bench.options(), Credential::DeviceCode, &talk).await).await
}

/// Waits until something is said of which `find` makes something.
async fn heard<T>(listener: &Listener, find: impl Fn(&Notice) -> Option<T>) -> T {
    loop {
        let Some(Said::Notice(notice)) = listener.next().await else { panic!("not said") };
        if let Some(found) = find(&notice) {
            return found;
        }
    }
}

/// Signs in while the user does something with the code once the client has asked for a token.
async fn while_user(action: &str) -> Result<Session, Error> {
    let bench = Bench::with(settings()).await;
    let (talk, listener) = Talk::channel(TraceLevel::Quiet);
    let act = async {
        let code = heard(&listener, |notice| match notice {
            Notice::Message(text) => text.lines().last().map(|line| line.trim().to_owned()),
            _ => None,
        });
        let code = code.await;
        bench.arrived("token", 1).await;
        let url = format!("{}/device/{code}/{action}", bench.emulator.control);
        assert!(reqwest::Client::new().post(url).send().await.unwrap().status().is_success());
    };
    tokio::join!(session::sign_in(bench.options(), Credential::DeviceCode, &talk), act).0
}

#[tokio::test(start_paused = true)]
async fn address_and_code_stand_on_lines_of_their_own() {
    for (lifetime_s, validity) in
        [(900, "valid for 15 minutes"), (60, "valid for 1 minute:"), (61, "valid for 2 minutes")]
    {
        let settings = Settings { device_code_lifetime_s: lifetime_s, ..settings() };
        let bench = Bench::with(Settings { device_auto_approve_after_polls: Some(0), ..settings }).await;
        let (session, said) = sign_in(&bench, TraceLevel::Quiet).await;
        assert_eq!(session.unwrap().context().credential_type, CredentialType::DeviceCode);
        let [Notice::Message(text)] = said.as_slice() else { panic!("{said:?}") };
        assert!(text.contains(validity), "{text}");
        let lines: Vec<_> = text.lines().map(str::trim).collect();
        assert!(lines.contains(&format!("{}/devicelogin", bench.emulator.authority).as_str()), "{text}");
        assert_eq!(lines.last().unwrap().len(), 9, "{text}");
        assert!(lines.iter().all(|line| line.len() < 80), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_when_the_user_approves() {
    while_user("approve").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_when_the_user_declines() {
    let error = while_user("decline").await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("authorization_declined", Kind::PermissionDenied), "{error:?}");
    assert_eq!(error.status(), Some(400));
    assert!(error.request_id().is_some());
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_when_the_code_expires() {
    let error = while_user("expire").await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("DeviceCodeExpired", Kind::Timeout), "{error:?}");
    assert!(error.request_id().is_some());
}

#[tokio::test(start_paused = true)]
async fn verbose_says_that_nobody_signed_in_yet_and_shows_no_failure() {
    let bench = Bench::with(Settings { device_auto_approve_after_polls: Some(2), ..settings() }).await;
    let (session, said) = sign_in(&bench, TraceLevel::Verbose).await;
    session.unwrap();
    let not_yet = |notice: &&Notice| matches!(notice, Notice::Verbose(line) if line == "not yet signed in");
    assert_eq!(said.iter().filter(not_yet).count(), 2, "{said:?}");
    assert!(!format!("{said:?}").contains("400 Bad Request"), "{said:?}");
}
