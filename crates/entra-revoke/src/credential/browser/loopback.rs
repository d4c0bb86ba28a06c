//! The loopback listener to which the browser brings the authorization code (RFC 8252 7.3).
//!
//! It answers only to the redirect with the right `state`; a favicon, a preconnect or a page that guesses gets nothing
//! and does not end the wait.

use crate::error::{Error, Kind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use subtle::ConstantTimeEq as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// The longest request that is read.
const MAX_REQUEST: usize = 64 * 1024;

/// How long a connection may stay silent, so that a browser's preconnects do not pile up.
const IDLE: Duration = Duration::from_secs(30);

const DONE: &str = "You are signed in. You can close this tab and go back to PowerShell.";
const REFUSED: &str = "The sign-in did not succeed. Go back to PowerShell to see why.";

/// What the authority sent back through the browser (RFC 6749 4.1.2).
#[derive(Debug)]
pub(super) enum Redirect {
    /// An authorization code.
    Code(String),
    /// A refusal: `error` and `error_description`.
    Refused(String, String),
}

/// A listener on 127.0.0.1, and on `::1` at the same port where that can be had.
#[derive(Debug)]
pub(super) struct Loopback {
    v4: TcpListener,
    v6: Option<TcpListener>,
    port: u16,
}

impl Loopback {
    /// Binds to a free port.
    pub(super) async fn bind() -> Result<Self, Error> {
        let failed = |error: std::io::Error| {
            let message = format!("no port could be opened on this machine to receive the sign-in: {error}");
            Error::new(Kind::Connection, "LoopbackUnavailable", message)
        };
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(failed)?;
        let port = v4.local_addr().map_err(failed)?.port();
        let v6 = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await.ok();
        Ok(Self { v4, v6, port })
    }

    /// The redirect address: for `localhost` Entra ID accepts any port of a public client.
    pub(super) fn redirect_uri(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Waits for the redirect with this state.
    pub(super) async fn redirect(self, state: &str) -> Redirect {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                Some(stream) = accept(Some(&self.v4)) => {
                    connections.spawn(serve(stream, state.to_owned()));
                }
                Some(stream) = accept(self.v6.as_ref()), if self.v6.is_some() => {
                    connections.spawn(serve(stream, state.to_owned()));
                }
                Some(Ok(Some(redirect))) = connections.join_next() => return redirect,
            }
        }
    }
}

async fn accept(listener: Option<&TcpListener>) -> Option<TcpStream> {
    listener?.accept().await.ok().map(|(stream, _)| stream)
}

async fn serve(mut stream: TcpStream, state: String) -> Option<Redirect> {
    let target = tokio::time::timeout(IDLE, read_target(&mut stream)).await.ok()??;
    let redirect = parse(&target, &state);
    let (status, text) = match redirect {
        Some(Redirect::Code(_)) => ("200 OK", DONE),
        Some(Redirect::Refused(..)) => ("200 OK", REFUSED),
        None => ("404 Not Found", ""),
    };
    // The browser may be gone by now; the code has arrived all the same.
    let _ = stream.write_all(page(status, text).as_bytes()).await;
    let _ = stream.shutdown().await;
    redirect
}

/// Reads the head of a request and returns its target; `None` unless it is a whole GET request.
async fn read_target(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    loop {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut request = httparse::Request::new(&mut headers);
        if request.parse(&head).ok()?.is_complete() {
            return (request.method == Some("GET")).then(|| request.path.unwrap_or_default().to_owned());
        }
        if head.len() > MAX_REQUEST || stream.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
}

fn parse(target: &str, state: &str) -> Option<Redirect> {
    let (path, query) = target.split_once('?')?;
    let value = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let is_ours = path == "/" && bool::from(value("state")?.as_bytes().ct_eq(state.as_bytes()));
    match (is_ours, value("code"), value("error")) {
        (true, _, Some(error)) => Some(Redirect::Refused(error, value("error_description").unwrap_or_default())),
        (true, Some(code), None) => Some(Redirect::Code(code)),
        _ => None,
    }
}

fn page(status: &str, text: &str) -> String {
    let body = format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>EntraRevoke</title><p id=\"outcome\">{text}</p></html>"
    );
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Content-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

#[cfg(test)]
mod tests {
    use super::{Redirect, parse};

    #[test]
    fn only_the_redirect_with_the_state_is_taken() {
        assert!(matches!(parse("/?code=c&state=s", "s"), Some(Redirect::Code(code)) if code == "c"));
        assert!(matches!(
            parse("/?error=access_denied&error_description=no%20thanks&state=s", "s"),
            Some(Redirect::Refused(error, why)) if error == "access_denied" && why == "no thanks"
        ));
        for stray in
            ["/favicon.ico", "/?code=c", "/?code=c&state=t", "/x?code=c&state=s", "/?state=s", "/?code=c&state="]
        {
            assert!(parse(stray, "s").is_none(), "{stray}");
        }
    }
}
