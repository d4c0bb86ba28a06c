//! Why no answer came, told so that a user knows where to look.

use super::CONNECT_TIMEOUT;
use crate::error::{Error, Kind};
use rustls::CertificateError;
use std::error::Error as StdError;
use std::io;
use std::time::Duration;

/// How the failures of a tunnel begin in the crate that sets it up and has no public type for them.
const TUNNEL_FAILURE: &str = "tunnel error: ";
/// What of it says that the proxy answered 407.
const PASSWORD_WANTED: &str = "proxy authorization required";

/// A request that got no answer.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) remedy: Remedy,
}

/// What may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Nothing that this side can do.
    Nothing,
    /// A fresh connection, since an open one broke.
    FreshConnection,
    /// Other certificate authorities than those that were read.
    FreshAuthorities,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, remedy: Remedy::Nothing }
    }
}

/// The failure of a request to `host`, perhaps through a proxy.
pub(super) fn of(host: &str, proxy: Option<&str>, error: &reqwest::Error) -> Failure {
    let proxy_failure = proxy.zip(proxy_failure(error));
    if let Some(rejection) = rejection(error) {
        let whose = proxy_failure.map_or(host, |(proxy, _)| proxy);
        let message = format!("the certificate of {whose} was rejected: {}", reason(rejection));
        let error = Error::new(Kind::Connection, "CertificateRejected", message);
        return Failure { error, remedy: Remedy::FreshAuthorities };
    }
    if error.is_connect() && error.is_timeout() {
        return timeout(host, proxy, CONNECT_TIMEOUT).into();
    }
    let cause = root_cause(error);
    let is_password_wanted = proxy_failure.as_ref().is_some_and(|(_, failure)| failure == PASSWORD_WANTED);
    let (message, remedy) = match proxy_failure {
        Some((proxy, failure)) => (refusal(host, proxy, &failure, &cause), Remedy::Nothing),
        None if error.is_connect() => {
            (format!("{host} could not be reached{}: {cause}", through(proxy)), Remedy::Nothing)
        }
        None => (format!("the connection to {host}{} broke: {cause}", through(proxy)), Remedy::FreshConnection),
    };
    let error = Error::new(Kind::Connection, "ConnectionFailed", message);
    Failure { error: if is_password_wanted { error.with_status(407) } else { error }, remedy }
}

/// The failure of a request to `host` that was given so much time.
pub(super) fn timeout(host: &str, proxy: Option<&str>, wait: Duration) -> Error {
    let message = format!("{host} did not answer{} within {} seconds", through(proxy), wait.as_secs_f32());
    Error::new(Kind::Timeout, "RequestTimeout", message)
}

fn through(proxy: Option<&str>) -> String {
    proxy.map(|proxy| format!(" through {proxy}")).unwrap_or_default()
}

/// What a proxy did not do.
fn refusal(host: &str, proxy: &str, failure: &str, cause: &str) -> String {
    match failure {
        "failed to create underlying connection" if cause.ends_with(failure) => {
            format!("{proxy} could not be reached")
        }
        "failed to create underlying connection" => format!("{proxy} could not be reached: {cause}"),
        PASSWORD_WANTED => format!("{proxy} asks for a user name and a password"),
        "unsuccessful" => format!("{proxy} refused to connect to {host}"),
        _ => format!("{proxy} did not connect to {host}: {}", cause.strip_prefix(TUNNEL_FAILURE).unwrap_or(cause)),
    }
}

/// What the proxy's part in a failure is, when it is the proxy's.
fn proxy_failure(error: &reqwest::Error) -> Option<String> {
    causes(error).find_map(|cause| cause.to_string().strip_prefix(TUNNEL_FAILURE).map(str::to_owned))
}

/// The innermost reason, which is the one that names what to look at; the outer ones repeat the address.
pub(super) fn root_cause(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| "no reason was given".to_owned(), plain)
}

/// A cause in words, without a link into the documentation of a library.
fn plain(cause: &(dyn StdError + 'static)) -> String {
    if let Some(rustls::Error::InvalidMessage(_)) = cause.downcast_ref() {
        return "what answers there does not speak TLS".to_owned();
    }
    if cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) {
        return "it was closed at the other end".to_owned();
    }
    let text = cause.to_string();
    match text.split_once("://").and_then(|(words, _)| words.rsplit_once(' ')) {
        Some((words, _scheme)) => words.trim_end_matches([' ', ':']).to_owned(),
        None => text,
    }
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
    use super::{plain, reason, rejection};
    use rustls::{CertificateError, InvalidMessage, OtherError};
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
    fn no_cause_links_into_a_librarys_documentation() {
        let eof =
            "peer closed connection without sending TLS close_notify: https://docs.rs/rustls/latest/rustls/manual";
        assert_eq!(plain(&io::Error::new(io::ErrorKind::UnexpectedEof, eof)), "it was closed at the other end");
        assert_eq!(plain(&io::Error::other("it went wrong: https://docs.rs/x")), "it went wrong");
        assert_eq!(plain(&io::Error::other("http2 error: see https://docs.rs/x")), "http2 error: see");
        let page = rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType);
        assert_eq!(plain(&page), "what answers there does not speak TLS");
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
