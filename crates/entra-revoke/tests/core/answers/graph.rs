//! Failures and challenges of Microsoft Graph.

use super::Told;
use crate::given::{PAGE, answered, of_graph, with_header};
use crate::support::Bench;
use entra_emulator::{Fault, Target};
use entra_revoke::error::Kind;
use std::time::Duration;

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
            503,
            r#"{"error":{"code":"serviceNotAvailable","message":"Service unavailable","innerError":{"request-id":"af34573e-08d1-4f89-8aee-f79db33e0353","date":"2020-03-26T00:59:26"}}}"#,
            Told {
                request_id: Some("af34573e-08d1-4f89-8aee-f79db33e0353"),
                ..Told::new("serviceNotAvailable", Kind::Service, "Microsoft Graph says: Service unavailable")
            },
        ),
        (
            503,
            r#"{"error":{"code":"MailboxInfoStale","message":"Target resource '00030000-ca28-936b-0000-000000000000' hosted on database '8d02d25d-52fe-4702-86ee-78bc22716108' is currently on backend 'Unknown'"}}"#,
            Told::new("MailboxInfoStale", Kind::Service, "Microsoft Graph says: Target resource '00030000"),
        ),
        (
            // An inner error within the inner error.
            404,
            r#"{"error":{"code":"itemNotFound","message":"Item Does Not Exist","innererror":{"code":"itemDoesNotExist","innererror":{"code":"folderDoesNotExist"}}}}"#,
            Told::new("itemNotFound", Kind::NotFound, "Microsoft Graph says: Item Does Not Exist"),
        ),
        (
            401,
            r#"{"error":{"code":"InvalidAuthenticationToken","message":"Exception of type 'Microsoft.Graph.AGS.Contracts.ClaimsChallengeRequiredException' was thrown.","innerError":{"date":"2024-12-11T11:43:06","request-id":"84d8914a-9981-44b1-92ba-00c059f330c9","client-request-id":"84d8914a-9981-44b1-92ba-00c059f330c9"}}}"#,
            Told {
                request_id: Some("84d8914a-9981-44b1-92ba-00c059f330c9"),
                ..Told::new("InvalidAuthenticationToken", Kind::Authentication, "Microsoft Graph says: Exception of")
            },
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

#[tokio::test]
async fn the_challenge_as_it_is_written_with_words_and_quotes_mixed_is_understood() {
    let bench = Bench::new().await;
    let challenge = r#"Bearer realm="", authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTY1NzgzNDQxNyJ9fX0=", errorDescription="Continuous access evaluation resulted in claims challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp""#;
    let fault = with_header(answered(Target::Graph, 401, ""), "www-authenticate", challenge);
    let error = of_graph(&bench, fault).await.0.unwrap_err();
    let asked = r#"{"access_token":{"nbf":{"essential":true, "value":"1657834417"}}}"#;
    assert_eq!((error.kind(), error.claims()), (Kind::Authentication, Some(asked)));
}

#[tokio::test(start_paused = true)]
async fn throttling_is_told_with_the_time_to_wait_if_there_is_one() {
    let bench = Bench::new().await;
    let plain = r#"{"error":{"code":"TooManyRequests","message":"Too many requests.","innerError":{"date":"2022-11-24T01:31:47","request-id":"7011ef39-854e-4236-b355-0c0a9d303bc2","client-request-id":"7011ef39-854e-4236-b355-0c0a9d303bc2"}}}"#;
    let limit = r#"{"error":{"code":"activityLimitReached","message":"The request has been throttled","innerError":{"code":"throttledRequest","date":"2020-07-01T11:08:23","request-id":"7011ef39-854e-4236-b355-0c0a9d303bc2"}}}"#;
    for (body, code, header, wait) in [
        (plain, "TooManyRequests", Some("1"), Some(Duration::from_secs(1))),
        // Items of a batch came with parts of a second, which HTTP does not know.
        (plain, "TooManyRequests", Some("0.249"), None),
        (limit, "activityLimitReached", None, None),
    ] {
        let retry_after = header.map(str::to_owned);
        let fault = Fault { retry_after, ..answered(Target::Graph, 429, body) };
        bench.emulator.emulator.forget_requests();
        let error = of_graph(&bench, fault).await.0.unwrap_err();
        assert_eq!((error.code(), error.kind(), error.retry_after()), (code, Kind::Throttled, wait), "{header:?}");
        assert_eq!(error.request_id(), Some("7011ef39-854e-4236-b355-0c0a9d303bc2"));
        assert_eq!(bench.count("graph"), 4, "{header:?}");
    }
}
