//! Client assertions: the client's own, and those of another identity provider.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use entra_emulator::{DEFAULT_CLIENT_ID, TENANT_ID};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::{Answer, Lab, assert_auth_error};

/// Signs in with an assertion whose header and claims are good but for these changes.
async fn sign_in(lab: &Lab, header: Value, claims: Value) -> Answer {
    let mut all_of_header = json!({"alg": "PS256", "x5t#S256": "abc"});
    let audience = lab.url(&format!("/{TENANT_ID}/oauth2/v2.0/token"));
    let mut all_claims =
        json!({"iss": DEFAULT_CLIENT_ID, "sub": DEFAULT_CLIENT_ID, "aud": audience, "exp": 9_999_999_999_u64});
    let mut parts = Vec::new();
    for (all, changes) in [(&mut all_of_header, header), (&mut all_claims, claims)] {
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        parts.push(URL_SAFE_NO_PAD.encode(all.to_string()));
    }
    let assertion = format!("{}.c2ln", parts.join("."));
    let fields = [
        ("client_id", DEFAULT_CLIENT_ID),
        ("grant_type", "client_credentials"),
        ("scope", "https://graph.microsoft.com/.default"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", &assertion),
    ];
    lab.post_form("/contoso.example/oauth2/v2.0/token", &fields).await
}

#[tokio::test]
async fn what_entra_takes_is_taken() {
    let lab = Lab::new().await;
    for (header, claims) in [
        (json!({}), json!({})),
        (json!({"alg": "RS256", "x5t#S256": null, "x5t": "abc"}), json!({})),
        (json!({}), json!({"nbf": "1", "exp": "9999999999"})),
    ] {
        let answer = sign_in(&lab, header.clone(), claims.clone()).await;
        assert_eq!(answer.status, 200, "{header} {claims}: {}", answer.text);
    }
}

#[tokio::test]
async fn what_entra_refuses_is_refused() {
    let lab = Lab::new().await;
    for (header, claims, code) in [
        (json!({"alg": "HS256"}), json!({}), 50_027),
        (json!({"x5t#S256": null}), json!({}), 50_027),
        (json!({"x5c": 1}), json!({}), 50_027),
        (json!({"x5c": "b3RoZXI="}), json!({}), 50_027),
        (json!({}), json!({"iss": "other"}), 700_021),
        (json!({}), json!({"sub": "other"}), 700_021),
        (json!({}), json!({"aud": "https://elsewhere.example"}), 700_023),
        (json!({}), json!({"exp": 1}), 700_024),
        (json!({}), json!({"exp": null}), 700_024),
        (json!({}), json!({"nbf": "9999999998"}), 700_024),
    ] {
        let answer = sign_in(&lab, header, claims).await;
        assert_auth_error(&answer, 401, "invalid_client", code);
    }
}

#[tokio::test]
async fn a_certificate_that_the_assertion_carries_is_the_one_that_it_names_and_is_signed_with() {
    let lab = Lab::new().await;
    let certificate = rcgen::generate_simple_self_signed(["client".to_owned()]).unwrap().cert;
    let leaf = STANDARD.encode(certificate.der());
    let named = URL_SAFE_NO_PAD.encode(Sha256::digest(certificate.der()));
    for (header, reason) in [
        (json!({"x5c": leaf}), "The key was not found."),
        (json!({"x5c": [leaf], "x5t#S256": named}), "The provided signature value did not match"),
    ] {
        let answer = sign_in(&lab, header, json!({})).await;
        assert_auth_error(&answer, 401, "invalid_client", 700_027);
        assert!(answer.text.contains(reason), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_token_of_another_provider_names_no_certificate() {
    let lab = Lab::new().await;
    let header = json!({"alg": "RS256", "x5t#S256": null, "kid": "of the provider"});
    let provider = "https://oidc.provider.example";
    for audience in [json!("api://AzureADTokenExchange"), json!(["api://AzureADTokenExchange"])] {
        let claims = json!({"iss": provider, "sub": "system:serviceaccount:a:b", "aud": audience});
        assert_eq!(sign_in(&lab, header.clone(), claims).await.status, 200);
    }
    let elsewhere = json!({"iss": provider, "aud": "sts.amazonaws.com"});
    assert_auth_error(&sign_in(&lab, header.clone(), elsewhere).await, 401, "invalid_client", 700_212);
    let over = json!({"iss": provider, "aud": "api://AzureADTokenExchange", "exp": 1});
    assert_auth_error(&sign_in(&lab, header, over).await, 401, "invalid_client", 700_024);
}
