//! The clouds: seven that every process knows, and those that a user defines.
//!
//! Addresses: Microsoft Graph, "National cloud deployments".

use crate::error::{Error, Kind};
use std::net::IpAddr;
use url::{Host, Url};

/// The name, sign-in address and Microsoft Graph address of each built-in cloud.
const BUILT_IN: [(&str, &str, &str); 7] = [
    ("Global", "https://login.microsoftonline.com", "https://graph.microsoft.com"),
    ("USGov", "https://login.microsoftonline.us", "https://graph.microsoft.us"),
    ("USGovDoD", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
    ("China", "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"),
    ("BleuCloud", "https://login.sovcloud-identity.fr", "https://graph.svc.sovcloud.fr"),
    ("DelosCloud", "https://login.sovcloud-identity.de", "https://graph.svc.sovcloud.de"),
    ("GovSGCloud", "https://login.sovcloud-identity.sg", "https://graph.svc.sovcloud.sg"),
];

/// A cloud: where its users sign in and where its Microsoft Graph answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    name: String,
    authority: String,
    graph: String,
    built_in: bool,
}

impl Cloud {
    /// A cloud that everybody knows, by its name in any case; fails with `EnvironmentNotFound`.
    pub fn known(name: &str) -> Result<Self, Error> {
        built_in().find(|cloud| cloud.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
            Error::new(Kind::NotFound, "EnvironmentNotFound", format!("there is no environment named '{name}'"))
        })
    }

    /// A cloud that the user defines; fails when an address cannot be used.
    pub fn define(name: &str, authority: &str, graph: &str) -> Result<Self, Error> {
        Ok(Self {
            name: name.to_owned(),
            authority: endpoint("AzureADEndpoint", authority)?,
            graph: endpoint("GraphEndpoint", graph)?,
            built_in: false,
        })
    }

    /// Unique name, case-insensitive.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Address of the sign-in service, without a slash at the end.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Address of Microsoft Graph, without a slash at the end.
    #[must_use]
    pub fn graph(&self) -> &str {
        &self.graph
    }

    /// True for the clouds that cannot be changed.
    #[must_use]
    pub const fn is_built_in(&self) -> bool {
        self.built_in
    }
}

/// True for addresses that never leave this machine, for which plain http is accepted.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

/// The clouds that everybody knows.
pub(crate) fn built_in() -> impl Iterator<Item = Cloud> {
    BUILT_IN.into_iter().map(|(name, authority, graph)| Cloud {
        name: name.to_owned(),
        authority: authority.to_owned(),
        graph: graph.to_owned(),
        built_in: true,
    })
}

/// The base of a cloud's addresses, without a slash at the end and without the version of an API.
fn endpoint(parameter: &str, address: &str) -> Result<String, Error> {
    let refused = |what: &str, reason: &str| {
        let message = format!("{parameter} {what}cannot be used: {reason}, such as https://graph.example.com");
        Error::new(Kind::InvalidArgument, "InvalidEndpoint", message)
    };
    // What stands before an @ may be a password, so such an address is not repeated.
    if address.contains('@') {
        return Err(refused("", "it must be an address without a user name and a password"));
    }
    let invalid = |reason: &str| refused(&format!("'{address}' "), reason);
    let url = Url::parse(address.trim()).map_err(|_| invalid("it must be an address with a protocol"))?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err(invalid("plain http is only accepted on this machine, so it must begin with https")),
        _ => return Err(invalid("it must begin with https")),
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid("it must be a plain address"));
    }
    let base = url.as_str().trim_end_matches('/');
    let versionless = ["/v1.0", "/beta"].iter().find_map(|version| {
        let (base, end) = base.split_at_checked(base.len().checked_sub(version.len())?)?;
        end.eq_ignore_ascii_case(version).then_some(base)
    });
    Ok(versionless.unwrap_or(base).trim_end_matches('/').to_owned())
}
