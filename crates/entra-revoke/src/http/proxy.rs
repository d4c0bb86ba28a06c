//! Which way a request goes: directly, or through a proxy.

use super::bypass::Bypass;
use crate::cloud::is_loopback;
use crate::error::{Error, Kind};
use reqwest::{ClientBuilder, Proxy};
use std::collections::HashMap;
use url::{Position, Url};

/// What a proxy may speak. SOCKS is not among it: few have it, and it would be a hundredth of the library.
const SCHEMES: [&str; 2] = ["http", "https"];

/// Proxies as the caller's environment names them. Where none is set Windows and macOS have their own settings, and any
/// other system none. What goes over plain http, and what stays on this machine, never goes through a proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProxySettings {
    /// `HTTP_PROXY`: for plain http, so that nothing goes there; it is only checked.
    pub http: Option<String>,
    /// `HTTPS_PROXY`: for https.
    pub https: Option<String>,
    /// `ALL_PROXY`: for https where `HTTPS_PROXY` is not set.
    pub all: Option<String>,
    /// `NO_PROXY`: hosts that are reached directly, as curl reads it; also `*.corp.example` and `host:port`.
    pub bypass: Option<String>,
}

impl ProxySettings {
    /// Reads `https_proxy` and its like out of the variables of a user's session, in lower case or else in capitals, as
    /// curl does.
    #[must_use]
    pub fn from_variables<S: std::hash::BuildHasher>(variables: &HashMap<String, String, S>) -> Self {
        let read = |name: &str| {
            let value = variables.get(name).or_else(|| variables.get(&name.to_ascii_uppercase()))?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        Self { http: read("http_proxy"), https: read("https_proxy"), all: read("all_proxy"), bypass: read("no_proxy") }
    }
}

/// A way to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Plain http, which needs no certificates.
    Plain,
    /// TLS to the service itself.
    Direct,
    /// TLS through the proxy that the settings name, else through the system's.
    Proxy,
}

/// Proxies whose addresses can be used.
#[derive(Debug)]
pub(super) struct Proxies {
    settings: ProxySettings,
    named: Option<Url>,
    bypass: Bypass,
}

impl Proxies {
    /// Reads the settings; fails with `InvalidProxy`.
    pub(super) fn new(settings: &ProxySettings) -> Result<Self, Error> {
        address("HTTP_PROXY", settings.http.as_deref())?;
        let https = address("HTTPS_PROXY", settings.https.as_deref())?;
        let all = address("ALL_PROXY", settings.all.as_deref())?;
        let bypass = Bypass::parse(settings.bypass.as_deref().unwrap_or_default());
        Ok(Self { settings: settings.clone(), named: https.or(all), bypass })
    }

    /// The settings that these were read from.
    pub(super) const fn settings(&self) -> &ProxySettings {
        &self.settings
    }

    /// The way to an address.
    pub(super) fn route(&self, url: &Url) -> Route {
        if url.scheme() == "http" {
            Route::Plain
        } else if is_loopback(url) || self.bypass.covers(url) || !(self.named.is_some() || has_system_proxies()) {
            Route::Direct
        } else {
            Route::Proxy
        }
    }

    /// Makes a client take a way.
    pub(super) fn apply(&self, route: Route, builder: ClientBuilder) -> reqwest::Result<ClientBuilder> {
        match (route, &self.named) {
            (Route::Plain | Route::Direct, _) => Ok(builder.no_proxy()),
            (Route::Proxy, Some(proxy)) => Ok(builder.proxy(Proxy::all(proxy.as_str())?)),
            (Route::Proxy, None) => Ok(builder),
        }
    }

    /// The proxy in words, without user name and password.
    pub(super) fn name(&self) -> String {
        match &self.named {
            Some(url) => {
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                format!("the proxy {}://{}{port}", url.scheme(), &url[Position::BeforeHost..Position::AfterHost])
            }
            None => "the system's proxy".to_owned(),
        }
    }
}

/// True where the system has settings of its own, apart from the environment.
const fn has_system_proxies() -> bool {
    cfg!(any(windows, target_os = "macos"))
}

/// The address of a proxy, which without a scheme is one that speaks http. It may hold a password, so no error repeats it.
fn address(variable: &str, text: Option<&str>) -> Result<Option<Url>, Error> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let url = if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("http://{text}")) };
    match url {
        Ok(url) if SCHEMES.contains(&url.scheme()) && url.has_host() => Ok(Some(url)),
        _ => {
            let is_socks = text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("socks"));
            let what =
                if is_socks { "names a SOCKS proxy, which cannot be used" } else { "is not the address of a proxy" };
            let message = format!(
                "{variable} {what}: it must begin with {}, such as http://proxy.example.com:8080",
                SCHEMES.join(" or ")
            );
            Err(Error::new(Kind::InvalidArgument, "InvalidProxy", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Proxies, ProxySettings, Route};

    fn route(settings: &ProxySettings, url: &str) -> Route {
        Proxies::new(settings).unwrap().route(&url.parse().unwrap())
    }

    fn all(address: &str) -> ProxySettings {
        ProxySettings { all: Some(address.to_owned()), ..ProxySettings::default() }
    }

    #[test]
    fn plain_http_and_this_machine_never_go_through_a_proxy() {
        let proxies = || ProxySettings { http: Some("http://proxy:1".to_owned()), ..all("http://proxy:2") };
        for url in ["http://127.0.0.1:4000", "http://localhost", "http://[::1]", "http://169.254.169.254/metadata"] {
            assert_eq!(route(&proxies(), url), Route::Plain, "{url}");
        }
        for url in ["https://127.0.0.1:4000", "https://localhost", "https://[::1]"] {
            assert_eq!(route(&proxies(), url), Route::Direct, "{url}");
        }
        assert_eq!(route(&proxies(), "https://graph.microsoft.com"), Route::Proxy);
    }

    #[test]
    fn the_systems_proxy_is_used_only_where_none_is_named() {
        let system = if cfg!(any(windows, target_os = "macos")) { Route::Proxy } else { Route::Direct };
        let url = "https://graph.microsoft.com";
        assert_eq!(route(&ProxySettings::default(), url), system);
        assert_eq!(route(&ProxySettings { http: Some("proxy:1".to_owned()), ..all("") }, url), system);
        assert_eq!(
            route(&ProxySettings { bypass: Some("*".to_owned()), ..ProxySettings::default() }, url),
            Route::Direct
        );
        assert_eq!(
            route(&ProxySettings { bypass: Some("graph.microsoft.com".to_owned()), ..all("p") }, url),
            Route::Direct
        );
    }

    #[test]
    fn a_proxy_is_named_without_its_password() {
        for (address, name) in [
            ("proxy.corp.example:3128", "the proxy http://proxy.corp.example:3128"),
            ("http://user:secret@proxy.corp.example", "the proxy http://proxy.corp.example"),
            ("https://user:secret@[2001:db8::1]:1080/path", "the proxy https://[2001:db8::1]:1080"),
        ] {
            assert_eq!(Proxies::new(&all(address)).unwrap().name(), name);
        }
    }

    #[test]
    fn what_is_no_address_of_a_proxy_is_refused_and_not_repeated() {
        for address in
            ["ftp://user:secret@proxy", "http://[secret", "socks5h://secret", "http://", "://secret", "secret:port"]
        {
            for settings in [
                all(address),
                ProxySettings { http: Some(address.to_owned()), ..ProxySettings::default() },
                ProxySettings { https: Some(address.to_owned()), ..ProxySettings::default() },
            ] {
                let error = Proxies::new(&settings).unwrap_err();
                assert_eq!(error.code(), "InvalidProxy", "{address}");
                assert!(!error.to_string().contains("secret"), "{error}");
            }
        }
    }

    #[test]
    fn a_socks_proxy_is_refused_by_name() {
        for address in ["socks5h://proxy:1080", "SOCKS4://proxy", "socks5://user:secret@proxy"] {
            let error = Proxies::new(&all(address)).unwrap_err();
            assert!(error.to_string().starts_with("ALL_PROXY names a SOCKS proxy, which cannot be used: "), "{error}");
        }
    }
}
