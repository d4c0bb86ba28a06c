//! What the public side was asked, without secrets, and waiting for it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::request::Parts;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It was read and is being worked on.
    Arrived,
    /// It was answered.
    Answered,
    /// The emulator ended the connection without an answer.
    Reset,
    /// The client went away before the answer.
    Dropped,
}

/// One request.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    #[serde(skip)]
    id: u64,
    /// `graph`, `token`, `devicecode`, `authorize`, `discovery`, `metadata`, `page` or `other`.
    pub target: &'static str,
    /// Method.
    pub method: String,
    /// Path.
    pub path: String,
    /// Version of HTTP: `HTTP/1.1` or `HTTP/2.0`.
    pub version: String,
    /// Number of the connection that it came on; the first since the start is 1.
    pub connection: u64,
    /// Query, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Headers with lower-case names. `authorization` tells the kind of token, never the token.
    pub headers: BTreeMap<String, String>,
    /// Of a form the fields that are not secret.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub form: BTreeMap<String, String>,
    /// Length of the body in bytes.
    pub body_len: usize,
    /// Status of the answer, once there is one.
    pub status: Option<u16>,
    /// How far the request is.
    pub outcome: Outcome,
}

impl Entry {
    /// A request that has just arrived.
    pub(crate) fn arrived(target: &'static str, parts: &Parts, connection: u64) -> Self {
        Self {
            id: 0,
            target,
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            version: format!("{:?}", parts.version),
            connection,
            query: parts.uri.query().map(str::to_owned),
            headers: BTreeMap::new(),
            form: BTreeMap::new(),
            body_len: 0,
            status: None,
            outcome: Outcome::Arrived,
        }
    }
}

#[derive(Debug, Default)]
struct List {
    next_id: u64,
    entries: Vec<Entry>,
}

/// The list of requests.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    list: Mutex<List>,
    changed: watch::Sender<()>,
}

impl Journal {
    /// Adds a request. The answer marks it as dropped unless it is told the outcome first.
    pub(crate) fn open(&self, mut entry: Entry) -> Open<'_> {
        let mut list = self.list();
        list.next_id += 1;
        let id = list.next_id;
        entry.id = id;
        list.entries.push(entry);
        drop(list);
        self.changed.send_replace(());
        Open { journal: self, id, outcome: Outcome::Dropped, status: None }
    }

    /// All requests since the last [`Self::clear`].
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.list().entries.clone()
    }

    /// Forgets all requests.
    pub(crate) fn clear(&self) {
        self.list().entries.clear();
        self.changed.send_replace(());
    }

    /// Resolves once so many requests have the outcome.
    pub(crate) async fn reached(&self, target: &str, outcome: Option<Outcome>, count: usize) {
        let matches = |entry: &&Entry| {
            (target == "any" || entry.target == target) && outcome.is_none_or(|outcome| entry.outcome == outcome)
        };
        let mut changes = self.changed.subscribe();
        while self.list().entries.iter().filter(matches).count() < count {
            // The sender lives as long as `self`, so the wait cannot fail.
            let _ = changes.changed().await;
        }
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request under way. Its drop writes the outcome, so that a client that goes away is noticed too.
pub(crate) struct Open<'a> {
    journal: &'a Journal,
    id: u64,
    outcome: Outcome,
    status: Option<u16>,
}

impl Open<'_> {
    /// The request was answered.
    pub(crate) fn answered(mut self, status: u16) {
        self.outcome = Outcome::Answered;
        self.status = Some(status);
    }

    /// The connection was ended without an answer.
    pub(crate) fn reset(mut self) {
        self.outcome = Outcome::Reset;
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        // From the newest on, since the list may be long and what ends has begun lately.
        if let Some(entry) = self.journal.list().entries.iter_mut().rev().find(|entry| entry.id == self.id) {
            entry.outcome = self.outcome;
            entry.status = self.status;
        }
        self.journal.changed.send_replace(());
    }
}
