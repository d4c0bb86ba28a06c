//! `NO_PROXY`: what is reached directly (the manual of curl, "--noproxy").

use ipnet::IpNet;
use std::net::IpAddr;
use url::Url;

/// The hosts that are reached directly.
#[derive(Debug, Default)]
pub(super) struct Bypass(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    hosts: Hosts,
    /// The only port that the rule is for; a rule of curl's has none.
    port: Option<u16>,
}

#[derive(Debug)]
enum Hosts {
    /// `*`.
    All,
    /// `10.0.0.0/8`, or a single address.
    Network(IpNet),
    /// `corp.example`, `.corp.example` and `*.corp.example`: the name and all below it.
    Domain(String),
}

impl Bypass {
    /// Reads a list whose entries are separated by commas or blanks.
    pub(super) fn parse(list: &str) -> Self {
        let entries = list.split(|letter: char| letter == ',' || letter.is_whitespace());
        Self(entries.filter(|entry| !entry.is_empty()).map(Rule::parse).collect())
    }

    /// True for an address that is reached directly.
    pub(super) fn covers(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let host = unbracketed(host).trim_end_matches('.');
        let port = url.port_or_known_default();
        self.0.iter().any(|rule| rule.port.is_none_or(|only| port == Some(only)) && rule.hosts.contain(host))
    }
}

impl Rule {
    fn parse(entry: &str) -> Self {
        // Of an IPv6 address without brackets the last group is no port.
        let (host, port) = match entry.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, port.parse().ok()),
            _ => (entry, None),
        };
        let host = unbracketed(if port.is_some() { host } else { entry });
        let hosts = if host == "*" {
            Hosts::All
        } else if let Some(network) = network(host) {
            Hosts::Network(network)
        } else {
            let name = host.strip_prefix('*').unwrap_or(host);
            Hosts::Domain(name.trim_matches('.').to_ascii_lowercase())
        };
        Self { hosts, port }
    }
}

impl Hosts {
    fn contain(&self, host: &str) -> bool {
        match self {
            Self::All => true,
            Self::Network(network) => host.parse::<IpAddr>().is_ok_and(|address| network.contains(&address)),
            // `Url` has put the name in lower case.
            Self::Domain(name) => match host.strip_suffix(name.as_str()) {
                Some(above) => !name.is_empty() && (above.is_empty() || above.ends_with('.')),
                None => false,
            },
        }
    }
}

fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| Some(IpNet::from(text.parse::<IpAddr>().ok()?)))
}

fn unbracketed(host: &str) -> &str {
    host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::Bypass;

    #[test]
    fn entries_mean_what_curl_documents() {
        for (list, url, covered) in [
            ("*", "https://graph.example.com", true),
            ("*", "https://192.0.2.1", true),
            ("corp.example", "https://corp.example", true),
            ("corp.example", "https://graph.corp.example:8443/path", true),
            ("corp.example", "https://notcorp.example", false),
            (".corp.example", "https://graph.corp.example", true),
            (".corp.example", "https://corp.example", true),
            ("*.corp.example", "https://graph.corp.example", true),
            ("*.corp.example", "https://notcorp.example", false),
            ("CORP.example.", "https://Graph.Corp.Example", true),
            ("corp.example", "https://graph.corp.example.", true),
            ("graph.corp.example:443", "https://graph.corp.example", true),
            ("graph.corp.example:8443", "https://graph.corp.example:8443", true),
            ("graph.corp.example:8443", "https://graph.corp.example", false),
            ("192.0.2.1", "https://192.0.2.1:8443", true),
            ("192.0.2.1:8443", "https://192.0.2.1", false),
            ("192.0.2.0/24", "https://192.0.2.200", true),
            ("192.0.2.0/24", "https://192.0.3.1", false),
            ("2001:db8::1", "https://[2001:db8::1]", true),
            ("[2001:db8::1]", "https://[2001:db8::1]", true),
            ("[2001:db8::1]:8443", "https://[2001:db8::1]", false),
            ("2001:db8::/32", "https://[2001:db8:1::1]", true),
            ("other.example, graph.example.com", "https://graph.example.com", true),
            ("other.example graph.example.com", "https://graph.example.com", true),
            (" ,, ", "https://graph.example.com", false),
            (".", "https://graph.example.com", false),
            ("", "https://graph.example.com", false),
        ] {
            assert_eq!(Bypass::parse(list).covers(&url.parse().unwrap()), covered, "{list} {url}");
        }
    }
}
