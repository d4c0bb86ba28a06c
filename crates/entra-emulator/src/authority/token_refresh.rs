//! Redeems a refresh token (RFC 6749 section 6). Each use gives a new one; the old one stays good, as with Entra.

use super::error::AuthError;
use super::mint::TokenResponse;
use super::token::{TokenRequest, issue};
use super::{authorize, scope};
use crate::emulator::Emulator;
use crate::grants::Grant;

/// Tokens for a refresh token.
pub(crate) fn redeem(emulator: &Emulator, request: &TokenRequest) -> Result<TokenResponse, AuthError> {
    let value = request.require("refresh_token")?;
    let refresh = emulator.grants().refresh.get(value).cloned().ok_or_else(AuthError::malformed_grant)?;
    if !refresh.grant.client_id.eq_ignore_ascii_case(&request.client_id) {
        return Err(AuthError::malformed_grant());
    }
    if refresh.expires <= emulator.clock.now() {
        let text = format!(
            "The refresh token has expired due to inactivity. The token was issued on {} and was inactive for \
             {}.00:00:00.",
            refresh.issued.ticks(),
            emulator.settings().refresh_token_lifetime_s / 86_400
        );
        return Err(AuthError::new("invalid_grant", 700_082, text).with_suberror("bad_token"));
    }
    let mut scopes = match request.form.get("scope") {
        Some(scope) => scope::parse(emulator, &request.client_id, Some(scope))?,
        None => refresh.grant.scopes.clone(),
    };
    scope::check_consent(&emulator.settings(), &refresh.grant.scopes, &scopes, &request.client_id)?;
    // A refresh token begets a refresh token, whether or not offline_access is asked for again.
    if !scope::has(&scopes, "offline_access") {
        scopes.push("offline_access".to_owned());
    }
    let cp1 = match request.form.get("claims") {
        Some(claims) => authorize::wants_cp1(Some(claims))?,
        None => refresh.grant.cp1,
    };
    issue(emulator, request, &Grant { scopes, cp1, nonce: None, ..refresh.grant })
}
