//! A signed-in user of a fresh emulator.

use entra_emulator::{Running, Settings};
use entra_revoke::cloud::Clouds;
use entra_revoke::error::Error;
use entra_revoke::notice::{Notice, NoticeReader, Notices, TraceLevel};
use entra_revoke::secret::Secret;
use entra_revoke::session::{Session, SessionOptions, SignInContext, SignInMethod, SignInRequest};
use entra_revoke::transport::ProxySettings;
use std::time::Duration;

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
        Self { emulator: entra_emulator::start(settings).await.unwrap() }
    }

    pub(crate) fn options(&self) -> SessionOptions {
        options(&self.emulator.authority, &self.emulator.graph)
    }

    pub(crate) fn session(&self) -> Session {
        Session::new(self.options()).unwrap()
    }

    /// A session in which the default user has signed in with a device code.
    pub(crate) async fn signed_in(&self) -> Session {
        let session = self.session();
        sign_in(&session, SignInMethod::DeviceCode).await.unwrap();
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

pub(crate) fn options(authority: &str, graph: &str) -> SessionOptions {
    let clouds = Clouds::default();
    SessionOptions {
        cloud: clouds.define("Emulator", authority, graph).unwrap(),
        tenant: None,
        client_id: None,
        client_timeout: Duration::from_secs(10),
        user_agent: USER_AGENT.to_owned(),
        proxies: ProxySettings::default(),
    }
}

pub(crate) fn request(method: SignInMethod) -> SignInRequest {
    SignInRequest { method, scopes: Vec::new() }
}

pub(crate) async fn sign_in(session: &Session, method: SignInMethod) -> Result<SignInContext, Error> {
    let (notices, _reader) = Notices::channel(TraceLevel::Quiet);
    session.sign_in(request(method), &notices).await
}

pub(crate) async fn revoke(session: &Session) -> Result<bool, Error> {
    let (notices, _reader) = Notices::channel(TraceLevel::Quiet);
    session.revoke_signed_in_user(USER_AGENT, &notices).await
}

/// Everything that an operation said; its end of the stream must be dropped by now.
pub(crate) async fn said(reader: NoticeReader) -> Vec<Notice> {
    let mut said = Vec::new();
    while let Some(notice) = reader.next().await {
        said.push(notice);
    }
    said
}

/// A token as another device of the user would hold it: its header and claims, and no signature that counts.
pub(crate) fn unsigned_token(claims: &serde_json::Value) -> Secret {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
    Secret::new(format!("{}.{}.c2lnbmF0dXJl", part(&serde_json::json!({"alg": "RS256"})), part(claims)))
}
