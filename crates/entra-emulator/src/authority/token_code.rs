//! Redeems an authorization code (RFC 6749 section 4.1.3) with its PKCE verifier (RFC 7636 section 4.5).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::authorize;
use super::error::AuthError;
use super::mint::TokenResponse;
use super::token::{TokenRequest, issue};
use crate::emulator::Emulator;
use crate::grants::{Code, Grant};

/// Tokens for a code.
pub(crate) fn redeem(emulator: &Emulator, request: &TokenRequest) -> Result<TokenResponse, AuthError> {
    let value = request.require("code")?;
    let redirect_uri = request.require("redirect_uri")?;
    // Held until the code is marked, so that of two requests at once only one succeeds.
    let mut grants = emulator.grants();
    let code = grants.codes.get_mut(value).ok_or_else(|| {
        AuthError::new("invalid_grant", 9_002_313, "Invalid request. Request is malformed or invalid.")
    })?;
    if code.redeemed {
        let text = "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an \
                    existing refresh token.";
        return Err(AuthError::new("invalid_grant", 54_005, text));
    }
    if code.expires <= emulator.clock.now() {
        let text = "The provided authorization code or refresh token has expired due to inactivity. Send a new \
                    interactive authorization request for this user and resource.";
        return Err(AuthError::new("invalid_grant", 70_008, text));
    }
    if !code.grant.client_id.eq_ignore_ascii_case(&request.client_id) {
        return Err(AuthError::malformed_grant());
    }
    if code.redirect_uri != redirect_uri {
        let text = format!(
            "The reply address '{redirect_uri}' does not match the reply address '{}' provided when requesting \
             Authorization code.",
            code.redirect_uri
        );
        return Err(AuthError::new("invalid_client", 500_112, text));
    }
    check_verifier(code, request.form.get("code_verifier"))?;
    let cp1 = code.grant.cp1 || authorize::wants_cp1(request.form.get("claims"))?;
    code.redeemed = true;
    let grant = Grant { cp1, ..code.grant.clone() };
    drop(grants);
    issue(emulator, request, &grant)
}

fn check_verifier(code: &Code, verifier: Option<&str>) -> Result<(), AuthError> {
    let Some(challenge) = &code.challenge else { return Ok(()) };
    let computed = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.unwrap_or_default()));
    if verifier.is_some() && bool::from(computed.as_bytes().ct_eq(challenge.as_bytes())) {
        return Ok(());
    }
    let text = "The Code_Verifier does not match the code_challenge supplied in the authorization request.";
    Err(AuthError::new("invalid_grant", if verifier.is_some() { 501_481 } else { 50_148 }, text))
}
