//! `GET /me` and `GET /users/{id | userPrincipalName}` (Microsoft Graph, user resource type).

use serde_json::{Map, Value, json};

use super::bearer::Caller;
use super::error::{Reply, bad_request, denied, not_found};
use super::{Call, NOT_DELEGATED};
use crate::directory::UserType;
use crate::emulator::Emulator;
use crate::params::Params;

const READ_SELF: [&str; 2] = ["User.Read", "User.ReadWrite"];
const READ_ANY: [&str; 5] =
    ["User.Read.All", "User.ReadBasic.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const DEFAULT_PROPERTIES: [&str; 6] = ["id", "displayName", "givenName", "surname", "mail", "userPrincipalName"];

/// `GET /me`.
pub(crate) fn me(emulator: &Emulator, caller: &Caller, call: &Call) -> Reply {
    match &caller.user {
        Some(user) => user_by(emulator, caller, call, &user.id),
        None => bad_request(NOT_DELEGATED),
    }
}

/// `GET /users/{id | userPrincipalName}`, with `$select`.
pub(crate) fn user_by(emulator: &Emulator, caller: &Caller, call: &Call, id: &str) -> Reply {
    let found = emulator.user(id);
    let own = matches!((&found, &caller.user), (Some(found), Some(user)) if found.id == user.id);
    let readable = caller.may(&READ_ANY) || (own && caller.may(&READ_SELF));
    if !readable {
        return denied("Insufficient privileges to complete the operation.");
    }
    let Some(user) = found else { return not_found(id) };
    let valid_from = emulator.directory().valid_from(&user.id).map(crate::calendar::Moment::edm);
    let (given, family) = user.display_name.split_once(' ').unwrap_or((&user.display_name, ""));
    let user_type = if user.user_type == UserType::Guest { "Guest" } else { "Member" };
    let all = json!({
        "id": user.id, "displayName": user.display_name, "givenName": given, "surname": family,
        "mail": user.user_principal_name, "userPrincipalName": user.user_principal_name, "userType": user_type,
        "accountEnabled": true, "signInSessionsValidFromDateTime": valid_from,
    });
    let query = Params::parse(call.query.as_bytes());
    let context = format!("{}/{}/$metadata#users", emulator.base(), call.version);
    let selection = query.get("$select");
    let (context, names) = match selection {
        Some(list) => (format!("{context}({list})/$entity"), list.split(',').map(str::trim).collect()),
        None => (format!("{context}/$entity"), DEFAULT_PROPERTIES.to_vec()),
    };
    let mut body = Map::from_iter([("@odata.context".to_owned(), Value::from(context))]);
    for name in names {
        let Some(value) = all.get(name) else {
            return bad_request(format!("Could not find a property named '{name}' on type 'microsoft.graph.user'."));
        };
        body.insert(name.to_owned(), value.clone());
    }
    Reply::ok(Value::Object(body))
}
