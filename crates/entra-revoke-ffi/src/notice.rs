//! What an operation has to say while it runs; pulled by the caller, so that nothing calls upward.

use entra_revoke::notice as core;
use interoptopus::ffi;

/// How much an operation reports.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceLevel {
    /// Only what the user must read to go on.
    Quiet = 0,
    /// Also a line for each request, retry and wait.
    Verbose = 1,
    /// Also each request and answer with headers and bodies, secrets left out.
    Debug = 2,
}

/// For which stream a notice is meant.
#[ffi]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Nothing more will come.
    End = 0,
    /// For the user, to be acted upon: an address to open, a code to enter.
    Message = 1,
    /// For the verbose stream.
    Verbose = 2,
    /// For the debug stream.
    Debug = 3,
    /// For the warning stream.
    Warning = 4,
}

/// One line or block of text for the user.
#[ffi]
#[derive(Debug)]
pub struct Notice {
    /// For which stream.
    pub kind: NoticeKind,
    /// The text, free of secrets.
    pub text: ffi::String,
}

impl From<Option<core::Notice>> for Notice {
    fn from(notice: Option<core::Notice>) -> Self {
        let (kind, text) = match notice {
            None => (NoticeKind::End, String::new()),
            Some(core::Notice::Message(text)) => (NoticeKind::Message, text),
            Some(core::Notice::Verbose(text)) => (NoticeKind::Verbose, text),
            Some(core::Notice::Debug(text)) => (NoticeKind::Debug, text),
            Some(core::Notice::Warning(text)) => (NoticeKind::Warning, text),
        };
        Self { kind, text: ffi::String::from_string(text) }
    }
}

impl From<TraceLevel> for core::TraceLevel {
    fn from(level: TraceLevel) -> Self {
        match level {
            TraceLevel::Quiet => Self::Quiet,
            TraceLevel::Verbose => Self::Verbose,
            TraceLevel::Debug => Self::Debug,
        }
    }
}
