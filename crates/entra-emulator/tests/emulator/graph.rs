//! Graph: tokens, permissions, error bodies, ids.

use serde_json::json;

use crate::support::{Lab, assert_graph_error, send, text};

const DENIED: &str = "Insufficient privileges to complete the operation.";

#[tokio::test]
async fn a_token_must_be_there_and_be_good() {
    let lab = Lab::new().await;
    let none = send(lab.http.post(lab.url("/v1.0/me/revokeSignInSessions"))).await;
    assert_graph_error(&none, 401, "InvalidAuthenticationToken", "Access token is empty.");
    assert!(!none.header("www-authenticate").contains("claims="));
    let message = "IDX14100: JWT is not well formed, it must have three segments (JWS).";
    assert_graph_error(&lab.revoke_me("nonsense").await, 401, "InvalidAuthenticationToken", message);

    let tokens = lab.mint(json!({"lifetimeS": 60})).await;
    let access_token = text(&tokens, "access_token");
    let (signed, _) = access_token.rsplit_once('.').unwrap();
    let message = "Access token validation failure. Invalid signature.";
    assert_graph_error(&lab.revoke_me(&format!("{signed}.AAAA")).await, 401, "InvalidAuthenticationToken", message);
    let message = "Access token validation failure. Invalid audience.";
    let id_token = text(&tokens, "id_token");
    assert_graph_error(&lab.revoke_me(&id_token).await, 401, "InvalidAuthenticationToken", message);

    lab.control("POST", "/clock", json!({"advanceSeconds": 61})).await;
    let message = "Lifetime validation failed, the token is expired.";
    assert_graph_error(&lab.revoke_me(&access_token).await, 401, "InvalidAuthenticationToken", message);
}

#[tokio::test]
async fn a_permission_must_be_there() {
    let lab = Lab::new().await;
    for (scope, status) in [
        ("User.RevokeSessions.All", 200),
        ("Directory.ReadWrite.All", 200),
        ("User.ReadWrite.All", 200),
        ("User.ReadWrite", 403),
        ("User.Read", 403),
    ] {
        let answer = lab.revoke_me(&lab.access_token(&[scope]).await).await;
        assert_eq!(answer.status, status, "{scope}");
        if status == 403 {
            assert_graph_error(&answer, 403, "Authorization_RequestDenied", DENIED);
        }
    }
    let token = lab.access_token(&["User.RevokeSessions.All"]).await;
    assert_graph_error(&lab.graph("GET", "/v1.0/me", &token).await, 403, "Authorization_RequestDenied", DENIED);
}

#[tokio::test]
async fn a_withheld_scope_is_not_granted() {
    let lab = Lab::new().await;
    lab.control("POST", "/settings", json!({"withheldScopes": ["User.RevokeSessions.All"]})).await;
    let tokens = lab.sign_in(&[]).await;
    assert_eq!(tokens["scope"], "openid profile User.Read");
    assert_eq!(lab.revoke_me(&text(&tokens, "access_token")).await.status, 403);
}

#[tokio::test]
async fn the_role_of_an_administrator_can_be_required() {
    let lab = Lab::new().await;
    lab.control("POST", "/settings", json!({"requireAdminRole": true})).await;
    let path = "/beta/users/MeganB@contoso.example/microsoft.graph.revokeSignInSessions";
    let refused = lab.graph("POST", path, &lab.access_token(&["User.RevokeSessions.All"]).await).await;
    let message = "Access to invalidate refresh tokens operation is denied.";
    assert_graph_error(&refused, 403, "Authorization_RequestDenied", message);
    let admin = text(&lab.mint(json!({"user": "MeganB@contoso.example"})).await, "access_token");
    let path = "/beta/users/AdeleV@contoso.example/revokeSignInSessions";
    let context = format!("{}/beta/$metadata#Edm.Boolean", lab.running.graph);
    assert_eq!(lab.graph("POST", path, &admin).await.json()["@odata.context"], context);
}

#[tokio::test]
async fn what_does_not_exist_is_named() {
    let lab = Lab::new().await;
    let token = lab.access_token(&["User.Read.All", "User.RevokeSessions.All"]).await;
    let missing = lab.graph("POST", "/v1.0/users/nobody@contoso.example/revokeSignInSessions", &token).await;
    let message = "Resource 'nobody@contoso.example' does not exist or one of its queried reference-property objects are \
                   not present.";
    assert_graph_error(&missing, 404, "Request_ResourceNotFound", message);
    assert_eq!(lab.graph("GET", "/v1.0/me/revokeSignInSessions", &token).await.status, 405);
    assert_eq!(lab.graph("GET", "/v1.0/me?$select=shoeSize", &token).await.status, 400);
    for path in ["/v1.0/groups", "/nowhere"] {
        let answer = lab.graph("GET", path, &token).await;
        let message = format!("the emulator does not do GET {path}");
        assert_eq!(answer.status, 501);
        assert_eq!(answer.json(), json!({"error": {"code": "NotImplemented", "message": message}}));
    }
}

#[tokio::test]
async fn ids_are_echoed() {
    let lab = Lab::new().await;
    let id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    let token = lab.access_token(&["User.Read"]).await;
    let request = lab.http.post(lab.url("/v1.0/me/revokeSignInSessions")).bearer_auth(token);
    let answer = send(request.header("client-request-id", id)).await;
    assert_eq!(answer.header("client-request-id"), id);
    assert_eq!(answer.json()["error"]["innerError"]["client-request-id"], id);
    assert!(answer.header("content-type").starts_with("application/json;odata.metadata=minimal"));
}

#[tokio::test]
async fn the_journal_tells_no_secrets() {
    let lab = Lab::new().await;
    let tokens = lab.sign_in(&[]).await;
    lab.control("DELETE", "/requests", json!({})).await;
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    lab.revoke_me(&access).await;
    lab.refresh(&refresh).await;
    let answer = lab.control("GET", "/requests", json!({})).await;
    let list = answer.json();
    assert_eq!(list[0]["target"], "graph");
    assert_eq!(list[0]["headers"]["authorization"], "Bearer delegated");
    assert_eq!(list[0]["status"], 200);
    assert_eq!(list[1]["form"]["grant_type"], "refresh_token");
    assert_eq!(list[1]["outcome"], "answered");
    assert!(!answer.text.contains(&access) && !answer.text.contains(&refresh));
}

#[tokio::test]
async fn names_have_no_case_and_keys_may_stand_in_parentheses() {
    let lab = Lab::new().await;
    let token = lab.access_token(&["User.Read.All", "User.RevokeSessions.All"]).await;
    let id = "aaaaaaaa-0000-4000-8000-000000000001";
    let (by_key, by_name) = (format!("/beta/users('{id}')"), "/v1.0/Users(%27AdeleV%40contoso.example%27)".to_owned());
    for path in ["/v1.0/Me".to_owned(), by_key.clone(), by_name] {
        let answer = lab.graph("GET", &path, &token).await;
        assert_eq!(answer.json()["id"], id, "{path}: {}", answer.text);
    }
    for path in ["/v1.0/ME/RevokeSignInSessions", &format!("{by_key}/microsoft.graph.revokeSignInSessions")] {
        assert_eq!(lab.graph("POST", path, &lab.access_token(&["User.RevokeSessions.All"]).await).await.status, 200);
    }
    let message = "Resource 'o'brien' does not exist or one of its queried reference-property objects are not present.";
    let missing = lab.graph("GET", "/v1.0/users('o''brien')", &token).await;
    assert_graph_error(&missing, 404, "Request_ResourceNotFound", message);
}
