//! What takes time: it runs by itself on the process-wide runtime, and its owner pulls what it says and how it ends.

use crate::error::FfiError;
use crate::guard::guard_async;
use crate::notice::TraceLevel;
use crate::runtime;
use entra_revoke::error::{Error, Kind};
use entra_revoke::notice::{Notice, NoticeReader, Notices};
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

/// One piece of work that was begun; dropping it drops the work.
#[derive(Debug)]
pub(crate) struct Operation<T> {
    notices: NoticeReader,
    outcome: Mutex<Option<oneshot::Receiver<Result<T, FfiError>>>>,
    task: AbortHandle,
}

impl<T: Send + 'static> Operation<T> {
    /// Begins the work that `work` describes; it gets the place where its notices go.
    pub(crate) fn begin<F>(level: TraceLevel, work: impl FnOnce(Notices) -> F) -> Self
    where
        F: Future<Output = Result<T, FfiError>> + Send + 'static,
    {
        let (notices, reader) = Notices::channel(level.into());
        let (sender, receiver) = oneshot::channel();
        let work = guard_async(work(notices));
        let task = runtime::spawn(async {
            // An owner that is gone asks for no outcome.
            let _ = sender.send(work.await);
        });
        Self { notices: reader, outcome: Mutex::new(Some(receiver)), task }
    }

    /// Blocks until there is a notice; `None` when the work is over.
    pub(crate) fn next_notice(&self) -> Option<Notice> {
        self.notices.blocking_next()
    }

    /// Blocks until the work is over; to be asked for once.
    pub(crate) fn outcome(&self) -> Result<T, FfiError> {
        let receiver = self.outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
        receiver.and_then(|receiver| receiver.blocking_recv().ok()).unwrap_or_else(|| Err(cancelled().into()))
    }

    /// Drops the work at once, and with it its connections; every wait for it ends.
    pub(crate) fn cancel(&self) {
        self.task.abort();
    }
}

impl<T> Drop for Operation<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn cancelled() -> Error {
    Error::new(Kind::Internal, "OperationCanceled", "the operation was cancelled")
}
