//! Sign-in at Entra ID: OAuth 2.0 (RFC 6749) for public clients, one file a flow.

mod authority;
pub(crate) mod authorization_code;
mod browser;
pub(crate) mod claims_challenge;
pub(crate) mod device_code;
mod error;
mod exchange;
mod jwt;
mod loopback;
pub(crate) mod refresh_token;
mod tokens;

pub(crate) use authority::Authority;
pub(crate) use jwt::JwtClaims;
pub(crate) use tokens::TokenSet;
