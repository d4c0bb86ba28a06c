//! Makes tokens: access tokens (version 1.0, as Graph gets them), id tokens (OpenID Connect Core section 2), and the
//! answer of the token endpoint around them (RFC 6749 section 5.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::json;

use super::{client, scope};
use crate::calendar::Moment;
use crate::directory::{User, UserType};
use crate::emulator::{Emulator, TENANT_ID};
use crate::grants::{Grant, Refresh};
use crate::settings::Settings;
use crate::{keys, random};

/// The audience of access tokens.
pub(crate) const GRAPH_AUDIENCE: &str = "https://graph.microsoft.com";
/// The application id of Microsoft Graph.
pub(crate) const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";

/// The tenant at which guests are at home.
const HOME_TENANT_ID: &str = "99999999-8888-4777-8666-555555555555";

const HOUR_S: u64 = 3600;
const DAY_S: u64 = 86_400;

/// The answer of the token endpoint.
#[derive(Debug, Serialize)]
pub(crate) struct TokenResponse {
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    expires_in: u64,
    ext_expires_in: u64,
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_info: Option<String>,
}

/// Tokens for a user. A refresh token comes only with `offline_access`, an id token only with `openid`.
pub(crate) fn delegated(emulator: &Emulator, grant: &Grant, user: &User, lifetime_s: Option<u64>) -> TokenResponse {
    let settings = emulator.settings();
    let lifetime = lifetime_s.or(settings.access_token_lifetime_s).unwrap_or(if grant.cp1 { DAY_S } else { HOUR_S });
    let issued = emulator.clock.stamp();
    let mut claims = common(&settings, &grant.client_id, issued, lifetime);
    claims["idtyp"] = "user".into();
    claims["oid"] = user.id.clone().into();
    claims["upn"] = user.user_principal_name.clone().into();
    claims["unique_name"] = user.user_principal_name.clone().into();
    claims["name"] = user.display_name.clone().into();
    claims["sid"] = random::guid().into();
    claims["sub"] = subject(user, GRAPH_APP_ID).into();
    claims["scp"] = scope::permissions(&settings, &grant.scopes).join(" ").into();
    if user.user_type == UserType::Guest {
        // A guest is authenticated by the home tenant, which the token names as the identity provider.
        claims["idp"] = format!("https://sts.windows.net/{HOME_TENANT_ID}/").into();
    }
    if grant.cp1 {
        claims["xms_cc"] = json!(["cp1"]);
    }
    let refresh_token = scope::has(&grant.scopes, "offline_access").then(|| {
        let token = format!("1.{}", random::opaque());
        let expires = issued.plus_seconds(settings.refresh_token_lifetime_s);
        emulator.grants().refresh.insert(token.clone(), Refresh { grant: grant.clone(), issued, expires });
        token
    });
    TokenResponse {
        token_type: "Bearer",
        scope: Some(scope::granted(&settings, &grant.scopes)),
        expires_in: lifetime.saturating_sub(1),
        ext_expires_in: lifetime.saturating_sub(1),
        access_token: keys::sign(&claims),
        refresh_token,
        id_token: scope::has(&grant.scopes, "openid").then(|| id_token(emulator, grant, user, issued)),
        client_info: None,
    }
}

/// A token for an application on its own.
pub(crate) fn app_only(emulator: &Emulator, client_id: &str, cp1: bool, lifetime_s: Option<u64>) -> TokenResponse {
    let settings = emulator.settings();
    let lifetime = lifetime_s.or(settings.access_token_lifetime_s).unwrap_or(if cp1 { DAY_S } else { HOUR_S });
    let mut claims = common(&settings, client_id, emulator.clock.stamp(), lifetime);
    claims["idtyp"] = "app".into();
    claims["oid"] = client_id.into();
    claims["sub"] = client_id.into();
    claims["roles"] = json!(settings.app_roles);
    if cp1 {
        claims["xms_cc"] = json!(["cp1"]);
    }
    TokenResponse {
        token_type: "Bearer",
        scope: None,
        expires_in: lifetime.saturating_sub(1),
        ext_expires_in: lifetime.saturating_sub(1),
        access_token: keys::sign(&claims),
        refresh_token: None,
        id_token: None,
        client_info: None,
    }
}

/// `client_info`, from which a client makes the id of an account.
pub(crate) fn client_info(user: &User) -> String {
    URL_SAFE_NO_PAD.encode(json!({"uid": user.id, "utid": TENANT_ID}).to_string())
}

/// When the token with this `uti` was issued, to the nanosecond, which `iat` does not tell.
pub(crate) fn issued(uti: &str) -> Option<Moment> {
    let bytes = URL_SAFE_NO_PAD.decode(uti).ok()?;
    Some(Moment(u64::from_be_bytes(bytes.first_chunk().copied()?)))
}

fn uti(issued: Moment) -> String {
    let mut bytes: [u8; 16] = random::bytes();
    bytes[..8].copy_from_slice(&issued.0.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn common(settings: &Settings, client_id: &str, issued: Moment, lifetime_s: u64) -> serde_json::Value {
    json!({
        "aud": GRAPH_AUDIENCE,
        "iss": format!("https://sts.windows.net/{}/", tenant(settings)),
        "iat": issued.unix(),
        "nbf": issued.unix(),
        "exp": issued.unix() + lifetime_s,
        "app_displayname": client::display_name(client_id),
        "appid": client_id,
        "tid": tenant(settings),
        "uti": uti(issued),
        "ver": "1.0",
    })
}

/// The tenant that tokens name.
fn tenant(settings: &Settings) -> &str {
    settings.account_tenant.as_deref().unwrap_or(TENANT_ID)
}

fn id_token(emulator: &Emulator, grant: &Grant, user: &User, issued: Moment) -> String {
    let settings = emulator.settings();
    let tenant = tenant(&settings);
    let mut claims = json!({
        "aud": grant.client_id,
        "iss": format!("{}/{tenant}/v2.0", emulator.base()),
        "iat": issued.unix(),
        "nbf": issued.unix(),
        "exp": issued.unix() + HOUR_S,
        "sid": random::guid(),
        "sub": subject(user, &grant.client_id),
        "tid": tenant,
        "uti": uti(issued),
        "ver": "2.0",
    });
    if scope::has(&grant.scopes, "profile") {
        claims["name"] = user.display_name.clone().into();
        claims["oid"] = user.id.clone().into();
        claims["preferred_username"] = user.user_principal_name.clone().into();
    }
    if scope::has(&grant.scopes, "email") {
        claims["email"] = user.user_principal_name.clone().into();
    }
    if let Some(nonce) = settings.id_token_nonce.clone().or_else(|| grant.nonce.clone()) {
        claims["nonce"] = nonce.into();
    }
    keys::sign(&claims)
}

// Pairwise: the same user is another subject to each application (OpenID Connect Core section 8.1).
fn subject(user: &User, client_id: &str) -> String {
    use sha2::{Digest as _, Sha256};
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{}{client_id}", user.id)))
}
