//! A small client for the tests.

use std::collections::BTreeMap;
use std::sync::Once;

use entra_emulator::{DEFAULT_CLIENT_ID, Running, Settings, start};
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, RequestBuilder};
use serde_json::{Value, json};
use url::Url;
use url::form_urlencoded::Serializer;

pub(crate) const REDIRECT_URI: &str = "http://localhost:1/callback";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// The S256 form of `VERIFIER` (RFC 7636 appendix B).
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const SCOPE: &str = "openid profile offline_access User.Read User.RevokeSessions.All";
pub(crate) const CP1: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

/// An emulator and a client for it.
pub(crate) struct Lab {
    pub(crate) running: Running,
    pub(crate) http: Client,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// A parameter of the address that the answer redirects to.
    pub(crate) fn redirected(&self, name: &str) -> Option<String> {
        let url = Url::parse(self.header("location")).unwrap();
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The value of a hidden field of the page.
    pub(crate) fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.text.split_once(&start).unwrap_or_else(|| panic!("no {name} in {}", self.text));
        rest.split_once('"').unwrap().0.to_owned()
    }
}

pub(crate) fn client() -> Client {
    builder().build().unwrap()
}

pub(crate) fn builder() -> ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| rustls::crypto::ring::default_provider().install_default().unwrap());
    Client::builder().no_proxy().redirect(Policy::none())
}

/// Of a name that is there twice the last counts, so that a test can change what is usual.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let last: BTreeMap<_, _> = fields.iter().copied().collect();
    Serializer::new(String::new()).extend_pairs(last).finish()
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, text: response.text().await.unwrap() }
}

impl Lab {
    pub(crate) async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        Self { running: start(settings).await.unwrap(), http: client() }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.authority)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.http.get(self.url(path))).await
    }

    pub(crate) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.http.post(self.url(path)).body(form(fields));
        send(request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    pub(crate) async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> = [("client_id", DEFAULT_CLIENT_ID)].into_iter().chain(fields.iter().copied()).collect();
        self.post_form("/common/oauth2/v2.0/token", &fields).await
    }

    pub(crate) async fn refresh(&self, refresh_token: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    /// Calls authorize with the usual parameters, changed and completed by `more`.
    pub(crate) async fn authorize(&self, more: &[(&str, &str)]) -> Answer {
        self.authorize_with("", more).await
    }

    /// The same in a browser that has this cookie.
    pub(crate) async fn authorize_with(&self, cookie: &str, more: &[(&str, &str)]) -> Answer {
        let usual = [
            ("client_id", DEFAULT_CLIENT_ID),
            ("response_type", "code"),
            ("redirect_uri", REDIRECT_URI),
            ("scope", SCOPE),
            ("state", "the state"),
            ("nonce", "the nonce"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let kept = usual.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        let query = form(&kept.chain(more).copied().collect::<Vec<_>>());
        let request = self.http.get(self.url(&format!("/common/oauth2/v2.0/authorize?{query}")));
        send(request.header("cookie", cookie)).await
    }

    pub(crate) async fn redeem(&self, code: &str, verifier: &str) -> Answer {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT_URI),
            ("code_verifier", verifier),
        ])
        .await
    }

    /// Signs the default user in and answers the token response.
    pub(crate) async fn sign_in(&self, more: &[(&str, &str)]) -> Value {
        let code = self.authorize(more).await.redirected("code").unwrap();
        let answer = self.redeem(&code, VERIFIER).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    pub(crate) async fn graph(&self, method: &str, path: &str, token: &str) -> Answer {
        let request = self.http.request(method.parse().unwrap(), self.url(path));
        send(request.bearer_auth(token).header("content-length", "0")).await
    }

    pub(crate) async fn revoke_me(&self, token: &str) -> Answer {
        self.graph("POST", "/v1.0/me/revokeSignInSessions", token).await
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Answer {
        let request = self.http.request(method.parse().unwrap(), format!("{}{path}", self.running.control));
        let answer = send(request.body(body.to_string())).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.text);
        answer
    }

    pub(crate) async fn fault(&self, fault: Value) {
        self.control("POST", "/faults", fault).await;
    }

    /// Tokens as another device of a user would hold them.
    pub(crate) async fn mint(&self, wish: Value) -> Value {
        self.control("POST", "/tokens", wish).await.json()
    }

    pub(crate) async fn access_token(&self, scopes: &[&str]) -> String {
        text(&self.mint(json!({"scopes": scopes})).await, "access_token")
    }
}

/// A text field of a JSON object.
pub(crate) fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

/// Asserts an error of the authority: OAuth code, AADSTS number and the rest of the body.
pub(crate) fn assert_auth_error(answer: &Answer, status: u16, error: &str, code: u32) {
    let body = answer.json();
    assert_eq!(answer.status, status, "{body}");
    assert_eq!(body["error"], error, "{body}");
    assert_eq!(body["error_codes"], json!([code]), "{body}");
    let description = text(&body, "error_description");
    assert!(description.starts_with(&format!("AADSTS{code}: ")), "{description}");
    let ids = format!(" Trace ID: {} Correlation ID: {} ", text(&body, "trace_id"), text(&body, "correlation_id"));
    assert!(description.contains(&ids), "{description}");
}

/// Asserts an error of Graph.
pub(crate) fn assert_graph_error(answer: &Answer, status: u16, code: &str, message: &str) {
    let body = answer.json();
    assert_eq!(answer.status, status, "{body}");
    assert_eq!(body["error"]["code"], code, "{body}");
    assert_eq!(body["error"]["message"], message, "{body}");
    assert_eq!(body["error"]["innerError"]["request-id"], answer.header("request-id"), "{body}");
}

/// The claims of a token, unchecked.
pub(crate) fn claims(token: &str) -> Value {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}
