//! Sign-in in the user's browser: authorization code with PKCE (RFC 6749 4.1, RFC 7636, RFC 8252).

use super::loopback::{Loopback, Redirect};
use super::{Ask, launcher};
use crate::error::{Error, Kind};
use crate::http::retry;
use crate::oauth::{self, Exchange, Oauth, claims, error};
use crate::talk::Talk;
use crate::tokens::{Renewal, TokenSet};
use oauth2::{AuthorizationCode, CsrfToken, PkceCodeChallenge, RedirectUrl};
use std::time::Duration;

/// How long the browser is waited for: a second factor and a forgotten password take their time.
const TIMEOUT: Duration = Duration::from_mins(5);

/// What is known of the user's desktop and of who is to sign in.
#[derive(Clone, Debug, Default)]
pub struct Desktop {
    /// The environment variables of the user's session, by name.
    pub variables: Vec<(String, String)>,
    /// The name that the user signs in with, so that no account need be picked (`login_hint`).
    pub login_hint: Option<String>,
}

/// Opens the browser and waits for the user; `None` when no browser could be started, so that another flow is needed.
pub(super) async fn acquire(
    oauth: &Oauth,
    ask: &Ask,
    desktop: &Desktop,
    talk: &Talk,
) -> Result<Option<TokenSet>, Error> {
    let launcher = desktop.variables.iter().find(|(name, _)| name == "BROWSER").map(|(_, value)| value.as_str());
    let loopback = Loopback::bind().await?;
    let redirect_uri = RedirectUrl::new(loopback.redirect_uri())
        .map_err(|error| Error::new(Kind::Internal, "InternalError", error.to_string()))?;
    let client = oauth.authority()?.client()?.set_redirect_uri(redirect_uri);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let nonce = CsrfToken::new_random().into_secret();
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scopes(oauth::requested(&ask.scopes))
        .add_extra_param("claims", claims::requested(ask.claims.as_deref()))
        .add_extra_param("nonce", &nonce)
        .add_extra_param("prompt", "select_account")
        .set_pkce_challenge(challenge)
        .url();
    talk.message(format!("Sign in with your browser. If it does not open by itself, go to {url}")).await;
    let redirect = tokio::select! {
        redirect = loopback.redirect(state.secret()) => redirect,
        launcher::Unavailable = launcher::open(url.as_str(), launcher) => return Ok(None),
        () = tokio::time::sleep(TIMEOUT) => return Err(timed_out()),
    };
    let code = match redirect {
        Redirect::Code(code) => AuthorizationCode::new(code),
        Redirect::Refused(error, description) => {
            return Err(error::from_redirect(&error, &description, oauth.speaker()));
        }
    };
    let exchange = Exchange::new(oauth, &retry::TOKEN_ENDPOINT, talk);
    let response = client
        .exchange_code(code)
        .set_pkce_verifier(verifier)
        .add_extra_param("claims", claims::requested(ask.claims.as_deref()))
        .request_async(&exchange)
        .await;
    let tokens = match response {
        Ok(response) => TokenSet::new(response.into(), &ask.scopes, Renewal::Never),
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
