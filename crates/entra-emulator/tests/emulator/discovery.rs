//! Metadata and keys.

use entra_emulator::TENANT_ID;

use crate::support::{Lab, assert_auth_error, text};

#[tokio::test]
async fn metadata_points_to_endpoints_of_the_same_tenant() {
    let lab = Lab::new().await;
    let metadata = lab.get("/contoso.example/v2.0/.well-known/openid-configuration").await.json();
    let base = &lab.running.authority;
    assert_eq!(text(&metadata, "issuer"), format!("{base}/{TENANT_ID}/v2.0"));
    assert_eq!(text(&metadata, "token_endpoint"), format!("{base}/contoso.example/oauth2/v2.0/token"));
    assert_eq!(metadata["response_modes_supported"], serde_json::json!(["query", "form_post"]));
    // Entra ID leaves it out, though it does PKCE, and clients must not depend on it.
    assert!(metadata["code_challenge_methods_supported"].is_null());
    assert_eq!(text(&metadata, "userinfo_endpoint"), format!("{base}/oidc/userinfo"));
    let common = lab.get("/common/v2.0/.well-known/openid-configuration").await.json();
    assert_eq!(text(&common, "issuer"), format!("{base}/{{tenantid}}/v2.0"));
    let unknown = lab.get("/fabrikam.example/v2.0/.well-known/openid-configuration").await;
    assert_auth_error(&unknown, 400, "invalid_tenant", 90_002);
}

#[tokio::test]
async fn the_published_key_is_the_one_that_signs() {
    let lab = Lab::new().await;
    let keys = lab.get("/common/discovery/v2.0/keys").await.json();
    let key = &keys["keys"][0];
    let token = lab.access_token(&["User.Read"]).await;
    assert_eq!(text(key, "kid"), jsonwebtoken::decode_header(&token).unwrap().kid.unwrap());
    let decoding = jsonwebtoken::DecodingKey::from_rsa_components(&text(key, "n"), &text(key, "e")).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    validation.set_audience(&["https://graph.microsoft.com"]);
    assert!(jsonwebtoken::decode::<serde_json::Value>(&token, &decoding, &validation).is_ok());
    let instance = lab.get("/common/discovery/instance").await.json();
    assert!(text(&instance, "tenant_discovery_endpoint").starts_with(&lab.running.authority));
}
