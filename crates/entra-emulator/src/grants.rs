//! What was handed out and can be redeemed: authorization codes, refresh tokens, device codes, pages under way, and the
//! sessions of browsers.

use std::collections::HashMap;

use crate::authority::authorize::AuthorizeRequest;
use crate::calendar::Moment;

/// A user's consent to a client.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) user_id: String,
    pub(crate) client_id: String,
    /// As asked for, OpenID Connect scopes included.
    pub(crate) scopes: Vec<String>,
    /// Whether the client said that it can handle claims challenges.
    pub(crate) cp1: bool,
    pub(crate) nonce: Option<String>,
    /// When the user signed in. A refresh keeps it, so that no refresh can outlive a revocation.
    pub(crate) signed_in: Moment,
}

/// An authorization code (RFC 6749 section 4.1.2).
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) grant: Grant,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) expires: Moment,
    pub(crate) redeemed: bool,
}

/// A refresh token (RFC 6749 section 6).
#[derive(Clone, Debug)]
pub(crate) struct Refresh {
    pub(crate) grant: Grant,
    pub(crate) issued: Moment,
    pub(crate) expires: Moment,
}

/// How far a device code is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DeviceState {
    Pending,
    Approved { user_id: String, signed_in: Moment },
    Declined,
    Expired,
    Redeemed,
}

impl DeviceState {
    /// The state's name on the control endpoint.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved { .. } => "approved",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Redeemed => "redeemed",
        }
    }
}

/// A device code (RFC 8628 section 3.2).
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) user_code: String,
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) cp1: bool,
    pub(crate) expires: Moment,
    pub(crate) interval_s: u64,
    pub(crate) polls: u32,
    pub(crate) last_poll: Option<Moment>,
    pub(crate) state: DeviceState,
}

/// Whom a sign-in page works for.
#[derive(Clone, Debug)]
pub(crate) enum Purpose {
    Redirect(AuthorizeRequest),
    /// The device code.
    Device(String),
}

/// A sign-in page that somebody has open.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    pub(crate) purpose: Purpose,
    /// Set once the password was right.
    pub(crate) user_id: Option<String>,
}

/// A browser whose user has signed in on the pages.
#[derive(Clone, Debug)]
pub(crate) struct BrowserSession {
    pub(crate) user_id: String,
    pub(crate) signed_in: Moment,
}

/// Everything that can be redeemed, by its opaque value.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) refresh: HashMap<String, Refresh>,
    pub(crate) devices: HashMap<String, Device>,
    pub(crate) flows: HashMap<String, Flow>,
    pub(crate) sessions: HashMap<String, BrowserSession>,
}

impl Grants {
    /// The device code that a user knows by `user_code`.
    pub(crate) fn device_by_user_code(&mut self, user_code: &str) -> Option<(&String, &mut Device)> {
        self.devices.iter_mut().find(|(_, device)| device.user_code.eq_ignore_ascii_case(user_code.trim()))
    }
}
