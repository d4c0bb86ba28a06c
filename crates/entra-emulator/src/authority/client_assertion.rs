//! A signed assertion in place of a secret (RFC 7523 section 3): a client's own, signed with its certificate, or the
//! token of another identity provider that the application trusts.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use webpki::EndEntityCert;
use webpki::ring::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256_LEGACY_KEY};

use super::error::AuthError;
use super::token::TokenRequest;
use crate::calendar::Moment;
use crate::emulator::{Emulator, TENANT_DOMAIN, TENANT_ID};

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// The audience of another provider's token, in every cloud that the emulator stands for.
const EXCHANGE: &str = "api://AzureADTokenExchange";

/// Checks algorithm, names, audience and time, and the signature where the assertion carries its certificate.
pub(crate) fn check(emulator: &Emulator, request: &TokenRequest, assertion: &str) -> Result<(), AuthError> {
    if request.require("client_assertion_type")? != TYPE {
        return Err(AuthError::new("invalid_request", 900_144, format!("The client assertion type must be {TYPE}.")));
    }
    let Some((signed, signature)) = assertion.rsplit_once('.') else { return Err(invalid("It has no segments.")) };
    let parts: Option<Vec<Value>> = signed.split('.').map(decode).collect();
    let Some([header, claims]) = parts.as_deref() else {
        return Err(invalid("It must have three segments, two of them JSON."));
    };
    let algorithm = match header["alg"].as_str() {
        Some("RS256") => RSA_PKCS1_2048_8192_SHA256,
        Some("PS256") => RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
        _ => return Err(invalid("It must be signed with RS256 or PS256.")),
    };
    let Some(signature) = URL_SAFE_NO_PAD.decode(signature).ok().filter(|signature| !signature.is_empty()) else {
        return Err(invalid("It must be signed."));
    };
    let of_another_provider = claims["iss"].as_str().is_some_and(|issuer| issuer.starts_with("https://"));
    if of_another_provider {
        check_exchange(claims)?;
    } else {
        check_certificate(header, algorithm, signed, &signature)?;
        check_names(emulator, request, claims)?;
    }
    check_time(claims, emulator.clock.now())
}

fn check_exchange(claims: &Value) -> Result<(), AuthError> {
    if claims["aud"] == EXCHANGE || claims["aud"] == Value::from([EXCHANGE].as_slice()) {
        return Ok(());
    }
    let text = format!(
        "No matching federated identity record found for presented assertion audience '{}'. Check your federated \
         identity credential Subject, Audience and Issuer against the presented assertion.",
        claims["aud"].as_str().unwrap_or_default()
    );
    Err(AuthError::new("invalid_client", 700_212, text))
}

/// The header names the certificate, and carries it if the application is known by its issuer (`x5c`, RFC 7515 section
/// 4.1.6): as an array, or as the one text that MSAL sends.
fn check_certificate(
    header: &Value,
    algorithm: &dyn SignatureVerificationAlgorithm,
    signed: &str,
    signature: &[u8],
) -> Result<(), AuthError> {
    let thumbprint = header["x5t#S256"].as_str();
    if thumbprint.or(header["x5t"].as_str()).is_none() {
        return Err(invalid("It must name its certificate."));
    }
    let leaf = match &header["x5c"] {
        Value::Null => return Ok(()),
        Value::Array(chain) => chain.first().and_then(Value::as_str),
        chain => chain.as_str(),
    };
    let leaf = CertificateDer::from(leaf.and_then(|leaf| STANDARD.decode(leaf).ok()).unwrap_or_default());
    let Ok(certificate) = EndEntityCert::try_from(&leaf) else { return Err(invalid("Its x5c is not a certificate.")) };
    let reason = if thumbprint.is_some_and(|name| name != URL_SAFE_NO_PAD.encode(Sha256::digest(&leaf))) {
        "The key was not found."
    } else if certificate.verify_signature(algorithm, signed.as_bytes(), signature).is_err() {
        "The provided signature value did not match the expected signature value."
    } else {
        return Ok(());
    };
    let text = format!("Client assertion contains an invalid signature. [Reason - {reason}]");
    Err(AuthError::new("invalid_client", 700_027, text))
}

fn check_names(emulator: &Emulator, request: &TokenRequest, claims: &Value) -> Result<(), AuthError> {
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
    Ok(())
}

fn check_time(claims: &Value, now: Moment) -> Result<(), AuthError> {
    // Entra takes numbers (RFC 7519 section 2) and the texts of numbers that MSAL sends.
    let seconds = |name: &str| claims[name].as_u64().or_else(|| claims[name].as_str()?.parse().ok());
    let (from, until) = (seconds("nbf").unwrap_or(0), seconds("exp").unwrap_or(0));
    if (from..until).contains(&now.unix()) {
        return Ok(());
    }
    let text = format!(
        "Client assertion is not within its valid time range. Current time: {}, assertion valid from {}, expiry time of \
         assertion {}.",
        now.ticks(),
        Moment(0).plus_seconds(from).ticks(),
        Moment(0).plus_seconds(until).ticks()
    );
    Err(AuthError::new("invalid_client", 700_024, text))
}

fn invalid(text: &str) -> AuthError {
    AuthError::new("invalid_client", 50_027, format!("Invalid JWT token. {text}"))
}

fn decode(segment: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(segment).ok()?).ok()
}
