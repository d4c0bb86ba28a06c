//! Metadata: OpenID Connect Discovery, the key set, and Entra's instance discovery.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::tenant::{self, Tenant};
use crate::emulator::{Emulator, TENANT_ID};
use crate::ids::Ids;
use crate::keys;

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`.
pub(crate) async fn metadata(
    State(emulator): State<Arc<Emulator>>,
    Extension(ids): Extension<Ids>,
    Path(segment): Path<String>,
) -> Response {
    let base = emulator.base();
    let issuer = match tenant::resolve(&segment) {
        // The real service answers the placeholder too: which tenant it is shows only in the token.
        Ok(Tenant::Any) => format!("{base}/{{tenantid}}/v2.0"),
        Ok(Tenant::Own) => format!("{base}/{TENANT_ID}/v2.0"),
        Err(mut error) => {
            error.error = "invalid_tenant";
            return error.respond(&ids, emulator.clock.now());
        }
    };
    let tenant = format!("{base}/{segment}");
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{tenant}/oauth2/v2.0/authorize"),
        "token_endpoint": format!("{tenant}/oauth2/v2.0/token"),
        "device_authorization_endpoint": format!("{tenant}/oauth2/v2.0/devicecode"),
        "end_session_endpoint": format!("{tenant}/oauth2/v2.0/logout"),
        "userinfo_endpoint": format!("{base}/oidc/userinfo"),
        "jwks_uri": format!("{tenant}/discovery/v2.0/keys"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "response_modes_supported": ["query", "form_post"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver"],
        "request_uri_parameter_supported": false,
        "http_logout_supported": false,
        "cloud_instance_name": "microsoftonline.com",
        "msgraph_host": emulator.host(),
    }))
    .into_response()
}

/// `GET /{tenant}/discovery/v2.0/keys`.
pub(crate) async fn keys(
    State(emulator): State<Arc<Emulator>>,
    Extension(ids): Extension<Ids>,
    Path(segment): Path<String>,
) -> Response {
    match tenant::resolve(&segment) {
        Ok(_) => Json(keys::jwks(&format!("{}/{TENANT_ID}/v2.0", emulator.base()))).into_response(),
        Err(error) => error.respond(&ids, emulator.clock.now()),
    }
}

/// `GET /common/discovery/instance`: this authority is its own and only alias.
pub(crate) async fn instance(State(emulator): State<Arc<Emulator>>) -> Response {
    let host = emulator.host();
    Json(json!({
        "tenant_discovery_endpoint": format!("{}/common/v2.0/.well-known/openid-configuration", emulator.base()),
        "api-version": "1.1",
        "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
    }))
    .into_response()
}
