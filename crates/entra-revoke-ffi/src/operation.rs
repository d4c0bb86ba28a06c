//! What takes time: it runs by itself on the process-wide runtime, and its owner pulls one step after the other.

use crate::guard::{Panicked, guard_async, guard_sync};
use crate::runtime;
use crate::step::{SignatureRequest, Step, TraceLevel};
use entra_revoke::error::{Error, Kind};
use entra_revoke::session::Session;
use entra_revoke::talk::{Listener, Said, Talk};
use interoptopus::ffi;
use interoptopus::wire::Wire;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{oneshot, watch};
use tokio::task::AbortHandle;

/// How an operation ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// With a session.
    SignedIn(Arc<Session>),
    /// With what the service said; true where it said nothing.
    Done(bool),
    /// With a failure.
    Failed(Error),
}

/// What became of the work.
#[derive(Debug, Default)]
enum Fate {
    #[default]
    Running,
    Over(Ending),
    Cancelled,
}

/// One piece of work; dropping it drops the work.
#[ffi(service)]
#[derive(Debug)]
pub struct Operation {
    // Taken by the work that begins.
    talk: Mutex<Option<Talk>>,
    listener: Listener,
    reply: Mutex<Option<oneshot::Sender<Option<Vec<u8>>>>>,
    task: Mutex<Option<AbortHandle>>,
    fate: Arc<watch::Sender<Fate>>,
}

#[ffi(prefix = "operation_")]
impl Operation {
    /// Makes an operation on which one piece of work can be begun.
    pub fn create(trace: TraceLevel) -> ffi::Result<Self, Panicked> {
        let made = guard_sync(|| {
            let (talk, listener) = Talk::channel(trace.into());
            Self {
                talk: Mutex::new(Some(talk)),
                listener,
                reply: Mutex::default(),
                task: Mutex::default(),
                fate: Arc::default(),
            }
        });
        made.map_err(|_| Panicked::Unexpectedly).into()
    }

    /// Blocks until there is a step. Returns at once when the operation is cancelled, whatever the work does.
    pub fn next(&self) -> Wire<Step> {
        Wire::from(guard_sync(|| self.pull()).unwrap_or_else(|panic| Step::Failed(panic.into())))
    }

    /// Answers the last `Sign` step; an empty signature says that the key cannot sign so.
    pub fn answer(&self, signature: ffi::Slice<u8>) {
        let _ = guard_sync(|| {
            let signature = signature.as_slice().to_vec();
            if let Some(reply) = lock(&self.reply).take() {
                // Work that is gone needs no answer.
                let _ = reply.send(Some(signature).filter(|signature| !signature.is_empty()));
            }
        });
    }

    /// Ends every wait for the operation at once, and drops its work as soon as the worker gets to it. May be called from
    /// any thread.
    pub fn cancel(&self) {
        let _ = guard_sync(|| self.end());
    }
}

impl Operation {
    /// Begins the work that `work` describes; what it cannot begin with, and what it panics with, is how it ends.
    pub(crate) fn begin<F>(&self, work: impl FnOnce(Talk) -> Result<F, Error>)
    where
        F: Future<Output = Result<Ending, Error>> + Send + 'static,
    {
        let begun = guard_sync(|| {
            let Some(talk) = lock(&self.talk).take() else {
                return Err(Error::new(Kind::Internal, "InternalError", "an operation was begun twice"));
            };
            // The conversation ends after the work was settled, since each end by itself would wake whoever waits.
            let conversation = talk.clone();
            let work = work(talk)?;
            let fate = Arc::clone(&self.fate);
            let running = runtime::spawn(async move {
                settle(&fate, guard_async(work).await.flatten().unwrap_or_else(Ending::Failed));
                drop(conversation);
            })?;
            *lock(&self.task) = Some(running);
            Ok(())
        });
        if let Err(failure) = begun.flatten() {
            settle(&self.fate, Ending::Failed(failure));
        }
    }

    /// The session of a sign-in that succeeded.
    pub(crate) fn session(&self) -> Option<Arc<Session>> {
        match &*self.fate.borrow() {
            Fate::Over(Ending::SignedIn(session)) => Some(Arc::clone(session)),
            Fate::Over(_) | Fate::Running | Fate::Cancelled => None,
        }
    }

    fn pull(&self) -> Step {
        futures_executor::block_on(async {
            let (mut stop, mut over) = (self.fate.subscribe(), self.fate.subscribe());
            tokio::select! {
                biased;
                _ = stop.wait_for(|fate| matches!(fate, Fate::Cancelled)) => Step::Failed(cancelled().into()),
                said = self.said() => said,
                fate = over.wait_for(|fate| matches!(fate, Fate::Over(_))) => match fate.as_deref() {
                    Ok(Fate::Over(Ending::SignedIn(session))) => Step::SignedIn(session.context().into()),
                    Ok(Fate::Over(Ending::Done(value))) => Step::Done(*value),
                    Ok(Fate::Over(Ending::Failed(failure))) => Step::Failed(failure.clone().into()),
                    Ok(Fate::Running | Fate::Cancelled) | Err(_) => Step::Failed(cancelled().into()),
                },
            }
        })
    }

    /// What the work says next; never, once it says no more.
    async fn said(&self) -> Step {
        match self.listener.next().await {
            Some(Said::Notice(notice)) => Step::Notice(notice.into()),
            Some(Said::Sign { algorithm, message, reply }) => {
                *lock(&self.reply) = Some(reply);
                Step::Sign(SignatureRequest { algorithm: algorithm.into(), message })
            }
            None => std::future::pending().await,
        }
    }

    fn end(&self) {
        self.fate.send_replace(Fate::Cancelled);
        if let Some(task) = &*lock(&self.task) {
            task.abort();
        }
    }
}

/// The caller ended the operation.
fn cancelled() -> Error {
    Error::new(Kind::Cancelled, "OperationCanceled", "the operation was cancelled")
}

/// Tells how the work ended, unless it was cancelled before.
fn settle(fate: &watch::Sender<Fate>, ending: Ending) {
    fate.send_if_modified(|fate| {
        let runs = matches!(fate, Fate::Running);
        if runs {
            *fate = Fate::Over(ending);
        }
        runs
    });
}

impl Drop for Operation {
    fn drop(&mut self) {
        let _ = guard_sync(|| self.end());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
