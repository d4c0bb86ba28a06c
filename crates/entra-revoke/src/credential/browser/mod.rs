//! Sign-in in the user's browser: authorization code with PKCE (RFC 6749 4.1, RFC 7636, RFC 8252).

mod crowd;
mod desktop;
mod launcher;
mod listeners;
mod loopback;
mod openers;
mod page;
mod patience;
mod redirect;
mod request;

pub use desktop::Desktop;

use super::Ask;
use crate::error::{Error, Kind};
use crate::http::retry;
use crate::oauth::{self, Exchange, Oauth, claims, error, id_token};
use crate::talk::Talk;
use crate::tokens::{Renewal, TokenSet};
use launcher::Launcher;
use listeners::Listeners;
use loopback::{Loopback, Redirected};
use oauth2::{CsrfToken, PkceCodeChallenge, RedirectUrl};
use page::Page;
use patience::Patience;
use redirect::{Expected, Redirect};
use url::Url;

/// Opens the browser and waits for the user; `None` when no browser could be started, so that another flow is needed.
pub(super) async fn acquire(
    oauth: &Oauth,
    ask: &Ask,
    desktop: &Desktop,
    talk: &Talk,
) -> Result<Option<TokenSet>, Error> {
    let authority = oauth.authority()?;
    let listeners = Listeners::bind().await?;
    // For `localhost` Entra ID accepts any port of a public client.
    let redirect_uri = RedirectUrl::new(format!("http://localhost:{}", listeners.port()))
        .map_err(|error| Error::new(Kind::Internal, "InternalError", error.to_string()))?;
    let client = authority.client()?.set_redirect_uri(redirect_uri);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let nonce = CsrfToken::new_random();
    // A hint names the account, and a prompt to pick one would ask for it again.
    let (who, account) = desktop.login_hint().map_or(("prompt", "select_account"), |hint| ("login_hint", hint));
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scopes(oauth::requested(&ask.scopes))
        .add_extra_param("claims", claims::requested(ask.claims.as_deref()))
        .add_extra_param("nonce", nonce.secret())
        .add_extra_param("response_mode", "form_post")
        .add_extra_param(who, account)
        .set_pkce_challenge(challenge)
        .url();
    let expected = Expected { state, authority: url.origin().ascii_serialization() };
    let mut loopback = Loopback::start(listeners, expected, talk.clone());
    let patience = Patience::new(oauth.cloud(), &authority, &ask.scopes);
    let Redirected { redirect, browser } = tokio::select! {
        redirected = loopback.redirect() => redirected,
        () = open(&url, desktop, talk) => return Ok(None),
        given_up = patience.wait(talk) => return Err(given_up),
    };
    let outcome = async {
        let code = match redirect {
            Redirect::Code(code) => code,
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
        id_token::check(tokens.id_token.as_ref(), oauth, Some(nonce.secret()))?;
        Ok(tokens)
    }
    .await;
    browser.show(Page::outcome(&outcome)).await;
    outcome.map(Some)
}

/// Opens the browser, and tells the address once there is one where it can be opened; ends only when there is none.
async fn open(url: &Url, desktop: &Desktop, talk: &Talk) {
    let mut launcher = Launcher::new(url.as_str(), desktop);
    let mut address =
        Some(format!("Sign in with the browser. If it does not open by itself, open this address:\n{url}"));
    while launcher.open().await {
        if let Some(address) = address.take() {
            talk.message(address).await;
        }
        launcher.failed().await;
    }
}
