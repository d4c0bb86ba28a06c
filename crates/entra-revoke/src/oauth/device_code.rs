//! Sign-in on another device: the device authorization grant (RFC 8628).

use super::exchange::Exchange;
use super::tokens::TokenSet;
use super::{Authority, authority, claims_challenge};
use crate::error::{Error, Kind};
use crate::notice::Notices;
use crate::transport::Transport;
use oauth2::StandardDeviceAuthorizationResponse;

/// Asks for a code, tells the user where to enter it, and waits until it was used or has expired.
pub(crate) async fn acquire(
    authority: &Authority,
    transport: &Transport,
    scopes: &[String],
    notices: &Notices,
) -> Result<TokenSet, Error> {
    let client = authority.client()?;
    let exchange = Exchange::new(transport, notices);
    let asked = client.exchange_device_code().add_scopes(authority::requested(scopes)).request_async(&exchange).await;
    let asked: StandardDeviceAuthorizationResponse = match asked {
        Ok(asked) => asked,
        Err(failure) => return Err(exchange.explain(failure)),
    };
    notices.message(format!(
        "To sign in, open {} in a browser on any device and enter the code {} there. It is valid for {} minutes.",
        asked.verification_uri().as_str(),
        asked.user_code().secret(),
        asked.expires_in().as_secs().div_ceil(60),
    ));
    let exchange = Exchange::new(transport, notices);
    let response = client
        .exchange_device_access_token(&asked)
        .add_extra_param("claims", claims_challenge::capability())
        .request_async(&exchange, tokio::time::sleep, None)
        .await;
    match response {
        Ok(response) => Ok(TokenSet::new(&response, None)),
        Err(failure) => Err(match exchange.explain(failure) {
            refusal if refusal.kind() == Kind::Timeout && refusal.status() == Some(400) => {
                expired().with_status(400).with_request_id(refusal.request_id().map(str::to_owned))
            }
            other => other,
        }),
    }
}

/// The error for a code that nobody used in time, whether the service or this side noticed first.
pub(super) fn expired() -> Error {
    let message = "nobody entered the code and signed in before it expired";
    Error::new(Kind::Timeout, "DeviceCodeExpired", message)
}
