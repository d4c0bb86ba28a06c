//! What a service says is shown, and cannot steer the user's terminal or fill it.

use crate::device_code::{self, settings};
use crate::given::{answered, of_entra, of_graph};
use crate::support::{Bench, unsigned_token};
use entra_emulator::{Fault, Target};
use entra_revoke::credential::Credential;
use entra_revoke::talk::{Notice, TraceLevel};
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn nothing_that_a_service_says_can_steer_the_terminal_or_fill_it() {
    let bench = Bench::new().await;
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}\r\nERROR: \u{2028}x";
    let long = "y".repeat(400_000);
    let oauth = json!({
        "error": evil, "error_description": format!("{evil}{long}"), "trace_id": evil, "correlation_id": evil,
    });
    let graph = json!({"error": {
        "code": evil, "message": format!("{evil}{long}"), "innerError": {"request-id": evil, "client-request-id": evil},
    }});
    let told = [
        (of_entra(&bench, 400, &oauth.to_string()).await, "the sign-in service says: "),
        (
            of_graph(&bench, answered(Target::Graph, 400, &graph.to_string())).await.0.unwrap_err(),
            "Microsoft Graph says: ",
        ),
    ];
    for (error, speaker) in told {
        assert_eq!(error.code(), "Http400");
        let (text, sentence) = (error.to_string(), format!("{speaker}]0;owned[2J31m ERROR: x"));
        assert!(text.starts_with(&sentence) && text.ends_with('…'), "{text}");
        assert_eq!(text.chars().count(), 1001);
        for id in [error.request_id(), error.client_request_id()] {
            assert!(id.is_some_and(|id| id.len() == 36), "the ids of the header and of the request: {id:?}");
        }
    }
}

#[tokio::test]
async fn nothing_in_a_token_can_steer_the_terminal() {
    let bench = Bench::new().await;
    let evil = |text: &str| format!("\u{1b}[2J{text}\u{202e}\u{7}");
    let token = unsigned_token(&json!({
        "upn": evil("a@b"), "tid": evil("t"), "app_displayname": evil("app"), "appid": evil("id"),
        "scp": "User.Read\u{1b}[1m",
    }));
    let session = bench.sign_in(Credential::AccessToken(token)).await.unwrap();
    let context = session.context();
    assert_eq!(context.account.as_deref(), Some("[2Ja@b"));
    assert_eq!(context.tenant_id.as_deref(), Some("[2Jt"));
    assert_eq!(context.app_name.as_deref(), Some("[2Japp"));
    assert_eq!(context.client_id.as_deref(), Some("[2Jid"));
    assert_eq!(context.scopes, ["User.Read[1m"]);
}

#[tokio::test(start_paused = true)]
async fn what_a_service_has_users_read_cannot_steer_their_terminal() {
    let bench = Bench::with(settings()).await;
    let body = json!({
        "device_code": "d", "user_code": "AB\u{1b}]0;x\u{7}\u{202e}\r\n\u{9b}2JCD", "expires_in": 1,
        "verification_uri": "https://example.com/\u{1b}[2J\r\n\u{202e}x",
    });
    bench.emulator.emulator.inject(Fault { body: Some(body.to_string()), ..Fault::status(Target::DeviceCode, 200) });
    let (_, said) = device_code::sign_in(&bench, TraceLevel::Debug).await;
    let text: String = said
        .iter()
        .map(|notice| match notice {
            Notice::Message(text) | Notice::Verbose(text) | Notice::Debug(text) | Notice::Warning(text) => {
                text.as_str()
            }
            Notice::Progress { text, .. } => text,
        })
        .collect();
    let steers = |letter: char| (letter.is_control() && !matches!(letter, '\n' | '\t')) || letter == '\u{202e}';
    assert!(!text.contains(steers), "{text:?}");
    assert!(text.contains("\n    AB]0;x 2JCD"), "{text}");
}
