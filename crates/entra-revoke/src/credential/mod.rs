//! The ways to sign in, one a file. Each is a thing that can be asked again.

mod access_token;
pub mod browser;
mod client_secret;
mod device_code;
pub(crate) mod refresh_token;

use crate::error::Error;
use crate::oauth::Oauth;
use crate::secret::Secret;
use crate::talk::Talk;
use crate::tokens::TokenSet;

/// A way to get tokens.
#[derive(Clone, Debug)]
pub enum Credential {
    /// An access token that the user already has.
    AccessToken(Secret),
    /// In the user's browser; goes on with a device code where no browser can be started.
    Browser(browser::Desktop),
    /// The secret of an application (RFC 6749 4.4).
    ClientSecret(Secret),
    /// With a code that the user enters on any device.
    DeviceCode,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// Permissions, without the scopes of `OpenID` Connect.
    pub(crate) scopes: Vec<String>,
    /// Claims that the service asked for when it refused an earlier token (`OpenID` Connect Core 5.5).
    pub(crate) claims: Option<String>,
}

/// Gets tokens with a credential, and says which way they came: a browser that cannot be started ends in a device code.
pub(crate) async fn acquire(
    oauth: &Oauth,
    ask: &Ask,
    credential: &Credential,
    talk: &Talk,
) -> Result<(TokenSet, CredentialType), Error> {
    match credential {
        Credential::AccessToken(token) => {
            Ok((access_token::accept(token, oauth.cloud())?, CredentialType::UserProvidedAccessToken))
        }
        Credential::Browser(desktop) => {
            if let Some(tokens) = browser::acquire(oauth, ask, desktop, talk).await? {
                return Ok((tokens, CredentialType::InteractiveBrowser));
            }
            talk.warning("No browser could be started, so the sign-in goes on with a device code.").await;
            Ok((device_code::acquire(oauth, ask, talk).await?, CredentialType::DeviceCode))
        }
        Credential::ClientSecret(secret) => {
            Ok((client_secret::acquire(oauth, ask, secret, talk).await?, CredentialType::ClientSecret))
        }
        Credential::DeviceCode => Ok((device_code::acquire(oauth, ask, talk).await?, CredentialType::DeviceCode)),
    }
}

/// How the tokens of a session were obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialType {
    /// In the browser.
    InteractiveBrowser,
    /// With a device code.
    DeviceCode,
    /// With the secret of an application.
    ClientSecret,
    /// Given by the user.
    UserProvidedAccessToken,
}
