//! The way back to the client (RFC 6749 section 4.1.2, RFC 8252 section 7.3).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use url::{Host, Url};

use super::error::AuthError;
use crate::calendar::Moment;
use crate::ids::Ids;

/// Accepts a loopback address with any port and path; nothing else is registered.
pub(crate) fn check(redirect_uri: &str, client_id: &str) -> Result<Url, AuthError> {
    let refused = || {
        let text = format!(
            "The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured for \
             the application '{client_id}'. Make sure the redirect URI sent in the request matches one added to your \
             application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about \
             how to troubleshoot this issue."
        );
        AuthError::new("invalid_request", 50_011, text)
    };
    let url = Url::parse(redirect_uri).map_err(|_| refused())?;
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if loopback && url.scheme() == "http" && url.fragment().is_none() { Ok(url) } else { Err(refused()) }
}

/// Sends the browser to the client with these parameters, and `state` as it came.
pub(crate) fn to(redirect_uri: &str, state: Option<&str>, parameters: &[(&str, &str)]) -> Response {
    let Ok(mut url) = Url::parse(redirect_uri) else { return StatusCode::BAD_REQUEST.into_response() };
    {
        let mut query = url.query_pairs_mut();
        for (name, value) in parameters.iter().copied().chain(state.map(|state| ("state", state))) {
            query.append_pair(name, value);
        }
    }
    (StatusCode::FOUND, [(header::LOCATION, url.as_str()), (header::CACHE_CONTROL, "no-store")]).into_response()
}

/// Sends the browser to the client with an error.
pub(crate) fn with_error(
    redirect_uri: &str,
    state: Option<&str>,
    error: &AuthError,
    ids: &Ids,
    now: Moment,
) -> Response {
    let uri = format!("https://login.microsoftonline.com/error?code={}", error.code);
    let description = error.describe(ids, now);
    to(redirect_uri, state, &[("error", error.error), ("error_description", &description), ("error_uri", &uri)])
}
