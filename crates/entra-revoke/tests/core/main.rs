//! The core against the emulator, over real sockets.
#![expect(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod answers;
mod busy;
mod cancel;
mod claims;
mod clouds;
mod connections;
mod device_code;
mod failures;
mod given;
mod interactive;
mod permissions;
mod polls;
mod proxy;
mod raw;
#[expect(dead_code, reason = "the tests over TLS use the rest")]
mod relay;
mod renewal;
mod revoke;
mod strangers;
mod successes;
mod support;
mod tenant;
mod terminal;
mod trace;
mod verdicts;
