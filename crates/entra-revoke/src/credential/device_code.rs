//! Sign-in on another device: the device authorization grant (RFC 8628).

use super::Ask;
use crate::error::{Error, Kind};
use crate::http::retry;
use crate::oauth::{self, Exchange, Oauth, claims, id_token};
use crate::talk::Talk;
use crate::tokens::{Renewal, TokenSet};
use oauth2::StandardDeviceAuthorizationResponse;

/// Asks for a code, tells the user where to enter it, and waits until it was used or has expired.
pub(super) async fn acquire(oauth: &Oauth, ask: &Ask, talk: &Talk) -> Result<TokenSet, Error> {
    let client = oauth.authority()?.client()?;
    let exchange = Exchange::new(&oauth.http, &retry::TOKEN_ENDPOINT, talk);
    let asked = client.exchange_device_code().add_scopes(oauth::requested(&ask.scopes)).request_async(&exchange).await;
    let asked: StandardDeviceAuthorizationResponse = match asked {
        Ok(asked) => asked,
        Err(failure) => return Err(exchange.explain(failure)),
    };
    talk.message(format!(
        "To sign in, open {} in a browser on any device and enter the code {} there. It is valid for {} minutes.",
        asked.verification_uri().as_str(),
        asked.user_code().secret(),
        asked.expires_in().as_secs().div_ceil(60),
    ))
    .await;
    let exchange = Exchange::new(&oauth.http, &retry::TOKEN_ENDPOINT, talk);
    let response = client
        .exchange_device_access_token(&asked)
        .add_extra_param("claims", claims::requested(ask.claims.as_deref()))
        .request_async(&exchange, tokio::time::sleep, None)
        .await;
    match response {
        Ok(response) => {
            let tokens = TokenSet::new(response.into(), &ask.scopes, Renewal::Never);
            id_token::check(tokens.id_token.as_ref(), oauth, None)?;
            Ok(tokens)
        }
        Err(failure) => Err(match exchange.explain(failure) {
            refusal if refusal.kind() == Kind::Timeout && refusal.status() == Some(400) => {
                expired().with_status(400).with_request_id(refusal.request_id().map(str::to_owned))
            }
            refusal if refusal.code() == "AADSTS70016" => expired(),
            other => other,
        }),
    }
}

/// The error for a code that nobody used in time, whether the service or this side noticed first.
fn expired() -> Error {
    let message = "nobody entered the code and signed in before it expired";
    Error::new(Kind::Timeout, "DeviceCodeExpired", message)
}
