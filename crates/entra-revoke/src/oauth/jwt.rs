//! The claims of a token, read without a check of its signature.
//!
//! They are shown to the user and compared with what was asked for; the services check their tokens themselves, and a
//! token comes straight from the token endpoint over TLS (OpenID Connect Core 3.1.3.7, item 6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// The claims that this crate looks at ("Access token claims reference", "ID token claims reference").
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct JwtClaims {
    pub(crate) app_displayname: Option<String>,
    pub(crate) appid: Option<String>,
    pub(crate) exp: Option<u64>,
    pub(crate) idtyp: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) preferred_username: Option<String>,
    #[serde(default)]
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
        parts.next().is_none().then(|| serde_json::from_slice(&payload).ok()).flatten()
    }

    /// The name that the user signs in with.
    pub(crate) fn account(&self) -> Option<String> {
        [&self.preferred_username, &self.upn, &self.unique_name].into_iter().flatten().next().cloned()
    }

    /// True for a token that speaks for an application and for no user.
    pub(crate) fn is_app_only(&self) -> bool {
        self.idtyp.as_deref() == Some("app") || (self.scp.is_none() && !self.roles.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::JwtClaims;

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["", "a", "a.b", "a.b.c", "a.e30.c.d", "eyJ9.bm90IGpzb24.x"] {
            assert!(JwtClaims::read(text).is_none(), "{text}");
        }
        assert!(JwtClaims::read("a.e30.c").is_some());
    }
}
