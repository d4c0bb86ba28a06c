//! Who is signed in, as the user may see it.

use crate::credential::CredentialType;
use crate::error::Error;
use crate::oauth::{JwtClaims, Oauth, id_token, permission};
use crate::text;
use crate::tokens::TokenSet;

/// Who the tokens of a session speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthType {
    /// An application.
    AppOnly,
    /// A user, through an application.
    Delegated,
    /// Whoever the given access token was issued to.
    UserProvidedAccessToken,
}

/// Who is signed in, and with what; it holds no secret, and `None` where no token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInContext {
    /// Application (client) id.
    pub client_id: Option<String>,
    /// Tenant id.
    pub tenant_id: Option<String>,
    /// Granted permissions.
    pub scopes: Vec<String>,
    /// Who the tokens speak for.
    pub auth_type: AuthType,
    /// How they were obtained.
    pub credential_type: CredentialType,
    /// The name that the user signs in with.
    pub account: Option<String>,
    /// Display name of the application.
    pub app_name: Option<String>,
    /// Name of the cloud.
    pub environment: String,
    /// True when the tokens speak for no user, so that there is no `/me`.
    pub is_app_only: bool,
    /// True when the tokens say that the user is of another tenant, whose sessions a revocation here does not reach.
    pub is_guest: bool,
}

impl SignInContext {
    /// Reads the context out of the tokens; fails when they are of another tenant than the one asked for.
    pub(super) fn new(tokens: &TokenSet, credential_type: CredentialType, oauth: &Oauth) -> Result<Self, Error> {
        let access = JwtClaims::read(tokens.access_token.expose()).unwrap_or_default();
        let id = tokens.id_token.clone().unwrap_or_default();
        let tenant_id = id.tid.clone().or_else(|| access.tid.clone());
        let is_app_only = access.is_app_only() || credential_type == CredentialType::ClientSecret;
        let permissions = if is_app_only { access.roles.clone() } else { permissions(&tokens.granted) };
        let mut context = Self {
            client_id: access.client_id().map(str::to_owned),
            tenant_id,
            scopes: permissions,
            auth_type: match credential_type {
                CredentialType::UserProvidedAccessToken => AuthType::UserProvidedAccessToken,
                CredentialType::ClientSecret => AuthType::AppOnly,
                CredentialType::InteractiveBrowser | CredentialType::DeviceCode => AuthType::Delegated,
            },
            credential_type,
            account: id.account().or_else(|| access.account()),
            is_guest: access.is_guest() || id.is_guest(),
            is_app_only,
            app_name: access.app_displayname,
            environment: oauth.cloud().name().to_owned(),
        };
        if credential_type != CredentialType::UserProvidedAccessToken {
            let authority = oauth.authority()?;
            id_token::check_tenant(authority.tenant(), context.tenant_id.as_deref())?;
            context.tenant_id = context.tenant_id.or_else(|| Some(authority.tenant().to_owned()));
            context.client_id = context.client_id.or_else(|| Some(authority.client_id().to_owned()));
        }
        Ok(context.visible())
    }

    /// Without the control characters that tokens may bring: all of it is shown.
    fn visible(self) -> Self {
        let visible = |text: Option<String>| text.map(|text| text::line(&text));
        Self {
            client_id: visible(self.client_id),
            tenant_id: visible(self.tenant_id),
            account: visible(self.account),
            app_name: visible(self.app_name),
            scopes: self.scopes.iter().map(|scope| text::line(scope)).collect(),
            ..self
        }
    }
}

fn permissions(granted: &[String]) -> Vec<String> {
    granted.iter().filter_map(|scope| permission(scope)).map(str::to_owned).collect()
}
