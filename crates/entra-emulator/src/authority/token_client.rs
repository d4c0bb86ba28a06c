//! Client credentials (RFC 6749 section 4.4): an application on its own, with a secret or an assertion.

use super::authorize;
use super::error::AuthError;
use super::mint::{self, TokenResponse};
use super::tenant::Tenant;
use super::token::TokenRequest;
use super::{client, scope};
use crate::emulator::Emulator;

/// An app-only token.
pub(crate) fn redeem(emulator: &Emulator, request: &TokenRequest) -> Result<TokenResponse, AuthError> {
    if request.tenant == Tenant::Any {
        let text = "No tenant-identifying information found in either the request or implied by any provided \
                    credentials.";
        return Err(AuthError::new("invalid_request", 50_059, text));
    }
    client::authenticate(emulator, request)?;
    let cp1 = authorize::wants_cp1(request.form.get("claims"))?;
    let scopes = scope::parse(emulator, &request.client_id, request.form.get("scope"))?;
    match scopes.as_slice() {
        [only] if only.ends_with("/.default") => Ok(mint::app_only(emulator, &request.client_id, cp1, None)),
        _ => {
            let text = format!(
                "The provided value for scope {} is not valid. Client credential flows must have a scope value with \
                 /.default suffixed to the resource identifier (application ID URI).",
                scopes.join(" ")
            );
            Err(AuthError::new("invalid_scope", 1_002_012, text))
        }
    }
}
