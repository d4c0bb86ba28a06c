//! The loopback server to which the browser brings the authorization code (RFC 8252 7.3).
//!
//! It takes one redirect, the first with the right `state`. A favicon, a preconnect or a page that guesses is answered
//! with a page of its own and never ends the wait.

use super::crowd::Crowd;
use super::listeners::Listeners;
use super::page::Page;
use super::redirect::{Expected, Redirect};
use super::request::{self, Received};
use crate::talk::Talk;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How long a request may take to arrive, so that a browser's preconnects do not pile up.
const IDLE: Duration = Duration::from_secs(30);

/// How long an answer may take to leave.
const GOODBYE: Duration = Duration::from_secs(2);

/// A server that runs until it is dropped.
#[derive(Debug)]
pub(super) struct Loopback {
    redirected: oneshot::Receiver<Redirected>,
    // Dropped with the wait, and every connection with it.
    _server: JoinSet<()>,
}

/// The redirect, and the browser that waits to be told how the sign-in ended.
#[derive(Debug)]
pub(super) struct Redirected {
    pub(super) redirect: Redirect,
    pub(super) browser: Browser,
}

/// A browser that waits for its page.
#[derive(Debug)]
pub(super) struct Browser {
    page: oneshot::Sender<Page>,
    // Closed once the page is on its way.
    answered: oneshot::Receiver<()>,
}

impl Browser {
    /// Shows a page. A browser that is gone need not be told.
    pub(super) async fn show(self, page: Page) {
        let _ = self.page.send(page);
        let _ = timeout(GOODBYE, self.answered).await;
    }
}

impl Loopback {
    /// Begins to serve.
    pub(super) fn start(listeners: Listeners, expected: Expected, talk: Talk) -> Self {
        let (sender, redirected) = oneshot::channel();
        let mut server = JoinSet::new();
        server.spawn(serve(listeners, expected, talk, sender));
        Self { redirected, _server: server }
    }

    /// Waits for the redirect.
    pub(super) async fn redirect(&mut self) -> Redirected {
        match (&mut self.redirected).await {
            Ok(redirected) => redirected,
            // The server lives as long as this, so this is a second wait, for which there is nothing.
            Err(_) => std::future::pending().await,
        }
    }
}

async fn serve(listeners: Listeners, expected: Expected, talk: Talk, redirected: oneshot::Sender<Redirected>) {
    let mut redirected = Some(redirected);
    let mut warning = Some(talk);
    let mut reading = Crowd::new();
    let mut answering = Crowd::new();
    let mut finishing = JoinSet::new();
    loop {
        tokio::select! {
            stream = listeners.accept() => reading.spawn(receive(stream)),
            () = answering.next() => {}
            (stream, received) = reading.next() => match received {
                Received::Request(request) => match (expected.judge(&request), redirected.take()) {
                    (Ok(redirect), Some(sender)) => {
                        let (page, shown) = oneshot::channel();
                        let (answer, answered) = oneshot::channel();
                        // Whoever waited is gone, and this server in a moment too.
                        let _ = sender.send(Redirected { redirect, browser: Browser { page, answered } });
                        finishing.spawn(finish(stream, shown, answer));
                    }
                    (Ok(_), None) => answering.spawn(answer(stream, Page::taken())),
                    (Err(status), sender) => {
                        redirected = sender;
                        answering.spawn(answer(stream, Page::stray(status).to(request.method())));
                    }
                },
                Received::Unreadable(status) => answering.spawn(answer(stream, Page::stray(status))),
                Received::Tls => {
                    if let Some(talk) = warning.take() {
                        answering.spawn(warn(talk));
                    }
                }
                Received::Nothing => {}
            },
        }
    }
}

async fn receive(mut stream: TcpStream) -> (TcpStream, Received) {
    let received = timeout(IDLE, request::read(&mut stream)).await.unwrap_or(Received::Nothing);
    (stream, received)
}

/// Waits for the page that tells how the sign-in ended; `answered` is dropped when it has left.
async fn finish(mut stream: TcpStream, page: oneshot::Receiver<Page>, answered: oneshot::Sender<()>) {
    if let Ok(page) = page.await {
        write(&mut stream, &page).await;
        drop(answered);
        linger(stream).await;
    }
}

async fn answer(mut stream: TcpStream, page: Page) {
    write(&mut stream, &page).await;
    linger(stream).await;
}

/// Sends a page. The browser may be gone by now, which is its own affair.
async fn write(stream: &mut TcpStream, page: &Page) {
    let _ = timeout(GOODBYE, stream.write_all(page.to_http().as_bytes())).await;
    let _ = stream.shutdown().await;
}

/// Reads what the browser still sends, since a connection that is closed before takes the answer with it.
async fn linger(mut stream: TcpStream) {
    let _ = timeout(GOODBYE, tokio::io::copy(&mut stream, &mut tokio::io::sink())).await;
}

async fn warn(talk: Talk) {
    talk.warning(
        "The browser asked for https where the sign-in comes back over http, so it does not arrive. Another page of \
         this computer has told the browser to use https for localhost (HSTS). Use another browser, or make it forget \
         that (in Chrome and Edge at chrome://net-internals/#hsts, under \"Delete domain security policies\", for \
         localhost), and sign in again.",
    )
    .await;
}
