//! Parameters of a query or of a form (`application/x-www-form-urlencoded`).

use std::collections::HashMap;

/// Decoded parameters. Of a repeated one the last counts.
#[derive(Debug, Default)]
pub(crate) struct Params(HashMap<String, String>);

impl Params {
    /// Decodes a query string or a form body.
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).into_owned().collect())
    }

    /// A parameter, unless it is absent or empty (RFC 6749 section 3.1 treats both alike).
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// An owned copy of a parameter.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
}
