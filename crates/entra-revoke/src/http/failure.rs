//! Why no answer came, told so that a user knows where to look.

use super::CONNECT_TIMEOUT;
use crate::error::{Error, Kind};
use rustls::CertificateError;
use std::error::Error as StdError;
use std::io;
use std::time::Duration;

/// The failure of a request to `host` that was given `timeout`.
pub(super) fn of(host: &str, error: &reqwest::Error, timeout: Duration) -> Error {
    if error.is_timeout() {
        let wait = if error.is_connect() { CONNECT_TIMEOUT.min(timeout) } else { timeout };
        let message = format!("{host} did not answer within {} seconds", wait.as_secs_f32());
        return Error::new(Kind::Timeout, "RequestTimeout", message);
    }
    if let Some(rejection) = rejection(error) {
        let message = format!("the certificate of {host} was rejected: {}", reason(rejection));
        return Error::new(Kind::Connection, "CertificateRejected", message);
    }
    let cause = root_cause(error);
    let message = if error.is_connect() {
        format!("{host} could not be reached: {cause}")
    } else {
        format!("the connection to {host} broke: {cause}")
    };
    Error::new(Kind::Connection, "ConnectionFailed", message)
}

/// The innermost reason, which is the one that names what to look at; the outer ones repeat the address.
pub(super) fn root_cause(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| "no reason was given".to_owned(), ToString::to_string)
}

/// Why the server's certificate was not accepted, when that is what happened.
fn rejection<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a CertificateError> {
    causes(error).find_map(|cause| match cause.downcast_ref() {
        Some(rustls::Error::InvalidCertificate(rejection)) => Some(rejection),
        _ => None,
    })
}

/// What is behind an error, from the outside in.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(inner(error), |cause| inner(*cause))
}

/// An I/O error passes itself off as what it wraps: its source is the source of that, so that must be asked for first.
fn inner<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

/// In words that need no knowledge of TLS. The systems' verifiers have their own texts for what is not told apart here.
fn reason(rejection: &CertificateError) -> String {
    match rejection {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".to_owned(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "it is not valid yet".to_owned(),
        // A trusted authority's name with another's signature was not issued by the trusted one either.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "it was not issued by a trusted authority".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it was issued for another name".to_owned()
        }
        CertificateError::Revoked => "it was revoked".to_owned(),
        CertificateError::Other(other) => format!("it cannot be used ({other})"),
        other => format!("it cannot be used ({other})"),
    }
}

#[cfg(test)]
mod tests {
    use super::{reason, rejection};
    use rustls::{CertificateError, OtherError};
    use std::io;
    use std::sync::Arc;

    #[test]
    fn a_rejection_is_found_below_io_errors() {
        let rejected = rustls::Error::InvalidCertificate(CertificateError::Expired);
        let error = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, rejected));
        assert_eq!(rejection(&error), Some(&CertificateError::Expired));
        assert_eq!(rejection(&io::Error::from(io::ErrorKind::ConnectionRefused)), None);
        assert_eq!(rejection(&io::Error::other(rustls::Error::HandshakeNotComplete)), None);
    }

    #[test]
    fn reasons_are_plain_words() {
        for (rejection, words) in [
            (CertificateError::Expired, "it has expired"),
            (CertificateError::NotValidYet, "it is not valid yet"),
            (CertificateError::UnknownIssuer, "it was not issued by a trusted authority"),
            (CertificateError::BadSignature, "it was not issued by a trusted authority"),
            (CertificateError::NotValidForName, "it was issued for another name"),
            (CertificateError::Revoked, "it was revoked"),
            (CertificateError::BadEncoding, "it cannot be used (BadEncoding)"),
            (CertificateError::Other(OtherError(Arc::from(Box::from("why")))), "it cannot be used (why)"),
        ] {
            assert_eq!(reason(&rejection), words);
        }
    }
}
