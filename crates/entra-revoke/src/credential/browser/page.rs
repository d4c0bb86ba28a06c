//! What the browser shows in the end.

use crate::error::Error;
use http::{Method, StatusCode};
use uuid::Uuid;

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText;
  font: 1.25rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; padding: 2rem; border-top: .4rem solid light-dark(#5d6470, #a3aab6); }
.good { border-color: light-dark(#107c10, #6ccb5f); }
.bad { border-color: light-dark(#c42b1c, #ff99a4); }
h1 { margin: 0 0 1rem; font-size: 2rem; line-height: 1.2; font-weight: 600; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
";

/// A page, and the status that it comes with.
#[derive(Debug)]
pub(super) struct Page {
    status: StatusCode,
    tone: &'static str,
    heading: &'static str,
    reason: Option<String>,
    advice: &'static str,
    is_head: bool,
}

impl Page {
    /// How a sign-in ended.
    pub(super) fn outcome<T>(outcome: &Result<T, Error>) -> Self {
        let (tone, heading) = match outcome {
            Ok(_) => ("good", "You are signed in"),
            Err(_) => ("bad", "The sign-in did not succeed"),
        };
        let reason = outcome.as_ref().err().map(|error| format!("What happened: {error}."));
        let advice = "You can close this tab and go back to PowerShell.";
        Self { tone, reason, ..Self::new(StatusCode::OK, heading, advice) }
    }

    /// For a second redirect of the same sign-in, as a tab that is loaded again sends it.
    pub(super) fn taken() -> Self {
        let advice = "This sign-in has come back already. Go back to PowerShell to see how it ended.";
        Self::new(StatusCode::CONFLICT, "Nothing more to do here", advice)
    }

    /// For whatever is not the redirect that is waited for.
    pub(super) fn stray(status: StatusCode) -> Self {
        let advice = "PowerShell waits at this address for a sign-in, and this is not it.";
        Self::new(status, "Nothing to see here", advice)
    }

    fn new(status: StatusCode, heading: &'static str, advice: &'static str) -> Self {
        Self { status, tone: "", heading, reason: None, advice, is_head: false }
    }

    /// This page in answer to a request; to HEAD only what stands before it goes out (RFC 9110 9.3.2).
    pub(super) fn to(mut self, method: &Method) -> Self {
        self.is_head = method == Method::HEAD;
        self
    }

    /// The page as an answer that ends its connection (RFC 9112).
    pub(super) fn to_http(&self) -> String {
        let Self { status, tone, heading, reason, advice, is_head } = self;
        let reason = reason.as_ref().map_or_else(String::new, |reason| format!("<p>{}</p>\n", escaped(reason)));
        // Nothing but this one style may be used, whatever the text is made of (Content Security Policy Level 3).
        let nonce = Uuid::new_v4();
        let body = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{heading}</title>\n\
             <style nonce=\"{nonce}\">\n{STYLE}</style>\n</head>\n<body>\n<main id=\"outcome\" class=\"{tone}\">\n<h1>{heading}</h1>\n\
             {reason}<p>{advice}</p>\n</main>\n</body>\n</html>\n"
        );
        format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nAllow: GET, POST\r\n\
             Cache-Control: no-store\r\nContent-Security-Policy: default-src 'none'; style-src 'nonce-{nonce}'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\nReferrer-Policy: no-referrer\r\n\
             X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{}",
            body.len(),
            if *is_head { "" } else { &body }
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::error::{Error, Kind};

    #[test]
    fn a_failure_is_shown_as_text_and_not_as_markup() {
        let error = Error::new(Kind::Service, "X", "<script>alert('&')</script>");
        let page = Page::outcome::<()>(&Err(error)).to_http();
        assert!(page.contains("What happened: &lt;script&gt;alert('&amp;')&lt;/script&gt;.</p>"), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }

    #[test]
    fn the_policy_allows_the_style_of_the_page_and_nothing_else() {
        let page = Page::outcome(&Ok(())).to_http();
        let (_, nonce) = page.split_once("default-src 'none'; style-src 'nonce-").unwrap();
        let (nonce, _) = nonce.split_once('\'').unwrap();
        assert!(page.contains(&format!("<style nonce=\"{nonce}\">")), "{page}");
        assert!(!Page::outcome(&Ok(())).to_http().contains(nonce), "each page has a nonce of its own");
    }
}
