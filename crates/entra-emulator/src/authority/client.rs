//! Who the application of a token request is, and how it proves that (RFC 6749 section 2.3).

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::client_assertion;
use super::error::AuthError;
use super::token::TokenRequest;
use crate::emulator::{CLIENT_SECRET, DEFAULT_CLIENT_ID, EXPIRED_SECRET, Emulator};

/// Refuses a client id that does not exist.
pub(crate) fn known(emulator: &Emulator, client_id: &str) -> Result<(), AuthError> {
    let known = match emulator.settings().clients {
        Some(clients) => clients.iter().any(|known| known.eq_ignore_ascii_case(client_id)),
        None => Uuid::try_parse(client_id).is_ok(),
    };
    if known {
        return Ok(());
    }
    let text = format!(
        "Application with identifier '{client_id}' was not found in the directory 'Contoso'. This can happen if the \
         application has not been installed by the administrator of the tenant or consented to by any user in the \
         tenant. You may have sent your authentication request to the wrong tenant."
    );
    Err(AuthError::new("unauthorized_client", 700_016, text))
}

/// The application's name, as tokens and pages show it.
pub(crate) fn display_name(client_id: &str) -> String {
    if client_id.eq_ignore_ascii_case(DEFAULT_CLIENT_ID) {
        "Microsoft Graph Command Line Tools".to_owned()
    } else {
        format!("Application {client_id}")
    }
}

/// Checks what an application brings beside a user's grant: a public one must bring nothing, and what another brings
/// must be right. That another brings nothing is accepted, since every client is a public one too.
pub(crate) fn check(emulator: &Emulator, request: &TokenRequest) -> Result<(), AuthError> {
    let assertion = request.form.get("client_assertion");
    if assertion.is_none() && request.client_secret.is_none() {
        return Ok(());
    }
    if request.client_id.eq_ignore_ascii_case(DEFAULT_CLIENT_ID) {
        let text = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
        return Err(AuthError::new("invalid_client", 700_025, text));
    }
    authenticate(emulator, request)
}

/// Checks the proof of an application that signs in by itself.
pub(crate) fn authenticate(emulator: &Emulator, request: &TokenRequest) -> Result<(), AuthError> {
    if let Some(assertion) = request.form.get("client_assertion") {
        return client_assertion::check(emulator, request, assertion);
    }
    let Some(secret) = &request.client_secret else {
        let text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
        return Err(AuthError::new("invalid_client", 7_000_218, text));
    };
    if bool::from(secret.as_bytes().ct_eq(CLIENT_SECRET.as_bytes())) {
        return Ok(());
    }
    if secret == EXPIRED_SECRET {
        let text = format!(
            "The provided client secret keys for app '{}' are expired. Visit the Azure portal to create new keys for \
             your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security.",
            request.client_id
        );
        return Err(AuthError::new("invalid_client", 7_000_222, text));
    }
    let text = format!(
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not \
         the client secret ID, for a secret added to app '{}'.",
        request.client_id
    );
    Err(AuthError::new("invalid_client", 7_000_215, text))
}

/// Client id and secret of HTTP Basic, both form-encoded first (RFC 6749 section 2.3.1).
pub(crate) fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let decoded = String::from_utf8(STANDARD.decode(value.strip_prefix("Basic ")?).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let decode = |text: &str| {
        let pair = format!("={text}");
        url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
    };
    Some((decode(id)?, decode(secret)?))
}
