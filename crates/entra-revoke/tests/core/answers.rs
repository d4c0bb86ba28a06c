//! Literal answers of the real services, as they stand in public issues, and what is made of them.

use crate::given::{PAGE, answered, of_entra, of_graph, with_header};
use crate::support::Bench;
use entra_emulator::Target;
use entra_revoke::error::{Error, Kind};

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
    ] {
        told.check(&of_entra(&bench, status, body).await, body);
    }
}

#[tokio::test(start_paused = true)]
async fn one_odd_member_of_a_refusal_costs_no_other() {
    let bench = Bench::new().await;
    for (status, body, told) in [
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

async fn check_graph(bench: &Bench, status: u16, body: &str, told: &Told) {
    let (outcome, is_signed_in) = of_graph(bench, answered(Target::Graph, status, body)).await;
    let error = outcome.unwrap_err();
    told.check(&error, body);
    assert!(error.status() == Some(status) && is_signed_in, "{body}");
    assert!(error.client_request_id().is_some() && error.request_id().is_some(), "{body}");
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
    ] {
        check_graph(&bench, status, body, &told).await;
    }
}

#[tokio::test]
async fn one_odd_member_of_a_failure_costs_no_other() {
    let bench = Bench::new().await;
    for (status, body, told) in [
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
        check_graph(&bench, status, body, &told).await;
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
