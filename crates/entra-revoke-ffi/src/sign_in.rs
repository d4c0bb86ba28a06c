//! Signing in.

use crate::error::FfiError;
use crate::guard::{guard_async, guard_sync};
use crate::notice::{Notice, TraceLevel};
use crate::runtime::StaticRuntime;
use crate::session::Session;
use entra_revoke::notice::{NoticeReader, Notices};
use entra_revoke::secret::Secret;
use entra_revoke::session as core;
use interoptopus::pattern::asynk::Async;
use interoptopus::wire::Wire;
use interoptopus::{AsyncRuntime, ffi};
use std::sync::{Arc, Mutex};

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
#[derive(AsyncRuntime, Debug)]
pub struct SignIn {
    runtime: StaticRuntime,
    session: Arc<core::Session>,
    request: Mutex<Option<(core::SignInRequest, Notices)>>,
    notices: NoticeReader,
}

#[ffi(prefix = "sign_in_")]
impl SignIn {
    /// Prepares a sign-in; `access_token` is UTF-8, copied here, and empty unless the method is an access token.
    pub fn create(
        session: &Session,
        request: Wire<SignInRequest>,
        access_token: ffi::Slice<u8>,
    ) -> ffi::Result<Self, FfiError> {
        let mut request = request;
        guard_sync(|| {
            let request = request.unwire();
            let (notices, reader) = Notices::channel(request.trace.into());
            let method = match request.method {
                SignInMethod::Interactive => core::SignInMethod::Interactive { browser: request.browser },
                SignInMethod::DeviceCode => core::SignInMethod::DeviceCode,
                SignInMethod::AccessToken => {
                    core::SignInMethod::AccessToken(Secret::from_utf8(access_token.as_slice())?)
                }
            };
            let request = core::SignInRequest { method, scopes: request.scopes };
            Ok(Self {
                runtime: StaticRuntime,
                session: Arc::clone(&session.inner),
                request: Mutex::new(Some((request, notices))),
                notices: reader,
            })
        })
    }

    /// Signs in, once; the session holds the tokens afterwards.
    pub async fn complete(this: Async<Self>) -> ffi::Result<Wire<SignInContext>, FfiError> {
        guard_async(async {
            let request = this.request.lock().expect("the lock is held for one statement").take();
            let (request, notices) = request.expect("the bindings complete a sign-in once");
            Ok(Wire::from(this.session.sign_in(request, &notices).await?.into()))
        })
        .await
    }

    /// Waits for the next notice; the last one has kind `End` and comes when the sign-in is over.
    pub async fn next_notice(this: Async<Self>) -> ffi::Result<Notice, FfiError> {
        guard_async(async { Ok(this.notices.next().await.into()) }).await
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
