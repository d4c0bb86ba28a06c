//! A browser that does not come back.

use super::desktop;
use crate::support::{Bench, hear};
use entra_revoke::credential::Credential;
use entra_revoke::error::Kind;
use entra_revoke::session;
use entra_revoke::talk::{Notice, TraceLevel};

const CLIENT_ID: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

#[tokio::test(start_paused = true)]
async fn a_wait_says_what_an_administrator_may_have_to_do_and_ends() {
    let bench = Bench::new().await;
    let (options, authority) = (bench.options(), &bench.emulator.authority);
    let (outcome, said) =
        hear(TraceLevel::Quiet, async |talk| session::sign_in(options, Credential::Browser(desktop()), &talk).await)
            .await;
    let consent = format!(
        "{authority}/organizations/v2.0/adminconsent?client_id={CLIENT_ID}&scope=User.RevokeSessions.All\
         &redirect_uri=http%3A%2F%2Flocalhost"
    );
    let [Notice::Message(_), Notice::Warning(warning)] = said.as_slice() else { panic!("{said:?}") };
    for part in ["Need admin approval", "User.RevokeSessions.All", CLIENT_ID, "Ctrl+C"] {
        assert!(warning.contains(part), "{part}: {warning}");
    }
    assert_eq!(warning.lines().last(), Some(consent.as_str()));
    let error = outcome.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("SignInTimeout", Kind::Timeout));
    let text = error.to_string();
    assert!(text.contains("Need admin approval") && text.contains(&consent), "{text}");
}
