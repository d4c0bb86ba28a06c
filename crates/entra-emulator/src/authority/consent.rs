//! `POST /{tenant}/consent`: what the consent page sends.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;

use super::{authorize, client, pages, sign_in};
use crate::emulator::Emulator;
use crate::grants::{DeviceState, Purpose};
use crate::ids::Ids;
use crate::params::Params;

/// Sends the browser back to the client, or tells the device's user that all is done.
pub(crate) async fn submit(
    State(emulator): State<Arc<Emulator>>,
    Extension(ids): Extension<Ids>,
    body: Bytes,
) -> Response {
    let form = Params::parse(&body);
    let now = emulator.clock.now();
    let accepted = form.get("decision") == Some("accept");
    let flow = emulator.grants().flows.remove(form.get("flow").unwrap_or_default());
    let found = flow.and_then(|flow| Some((flow.purpose, emulator.user(&flow.user_id?)?)));
    match found {
        None => pages::error(&sign_in::lost(), &ids, now),
        Some((Purpose::Redirect(request), user)) if accepted => authorize::approve(&emulator, &request, &user),
        Some((Purpose::Redirect(request), _)) => request.back.with_error(&authorize::declined(), &ids, now),
        Some((Purpose::Device(code), user)) => {
            let signed_in = emulator.clock.stamp();
            let mut grants = emulator.grants();
            let Some(device) = grants.devices.get_mut(&code) else { return pages::error(&sign_in::lost(), &ids, now) };
            if !accepted {
                device.state = DeviceState::Declined;
                return pages::message("You declined the sign-in on your device. You may now close this window.");
            }
            device.state = DeviceState::Approved { user_id: user.id, signed_in };
            pages::message(&format!(
                "You have signed in to the {} application on your device. You may now close this window.",
                client::display_name(&device.client_id)
            ))
        }
    }
}
