//! The emulator's clock: the machine's, moved by what a test asked for.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::calendar::Moment;

/// Real time plus an advance. Every expiry in the emulator is judged by it.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    advance_ns: AtomicU64,
    last_stamp: AtomicU64,
}

impl Clock {
    /// The time now.
    pub(crate) fn now(&self) -> Moment {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let real = u64::try_from(real).unwrap_or(u64::MAX);
        Moment(real.saturating_add(self.advance_ns.load(Ordering::SeqCst)))
    }

    /// A time that is later than every stamp given before.
    ///
    /// A token and a revocation within one tick of the machine's clock must still have an order, or a new sign-in
    /// right after a revocation could be taken for an old one.
    pub(crate) fn stamp(&self) -> Moment {
        let now = self.now().0;
        let next = |last: u64| Some(now.max(last + 1));
        match self.last_stamp.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next) {
            Ok(last) | Err(last) => Moment(now.max(last + 1)),
        }
    }

    /// Moves the clock forward.
    pub(crate) fn advance_seconds(&self, seconds: u64) {
        self.advance_ns.fetch_add(seconds.saturating_mul(1_000_000_000), Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn stamps_never_repeat() {
        let clock = Clock::default();
        let stamps: Vec<_> = (0..1000).map(|_| clock.stamp()).collect();
        assert!(stamps.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn advances() {
        let clock = Clock::default();
        let before = clock.now();
        clock.advance_seconds(3600);
        assert!(clock.now() >= before.plus_seconds(3600));
    }
}
