//! `GET /{tenant}/oauth2/v2.0/authorize` (RFC 6749 section 4.1.1, RFC 7636 section 4.3, OpenID Connect Core 3.1.2.1).

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::Value;

use super::error::AuthError;
use super::redirect::{self, ResponseMode, WayBack};
use super::{browser_session, client, form, pages, scope, tenant};
use crate::directory::User;
use crate::emulator::Emulator;
use crate::grants::{Code, Flow, Grant, Purpose};
use crate::ids::Ids;
use crate::params::Params;
use crate::random;

const CODE_LIFETIME_S: u64 = 600;

/// A request that passed the checks.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizeRequest {
    pub(crate) client_id: String,
    pub(crate) back: WayBack,
    pub(crate) scopes: Vec<String>,
    pub(crate) cp1: bool,
    pub(crate) login_hint: Option<String>,
    nonce: Option<String>,
    challenge: Option<String>,
}

/// The endpoint: the way back at once, or the sign-in page.
pub(crate) async fn authorize(
    State(emulator): State<Arc<Emulator>>,
    Extension(ids): Extension<Ids>,
    Path(segment): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let now = emulator.clock.now();
    let params = form::once(Params::parse(query.unwrap_or_default().as_bytes()));
    let client = params.and_then(|params| Ok((check_client(&emulator, &segment, &params)?, params)));
    let (redirect_uri, params) = match client {
        Ok(client) => client,
        Err(error) => return pages::error(&error, &ids, now),
    };
    // From here on the client is known, so that it learns of errors itself.
    let mode = ResponseMode::read(params.get("response_mode"));
    let back = WayBack { redirect_uri, state: params.owned("state"), mode: mode.unwrap_or(ResponseMode::Query) };
    if mode.is_none() {
        let text = "The emulator does not do this response mode.";
        return back.with_error(&AuthError::new("invalid_request", 90_009, text), &ids, now);
    }
    let request = match check_request(&emulator, &params, back.clone()) {
        Ok(request) => request,
        Err(error) => return back.with_error(&error, &ids, now),
    };
    let settings = emulator.settings();
    let hint = request.login_hint.clone().unwrap_or_default();
    let known = browser_session::user(&emulator, &headers)
        .filter(|user| hint.is_empty() || user.user_principal_name.eq_ignore_ascii_case(&hint));
    let prompt = params.get("prompt");
    if prompt == Some("none") {
        return match known {
            Some(user) => approve(&emulator, &request, &user),
            None => back.with_error(&login_required(), &ids, now),
        };
    }
    if settings.auto_approve {
        if settings.authorize_error.as_deref() == Some("admin_approval") {
            return pages::error(&needs_admin_approval(&request.client_id), &ids, now);
        }
        if let Some(error) = &settings.authorize_error {
            return back.with_error(&chosen_error(error), &ids, now);
        }
        let hinted = request.login_hint.as_deref().and_then(|hint| emulator.user(hint));
        if let Some(user) = hinted.or_else(|| emulator.user(&settings.default_user)) {
            return approve(&emulator, &request, &user);
        }
    }
    let known = known.filter(|_| !matches!(prompt, Some("login" | "select_account")));
    let (flow, user_id) = (random::opaque(), known.as_ref().map(|user| user.id.clone()));
    let page = match &known {
        Some(User { user_principal_name, .. }) => {
            let listed = scope::permissions(&settings, &request.scopes);
            pages::consent(&segment, &flow, user_principal_name, &request.client_id, &listed)
        }
        None => pages::sign_in(StatusCode::OK, &segment, &flow, &hint, None),
    };
    emulator.grants().flows.insert(flow, Flow { purpose: Purpose::Redirect(request), user_id });
    page
}

/// Sends the browser back with a code for the user.
pub(crate) fn approve(emulator: &Emulator, request: &AuthorizeRequest, user: &User) -> Response {
    let signed_in = emulator.clock.stamp();
    let code = format!("1.{}", random::opaque());
    let grant = Grant {
        user_id: user.id.clone(),
        client_id: request.client_id.clone(),
        scopes: request.scopes.clone(),
        cp1: request.cp1,
        nonce: request.nonce.clone(),
        signed_in,
    };
    let (redirect_uri, challenge) = (request.back.redirect_uri.clone(), request.challenge.clone());
    let expires = signed_in.plus_seconds(CODE_LIFETIME_S);
    emulator.grants().codes.insert(code.clone(), Code { grant, redirect_uri, challenge, expires, redeemed: false });
    request.back.with_code(&code, &random::guid())
}

/// The error of a user who does not consent.
pub(crate) fn declined() -> AuthError {
    AuthError::new("access_denied", 65_004, "User declined to consent to access the app.")
}

/// Whether a `claims` parameter says that the client can handle claims challenges.
pub(crate) fn wants_cp1(claims: Option<&str>) -> Result<bool, AuthError> {
    let Some(claims) = claims else { return Ok(false) };
    let malformed =
        |_| AuthError::new("invalid_request", 9_002_313, "Invalid request. Request is malformed or invalid.");
    let claims: Value = serde_json::from_str(claims).map_err(malformed)?;
    let values = claims["access_token"]["xms_cc"]["values"].as_array();
    Ok(values.into_iter().flatten().filter_map(Value::as_str).any(|value| value.eq_ignore_ascii_case("cp1")))
}

fn check_client(emulator: &Emulator, segment: &str, params: &Params) -> Result<String, AuthError> {
    tenant::resolve(segment)?;
    let client_id = params.get("client_id").ok_or_else(|| AuthError::missing("client_id"))?;
    client::known(emulator, client_id)?;
    let redirect_uri = params.get("redirect_uri").ok_or_else(|| AuthError::missing("redirect_uri"))?;
    redirect::check(redirect_uri, client_id)?;
    Ok(redirect_uri.to_owned())
}

fn check_request(emulator: &Emulator, params: &Params, back: WayBack) -> Result<AuthorizeRequest, AuthError> {
    match params.get("response_type") {
        Some("code") => {}
        Some(other) => {
            let text = format!("The response type '{other}' is not enabled for the application.");
            return Err(AuthError::new("unsupported_response_type", 700_054, text));
        }
        None => return Err(AuthError::missing("response_type")),
    }
    let challenge = params.owned("code_challenge");
    if challenge.is_none() && emulator.settings().require_pkce {
        let text = "Proof Key for Code Exchange is required for cross-origin authorization code redemption.";
        return Err(AuthError::new("invalid_request", 9_002_325, text));
    }
    if challenge.is_some() && params.get("code_challenge_method") != Some("S256") {
        return Err(AuthError::new("invalid_request", 50_149, "Invalid Code_Challenge_method parameter."));
    }
    // The base64url form of a SHA-256 digest is 43 characters long (RFC 7636 section 4.2).
    if challenge.as_ref().is_some_and(|challenge| challenge.len() != 43) {
        return Err(AuthError::new("invalid_request", 501_491, "Invalid size of Code_Challenge parameter."));
    }
    let scopes = scope::parse(emulator, params.get("client_id").unwrap_or_default(), params.get("scope"))?;
    let cp1 = wants_cp1(params.get("claims"))?;
    match params.get("prompt") {
        None | Some("none" | "login" | "select_account" | "consent") => {}
        Some(_) => return Err(AuthError::new("invalid_request", 90_023, "Unsupported 'prompt' value.")),
    }
    Ok(AuthorizeRequest {
        client_id: params.owned("client_id").unwrap_or_default(),
        back,
        scopes,
        cp1,
        login_hint: params.owned("login_hint"),
        nonce: params.owned("nonce"),
        challenge,
    })
}

/// What the page says of which nobody tells the client ("Configure the admin consent workflow").
fn needs_admin_approval(client_id: &str) -> AuthError {
    let text = format!(
        "Need admin approval. {} needs permission to access resources in your organization that only an admin can \
         grant. Please ask an admin to grant permission to this app before you can use it.",
        client::display_name(client_id)
    );
    AuthError::new("access_denied", 90_094, text)
}

fn login_required() -> AuthError {
    AuthError::new("login_required", 50_058, "A silent sign-in request was sent but no user is signed in.")
}

fn chosen_error(error: &str) -> AuthError {
    match error {
        "access_denied" => declined(),
        "login_required" => login_required(),
        "consent_required" | "interaction_required" => AuthError::new(
            "consent_required",
            65_001,
            "The user or administrator has not consented to use the application. Send an interactive authorization \
             request for this user and resource.",
        ),
        "temporarily_unavailable" => {
            AuthError::new("temporarily_unavailable", 90_033, "A transient error has occurred. Please try again.")
        }
        "invalid_scope" => {
            AuthError::new("invalid_scope", 70_011, "The provided value for the input parameter 'scope' is not valid.")
        }
        _ => AuthError::new("server_error", 90_000, "The authorization server encountered an unexpected error."),
    }
}
