//! Faults that a test asked for, each for the next so many requests of a target.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Deserializer, Serialize};
use tokio::sync::watch;

/// Which requests a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// Microsoft Graph, `$batch` itself included.
    Graph,
    /// One item within a `$batch`; only [`Kind::Status`] and [`Kind::Cae`] work there.
    #[serde(alias = "batchItem")]
    BatchItem,
    /// The token endpoint.
    Token,
    /// The device authorization endpoint.
    DeviceCode,
    /// The authorization endpoint.
    Authorize,
    /// Metadata and keys of the authority.
    Discovery,
    /// Microsoft Graph's own description, which anyone may read.
    Metadata,
    /// The sign-in pages after authorize, and the device login page.
    Page,
    /// A path that the emulator does not know.
    Other,
}

impl Target {
    /// The target of a path on the public side.
    pub(crate) fn of(path: &str) -> Self {
        let ends = |end: &str| path.ends_with(end);
        if matches!(path, "/v1.0/$metadata" | "/beta/$metadata") {
            Self::Metadata
        } else if path.starts_with("/v1.0/") || path.starts_with("/beta/") {
            Self::Graph
        } else if ends("/oauth2/v2.0/token") {
            Self::Token
        } else if ends("/oauth2/v2.0/devicecode") {
            Self::DeviceCode
        } else if ends("/oauth2/v2.0/authorize") {
            Self::Authorize
        } else if path.contains("/.well-known/") || path.contains("/discovery/") {
            Self::Discovery
        } else if ends("/login") || ends("/consent") || ends("/devicelogin") {
            Self::Page
        } else {
            Self::Other
        }
    }

    /// The target's name in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Graph => "graph",
            Self::BatchItem => "batchitem",
            Self::Token => "token",
            Self::DeviceCode => "devicecode",
            Self::Authorize => "authorize",
            Self::Discovery => "discovery",
            Self::Metadata => "metadata",
            Self::Page => "page",
            Self::Other => "other",
        }
    }
}

/// What happens instead of, or before, the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An answer with the given status, by default the service's own body for it.
    #[default]
    Status,
    /// The connection is reset without an answer.
    Close,
    /// No answer until the faults are cleared or the client goes away.
    Hang,
    /// Status 200 and JSON that stops in the middle.
    Truncate,
    /// A web page, as of a captive portal; status 200 unless another is given.
    Html,
    /// The right answer, later.
    Delay,
    /// The right answer, in pieces and without its length (RFC 9112 section 7.1), as Graph often sends it.
    Chunked,
    /// Graph's claims challenge, whatever the token.
    Cae,
    /// The refusal of the authority with the number [`Fault::code`], such as 50076; on a page where a user would see it.
    Refuse,
}

/// A fault, in the JSON of `POST /faults`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// For which requests.
    pub target: Target,
    /// For how many.
    #[serde(default = "one")]
    pub count: u32,
    /// How many requests of the target pass before it begins.
    #[serde(default)]
    pub skip: u32,
    /// What happens.
    #[serde(default)]
    pub kind: Kind,
    /// Status of [`Kind::Status`] and [`Kind::Html`].
    #[serde(default)]
    pub status: Option<u16>,
    /// The AADSTS number of [`Kind::Refuse`].
    #[serde(default)]
    pub code: Option<u32>,
    /// `Retry-After`: seconds or an HTTP date (RFC 9110 section 10.2.3).
    #[serde(default, deserialize_with = "number_or_text")]
    pub retry_after: Option<String>,
    /// Body instead of the service's own.
    #[serde(default)]
    pub body: Option<String>,
    /// More headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Wait of [`Kind::Delay`].
    #[serde(default)]
    pub delay_ms: u64,
}

fn one() -> u32 {
    1
}

fn number_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u64),
        Text(String),
    }
    Ok(Option::<Either>::deserialize(deserializer)?.map(|either| match either {
        Either::Number(number) => number.to_string(),
        Either::Text(text) => text,
    }))
}

impl Fault {
    /// A fault of this kind for the next request of the target.
    #[must_use]
    pub fn new(target: Target, kind: Kind) -> Self {
        let (status, code, retry_after, body) = (None, None, None, None);
        Self { target, count: 1, skip: 0, kind, status, code, retry_after, body, headers: BTreeMap::new(), delay_ms: 0 }
    }

    /// An answer with this status for the next request of the target.
    #[must_use]
    pub fn status(target: Target, status: u16) -> Self {
        Self { status: Some(status), ..Self::new(target, Kind::Status) }
    }
}

/// The faults that wait, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Mutex<Vec<Fault>>,
    cleared: watch::Sender<()>,
}

impl Faults {
    /// Adds a fault behind the others.
    pub(crate) fn add(&self, fault: Fault) {
        self.waiting().push(fault);
    }

    /// Takes the fault that is due for a request of the target, if any.
    pub(crate) fn take(&self, target: Target) -> Option<Fault> {
        let mut waiting = self.waiting();
        let position = waiting.iter().position(|fault| fault.target == target && fault.count > 0)?;
        let fault = &mut waiting[position];
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        fault.count -= 1;
        if fault.count == 0 { Some(waiting.remove(position)) } else { Some(fault.clone()) }
    }

    /// Removes all faults and ends what hangs.
    pub(crate) fn clear(&self) {
        self.waiting().clear();
        self.cleared.send_replace(());
    }

    /// A receiver that changes at the next [`Self::clear`].
    pub(crate) fn clearing(&self) -> watch::Receiver<()> {
        self.cleared.subscribe()
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
