//! `POST` and `DELETE /faults`, `DELETE /connections`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use http::StatusCode;

use super::{Answer, done, failure, read};
use crate::authority;
use crate::emulator::Emulator;
use crate::faults::{Fault, Kind};

/// Adds a fault.
pub(crate) async fn add(State(emulator): State<Arc<Emulator>>, body: Bytes) -> Result<Answer, Answer> {
    let fault: Fault = read(&body)?;
    if fault.kind == Kind::Refuse && fault.code.and_then(authority::refusal).is_none() {
        return Err(failure(StatusCode::BAD_REQUEST, "there is no refusal with this code"));
    }
    emulator.inject(fault);
    Ok(done())
}

/// Removes all faults and ends what hangs.
pub(crate) async fn clear(State(emulator): State<Arc<Emulator>>) -> Answer {
    emulator.clear_faults();
    done()
}

/// Resets every connection that is open.
pub(crate) async fn reset_connections(State(emulator): State<Arc<Emulator>>) -> Answer {
    emulator.reset_connections();
    done()
}
