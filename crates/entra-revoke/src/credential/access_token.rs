//! An access token that the user already has.

use crate::cloud::{self, Cloud};
use crate::error::{Error, Kind};
use crate::oauth::JwtClaims;
use crate::secret::Secret;
use crate::tokens::TokenSet;
use std::time::{SystemTime, UNIX_EPOCH};
use url::Url;

/// Microsoft Graph's own application id, which may stand for its address as the audience of a token.
const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";

/// Takes a token over as it was copied: blanks, quotes and the word Bearer around it are no part of it (RFC 6750 2.1).
///
/// What can be known of it is checked before any service is asked; a token whose claims cannot be read is taken as it is.
pub(super) fn accept(given: &Secret, cloud: &Cloud) -> Result<TokenSet, Error> {
    let text = clean(given.expose());
    if text.is_empty() {
        return Err(invalid("the access token is empty"));
    }
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)) {
        return Err(invalid("the access token has characters that no token has"));
    }
    let claims = JwtClaims::read(text).unwrap_or_default();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    if let Some(end) = claims.exp.filter(|end| *end <= now) {
        let message = format!("the access token has expired, by this computer's clock {} seconds ago", now - end);
        return Err(Error::new(Kind::Authentication, "ExpiredAccessToken", message));
    }
    if let Some(audience) = claims.aud.first().filter(|_| !claims.aud.iter().any(|audience| is_graph(audience, cloud)))
    {
        let message = format!("the access token is for '{audience}' and not for Microsoft Graph");
        return Err(Error::new(Kind::InvalidArgument, "InvalidAudience", message));
    }
    let granted = claims.scp.as_deref().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    Ok(TokenSet::given(Secret::new(text.to_owned()), granted))
}

fn clean(text: &str) -> &str {
    let around = |letter: char| letter.is_whitespace() || matches!(letter, '\u{feff}' | '"' | '\'' | '\0');
    let text = text.trim_matches(around);
    match text.split_at_checked(6) {
        Some((word, rest)) if word.eq_ignore_ascii_case("bearer") && rest.starts_with(char::is_whitespace) => {
            rest.trim_matches(around)
        }
        _ => text,
    }
}

/// True for the application id of Microsoft Graph and for its address in this cloud, or in any where a user defined this one.
fn is_graph(audience: &str, cloud: &Cloud) -> bool {
    let host = |address: &str| Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
    let named = host(audience);
    let others = cloud::built_in().filter(|_| !cloud.is_built_in());
    audience.eq_ignore_ascii_case(GRAPH_APP_ID)
        || (named.is_some() && others.chain([cloud.clone()]).any(|cloud| host(cloud.graph()) == named))
}

fn invalid(message: &str) -> Error {
    Error::new(Kind::InvalidArgument, "InvalidAccessToken", message)
}
