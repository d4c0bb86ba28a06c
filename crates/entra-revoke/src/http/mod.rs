//! HTTP as the rest of the crate sees it: a request goes out, an answer or an [`Error`] comes back.
//!
//! TLS is checked by the platform's own verifier, redirects are never followed, and plain http is refused by
//! [`crate::cloud`] except on loopback. There is no switch that turns any of this off.

mod failure;
mod proxy;
pub(crate) mod retry;
mod trace;
mod variables;

pub use proxy::ProxySettings;
pub(crate) use retry::RetryPolicy;

use crate::error::{Error, Kind};
use crate::talk::Talk;
use futures_util::FutureExt as _;
use futures_util::future::Shared;
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use std::fmt::Display;
use std::sync::Once;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use uuid::Uuid;

/// The longest answer that is read; the service's own are a few kilobytes.
const MAX_BODY: usize = 1024 * 1024;

/// The longest time to wait for a connection, so that an unreachable address is told from a slow answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);

/// The header that lets the service's log be matched with the caller's.
pub(crate) const CLIENT_REQUEST_ID: &str = "client-request-id";

static TLS_PROVIDER: Once = Once::new();

/// What a service answered, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) client_request_id: String,
}

/// The connections of one session; a clone shares them.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    client: Shared<oneshot::Receiver<Result<Client, Error>>>,
    timeout: Duration,
}

impl Answer {
    /// A header's value as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The id under which Microsoft Graph or Entra ID logged the request.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.header("request-id").or_else(|| self.header("x-ms-request-id"))
    }
}

impl Http {
    /// Prepares connections; fails when a proxy address cannot be used.
    ///
    /// The certificates of the system are read meanwhile, on a thread of their own, and the first request waits for them.
    pub(crate) fn new(user_agent: &str, proxies: &ProxySettings, timeout: Duration) -> Result<Self, Error> {
        let builder = Client::builder()
            .user_agent(self::user_agent(user_agent)?)
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT.min(timeout))
            .tcp_nodelay(true);
        let builder = proxies.apply(builder)?;
        let (sender, client) = oneshot::channel();
        std::thread::spawn(|| {
            // A session that is gone needs no connections.
            let _ = sender.send(build(builder));
        });
        Ok(Self { client: client.shared(), timeout })
    }

    /// Opens the connection on which later requests to the same host go: asks for the headers of a page that anyone may
    /// read, without credentials. What comes of it does not matter: a later request reports what is wrong.
    pub(crate) async fn open(&self, url: String) {
        if let Ok(Ok(client)) = self.client.clone().await {
            let _ = client.head(url).timeout(CONNECT_TIMEOUT).send().await;
        }
    }

    /// Sends a request, and sends it again as the policy says.
    pub(crate) async fn send(
        &self,
        mut request: Request<Vec<u8>>,
        policy: &'static RetryPolicy,
        talk: &Talk,
    ) -> Result<Answer, Error> {
        let id = identify(&mut request);
        let mut retry = retry::Retry::new(policy);
        loop {
            let answer = self.attempt(&request, &id, talk, |_| None).await?;
            let Some(wait) = retry.next_wait(&answer) else { return Ok(answer) };
            talk.verbose(|| {
                format!(
                    "{} answered {}; waiting {:.1} s before retry {} of {}",
                    host(&request),
                    answer.status,
                    wait.as_secs_f32(),
                    retry.attempts(),
                    policy.max_retries
                )
            })
            .await;
            request.headers_mut().insert("retry-attempt", HeaderValue::from(retry.attempts()));
            tokio::time::sleep(wait).await;
        }
    }

    /// Sends a request, without a second try after an answer. `line` may tell the answer in better words than its status.
    pub(crate) async fn once(
        &self,
        mut request: Request<Vec<u8>>,
        talk: &Talk,
        line: impl Fn(&Answer) -> Option<String>,
    ) -> Result<Answer, Error> {
        let id = identify(&mut request);
        self.attempt(&request, &id, talk, line).await
    }

    async fn attempt(
        &self,
        request: &Request<Vec<u8>>,
        id: &str,
        talk: &Talk,
        line: impl Fn(&Answer) -> Option<String>,
    ) -> Result<Answer, Error> {
        talk.debug(|| trace::request(request)).await;
        let started = Instant::now();
        let outcome = self.exchange(request, id).await;
        match &outcome {
            Ok(answer) => {
                talk.debug(|| trace::answer(answer)).await;
                talk.verbose(|| line(answer).unwrap_or_else(|| trace::line(request, answer, started.elapsed()))).await;
            }
            Err(failure) => {
                talk.verbose(|| format!("{} {} failed: {failure}", request.method(), request.uri())).await;
            }
        }
        outcome
    }

    async fn exchange(&self, request: &Request<Vec<u8>>, id: &str) -> Result<Answer, Error> {
        let failed = |error: reqwest::Error| {
            failure::of(host(request), &error, self.timeout).with_client_request_id(Some(id.to_owned()))
        };
        let client = self.client.clone().await.unwrap_or_else(|_| Err(unprepared("the certificates were not read")))?;
        let mut response = client
            .request(request.method().clone(), request.uri().to_string())
            .headers(request.headers().clone())
            .header(header::CONTENT_LENGTH, request.body().len())
            .body(request.body().clone())
            .timeout(self.timeout)
            .send()
            .await
            .map_err(failed)?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            body.extend_from_slice(&chunk);
            if body.len() > MAX_BODY {
                let message = format!("{} answered with more than {MAX_BODY} bytes", host(request));
                return Err(Error::new(Kind::InvalidResponse, "InvalidResponse", message));
            }
        }
        Ok(Answer {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body,
            client_request_id: id.to_owned(),
        })
    }
}

/// Gives a request the id under which the service's log can be searched for it.
fn identify(request: &mut Request<Vec<u8>>) -> String {
    let id = Uuid::new_v4().to_string();
    let value = HeaderValue::from_str(&id).expect("a UUID is plain text");
    request.headers_mut().insert(CLIENT_REQUEST_ID, value);
    id
}

fn build(builder: ClientBuilder) -> Result<Client, Error> {
    // Another copy of rustls in this process has its own default, so a second installation is no failure.
    TLS_PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    builder.build().map_err(|error| unprepared(failure::root_cause(&error)))
}

fn unprepared(reason: impl Display) -> Error {
    let message = format!("the secure connection could not be prepared: {reason}");
    Error::new(Kind::Connection, "ConnectionFailed", message)
}

/// A `User-Agent` (RFC 9110 10.1.5) as a header's value.
pub(crate) fn user_agent(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text)
        .map_err(|_| Error::new(Kind::InvalidArgument, "InvalidUserAgent", "the user agent is not plain text"))
}

fn host(request: &Request<Vec<u8>>) -> &str {
    request.uri().authority().map_or("the service", http::uri::Authority::as_str)
}
