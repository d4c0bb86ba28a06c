//! The protocol of Entra ID as an OAuth 2.0 client sees it (RFC 6749), and no flow: those are in [`crate::credential`].

mod authority;
mod challenge;
pub(crate) mod claims;
pub(crate) mod error;
mod exchange;
pub(crate) mod id_token;
mod jwt;

pub(crate) use authority::{Authority, DEFAULT_SCOPE, permission, requested};
pub(crate) use exchange::{Exchange, TokenAnswer, TokenResponse};
pub(crate) use jwt::JwtClaims;

use crate::cloud::Cloud;
use crate::error::Error;
use crate::http::Http;

/// Who signs in where, and the connections over which that is asked. Names are checked when they are used, so that
/// a sign-in that needs no authority is not stopped by one.
#[derive(Clone, Debug)]
pub(crate) struct Oauth {
    cloud: Cloud,
    tenant: Option<String>,
    client_id: Option<String>,
    pub(crate) http: Http,
}

impl Oauth {
    pub(crate) const fn new(cloud: Cloud, tenant: Option<String>, client_id: Option<String>, http: Http) -> Self {
        Self { cloud, tenant, client_id, http }
    }

    /// Where Microsoft Graph answers for these sign-ins.
    pub(crate) const fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// What the sign-in service is called: one that a user defines need not be Entra ID.
    pub(crate) const fn speaker(&self) -> &'static str {
        if self.cloud.is_built_in() { "Entra ID" } else { "the sign-in service" }
    }

    /// The authority; fails when the tenant or the application cannot be one.
    pub(crate) fn authority(&self) -> Result<Authority, Error> {
        Authority::new(&self.cloud, self.tenant.as_deref(), self.client_id.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::Oauth;
    use crate::cloud::Cloud;
    use crate::http::{Http, ProxySettings};
    use std::time::Duration;

    #[test]
    fn only_a_cloud_that_everybody_knows_speaks_as_entra_id() {
        let own = Cloud::define("Own", "https://login.example.com", "https://graph.example.com").unwrap();
        for (cloud, speaker) in [(Cloud::known("Global").unwrap(), "Entra ID"), (own, "the sign-in service")] {
            let http = Http::new("test", &ProxySettings::default(), Duration::from_secs(1)).unwrap();
            assert_eq!(Oauth::new(cloud, None, None, http).speaker(), speaker);
        }
    }
}
