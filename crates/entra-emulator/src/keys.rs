//! The key that signs tokens: RSA, made once a process, published as a JWKS (RFC 7517).

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::random::OsRandom;

/// Shared by every emulator of the process: making a 2048-bit key takes the better part of a second.
static KEY: LazyLock<Key> = LazyLock::new(Key::generate);

/// Tokens whose signature was found to be ours: the arithmetic takes longer than all else of a request.
static VERIFIED: LazyLock<Mutex<HashMap<String, Value>>> = LazyLock::new(Mutex::default);

/// How many of them are kept.
const VERIFIED_AT_MOST: usize = 1000;

struct Key {
    kid: String,
    modulus: String,
    exponent: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Key {
    fn generate() -> Self {
        let private = RsaPrivateKey::new(&mut OsRandom, 2048).expect("a 2048-bit RSA key can be made");
        let der = private.to_pkcs1_der().expect("an RSA key can be encoded");
        let modulus = private.n().to_bytes_be();
        let exponent = private.e().to_bytes_be();
        Self {
            kid: URL_SAFE_NO_PAD.encode(&Sha256::digest(&modulus)[..20]),
            encoding: EncodingKey::from_rsa_der(der.as_bytes()),
            decoding: DecodingKey::from_rsa_raw_components(&modulus, &exponent),
            modulus: URL_SAFE_NO_PAD.encode(&modulus),
            exponent: URL_SAFE_NO_PAD.encode(&exponent),
        }
    }
}

/// Makes the key now, so that the first sign-in does not wait for it.
pub(crate) fn warm_up() {
    LazyLock::force(&KEY);
}

/// The public keys, as `discovery/v2.0/keys` answers.
pub(crate) fn jwks(issuer: &str) -> Value {
    json!({"keys": [{
        "kty": "RSA", "use": "sig", "kid": KEY.kid, "x5t": KEY.kid, "n": KEY.modulus, "e": KEY.exponent,
        "alg": "RS256", "issuer": issuer,
    }]})
}

/// Signs claims as a JWT (RFC 7519) with RS256.
pub(crate) fn sign(claims: &impl Serialize) -> String {
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(KEY.kid.clone());
    header.x5t = Some(KEY.kid.clone());
    jsonwebtoken::encode(&header, claims, &KEY.encoding).expect("claims that are JSON can be signed")
}

/// The claims of a token whose signature is ours. Times are left to the caller, who knows the emulator's clock.
pub(crate) fn verify(token: &str) -> Result<Value, jsonwebtoken::errors::Error> {
    let mut verified = VERIFIED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(claims) = verified.get(token) {
        return Ok(claims.clone());
    }
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let claims: Value = jsonwebtoken::decode(token, &KEY.decoding, &validation)?.claims;
    if verified.len() == VERIFIED_AT_MOST {
        verified.clear();
    }
    verified.insert(token.to_owned(), claims.clone());
    Ok(claims)
}
