//! Where calls take their access token from: one renewal in flight, and nobody waits for it who holds a good token.

use super::{RENEW_BEFORE, Renewal, TokenSet};
use crate::credential::{self, Ask, refresh_token};
use crate::error::{Error, Kind};
use crate::oauth::Oauth;
use crate::secret::Secret;
use crate::talk::Talk;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A renewal of a token that is still good gets this long, since the call could go out without it.
const PATIENCE: Duration = Duration::from_secs(15);

/// After a renewal that failed for a passing reason, a token that is still good is used for so long without another try.
const PAUSE: Duration = Duration::from_secs(30);

/// The tokens of a session, safe to use from any thread.
#[derive(Debug)]
pub(crate) struct TokenSource {
    oauth: Oauth,
    state: Mutex<State>,
    // Held while tokens are renewed, so that many callers renew once; the instant is before which not to try again.
    renewing: tokio::sync::Mutex<Option<Instant>>,
}

#[derive(Debug)]
enum State {
    Good(Arc<TokenSet>),
    /// The sign-in is over, and this is why; its tokens are gone.
    Ended(Error),
}

impl TokenSource {
    /// Begins with the tokens of a sign-in.
    pub(crate) fn new(oauth: Oauth, tokens: TokenSet) -> Self {
        Self { oauth, state: Mutex::new(State::Good(Arc::new(tokens))), renewing: tokio::sync::Mutex::default() }
    }

    /// Ends the sign-in and drops its tokens.
    pub(crate) fn end(&self, reason: Error) {
        *self.lock() = State::Ended(reason);
    }

    /// False once the sign-in has ended.
    pub(crate) fn is_signed_in(&self) -> bool {
        matches!(*self.lock(), State::Good(_))
    }

    /// An access token, renewed when it is about to end. Fails with the reason why there is none.
    pub(crate) async fn token(&self, talk: &Talk) -> Result<Secret, Error> {
        let held = self.held()?;
        let Some(left) = held.time_left().filter(|left| *left < RENEW_BEFORE) else {
            return Ok(held.access_token.clone());
        };
        if matches!(held.renewal, Renewal::Never) {
            return Ok(held.access_token.clone());
        }
        if left.is_zero() {
            return self.renew(&held.access_token, None, talk).await;
        }
        self.renew_early(&held, left, talk).await
    }

    /// A token in place of one that was refused, or that has ended; `claims` are those that the refusal asks for.
    ///
    /// Callers with the same refused token share one renewal.
    pub(crate) async fn renew(&self, refused: &Secret, claims: Option<&str>, talk: &Talk) -> Result<Secret, Error> {
        let _renewing = self.renewing.lock().await;
        let held = self.held()?;
        if held.access_token != *refused {
            return Ok(held.access_token.clone());
        }
        self.acquire(&held, claims, talk).await
    }

    /// True when a refused token can be replaced without the user.
    pub(crate) fn can_renew(&self) -> bool {
        self.held().is_ok_and(|held| !matches!(held.renewal, Renewal::Never))
    }

    /// Renews a token that is still good; whoever comes meanwhile, or finds it refused for a passing reason, uses it.
    async fn renew_early(&self, held: &TokenSet, left: Duration, talk: &Talk) -> Result<Secret, Error> {
        let Ok(mut not_before) = self.renewing.try_lock() else { return Ok(held.access_token.clone()) };
        let current = self.held()?;
        if current.access_token != held.access_token || not_before.is_some_and(|pause| Instant::now() < pause) {
            return Ok(current.access_token.clone());
        }
        let renewal = tokio::time::timeout(PATIENCE, self.acquire(held, None, talk)).await;
        let reason = match renewal {
            Ok(Ok(token)) => return Ok(token),
            // The grant was refused, so the sign-in is over.
            Ok(Err(refusal)) if !self.is_signed_in() => return Err(refusal),
            Ok(Err(failure)) => failure.to_string(),
            Err(_) => format!("no answer within {} seconds", PATIENCE.as_secs()),
        };
        *not_before = Some(Instant::now() + PAUSE);
        talk.verbose(|| format!("the access token is still good for {} s and is used: {reason}", left.as_secs())).await;
        Ok(held.access_token.clone())
    }

    async fn acquire(&self, held: &TokenSet, claims: Option<&str>, talk: &Talk) -> Result<Secret, Error> {
        let ask = Ask { scopes: held.granted.clone(), claims: claims.map(str::to_owned) };
        let renewed = match &held.renewal {
            Renewal::Never => return Ok(held.access_token.clone()),
            Renewal::RefreshToken(token) => refresh_token::acquire(&self.oauth, &ask, token, talk).await,
            Renewal::Again(credential) => {
                // The box breaks the circle of types: a credential may be asked in order to ask another.
                Box::pin(credential::acquire(&self.oauth, &ask, credential, talk)).await.map(|(tokens, _)| tokens)
            }
        };
        match renewed {
            Ok(tokens) => {
                let token = tokens.access_token.clone();
                let mut state = self.lock();
                // Whoever ended the sign-in meanwhile has the last word.
                if let State::Ended(reason) = &*state {
                    return Err(reason.clone());
                }
                *state = State::Good(Arc::new(tokens));
                Ok(token)
            }
            Err(refusal) => {
                // A refused grant stays refused, so the next call need not ask again.
                if refusal.kind() == Kind::Authentication && refusal.is_verdict() {
                    self.end(refusal.clone());
                }
                Err(refusal)
            }
        }
    }

    fn held(&self) -> Result<Arc<TokenSet>, Error> {
        match &*self.lock() {
            State::Good(tokens) => Ok(Arc::clone(tokens)),
            State::Ended(reason) => Err(reason.clone()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
