//! The clouds that a session can be made for.

use crate::error::FfiError;
use crate::guard::guard_sync;
use entra_revoke::cloud as core;
use interoptopus::ffi;
use interoptopus::wire::Wire;

/// A cloud: where its users sign in and where its Microsoft Graph answers.
#[ffi]
#[derive(Clone, Debug)]
pub struct Cloud {
    /// Unique name, case-insensitive.
    pub name: String,
    /// Address of the sign-in service, such as `https://login.microsoftonline.com`.
    pub authority: String,
    /// Address of Microsoft Graph, such as `https://graph.microsoft.com`.
    pub graph: String,
    /// True for the clouds that every process knows; they cannot be changed.
    pub built_in: bool,
}

/// All clouds, built-in ones first.
#[ffi]
#[derive(Clone, Debug)]
pub struct CloudList {
    /// The clouds.
    pub clouds: Vec<Cloud>,
}

/// The clouds known to this process.
#[ffi(service)]
#[derive(Debug)]
pub struct Clouds {
    pub(crate) inner: core::Clouds,
}

#[ffi(prefix = "clouds_")]
impl Clouds {
    /// Makes a list with the built-in clouds.
    pub fn create() -> ffi::Result<Self, FfiError> {
        guard_sync(|| Ok(Self { inner: core::Clouds::default() }))
    }

    /// Lists the clouds.
    pub fn list(&self) -> ffi::Result<Wire<CloudList>, FfiError> {
        guard_sync(|| Ok(Wire::from(CloudList { clouds: self.inner.list().into_iter().map(Into::into).collect() })))
    }

    /// Finds the cloud of a name.
    pub fn find(&self, name: Wire<String>) -> ffi::Result<Wire<Cloud>, FfiError> {
        let mut name = name;
        guard_sync(|| Ok(Wire::from(self.inner.find(&name.unwire())?.into())))
    }

    /// Defines a cloud under a name that is not taken.
    pub fn define(&self, cloud: Wire<Cloud>) -> ffi::Result<Wire<Cloud>, FfiError> {
        let mut cloud = cloud;
        guard_sync(|| {
            let cloud = cloud.unwire();
            Ok(Wire::from(self.inner.define(&cloud.name, &cloud.authority, &cloud.graph)?.into()))
        })
    }

    /// Changes a user-defined cloud; an empty address stays as it is.
    pub fn change(&self, cloud: Wire<Cloud>) -> ffi::Result<Wire<Cloud>, FfiError> {
        let mut cloud = cloud;
        guard_sync(|| {
            let cloud = cloud.unwire();
            Ok(Wire::from(self.inner.change(&cloud.name, &cloud.authority, &cloud.graph)?.into()))
        })
    }

    /// Deletes a user-defined cloud and returns it.
    pub fn delete(&self, name: Wire<String>) -> ffi::Result<Wire<Cloud>, FfiError> {
        let mut name = name;
        guard_sync(|| Ok(Wire::from(self.inner.delete(&name.unwire())?.into())))
    }
}

impl From<core::Cloud> for Cloud {
    fn from(cloud: core::Cloud) -> Self {
        Self {
            built_in: cloud.is_built_in(),
            name: cloud.name().to_owned(),
            authority: cloud.authority().to_owned(),
            graph: cloud.graph().to_owned(),
        }
    }
}
