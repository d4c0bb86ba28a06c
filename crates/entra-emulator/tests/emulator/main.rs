//! The emulator over real sockets, as a client sees it.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report, helpers included")]

mod batch;
mod binary;
mod client_assertion;
mod code_flow;
mod device_code;
mod discovery;
mod faults;
mod graph;
mod pages;
mod revoke;
mod strict;
mod support;
mod tls;
mod token;
