//! `POST /faults`, `DELETE /faults`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;

use super::{Answer, done, read};
use crate::emulator::Emulator;
use crate::faults::Fault;

/// Adds a fault.
pub(crate) async fn add(State(emulator): State<Arc<Emulator>>, body: Bytes) -> Result<Answer, Answer> {
    emulator.inject(read::<Fault>(&body)?);
    Ok(done())
}

/// Removes all faults and ends what hangs.
pub(crate) async fn clear(State(emulator): State<Arc<Emulator>>) -> Answer {
    emulator.clear_faults();
    done()
}
