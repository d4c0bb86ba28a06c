//! What verbose and debug say, and that no secret is in it.

use crate::support::{Bench, USER_AGENT, hear};
use entra_emulator::{Fault, Kind as FaultKind, Target};
use entra_revoke::credential::Credential;
use entra_revoke::error::Error;
use entra_revoke::session::{self, Session};
use entra_revoke::talk::{Notice, Talk, TraceLevel};

async fn heard(level: TraceLevel, session: &Session) -> (Result<bool, Error>, Vec<Notice>) {
    hear(level, async |talk: Talk| session.revoke_signed_in_user(USER_AGENT, &talk).await).await
}

#[tokio::test]
async fn verbose_has_a_line_for_each_request_and_each_wait() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(Fault { retry_after: Some("0".to_owned()), ..Fault::status(Target::Graph, 503) });
    let (outcome, lines) = heard(TraceLevel::Verbose, &session).await;
    outcome.unwrap();
    let [Notice::Verbose(first), Notice::Verbose(wait), Notice::Verbose(second)] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    assert!(first.contains("POST") && first.contains("/me/revokeSignInSessions answered 503"), "{first}");
    assert!(wait.contains("waiting 0.0 s before retry 1 of 3"), "{wait}");
    assert!(second.contains("answered 200") && second.contains("request-id"), "{second}");
}

#[tokio::test]
async fn verbose_has_a_line_for_a_broken_connection_and_one_for_a_request_that_got_no_answer() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    bench.emulator.emulator.inject(Fault { count: 2, ..Fault::new(Target::Graph, FaultKind::Close) });
    let (outcome, lines) = heard(TraceLevel::Verbose, &session).await;
    outcome.unwrap_err();
    let [Notice::Verbose(again), Notice::Verbose(failed)] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(again.starts_with("the connection to") && again.ends_with("is sent once more on a fresh one"), "{again}");
    assert!(failed.contains("/me/revokeSignInSessions failed: the connection to"), "{failed}");
}

#[tokio::test]
async fn no_secret_is_in_any_notice_of_any_flow() {
    let bench = Bench::new().await;
    let options = bench.options();
    let sign_in = async |talk: Talk| session::sign_in(options, Credential::DeviceCode, &talk).await;
    let (session, mut notices) = hear(TraceLevel::Debug, sign_in).await;
    bench.emulator.emulator.inject(Fault::new(Target::Graph, FaultKind::Cae));
    let (outcome, more) = heard(TraceLevel::Debug, &session.unwrap()).await;
    outcome.unwrap();
    notices.extend(more);
    let text = format!("{notices:?}");
    assert!(text.contains("HTTP REQUEST") && text.contains("grant_type=refresh_token"), "the capture is whole");
    // Every token of the emulator is a JSON Web Token or a value of one of these members.
    assert!(!text.split("eyJ").skip(1).any(begins_with_rest_of_token), "{text}");
    for member in ["access_token", "refresh_token", "id_token", "device_code"] {
        let quoted = format!(r#"\"{member}\": \"[redacted]\""#);
        assert_eq!(text.matches(&format!(r#"\"{member}\": "#)).count(), text.matches(&quoted).count(), "{member}");
    }
    assert!(text.contains("refresh_token=[redacted]") && text.contains("device_code=[redacted]"), "{text}");
    assert!(!text.contains("Bearer ey"), "{text}");
}

/// True for what follows the first letters of a JSON Web Token, as opposed to base64 of any other JSON.
fn begins_with_rest_of_token(text: &str) -> bool {
    let end = text.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'));
    end.is_some_and(|end| text[end..].starts_with('.'))
}
