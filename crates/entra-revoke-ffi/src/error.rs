//! The one error that crosses the C ABI.

use entra_revoke::error::{Error, Kind};
use interoptopus::ffi;

/// What went wrong, coarse and closed; the numbers are part of the ABI and are never reused.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A request or setting that cannot be used.
    InvalidArgument = 1,
    /// Nobody is signed in, or the sign-in or its token is no longer accepted.
    Authentication = 2,
    /// Signed in, but not allowed.
    PermissionDenied = 3,
    /// The tenant, user or address does not exist.
    NotFound = 4,
    /// The service asked to come back later, more often than the retries allow.
    Throttled = 5,
    /// A time limit passed.
    Timeout = 6,
    /// No connection, or one that broke.
    Connection = 7,
    /// An answer that is not what the protocol says.
    InvalidResponse = 8,
    /// Any other failure that the service reported.
    Service = 9,
    /// A defect of this library.
    Internal = 10,
    /// The caller ended it.
    Cancelled = 11,
}

/// A failure, flat.
#[ffi]
#[derive(Clone, Debug)]
pub struct Failure {
    /// Coarse class.
    pub kind: ErrorKind,
    /// HTTP status of the answer that reported it, else 0.
    pub status: u16,
    /// The service's own code (`Authorization_RequestDenied`, `AADSTS50173`), else this library's.
    pub code: String,
    /// What happened, one sentence without a full stop.
    pub message: String,
    /// `request-id` of Microsoft Graph or `trace_id` of Entra ID.
    pub request_id: Option<String>,
    /// The `client-request-id` that was sent.
    pub client_request_id: Option<String>,
    /// Seconds to wait as the service asked, else 0.
    pub retry_after: u32,
    /// Claims that the next sign-in is to ask for (OpenID Connect Core 5.5).
    pub claims: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            kind: error.kind().into(),
            status: error.status().unwrap_or_default(),
            code: error.code().to_owned(),
            message: error.to_string(),
            request_id: error.request_id().map(str::to_owned),
            client_request_id: error.client_request_id().map(str::to_owned),
            retry_after: error.retry_after().map_or(0, |wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)),
            claims: error.claims().map(str::to_owned),
        }
    }
}

impl From<Kind> for ErrorKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::InvalidArgument => Self::InvalidArgument,
            Kind::Authentication => Self::Authentication,
            Kind::PermissionDenied => Self::PermissionDenied,
            Kind::NotFound => Self::NotFound,
            Kind::Throttled => Self::Throttled,
            Kind::Timeout => Self::Timeout,
            Kind::Connection => Self::Connection,
            Kind::InvalidResponse => Self::InvalidResponse,
            Kind::Service => Self::Service,
            Kind::Internal => Self::Internal,
            Kind::Cancelled => Self::Cancelled,
        }
    }
}
