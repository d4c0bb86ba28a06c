//! What is granted, shown and asked for again (RFC 6749 3.3, 5.1 and 6).

use crate::support::{Bench, hear, revoke, unsigned_token};
use entra_emulator::{Fault, Kind as FaultKind, Settings, Target};
use entra_revoke::credential::Credential;
use entra_revoke::secret::Secret;
use entra_revoke::session::{self, Session};
use entra_revoke::talk::TraceLevel;
use serde_json::{Value, json};

/// Signs in for these permissions.
async fn signed_in(bench: &Bench, scopes: &[&str], credential: Credential) -> Session {
    let mut options = bench.options();
    options.scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    let call = async |talk| session::sign_in(options, credential, &talk).await;
    hear(TraceLevel::Quiet, call).await.0.unwrap()
}

/// The next answer of the token endpoint is this one.
fn answer(bench: &Bench, claims: &Value, scope: Option<&str>) {
    let mut body = json!({
        "token_type": "Bearer",
        "access_token": unsigned_token(claims).expose(),
        "id_token": bench.id_token(),
    });
    if let Some(scope) = scope {
        body["scope"] = scope.into();
    }
    bench.emulator.emulator.inject(Fault { body: Some(body.to_string()), ..Fault::status(Target::Token, 200) });
}

#[tokio::test(start_paused = true)]
async fn only_permissions_are_shown_and_without_an_answer_those_that_were_asked_for() {
    let bench = Bench::new().await;
    let asked = ["User.Read", "email", "offline_access"];
    for (scope, shown) in [
        (None, vec!["User.Read"]),
        (Some(""), vec!["User.Read"]),
        (Some("openid profile email"), vec![]),
        (
            Some(
                "openid profile https://graph.microsoft.com/User.RevokeSessions.All https://graph.microsoft.com/.default",
            ),
            vec!["User.RevokeSessions.All"],
        ),
    ] {
        answer(&bench, &json!({}), scope);
        let session = signed_in(&bench, &asked, Credential::DeviceCode).await;
        assert_eq!(session.context().scopes, shown, "{scope:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_application_shows_its_roles_and_a_given_token_its_permissions() {
    let bench = Bench::new().await;
    let secret = || Credential::ClientSecret(Secret::new("s".to_owned()));
    answer(&bench, &json!({"roles": ["User.RevokeSessions.All"]}), Some("https://graph.microsoft.com/.default"));
    assert_eq!(signed_in(&bench, &[], secret()).await.context().scopes, ["User.RevokeSessions.All"]);
    answer(&bench, &json!({}), None);
    assert_eq!(signed_in(&bench, &[], secret()).await.context().scopes, [""; 0]);
    let token = unsigned_token(&json!({"scp": "openid User.Read email profile User.RevokeSessions.All"}));
    let session = signed_in(&bench, &[], Credential::AccessToken(token)).await;
    assert_eq!(session.context().scopes, ["User.Read", "User.RevokeSessions.All"]);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_asks_for_what_was_granted_and_not_for_what_was_asked() {
    let withheld_scopes = vec!["Directory.ReadWrite.All".to_owned()];
    let bench = Bench::with(Settings { withheld_scopes, device_code_interval_s: 0, ..Settings::default() }).await;
    let asked = ["User.RevokeSessions.All", "Directory.ReadWrite.All"];
    let session = signed_in(&bench, &asked, Credential::DeviceCode).await;
    assert_eq!(session.context().scopes, ["User.RevokeSessions.All"]);
    bench.emulator.emulator.forget_requests();
    bench.emulator.emulator.inject(Fault::new(Target::Graph, FaultKind::Cae));
    assert!(revoke(&session).await.unwrap());
    let requests = bench.emulator.emulator.requests();
    let renewal = requests.iter().find(|request| request.target == "token").unwrap();
    assert_eq!(renewal.form["grant_type"], "refresh_token");
    assert_eq!(renewal.form["scope"], "openid profile offline_access User.RevokeSessions.All");
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_for_every_permission_is_renewed_for_those_that_were_granted() {
    let bench = Bench::with(Settings { device_code_interval_s: 0, ..Settings::default() }).await;
    let session = signed_in(&bench, &["https://graph.microsoft.com/.default"], Credential::DeviceCode).await;
    bench.emulator.emulator.forget_requests();
    bench.emulator.emulator.inject(Fault::new(Target::Graph, FaultKind::Cae));
    assert!(revoke(&session).await.unwrap());
    let requests = bench.emulator.emulator.requests();
    let renewal = requests.iter().find(|request| request.target == "token").unwrap();
    let scopes = "https://graph.microsoft.com/User.Read https://graph.microsoft.com/User.RevokeSessions.All";
    assert_eq!(renewal.form["scope"], format!("openid profile offline_access {scopes}"));
}
