//! Microsoft Graph: the calls that this crate makes, and the failures that it reports.

mod error;
mod revoke;

pub(crate) use revoke::revoke_my_sessions;

use crate::cloud::Cloud;

/// The address of Microsoft Graph's own description, which anyone may read (`OData` 4.01, "Metadata Document Request").
pub(crate) fn metadata_url(cloud: &Cloud) -> String {
    format!("{}/v1.0/$metadata", cloud.graph())
}
