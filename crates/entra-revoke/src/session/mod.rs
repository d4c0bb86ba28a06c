//! One sign-in: who is signed in, with which tokens, and what can be done with them.

mod context;
mod state;

pub use context::{AuthType, CredentialType, SignInContext};

use crate::cloud::Cloud;
use crate::error::{Error, Kind};
use crate::graph;
use crate::notice::Notices;
use crate::oauth::{Authority, JwtClaims, TokenSet, authorization_code, claims_challenge, device_code, refresh_token};
use crate::secret::Secret;
use crate::transport::{ProxySettings, Transport};
use state::{SignedIn, State};
use std::sync::PoisonError;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

/// The permission to ask for when none is named: the least that the revocation needs.
const DEFAULT_SCOPE: &str = "User.RevokeSessions.All";

/// What a session is made of.
#[derive(Clone, Debug)]
pub struct SessionOptions {
    /// Where to sign in and where Microsoft Graph answers.
    pub cloud: Cloud,
    /// Tenant id or domain name; `None` for any organisation.
    pub tenant: Option<String>,
    /// Application (client) id; `None` for the default.
    pub client_id: Option<String>,
    /// Time limit for one HTTP request.
    pub client_timeout: Duration,
    /// `User-Agent` of requests to the sign-in service.
    pub user_agent: String,
    /// Proxies.
    pub proxies: ProxySettings,
}

/// How to sign in.
#[derive(Clone, Debug)]
pub enum SignInMethod {
    /// In the user's browser; `browser` is a launcher to try first, as in the variable `BROWSER`.
    Interactive {
        /// Commands separated by colons.
        browser: Option<String>,
    },
    /// With a code that the user enters on any device.
    DeviceCode,
    /// With an access token that the user already has.
    AccessToken(Secret),
}

/// What a sign-in needs.
#[derive(Clone, Debug)]
pub struct SignInRequest {
    /// How.
    pub method: SignInMethod,
    /// Permissions to ask for; empty for the least that the revocation needs.
    pub scopes: Vec<String>,
}

/// One sign-in, safe to use from any thread.
#[derive(Debug)]
pub struct Session {
    cloud: Cloud,
    authority: Authority,
    transport: Transport,
    // Held while tokens are renewed, so that many callers renew once.
    state: Mutex<State>,
    // Dropped with the session, and then what still runs of it too.
    opening: std::sync::Mutex<JoinSet<()>>,
}

impl Session {
    /// Prepares a session in which nobody is signed in yet.
    pub fn new(options: SessionOptions) -> Result<Self, Error> {
        let authority = Authority::new(&options.cloud, options.tenant.as_deref(), options.client_id.as_deref())?;
        let transport = Transport::new(&options.user_agent, &options.proxies, options.client_timeout)?;
        Ok(Self {
            cloud: options.cloud,
            authority,
            transport,
            state: Mutex::default(),
            opening: std::sync::Mutex::default(),
        })
    }

    /// Signs in. A failure leaves the session as it was.
    ///
    /// An interactive sign-in goes on with a device code when no browser can be started.
    pub async fn sign_in(&self, request: SignInRequest, notices: &Notices) -> Result<SignInContext, Error> {
        let scopes = requested_scopes(request.scopes);
        self.open_connection(notices);
        let (tokens, credential_type) = match request.method {
            SignInMethod::AccessToken(token) => (accept_access_token(token)?, CredentialType::UserProvidedAccessToken),
            SignInMethod::DeviceCode => (self.device_code(&scopes, notices).await?, CredentialType::DeviceCode),
            SignInMethod::Interactive { browser } => {
                let (authority, transport) = (&self.authority, &self.transport);
                let launcher = browser.as_deref();
                let acquired = authorization_code::acquire(authority, transport, &scopes, launcher, notices).await?;
                if let Some(tokens) = acquired {
                    (tokens, CredentialType::InteractiveBrowser)
                } else {
                    notices.warning("No browser could be started, so the sign-in goes on with a device code.");
                    (self.device_code(&scopes, notices).await?, CredentialType::DeviceCode)
                }
            }
        };
        let context = SignInContext::new(&tokens, credential_type, &self.authority, &self.cloud)?;
        *self.state.lock().await = State::SignedIn(Box::new(SignedIn { context: context.clone(), tokens, scopes }));
        Ok(context)
    }

    /// Invalidates all refresh tokens and browser sessions of the signed-in user. The tokens of this session are among
    /// them, so a later call fails and says that the sign-in was revoked. False only where the service said that it did
    /// not; any other success is true.
    ///
    /// A token that Microsoft Graph refuses is renewed once, with the claims that it asked for; there is no second try.
    pub async fn revoke_signed_in_user(&self, user_agent: &str, notices: &Notices) -> Result<bool, Error> {
        let token = self.access_token(notices).await?;
        let outcome = self.revoke_with(&token, user_agent, notices).await;
        let revoked = match outcome {
            Err(refusal) if refusal.status() == Some(401) => {
                let renewed = self.renew(&token, refusal, notices).await?;
                self.revoke_with(&renewed, user_agent, notices).await?
            }
            other => other?,
        };
        if revoked {
            self.state.lock().await.end(revoked_by_this_session());
        }
        Ok(revoked)
    }

    /// Opens the connection to Microsoft Graph beside the sign-in, so that a revocation need not wait for it.
    fn open_connection(&self, notices: &Notices) {
        let url = graph::metadata_url(&self.cloud);
        notices.verbose(|| format!("opening the connection: HEAD {url}"));
        let transport = self.transport.clone();
        let mut opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        opening.spawn(async move { transport.open(url).await });
    }

    async fn revoke_with(&self, token: &Secret, user_agent: &str, notices: &Notices) -> Result<bool, Error> {
        graph::revoke_my_sessions(&self.transport, &self.cloud, token, user_agent, notices).await
    }

    async fn device_code(&self, scopes: &[String], notices: &Notices) -> Result<TokenSet, Error> {
        device_code::acquire(&self.authority, &self.transport, scopes, notices).await
    }

    /// The access token of the signed-in user, renewed when it is about to end.
    async fn access_token(&self, notices: &Notices) -> Result<Secret, Error> {
        let mut state = self.state.lock().await;
        let signed_in = state.signed_in()?;
        if signed_in.context.is_app_only {
            let message = "this sign-in is an application's, and only a user has sessions of its own to revoke";
            return Err(Error::new(Kind::InvalidArgument, "UserRequired", message));
        }
        if signed_in.tokens.is_stale() && signed_in.tokens.refresh_token.is_some() {
            return self.redeem(&mut state, claims_challenge::capability(), notices).await;
        }
        Ok(signed_in.tokens.access_token.clone())
    }

    /// A token in place of the one that was refused; without a refresh token the refusal stands.
    async fn renew(&self, refused: &Secret, refusal: Error, notices: &Notices) -> Result<Secret, Error> {
        let mut state = self.state.lock().await;
        let signed_in = state.signed_in()?;
        if signed_in.tokens.access_token.expose() != refused.expose() {
            return Ok(signed_in.tokens.access_token.clone());
        }
        if signed_in.tokens.refresh_token.is_none() {
            return Err(refusal);
        }
        notices.verbose(|| format!("the access token was refused ({}); asking for a new one", refusal.code()));
        let claims = refusal.claims().map_or_else(claims_challenge::capability, claims_challenge::answer);
        self.redeem(&mut state, claims, notices).await
    }

    async fn redeem(&self, state: &mut State, claims: String, notices: &Notices) -> Result<Secret, Error> {
        let signed_in = state.signed_in()?;
        let Some(refresh_token) = signed_in.tokens.refresh_token.clone() else {
            return Ok(signed_in.tokens.access_token.clone());
        };
        let (authority, transport) = (&self.authority, &self.transport);
        let renewed =
            refresh_token::redeem(authority, transport, &refresh_token, &signed_in.scopes, claims, notices).await;
        match renewed {
            Ok(tokens) => {
                signed_in.tokens = tokens;
                Ok(signed_in.tokens.access_token.clone())
            }
            Err(refusal) => {
                // A refused grant stays refused, so the next call need not ask again.
                if refusal.kind() == Kind::Authentication {
                    state.end(refusal.clone());
                }
                Err(refusal)
            }
        }
    }
}

fn requested_scopes(scopes: Vec<String>) -> Vec<String> {
    if scopes.is_empty() { vec![DEFAULT_SCOPE.to_owned()] } else { scopes }
}

/// Checks what can be known about a token that the user brought, before any service is asked.
fn accept_access_token(token: Secret) -> Result<TokenSet, Error> {
    let invalid = |message: &str| Error::new(Kind::InvalidArgument, "InvalidAccessToken", message);
    let claims = JwtClaims::read(token.expose()).ok_or_else(|| invalid("the access token is not a JSON Web Token"))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    if claims.exp.is_some_and(|end| end <= now) {
        return Err(Error::new(Kind::Authentication, "ExpiredAccessToken", "the access token has expired"));
    }
    let scopes = claims.scp.as_deref().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    Ok(TokenSet::from_access_token(token, scopes))
}

fn revoked_by_this_session() -> Error {
    let message = "this sign-in was revoked, together with all other sessions of the user";
    Error::new(Kind::Authentication, "SessionRevoked", message)
}
