//! A browser without a window: follows a sign-in from redirect to redirect, on this machine only.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::{Host, Url};

const HOPS: usize = 10;
const HOP_LIMIT: Duration = Duration::from_secs(30);

/// Why a page could not be reached.
#[derive(Debug, thiserror::Error)]
pub enum BrowseError {
    /// The address is not one that may be opened.
    #[error("{0} is not an http address of this machine")]
    NotLoopback(String),
    /// The connection failed or broke.
    #[error("the connection failed")]
    Io(#[from] io::Error),
    /// The server did not answer in time.
    #[error("no answer within {} seconds", HOP_LIMIT.as_secs())]
    Timeout,
    /// The answer is not HTTP/1.1, or redirects nowhere.
    #[error("the answer cannot be understood")]
    Malformed,
    /// The redirects did not end.
    #[error("more than {HOPS} redirects")]
    TooManyRedirects,
}

/// Opens an address, follows its redirects, and answers the last status.
pub async fn browse(address: &str) -> Result<u16, BrowseError> {
    let refused = || BrowseError::NotLoopback(address.to_owned());
    let mut url = Url::parse(address).map_err(|_| refused())?;
    for _ in 0..=HOPS {
        let (status, location) =
            tokio::time::timeout(HOP_LIMIT, fetch(&url)).await.map_err(|_| BrowseError::Timeout)??;
        tracing::info!(host = url.host_str(), path = url.path(), status, "Browsed");
        if !(300..400).contains(&status) {
            return Ok(status);
        }
        url = location.and_then(|location| url.join(&location).ok()).ok_or(BrowseError::Malformed)?;
    }
    Err(BrowseError::TooManyRedirects)
}

async fn fetch(url: &Url) -> Result<(u16, Option<String>), BrowseError> {
    let refused = || BrowseError::NotLoopback(url.origin().ascii_serialization());
    if url.scheme() != "http" {
        return Err(refused());
    }
    let port = url.port_or_known_default().unwrap_or(80);
    let mut stream = match url.host() {
        Some(Host::Domain("localhost")) => match TcpStream::connect(("127.0.0.1", port)).await {
            Ok(stream) => stream,
            // A client may listen on one of the two loopback addresses only.
            Err(_) => TcpStream::connect(("::1", port)).await?,
        },
        Some(Host::Ipv4(address)) if address.is_loopback() => TcpStream::connect((IpAddr::V4(address), port)).await?,
        Some(Host::Ipv6(address)) if address.is_loopback() => TcpStream::connect((IpAddr::V6(address), port)).await?,
        _ => return Err(refused()),
    };
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    // The rest of the page is read too: a server whose answer is cut off may take that for a failure.
    stream.read_to_end(&mut answer).await?;
    parse(&String::from_utf8_lossy(&answer)).ok_or(BrowseError::Malformed)
}

fn parse(answer: &str) -> Option<(u16, Option<String>)> {
    let (head, _) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()?;
    let location = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
    });
    Some((status, location))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_status_and_location() {
        let answer = "HTTP/1.1 302 Found\r\nDate: now\r\nlocation: /next\r\n\r\nbody";
        assert_eq!(parse(answer), Some((302, Some("/next".to_owned()))));
        assert_eq!(parse("HTTP/1.0 200 OK\r\n\r\n"), Some((200, None)));
        assert_eq!(parse("SSH-2.0\r\n\r\n"), None);
    }
}
