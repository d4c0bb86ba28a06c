//! `/devicelogin`: where the user enters the code that a device shows (RFC 8628 section 3.3).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::pages;
use crate::emulator::Emulator;
use crate::grants::{DeviceState, Flow, Purpose};
use crate::params::Params;
use crate::random;

/// The page, with the code filled in when the address carries one as `otc`.
pub(crate) async fn page(RawQuery(query): RawQuery) -> Response {
    let query = Params::parse(query.unwrap_or_default().as_bytes());
    pages::device_code(query.get("otc").unwrap_or_default(), None)
}

/// Takes the code, and goes on to the sign-in page.
pub(crate) async fn submit(State(emulator): State<Arc<Emulator>>, body: Bytes) -> Response {
    let form = Params::parse(&body);
    let user_code = form.get("code").unwrap_or_default();
    let now = emulator.clock.now();
    let mut grants = emulator.grants();
    let waiting = grants
        .device_by_user_code(user_code)
        .filter(|(_, device)| device.state == DeviceState::Pending && device.expires > now)
        .map(|(code, _)| code.clone());
    let Some(device_code) = waiting else {
        return pages::device_code(user_code, Some("That code didn't work. Check the code and try again."));
    };
    let flow = random::opaque();
    grants.flows.insert(flow.clone(), Flow { purpose: Purpose::Device(device_code), user_id: None });
    pages::sign_in(StatusCode::OK, "common", &flow, "", None)
}
