//! The web pages. Each element that a browser test uses has an id of its own.

use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

use super::client;
use super::error::AuthError;
use crate::calendar::Moment;
use crate::ids::Ids;
use crate::random;

const HEADERS: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "no-store"),
    // These pages have no script, and a form may end in a redirect to the client's own address.
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
    (header::REFERRER_POLICY, "no-referrer"),
];

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    tenant: &'a str,
    flow: &'a str,
    username: &'a str,
    error: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "consent.html")]
struct Consent<'a> {
    tenant: &'a str,
    flow: &'a str,
    username: &'a str,
    client: &'a str,
    client_id: &'a str,
    scopes: &'a [String],
}

#[derive(Template)]
#[template(path = "device_code.html")]
struct DeviceCode<'a> {
    code: &'a str,
    error: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "error.html")]
struct Error<'a> {
    description: &'a str,
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message<'a> {
    message: &'a str,
}

#[derive(Template)]
#[template(path = "form_post.html")]
struct FormPost<'a> {
    action: &'a str,
    fields: &'a [(&'a str, &'a str)],
    nonce: &'a str,
}

/// User name and password.
pub(crate) fn sign_in(status: StatusCode, tenant: &str, flow: &str, username: &str, error: Option<&str>) -> Response {
    page(status, &SignIn { tenant, flow, username, error })
}

/// What the client may do, to accept or to decline.
pub(crate) fn consent(tenant: &str, flow: &str, username: &str, client_id: &str, scopes: &[String]) -> Response {
    let client = &client::display_name(client_id);
    page(StatusCode::OK, &Consent { tenant, flow, username, client, client_id, scopes })
}

/// The code of a device.
pub(crate) fn device_code(code: &str, error: Option<&str>) -> Response {
    page(StatusCode::OK, &DeviceCode { code, error })
}

/// An error that cannot be sent to the client, because the client itself is in doubt.
pub(crate) fn error(error: &AuthError, ids: &Ids, now: Moment) -> Response {
    page(StatusCode::BAD_REQUEST, &Error { description: &error.describe(ids, now) })
}

/// The end of a way through the pages.
pub(crate) fn message(message: &str) -> Response {
    page(StatusCode::OK, &Message { message })
}

/// A page that sends these fields to the client by itself.
pub(crate) fn form_post(action: &str, fields: &[(&str, &str)]) -> Response {
    let nonce = random::opaque();
    let mut response = page(StatusCode::OK, &FormPost { action, fields, nonce: &nonce });
    if let Ok(policy) = HeaderValue::try_from(format!("default-src 'none'; script-src 'nonce-{nonce}'")) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, HEADERS, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "A page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
