//! `POST /device/{user_code}/approve|decline|expire`, `GET /pending`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, done, failure, read, success};
use crate::emulator::Emulator;
use crate::grants::{DeviceState, Purpose};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Approver {
    user: Option<String>,
}

/// Does what the user of a device code would do; `approve` takes the user to sign in, by default the default user.
pub(crate) async fn act(
    State(emulator): State<Arc<Emulator>>,
    Path((code, action)): Path<(String, String)>,
    body: Bytes,
) -> Result<Answer, Answer> {
    let state = match action.as_str() {
        "approve" => {
            let approver: Approver = read(&body)?;
            let name = approver.user.unwrap_or_else(|| emulator.settings().default_user);
            let user = emulator.user(&name).ok_or_else(|| failure(StatusCode::NOT_FOUND, "there is no such user"))?;
            DeviceState::Approved { user_id: user.id, signed_in: emulator.clock.stamp() }
        }
        "decline" => DeviceState::Declined,
        "expire" => DeviceState::Expired,
        _ => return Err(failure(StatusCode::NOT_FOUND, "approve, decline or expire a device code")),
    };
    let mut grants = emulator.grants();
    let Some((_, device)) = grants.device_by_user_code(&code) else {
        return Err(failure(StatusCode::NOT_FOUND, "there is no such user code"));
    };
    device.state = state;
    Ok(done())
}

/// Sign-in pages and device codes that wait for somebody.
pub(crate) async fn pending(State(emulator): State<Arc<Emulator>>) -> Answer {
    let grants = emulator.grants();
    let authorize: Vec<Value> = grants
        .flows
        .values()
        .filter_map(|flow| match &flow.purpose {
            Purpose::Redirect(request) => Some(json!({
                "clientId": request.client_id, "redirectUri": request.back.redirect_uri, "scopes": request.scopes,
                "loginHint": request.login_hint, "signedIn": flow.user_id.is_some(),
            })),
            Purpose::Device(_) => None,
        })
        .collect();
    let devices: Vec<Value> = grants
        .devices
        .values()
        .map(|device| {
            json!({
                "userCode": device.user_code, "clientId": device.client_id, "scopes": device.scopes,
                "polls": device.polls, "state": device.state.name(),
            })
        })
        .collect();
    success(json!({"authorize": authorize, "device": devices}))
}
