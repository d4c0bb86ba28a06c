//! A signed assertion in place of a secret (RFC 7523 section 3), as a client with a certificate sends it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::error::AuthError;
use super::token::TokenRequest;
use crate::emulator::{Emulator, TENANT_DOMAIN, TENANT_ID};

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Checks what can be checked without the application's certificate: algorithm, names, audience and time.
pub(crate) fn check(emulator: &Emulator, request: &TokenRequest, assertion: &str) -> Result<(), AuthError> {
    let invalid = |text: &str| AuthError::new("invalid_client", 50_027, format!("Invalid JWT token. {text}"));
    if request.require("client_assertion_type")? != TYPE {
        return Err(AuthError::new("invalid_request", 900_144, format!("The client assertion type must be {TYPE}.")));
    }
    let parts: Vec<&str> = assertion.split('.').collect();
    let [header, claims, signature] = parts[..] else { return Err(invalid("It must have three segments.")) };
    let (Some(header), Some(claims)) = (decode(header), decode(claims)) else {
        return Err(invalid("It is not JSON."));
    };
    let signed = matches!(header["alg"].as_str(), Some("RS256" | "PS256"));
    let named = ["x5t", "x5t#S256"].iter().any(|name| header[*name].is_string());
    if !signed || !named || signature.is_empty() {
        return Err(invalid("It must be signed with RS256 or PS256 and name its certificate."));
    }
    if [&claims["iss"], &claims["sub"]].iter().any(|name| **name != request.client_id) {
        let text = "Client assertion is not within its valid range: issuer and subject must be the client id.";
        return Err(AuthError::new("invalid_client", 700_021, text));
    }
    let audience = claims["aud"].as_str().unwrap_or_default();
    let path = audience.strip_prefix(emulator.base()).unwrap_or_default();
    let is_ours = |tenant: &str| path == format!("/{tenant}/oauth2/v2.0/token") || path == format!("/{tenant}/v2.0");
    if ![request.segment, TENANT_ID, TENANT_DOMAIN].into_iter().any(is_ours) {
        let text = format!("Client assertion audience claim does not match Realm issuer: '{audience}'.");
        return Err(AuthError::new("invalid_client", 700_023, text));
    }
    let now = emulator.clock.now().unix();
    if claims["exp"].as_u64().is_none_or(|expires| expires <= now) {
        return Err(AuthError::new("invalid_client", 700_024, "Client assertion is not within its valid time range."));
    }
    Ok(())
}

fn decode(segment: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(segment).ok()?).ok()
}
