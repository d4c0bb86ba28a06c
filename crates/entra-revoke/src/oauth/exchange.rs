//! The `oauth2` crate's requests over this crate's own transport.

use super::error;
use crate::error::{Error, Kind};
use crate::notice::Notices;
use crate::transport::Transport;
use http::{HeaderValue, header};
use oauth2::{AsyncHttpClient, ErrorResponse, HttpRequest, HttpResponse, RequestTokenError};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

/// One exchange with the authority. It keeps the refusal that it saw, since the crate passes on less than Entra ID says.
#[derive(Debug)]
pub(super) struct Exchange {
    transport: Transport,
    notices: Notices,
    refusal: Mutex<Option<Error>>,
}

impl Exchange {
    pub(super) fn new(transport: &Transport, notices: &Notices) -> Self {
        Self { transport: transport.clone(), notices: notices.clone(), refusal: Mutex::new(None) }
    }

    async fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, Error> {
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let answer = self.transport.send(request, &self.notices).await?;
        // Each answer takes the place of the one before: what a poll was told while it waits is no refusal.
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = error::refusal(&answer);
        let mut response = HttpResponse::new(answer.body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        Ok(response)
    }

    /// What the crate's failure means: the refusal that was seen, else what the crate itself found wrong.
    pub(super) fn explain<E: ErrorResponse>(self, failure: RequestTokenError<Error, E>) -> Error {
        match (failure, self.refusal.into_inner().unwrap_or_else(PoisonError::into_inner)) {
            (RequestTokenError::Request(error), _) | (_, Some(error)) => error,
            (RequestTokenError::ServerResponse(_), None) => super::device_code::expired(),
            (RequestTokenError::Parse(..) | RequestTokenError::Other(_), None) => {
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
