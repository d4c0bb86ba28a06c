//! Proxies as the variables of a user's session name them.

use super::ProxySettings;
use std::collections::HashMap;

impl ProxySettings {
    /// Reads `https_proxy` and its like, in lower case or else in capitals, as curl does.
    #[must_use]
    pub fn from_variables<S: std::hash::BuildHasher>(variables: &HashMap<String, String, S>) -> Self {
        let read = |name: &str| {
            let value = variables.get(name).or_else(|| variables.get(&name.to_ascii_uppercase()))?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        Self { http: read("http_proxy"), https: read("https_proxy"), all: read("all_proxy"), bypass: read("no_proxy") }
    }
}
