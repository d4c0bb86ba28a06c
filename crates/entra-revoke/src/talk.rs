//! What a running call says and asks: one bounded channel, which its caller pulls. Nothing here calls upward.

use crate::text;
use tokio::sync::{Mutex, mpsc, oneshot};

/// How many utterances may wait for the caller; a call that says more waits until some were taken.
const CAPACITY: usize = 64;

/// How much a call reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TraceLevel {
    /// Only what the user must read to go on.
    Quiet,
    /// Also a line for each request, retry and wait.
    Verbose,
    /// Also each request and answer with headers and bodies, secrets left out.
    Debug,
}

/// Something for the user, free of secrets.
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
    /// A wait that goes on for so many seconds; zero when it is over.
    Progress {
        /// What is waited for.
        text: String,
        /// Seconds that are left.
        seconds_left: u32,
    },
}

impl Notice {
    fn visible(self) -> Self {
        match self {
            Self::Message(text) => Self::Message(text::lines(&text)),
            Self::Verbose(text) => Self::Verbose(text::lines(&text)),
            Self::Debug(text) => Self::Debug(text::lines(&text)),
            Self::Warning(text) => Self::Warning(text::lines(&text)),
            Self::Progress { text, seconds_left } => Self::Progress { text: text::line(&text), seconds_left },
        }
    }
}

/// How a key is to sign (RFC 7518 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
}

/// What a call says to its caller.
#[derive(Debug)]
pub enum Said {
    /// For the user.
    Notice(Notice),
    /// A question: sign this with the key that never leaves the caller. `None` says that the key cannot sign so.
    Sign {
        /// How.
        algorithm: SignatureAlgorithm,
        /// What.
        message: Vec<u8>,
        /// Where the signature goes.
        reply: oneshot::Sender<Option<Vec<u8>>>,
    },
}

/// The call's end of the channel; dropping the last clone ends the conversation.
#[derive(Clone, Debug)]
pub struct Talk {
    level: TraceLevel,
    sender: mpsc::Sender<Said>,
}

/// The caller's end of the channel.
#[derive(Debug)]
pub struct Listener(Mutex<mpsc::Receiver<Said>>);

impl Talk {
    /// Makes both ends.
    #[must_use]
    pub fn channel(level: TraceLevel) -> (Self, Listener) {
        let (sender, receiver) = mpsc::channel(CAPACITY);
        (Self { level, sender }, Listener(Mutex::new(receiver)))
    }

    /// True when notices of this level are wanted.
    #[must_use]
    pub fn wants(&self, level: TraceLevel) -> bool {
        self.level >= level
    }

    /// Says something to the user, without the control characters that a service may have put into it.
    pub async fn say(&self, notice: Notice) {
        // A caller that is gone needs no notice.
        let _ = self.sender.send(Said::Notice(notice.visible())).await;
    }

    /// Says a message that the user must read.
    pub async fn message(&self, text: impl Into<String>) {
        self.say(Notice::Message(text.into())).await;
    }

    /// Warns the user.
    pub async fn warning(&self, text: impl Into<String>) {
        self.say(Notice::Warning(text.into())).await;
    }

    /// Says a verbose line, built only when it is wanted.
    pub async fn verbose(&self, text: impl FnOnce() -> String) {
        if self.wants(TraceLevel::Verbose) {
            self.say(Notice::Verbose(text())).await;
        }
    }

    /// Says a debug block, built only when it is wanted.
    pub async fn debug(&self, text: impl FnOnce() -> String) {
        if self.wants(TraceLevel::Debug) {
            self.say(Notice::Debug(text())).await;
        }
    }

    /// Asks the caller for a signature; `None` when its key cannot sign so, or when nobody answers.
    pub async fn sign(&self, algorithm: SignatureAlgorithm, message: Vec<u8>) -> Option<Vec<u8>> {
        let (reply, signature) = oneshot::channel();
        self.sender.send(Said::Sign { algorithm, message, reply }).await.ok()?;
        signature.await.ok().flatten()
    }
}

impl Listener {
    /// Waits for what is said next; `None` when the conversation is over and all was taken.
    pub async fn next(&self) -> Option<Said> {
        self.0.lock().await.recv().await
    }
}
