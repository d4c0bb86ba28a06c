//! The tokens of one sign-in, and how the next ones are got.

mod source;

pub(crate) use source::TokenSource;

use crate::credential::Credential;
use crate::oauth::{JwtClaims, TokenAnswer, permission};
use crate::secret::Secret;
use std::time::{Duration, Instant};

/// A token this close to its end is renewed before it is used.
const RENEW_BEFORE: Duration = Duration::from_mins(5);

/// How the token after this one is got.
#[derive(Clone, Debug)]
pub(crate) enum Renewal {
    /// Not at all: the user gave the token.
    Never,
    /// With a refresh token (RFC 6749 section 6).
    RefreshToken(Secret),
    /// By asking the credential again, as applications do.
    Again(Credential),
}

/// An access token, and what is needed to get the next one.
#[derive(Clone, Debug)]
pub(crate) struct TokenSet {
    pub(crate) access_token: Secret,
    pub(crate) renewal: Renewal,
    /// What was granted, as the service names it (RFC 6749 5.1).
    pub(crate) granted: Vec<String>,
    pub(crate) id_token: Option<JwtClaims>,
    expires_at: Option<Instant>,
}

impl TokenSet {
    /// Takes over an answer to a request for the scopes `asked`; `renewal` holds where it brings no refresh token.
    pub(crate) fn new(answer: TokenAnswer, asked: &[String], renewal: Renewal) -> Self {
        let mut granted = answer.scopes.unwrap_or_else(|| asked.to_vec());
        // What stands for all permissions is told beside them, but cannot be asked for beside them.
        if granted.iter().any(|scope| permission(scope).is_some()) {
            granted.retain(|scope| !scope.ends_with("/.default"));
        }
        Self {
            access_token: answer.access_token,
            renewal: answer.refresh_token.map_or(renewal, Renewal::RefreshToken),
            granted,
            id_token: answer.id_token,
            expires_at: answer.expires_in.and_then(|lifetime| Instant::now().checked_add(lifetime)),
        }
    }

    /// Takes over an access token that the user brought.
    pub(crate) const fn given(access_token: Secret, granted: Vec<String>) -> Self {
        Self { access_token, renewal: Renewal::Never, granted, id_token: None, expires_at: None }
    }

    /// False when only the user can bring another token.
    fn is_renewable(&self) -> bool {
        !matches!(self.renewal, Renewal::Never)
    }

    /// How long the access token is still good; `None` when nobody said.
    fn time_left(&self) -> Option<Duration> {
        self.expires_at.map(|end| end.saturating_duration_since(Instant::now()))
    }
}
