//! Claims: the capability that tokens are asked for with, and the challenge that asks for a new one
//! (OpenID Connect Core 5.5; Microsoft identity platform, "Claims challenges, claims requests, and client capabilities").

use super::challenge;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use http::{HeaderMap, header};
use serde_json::{Map, Value, json};

/// The claims to ask for: those of the challenge that is answered, where there is one, and the capability.
pub(crate) fn requested(challenge: Option<&str>) -> String {
    match challenge.map(serde_json::from_str) {
        Some(Ok(Value::Object(claims))) => with_capability(claims),
        _ => with_capability(Map::new()),
    }
}

/// The claims that any `WWW-Authenticate` header asks for, as JSON; `None` where none does.
///
/// What else the challenge says does not matter: services send claims with various values of `error`.
pub(crate) fn from_headers(headers: &HeaderMap) -> Option<String> {
    headers.get_all(header::WWW_AUTHENTICATE).iter().find_map(|value| {
        let value = String::from_utf8_lossy(value.as_bytes());
        challenge::parameters(&value, "Bearer")
            .into_iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("claims"))
            .find_map(|(_, value)| decoded(&value))
    })
}

/// The claims of a refusal, which come as JSON in a text or as an object.
pub(super) fn from_member(claims: &Value) -> Option<String> {
    match claims {
        Value::String(text) => is_object(text).then(|| text.clone()),
        Value::Object(_) => Some(claims.to_string()),
        _ => None,
    }
}

/// Microsoft Graph sends base64 in either alphabet, with or without padding; the JSON itself is accepted as well.
fn decoded(value: &str) -> Option<String> {
    let standard = value.trim_end_matches('=').replace('-', "+").replace('_', "/");
    let text = match STANDARD_NO_PAD.decode(standard) {
        Ok(bytes) => String::from_utf8(bytes).ok()?,
        Err(_) => value.to_owned(),
    };
    is_object(&text).then_some(text)
}

fn is_object(text: &str) -> bool {
    serde_json::from_str::<Map<String, Value>>(text).is_ok()
}

fn with_capability(mut claims: Map<String, Value>) -> String {
    let access_token = claims.entry("access_token").or_insert_with(|| json!({}));
    if !access_token.is_object() {
        // A claim that is asked for without any wish about it is null (OpenID Connect Core 5.5.1).
        *access_token = json!({});
    }
    access_token["xms_cc"] = json!({ "values": ["cp1"] });
    Value::Object(claims).to_string()
}

#[cfg(test)]
mod tests {
    use super::{from_headers, requested};
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use http::{HeaderMap, HeaderValue};
    use serde_json::{Value, json};

    /// In base64 these have `+`, `/` and padding, so that the two alphabets differ.
    const ASKED: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1760000000"},"x":"~~>>??"}}"#;

    fn headers(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("www-authenticate", HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }

    fn parsed(claims: &str) -> Value {
        serde_json::from_str(claims).unwrap()
    }

    #[test]
    fn a_challenge_is_found_however_it_is_written() {
        let (standard, url_safe) = (STANDARD.encode(ASKED), URL_SAFE_NO_PAD.encode(ASKED));
        assert!(standard.contains('+') && standard.ends_with('='), "{standard}");
        let escaped = ASKED.replace('"', r#"\""#);
        for values in [
            vec![format!(
                r#"Bearer realm="", authorization_uri="https://a.example", error="insufficient_claims", claims="{standard}""#
            )],
            vec![format!(r#"Bearer error="invalid_token", claims="{standard}""#)],
            vec![format!(r#"Bearer claims="{url_safe}""#)],
            vec![format!("bearer Error=insufficient_claims,Claims={standard}")],
            vec![format!(r#"BEARER  realm="a, b=\"c\"" , claims = "{standard}" , error = "insufficient_claims""#)],
            vec!["Negotiate".to_owned(), "NTLM".to_owned(), format!(r#"Bearer claims="{standard}""#)],
            vec![format!(r#"Negotiate TlRMTVNTUAAB==, Basic realm="x", Bearer realm="y", claims="{standard}""#)],
            vec![format!(r#"Bearer realm="é", error_description="ä", claims="{standard}""#)],
            vec![format!(r#"Bearer claims="{escaped}""#)],
            vec![r#"Bearer realm="first""#.to_owned(), format!(r#", Bearer , claims="{standard}","#)],
        ] {
            let values: Vec<_> = values.iter().map(String::as_str).collect();
            assert_eq!(from_headers(&headers(&values)).as_deref(), Some(ASKED), "{values:?}");
        }
    }

    #[test]
    fn what_is_no_challenge_is_none() {
        for value in [
            "",
            r#"Bearer realm="""#,
            r#"Bearer error="insufficient_claims""#,
            r#"Bearer error="insufficient_claims", claims="%%%""#,
            r#"Bearer error="insufficient_claims", claims="e30="#,
            r#"Bearer claims="bm90IGpzb24=""#,
            r#"PoP claims="e30=""#,
            r#"Bearer realm="x", Basic claims="e30=""#,
            r#"Bearer realm="claims=e30=", xclaims="e30=""#,
        ] {
            assert_eq!(from_headers(&headers(&[value])), None, "{value}");
        }
    }

    #[test]
    fn a_challenge_is_answered_with_its_claims_and_the_capability() {
        let expected = json!({"access_token": {
            "nbf": {"essential": true, "value": "1760000000"},
            "x": "~~>>??",
            "xms_cc": {"values": ["cp1"]},
        }});
        assert_eq!(parsed(&requested(Some(ASKED))), expected);
    }

    #[test]
    fn whatever_a_challenge_asks_the_capability_is_asked_for() {
        let capability = parsed(&requested(None));
        for odd in ["[]", "nonsense", r#"{"access_token":null}"#, r#"{"access_token":[]}"#] {
            assert_eq!(parsed(&requested(Some(odd))), capability, "{odd}");
        }
    }
}
