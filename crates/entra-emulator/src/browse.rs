//! A browser without a window: follows a sign-in from page to page, on this machine only.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::form_urlencoded::Serializer;
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

/// What an answer makes a browser do.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// Nothing more: the page is shown.
    Stay,
    Get(String),
    /// A form that the page sends by itself (OAuth 2.0 Form Post Response Mode).
    Post(String, String),
}

/// Opens an address, follows its redirects and forms that send themselves, and answers the last status.
pub async fn browse(address: &str) -> Result<u16, BrowseError> {
    let refused = || BrowseError::NotLoopback(address.to_owned());
    let mut url = Url::parse(address).map_err(|_| refused())?;
    let mut form = None;
    for _ in 0..=HOPS {
        let fetched = tokio::time::timeout(HOP_LIMIT, fetch(&url, form.as_deref())).await;
        let (status, next) = fetched.map_err(|_| BrowseError::Timeout)??;
        tracing::info!(host = url.host_str(), path = url.path(), status, "Browsed");
        let target = match next {
            Next::Stay => return Ok(status),
            Next::Get(target) => {
                form = None;
                target
            }
            Next::Post(target, body) => {
                form = Some(body);
                target
            }
        };
        url = url.join(&target).map_err(|_| BrowseError::Malformed)?;
    }
    Err(BrowseError::TooManyRedirects)
}

async fn fetch(url: &Url, form: Option<&str>) -> Result<(u16, Next), BrowseError> {
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
    stream.write_all(request(url, form).as_bytes()).await?;
    let mut answer = Vec::new();
    // The rest of the page is read too: a server whose answer is cut off may take that for a failure.
    stream.read_to_end(&mut answer).await?;
    parse(&String::from_utf8_lossy(&answer)).ok_or(BrowseError::Malformed)
}

/// A request as a browser sends it for its own window; the pages' referrer policy makes the origin of a form `null`.
fn request(url: &Url, form: Option<&str>) -> String {
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let (method, headers) = match form {
        None => ("GET", String::new()),
        Some(body) => {
            let kind = "Origin: null\r\nContent-Type: application/x-www-form-urlencoded";
            ("POST", format!("{kind}\r\nContent-Length: {}\r\n", body.len()))
        }
    };
    format!(
        "{method} {target} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nSec-Fetch-Mode: navigate\r\n\
         Sec-Fetch-Dest: document\r\n{headers}Connection: close\r\n\r\n{}",
        form.unwrap_or_default()
    )
}

fn parse(answer: &str) -> Option<(u16, Next)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()?;
    if !(300..400).contains(&status) {
        return Some((status, hidden_form(body).unwrap_or(Next::Stay)));
    }
    let location = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
    })?;
    Some((status, Next::Get(location)))
}

/// The form that sends itself, as the template `form_post.html` writes it.
fn hidden_form(page: &str) -> Option<Next> {
    let (_, form) = page.split_once("name=\"hiddenform\"")?;
    let mut body = Serializer::new(String::new());
    for field in form.split("<input type=\"hidden\"").skip(1) {
        body.append_pair(&attribute(field, "name")?, &attribute(field, "value")?);
    }
    Some(Next::Post(attribute(form, "action")?, body.finish()))
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let (_, value) = element.split_once(&format!("{name}=\""))?;
    let (value, _) = value.split_once('"')?;
    // As the templates escape; the ampersand comes last, so that nothing is decoded twice.
    let escapes = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    Some(escapes.iter().fold(value.to_owned(), |value, (escape, letter)| value.replace(escape, letter)))
}

#[cfg(test)]
mod tests {
    use super::{Next, parse};

    #[test]
    fn reads_status_and_location() {
        let answer = "HTTP/1.1 302 Found\r\nDate: now\r\nlocation: /next\r\n\r\nbody";
        assert_eq!(parse(answer), Some((302, Next::Get("/next".to_owned()))));
        assert_eq!(parse("HTTP/1.0 200 OK\r\n\r\n"), Some((200, Next::Stay)));
        assert_eq!(parse("SSH-2.0\r\n\r\n"), None);
    }

    #[test]
    fn only_a_form_that_sends_itself_is_sent() {
        let form = |name: &str| {
            format!(
                "HTTP/1.1 200 OK\r\n\r\n<form method=\"post\" name=\"{name}\" action=\"http://localhost:1\">\
                 <input type=\"hidden\" name=\"code\" value=\"a&#38;#62;&#60; b\"></form>"
            )
        };
        let post = Next::Post("http://localhost:1".to_owned(), "code=a%26%2362%3B%3C+b".to_owned());
        assert_eq!(parse(&form("hiddenform")), Some((200, post)));
        assert_eq!(parse(&form("login")), Some((200, Next::Stay)));
    }
}
