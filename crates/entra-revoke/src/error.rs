//! The one error type of this crate: what happened, in terms that a caller can act on.

use crate::text;
use std::time::Duration;

/// What went wrong, coarse and closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A request or setting that cannot be used.
    InvalidArgument,
    /// Nobody is signed in, or the sign-in or its token is no longer accepted.
    Authentication,
    /// Signed in, but not allowed.
    PermissionDenied,
    /// The tenant, user or address does not exist.
    NotFound,
    /// The service asked to come back later, more often than the retries allow.
    Throttled,
    /// A time limit passed.
    Timeout,
    /// No connection, or one that broke.
    Connection,
    /// An answer that is not what the protocol says.
    InvalidResponse,
    /// Any other failure that the service reported.
    Service,
    /// A defect of this library.
    Internal,
    /// The caller ended it.
    Cancelled,
}

impl Kind {
    /// The kind for an HTTP status that reports a failure.
    #[must_use]
    pub const fn from_status(status: u16) -> Self {
        match status {
            401 => Self::Authentication,
            403 => Self::PermissionDenied,
            404 => Self::NotFound,
            408 | 504 => Self::Timeout,
            429 => Self::Throttled,
            _ => Self::Service,
        }
    }
}

/// A failure. Its text is one sentence without a full stop and holds no secret.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: Kind,
    code: String,
    message: String,
    details: Box<Details>,
}

#[derive(Clone, Debug, Default)]
struct Details {
    status: Option<u16>,
    request_id: Option<String>,
    client_request_id: Option<String>,
    retry_after: Option<Duration>,
    claims: Option<String>,
    is_verdict: bool,
}

impl Error {
    /// Makes an error with a stable code and a sentence that says what happened.
    ///
    /// Both may come from a service: the sentence becomes one line without control characters and is cut at 1,000
    /// characters; a code has letters, digits, `_`, `.` and `-`, and anything else becomes `UnknownError`.
    #[must_use]
    pub fn new(kind: Kind, code: impl Into<String>, message: impl AsRef<str>) -> Self {
        let code = Some(code.into()).filter(|code| text::is_code(code)).unwrap_or_else(|| "UnknownError".to_owned());
        Self { kind, code, message: text::line(message.as_ref()), details: Box::default() }
    }

    /// This failure told as `reason` tells it; what is known of the answer stays.
    #[must_use]
    pub(crate) fn reworded(self, reason: Self) -> Self {
        Self { details: self.details, ..reason }
    }

    /// Adds the HTTP status of the answer that reported the failure.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.details.status = Some(status);
        self
    }

    /// Adds the id under which the service logged the request; what cannot be an id is left out.
    #[must_use]
    pub fn with_request_id(mut self, id: Option<String>) -> Self {
        self.details.request_id = id.filter(|id| text::is_id(id));
        self
    }

    /// Adds the `client-request-id` that was sent; what cannot be an id is left out.
    #[must_use]
    pub fn with_client_request_id(mut self, id: Option<String>) -> Self {
        self.details.client_request_id = id.filter(|id| text::is_id(id));
        self
    }

    /// Adds how long the service asked to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.details.retry_after = wait;
        self
    }

    /// Adds the claims that a new token must be asked for with (OpenID Connect Core 5.5).
    #[must_use]
    pub fn with_claims(mut self, claims: Option<String>) -> Self {
        self.details.claims = claims;
        self
    }

    /// Marks a failure that the service itself decided, in the form of its protocol; a page of a proxy decides nothing.
    #[must_use]
    pub fn as_verdict(mut self) -> Self {
        self.details.is_verdict = true;
        self
    }

    /// Coarse class.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The service's own code, such as `Authorization_RequestDenied` or `AADSTS50173`, else this library's.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// HTTP status of the answer that reported the failure.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.details.status
    }

    /// `request-id` of Microsoft Graph or `trace_id` of Entra ID.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.details.request_id.as_deref()
    }

    /// The `client-request-id` that was sent.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.details.client_request_id.as_deref()
    }

    /// How long the service asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.details.retry_after
    }

    /// The claims of a claims challenge.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.details.claims.as_deref()
    }

    /// True when the service itself decided, so that asking again would be answered the same.
    #[must_use]
    pub fn is_verdict(&self) -> bool {
        self.details.is_verdict
    }
}
