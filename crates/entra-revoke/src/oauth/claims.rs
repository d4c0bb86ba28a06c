//! Claims: the capability that tokens are asked for with, and the challenge that asks for a new one
//! (OpenID Connect Core 5.5; Microsoft identity platform, "Claims challenges, claims requests, and client capabilities").

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

/// The claims to ask for: those of the challenge that is answered, where there is one, and the capability.
pub(crate) fn requested(challenge: Option<&str>) -> String {
    match challenge.map(serde_json::from_str) {
        Some(Ok(Value::Object(claims))) => with_capability(claims),
        _ => with_capability(Map::new()),
    }
}

/// Reads the claims out of a `WWW-Authenticate: Bearer` header with `error="insufficient_claims"`.
pub(crate) fn from_header(header: &str) -> Option<String> {
    parameter(header, "error").filter(|error| *error == "insufficient_claims")?;
    let encoded = parameter(header, "claims")?.trim_end_matches('=');
    let bytes = STANDARD_NO_PAD.decode(encoded).or_else(|_| URL_SAFE_NO_PAD.decode(encoded)).ok()?;
    String::from_utf8(bytes).ok()
}

fn with_capability(mut claims: Map<String, Value>) -> String {
    let access_token = claims.entry("access_token").or_insert_with(|| json!({}));
    if let Value::Object(access_token) = access_token {
        access_token.insert("xms_cc".to_owned(), json!({ "values": ["cp1"] }));
    }
    Value::Object(claims).to_string()
}

/// The quoted value of one parameter; a name counts only where a parameter can begin.
fn parameter<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let opening = format!("{name}=\"");
    header.match_indices(&opening).find_map(|(at, _)| {
        let begins = header[..at].chars().next_back().is_none_or(|before| before == ' ' || before == ',');
        let value = &header[at + opening.len()..];
        begins.then(|| value.split_once('"').map(|(value, _)| value)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::{from_header, requested};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde_json::{Value, json};

    fn parsed(claims: &str) -> Value {
        serde_json::from_str(claims).unwrap()
    }

    #[test]
    fn a_challenge_is_answered_with_its_claims_and_the_capability() {
        let asked = r#"{"access_token":{"nbf":{"essential":true,"value":"1760000000"}}}"#;
        let header = format!(
            r#"Bearer realm="", authorization_uri="https://login.example.com", error="insufficient_claims", claims="{}""#,
            STANDARD.encode(asked)
        );
        let expected = json!({"access_token": {
            "nbf": {"essential": true, "value": "1760000000"},
            "xms_cc": {"values": ["cp1"]},
        }});
        assert_eq!(parsed(&requested(Some(&from_header(&header).unwrap()))), expected);
    }

    #[test]
    fn what_is_no_challenge_is_none() {
        for header in [
            "",
            r#"Bearer realm="""#,
            r#"Bearer error="invalid_token", claims="e30=""#,
            r#"Bearer error="insufficient_claims""#,
            r#"Bearer error="insufficient_claims", claims="%%%""#,
            r#"Bearer error="insufficient_claims", claims="e30="#,
        ] {
            assert_eq!(from_header(header), None, "{header}");
        }
    }

    #[test]
    fn nonsense_in_a_challenge_still_asks_for_the_capability() {
        assert_eq!(parsed(&requested(Some("[]"))), parsed(&requested(None)));
    }
}
