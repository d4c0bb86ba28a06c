//! The claims of a token, read without a check of its signature.
//!
//! They are shown to the user and compared with what was asked for; the services check their tokens themselves, and a
//! token comes straight from the token endpoint over TLS (OpenID Connect Core 3.1.3.7, item 6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// The claims that this crate looks at ("Access token claims reference", "ID token claims reference").
///
/// Each is optional and read by itself: one odd claim never costs another.
#[derive(Clone, Debug, Default)]
pub(crate) struct JwtClaims {
    /// Guest or member, where the token says so (optional claim `acct`: 1 is a guest).
    pub(crate) acct: Option<u64>,
    pub(crate) app_displayname: Option<String>,
    /// Application id of a version 1 token.
    pub(crate) appid: Option<String>,
    /// For whom the token is: a text or a list of texts (RFC 7519 4.1.3).
    pub(crate) aud: Vec<String>,
    /// Application id of a version 2 token.
    pub(crate) azp: Option<String>,
    /// Seconds since 1970.
    pub(crate) exp: Option<u64>,
    /// Identity provider of a user who is a guest here.
    pub(crate) idp: Option<String>,
    pub(crate) idtyp: Option<String>,
    pub(crate) iss: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) preferred_username: Option<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) scp: Option<String>,
    pub(crate) tid: Option<String>,
    pub(crate) unique_name: Option<String>,
    pub(crate) upn: Option<String>,
}

impl JwtClaims {
    /// Reads the claims of a token; `None` when it is not a JSON Web Token (RFC 7519).
    pub(crate) fn read(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
        let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        let claims = serde_json::from_slice(&payload).ok()?;
        parts.next().is_none().then(|| Self::from_members(&claims))
    }

    fn from_members(claims: &Map<String, Value>) -> Self {
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        let list = |name: &str| match claims.get(name) {
            Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        Self {
            acct: claims.get("acct").and_then(seconds),
            app_displayname: text("app_displayname"),
            appid: text("appid"),
            aud: text("aud").map_or_else(|| list("aud"), |audience| vec![audience]),
            azp: text("azp"),
            exp: claims.get("exp").and_then(seconds),
            idp: text("idp"),
            idtyp: text("idtyp"),
            iss: text("iss"),
            nonce: text("nonce"),
            preferred_username: text("preferred_username"),
            roles: list("roles"),
            scp: text("scp"),
            tid: text("tid"),
            unique_name: text("unique_name"),
            upn: text("upn"),
        }
    }

    /// The name that the user signs in with.
    pub(crate) fn account(&self) -> Option<String> {
        [&self.preferred_username, &self.upn, &self.unique_name].into_iter().flatten().next().cloned()
    }

    /// The application that the token was issued to.
    pub(crate) fn client_id(&self) -> Option<&str> {
        self.appid.as_deref().or(self.azp.as_deref())
    }

    /// True for a user of another tenant: `acct` is 1, or somebody else than the issuer authenticated the user
    /// ("Optional claims reference", "Access token claims reference": `idp`).
    pub(crate) fn is_guest(&self) -> bool {
        self.acct == Some(1) || self.idp.as_ref().is_some_and(|provider| Some(provider) != self.iss.as_ref())
    }

    /// True for a token that speaks for an application and for no user.
    pub(crate) fn is_app_only(&self) -> bool {
        self.idtyp.as_deref() == Some("app") || (self.scp.is_none() && !self.roles.is_empty())
    }
}

/// Whole seconds, given as a number with or without a fraction, or as text with one.
pub(crate) fn seconds(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok().or_else(|| whole(text.trim().parse().ok()?)),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before")]
fn whole(seconds: f64) -> Option<u64> {
    (0.0..1e15).contains(&seconds).then_some(seconds as u64)
}

#[cfg(test)]
mod tests {
    use super::{JwtClaims, seconds};
    use serde_json::json;

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["", "a", "a.b", "a.b.c", "a.e30.c.d", "eyJ9.bm90IGpzb24.x"] {
            assert!(JwtClaims::read(text).is_none(), "{text}");
        }
        assert!(JwtClaims::read("a.e30.c").is_some());
    }

    #[test]
    fn seconds_are_read_in_every_form_that_services_send() {
        for (value, expected) in [
            (json!(1_800_000_000), Some(1_800_000_000)),
            (json!(1_800_000_000.75), Some(1_800_000_000)),
            (json!("3599"), Some(3599)),
            (json!(" 3599.5 "), Some(3599)),
            (json!("soon"), None),
            (json!(-1), None),
            (json!(1e300), None),
            (json!(null), None),
        ] {
            assert_eq!(seconds(&value), expected, "{value}");
        }
    }

    #[test]
    fn one_odd_claim_never_costs_another() {
        let claims = json!({"aud": 7, "exp": 1.5, "roles": "none", "tid": "t", "upn": 7});
        let claims = JwtClaims::from_members(claims.as_object().unwrap());
        assert_eq!((claims.exp, claims.tid.as_deref(), claims.upn), (Some(1), Some("t"), None));
        assert!(claims.aud.is_empty() && claims.roles.is_empty());
    }

    #[test]
    fn an_audience_is_a_text_or_a_list() {
        for (audience, expected) in [(json!("a"), vec!["a"]), (json!(["a", 7, "b"]), vec!["a", "b"])] {
            let claims = json!({ "aud": audience });
            assert_eq!(JwtClaims::from_members(claims.as_object().unwrap()).aud, expected);
        }
    }
}
