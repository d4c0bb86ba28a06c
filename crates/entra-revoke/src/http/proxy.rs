//! Proxies.

use crate::error::{Error, Kind};
use reqwest::{ClientBuilder, NoProxy, Proxy};

/// Proxies as the caller's environment names them; where none is set, those of the system are used.
#[derive(Clone, Debug, Default)]
pub struct ProxySettings {
    /// `HTTP_PROXY`: for plain http.
    pub http: Option<String>,
    /// `HTTPS_PROXY`: for https.
    pub https: Option<String>,
    /// `ALL_PROXY`: for both.
    pub all: Option<String>,
    /// `NO_PROXY`: hosts that are reached directly, separated by commas.
    pub bypass: Option<String>,
}

impl ProxySettings {
    pub(super) fn apply(&self, builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        let bypass = self.bypass.as_deref().and_then(NoProxy::from_string);
        let named = [
            ("HTTP_PROXY", &self.http, (|url| Proxy::http(url)) as fn(&str) -> reqwest::Result<Proxy>),
            ("HTTPS_PROXY", &self.https, |url| Proxy::https(url)),
            ("ALL_PROXY", &self.all, |url| Proxy::all(url)),
        ];
        let mut builder = builder;
        for (name, address, make) in named {
            let Some(address) = address.as_deref().filter(|address| !address.is_empty()) else { continue };
            // The address may hold a password, so it is not repeated.
            let proxy = make(address).map_err(|_| {
                Error::new(Kind::InvalidArgument, "InvalidProxy", format!("{name} is not the address of a proxy"))
            })?;
            builder = builder.proxy(proxy.no_proxy(bypass.clone()));
        }
        Ok(builder)
    }
}
