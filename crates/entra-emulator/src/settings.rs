//! What can be set, at start or through the control endpoint.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::directory::User;

/// How the emulator behaves. The control endpoint changes these while it runs (`POST /settings`, camel case).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Settings {
    /// Sign the default user in at once instead of showing pages.
    pub auto_approve: bool,
    /// The user who is signed in when nobody types a name and no `login_hint` names a known user.
    pub default_user: String,
    /// How long after a revocation it takes effect.
    pub propagation_delay_ms: u64,
    /// Lifetime of access tokens; without it one hour, or a day for a client that asked for `cp1`.
    pub access_token_lifetime_s: Option<u64>,
    /// Lifetime of refresh tokens.
    pub refresh_token_lifetime_s: u64,
    /// Lifetime of device codes (RFC 8628 `expires_in`).
    pub device_code_lifetime_s: u64,
    /// Seconds between polls for a device code (RFC 8628 `interval`).
    pub device_code_interval_s: u64,
    /// With `auto_approve`: after how many polls a device code is approved. `None`: only by page or control endpoint.
    pub device_auto_approve_after_polls: Option<u32>,
    /// With `auto_approve`: the OAuth error that authorize sends back instead of a code. `admin_approval` is the page that
    /// says that the user must wait for an administrator, after which nothing comes back.
    pub authorize_error: Option<String>,
    /// The tenant that tokens name, where it is another than was signed in to.
    pub account_tenant: Option<String>,
    /// The `nonce` of ID tokens, where it is another than was sent.
    pub id_token_nonce: Option<String>,
    /// Added before every answer on the public side.
    pub latency_ms: u64,
    /// `value` in the answer of `revokeSignInSessions`; `None` answers 204 without a body.
    pub revoke_value: Option<bool>,
    /// Client ids that exist. Without a list every GUID does.
    pub clients: Option<Vec<String>>,
    /// Application permissions in app-only tokens.
    pub app_roles: Vec<String>,
    /// Delegated permissions that stand for `.default`.
    pub default_scopes: Vec<String>,
    /// Delegated permissions that are never granted, whoever asks.
    pub withheld_scopes: Vec<String>,
    /// Whether revoking somebody else's sessions needs a user with `isAdmin`.
    pub require_admin_role: bool,
    /// Whether authorize insists on PKCE (RFC 7636).
    pub require_pkce: bool,
    /// Users beside the three that are always there. One with the same name takes the other's place.
    #[serde(skip)]
    pub users: Vec<User>,
    /// How many more users to make up: `user1@contoso.example` and so on.
    #[serde(skip)]
    pub extra_users: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            auto_approve: true,
            default_user: "AdeleV@contoso.example".to_owned(),
            propagation_delay_ms: 0,
            access_token_lifetime_s: None,
            refresh_token_lifetime_s: 90 * 86_400,
            device_code_lifetime_s: 900,
            device_code_interval_s: 5,
            device_auto_approve_after_polls: Some(1),
            authorize_error: None,
            account_tenant: None,
            id_token_nonce: None,
            latency_ms: 0,
            revoke_value: Some(true),
            clients: None,
            app_roles: vec!["User.RevokeSessions.All".to_owned(), "User.Read.All".to_owned()],
            default_scopes: vec!["User.Read".to_owned(), "User.RevokeSessions.All".to_owned()],
            withheld_scopes: Vec::new(),
            require_admin_role: false,
            require_pkce: true,
            users: Vec::new(),
            extra_users: 0,
        }
    }
}

impl Settings {
    /// These settings with some changed, by their names in JSON. A name that does not exist is an error.
    pub fn patched(&self, changes: &Value) -> Result<Self, serde_json::Error> {
        let mut merged = serde_json::to_value(self)?;
        if let (Value::Object(all), Value::Object(changes)) = (&mut merged, changes) {
            all.extend(changes.clone());
        }
        let patched: Self = serde_json::from_value(merged)?;
        Ok(Self { users: self.users.clone(), extra_users: self.extra_users, ..patched })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Settings;

    #[test]
    fn a_patch_changes_what_it_names() {
        let patched = Settings::default().patched(&json!({"autoApprove": false, "revokeValue": null})).unwrap();
        assert!(!patched.auto_approve);
        assert_eq!(patched.revoke_value, None);
        assert_eq!(patched.device_code_interval_s, 5);
    }

    #[test]
    fn a_patch_with_an_unknown_name_is_refused() {
        assert!(Settings::default().patched(&json!({"autoAprove": false})).is_err());
    }
}
