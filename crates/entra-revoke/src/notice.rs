//! What an operation has to say while it runs. The caller pulls notices; nothing here calls upward.

use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How much an operation reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TraceLevel {
    /// Only what the user must read to go on.
    Quiet,
    /// Also a line for each request, retry and wait.
    Verbose,
    /// Also each request and answer with headers and bodies, secrets left out.
    Debug,
}

/// One text for the user, free of secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// To be acted upon: an address to open, a code to enter.
    Message(String),
    /// One line a request, retry or wait.
    Verbose(String),
    /// A request or an answer.
    Debug(String),
    /// Something that the user should know but need not act upon.
    Warning(String),
}

/// Where an operation leaves its notices; dropping the last clone ends the stream.
#[derive(Clone, Debug)]
pub struct Notices {
    level: TraceLevel,
    sender: UnboundedSender<Notice>,
}

/// Where the caller of an operation takes its notices from.
#[derive(Debug)]
pub struct NoticeReader(Mutex<UnboundedReceiver<Notice>>);

impl Notices {
    /// Makes both ends of a stream of notices.
    #[must_use]
    pub fn channel(level: TraceLevel) -> (Self, NoticeReader) {
        let (sender, receiver) = unbounded_channel();
        (Self { level, sender }, NoticeReader(Mutex::new(receiver)))
    }

    /// True when verbose or debug notices are wanted.
    #[must_use]
    pub fn wants(&self, level: TraceLevel) -> bool {
        self.level >= level
    }

    /// Leaves a message that the user must read.
    pub fn message(&self, text: impl Into<String>) {
        self.send(Notice::Message(text.into()));
    }

    /// Leaves a warning.
    pub fn warning(&self, text: impl Into<String>) {
        self.send(Notice::Warning(text.into()));
    }

    /// Leaves a verbose line, built only when it is wanted.
    pub fn verbose(&self, text: impl FnOnce() -> String) {
        if self.wants(TraceLevel::Verbose) {
            self.send(Notice::Verbose(text()));
        }
    }

    /// Leaves a debug block, built only when it is wanted.
    pub fn debug(&self, text: impl FnOnce() -> String) {
        if self.wants(TraceLevel::Debug) {
            self.send(Notice::Debug(text()));
        }
    }

    fn send(&self, notice: Notice) {
        // A reader that is gone belongs to a caller that is gone, who needs no notice.
        let _ = self.sender.send(notice);
    }
}

impl NoticeReader {
    /// Waits for the next notice; `None` when the operation is over and all were taken.
    pub async fn next(&self) -> Option<Notice> {
        self.0.lock().await.recv().await
    }

    /// The same for a thread outside of the runtime, which it blocks.
    pub fn blocking_next(&self) -> Option<Notice> {
        self.0.blocking_lock().blocking_recv()
    }
}
