//! When to send a request again, and how long to wait before (Microsoft Graph, "Throttling guidance"; RFC 9110 10.2.3).

use super::Answer;
use crate::talk::{Notice, Talk};
use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use http::header;
use std::ops::RangeInclusive;
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, sleep};

/// When a request is sent again.
#[derive(Debug)]
pub(crate) struct RetryPolicy {
    /// How often at most.
    max_retries: u16,
    /// After which statuses.
    statuses: &'static [RangeInclusive<u16>],
}

/// Microsoft Graph (Microsoft Graph, "Throttling guidance").
pub(crate) static GRAPH: RetryPolicy = RetryPolicy { max_retries: 3, statuses: &[429..=429, 503..=504] };

/// The token endpoint of Entra ID, in every flow, as Microsoft's own clients do (MSAL, "Retry policy").
pub(crate) static TOKEN_ENDPOINT: RetryPolicy =
    RetryPolicy { max_retries: 3, statuses: &[408..=408, 429..=429, 500..=599] };

/// The longest wait; a service that asks for more gets no further request, since an earlier one would only be refused.
const MAX_WAIT: Duration = Duration::from_mins(3);

/// The shortest wait whose seconds are counted down.
const COUNTED_WAIT: Duration = Duration::from_secs(5);

/// The retries of one request.
#[derive(Debug)]
pub(super) struct Retry {
    policy: &'static RetryPolicy,
    attempts: u16,
    backoff: ExponentialBackoff,
}

impl Retry {
    pub(super) fn new(policy: &'static RetryPolicy) -> Self {
        let backoff = ExponentialBuilder::new().with_min_delay(Duration::from_secs(1)).with_max_delay(MAX_WAIT);
        let backoff = backoff.with_jitter().with_max_times(policy.max_retries.into()).build();
        Self { policy, attempts: 0, backoff }
    }

    /// Which of how many retries it is, in words.
    pub(super) fn count(&self) -> String {
        format!("retry {} of {}", self.attempts, self.policy.max_retries)
    }

    /// How often the request was sent again.
    pub(super) const fn attempts(&self) -> u16 {
        self.attempts
    }

    /// How long to wait before the request is sent again; `None` when the answer is final.
    pub(super) fn next_wait(&mut self, answer: &Answer) -> Option<Duration> {
        if !self.policy.statuses.iter().any(|statuses| statuses.contains(&answer.status.as_u16())) {
            return None;
        }
        let backoff = self.backoff.next()?;
        let wait = Some(answer.retry_after().unwrap_or(backoff)).filter(|wait| *wait <= MAX_WAIT)?;
        self.attempts += 1;
        Some(wait)
    }
}

/// Waits, and says each second how many are left of a wait that a user would wonder about.
pub(super) async fn pause(wait: Duration, text: &str, talk: &Talk) {
    if wait < COUNTED_WAIT {
        return sleep(wait).await;
    }
    let end = Instant::now() + wait;
    while let Some(left) = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        talk.say(progress(text, left)).await;
        // Whole seconds are left after it, so that none is counted twice.
        let part = Duration::from_nanos(left.subsec_nanos().into());
        sleep(if part.is_zero() { Duration::from_secs(1) } else { part }).await;
    }
    talk.say(progress(text, Duration::ZERO)).await;
}

fn progress(text: &str, left: Duration) -> Notice {
    let seconds_left = u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
    Notice::Progress { text: text.to_owned(), seconds_left }
}

impl Answer {
    /// How long the service asked to wait: `Retry-After` in either of its forms, seconds or an HTTP date.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let value = self.header(header::RETRY_AFTER.as_str())?.trim();
        if let Ok(seconds) = value.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = httpdate::parse_http_date(value).ok()?;
        Some(date.duration_since(SystemTime::now()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, GRAPH, Retry, RetryPolicy, TOKEN_ENDPOINT, pause};
    use crate::talk::{Notice, Said, Talk, TraceLevel};
    use http::{HeaderMap, HeaderValue, StatusCode};
    use std::time::{Duration, SystemTime};

    fn answer(status: u16, retry_after: Option<&str>) -> Answer {
        let mut headers = HeaderMap::new();
        if let Some(value) = retry_after {
            headers.insert("retry-after", HeaderValue::from_str(value).unwrap());
        }
        let status = StatusCode::from_u16(status).unwrap();
        Answer { status, headers, body: Vec::new(), client_request_id: String::new() }
    }

    #[test]
    fn a_service_is_asked_again_after_the_answers_that_pass() {
        let retried = |policy: &'static RetryPolicy| {
            (100..600).filter(move |status| Retry::new(policy).next_wait(&answer(*status, Some("7"))).is_some())
        };
        assert_eq!(retried(&GRAPH).collect::<Vec<_>>(), [429, 503, 504]);
        assert_eq!(
            retried(&TOKEN_ENDPOINT).collect::<Vec<_>>(),
            [408, 429].into_iter().chain(500..600).collect::<Vec<_>>()
        );
        let wait = Retry::new(&TOKEN_ENDPOINT).next_wait(&answer(502, Some("7")));
        assert_eq!(wait, Some(Duration::from_secs(7)));
    }

    #[test]
    fn a_date_is_understood_as_well_as_seconds() {
        let in_a_minute = httpdate::fmt_http_date(SystemTime::now() + Duration::from_mins(1));
        let wait = Retry::new(&GRAPH).next_wait(&answer(429, Some(&in_a_minute))).unwrap();
        assert!(wait > Duration::from_secs(50) && wait <= Duration::from_mins(1), "{wait:?}");
        let past = Retry::new(&GRAPH).next_wait(&answer(429, Some("Wed, 21 Oct 2015 07:28:00 GMT")));
        assert_eq!(past, Some(Duration::ZERO));
    }

    #[test]
    fn without_a_hint_the_waits_grow_with_jitter_and_end() {
        let mut retry = Retry::new(&GRAPH);
        for floor in [1, 2, 4] {
            let wait = retry.next_wait(&answer(503, Some("soon"))).unwrap();
            assert!((floor..=2 * floor).contains(&wait.as_secs()), "{wait:?} for {floor}");
        }
        assert_eq!(retry.next_wait(&answer(503, None)), None);
        assert_eq!(retry.attempts(), GRAPH.max_retries);
    }

    #[test]
    fn a_wait_that_nobody_would_sit_through_ends_at_once() {
        assert_eq!(Retry::new(&GRAPH).next_wait(&answer(429, Some("181"))), None);
        let longest = Retry::new(&GRAPH).next_wait(&answer(429, Some("180")));
        assert_eq!(longest, Some(Duration::from_mins(3)));
    }

    /// What is said while so many milliseconds pass.
    async fn counted(wait_ms: u64) -> Vec<Notice> {
        let (talk, listener) = Talk::channel(TraceLevel::Quiet);
        let waiting = async move { pause(Duration::from_millis(wait_ms), "waiting", &talk).await };
        let hearing = async {
            let mut notices = Vec::new();
            while let Some(Said::Notice(notice)) = listener.next().await {
                notices.push(notice);
            }
            notices
        };
        tokio::join!(waiting, hearing).1
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_is_counted_down_from_five_seconds_on() {
        let count = |seconds: &[u32]| {
            let notices = seconds.iter();
            let notices = notices.map(|left| Notice::Progress { text: "waiting".to_owned(), seconds_left: *left });
            notices.collect::<Vec<_>>()
        };
        assert_eq!(counted(4999).await, count(&[]));
        assert_eq!(counted(5000).await, count(&[5, 4, 3, 2, 1, 0]));
        assert_eq!(counted(6300).await, count(&[7, 6, 5, 4, 3, 2, 1, 0]));
    }
}
