//! The session that a browser keeps with the authority after a sign-in on its pages, in a cookie (RFC 6265).
//!
//! While it lasts no password is asked for, and `prompt=none` is answered with a code (OpenID Connect Core section
//! 3.1.2.1). `revokeSignInSessions` ends it with everything else of its user.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::directory::User;
use crate::emulator::Emulator;
use crate::grants::BrowserSession;
use crate::random;

const COOKIE: &str = "ESTSAUTH";

/// Begins a session of this user in the browser that gets the response.
pub(crate) fn begin(emulator: &Emulator, user: &User, mut response: Response) -> Response {
    let id = random::opaque();
    if let Ok(cookie) = HeaderValue::try_from(format!("{COOKIE}={id}; Path=/; HttpOnly; SameSite=Lax")) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    let session = BrowserSession { user_id: user.id.clone(), signed_in: emulator.clock.stamp() };
    emulator.grants().sessions.insert(id, session);
    response
}

/// The user whose session the browser has, unless it was revoked meanwhile.
pub(crate) fn user(emulator: &Emulator, headers: &HeaderMap) -> Option<User> {
    let session = emulator.grants().sessions.get(id(headers)?)?.clone();
    let cut_off = emulator.directory().cut_off(&session.user_id, emulator.clock.now());
    emulator.user(&session.user_id).filter(|_| cut_off.is_none_or(|cut_off| session.signed_in >= cut_off))
}

/// Ends the session that the browser has, if any.
pub(crate) fn end(emulator: &Emulator, headers: &HeaderMap) {
    if let Some(id) = id(headers) {
        emulator.grants().sessions.remove(id);
    }
}

fn id(headers: &HeaderMap) -> Option<&str> {
    let mut pairs = headers.get(header::COOKIE)?.to_str().ok()?.split(';').filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(name, value)| (name.trim() == COOKIE).then_some(value.trim()))
}
