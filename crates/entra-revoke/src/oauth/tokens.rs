//! The tokens of one sign-in.

use super::jwt::JwtClaims;
use crate::secret::Secret;
use oauth2::basic::BasicTokenType;
use oauth2::{ExtraTokenFields, StandardTokenResponse, TokenResponse as _};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// A token this close to its end is renewed before it is used.
const RENEW_BEFORE: Duration = Duration::from_mins(5);

/// What an answer of the token endpoint has beyond RFC 6749 (OpenID Connect Core 3.1.3.3).
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct OpenIdFields {
    id_token: Option<String>,
}

impl std::fmt::Debug for OpenIdFields {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("OpenIdFields").finish_non_exhaustive()
    }
}

impl ExtraTokenFields for OpenIdFields {}

/// An answer of Entra ID's token endpoint.
pub(super) type TokenResponse = StandardTokenResponse<OpenIdFields, BasicTokenType>;

/// An access token, and what is needed to get the next one.
#[derive(Clone, Debug)]
pub(crate) struct TokenSet {
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Option<Secret>,
    /// What was granted, without the OpenID Connect scopes.
    pub(crate) scopes: Vec<String>,
    pub(crate) id_token: Option<JwtClaims>,
    expires_at: Option<Instant>,
}

impl TokenSet {
    /// Takes an answer over; `earlier` is the refresh token to keep where the answer brings no new one.
    pub(super) fn new(response: &TokenResponse, earlier: Option<&Secret>) -> Self {
        let refresh_token = response.refresh_token().map(|token| Secret::new(token.secret().clone()));
        Self {
            access_token: Secret::new(response.access_token().secret().clone()),
            refresh_token: refresh_token.or_else(|| earlier.cloned()),
            scopes: granted(response),
            id_token: response.extra_fields().id_token.as_deref().and_then(JwtClaims::read),
            expires_at: response.expires_in().and_then(|lifetime| Instant::now().checked_add(lifetime)),
        }
    }

    /// Takes over an access token that the user brought; it cannot be renewed.
    pub(crate) fn from_access_token(access_token: Secret, scopes: Vec<String>) -> Self {
        Self { access_token, refresh_token: None, scopes, id_token: None, expires_at: None }
    }

    /// True when the access token has ended or is about to.
    pub(crate) fn is_stale(&self) -> bool {
        self.expires_at.is_some_and(|end| end.saturating_duration_since(Instant::now()) < RENEW_BEFORE)
    }
}

fn granted(response: &TokenResponse) -> Vec<String> {
    let scopes = response.scopes().into_iter().flatten().map(|scope| {
        // Entra ID may name a permission with the address of its resource before it.
        scope.as_str().rsplit('/').next().unwrap_or_default().to_owned()
    });
    scopes.filter(|scope| !super::authority::OPENID_SCOPES.contains(&scope.as_str())).collect()
}
