//! Sign-in in the browser, with the emulator's own minimal browser or with hand-made requests to the loopback server.

mod launcher;
mod outcome;
mod requests;
mod strays;
mod user;
mod wait;

use crate::support::{Bench, said};
use entra_revoke::credential::Credential;
use entra_revoke::credential::browser::Desktop;
use entra_revoke::error::Error;
use entra_revoke::session::{self, Session, SignInOptions};
use entra_revoke::talk::{Listener, Notice, Said, Talk, TraceLevel};
use std::collections::HashMap;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

/// No sign-in of a test takes so long: what is over it waits for something that does not come.
const LIMIT: Duration = Duration::from_secs(30);

/// The user's session, with these variables besides the PATH.
fn session(variables: &[(&str, &str)]) -> Desktop {
    let path = std::env::var("PATH").unwrap();
    let all = [("PATH", path.as_str())].into_iter().chain(variables.iter().copied());
    Desktop { variables: all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(), ..Desktop::default() }
}

/// A session whose browser starts well and opens nothing, so that the test is the browser.
fn desktop() -> Desktop {
    session(&[("BROWSER", "true")])
}

/// What came of a sign-in, of what its user did, and what was said after the address.
struct Seen<T> {
    outcome: Result<Session, Error>,
    user: T,
    said: Vec<Notice>,
}

/// Signs in while a user does something with the address.
async fn sign_in<T>(options: SignInOptions, desktop: Desktop, user: impl AsyncFnOnce(Url) -> T) -> Seen<T> {
    let (talk, listener) = Talk::channel(TraceLevel::Quiet);
    let call = async move { session::sign_in(options, Credential::Browser(desktop), &talk).await };
    let act = async { user(address(&listener).await).await };
    let both = async { tokio::join!(call, act) };
    let (outcome, user) = tokio::time::timeout(LIMIT, both).await.expect("the sign-in came to its end");
    Seen { outcome, user, said: said(listener).await }
}

/// Takes the authorization address out of the message for the user: a line of its own, and the last.
async fn address(listener: &Listener) -> Url {
    let Some(Said::Notice(Notice::Message(text))) = listener.next().await else { panic!("no message") };
    Url::parse(text.lines().last().unwrap()).unwrap()
}

/// Goes through the sign-in as the emulator's browser does, and returns the status of the last page.
async fn browse(url: Url) -> u16 {
    entra_emulator::browse(url.as_str()).await.unwrap()
}

fn parameters(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// The address with one parameter changed.
fn with(url: &Url, name: &str, value: &str) -> Url {
    let mut changed = url.clone();
    let pairs = parameters(url).into_iter().filter(|(key, _)| key != name);
    changed.query_pairs_mut().clear().extend_pairs(pairs).append_pair(name, value);
    changed
}

/// The port of the loopback server, and the form that the authority's page would send there.
async fn redirect(url: &Url) -> (u16, String) {
    let page = reqwest::get(url.as_str()).await.unwrap().text().await.unwrap();
    let fields = page.split("<input type=\"hidden\" name=\"").skip(1).map(|field| {
        let (name, rest) = field.split_once("\" value=\"").unwrap();
        (name, rest.split_once('"').unwrap().0)
    });
    (port(url), url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

fn port(url: &Url) -> u16 {
    Url::parse(&parameters(url)["redirect_uri"]).unwrap().port().unwrap()
}

/// A request that sends a form as a browser does.
fn form(body: &str) -> String {
    let length = body.len();
    format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
}

async fn connect(port: u16) -> TcpStream {
    TcpStream::connect(("127.0.0.1", port)).await.unwrap()
}

/// Sends bytes, and reads what comes until the connection is closed.
async fn send(stream: &mut TcpStream, bytes: impl AsRef<[u8]>) -> String {
    stream.write_all(bytes.as_ref()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// The options for an emulator that knows itself by another name than the one it is asked under.
fn under_another_name(bench: &Bench) -> SignInOptions {
    let authority = bench.emulator.authority.replace("127.0.0.1", "localhost");
    crate::support::options(&authority, &bench.emulator.graph)
}
