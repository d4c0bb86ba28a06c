//! Microsoft Graph as every call of this crate sees it: the bearer, one answer to a claims challenge, and errors.

use super::error;
use crate::cloud::Cloud;
use crate::error::{Error, Kind};
use crate::http::{self as transport, Answer, Http, retry};
use crate::secret::Secret;
use crate::talk::Talk;
use crate::tokens::TokenSource;
use http::{HeaderValue, Method, Request, header};
use zeroize::Zeroizing;

/// Microsoft Graph with the tokens of one sign-in.
#[derive(Debug)]
pub(crate) struct Graph {
    base: String,
    http: Http,
    tokens: TokenSource,
}

impl Graph {
    pub(crate) fn new(cloud: &Cloud, http: Http, tokens: TokenSource) -> Self {
        Self { base: cloud.graph().to_owned(), http, tokens }
    }

    /// The tokens that calls are made with.
    pub(crate) const fn tokens(&self) -> &TokenSource {
        &self.tokens
    }

    /// Calls a method of version 1.0 without a body; what is not a success is the error that Microsoft Graph reports.
    ///
    /// A token that is refused is renewed once, with the claims that were asked for; there is no second try.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        user_agent: &str,
        talk: &Talk,
    ) -> Result<Answer, Error> {
        let token = self.tokens.token(talk).await?;
        let refusal = match self.attempt(&method, path, user_agent, &token, talk).await {
            Err(error) if error.status() == Some(401) && error.is_verdict() && self.tokens.can_renew() => error,
            outcome => return outcome,
        };
        talk.verbose(|| format!("the access token was refused ({}); asking for a new one", refusal.code())).await;
        let renewed = self.tokens.renew(&token, refusal.claims(), talk).await?;
        self.attempt(&method, path, user_agent, &renewed, talk).await
    }

    async fn attempt(
        &self,
        method: &Method,
        path: &str,
        user_agent: &str,
        token: &Secret,
        talk: &Talk,
    ) -> Result<Answer, Error> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/v1.0{path}", self.base))
            .header(header::AUTHORIZATION, bearer(token)?)
            .header(header::USER_AGENT, transport::user_agent(user_agent)?)
            .header(header::CACHE_CONTROL, "no-store, no-cache")
            .header(header::ACCEPT, "application/json")
            .header("sdkversion", concat!("entra-revoke/", env!("CARGO_PKG_VERSION")))
            .body(Vec::new())
            .map_err(|_| Error::new(Kind::InvalidArgument, "InvalidEndpoint", "the Graph address cannot be used"))?;
        let answer = self.http.send(request, &retry::GRAPH, talk).await?;
        if answer.status.is_success() { Ok(answer) } else { Err(error::from_answer(&answer)) }
    }
}

/// The `Authorization` of a request (RFC 6750 2.1).
fn bearer(token: &Secret) -> Result<HeaderValue, Error> {
    let bearer = Zeroizing::new(format!("Bearer {}", token.expose()));
    let mut value = HeaderValue::from_str(&bearer).map_err(|_| {
        let message = "the access token has characters that no token has";
        Error::new(Kind::InvalidArgument, "InvalidAccessToken", message)
    })?;
    value.set_sensitive(true);
    Ok(value)
}
