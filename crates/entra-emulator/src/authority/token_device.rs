//! Polls for a device code (RFC 8628 sections 3.4 and 3.5).

use super::authorize;
use super::error::AuthError;
use super::mint::TokenResponse;
use super::token::{TokenRequest, issue};
use crate::calendar::Moment;
use crate::emulator::Emulator;
use crate::grants::{Device, DeviceState, Grant};
use crate::settings::Settings;

/// Timers and networks are not exact: so much sooner than the interval is not yet too soon.
const TOLERANCE_MS: u64 = 250;

/// Tokens for a device code, once its user has signed in.
pub(crate) fn redeem(emulator: &Emulator, request: &TokenRequest) -> Result<TokenResponse, AuthError> {
    let value = request.require("device_code")?;
    let settings = emulator.settings();
    let (now, stamp) = (emulator.clock.now(), emulator.clock.stamp());
    let user_id = emulator.user(&settings.default_user).map(|user| user.id);
    let mut grants = emulator.grants();
    let device = grants.devices.get_mut(value).ok_or_else(|| {
        let text = "The provided value for the input parameter 'device_code' is not valid.";
        AuthError::new("bad_verification_code", 70_018, text)
    })?;
    if !device.client_id.eq_ignore_ascii_case(&request.client_id) {
        return Err(AuthError::malformed_grant());
    }
    if let Some(user_id) = user_id.filter(|_| due(&settings, device)) {
        device.state = DeviceState::Approved { user_id, signed_in: stamp };
    }
    let (user_id, signed_in) = poll(device, now)?;
    device.state = DeviceState::Redeemed;
    let (client_id, scopes) = (device.client_id.clone(), device.scopes.clone());
    let cp1 = device.cp1 || authorize::wants_cp1(request.form.get("claims"))?;
    drop(grants);
    issue(emulator, request, &Grant { user_id, client_id, scopes, cp1, nonce: None, signed_in })
}

fn due(settings: &Settings, device: &Device) -> bool {
    let polls = settings.device_auto_approve_after_polls.filter(|_| settings.auto_approve);
    device.state == DeviceState::Pending && polls.is_some_and(|polls| device.polls >= polls)
}

fn poll(device: &mut Device, now: Moment) -> Result<(String, Moment), AuthError> {
    let too_soon = device.last_poll.is_some_and(|last| {
        let interval_ms = device.interval_s.saturating_mul(1000);
        now < last.plus_millis(interval_ms.saturating_sub(TOLERANCE_MS))
    });
    device.last_poll = Some(now);
    device.polls += u32::from(!too_soon);
    if device.state == DeviceState::Expired || (device.expires <= now && device.state == DeviceState::Pending) {
        device.state = DeviceState::Expired;
        let text =
            "The provided value for the input parameter 'device_code' is not valid. This device code has expired.";
        return Err(AuthError::new("expired_token", 70_020, text));
    }
    match &device.state {
        DeviceState::Declined => {
            let text = "OAuth 2.0 device flow error. The user declined the authorization.";
            Err(AuthError::new("authorization_declined", 70_016, text))
        }
        DeviceState::Redeemed => {
            let text = "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an \
                        existing refresh token.";
            Err(AuthError::new("invalid_grant", 54_005, text))
        }
        _ if too_soon => {
            // RFC 8628 section 3.5: from now on the client must wait five seconds longer.
            device.interval_s += 5;
            let text = "OAuth 2.0 device flow error. The client polls too often. Slow down.";
            Err(AuthError::new("slow_down", 70_016, text))
        }
        DeviceState::Approved { user_id, signed_in } => Ok((user_id.clone(), *signed_in)),
        DeviceState::Pending | DeviceState::Expired => {
            let text = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
            Err(AuthError::new("authorization_pending", 70_016, text))
        }
    }
}
