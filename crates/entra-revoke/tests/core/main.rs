//! The core against the emulator, over real sockets.
#![expect(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod answers;
mod busy;
mod cancel;
mod claims;
mod clouds;
mod device_code;
mod given;
mod permissions;
mod polls;
mod renewal;
mod revoke;
mod strangers;
mod successes;
mod support;
mod tenant;
mod terminal;
mod verdicts;
