//! `POST /me/revokeSignInSessions` and `POST /users/{id | userPrincipalName}/revokeSignInSessions`
//! (Microsoft Graph, user: revokeSignInSessions).

use serde_json::json;

use super::bearer::Caller;
use super::error::{Reply, bad_request, denied, not_found};
use super::{Call, NOT_DELEGATED};
use crate::emulator::Emulator;

const PERMISSIONS: [&str; 3] = ["User.RevokeSessions.All", "Directory.ReadWrite.All", "User.ReadWrite.All"];

/// Ends the signed-in user's sessions.
pub(crate) fn me(emulator: &Emulator, caller: &Caller, call: &Call) -> Reply {
    match &caller.user {
        Some(user) => user_by(emulator, caller, call, &user.id),
        None => bad_request(NOT_DELEGATED),
    }
}

/// Ends the sessions of the user with this object id or sign-in name.
pub(crate) fn user_by(emulator: &Emulator, caller: &Caller, call: &Call, id: &str) -> Reply {
    if !caller.may(&PERMISSIONS) {
        return denied("Insufficient privileges to complete the operation.");
    }
    let Some(target) = emulator.user(id) else { return not_found(id) };
    let settings = emulator.settings();
    let others = caller.user.as_ref().filter(|user| user.id != target.id);
    if others.is_some_and(|user| settings.require_admin_role && !user.is_admin) {
        return denied("Access to invalidate refresh tokens operation is denied.");
    }
    if settings.revoke_value != Some(false) {
        emulator.revoke(&target.id);
    }
    match settings.revoke_value {
        Some(value) => Reply::ok(json!({
            "@odata.context": format!("{}/{}/$metadata#Edm.Boolean", emulator.base(), call.version), "value": value,
        })),
        None => Reply::empty(),
    }
}
