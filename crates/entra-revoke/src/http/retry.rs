//! When to send a request again, and how long to wait before (Microsoft Graph, "Throttling guidance"; RFC 9110 10.2.3).

use super::Answer;
use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use http::header;
use std::time::{Duration, SystemTime};

/// When a request is sent again.
#[derive(Debug)]
pub(crate) struct RetryPolicy {
    /// How often at most.
    pub(super) max_retries: u16,
    /// After which statuses.
    statuses: &'static [u16],
}

/// Microsoft Graph (Microsoft Graph, "Throttling guidance").
pub(crate) static GRAPH: RetryPolicy = RetryPolicy { max_retries: 3, statuses: &[429, 503, 504] };

/// The token endpoint of Entra ID, in every flow.
pub(crate) static TOKEN_ENDPOINT: RetryPolicy = RetryPolicy { max_retries: 3, statuses: &[429, 503, 504] };

/// The longest wait; a service that asks for more gets no further request, since an earlier one would only be refused.
const MAX_WAIT: Duration = Duration::from_mins(3);

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

    /// How often the request was sent again.
    pub(super) const fn attempts(&self) -> u16 {
        self.attempts
    }

    /// How long to wait before the request is sent again; `None` when the answer is final.
    pub(super) fn next_wait(&mut self, answer: &Answer) -> Option<Duration> {
        if !self.policy.statuses.contains(&answer.status.as_u16()) {
            return None;
        }
        let backoff = self.backoff.next()?;
        let wait = Some(answer.retry_after().unwrap_or(backoff)).filter(|wait| *wait <= MAX_WAIT)?;
        self.attempts += 1;
        Some(wait)
    }
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
    use super::{Answer, GRAPH, Retry};
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
    fn only_busy_answers_are_retried() {
        for status in [200, 204, 400, 401, 403, 404, 500, 502] {
            assert_eq!(Retry::new(&GRAPH).next_wait(&answer(status, Some("1"))), None, "{status}");
        }
        for status in [429, 503, 504] {
            assert_eq!(
                Retry::new(&GRAPH).next_wait(&answer(status, Some("7"))),
                Some(Duration::from_secs(7)),
                "{status}"
            );
        }
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
        assert_eq!(Retry::new(&GRAPH).next_wait(&answer(429, Some("3600"))), None);
    }
}
