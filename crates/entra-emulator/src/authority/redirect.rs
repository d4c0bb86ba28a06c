//! The way back to the client (RFC 6749 section 4.1.2, RFC 8252 section 7.3).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use url::{Host, Url};

use super::error::AuthError;
use super::pages;
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

/// How the parameters travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    /// In the query of the address (RFC 6749 section 4.1.2).
    Query,
    /// In the body of a form that a page sends by itself (OAuth 2.0 Form Post Response Mode).
    FormPost,
}

impl ResponseMode {
    /// Reads `response_mode`; without one a code goes in the query. `None` for modes that the emulator does not do.
    pub(crate) fn read(mode: Option<&str>) -> Option<Self> {
        match mode {
            None | Some("query") => Some(Self::Query),
            Some("form_post") => Some(Self::FormPost),
            Some(_) => None,
        }
    }
}

/// The way back to a client that is known.
#[derive(Clone, Debug)]
pub(crate) struct WayBack {
    pub(crate) redirect_uri: String,
    /// `state`, as it came.
    pub(crate) state: Option<String>,
    pub(crate) mode: ResponseMode,
}

impl WayBack {
    /// Sends the browser to the client with a code.
    pub(crate) fn with_code(&self, code: &str, session_state: &str) -> Response {
        self.with(&[("code", code), ("session_state", session_state)])
    }

    /// Sends the browser to the client with an error.
    pub(crate) fn with_error(&self, error: &AuthError, ids: &Ids, now: Moment) -> Response {
        let uri = format!("https://login.microsoftonline.com/error?code={}", error.code);
        let description = error.describe(ids, now);
        self.with(&[("error", error.error), ("error_description", &description), ("error_uri", &uri)])
    }

    fn with(&self, parameters: &[(&str, &str)]) -> Response {
        let state = self.state.as_deref().map(|state| ("state", state));
        let parameters: Vec<_> = parameters.iter().copied().chain(state).collect();
        if self.mode == ResponseMode::FormPost {
            return pages::form_post(&self.redirect_uri, &parameters);
        }
        let Ok(mut url) = Url::parse(&self.redirect_uri) else { return StatusCode::BAD_REQUEST.into_response() };
        url.query_pairs_mut().extend_pairs(parameters);
        (StatusCode::FOUND, [(header::LOCATION, url.as_str()), (header::CACHE_CONTROL, "no-store")]).into_response()
    }
}
