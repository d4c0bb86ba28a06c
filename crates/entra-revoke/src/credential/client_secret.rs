//! Sign-in as an application with its secret (RFC 6749 4.4).

use super::{Ask, Credential};
use crate::error::Error;
use crate::http::retry;
use crate::oauth::{Exchange, Oauth, claims};
use crate::secret::Secret;
use crate::talk::Talk;
use crate::tokens::{Renewal, TokenSet};
use oauth2::{ClientSecret, Scope};

/// Asks for a token of the application: its permissions are those that an administrator granted, so none are named.
pub(super) async fn acquire(oauth: &Oauth, ask: &Ask, secret: &Secret, talk: &Talk) -> Result<TokenSet, Error> {
    let client = oauth.authority()?.client()?.set_client_secret(ClientSecret::new(secret.expose().to_owned()));
    let exchange = Exchange::new(oauth, &retry::TOKEN_ENDPOINT, talk);
    let scope = oauth.authority()?.every_permission();
    let response = client
        .exchange_client_credentials()
        .add_scope(Scope::new(scope.clone()))
        .add_extra_param("claims", claims::requested(ask.claims.as_deref()))
        .request_async(&exchange)
        .await;
    match response {
        Ok(response) => {
            Ok(TokenSet::new(response.into(), &[scope], Renewal::Again(Credential::ClientSecret(secret.clone()))))
        }
        Err(failure) => Err(exchange.explain(failure)),
    }
}
