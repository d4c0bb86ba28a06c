//! Whether somebody is signed in.

use super::context::SignInContext;
use crate::error::{Error, Kind};
use crate::oauth::TokenSet;

/// The state of a session.
#[derive(Debug, Default)]
pub(super) enum State {
    /// Nobody has signed in yet.
    #[default]
    New,
    /// Somebody is signed in.
    SignedIn(Box<SignedIn>),
    /// The sign-in is over, and this is why; its tokens are gone.
    Ended(Error),
}

/// Who is signed in, and with what.
#[derive(Debug)]
pub(super) struct SignedIn {
    pub(super) context: SignInContext,
    pub(super) tokens: TokenSet,
    /// The permissions that were asked for, to be asked for again.
    pub(super) scopes: Vec<String>,
}

impl State {
    /// Who is signed in; fails with the reason why nobody is.
    pub(super) fn signed_in(&mut self) -> Result<&mut SignedIn, Error> {
        match self {
            Self::New => Err(Error::new(Kind::Authentication, "NotSignedIn", "nobody is signed in")),
            Self::SignedIn(signed_in) => Ok(signed_in),
            Self::Ended(reason) => Err(reason.clone()),
        }
    }

    /// Ends the sign-in and drops its tokens.
    pub(super) fn end(&mut self, reason: Error) {
        *self = Self::Ended(reason);
    }
}
