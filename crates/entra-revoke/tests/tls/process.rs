//! A process of its own for each test, with the authorities that the test chooses.
//!
//! On Linux the platform's verifier takes its authorities from `SSL_CERT_FILE`, which holds for a whole process. So each
//! test runs itself once more, as a process of its own with that variable set; elsewhere there is no such variable.

use crate::support::Bench;
use entra_emulator::{Certificate, Settings, start_tls};
use std::path::Path;
use std::process::Command;

const CA_FILE: &str = "SSL_CERT_FILE";

/// Tells the second process from the first.
const SECOND: &str = "ENTRA_REVOKE_TLS_TEST";

/// In the second process an emulator whose authority is trusted; in the first one nothing, after the second succeeded.
pub(crate) async fn trusted(test: &str, certificate: Certificate) -> Option<Bench> {
    if is_first(test) {
        return None;
    }
    let bench = bench(certificate).await;
    trust(bench.emulator.ca_pem().unwrap());
    Some(bench)
}

/// True in the first process, after the second succeeded.
pub(crate) fn is_first(test: &str) -> bool {
    let first = std::env::var_os(SECOND).is_none();
    if first {
        run_again(test);
    }
    first
}

fn run_again(test: &str) {
    let ca_file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{}.pem", std::process::id()));
    let output = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(SECOND, "1")
        .env(CA_FILE, &ca_file)
        .env_remove("SSL_CERT_DIR")
        // A proxy of the machine's is not for connections to itself.
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success(), "{said}");
    // Only the test itself writes the file, so this fails too when no test has that name.
    std::fs::remove_file(&ca_file).unwrap_or_else(|error| panic!("{test} did not run: {error}\n{said}"));
}

/// An emulator over HTTPS whose revocations do not end a sign-in.
pub(crate) async fn bench(certificate: Certificate) -> Bench {
    let settings = Settings { device_code_interval_s: 0, revoke_value: Some(false), ..Settings::default() };
    Bench { emulator: start_tls(settings, certificate).await.unwrap() }
}

/// Has those who read the authorities from now on find these.
pub(crate) fn trust(ca_pem: &str) {
    std::fs::write(std::env::var_os(CA_FILE).unwrap(), ca_pem).unwrap();
}
