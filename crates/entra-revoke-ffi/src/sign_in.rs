//! Signing in.

use crate::environment::Environment;
use crate::operation::{Ending, Operation};
use entra_revoke::credential::{Credential, browser::Desktop};
use entra_revoke::http::ProxySettings;
use entra_revoke::secret::Secret;
use entra_revoke::session as core;
use interoptopus::ffi;
use interoptopus::wire::Wire;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// How to sign in.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInMethod {
    /// Authorization code with PKCE in the user's browser (RFC 6749, 7636, 8252).
    Interactive = 0,
    /// Device code (RFC 8628).
    DeviceCode = 1,
    /// An access token that the user already has.
    AccessToken = 2,
}

/// What a sign-in needs.
#[ffi]
#[derive(Clone, Debug)]
pub struct SignInRequest {
    /// How.
    pub method: SignInMethod,
    /// Where.
    pub environment: Environment,
    /// Tenant id, domain name, or absent for any organisation.
    pub tenant: Option<String>,
    /// Application (client) id, or absent for the default.
    pub client_id: Option<String>,
    /// Permissions to ask for; empty for the default.
    pub scopes: Vec<String>,
    /// Claims that an earlier refusal asked for.
    pub claims: Option<String>,
    /// The name that the user signs in with (`login_hint`).
    pub login_hint: Option<String>,
    /// Time limit for one HTTP request in milliseconds.
    pub client_timeout_ms: u64,
    /// `User-Agent` of requests to the sign-in service.
    pub user_agent: String,
    /// The environment of the user's session: it names the proxies, and a browser is started with it.
    pub variables: HashMap<String, String>,
    /// The folder that the user's session is in.
    pub folder: String,
}

/// Begins to sign in. `secret` is UTF-8, copied here: the access token, where that is the method.
#[ffi]
pub(crate) fn sign_in(operation: &Operation, request: Wire<SignInRequest>, secret: ffi::Slice<u8>) {
    let mut request = request;
    operation.begin(|talk| {
        let request = request.unwire();
        let proxies = ProxySettings::from_variables(&request.variables);
        let credential = match request.method {
            SignInMethod::Interactive => Credential::Browser(Desktop {
                variables: request.variables.into_iter().collect(),
                login_hint: request.login_hint,
                folder: request.folder,
            }),
            SignInMethod::DeviceCode => Credential::DeviceCode,
            SignInMethod::AccessToken => Credential::AccessToken(Secret::from_utf8(secret.as_slice())?),
        };
        let options = core::SignInOptions {
            cloud: request.environment.try_into()?,
            tenant: request.tenant,
            client_id: request.client_id,
            scopes: request.scopes,
            claims: request.claims,
            client_timeout: Duration::from_millis(request.client_timeout_ms),
            user_agent: request.user_agent,
            proxies,
        };
        Ok(async move { Ok(Ending::SignedIn(Arc::new(core::sign_in(options, credential, &talk).await?))) })
    });
}
