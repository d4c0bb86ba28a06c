//! HTTP as the rest of the crate sees it: a request goes out, an answer or an [`Error`] comes back.
//!
//! TLS is checked by the platform's own verifier, redirects are never followed, and plain http is refused by
//! [`crate::cloud`] except on loopback. There is no switch that turns any of this off.

mod answer;
mod bypass;
mod failure;
mod opening;
mod pool;
mod proxy;
mod redact;
pub(crate) mod retry;
mod tls;
mod trace;

pub(crate) use answer::Answer;
pub(crate) use opening::Opening;
pub use proxy::ProxySettings;
pub(crate) use retry::RetryPolicy;

use crate::error::{Error, Kind};
use crate::talk::Talk;
use failure::{Failure, Remedy};
use http::{HeaderValue, Method, Request, header};
use pool::{Lease, Pool};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout_at;
use url::Url;
use uuid::Uuid;

/// The longest time to wait for a connection, so that an unreachable address is told from a slow answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);

/// The header that lets the service's log be matched with the caller's.
pub(crate) const CLIENT_REQUEST_ID: &str = "client-request-id";

/// HTTP for one session. Its connections are shared with all sessions of the process that have the same proxies.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    pool: Arc<Pool>,
    user_agent: HeaderValue,
    timeout: Duration,
}

impl Http {
    /// Takes a share of the connections through these proxies, each request to end within `timeout`; fails with
    /// `InvalidProxy` or `InvalidUserAgent`. Nothing is opened or read yet.
    pub(crate) fn new(user_agent: &str, proxies: &ProxySettings, timeout: Duration) -> Result<Self, Error> {
        Ok(Self { pool: pool::shared(proxies)?, user_agent: self::user_agent(user_agent)?, timeout })
    }

    /// Sends a request, and sends it again as the policy says.
    pub(crate) async fn send(
        &self,
        request: Request<Vec<u8>>,
        policy: &'static RetryPolicy,
        talk: &Talk,
    ) -> Result<Answer, Error> {
        let mut request = self.complete(request);
        let mut retry = retry::Retry::new(policy);
        loop {
            let answer = self.attempt(&request, talk, |_| None).await?;
            let Some(wait) = retry.next_wait(&answer) else { return Ok(answer) };
            let (status, count) = (answer.status, retry.count());
            let host = host(&request).to_owned();
            talk.verbose(|| format!("{host} answered {status}; waiting {:.1} s before {count}", wait.as_secs_f32()))
                .await;
            request.headers_mut().insert("retry-attempt", HeaderValue::from(retry.attempts()));
            retry::pause(wait, &format!("{host} is busy; {count} follows"), talk).await;
        }
    }

    /// Sends a request, without a second try after an answer. `line` may tell the answer in better words than its status.
    pub(crate) async fn once(
        &self,
        request: Request<Vec<u8>>,
        talk: &Talk,
        line: impl Fn(&Answer) -> Option<String>,
    ) -> Result<Answer, Error> {
        self.attempt(&self.complete(request), talk, line).await
    }

    /// The request with what all have.
    fn complete(&self, mut request: Request<Vec<u8>>) -> Request<Vec<u8>> {
        let id = HeaderValue::from_str(&Uuid::new_v4().to_string()).expect("a UUID is plain text");
        let length = HeaderValue::from(request.body().len());
        let has_body = !matches!(*request.method(), Method::GET | Method::HEAD);
        let headers = request.headers_mut();
        headers.insert(CLIENT_REQUEST_ID, id);
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        headers.entry(header::USER_AGENT).or_insert_with(|| self.user_agent.clone());
        if has_body {
            headers.insert(header::CONTENT_LENGTH, length);
        }
        request
    }

    async fn attempt(
        &self,
        request: &Request<Vec<u8>>,
        talk: &Talk,
        line: impl Fn(&Answer) -> Option<String>,
    ) -> Result<Answer, Error> {
        talk.debug(|| trace::request(request)).await;
        let started = Instant::now();
        let outcome = self.exchange(request, talk).await;
        match &outcome {
            Ok(answer) => {
                talk.debug(|| trace::answer(request, answer)).await;
                talk.verbose(|| line(answer).unwrap_or_else(|| trace::line(request, answer, started.elapsed()))).await;
            }
            Err(error) => talk.verbose(|| format!("{} failed: {error}", trace::target(request))).await,
        }
        outcome.map_err(|error| error.with_client_request_id(Some(client_request_id(request).to_owned())))
    }

    /// One answer. Where the connection breaks before it, the request goes out once more on a fresh one: a kept connection
    /// may have been dead for long, and what this crate asks for may be asked twice.
    async fn exchange(&self, request: &Request<Vec<u8>>, talk: &Talk) -> Result<Answer, Error> {
        let url = Url::parse(&request.uri().to_string())
            .map_err(|_| Error::new(Kind::InvalidArgument, "InvalidEndpoint", "the address cannot be used"))?;
        let deadline = tokio::time::Instant::now() + self.timeout;
        let deliver = async || {
            let lease = self.pool.lease(&url).await?;
            let proxy = self.pool.proxy(&lease);
            match timeout_at(deadline, deliver(&lease, &url, request, proxy.as_deref())).await {
                Ok(outcome) => outcome.inspect_err(|failure| self.mend(&lease, failure.remedy)),
                Err(_) => Err(failure::timeout(host(request), proxy.as_deref(), self.timeout).into()),
            }
        };
        let broken = match deliver().await {
            Err(failure) if failure.remedy == Remedy::FreshConnection => failure.error,
            outcome => return outcome.map_err(|failure| failure.error),
        };
        talk.verbose(|| format!("{broken}; {} is sent once more on a fresh one", trace::target(request))).await;
        deliver().await.map_err(|failure| failure.error)
    }

    fn mend(&self, lease: &Lease, remedy: Remedy) {
        if remedy == Remedy::FreshAuthorities {
            tls::forget();
        }
        if remedy != Remedy::Nothing {
            self.pool.discard(lease);
        }
    }
}

/// Sends a request on a connection of the lease.
async fn deliver(lease: &Lease, url: &Url, request: &Request<Vec<u8>>, proxy: Option<&str>) -> Result<Answer, Failure> {
    let host = host(request);
    let failed = |error: reqwest::Error| failure::of(host, proxy, &error);
    let sent = lease.client.request(request.method().clone(), url.clone()).headers(request.headers().clone());
    let mut response = sent.body(request.body().clone()).send().await.map_err(failed)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > answer::MAX_BODY {
            return Err(answer::too_long(host).into());
        }
    }
    let headers = std::mem::take(response.headers_mut());
    let body = answer::meant(&headers, body, host)?;
    Ok(Answer { status: response.status(), headers, body, client_request_id: client_request_id(request).to_owned() })
}

/// A `User-Agent` (RFC 9110 10.1.5) as a header's value.
pub(crate) fn user_agent(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text)
        .map_err(|_| Error::new(Kind::InvalidArgument, "InvalidUserAgent", "the user agent is not plain text"))
}

/// The id that a request has been given.
fn client_request_id(request: &Request<Vec<u8>>) -> &str {
    request.headers().get(CLIENT_REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or("none")
}

fn host(request: &Request<Vec<u8>>) -> &str {
    request.uri().authority().map_or("the service", http::uri::Authority::as_str)
}
