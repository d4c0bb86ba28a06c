//! A new access token for a refresh token (RFC 6749 section 6).

use super::exchange::Exchange;
use super::tokens::TokenSet;
use super::{Authority, authority};
use crate::error::Error;
use crate::notice::Notices;
use crate::secret::Secret;
use crate::transport::Transport;
use oauth2::RefreshToken;

/// Redeems a refresh token once; `claims` are those of [`super::claims_challenge`].
pub(crate) async fn redeem(
    authority: &Authority,
    transport: &Transport,
    refresh_token: &Secret,
    scopes: &[String],
    claims: String,
    notices: &Notices,
) -> Result<TokenSet, Error> {
    let client = authority.client()?;
    let exchange = Exchange::new(transport, notices);
    let secret = RefreshToken::new(refresh_token.expose().to_owned());
    let response = client
        .exchange_refresh_token(&secret)
        .add_scopes(authority::requested(scopes))
        .add_extra_param("claims", claims)
        .request_async(&exchange)
        .await;
    match response {
        Ok(response) => Ok(TokenSet::new(&response, Some(refresh_token))),
        Err(failure) => Err(exchange.explain(failure)),
    }
}
