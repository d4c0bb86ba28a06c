//! The `oauth2` crate's requests over this crate's own connections.

use super::{JwtClaims, error};
use crate::error::{Error, Kind};
use crate::http::{Http, RetryPolicy};
use crate::secret::Secret;
use crate::talk::Talk;
use http::{HeaderValue, header};
use oauth2::basic::BasicTokenType;
use oauth2::{
    AsyncHttpClient, ErrorResponse, ExtraTokenFields, HttpRequest, HttpResponse, RequestTokenError,
    StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

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

/// One exchange with the authority. It keeps the refusal that it saw, since the crate passes on less than Entra ID says.
#[derive(Debug)]
pub(crate) struct Exchange {
    http: Http,
    policy: &'static RetryPolicy,
    talk: Talk,
    refusal: Mutex<Option<Error>>,
}

impl Exchange {
    pub(crate) fn new(http: &Http, policy: &'static RetryPolicy, talk: &Talk) -> Self {
        Self { http: http.clone(), policy, talk: talk.clone(), refusal: Mutex::new(None) }
    }

    async fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, Error> {
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let answer = self.http.send(request, self.policy, &self.talk).await?;
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = error::refusal(&answer);
        let mut response = HttpResponse::new(answer.body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        Ok(response)
    }

    /// What the crate's failure means: the refusal that was seen, else what the crate itself found wrong.
    pub(crate) fn explain<E: ErrorResponse>(self, failure: RequestTokenError<Error, E>) -> Error {
        match (failure, self.refusal.into_inner().unwrap_or_else(PoisonError::into_inner)) {
            (RequestTokenError::Request(error), _) | (_, Some(error)) => error,
            (_, None) => {
                let message = "the sign-in service answered without what the protocol asks for";
                Error::new(Kind::InvalidResponse, "InvalidResponse", message)
            }
        }
    }
}

impl<'c> AsyncHttpClient<'c> for Exchange {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
