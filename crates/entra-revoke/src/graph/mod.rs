//! Microsoft Graph: the calls that this crate makes, and the failures that it reports.

mod client;
mod error;
pub(crate) mod revoke;

pub(crate) use client::Graph;
