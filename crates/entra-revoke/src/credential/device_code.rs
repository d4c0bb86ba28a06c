//! Sign-in on another device: the device authorization grant (RFC 8628).

use super::Ask;
use crate::error::{Error, Kind};
use crate::http::{Answer, Http, retry};
use crate::oauth::error::{self, Refused};
use crate::oauth::{self, Exchange, Oauth, claims, id_token};
use crate::reading;
use crate::talk::Talk;
use crate::text;
use crate::tokens::{Renewal, TokenSet};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, StandardDeviceAuthorizationResponse};
use std::pin::Pin;
use std::time::Duration;
use tokio::time::Instant;

/// The shortest and the longest interval between polls that is kept to, whatever the service says.
const INTERVALS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));

/// The code of an answer to a poll that came before the user (RFC 8628 3.5).
const PENDING: &str = "authorization_pending";

/// The same, where the polls are to be fewer from now on, by [`MORE`].
const SLOW_DOWN: &str = "slow_down";

/// How much longer `slow_down` asks to wait.
const MORE: Duration = Duration::from_secs(5);

/// The longest wait after polls that failed, so that the sign-in goes on soon after the network is back.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long a poll may take; the service answers each at once.
const POLL_TIMEOUT: Duration = Duration::from_secs(30);

/// Asks for a code, tells the user where to enter it, and waits until it was used or has expired.
pub(super) async fn acquire(oauth: &Oauth, ask: &Ask, talk: &Talk) -> Result<TokenSet, Error> {
    let client = oauth.authority()?.client()?;
    let exchange = Exchange::new(oauth, &retry::TOKEN_ENDPOINT, talk);
    let asked = client
        .exchange_device_code()
        .add_scopes(oauth::requested(&ask.scopes))
        .add_extra_param("claims", claims::requested(ask.claims.as_deref()))
        .request_async(&exchange)
        .await;
    let asked: StandardDeviceAuthorizationResponse = match asked {
        Ok(asked) => asked,
        Err(failure) => return Err(exchange.explain(failure)),
    };
    let polls = Polls {
        http: oauth.http.clone(),
        speaker: oauth.speaker(),
        talk: talk.clone(),
        exchange: Exchange::new(oauth, &retry::TOKEN_ENDPOINT, talk),
        interval: asked.interval().clamp(INTERVALS.0, INTERVALS.1),
        deadline: Instant::now() + asked.expires_in(),
    };
    talk.message(invitation(&asked)).await;
    let response = client
        .exchange_device_access_token(&asked)
        .add_extra_param("claims", claims::requested(ask.claims.as_deref()))
        // The polls are repeated and timed here, so the crate asks once and its own time limit is never reached.
        .request_async(&polls, |_| std::future::ready(()), Some(Duration::from_hours(1)))
        .await;
    match response {
        Ok(response) => {
            let tokens = TokenSet::new(response.into(), &ask.scopes, Renewal::Never);
            id_token::check(tokens.id_token.as_ref(), oauth, None)?;
            Ok(tokens)
        }
        Err(failure) => Err(polls.exchange.explain(failure)),
    }
}

/// Where to enter which code, each on a line of its own, so that no terminal breaks it.
fn invitation(asked: &StandardDeviceAuthorizationResponse) -> String {
    let minutes = asked.expires_in().as_secs().div_ceil(60);
    format!(
        "To sign in, open this page in a browser on any device:\n    {}\n\
         and enter this code there, which is valid for {minutes} minute{}:\n    {}",
        text::line(asked.verification_uri().url().as_str()),
        if minutes == 1 { "" } else { "s" },
        text::line(asked.user_code().secret()),
    )
}

/// What one poll brought.
enum Poll {
    /// The end, one way or the other, as the crate is told of it.
    Over(HttpResponse),
    /// The user has not signed in yet.
    Pending,
    /// The same, and the service wants to be asked less often.
    SlowDown,
    /// No answer that counts: until the code expires, only the service itself can end the wait.
    Failed(Error),
}

/// The polls for one device code, which look like a single request to the crate.
#[derive(Debug)]
struct Polls {
    http: Http,
    speaker: &'static str,
    talk: Talk,
    exchange: Exchange,
    interval: Duration,
    deadline: Instant,
}

impl Polls {
    /// Asks until there is an end; the code's own end is told by the last failure, where no answer came after it.
    async fn repeat(&self, request: HttpRequest) -> HttpResponse {
        let (mut interval, mut pause) = (self.interval, self.interval);
        let (mut failure, mut warned) = (None, false);
        while tokio::time::timeout_at(self.deadline, tokio::time::sleep(pause)).await.is_ok() {
            match self.once(request.clone()).await {
                Poll::Over(response) => return response,
                Poll::Pending => failure = None,
                Poll::SlowDown => {
                    failure = None;
                    interval = interval.saturating_add(MORE);
                }
                Poll::Failed(error) => {
                    pause = pause.saturating_mul(2).min(LONGEST_PAUSE).max(interval);
                    pause = pause.max(error.retry_after().unwrap_or_default());
                    let wait = pause.as_secs();
                    self.talk.verbose(|| format!("no answer that counts: {error}; asking again in {wait} s")).await;
                    if error.status().is_none() && !warned {
                        warned = true;
                        self.talk.warning(format!("Still waiting, although no answer comes: {error}.")).await;
                    }
                    failure = Some(error);
                    continue;
                }
            }
            pause = interval;
        }
        self.exchange.refuse(failure.unwrap_or_else(expired))
    }

    async fn once(&self, request: HttpRequest) -> Poll {
        let poll = self.http.once(request, &self.talk, not_yet);
        let answer = match tokio::time::timeout(POLL_TIMEOUT, poll).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(failure)) => return Poll::Failed(failure),
            Err(_) => {
                let message = format!("{} did not answer within {} seconds", self.speaker, POLL_TIMEOUT.as_secs());
                return Poll::Failed(Error::new(Kind::Timeout, "RequestTimeout", message));
            }
        };
        match error::read(&answer, self.speaker) {
            Ok(members) if members.contains_key("access_token") => Poll::Over(self.exchange.accept(&answer, members)),
            Ok(_) => Poll::Failed(reading::foreign(&answer, self.speaker)),
            Err(refused) => self.judge(refused),
        }
    }

    /// Tells apart what the service says of a device code (RFC 8628 3.5, and Entra ID's own words for the same).
    fn judge(&self, Refused { code, error }: Refused) -> Poll {
        let reason = match (code.as_deref(), error.code()) {
            (Some(PENDING), _) => return Poll::Pending,
            (Some(SLOW_DOWN), _) => return Poll::SlowDown,
            (Some("expired_token" | "code_expired"), _) | (_, "AADSTS70019" | "AADSTS70020") => expired(),
            (Some("authorization_declined"), _) | (_, "access_denied") => {
                let message = "the sign-in was declined where the code was entered";
                Error::new(Kind::PermissionDenied, "authorization_declined", message)
            }
            (Some("bad_verification_code"), _) => {
                let message = format!("{} does not know the device code that it gave out", self.speaker);
                Error::new(Kind::Service, "bad_verification_code", message)
            }
            _ if error.is_verdict() => return Poll::Over(self.exchange.refuse(error)),
            _ => return Poll::Failed(error),
        };
        Poll::Over(self.exchange.refuse(error.reworded(reason)))
    }
}

impl<'c> AsyncHttpClient<'c> for Polls {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async { Ok(self.repeat(request).await) })
    }
}

/// The verbose line for a poll that came too early, which is no failure although its status says so.
fn not_yet(answer: &Answer) -> Option<String> {
    match reading::text(&reading::members(&answer.body)?, "error")?.as_str() {
        PENDING => Some("not yet signed in".to_owned()),
        SLOW_DOWN => Some("not yet signed in; asked to wait longer between polls".to_owned()),
        _ => None,
    }
}

/// The error for a code that nobody used in time, whether the service or this side noticed first.
fn expired() -> Error {
    let message = "nobody entered the code and signed in before it expired";
    Error::new(Kind::Timeout, "DeviceCodeExpired", message)
}
