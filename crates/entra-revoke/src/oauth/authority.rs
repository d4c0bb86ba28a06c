//! The authority: a tenant of Entra ID as an OAuth 2.0 client sees it ("Microsoft identity platform and OAuth 2.0").

use super::TokenResponse;
use crate::cloud::Cloud;
use crate::error::{Error, Kind};
use oauth2::basic::{BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AuthType, AuthUrl, ClientId, DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, Scope, StandardRevocableToken,
    TokenUrl,
};

/// The permission to ask for when none is named: the least that the revocation needs.
pub(crate) const DEFAULT_SCOPE: &str = "User.RevokeSessions.All";

/// Scopes that bring an ID token and a refresh token; they are no permissions, so they are not shown.
const OPENID_SCOPES: [&str; 4] = ["openid", "profile", "offline_access", "email"];

/// The tenant for sign-ins that name none: any organisation. Personal accounts have no sessions that Graph can revoke.
const ANY_ORGANISATION: &str = "organizations";

/// "Microsoft Graph Command Line Tools", the public client that every tenant knows.
const DEFAULT_CLIENT_ID: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

/// The OAuth 2.0 client of this crate: which endpoints it has is `Authorize`, `Device` and `Token`.
type Client<Authorize, Device, Token> = oauth2::Client<
    BasicErrorResponse,
    TokenResponse,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    Authorize,
    Device,
    EndpointNotSet,
    EndpointNotSet,
    Token,
>;

/// A tenant, and the application that signs in to it.
#[derive(Clone, Debug)]
pub(crate) struct Authority {
    tenant: String,
    client_id: String,
    base: String,
    graph: String,
}

impl Authority {
    /// Checks the names; fails when one cannot stand in an address.
    pub(crate) fn new(cloud: &Cloud, tenant: Option<&str>, client_id: Option<&str>) -> Result<Self, Error> {
        let tenant = tenant.map(str::trim).filter(|tenant| !tenant.is_empty()).unwrap_or(ANY_ORGANISATION);
        let client_id = client_id.map(str::trim).filter(|id| !id.is_empty()).unwrap_or(DEFAULT_CLIENT_ID);
        if !is_name(tenant) {
            let message = format!("'{tenant}' is neither a tenant id nor a domain name");
            return Err(Error::new(Kind::InvalidArgument, "InvalidTenant", message));
        }
        if uuid::Uuid::try_parse(client_id).is_err() {
            let message = format!("the client id '{client_id}' is not a GUID");
            return Err(Error::new(Kind::InvalidArgument, "InvalidClientId", message));
        }
        let base = format!("{}/{tenant}/oauth2/v2.0", cloud.authority());
        Ok(Self { tenant: tenant.to_owned(), client_id: client_id.to_owned(), base, graph: cloud.graph().to_owned() })
    }

    /// The tenant that was asked for.
    pub(crate) fn tenant(&self) -> &str {
        &self.tenant
    }

    /// The application (client) id.
    pub(crate) fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The scope that stands for every permission of Microsoft Graph that an application was granted.
    pub(crate) fn every_permission(&self) -> String {
        format!("{}/.default", self.graph)
    }

    /// The crate's client for this authority.
    pub(crate) fn client(&self) -> Result<Client<EndpointSet, EndpointSet, EndpointSet>, Error> {
        let invalid = |_| Error::new(Kind::InvalidArgument, "InvalidTenant", "the sign-in address cannot be used");
        let endpoint = |name: &str| format!("{}/{name}", self.base);
        Ok(Client::<EndpointNotSet, EndpointNotSet, EndpointNotSet>::new(ClientId::new(self.client_id.clone()))
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(AuthUrl::new(endpoint("authorize")).map_err(invalid)?)
            .set_token_uri(TokenUrl::new(endpoint("token")).map_err(invalid)?)
            .set_device_authorization_url(DeviceAuthorizationUrl::new(endpoint("devicecode")).map_err(invalid)?))
    }
}

/// True for an id or a domain name, in any script. A label that is empty would make the name a step in a path.
fn is_name(tenant: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '-';
    tenant.split('.').all(|label| !label.is_empty() && label.chars().all(is_letter))
}

/// The scopes to ask for: these, and those that bring an ID token and a refresh token.
pub(crate) fn requested(scopes: &[String]) -> impl Iterator<Item = Scope> + '_ {
    let openid = OPENID_SCOPES.into_iter().take(3).map(str::to_owned);
    let others = scopes.iter().filter(|scope| !OPENID_SCOPES.contains(&scope.as_str())).cloned();
    openid.chain(others).map(Scope::new)
}

/// The permission that a scope stands for, without the address of its resource; `None` for what is no permission.
pub(crate) fn permission(scope: &str) -> Option<&str> {
    let name = scope.rsplit('/').next().unwrap_or_default();
    (!OPENID_SCOPES.contains(&name) && name != ".default").then_some(name)
}
