//! Where bytes become an answer. It reads what other clients read: what a service sends is told apart by its meaning, not
//! by a byte order mark before it.

use crate::error::{Error, Kind};
use flate2::read::MultiGzDecoder;
use http::{HeaderMap, StatusCode, header};
use std::io::Read as _;

/// The longest answer that is read, in bytes; the services' own are a few kilobytes.
pub(super) const MAX_BODY: usize = 1024 * 1024;

/// UTF-8's byte order mark (RFC 8259 8.1 lets a reader ignore it).
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What gzip begins with (RFC 1952 2.3.1).
const GZIP: &[u8] = b"\x1f\x8b";

/// What a service answered, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) client_request_id: String,
}

impl Answer {
    /// A header's value as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The id under which Microsoft Graph or Entra ID logged the request.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.header("request-id").or_else(|| self.header("x-ms-request-id"))
    }
}

/// The body that a service means: unpacked, without a byte order mark, and empty when it is blank. No packing is asked
/// for, but some box on the way may pack all the same.
pub(super) fn meant(headers: &HeaderMap, body: Vec<u8>, host: &str) -> Result<Vec<u8>, Error> {
    let mut body = body;
    if body.starts_with(GZIP) {
        let mut unpacked = Vec::new();
        // One byte more than may be read tells a long answer from one that just fits.
        let limit = u64::try_from(MAX_BODY).unwrap_or(u64::MAX) + 1;
        MultiGzDecoder::new(body.as_slice()).take(limit).read_to_end(&mut unpacked).map_err(|_| {
            let message = format!("the answer of {host} is packed with gzip and cannot be unpacked");
            Error::new(Kind::InvalidResponse, "InvalidResponse", message)
        })?;
        body = unpacked;
    } else if let Some(packing) = headers.get(header::CONTENT_ENCODING).filter(|packing| *packing != "identity") {
        let packing = packing.to_str().unwrap_or("something unknown");
        let message = format!("the answer of {host} is packed with {packing}, which was not asked for");
        return Err(Error::new(Kind::InvalidResponse, "InvalidResponse", message));
    }
    if body.len() > MAX_BODY {
        return Err(too_long(host));
    }
    if body.starts_with(BYTE_ORDER_MARK) {
        body.drain(..BYTE_ORDER_MARK.len());
    }
    if body.iter().all(u8::is_ascii_whitespace) {
        body.clear();
    }
    Ok(body)
}

/// The failure of an answer that is longer than [`MAX_BODY`].
pub(super) fn too_long(host: &str) -> Error {
    let message = format!("{host} answered with more than {MAX_BODY} bytes");
    Error::new(Kind::InvalidResponse, "InvalidResponse", message)
}

#[cfg(test)]
mod tests {
    use super::meant;
    use crate::error::Error;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use http::{HeaderMap, HeaderValue};
    use std::io::Write as _;

    fn read(body: &[u8]) -> Result<Vec<u8>, Error> {
        meant(&HeaderMap::new(), body.to_vec(), "graph.example.com")
    }

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(body).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn a_byte_order_mark_and_blanks_change_nothing() {
        for (body, meant) in [
            (&b"\xef\xbb\xbf{\"value\":true}"[..], &b"{\"value\":true}"[..]),
            (b" \r\n\t", b""),
            (b"\xef\xbb\xbf\r\n", b""),
            (b"", b""),
            (b" {} ", b" {} "),
        ] {
            assert_eq!(read(body).unwrap(), meant);
        }
    }

    #[test]
    fn gzip_that_was_not_asked_for_is_unpacked() {
        assert_eq!(read(&gzip(b"\xef\xbb\xbf{}")).unwrap(), b"{}");
        let cut = &gzip(b"{\"value\":true}")[..15];
        assert_eq!(read(cut).unwrap_err().code(), "InvalidResponse");
    }

    #[test]
    fn an_answer_is_no_longer_unpacked_than_packed() {
        let mebibyte = 1 << 20;
        assert_eq!(read(&gzip(&vec![b'x'; mebibyte])).unwrap().len(), mebibyte);
        let longer = read(&gzip(&vec![b'x'; mebibyte + 1])).unwrap_err();
        assert!(longer.to_string().contains("more than 1048576 bytes"), "{longer}");
    }

    #[test]
    fn any_other_packing_is_told_by_its_name() {
        let mut headers = HeaderMap::new();
        headers.insert("content-encoding", HeaderValue::from_static("br"));
        let error = meant(&headers, b"\x0b\x02\x80{}".to_vec(), "graph.example.com").unwrap_err();
        assert_eq!(error.code(), "InvalidResponse");
        assert!(error.to_string().contains("packed with br"), "{error}");
    }
}
