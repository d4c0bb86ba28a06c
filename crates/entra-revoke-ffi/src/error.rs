//! The one error that crosses the C ABI.

use entra_revoke::error::{Error, Kind};
use interoptopus::ffi;
use std::any::Any;

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
}

/// A failure, flat; an empty string stands for an absent value.
#[ffi]
#[derive(Debug)]
pub struct FfiError {
    /// Coarse class.
    pub kind: ErrorKind,
    /// HTTP status of the answer that reported it, else 0.
    pub status: u16,
    /// The service's own code (`Authorization_RequestDenied`, `AADSTS50173`), else this library's.
    pub code: ffi::String,
    /// What happened, one sentence without a full stop.
    pub message: ffi::String,
    /// `request-id` of Microsoft Graph or `trace_id` of Entra ID.
    pub request_id: ffi::String,
    /// The `client-request-id` that was sent.
    pub client_request_id: ffi::String,
    /// Seconds to wait as the service asked, else 0.
    pub retry_after: u32,
}

impl FfiError {
    /// The error for a panic that a guard caught.
    pub(crate) fn from_panic(panic: &(dyn Any + Send)) -> Self {
        let text = panic
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Error::new(Kind::Internal, "InternalError", format!("the native library failed unexpectedly: {text}")).into()
    }
}

impl From<Error> for FfiError {
    fn from(error: Error) -> Self {
        let text = |value: Option<&str>| ffi::String::from_string(value.unwrap_or_default().to_owned());
        Self {
            kind: error.kind().into(),
            status: error.status().unwrap_or_default(),
            code: text(Some(error.code())),
            message: ffi::String::from_string(error.to_string()),
            request_id: text(error.request_id()),
            client_request_id: text(error.client_request_id()),
            retry_after: error.retry_after().map_or(0, |wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)),
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
        }
    }
}
