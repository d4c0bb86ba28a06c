//! A bounded number of tasks, of which the oldest gives way.

use std::collections::VecDeque;
use tokio::task::{AbortHandle, JoinSet};

/// How many connections are open at once; a browser opens a handful.
const MAX_TASKS: usize = 64;

/// Tasks that end with a `T`; dropped with the crowd.
#[derive(Debug)]
pub(super) struct Crowd<T> {
    tasks: JoinSet<T>,
    by_age: VecDeque<AbortHandle>,
}

impl<T: Send + 'static> Crowd<T> {
    pub(super) fn new() -> Self {
        Self { tasks: JoinSet::new(), by_age: VecDeque::new() }
    }

    /// Starts a task. Where there are too many, it is the oldest that ends: the newest may be the one that matters.
    pub(super) fn spawn(&mut self, task: impl Future<Output = T> + Send + 'static) {
        self.by_age.retain(|task| !task.is_finished());
        if self.by_age.len() == MAX_TASKS
            && let Some(oldest) = self.by_age.pop_front()
        {
            oldest.abort();
        }
        self.by_age.push_back(self.tasks.spawn(task));
    }

    /// Waits for the next task that ends by itself; without tasks for ever.
    pub(super) async fn next(&mut self) -> T {
        loop {
            match self.tasks.join_next().await {
                Some(Ok(ended)) => return ended,
                Some(Err(_)) => {}
                None => std::future::pending().await,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Crowd, MAX_TASKS};
    use std::future::pending;

    #[tokio::test]
    async fn the_oldest_gives_way_to_the_newest() {
        let mut crowd = Crowd::new();
        for _ in 0..MAX_TASKS * 2 {
            crowd.spawn(pending());
        }
        crowd.spawn(async { "new" });
        assert_eq!(crowd.next().await, "new");
        assert_eq!(crowd.tasks.len(), MAX_TASKS - 1);
    }
}
