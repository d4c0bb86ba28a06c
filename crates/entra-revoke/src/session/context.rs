//! Who is signed in, as the user may see it.

use crate::cloud::Cloud;
use crate::error::{Error, Kind};
use crate::oauth::{Authority, JwtClaims, TokenSet};
use uuid::Uuid;

/// Who the tokens of a session speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthType {
    /// A user, through an application.
    Delegated,
    /// Whoever the given access token was issued to.
    UserProvidedAccessToken,
}

/// How the tokens of a session were obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialType {
    /// In the browser.
    InteractiveBrowser,
    /// With a device code.
    DeviceCode,
    /// Given by the user.
    UserProvidedAccessToken,
}

/// Who is signed in, and with what; it holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInContext {
    /// Application (client) id.
    pub client_id: String,
    /// Tenant id.
    pub tenant_id: String,
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
}

impl SignInContext {
    /// Reads the context out of the tokens; fails when they are of another tenant than the one asked for.
    pub(super) fn new(
        tokens: &TokenSet,
        credential_type: CredentialType,
        authority: &Authority,
        cloud: &Cloud,
    ) -> Result<Self, Error> {
        let access = JwtClaims::read(tokens.access_token.expose()).unwrap_or_default();
        let id = tokens.id_token.clone().unwrap_or_default();
        let tenant_id = id.tid.clone().or_else(|| access.tid.clone()).unwrap_or_else(|| authority.tenant().to_owned());
        let provided = credential_type == CredentialType::UserProvidedAccessToken;
        if !provided && is_another_tenant(authority.tenant(), &tenant_id) {
            let message = format!("the account is of tenant {tenant_id} and not of {}", authority.tenant());
            return Err(Error::new(Kind::InvalidArgument, "WrongTenant", message));
        }
        Ok(Self {
            client_id: access.appid.clone().unwrap_or_else(|| authority.client_id().to_owned()),
            tenant_id,
            scopes: tokens.scopes.clone(),
            auth_type: if provided { AuthType::UserProvidedAccessToken } else { AuthType::Delegated },
            credential_type,
            account: id.account().or_else(|| access.account()),
            is_app_only: access.is_app_only(),
            app_name: access.app_displayname,
            environment: cloud.name().to_owned(),
        })
    }
}

/// Only ids can be compared: a domain name and the id of its tenant are the same tenant.
fn is_another_tenant(asked: &str, got: &str) -> bool {
    match (Uuid::try_parse(asked), Uuid::try_parse(got)) {
        (Ok(asked), Ok(got)) => asked != got,
        _ => false,
    }
}
