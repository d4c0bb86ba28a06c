//! Judges the bearer token of a Graph request (RFC 6750), continuous access evaluation included.

use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::error::Reply;
use crate::authority::mint;
use crate::calendar::Moment;
use crate::directory::User;
use crate::emulator::Emulator;
use crate::keys;

/// Who calls.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The signed-in user; none for an app-only token.
    pub(crate) user: Option<User>,
    /// Delegated permissions, or application permissions of an app-only token.
    pub(crate) permissions: Vec<String>,
}

impl Caller {
    /// Whether the token carries one of these permissions.
    pub(crate) fn may(&self, any_of: &[&str]) -> bool {
        self.permissions.iter().any(|held| any_of.iter().any(|wanted| wanted.eq_ignore_ascii_case(held)))
    }
}

/// The caller, or the 401 that refuses the token.
pub(crate) fn authenticate(emulator: &Emulator, headers: &HeaderMap) -> Result<Caller, Box<Reply>> {
    let refuse = |message: &str| Box::new(unauthorized(emulator, message, None));
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = match authorization.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => token.trim(),
        _ => return Err(refuse("Access token is empty.")),
    };
    if token.split('.').count() != 3 {
        return Err(refuse("IDX14100: JWT is not well formed, it must have three segments (JWS)."));
    }
    let claims = keys::verify(token).map_err(|_| refuse("Access token validation failure. Invalid signature."))?;
    if claims["aud"] != mint::GRAPH_AUDIENCE {
        return Err(refuse("Access token validation failure. Invalid audience."));
    }
    if claims["exp"].as_u64().unwrap_or(0) <= emulator.clock.now().unix() {
        return Err(refuse("Lifetime validation failed, the token is expired."));
    }
    if claims["idtyp"] == "app" {
        return Ok(Caller { user: None, permissions: strings(&claims["roles"]) });
    }
    let Some(user) = emulator.user(claims["oid"].as_str().unwrap_or_default()) else {
        return Err(refuse("The identity of the calling user could not be established."));
    };
    if let Some(cut_off) = evaluate(emulator, &claims, &user) {
        return Err(Box::new(challenge(emulator, cut_off)));
    }
    let permissions = claims["scp"].as_str().unwrap_or_default().split(' ').map(str::to_owned).collect();
    Ok(Caller { user: Some(user), permissions })
}

/// Continuous access evaluation: only a token whose client can handle a challenge is refused before it expires.
fn evaluate(emulator: &Emulator, claims: &Value, user: &User) -> Option<Moment> {
    let capable = strings(&claims["xms_cc"]).iter().any(|capability| capability.eq_ignore_ascii_case("cp1"));
    let cut_off = emulator.directory().cut_off(&user.id, emulator.clock.now())?;
    let issued = mint::issued(claims["uti"].as_str().unwrap_or_default())?;
    (capable && issued < cut_off).then_some(cut_off)
}

/// The 401 of continuous access evaluation, with the claims that a new token must satisfy.
pub(crate) fn challenge(emulator: &Emulator, cut_off: Moment) -> Reply {
    let claims = json!({"access_token": {"nbf": {"essential": true, "value": cut_off.unix().to_string()}}});
    unauthorized(
        emulator,
        "Continuous access evaluation resulted in claims challenge with result: InteractionRequired and code: \
         TokenIssuedBeforeRevocationTimestamp",
        Some(&STANDARD.encode(claims.to_string())),
    )
}

fn unauthorized(emulator: &Emulator, message: &str, claims: Option<&str>) -> Reply {
    let mut challenge = format!(
        "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/authorize\", client_id=\"{}\"",
        emulator.base(),
        mint::GRAPH_APP_ID
    );
    if let Some(claims) = claims {
        let asked = format!(", error=\"insufficient_claims\", claims=\"{claims}\", errorDescription=\"{message}\"");
        challenge.push_str(&asked);
    }
    Reply::error(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message).with("www-authenticate", challenge)
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
