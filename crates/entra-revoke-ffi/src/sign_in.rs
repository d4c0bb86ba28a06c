//! Signing in.

use crate::error::FfiError;
use crate::guard::guard_sync;
use crate::notice::{Notice, TraceLevel};
use crate::operation::Operation;
use crate::session::Session;
use entra_revoke::secret::Secret;
use entra_revoke::session as core;
use interoptopus::ffi;
use interoptopus::wire::Wire;
use std::sync::Arc;

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

/// Who the tokens of a session speak for.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthType {
    /// A user, through an application.
    Delegated = 0,
    /// Whoever the given access token was issued to.
    UserProvidedAccessToken = 1,
}

/// How the tokens of a session were obtained.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialType {
    /// In the browser.
    InteractiveBrowser = 0,
    /// With a device code.
    DeviceCode = 1,
    /// Given by the user.
    UserProvidedAccessToken = 2,
}

/// What a sign-in needs.
#[ffi]
#[derive(Clone, Debug)]
pub struct SignInRequest {
    /// How.
    pub method: SignInMethod,
    /// Permissions to ask for; empty for the default.
    pub scopes: Vec<String>,
    /// The browser command of the user's environment (`BROWSER`).
    pub browser: Option<String>,
    /// How much to report.
    pub trace: TraceLevel,
}

/// Who is signed in, and with what.
#[ffi]
#[derive(Clone, Debug)]
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
    /// User principal name.
    pub account: Option<String>,
    /// Display name of the application.
    pub app_name: Option<String>,
    /// Name of the cloud.
    pub environment: String,
}

/// One attempt to sign in.
#[ffi(service)]
#[derive(Debug)]
pub struct SignIn {
    operation: Operation<core::SignInContext>,
}

#[ffi(prefix = "sign_in_")]
impl SignIn {
    /// Begins to sign in; the session holds the tokens afterwards. `access_token` is UTF-8, copied here, and empty unless
    /// the method is an access token.
    pub fn begin(
        session: &Session,
        request: Wire<SignInRequest>,
        access_token: ffi::Slice<u8>,
    ) -> ffi::Result<Self, FfiError> {
        let mut request = request;
        guard_sync(|| {
            let request = request.unwire();
            let method = match request.method {
                SignInMethod::Interactive => core::SignInMethod::Interactive { browser: request.browser },
                SignInMethod::DeviceCode => core::SignInMethod::DeviceCode,
                SignInMethod::AccessToken => {
                    core::SignInMethod::AccessToken(Secret::from_utf8(access_token.as_slice())?)
                }
            };
            let session = Arc::clone(&session.inner);
            let wanted = core::SignInRequest { method, scopes: request.scopes };
            let operation =
                Operation::begin(request.trace, async move |notices| Ok(session.sign_in(wanted, &notices).await?));
            Ok(Self { operation })
        })
    }

    /// Blocks until there is a notice; the last one has kind `End` and comes when the sign-in is over.
    pub fn next_notice(&self) -> ffi::Result<Notice, FfiError> {
        guard_sync(|| Ok(self.operation.next_notice().into()))
    }

    /// Blocks until the sign-in is over; to be asked for once.
    pub fn outcome(&self) -> ffi::Result<Wire<SignInContext>, FfiError> {
        guard_sync(|| Ok(Wire::from(self.operation.outcome()?.into())))
    }

    /// Drops the sign-in at once; every wait for it ends. May be called from any thread.
    pub fn cancel(&self) -> ffi::Result<(), FfiError> {
        guard_sync(|| {
            self.operation.cancel();
            Ok(())
        })
    }
}

impl From<core::SignInContext> for SignInContext {
    fn from(context: core::SignInContext) -> Self {
        Self {
            client_id: context.client_id,
            tenant_id: context.tenant_id,
            scopes: context.scopes,
            auth_type: match context.auth_type {
                core::AuthType::Delegated => AuthType::Delegated,
                core::AuthType::UserProvidedAccessToken => AuthType::UserProvidedAccessToken,
            },
            credential_type: match context.credential_type {
                core::CredentialType::InteractiveBrowser => CredentialType::InteractiveBrowser,
                core::CredentialType::DeviceCode => CredentialType::DeviceCode,
                core::CredentialType::UserProvidedAccessToken => CredentialType::UserProvidedAccessToken,
            },
            account: context.account,
            app_name: context.app_name,
            environment: context.environment,
        }
    }
}
