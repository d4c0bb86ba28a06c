//! What the caller of an operation pulls, one after the other.

use crate::error::Failure;
use entra_revoke::credential;
use entra_revoke::session as core;
use entra_revoke::talk;
use interoptopus::ffi;

/// How much an operation reports.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceLevel {
    /// Only what the user must read to go on.
    Quiet = 0,
    /// Also a line for each request, retry and wait.
    Verbose = 1,
    /// Also each request and answer with headers and bodies, secrets left out.
    Debug = 2,
}

/// For which stream a notice is meant.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// For the user, to be acted upon: an address to open, a code to enter.
    Message = 1,
    /// For the verbose stream.
    Verbose = 2,
    /// For the debug stream.
    Debug = 3,
    /// For the warning stream.
    Warning = 4,
    /// For the progress stream.
    Progress = 5,
}

/// One line or block of text for the user.
#[ffi]
#[derive(Clone, Debug)]
pub struct Notice {
    /// For which stream.
    pub kind: NoticeKind,
    /// The text, free of secrets.
    pub text: String,
    /// Seconds that are left of a progress; zero when it is over.
    pub seconds_left: u32,
}

/// How a key is to sign (RFC 7518 3.1).
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// RSASSA-PSS with SHA-256.
    Ps256 = 0,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256 = 1,
}

/// What the caller's key is to sign.
#[ffi]
#[derive(Clone, Debug)]
pub struct SignatureRequest {
    /// How.
    pub algorithm: SignatureAlgorithm,
    /// What.
    pub message: Vec<u8>,
}

/// Who the tokens of a session speak for.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthType {
    /// A user, through an application.
    Delegated = 0,
    /// Whoever the given access token was issued to.
    UserProvidedAccessToken = 1,
    /// An application.
    AppOnly = 2,
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
    /// With the secret of an application.
    ClientSecret = 3,
}

/// Who is signed in, and with what; absent is what no token says.
#[ffi]
#[derive(Clone, Debug)]
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
    /// User principal name.
    pub account: Option<String>,
    /// Display name of the application.
    pub app_name: Option<String>,
    /// Name of the cloud.
    pub environment: String,
    /// True when the tokens say that the user is of another tenant.
    pub is_guest: bool,
}

/// One step of an operation. The last one is `SignedIn`, `Failed` or `Done`, and comes again when it is asked for again.
#[ffi]
#[derive(Clone, Debug)]
pub enum Step {
    /// The operation says something; go on.
    Notice(Notice),
    /// The operation needs a signature: answer it, and go on.
    Sign(SignatureRequest),
    /// The sign-in succeeded; its session can be taken.
    SignedIn(SignInContext),
    /// The operation failed.
    Failed(Failure),
    /// The operation succeeded, and this is what the service said; true where it said nothing.
    Done(bool),
}

impl From<talk::Notice> for Notice {
    fn from(notice: talk::Notice) -> Self {
        let (kind, text, seconds_left) = match notice {
            talk::Notice::Message(text) => (NoticeKind::Message, text, 0),
            talk::Notice::Verbose(text) => (NoticeKind::Verbose, text, 0),
            talk::Notice::Debug(text) => (NoticeKind::Debug, text, 0),
            talk::Notice::Warning(text) => (NoticeKind::Warning, text, 0),
            talk::Notice::Progress { text, seconds_left } => (NoticeKind::Progress, text, seconds_left),
        };
        Self { kind, text, seconds_left }
    }
}

impl From<TraceLevel> for talk::TraceLevel {
    fn from(level: TraceLevel) -> Self {
        match level {
            TraceLevel::Quiet => Self::Quiet,
            TraceLevel::Verbose => Self::Verbose,
            TraceLevel::Debug => Self::Debug,
        }
    }
}

impl From<talk::SignatureAlgorithm> for SignatureAlgorithm {
    fn from(algorithm: talk::SignatureAlgorithm) -> Self {
        match algorithm {
            talk::SignatureAlgorithm::Ps256 => Self::Ps256,
            talk::SignatureAlgorithm::Rs256 => Self::Rs256,
        }
    }
}

impl From<&core::SignInContext> for SignInContext {
    fn from(context: &core::SignInContext) -> Self {
        let context = context.clone();
        Self {
            client_id: context.client_id,
            tenant_id: context.tenant_id,
            scopes: context.scopes,
            auth_type: match context.auth_type {
                core::AuthType::AppOnly => AuthType::AppOnly,
                core::AuthType::Delegated => AuthType::Delegated,
                core::AuthType::UserProvidedAccessToken => AuthType::UserProvidedAccessToken,
            },
            credential_type: match context.credential_type {
                credential::CredentialType::InteractiveBrowser => CredentialType::InteractiveBrowser,
                credential::CredentialType::DeviceCode => CredentialType::DeviceCode,
                credential::CredentialType::ClientSecret => CredentialType::ClientSecret,
                credential::CredentialType::UserProvidedAccessToken => CredentialType::UserProvidedAccessToken,
            },
            account: context.account,
            app_name: context.app_name,
            environment: context.environment,
            is_guest: context.is_guest,
        }
    }
}
