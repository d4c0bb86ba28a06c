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
        let Some(left) = held.time_left().filter(|left| held.is_renewable() && *left < RENEW_BEFORE) else {
            return Ok(held.access_token.clone());
        };
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
        self.held().is_ok_and(|held| held.is_renewable())
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

#[cfg(test)]
mod tests {
    use super::TokenSource;
    use crate::cloud::Cloud;
    use crate::credential::{self, Ask, Credential};
    use crate::error::{Error, Kind};
    use crate::http::{Http, ProxySettings};
    use crate::oauth::Oauth;
    use crate::secret::Secret;
    use crate::talk::{Talk, TraceLevel};
    use entra_emulator::{Running, Settings};
    use std::sync::Arc;
    use std::time::Duration;

    /// The tokens of an application, which live so long.
    async fn application(lifetime_s: u64) -> (Running, TokenSource) {
        let settings = Settings { access_token_lifetime_s: Some(lifetime_s), ..Settings::default() };
        let emulator = entra_emulator::start(settings).await.unwrap();
        let cloud = Cloud::define("Emulator", &emulator.authority, &emulator.graph).unwrap();
        let http = Http::new("Test", &ProxySettings::default(), Duration::from_secs(10)).unwrap();
        let client = "aaaaaaaa-1111-4222-8333-444444444444".to_owned();
        let oauth = Oauth::new(cloud, Some(entra_emulator::TENANT_ID.to_owned()), Some(client), http);
        let secret = Credential::ClientSecret(Secret::new(entra_emulator::CLIENT_SECRET.to_owned()));
        let ask = Ask { scopes: Vec::new(), claims: None };
        let (tokens, _) = credential::acquire(&oauth, &ask, &secret, &talk()).await.unwrap();
        (emulator, TokenSource::new(oauth, tokens))
    }

    fn talk() -> Talk {
        Talk::channel(TraceLevel::Quiet).0
    }

    #[tokio::test]
    async fn an_expired_token_of_an_application_is_renewed_once_for_all_by_asking_its_credential_again() {
        let (emulator, source) = application(1).await;
        let source = Arc::new(source);
        let first = source.held().unwrap().access_token.clone();
        emulator.emulator.configure(|settings| settings.access_token_lifetime_s = None);
        let callers: Vec<_> = (0..64)
            .map(|_| {
                let source = Arc::clone(&source);
                tokio::spawn(async move { source.token(&talk()).await })
            })
            .collect();
        for caller in callers {
            assert!(caller.await.unwrap().unwrap() != first);
        }
        assert_eq!(emulator.emulator.requests().len(), 2);
    }

    #[tokio::test]
    async fn whoever_ends_a_sign_in_while_it_is_renewed_has_the_last_word() {
        let (_emulator, source) = application(1).await;
        let (talk, _listener) = Talk::channel(TraceLevel::Quiet);
        let refused = source.held().unwrap().access_token.clone();
        let renewal = source.renew(&refused, None, &talk);
        let end = async { source.end(Error::new(Kind::Authentication, "SessionRevoked", "over")) };
        // The renewal is polled first, so that it is under way when the sign-in ends.
        let (renewed, ()) = tokio::join!(biased; renewal, end);
        assert_eq!(renewed.unwrap_err().code(), "SessionRevoked");
        assert!(!source.is_signed_in());
    }
}
