//! The clouds: seven built-in ones and those that the user defines.
//!
//! Addresses: Microsoft Graph, "National cloud deployments".

use crate::error::{Error, Kind};
use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};
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

    fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The clouds known to a process, safe to use from any thread.
#[derive(Debug, Default)]
pub struct Clouds {
    user_defined: RwLock<Vec<Cloud>>,
}

impl Clouds {
    /// All clouds, built-in ones first, then in the order of their definition.
    #[must_use]
    pub fn list(&self) -> Vec<Cloud> {
        let user_defined = self.user_defined.read().unwrap_or_else(PoisonError::into_inner);
        built_in().chain(user_defined.iter().cloned()).collect()
    }

    /// Finds the cloud of a name; fails with `EnvironmentNotFound`.
    pub fn find(&self, name: &str) -> Result<Cloud, Error> {
        self.list().into_iter().find(|cloud| cloud.is_named(name)).ok_or_else(|| not_found(name))
    }

    /// Defines a cloud; fails when the name is taken or an address cannot be used.
    pub fn define(&self, name: &str, authority: &str, graph: &str) -> Result<Cloud, Error> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Error::new(Kind::InvalidArgument, "InvalidEnvironment", "an environment needs a name"));
        }
        if built_in().any(|cloud| cloud.is_named(name)) {
            return Err(built_in_is_fixed("add", name));
        }
        let cloud = Cloud {
            name: name.to_owned(),
            authority: endpoint("AzureADEndpoint", authority)?,
            graph: endpoint("GraphEndpoint", graph)?,
            built_in: false,
        };
        let mut user_defined = self.user_defined.write().unwrap_or_else(PoisonError::into_inner);
        if user_defined.iter().any(|known| known.is_named(name)) {
            let message = format!("an environment named '{name}' is there already");
            return Err(Error::new(Kind::InvalidArgument, "EnvironmentExists", message));
        }
        user_defined.push(cloud.clone());
        Ok(cloud)
    }

    /// Changes a user-defined cloud; an empty address stays as it is.
    pub fn change(&self, name: &str, authority: &str, graph: &str) -> Result<Cloud, Error> {
        self.edit("change", name, |clouds, index| {
            let mut changed = clouds[index].clone();
            if !authority.is_empty() {
                changed.authority = endpoint("AzureADEndpoint", authority)?;
            }
            if !graph.is_empty() {
                changed.graph = endpoint("GraphEndpoint", graph)?;
            }
            clouds[index] = changed.clone();
            Ok(changed)
        })
    }

    /// Deletes a user-defined cloud and returns it.
    pub fn delete(&self, name: &str) -> Result<Cloud, Error> {
        self.edit("remove", name, |clouds, index| Ok(clouds.remove(index)))
    }

    fn edit(
        &self,
        verb: &str,
        name: &str,
        change: impl FnOnce(&mut Vec<Cloud>, usize) -> Result<Cloud, Error>,
    ) -> Result<Cloud, Error> {
        if built_in().any(|cloud| cloud.is_named(name)) {
            return Err(built_in_is_fixed(verb, name));
        }
        let mut user_defined = self.user_defined.write().unwrap_or_else(PoisonError::into_inner);
        let index = user_defined.iter().position(|cloud| cloud.is_named(name)).ok_or_else(|| not_found(name))?;
        change(&mut user_defined, index)
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

fn built_in() -> impl Iterator<Item = Cloud> {
    BUILT_IN.into_iter().map(|(name, authority, graph)| Cloud {
        name: name.to_owned(),
        authority: authority.to_owned(),
        graph: graph.to_owned(),
        built_in: true,
    })
}

fn endpoint(parameter: &str, address: &str) -> Result<String, Error> {
    let invalid = |reason: &str| {
        let message = format!("{parameter} '{address}' cannot be used: {reason}, such as https://graph.example.com");
        Error::new(Kind::InvalidArgument, "InvalidEndpoint", message)
    };
    let url = Url::parse(address.trim()).map_err(|_| invalid("it must be an address with a protocol"))?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err(invalid("plain http is only accepted on this machine, so it must begin with https")),
        _ => return Err(invalid("it must begin with https")),
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(invalid("it must be a plain address"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn not_found(name: &str) -> Error {
    Error::new(Kind::NotFound, "EnvironmentNotFound", format!("there is no environment named '{name}'"))
}

fn built_in_is_fixed(verb: &str, name: &str) -> Error {
    let message = format!("cannot {verb} '{name}': it is a built-in environment");
    Error::new(Kind::InvalidArgument, "BuiltInEnvironment", message)
}
