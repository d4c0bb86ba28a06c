//! The `oauth2` crate's requests over this crate's own connections.

use super::Oauth;
use super::error::{self, Refused};
use super::jwt::{self, JwtClaims};
use crate::error::{Error, Kind};
use crate::http::{Answer, Http, RetryPolicy};
use crate::reading;
use crate::secret::Secret;
use crate::talk::Talk;
use http::{HeaderValue, StatusCode, header};
use oauth2::basic::BasicTokenType;
use oauth2::{
    AsyncHttpClient, ErrorResponse, ExtraTokenFields, HttpRequest, HttpResponse, RequestTokenError,
    StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The longest time that an answer can name, in seconds: more than a century, and no sum of it overflows.
const MAX_SECONDS: u64 = u32::MAX as u64;

/// What an answer of the token endpoint has beyond RFC 6749 (OpenID Connect Core 3.1.3.3).
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct OpenIdFields {
    id_token: Option<String>,
}

impl std::fmt::Debug for OpenIdFields {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("OpenIdFields").finish_non_exhaustive()
    }
}

impl ExtraTokenFields for OpenIdFields {}

/// The crate's form of an answer of the token endpoint.
pub(crate) type TokenResponse = StandardTokenResponse<OpenIdFields, BasicTokenType>;

/// An answer of the token endpoint (RFC 6749 5.1).
#[derive(Debug)]
pub(crate) struct TokenAnswer {
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Option<Secret>,
    /// What was granted; `None` where it is what was asked for.
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) id_token: Option<JwtClaims>,
    pub(crate) expires_in: Option<Duration>,
}

impl From<TokenResponse> for TokenAnswer {
    fn from(response: TokenResponse) -> Self {
        let scopes = response.scopes().map(|scopes| scopes.iter().map(|scope| scope.as_str().to_owned()).collect());
        Self {
            access_token: Secret::new(response.access_token().secret().clone()),
            refresh_token: response.refresh_token().map(|token| Secret::new(token.secret().clone())),
            scopes,
            id_token: response.extra_fields().id_token.as_deref().and_then(JwtClaims::read),
            expires_in: response.expires_in(),
        }
    }
}

/// One exchange with the authority. It keeps why it failed, since the crate passes on less than Entra ID says.
#[derive(Debug)]
pub(crate) struct Exchange {
    http: Http,
    speaker: &'static str,
    policy: &'static RetryPolicy,
    talk: Talk,
    failure: Mutex<Option<Error>>,
}

impl Exchange {
    pub(crate) fn new(oauth: &Oauth, policy: &'static RetryPolicy, talk: &Talk) -> Self {
        Self {
            http: oauth.http.clone(),
            speaker: oauth.speaker(),
            policy,
            talk: talk.clone(),
            failure: Mutex::default(),
        }
    }

    async fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, Error> {
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let answer = self.http.send(request, self.policy, &self.talk).await?;
        Ok(match error::read(&answer, self.speaker) {
            Ok(members) => self.accept(&answer, members),
            Err(Refused { error, .. }) => self.refuse(error),
        })
    }

    /// Hands a success on to the crate, in the form that it reads.
    pub(crate) fn accept(&self, answer: &Answer, members: Map<String, Value>) -> HttpResponse {
        // Whether it has what the protocol asks for is known when the crate has looked.
        let message = format!("{} answered without what the protocol asks for", self.speaker);
        let incomplete = Error::new(Kind::InvalidResponse, "InvalidResponse", message);
        self.keep(reading::addressed(incomplete, answer));
        HttpResponse::new(Value::Object(plain(members)).to_string().into_bytes())
    }

    /// Tells the crate that the exchange failed, and keeps why.
    pub(crate) fn refuse(&self, failure: Error) -> HttpResponse {
        self.keep(failure);
        let mut response = HttpResponse::default();
        *response.status_mut() = StatusCode::BAD_REQUEST;
        response
    }

    fn keep(&self, failure: Error) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
    }

    /// What the crate's failure means: a request that failed, else why the answer is no success.
    pub(crate) fn explain<E: ErrorResponse>(self, failure: RequestTokenError<Error, E>) -> Error {
        match (failure, self.failure.into_inner().unwrap_or_else(PoisonError::into_inner)) {
            (RequestTokenError::Request(error), _) | (_, Some(error)) => error,
            (failure, None) => Error::new(Kind::Internal, "InternalError", failure.to_string()),
        }
    }
}

/// The members of a success as the protocol says that they are: text that says something, and times in whole seconds.
///
/// Only bearer tokens can be used (RFC 6750), so another type counts as none, and the crate misses it.
fn plain(members: Map<String, Value>) -> Map<String, Value> {
    let read = |(name, value): (String, Value)| {
        let value = match name.as_str() {
            "expires_in" | "interval" => jwt::seconds(&value)?.min(MAX_SECONDS).into(),
            "token_type" => Value::from(value.as_str().filter(|kind| kind.eq_ignore_ascii_case("bearer"))?),
            _ => Some(value).filter(|value| value.as_str().is_some_and(|text| !text.trim().is_empty()))?,
        };
        Some((name, value))
    };
    members.into_iter().filter_map(read).collect()
}

impl<'c> AsyncHttpClient<'c> for Exchange {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
