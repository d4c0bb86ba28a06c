//! The clouds that one can sign in to.

use crate::error::Failure;
use crate::guard::guard_sync;
use entra_revoke::cloud::Cloud;
use entra_revoke::error::Error;
use interoptopus::ffi;
use interoptopus::wire::Wire;

/// A cloud: by name alone where everybody knows it, else with its addresses.
#[ffi]
#[derive(Clone, Debug)]
pub struct Environment {
    /// Name.
    pub name: String,
    /// Address of the sign-in service, such as `https://login.microsoftonline.com`.
    pub authority: Option<String>,
    /// Address of Microsoft Graph, such as `https://graph.microsoft.com`.
    pub graph: Option<String>,
}

/// What is known of a cloud.
#[ffi]
#[derive(Clone, Debug)]
pub enum EnvironmentAnswer {
    /// Its addresses, in the form in which they are used.
    Known(Environment),
    /// It is not known, or an address cannot be used.
    Failed(Failure),
}

/// Reads a cloud as a sign-in would.
#[ffi]
pub(crate) fn environment(environment: Wire<Environment>) -> Wire<EnvironmentAnswer> {
    let mut environment = environment;
    let read = guard_sync(|| Cloud::try_from(environment.unwire())).flatten();
    Wire::from(match read {
        Ok(cloud) => EnvironmentAnswer::Known(Environment {
            name: cloud.name().to_owned(),
            authority: Some(cloud.authority().to_owned()),
            graph: Some(cloud.graph().to_owned()),
        }),
        Err(failure) => EnvironmentAnswer::Failed(failure.into()),
    })
}

impl TryFrom<Environment> for Cloud {
    type Error = Error;

    fn try_from(environment: Environment) -> Result<Self, Error> {
        match (environment.authority, environment.graph) {
            (None, None) => Self::known(&environment.name),
            (authority, graph) => {
                Self::define(&environment.name, &authority.unwrap_or_default(), &graph.unwrap_or_default())
            }
        }
    }
}
