//! `POST /{tenant}/oauth2/v2.0/devicecode` (RFC 8628 section 3.1).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::error::AuthError;
use super::{authorize, client, form, scope, tenant};
use crate::emulator::Emulator;
use crate::grants::{Device, DeviceState};
use crate::ids::Ids;
use crate::params::Params;
use crate::random;

/// Gives out a device code and a user code.
pub(crate) async fn device_code(
    State(emulator): State<Arc<Emulator>>,
    Extension(ids): Extension<Ids>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match form::read(&headers, &body).and_then(|form| begin(&emulator, &segment, &form)) {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => error.respond(&ids, emulator.clock.now()),
    }
}

fn begin(emulator: &Emulator, segment: &str, form: &Params) -> Result<Value, AuthError> {
    tenant::resolve(segment)?;
    let client_id = form.get("client_id").ok_or_else(|| AuthError::missing("client_id"))?;
    client::known(emulator, client_id)?;
    let settings = emulator.settings();
    let device = Device {
        user_code: random::user_code(),
        client_id: client_id.to_owned(),
        scopes: scope::parse(emulator, client_id, form.get("scope"))?,
        cp1: authorize::wants_cp1(form.get("claims"))?,
        expires: emulator.clock.now().plus_seconds(settings.device_code_lifetime_s),
        interval_s: settings.device_code_interval_s,
        polls: 0,
        last_poll: None,
        state: DeviceState::Pending,
    };
    let (user_code, device_code) = (device.user_code.clone(), random::opaque());
    emulator.grants().devices.insert(device_code.clone(), device);
    let verification_uri = format!("{}/devicelogin", emulator.base());
    let message = format!(
        "To sign in, use a web browser to open the page {verification_uri} and enter the code {user_code} to \
         authenticate."
    );
    Ok(json!({
        "user_code": user_code, "device_code": device_code, "verification_uri": verification_uri,
        "expires_in": settings.device_code_lifetime_s, "interval": settings.device_code_interval_s, "message": message,
    }))
}
