//! A sign-in that succeeded, and what can be done with it. There is no session before one.

mod context;

pub use context::{AuthType, SignInContext};

use crate::cloud::Cloud;
use crate::credential::{self, Ask, Credential};
use crate::error::{Error, Kind};
use crate::graph::{Graph, revoke};
use crate::http::{Http, Opening, ProxySettings};
use crate::oauth::{DEFAULT_SCOPE, Oauth};
use crate::talk::Talk;
use crate::tokens::TokenSource;
use std::time::Duration;

/// What a sign-in needs, whatever the credential.
#[derive(Clone, Debug)]
pub struct SignInOptions {
    /// Where to sign in and where Microsoft Graph answers.
    pub cloud: Cloud,
    /// Tenant id or domain name; `None` for any organisation.
    pub tenant: Option<String>,
    /// Application (client) id; `None` for the default.
    pub client_id: Option<String>,
    /// Permissions to ask for; empty for the least that the revocation needs.
    pub scopes: Vec<String>,
    /// Claims that an earlier refusal asked for (`OpenID` Connect Core 5.5).
    pub claims: Option<String>,
    /// Time limit for one HTTP request.
    pub client_timeout: Duration,
    /// `User-Agent` of requests to the sign-in service.
    pub user_agent: String,
    /// Proxies.
    pub proxies: ProxySettings,
}

/// One sign-in, safe to use from any thread.
#[derive(Debug)]
pub struct Session {
    context: SignInContext,
    graph: Graph,
    opening: Opening,
}

/// Signs in.
pub async fn sign_in(options: SignInOptions, credential: Credential, talk: &Talk) -> Result<Session, Error> {
    let http = Http::new(&options.user_agent, &options.proxies, options.client_timeout)?;
    let opening = open_connection(&http, &options.cloud, talk);
    let oauth = Oauth::new(options.cloud, options.tenant, options.client_id, http.clone());
    let ask = Ask { scopes: requested_scopes(options.scopes), claims: options.claims };
    let (tokens, credential_type) = credential::acquire(&oauth, &ask, &credential, talk).await?;
    let context = SignInContext::new(&tokens, credential_type, &oauth)?;
    let graph = Graph::new(oauth.cloud(), http, TokenSource::new(oauth.clone(), tokens));
    opening.tell(talk).await;
    Ok(Session { context, graph, opening })
}

impl Session {
    /// Who is signed in, with what, and where.
    #[must_use]
    pub const fn context(&self) -> &SignInContext {
        &self.context
    }

    /// False once the sign-in was revoked, by this session or elsewhere, as far as the session knows.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.graph.tokens().is_signed_in()
    }

    /// Invalidates all refresh tokens and browser sessions of the signed-in user. The tokens of this session are among
    /// them, so a later call fails and says that the sign-in was revoked. False only where the service said that it did
    /// not revoke.
    pub async fn revoke_signed_in_user(&self, user_agent: &str, talk: &Talk) -> Result<bool, Error> {
        self.opening.tell(talk).await;
        if self.context.is_app_only {
            let message = "this sign-in is an application's, and only a user has sessions of its own to revoke";
            return Err(Error::new(Kind::InvalidArgument, "UserRequired", message));
        }
        let revoked = revoke::my_sessions(&self.graph, user_agent, talk).await?;
        if revoked {
            self.graph.tokens().end(revoked_by_this_session());
        }
        Ok(revoked)
    }
}

/// Opens the connection to Microsoft Graph beside the sign-in, so that a call need not wait for it.
fn open_connection(http: &Http, cloud: &Cloud, talk: &Talk) -> Opening {
    // The service's own description, which anyone may read (OData 4.01, "Metadata Document Request").
    http.open(&format!("{}/v1.0/$metadata", cloud.graph()), talk)
}

fn requested_scopes(scopes: Vec<String>) -> Vec<String> {
    if scopes.is_empty() { vec![DEFAULT_SCOPE.to_owned()] } else { scopes }
}

fn revoked_by_this_session() -> Error {
    let message = "this sign-in was revoked, together with all other sessions of the user";
    Error::new(Kind::Authentication, "SessionRevoked", message).as_verdict()
}
