//! Literal answers of the real services, as they stand in public issues, and of what may stand before them.

use crate::support::{Bench, hear, revoke, unsigned_token};
use entra_emulator::{Fault, Kind as FaultKind, Target};
use entra_revoke::credential::Credential;
use entra_revoke::error::{Error, Kind};
use entra_revoke::secret::Secret;
use entra_revoke::session::{self, Session};
use entra_revoke::talk::TraceLevel;
use serde_json::json;
use std::collections::BTreeMap;

/// A page of a web filter or a captive portal.
const PAGE: &str = "<!DOCTYPE html><html><body>Access to this site is blocked.</body></html>";

/// What an error is to say.
struct Told {
    code: &'static str,
    kind: Kind,
    sentence: &'static str,
    request_id: Option<&'static str>,
    claims: Option<&'static str>,
}

impl Told {
    const fn new(code: &'static str, kind: Kind, sentence: &'static str) -> Self {
        Self { code, kind, sentence, request_id: None, claims: None }
    }

    fn check(&self, error: &Error, body: &str) {
        assert_eq!((error.code(), error.kind()), (self.code, self.kind), "{body}");
        assert!(error.to_string().starts_with(self.sentence), "{error} of {body}");
        assert!(!error.to_string().contains("Trace ID"), "{error}");
        if self.request_id.is_some() {
            assert_eq!(error.request_id(), self.request_id, "{body}");
        }
        assert_eq!(error.claims(), self.claims, "{body}");
    }
}

/// An answer with this status and body, as often as it is asked for.
fn answered(target: Target, status: u16, body: &str) -> Fault {
    let (body, retry_after) = (Some(body.to_owned()), Some("0".to_owned()));
    Fault { body, retry_after, count: 9, ..Fault::status(target, status) }
}

fn with_header(fault: Fault, name: &str, value: &str) -> Fault {
    Fault { headers: BTreeMap::from([(name.to_owned(), value.to_owned())]), ..fault }
}

/// What a sign-in makes of an answer of the sign-in service.
async fn of_entra(bench: &Bench, status: u16, body: &str) -> Error {
    bench.emulator.emulator.inject(answered(Target::DeviceCode, status, body));
    let error = bench.sign_in(Credential::DeviceCode).await.unwrap_err();
    bench.emulator.emulator.clear_faults();
    assert_eq!(error.status(), Some(status), "{body}");
    error
}

/// A session with a token of which only the emulator could say that it is not good.
async fn session(bench: &Bench) -> Session {
    let token = unsigned_token(&json!({"scp": "User.RevokeSessions.All"}));
    bench.sign_in(Credential::AccessToken(token)).await.unwrap()
}

/// What a revocation makes of an answer of Microsoft Graph, and whether the sign-in is still there.
async fn of_graph(bench: &Bench, fault: Fault) -> (Result<bool, Error>, bool) {
    let session = session(bench).await;
    bench.emulator.emulator.inject(fault);
    let outcome = revoke(&session).await;
    bench.emulator.emulator.clear_faults();
    (outcome, session.is_signed_in())
}

#[tokio::test(start_paused = true)]
async fn refusals_of_entra_id_are_told_in_its_words_with_code_ids_and_claims() {
    let revoked = "the sign-in service says: The provided grant has expired due to it being revoked, a fresh auth";
    let id = Some("0aaa7d90-73c6-46cc-9c9d-fc161b282000");
    let bench = Bench::new().await;
    for (status, body, told) in [
        (
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '2021-01-05T05:09:31.5970000Z' and the TokensValidFrom date (before which tokens are not valid) for this user is '2021-01-14T06:26:06.0000000Z'.\r\nTrace ID: 0aaa7d90-73c6-46cc-9c9d-fc161b282000\r\nCorrelation ID: eb217b32-36ad-410b-9b1e-f71cd6947581\r\nTimestamp: 2021-01-31 05:56:19Z","error_codes":[50173],"timestamp":"2021-01-31 05:56:19Z","trace_id":"0aaa7d90-73c6-46cc-9c9d-fc161b282000","correlation_id":"eb217b32-36ad-410b-9b1e-f71cd6947581","error_uri":"https://login.microsoftonline.com/error?code=50173"}"#,
            Told { request_id: id, ..Told::new("AADSTS50173", Kind::Authentication, revoked) },
        ),
        (
            // Without numbers and ids of their own, as older libraries pass it on.
            400,
            r#"{"error_description":"AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed.\r\nTrace ID: 0aaa7d90-73c6-46cc-9c9d-fc161b282000\r\nCorrelation ID: 2db77dbd-5dca-4842-b26f-5fec4564c60d\r\nTimestamp: 2020-07-28 19:06:51Z","error":"invalid_grant","error_uri":"https:\/\/login.microsoftonline.com\/error?code=50173"}"#,
            Told { request_id: id, ..Told::new("AADSTS50173", Kind::Authentication, revoked) },
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.\r\nTrace ID: 64ab9ad5-447a-432c-ba42-83784ad85800\r\nCorrelation ID: 11111111-1111-4111-8111-111111111111\r\nTimestamp: 2023-01-04 19:44:18Z","error_codes":[50076],"timestamp":"2023-01-04 19:44:18Z","trace_id":"64ab9ad5-447a-432c-ba42-83784ad85800","correlation_id":"11111111-1111-4111-8111-111111111111","error_uri":"https://login.microsoftonline.com/error?code=50076","suberror":"basic_action","claims":"{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"p\"]}}}"}"#,
            Told {
                request_id: Some("64ab9ad5-447a-432c-ba42-83784ad85800"),
                claims: Some(r#"{"access_token":{"capolids":{"essential":true,"values":["p"]}}}"#),
                ..Told::new("AADSTS50076", Kind::Authentication, "the sign-in service says: Due to a configuration")
            },
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS70002: Error validating credentials. AADSTS70000: The provided access grant is invalid or malformed.\r\nTrace ID: 8ccfdad7-7856-498c-82fa-88e6d5b40fee\r\nCorrelation ID: c7f33b6a-5683-4fff-be74-ffba44a27abc\r\nTimestamp: 2014-08-27 12:08:46Z","error_codes":[70002,70000],"timestamp":"2014-08-27 12:08:46Z","trace_id":"8ccfdad7-7856-498c-82fa-88e6d5b40fee","correlation_id":"c7f33b6a-5683-4fff-be74-ffba44a27abc"}"#,
            Told::new(
                "AADSTS70002",
                Kind::Authentication,
                "the sign-in service says: Error validating credentials. AADS",
            ),
        ),
        (
            // The ids behind blanks instead of line ends.
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS9002313: Invalid request. Request is malformed or invalid. Trace ID: 416deea9-9d5c-4cbe-81eb-e6397b902000 Correlation ID: bd487592-f96d-48f0-b095-f9ade4b75d45 Timestamp: 2024-10-03 18:40:55Z","error_codes":[9002313]}"#,
            Told {
                request_id: Some("416deea9-9d5c-4cbe-81eb-e6397b902000"),
                ..Told::new("AADSTS9002313", Kind::Authentication, "the sign-in service says: Invalid request. Request")
            },
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS65001: The user or administrator has not consented to use the application with ID 'a' named 'b'. Send an interactive authorization request for this user and resource.","error_codes":[65001],"suberror":"consent_required"}"#,
            Told::new(
                "AADSTS65001",
                Kind::PermissionDenied,
                "the sign-in service says: The user or administrator has not",
            ),
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.\r\nTrace ID: 4d3115e2-773f-413d-ac57-9a69025d2e00\r\nCorrelation ID: 37810be3-b3dd-4f6a-9e87-5bab1e14d910\r\nTimestamp: 2024-03-07 23:05:36Z","error_codes":[53003],"suberror":"message_only","claims":{"access_token":{"capolids":{"essential":true,"values":["p"]}}}}"#,
            Told {
                claims: Some(r#"{"access_token":{"capolids":{"essential":true,"values":["p"]}}}"#),
                ..Told::new("AADSTS53003", Kind::Authentication, "the sign-in service says: Access has been blocked")
            },
        ),
        (
            401,
            r#"{"error":"invalid_client","error_description":"AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.","error_codes":[7000218]}"#,
            Told::new(
                "AADSTS7000218",
                Kind::InvalidArgument,
                "the sign-in service says: The request body must contain",
            ),
        ),
        (
            401,
            r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.","error_codes":[7000215]}"#,
            Told::new(
                "AADSTS7000215",
                Kind::Authentication,
                "the sign-in service says: Invalid client secret provided",
            ),
        ),
        (
            400,
            r#"{"error":"invalid_request","error_description":"AADSTS90002: Tenant 'x' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.","error_codes":[90002]}"#,
            Told::new("AADSTS90002", Kind::NotFound, "the sign-in service says: Tenant 'x' not found"),
        ),
        (
            500,
            r#"{"error":"server_error","error_description":"AADSTS90033: A transient error has occurred. Please try again.","error_codes":[90033]}"#,
            Told::new("AADSTS90033", Kind::Service, "the sign-in service says: A transient error has occurred"),
        ),
        // One odd member costs no other.
        (
            400,
            r#"{"error":"invalid_grant","error_codes":null}"#,
            Told::new("invalid_grant", Kind::Authentication, "the sign-in service says: invalid_grant"),
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_codes":"50173","trace_id":7}"#,
            Told { request_id: Some("7"), ..Told::new("AADSTS50173", Kind::Authentication, "the sign-in") },
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_codes":50173,"claims":[]}"#,
            Told::new("AADSTS50173", Kind::Authentication, "the"),
        ),
        (
            400,
            r#"{"error":"","error_description":null,"error_codes":["50173"]}"#,
            Told::new("AADSTS50173", Kind::Service, "the sign-in service refused and did not say why"),
        ),
        (
            400,
            r#"{"error":17,"error_description":["x"]}"#,
            Told::new("17", Kind::Service, "the sign-in service says: 17"),
        ),
        (
            200,
            r#"{"error":"invalid_scope"}"#,
            Told::new("invalid_scope", Kind::InvalidArgument, "the sign-in service says"),
        ),
        (
            400,
            "\u{feff}{\"error\":\"invalid_scope\"}",
            Told::new("invalid_scope", Kind::InvalidArgument, "the sign-in service"),
        ),
    ] {
        told.check(&of_entra(&bench, status, body).await, body);
    }
}

#[tokio::test]
async fn failures_of_microsoft_graph_are_told_in_its_words_with_code_ids_and_claims() {
    let bench = Bench::new().await;
    for (status, body, told) in [
        (
            403,
            r#"{"error":{"code":"Authorization_RequestDenied","message":"Access to invalidate refresh tokens operation is denied.","innerError":{"date":"2020-06-24T09:42:07","request-id":"712c3e1a-54c0-4d8f-9da3-7e2728121914"}}}"#,
            Told {
                request_id: Some("712c3e1a-54c0-4d8f-9da3-7e2728121914"),
                ..Told::new(
                    "Authorization_RequestDenied",
                    Kind::PermissionDenied,
                    "Microsoft Graph says: Access to invalidate",
                )
            },
        ),
        (
            // A personal account: the code is empty.
            404,
            r#"{"error":{"code":"","message":"No HTTP resource was found that matches the request URI 'https://outlook.office365.com:444/profile/v1.0/users('CID:1')/profile/revokeSignInSessions?api-version=AGSV1-internal'.","innerError":{"date":"2021-01-18T06:10:17","request-id":"e16ec115-6312-42a5-8c85-207a0f7dfb28","client-request-id":"e16ec115-6312-42a5-8c85-207a0f7dfb28"}}}"#,
            Told {
                request_id: Some("e16ec115-6312-42a5-8c85-207a0f7dfb28"),
                ..Told::new("Http404", Kind::NotFound, "Microsoft Graph says: No HTTP resource was found that matches")
            },
        ),
        (
            504,
            r#"{"error":{"code":"UnknownError","message":"","innerError":{"request-id":"ea6058d2-178e-4ec0-9cc5-8532a35e5fd6","date":"2018-04-25T04:56:47"}}}"#,
            Told {
                request_id: Some("ea6058d2-178e-4ec0-9cc5-8532a35e5fd6"),
                ..Told::new("UnknownError", Kind::Timeout, "Microsoft Graph answered 504 Gateway Timeout and did not")
            },
        ),
        (
            400,
            r#"{"error":{"code":"BadRequest","message":"/me request is only valid with delegated authentication flow.","innerError":{"date":"2023-01-01T00:00:00","request-id":"d5522155-bebd-43e1-a79b-4801e31f9437","client-request-id":"d5522155-bebd-43e1-a79b-4801e31f9437"}}}"#,
            Told::new("BadRequest", Kind::Service, "Microsoft Graph says: /me request is only valid with delegated"),
        ),
        (
            401,
            r#"{"error":{"code":"InvalidAuthenticationToken","message":"Access token is empty.","innerError":{"request-id":"d5522155-bebd-43e1-a79b-4801e31f9437"}}}"#,
            Told::new(
                "InvalidAuthenticationToken",
                Kind::Authentication,
                "Microsoft Graph says: Access token is empty",
            ),
        ),
        (
            404,
            r#"{"error":{"code":"Request_ResourceNotFound","message":"Resource '1' does not exist or one of its queried reference-property objects are not present.","innerError":{"date":"2024-01-01T00:00:00","request-id":"d5522155-bebd-43e1-a79b-4801e31f9437"}}}"#,
            Told::new("Request_ResourceNotFound", Kind::NotFound, "Microsoft Graph says: Resource '1' does not exist"),
        ),
        (
            429,
            r#"{"error":{"code":"TooManyRequests","innerError":{"code":"429"},"message":"Too many requests."}}"#,
            Told::new("TooManyRequests", Kind::Throttled, "Microsoft Graph says: Too many requests"),
        ),
        (
            409,
            r#"{"error":{"code":"Directory_ConcurrencyViolation","message":"Conflicting object with one or more of the specified property values is present in the directory."}}"#,
            Told::new("Directory_ConcurrencyViolation", Kind::Service, "Microsoft Graph says: Conflicting object"),
        ),
        // One odd member costs no other.
        (
            403,
            r#"{"error":{"code":"Denied","message":"No.","innerError":null}}"#,
            Told::new("Denied", Kind::PermissionDenied, "Microsoft Graph says: No"),
        ),
        (
            403,
            r#"{"error":{"code":"Denied","message":null,"innererror":{"request-id":"i-1"}}}"#,
            Told {
                request_id: Some("i-1"),
                ..Told::new("Denied", Kind::PermissionDenied, "Microsoft Graph answered 403 Forbidden and did")
            },
        ),
        (
            403,
            r#"{"error":{"code":"Denied","innerError":{"date":"x"},"innererror":{"request-id":"i-2"}}}"#,
            Told { request_id: Some("i-2"), ..Told::new("Denied", Kind::PermissionDenied, "Microsoft Graph answered") },
        ),
        (
            403,
            r#"{"error":{"code":403,"message":{"lang":"en"},"innerError":"x"}}"#,
            Told::new("403", Kind::PermissionDenied, "Microsoft Graph answered"),
        ),
        (
            403,
            r#"{"error":{"code":null,"message":"No."}}"#,
            Told::new("Http403", Kind::PermissionDenied, "Microsoft Graph says: No"),
        ),
        (
            403,
            r#"{"error":{}}"#,
            Told::new("Http403", Kind::PermissionDenied, "Microsoft Graph answered 403 Forbidden"),
        ),
        (
            403,
            "\u{feff}{\"error\":{\"code\":\"Denied\"}}",
            Told::new("Denied", Kind::PermissionDenied, "Microsoft Graph"),
        ),
        // Without a body it is Microsoft Graph that has a request id.
        (
            403,
            "",
            Told::new("Http403", Kind::PermissionDenied, "Microsoft Graph answered 403 Forbidden and did not say"),
        ),
        (502, "", Told::new("Http502", Kind::Service, "Microsoft Graph answered 502 Bad Gateway and did not say why")),
    ] {
        let (outcome, is_signed_in) = of_graph(&bench, answered(Target::Graph, status, body)).await;
        let error = outcome.unwrap_err();
        told.check(&error, body);
        assert!(error.status() == Some(status) && is_signed_in, "{body}");
        assert!(error.client_request_id().is_some() && error.request_id().is_some(), "{body}");
    }
}

#[tokio::test]
async fn a_claims_challenge_is_found_behind_others_whatever_its_error_and_its_body() {
    let bench = Bench::new().await;
    let challenge = r#"Negotiate, bearer realm="", Claims = eyJhY2Nlc3NfdG9rZW4iOnt9fQ, error="invalid_token""#;
    let body = r#"{"error":{"code":"InvalidAuthenticationToken","message":"Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp","innerError":{"request-id":"a-1"}}}"#;
    for (body, code) in [(body, "InvalidAuthenticationToken"), ("", "Http401"), (PAGE, "Http401")] {
        let fault = with_header(answered(Target::Graph, 401, body), "www-authenticate", challenge);
        let error = of_graph(&bench, fault).await.0.unwrap_err();
        assert_eq!((error.code(), error.kind()), (code, Kind::Authentication), "{body}");
        assert_eq!(error.claims(), Some(r#"{"access_token":{}}"#), "{body}");
        assert!(error.is_verdict());
    }
}

#[tokio::test]
async fn what_is_not_from_microsoft_graph_is_no_verdict_and_costs_no_token() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    for (status, body) in [
        (401, PAGE),
        (401, r#"{"message":"Unauthorized"}"#),
        (401, r#"{"error":"blocked"}"#),
        (403, PAGE),
        (403, "[]"),
        (404, PAGE),
        (407, PAGE),
        (511, PAGE),
        (302, ""),
        (307, PAGE),
    ] {
        let fault =
            with_header(answered(Target::Graph, status, body), "location", "https://portal.example/login?token=x");
        bench.emulator.emulator.inject(fault);
        let error = revoke(&session).await.unwrap_err();
        bench.emulator.emulator.clear_faults();
        assert_eq!((error.code(), error.kind()), ("InvalidResponse", Kind::InvalidResponse), "{status} {error:?}");
        assert_eq!((error.status(), error.is_verdict()), (Some(status), false), "{error:?}");
        assert_eq!(error.to_string().contains("'portal.example'"), status < 400, "{error}");
        assert!(!error.to_string().contains("token=x"), "{error}");
    }
    assert_eq!(bench.count("token"), 0);
    assert!(revoke(&session).await.unwrap(), "the sign-in is as it was");
}

#[tokio::test(start_paused = true)]
async fn what_is_not_from_the_sign_in_service_is_no_verdict() {
    let bench = Bench::new().await;
    for (status, body, code, kind) in [
        (401, PAGE, "InvalidResponse", Kind::InvalidResponse),
        (403, PAGE, "InvalidResponse", Kind::InvalidResponse),
        (404, "", "InvalidResponse", Kind::InvalidResponse),
        (407, PAGE, "InvalidResponse", Kind::InvalidResponse),
        (511, PAGE, "InvalidResponse", Kind::InvalidResponse),
        (302, "", "InvalidResponse", Kind::InvalidResponse),
        (200, PAGE, "InvalidResponse", Kind::InvalidResponse),
        (200, "[]", "InvalidResponse", Kind::InvalidResponse),
        (401, r#"{"message":"Unauthorized"}"#, "InvalidResponse", Kind::InvalidResponse),
        (401, r#"{"error":{"code":"Unauthorized"}}"#, "InvalidResponse", Kind::InvalidResponse),
        (401, r#"{"error":"Unauthorized"}"#, "Unauthorized", Kind::Authentication),
        (429, "Too many requests", "Http429", Kind::Throttled),
        (500, "oops", "Http500", Kind::Service),
        (502, PAGE, "Http502", Kind::Service),
        (503, "", "Http503", Kind::Service),
        (504, PAGE, "Http504", Kind::Service),
    ] {
        let error = of_entra(&bench, status, body).await;
        assert_eq!((error.code(), error.kind()), (code, kind), "{status} {error:?}");
        assert!(!error.is_verdict(), "{error:?}");
    }
}

#[tokio::test]
async fn only_true_or_nothing_is_a_revocation_and_only_that_ends_the_sign_in() {
    let unknown = Some("InvalidResponse");
    let bench = Bench::new().await;
    for (status, body, value, code) in [
        (
            200,
            r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean","value":true}"#,
            true,
            None,
        ),
        (200, "\u{feff}{\"value\":true}", true, None),
        (200, r#"{"value":true,"error":null}"#, true, None),
        (200, "", true, None),
        (200, " \r\n", true, None),
        (204, "", true, None),
        (202, "", true, None),
        (200, r#"{"value":false}"#, false, None),
        (200, r#"{"error":{"code":"Denied","message":"No."}}"#, false, Some("Denied")),
        (200, r#"{"value":true,"error":{"code":"Denied"}}"#, false, Some("Denied")),
        (200, r#"{"error":{}}"#, false, Some("Http200")),
        (200, r#"{"error":"Denied"}"#, false, unknown),
        (200, "{}", false, unknown),
        (200, "[]", false, unknown),
        (200, "true", false, unknown),
        (200, r#"{"Value":false}"#, false, unknown),
        (200, r#"{"Value":true}"#, false, unknown),
        (200, r#"{"value":"true"}"#, false, unknown),
        (200, r#"{"value":null}"#, false, unknown),
        (200, r#"{"value":true"#, false, unknown),
        (200, PAGE, false, unknown),
    ] {
        let (outcome, is_signed_in) = of_graph(&bench, answered(Target::Graph, status, body)).await;
        assert_eq!(is_signed_in, !value, "{body}");
        match (outcome, code) {
            (Ok(outcome), None) => assert_eq!(outcome, value, "{body}"),
            (Err(error), Some(code)) => {
                assert_eq!((error.code(), error.status()), (code, Some(status)), "{body}");
                let is_unknown = error.to_string().ends_with("so it is unknown whether it took effect");
                assert_eq!(is_unknown, code == "InvalidResponse", "{error}");
            }
            (outcome, _) => panic!("{outcome:?} of {body}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_that_cannot_be_used_are_refused_and_odd_members_beside_them_are_not() {
    let refresh = json!({"token_type": "Bearer", "access_token": "a", "refresh_token": "r"});
    for (change, is_taken) in [
        (json!({}), true),
        (json!({"token_type": "bearer"}), true),
        (json!({"expires_in": "3599"}), true),
        (json!({"expires_in": 3599.9, "ext_expires_in": null}), true),
        (json!({"expires_in": -1, "scope": null, "id_token": 7}), true),
        (json!({"expires_in": 1e300, "scope": ["a"], "refresh_token": ""}), true),
        (json!({"access_token": ""}), false),
        (json!({"access_token": " "}), false),
        (json!({"access_token": null}), false),
        (json!({"access_token": 1}), false),
        (json!({"token_type": "pop"}), false),
        (json!({"token_type": null}), false),
    ] {
        let bench = Bench::new().await;
        let mut body = refresh.clone();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        bench.emulator.emulator.inject(answered(Target::Token, 200, &body.to_string()));
        match bench.sign_in(Credential::ClientSecret(Secret::new("s".to_owned()))).await {
            Ok(_) => assert!(is_taken, "{change}"),
            Err(error) => {
                assert!(!is_taken, "{change} {error:?}");
                assert_eq!((error.code(), error.kind()), ("InvalidResponse", Kind::InvalidResponse), "{error:?}");
                assert_eq!(error.status(), Some(200));
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_that_a_service_says_can_steer_the_terminal_or_fill_it() {
    let bench = Bench::new().await;
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}\r\nERROR: \u{2028}x";
    let long = "y".repeat(400_000);
    let oauth = json!({
        "error": evil, "error_description": format!("{evil}{long}"), "trace_id": evil, "correlation_id": evil,
    });
    let graph = json!({"error": {
        "code": evil, "message": format!("{evil}{long}"), "innerError": {"request-id": evil, "client-request-id": evil},
    }});
    let told = [
        (of_entra(&bench, 400, &oauth.to_string()).await, "the sign-in service says: "),
        (
            of_graph(&bench, answered(Target::Graph, 400, &graph.to_string())).await.0.unwrap_err(),
            "Microsoft Graph says: ",
        ),
    ];
    for (error, speaker) in told {
        assert_eq!(error.code(), "Http400");
        let (text, sentence) = (error.to_string(), format!("{speaker}]0;owned[2J31m ERROR: x"));
        assert!(text.starts_with(&sentence) && text.ends_with('…'), "{text}");
        assert_eq!(text.chars().count(), 1001);
        for id in [error.request_id(), error.client_request_id()] {
            assert!(id.is_some_and(|id| id.len() == 36), "the ids of the header and of the request: {id:?}");
        }
    }
}

#[tokio::test]
async fn nothing_in_a_token_can_steer_the_terminal() {
    let bench = Bench::new().await;
    let evil = |text: &str| format!("\u{1b}[2J{text}\u{202e}\u{7}");
    let token = unsigned_token(&json!({
        "upn": evil("a@b"), "tid": evil("t"), "app_displayname": evil("app"), "appid": evil("id"),
        "scp": "User.Read\u{1b}[1m",
    }));
    let session = bench.sign_in(Credential::AccessToken(token)).await.unwrap();
    let context = session.context();
    assert_eq!(context.account.as_deref(), Some("[2Ja@b"));
    assert_eq!(context.tenant_id.as_deref(), Some("[2Jt"));
    assert_eq!(context.app_name.as_deref(), Some("[2Japp"));
    assert_eq!(context.client_id.as_deref(), Some("[2Jid"));
    assert_eq!(context.scopes, ["User.Read[1m"]);
}

#[tokio::test(start_paused = true)]
async fn a_tenant_is_an_id_or_a_domain_name_and_no_step_in_a_path() {
    let bench = Bench::new().await;
    for (tenant, is_taken) in [
        ("contoso.example", true),
        ("11111111-2222-4333-8444-555555555555", true),
        ("organizations", true),
        ("münchen.example", true),
        ("..", false),
        (".", false),
        ("a..b", false),
        (".example", false),
        ("example.", false),
        ("%2e%2e", false),
        ("a b", false),
        ("a/b", false),
        ("a?b", false),
        ("a@b", false),
        ("a\u{202e}b", false),
    ] {
        let mut options = bench.options();
        options.tenant = Some(tenant.to_owned());
        let call = async |talk| session::sign_in(options, Credential::DeviceCode, &talk).await;
        let refused = hear(TraceLevel::Quiet, call).await.0.err().map(|error| error.code().to_owned());
        assert_eq!(refused.as_deref() != Some("InvalidTenant"), is_taken, "{tenant} {refused:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_pending_answer_to_another_grant_is_no_expired_device_code() {
    let bench = Bench::new().await;
    let body = r#"{"error":"authorization_pending","error_codes":[70016]}"#;
    bench.emulator.emulator.inject(answered(Target::Token, 400, body));
    let error = bench.sign_in(Credential::ClientSecret(Secret::new("s".to_owned()))).await.unwrap_err();
    assert_eq!((error.code(), error.kind(), error.is_verdict()), ("AADSTS70016", Kind::Service, false));
}

#[tokio::test]
async fn a_truncated_answer_leaves_it_unknown_whether_the_revocation_took_effect() {
    let bench = Bench::new().await;
    let (outcome, is_signed_in) = of_graph(&bench, Fault::new(Target::Graph, FaultKind::Truncate)).await;
    assert!(outcome.unwrap_err().to_string().contains("unknown whether"));
    assert!(is_signed_in);
}
