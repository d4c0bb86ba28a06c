//! A busy sign-in service is asked again in every flow, so that what the user has done already is not thrown away.

use crate::support::{Bench, address, desktop, revoke, sign_in};
use entra_emulator::{CLIENT_SECRET, Fault, Kind as FaultKind, TENANT_DOMAIN, Target};
use entra_revoke::credential::Credential;
use entra_revoke::secret::Secret;
use entra_revoke::session;
use entra_revoke::talk::{Talk, TraceLevel};

/// What a service, or a gateway before it, answers when it is busy.
const BUSY: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// A service that is busy three times.
async fn busy(target: Target, status: u16) -> Bench {
    let bench = Bench::new().await;
    make_busy(&bench, target, status);
    bench
}

fn make_busy(bench: &Bench, target: Target, status: u16) {
    let fault = Fault { count: 3, retry_after: Some("0".to_owned()), ..Fault::status(target, status) };
    bench.emulator.emulator.inject(fault);
}

#[tokio::test]
async fn when_a_browser_brings_the_code() {
    for status in BUSY {
        let bench = busy(Target::Token, status).await;
        let (talk, listener) = Talk::channel(TraceLevel::Quiet);
        let credential = Credential::Browser(desktop());
        let user = async { entra_emulator::browse(address(&listener).await.as_str()).await.unwrap() };
        let (outcome, _) = tokio::join!(session::sign_in(bench.options(), credential, &talk), user);
        outcome.unwrap();
        assert_eq!(bench.count("token"), 4, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn when_a_device_code_is_asked_for() {
    for status in BUSY {
        let bench = busy(Target::DeviceCode, status).await;
        sign_in(bench.options(), Credential::DeviceCode).await.unwrap();
        assert_eq!(bench.count("devicecode"), 4, "{status}");
    }
}

#[tokio::test]
async fn when_an_application_signs_in() {
    for status in BUSY {
        let bench = busy(Target::Token, status).await;
        let mut options = bench.options();
        options.tenant = Some(TENANT_DOMAIN.to_owned());
        sign_in(options, Credential::ClientSecret(Secret::new(CLIENT_SECRET.to_owned()))).await.unwrap();
        assert_eq!(bench.count("token"), 4, "{status}");
    }
}

#[tokio::test]
async fn when_a_token_is_renewed() {
    for status in BUSY {
        let bench = Bench::new().await;
        let session = bench.signed_in().await;
        bench.emulator.emulator.inject(Fault::new(Target::Graph, FaultKind::Cae));
        make_busy(&bench, Target::Token, status);
        assert!(revoke(&session).await.unwrap());
        assert_eq!(bench.count("token"), 4, "{status}");
    }
}
