//! Answers of what stands between: proxies, web filters, captive portals and gateways. They are no verdicts.

use crate::given::{PAGE, answered, of_entra, with_header};
use crate::support::{Bench, revoke};
use entra_emulator::Target;
use entra_revoke::error::Kind;

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
