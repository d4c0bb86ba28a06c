//! Which request is the redirect that is waited for (RFC 6749 4.1.2; OAuth 2.0 Form Post Response Mode).

use http::{Method, Request, StatusCode, header};
use oauth2::{AuthorizationCode, CsrfToken};
use subtle::ConstantTimeEq as _;
use url::form_urlencoded;

/// What the authority sent back through the browser.
#[derive(Debug)]
pub(super) enum Redirect {
    /// An authorization code.
    Code(AuthorizationCode),
    /// A refusal: `error` and `error_description`.
    Refused(String, String),
}

/// What a request must show to be taken.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    /// The `state` that was sent.
    pub(super) state: CsrfToken,
    /// The origin of the authority's pages (RFC 6454), as a browser writes it.
    pub(super) authority: String,
}

impl Expected {
    /// Takes the redirect out of a request, else says with which status to answer what is none.
    ///
    /// `form_post` is what is asked for, since it leaves no code in the browser's history; an authority that answers in
    /// the address all the same is understood.
    pub(super) fn judge(&self, request: &Request<Vec<u8>>) -> Result<Redirect, StatusCode> {
        let parameters = match *request.method() {
            Method::GET => request.uri().query().unwrap_or_default().as_bytes(),
            Method::POST => request.body(),
            // Also the question whether a page of the internet may send something here: it may not.
            _ => return Err(StatusCode::METHOD_NOT_ALLOWED),
        };
        if request.uri().path() != "/" {
            return Err(StatusCode::NOT_FOUND);
        }
        if request.method() == Method::POST && !is_form(request) {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        let value = |name: &str| {
            let mut pairs = form_urlencoded::parse(parameters);
            pairs.find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.into_owned())
        };
        let state = value("state").ok_or(StatusCode::NOT_FOUND)?;
        if !bool::from(state.as_bytes().ct_eq(self.state.secret().as_bytes())) {
            return Err(StatusCode::NOT_FOUND);
        }
        if !is_top_level(request) || !self.is_from_authority(request) {
            return Err(StatusCode::FORBIDDEN);
        }
        match (value("error"), value("code")) {
            (Some(error), _) => Ok(Redirect::Refused(error, value("error_description").unwrap_or_default())),
            (None, Some(code)) => Ok(Redirect::Code(AuthorizationCode::new(code))),
            (None, None) => Err(StatusCode::BAD_REQUEST),
        }
    }

    /// True unless the browser names another page as the sender; from https to http it names none (`null`).
    fn is_from_authority(&self, request: &Request<Vec<u8>>) -> bool {
        let origins = request.headers().get_all(header::ORIGIN);
        origins.iter().all(|origin| *origin == "null" || *origin == self.authority)
    }
}

fn is_form(request: &Request<Vec<u8>>) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// True unless the browser says that the request is none for its own window, but for a frame or a script's
/// (Fetch Metadata Request Headers).
fn is_top_level(request: &Request<Vec<u8>>) -> bool {
    let says = |name: &str, expected: &str| request.headers().get_all(name).iter().all(|value| *value == expected);
    says("sec-fetch-mode", "navigate") && says("sec-fetch-dest", "document")
}

#[cfg(test)]
mod tests {
    use super::{Expected, Redirect};
    use http::{Request, StatusCode};
    use oauth2::CsrfToken;

    fn judge(request: http::request::Builder, body: &str) -> Result<Redirect, StatusCode> {
        let state = CsrfToken::new("s".to_owned());
        let expected = Expected { state, authority: "https://login.example.com".to_owned() };
        expected.judge(&request.body(body.as_bytes().to_vec()).unwrap())
    }

    fn get(target: &str) -> Result<Redirect, StatusCode> {
        judge(Request::get(target), "")
    }

    fn form() -> http::request::Builder {
        Request::post("/").header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
    }

    fn is_code(redirect: Result<Redirect, StatusCode>) -> bool {
        matches!(redirect, Ok(Redirect::Code(code)) if code.secret() == "c")
    }

    #[test]
    fn the_redirect_is_taken_from_a_form_and_from_an_address_in_both_forms() {
        assert!(is_code(judge(form(), "code=c&state=s")));
        assert!(is_code(get("/?code=c&state=s")));
        assert!(is_code(get("http://localhost:4000/?code=c&state=s")));
        assert!(matches!(
            judge(form(), "error=access_denied&error_description=no+thanks&state=s"),
            Ok(Redirect::Refused(error, why)) if error == "access_denied" && why == "no thanks"
        ));
    }

    #[test]
    fn what_has_not_the_state_is_not_there() {
        for target in ["/", "/favicon.ico", "/?code=c", "/?code=c&state=t", "/x?code=c&state=s", "/?code=c&state="] {
            assert_eq!(get(target).unwrap_err(), StatusCode::NOT_FOUND, "{target}");
        }
        assert_eq!(judge(form(), "code=c&state=ss").unwrap_err(), StatusCode::NOT_FOUND);
        assert_eq!(judge(form(), "").unwrap_err(), StatusCode::NOT_FOUND);
        assert_eq!(get("/?state=s&code=").unwrap_err(), StatusCode::BAD_REQUEST);
    }

    #[test]
    fn only_the_window_of_the_browser_is_listened_to() {
        for (name, value) in [
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-mode", "no-cors"),
            ("sec-fetch-dest", "iframe"),
            ("sec-fetch-dest", "empty"),
            ("origin", "https://evil.example"),
            ("origin", "https://login.example.com.evil.example"),
        ] {
            let refused = judge(form().header(name, value), "code=c&state=s").unwrap_err();
            assert_eq!(refused, StatusCode::FORBIDDEN, "{name}: {value}");
        }
        for origin in ["null", "https://login.example.com"] {
            let request = form().header("origin", origin);
            let request = request.header("sec-fetch-mode", "navigate").header("sec-fetch-dest", "document");
            assert!(is_code(judge(request, "code=c&state=s")), "{origin}");
        }
    }

    #[test]
    fn other_methods_and_bodies_are_refused() {
        for method in ["HEAD", "OPTIONS", "PUT", "DELETE"] {
            let request = Request::builder().method(method).uri("/?code=c&state=s");
            assert_eq!(judge(request, "").unwrap_err(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        }
        let json = Request::post("/?code=c&state=s").header("content-type", "application/json");
        assert_eq!(judge(json, "code=c&state=s").unwrap_err(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(judge(form().uri("/?code=c&state=s"), "").unwrap_err(), StatusCode::NOT_FOUND);
    }
}
