//! How long the browser is waited for, and what is said of it meanwhile.

use crate::cloud::Cloud;
use crate::error::{Error, Kind};
use crate::oauth::Authority;
use crate::talk::Talk;
use std::time::Duration;
use tokio::time::sleep;
use url::form_urlencoded::Serializer;

/// How long to wait: a second factor and a forgotten password take their time.
const TIMEOUT: Duration = Duration::from_mins(5);

/// After how long to say what the browser may be waiting for: who only has to pick an account is back before.
const HINT_AFTER: Duration = Duration::from_secs(20);

/// The wait for one sign-in.
#[derive(Debug)]
pub(super) struct Patience {
    /// What an administrator has to do where Entra ID shows its page "Need admin approval", from which nothing comes back.
    consent: String,
}

impl Patience {
    pub(super) fn new(cloud: &Cloud, authority: &Authority, scopes: &[String]) -> Self {
        let query = Serializer::new(String::new())
            .append_pair("client_id", authority.client_id())
            .append_pair("scope", &scopes.join(" "))
            // The address asks for one that the application has, and every public client has this one.
            .append_pair("redirect_uri", "http://localhost")
            .finish();
        // Microsoft identity platform, "Admin consent": this form is for the permissions that are asked for, while the
        // one without a version is for those that the application has registered.
        let address = format!("{}/{}/v2.0/adminconsent?{query}", cloud.authority(), authority.tenant());
        let consent = format!(
            "an administrator must consent to {} for the application {} at\n{address}",
            scopes.join(" "),
            authority.client_id()
        );
        Self { consent }
    }

    /// Waits, and says after a while what may be the matter; the error of a wait that was too long.
    pub(super) async fn wait(&self, talk: &Talk) -> Error {
        let Self { consent } = self;
        sleep(HINT_AFTER).await;
        talk.warning(format!(
            "The browser has not come back yet. Ctrl+C ends the wait. Where the browser shows no page, sign in with a \
             device code instead. Where its page says \"Need admin approval\", {consent}"
        ))
        .await;
        sleep(TIMEOUT.saturating_sub(HINT_AFTER)).await;
        let minutes = TIMEOUT.as_secs() / 60;
        let message = format!(
            "nobody signed in with the browser within {minutes} minutes; where its page said \"Need admin approval\", \
             {consent}"
        );
        Error::new(Kind::Timeout, "SignInTimeout", message)
    }
}
