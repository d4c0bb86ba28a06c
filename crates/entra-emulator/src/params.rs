//! Parameters of a query or of a form (`application/x-www-form-urlencoded`).

use std::collections::HashMap;

/// Decoded parameters. Of a repeated one the last counts, where nobody asks for [`Self::repeated`].
#[derive(Debug, Default)]
pub(crate) struct Params {
    values: HashMap<String, String>,
    repeated: Option<String>,
}

impl Params {
    /// Decodes a query string or a form body.
    pub(crate) fn parse(text: &[u8]) -> Self {
        let mut params = Self::default();
        for (name, value) in url::form_urlencoded::parse(text).into_owned() {
            if params.values.insert(name.clone(), value).is_some() {
                params.repeated = Some(name);
            }
        }
        params
    }

    /// A parameter that is there more than once, which RFC 6749 section 3.1 forbids.
    pub(crate) fn repeated(&self) -> Option<&str> {
        self.repeated.as_deref()
    }

    /// A parameter, unless it is absent or empty (RFC 6749 section 3.1 treats both alike).
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// An owned copy of a parameter.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
}
