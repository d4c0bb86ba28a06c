//! Literal answers of the real services, as they stand in public issues, and what is made of them.

mod entra;
mod graph;

use entra_revoke::error::{Error, Kind};

/// What an error is to say.
struct Told {
    code: &'static str,
    kind: Kind,
    sentence: &'static str,
    request_id: Option<&'static str>,
    claims: Option<&'static str>,
}

impl Told {
    const fn new(code: &'static str, kind: Kind, sentence: &'static str) -> Self {
        Self { code, kind, sentence, request_id: None, claims: None }
    }

    fn check(&self, error: &Error, body: &str) {
        assert_eq!((error.code(), error.kind()), (self.code, self.kind), "{body}");
        assert!(error.to_string().starts_with(self.sentence), "{error} of {body}");
        assert!(!error.to_string().contains("Trace ID"), "{error}");
        if self.request_id.is_some() {
            assert_eq!(error.request_id(), self.request_id, "{body}");
        }
        assert_eq!(error.claims(), self.claims, "{body}");
    }
}
