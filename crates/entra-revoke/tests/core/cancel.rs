//! A call that is dropped ends at once, wherever it waits.

use crate::support::{Bench, revoke};
use entra_emulator::{Fault, Kind as FaultKind, Outcome, Settings, Target};
use entra_revoke::credential::Credential;
use std::time::Duration;

/// Drops the call once a request of the target has arrived.
async fn drop_when_arrived<T>(bench: &Bench, target: &str, call: impl Future<Output = T>) {
    tokio::select! {
        _ = call => panic!("the call was to wait"),
        () = bench.arrived(target, 1) => {}
    }
}

#[tokio::test]
async fn while_the_network_waits_and_the_connection_is_closed() {
    for target in [Target::Graph, Target::Token, Target::DeviceCode] {
        let bench = Bench::new().await;
        let session = bench.signed_in().await;
        bench.emulator.emulator.inject(Fault::new(target, FaultKind::Hang));
        let name = match target {
            Target::Graph => "graph",
            Target::Token => "token",
            _ => "devicecode",
        };
        if target == Target::Graph {
            drop_when_arrived(&bench, name, revoke(&session)).await;
        } else {
            drop_when_arrived(&bench, name, bench.sign_in(Credential::DeviceCode)).await;
        }
        let dropped = bench.emulator.emulator.wait_for(name, Some(Outcome::Dropped), 1, Duration::from_secs(10)).await;
        assert!(dropped, "{name}");
        assert!(revoke(&session).await.unwrap(), "the sign-in from before is as it was: {name}");
    }
}

#[tokio::test]
async fn while_a_retry_waits() {
    let bench = Bench::new().await;
    let session = bench.signed_in().await;
    let fault = Fault { retry_after: Some("60".to_owned()), ..Fault::status(Target::Graph, 429) };
    bench.emulator.emulator.inject(fault);
    drop_when_arrived(&bench, "graph", revoke(&session)).await;
    assert!(revoke(&session).await.unwrap());
}

#[tokio::test]
async fn while_a_device_code_waits_for_the_user() {
    let settings = Settings { device_code_interval_s: 0, device_auto_approve_after_polls: None, ..Settings::default() };
    let bench = Bench::with(settings).await;
    drop_when_arrived(&bench, "token", bench.sign_in(Credential::DeviceCode)).await;
}
