//! The connection that is opened beside a sign-in, so that the first call after it need not wait for one.

use super::Http;
use crate::talk::{Listener, Notice, Said, Talk, TraceLevel};
use futures_util::FutureExt as _;
use http::{Request, header};
use tokio::task::JoinSet;

/// An opening that may be under way. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Opening {
    // Dropped with the sign-in, and then what still runs of it too.
    _tasks: JoinSet<()>,
    said: Listener,
}

impl Http {
    /// Opens the connection on which later requests to the same host go: asks for the headers of a page that anyone may
    /// read, without credentials. What comes of it changes nothing: a later request reports what is wrong.
    ///
    /// Over plain http nothing is asked, since a connection there costs nothing.
    pub(crate) fn open(&self, url: &str, talk: &Talk) -> Opening {
        let level = [TraceLevel::Debug, TraceLevel::Verbose].into_iter().find(|level| talk.wants(*level));
        let (said_here, said) = Talk::channel(level.unwrap_or(TraceLevel::Quiet));
        let mut tasks = JoinSet::new();
        // A connection that HTTP/2 does not share is not kept: what comes late on it would be taken for a later answer.
        let head = Request::head(url).header(header::CONNECTION, "close").body(Vec::new());
        if let (true, Ok(head)) = (url.starts_with("https:"), head) {
            let http = self.clone();
            tasks.spawn(async move { drop(http.once(head, &said_here, |_| None).await) });
        }
        Opening { _tasks: tasks, said }
    }
}

impl Opening {
    /// Says what the opening has said until now, since it may end after the call in which it began.
    pub(crate) async fn tell(&self, talk: &Talk) {
        while let Some(Some(Said::Notice(notice))) = self.said.next().now_or_never() {
            let level = if matches!(notice, Notice::Debug(_)) { TraceLevel::Debug } else { TraceLevel::Verbose };
            if talk.wants(level) {
                talk.say(notice).await;
            }
        }
    }
}
