//! A signed-in user of a fresh emulator.

use entra_emulator::{Running, Settings};
use entra_revoke::cloud::Cloud;
use entra_revoke::credential::Credential;
use entra_revoke::credential::browser::Desktop;
use entra_revoke::error::Error;
use entra_revoke::http::ProxySettings;
use entra_revoke::secret::Secret;
use entra_revoke::session::{self, Session, SignInOptions};
use entra_revoke::talk::{Listener, Notice, Said, Talk, TraceLevel};
use std::time::Duration;
use url::Url;

/// The user agent of every test.
pub(crate) const USER_AGENT: &str = "PowerShell/7.6 EntraPowershell/0.1.0 Test";

/// An emulator and what a test asks of it.
pub(crate) struct Bench {
    pub(crate) emulator: Running,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::with(Settings { device_code_interval_s: 0, ..Settings::default() }).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        // For the clients that tests play with; the core brings its own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { emulator: entra_emulator::start(settings).await.unwrap() }
    }

    pub(crate) fn options(&self) -> SignInOptions {
        options(&self.emulator.authority, &self.emulator.graph)
    }

    /// Signs in with the options of this emulator.
    pub(crate) async fn sign_in(&self, credential: Credential) -> Result<Session, Error> {
        sign_in(self.options(), credential).await
    }

    /// A session of the default user, who has signed in with a device code; the time between polls passes at once.
    pub(crate) async fn signed_in(&self) -> Session {
        tokio::time::pause();
        let session = self.sign_in(Credential::DeviceCode).await.unwrap();
        tokio::time::resume();
        self.emulator.emulator.forget_requests();
        session
    }

    /// How many requests of a target have arrived.
    pub(crate) fn count(&self, target: &str) -> usize {
        self.emulator.emulator.requests().iter().filter(|request| request.target == target).count()
    }

    /// Waits until so many requests of a target have arrived.
    pub(crate) async fn arrived(&self, target: &str, count: usize) {
        assert!(self.emulator.emulator.wait_for(target, None, count, Duration::from_secs(10)).await, "{target}");
    }
}

pub(crate) fn options(authority: &str, graph: &str) -> SignInOptions {
    SignInOptions {
        cloud: Cloud::define("Emulator", authority, graph).unwrap(),
        tenant: None,
        client_id: None,
        scopes: Vec::new(),
        claims: None,
        client_timeout: Duration::from_secs(10),
        user_agent: USER_AGENT.to_owned(),
        proxies: ProxySettings::default(),
    }
}

pub(crate) async fn sign_in(options: SignInOptions, credential: Credential) -> Result<Session, Error> {
    hear(TraceLevel::Quiet, async |talk| session::sign_in(options, credential, &talk).await).await.0
}

pub(crate) async fn revoke(session: &Session) -> Result<bool, Error> {
    hear(TraceLevel::Quiet, async |talk| session.revoke_signed_in_user(USER_AGENT, &talk).await).await.0
}

/// What comes of a call, and everything that it says.
pub(crate) async fn hear<T>(level: TraceLevel, call: impl AsyncFnOnce(Talk) -> T) -> (T, Vec<Notice>) {
    let (talk, listener) = Talk::channel(level);
    tokio::join!(call(talk), said(listener))
}

/// Everything that is said until the last talker is gone.
pub(crate) async fn said(listener: Listener) -> Vec<Notice> {
    let mut said = Vec::new();
    while let Some(Said::Notice(notice)) = listener.next().await {
        said.push(notice);
    }
    said
}

/// A desktop with a browser that starts and shows nothing.
pub(crate) fn desktop() -> Desktop {
    let variables = [("BROWSER", "true".to_owned()), ("PATH", std::env::var("PATH").unwrap())];
    let variables = variables.map(|(name, value)| (name.to_owned(), value)).to_vec();
    Desktop { variables, ..Desktop::default() }
}

/// The address at which the user is told to sign in with a browser.
pub(crate) async fn address(listener: &Listener) -> Url {
    while let Some(said) = listener.next().await {
        let Said::Notice(Notice::Message(text)) = said else { continue };
        let address = text.split_whitespace().find(|word| word.contains("/oauth2/v2.0/authorize?"));
        if let Some(address) = address {
            return Url::parse(address).unwrap();
        }
    }
    panic!("no address was told")
}

/// A token as another device of the user would hold it: its header and claims, and no signature that counts.
pub(crate) fn unsigned_token(claims: &serde_json::Value) -> Secret {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
    Secret::new(format!("{}.{}.c2lnbmF0dXJl", part(&serde_json::json!({"alg": "RS256"})), part(claims)))
}
