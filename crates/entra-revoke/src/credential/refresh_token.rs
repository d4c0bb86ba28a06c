//! A new access token for a refresh token (RFC 6749 section 6).

use super::Ask;
use crate::error::Error;
use crate::http::retry;
use crate::oauth::{self, Exchange, Oauth, claims};
use crate::secret::Secret;
use crate::talk::Talk;
use crate::tokens::{Renewal, TokenSet};
use oauth2::RefreshToken;

/// Redeems a refresh token once, for the scopes that were granted. It stays in use where the answer brings no new one.
pub(crate) async fn acquire(oauth: &Oauth, ask: &Ask, token: &Secret, talk: &Talk) -> Result<TokenSet, Error> {
    let client = oauth.authority()?.client()?;
    let exchange = Exchange::new(oauth, &retry::TOKEN_ENDPOINT, talk);
    let secret = RefreshToken::new(token.expose().to_owned());
    let response = client
        .exchange_refresh_token(&secret)
        .add_scopes(oauth::requested(&ask.scopes))
        .add_extra_param("claims", claims::requested(ask.claims.as_deref()))
        .request_async(&exchange)
        .await;
    match response {
        Ok(response) => Ok(TokenSet::new(response.into(), &ask.scopes, Renewal::RefreshToken(token.clone()))),
        Err(failure) => Err(exchange.explain(failure)),
    }
}
