//! One request to the loopback address, read off its connection (RFC 9112).

use http::{Request, StatusCode, header};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// The longest head, and the longest body, that is read; a redirect of Entra ID has a few kilobytes.
const MAX_LENGTH: usize = 64 * 1024;

/// How many headers are read; extensions and proxies of companies add their own to a browser's dozen or two.
const MAX_HEADERS: usize = 256;

/// The first byte of a TLS handshake (RFC 8446 5.1), which no HTTP request begins with.
const TLS_HANDSHAKE: u8 = 0x16;

/// What came over a connection.
#[derive(Debug)]
pub(super) enum Received {
    /// A whole request.
    Request(Box<Request<Vec<u8>>>),
    /// Something that is answered with this status.
    Unreadable(StatusCode),
    /// A TLS handshake: the browser was told to use https.
    Tls,
    /// Nothing, as over the connections that browsers open ahead of need.
    Nothing,
}

/// Reads until there is a request or cannot be one.
pub(super) async fn read(stream: &mut TcpStream) -> Received {
    let mut bytes = Vec::new();
    let Head { length: head_length, mut request } = loop {
        if bytes.first() == Some(&TLS_HANDSHAKE) {
            return Received::Tls;
        }
        match parse_head(&bytes) {
            Ok(Some(head)) if head.length <= MAX_LENGTH => break head,
            Ok(None) if bytes.len() <= MAX_LENGTH => {}
            Ok(_) => return Received::Unreadable(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
            Err(status) => return Received::Unreadable(status),
        }
        if !more(stream, &mut bytes).await {
            return if bytes.is_empty() { Received::Nothing } else { Received::Unreadable(StatusCode::BAD_REQUEST) };
        }
    };
    let length = match body_length(&request) {
        Ok(length) => length,
        Err(status) => return Received::Unreadable(status),
    };
    while bytes.len() < head_length + length {
        if !more(stream, &mut bytes).await {
            return Received::Unreadable(StatusCode::BAD_REQUEST);
        }
    }
    *request.body_mut() = bytes[head_length..head_length + length].to_vec();
    Received::Request(Box::new(request))
}

/// False at the end of what the browser sends.
async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> bool {
    stream.read_buf(bytes).await.is_ok_and(|read| read > 0)
}

/// A request without its body, and how many bytes that took.
struct Head {
    length: usize,
    request: Request<Vec<u8>>,
}

/// Reads a head; `None` while it is not complete, and the status to answer with when it is none.
fn parse_head(bytes: &[u8]) -> Result<Option<Head>, StatusCode> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let length = match head.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
        Err(_) => return Err(StatusCode::BAD_REQUEST),
    };
    let builder = Request::builder().method(head.method.unwrap_or_default()).uri(head.path.unwrap_or_default());
    let request = head.headers.iter().fold(builder, |builder, header| builder.header(header.name, header.value));
    let request = request.body(Vec::new()).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(Some(Head { length, request }))
}

/// How long the body is. Browsers send forms with their length, so another framing is not read.
fn body_length(request: &Request<Vec<u8>>) -> Result<usize, StatusCode> {
    if request.headers().contains_key(header::TRANSFER_ENCODING) {
        return Err(StatusCode::LENGTH_REQUIRED);
    }
    let Some(length) = request.headers().get(header::CONTENT_LENGTH) else { return Ok(0) };
    let length = length.to_str().ok().and_then(|length| length.trim().parse().ok()).ok_or(StatusCode::BAD_REQUEST)?;
    if length > MAX_LENGTH { Err(StatusCode::PAYLOAD_TOO_LARGE) } else { Ok(length) }
}
