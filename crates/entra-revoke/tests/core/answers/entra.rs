//! Refusals of Entra ID.

use super::Told;
use crate::given::{answered, of_entra, with_header};
use crate::support::{Bench, sign_in};
use entra_emulator::{CLIENT_SECRET, Fault, TENANT_ID, Target};
use entra_revoke::credential::Credential;
use entra_revoke::error::Kind;
use entra_revoke::secret::Secret;
use entra_revoke::session::SignInOptions;
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn refusals_of_a_grant_are_told_in_its_words_with_code_ids_and_claims() {
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
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on 2020-06-03T07:09:26.9675714Z and the maximum allowed lifetime for this request is 82800.\r\nTrace ID: 39de2a28-2749-4a6e-8aeb-f05d97ad0701\r\nCorrelation ID: 672adb9a-e472-40ac-a220-c48f11499d90\r\nTimestamp: 2020-06-04 06:17:23Z","error_codes":[70043],"timestamp":"2020-06-04 06:17:23Z","trace_id":"39de2a28-2749-4a6e-8aeb-f05d97ad0701","correlation_id":"672adb9a-e472-40ac-a220-c48f11499d90","suberror":"token_expired"}"#,
            Told::new(
                "AADSTS70043",
                Kind::Authentication,
                "the sign-in service says: The refresh token has expired or",
            ),
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2020-02-26T21:52:54.2810613Z and was inactive for 90.00:00:00.\r\nTrace ID: 6e94ade5-10de-4d67-909a-14d845813500\r\nCorrelation ID: 0e87b495-1e24-4882-be85-d012c216f4f6\r\nTimestamp: 2020-07-06 22:31:52Z","error_codes":[700082],"timestamp":"2020-07-06 22:31:52Z","trace_id":"6e94ade5-10de-4d67-909a-14d845813500","correlation_id":"0e87b495-1e24-4882-be85-d012c216f4f6","error_uri":"https://login.microsoftonline.com/error?code=700082"}"#,
            Told::new(
                "AADSTS700082",
                Kind::Authentication,
                "the sign-in service says: The refresh token has expired due",
            ),
        ),
        (
            // The older word for invalid_grant, and the older name of the claim, with a capital letter in it.
            400,
            r#"{"error":"interaction_required","error_description":"AADSTS50079: Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.\r\nTrace ID: 5058bf6a-b266-444a-bf5f-a68724b53600\r\nCorrelation\n ID: b6a65466-04dc-4929-89b4-6ac81e5b31f1\r\nTimestamp: 2017-03-22 01:47:49Z","error_codes":[50079],"timestamp":"2017-03-22 01:47:49Z","trace_id":"5058bf6a-b266-444a-bf5f-a68724b53600","correlation_id":"b6a65466-04dc-4929-89b4-6ac81e5b31f1","claims":"{\"access_token\":{\"polids\":{\"essential\":true,\"Values\":[\"bd8d9305-ee44-4c9e-87a9-45bc878db6e1\"]}}}"}"#,
            Told {
                claims: Some(
                    r#"{"access_token":{"polids":{"essential":true,"Values":["bd8d9305-ee44-4c9e-87a9-45bc878db6e1"]}}}"#,
                ),
                ..Told::new("AADSTS50079", Kind::Authentication, "the sign-in service says: Due to a configuration")
            },
        ),
    ] {
        told.check(&of_entra(&bench, status, body).await, body);
    }
}

#[tokio::test(start_paused = true)]
async fn refusals_of_an_application_or_a_request_are_told_in_its_words_and_so_are_failures() {
    let bench = Bench::new().await;
    for (status, body, told) in [
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
            401,
            r#"{ "error": "invalid_client", "error_description": "AADSTS7000222: The provided client secret keys are expired. Visit the Azure Portal to create new keys for your app, or consider using certificate credentials for added security: https:\/\/docs.microsoft.com\/azure\/active-directory\/develop\/active-directory-certificate-credentials\r\nTrace ID: 3427eb4d-866e-4a3c-9048-6ab375960e00\r\nCorrelation ID: 0aa7c9ea-5677-4024-b0ce-2ff6d5fe5cfa\r\nTimestamp: 2020-09-04 13:52:05Z", "error_codes": [ 7000222 ], "timestamp": "2020-09-04 13:52:05Z", "trace_id": "3427eb4d-866e-4a3c-9048-6ab375960e00", "correlation_id": "0aa7c9ea-5677-4024-b0ce-2ff6d5fe5cfa", "error_uri": "https:\/\/login.microsoftonline.com\/error?code=7000222" }"#,
            Told {
                request_id: Some("3427eb4d-866e-4a3c-9048-6ab375960e00"),
                ..Told::new(
                    "AADSTS7000222",
                    Kind::Authentication,
                    "the sign-in service says: The provided client secret",
                )
            },
        ),
        (
            400,
            r#"{"error":"invalid_scope","error_description":"AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope https://management.azure.com/.default https://storage.azure.com/.default is not valid.\r\nTrace ID: 81053cae-3879-4358-a9de-95bf1e230800\r\nCorrelation ID: c6855d6c-d11b-40da-ab7f-826f95a51dda\r\nTimestamp: \n2019-12-11 02:19:59Z","error_codes":[70011],"timestamp":"2019-12-11 02:19:59Z","trace_id":"81053cae-3879-4358-a9de-95bf1e230800","correlation_id":"c6855d6c-d11b-40da-ab7f-826f95a51dda"}"#,
            Told::new(
                "AADSTS70011",
                Kind::InvalidArgument,
                "the sign-in service says: The provided request must include",
            ),
        ),
        (
            503,
            r#"{"error":"temporarily_unavailable","error_description":"AADSTS90033: A transient error has occurred. Please try again.\r\nTrace ID: 7c3280d4-5d54-4240-bc1b-97a405a38000\r\nCorrelation ID: 1409d806-a8f8-4ba5-a6e5-1b7c68e497ce\r\nTimestamp: 2020-09-28 21:43:07Z","error_codes":[90033],"timestamp":"2020-09-28 21:43:07Z","trace_id":"7c3280d4-5d54-4240-bc1b-97a405a38000","correlation_id":"1409d806-a8f8-4ba5-a6e5-1b7c68e497ce"}"#,
            Told::new("AADSTS90033", Kind::Service, "the sign-in service says: A transient error has occurred"),
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

#[tokio::test(start_paused = true)]
async fn too_many_requests_are_told_in_plain_text_with_the_time_to_wait() {
    let bench = Bench::new().await;
    let text = answered(Target::Token, 429, "Too Many Requests");
    let fault = Fault { retry_after: Some("60".to_owned()), ..with_header(text, "content-type", "text/plain") };
    bench.emulator.emulator.inject(fault);
    let secret = Credential::ClientSecret(Secret::new(CLIENT_SECRET.to_owned()));
    let options = SignInOptions { tenant: Some(TENANT_ID.to_owned()), ..bench.options() };
    let error = sign_in(options, secret).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), ("Http429", Kind::Throttled), "{error:?}");
    assert_eq!(error.retry_after(), Some(Duration::from_mins(1)));
    assert_eq!(bench.count("token"), 4, "it is worth to ask again");
}
