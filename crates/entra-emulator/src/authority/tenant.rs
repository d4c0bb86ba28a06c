//! The first segment of an authority address.

use super::error::AuthError;
use crate::emulator::{TENANT_DOMAIN, TENANT_ID};

/// What a tenant segment stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tenant {
    /// `common` or `organizations`: the user's own tenant.
    Any,
    /// The emulated tenant.
    Own,
}

/// Reads a tenant segment.
pub(crate) fn resolve(segment: &str) -> Result<Tenant, AuthError> {
    let is = |name: &str| segment.eq_ignore_ascii_case(name);
    if is("common") || is("organizations") {
        Ok(Tenant::Any)
    } else if is(TENANT_ID) || is(TENANT_DOMAIN) {
        Ok(Tenant::Own)
    } else if is("consumers") {
        let text = "The application is configured for use by Azure Active Directory users only. Please do not use the \
                    /consumers endpoint to serve this request.";
        Err(AuthError::new("invalid_request", 9_002_332, text))
    } else {
        let text = format!(
            "Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing into the \
             correct cloud. Check with your subscription administrator, this may happen if there are no active \
             subscriptions for the tenant."
        );
        Err(AuthError::new("invalid_request", 90_002, text))
    }
}
