//! The core against the emulator, over real sockets.
#![expect(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod cancel;
mod clouds;
mod connections;
mod failures;
mod proxy;
mod raw;
#[expect(dead_code, reason = "the tests over TLS use the rest")]
mod relay;
mod renewal;
mod revoke;
mod support;
mod trace;
