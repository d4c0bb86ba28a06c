//! Starts the user's browser.

use super::Desktop;
use super::openers::{self, Opener};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// How long an opener gets to fail. One that runs on is the browser itself, or waits for it.
const GRACE: Duration = Duration::from_secs(2);

/// The openers that are left to try, and the one that runs.
#[derive(Debug)]
pub(super) struct Launcher {
    left: std::vec::IntoIter<Opener>,
    running: Option<oneshot::Receiver<bool>>,
}

impl Launcher {
    pub(super) fn new(url: &str, desktop: &Desktop) -> Self {
        Self { left: openers::all(url, desktop).into_iter(), running: None }
    }

    /// Starts one opener after the other until one has opened the address, or runs on; false when none is left.
    pub(super) async fn open(&mut self) -> bool {
        for opener in self.left.by_ref() {
            let mut ended = start(opener);
            match timeout(GRACE, &mut ended).await {
                Ok(Ok(true)) => return true,
                Ok(_) => {}
                Err(_) => {
                    self.running = Some(ended);
                    return true;
                }
            }
        }
        false
    }

    /// Waits until the opener that ran on has failed after all; for ever where it has not.
    pub(super) async fn failed(&mut self) {
        if let Some(ended) = self.running.take()
            && !ended.await.unwrap_or_default()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}

/// Runs an opener on a thread of its own, which waits even when nobody else does: an ended browser leaves no zombie.
fn start(opener: Opener) -> oneshot::Receiver<bool> {
    let (sender, ended) = oneshot::channel();
    // Without a thread the sender is dropped, which says that this opener failed.
    let _ = std::thread::Builder::new().name("browser".to_owned()).spawn(move || sender.send(opener.open()));
    ended
}
