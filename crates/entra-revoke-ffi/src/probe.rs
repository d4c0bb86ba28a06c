//! Proves the seam in the very build that ships: panics, cancellation, questions, text and its own share of a call's time,
//! with no service involved.

use crate::operation::{Ending, Operation};
use entra_revoke::talk::SignatureAlgorithm;
use interoptopus::ffi;
use interoptopus::wire::Wire;
use std::time::Duration;

/// Work whose outcome is known beforehand.
#[ffi]
#[derive(Clone, Debug)]
pub enum ProbeRequest {
    /// Is over at once.
    Nothing,
    /// Never ends by itself.
    Wait,
    /// Panics where it is begun.
    Panic,
    /// Panics where it runs.
    PanicLater,
    /// Says this text as a message.
    Say(String),
    /// Asks for a signature of these bytes, and is done with whether it is their reverse.
    Sign(Vec<u8>),
    /// Says so, and holds the worker thread for so many milliseconds, so that no other work runs.
    Hold(u64),
}

/// Begins work whose outcome is known beforehand.
#[ffi]
pub(crate) fn probe(operation: &Operation, request: Wire<ProbeRequest>) {
    let mut request = request;
    operation.begin(|talk| {
        let request = request.unwire();
        assert!(!matches!(request, ProbeRequest::Panic), "probe");
        Ok(async move {
            match request {
                ProbeRequest::Nothing | ProbeRequest::Panic => Ok(Ending::Done(true)),
                ProbeRequest::Wait => std::future::pending().await,
                ProbeRequest::PanicLater => panic!("probe"),
                ProbeRequest::Say(text) => {
                    talk.message(text).await;
                    Ok(Ending::Done(true))
                }
                ProbeRequest::Sign(message) => {
                    let reverse: Vec<u8> = message.iter().rev().copied().collect();
                    Ok(Ending::Done(talk.sign(SignatureAlgorithm::Ps256, message).await == Some(reverse)))
                }
                ProbeRequest::Hold(milliseconds) => {
                    talk.message("held").await;
                    std::thread::sleep(Duration::from_millis(milliseconds));
                    Ok(Ending::Done(true))
                }
            }
        })
    });
}
