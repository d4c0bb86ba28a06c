//! Answers that a test gives in the name of a service, and what comes of them.

use crate::support::{Bench, revoke, unsigned_token};
use entra_emulator::{Fault, Target};
use entra_revoke::credential::Credential;
use entra_revoke::error::Error;
use entra_revoke::session::Session;
use serde_json::json;
use std::collections::BTreeMap;

/// A page of a web filter or a captive portal.
pub(crate) const PAGE: &str = "<!DOCTYPE html><html><body>Access to this site is blocked.</body></html>";

/// An answer with this status and body, as often as it is asked for.
pub(crate) fn answered(target: Target, status: u16, body: &str) -> Fault {
    let (body, retry_after) = (Some(body.to_owned()), Some("0".to_owned()));
    Fault { body, retry_after, count: 9, ..Fault::status(target, status) }
}

pub(crate) fn with_header(fault: Fault, name: &str, value: &str) -> Fault {
    Fault { headers: BTreeMap::from([(name.to_owned(), value.to_owned())]), ..fault }
}

/// What a sign-in makes of an answer of the sign-in service.
pub(crate) async fn of_entra(bench: &Bench, status: u16, body: &str) -> Error {
    bench.emulator.emulator.inject(answered(Target::DeviceCode, status, body));
    let error = bench.sign_in(Credential::DeviceCode).await.unwrap_err();
    bench.emulator.emulator.clear_faults();
    assert_eq!(error.status(), Some(status), "{body}");
    error
}

/// A session with a token of which only the emulator could say that it is not good.
pub(crate) async fn session(bench: &Bench) -> Session {
    let token = unsigned_token(&json!({"scp": "User.RevokeSessions.All"}));
    bench.sign_in(Credential::AccessToken(token)).await.unwrap()
}

/// What a revocation makes of an answer of Microsoft Graph, and whether the sign-in is still there.
pub(crate) async fn of_graph(bench: &Bench, fault: Fault) -> (Result<bool, Error>, bool) {
    let session = session(bench).await;
    bench.emulator.emulator.inject(fault);
    let outcome = revoke(&session).await;
    bench.emulator.emulator.clear_faults();
    (outcome, session.is_signed_in())
}
