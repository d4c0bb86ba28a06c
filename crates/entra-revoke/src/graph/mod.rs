//! Microsoft Graph: the calls that this crate makes, and the failures that it reports.

mod error;
mod revoke;

pub(crate) use revoke::revoke_my_sessions;
