//! Sign-in in the user's browser: authorization code with PKCE (RFC 6749 4.1, RFC 7636, RFC 8252).

use super::exchange::Exchange;
use super::loopback::{Loopback, Redirect};
use super::tokens::TokenSet;
use super::{Authority, authority, browser, claims_challenge, error};
use crate::error::{Error, Kind};
use crate::notice::Notices;
use crate::transport::Transport;
use oauth2::{AuthorizationCode, CsrfToken, PkceCodeChallenge, RedirectUrl};
use std::time::Duration;

/// How long the browser is waited for: a second factor and a forgotten password take their time.
const TIMEOUT: Duration = Duration::from_mins(5);

/// Opens the browser and waits for the user; `None` when no browser could be started, so that another flow is needed.
pub(crate) async fn acquire(
    authority: &Authority,
    transport: &Transport,
    scopes: &[String],
    launcher: Option<&str>,
    notices: &Notices,
) -> Result<Option<TokenSet>, Error> {
    let loopback = Loopback::bind().await?;
    let redirect_uri = RedirectUrl::new(loopback.redirect_uri())
        .map_err(|error| Error::new(Kind::Internal, "InternalError", error.to_string()))?;
    let client = authority.client()?.set_redirect_uri(redirect_uri);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let nonce = CsrfToken::new_random().into_secret();
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scopes(authority::requested(scopes))
        .add_extra_param("claims", claims_challenge::capability())
        .add_extra_param("nonce", &nonce)
        .add_extra_param("prompt", "select_account")
        .set_pkce_challenge(challenge)
        .url();
    notices.message(format!("Sign in with your browser. If it does not open by itself, go to {url}"));
    let redirect = tokio::select! {
        redirect = loopback.redirect(state.secret()) => redirect,
        browser::Unavailable = browser::open(url.as_str(), launcher) => return Ok(None),
        () = tokio::time::sleep(TIMEOUT) => return Err(timed_out()),
    };
    let code = match redirect {
        Redirect::Code(code) => AuthorizationCode::new(code),
        Redirect::Refused(error, description) => return Err(error::from_redirect(&error, &description)),
    };
    let exchange = Exchange::new(transport, notices);
    let response = client
        .exchange_code(code)
        .set_pkce_verifier(verifier)
        .add_extra_param("claims", claims_challenge::capability())
        .request_async(&exchange)
        .await;
    let tokens = match response {
        Ok(response) => TokenSet::new(&response, None),
        Err(failure) => return Err(exchange.explain(failure)),
    };
    if tokens.id_token.as_ref().and_then(|claims| claims.nonce.as_deref()) != Some(nonce.as_str()) {
        let message = "the sign-in service answered for another sign-in than the one that was asked for";
        return Err(Error::new(Kind::InvalidResponse, "NonceMismatch", message));
    }
    Ok(Some(tokens))
}

fn timed_out() -> Error {
    let message = format!("nobody signed in with the browser within {} minutes", TIMEOUT.as_secs() / 60);
    Error::new(Kind::Timeout, "SignInTimeout", message)
}
